"""Commitments: rows to records and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from leadapp.db.directorate_records import first_quarter, people_labels
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ActionRow, CommitmentRow, ReturnRow, TypedText
from leadapp.domain.commitments import Commitment, Outcome
from leadapp.domain.errors import ChangedElsewhereError, NotFoundError
from leadapp.domain.return_text import ReturnState

if TYPE_CHECKING:
    from leadapp.domain.returns import ReturnRecord

GONE = "This commitment is no longer there. Undo brings it back."


def list_commitments(session: Session, quarter: str = "") -> tuple[Commitment, ...]:
    """Every commitment in the order in which they were made, or those of a quarter: promised in its return, or for it."""
    commitments = table_of(CommitmentRow)
    wanted = select(commitments).order_by(commitments.c.quarter, commitments.c.id)
    if quarter:
        wanted = wanted.where(or_(commitments.c.quarter == quarter, commitments.c.made_in == quarter))
    rows = read(session, wanted).all()
    return _read_rows(session, rows) if rows else ()


def _read_rows(session: Session, rows: Iterable[Any]) -> tuple[Commitment, ...]:
    rows = tuple(rows)
    people, actions = people_labels(session), _actions(session, {row.action_id for row in rows if row.action_id})
    ever, closed = submitted(session)
    typed = _typed(session, [row.uid for row in rows])
    return tuple(
        Commitment(
            id=row.id,
            uid=row.uid,
            version=row.version,
            made_in=row.made_in,
            quarter=row.quarter,
            text=row.text,
            owner=people.get(row.owner_id or 0, ""),
            action_id=row.action_id,
            action=actions.get(row.action_id, ("", ""))[0],
            action_uid=actions.get(row.action_id, ("", ""))[1],
            outcome=Outcome(row.outcome) if row.outcome else None,
            why=row.why,
            is_worded=row.made_in in ever or row.made_in in closed,
            is_told=row.quarter in closed,
            typed=typed.get(row.uid, ()),
        )
        for row in rows
    )


def _actions(session: Session, ids: set[int]) -> dict[int | None, tuple[str, str]]:
    if not ids:
        return {}
    actions = table_of(ActionRow).c
    wanted = select(actions.id, actions.reference, actions.uid).where(actions.id.in_(ids))
    return {row.id: (row.reference, row.uid) for row in read(session, wanted)}


def _typed(session: Session, uids: list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    typed = table_of(TypedText).c
    wanted: Select[Any] = select(typed.subject, typed.field, typed.text).where(typed.subject.in_(uids)).order_by(typed.field)
    found: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in read(session, wanted):
        found[row.subject] = (*found.get(row.subject, ()), (row.field, row.text))
    return found


def submitted(session: Session) -> tuple[frozenset[str], frozenset[str]]:
    """The quarters of which some revision was submitted, and those whose newest one is signed or submitted."""
    returns = table_of(ReturnRow).c
    rows = read(session, select(returns.quarter, returns.state).order_by(returns.revision)).all()
    done, draft = ReturnState.SUBMITTED.value, ReturnState.DRAFT.value
    newest = {row.quarter: row.state for row in rows}
    ever = frozenset(row.quarter for row in rows if row.state == done)
    return ever, frozenset(quarter for quarter, state in newest.items() if state != draft)


def uids(session: Session) -> frozenset[str]:
    """The uid of every commitment."""
    return frozenset(read(session, select(table_of(CommitmentRow).c.uid)).scalars())


def places(session: Session, uids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Where commitments are shown: until its return is submitted where it is promised, then where its outcome is told.

    By uid the place of the window and the quarter.
    """
    commitments, (_, closed) = table_of(CommitmentRow).c, submitted(session)
    wanted = select(commitments.uid, commitments.made_in, commitments.quarter).where(commitments.uid.in_(uids))
    begun = first_quarter(session)
    return {
        row.uid: ("commitments", row.quarter)
        if row.made_in in closed or row.made_in < begun
        else ("new_commitments", row.made_in)
        for row in read(session, wanted)
    }


def commitment(session: Session, commitment_id: int, version: int | None = None) -> Commitment:
    """One commitment. Raises NotFoundError, and ChangedElsewhereError where it is newer than ``version``."""
    commitments = table_of(CommitmentRow)
    rows = read(session, select(commitments).where(commitments.c.id == commitment_id)).all()
    if not rows:
        raise NotFoundError(GONE)
    if version is not None and rows[0].version != version:
        raise ChangedElsewhereError("This commitment was changed meanwhile. Look at it again; nothing was overwritten.")
    return _read_rows(session, rows)[0]


def add_commitment(session: Session, values: dict[str, Any]) -> CommitmentRow:
    """Add a commitment; its id and uid are known afterwards."""
    row = CommitmentRow(**values)
    session.add(row)
    session.flush()
    return row


def change_commitment(session: Session, commitment_id: int, values: dict[str, Any]) -> None:
    """Change columns of a commitment."""
    row = session.get_one(CommitmentRow, commitment_id)
    for name, value in values.items():
        setattr(row, name, value)


def remove_commitment(session: Session, commitment_id: int) -> None:
    """Remove a commitment with what was typed into it."""
    row = session.get_one(CommitmentRow, commitment_id)
    for kept in session.scalars(select(TypedText).where(TypedText.subject == row.uid)):
        session.delete(kept)
    session.delete(row)


def put_back(session: Session, sent: ReturnRecord) -> None:
    """Make the commitments of a quarter what was submitted, because its correction is given up: a promise that never left goes."""
    told, made = {part.uid: part for part in sent.commitments}, {part.uid for part in sent.new_commitments}
    for row in session.scalars(select(CommitmentRow).where(CommitmentRow.made_in == sent.quarter)):
        if row.uid not in made:
            remove_commitment(session, row.id)
    for row in session.scalars(select(CommitmentRow).where(CommitmentRow.quarter == sent.quarter)):
        if (part := told.get(row.uid)) is not None:
            row.outcome, row.why = part.outcome or None, part.why
            for kept in session.scalars(select(TypedText).where(TypedText.subject == row.uid)):
                session.delete(kept)
