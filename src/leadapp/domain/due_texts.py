"""When a KPI falls due, read as a lead types it: "Month 9", "Year 1", "Q4", "31/3/27", "March 2027", or nothing."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import (
    BANDS,
    MONTH_NAMES,
    DueDay,
    Quarter,
    due_points,
    format_date,
    is_like_a_date,
    kpi_due_words,
    month_number,
    parse_date,
)

DUE_EXAMPLES = "a month of the programme (Month 9), a year (Year 1), a quarter (Q4) or a date (30 September 2026)"
NO_DUE = "-"
_BEGINNING = re.compile(r"^(?:due\s+)?(?:by|before|until|at|on)?\s*(?:the\s+)?(?:end\s+of\s+)?(?:the\s+)?", re.IGNORECASE)
_OF_THE_YEAR = r"(?: of (?:the|each|every)? ?(?:financial )?year)"
_POINTS = (
    (re.compile(rf"(?:month|mth|m) ?(\d{{1,2}}){_OF_THE_YEAR}|fym ?(\d{{1,2}})"), "FYM", 12),
    (re.compile(r"(?:month|mth|m) ?(\d{1,2})|(?:within )?(\d{1,2}) ?months?"), "M", 99),
    (re.compile(r"(?:year|yr|y) ?(\d{1,2})|(?:within )?(\d{1,2}) ?years?"), "Y", 99),
    (re.compile(rf"(?:quarter|qtr|q) ?([1-4]){_OF_THE_YEAR}?"), "Q", 4),
)
_QUARTER = re.compile(r"(?:quarter |q)([1-4]),? (?:of )?(\d{4})[-/](?:20)?(\d{2})|(\d{4})[-/](?:20)?(\d{2})[ -]?q([1-4])")
_MONTH = re.compile(r"([a-z]+)[ -](\d{4}|\d{2})")
_BANDS = {band.casefold(): str(point) for band, point in BANDS.items()}


def read_due(text: str) -> str:
    """A due text as it is kept: M9, Y1, Q4, 2026-09-30, several joined by +, or "-" for none.

    Raises BadInputError with a sentence that says what can be typed.
    """
    clean = " ".join(text.split()).rstrip(".")
    if clean.casefold() in {"", "-", "–", "none", "no date"}:
        return NO_DUE
    whole = _one(clean)
    if whole is None:
        parts = [_one(part.strip()) for part in re.split(r"[+;,&]|\band\b", clean)]
        if None in parts:
            raise BadInputError(f"“{clean[:40]}” was not understood. Type {DUE_EXAMPLES}.", "due")
        whole = "+".join(part for part in parts if part)
    due_points(whole)
    return whole


def due_understood(text: str, month_zero: dt.date | None) -> str:
    """How a due text as typed is understood, in one sentence; raises BadInputError as ``read_due`` does."""
    due = read_due(text)
    points = due_points(due)
    if not points:
        return ""
    words = kpi_due_words(due)
    if all(isinstance(point, DueDay) for point in points):
        return f"Understood as {words}."
    if month_zero is None:
        return f"Understood as {words}. It gets its date once Month 0 is set."
    return f"Understood as {words}: {' and '.join(format_date(point.date(month_zero)) for point in points)}."


def _one(text: str) -> str | None:
    """One point or day, or None where the text is neither. Raises BadInputError for a day that does not exist."""
    if text.casefold() in _BANDS:
        return _BANDS[text.casefold()]
    plain = _BEGINNING.sub("", text)
    low = plain.casefold()
    for pattern, unit, most in _POINTS:
        if found := pattern.fullmatch(low):
            number = int(next(group for group in found.groups() if group))
            return f"{unit}{number}" if 1 <= number <= most else None
    if found := _QUARTER.fullmatch(low):
        which, year, after = found.group(1, 2, 3) if found[1] else found.group(6, 4, 5)
        return Quarter.parse(f"{year}-{after}-Q{which}").last_day.isoformat()
    if (found := _MONTH.fullmatch(low)) and (month := month_number(found[1])):
        plain = f"{_last_day(month, found[2])} {MONTH_NAMES[month - 1]} {found[2]}"
    return parse_date(plain, "due").isoformat() if is_like_a_date(plain) else None


def _last_day(month: int, year: str) -> int:
    return calendar.monthrange(int(year) + (2000 if len(year) == 2 else 0), month)[1]
