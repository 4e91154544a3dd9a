"""Adding many rows of a table at once, as an import does: every promise of the change log kept, without an object for each row.

A row added here gets the same uid, version, checksum, log entry and place in the search index as one that is flushed; what is left
out is what the mapper spends on each object, which for a thousand rows is most of the time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from leadapp.db.change_log import StepRecorder, columns_of, filled, new_uid, step_recorder, writing_allowed
from leadapp.db.row_types import LoggedRow
from leadapp.db.search_index import index_added


def add_many(session: Session, kind: type[LoggedRow], many: Sequence[Mapping[str, Any]]) -> list[int]:
    """Add rows that are given by their columns; what one leaves out takes its default. Returns their ids in the same order.

    Raises TypeError for a column that the table does not have, UnloggedWriteError in a session that only reads.
    """
    recorder = step_recorder(session)
    session.flush()  # what these rows may name, and what the log has to tell before them
    _refuse_unknown(kind, many)
    rows = [(new_uid(), filled(kind, said)) for said in many]
    connection = session.connection()
    with writing_allowed(connection):
        first = _next_id(connection, kind)
        ids = list(range(first, first + len(rows)))
        if rows:
            _write(connection, recorder, kind, dict(zip(ids, rows, strict=True)))
    return ids


def _refuse_unknown(kind: type[LoggedRow], many: Sequence[Mapping[str, Any]]) -> None:
    if unknown := set[str]().union(*many).difference(columns_of(kind)):
        raise TypeError(f"{kind.__tablename__} has no column {min(unknown)}")


def _next_id(connection: Connection, kind: type[LoggedRow]) -> int:
    """The number that SQLite itself would give the next row: our tables number without AUTOINCREMENT."""
    return int(connection.exec_driver_sql(f"SELECT coalesce(max(id), 0) + 1 FROM {kind.__tablename__}").scalar_one())


def _write(
    connection: Connection, recorder: StepRecorder, kind: type[LoggedRow], rows: dict[int, tuple[str, dict[str, Any]]]
) -> None:
    statement, bound = _insert(kind)
    written = [
        (row_id, uid, 1, recorder.note_new(kind, uid, 1, values), *bound(values)) for row_id, (uid, values) in rows.items()
    ]
    connection.exec_driver_sql(statement, written)
    if kind.searched:
        index_added(connection, kind, ((row_id, uid, values) for row_id, (uid, values) in rows.items()))


@cache
def _insert(kind: type[LoggedRow]) -> tuple[str, Callable[[Mapping[str, Any]], list[Any]]]:
    """The INSERT of a table, and how a row's followed columns become its parameters, each as its type writes it."""
    names = columns_of(kind)
    quoted = ", ".join(f'"{name}"' for name in ("id", "uid", "version", "checksum", *names))
    marks = ", ".join("?" * (len(names) + 4))
    dialect = sqlite.dialect()
    types = [(place, kind.__table__.c[name].type.dialect_impl(dialect)) for place, name in enumerate(names)]
    writers = [(place, write) for place, one in types if (write := one.bind_processor(dialect)) is not None]

    def bound(values: Mapping[str, Any]) -> list[Any]:
        row = [values[name] for name in names]
        for place, write in writers:
            row[place] = write(row[place])
        return row

    return f"INSERT INTO {kind.__tablename__} ({quoted}) VALUES ({marks})", bound
