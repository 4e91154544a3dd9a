"""KPIs and their dated values: shares with numerator and denominator, surveys with their wave, trend against the last value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, fields
from typing import Any

from leadapp.domain.corporate_plan import Direction, KpiKind, is_withdrawn
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import Problem, clean_text
from leadapp.domain.wording import NOT_YET_MEASURED

LARGEST_NUMBER = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Kpi:
    """A measure of an action. ``due`` is written as in the catalogue (M9, Y1, FYM3, Q4, M12+M18, "-"), or 2026-09-30."""

    id: int
    uid: str
    version: int
    action_id: int
    text: str
    kind: KpiKind
    corporate_kpi: str = ""
    perception: bool = False
    counts_people: bool = False
    due: str = "-"
    target: float | None = None
    unit: str = ""
    direction: Direction | None = None
    numerator_label: str = ""
    denominator_label: str = ""
    baseline: str = ""
    definition: str = ""
    question: str = ""
    by_service: bool = False

    @property
    def is_withdrawn(self) -> bool:
        """Whether a new edition of the corporate plan no longer has it: kept with its values, not asked any more."""
        return is_withdrawn(self.corporate_kpi)

    @property
    def shown_text(self) -> str:
        """What is measured, and whether the corporate plan still asks for it."""
        return f"{self.text} (withdrawn from the corporate plan)" if self.is_withdrawn else self.text

    @property
    def is_share(self) -> bool:
        """Whether it is measured as so many of so many. A survey's result is a share of those who answered."""
        return self.kind is KpiKind.PERCENTAGE or self.perception

    @property
    def is_yes_no(self) -> bool:
        """Whether the answer is yes or no: it holds, or it was reached."""
        return self.kind in {KpiKind.YES_NO, KpiKind.MILESTONE}


@dataclass(frozen=True, slots=True)
class KpiValue:
    """One reading of a KPI in a quarter. A share keeps numerator and denominator; a survey its wave, question, n and rate.

    ``number`` is a count, or 1 and 0 for yes and no. ``response_rate`` is a percentage, ``n`` the people who answered.
    """

    id: int
    uid: str
    version: int
    kpi_id: int
    quarter: str
    measured_on: dt.date
    number: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    not_yet_measured: bool = False
    reason: str = ""
    wave: str = ""
    question: str = ""
    n: int | None = None
    invited: int | None = None
    response_rate: float | None = None
    next_wave: str = ""
    source: str = ""
    note: str = ""

    @property
    def share(self) -> float | None:
        """The value as a fraction 0 to 1, or None where it is not a share."""
        if self.numerator is None or not self.denominator:
            return None
        return self.numerator / self.denominator

    @property
    def level(self) -> float | None:
        """What can be compared over time: the share in percentage points, else the number."""
        return None if self.not_yet_measured else (self.share * 100 if self.share is not None else self.number)


@dataclass(frozen=True, slots=True)
class Trend:
    """How a value moved since the last one: ``arrow`` and ``words``; ``better`` is None where no direction is set."""

    arrow: str
    words: str
    better: bool | None = None
    change: float | None = None


def trend(kpi: Kpi, now: KpiValue | None, last: KpiValue | None) -> Trend:
    """Compare a value with the last one. Shares move in points, numbers in units, yes and no in words."""
    if now is None:
        return Trend("", "")
    if now.not_yet_measured:
        return Trend("", NOT_YET_MEASURED.lower())
    if last is None or last.level is None or now.level is None:
        return Trend("", "first value")
    change = round(now.level - last.level, 6)
    if abs(change) < (0.05 if kpi.is_share else 1e-9):
        return Trend("▶", "no change", None, 0.0)
    if kpi.is_yes_no:
        return Trend("▲", "now yes", True, change) if change > 0 else Trend("▼", "no longer", False, change)
    size = f"{abs(change):,.1f} points" if kpi.is_share else f"{abs(change):,.10g}"
    wanted = {Direction.AT_LEAST: 1, Direction.UP: 1, Direction.AT_MOST: -1, Direction.DOWN: -1}.get(
        kpi.direction or Direction.UP
    )
    better = None if kpi.direction is None or wanted is None else change * wanted > 0
    return Trend("▲" if change > 0 else "▼", f"{'up' if change > 0 else 'down'} {size}", better, change)


def meets_target(kpi: Kpi, value: KpiValue | None) -> bool | None:
    """Whether a value reaches its target, or None where there is no target or nothing measured."""
    if kpi.target is None or value is None or value.level is None:
        return None
    return value.level <= kpi.target if kpi.direction in {Direction.AT_MOST, Direction.DOWN} else value.level >= kpi.target


def number_text(number: float | None) -> str:
    """A number as people read it: thousands separated, no needless decimals; None gives an empty text."""
    return "" if number is None else f"{number:,.10g}" if abs(number) < LARGEST_NUMBER else f"{number:,.0f}"


def value_text(kpi: Kpi, value: KpiValue | None) -> str:
    """A value in words: "412 of 1,186, 34.7%", "Yes", "Not yet measured"; None gives an empty text."""
    if value is None:
        return ""
    if value.not_yet_measured:
        return NOT_YET_MEASURED
    if value.share is not None:
        return f"{number_text(value.numerator)} of {number_text(value.denominator)}, {value.share:.1%}"
    if kpi.is_yes_no and value.number is not None:
        return "Yes" if value.number else "Not yet"
    return f"{number_text(value.number)} {kpi.unit}".strip() if value.number is not None else ""


def target_text(kpi: Kpi) -> str:
    """The target in words: "at least 50%", "at most 24 hours", or empty where none is set."""
    if kpi.target is None:
        return ""
    word = {Direction.AT_LEAST: "at least ", Direction.AT_MOST: "at most "}.get(kpi.direction or Direction.UP, "")
    unit = kpi.unit if kpi.unit == "%" else f" {kpi.unit}" if kpi.unit else ""
    return f"{word}{number_text(kpi.target)}{unit}"


# -------------------------------------------------------------------------------- drafts
def read_number(text: str, field: str, whole: bool = False) -> float:
    """Read a number as people type it: "1,186", "34.7", "1 186". Raises BadInputError with a plain sentence."""
    clean = text.strip().replace(",", "").replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    sign, digits = (clean[0], clean[1:]) if clean[:1] in {"-", "+"} else ("", clean)
    whole_part, _, decimals = digits.partition(".")
    if not (digits.isascii() and (whole_part or decimals) and (whole_part + decimals).isdigit()) or len(digits) > 20:
        raise BadInputError("Type a number, such as 412.", field)
    number = float(sign + digits)
    if whole and number != int(number):
        raise BadInputError("Type a whole number, such as 412.", field)
    if number < 0:
        raise BadInputError("The number cannot be below 0.", field)
    if number > LARGEST_NUMBER:
        raise BadInputError("The number is too large to be right.", field)
    return number


@dataclass(frozen=True, slots=True)
class ValueDraft:
    """What stands in the boxes of one KPI for one quarter, as typed; the whole value is one unit."""

    number: str = ""
    numerator: str = ""
    denominator: str = ""
    yes: str = ""  # "yes", "no" or empty
    not_yet_measured: bool = False
    reason: str = ""
    wave: str = ""
    question: str = ""
    n: str = ""
    invited: str = ""
    next_wave: str = ""
    source: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in but what may stand there by itself: the question, and last quarter's source."""
        return not any(self._said(f.name) for f in fields(self) if f.name not in {"question", "source"})

    @property
    def has_figure(self) -> bool:
        """Whether a figure was typed, or that there is none yet; source, note and the survey's particulars alone measure nothing."""
        return any(self._said(name) for name in ("number", "numerator", "denominator", "yes", "not_yet_measured"))

    def only_shows(self, question: str, source: str) -> bool:
        """Whether nothing was typed: the boxes are empty, or show this question and this source as they were put there."""
        return self.is_empty and self.question.strip() in {"", question.strip()} and self.source.strip() in {"", source.strip()}

    def _said(self, name: str) -> bool:
        value = getattr(self, name)
        return bool(value.strip()) if isinstance(value, str) else bool(value)

    def problems(self, kpi: Kpi) -> tuple[Problem, ...]:
        """What cannot be used yet, field by field."""
        return self.read(kpi)[1]

    def read(self, kpi: Kpi) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        """The values of the whole unit (only meaningful without problems), and the problems."""
        values: dict[str, Any] = {
            name: " ".join(clean_text(getattr(self, name)).split())
            for name in ("reason", "wave", "question", "next_wave", "source")
        }
        values["note"] = clean_text(self.note)
        values["not_yet_measured"] = self.not_yet_measured
        problems: list[Problem] = []
        if self.not_yet_measured:
            return values | dict.fromkeys(("number", "numerator", "denominator", "n", "invited", "response_rate")), ()
        if kpi.is_share:
            _read_share(self, kpi, values, problems)
        elif kpi.is_yes_no:
            _read_yes(self, values, problems)
        else:
            _take(values, problems, "number", self.number, whole=False)
        return values, tuple(problems)


def _take(values: dict[str, Any], problems: list[Problem], name: str, text: str, *, whole: bool) -> None:
    """Read one number into the values, or note the problem."""
    values[name] = None
    try:
        values[name] = read_number(text, name, whole)
    except BadInputError as error:
        problems.append(Problem(name, str(error)))


def _read_yes(draft: ValueDraft, values: dict[str, Any], problems: list[Problem]) -> None:
    values["number"] = {"yes": 1.0, "no": 0.0}.get(draft.yes)
    if values["number"] is None:
        problems.append(Problem("yes", "Say yes or not yet."))


def _read_share(draft: ValueDraft, kpi: Kpi, values: dict[str, Any], problems: list[Problem]) -> None:
    _take(values, problems, "numerator", draft.numerator, whole=False)
    _take(values, problems, "denominator", draft.denominator, whole=False)
    top, bottom = values["numerator"], values["denominator"]
    if bottom == 0:
        problems.append(
            Problem("denominator", "A share of 0 cannot be worked out. If nobody counts yet, say “not yet measured”.")
        )
    elif top is not None and bottom is not None and top > bottom:
        problems.append(
            Problem(
                "numerator", f"{number_text(top)} is more than the {number_text(bottom)} it is a part of. Check both numbers."
            )
        )
    if kpi.perception:
        _read_survey(draft, kpi, values, problems)


def _read_survey(draft: ValueDraft, kpi: Kpi, values: dict[str, Any], problems: list[Problem]) -> None:
    """A survey needs its wave, the question, how many answered and how many were asked."""
    _take(values, problems, "n", draft.n or draft.denominator, whole=True)
    _take(values, problems, "invited", draft.invited, whole=True)
    if not values["wave"]:
        problems.append(Problem("wave", "Name the survey wave, such as Spring pulse 2026."))
    values["question"] = values["question"] or kpi.question
    if not values["question"]:
        problems.append(Problem("question", "Write the question that was asked."))
    n, invited = values["n"], values["invited"]
    if n is not None and invited is not None:
        if n > invited or not invited:
            problems.append(
                Problem("invited", f"{number_text(n)} answered but only {number_text(invited)} were asked. Check both numbers.")
            )
        else:
            values["response_rate"] = round(n / invited * 100, 1)
    values["n"], values["invited"] = (None if n is None else int(n)), (None if invited is None else int(invited))
