"""Whose actions are whose, and which owners were asked for a quarter: rows to records and back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.directorate_records import people_labels
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ActionRow, AskedRow, Person

if TYPE_CHECKING:
    from leadapp.domain.owner_form import Owner


def people(session: Session, quarter: str) -> dict[int, Owner]:
    """Every person of the file by id, with the days she was asked for a quarter and her answers were taken in."""
    from leadapp.domain.owner_form import Owner  # Home asks only who is silent

    asked, persons = table_of(AskedRow).c, table_of(Person).c
    days = {
        row.person_id: row
        for row in read(session, select(asked.person_id, asked.asked_on, asked.answered_on).where(asked.quarter == quarter))
    }
    found = {}
    for row in read(session, select(persons.id, persons.uid, persons.name, persons.post)):
        day = days.get(row.id)
        found[row.id] = Owner(
            row.id, row.uid, row.name, row.post, day.asked_on if day else None, day.answered_on if day else None
        )
    return found


def owner_ids(session: Session) -> dict[int, int]:
    """The owner of each action that has one: action id to person id."""
    actions = table_of(ActionRow).c
    wanted = select(actions.id, actions.owner_id).where(actions.owner_id.is_not(None))
    return {row.id: row.owner_id for row in read(session, wanted)}


def waiting_for(session: Session, quarter: str) -> tuple[bool, frozenset[int]]:
    """Whether anybody was asked for a quarter, and the actions of those who were and have not answered."""
    asked, actions = table_of(AskedRow).c, table_of(ActionRow).c
    rows = read(session, select(asked.person_id, asked.answered_on).where(asked.quarter == quarter)).all()
    silent = [row.person_id for row in rows if row.answered_on is None]
    if not silent:
        return bool(rows), frozenset()
    return True, frozenset(read(session, select(actions.id).where(actions.owner_id.in_(silent))).scalars())


def newest_asked(session: Session) -> tuple[str, tuple[str, ...]]:
    """The newest quarter for which anybody was asked, and who was; empty where nobody ever was."""
    asked = table_of(AskedRow).c
    quarter = read(session, select(asked.quarter).order_by(asked.quarter.desc()).limit(1)).scalar()
    if quarter is None:
        return "", ()
    names = people_labels(session)
    ids = read(session, select(asked.person_id).where(asked.quarter == quarter)).scalars()
    return quarter, tuple(sorted((names[person_id] for person_id in ids), key=str.casefold))


def note_asked(session: Session, quarter: str, person_id: int, day: dt.date) -> None:
    """Note that an owner was asked. Asked again, the newer day counts; what she answered stays noted."""
    row = _row(session, quarter, person_id)
    if row is None:
        session.add(AskedRow(quarter=quarter, person_id=person_id, asked_on=day))
    else:
        row.asked_on = day


def note_answered(session: Session, quarter: str, person_id: int, day: dt.date, asked_on: dt.date) -> None:
    """Note that an owner's answers were taken in. ``asked_on`` is kept where nothing says that she was asked."""
    row = _row(session, quarter, person_id)
    if row is None:
        row = AskedRow(quarter=quarter, person_id=person_id, asked_on=asked_on)
        session.add(row)
    if row.answered_on is None:
        row.answered_on = day


def _row(session: Session, quarter: str, person_id: int) -> AskedRow | None:
    return session.scalars(select(AskedRow).where(AskedRow.quarter == quarter, AskedRow.person_id == person_id)).first()
