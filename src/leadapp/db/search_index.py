"""The search index beside the rows: what it holds of each row, and how it follows the rows that were just written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from leadapp.db.row_types import LoggedRow

_REMOVE = text("DELETE FROM search WHERE rowid = :id")
_ADD = "INSERT INTO search(rowid, title, body, table_name, uid) VALUES (?, ?, ?, ?, ?)"


def index_flushed(session: Session, connection: Connection) -> None:
    """Keep the search index in step with the rows that a session has just flushed."""
    gone = [row for row in (*session.dirty, *session.deleted) if isinstance(row, LoggedRow) and row.searched]
    kept = [row for row in (*session.new, *session.dirty) if isinstance(row, LoggedRow) and row.searched]
    if gone:
        connection.execute(_REMOVE, [{"id": search_id(type(row), row.id)} for row in gone])
    if kept:
        connection.exec_driver_sql(_ADD, [search_entry(row) for row in kept])


def index_added(connection: Connection, kind: type[LoggedRow], rows: Iterable[tuple[int, str, Mapping[str, Any]]]) -> None:
    """Put rows of a searched table into the index that were added without objects: their ids, uids and columns."""
    connection.exec_driver_sql(_ADD, [_entry(kind, row_id, uid, values) for row_id, uid, values in rows])


def search_id(kind: type[LoggedRow], row_id: int) -> int:
    """A row's number in the search index: its own id in the upper part, its table's code in the lower."""
    return row_id * 64 + kind.search_code


def search_entry(row: LoggedRow) -> tuple[int, str, str, str, str]:
    """The row as the search index holds it: number, title, body, table, uid."""
    return _entry(type(row), row.id, row.uid, {name: getattr(row, name) for name in row.searched})


def _entry(kind: type[LoggedRow], row_id: int, uid: str, values: Mapping[str, Any]) -> tuple[int, str, str, str, str]:
    title, *rest = (str(values[name] or "") for name in kind.searched)
    return search_id(kind, row_id), title, "\n".join(rest), kind.__tablename__, uid
