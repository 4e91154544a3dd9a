"""How the plan stood at the end of an earlier quarter, told from updates and moved dates."""

from __future__ import annotations

import dataclasses
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from leadapp.domain.material import Material
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import Confidence, PlanAction, Redating, Status, Update
from leadapp.domain.quarters import Quarter

if TYPE_CHECKING:
    from leadapp.domain.returns import ActionPart, ReturnRecord


def as_of(material: Material, quarter: Quarter) -> Material:
    """The material as it stood at the end of ``quarter``: later updates, values and moved dates are taken back.

    Status and confidence come from the last update up to then; an action nobody had written about yet had not started.
    """
    updates = tuple(u for u in material.updates if u.quarter <= str(quarter))
    redatings = tuple(r for r in material.redatings if r.quarter <= str(quarter))
    told: dict[int, Update] = {u.action_id: u for u in updates if u.status is not None}  # the last one of each action stays
    moved = Counter(r.action_id for r in redatings)
    later: dict[int, Redating] = {}
    for move in material.redatings:
        if move.quarter > str(quarter):
            later.setdefault(move.action_id, move)
    actions = tuple(
        _action_then(_as_called_then(a, material), told.get(a.id), moved[a.id], later.get(a.id), quarter)
        for a in material.actions
    )
    values = tuple(v for v in material.values if v.quarter <= str(quarter))
    return dataclasses.replace(material, actions=actions, updates=updates, redatings=redatings, values=values)


def as_corrected(material: Material, sent: ReturnRecord) -> Material:
    """The material of a quarter whose return is being corrected, told on from what was submitted.

    Where nothing was written about an action since, it stands as it stood in the return. What was taken into the plan only
    afterwards belongs to it only if it was written about for that quarter.
    """
    told = {part.uid: part for part in sent.actions}
    written: dict[int, int] = {}
    for update in material.updates:
        if update.quarter == sent.quarter:
            written[update.action_id] = written.get(update.action_id, 0) + 1
    actions = tuple(
        _as_submitted(action, told[action.uid])
        if action.uid in told and written.get(action.id, 0) <= len(told[action.uid].updates)
        else action
        for action in material.actions
        if action.uid in told or action.id in written
    )
    known = {action.id for action in actions}
    return dataclasses.replace(material, actions=actions, kpis=tuple(kpi for kpi in material.kpis if kpi.action_id in known))


def _as_submitted(action: PlanAction, part: ActionPart) -> PlanAction:
    """An action with the state and dates of the return it stood in; what blocked it then is told, too."""
    return dataclasses.replace(
        action,
        status=Status(part.status),
        confidence=Confidence(part.confidence) if part.confidence else None,
        status_reason=part.status_reason,
        due=part.due,
        due_first=part.due_first,
        times_redated=part.times_redated,
        blocked_by=part.blocked_by,
        unblocked_when=part.unblocked_when,
    )


def _as_called_then(action: PlanAction, material: Material) -> PlanAction:
    """What a later edition withdrew had its number still, where the edition of the time has it and nothing else is called so."""
    name = action.short_reference
    known = {a.id for a in material.plan.actions}
    if not action.is_withdrawn or name not in known or name in {a.reference for a in material.actions}:
        return action
    return dataclasses.replace(action, corporate_id=name, reference=name)


def _action_then(
    action: PlanAction, told: Update | None, moved: int, moved_later: Redating | None, quarter: Quarter
) -> PlanAction:
    """The action as its last update up to then told it, moved so often by then; its next move says what its date was."""
    due = moved_later.from_date if moved_later else action.due
    done = action.completed_on if action.completed_on and action.completed_on <= quarter.last_day else None
    if told is None:
        status, confidence = Status.NOT_STARTED, None
    else:
        status, confidence = told.status or action.status, told.confidence
    return dataclasses.replace(
        action,
        status=status,
        confidence=confidence,
        status_reason=action.status_reason if status is action.status else "",
        due=due,
        times_redated=moved,
        due_first=action.due_first if moved else due,
        completed_on=done,
        blocked_by="",  # what blocks it now need not have blocked it then
        unblocked_when="",
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How one action stood at the end of a quarter: itself as it was, what was said in the quarter, and its readings of it."""

    quarter: Quarter
    action: PlanAction
    updates: tuple[Update, ...]
    values: tuple[tuple[Kpi, KpiValue], ...]


def standing(material: Material, action_uid: str) -> Standing | None:
    """One action out of a quarter's material (as it stood, see ``as_of``), or None if the plan has it no more."""
    action = next((a for a in material.actions if a.uid == action_uid), None)
    if action is None:
        return None
    quarter = material.text.quarter
    kpis = {kpi.id: kpi for kpi in material.kpis if kpi.action_id == action.id}
    values = tuple((kpis[v.kpi_id], v) for v in material.values if v.kpi_id in kpis and v.quarter == quarter)
    updates = tuple(u for u in material.updates if u.action_id == action.id and u.quarter == quarter)
    return Standing(Quarter.parse(quarter), action, updates, values)
