"""A full return's workbook read back: the data it carries on its hidden sheet, and what its visible cells hold now.

Behind the guard and caps like every file from outside. A formula is no value of a return: its cell counts as changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.domain.carried import Carried, is_carrier, read_rows
from leadapp.domain.cell_marks import Marks, mark_of
from leadapp.domain.errors import BadInputError
from leadapp.domain.return_cover import VERSION_WORDS
from leadapp.domain.sheets import Row, Unusable
from leadapp.imports.caps import RETURN
from leadapp.imports.guard import check_workbook, is_zip, read_file, refuse_what_is_no_text

if TYPE_CHECKING:
    from leadapp.imports.sheet_stream import OpenWorkbook

FORMULA = Unusable("a formula", "holds a formula.")
_OTHER_VERSIONS = {
    VERSION_WORDS["staff"]: "the version for staff",
    "one-page version.": "the version of one page",
}
"""By the end of a cell's text which version a workbook is that carries no data."""


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """What a workbook carries, and the marks of its visible cells as they are now."""

    carried: Carried
    found: Marks


def read_return_workbook(path: Path) -> ReadWorkbook:
    """Read a return's workbook. Needs no database: safe in a worker thread. Raises BadInputError and DiskError in sentences."""
    data = read_file(path, RETURN)
    if not is_zip(data):
        refuse_what_is_no_text(data, path.name)
        raise BadInputError(f"“{path.name}” is not an Excel workbook (.xlsx).", "file")
    check_workbook(data, path.name, RETURN)
    sheets = _sheets(data, path.name)
    carriers = [name for name, rows in sheets.items() if is_carrier(_pairs(rows))]
    if not carriers:
        raise BadInputError(_why_none(sheets, path.name), "file")
    if len(carriers) > 1:
        raise BadInputError(f"“{path.name}” carries the data of {len(carriers)} returns. Ask for the file again.", "file")
    carried = read_rows(_pairs(sheets.pop(carriers[0])), path.name)
    return ReadWorkbook(carried, {name: _marks(rows) for name, rows in sheets.items()})


def _sheets(data: bytes, name: str) -> dict[str, list[Row]]:
    from leadapp.imports.sheet_stream import OpenWorkbook

    try:
        book = OpenWorkbook(data, formula=FORMULA)
        try:
            return _read_all(book, name)
        finally:
            book.close()
    except BadInputError:
        raise
    except Exception as error:
        sentence = f"“{name}” cannot be read: a part of it is not as Excel writes it. Open and save it in Excel first."
        raise BadInputError(sentence, "file") from error


def _read_all(book: OpenWorkbook, name: str) -> dict[str, list[Row]]:
    if len(book.sheets) > RETURN.sheets:
        raise BadInputError(f"“{name}” has {len(book.sheets)} sheets, too many to be {RETURN.what}.", "file")
    found, cells = dict[str, list[Row]](), 0
    for part in book.sheets:
        rows = found.setdefault(part.title, [])
        for piece in book.rows(part):
            rows += piece
            cells += sum(len(row.values) for row in piece)
            wide = max((len(row.values) for row in piece), default=0)
            if len(rows) > RETURN.rows or cells > RETURN.cells or wide > RETURN.columns:
                most = f"{RETURN.rows:,} rows, {RETURN.columns} columns and {RETURN.cells:,} cells"
                raise BadInputError(f"“{name}” holds more than {RETURN.what} does: at most {most} are read.", "file")
    return found


def _pairs(rows: list[Row]) -> list[tuple[str, str]]:
    """The first two cells of each row as texts, as they stand."""
    return [(_text(row, 0), _text(row, 1)) for row in rows]


def _text(row: Row, column: int) -> str:
    value = row.value(column)
    return value if isinstance(value, str) else row.text(column)


def _marks(rows: list[Row]) -> dict[int, dict[int, str]]:
    marked = {row.number: {column: mark for column, value in enumerate(row.values) if (mark := mark_of(value))} for row in rows}
    return {number: cells for number, cells in marked.items() if cells}


def _why_none(sheets: dict[str, list[Row]], name: str) -> str:
    """Why a workbook carries no data, as far as it can be told."""
    for text in _texts(sheets):
        for end, version in _OTHER_VERSIONS.items():
            if text.endswith(end):
                return f"“{name}” is {version} of a return. It carries no data; only the full return does. Ask for that one."
    return (
        f"“{name}” carries no data of a return. Only the full return made with this leadapp or a newer one does, and its hidden sheet may "
        "have been deleted. Ask for the file again."
    )


def _texts(sheets: dict[str, list[Row]]) -> Iterator[str]:
    for rows in sheets.values():
        for row in rows[:40]:
            yield from (value for value in row.values if isinstance(value, str))
