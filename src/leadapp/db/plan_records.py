"""Actions of the directorate plan with their updates, milestones and dates: rows to records and back."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Select, func, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from leadapp.db.directorate_records import people_labels
from leadapp.db.many_rows import add_many
from leadapp.db.plain_rows import read, table_of
from leadapp.db.row_types import LoggedRow
from leadapp.db.rows import (
    ActionLink,
    ActionRow,
    CommitmentRow,
    DecisionRow,
    Directorate,
    EvidenceUse,
    KpiRow,
    MilestoneRow,
    RedatingRow,
    Service,
    ServiceValueRow,
    SmartieRow,
    TypedText,
    UpdateRow,
    ValueRow,
)
from leadapp.domain.corporate_plan import Part
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError
from leadapp.domain.kinds import ActionKind, BudgetKind
from leadapp.domain.plan import Confidence, Milestone, Origin, PlanAction, Redating, Status, Update, effective_due

R = TypeVar("R", bound=LoggedRow)
GONE = "This action is no longer in the plan. Undo brings it back."


def adopted_ids(session: Session) -> dict[str, int]:
    """The corporate actions that were taken into the plan: corporate id to action id."""
    actions = table_of(ActionRow).c
    wanted = select(actions.corporate_id, actions.id).where(actions.origin == Origin.CORPORATE.value)
    return {row.corporate_id: row.id for row in read(session, wanted)}


def action_state(session: Session, action_id: int) -> tuple[str, str, str | None]:
    """Reference, status and confidence of an action, cheap. Raises NotFoundError."""
    actions = table_of(ActionRow).c
    wanted = select(actions.reference, actions.status, actions.confidence).where(actions.id == action_id)
    row = read(session, wanted).first()
    if row is None:
        raise NotFoundError(GONE)
    return row.reference, row.status, row.confidence


def list_actions(session: Session, default_parts: dict[str, Part], action_id: int | None = None) -> tuple[PlanAction, ...]:
    """Every action, or the one asked for. ``default_parts`` gives the part of a corporate action where the directorate set none."""
    month_zero = read(session, select(table_of(Directorate).c.month_zero).limit(1)).scalar()
    people = people_labels(session)
    services = {row.id: row.name for row in read(session, select(table_of(Service)))}
    own_parts = {r.corporate_id: Part(r.part) for r in read(session, select(table_of(DecisionRow))) if r.part}
    parts = default_parts | own_parts
    moved, first = _redatings(session, action_id)
    actions = table_of(ActionRow)
    wanted = select(*(actions.c[name] for name in (*_AS_KEPT, *_ELSE)))
    if action_id is not None:
        wanted = wanted.where(actions.c.id == action_id)
    records = []
    for row in read(session, wanted):
        due = effective_due(row.due, row.band, month_zero)
        records.append(
            PlanAction(
                **dict(zip(_AS_KEPT, row, strict=False)),
                origin=Origin(row.origin),
                status=Status(row.status),
                part=parts.get(row.corporate_id) if row.origin == Origin.CORPORATE else None,
                owner=people.get(row.owner_id or 0, ""),
                service=services.get(row.service_id or 0, ""),
                due=due,
                due_first=first.get(row.id, due),
                due_typed=row.due is not None,
                times_redated=moved[row.id],
                confidence=Confidence(row.confidence) if row.confidence else None,
                kind=ActionKind(row.kind) if row.kind else None,
                budget_kind=BudgetKind(row.budget_kind) if row.budget_kind else None,
            )
        )
    return tuple(records)


_AS_KEPT = (
    "id",
    "uid",
    "version",
    "reference",
    "title",
    "corporate_id",
    "pillar",
    "description",
    "service_id",
    "urgent",
    "band",
    "status_reason",
    "started_on",
    "completed_on",
    "change_year",
    "blocked_by",
    "unblocked_when",
    "budget_planned",
    "budget_spent",
)
"""The columns of an action that its record has as they are."""
_ELSE = ("origin", "status", "owner_id", "due", "confidence", "kind", "budget_kind")


def _redatings(session: Session, action_id: int | None) -> tuple[Counter[int], dict[int, dt.date | None]]:
    """How often each action was re-dated, and the first date of those that were."""
    moved: Counter[int] = Counter()
    first: dict[int, dt.date | None] = {}
    redatings = table_of(RedatingRow)
    wanted = select(redatings).order_by(redatings.c.id)
    for row in read(session, wanted if action_id is None else wanted.where(redatings.c.action_id == action_id)):
        moved[row.action_id] += 1
        first.setdefault(row.action_id, row.from_date)
    return moved, first


def action_row(session: Session, action_id: int, version: int | None = None) -> ActionRow:
    """The row of an action, for changing it. Raises where it is gone or newer than the person has seen."""
    row = session.get(ActionRow, action_id)
    if row is None:
        raise NotFoundError(GONE)
    if version is not None and row.version != version:
        raise ChangedElsewhereError("This action was changed meanwhile. Look at it again; nothing was overwritten.")
    return row


def add_action(session: Session, values: dict[str, Any]) -> int:
    """Add an action. ``reference`` must be free."""
    row = ActionRow(**values)
    session.add(row)
    session.flush()
    return row.id


def add_actions(session: Session, many: list[dict[str, Any]]) -> list[int]:
    """Add many actions at once, which is far quicker than one by one. Returns their ids in the same order."""
    return add_many(session, ActionRow, many)


def change_action(session: Session, action_id: int, version: int | None, values: dict[str, Any]) -> None:
    """Change columns of an action."""
    row = action_row(session, action_id, version)
    for name, value in values.items():
        setattr(row, name, value)


def add_redating(session: Session, action_id: int, values: dict[str, Any]) -> None:
    """Note that a due day moved: quarter being reported, day, old and new date, reason."""
    session.add(RedatingRow(action_id=action_id, **values))


def list_redatings(session: Session, action_id: int) -> tuple[Redating, ...]:
    """How an action's due day moved, oldest first."""
    rows = session.scalars(select(RedatingRow).where(RedatingRow.action_id == action_id).order_by(RedatingRow.id))
    return _read_redatings(rows)


def list_all_redatings(session: Session) -> tuple[Redating, ...]:
    """How all due days moved, oldest first."""
    redatings = table_of(RedatingRow)
    rows = read(session, select(redatings).order_by(redatings.c.on, redatings.c.id))
    return _read_redatings(rows)


def _read_redatings(rows: Iterable[Any]) -> tuple[Redating, ...]:
    return tuple(Redating(r.id, r.action_id, r.quarter, r.on, r.from_date, r.to_date, r.reason) for r in rows)


def remove_action(session: Session, action_id: int) -> None:
    """Remove an action with everything that hangs on it. One undo brings all of it back."""
    from leadapp.db.promise_rows import ChallengeRow, EscalationRow, RiskAction  # the start of the window does without

    action_row(session, action_id)
    kpis = list(session.scalars(select(KpiRow).where(KpiRow.action_id == action_id)))
    subjects = {action_row(session, action_id).uid, *(kpi.uid for kpi in kpis)}
    for readings in (ValueRow, ServiceValueRow):
        values = [v for k in kpis for v in session.scalars(select(readings).where(readings.kpi_id == k.id))]
        subjects |= {value.uid for value in values}
        _remove_all(session, values)
    _remove_all(session, kpis)
    for hanging in (UpdateRow, MilestoneRow, RedatingRow, EvidenceUse, SmartieRow, RiskAction):
        _remove_all(session, list(session.scalars(select(hanging).where(hanging.action_id == action_id))))
    touched = or_(ActionLink.from_id == action_id, ActionLink.to_id == action_id)
    _remove_all(session, list(session.scalars(select(ActionLink).where(touched))))
    naming: tuple[type[Any], ...] = (CommitmentRow, EscalationRow, ChallengeRow)
    for kind in naming:
        for stays in session.scalars(select(kind).where(kind.action_id == action_id)):
            stays.action_id = None
    row = action_row(session, action_id)
    _remove_all(session, list(session.scalars(select(TypedText).where(TypedText.subject.in_(subjects)))))
    session.delete(row)


def _remove_all(session: Session, rows: list[Any]) -> None:
    for row in rows:
        session.delete(row)
    session.flush()


def next_reference(session: Session, prefix: str) -> str:
    """The next free own reference, such as NS-05."""
    taken = set(session.scalars(select(ActionRow.reference).where(ActionRow.reference.startswith(prefix + "-"))))
    number = 1
    while f"{prefix}-{number:02d}" in taken:
        number += 1
    return f"{prefix}-{number:02d}"


def references(session: Session) -> set[str]:
    """Every reference that is taken, in small letters."""
    return {reference.casefold() for reference in session.scalars(select(ActionRow.reference))}


# -------------------------------------------------------------------------------- updates
_UPDATE = table_of(UpdateRow).c
_UPDATE_FIELDS = tuple("by_id" if field.name == "by" else field.name for field in fields(Update))
_STATUS, _CONFIDENCE, _BY = (_UPDATE_FIELDS.index(name) for name in ("status", "confidence", "by_id"))


def list_updates(session: Session, action_id: int | None = None) -> tuple[Update, ...]:
    """Updates, oldest first: of one action, or all."""
    wanted = _updates()
    return _read_updates(session, wanted if action_id is None else wanted.where(_UPDATE.action_id == action_id))


def newest_updates(session: Session, quarter: str, *, told: bool = False) -> tuple[Update, ...]:
    """The updates of a quarter, and of each action those of the newest quarter before it; oldest first.

    With ``told``, before it only those count that say the state of their action: how it stood is told from them.
    """
    actions, one = table_of(ActionRow), table_of(UpdateRow).alias("one")
    before = select(func.max(one.c.quarter)).where(one.c.action_id == actions.c.id, one.c.quarter < quarter)
    if told:
        before = before.where(one.c.status.is_not(None))
    newest = before.correlate(actions).scalar_subquery()
    # looked up action by action through the index on (action_id, quarter), so that ten years cost no more than one
    pairs = tuple_(_UPDATE.action_id, _UPDATE.quarter).in_(select(actions.c.id, newest).select_from(actions))
    wanted = union_all(select(_UPDATE.id).where(_UPDATE.quarter == quarter), select(_UPDATE.id).where(pairs))
    return _read_updates(session, _updates().where(_UPDATE.id.in_(wanted)))


def last_quarters(session: Session) -> dict[int, str]:
    """The newest quarter in which each action was written about."""
    rows = read(session, select(_UPDATE.action_id, func.max(_UPDATE.quarter).label("last")).group_by(_UPDATE.action_id))
    return {row.action_id: row.last for row in rows}


def _updates() -> Select[Any]:
    return select(*(_UPDATE[name] for name in _UPDATE_FIELDS)).order_by(_UPDATE.written_on, _UPDATE.id)


def _read_updates(session: Session, wanted: Select[Any]) -> tuple[Update, ...]:
    people = people_labels(session)
    return tuple(_update(list(row), people) for row in read(session, wanted))


def _update(values: list[Any], people: dict[int, str]) -> Update:
    values[_STATUS] = Status(values[_STATUS]) if values[_STATUS] else None
    values[_CONFIDENCE] = Confidence(values[_CONFIDENCE]) if values[_CONFIDENCE] else None
    values[_BY] = people.get(values[_BY] or 0, "")
    return Update(*values)


def newest_update(session: Session, action_id: int, quarter: str) -> UpdateRow | None:
    """The newest update row of an action for a quarter, for writing on."""
    wanted = select(UpdateRow).where(UpdateRow.action_id == action_id, UpdateRow.quarter == quarter)
    return session.scalars(wanted.order_by(UpdateRow.written_on.desc(), UpdateRow.id.desc()).limit(1)).first()


def write_update(session: Session, action_id: int, quarter: str, values: dict[str, Any], *, beneath: bool) -> None:
    """Write on the open update of an action and quarter, or a new one; ``beneath`` always makes a new one.

    An update whose text is emptied goes away.
    """
    row = None if beneath else newest_update(session, action_id, quarter)
    if row is None:
        if values["text"]:
            session.add(UpdateRow(action_id=action_id, quarter=quarter, **values))
    elif not values["text"]:
        session.delete(row)
    else:
        for name, value in values.items():
            setattr(row, name, value)


def add_updates(session: Session, many: list[dict[str, Any]]) -> None:
    """Add many updates at once, each with its action and quarter."""
    add_many(session, UpdateRow, many)


def snapshot_state(session: Session, action_id: int, quarter: str, status: str, confidence: str | None) -> None:
    """Keep the state an action has now on its open update of the quarter, if there is one."""
    row = newest_update(session, action_id, quarter)
    if row is not None:
        row.status, row.confidence = status, confidence


# -------------------------------------------------------------------------------- milestones
def list_milestones(session: Session, action_id: int | None = None) -> tuple[Milestone, ...]:
    """The milestones of an action in order of their dates, or those of all."""
    wanted = select(MilestoneRow).order_by(MilestoneRow.position, MilestoneRow.id)
    rows = session.scalars(wanted if action_id is None else wanted.where(MilestoneRow.action_id == action_id))
    return tuple(Milestone(r.id, r.uid, r.version, r.action_id, r.title, r.due, r.done_on) for r in rows)


def add_milestone(session: Session, action_id: int, values: dict[str, Any]) -> int:
    """Add a milestone at the end."""
    action_row(session, action_id)
    last = session.scalar(select(func.max(MilestoneRow.position)).where(MilestoneRow.action_id == action_id)) or 0
    row = MilestoneRow(action_id=action_id, position=last + 1, **values)
    session.add(row)
    session.flush()
    return row.id


def change_milestone(session: Session, milestone_id: int, values: dict[str, Any]) -> None:
    """Change a milestone."""
    _change(_found(session, MilestoneRow, milestone_id, "This milestone is no longer there."), values)


def remove_milestone(session: Session, milestone_id: int) -> None:
    """Remove a milestone."""
    session.delete(_found(session, MilestoneRow, milestone_id, "This milestone is no longer there."))


def _found(session: Session, kind: type[R], row_id: int, sentence: str) -> R:
    row = session.get(kind, row_id)
    if row is None:
        raise NotFoundError(sentence)
    return row


def _change(row: LoggedRow, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)


# -------------------------------------------------------------------------------- texts kept as typed
def typed_texts(session: Session, subject: str = "", quarter: str = "") -> dict[tuple[str, str, str], str]:
    """What was typed and cannot be used yet, by (subject uid, field, quarter)."""
    typed = table_of(TypedText)
    wanted = select(typed)
    if subject:
        wanted = wanted.where(typed.c.subject == subject, typed.c.quarter == quarter)
    return {(row.subject, row.field, row.quarter): row.text for row in read(session, wanted)}


def keep_typed(session: Session, subject: str, quarter: str, texts: dict[str, str | None]) -> None:
    """Keep texts as typed beside the last good value; None forgets one, because it can be used now."""
    known = {
        row.field: row
        for row in session.scalars(select(TypedText).where(TypedText.subject == subject, TypedText.quarter == quarter))
    }
    for name, text in texts.items():
        row = known.get(name)
        if text is None:
            if row is not None:
                session.delete(row)
        elif row is None:
            session.add(TypedText(subject=subject, field=name, quarter=quarter, text=text))
        else:
            row.text = text


def reference_is_free(session: Session, reference: str) -> None:
    """Raise BadInputError if another action already has this reference."""
    if session.scalar(select(func.count()).select_from(ActionRow).where(ActionRow.reference == reference)):
        raise BadInputError(f"{reference} is already in your plan.", "reference")
