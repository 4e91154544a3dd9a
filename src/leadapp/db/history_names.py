"""The names behind the numbers that the history keeps: an owner, a service, an action."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ActionRow, Person, Service
from leadapp.domain.history import Entry

_POINTS_TO: dict[str, type[Person | Service | ActionRow]] = {
    "owner_id": Person,
    "person_id": Person,
    "service_id": Service,
    "action_id": ActionRow,
}
_NAMED_BY = {Person: ("name", "post"), Service: ("name",), ActionRow: ("reference", "title")}
GONE = "a name that is no longer in the file"


def name_pointers(session: Session, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The entries, those of a changed pointer with the names it led from and to; one query a table, none where nothing points."""
    entries = tuple(entries)
    kinds = {_POINTS_TO[e.field] for e in entries if _points(e)}
    names = {kind: _names(session, kind) for kind in kinds}
    return tuple(_named(e, names[_POINTS_TO[e.field]]) if _points(e) else e for e in entries)


def _points(entry: Entry) -> bool:
    return entry.kind == "change" and entry.field in _POINTS_TO and not entry.blanked


def _named(entry: Entry, names: dict[int, str]) -> Entry:
    try:
        before, after = (json.loads(packed or "null") for packed in (entry.before, entry.after))
    except ValueError:
        return entry  # torn: it is told that it cannot be read
    told = tuple("empty" if number is None else names.get(number, GONE) for number in (before, after))
    return replace(entry, names=(told[0], told[1]))


def _names(session: Session, kind: type[Person | Service | ActionRow]) -> dict[int, str]:
    columns = table_of(kind).c
    parts = [columns[name] for name in _NAMED_BY[kind]]
    rows = read(session, select(columns.id, *parts))
    return {int(row[0]): ", ".join(str(part) for part in tuple(row)[1:] if part) for row in rows}
