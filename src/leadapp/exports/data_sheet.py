"""The hidden sheet with which a full return carries its data. What stands in it is decided in ``domain.carried``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.cell import Cell

import leadapp
from leadapp.domain.carried import SHEET, carried_rows
from leadapp.domain.cell_marks import Marks, mark_of, plain_text
from leadapp.exports.workbook_styles import dress


def add_data_sheet(book: Workbook, data: Mapping[str, Any]) -> None:
    """Add the sheet to a workbook whose visible sheets are finished. Excel shows it to nobody who does not ask for it by a macro."""
    marks = cell_marks(book)
    sheet = book.create_sheet(SHEET)
    sheet.sheet_state = "veryHidden"
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 18, 100
    for number, row in enumerate(carried_rows(data, marks, f"leadapp {leadapp.__version__}"), 1):
        for place, text in enumerate(row, 1):
            cell = cast(Cell, sheet.cell(number, place))
            cell.value = text  # letters of ASCII behind a bar or a name: nothing that Excel could take for a formula
            cell.data_type = "s"
            dress(cell, "lead line")


def cell_marks(book: Workbook) -> Marks:
    """What every cell of a workbook holds, as it will be read."""
    marks: Marks = {}
    for sheet in book.worksheets:
        rows: dict[int, dict[int, str]] = {}
        for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
            cells = {place: mark for place, value in enumerate(values) if value is not None and (mark := _mark(value))}
            if cells:
                rows[number] = cells
        marks[sheet.title] = rows
    return marks


def _mark(value: Any) -> str:
    if isinstance(value, str):
        return mark_of(plain_text(value))
    return mark_of(value.date() if isinstance(value, dt.datetime) and value.time() == dt.time() else value)
