"""Draws a document as an Excel workbook: one sheet a section, real tables, dates, numbers and charts, set up for printing.

Sheets follow one plan: title in row 1, marking and remark in row 2, the section's table from row 3 on with its head frozen; whatever
else the section says and its charts stand beneath. A section without a table is a page of text.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.pagebreak import Break
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
    Highlights,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.exports import look, workbook_styles
from leadapp.exports.data_sheet import add_data_sheet
from leadapp.exports.progress import Progress
from leadapp.exports.workbook_charts import ChartPlacer, label_column
from leadapp.exports.workbook_file import finished_workbook
from leadapp.exports.workbook_page import draw_page
from leadapp.exports.workbook_sheet import new_sheet
from leadapp.exports.workbook_text import LONG_WIDTH, LongTexts, height_of, in_properties, pieces, put_text, visible_parts

HEAD_ROW = 3
CARRIES = (
    "This workbook also carries its data, on a hidden sheet: leadapp reads it back and says which visible cells were changed."
)
_TEXT_LINES = 20
_ONE_PAGE_WIDE = 200
_ONE_SCREEN_WIDE = 160
_REMARK_WIDTH = 120
_SMALL_TABLE = 10
_PAGE_PIXELS = 1_000
"""The room between the margins of A4 landscape at 96 dots an inch, less 4 % for printers that count otherwise."""
_PAGE_POINTS = 467.0
"""The room between the upper and the lower margin, in points, less as much."""
_ROW_POINTS = 15.0
_LEAST_OF_SCALE = 0.86
"""Smaller than this share of the scale that fits the width, letters would be too small for what is saved."""


def draw_workbook(document: Document, path: Path, progress: Progress, data: Mapping[str, Any] | None = None) -> None:
    """Draw a document to a file. ``progress`` is told steps done and steps in all, and may raise to cancel.

    ``data`` is the JSON data of the record that it carries on a hidden sheet; only a full return does.
    """
    book = Workbook()
    workbook_styles.add_styles(book)
    drawer = _Drawer(book, document)
    steps = len(document.sections) + 2
    if document.is_one_page:
        draw_page(new_sheet(book, document, document.sections[0].sheet), document)
    else:
        _draw_sheets(drawer, document, progress, carries_data=data is not None)
    if data is not None:
        add_data_sheet(book, data)
    progress(steps - 1, steps)
    whole = BytesIO()  # a zip that meets a full disk half-way would complain to the terminal once more when it is thrown away
    book.save(whole)
    path.write_bytes(finished_workbook(whole, document, drawer.charts.texts))
    progress(steps, steps)


def _draw_sheets(drawer: _Drawer, document: Document, progress: Progress, *, carries_data: bool) -> None:
    drawer.cover(CARRIES if carries_data else "")
    for number, section in enumerate(document.sections, 1):
        progress(number, len(document.sections) + 2)
        drawer.section(section)
    drawer.long_texts()


class _Drawer:
    """Puts one document into one workbook."""

    def __init__(self, book: Workbook, document: Document) -> None:
        self._book, self._document = book, document
        self._long = LongTexts()
        self.charts = ChartPlacer()
        properties = book.properties
        properties.title = in_properties(f"{document.cover.title}, {document.cover.subject}, {document.cover.period}")
        properties.creator = properties.lastModifiedBy = in_properties(document.author)
        properties.subject = in_properties(document.marking)
        properties.keywords = ", ".join(document.keywords)
        properties.language = document.language

    # ---------------------------------------------------------------------------- sheets
    def _sheet(self, name: str) -> Worksheet:
        return new_sheet(self._book, self._document, name)

    def _head(self, sheet: Worksheet, title: str, remark: str, columns: tuple[Column, ...] = ()) -> None:
        """Title and marks. Where a sheet prints two pages wide they stand over the repeated columns, so both pages show them whole."""
        cover = self._document.cover
        marks = ". ".join(part for part in (self._document.marking, self._document.notice.replace("   ", ". ")) if part)
        marks = f"{marks}. {self._document.judged}".strip()
        whose, rest = f"{cover.subject}, {cover.period}", f"{self._document.footer}. {remark}".strip()
        sheet.row_dimensions[1].height = 24
        if sum(column.chars for column in columns) <= _ONE_PAGE_WIDE:
            put_text(sheet, 1, 1, f"{title}, {whose}", "lead title")
            lines = self._remark(sheet, 1, _columns_over(columns, _REMARK_WIDTH), f"{marks} {rest}", columns)
        else:
            naming = _naming_columns(columns)
            put_text(sheet, 1, 1, title, "lead title")
            put_text(sheet, 1, naming + 1, whose, "lead title")
            lines = self._remark(sheet, 1, naming, marks, columns)
            last = naming + _columns_over(columns[naming:], _REMARK_WIDTH)
            lines = max(lines, self._remark(sheet, naming + 1, last, rest, columns))
        sheet.row_dimensions[2].height = height_of(lines)

    def _remark(self, sheet: Worksheet, first: int, last: int, text: str, columns: tuple[Column, ...]) -> float:
        """A remark in row 2 over some columns; returns how many lines it takes."""
        put_text(sheet, 2, first, text, "lead remark")
        if last > first:
            sheet.merge_cells(start_row=2, end_row=2, start_column=first, end_column=last)
        return pieces(text, sum(column.chars for column in columns[first - 1 : last]) or LONG_WIDTH)

    def cover(self, remark: str) -> None:
        """The first sheet: what this is, for whom, and what is in it; ``remark`` says what no sheet shows."""
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
            row = self._note(sheet, row, callout) + 1
        if cover.changes:
            put_text(sheet, row, 1, cover.changes_title, "lead heading")
            for line in cover.changes:
                row += 1
                row = self._text(sheet, row, 2, line, "lead text", 92) - 1
            row += 2
        put_text(sheet, row, 1, "Sheets", "lead heading")
        for section in self._document.sections:
            row += 1
            link = put_text(sheet, row, 2, section.title, "lead link")
            link.hyperlink = Hyperlink(ref=link.coordinate, location=f"'{section.sheet}'!A1", display=section.title)
            workbook_styles.dress(link, "lead link")
        if remark:
            self._text(sheet, row + 2, 2, remark, "lead quiet", 92)
        sheet.page_setup.fitToHeight = 1

    def section(self, section: Section) -> None:
        """One sheet of the document."""
        sheet = self._sheet(section.sheet)
        table = next((block for block in section.blocks if isinstance(block, Table)), None)
        if table is None:
            self._head(sheet, section.title, "")
            sheet.column_dimensions["A"].width = LONG_WIDTH
            self._blocks(sheet, HEAD_ROW + 1, section.blocks, LONG_WIDTH)
            sheet.print_title_rows = "1:2"
            return
        first = section.blocks.index(table)
        lead = [block for block in section.blocks[:first] if isinstance(block, Paragraph)]
        self._head(sheet, section.title, " ".join(block.text for block in lead), _shown(table))
        row = self._table(sheet, HEAD_ROW, table)
        self._frozen(sheet, table)
        rest = [block for block in section.blocks if block is not table and block not in lead]
        if not table.rows and not rest:  # one page says that nothing is there, in letters as large as any
            sheet.print_area = f"A1:{get_column_letter(_columns_over(_shown(table), _ONE_SCREEN_WIDE))}{row}"
            sheet.page_setup.fitToWidth = sheet.page_setup.fitToHeight = 1
        if len(table.rows) > _SMALL_TABLE and any(isinstance(block, Figure) for block in rest):
            self._break_before(sheet, row + 1, _shown(table))
        self._blocks(sheet, row + 2, rest, LONG_WIDTH)

    def _break_before(self, sheet: Worksheet, row: int, columns: tuple[Column, ...]) -> None:
        """Print what is beneath a table on a page of its own, so that no chart is cut. Fitting to a width would ignore the break."""
        fitting = _PAGE_PIXELS / sum(column.chars * 7 + 5 for column in columns)
        sheet_properties = sheet.sheet_properties
        sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
        sheet.page_setup.scale = _calm_scale(sheet, row, max(10, min(100, int(fitting * 100))))
        sheet.print_options.horizontalCentered = True
        sheet.row_breaks.append(Break(id=row))

    def _frozen(self, sheet: Worksheet, table: Table) -> None:
        """The head stays in sight and stands on every page, and so do the columns that name a row where a table is wide."""
        shown = _shown(table)
        wide, naming = sum(column.chars for column in shown), _naming_columns(shown)
        sheet.freeze_panes = f"{get_column_letter(naming + 1 if wide > _ONE_SCREEN_WIDE else 1)}{HEAD_ROW + 1}"
        sheet.print_title_rows = f"1:{HEAD_ROW}"
        if wide > _ONE_PAGE_WIDE:
            sheet.page_setup.fitToWidth = 2
            sheet.print_title_cols = f"A:{get_column_letter(naming)}"
        elif len(table.rows) <= _SMALL_TABLE:
            sheet.page_setup.fitToHeight = 1

    def long_texts(self) -> None:
        """What goes on after the end of a cell."""
        if not self._long.rows:
            return
        sheet = self._sheet("Long texts")
        columns = (
            Column("place", "Cell", CellKind.TEXT, chars=20),
            Column("part", "Part", CellKind.INTEGER, chars=10),
            Column("text", "Text", CellKind.TEXT, chars=LONG_WIDTH),
        )
        self._head(sheet, "Long texts", "Texts too long for one cell go on here.", columns)
        rows = tuple(Row((Cell(place), Cell(part), Cell(text))) for place, part, text in self._long.rows)
        table = Table("long_texts", "Long texts", columns, rows)
        self._table(sheet, HEAD_ROW, table)
        self._frozen(sheet, table)

    # ---------------------------------------------------------------------------- tables
    def _table(self, sheet: Worksheet, top: int, table: Table) -> int:
        """A real table with filters; returns its last row. A table without rows gets one that says so."""
        columns = _shown(table)
        shown = [table.columns.index(column) for column in columns]
        for place, column in enumerate(columns, 1):
            style = "lead head right" if column.kind in look.RIGHT_ALIGNED else "lead head"
            put_text(sheet, top, place, column.heading, style)
            sheet.column_dimensions[get_column_letter(place)].width = column.chars
        sheet.row_dimensions[top].height = 33
        rows = table.rows or (_row_of_nothing(table),)
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
        kind, value = cell.kind or column.kind, cell.value
        if isinstance(value, str) or value is None:
            words = f"{cell.symbol} {value}" if cell.symbol and value else str(value or cell.text)
            if not words:
                workbook_styles.dress(sheet.cell(row, place), "lead cell")
                return 1.0
            style = workbook_styles.text_style(kind, cell.tone, state=bool(cell.shape))
            first, lines = self._long.split(words, f"{sheet.title}!{get_column_letter(place)}{row}", column.chars)
            put_text(sheet, row, place, first, style)
            return lines
        made = sheet.cell(row, place, value)
        workbook_styles.dress(made, workbook_styles.VALUE_STYLES[kind])
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
            return self._remark_block(sheet, row, block, width)
        if isinstance(block, Facts):
            return self._facts(sheet, row, block.pairs, block.cells) + 1
        if isinstance(block, Highlights):
            return self._facts(sheet, row, tuple((f"{one.words} {one.move}".strip(), one.figure) for one in block.items)) + 1
        raise TypeError(f"a workbook has no place for {type(block).__name__}")

    def _text(self, sheet: Worksheet, row: int, column: int, text: str, style: str, width: int) -> int:
        """Running text, a row for each part that can be seen whole; returns the next free row."""
        wide = self._merge_room(sheet, column, width)
        for part in visible_parts(text, width, _TEXT_LINES):
            put_text(sheet, row, column, part, style)
            if wide:
                sheet.merge_cells(start_row=row, end_row=row, start_column=column, end_column=wide)
            sheet.row_dimensions[row].height = height_of(pieces(part, width))
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

    def _facts(self, sheet: Worksheet, row: int, pairs: tuple[tuple[str, str], ...], cells: tuple[Cell | None, ...] = ()) -> int:
        """Pairs of label and value; a value that is a number stands there as one."""
        first = label_column(sheet)
        for (label, value), cell in zip(pairs, cells or (None,) * len(pairs), strict=True):
            put_text(sheet, row, first, label, "lead quiet")
            if cell is None:
                row = self._text(sheet, row, first + 1, value, "lead text", 90)
                continue
            made = sheet.cell(row, first + 1, cell.value)
            workbook_styles.dress(made, workbook_styles.FACT_STYLES[cell.kind or CellKind.NUMBER])
            row += 1
        return row

    def _note(self, sheet: Worksheet, row: int, block: Callout) -> int:
        """A remark as a box of two cells: its bold beginning and its words."""
        style = workbook_styles.note_style(block.tone)
        first = label_column(sheet)
        put_text(sheet, row, first, block.title, f"{style} title")
        return self._text(sheet, row, first + 1, block.text, style, 92)

    def _remark_block(self, sheet: Worksheet, row: int, block: Callout, width: int) -> int:
        """A remark under a table, or on a page of text in one piece."""
        if sheet.tables:
            return self._note(sheet, row, block)
        return self._text(sheet, row, 1, f"{block.title} {block.text}", workbook_styles.note_style(block.tone), width) + 1


def _calm_scale(sheet: Worksheet, last: int, fitting: int) -> int:
    """The scale, a little smaller than what fits the width where that saves a page with nothing but the last rows on it."""
    heights = [sheet.row_dimensions[row].height or _ROW_POINTS for row in range(1, last + 1)]
    least = max(10, int(fitting * _LEAST_OF_SCALE))
    return min(range(fitting, least - 1, -1), key=lambda scale: (_pages(heights, _PAGE_POINTS * 100 / scale), -scale))


def _pages(heights: list[float], room: float) -> int:
    """How many pages rows of these heights take, the first of them repeated on each."""
    head, pages = sum(heights[:HEAD_ROW]), 1
    used = head
    for height in heights[HEAD_ROW:]:
        if used + height > room and used > head:
            pages, used = pages + 1, head
        used += height
    return pages


def _shown(table: Table) -> tuple[Column, ...]:
    """The columns of a table that a sheet shows."""
    return tuple(column for column in table.columns if column.place is not Place.PAGE)


def _row_of_nothing(table: Table) -> Row:
    """The one row of a table without rows: Excel repairs a table that has none. It speaks where there is room for words."""
    naming = _shown(table)[_naming_columns(_shown(table)) - 1]
    return Row(tuple(Cell(table.empty if column is naming else None) for column in table.columns))


def _naming_columns(columns: tuple[Column, ...]) -> int:
    """How many columns it takes to know a row by: up to its first text."""
    return next((n for n, column in enumerate(columns, 1) if column.kind is CellKind.TEXT), 1)


def _columns_over(columns: tuple[Column, ...], chars: int) -> int:
    """The last of the columns that together are at least so wide."""
    wide = 0
    for number, column in enumerate(columns, 1):
        wide += column.chars
        if wide >= chars:
            return number
    return len(columns)
