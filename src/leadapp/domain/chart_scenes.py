"""Charts laid out as lines, boxes, shapes and texts, once for screen and paper.

Colours are roles (ink, accent, underway ...) that the painter resolves, and the painter says how wide a text is. The origin is the
upper left corner, y grows downwards, lengths are points.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from leadapp.domain.charts import Chart, ChartTable, ClockMark, Columns, MonthClock, RiskGrid, StackedBars
from leadapp.domain.quarters import Quarter, format_date, month_end

Measure: TypeAlias = Callable[[str, float, bool], float]
"""The width of a text at a size, bold or not."""


class Line(NamedTuple):
    """A straight line; ``dash`` makes it broken."""

    x1: float
    y1: float
    x2: float
    y2: float
    role: str
    width: float = 1.0
    dash: bool = False


class Box(NamedTuple):
    """A rectangle. ``fill`` and ``line`` are roles or empty; ``pattern`` is empty, hatched or crossed."""

    x: float
    y: float
    width: float
    height: float
    fill: str = ""
    line: str = ""
    pattern: str = ""


class Outline(NamedTuple):
    """A filled polygon."""

    points: tuple[tuple[float, float], ...]
    fill: str
    line: str = ""


class Shape(NamedTuple):
    """The drawn shape of a state in a square of ``size`` with its corner at (x, y)."""

    key: str
    x: float
    y: float
    size: float


class Words(NamedTuple):
    """A text with its baseline at y; ``anchor`` is start, middle or end of it at x."""

    x: float
    y: float
    text: str
    size: float
    role: str = "ink"
    bold: bool = False
    anchor: str = "start"


Item: TypeAlias = Line | Box | Outline | Shape | Words
FILLS = {
    "complete": ("blue", "", "white"),
    "underway": ("underway", "", "on_underway"),
    "not_started": ("not_started", "", "ink"),
    "paused": ("base", "hatched", "ink"),
    "will_not_do": ("base", "crossed", "ink"),
    "kept": ("green", "", "ink"),
    "part_kept": ("amber", "hatched", "ink"),
    "not_kept": ("red", "crossed", "ink"),
}
"""Fill, pattern and the role of the number for each kind of bar part."""


_BRIGHT = {"green", "amber", "red"}
"""Fills on which no ink reads well in every theme: the number stands in a box of its own."""


class Scene(NamedTuple):
    """A laid out chart."""

    width: float
    height: float
    items: tuple[Item, ...]


def scene(chart: Chart, width: float, measure: Measure, size: float = 9.0) -> Scene:
    """Lay a chart out for a width; the height follows."""
    if isinstance(chart, StackedBars):
        return _bars(chart, width, measure, size)
    if isinstance(chart, Columns):
        return _columns(chart, width, measure, size)
    if isinstance(chart, RiskGrid):
        from leadapp.domain.risk_scene import risk_scene

        return risk_scene(chart, width, measure, size)
    return _clock(chart, width, measure, size)


def chart_table(chart: Chart) -> ChartTable:
    """The chart's numbers as a table of finished words."""
    if isinstance(chart, StackedBars):
        head = ("", *(series.label for series in chart.series))
        rows = tuple(
            (category, *(str(series.values[n]) for series in chart.series)) for n, category in enumerate(chart.categories)
        )
        return ChartTable(head, rows)
    if isinstance(chart, Columns):
        values = tuple((" ".join(c.split()), _value(v, chart)) for c, v in zip(chart.categories, chart.values, strict=True))
        target = (("Target", f"{chart.target:,.10g}{chart.unit}"),) if chart.target is not None else ()
        return ChartTable(("", chart.title), values + target)
    if isinstance(chart, RiskGrid):
        from leadapp.domain.risk_scene import risk_table

        return risk_table(chart)
    rows = tuple((format_date(mark.day), mark.label) for mark in chart.marks)
    return ChartTable(("Date", "What"), (*rows, (format_date(chart.today), "Today")))


def _value(value: float | None, chart: Columns) -> str:
    """A column's value in words; a percentage has one decimal, as in every table of shares."""
    if value is None:
        return "not measured"
    return f"{value:.1f}%" if chart.unit == "%" else f"{value:,.10g}{chart.unit}"


def shorten(text: str, room: float, measure: Measure, size: float, *, bold: bool = False) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    if measure(text, size, bold) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle].rstrip() + "…", size, bold) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


# -------------------------------------------------------------------------------- stacked bars
def _bars(chart: StackedBars, width: float, measure: Measure, size: float) -> Scene:
    line = size * 2.3
    items: list[Item] = []
    top = legend([(s.key, s.label) for s in chart.series], width, measure, size, items)
    label = min(width * 0.34, max((measure(c, size, True) for c in chart.categories), default=0) + 12)
    note = max((measure(n, size * 0.95, False) for n in chart.notes), default=0)
    note = note + 12 if note and note < width * 0.34 else 0
    totals = [sum(series.values[n] for series in chart.series) for n in range(len(chart.categories))]
    room = width - label - note
    step = max((room - 4) / max(1, max(totals, default=1)), 0.1)
    for number, category in enumerate(chart.categories):
        y = top + number * line
        base = y + line * 0.62
        items.append(Words(0, base, shorten(category, label - 8, measure, size, bold=True), size, bold=True))
        x = label
        for series in chart.series:
            x = bar_part(items, series.key, series.values[number], (x, y + line * 0.12, step, line * 0.72), measure, size)
        if note and number < len(chart.notes):
            items.append(Words(width - note + 12, base, chart.notes[number], size * 0.95, "ink2"))
    return Scene(width, top + line * len(chart.categories) + 2, tuple(items))


def legend(states: list[tuple[str, str]], width: float, measure: Measure, size: float, items: list[Item]) -> float:
    """Shapes and words above the bars; returns where the bars begin."""
    x, y = 0.0, 0.0
    for key, label in states:
        wide = size * 1.35 + 5 + measure(label, size, False) + 14
        if x and x + wide > width:
            x, y = 0.0, y + size * 1.9
        items.append(Shape(key, x, y, size * 1.35))
        items.append(Words(x + size * 1.35 + 5, y + size * 1.05, label, size))
        x += wide
    return y + size * 2.2


def bar_part(
    items: list[Item], key: str, value: int, box: tuple[float, float, float, float], measure: Measure, size: float
) -> float:
    """One part of a bar with its number; returns where the next one begins."""
    x, y, step, height = box
    if not value:
        return x
    wide = value * step
    fill, pattern, ink = FILLS.get(key, ("accent", "", "on_accent"))
    items.append(Box(x, y, max(wide - 2, 1), height, fill, "ring" if pattern or key == "not_started" else "", pattern))
    text = str(value)
    if measure(text, size, True) + 2 <= wide:
        if pattern or fill in _BRIGHT:
            wide_text = measure(text, size, True) + 4
            items.append(Box(x + (wide - 2 - wide_text) / 2, y + 2, wide_text, height - 4, "base"))
        items.append(Words(x + (wide - 2) / 2, y + height / 2 + size * 0.36, text, size, ink, bold=True, anchor="middle"))
    return x + wide


# -------------------------------------------------------------------------------- columns
_NARROW = 16
"""A chart of columns narrower than so many letters' height has no room for a label beside its columns."""


def _columns(chart: Columns, width: float, measure: Measure, size: float) -> Scene:
    lines = max((c.count("\n") + 1 for c in chart.categories), default=1)
    narrow = width < size * _NARROW
    plot, top = size * 9, size * (3.4 if narrow else 1.8)
    most = max([v for v in chart.values if v is not None] + [chart.target or 0, 1e-9])
    if chart.unit == "%":
        most = max(most, 100.0)
    items: list[Item] = []
    bottom = top + plot
    across = width
    if chart.target is not None:
        at, target_line = (width, bottom - plot * chart.target / most), _target_key if narrow else _target_line
        across = target_line(chart, items, at, measure, size)
    slot = across / max(1, len(chart.categories))
    items.append(Line(0, bottom, across, bottom, "border"))
    for number, (category, value) in enumerate(zip(chart.categories, chart.values, strict=True)):
        middle, now = slot * (number + 0.5), number == chart.highlight
        _column(chart, items, (middle, slot, bottom), (value, plot / most, now), measure, size)
        for place, words in enumerate(category.split("\n")):
            text, role = shorten(words, slot - 2, measure, size * 0.95, bold=now), "ink" if now else "ink2"
            y = bottom + size * 1.3 * (place + 1)
            items.append(Words(middle, y, text, size * 0.95, role, bold=now, anchor="middle"))
    return Scene(width, bottom + lines * size * 1.35 + 4, tuple(items))


def _column(
    chart: Columns,
    items: list[Item],
    place: tuple[float, float, float],
    value: tuple[float | None, float, bool],
    measure: Measure,
    size: float,
) -> None:
    """One column with its value on top, or within it where the target line would strike the value out."""
    middle, slot, bottom = place
    number, step, now = value
    if number is None:
        text = shorten(_value(number, chart), slot, measure, size * 0.9)
        items.append(Words(middle, bottom - 4, text, size * 0.9, "ink2", anchor="middle"))
        return
    tall = step * max(0.0, number)
    half = min(slot * 0.31, size * 3.2)
    items.append(Box(middle - half, bottom - tall, 2 * half, tall, "accent" if now else "mid", "underway"))
    text = shorten(_value(number, chart), slot, measure, size, bold=True)
    wide = measure(text, size, True) + 4
    above = 0.0 if chart.target is None else chart.target * step - tall
    if chart.target is not None and -1 < above < size * 1.5 and tall > size * 1.6 and wide <= 2 * half:
        ink = "on_accent" if now else "ink"
        items.append(Words(middle, bottom - tall + size * 1.15, text, size, ink, bold=True, anchor="middle"))
        return
    items.append(Box(middle - wide / 2, bottom - tall - size * 1.15, wide, size * 1.1, "base"))
    items.append(Words(middle, bottom - tall - 3, text, size, bold=True, anchor="middle"))


def _target_line(chart: Columns, items: list[Item], place: tuple[float, float], measure: Measure, size: float) -> float:
    """The broken line of the target with its label to the right; returns how wide the columns may be."""
    width, y = place
    label = shorten(chart.target_label, width * 0.4, measure, size * 0.9)
    across = width - measure(label, size * 0.9, False) - 6 if label else width
    items.append(Line(0, y, across, y, "ink2", 1.2, dash=True))
    items.append(Words(width, y + size * 0.32, label, size * 0.9, "ink2", anchor="end"))
    return across


def _target_key(chart: Columns, items: list[Item], place: tuple[float, float], measure: Measure, size: float) -> float:
    """The broken line of the target across a narrow chart, with its label as a key above; returns how wide the columns may be."""
    width, y = place
    dash = size * 1.8
    items.append(Line(0, y, width, y, "ink2", 1.2, dash=True))
    if label := shorten(chart.target_label, width - dash - 4, measure, size * 0.9):
        items.append(Line(0, size * 0.7, dash, size * 0.7, "ink2", 1.2, dash=True))
        items.append(Words(dash + 4, size, label, size * 0.9, "ink2"))
    return width


# -------------------------------------------------------------------------------- month clock
def _clock(chart: MonthClock, width: float, measure: Measure, size: float) -> Scene:
    span = max(1, (chart.last_day - chart.first_day).days)

    def at(day: dt.date) -> float:
        return min(width - 1, max(1.0, (day - chart.first_day).days / span * (width - 2) + 1))

    items: list[Item] = []
    box = size * 1.9
    _quarter_boxes(chart, at, items, measure, size, box)
    axis = box * 2 + size * (2.2 + 1.7 * max(1, len(chart.marks)))
    ticks = _ticks(chart, at, items, axis, measure, size)
    if chart.band_end:
        end = at(chart.band_end)
        items.append(Box(1, axis - size * 0.8, max(2, end - 1), size * 0.8, "mid", "underway"))
        items.append(
            Words(3, axis - size * 1.2, shorten(chart.band_label, max(end, width / 3), measure, size * 0.9), size * 0.9, "ink2")
        )
    x = at(chart.today)
    items.append(Line(x, box * 2, x, axis + 4, "focus", 1.6))
    items.append(Outline(((x - 4, box * 2), (x + 4, box * 2), (x, box * 2 + 6)), "focus"))
    for number, mark in enumerate(chart.marks):
        _mark(mark, at(mark.day), (box * 2 + size * (1.9 + 1.7 * number), axis), items, (width, measure, size))
    return Scene(width, ticks, tuple(items))


def _quarter_boxes(
    chart: MonthClock, at: Callable[[dt.date], float], items: list[Item], measure: Measure, size: float, box: float
) -> None:
    quarter, years = Quarter.of(chart.first_day), dict[str, list[float]]()
    while quarter.first_day <= chart.last_day:
        left, right = (
            at(max(quarter.first_day, chart.first_day)),
            at(min(quarter.last_day + dt.timedelta(days=1), chart.last_day)),
        )
        now = str(quarter) == chart.current_quarter
        items.append(Box(left, box, right - left, box, "soft" if now else "subtle", "line"))
        name = f"Q{quarter.number}"
        if measure(name, size, now) <= right - left:
            items.append(
                Words((left + right) / 2, box * 1.66, name, size, "on_soft" if now else "ink2", bold=now, anchor="middle")
            )
        years.setdefault(quarter.financial_year, [left, right])[1] = right
        quarter = quarter.next
    for year, (left, right) in years.items():
        items.append(Box(left, 0, right - left, box, "base", "line"))
        if measure(year, size * 0.95, False) <= right - left:
            items.append(Words((left + right) / 2, box * 0.66, year, size * 0.95, "ink2", anchor="middle"))


def _ticks(
    chart: MonthClock, at: Callable[[dt.date], float], items: list[Item], axis: float, measure: Measure, size: float
) -> float:
    """The axis with a tick a month and as many labels as have room; returns the height below them."""
    items.append(Line(at(chart.first_day), axis, at(chart.last_day), axis, "ink2", 1.2))
    labels: list[tuple[int, float, str, str]] = []
    if chart.first_day == chart.month_zero:
        labels.append((0, at(chart.first_day), "Month 0", format_date(chart.month_zero)))
    month = 1
    while (end := month_end(chart.month_zero, month)) <= chart.last_day:
        if end >= chart.first_day:
            long = month % 3 == 0
            items.append(Line(at(end), axis, at(end), axis + (6 if long else 4), "ink2"))
            if long:
                labels.append((month, at(end), f"Month {month}", format_date(end)))
        month += 1
    _tick_labels(labels, items, axis, (at(chart.last_day), measure, size))
    return axis + size * 3.6


def _tick_labels(
    labels: list[tuple[int, float, str, str]], items: list[Item], axis: float, room: tuple[float, Measure, float]
) -> None:
    """The last label first, then from the left whatever still fits between."""
    width, measure, size = room
    taken: list[tuple[float, float]] = []
    order = sorted(labels, key=lambda label: (label[0] != 0, label is not labels[-1], label[0] % 6 != 0, label[0]))
    for _, x, month, date in order:
        wide = max(measure(month, size, True), measure(date, size * 0.88, False))
        left = min(max(0.0, x - wide / 2), max(0.0, width - wide))
        if any(left < right + 8 and left + wide > start - 8 for start, right in taken):
            continue
        taken.append((left, left + wide))
        items.append(Words(left + wide / 2, axis + size * 1.9, month, size, bold=True, anchor="middle"))
        items.append(Words(left + wide / 2, axis + size * 3.1, date, size * 0.88, "ink2", anchor="middle"))


def _mark(mark: ClockMark, x: float, rows: tuple[float, float], items: list[Item], room: tuple[float, Measure, float]) -> None:
    y, axis = rows
    width, measure, size = room
    items.append(Line(x, y, x, axis, "ink2", 0.8))
    reach = size * 0.5
    if mark.kind == "kpi":
        items.append(Outline(((x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)), "ink"))
    elif mark.kind == "first_due":
        items.append(Shape("not_started", x - reach, y - reach, reach * 2))
    else:
        flag = (
            (x - reach, y - reach),
            (x + reach, y - reach),
            (x + reach, y + reach * 0.3),
            (x, y + reach),
            (x - reach, y + reach * 0.3),
        )
        items.append(Outline(flag, "accent"))
    bold = mark.kind in {"due", "return_due"}
    right, left = width - x - size, x - size
    anchor, space = ("start", right) if right >= min(left, measure(mark.label, size, bold)) else ("end", left)
    text = shorten(mark.label, space, measure, size, bold=bold)
    start = x + size * 0.9 if anchor == "start" else x - size * 0.9 - measure(text, size, bold)
    items.append(Box(start - 1, y - size * 0.6, measure(text, size, bold) + 2, size * 1.2, "base"))  # no line runs through it
    items.append(Words(start, y + size * 0.36, text, size, bold=bold))
