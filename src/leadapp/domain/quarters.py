"""Council quarters, the Month 0 clock and dates as people write them.

The council's financial year runs April to March; ``2026-27-Q2`` is July to September 2026. Month N of the programme ends on
the day before the same day N months after Month 0 (short months: their last day).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache, total_ordering

from leadapp.domain.errors import BadInputError

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
DATE_EXAMPLE = "30 September 2026"
DEFAULT_DAYS_TO_RETURN = 9
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
_QUARTER = re.compile(r"(\d{4})-(\d{2})-Q([1-4])")
_DUE = re.compile(r"(M|Y|FYM|Q)(\d{1,2})")
_NUMERIC_DATE = re.compile(r"(\d{1,2})[./\-\s](\d{1,2})[./\-\s](\d{4}|\d{2})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_WORD_DATE = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[\s\-.]+([A-Za-z]+)[\s\-.,]+(\d{4}|\d{2})")


@total_ordering
@dataclass(frozen=True, slots=True)
class Quarter:
    """A quarter of the council's financial year: ``year`` is the year of its April, ``number`` 1 (April to June) to 4."""

    year: int
    number: int

    @classmethod
    def parse(cls, text: str) -> Quarter:
        """Read ``2026-27-Q2``. Raises BadInputError for anything else, a year pair that does not follow on included."""
        match = _QUARTER.fullmatch(text.strip())
        if match and int(match[2]) == (int(match[1]) + 1) % 100 and EARLIEST.year <= int(match[1]) < LATEST.year:
            return cls(int(match[1]), int(match[3]))
        raise BadInputError(f"“{text[:40]}” is not a quarter. Write it as 2026-27-Q2, for July to September 2026.", "quarter")

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        """The quarter in which a day lies."""
        year = day.year if day.month >= 4 else day.year - 1
        return cls(year, (day.month - 4) % 12 // 3 + 1)

    @property
    def first_day(self) -> dt.date:
        """The first day of the quarter."""
        month = (self.number - 1) * 3 + 4
        return dt.date(self.year, month, 1) if month <= 12 else dt.date(self.year + 1, month - 12, 1)

    @property
    def last_day(self) -> dt.date:
        """The last day of the quarter."""
        return self.next.first_day - dt.timedelta(days=1)

    @property
    def next(self) -> Quarter:
        """The quarter after this one."""
        return Quarter(self.year, self.number + 1) if self.number < 4 else Quarter(self.year + 1, 1)

    @property
    def previous(self) -> Quarter:
        """The quarter before this one."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    @property
    def financial_year(self) -> str:
        """The financial year, such as 2026-27."""
        return f"{self.year}-{(self.year + 1) % 100:02d}"

    @property
    def words(self) -> str:
        """The months in words, such as "July to September 2026"."""
        first, last = self.first_day, self.last_day
        return f"{MONTH_NAMES[first.month - 1]} to {MONTH_NAMES[last.month - 1]} {last.year}"

    def return_due(self, days: int) -> dt.date:
        """The day the quarter's return is due, ``days`` after the quarter ends."""
        return self.last_day + dt.timedelta(days=days)

    def __contains__(self, day: object) -> bool:
        return isinstance(day, dt.date) and self.first_day <= day <= self.last_day

    def __lt__(self, other: Quarter) -> bool:
        return (self.year, self.number) < (other.year, other.number)

    def __str__(self) -> str:
        return f"{self.financial_year}-Q{self.number}"


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` later; a short month gives its last day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(years, month + 1, min(day.day, calendar.monthrange(years, month + 1)[1]))


def month_end(month_zero: dt.date, number: int) -> dt.date:
    """The last day of programme month ``number`` (1 or more).

    Month 0 on 15 January 2026 gives Month 3 = 14 April 2026. In a short month the day before would fall a day early
    (Month 0 on 31 January: Month 1 would end on 27 February), so the month then runs to its own last day.
    """
    same_day = add_months(month_zero, number)
    return same_day if same_day.day < month_zero.day else same_day - dt.timedelta(days=1)


def month_of(month_zero: dt.date, day: dt.date) -> int:
    """The programme month in which a day lies: 1 for the first, 0 or less before the programme starts."""
    month = (day.year - month_zero.year) * 12 + day.month - month_zero.month
    return month if day <= month_end(month_zero, month) else month + 1


@dataclass(frozen=True, slots=True)
class DuePoint:
    """When a KPI falls due, as published: programme month (M9) or year (Y1), month of the financial year (FYM3), quarter (Q4).

    ``unit`` is M, Y, FYM or Q; ``number`` counts from 1.
    """

    unit: str
    number: int

    @property
    def words(self) -> str:
        """The point as a lead reads it, such as "Month 9"."""
        names = {"M": "Month", "Y": "Year", "FYM": "Month", "Q": "Quarter"}
        tail = " of the financial year" if self.unit in {"FYM", "Q"} else ""
        return f"{names[self.unit]} {self.number}{tail}"

    def date(self, month_zero: dt.date | None) -> dt.date | None:
        """The last day on which it is in time, or None while Month 0 is not set.

        FYM3 is the first 30 June on or after Month 0 (then yearly); Q4 the first 31 March after Month 0 (on it counts as after
        only for a month of the financial year).
        """
        if month_zero is None:
            return None
        if self.unit in {"M", "Y"}:
            return month_end(month_zero, self.number * (12 if self.unit == "Y" else 1))
        months = self.number * (3 if self.unit == "Q" else 1)
        day = add_months(dt.date(month_zero.year - 1, 4, 1), months) - dt.timedelta(days=1)
        while day < month_zero or (self.unit == "Q" and day == month_zero):
            day = add_months(day + dt.timedelta(days=1), 12) - dt.timedelta(days=1)
        return day

    def __str__(self) -> str:
        return f"{self.unit}{self.number}"


@dataclass(frozen=True, slots=True)
class DueDay:
    """When a KPI falls due that has a day of its own, kept as 2026-09-30. It needs no Month 0 and does not move with it."""

    day: dt.date

    @property
    def words(self) -> str:
        """The day as a lead reads it."""
        return format_date(self.day)

    def date(self, _month_zero: dt.date | None) -> dt.date:
        """The day itself, whatever Month 0 is."""
        return self.day

    def __str__(self) -> str:
        return self.day.isoformat()


@lru_cache(maxsize=512)
def due_points(text: str) -> tuple[DuePoint | DueDay, ...]:
    """Read a due text as it is kept: ``M9``, ``M12+M18``, ``2026-09-30``, or ``-`` for none. Raises BadInputError otherwise."""
    if text.strip() in {"", "-"}:
        return ()
    points: list[DuePoint | DueDay] = []
    for part in text.split("+"):
        if _ISO_DATE.fullmatch(part.strip()):
            points.append(DueDay(parse_date(part, "due")))
            continue
        match = _DUE.fullmatch(part.strip())
        if not match or int(match[2]) == 0:
            raise BadInputError(
                f"“{text[:40]}” is not a due point such as M9, Y1, FYM3 or Q4, or a day such as 2026-09-30.", "due"
            )
        points.append(DuePoint(match[1], int(match[2])))
    return tuple(points)


BANDS: dict[str, DuePoint] = {
    "Within 3 months": DuePoint("M", 3),
    "Within 6 months": DuePoint("M", 6),
    "Within 12 months": DuePoint("M", 12),
    "Year 1 and 2": DuePoint("Y", 2),
    "Year 1": DuePoint("Y", 1),
    "Year 2": DuePoint("Y", 2),
    "Year 3": DuePoint("Y", 3),
}
"""The timescale bands of the plan and when each ends."""


def band_end(band: str, month_zero: dt.date | None) -> dt.date | None:
    """The last day of a band, or None while Month 0 is not set or the band is not one of the plan's."""
    point = BANDS.get(band)
    return point.date(month_zero) if point else None


def format_date(day: dt.date | None) -> str:
    """A day as the house writes it: "30 September 2026"; None gives an empty text."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}" if day else ""


def format_moment(at: dt.datetime | None) -> str:
    """A moment as the house writes it, in its own time zone: "9 October 2026, 10:14"; None gives an empty text."""
    return f"{format_date(at.date())}, {at:%H:%M}" if at else ""


def month_number(word: str) -> int:
    """The month a word or its first three letters or more names; 0 if none."""
    found = [n for n, name in enumerate(MONTH_NAMES, 1) if len(word) >= 3 and name.lower().startswith(word.lower())]
    if word.lower() == "sept":
        return 9
    return found[0] if found else 0


def _date_parts(text: str) -> tuple[int, int, int] | None:
    """Day, month and year as typed (month 0 if its name is unknown), or None if the text has no date's form."""
    if match := _ISO_DATE.fullmatch(text):
        return int(match[3]), int(match[2]), int(match[1])
    if match := _NUMERIC_DATE.fullmatch(text):
        return int(match[1]), int(match[2]), _full_year(match[3])
    if match := _WORD_DATE.fullmatch(text):
        return int(match[1]), month_number(match[2]), _full_year(match[3])
    return None


def _full_year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def is_like_a_date(text: str) -> bool:
    """Whether a text has the form of a date, also of one that does not exist (31 June)."""
    return _date_parts(" ".join(text.replace(",", " ").split())) is not None


def parse_date(text: str, field: str = "date") -> dt.date:
    """Read a date as people type it: "31 March 2026", "31/3/26", "31.03.2026", "2026-03-31". Day before month.

    Raises BadInputError with a sentence that says what is wrong and gives an example.
    """
    clean = " ".join(text.replace(",", " ").split())
    parts = _date_parts(clean)
    if parts is None or not 1 <= parts[1] <= 12:
        raise BadInputError(f"“{clean[:40]}” is not a date. Type a date such as {DATE_EXAMPLE}.", field)
    day, month, year = parts
    if not EARLIEST.year <= year <= LATEST.year:
        raise BadInputError(f"The year {year} is out of range. Type a date such as {DATE_EXAMPLE}.", field)
    days = calendar.monthrange(year, month)[1]
    if not 1 <= day <= days:
        raise BadInputError(
            f"{MONTH_NAMES[month - 1]} {year} has {days} days. Type a date such as {days} {MONTH_NAMES[month - 1]} {year}.", field
        )
    return dt.date(year, month, day)


def due_in_words(due: dt.date, today: dt.date) -> str:
    """How far away a day is: "in 16 days", "today", "3 days ago"."""
    days = (due - today).days
    if days == 0:
        return "today"
    if days > 0:
        return f"in {days} day{'s' if days != 1 else ''}"
    return f"{-days} day{'s' if days != -1 else ''} ago"


def kpi_due_words(due: str) -> str:
    """A KPI's due point in words, "Month 12 and Month 18", or empty for none."""
    return " and ".join(point.words for point in due_points(due))
