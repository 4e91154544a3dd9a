"""The year: four returns rolled up into the directorate's part of the annual report (action 5.2), pure.

It is told from the returns' own records, so what was submitted is told as it was submitted. Nothing is averaged: a share is the last
one's numerator and denominator. A small number that a return hides stays hidden here, in every sum and every trend.
Owners, risks and the words of escalations are left out: an annual report is read by everybody.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadapp.domain.comparison import value_move
from leadapp.domain.plan_figures import PillarPart, UrgentTest, with_the_rest
from leadapp.domain.promise_parts import CommitmentPart
from leadapp.domain.quarters import Quarter
from leadapp.domain.returns import ActionPart, DirectoratePart, KpiPart, ReturnRecord, ValuePart
from leadapp.domain.year_notes import CaseStudy, YearNote, quarters_of, year_words

SUBMITTED, NOT_KEPT, DAMAGED, DRAFT, TO_COME, BEFORE = "submitted", "not_kept", "damaged", "draft", "to_come", "before"
"""How a quarter stands in the year: told from what was submitted; marked as sent with an earlier leadapp; submitted, and damaged in
this file; told as it is now; not reported yet; before this file began."""
YEAR_SCHEMA = 1


# -------------------------------------------------------------------------------- what it is made of
@dataclass(frozen=True, slots=True)
class QuarterTold:
    """One quarter of the year and the record it is told from, if there is one. ``submitted_on`` is the day it was first sent."""

    quarter: Quarter
    standing: str
    record: ReturnRecord | None = None
    submitted_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class YearMaterial:
    """Everything a year's report is made of. ``before`` is the last return before the year, ``completed_on`` says by an action's
    uid when it was completed: without a return before the year, that tells what was complete already.
    """

    year: str
    quarters: tuple[QuarterTold, ...]
    directorate: DirectoratePart
    marking: str
    sample: bool
    as_at: dt.datetime
    note: YearNote
    cases: tuple[CaseStudy, ...] = ()
    before: ReturnRecord | None = None
    completed_on: Mapping[str, dt.date] | None = None


# -------------------------------------------------------------------------------- the report as a record
@dataclass(frozen=True, slots=True)
class YearQuarter:
    """How one quarter ended: its actions by status and pillar, the 1.7 test, and what was raised and answered, in numbers."""

    quarter: str
    standing: str
    revision: int = 0
    submitted_on: dt.date | None = None
    actions: int = 0
    pillars: tuple[PillarPart, ...] = ()
    urgent_test: UrgentTest | None = None
    escalations_opened: int = 0
    escalations_closed: int = 0
    escalations_open: int = 0
    triggers: int = 0
    triggers_escalated: int = 0
    triggers_reasoned: int = 0
    challenges: int = 0
    feedback: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there is something to tell of it."""
        return self.standing not in {TO_COME, BEFORE}

    def count(self, status: str) -> int:
        """How many actions had a status at its end."""
        return sum(pillar.by_status[status] for pillar in self.pillars)


@dataclass(frozen=True, slots=True)
class CompletedPart:
    """An action that was completed in the year: in which quarter, and what was said then."""

    uid: str
    id: str
    pillar: int | None
    title: str
    quarter: str
    said: str


@dataclass(frozen=True, slots=True)
class KpiYear:
    """One KPI over the year: where it stood before, where it stood last, and each quarter's value.

    ``total`` is the sum of the quarters of what is counted, ``total_is_least`` whether a hidden part makes it "at least".
    """

    uid: str
    action: str
    pillar: int | None
    text: str
    kind: str
    target: float | None
    unit: str
    direction: str
    start: ValuePart | None
    end: ValuePart | None
    moved: str
    better: bool | None
    values: tuple[tuple[str, ValuePart], ...] = ()
    total: float | None = None
    total_is_least: bool = False


@dataclass(frozen=True, slots=True)
class CasePart:
    """A case study as the report holds it."""

    action: str
    action_title: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class YearReport:
    """The directorate's part of the annual report."""

    year: str
    period: str
    directorate: DirectoratePart
    marking: str
    sample: bool
    as_at: dt.datetime
    quarters: tuple[YearQuarter, ...]
    completed: tuple[CompletedPart, ...]
    commitments: tuple[CommitmentPart, ...]
    kpis: tuple[KpiYear, ...]
    escalations: int
    cases: tuple[CasePart, ...]
    introduction: str = ""
    next_year: str = ""
    comment: str = ""
    comment_from: str = ""
    commented_on: dt.date | None = None
    small_number: int = 10
    schema: int = YEAR_SCHEMA

    @property
    def told(self) -> tuple[YearQuarter, ...]:
        """The quarters of which there is something to tell, the first one first."""
        return tuple(quarter for quarter in self.quarters if quarter.is_told)

    @property
    def is_whole(self) -> bool:
        """Whether all four returns were submitted."""
        return all(quarter.standing in {SUBMITTED, NOT_KEPT, DAMAGED} for quarter in self.quarters)


def year_report(material: YearMaterial) -> YearReport:
    """Roll the returns of a year up."""
    records = [told.record for told in material.quarters if told.record is not None]
    escalations = {escalation.uid for record in records for escalation in record.escalations}
    return YearReport(
        year=material.year,
        period=year_words(material.year),
        directorate=material.directorate,
        marking=material.marking,
        sample=material.sample,
        as_at=material.as_at,
        quarters=tuple(map(_quarter, material.quarters)),
        completed=tuple(_completed(records, material)),
        commitments=tuple(one for record in records for one in record.commitments),
        kpis=tuple(_kpis(records, material.before)),
        escalations=len(escalations),
        cases=tuple(CasePart(c.action, c.action_title, c.title, c.text) for c in material.cases),
        introduction=material.note.introduction,
        next_year=material.note.next_year,
        comment=material.note.comment,
        comment_from=material.note.comment_from,
        commented_on=material.note.commented_on,
        small_number=records[-1].small_number if records else 10,
    )


# -------------------------------------------------------------------------------- quarters
def _quarter(told: QuarterTold) -> YearQuarter:
    record, quarter = told.record, told.quarter
    if record is None:
        return YearQuarter(str(quarter), told.standing)
    rest = ((a.status, a.confidence) for a in record.actions if a.pillar is None)
    escalated = sum(bool(trigger.escalation) for trigger in record.triggers)
    return YearQuarter(
        quarter=str(quarter),
        standing=told.standing,
        revision=record.revision,
        submitted_on=told.submitted_on,
        actions=len(record.actions),
        pillars=with_the_rest(record.pillars, rest),
        urgent_test=record.urgent_test,
        escalations_opened=sum(e.opened_on in quarter for e in record.escalations),
        escalations_closed=sum(e.closed_on is not None for e in record.escalations),
        escalations_open=sum(e.closed_on is None for e in record.escalations),
        triggers=len(record.triggers),
        triggers_escalated=escalated,
        triggers_reasoned=sum(trigger.is_answered for trigger in record.triggers) - escalated,
        challenges=sum(c.asked_on in quarter for c in record.challenges),
        feedback=record.headline.feedback,
    )


# -------------------------------------------------------------------------------- actions
def _completed(records: Sequence[ReturnRecord], material: YearMaterial) -> Iterable[CompletedPart]:
    """What the last return tells as complete and was not before the year; the quarter is the one that found it so."""
    if not records:
        return
    first_day = quarters_of(material.year)[0].first_day
    days = material.completed_on or {}
    done_before = {a.uid for a in material.before.actions if a.status == "complete"} if material.before else set[str]()
    if material.before is None:
        done_before = {uid for uid, day in days.items() if day < first_day}
    for action in records[-1].actions:
        if action.status == "complete" and action.uid not in done_before:
            record, then = _since(action, records)
            yield CompletedPart(action.uid, action.id, action.pillar, action.title, record.quarter, then.update)


def _since(action: ActionPart, records: Sequence[ReturnRecord]) -> tuple[ReturnRecord, ActionPart]:
    """The return from which on an action was complete to the end, and how it stood there."""
    found = (records[-1], action)
    for record in reversed(records):
        then = next((a for a in record.actions if a.uid == action.uid), None)
        if then is None or then.status != "complete":
            break
        found = (record, then)
    return found


# -------------------------------------------------------------------------------- KPIs
def _kpis(records: Sequence[ReturnRecord], before: ReturnRecord | None) -> Iterable[KpiYear]:
    """Every KPI of the year, those of the last return first; one of which nothing was measured has neither start nor end."""
    if not records:
        return
    pillars = {action.uid: action.pillar for record in records for action in record.actions}
    earlier = {kpi.uid: kpi for kpi in before.kpis} if before is not None else {}
    by_record = [(record.quarter, {kpi.uid: kpi for kpi in record.kpis}) for record in records]
    newest: dict[str, KpiPart] = {}
    for _, known in reversed(by_record):
        newest = newest | {uid: kpi for uid, kpi in known.items() if uid not in newest}
    for uid, kpi in newest.items():
        values = [(quarter, known[uid].value) for quarter, known in by_record if uid in known]
        readings = tuple((quarter, value) for quarter, value in values if value is not None)
        start = _known(earlier.get(uid)) or _start(uid, by_record)
        yield _kpi_year(kpi, pillars.get(kpi.action_uid), start, readings)


def _kpi_year(kpi: KpiPart, pillar: int | None, start: ValuePart | None, readings: tuple[tuple[str, ValuePart], ...]) -> KpiYear:
    measured = [value for _, value in readings if not value.not_yet_measured]
    if start is None and measured:
        start = measured[0]  # the year's first value is where it began
    end = measured[-1] if measured else None
    moved = value_move(kpi, start, end) if start is not None and end is not None and start is not end else None
    total, is_least = _total(kpi, [value for _, value in readings])
    return KpiYear(
        uid=kpi.uid,
        action=kpi.action,
        pillar=pillar,
        text=kpi.text,
        kind=kpi.kind,
        target=kpi.target,
        unit=kpi.unit,
        direction=kpi.direction,
        start=start,
        end=end,
        moved=_moved_words(start, end, moved),
        better=moved[1] if moved is not None else None,
        values=readings,
        total=total,
        total_is_least=is_least,
    )


def _known(kpi: KpiPart | None) -> ValuePart | None:
    """The newest value that a record knows of a KPI."""
    if kpi is None:
        return None
    return kpi.value if kpi.value is not None and not kpi.value.not_yet_measured else kpi.last


def _start(uid: str, by_record: Sequence[tuple[str, dict[str, KpiPart]]]) -> ValuePart | None:
    """The last value before the year, as the first of its returns that knows the KPI tells it."""
    known = next((kpis[uid] for _, kpis in by_record if uid in kpis), None)
    first = by_record[0][0]
    return known.last if known is not None and known.last is not None and known.last.quarter < first else None


def _moved_words(start: ValuePart | None, end: ValuePart | None, moved: tuple[str, bool | None, float | None] | None) -> str:
    if moved is not None:
        return moved[0]
    if start is None or end is None:
        return ""
    if start is end:
        return "first value"
    return "not shown" if start.hidden or end.hidden else "no change"


def _total(kpi: KpiPart, values: Sequence[ValuePart]) -> tuple[float | None, bool]:
    """The sum over the quarters of what is counted, and whether a hidden part makes it a least. None for all that is no count.

    A hidden count is at least one: that is all that may be said of it.
    """
    counted = [value for value in values if not value.not_yet_measured]
    if kpi.kind != "count" or len(counted) < 2:
        return None, False
    hidden = sum(value.hidden for value in counted)
    return sum(value.number or 0 for value in counted if not value.hidden) + hidden, hidden > 0


def outcome_counts(report: YearReport) -> dict[str, Counter[str]]:
    """By quarter how its promises came out; an outcome that nobody told is an empty key."""
    counts: dict[str, Counter[str]] = {quarter.quarter: Counter() for quarter in report.told}
    for one in report.commitments:
        counts[one.quarter][one.outcome] += 1
    return counts
