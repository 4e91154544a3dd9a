"""The one listener that history, undo and the refresh of the screens come from.

Before each flush it raises versions, seals rows with a checksum and notes before and after of every field; at the end of a step
it writes the notes into the change log. Writing past it is refused: ORM-wide UPDATE and DELETE, bulk inserts and raw SQL raise.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Row, event, inspect, select, text
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from leadapp.db.row_types import LoggedRow, decimals_of, defaults_of
from leadapp.db.rows import EntryRow, StepRow
from leadapp.db.search_index import index_flushed
from leadapp.domain.changes import Changes, RowChange
from leadapp.domain.history import StepKind

RECORDER = "leadapp_recorder"
_ALLOWED = "leadapp_write_allowed"
UNSEALED = frozenset({"id", "uid", "version", "checksum"})
_READING = re.compile(
    r"\s*(SELECT|PRAGMA|BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|(WITH)(?!.*\b(INSERT|UPDATE|DELETE|REPLACE)\b))\b", re.I | re.S
)


class UnloggedWriteError(RuntimeError):
    """A defect of ours: something tried to write past the change log."""


def new_uid() -> str:
    """A random 128-bit name for a row, as 32 hexadecimal digits."""
    return secrets.token_hex(16)


@cache
def columns_of(kind: type[LoggedRow]) -> tuple[str, ...]:
    """The columns of a table that the log follows, in order."""
    return tuple(c.key for c in kind.__table__.columns if c.key not in UNSEALED)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"cannot be logged: {type(value).__name__}")


_encode = json.JSONEncoder(ensure_ascii=False, default=_plain).encode


def to_json(value: Any) -> str:
    """A column's value as the log keeps it."""
    return _encode(value)


def from_json(kind: type[LoggedRow], column: str, value: Any) -> Any:
    """A logged value as the column's Python type."""
    if isinstance(value, str) and inspect(kind).columns[column].type.python_type is dt.date:
        return dt.date.fromisoformat(value)
    return value


def seal(table: str, uid: str, version: int, values: dict[str, Any]) -> bytes:
    """The 16-byte checksum of a row: its table, uid, version and every followed column."""
    body = to_json([table, uid, version, sorted(values.items())])
    return hashlib.blake2b(body.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def row_values(row: LoggedRow) -> dict[str, Any]:
    """The followed columns of a row, whole numbers in decimal columns as decimals (as they are read back)."""
    values = {name: getattr(row, name) for name in columns_of(type(row))}
    return _with_decimals(type(row), values)


def filled(kind: type[LoggedRow], said: Mapping[str, Any]) -> dict[str, Any]:
    """The followed columns of a new row: what was said, else the default, as they will be read back."""
    values = dict(_unsaid(kind))
    values.update((name, value) for name, value in said.items() if value is not None and name in values)
    return _with_decimals(kind, values)


@cache
def _unsaid(kind: type[LoggedRow]) -> dict[str, Any]:
    """The followed columns of a row of which nothing was said."""
    defaults = defaults_of(kind)
    return {name: defaults.get(name) for name in columns_of(kind)}


def _with_decimals(kind: type[LoggedRow], values: dict[str, Any]) -> dict[str, Any]:
    for name in decimals_of(kind):
        if isinstance(values[name], int):
            values[name] = float(values[name])
    return values


def entry_digest(salt: bytes, entry: tuple[str, str, str, str, str | None, str | None]) -> bytes:
    """The salted digest of one log entry (kind, table, uid, field, before, after)."""
    body = to_json(entry)
    return hashlib.blake2b(salt + body.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def chain_link(previous: bytes, head: tuple[Any, ...], digests: list[bytes]) -> bytes:
    """The chain value of a step: over the step before, this step's own words and the digests of its entries."""
    body = json.dumps(head, ensure_ascii=False).encode()
    return hashlib.blake2b(previous + body + b"".join(digests), digest_size=16).digest()


def _unflushed(row: LoggedRow) -> dict[str, Any]:
    """The followed columns that were set since the row was last written, each with its history (old and new value)."""
    attributes = inspect(row).attrs
    return {name: attributes[name].history for name in columns_of(type(row)) if attributes[name].history.has_changes()}


@dataclass
class _Note:
    """Before and after of one field of one row within a step (field "" for a whole row added or removed)."""

    kind: str
    table: type[LoggedRow]
    uid: str
    field: str
    before: str | None
    after: str | None


@dataclass
class StepRecorder:
    """Collects what one step does. Set into ``session.info`` by ``Database.writing``; one per session."""

    label: str
    at: dt.datetime
    kind: StepKind = StepKind.DO
    answers: int | None = None
    visit: str = ""
    notes: dict[tuple[str, str, str], _Note] = field(default_factory=dict)

    # ------------------------------------------------------------------ noting
    def note_added(self, row: LoggedRow) -> None:
        """A row that will be inserted."""
        kind, said = type(row), inspect(row).dict
        values = filled(kind, said)
        for name in defaults_of(kind):
            if name in values and name in said and said[name] is None:
                setattr(row, name, values[name])  # None was said; left out, the INSERT would put the default in
        row.uid = row.uid or new_uid()
        row.version = row.version or 1
        row.checksum = self.note_new(kind, row.uid, row.version, values)

    def note_new(self, kind: type[LoggedRow], uid: str, version: int, values: dict[str, Any]) -> bytes:
        """A new row with every followed column as it will be read back. Returns its checksum."""
        self.notes[kind.__tablename__, uid, ""] = _Note("add", kind, uid, "", None, to_json(values))
        return seal(kind.__tablename__, uid, version, values)

    def note_changed(self, row: LoggedRow) -> None:
        """A row that will be updated, if anything really differs."""
        changed = {}
        for name, history in _unflushed(row).items():
            before = history.deleted[0] if history.deleted else None
            if before != getattr(row, name):
                changed[name] = before
        if not changed:
            return
        row.version += 1
        row.checksum = seal(row.__tablename__, row.uid, row.version, row_values(row))
        added = self.notes.get((row.__tablename__, row.uid, ""))
        if added and added.kind == "add":
            added.after = to_json(row_values(row))
            return
        for name, before in changed.items():
            self._note_field(row, name, to_json(before), to_json(getattr(row, name)))

    def _note_field(self, row: LoggedRow, name: str, before: str, after: str) -> None:
        key = (row.__tablename__, row.uid, name)
        first = self.notes.pop(key, None)
        before = first.before if first and first.before is not None else before
        if before != after:
            self.notes[key] = _Note("change", type(row), row.uid, name, before, after)

    def note_removed(self, row: LoggedRow) -> None:
        """A row that will be deleted, as it was before this step. A row added in the same step leaves no trace."""
        before = {name: history.deleted[0] for name, history in _unflushed(row).items() if history.deleted}
        for key in [k for k in self.notes if k[:2] == (row.__tablename__, row.uid) and k[2]]:
            before[key[2]] = from_json(type(row), key[2], json.loads(self.notes.pop(key).before or "null"))
        if self.notes.pop((row.__tablename__, row.uid, ""), None) is None:
            values = {"id": row.id, "version": row.version} | row_values(row) | before
            self.notes[row.__tablename__, row.uid, ""] = _Note("remove", type(row), row.uid, "", to_json(values), None)

    # ------------------------------------------------------------------ writing the log
    def finish(self, connection: Connection) -> Changes:
        """Write the step into the log and tell what was touched. A step that changed nothing leaves nothing, unless it is final."""
        if not self.notes and self.kind is not StepKind.FINAL:
            return Changes(None, self.label, kind=self.kind)
        with writing_allowed(connection):
            last = connection.exec_driver_sql(_LAST_STEP).first()
            number = self._continue_visit(connection, last) or self._new_step(connection, last)
        return Changes(number, self.label, self._row_changes(), self.kind)

    def _row_changes(self) -> tuple[RowChange, ...]:
        rows: dict[tuple[str, str], tuple[_Note, set[str]]] = {}
        for (table, uid, name), note in self.notes.items():
            rows.setdefault((table, uid), (note, set()))[1].update({name} - {""})
        return tuple(
            RowChange(note.table.topic, table, uid, note.kind, frozenset(names)) for (table, uid), (note, names) in rows.items()
        )

    def _new_step(self, connection: Connection, last: Row[Any] | None) -> int:
        number = (last.number if last else 0) + 1
        head = self._head(connection, number)
        entries = [self._entry(note) for note in self.notes.values()]
        head["chain"] = chain_link(last.chain if last else b"", step_head(head), [entry["digest"] for entry in entries])
        step_id = connection.exec_driver_sql(_ADD_STEP, tuple(head[name] for name in _STEP)).lastrowid
        _write_entries(connection, step_id, entries)
        return number

    def _head(self, connection: Connection, number: int) -> dict[str, Any]:
        copy_id, who = connection.exec_driver_sql(_WHOSE).one()
        return {
            "copy_id": copy_id,
            "number": number,
            "kind": self.kind.value,
            "label": self.label,
            "at": self.at.isoformat(timespec="seconds"),
            "who_id": who,
            "answers": self.answers,
            "visit": self.visit,
        }

    def _entry(self, note: _Note) -> dict[str, Any]:
        salt = secrets.token_bytes(8)
        table, uid = note.table.__tablename__, note.uid
        return {
            "table_name": table,
            "row_uid": uid,
            "field": note.field,
            "kind": note.kind,
            "before": note.before,
            "after": note.after,
            "salt": salt,
            "digest": entry_digest(salt, (note.kind, table, uid, note.field, note.before, note.after)),
            "blanked": False,
        }

    def _continue_visit(self, connection: Connection, last: Row[Any] | None) -> int | None:
        """Go on with the last step if it belongs to the same visit of the same field: first "from", last "to"."""
        if not self.visit or self.kind is not StepKind.DO or last is None or last.visit != self.visit:
            return None
        entries = connection.execute(select(EntryRow.__table__).where(EntryRow.step_id == last.id)).mappings().all()
        merged = merge_entries([dict(entry) for entry in entries], [self._entry(note) for note in self.notes.values()])
        connection.execute(text("DELETE FROM change_entry WHERE step_id = :step"), {"step": last.id})
        if not merged:
            connection.execute(text("DELETE FROM change_step WHERE id = :step"), {"step": last.id})
            return int(last.number)
        _write_entries(connection, last.id, merged)
        self._relink(connection, last.id, merged)
        return int(last.number)

    def _relink(self, connection: Connection, step_id: int, entries: list[dict[str, Any]]) -> None:
        """Make the chain whole again after the newest step was continued."""
        connection.execute(
            text("UPDATE change_step SET at = :at, label = :label WHERE id = :id"),
            {"at": self.at.isoformat(timespec="seconds"), "label": self.label, "id": step_id},
        )
        step = connection.execute(select(StepRow.__table__).where(StepRow.id == step_id)).mappings().one()
        before = connection.execute(
            text("SELECT chain FROM change_step WHERE id < :id ORDER BY id DESC LIMIT 1"), {"id": step_id}
        ).scalar()
        chain = chain_link(before or b"", step_head(dict(step)), [entry["digest"] for entry in entries])
        connection.execute(text("UPDATE change_step SET chain = :chain WHERE id = :id"), {"chain": chain, "id": step_id})


# the statements of every step as plain SQL: they are the same each time, and a step may have thousands of entries
_LAST_STEP = "SELECT id, number, visit, chain FROM change_step ORDER BY id DESC LIMIT 1"
_WHOSE = "SELECT copy_id, (SELECT lead_id FROM directorate LIMIT 1) FROM store_info"
_STEP = ("copy_id", "number", "kind", "label", "at", "who_id", "answers", "visit", "chain")
_ADD_STEP = f"INSERT INTO change_step ({', '.join(_STEP)}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ENTRY = ("table_name", "row_uid", "field", "kind", "before", "after", "salt", "digest", "blanked")
_ADD_ENTRY = (
    'INSERT INTO change_entry (step_id, table_name, row_uid, field, kind, "before", "after", salt, digest, blanked)'
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def _write_entries(connection: Connection, step_id: int, entries: list[dict[str, Any]]) -> None:
    if entries:
        connection.exec_driver_sql(_ADD_ENTRY, [(step_id, *(entry[name] for name in _ENTRY)) for entry in entries])


def step_head(step: dict[str, Any]) -> tuple[Any, ...]:
    """The words of a step that its chain value covers."""
    return tuple(step[name] for name in ("copy_id", "number", "kind", "label", "at", "who_id", "answers"))


def merge_entries(old: list[dict[str, Any]], new: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of a continued step: one a field, from the first "before" to the last "after"; what came back is gone."""
    merged = {(entry["table_name"], entry["row_uid"], entry["field"]): entry for entry in old}
    for entry in new:
        table, uid, name = key = (entry["table_name"], entry["row_uid"], entry["field"])
        added = merged.get((table, uid, ""))
        first = merged.pop(key, None)
        if entry["kind"] == "change" and added and added["kind"] == "add":
            values = json.loads(added["after"]) | {name: json.loads(entry["after"])}
            merged[table, uid, ""] = _sealed(added | {"after": to_json(values)})
        elif entry["kind"] == "remove" and first and first["kind"] == "add":
            continue
        elif entry["kind"] == "change" and first:
            if first["before"] != entry["after"]:
                merged[key] = _sealed(entry | {"before": first["before"]})
        else:
            merged[key] = entry
    return list(merged.values())


def _sealed(entry: dict[str, Any]) -> dict[str, Any]:
    names = ("kind", "table_name", "row_uid", "field", "before", "after")
    kind, table, uid, name, before, after = (entry[key] for key in names)
    return entry | {"digest": entry_digest(entry["salt"], (kind, table, uid, name, before, after))}


# -------------------------------------------------------------------------------- the guard and the listeners
@contextmanager
def writing_allowed(connection: Connection) -> Iterator[None]:
    """Allow INSERT, UPDATE and DELETE on this connection for the log's own work, migrations and new files."""
    before = connection.info.get(_ALLOWED, 0)
    connection.info[_ALLOWED] = before + 1
    try:
        yield
    finally:
        connection.info[_ALLOWED] = before


def guard_writes(engine: Engine) -> None:
    """Refuse every statement on the engine that may write and does not come from a flush or from the log itself."""

    @event.listens_for(engine, "before_cursor_execute")
    def refuse(conn: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not conn.info.get(_ALLOWED) and not _READING.match(statement):
            raise UnloggedWriteError(f"not through the change log: {statement[:60]}")


def listen(session: Session, recorder: StepRecorder | None) -> None:
    """Attach the listeners to one session. Without a recorder the session may only read."""
    session.info[RECORDER] = recorder
    event.listen(session, "before_flush", _before_flush)
    event.listen(session, "after_flush", _after_flush)
    event.listen(session, "do_orm_execute", _refuse_bulk)


def step_recorder(session: Session) -> StepRecorder:
    """What notes the step that a session writes. Raises UnloggedWriteError where it only reads."""
    recorder: StepRecorder | None = session.info[RECORDER]
    if recorder is None:
        raise UnloggedWriteError("a reading session cannot write")
    return recorder


def _refuse_bulk(state: ORMExecuteState) -> None:
    if state.is_update or state.is_delete or state.is_insert:
        raise UnloggedWriteError("ORM-wide INSERT, UPDATE and DELETE pass the change log; go through rows")


def _before_flush(session: Session, _context: UOWTransaction, _instances: Any) -> None:
    recorder: StepRecorder | None = session.info[RECORDER]
    touched = [row for row in (*session.new, *session.dirty, *session.deleted) if isinstance(row, LoggedRow)]
    if touched and recorder is None:
        raise UnloggedWriteError("a reading session cannot write")
    if recorder is not None:
        for row in session.new:
            if isinstance(row, LoggedRow):
                recorder.note_added(row)
        for row in session.dirty:
            if isinstance(row, LoggedRow):
                recorder.note_changed(row)
        for row in session.deleted:
            if isinstance(row, LoggedRow):
                recorder.note_removed(row)
    connection = session.connection()
    connection.info[_ALLOWED] = connection.info.get(_ALLOWED, 0) + 1


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    connection = session.connection()
    index_flushed(session, connection)
    connection.info[_ALLOWED] = max(0, connection.info.get(_ALLOWED, 0) - 1)
