"""KPIs by service: what each service adds to a KPI in a quarter, as typed, with sums and gaps.

The directorate's own value stays the one that is reported; the lines here are where it comes from. A line is what one service gives:
a number, a numerator and a denominator, or, where services themselves are counted, yes or not yet. A service that a KPI does not
concern leaves the base. Texts that cannot be used yet are kept as typed, like everywhere.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leadapp.domain.corporate_plan import ByService, CorporateKpi, CorporatePlan, KpiKind
from leadapp.domain.directorate import ServiceRecord
from leadapp.domain.errors import BadInputError
from leadapp.domain.measures import Kpi, KpiValue, number_text, read_number
from leadapp.domain.plan import Problem, clean_text
from leadapp.domain.quarters import Quarter, format_date, parse_date

SOURCE = "By service: "
"""How the source of a value begins that was summed up here."""
NOT_APPLICABLE = "does not apply"
YES, NOT_YET = "yes", "not yet"
RENEWED = frozenset({"3.11.K2a"})
"""KPIs of things that run out and are renewed: frontline certificates, every two years (3.11)."""
_OUT = frozenset({"n/a", "na", "-", "–", "—", "does not apply", "not applicable", "no base"})
_YES = frozenset({"yes", "y", "1", "✔", "true"})
_NO = frozenset({"no", "n", "0", "not yet", "no, not yet", "✘", "false"})
SUGGESTED = (("3.10", "Staff who finished the modules of their role", "staff who finished", "staff who have modules to do"),)
"""Own KPIs that leadapp offers where the plan asks for something by service and publishes no share (3.10): action, text, labels."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Which cells a KPI asks of each service, with their headings in the order of the columns."""

    kind: ByService
    is_share: bool
    columns: tuple[tuple[str, str], ...]

    @property
    def figures(self) -> tuple[str, ...]:
        """The cells that make the figure; the others are a renewal date and a note."""
        return tuple(name for name, _ in self.columns if name in {"answer", "numerator", "denominator", "number"})


@dataclass(frozen=True, slots=True)
class ServiceValue:
    """What one service gives to a KPI in a quarter. ``number`` is a count; yes and not yet are 1 of 1 and 0 of 1."""

    id: int
    uid: str
    version: int
    kpi_id: int
    quarter: str
    service_id: int
    number: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    not_applicable: bool = False
    renewal_due: dt.date | None = None
    note: str = ""

    @property
    def is_filled(self) -> bool:
        """Whether it holds a figure, or says that there is none to give."""
        return self.not_applicable or self.number is not None or self.denominator is not None


@dataclass(frozen=True, slots=True)
class Line:
    """One service of the grid: this quarter's value, the last one before it, and cells that cannot be used yet, as typed."""

    service: ServiceRecord
    value: ServiceValue | None = None
    last: ServiceValue | None = None
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def is_filled(self) -> bool:
        """Whether the service has given its figure; the last usable one counts while another is being mended."""
        return self.value is not None and self.value.is_filled


@dataclass(frozen=True, slots=True)
class Total:
    """The sum over the services. ``base`` counts those that the KPI concerns, ``filled`` those of them with a figure."""

    number: float | None
    numerator: float | None
    denominator: float | None
    filled: int
    base: int
    missing: tuple[str, ...] = ()
    outside: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether no service has given a figure that counts."""
        return self.number is None and not self.denominator

    @property
    def counted(self) -> str:
        """How far it is filled: "6 of 8 services"."""
        return f"{self.filled} of {self.base} service{'s' if self.base != 1 else ''}"

    @property
    def source(self) -> str:
        """The source of the directorate's value: "By service: 6 of 8 services, 1 does not apply"."""
        outside = {0: "", 1: ", 1 does not apply"}.get(self.outside, f", {self.outside} do not apply")
        return f"{SOURCE}{self.counted}{outside}"

    @property
    def words(self) -> str:
        """The sum as people read it: "53 of 61, 86.9%"."""
        if self.denominator:
            share = f", {(self.numerator or 0) / self.denominator:.1%}"
            return f"{number_text(self.numerator)} of {number_text(self.denominator)}{share}"
        return number_text(self.number)

    def agrees_with(self, value: KpiValue) -> bool:
        """Whether a value of the directorate is this sum."""
        return not value.not_yet_measured and (value.number, value.numerator, value.denominator) == (
            self.number,
            self.numerator,
            self.denominator,
        )


@dataclass(frozen=True, slots=True)
class Grid:
    """One KPI by service for a quarter. ``value`` is the directorate's own."""

    kpi: Kpi
    reference: str
    shape: Shape
    quarter: Quarter
    lines: tuple[Line, ...]
    value: KpiValue | None = None

    @property
    def total(self) -> Total:
        """The sum over its services."""
        return total(self.lines)

    @property
    def differs(self) -> bool:
        """Whether the directorate's value was given by hand and is not the sum."""
        return self.value is not None and not self.total.is_empty and not self.total.agrees_with(self.value)


# -------------------------------------------------------------------------------- which KPIs, in which shape
def can_be_by_service(kpi: Kpi) -> bool:
    """Whether services can share a KPI: a count or a share, never what people perceive and never a plain yes or no."""
    return kpi.kind in {KpiKind.COUNT, KpiKind.PERCENTAGE} and not kpi.perception


def shape_of(kpi: Kpi, plan: CorporatePlan) -> Shape:
    """The cells of a KPI. The catalogue says whether services are counted; for own KPIs the name of the denominator does."""
    known = {m.id: m for a in plan.actions for k in a.kpis for m in (k, *k.splits)}.get(kpi.corporate_kpi)
    renewed = (("renewal_due", "Next to run out"),) if kpi.corporate_kpi in RENEWED else ()
    rest = (*renewed, ("note", "Note"))
    if _kind(kpi, known) is ByService.YES:
        return Shape(ByService.YES, True, (("answer", "This quarter"), *rest))
    if kpi.is_share:
        top, bottom = kpi.numerator_label or "how many", kpi.denominator_label or "out of"
        return Shape(ByService.FIGURES, True, (("numerator", _head(top)), ("denominator", _head(bottom)), *rest))
    return Shape(ByService.FIGURES, False, (("number", "This quarter"), *rest))


def _kind(kpi: Kpi, known: CorporateKpi | None) -> ByService:
    if known is not None and known.by_service is not None:
        return known.by_service
    counts = kpi.is_share and re.search(r"\bservices\b", kpi.denominator_label.casefold())
    return ByService.YES if counts else ByService.FIGURES


def _head(words: str) -> str:
    return words[:1].upper() + words[1:]


# -------------------------------------------------------------------------------- cells as they read and as they are read
def cell_text(line: Line, name: str, value: ServiceValue | None = None) -> str:
    """What stands in a cell: what was typed and cannot be used yet, else what the file holds."""
    typed = dict(line.typed)
    if value is None and name in typed:
        return typed[name]
    value = value or line.value
    if value is None:
        return ""
    if name == "note":
        return value.note
    if name == "renewal_due":
        return format_date(value.renewal_due) if value.renewal_due else ""
    if value.not_applicable:
        return NOT_APPLICABLE
    if name == "answer":
        return "" if value.denominator is None else YES if value.numerator else NOT_YET
    return number_text(getattr(value, name))


def value_words(shape: Shape, value: ServiceValue | None) -> str:
    """A service's value in one piece: "14 of 15, 93.3%", "yes", "does not apply"; empty where there is none."""
    if value is None or not value.is_filled:
        return ""
    if value.not_applicable:
        return NOT_APPLICABLE
    if shape.kind is ByService.YES:
        return YES if value.numerator else NOT_YET
    if value.denominator is None:
        return number_text(value.number)
    share = f", {(value.numerator or 0) / value.denominator:.1%}" if value.denominator else ""
    return f"{number_text(value.numerator)} of {number_text(value.denominator)}{share}"


def line_texts(shape: Shape, line: Line, given: Mapping[str, str]) -> dict[str, str]:
    """All cells of a line once some were typed anew. "Does not apply" stands for the whole figure, so it takes and yields both."""
    shown = {name: cell_text(line, name) for name, _ in shape.columns}
    typed = [" ".join(given[name].split()).casefold() for name in shape.figures if name in given]
    was_out = any(shown[name].casefold() in _OUT for name in shape.figures)
    if typed and (was_out or any(text in _OUT for text in typed)):
        shown |= dict.fromkeys(shape.figures, "")
    return shown | {name: text for name, text in given.items() if name in shown}


def read_line(shape: Shape, texts: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The usable values of a service's cells, unit by unit, and what cannot be used with the reason.

    The figure is one unit: numerator and denominator are used together or not at all. Note and renewal stand alone.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    if set(shape.figures) & texts.keys():
        figures, wrong = _read_figures(shape, {name: texts.get(name, "") for name in shape.figures})
        problems += wrong
        values |= {} if wrong else figures
    if "note" in texts:
        values["note"] = " ".join(clean_text(texts["note"]).split())
    if "renewal_due" in texts:
        try:
            values["renewal_due"] = parse_date(texts["renewal_due"], "renewal_due") if texts["renewal_due"].strip() else None
        except BadInputError as error:
            problems.append(Problem("renewal_due", str(error)))
    return values, tuple(problems)


def _read_figures(shape: Shape, texts: Mapping[str, str]) -> tuple[dict[str, Any], list[Problem]]:
    typed = {name: " ".join(text.split()).casefold() for name, text in texts.items()}
    values: dict[str, Any] = dict.fromkeys(("number", "numerator", "denominator")) | {"not_applicable": False}
    if not any(typed.values()):
        return values, []
    if any(text in _OUT for text in typed.values()):
        left = [name for name, text in typed.items() if text and text not in _OUT]
        if left:
            return values, [Problem(left[0], f"Either a figure or “{NOT_APPLICABLE}”, not both.")]
        return values | {"not_applicable": True}, []
    if shape.kind is ByService.YES:
        return _read_answer(typed["answer"], values)
    return _read_numbers(shape, texts, values)


def _read_answer(text: str, values: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    if text not in _YES | _NO:
        return values, [Problem("answer", "Type yes, not yet, or n/a.")]
    return values | {"numerator": 1.0 if text in _YES else 0.0, "denominator": 1.0}, []


def _read_numbers(shape: Shape, texts: Mapping[str, str], values: dict[str, Any]) -> tuple[dict[str, Any], list[Problem]]:
    problems: list[Problem] = []
    for name in shape.figures:
        try:
            values[name] = read_number(texts[name], name)
        except BadInputError as error:
            empty = {"numerator": "Say how many.", "denominator": "Say out of how many."}.get(name, str(error))
            problems.append(Problem(name, str(error) if texts[name].strip() else empty))
    top, bottom = values["numerator"], values["denominator"]
    if bottom == 0:
        problems.append(Problem("denominator", "Nobody to count? Type n/a: the service then leaves the base."))
    elif top is not None and bottom is not None and top > bottom:
        problems.append(Problem("numerator", f"{number_text(top)} is more than {number_text(bottom)}."))
    return values, problems


def problems_of(shape: Shape, line: Line) -> tuple[Problem, ...]:
    """What cannot be used yet in the cells of a line."""
    if not line.typed:
        return ()
    return read_line(shape, {name: cell_text(line, name) for name, _ in shape.columns})[1]


# -------------------------------------------------------------------------------- sums
def total(lines: Iterable[Line]) -> Total:
    """Sum up the services that gave a figure. Those that a KPI does not concern leave the base."""
    filled = [line.value for line in lines if line.is_filled and line.value is not None]
    inside = [value for value in filled if not value.not_applicable]
    counts = [v.number for v in inside if v.number is not None]
    shares = [(v.numerator, v.denominator) for v in inside if v.numerator is not None and v.denominator is not None]
    missing = tuple(line.service.name for line in lines if not line.is_filled)
    return Total(
        number=sum(counts) if counts else None,
        numerator=sum(top for top, _ in shares) if shares else None,
        denominator=sum(bottom for _, bottom in shares) if shares else None,
        filled=len(inside),
        base=len(inside) + len(missing),
        missing=missing,
        outside=len(filled) - len(inside),
    )


def may_follow(grid: Grid) -> bool:
    """Whether the directorate's value may move along with the sum: it has none, or it is the sum as it stands.

    A figure that was given by hand and differs is never overwritten; it is told, and the lead decides.
    """
    return grid.value is None or grid.total.agrees_with(grid.value)


def renewals(grid: Grid) -> tuple[tuple[str, dt.date], ...]:
    """Services whose certificates run out by the end of the next quarter, the earliest first (two-year renewal, 3.11)."""
    last = grid.quarter.next.last_day
    due = [
        (line.service.name, line.value.renewal_due)
        for line in grid.lines
        if line.value is not None and line.value.renewal_due is not None and line.value.renewal_due <= last
    ]
    return tuple(sorted(due, key=lambda pair: pair[1]))
