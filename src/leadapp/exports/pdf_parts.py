"""The one set of flowables every PDF is built from: heading, paragraph, list, callout, facts, table, figure, contents line.

Each part knows what it is (its level, its cells, the text of its picture), so that tags for screen readers can go in beneath
without rewriting a document.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, Protocol, cast

from reportlab.lib.colors import HexColor
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
    Facts,
    Figure,
    Heading,
    Highlights,
    Paragraph,
    Table,
    Tone,
)
from leadapp.exports import look
from leadapp.exports.pdf_charts import ChartPainter, colour
from leadapp.exports.pdf_highlights import highlights_part
from leadapp.exports.pdf_styles import BODY, GRID_FONT, H1, H2, H3, LABEL, QUIET, STRONG, VALUE, WIDTH, replace_style
from leadapp.exports.pdf_tables import RemarkGrid, TableMaker
from leadapp.exports.pdf_text import BOLD, REGULAR, Letters

_HEADINGS = {1: H1, 2: H2, 3: H3}
_PARAGRAPHS = {Tone.QUIET: QUIET, Tone.STRONG: STRONG}
_HEADING_HEIGHT = 40.0
_MOST_ACROSS, _FIGURE_GAP = 4, 18.0
_ROOM_UNDER_HEADING = {1: 110.0, 2: 96.0, 3: 70.0}


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


NUMBER_WIDTH = 30.0
"""The room of a page number in the contents."""


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
        self.canv.saveState()
        self.canv.translate(self.width - NUMBER_WIDTH, 0)  # to the end of the line, also where a long cover is set smaller
        self.canv.doForm(f"contents-{self.key}")
        self.canv.restoreState()
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
        """The parts of a section's blocks, charts of columns side by side."""
        parts: list[Flowable] = []
        for small, group in groupby(blocks, key=lambda block: isinstance(block, Figure) and isinstance(block.chart, Columns)):
            if small:
                rows = self._figure_rows([block for block in group if isinstance(block, Figure)])
                if parts and isinstance(parts[-1], HeadingPart):
                    parts[-2] = CondPageBreak(_HEADING_HEIGHT + rows[0].wrap(WIDTH, 1e6)[1])
                parts += rows
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
        if isinstance(block, Highlights):
            return [highlights_part(block, self._letters), Spacer(1, 4)]
        if isinstance(block, Table):
            return TableMaker(self._letters, self.heading).parts(block, key)
        return [KeepTogether(self._figure(block))]

    def text(self, words: str, style: ParagraphStyle) -> Text:
        """A paragraph in a style."""
        return Text(self._letters.markup(words, style.fontName), style)

    def heading(self, words: str, level: int, key: str, room: float = 0.0) -> list[Flowable]:
        """A heading that does not stand alone at the foot of a page: ``room`` is what must follow it there, itself included."""
        room = room or _ROOM_UNDER_HEADING[level]
        return [CondPageBreak(room), HeadingPart(self._letters.markup(words, BOLD), words, level, key)]

    def _bullets(self, block: Bullets) -> ListFlowable:
        items: list[Any] = [ListItem(self.text(item, replace_style(BODY, spaceAfter=3)), leftIndent=14) for item in block.items]
        return ListFlowable(items, bulletType="bullet", start="•", bulletFontName=REGULAR, bulletFontSize=10, leftIndent=14)

    def callout(self, block: Callout, width: float = WIDTH) -> Grid:
        """A boxed remark with a bold beginning and a coloured edge."""
        _, ground, edge = look.TONES[block.tone]
        words = f'<font name="{BOLD}">{self._letters.markup(block.title, BOLD)}</font> {self._letters.markup(block.text)}'
        grid = RemarkGrid([[Text(words, VALUE)]], colWidths=[width], splitInRow=1, hAlign="LEFT")
        grid.setStyle(
            [
                GRID_FONT,
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
                GRID_FONT,
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
        """Small charts side by side, two or four in a row, so that they are compared at one glance and no page parts them."""
        across = 2 if len(figures) < 3 else _MOST_ACROSS
        wide = (WIDTH - (across - 1) * _FIGURE_GAP) / across
        widths = [wide, _FIGURE_GAP] * (across - 1) + [wide]
        parts: list[Flowable] = []
        for start in range(0, len(figures), across):
            beside: list[list[Flowable] | str] = []
            for figure in figures[start : start + across]:
                beside += [list(self._figure(figure)), ""]
            beside = (beside + [""] * len(widths))[: len(widths)]
            grid = Grid([beside], colWidths=widths)
            grid.setStyle(
                [
                    GRID_FONT,
                    ("VALIGN", (0, 0), (-1, -1), "TOP"),
                    ("LEFTPADDING", (0, 0), (-1, -1), 0),
                    ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                    ("TOPPADDING", (0, 0), (-1, -1), 14),
                ]
            )
            parts.append(grid)
        return parts
