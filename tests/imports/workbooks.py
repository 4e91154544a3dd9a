"""Workbooks for tests, honest and hostile, made as bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from openpyxl import Workbook

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def workbook(fill: Callable[[Any], None]) -> bytes:
    """A workbook whose first sheet, called "Plan", is filled by a function."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Plan"
    fill(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def of_rows(*rows: tuple[Any, ...]) -> bytes:
    """A workbook with one sheet "Plan" of these rows."""

    def fill(sheet: Any) -> None:
        for row in rows:
            sheet.append(row)

    return workbook(fill)


def with_part(part: str, content: bytes | str, data: bytes | None = None) -> bytes:
    """A workbook in which one part is put in place of another, or added."""
    source = zipfile.ZipFile(io.BytesIO(data or of_rows(("a", 1))))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name in source.namelist():
            if name != part:
                made.writestr(name, source.read(name))
        made.writestr(part, content)
    return target.getvalue()


def with_cells(rows: str, before: str = "") -> bytes:
    """A workbook whose sheet holds this XML as its rows."""
    return with_part(SHEET, f"{HEAD}{before}<worksheet {NAMESPACE}><sheetData>{rows}</sheetData></worksheet>")


def text_cell(text: str, place: str = "A1") -> str:
    return f'<row r="1"><c r="{place}" t="inlineStr"><is><t>{text}</t></is></c></row>'
