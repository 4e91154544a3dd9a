"""Excel workbooks (.xlsx, .xlsm) as plain records: streamed by openpyxl behind the guard; formulas give their stored results.

Macros, links and pictures are never touched. A workbook is only read: openpyxl would drop pictures and charts if it saved one.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import MappingProxyType
from typing import Any, TypeAlias

from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.sheets import LONGEST_TEXT, Book, Row, Sheet, Unusable, Value, column_name
from leadapp.imports.caps import Caps
from leadapp.imports.guard import MOST_ROWS, check_workbook

Progress: TypeAlias = Callable[[int, int], None]
"""Told the sheets read and the sheets in all; may raise CancelledError to stop."""
NO_RESULT = Unusable("", "holds a formula whose result was never stored. Open the workbook in Excel, save it and take it again.")
_SHOWN = re.compile(r"0(?:\.(0+))?(%?)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_EVERY = 1_000
"""Rows between two looks whether to stop."""


def read_workbook(data: bytes, name: str, caps: Caps, progress: Progress | None = None) -> Book:
    """Read every visible sheet of a workbook that is given as bytes. Raises BadInputError in a sentence that names the place."""
    findings = check_workbook(data, name, caps)
    with _opened(data, name, results=True) as book:
        sheets = _visible(book, name, caps)
        formulas = _formulas(data, name) if findings.has_formulas else {}
        reading = _Reading(name, caps, progress, len(sheets))
        read = tuple(reading.sheet(sheet, formulas.get(sheet.title, frozenset())) for sheet in sheets)
        hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    return Book(name, read, tuple(_remarks(hidden, findings.hidden_rows)))


def _remarks(hidden: list[str], rows: int) -> Iterator[str]:
    for title in hidden:
        yield f"The sheet “{title}” is hidden and was not read."
    if rows:
        yield f"{rows:,} hidden {'row was' if rows == 1 else 'rows were'} read as well."


@contextmanager
def _opened(data: bytes, name: str, *, results: bool) -> Iterator[Any]:
    """A workbook of openpyxl for reading, closed at the end; whatever it stumbles over becomes a sentence."""
    from openpyxl import load_workbook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions and styles that are not kept: nothing is saved here
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=results, keep_links=False)
        except Exception as error:
            raise _unreadable(name) from error
        try:
            yield book
        except LeadappError:
            raise
        except Exception as error:
            raise _unreadable(name) from error
        finally:
            book.close()


def _unreadable(name: str) -> BadInputError:
    return BadInputError(
        f"“{name}” cannot be read: a part of it is not as Excel writes it. Open and save it in Excel first.", "file"
    )


def _visible(book: Any, name: str, caps: Caps) -> list[Any]:
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise BadInputError(f"“{name}” has no visible sheet of cells.", "file")
    if len(sheets) > caps.sheets:
        raise BadInputError(f"“{name}” has {len(sheets)} sheets, too many to be {caps.what}.", "file")
    return sheets


def _formulas(data: bytes, name: str) -> dict[str, frozenset[tuple[int, int]]]:
    """Where formulas stand, by sheet: (row from 1, column from 0). Read apart, because results and formulas come one at a time."""
    with _opened(data, name, results=False) as book:
        return {
            sheet.title: frozenset(
                (number, column)
                for number, cells in enumerate(_cells(sheet), 1)
                for column, cell in enumerate(cells)
                if cell.data_type == "f"
            )
            for sheet in book.worksheets
            if sheet.sheet_state == "visible"
        }


def _cells(sheet: Any) -> Iterable[tuple[Any, ...]]:
    """Every row of a sheet whatever size it claims to have."""
    sheet.reset_dimensions()
    rows: Iterable[tuple[Any, ...]] = sheet.iter_rows(
        max_row=MOST_ROWS
    )  # each as wide as it is: the guard knows no wider one than ZZ
    return rows


class _Reading:
    """What is counted while the sheets of one workbook are read."""

    def __init__(self, name: str, caps: Caps, progress: Progress | None, sheets: int) -> None:
        self._name, self._caps, self._progress, self._sheets = name, caps, progress, sheets
        self._cells = self._done = 0

    def sheet(self, sheet: Any, formulas: frozenset[tuple[int, int]]) -> Sheet:
        """Read one sheet."""
        rows = tuple(self._rows(sheet, formulas))
        self._done += 1
        self._tell()
        return Sheet(sheet.title, rows)

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._sheets)

    def _rows(self, sheet: Any, formulas: frozenset[tuple[int, int]]) -> Iterator[Row]:
        found = 0
        for number, cells in enumerate(_cells(sheet), 1):
            if number % _EVERY == 0:
                self._tell()
            if (row := _row(sheet.title, number, cells, formulas)) is None:
                continue
            found += 1
            self._count(row, found)
            yield row

    def _count(self, row: Row, rows: int) -> None:
        """Refuse what is more than the caps allow, naming where it begins."""
        caps, place = self._caps, row.place()
        self._cells += len(row.values)
        if rows > caps.rows or self._cells > caps.cells:
            much = f"{caps.rows:,} rows" if rows > caps.rows else f"{caps.cells:,} cells"
            raise BadInputError(f"“{self._name}” holds more than {much} ({place}): too much to be {caps.what}.", place)
        if len(row.values) > caps.columns:
            last = column_name(len(row.values) - 1)
            sentence = f"“{self._name}” goes on to column {last} ({place}); at most {caps.columns} columns are read."
            raise BadInputError(f"{sentence} Delete what lies to the right and save it.", place)


def _row(sheet: str, number: int, cells: tuple[Any, ...], formulas: frozenset[tuple[int, int]]) -> Row | None:
    """A row without the empty cells at its end, or None for an empty one."""
    values: list[Value] = []
    shown: dict[int, str] = {}
    last = 0
    for column, cell in enumerate(cells):
        value = cell.value
        if value is None and formulas and (number, column) in formulas:
            value = NO_RESULT
        elif value is not None:
            value = _value(cell, value)
            if isinstance(value, int | float) and (text := _shown(value, cell.number_format)):
                shown[column] = text
        values.append(value)
        if value is not None:
            last = column + 1
    return Row(sheet, number, tuple(values[:last]), MappingProxyType(shown)) if last else None


def _value(cell: Any, value: Any) -> Value:
    if isinstance(value, str):
        return _text(value) if cell.data_type != "e" else Unusable(value, f"holds the error {value}.")
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return value if isinstance(value, bool | int | float | dt.datetime | dt.time | dt.timedelta) else str(value)


def _text(text: str) -> Value:
    """A text; Excel writes letters that XML cannot hold as _x000D_. One of spaces alone is none."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return capped(text)


def capped(text: str) -> Value:
    """A text as a cell's value: None where nothing stands in it, unusable where it is longer than a cell can hold."""
    if len(text) > LONGEST_TEXT:
        why = f"holds {len(text):,} characters; at most {LONGEST_TEXT:,} fit into a cell."
        return Unusable(f"{text[:60]}…", why)
    return text if text and not text.isspace() else None


def _shown(value: float, form: str) -> str:
    """A number as Excel shows it where its format has fixed decimals or a percentage: 3.10, 45%; empty for any other format."""
    match = _SHOWN.fullmatch(form or "")
    if match is None or form == "0":
        return ""
    return f"{value * (100 if match[2] else 1):.{len(match[1] or '')}f}{match[2]}"
