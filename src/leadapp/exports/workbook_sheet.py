"""A sheet set up for the screen and for printing: A4, the marking and the notice in its margins, page x of y."""

from __future__ import annotations

from typing import cast

from openpyxl import Workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from leadapp.domain.documents import Document
from leadapp.exports.workbook_text import clean

_MARGIN_TEXT = 75


def new_sheet(book: Workbook, document: Document, name: str) -> Worksheet:
    """The next sheet of a workbook; the first one is the one that every new workbook has."""
    first = book.worksheets[0] if len(book.worksheets) == 1 and not book.worksheets[0]["A1"].value else None
    sheet = first or book.create_sheet()
    sheet.title = name
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.75
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    head = f"{document.marking}   {document.notice}".strip()
    top, foot = cast(HeaderFooterItem, sheet.oddHeader), cast(HeaderFooterItem, sheet.oddFooter)
    for item in (top.center, foot.center, foot.left, foot.right):
        item.font, item.size = "Arial,Regular", 9
    top.center.text = foot.center.text = _in_margin(head)
    foot.left.text, foot.right.text = _in_margin(document.footer), "Page &P of &N"
    return sheet


def _in_margin(text: str) -> str:
    """A text for header or footer: & is doubled, and the whole stays under Excel's limit of 255 letters."""
    plain = " ".join(clean(text).split())
    return (plain if len(plain) <= _MARGIN_TEXT else plain[: _MARGIN_TEXT - 1].rstrip() + "…").replace("&", "&&")
