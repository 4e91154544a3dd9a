"""Tables of a PDF: cells by kind, widths that break no word, rows that stay whole, long texts across the whole width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from leadapp.domain.documents import Cell, CellKind, Column, Row, Table, Tone
from leadapp.exports import look
from leadapp.exports.long_text import text_parts
from leadapp.exports.pdf_charts import colour, draw_shape
from leadapp.exports.pdf_states import most_of, state_part
from leadapp.exports.pdf_styles import (
    CELL,
    CELL_BOLD,
    CELL_QUIET,
    CELL_QUIET_RIGHT,
    CELL_RIGHT,
    CELL_SHARE,
    GRID_FONT,
    HEAD,
    HEAD_RIGHT,
    QUIET,
    WIDTH,
)
from leadapp.exports.pdf_text import BOLD, REGULAR, Letters

_WIDEST_DAY = "30 September"
KEPT_TOGETHER = 8
"""A table of up to so many rows is not broken over two pages."""
_LONG_TEXT = 700
"""A longer text in a table is printed across the whole width beneath its row, instead of down a narrow column for pages."""
_PART = (1_200, 12)
"""Such a text stands in parts of so many letters and lines at most, each of them a row that is not broken."""
_TALL_ROW = 220.0
"""A row up to this height is never broken over two pages; a taller one is, where at least ``_LEAST_PART`` of it fits."""
_LEAST_PART = 70.0
_GROUP_HEADING = 42.0

_STYLES = {CellKind.ID: CELL_BOLD, CellKind.SHARE: CELL_SHARE, CellKind.INTEGER: CELL_RIGHT, CellKind.NUMBER: CELL_RIGHT}


class StatePart(Flowable):
    """A state in a cell: its drawn shape and its word, on a tint for an exception."""

    def __init__(self, cell: Cell, letters: Letters) -> None:
        super().__init__()
        self.key, self.word, self._tone, self._letters = cell.shape, str(cell.value), cell.tone, letters
        self._font = BOLD if cell.tone in {Tone.WARNING, Tone.ERROR} else REGULAR

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One line of the cell's height."""
        self.width, self.height = width, CELL.leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw tint, shape and word."""
        ink, ground, _ = look.TONES[self._tone]
        if self._font is BOLD:
            wide = min(self.width + 4, 20 + self._letters.width(self.word, self._font, 9))
            self.canv.setFillColor(HexColor(ground))
            self.canv.roundRect(-4, -1.2, wide, 14.5, 3, stroke=0, fill=1)
        draw_shape(self.canv, self.key, 0, 1.5, 9.4)
        self.canv.setFillColor(HexColor(ink if self._tone is not Tone.WARNING else look.INK))
        self.canv.setFont(self._font, 9)
        self.canv.drawString(13.5, 3, self.word)


class Beneath(Text):
    """What stands beneath a row and stays with it."""


class RemarkGrid(Grid):
    """A box with a remark: a short one is never parted, a long one only where a piece worth reading fits; no empty box is left behind."""

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits and the rest; nothing where it is better begun on the next page."""
        grid: Any = self
        grid._calc(width, height)
        if sum(grid._rowHeights) <= _TALL_ROW or height < _LEAST_PART:
            return []
        return list(super().split(width, height))


class RowGrid(Grid):
    """A grid under a repeated head that breaks between rows, and within a row only where the row is tall.

    reportlab alone would break the first row after a break once more, in what is left of the same page, under a second head.
    """

    def split(self, width: float, height: float) -> list[Flowable]:
        """The part that fits and the rest; nothing where the rest is better begun on the next page."""
        grid: Any = self
        grid._calc(width, height)
        used, whole = 0.0, 0
        for tall in grid._rowHeights:
            if used + tall > height:
                break
            used, whole = used + tall, whole + 1
        if whole == len(grid._rowHeights):
            return [self]
        if self._is_beneath(whole):
            whole -= 1
            used = height = sum(grid._rowHeights[:whole])
        if grid._rowHeights[whole] > _TALL_ROW and height - used >= _LEAST_PART and whole >= grid.repeatRows:
            return list(grid._splitRows(height, doInRowSplit=1))
        return list(grid._splitRows(height, doInRowSplit=0)) if whole > grid.repeatRows else []

    def _is_beneath(self, number: int) -> bool:
        """Whether a row stands with the one above it; one that is tall may end a page."""
        grid: Any = self
        here, above = (_is_quiet(grid._cellvalues[n]) for n in (number, number - 1))
        return here and not above and number > grid.repeatRows and grid._rowHeights[number - 1] <= _TALL_ROW

    def beginning(self) -> float:
        """How high the head and as much of the first row are as must stand under a heading."""
        grid: Any = self
        grid._calc(WIDTH, 1e6)
        head, first, *following = grid._rowHeights
        if following and self._is_beneath(2):
            first += following[0]
        return float(head + (first if first <= _TALL_ROW else _LEAST_PART))


class TableMaker:
    """Makes the parts of a table."""

    def __init__(self, letters: Letters, heading: Callable[[str, int, str, float], list[Flowable]]) -> None:
        self._letters, self._heading = letters, heading

    def parts(self, table: Table, key: str) -> list[Flowable]:
        """A table; rows of one group under the group's title."""
        if not table.rows:
            return [self._text(table.empty, QUIET)]
        shown = table.across()
        columns = [table.columns[n] for n in shown]
        widths = self._widths(columns, shown, table.rows)
        parts: list[Flowable] = []
        for number, (group, rows) in enumerate(groupby(table.rows, key=lambda row: row.group)):
            grid = self._grid(columns, shown, [(row, table.beneath(row)) for row in rows], widths)
            if group:
                parts += self._heading(group, 2, f"{key}-g{number}", _GROUP_HEADING + grid.beginning())
            elif len(table.rows) > KEPT_TOGETHER:
                parts.append(CondPageBreak(grid.beginning()))
            parts += [grid if group or len(table.rows) > KEPT_TOGETHER else KeepTogether([grid]), Spacer(1, 8)]
        return parts

    def _grid(self, columns: list[Column], shown: list[int], rows: list[tuple[Row, list[str]]], widths: list[float]) -> RowGrid:
        """Head and rows; what stands beneath a row and a long text go on lines of their own, across the width."""
        lines: list[list[Flowable | str]] = [
            [self._text(c.heading, HEAD_RIGHT if c.kind in look.RIGHT_ALIGNED else HEAD) for c in columns]
        ]
        style = list(_GRID_STYLE)
        most = {c.key: most_of([row.cells[n] for row, _ in rows]) for n, c in zip(shown, columns, strict=True)}
        for row, quiet in rows:
            long = self._long(row, columns, shown)
            lines.append(
                [
                    self._cell(_below(cell) if cell in long else cell, column, most[column.key])
                    for cell, column in self._pairs(row, columns, shown)
                ]
            )
            for part in (part for words in quiet for part in text_parts(words, *_PART)):
                style += _beneath(len(lines))
                lines.append(["", Beneath(self._letters.markup(part), CELL_QUIET), *[""] * (len(columns) - 2)])
            for part in (part for cell in long for part in text_parts(str(cell.value), *_PART)):
                style += _across(len(lines))
                lines.append([self._text(part, CELL), *[""] * (len(columns) - 1)])
            style.append(("BOTTOMPADDING", (0, len(lines) - 1), (-1, len(lines) - 1), 6))
            style.append(("LINEBELOW", (0, len(lines) - 1), (-1, len(lines) - 1), 0.5, colour("line")))
        grid = RowGrid(lines, colWidths=widths, repeatRows=1, splitInRow=1, hAlign="LEFT")
        grid.setStyle(style)
        return grid

    @staticmethod
    def _pairs(row: Row, columns: list[Column], shown: list[int]) -> list[tuple[Cell, Column]]:
        return [(row.cells[n], column) for n, column in zip(shown, columns, strict=True)]

    def _long(self, row: Row, columns: list[Column], shown: list[int]) -> list[Cell]:
        """The cells of a row whose text is too long for a column."""
        return [
            cell
            for cell, column in self._pairs(row, columns, shown)
            if column.kind is CellKind.TEXT and isinstance(cell.value, str) and len(cell.value) > _LONG_TEXT
        ]

    def _widths(self, columns: list[Column], shown: list[int], rows: Sequence[Row]) -> list[float]:
        """The widths the columns ask for, but no heading, state or figure is broken inside a word."""
        least = [self._least(column, [row.cells[n] for row in rows]) for n, column in zip(shown, columns, strict=True)]
        free, total = max(0.0, WIDTH - sum(least)), sum(column.width for column in columns)
        wanted = [max(0.0, WIDTH * column.width / total - low) for column, low in zip(columns, least, strict=True)]
        return [low + free * want / (sum(wanted) or 1) for low, want in zip(least, wanted, strict=True)]

    def _least(self, column: Column, cells: list[Cell]) -> float:
        words = [(word, BOLD) for word in column.heading.split()]
        if column.kind in look.RIGHT_ALIGNED or column.kind in {CellKind.DATE, CellKind.ID}:
            texts = {look.printed(cell, column.kind) for cell in cells}
            bold = column.kind in {CellKind.ID, CellKind.SHARE}
            words += [(word, BOLD if bold else REGULAR) for text in texts for word in text.split()[:12]]
        if column.kind is CellKind.DATE:
            words.append((_WIDEST_DAY, REGULAR))
        wide = max((self._letters.width(word[:20], font, CELL.fontSize) for word, font in words), default=0)
        if column.kind is CellKind.STATE:
            wide = max([wide, *(self._letters.width(str(cell.value), BOLD, 9) + 16 for cell in cells if cell.shape)])
        return wide + 10.5

    def _cell(self, cell: Cell, column: Column, most: int) -> Flowable | str:
        if cell.parts and any(part.count for part in cell.parts):
            return state_part(cell, column.kind, most, self._letters)
        if cell.shape and cell.value:
            return StatePart(cell, self._letters)
        words = look.printed(cell, column.kind)
        if not words:
            return ""
        if cell.tone is Tone.QUIET:
            return self._text(words, CELL_QUIET_RIGHT if column.kind in look.RIGHT_ALIGNED else CELL_QUIET)
        return self._text(words, _STYLES.get(column.kind, CELL))

    def _text(self, words: str, style: Any) -> Text:
        return Text(self._letters.markup(words, style.fontName), style)


def _below(cell: Cell) -> Cell:
    """What stands in the column of a text that is printed beneath its row."""
    return Cell(f"{str(cell.value)[:60].rsplit(' ', 1)[0]} … (in full below)", tone=Tone.QUIET)


def _across(row: int) -> list[tuple[Any, ...]]:
    """A row that is one cell across the whole width."""
    return [("SPAN", (0, row), (-1, row)), ("TOPPADDING", (0, row), (-1, row), 0), ("BOTTOMPADDING", (0, row), (-1, row), 0)]


def _is_quiet(cells: Sequence[Any]) -> bool:
    """Whether a row of a grid is one that stands beneath another; reportlab keeps a cell's parts in a sequence."""
    cell = cells[1] if len(cells) > 1 else None
    return isinstance(cell[0] if isinstance(cell, (tuple, list)) and cell else cell, Beneath)


def _beneath(row: int) -> list[tuple[Any, ...]]:
    """A quiet row under the one it belongs to, beside its first column."""
    return [
        ("SPAN", (1, row), (-1, row)),
        ("TOPPADDING", (0, row), (-1, row), 0),
        ("BOTTOMPADDING", (0, row - 1), (-1, row - 1), 4),
    ]


_GRID_STYLE: list[tuple[Any, ...]] = [
    GRID_FONT,
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("BACKGROUND", (0, 0), (-1, 0), colour("soft")),
    ("LINEBELOW", (0, 0), (-1, 0), 1.5, colour("accent")),
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
]
