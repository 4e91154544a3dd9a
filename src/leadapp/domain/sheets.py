"""What a person brings as a table, whatever it came in: sheets of rows of cells, each with its value, its text and its place in words.

A workbook, a CSV file and rows pasted from the clipboard all give these records. How they are read lies in ``imports``; what the
columns mean is for whoever takes them in.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import EARLIEST, LATEST, format_date, parse_date

LONGEST_TEXT = 32_767
"""So many characters fit into a cell of Excel."""
MOST_FAULTS = 20
"""So many faults are told at once in one sentence; lists on a page hold all."""
_EXCEL_DAY_ZERO = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Unusable:
    """What stands in a cell that holds nothing a person wrote: an error, a formula without a result, a text too long to be one.

    ``shown`` is what the cell shows, ``why`` goes on after the place: "holds the error #REF!."
    """

    shown: str
    why: str


Value: TypeAlias = str | bool | int | float | dt.date | dt.datetime | dt.time | dt.timedelta | Unusable | None
"""What a cell holds. A day without a time is a date."""


class Cell(NamedTuple):
    """One cell: what it holds, the text a person sees, and where it stands: its row and its column, counted from 0.

    A tuple, for a list makes ten thousand of them.
    """

    value: Value
    text: str
    row: Row
    column: int

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return self.row.place(self.column)


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What cannot be used, with its place: "sheet “Plan”, row 12, column C"."""

    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place[:1].upper()}{self.place[1:]}: {self.sentence}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row. ``number`` counts from 1 as Excel does, columns count from 0; ``shown`` holds texts that differ from the plain value's.

    Cells that are asked for beyond the last one are empty.
    """

    sheet: str
    number: int
    values: tuple[Value, ...]
    shown: Mapping[int, str] = field(default_factory=lambda: MappingProxyType({}))

    def value(self, column: int) -> Value:
        """What a cell holds."""
        return self.values[column] if 0 <= column < len(self.values) else None

    def text(self, column: int) -> str:
        """What a cell shows, without spaces round it; lines end with a line feed."""
        return self.shown.get(column) or text_of(self.value(column))

    def place(self, column: int | None = None) -> str:
        """Where the row or one of its cells stands, in words."""
        parts = (f"sheet “{self.sheet}”" if self.sheet else "", f"row {self.number}")
        return ", ".join(filter(None, (*parts, "" if column is None else f"column {column_name(column)}")))

    def cell(self, column: int) -> Cell:
        """A cell with value, text and place."""
        value = self.value(column)
        return Cell(value, self.shown.get(column) or text_of(value), self, column)

    def unusable(self) -> Iterator[SheetFault]:
        """Every cell of the row that holds nothing usable."""
        for column, value in enumerate(self.values):
            if isinstance(value, Unusable):
                yield SheetFault(self.place(column), value.why)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its rows that hold something, in order; a CSV file and pasted rows have a sheet without a name."""

    name: str
    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns its widest row has."""
        return max((len(row.values) for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Book:
    """All sheets that a person sees in a file, and what she should know of its reading (such as a hidden sheet that was left out)."""

    file_name: str
    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()


# -------------------------------------------------------------------------------- cells in words
def column_name(column: int) -> str:
    """The letters of a column that counts from 0: A, Z, AA."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def text_of(value: Value) -> str:
    """A value as a person reads it: dates in full, numbers without needless decimals, TRUE and FALSE as Excel has them."""
    if value is None:
        return ""
    if isinstance(value, str):
        return clean_lines(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, Unusable):
        return value.shown
    return _number_or_time(value)


def _number_or_time(value: int | float | dt.date | dt.time | dt.timedelta) -> str:
    if isinstance(value, dt.datetime):
        return f"{format_date(value.date())} {value:%H:%M}"
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufeff\u200b]")


def clean_lines(text: str) -> str:
    """A text without control characters, its lines ended by line feeds, without spaces round it."""
    if not text.isascii() or not text.isprintable():
        text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n").replace("\u2028", "\n")
        text = _CONTROL.sub("", text.replace("\t", " ").replace("\u00a0", " "))
    return text.strip()


def capped(text: str) -> Value:
    """A text as a cell's value: None where nothing stands in it, unusable where it is longer than a cell can hold."""
    if len(text) > LONGEST_TEXT:
        why = f"holds {len(text):,} characters; at most {LONGEST_TEXT:,} fit into a cell."
        return Unusable(f"{text[:60]}…", why)
    return text if text and not text.isspace() else None


# -------------------------------------------------------------------------------- cells as dates and numbers
def date_of(cell: Cell) -> dt.date | None:
    """The day a cell holds: a date, a text that is one, or Excel's number of a day. None if empty; BadInputError names the place."""
    value = cell.value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and (day := _day_of_serial(value)):
        return day
    if not cell.text:
        return None
    try:
        return parse_date(cell.text)
    except BadInputError as error:
        raise BadInputError(str(SheetFault(cell.place, str(error))), cell.place) from error


def _day_of_serial(number: float) -> dt.date | None:
    """The day that Excel stores as a number, in the range of days a plan can name; 46,296 is 1 October 2026."""
    if not math.isfinite(number) or number != int(number) or not 0 < number < 100_000:
        return None
    day = _EXCEL_DAY_ZERO + dt.timedelta(days=int(number))
    return day if EARLIEST <= day <= LATEST else None


def tell(heading: str, faults: tuple[SheetFault, ...]) -> str:
    """Several faults under a heading, a line each; beyond ``MOST_FAULTS`` only their number."""
    rest = [f"And {len(faults) - MOST_FAULTS} more."] if len(faults) > MOST_FAULTS else []
    return "\n".join([heading, *map(str, faults[:MOST_FAULTS]), *rest])
