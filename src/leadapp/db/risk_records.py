"""Risks, issues, escalations and challenges: rows to records and back. Numbers (R1, I1, E-01) are given once and never again."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.directorate_records import people_labels
from leadapp.db.plain_rows import read, table_of
from leadapp.db.plan_records import typed_texts
from leadapp.db.promise_rows import ChallengeRow, EscalationRow, EscalationStep, RiskAction, RiskRow, TriggerAnswer
from leadapp.db.row_types import LoggedRow
from leadapp.db.rows import ActionRow, EntryRow, TypedText
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError
from leadapp.domain.risks import Challenge, Escalation, Risk, Step

R = TypeVar("R", bound=LoggedRow)
GONE = "This is no longer in the file. Undo brings it back."
_PREFIX = {"risk": "R", "issue": "I"}
_RISK = (
    "id",
    "uid",
    "version",
    "kind",
    "reference",
    "title",
    "raised_on",
    "description",
    "likelihood",
    "impact",
    "mitigation",
    "mitigation_due",
    "closed_on",
    "closed_why",
)
_ESCALATION = (
    "id",
    "uid",
    "version",
    "reference",
    "title",
    "opened_on",
    "ask",
    "action_id",
    "risk_id",
    "answer_by",
    "decision",
    "decided_on",
    "result",
    "closing_test",
    "closed_on",
)
_STEP = ("id", "uid", "version", "place", "sent_on", "answered_on", "outcome")
_CHALLENGE = ("id", "uid", "version", "challenge", "asked_on", "body", "answer", "answered_on", "action_id")
Typed = Mapping[str, tuple[tuple[str, str], ...]]


# -------------------------------------------------------------------------------- reading
def _typed(session: Session) -> dict[str, tuple[tuple[str, str], ...]]:
    found: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for (subject, field, _), text in typed_texts(session).items():
        found[subject].append((field, text))
    return {uid: tuple(texts) for uid, texts in found.items()}


def _references(session: Session, named: Iterable[int | None]) -> dict[int, str]:
    """What people call the actions that are named, and no other: a plan is long, and few of its actions are at risk."""
    actions, ids = table_of(ActionRow).c, {number for number in named if number is not None}
    if not ids:
        return {}
    return {row.id: row.reference for row in read(session, select(actions.id, actions.reference).where(actions.id.in_(ids)))}


def list_risks(session: Session) -> tuple[Risk, ...]:
    """All risks and issues in the order of their numbers."""
    risks, links = table_of(RiskRow), table_of(RiskAction)
    rows = read(session, select(risks).order_by(risks.c.id)).all()
    if not rows:
        return ()
    people, typed = people_labels(session), _typed(session)
    actions: defaultdict[int, list[int]] = defaultdict(list)
    for link in read(session, select(links).order_by(links.c.id)):
        actions[link.risk_id].append(link.action_id)
    references = _references(session, chain.from_iterable(actions.values()))
    return tuple(
        Risk(
            **{name: getattr(row, name) for name in _RISK},
            owner=people.get(row.owner_id or 0, ""),
            actions=tuple(actions[row.id]),
            references=tuple(references[action] for action in actions[row.id]),
            typed=typed.get(row.uid, ()),
        )
        for row in rows
    )


def list_escalations(session: Session) -> tuple[Escalation, ...]:
    """All escalations in the order of their numbers, with the places they reached."""
    escalations, steps, risks = table_of(EscalationRow), table_of(EscalationStep), table_of(RiskRow).c
    rows = read(session, select(escalations).order_by(escalations.c.id)).all()
    if not rows:
        return ()
    typed, references = _typed(session), _references(session, (row.action_id for row in rows))
    names = {row.id: row.reference for row in read(session, select(risks.id, risks.reference))}
    reached: defaultdict[int, list[Step]] = defaultdict(list)
    for row in read(session, select(steps).order_by(steps.c.place)):
        step = Step(**{name: getattr(row, name) for name in _STEP}, typed=typed.get(row.uid, ()))
        reached[row.escalation_id].append(step)
    return tuple(
        Escalation(
            **{name: getattr(row, name) for name in _ESCALATION},
            action=references.get(row.action_id or 0, ""),
            risk=names.get(row.risk_id or 0, ""),
            steps=tuple(reached[row.id]),
            typed=typed.get(row.uid, ()),
        )
        for row in rows
    )


def list_challenges(session: Session) -> tuple[Challenge, ...]:
    """The log of challenge, the newest day first."""
    challenges = table_of(ChallengeRow)
    rows = read(session, select(challenges).order_by(challenges.c.asked_on.desc(), challenges.c.id.desc())).all()
    if not rows:
        return ()
    typed, references = _typed(session), _references(session, (row.action_id for row in rows))
    return tuple(
        Challenge(
            **{name: getattr(row, name) for name in _CHALLENGE},
            action=references.get(row.action_id or 0, ""),
            typed=typed.get(row.uid, ()),
        )
        for row in rows
    )


def places(session: Session) -> dict[str, tuple[str, tuple[str, int]]]:
    """What holds texts that cannot be used yet, by the row's uid: what people call it, and its list with the row's id."""
    found: dict[str, tuple[str, tuple[str, int]]] = {}
    typed = select(table_of(TypedText).c.subject)
    risk, challenge = table_of(RiskRow), table_of(ChallengeRow)
    escalation, step = table_of(EscalationRow), table_of(EscalationStep).c
    for row in read(session, select(risk).where(risk.c.uid.in_(typed))):
        found[row.uid] = (row.reference, (row.kind, row.id))
    for row in read(session, select(challenge).where(challenge.c.uid.in_(typed))):
        found[row.uid] = ("the challenge log", ("challenge", row.id))
    for row in read(session, select(escalation).where(escalation.c.uid.in_(typed))):
        found[row.uid] = (row.reference, ("escalation", row.id))
    joined = select(step.uid, escalation.c.reference, escalation.c.id)
    for row in read(session, joined.where(step.uid.in_(typed), step.escalation_id == escalation.c.id)):
        found[row.uid] = (row.reference, ("escalation", row.id))
    return found


# -------------------------------------------------------------------------------- one row
def row_of(session: Session, kind: type[R], row_id: int, version: int | None = None) -> R:
    """A row, for changing it. Raises where it is gone or newer than the person has seen."""
    row = session.get(kind, row_id)
    if row is None:
        raise NotFoundError(GONE)
    if version is not None and row.version != version:
        raise ChangedElsewhereError("This was changed meanwhile. Look at it again; nothing was overwritten.")
    return row


def change(row: LoggedRow, values: Mapping[str, Any]) -> None:
    """Change columns of a row."""
    for name, value in values.items():
        setattr(row, name, value)


def add(session: Session, row: R) -> R:
    """Add a row."""
    session.add(row)
    session.flush()
    return row


def next_number(session: Session, kind: type[RiskRow] | type[EscalationRow], prefix: str, digits: int = 1) -> str:
    """The number after the highest that was ever given, also where the row is gone: the change log knows it."""
    entries = table_of(EntryRow).c
    logged = select(entries.after).where(entries.table_name == kind.__tablename__, entries.kind == "add")
    given = [str(json.loads(text).get("reference", "")) for text in read(session, logged).scalars() if text]
    given += list(read(session, select(table_of(kind).c.reference)).scalars())
    numbers = [int(one.removeprefix(prefix)) for one in given if one and one.removeprefix(prefix).isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1:0{digits}d}"


# -------------------------------------------------------------------------------- risks
def add_risk(session: Session, kind: str, values: Mapping[str, Any]) -> RiskRow:
    """Add a risk or an issue with the next number of its kind."""
    return add(session, RiskRow(kind=kind, reference=next_number(session, RiskRow, _PREFIX[kind]), **values))


def link_actions(session: Session, risk_id: int, action_ids: Iterable[int]) -> None:
    """Let a risk or issue concern these actions and no others."""
    wanted = list(dict.fromkeys(action_ids))
    known = list(session.scalars(select(RiskAction).where(RiskAction.risk_id == risk_id)))
    for link in known:
        if link.action_id not in wanted:
            session.delete(link)
    there = {link.action_id for link in known}
    for action_id in wanted:
        if action_id not in there:
            session.add(RiskAction(risk_id=risk_id, action_id=action_id))
    session.flush()


def action_ids(session: Session, references: Iterable[str]) -> list[int]:
    """The actions that people call these. Raises BadInputError naming the first that there is not."""
    actions = table_of(ActionRow).c
    known = {row.reference.casefold(): row.id for row in read(session, select(actions.id, actions.reference))}
    found = []
    for reference in references:
        if reference.casefold() not in known:
            raise BadInputError(f"There is no action {reference} in your plan.", "actions")
        found.append(known[reference.casefold()])
    return found


def remove_risk(session: Session, risk_id: int) -> None:
    """Remove a risk or issue; escalations of it stay and no longer name it. Its number is not given again."""
    row = row_of(session, RiskRow, risk_id)
    link_actions(session, risk_id, ())
    for escalation in session.scalars(select(EscalationRow).where(EscalationRow.risk_id == risk_id)):
        escalation.risk_id = None
    _remove(session, row)


def _remove(session: Session, row: LoggedRow) -> None:
    for text in session.scalars(select(TypedText).where(TypedText.subject == row.uid)):
        session.delete(text)
    session.flush()
    session.delete(row)
    session.flush()


# -------------------------------------------------------------------------------- escalations and challenges
def add_escalation(session: Session, values: Mapping[str, Any]) -> EscalationRow:
    """Add an escalation with the next number."""
    return add(session, EscalationRow(reference=next_number(session, EscalationRow, "E-", 2), **values))


def add_step(session: Session, escalation_id: int, place: int, sent_on: dt.date) -> EscalationStep:
    """Let an escalation reach a place of the route."""
    return add(session, EscalationStep(escalation_id=escalation_id, place=place, sent_on=sent_on))


def steps_of(session: Session, escalation_id: int) -> list[EscalationStep]:
    """The places it reached, in their order."""
    wanted = select(EscalationStep).where(EscalationStep.escalation_id == escalation_id)
    return list(session.scalars(wanted.order_by(EscalationStep.place)))


def remove_escalation(session: Session, escalation_id: int) -> None:
    """Remove an escalation with its places. Raises BadInputError where it answers a trigger that has no reason beside it."""
    row = row_of(session, EscalationRow, escalation_id)
    for answer in session.scalars(select(TriggerAnswer).where(TriggerAnswer.escalation_id == escalation_id)):
        if not answer.reason:
            raise BadInputError(
                f"{row.reference} answers a trigger. Record a reason there first, or close it instead.", "escalation"
            )
        answer.escalation_id = None
    for step in steps_of(session, escalation_id):
        _remove(session, step)
    _remove(session, row)


def remove_challenge(session: Session, challenge_id: int) -> None:
    """Remove a line of the log of challenge."""
    _remove(session, row_of(session, ChallengeRow, challenge_id))
