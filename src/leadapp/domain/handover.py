"""Handing the work over to a new lead: what she must know on her first day, told from the file, pure.

Nothing here is reckoned anew that another part of leadapp reckons: promises, risks, dates and evidence are read as they stand.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leadapp.domain.clock import kpi_days
from leadapp.domain.commitments import Commitment
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.evidence import Evidence
from leadapp.domain.material import action_order
from leadapp.domain.measures import Kpi
from leadapp.domain.plan import CascadeRow, Decision, Milestone, PlanAction, Status, Update
from leadapp.domain.promise_parts import RuleOffPart, SignaturePart, TriggerPart
from leadapp.domain.quarters import DueDay, Quarter, add_months, due_points
from leadapp.domain.registers import BY_KEY, Entry
from leadapp.domain.risks import Challenge, Escalation, Risk, by_weight

MONTHS_AHEAD = 12
"""What falls due is told for a year from today."""


# -------------------------------------------------------------------------------- what it is made of
@dataclass(frozen=True, slots=True)
class HandoverMaterial:
    """Everything a handover is told from. ``declined_on`` are days by corporate id, ``waiting`` triggers without an answer.

    ``signatures`` pair a quarter with who signed or confirmed its return; ``asked`` are the owners who were asked for
    ``asked_for``, the newest quarter in which anybody was; ``reached`` are milestones among the KPIs that need no value any more.
    """

    directorate: DirectorateRecord
    quarter: Quarter
    at: dt.datetime
    today: dt.date
    edition: str
    note: str
    route: Mapping[int, str]
    actions: tuple[PlanAction, ...] = ()
    updates: tuple[Update, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    reached: frozenset[int] = frozenset()
    evidence: tuple[Evidence, ...] = ()
    cascade: tuple[CascadeRow, ...] = ()
    declined_on: Mapping[str, dt.date] | None = None
    commitments: tuple[Commitment, ...] = ()
    risks: tuple[Risk, ...] = ()
    escalations: tuple[Escalation, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    waiting: tuple[TriggerPart, ...] = ()
    rules_off: tuple[RuleOffPart, ...] = ()
    entries: tuple[Entry, ...] = ()
    signatures: tuple[tuple[str, SignaturePart], ...] = ()
    asked: tuple[str, ...] = ()
    asked_for: str = ""


# -------------------------------------------------------------------------------- the handover as a record
@dataclass(frozen=True, slots=True)
class DecisionLine:
    """Something that was decided, with its reason: a corporate action declined, an action paused or stopped, an escalation."""

    kind: str
    id: str
    title: str
    reason: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class ProofLine:
    """A piece of evidence under the action that it speaks for; an action without any has no ``evidence``."""

    action: PlanAction
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person or post: the actions still to be done and those done with, what she does beside, and when she was last heard."""

    name: str
    open: tuple[str, ...] = ()
    done: tuple[str, ...] = ()
    does: tuple[str, ...] = ()
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something that falls due, or did: ``kind`` says what it is (action, KPI, milestone, return, review ...)."""

    day: dt.date
    kind: str
    id: str
    title: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """What is handed over. ``late`` fell due before today and is open, ``due`` comes within twelve months, ``undated`` has no day."""

    directorate: DirectorateRecord
    quarter: Quarter
    at: dt.datetime
    today: dt.date
    edition: str
    note: str
    route: Mapping[int, str]
    promises: tuple[Commitment, ...]
    escalations: tuple[Escalation, ...]
    risks: tuple[Risk, ...]
    challenges: tuple[Challenge, ...]
    waiting: tuple[TriggerPart, ...]
    decisions: tuple[DecisionLine, ...]
    undecided: int
    proofs: tuple[ProofLine, ...]
    loose: tuple[Evidence, ...]
    people: tuple[PersonLine, ...]
    without_owner: tuple[str, ...]
    late: tuple[DueLine, ...]
    due: tuple[DueLine, ...]
    undated: tuple[str, ...]
    rules_off: tuple[RuleOffPart, ...]
    asked: tuple[str, ...]
    asked_for: str
    actions: int
    open_actions: int


def handover(m: HandoverMaterial) -> Handover:
    """Tell what is handed over."""
    actions = sorted(m.actions, key=action_order)
    still = [a for a in actions if a.status.is_open or a.status is Status.PAUSED]
    days = sorted(_dues(m), key=lambda line: (line.day, line.kind, line.id, line.title))
    until = add_months(m.today, MONTHS_AHEAD)
    return Handover(
        directorate=m.directorate,
        quarter=m.quarter,
        at=m.at,
        today=m.today,
        edition=m.edition,
        note=m.note,
        route=m.route,
        promises=tuple(one for one in m.commitments if one.outcome is None),
        escalations=tuple(e for e in m.escalations if e.is_open),
        risks=by_weight(m.risks),
        challenges=tuple(c for c in m.challenges if c.is_open),
        waiting=m.waiting,
        decisions=tuple(_decisions(m, actions)),
        undecided=sum(row.needs_decision for row in m.cascade),
        proofs=tuple(_proofs(m, actions)),
        loose=tuple(piece for piece in m.evidence if not piece.actions),
        people=tuple(_people(m, actions)),
        without_owner=tuple(a.reference for a in still if not a.owner),
        late=tuple(line for line in days if line.day < m.today),
        due=tuple(line for line in days if m.today <= line.day <= until),
        undated=tuple(a.reference for a in still if a.due is None),
        rules_off=m.rules_off,
        asked=m.asked,
        asked_for=m.asked_for,
        actions=len(actions),
        open_actions=len(still),
    )


# -------------------------------------------------------------------------------- decisions and evidence
def _decisions(m: HandoverMaterial, actions: Iterable[PlanAction]) -> Iterator[DecisionLine]:
    days = m.declined_on or {}
    for row in m.cascade:
        if row.decision is Decision.DECLINED:
            yield DecisionLine("declined", row.corporate_id, row.title, row.reason, days.get(row.corporate_id))
    for action in actions:
        if action.status in {Status.PAUSED, Status.WILL_NOT_DO}:
            yield DecisionLine(action.status.value, action.reference, action.title, action.status_reason, None)
    for e in m.escalations:
        if e.decision or e.result:
            told = "\n".join(part for part in (e.decision, e.result) if part)
            yield DecisionLine("escalation", e.reference, e.title, told, e.decided_on or e.closed_on)


def _proofs(m: HandoverMaterial, actions: Iterable[PlanAction]) -> Iterator[ProofLine]:
    """The evidence of each action that has any; and actions that are complete and have none."""
    by_action: defaultdict[int, list[Evidence]] = defaultdict(list)
    for piece in m.evidence:
        for action_id in piece.actions:
            by_action[action_id].append(piece)
    for action in actions:
        for piece in by_action[action.id]:
            yield ProofLine(action, piece)
        if action.status is Status.COMPLETE and not by_action[action.id]:
            yield ProofLine(action, None)


# -------------------------------------------------------------------------------- people
def _people(m: HandoverMaterial, actions: Iterable[PlanAction]) -> Iterator[PersonLine]:
    """Owners with their actions in the order of the alphabet, the signatories before them; the lead herself first."""
    owned: defaultdict[str, list[PlanAction]] = defaultdict(list)
    for action in actions:
        if action.owner:
            owned[action.owner].append(action)
    last: dict[str, dt.date] = {}
    for update in m.updates:
        if update.by:
            last[update.by] = max(last.get(update.by, update.written_on), update.written_on)
    does = _does(m)
    names = [m.directorate.lead, *dict.fromkeys(name for name in does if name != m.directorate.lead)]
    for name in [name for name in names if name] + sorted(owned.keys() - does.keys() - {m.directorate.lead}, key=str.casefold):
        own = owned.get(name, [])
        yield PersonLine(
            name=name,
            open=tuple(a.reference for a in own if a.status.is_open or a.status is Status.PAUSED),
            done=tuple(a.reference for a in own if not (a.status.is_open or a.status is Status.PAUSED)),
            does=does.get(name, ()),
            last=last.get(name),
        )


def _does(m: HandoverMaterial) -> dict[str, tuple[str, ...]]:
    """What people do beside owning actions: lead, confirm returns, answer for risks. The newest return says who confirms."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if m.directorate.lead:
        found[m.directorate.lead].append("Lead until now")
    newest: dict[tuple[str, str], str] = {}
    for quarter, signature in m.signatures:
        name = ", ".join(part for part in (signature.name, signature.post) if part)
        newest[(name, signature.role)] = max(newest.get((name, signature.role), quarter), quarter)
    for (name, role), quarter in newest.items():
        found[name].append(f"{'Signed' if role == 'lead' else 'Confirmed'} the return for {quarter}")
    for risk in by_weight(m.risks):
        if risk.owner:
            found[risk.owner].append(f"Owns {risk.reference}")
    return {name: tuple(words) for name, words in found.items()}


# -------------------------------------------------------------------------------- what falls due
def _dues(m: HandoverMaterial) -> Iterator[DueLine]:
    """Everything with a day that is not done yet. Returns are told from the one being reported on."""
    by_id = {action.id: action for action in m.actions}
    for action in m.actions:
        if action.status.is_open and action.due is not None:
            yield DueLine(action.due, "Action", action.reference, action.title, action.owner)
    for step in m.milestones:
        action = by_id[step.action_id]
        if step.due is not None and step.done_on is None and action.status.is_open:
            yield DueLine(step.due, "Milestone", action.reference, step.title, action.owner)
    yield from _kpi_dues(m, by_id)
    yield from _answers_due(m)
    for entry in m.entries:
        if entry.review_on is not None:
            yield DueLine(entry.review_on, "Review", "", f"{BY_KEY[entry.register].name}: {entry.subject}", entry.person)
    yield from _returns_due(m)


def _kpi_dues(m: HandoverMaterial, by_id: Mapping[int, PlanAction]) -> Iterator[DueLine]:
    """KPI months to come, of actions that are not stopped. What was reached once is not asked for again; a month gone by is no debt."""
    asked = [k for k in m.kpis if not k.is_withdrawn and not (k.kind is KpiKind.MILESTONE and k.id in m.reached)]
    for kpi, day in kpi_days(asked, m.directorate.month_zero) if m.directorate.month_zero else _own_days(asked):
        action = by_id.get(kpi.action_id)
        if action is not None and action.status is not Status.WILL_NOT_DO and day >= m.today:
            yield DueLine(day, "KPI", action.reference, kpi.text, action.owner)


def _own_days(kpis: Iterable[Kpi]) -> list[tuple[Kpi, dt.date]]:
    """KPIs with days of their own, which need no Month 0."""
    return [(kpi, point.day) for kpi in kpis for point in due_points(kpi.due) if isinstance(point, DueDay)]


def _answers_due(m: HandoverMaterial) -> Iterator[DueLine]:
    for risk in m.risks:
        if risk.is_open and risk.mitigation_due is not None:
            yield DueLine(risk.mitigation_due, "Mitigation", risk.reference, risk.title, risk.owner)
    for escalation in m.escalations:
        if escalation.is_open and not escalation.decision and escalation.answer_by is not None:
            who = m.route.get(escalation.place, "")
            yield DueLine(escalation.answer_by, "Answer", escalation.reference, escalation.title, who)


def _returns_due(m: HandoverMaterial) -> Iterator[DueLine]:
    quarter, until = m.quarter, add_months(m.today, MONTHS_AHEAD)
    while (day := quarter.return_due(m.directorate.days_to_return)) <= until:
        yield DueLine(day, "Return", str(quarter), f"Return for {quarter.words}", m.directorate.lead)
        quarter = quarter.next
