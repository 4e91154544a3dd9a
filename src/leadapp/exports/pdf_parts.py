"""The one set of flowables every PDF is built from: heading, paragraph, list, callout, facts, table, figure, contents line.

Each part knows what it is (its level, its cells, the text of its picture), so that tags for screen readers can go in beneath
without rewriting a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Protocol, cast

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, ListFlowable, ListItem, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from leadapp.domain.chart_scenes import Scene, scene
from leadapp.domain.charts import Chart, Columns
from leadapp.domain.documents import (
    Block,
    Bullets,
    Callout,
    Cell,
    CellKind,
    Column,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Place,
    Row,
    Table,
    Tone,
)
from leadapp.exports import look
from leadapp.exports.pdf_charts import ChartPainter, colour, draw_shape
from leadapp.exports.pdf_text import BOLD, REGULAR, Letters

WIDTH = 510.0
"""The width of the text on a page, in points (A4 less 15 mm on each side)."""

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=10, leading=14.5, textColor=HexColor(look.INK), spaceAfter=6)
QUIET = ParagraphStyle("quiet", BODY, textColor=colour("ink2"), fontSize=9.5, leading=13.5)
STRONG = ParagraphStyle("strong", BODY, fontName=BOLD)
H1 = ParagraphStyle("h1", BODY, fontName=BOLD, fontSize=18, leading=24, spaceBefore=4, spaceAfter=6)
H2 = ParagraphStyle("h2", BODY, fontName=BOLD, fontSize=13, leading=18, textColor=colour("accent"), spaceBefore=12, spaceAfter=6)
H3 = ParagraphStyle("h3", BODY, fontName=BOLD, fontSize=10.5, leading=15, spaceBefore=8, spaceAfter=3)
CELL = ParagraphStyle("cell", BODY, fontSize=9, leading=12, spaceAfter=0)
CELL_BOLD = ParagraphStyle("cell_bold", CELL, fontName=BOLD)
CELL_RIGHT = ParagraphStyle("cell_right", CELL, alignment=TA_RIGHT)
CELL_QUIET = ParagraphStyle("cell_quiet", CELL, textColor=colour("ink2"))
CELL_QUIET_RIGHT = ParagraphStyle("cell_quiet_right", CELL_QUIET, alignment=TA_RIGHT)
HEAD = ParagraphStyle("head", CELL_BOLD)
HEAD_RIGHT = ParagraphStyle("head_right", HEAD, alignment=TA_RIGHT)
LABEL = ParagraphStyle("label", BODY, textColor=colour("ink2"), spaceAfter=0)
VALUE = ParagraphStyle("value", BODY, spaceAfter=0)
_HEADINGS = {1: H1, 2: H2, 3: H3}
_PARAGRAPHS = {Tone.QUIET: QUIET, Tone.STRONG: STRONG}
_ROOM_UNDER_HEADING = 96
_WIDEST_DAY = "30 September"
_KEPT_TOGETHER = 8
_FONT = ("FONTNAME", (0, 0), (-1, -1), REGULAR)  # a grid sets a font even for cells without a text of their own


class SectionPages(Protocol):
    """A canvas that remembers on which page each section begins."""

    section_pages: dict[str, int]


class HeadingPart(Text):
    """A heading that the outline and the contents can point to."""

    def __init__(self, markup: str, plain: str, level: int, key: str) -> None:
        super().__init__(markup, _HEADINGS[level])
        self.plain, self.level, self.key = plain, level, key

    def draw(self) -> None:
        """Draw it and leave a bookmark."""
        self.canv.bookmarkHorizontal(self.key, 0, self.height)
        self.canv.addOutlineEntry(self.plain, self.key, min(self.level, 2) - 1, closed=self.level > 1)
        if self.level == 1:
            cast(SectionPages, self.canv).section_pages[self.key] = self.canv.getPageNumber()
        super().draw()


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
            self.canv.roundRect(-4, -1.5, wide, 14.5, 3, stroke=0, fill=1)
        draw_shape(self.canv, self.key, 0, 1.2, 9.4)
        self.canv.setFillColor(HexColor(ink if self._tone is not Tone.WARNING else look.INK))
        self.canv.setFont(self._font, 9)
        self.canv.drawString(13.5, 2.6, self.word)


class FigurePart(Flowable):
    """A chart; ``text`` is what it says to somebody who cannot see it."""

    def __init__(self, chart: Chart, letters: Letters) -> None:
        super().__init__()
        self.text, self._chart, self._letters = chart.text, chart, letters
        self._scene = Scene(0, 0, ())

    def _measure(self, text: str, size: float, bold: bool) -> float:
        return self._letters.width(text, BOLD if bold else REGULAR, size)

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """As wide as there is room; the scene says how high."""
        self._scene = scene(self._chart, width, self._measure, 9.0)
        self.width, self.height = width, self._scene.height
        return self.width, self.height

    def draw(self) -> None:
        """Paint the scene."""
        ChartPainter(self.canv, 0, self.height, self._letters).paint(self._scene)


class ContentsPart(Flowable):
    """A line of the contents: number and title, the page on the right (known at the end), a hairline; the whole line is a link."""

    def __init__(self, title: str, key: str, letters: Letters) -> None:
        super().__init__()
        self.title, self.key, self._letters = title, key, letters

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """One line."""
        self.width, self.height = width, 21.0
        return self.width, self.height

    def draw(self) -> None:
        """Draw the line; the page number is a form that is filled when the last page is known."""
        text = Text(self._letters.markup(self.title), VALUE)
        _, high = text.wrap(self.width - 30, self.height)
        text.drawOn(self.canv, 0, self.height - high - 2)
        self.canv.doForm(f"contents-{self.key}")
        self.canv.setStrokeColor(colour("line"))
        self.canv.setLineWidth(0.5)
        self.canv.line(0, 0, self.width, 0)
        self.canv.linkRect("", self.key, (0, 0, self.width, self.height), relative=1)


class PartMaker:
    """Makes parts from the blocks of a document."""

    def __init__(self, letters: Letters) -> None:
        self._letters = letters
        self._figures = 0

    def blocks(self, blocks: Iterable[Block], key: str) -> list[Flowable]:
        """The parts of a section's blocks, charts of columns two in a row."""
        parts: list[Flowable] = []
        for small, group in groupby(blocks, key=lambda block: isinstance(block, Figure) and isinstance(block.chart, Columns)):
            if small:
                parts += self._figure_rows([block for block in group if isinstance(block, Figure)])
                continue
            for number, block in enumerate(group):
                parts += self._block(block, f"{key}-{number}")
        return parts

    def _block(self, block: Block, key: str) -> list[Flowable]:
        if isinstance(block, Heading):
            return self.heading(block.text, block.level, f"{key}-h")
        if isinstance(block, Paragraph):
            return [self.text(block.text, _PARAGRAPHS.get(block.tone, BODY))]
        if isinstance(block, Bullets):
            return [self._bullets(block)]
        if isinstance(block, Callout):
            return [self.callout(block), Spacer(1, 8)]
        if isinstance(block, Facts):
            return [self.facts(block.pairs, WIDTH, 0.3), Spacer(1, 8)]
        if isinstance(block, Table):
            return self._table(block, key)
        return [KeepTogether(self._figure(block))]

    def text(self, words: str, style: ParagraphStyle) -> Text:
        """A paragraph in a style."""
        return Text(self._letters.markup(words, style.fontName), style)

    def heading(self, words: str, level: int, key: str) -> list[Flowable]:
        """A heading that does not stand alone at the foot of a page."""
        return [CondPageBreak(_ROOM_UNDER_HEADING), HeadingPart(self._letters.markup(words, BOLD), words, level, key)]

    def _bullets(self, block: Bullets) -> ListFlowable:
        items: list[Any] = [ListItem(self.text(item, replace_style(BODY, spaceAfter=3)), leftIndent=14) for item in block.items]
        return ListFlowable(items, bulletType="bullet", start="•", bulletFontName=REGULAR, bulletFontSize=10, leftIndent=14)

    def callout(self, block: Callout, width: float = WIDTH) -> Grid:
        """A boxed remark with a bold beginning and a coloured edge."""
        _, ground, edge = look.TONES[block.tone]
        words = f'<font name="{BOLD}">{self._letters.markup(block.title, BOLD)}</font> {self._letters.markup(block.text)}'
        grid = Grid([[Text(words, VALUE)]], colWidths=[width], splitInRow=1)
        grid.setStyle(
            [
                _FONT,
                ("BACKGROUND", (0, 0), (-1, -1), HexColor(ground)),
                ("LINEBEFORE", (0, 0), (0, -1), 3, HexColor(edge)),
                ("LEFTPADDING", (0, 0), (-1, -1), 13),
                ("RIGHTPADDING", (0, 0), (-1, -1), 12),
                ("TOPPADDING", (0, 0), (-1, -1), 8),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 9),
            ]
        )
        return grid

    def facts(self, pairs: Sequence[tuple[str, str]], width: float, share: float) -> Grid:
        """Pairs of label and value as two quiet columns."""
        rows = [[self.text(label, LABEL), self.text(value, VALUE)] for label, value in pairs]
        grid = Grid(rows, colWidths=[width * share, width * (1 - share)], splitInRow=1, hAlign="LEFT")
        grid.setStyle(
            [
                _FONT,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 8),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
            ]
        )
        return grid

    # ---------------------------------------------------------------------------- figures
    def _figure(self, block: Figure) -> list[Flowable]:
        self._figures += 1
        caption = self.text(f"Figure {self._figures}. {block.caption}", replace_style(QUIET, spaceBefore=4))
        return [FigurePart(block.chart, self._letters), caption]

    def _figure_rows(self, figures: list[Figure]) -> list[Flowable]:
        """Small charts two in a row, with a gap between."""
        gap = 26.0
        parts: list[Flowable] = []
        half = (WIDTH - gap) / 2
        for start in range(0, len(figures), 2):
            pair: list[list[Flowable] | str] = [list(self._figure(figure)) for figure in figures[start : start + 2]]
            pair += [""] * (2 - len(pair))
            grid = Grid([[pair[0], "", pair[1]]], colWidths=[half, gap, half])
            grid.setStyle(
                [
                    _FONT,
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 14),
                ]
            )
            parts.append(grid)
        return parts

    # ---------------------------------------------------------------------------- tables
    def _table(self, table: Table, key: str) -> list[Flowable]:
        """A table under its caption; rows of one group under the group's title."""
        if not table.rows:
            return [self.text(table.empty, QUIET)]
        shown = [n for n, column in enumerate(table.columns) if column.place is not Place.SHEET]
        columns = [table.columns[n] for n in shown]
        widths = self._widths(columns, shown, table.rows)
        parts: list[Flowable] = []
        for number, (group, rows) in enumerate(groupby(table.rows, key=lambda row: row.group)):
            if group:
                parts += self.heading(group, 2, f"{key}-g{number}")
            grid = self._grid(columns, shown, list(rows), widths)
            parts += [grid if group or len(table.rows) > _KEPT_TOGETHER else KeepTogether([grid]), Spacer(1, 8)]
        return parts

    def _grid(self, columns: list[Column], shown: list[int], rows: list[Row], widths: list[float]) -> Grid:
        head = [self.text(c.heading, HEAD_RIGHT if c.kind in look.RIGHT_ALIGNED else HEAD) for c in columns]
        body = [[self._cell(row.cells[n], column) for n, column in zip(shown, columns, strict=True)] for row in rows]
        grid = Grid(
            [head, *body],
            colWidths=widths,
            repeatRows=1,
            splitInRow=1,
            hAlign="LEFT",
        )
        grid.setStyle(_GRID_STYLE)
        return grid

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
            words += [(word, BOLD if column.kind is CellKind.ID else REGULAR) for text in texts for word in text.split()[:12]]
        if column.kind is CellKind.DATE:
            words.append((_WIDEST_DAY, REGULAR))
        wide = max((self._letters.width(word[:20], font, CELL.fontSize) for word, font in words), default=0)
        if column.kind is CellKind.STATE:
            wide = max([wide, *(self._letters.width(str(cell.value), BOLD, 9) + 16 for cell in cells if cell.shape)])
        return wide + 10.5

    def _cell(self, cell: Cell, column: Column) -> Flowable | str:
        if cell.shape and cell.value:
            return StatePart(cell, self._letters)
        words = look.printed(cell, column.kind)
        if not words:
            return ""
        right = column.kind in look.RIGHT_ALIGNED
        if cell.tone is Tone.QUIET:
            style = CELL_QUIET_RIGHT if right else CELL_QUIET
        elif column.kind is CellKind.ID:
            style = CELL_BOLD
        else:
            style = CELL_RIGHT if right else CELL
        return self.text(words, style)


def replace_style(style: ParagraphStyle, **changes: Any) -> ParagraphStyle:
    """A style like another one with some measures changed."""
    return ParagraphStyle(style.name, style, **changes)


_GRID_STYLE: list[tuple[Any, ...]] = [
    _FONT,
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
    ("BACKGROUND", (0, 0), (-1, 0), colour("soft")),
    ("LINEBELOW", (0, 0), (-1, 0), 1.5, colour("accent")),
    ("LINEBELOW", (0, 1), (-1, -1), 0.5, colour("line")),
    ("LEFTPADDING", (0, 0), (-1, -1), 5),
    ("RIGHTPADDING", (0, 0), (-1, -1), 5),
    ("TOPPADDING", (0, 0), (-1, -1), 5),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 6),
]
