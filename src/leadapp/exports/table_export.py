"""Any table as a workbook or CSV file: what is shown, with filters and a frozen head, set up for print, marked on every page."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from leadapp.domain.plain_table import PlainTable, PlainValue, cell_text
from leadapp.exports.workbook_styles import add_styles, dress
from leadapp.exports.workbook_text import LongTexts, height_of, put_text

HEAD_ROW = 3


def draw_table(table: PlainTable, target: Path) -> None:
    """Draw a table into a file: a CSV file where the target's ending says so, else a workbook."""
    if target.suffix.lower() == ".csv":
        _draw_csv(table, target)
    else:
        _draw_workbook(table, target)


def _draw_csv(table: PlainTable, target: Path) -> None:
    """With a mark of its encoding, so that Excel shows every name as it is written."""
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.heading for column in table.columns])
        writer.writerows([_csv_text(value) for value in row] for row in table.rows)


def _csv_text(value: PlainValue) -> str:
    return value.isoformat() if isinstance(value, dt.date) else cell_text(value)


def _draw_workbook(table: PlainTable, target: Path) -> None:
    book = Workbook()
    add_styles(book)
    sheet: Any = book.active
    sheet.title = _sheet_name(table.title)
    put_text(sheet, 1, 1, f"{table.whose}: {table.title}" if table.whose else table.title, "lead title")
    put_text(sheet, 2, 1, ". ".join(filter(None, (table.marking, table.shown))), "lead line")
    for number, column in enumerate(table.columns, 1):
        put_text(sheet, HEAD_ROW, number, column.heading, "lead head")
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    long = LongTexts()
    for row, values in enumerate(table.rows or (("None", *("",) * (len(table.columns) - 1)),), HEAD_ROW + 1):
        _draw_row(sheet, row, values, table, long)
    _draw_long_texts(book, long)
    _set_up(sheet, table)
    book.properties.title, book.properties.creator = table.title, "leadapp"
    book.save(target)


def _draw_row(sheet: Any, row: int, values: tuple[PlainValue, ...], table: PlainTable, long: LongTexts) -> None:
    most = 1.0
    for number, (column, value) in enumerate(zip(table.columns, values, strict=True), 1):
        if isinstance(value, dt.date):
            _put_value(sheet, row, number, value, "lead date")
        elif isinstance(value, int | float):
            _put_value(sheet, row, number, value, "lead number")
        else:
            text, lines = long.split(value or "", f"{get_column_letter(number)}{row}", column.width - 2)
            put_text(sheet, row, number, text, "lead id" if number == 1 else "lead cell")
            most = max(most, lines)
    sheet.row_dimensions[row].height = min(409.0, height_of(most))


def _put_value(sheet: Any, row: int, column: int, value: object, style: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = value
    dress(cell, style)


def _draw_long_texts(book: Workbook, long: LongTexts) -> None:
    """What no cell can show goes on in a sheet of its own."""
    if not long.rows:
        return
    sheet: Any = book.create_sheet("Long texts")
    for number, (head, width) in enumerate((("Cell", 10), ("Part", 8), ("Text", 110)), 1):
        put_text(sheet, 1, number, head, "lead head")
        sheet.column_dimensions[get_column_letter(number)].width = width
    for row, (place, part, text) in enumerate(long.rows, 2):
        for number, words in enumerate((place, str(part), text), 1):
            put_text(sheet, row, number, words, "lead cell")


def _sheet_name(title: str) -> str:
    kept = "".join(letter for letter in title if letter not in r"[]:*?/\'")
    return kept[:31].strip() or "Table"


def _set_up(sheet: Any, table: PlainTable) -> None:
    """Filters, frozen head, A4 across, the marking above and the page below."""
    last = get_column_letter(len(table.columns))
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + max(len(table.rows), 1)}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _part(sheet.oddHeader, "center").text = table.marking or None
    _part(sheet.oddFooter, "left").text = table.title.replace("&", "&&")
    _part(sheet.oddFooter, "center").text = table.marking or None
    _part(sheet.oddFooter, "right").text = "Page &P of &N"


def _part(item: Any, side: str) -> Any:
    return cast(HeaderFooterItem, getattr(item, side))
