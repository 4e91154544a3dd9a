"""Counts by state within a table, laid out for painters: a bar with a part for each state, marks with their counts, and the key."""

from __future__ import annotations

from collections.abc import Iterable

from leadapp.domain.chart_scenes import Item, Measure, Scene, Shape, Words, bar_part, legend
from leadapp.domain.documents import StateCount
from leadapp.domain.wording import STATES

MARK_WORDS = {"on_track": "on", "at_risk": "at risk", "off_track": "off"}
"""What stands behind a count where the shape says the rest; other states go by their whole word."""


def bar_scene(parts: Iterable[StateCount], most: int, width: float, measure: Measure, size: float) -> Scene:
    """A bar as long as its share of ``most``, the largest sum in its column."""
    items: list[Item] = []
    height, step, x = size * 1.75, width / max(1, most), 0.0
    for part in parts:
        x = bar_part(items, part.key, part.count, (x, 0.0, step, height), measure, size)
    return Scene(width, height, tuple(items))


def marks_scene(parts: Iterable[StateCount], width: float, measure: Measure, size: float) -> Scene:
    """Shapes side by side, each with its count and word; what has none is left out."""
    items: list[Item] = []
    x, shape = 0.0, size * 1.1
    for part in parts:
        if part.count:
            words = f"{part.count} {mark_words(part.key)}"
            items += [Shape(part.key, x, size * 0.2, shape), Words(x + shape + 4, size * 1.15, words, size)]
            x += shape + 4 + measure(words, size, False) + 9
    return Scene(width, size * 1.5, tuple(items))


def key_scene(keys: Iterable[str], width: float, measure: Measure, size: float) -> Scene:
    """The key to bars: every state with its shape and word."""
    items: list[Item] = []
    height = legend([(key, STATES[key].word) for key in keys], width, measure, size, items)
    return Scene(width, height, tuple(items))


def mark_words(key: str) -> str:
    """The words behind the count of a state."""
    return MARK_WORDS.get(key, STATES[key].word.lower())
