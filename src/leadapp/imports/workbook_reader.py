"""Excel workbooks (.xlsx, .xlsm) as plain records: streamed behind the guard; formulas give their stored results.

Macros, links and pictures are never touched. A workbook is only read: openpyxl would drop pictures and charts if it saved one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.sheets import Book, Row, Sheet, column_name
from leadapp.imports.caps import Caps
from leadapp.imports.guard import check_workbook

if TYPE_CHECKING:
    from leadapp.imports.sheet_stream import OpenWorkbook, SheetPart

Progress: TypeAlias = Callable[[int, int], None]
"""Told the sheets read and the sheets in all; may raise CancelledError to stop."""


def read_workbook(data: bytes, name: str, caps: Caps, progress: Progress | None = None) -> Book:
    """Read every visible sheet of a workbook that is given as bytes. Raises BadInputError in a sentence that names the place."""
    hidden_rows = check_workbook(data, name, caps)
    with _opened(data, name) as book:
        sheets = _visible(book, name, caps)
        reading = _Reading(book, name, caps, progress, len(sheets))
        read = tuple(reading.sheet(sheet) for sheet in sheets)
        hidden = [sheet.title for sheet in book.sheets if not sheet.is_visible]
    return Book(name, read, tuple(_remarks(hidden, hidden_rows)))


def _remarks(hidden: list[str], rows: int) -> Iterator[str]:
    for title in hidden:
        yield f"The sheet “{title}” is hidden and was not read."
    if rows:
        yield f"{rows:,} hidden {'row was' if rows == 1 else 'rows were'} read as well."


@contextmanager
def _opened(data: bytes, name: str) -> Iterator[OpenWorkbook]:
    """A workbook for reading, closed at the end; whatever it stumbles over becomes a sentence."""
    from leadapp.imports.sheet_stream import OpenWorkbook

    try:
        book = OpenWorkbook(data)
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


def _visible(book: OpenWorkbook, name: str, caps: Caps) -> list[SheetPart]:
    sheets = [sheet for sheet in book.sheets if sheet.is_visible]
    if not sheets:
        raise BadInputError(f"“{name}” has no visible sheet of cells.", "file")
    if len(sheets) > caps.sheets:
        raise BadInputError(f"“{name}” has {len(sheets)} sheets, too many to be {caps.what}.", "file")
    return sheets


class _Reading:
    """What is counted while the sheets of one workbook are read."""

    def __init__(self, book: OpenWorkbook, name: str, caps: Caps, progress: Progress | None, sheets: int) -> None:
        self._book, self._name, self._caps, self._progress, self._sheets = book, name, caps, progress, sheets
        self._cells = self._done = 0

    def sheet(self, sheet: SheetPart) -> Sheet:
        """Read one sheet."""
        rows: list[Row] = []
        for piece in self._book.rows(sheet):
            self._tell()
            for row in piece:
                rows.append(row)
                self._count(row, len(rows))
        self._done += 1
        self._tell()
        return Sheet(sheet.title, tuple(rows))

    def _tell(self) -> None:
        if self._progress is not None:
            self._progress(self._done, self._sheets)

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
