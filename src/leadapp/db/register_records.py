"""Lines of the registers: rows to records and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.directorate_records import people_labels
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import RegisterEntry, Service, TypedText
from leadapp.domain.errors import ChangedElsewhereError, NotFoundError
from leadapp.domain.registers import Entry

GONE = "This line is no longer in the register. Undo brings it back."
_AS_KEPT = (
    "id",
    "uid",
    "version",
    "register",
    "subject",
    "subject_kind",
    "happened_on",
    "done",
    "answer",
    "why",
    "outcome",
    "review_on",
    "corporate_id",
)


def list_entries(session: Session, register: str = "") -> tuple[Entry, ...]:
    """The lines of a register, or of all: the newest day first, those without a day on top."""
    entries = table_of(RegisterEntry)
    people = people_labels(session)
    services = {row.id: row.name for row in read(session, select(table_of(Service)))}
    typed = _typed(session)
    columns = (entries.c[name] for name in (*_AS_KEPT, "service_id", "person_id"))
    wanted = select(*columns).order_by(entries.c.happened_on.is_not(None), entries.c.happened_on.desc(), entries.c.id.desc())
    return tuple(
        Entry(
            **dict(zip(_AS_KEPT, row, strict=False)),
            service=services.get(row.service_id or 0, ""),
            person=people.get(row.person_id or 0, ""),
            typed=typed.get(row.uid, ()),
        )
        for row in read(session, wanted.where(entries.c.register == register) if register else wanted)
    )


def _typed(session: Session) -> dict[str, tuple[tuple[str, str], ...]]:
    typed = table_of(TypedText).c
    entries = table_of(RegisterEntry)
    wanted = select(typed.subject, typed.field, typed.text).join(entries, entries.c.uid == typed.subject).order_by(typed.id)
    found: dict[str, list[tuple[str, str]]] = {}
    for row in read(session, wanted):
        found.setdefault(row.subject, []).append((row.field, row.text))
    return {uid: tuple(texts) for uid, texts in found.items()}


def places(session: Session) -> dict[str, tuple[str, int]]:
    """The register and the id of every line that holds texts which cannot be used yet, by the line's uid."""
    typed, entries = table_of(TypedText).c, table_of(RegisterEntry).c
    wanted = select(entries.uid, entries.register, entries.id).where(entries.uid.in_(select(typed.subject)))
    return {row.uid: (row.register, row.id) for row in read(session, wanted)}


def entry_row(session: Session, entry_id: int, version: int | None = None) -> RegisterEntry:
    """The row of a line, for changing it. Raises where it is gone or newer than the person has seen."""
    row = session.get(RegisterEntry, entry_id)
    if row is None:
        raise NotFoundError(GONE)
    if version is not None and row.version != version:
        raise ChangedElsewhereError("This line was changed meanwhile. Look at it again; nothing was overwritten.")
    return row


def add_entry(session: Session, register: str, values: dict[str, Any]) -> RegisterEntry:
    """Add a line to a register."""
    row = RegisterEntry(register=register, **values)
    session.add(row)
    session.flush()
    return row


def change_entry(session: Session, entry_id: int, values: dict[str, Any]) -> RegisterEntry:
    """Change columns of a line. Raises NotFoundError."""
    row = entry_row(session, entry_id)
    for name, value in values.items():
        setattr(row, name, value)
    return row


def remove_entry(session: Session, entry_id: int) -> None:
    """Remove a line with what was typed in it. One undo brings it back. Raises NotFoundError."""
    row = entry_row(session, entry_id)
    for text in session.scalars(select(TypedText).where(TypedText.subject == row.uid)):
        session.delete(text)
    session.flush()
    session.delete(row)
