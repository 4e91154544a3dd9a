"""Damage in a file, as sentences: its pages, its links, the checksum of every row and the chain of the change log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from leadapp.db.change_log import chain_link, columns_of, entry_digest, seal, step_head
from leadapp.db.rows import LOGGED


def damage_in(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Everything that is damaged, as sentences; empty if the file is sound. Raises only where somebody else has the file."""
    try:
        return tuple(_damage(connection))
    except (sqlite3.Error, ValueError, TypeError, OverflowError) as error:  # values of a kind that was never written
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY}:
            raise
        return (f"The file cannot be read to its end ({type(error).__name__}).",)


def _rows(connection: sqlite3.Connection, query: str) -> Iterator[sqlite3.Row]:
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    yield from cursor.execute(query)


def _damage(connection: sqlite3.Connection) -> Iterator[str]:
    for (line,) in connection.execute("PRAGMA integrity_check(5)"):
        if line != "ok":
            yield f"Pages are damaged: {line}."
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"Row {row} of {table} points to a row of {parent} that is not there."
    yield from _check_rows(connection)
    yield from _check_chain(connection)


def _check_rows(connection: sqlite3.Connection) -> Iterator[str]:
    for table, kind in LOGGED.items():
        booleans = {c.key for c in kind.__table__.columns if c.type.python_type is bool}
        names = columns_of(kind)
        for row in _rows(connection, f'SELECT * FROM "{table}"'):
            values = {name: _as_logged(row[name], name in booleans) for name in names}
            if row["checksum"] != seal(table, row["uid"], row["version"], values):
                yield f"Row {row['id']} of {table} is not as it was written."


def _as_logged(value: Any, is_boolean: bool) -> Any:
    return bool(value) if is_boolean and value is not None else value


def _check_chain(connection: sqlite3.Connection) -> Iterator[str]:
    previous = b""
    entries: dict[int, list[sqlite3.Row]] = {}
    for entry in _rows(connection, "SELECT * FROM change_entry ORDER BY id"):
        entries.setdefault(entry["step_id"], []).append(entry)
        fields = tuple(entry[name] for name in ("kind", "table_name", "row_uid", "field", "before", "after"))
        if not entry["blanked"] and entry["digest"] != entry_digest(entry["salt"], fields):
            yield f"An entry of the history (step {entry['step_id']}) is not as it was written."
    for step in _rows(connection, "SELECT * FROM change_step ORDER BY id"):
        digests = [entry["digest"] for entry in entries.get(step["id"], [])]
        if step["chain"] != chain_link(previous, step_head(dict(step)), digests):
            yield f"Step {step['number']} of the history does not follow on from the one before."
        previous = step["chain"]
