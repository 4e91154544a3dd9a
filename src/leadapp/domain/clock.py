"""The month clock and the KPI load by quarter: what falls due when, and a warning one quarter before a peak."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from leadapp.domain.charts import ClockMark, Columns, MonthClock
from leadapp.domain.measures import Kpi
from leadapp.domain.plan import PlanAction
from leadapp.domain.quarters import Quarter, due_points, format_date, month_end, month_of

PEAK = 8
"""As many KPIs falling due in one quarter, and at least twice the quarter before, are called a peak."""


def programme_clock(month_zero: dt.date, today: dt.date, quarter: Quarter, return_due: dt.date, months: int = 18) -> MonthClock:
    """The clock of the programme: from Month 0 on, long enough to show today and the next quarter."""
    last = max(months, month_of(month_zero, max(today, return_due)) + 3)
    last += -last % 3
    first_day = month_zero
    if last > months:
        first_day = month_end(month_zero, last - months) + dt.timedelta(days=1)
    month = month_of(month_zero, today)
    return MonthClock(
        title=f"Month {month} of the programme" if month > 0 else "Before Month 1",
        text=f"Today, {format_date(today)}, lies in Month {month}. The return for {quarter.words} is due on {format_date(return_due)}.",
        month_zero=month_zero,
        first_day=first_day,
        last_day=month_end(month_zero, last),
        today=today,
        current_quarter=str(quarter),
        marks=(ClockMark(return_due, f"Return due {return_due.day} {format_date(return_due).split()[1]}", "return_due"),),
    )


def action_clock(action: PlanAction, kpis: Iterable[Kpi], month_zero: dt.date, today: dt.date, quarter: Quarter) -> MonthClock:
    """The clock of one action: its band, its KPIs' months, the first due date and the one that holds."""
    marks = [
        ClockMark(day, kpi.text, "kpi")
        for kpi in kpis
        for point in due_points(kpi.due)
        if (day := point.date(month_zero)) is not None
    ]
    if action.due_first and action.times_redated and action.due_first != action.due:
        marks.append(ClockMark(action.due_first, "First due date", "first_due"))
    if action.due:
        marks.append(ClockMark(action.due, "Due", "due"))
    days = [mark.day for mark in marks] + [today]
    last = max(12, month_of(month_zero, max(days)) + 1)
    last += -last % 3
    band = f"Band: {action.band[:1].lower()}{action.band[1:]}" if action.band else ""
    due = f"It is due on {format_date(action.due)}." if action.due else "It has no date."
    return MonthClock(
        title=f"When {action.reference} falls due",
        text=f"{due} {len(marks)} dates are shown, from {format_date(min(days))} to {format_date(max(days))}.",
        month_zero=month_zero,
        first_day=month_zero,
        last_day=month_end(month_zero, last),
        today=today,
        current_quarter=str(quarter),
        band_end=_band_end(action, month_zero),
        band_label=band,
        marks=tuple(sorted(marks, key=lambda mark: mark.day)),
    )


def _band_end(action: PlanAction, month_zero: dt.date) -> dt.date | None:
    from leadapp.domain.quarters import band_end

    return band_end(action.band, month_zero)


@dataclass(frozen=True, slots=True)
class KpiLoad:
    """KPIs falling due by quarter: the chart, and the warning one quarter before a peak (empty if none comes)."""

    chart: Columns
    warning: str
    by_quarter: tuple[tuple[Quarter, int], ...]


def kpi_days(kpis: Iterable[Kpi], month_zero: dt.date) -> list[tuple[Kpi, dt.date]]:
    """Every day on which a KPI falls due; one KPI may have several."""
    return [(kpi, day) for kpi in kpis for point in due_points(kpi.due) if (day := point.date(month_zero)) is not None]


def kpi_load(kpis: Iterable[Kpi], month_zero: dt.date, quarter: Quarter, without_owner: int = 0) -> KpiLoad:
    """How many KPIs of the plan fall due in the quarters around the one being reported."""
    counts = Counter(Quarter.of(day) for _, day in kpi_days(kpis, month_zero))
    shown = [quarter.previous.previous, quarter.previous, quarter]
    while len(shown) < 6:
        shown.append(shown[-1].next)
    values = [counts[q] for q in shown]
    following = quarter.next
    falls = "KPI of your plan falls" if counts[quarter] == 1 else "KPIs of your plan fall"
    chart = Columns(
        title="KPIs falling due",
        text=f"{counts[quarter]} {falls} due in {quarter.words}, {counts[following]} in the quarter after.",
        categories=tuple(f"Q{q.number}\n{'now' if q == quarter else q.financial_year}" for q in shown),
        values=tuple(float(v) for v in values),
        highlight=2,
    )
    warning = ""
    if (counts[following] >= PEAK and counts[following] >= 2 * max(1, counts[quarter])) or counts[following] >= 2 * PEAK:
        month = month_of(month_zero, following.last_day)
        has = "has" if without_owner == 1 else "have"
        owners = f" {without_owner} of their actions {has} no owner." if without_owner else ""
        warning = f"{counts[following]} KPIs fall due by Month {month}, {format_date(following.last_day)}.{owners}"
    return KpiLoad(chart, warning, tuple(zip(shown, values, strict=True)))
