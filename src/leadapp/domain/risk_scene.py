"""The square of likelihood and impact as lines, boxes and words: risks stand in their cell by their numbers."""

from __future__ import annotations

from collections import defaultdict

from leadapp.domain.chart_scenes import Box, Item, Measure, Scene, Words
from leadapp.domain.charts import ChartTable, RiskGrid
from leadapp.domain.risk_fields import IMPACT_WORDS, LIKELIHOOD_WORDS
from leadapp.domain.risks import level_of

_GROUNDS = {"low": "base", "medium": "pale", "high": "mid"}
SIDE = 5


def risk_scene(chart: RiskGrid, width: float, measure: Measure, size: float) -> Scene:
    """Five rows of likelihood, the highest on top; five columns of impact; beneath it what the grounds mean."""
    left, high = size * 2.4, size * 2.6
    wide = (width - left) / SIDE
    cells: defaultdict[tuple[int, int], list[str]] = defaultdict(list)
    for reference, likelihood, impact in chart.marks:
        cells[likelihood, impact].append(reference)
    items: list[Item] = [Words(0, size, "Likelihood", size * 0.9, "ink2")]
    top = size * 1.6
    for likelihood in range(SIDE, 0, -1):
        y = top + (SIDE - likelihood) * high
        items.append(Words(left - size * 0.8, y + high / 2 + size * 0.36, str(likelihood), size, "ink2", anchor="end"))
        for impact in range(1, SIDE + 1):
            level = level_of(likelihood * impact)
            place = (left + (impact - 1) * wide, y, wide - 2, high - 2)
            items.append(Box(*place, _GROUNDS[level], "underway" if level == "high" else "line"))
            _put(items, cells[likelihood, impact], place, measure, size)
    bottom = top + SIDE * high
    for impact in range(1, SIDE + 1):
        items.append(Words(left + (impact - 0.5) * wide, bottom + size * 1.2, str(impact), size, "ink2", anchor="middle"))
    items.append(Words(width, bottom + size * 2.5, "Impact", size * 0.9, "ink2", anchor="end"))
    _key(items, left, bottom + size * 1.7, measure, size)
    return Scene(width, bottom + size * 3, tuple(items))


def _put(items: list[Item], names: list[str], place: tuple[float, float, float, float], measure: Measure, size: float) -> None:
    """As many numbers as the cell has room for, in boxes; the rest as a count."""
    x, y, wide, high = place
    if not names:
        return
    told = list(names)
    while len(told) > 1 and _room(told, len(names), measure, size) > wide - 4:
        told.pop()
    if len(told) < len(names):
        told.append(f"+{len(names) - len(told)}")
    at = x + (wide - sum(measure(name, size, True) + 8 for name in told)) / 2
    for name in told:
        one = measure(name, size, True) + 6
        items.append(Box(at, y + high / 2 - size * 0.8, one, size * 1.6, "ink"))
        items.append(Words(at + one / 2, y + high / 2 + size * 0.36, name, size, "base", bold=True, anchor="middle"))
        at += one + 2


def _room(told: list[str], count: int, measure: Measure, size: float) -> float:
    rest = [f"+{count - len(told)}"] if len(told) < count else []
    return sum(measure(name, size, True) + 8 for name in [*told, *rest])


def _key(items: list[Item], x: float, y: float, measure: Measure, size: float) -> None:
    for level, ground in _GROUNDS.items():
        items.append(Box(x, y + size * 0.1, size, size * 0.9, ground, "underway" if level == "high" else "line"))
        items.append(Words(x + size * 1.4, y + size * 0.9, level, size * 0.9, "ink2"))
        x += size * 2.4 + measure(level, size * 0.9, False)


def risk_table(chart: RiskGrid) -> ChartTable:
    """The same as a table: one row a risk."""
    rows = tuple(
        (
            reference,
            f"{likelihood} {LIKELIHOOD_WORDS[likelihood].lower()}",
            f"{impact} {IMPACT_WORDS[impact].lower()}",
            f"{likelihood * impact} {level_of(likelihood * impact)}",
        )
        for reference, likelihood, impact in chart.marks
    )
    return ChartTable(("Risk", "Likelihood", "Impact", "Score"), rows)
