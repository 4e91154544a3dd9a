"""One description per chart. Screen, PDF and Excel draw the same description; each has a table and a text.

A chart holds numbers and words; ``domain.chart_scenes`` lays it out as lines, shapes and texts for painters.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar part: ``key`` is a status key (``complete``, ``underway`` ...) that decides fill and pattern."""

    key: str
    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class StackedBars:
    """Counts by category, one horizontal bar a category, one part a series (actions by status and pillar)."""

    title: str
    text: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    notes: tuple[str, ...] = ()  # one short text at the end of each bar, or none at all


@dataclass(frozen=True, slots=True)
class Columns:
    """One value a category as upright columns with the value on top; ``highlight`` is the index of the current one.

    ``values`` may hold None (nothing measured). ``unit`` is "%" (values 0..100) or "" (counts). ``target`` is a dashed line.
    """

    title: str
    text: str
    categories: tuple[str, ...]
    values: tuple[float | None, ...]
    unit: str = ""
    target: float | None = None
    target_label: str = ""
    highlight: int | None = None


@dataclass(frozen=True, slots=True)
class ClockMark:
    """A point on the month clock: ``kind`` is kpi, first_due, due or return_due."""

    day: dt.date
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class MonthClock:
    """The programme's months under the council's quarters, with today and marks. Dates are real days, ends inclusive."""

    title: str
    text: str
    month_zero: dt.date
    first_day: dt.date
    last_day: dt.date
    today: dt.date
    current_quarter: str
    band_end: dt.date | None = None
    band_label: str = ""
    marks: tuple[ClockMark, ...] = ()


@dataclass(frozen=True, slots=True)
class RiskGrid:
    """Risks in a square of likelihood (upwards) and impact (to the right), 1 to 5 each. ``marks`` are number, likelihood and impact."""

    title: str
    text: str
    marks: tuple[tuple[str, int, int], ...]


Chart: TypeAlias = StackedBars | Columns | MonthClock | RiskGrid


@dataclass(frozen=True, slots=True)
class ChartTable:
    """The same numbers as a table: head and rows of finished words."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
