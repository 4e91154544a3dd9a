"""What is written for the year's report: its texts and case studies, rows to records and back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.plan_records import typed_texts
from leadapp.db.promise_rows import CaseStudy as CaseRow
from leadapp.db.promise_rows import YearNote as NoteRow
from leadapp.db.rows import ActionRow, TypedText
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError
from leadapp.domain.year_notes import CaseStudy, YearNote

GONE = "This case study is no longer there. Undo brings it back."
CHANGED = "This was changed meanwhile. Look at it again; nothing was overwritten."


def _typed(session: Session, uid: str) -> tuple[tuple[str, str], ...]:
    return tuple((field, text) for (_, field, _), text in typed_texts(session, uid).items())


# -------------------------------------------------------------------------------- the year's texts
def year_note(session: Session, year: str) -> YearNote:
    """The texts of a year; empty ones where nothing was written."""
    notes = table_of(NoteRow)
    row = read(session, select(notes).where(notes.c.year == year)).first()
    if row is None:
        return YearNote(year)
    names = ("uid", "version", "introduction", "next_year", "comment", "comment_from", "commented_on")
    return YearNote(year, **{name: getattr(row, name) for name in names}, typed=_typed(session, row.uid))


def change_note(session: Session, year: str, values: dict[str, Any], version: int | None = None) -> str:
    """Change the texts of a year, begun if nothing was written yet; returns the row's uid. Raises ChangedElsewhereError."""
    row = session.scalars(select(NoteRow).where(NoteRow.year == year)).first()
    if version is not None and version != (row.version if row is not None else 0):
        raise ChangedElsewhereError(CHANGED)
    if row is None:
        row = NoteRow(year=year)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row.uid


# -------------------------------------------------------------------------------- case studies
def list_cases(session: Session, year: str) -> tuple[CaseStudy, ...]:
    """The case studies of a year in the lead's order."""
    cases, actions = table_of(CaseRow).c, table_of(ActionRow).c
    wanted = select(
        *(cases[name] for name in ("id", "uid", "version", "year", "action_id", "title", "text")),
        actions.reference.label("action"),
        actions.title.label("action_title"),
        actions.uid.label("action_uid"),
    ).join(ActionRow, actions.id == cases.action_id)
    rows = read(session, wanted.where(cases.year == year).order_by(cases.position, cases.id)).all()
    return tuple(CaseStudy(**row._mapping, typed=_typed(session, row.uid)) for row in rows)


def case_row(session: Session, case_id: int, version: int | None = None) -> CaseRow:
    """A case study's row, for changing it. Raises where it is gone or newer than the person has seen."""
    row = session.get(CaseRow, case_id)
    if row is None:
        raise NotFoundError(GONE)
    if version is not None and row.version != version:
        raise ChangedElsewhereError(CHANGED)
    return row


def add_case(session: Session, year: str, action_id: int) -> CaseRow:
    """Add an empty case study at the end."""
    last = session.scalar(select(func.max(CaseRow.position)).where(CaseRow.year == year)) or 0
    row = CaseRow(year=year, action_id=action_id, position=last + 1)
    session.add(row)
    session.flush()
    return row


def change_case(row: CaseRow, values: dict[str, Any]) -> None:
    """Change columns of a case study."""
    for name, value in values.items():
        setattr(row, name, value)


def move_case(session: Session, case_id: int, by: int) -> bool:
    """Let a case study stand ``by`` places further down (less than 0: up). Returns whether there was room."""
    row = case_row(session, case_id)
    rows = list(session.scalars(select(CaseRow).where(CaseRow.year == row.year).order_by(CaseRow.position, CaseRow.id)))
    place = rows.index(row) + by
    if not 0 <= place < len(rows):
        return False
    rows.remove(row)
    rows.insert(place, row)
    for position, one in enumerate(rows, 1):
        if one.position != position:
            one.position = position
    session.flush()
    return True


def remove_case(session: Session, case_id: int) -> None:
    """Remove a case study with what was typed into it."""
    row = case_row(session, case_id)
    for kept in session.scalars(select(TypedText).where(TypedText.subject == row.uid)):
        session.delete(kept)
    session.delete(row)


def refuse_in_use(session: Session, action_id: int) -> None:
    """Raise BadInputError where a case study tells of an action: removing it would take the study's ground away."""
    cases = table_of(CaseRow).c
    row = read(session, select(cases.year, cases.title).where(cases.action_id == action_id).order_by(cases.year)).first()
    if row is not None:
        named = f" “{row.title}”" if row.title else ""
        raise BadInputError(
            f"The case study{named} of {row.year} tells of this action. Give it another action, or remove it, first.", "action"
        )


# -------------------------------------------------------------------------------- places of the window
def places(session: Session) -> dict[str, tuple[str, str]]:
    """What holds texts that cannot be used yet, by the row's uid: what people call it, and its year."""
    typed = select(table_of(TypedText).c.subject)
    found: dict[str, tuple[str, str]] = {}
    for table, name in ((table_of(NoteRow), "the annual report"), (table_of(CaseRow), "a case study")):
        wanted = select(table.c.uid, table.c.year).where(table.c.uid.in_(typed))
        found |= {row.uid: (name, row.year) for row in read(session, wanted)}
    return found
