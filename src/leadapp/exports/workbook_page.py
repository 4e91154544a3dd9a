"""A document of one page as one sheet: its sections one under the other, numbers as numbers with bars behind them, on one A4 page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from openpyxl.formatting.rule import DataBarRule
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.worksheet import Worksheet

from leadapp.domain.documents import (
    Block,
    Callout,
    Cell,
    CellKind,
    Column,
    Document,
    Highlights,
    Paragraph,
    Place,
    Section,
    Table,
    Tone,
)
from leadapp.exports import look, workbook_styles
from leadapp.exports.workbook_text import height_of, pieces, put_text

WIDTHS = (22, *(11,) * 8, 25)
"""Of the columns, in characters: a name, eight counts, words."""
_BAR_COLOURS = {"complete": "blue", "underway": "underway", "not_started": "ring", "paused": "ring", "will_not_do": "ring"}
_LAST = len(WIDTHS)
_SPREAD = {1: ((1, _LAST),), 2: ((1, 5), (6, _LAST)), 3: ((1, 3), (4, 7), (8, _LAST)), 4: ((1, 1), (2, 5), (6, 8), (9, _LAST))}
"""Over which columns so many figures stand side by side."""


def draw_page(sheet: Worksheet, document: Document) -> None:
    """Draw every section of a document onto its one sheet."""
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", 1
    cast(HeaderFooterItem, sheet.oddFooter).left.text = ""  # a narrow page has no room for it, and it stands on the page
    for place, width in enumerate(WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    page = _Page(sheet)
    page.head(document)
    for section in document.sections:
        page.section(section)


class _Page:
    """Writes one row after the other."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet, self._row = sheet, 1

    def head(self, document: Document) -> None:
        """What it is, whose, and how it stands."""
        cover = document.cover
        self._line(f"{document.marking}   {document.notice}".strip(), "lead caption")
        self._line(cover.subject, "lead cover")
        self._sheet.row_dimensions[self._row - 1].height = 34
        self._line(f"{cover.title}, {cover.period}. {cover.council}.", "lead text")
        for remark in cover.callouts:
            self._line(f"{remark.title} {remark.text}", workbook_styles.note_style(remark.tone))
        self._line(f"{document.footer}.", "lead quiet")

    def section(self, section: Section) -> None:
        """A heading and its blocks."""
        self._row += 1
        self._line(section.title, "lead heading")
        self._sheet.row_dimensions[self._row - 1].height = 18
        for block in section.blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Highlights):
            self._highlights(block)
        elif isinstance(block, Callout):
            self._line(f"{block.title} {block.text}", "lead note")
        elif isinstance(block, Paragraph):
            self._line(block.text, "lead quiet" if block.tone is Tone.QUIET else "lead text")
        elif isinstance(block, Table):
            columns = [(n, column) for n, column in enumerate(block.columns) if column.place is not Place.PAGE]
            if len(columns) == _LAST:
                self._grid(block, columns)
            else:
                self._list(block)
        else:
            raise TypeError(f"a sheet of one page has no place for {type(block).__name__}")

    def _line(self, text: str, style: str, first: int = 1, last: int = _LAST) -> None:
        """A text over some columns, as high as it needs."""
        height = self._put(text, style, first, last)
        self._sheet.row_dimensions[self._row].height = height
        self._row += 1

    def _put(self, text: str, style: str, first: int, last: int) -> float:
        put_text(self._sheet, self._row, first, text, style)
        if last > first:
            self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=first, end_column=last)
        return height_of(pieces(text, sum(WIDTHS[first - 1 : last])))

    def _highlights(self, block: Highlights) -> None:
        """Figures side by side: the figure, what it counts, how it moved."""
        spread = _SPREAD[max(1, min(len(block.items), 4))]
        for texts, style in (
            ([item.figure for item in block.items], "lead title"),
            ([item.words for item in block.items], "lead text"),
            ([item.move for item in block.items], "lead quiet"),
        ):
            self._beside(zip(texts, spread, strict=False), style)

    def _beside(self, texts: Iterable[tuple[str, tuple[int, int]]], style: str) -> None:
        heights = [self._put(text, style, first, last) for text, (first, last) in texts if text]
        self._sheet.row_dimensions[self._row].height = max(heights, default=15.0)
        self._row += 1

    def _grid(self, table: Table, columns: Sequence[tuple[int, Column]]) -> None:
        """A table of counts: each a number, with a bar behind it for its share of the largest."""
        for place, (_, column) in enumerate(columns, 1):
            put_text(self._sheet, self._row, place, column.heading, "lead head")
        self._sheet.row_dimensions[self._row].height = 33
        first = self._row + 1
        for row in table.rows:
            self._row += 1
            heights = [self._cell(place, row.cells[n], column.kind) for place, (n, column) in enumerate(columns, 1)]
            self._sheet.row_dimensions[self._row].height = max(heights)
        for place, (_, column) in enumerate(columns, 1):
            if column.key in _BAR_COLOURS:
                letter = get_column_letter(place)
                colour = look.COLOURS[_BAR_COLOURS[column.key]].lstrip("#").upper()
                rule: Any = cast(Any, DataBarRule)("num", 0, "num", _most(table), colour, showValue=True)
                self._sheet.conditional_formatting.add(f"{letter}{first}:{letter}{self._row}", rule)
        self._row += 1

    def _list(self, table: Table) -> None:
        """The rows of a table as entries: the word of a state, and the words."""
        for row in table.rows:
            *before, words = row.cells
            if before:
                self._cell(1, before[0], CellKind.STATE)
            first = 2 if before else 1
            height = self._put(str(words.value), "lead cell", first, _LAST)
            for place in range(first + 1, _LAST + 1):  # the line around a merged cell is that of all its cells
                workbook_styles.dress(self._sheet.cell(self._row, place), "lead cell")
            self._sheet.row_dimensions[self._row].height = height
            self._row += 1

    def _cell(self, place: int, cell: Cell, kind: CellKind) -> float:
        if isinstance(cell.value, (int, float)):
            made = self._sheet.cell(self._row, place, cell.value)
            workbook_styles.dress(made, workbook_styles.VALUE_STYLES[kind])
            return height_of(1)
        words = f"{cell.symbol} {cell.value}" if cell.symbol else str(cell.value or cell.text)
        put_text(self._sheet, self._row, place, words, workbook_styles.text_style(kind, cell.tone, state=bool(cell.shape)))
        return height_of(pieces(words, WIDTHS[place - 1] - 2))


def _most(table: Table) -> int:
    """The largest count of a table: bars of every column are on one scale."""
    return max((cell.value for row in table.rows for cell in row.cells if isinstance(cell.value, int)), default=1)
