"""Reading the change log and turning steps round."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from leadapp.db.change_log import from_json
from leadapp.db.row_types import LoggedRow
from leadapp.db.rows import LOGGED, EntryRow, StepRow
from leadapp.domain.errors import LeadappError, NotFoundError
from leadapp.domain.history import Entry, Step, StepKind


def list_steps(session: Session, limit: int | None = None) -> tuple[Step, ...]:
    """Steps, oldest first; with ``limit`` only the newest ones."""
    wanted = (
        "SELECT s.number, s.kind, s.label, s.at, s.answers, coalesce(nullif(p.name, ''), p.post, 'leadapp') AS who"
        " FROM change_step s LEFT JOIN person p ON p.id = s.who_id ORDER BY s.id DESC"
    )
    rows = session.execute(text(wanted + (" LIMIT :limit" if limit else "")), {"limit": limit} if limit else {}).all()
    return tuple(
        Step(row.number, StepKind(row.kind), row.label, dt.datetime.fromisoformat(row.at), row.who, row.answers)
        for row in reversed(rows)
    )


def step_kinds(session: Session) -> tuple[Step, ...]:
    """Every step with just what undo needs (no names, no times), oldest first: cheap on a long log."""
    never = dt.datetime.fromtimestamp(0, dt.UTC)
    rows = session.execute(text("SELECT number, kind, label, answers FROM change_step ORDER BY id DESC LIMIT 400")).all()
    return tuple(Step(row[0], StepKind(row[1]), row[2], never, "", row[3]) for row in reversed(rows))


def list_entries(session: Session, numbers: tuple[int, ...]) -> tuple[Entry, ...]:
    """The entries of some steps, in the order they were written."""
    wanted = (
        select(StepRow.number, EntryRow)
        .join(StepRow, StepRow.id == EntryRow.step_id)
        .where(StepRow.number.in_(numbers))
        .order_by(EntryRow.id)
    )
    return tuple(
        Entry(number, row.table_name, row.row_uid, row.field, row.kind, row.before, row.after, row.blanked)
        for number, row in session.execute(wanted)
    )


def first_entries(session: Session, numbers: tuple[int, ...], most: int) -> dict[int, tuple[tuple[Entry, ...], int]]:
    """Of each step its first entries, at most ``most``, and how many there are; cheap also for a step of thousands."""
    wanted = text(
        "SELECT e.table_name, e.row_uid, e.field, e.kind, e.before, e.after, e.blanked FROM change_entry e"
        " WHERE e.step_id = :step ORDER BY e.id LIMIT :most"
    )
    count = text("SELECT count(*) FROM change_entry WHERE step_id = :step")
    found = {}
    for number, step_id in session.execute(select(StepRow.number, StepRow.id).where(StepRow.number.in_(numbers))).all():
        rows = session.execute(wanted, {"step": step_id, "most": most}).all()
        total = len(rows) if len(rows) < most else session.execute(count, {"step": step_id}).scalar_one()
        found[number] = (
            tuple(Entry(number, row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in rows),
            total,
        )
    return found


def turn_round(session: Session, number: int) -> None:
    """Put back what a step changed: what it added goes, what it removed returns, what it changed is as before."""
    entries = list_entries(session, (number,))
    if not entries:
        raise NotFoundError("This step is no longer in the history.")
    if any(entry.blanked for entry in entries):
        raise LeadappError("A text of this step was removed from the history, so the step cannot be undone.")
    added = [entry for entry in entries if entry.kind == "remove"]
    for entry in reversed(added):
        _bring_back(session, entry)
    session.flush()
    for entry in reversed(entries):
        if entry.kind == "change":
            row = _row(session, entry)
            setattr(row, entry.field, from_json(type(row), entry.field, json.loads(entry.before or "null")))
    session.flush()
    for entry in reversed(entries):
        if entry.kind == "add":
            session.delete(_row(session, entry))
            session.flush()


def _row(session: Session, entry: Entry) -> LoggedRow:
    row = session.scalars(select(LOGGED[entry.table]).where(LOGGED[entry.table].uid == entry.uid)).first()
    if row is None:
        raise NotFoundError("What this step changed is no longer there, so it cannot be undone.")
    return row


def _bring_back(session: Session, entry: Entry) -> None:
    kind = LOGGED[entry.table]
    values: dict[str, Any] = json.loads(entry.before or "{}")
    known = {name: from_json(kind, name, value) for name, value in values.items() if name in inspect(kind).columns}
    known["version"] = int(values["version"]) + 1
    row = kind(uid=entry.uid, **known)
    session.add(row)
    session.flush()
