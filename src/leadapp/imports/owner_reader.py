"""An owner's workbook that comes back: its sheets, the hidden one among them, and the marks it keeps outside of them.

Behind the guard and caps like every file from outside. A formula gives no value: what it would show depends on other cells.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.domain.errors import BadInputError
from leadapp.domain.owner_answers import FORMULA, ReadForm, read_form
from leadapp.domain.sheets import Book, Row, Sheet
from leadapp.imports.caps import OWNERS
from leadapp.imports.guard import check_workbook, is_zip, read_file, refuse_what_is_no_text

if TYPE_CHECKING:
    from leadapp.imports.sheet_stream import OpenWorkbook


def read_owner_file(path: Path) -> ReadForm:
    """Read a form that came back. Needs no database: safe in a worker thread. Raises BadInputError and DiskError in sentences."""
    data = read_file(path, OWNERS)
    if not is_zip(data):
        refuse_what_is_no_text(data, path.name)
        raise BadInputError(f"“{path.name}” is not an Excel workbook (.xlsx).", "file")
    check_workbook(data, path.name, OWNERS)
    from leadapp.imports.sheet_stream import OpenWorkbook

    try:
        book = OpenWorkbook(data, formula=FORMULA)
        try:
            sheets = _sheets(book, path.name)
            names = book.names()
        finally:
            book.close()
    except BadInputError:
        raise
    except Exception as error:
        sentence = f"“{path.name}” cannot be read: a part of it is not as Excel writes it. Open and save it in Excel first."
        raise BadInputError(sentence, "file") from error
    return read_form(Book(path.name, sheets), names)


def _sheets(book: OpenWorkbook, name: str) -> tuple[Sheet, ...]:
    if len(book.sheets) > OWNERS.sheets:
        raise BadInputError(f"“{name}” has {len(book.sheets)} sheets, too many to be {OWNERS.what}.", "file")
    found, cells = [], 0
    for part in book.sheets:
        rows: list[Row] = []
        for piece in book.rows(part):
            rows += piece
            cells += sum(len(row.values) for row in piece)
            wide = max((len(row.values) for row in piece), default=0)
            if len(rows) > OWNERS.rows or cells > OWNERS.cells or wide > OWNERS.columns:
                most = f"{OWNERS.rows:,} rows, {OWNERS.columns} columns and {OWNERS.cells:,} cells"
                raise BadInputError(f"“{name}” holds more than {OWNERS.what} does: at most {most} are read.", "file")
        found.append(Sheet(part.title, tuple(rows)))
    return tuple(found)
