"""A document of one page as PDF: its head, what stands across the page, and two columns beneath.

The page is filled to its measure by what the document says; should letters be wider than it reckoned, a column is set a little smaller.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, FrameBreak, KeepInFrame, KeepTogether, Spacer
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from leadapp.domain.documents import Block, Callout, Document, Highlights, Row, Section, Side, Table, Tone
from leadapp.exports.pdf_charts import colour, draw_shape
from leadapp.exports.pdf_parts import PartMaker
from leadapp.exports.pdf_states import key_part
from leadapp.exports.pdf_styles import BODY, GRID_FONT, H2, QUIET, VALUE, WIDTH, replace_style
from leadapp.exports.pdf_text import BOLD, Letters

COLUMN, GAP = 246.0, 18.0
_LINE = ParagraphStyle("line", BODY, fontSize=9.5, leading=12.8, spaceAfter=0)
_NAME = ParagraphStyle("name", BODY, fontName=BOLD, fontSize=19, leading=25, spaceAfter=0)
_STANDING = ParagraphStyle("standing", BODY, fontSize=9, leading=12.5, textColor=colour("ink2"), alignment=TA_RIGHT, spaceAfter=0)
_HEADING = ParagraphStyle("page heading", H2, spaceBefore=7, spaceAfter=3)
_SHAPE = 10.0


class ShapePart(Flowable):
    """The shape of a state alone; the words beside it say the state."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """A small square."""
        self.width, self.height = width, _SHAPE + 2
        return self.width, self.height

    def draw(self) -> None:
        """Draw the shape."""
        draw_shape(self.canv, self.key, 0, 0, _SHAPE)


class PageHeading(Text):
    """A heading that the outline points to."""

    def __init__(self, markup: str, plain: str, key: str) -> None:
        super().__init__(markup, _HEADING)
        self.plain, self.key = plain, key

    def draw(self) -> None:
        """Draw it and leave a bookmark."""
        self.canv.bookmarkHorizontal(self.key, 0, self.height)
        self.canv.addOutlineEntry(self.plain, self.key, 0)
        super().draw()


class PageMaker:
    """Makes the parts of a document of one page."""

    def __init__(self, document: Document, letters: Letters) -> None:
        self._document, self._letters, self._make = document, letters, PartMaker(letters)

    def top(self) -> list[Flowable]:
        """The head and what stands across the page."""
        parts = [self._head(), Spacer(1, 8)]
        for section in self._document.sections:
            if section.side is Side.ACROSS:
                parts += self._section(section)
        return parts

    def column(self, side: Side) -> list[Flowable]:
        """What stands in one of the columns."""
        return [part for section in self._document.sections if section.side is side for part in self._section(section)]

    def _head(self) -> Flowable:
        cover = self._document.cover
        left = [Text(self._letters.markup(cover.subject, BOLD), _NAME), self._make.text(f"{cover.title}, {cover.period}", VALUE)]
        right = [Text(self._letters.markup(f"{remark.title} {remark.text}"), _STANDING) for remark in cover.callouts]
        grid = Grid([[left, right]], colWidths=[WIDTH * 0.66, WIDTH * 0.34], hAlign="LEFT")
        grid.setStyle(
            [
                GRID_FONT,
                ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 7),
                ("LINEBELOW", (0, 0), (-1, -1), 1.8, colour("band")),
            ]
        )
        return grid

    def _section(self, section: Section) -> list[Flowable]:
        heading = PageHeading(self._letters.markup(section.title, BOLD), section.title, section.key)
        wide = section.side is Side.ACROSS
        body = [part for block in section.blocks for part in (self._wide(block) if wide else self._narrow(block))]
        alone = all(isinstance(block, Highlights) for block in section.blocks)
        return body if alone else [heading, *body]  # figures set large need no heading above them

    def _wide(self, block: Block) -> Iterable[Flowable]:
        key = key_part(block, self._letters) if isinstance(block, Table) else None
        return [*([key] if key is not None else []), *_loose(self._make.blocks((block,), "page"))]

    def _narrow(self, block: Block) -> Iterable[Flowable]:
        if isinstance(block, Table):
            return [self._list(block), Spacer(1, 4)]
        if isinstance(block, Callout):
            return [self._box(block), Spacer(1, 6)]
        return [self._make.text(getattr(block, "text", ""), self._style_of(block))]

    @staticmethod
    def _style_of(block: Block) -> ParagraphStyle:
        is_quiet = getattr(block, "tone", Tone.NORMAL) is Tone.QUIET
        return replace_style(QUIET if is_quiet else _LINE, spaceAfter=4)

    def _list(self, table: Table) -> Grid:
        """The rows of a table as entries under hairlines: the shape of a state, and the words."""
        rows: list[list[Flowable | str]] = []
        with_state = table.columns[0].key == "outcome"
        for row in table.rows:
            shape = next((cell.shape for cell in row.cells if cell.shape), "")
            rows.append([ShapePart(shape) if shape else "", Text(self._words(row, with_state=with_state), _LINE)])
        has_shapes = any(row[0] for row in rows)
        grid = Grid(rows, colWidths=[16.0 if has_shapes else 0.1, COLUMN - (16.0 if has_shapes else 0.1)], hAlign="LEFT")
        grid.setStyle(
            [
                GRID_FONT,
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("LEFTPADDING", (0, 0), (-1, -1), 0),
                ("RIGHTPADDING", (0, 0), (-1, -1), 0),
                ("TOPPADDING", (0, 0), (-1, -1), 2.5),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
                ("LINEBELOW", (0, 0), (-1, -1), 0.5, colour("line")),
            ]
        )
        return grid

    def _words(self, row: Row, *, with_state: bool) -> str:
        """The words of an entry, behind its state in bold where they do not say it themselves."""
        words = self._letters.markup(str(row.cells[-1].value))
        if not with_state:
            return words
        state = f"{row.cells[0].value or row.cells[0].text}:"
        return f'<font name="{BOLD}">{self._letters.markup(state, BOLD)}</font> {words}'

    def _box(self, block: Callout) -> Grid:
        """Something that is asked, boxed."""
        words = f'<font name="{BOLD}">{self._letters.markup(block.title, BOLD)}</font> {self._letters.markup(block.text)}'
        grid = Grid([[Text(words, _LINE)]], colWidths=[COLUMN], hAlign="LEFT")
        grid.setStyle(
            [
                GRID_FONT,
                ("BOX", (0, 0), (-1, -1), 1.2, colour("ink")),
                ("LEFTPADDING", (0, 0), (-1, -1), 9),
                ("RIGHTPADDING", (0, 0), (-1, -1), 9),
                ("TOPPADDING", (0, 0), (-1, -1), 6),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
            ]
        )
        return grid


def _loose(parts: Iterable[Flowable]) -> Iterator[Flowable]:
    """Parts without what keeps them together over pages, for there is one page; rows stand closer."""
    for part in parts:
        for one in getattr(part, "_content", ()) if isinstance(part, KeepTogether) else (part,):
            if isinstance(one, Grid):
                one.setStyle([("TOPPADDING", (0, 1), (-1, -1), 3), ("BOTTOMPADDING", (0, 0), (-1, -1), 4)])
            yield one


def natural_height(parts: list[Flowable], width: float) -> float:
    """How high parts are one under the other when nothing is set smaller."""
    return sum(part.wrap(width, 1e6)[1] + part.getSpaceBefore() + part.getSpaceAfter() for part in parts)


def page_story(maker: PageMaker, top: list[Flowable], heights: tuple[float, float]) -> list[Flowable]:
    """The parts in their three frames: ``heights`` is the room across the page and that of each column beneath."""
    across, beneath = heights
    return [
        KeepInFrame(WIDTH, across, top, mode="shrink"),
        FrameBreak(),
        KeepInFrame(COLUMN, beneath, maker.column(Side.LEFT), mode="shrink"),
        FrameBreak(),
        KeepInFrame(COLUMN, beneath, maker.column(Side.RIGHT), mode="shrink"),
    ]
