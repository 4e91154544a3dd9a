"""Which trigger rules fired in a quarter, and on what: pure functions over what was read, one for each rule.

A trigger is a question, not a verdict. It is asked anew in each quarter in which its rule fires, and stands in that quarter's return
with its answer; one whose cause is gone after it was answered keeps its answer on record.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.evidence import Evidence
from leadapp.domain.measures import Kpi, KpiValue, trend
from leadapp.domain.plan import Confidence, PlanAction, Status, Update
from leadapp.domain.plan_figures import urgent_test
from leadapp.domain.promise_parts import TriggerPart
from leadapp.domain.quarters import Quarter, add_months, due_points, format_date
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.trigger_rules import Applies, TriggerRule

GONE = "It no longer holds; the answer stays on record."
IN_NUMBERS = ("none", "once", "twice", "three times", "four times", "five times", "six times", "seven times", "eight times")


@dataclass(frozen=True, slots=True)
class Past:
    """What an earlier quarter's return says that rules look at: status and confidence by action uid, and the actions that moved in it."""

    quarter: str
    states: Mapping[str, tuple[str, str]]
    moved: frozenset[str]


def past_of(record: ReturnRecord) -> Past:
    """What rules need of an earlier return."""
    said = {a.uid for a in record.actions if any(not u.no_change for u in a.updates)}
    measured = {
        k.action_uid for k in record.kpis if k.value and k.value.quarter == record.quarter and not k.value.not_yet_measured
    }
    return Past(record.quarter, {a.uid: (a.status, a.confidence) for a in record.actions}, frozenset(said | measured))


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules look at. ``earlier`` are earlier returns and ``readings`` a KPI's values up to the quarter, both newest first.

    ``today`` is the last day that counts: today, or the day after the quarter's end if that is over. ``milestones`` are the days on
    which an action reached one; ``moved_dates`` the actions re-dated in the quarter.
    """

    quarter: Quarter
    today: dt.date
    directorate: DirectorateRecord
    actions: tuple[PlanAction, ...]
    updates: tuple[Update, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    readings: Mapping[int, tuple[KpiValue, ...]] = field(default_factory=dict)
    earlier: tuple[Past, ...] = ()
    milestones: Mapping[int, tuple[dt.date, ...]] = field(default_factory=dict)
    moved_dates: frozenset[int] = frozenset()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Trigger:
    """A rule that fired: on what (uid, what people call it, its title) and the fact in words."""

    rule: str
    name: str
    subject: str
    id: str
    title: str
    fact: str
    action_id: int | None = None
    place: str = "action"


def fired(rules: Iterable[TriggerRule], seen: Seen) -> tuple[Trigger, ...]:
    """Everything that fired, rule by rule, each in the order of the plan."""
    found: list[Trigger] = []
    for rule in rules:
        wanted = rule.applies is Applies.EVERYWHERE or bool(seen.directorate.priority)
        if wanted and not rule.is_off:
            found += _TESTS[rule.key](rule, seen)
    return tuple(found)


def earlier_needed(rules: Iterable[TriggerRule]) -> int:
    """How many earlier returns the rules look at."""
    needs = {"no_movement": 0, "off_track_twice": -1}
    return max((r.number("returns") + needs[r.key] for r in rules if r.key in needs and not r.is_off), default=0)


def last_day_that_counts(quarter: Quarter, today: dt.date) -> dt.date:
    """Today, but never later than the day after the quarter: what was due on its last day has passed by then."""
    return min(today, quarter.last_day + dt.timedelta(days=1))


# -------------------------------------------------------------------------------- rules on actions
def _no_movement(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    returns = rule.number("returns")
    if len(seen.earlier) < returns - 1:
        return
    window, before = seen.earlier[: returns - 1], seen.earlier[returns - 1 : returns]
    first_day = Quarter.parse(window[-1].quarter).first_day if window else seen.quarter.first_day
    said = {u.action_id for u in seen.updates if u.quarter == str(seen.quarter) and u.text and not u.no_change}
    measured = {k.action_id for k in seen.kpis if any(_is_of(v, seen.quarter) for v in seen.readings.get(k.id, ()))}
    last = format_date(first_day - dt.timedelta(days=1))
    for action in seen.actions:
        if not _should_move(action, seen) or action.id in said | measured:
            continue
        state = (action.status.value, action.shown_confidence.value if action.shown_confidence else "")
        known = [past.states.get(action.uid) for past in (*window, *before)]
        if any(one != state for one in known) or any(action.uid in past.moved for past in window):
            continue
        if any(first_day <= day < seen.today for day in seen.milestones.get(action.id, ())):
            continue
        yield _on(rule, action, f"Nothing new since {last}, for {returns} returns running.")


def _is_of(value: KpiValue, quarter: Quarter) -> bool:
    return value.quarter == str(quarter) and not value.not_yet_measured


def _should_move(action: PlanAction, seen: Seen) -> bool:
    return action.status is Status.UNDERWAY or (action.status is Status.NOT_STARTED and action.is_overdue(seen.today))


def _due_passed(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    limit = seen.today - dt.timedelta(days=rule.number("grace_days"))
    for action in seen.actions:
        if action.is_overdue(limit):
            moved = f", after it was moved {_times(action.times_redated)}" if action.times_redated else ""
            yield _on(rule, action, f"It was due on {format_date(action.due)}{moved}.")


def _redated_twice(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    for action in seen.actions:
        waits = action.status.is_open or action.status is Status.PAUSED
        if waits and action.id in seen.moved_dates and action.times_redated >= rule.number("times"):
            first = f", first {format_date(action.due_first)}" if action.due_first else ""
            yield _on(rule, action, f"Its date was moved {_times(action.times_redated)}: now {format_date(action.due)}{first}.")


def _times(count: int) -> str:
    return IN_NUMBERS[count] if count < len(IN_NUMBERS) else f"{count} times"


def _off_track_twice(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    returns = rule.number("returns")
    window = seen.earlier[: returns - 1]
    if len(window) < returns - 1:
        return
    off = Confidence.OFF_TRACK.value
    for action in seen.actions:
        if action.shown_confidence is not Confidence.OFF_TRACK:
            continue
        if all(past.states.get(action.uid, ("", ""))[1] == off for past in window):
            when = " and ".join(past.quarter for past in reversed(window)) if returns < 4 else f"{returns - 1} returns running"
            yield _on(rule, action, f"Off track in {when} and again now.")


def _on(rule: TriggerRule, action: PlanAction, fact: str) -> Trigger:
    return Trigger(rule.key, rule.name, action.uid, action.reference, action.title, fact, action.id)


# -------------------------------------------------------------------------------- rules on KPIs
def _kpi_without_value(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    actions = {a.id: a for a in seen.actions}
    limit = seen.today - dt.timedelta(days=rule.number("grace_days"))
    for kpi in seen.kpis:
        action = actions.get(kpi.action_id)
        if action is None or kpi.is_withdrawn or not _is_asked_for(action):
            continue
        days = sorted(day for point in due_points(kpi.due) if (day := point.date(seen.directorate.month_zero)))
        passed = [day for day in days if day < limit]
        if passed and not any(
            _answers(kpi, value, passed[-2] if len(passed) > 1 else None) for value in seen.readings.get(kpi.id, ())
        ):
            yield _on_kpi(rule, kpi, action, f"It fell due on {format_date(passed[-1])} and has no value.")


def _is_asked_for(action: PlanAction) -> bool:
    """Nobody asks for the figures of what was stopped or waits."""
    return action.status not in {Status.WILL_NOT_DO, Status.PAUSED}


def _answers(kpi: Kpi, value: KpiValue, after: dt.date | None) -> bool:
    """Whether a value belongs to the newest due point: recorded for a quarter that reaches beyond the due point before it."""
    if after is not None and Quarter.parse(value.quarter).last_day <= after:
        return False
    return not value.not_yet_measured or (kpi.perception and bool(value.next_wave))


def _kpi_worse_twice(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    actions, smallest = {a.id: a for a in seen.actions}, rule.number("smallest_base")
    for kpi in seen.kpis:
        action = actions.get(kpi.action_id)
        if action is None or kpi.is_withdrawn or kpi.direction is None:
            continue
        counted = [v for v in seen.readings.get(kpi.id, ()) if not v.not_yet_measured and not _rests_on_few(kpi, v, smallest)]
        run = counted[: rule.number("readings") + 1]
        if len(run) <= rule.number("readings") or run[0].quarter != str(seen.quarter):
            continue
        if all(trend(kpi, new, old).better is False for new, old in pairwise(run)):
            before = ", ".join(v.quarter for v in reversed(run[1:-1]))
            yield _on_kpi(rule, kpi, action, f"Worse in {before} and again in {run[0].quarter}.")


def _rests_on_few(kpi: Kpi, value: KpiValue, smallest: int) -> bool:
    """Whether too few people stand behind a value for its moves to mean anything."""
    if not (kpi.counts_people or kpi.perception):
        return False
    base = value.n if value.n is not None else value.denominator if kpi.is_share else None
    return base is not None and base < smallest


def _on_kpi(rule: TriggerRule, kpi: Kpi, action: PlanAction, fact: str) -> Trigger:
    return Trigger(rule.key, rule.name, kpi.uid, action.reference, kpi.shown_text, fact, action.id)


# -------------------------------------------------------------------------------- evidence and the directorate
def _evidence_out_of_date(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    months = rule.number("months")
    by_action: dict[int, list[Evidence]] = {}
    for one in seen.evidence:
        for action_id in one.actions:
            by_action.setdefault(action_id, []).append(one)
    old: dict[str, tuple[Evidence, list[PlanAction]]] = {}
    for action in seen.actions:
        if action.status in {Status.UNDERWAY, Status.COMPLETE} and action.id in by_action:
            dated = [(one.dated, one.uid, one) for one in by_action[action.id] if one.dated is not None]
            if len(dated) == len(by_action[action.id]):
                newest = max(dated)
                if add_months(newest[0], months) < seen.today:
                    old.setdefault(newest[1], (newest[2], []))[1].append(action)
    for evidence, actions in old.values():
        ids = ", ".join(a.reference for a in actions)
        fact = f"The newest evidence for {ids} is dated {format_date(evidence.dated)}, more than {months} months ago."
        yield Trigger(rule.key, rule.name, evidence.uid, ids, evidence.name, fact, actions[0].id, "evidence")


def _urgent_under_half(rule: TriggerRule, seen: Seen) -> Iterator[Trigger]:
    if _review_number(seen) != rule.number("review"):
        return
    test = urgent_test(seen.directorate, seen.actions)
    if test is not None and test.denominator and test.numerator * 100 < test.denominator * rule.number("percent"):
        share = test.numerator / test.denominator
        fact = f"{test.numerator} of {test.denominator} urgent actions are underway, {share:.0%}. Asked for: {rule.number('percent')}%."
        yield Trigger(rule.key, rule.name, seen.directorate.uid, "1.7", "Urgent actions", fact, None, "plan")


def _review_number(seen: Seen) -> int:
    """The how manieth quarterly review since Month 0; since the file's first quarter while Month 0 is not known."""
    zero = seen.directorate.month_zero
    first = Quarter.of(zero) if zero else Quarter.parse(seen.directorate.first_quarter)
    return (seen.quarter.year - first.year) * 4 + seen.quarter.number - first.number + 1


_TESTS: dict[str, Callable[[TriggerRule, Seen], Iterable[Trigger]]] = {
    "no_movement": _no_movement,
    "due_passed": _due_passed,
    "redated_twice": _redated_twice,
    "off_track_twice": _off_track_twice,
    "kpi_without_value": _kpi_without_value,
    "evidence_out_of_date": _evidence_out_of_date,
    "kpi_worse_twice": _kpi_worse_twice,
    "urgent_under_half": _urgent_under_half,
}


# -------------------------------------------------------------------------------- with their answers
@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a trigger: a recorded reason, or an escalation (its number), or both; and the day."""

    rule: str
    subject: str
    reason: str
    escalation: str
    answered_on: dt.date
    escalation_id: int | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """A trigger of a quarter with its answer, if it has one. ``holds`` is False where its cause has gone since."""

    trigger: Trigger
    answer: Answer | None = None
    holds: bool = True

    @property
    def part(self) -> TriggerPart:
        """How it stands in the return."""
        t, a = self.trigger, self.answer
        return TriggerPart(
            rule=t.rule,
            name=t.name,
            subject=t.subject,
            id=t.id,
            title=t.title,
            fact=t.fact,
            answer=a.reason if a else "",
            escalation=a.escalation if a else "",
            answered_on=a.answered_on if a else None,
        )


def with_answers(
    found: Iterable[Trigger], answers: Iterable[Answer], names: Mapping[str, str], titles: Mapping[str, tuple[str, str]]
) -> tuple[Answered, ...]:
    """The triggers of a quarter with their answers, the unanswered first; an answer whose trigger is gone keeps its place at the end.

    ``names`` are the rules' names, ``titles`` number and title of a subject by its uid: for those that hold no longer.
    """
    known = {(answer.rule, answer.subject): answer for answer in answers}
    told = [Answered(trigger, known.pop((trigger.rule, trigger.subject), None)) for trigger in found]
    told.sort(key=lambda one: one.answer is not None)
    for answer in known.values():
        number, title = titles.get(answer.subject, ("", "no longer in the plan"))
        gone = Trigger(answer.rule, names.get(answer.rule, answer.rule), answer.subject, number, title, GONE)
        told.append(Answered(gone, answer, holds=False))
    return tuple(told)
