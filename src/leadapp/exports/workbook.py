"""Draws a document as an Excel workbook: one sheet a section, real tables, dates, numbers and charts, set up for printing.

Sheets follow one plan: title in row 1, marking and remark in row 2, the section's table from row 3 on with its head frozen; whatever
else the section says and its charts stand beneath. A section without a table is a page of text.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as ExcelTable
from openpyxl.worksheet.worksheet import Worksheet

from leadapp.domain.documents import (
    Block,
    Bullets,
    Callout,
    Cell,
    CellKind,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.exports import look, workbook_styles
from leadapp.exports.progress import Progress
from leadapp.exports.workbook_charts import ChartPlacer, label_column
from leadapp.exports.workbook_file import finish_workbook
from leadapp.exports.workbook_text import LongTexts, height_of, pieces, put_text

HEAD_ROW = 3
TEXT_WIDTH = 110
_SHOWN_CHARACTERS = 1_800
_ONE_PAGE_WIDE = 200
_REPEATED_COLUMNS = 3
_REMARK_COLUMNS = 10
_SMALL_TABLE = 10


def draw_workbook(document: Document, path: Path, progress: Progress) -> None:
    """Draw a document to a file. ``progress`` is told steps done and steps in all, and may raise to cancel."""
    book = Workbook()
    workbook_styles.add_styles(book)
    drawer = _Drawer(book, document)
    steps = len(document.sections) + 2
    drawer.cover()
    for number, section in enumerate(document.sections, 1):
        progress(number, steps)
        drawer.section(section)
    drawer.long_texts()
    progress(steps - 1, steps)
    book.save(path)
    finish_workbook(path, document, drawer.charts.texts)
    progress(steps, steps)


class _Drawer:
    """Puts one document into one workbook."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self._book, self._document = book, document
        self._long = LongTexts()
        self._tables: set[str] = set()
        self.charts = ChartPlacer()
        properties = book.properties
        properties.title = f"{document.cover.title}, {document.cover.subject}, {document.cover.period}"
        properties.creator = properties.lastModifiedBy = document.author
        properties.subject = document.marking
        properties.keywords = ", ".join(document.keywords)
        properties.language = document.language

    # ---------------------------------------------------------------------------- sheets
    def _sheet(self, name: str) -> Worksheet:
        first = self._book.worksheets[0] if len(self._book.worksheets) == 1 and not self._book.worksheets[0]["A1"].value else None
        sheet = first or self._book.create_sheet()
        sheet.title = name
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top = sheet.page_margins.bottom = 0.75
        sheet.page_margins.header = sheet.page_margins.footer = 0.35
        head = f"{self._document.marking}   {self._document.notice}".strip()
        top, foot = cast(HeaderFooterItem, sheet.oddHeader), cast(HeaderFooterItem, sheet.oddFooter)
        top.center.text = foot.center.text = _in_margin(head)
        foot.left.text, foot.right.text = _in_margin(self._document.footer), "Page &P of &N"
        return sheet

    def _head(self, sheet: Worksheet, title: str, remark: str) -> None:
        cover = self._document.cover
        put_text(sheet, 1, 1, f"{title}, {cover.subject}, {cover.period}", "lead title")
        sheet.row_dimensions[1].height = 24
        marks = ". ".join(part for part in (self._document.marking, self._document.notice.replace("   ", ". ")) if part)
        put_text(sheet, 2, 1, f"{marks}. Self-assessed. {self._document.footer}. {remark}".strip(), "lead remark")

    def cover(self) -> None:
        """The first sheet: what this is, for whom, and what is in it."""
        cover, sheet = self._document.cover, self._sheet("Cover")
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 26, 96
        put_text(sheet, 1, 1, f"{self._document.marking}   {self._document.notice}".strip(), "lead caption")
        put_text(sheet, 2, 1, cover.council, "lead line")
        put_text(sheet, 3, 1, cover.title, "lead cover")
        put_text(sheet, 4, 1, cover.subject, "lead heading")
        put_text(sheet, 5, 1, cover.period, "lead line")
        sheet.row_dimensions[3].height = 36
        row = self._facts(sheet, 7, cover.facts) + 1
        for callout in cover.callouts:
            row = self._pair(sheet, row, callout.title, callout.text, callout.tone) + 1
        if cover.changes:
            put_text(sheet, row, 1, cover.changes_title, "lead heading")
            for line in cover.changes:
                row += 1
                row = self._text(sheet, row, 2, line, "lead text", 96) - 1
            row += 2
        put_text(sheet, row, 1, "Sheets", "lead heading")
        for section in self._document.sections:
            row += 1
            link = put_text(sheet, row, 2, section.title, "lead link")
            link.hyperlink = f"#'{section.sheet}'!A1"
            link.style = "lead link"
        sheet.page_setup.fitToHeight = 1

    def section(self, section: Section) -> None:
        """One sheet of the document."""
        sheet = self._sheet(section.sheet)
        table = next((block for block in section.blocks if isinstance(block, Table)), None)
        if table is None:
            self._head(sheet, section.title, "")
            sheet.column_dimensions["A"].width = TEXT_WIDTH
            self._blocks(sheet, HEAD_ROW + 1, section.blocks, TEXT_WIDTH)
            sheet.print_title_rows = "1:2"
            return
        first = section.blocks.index(table)
        lead = [block for block in section.blocks[:first] if isinstance(block, Paragraph)]
        self._head(sheet, section.title, " ".join(block.text for block in lead))
        row = self._table(sheet, HEAD_ROW, table)
        rest = [block for block in section.blocks if block is not table and block not in lead]
        self._blocks(sheet, row + 2, rest, TEXT_WIDTH)
        self._frozen(sheet, table)

    def _frozen(self, sheet: Worksheet, table: Table) -> None:
        """The head stays in sight and stands on every page; the remark is as wide as the table."""
        sheet.freeze_panes = f"A{HEAD_ROW + 1}"
        sheet.print_title_rows = f"1:{HEAD_ROW}"
        shown = [column for column in table.columns if column.place is not Place.PAGE]
        wide = sum(column.chars for column in shown[:_REMARK_COLUMNS])
        if len(table.rows) <= _SMALL_TABLE:
            sheet.page_setup.fitToHeight = 1
        sheet.merge_cells(start_row=2, end_row=2, start_column=1, end_column=min(len(shown), _REMARK_COLUMNS))
        sheet.row_dimensions[2].height = height_of(pieces(str(sheet["A2"].value), wide))

    def long_texts(self) -> None:
        """What goes on after the end of a cell."""
        if not self._long.rows:
            return
        sheet = self._sheet("Long texts")
        self._head(sheet, "Long texts", "Texts too long for one cell go on here.")
        columns = (
            Column("place", "Cell", CellKind.TEXT, chars=18),
            Column("part", "Part", CellKind.INTEGER, chars=8),
            Column("text", "Text", CellKind.TEXT, chars=TEXT_WIDTH),
        )
        rows = tuple(Row((Cell(place), Cell(part), Cell(text))) for place, part, text in self._long.rows)
        table = Table("long_texts", "Long texts", columns, rows)
        self._table(sheet, HEAD_ROW, table)
        self._frozen(sheet, table)

    # ---------------------------------------------------------------------------- tables
    def _table(self, sheet: Worksheet, top: int, table: Table) -> int:
        """A real table with filters; returns its last row. A table without rows gets one that says so."""
        shown = [n for n, column in enumerate(table.columns) if column.place is not Place.PAGE]
        columns = [table.columns[n] for n in shown]
        for place, column in enumerate(columns, 1):
            style = "lead head right" if column.kind in look.RIGHT_ALIGNED else "lead head"
            put_text(sheet, top, place, column.heading, style)
            sheet.column_dimensions[get_column_letter(place)].width = column.chars
        sheet.row_dimensions[top].height = 33
        if sum(column.chars for column in columns) > _ONE_PAGE_WIDE:
            sheet.page_setup.fitToWidth = 2
            sheet.print_title_cols = f"A:{get_column_letter(_REPEATED_COLUMNS)}"
        rows = table.rows or (Row(tuple(Cell(table.empty if n == shown[0] else None) for n in range(len(table.columns)))),)
        for number, row in enumerate(rows, top + 1):
            lines = 1.0
            for place, (n, column) in enumerate(zip(shown, columns, strict=True), 1):
                lines = max(lines, self._cell(sheet, number, place, row.cells[n], column))
            sheet.row_dimensions[number].height = min(409.0, height_of(lines))
        name = f"table_{table.key}"
        last = top + len(rows)
        sheet.add_table(ExcelTable(displayName=name, ref=f"A{top}:{get_column_letter(len(columns))}{last}"))
        return last

    def _cell(self, sheet: Worksheet, row: int, place: int, cell: Cell, column: Column) -> float:
        """One cell of a table; returns how many lines it needs."""
        kind, value = column.kind, cell.value
        if isinstance(value, str) or value is None:
            words = f"{cell.symbol} {value}" if cell.symbol and value else str(value or cell.text)
            if not words:
                sheet.cell(row, place).style = "lead cell"
                return 1.0
            style = workbook_styles.text_style(kind, cell.tone, state=bool(cell.shape))
            first, rest = self._long.split(words, f"{sheet.title}!{get_column_letter(place)}{row}")
            put_text(sheet, row, place, first, style)
            return 1.0 if rest else pieces(first, column.chars)
        made = sheet.cell(row, place, value)
        made.style = workbook_styles.VALUE_STYLES[kind]
        return 1.0

    # ---------------------------------------------------------------------------- everything else
    def _blocks(self, sheet: Worksheet, row: int, blocks: tuple[Block, ...] | list[Block], width: int) -> int:
        """Blocks one under the other, charts last; returns the next free row."""
        figures = [block for block in blocks if isinstance(block, Figure)]
        for block in blocks:
            if not isinstance(block, Figure):
                row = self._block(sheet, row, block, width)
        return self.charts.place(sheet, row + 1, figures) if figures else row

    def _block(self, sheet: Worksheet, row: int, block: Block, width: int) -> int:
        if isinstance(block, Heading):
            put_text(sheet, row, 1, block.text, "lead heading")
            return row + 1
        if isinstance(block, Paragraph):
            style = "lead quiet" if block.tone is Tone.QUIET else "lead text"
            return self._text(sheet, row, 1, block.text, style, width) + 1
        if isinstance(block, Bullets):
            for item in block.items:
                row = self._text(sheet, row, 1, f"• {item}", "lead text", width)
            return row + 1
        if isinstance(block, Callout):
            return self._text(sheet, row, 1, f"{block.title} {block.text}", "lead text", width)
        if isinstance(block, Facts):
            return self._facts(sheet, row, block.pairs) + 1
        raise TypeError(f"a workbook has no place for {type(block).__name__}")

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, style: str, width: int) -> int:
        """Running text, a row for each part that can be seen whole; returns the next free row."""
        wide = self._merge_room(sheet, column, width)
        for part in LongTexts.visible_parts(text, _SHOWN_CHARACTERS):
            put_text(sheet, row, column, part, style)
            if wide:
                sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=wide)
            sheet.row_dimensions[row].height = min(409.0, height_of(pieces(part, width)))
            row += 1
        return row

    def _merge_room(self, sheet: Worksheet, column: int, width: int) -> int:
        """The last column that a text must be merged over to be ``width`` characters wide; 0 for no merge."""
        have, last = 0.0, column
        while True:
            have += sheet.column_dimensions[get_column_letter(last)].width
            if have >= width or last > 20:
                break
            last += 1
        return last if last > column else 0

    def _facts(self, sheet: Worksheet, row: int, pairs: tuple[tuple[str, str], ...]) -> int:
        for label, value in pairs:
            row = self._pair(sheet, row, label, value, Tone.NORMAL)
        return row

    def _pair(self, sheet: Worksheet, row: int, label: str, value: str, tone: Tone) -> int:
        style = {Tone.WARNING: "lead warning", Tone.ERROR: "lead error", Tone.NORMAL: "lead quiet"}.get(tone, "lead strong")
        first = label_column(sheet)
        put_text(sheet, row, first, label, style)
        return self._text(sheet, row, first + 1, value, "lead text", 90)


def _in_margin(text: str) -> str:
    """A text for header or footer: & is doubled, and the whole stays under Excel's limit of 255 letters."""
    return text[:70].replace("&", "&&")
