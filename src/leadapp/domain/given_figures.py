"""Figures that leadapp can give for a KPI itself: the sum over the services, or what a register counts.

They are told beside the boxes of the quarter round with where they come from. A sum moves along by itself as long as nobody typed
another figure; what a register counts is taken with one press. A figure that was typed by hand is never overwritten silently.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadapp.domain.measures import Kpi, KpiValue, ValueDraft, number_text
from leadapp.domain.registers import Count
from leadapp.domain.service_grid import SOURCE, Grid

OWN_SOURCES = (SOURCE, "Register: ")
"""How the sources begin that leadapp writes itself: they are never carried over to a figure typed by hand."""


@dataclass(frozen=True, slots=True)
class Given:
    """A figure for a KPI: in words, as a draft that takes it, and the place in the window where it comes from."""

    kpi_id: int
    words: str
    draft: ValueDraft
    place: str
    what: object = None
    is_taken: bool = False
    differs: bool = False
    is_empty: bool = False

    @property
    def sentence(self) -> str:
        """What is told beside the boxes."""
        if self.is_empty:
            return self.words
        if self.is_taken:
            return f"{self.words}. This is the value."
        if self.differs:
            return f"{self.words}. The value above was typed by hand and differs."
        return f"{self.words}. Not taken yet."


def source_of(kpi: Kpi, values: Mapping[str, Any], given: Given | None) -> str:
    """The source that goes with a figure: one that leadapp wrote goes as soon as the figure is no longer the one it gave."""
    source = str(values.get("source", ""))
    if not source.startswith(OWN_SOURCES):
        return source
    figures = ("number", "numerator", "denominator")
    meant = given.draft.read(kpi)[0] if given is not None else {}
    same = given is not None and not given.is_empty and all(values.get(name) == meant.get(name) for name in figures)
    return source if same else ""


def carried_source(last: KpiValue | None) -> str:
    """The source of the last value, to begin this quarter's with; one that leadapp wrote is not carried on."""
    return last.source if last is not None and not last.source.startswith(OWN_SOURCES) else ""


def from_grid(grid: Grid) -> Given:
    """The sum over the services."""
    summed = grid.total
    if summed.is_empty:
        words = f"By service: nothing filled in yet ({summed.counted})."
        return Given(grid.kpi.id, words, ValueDraft(), "grid", grid.kpi.id, is_empty=True)
    draft = ValueDraft(
        number=number_text(summed.number),
        numerator=number_text(summed.numerator),
        denominator=number_text(summed.denominator),
        source=summed.source,
        note=grid.value.note if grid.value else "",
    )
    taken = grid.value is not None and summed.agrees_with(grid.value)
    words = f"By service: {summed.words} from {summed.counted}"
    return Given(grid.kpi.id, words, draft, "grid", grid.kpi.id, is_taken=taken, differs=grid.differs)


def from_count(kpi: Kpi, count: Count, value: KpiValue | None) -> Given | None:
    """What a register counts for a KPI; None where it has nothing to say, or nothing of the KPI's kind.

    For a yes or no it only ever offers yes: that nothing was written down proves nothing.
    """
    if count.is_empty or kpi.is_share != bool(count.denominator):
        return None
    yes = kpi.is_yes_no
    draft = ValueDraft(
        number="" if kpi.is_share or yes else str(count.number),
        numerator="" if not kpi.is_share else str(count.numerator),
        denominator="" if not kpi.is_share else str(count.denominator),
        yes="yes" if yes else "",
        source=count.source,
        note=value.note if value else "",
    )
    wanted = (count.numerator, count.denominator) if kpi.is_share else (1 if yes else count.number,)
    figures = () if value is None else (value.numerator, value.denominator) if kpi.is_share else (value.number,)
    taken = value is not None and not value.not_yet_measured and figures == wanted
    words = f"{count.source}. {count.sentence}"
    return Given(kpi.id, words, draft, "registers", count.register, is_taken=taken, differs=value is not None and not taken)
