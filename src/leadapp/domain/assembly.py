"""From the directorate's records to the record of its return: pure, no file, no window."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from leadapp.domain.checks import CheckResult, in_round, is_value_due
from leadapp.domain.material import Material, action_order
from leadapp.domain.measures import Kpi, KpiValue, Trend, meets_target, trend, value_text
from leadapp.domain.plan import Confidence, PlanAction
from leadapp.domain.plan_figures import pillar_parts, urgent_test
from leadapp.domain.quarters import BANDS, Quarter, kpi_due_words, month_of
from leadapp.domain.returns import (
    ActionPart,
    DirectoratePart,
    Headline,
    KpiPart,
    MissingPart,
    RedatingPart,
    ReturnRecord,
    UpdatePart,
    ValuePart,
)


def assemble(material: Material, checks: Iterable[CheckResult], now: dt.datetime) -> ReturnRecord:
    """Make the record of a quarter's return."""
    quarter = Quarter.parse(material.text.quarter)
    d = material.directorate
    parts = _action_parts(material, str(quarter))
    return ReturnRecord(
        directorate=DirectoratePart(d.uid, d.council, d.name, d.lead, d.priority, d.group_name),
        quarter=str(quarter),
        period=quarter.words,
        programme_month=month_of(d.month_zero, quarter.last_day) if d.month_zero else None,
        month_zero=d.month_zero,
        return_due=quarter.return_due(d.days_to_return),
        revision=material.text.revision,
        state=material.text.state,
        marking=d.marking,
        sample=d.is_sample,
        edition=material.plan.edition,
        as_at=now,
        headline=Headline(material.text.progress, material.text.challenges, material.text.feedback),
        pillars=pillar_parts(material),
        actions=parts,
        kpis=_kpi_parts(material, quarter),
        urgent_test=urgent_test(d, material.actions),
        missing=tuple(MissingPart(c.key, c.severity, c.sentence, c.ids) for c in checks if not c.passed),
        small_number=d.small_number,
        correction=material.text.correction,
        commitments=tuple(one.part for one in material.commitments if one.quarter == str(quarter)),
        new_commitments=tuple(
            # what became of these is for the next return to tell
            dataclasses.replace(one.part, outcome="", why="")
            for one in material.commitments
            if one.made_in == str(quarter)
        ),
    )


def due_words(action: PlanAction, month_zero: dt.date | None) -> str:
    """When an action is due where no date is known yet: "Month 12" of its band; empty where a date stands."""
    if action.due is not None or action.band not in BANDS:
        return ""
    return BANDS[action.band].words if month_zero is None else ""


def _action_parts(material: Material, quarter: str) -> tuple[ActionPart, ...]:
    redated: defaultdict[int, list[RedatingPart]] = defaultdict(list)
    for r in material.redatings:
        if r.quarter == quarter:
            redated[r.action_id].append(RedatingPart(r.on, r.from_date, r.to_date, r.reason))
    updates: defaultdict[int, list[UpdatePart]] = defaultdict(list)
    for u in material.updates:
        if u.quarter == quarter:
            updates[u.action_id].append(UpdatePart(u.written_on, u.says, u.by, u.no_change))
    month_zero = material.directorate.month_zero
    return tuple(
        _action_part(action, month_zero, tuple(redated[action.id]), tuple(updates[action.id]))
        for action in sorted(material.actions, key=action_order)
    )


def _action_part(
    action: PlanAction, month_zero: dt.date | None, redated: tuple[RedatingPart, ...], updates: tuple[UpdatePart, ...]
) -> ActionPart:
    is_asked_why = action.is_blocked and action.shown_confidence in {Confidence.AT_RISK, Confidence.OFF_TRACK}
    return ActionPart(
        uid=action.uid,
        id=action.reference,
        corporate_id=action.corporate_id,
        origin=action.origin.value,
        pillar=action.pillar,
        part=action.part.value if action.part else "",
        title=action.title,
        description=action.description,
        owner=action.owner,
        service=action.service,
        urgent=action.urgent,
        band=action.band,
        due=action.due,
        due_first=action.due_first,
        due_words=due_words(action, month_zero),
        times_redated=action.times_redated,
        redated=redated,
        status=action.status.value,
        status_reason=action.status_reason,
        confidence=action.shown_confidence.value if action.shown_confidence else "",
        updates=updates,
        blocked_by=action.blocked_by if is_asked_why else "",
        unblocked_when=action.unblocked_when if is_asked_why else "",
    )


def _kpi_parts(material: Material, quarter: Quarter) -> tuple[KpiPart, ...]:
    order = {a.id: (n, a) for n, a in enumerate(sorted(material.actions, key=action_order))}
    by_kpi: dict[int, list[KpiValue]] = {}
    when = str(quarter)
    for value in material.values:
        if value.quarter <= when:
            by_kpi.setdefault(value.kpi_id, []).append(value)
    known = [kpi for kpi in material.kpis if kpi.action_id in order]
    parts = []
    for kpi in sorted(known, key=lambda k: (order[k.action_id][0], k.id)):
        values = sorted(by_kpi.get(kpi.id, ()), key=lambda v: v.quarter)
        now = values[-1] if values and values[-1].quarter == when else None
        earlier = [v for v in values if v is not now and not v.not_yet_measured]
        action = order[kpi.action_id][1]
        before = next((v for v in reversed(values) if v is not now), None)
        asked = in_round(action, quarter) and is_value_due(kpi, quarter, material.directorate.month_zero, before)
        last = earlier[-1] if earlier else None
        parts.append(_kpi_part(kpi, action, now, last, asked=asked, small=material.directorate.small_number))
    return tuple(parts)


def _kpi_part(kpi: Kpi, action: PlanAction, now: KpiValue | None, last: KpiValue | None, *, asked: bool, small: int) -> KpiPart:
    value, before = value_part(kpi, now, small), value_part(kpi, last, small)
    hidden = bool((value and value.hidden) or (before and before.hidden))
    moved = Trend("", "") if hidden else trend(kpi, now, last)
    return KpiPart(
        uid=kpi.uid,
        action=action.reference,
        action_uid=action.uid,
        corporate_kpi=kpi.corporate_kpi,
        text=kpi.shown_text,
        kind=kpi.kind.value,
        perception=kpi.perception,
        counts_people=kpi.counts_people,
        due=kpi.due,
        due_words=kpi_due_words(kpi.due),
        asked=asked,
        target=_whole(kpi.target),
        unit=kpi.unit,
        direction=kpi.direction.value if kpi.direction else "",
        value=value,
        last=before,
        trend_arrow=moved.arrow,
        trend=moved.words,
        better=moved.better,
        meets_target=None if hidden else meets_target(kpi, now),
        source=now.source if now else "",
    )


def is_small(kpi: Kpi, value: KpiValue, small: int) -> bool:
    """Whether a count of people is too small to print: 1 to ``small`` - 1. Nought is shown."""
    counts = (value.numerator, value.denominator) if kpi.is_share else (value.number,)
    return kpi.counts_people and any(c is not None and 0 < c < small for c in counts)


def value_part(kpi: Kpi, value: KpiValue | None, small: int) -> ValuePart | None:
    """A reading as the record holds it; a small count of people keeps its place but not its figures."""
    if value is None:
        return None
    if is_small(kpi, value, small):
        return ValuePart(value.quarter, value.measured_on, hidden=True, text=f"fewer than {small}", note=value.note)
    return ValuePart(
        quarter=value.quarter,
        measured_on=value.measured_on,
        number=_whole(value.number),
        numerator=_whole(value.numerator),
        denominator=_whole(value.denominator),
        share=value.share,
        not_yet_measured=value.not_yet_measured,
        reason=value.reason,
        wave=value.wave,
        question=value.question or (kpi.question if kpi.perception else ""),
        n=value.n,
        invited=value.invited,
        response_rate=value.response_rate,
        next_wave=value.next_wave,
        note=value.note,
        text=value_text(kpi, value),
    )


def _whole(number: float | None) -> float | None:
    """A whole number as one, so that it reads 53 and not 53.0."""
    return int(number) if number is not None and number == int(number) else number
