"""Draws a document as PDF: cover, contents with links, bookmarks, sections, and the marking on every page.

One pass: what is only known at the end (the number of pages, the pages of the contents) is left open as forms and filled last.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any, cast

from reportlab import rl_config
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    KeepInFrame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus.flowables import HRFlowable

from leadapp.domain.documents import Callout, Cover, Document, Figure, Section, Table, Tone
from leadapp.exports.pdf_charts import colour, draw_line
from leadapp.exports.pdf_one_page import COLUMN, PageMaker, natural_height, page_story
from leadapp.exports.pdf_parts import NUMBER_WIDTH, ContentsPart, PartMaker
from leadapp.exports.pdf_styles import BODY, H2, VALUE, WIDTH, replace_style
from leadapp.exports.pdf_tables import KEPT_TOGETHER
from leadapp.exports.pdf_text import BOLD, REGULAR, Letters
from leadapp.exports.progress import Progress

rl_config.useA85 = 0  # page streams without an ASCII wrapper: a fifth smaller

PAGE_WIDTH, PAGE_HEIGHT = A4
MARGIN = (PAGE_WIDTH - WIDTH) / 2
BAND = 352.0
_TOP, _FOOT = 46.0, 70.0
_COLUMN, _GAP = 246.0, 24.0
_UNDER_BAND = 22.0
_ROOM_FOR_A_TABLE = 240.0
"""What a section's heading needs beneath it so that its table or chart begins on the same page."""

_ROOM_FOR_TEXT = 110.0
_SHORT_SECTION = 440.0
"""A section up to this height, with its heading, stands on one page."""
_ENDLESS = 1e6
_MOST_ACROSS = 0.65
"""So much of a single page may stand across it; the rest is for its columns."""

_COUNCIL = ParagraphStyle("council", BODY, fontSize=12.5, leading=18, textColor=colour("band_quiet"), spaceAfter=8)
_TITLE = ParagraphStyle("title", BODY, fontName=BOLD, fontSize=34, leading=42, textColor=colour("band_ink"), spaceAfter=7)
_SUBJECT = ParagraphStyle("subject", BODY, fontSize=16, leading=22, textColor=colour("band_ink"), spaceAfter=2)
_PERIOD = ParagraphStyle("period", BODY, fontSize=12.5, leading=18, textColor=colour("band_quiet"))


def draw_pdf(document: Document, path: Path, progress: Progress) -> None:
    """Draw a document to a file. ``progress`` is told steps done and steps in all, and may raise to cancel."""
    letters = Letters()
    template = _Template(document, path, letters)
    story = template.one_page() if document.is_one_page else _story(document, letters)
    template.setProgressCallBack(_Teller(progress))
    template.build(story, canvasmaker=_canvas_maker(document))


class _Teller:
    """Passes reportlab's progress on."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._total = progress, 1

    def __call__(self, kind: str, value: Any) -> None:
        if kind == "SIZE_EST":
            self._total = max(1, int(value))
        elif kind == "PROGRESS":
            self._progress(min(int(value), self._total), self._total)


# -------------------------------------------------------------------------------- story
def _story(document: Document, letters: Letters) -> list[Flowable]:
    make = PartMaker(letters)
    story = [*_cover(document, make, letters), *section_parts(document, make)]
    story += [make.callout(Callout(title, text, Tone.WARNING)) for title, text in _what_print_cannot_do(letters)]
    return story


def _what_print_cannot_do(letters: Letters) -> list[tuple[str, str]]:
    """What a reader must know where this document could not print a text as it was written."""
    told = []
    if letters.missing:
        text = "Some letters of this document are not in the PDF's fonts and stand as □. The workbook and the screen show them."
        told.append(("Letters not printed.", text))
    if letters.leftwards:
        text = "Text in Arabic, Hebrew or a like script stands here letter by letter. The workbook and the screen show it as it is read."
        told.append(("Text from right to left.", text))
    return told


def section_parts(document: Document, make: PartMaker) -> list[Flowable]:
    """Every section of a document as flowables."""
    story: list[Flowable] = []
    for number, section in enumerate(document.sections, 1):
        tabled = any(isinstance(block, (Table, Figure)) for block in section.blocks[:3])
        _, heading = make.heading(f"{number} {section.title}", 1, section.key)
        parts = make.blocks(section.blocks, section.key)
        short = [heading, *parts] if _may_be_short(section) else []
        story += [SectionRoom(short, _ROOM_FOR_A_TABLE if tabled else _ROOM_FOR_TEXT), heading, *parts, Spacer(1, 10)]
    return story


def _may_be_short(section: Section) -> bool:
    """Whether it is worth measuring: no table of it goes on over pages."""
    return all(len(block.rows) <= KEPT_TOGETHER for block in section.blocks if isinstance(block, Table))


class SectionRoom(CondPageBreak):
    """Begins a page where what must stand beneath a section's heading has no room: all of a short section, else its beginning."""

    def __init__(self, short: list[Flowable], least: float) -> None:
        super().__init__(least)
        self._short = short

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Measure the section where it will be set."""
        if self._short:
            whole = sum(self._height(part, width) for part in self._short)
            self.height = whole if whole <= _SHORT_SECTION else self.height
        return super().wrap(width, height)

    def _height(self, part: Flowable, width: float) -> float:
        """How high a part is; one that is kept together says so only of what is in it."""
        inner = getattr(part, "_content", None) if isinstance(part, KeepTogether) else None
        if inner is not None:
            return sum(self._height(one, width) for one in inner)
        return float(part.wrapOn(self.canv, width, _ENDLESS)[1] + part.getSpaceBefore() + part.getSpaceAfter())


def _cover(document: Document, make: PartMaker, letters: Letters) -> list[Flowable]:
    cover = document.cover
    band: list[Flowable] = [
        make.text(cover.council, _COUNCIL),
        make.text(cover.title, _TITLE),
        make.text(cover.subject, _SUBJECT),
        make.text(cover.period, _PERIOD),
    ]
    left: list[Flowable] = [make.text(cover.facts_title, H2), make.facts(cover.facts, _COLUMN, 0.33), Spacer(1, 12)]
    for callout in cover.callouts:
        left += [make.callout(callout, _COLUMN), Spacer(1, 8)]
    right = _changes(cover, make)
    right.append(make.text("Contents", H2))
    right += [ContentsPart(f"{n} {section.title}", section.key, letters) for n, section in enumerate(document.sections, 1)]
    room = PAGE_HEIGHT - BAND - _FOOT - _UNDER_BAND - 4
    return [
        KeepInFrame(WIDTH, 138, band, mode="shrink"),
        FrameBreak(),
        KeepInFrame(_COLUMN, room, left, mode="shrink"),
        FrameBreak(),
        KeepInFrame(WIDTH - _COLUMN - _GAP, room, right, mode="shrink"),
        NextPageTemplate("page"),
        PageBreak(),
    ]


def _changes(cover: Cover, make: PartMaker) -> list[Flowable]:
    if not cover.changes:
        return []
    parts: list[Flowable] = [make.text(cover.changes_title, H2)]
    for line in cover.changes:
        parts += [make.text(line, replace_style(VALUE, spaceAfter=3)), _hairline()]
    return [*parts, Spacer(1, 8)]


def _hairline() -> HRFlowable:
    return HRFlowable(width="100%", thickness=0.5, color=colour("line"), spaceBefore=0, spaceAfter=3)


# -------------------------------------------------------------------------------- pages
class _Template(BaseDocTemplate):
    """A4 pages with the marking on top and at the foot, and the cover."""

    def __init__(self, document: Document, path: Path, letters: Letters) -> None:
        super().__init__(
            str(path),
            pagesize=A4,
            title=f"{document.cover.title}, {document.cover.subject}, {document.cover.period}",
            author=document.author,
            subject=document.marking,
            keywords=list(document.keywords),
            creator="leadapp",
            lang=document.language,
            initialFontName=REGULAR,
            displayDocTitle=1,
            pageCompression=1,
        )
        self._document, self._letters = document, letters
        if not document.is_one_page:
            self.addPageTemplates([self._cover_page(), self._page()])

    def one_page(self) -> list[Flowable]:
        """The parts of a document of one page, and the frames for them: across the page, and two columns beneath."""
        maker = PageMaker(self._document, self._letters)
        top, room = maker.top(), PAGE_HEIGHT - _TOP - _FOOT
        across = min(natural_height(top, WIDTH), room * _MOST_ACROSS) + 1
        beneath = room - across
        frames = [
            _frame("top", MARGIN, _FOOT + beneath, WIDTH, across),
            _frame("left", MARGIN, _FOOT, COLUMN, beneath),
            _frame("right", MARGIN + WIDTH - COLUMN, _FOOT, COLUMN, beneath),
        ]
        self.addPageTemplates([PageTemplate("page", frames, onPage=self._draw_page)])
        return page_story(maker, top, (across, beneath))

    def _cover_page(self) -> PageTemplate:
        below = PAGE_HEIGHT - BAND - _UNDER_BAND
        frames = [
            _frame("band", MARGIN, PAGE_HEIGHT - 62 - 142, WIDTH, 142),
            _frame("left", MARGIN, _FOOT, _COLUMN, below - _FOOT),
            _frame("right", MARGIN + _COLUMN + _GAP, _FOOT, WIDTH - _COLUMN - _GAP, below - _FOOT),
        ]
        return PageTemplate("cover", frames, onPage=self._draw_cover)

    def _page(self) -> PageTemplate:
        frame = _frame("body", MARGIN, _FOOT, WIDTH, PAGE_HEIGHT - _TOP - _FOOT)
        return PageTemplate("page", [frame], onPage=self._draw_page)

    def _draw_cover(self, canvas: Canvas, _template: object) -> None:
        canvas.saveState()
        canvas.setFillColor(colour("band"))
        canvas.rect(0, PAGE_HEIGHT - BAND, PAGE_WIDTH, BAND, stroke=0, fill=1)
        for step in range(5):
            canvas.setFillColor(colour("band_highlight" if step == 4 else "band_bar"))
            canvas.rect(MARGIN + WIDTH - 40 - (4 - step) * 51.5, PAGE_HEIGHT - BAND, 40, 52 + step * 26, stroke=0, fill=1)
        canvas.restoreState()
        self._marks(canvas, "band_ink")

    def _draw_page(self, canvas: Canvas, _template: object) -> None:
        self._marks(canvas, "ink")

    def _marks(self, canvas: Canvas, top_ink: str) -> None:
        """Marking and notice on top and at the foot, and the footer with page x of y."""
        canvas.saveState()
        head = "   ".join(part for part in (self._document.marking, self._document.notice) if part)
        self._middle(canvas, PAGE_HEIGHT - 26.5, head, top_ink)
        self._middle(canvas, 21, head, "ink")
        canvas.setStrokeColor(colour("border"))
        canvas.setLineWidth(0.5)
        canvas.line(MARGIN, 49, MARGIN + WIDTH, 49)
        canvas.setFillColor(colour("ink2"))
        draw_line(canvas, self._letters, MARGIN, 36, self._short(self._document.footer), REGULAR, 9)
        canvas.doForm(f"page-{canvas.getPageNumber()}")
        canvas.restoreState()

    def _middle(self, canvas: Canvas, y: float, text: str, role: str) -> None:
        canvas.setFillColor(colour(role))
        wide = self._letters.width(text, BOLD, 9)
        draw_line(canvas, self._letters, (PAGE_WIDTH - wide) / 2, y, text, BOLD, 9)

    def _short(self, text: str) -> str:
        room = WIDTH - 80
        while self._letters.width(text, REGULAR, 9) > room:
            text = text[: int(len(text) * 0.9)].rstrip(" …") + "…"
        return text


def _frame(name: str, x: float, y: float, width: float, height: float) -> Frame:
    return Frame(x, y, width, height, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0, id=name)


# -------------------------------------------------------------------------------- canvas
class _Moment:
    """The document's own time instead of now, so that the same return gives the same bytes."""

    def __init__(self, moment: dt.datetime) -> None:
        offset = int((moment.utcoffset() or dt.timedelta()).total_seconds())
        self.YMDhms = moment.timetuple()[:6]
        self.dhh, self.dmm = int(offset / 3600), abs(offset) % 3600 // 60


def _canvas_maker(document: Document) -> type[Canvas]:
    """A canvas that fills the open forms when the last page is known."""

    class PageCanvas(Canvas):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **{**options, "invariant": 1})
            self.section_pages: dict[str, int] = {}
            cast(Any, self)._doc._timeStamp = _Moment(document.created)

        def save(self) -> None:
            """Fill what was left open, then write the file."""
            total = self.getPageNumber() - 1
            for number in range(1, total + 1):
                self.beginForm(f"page-{number}", 0, 0, PAGE_WIDTH, PAGE_HEIGHT)
                self.setFont(REGULAR, 9)
                self.setFillColor(colour("ink2"))
                self.drawRightString(MARGIN + WIDTH, 36, f"Page {number} of {total}")
                self.endForm()
            for key, number in self.section_pages.items():
                self.beginForm(f"contents-{key}", 0, 0, NUMBER_WIDTH, 30)
                self.setFont(REGULAR, BODY.fontSize)
                self.setFillColor(colour("ink"))
                self.drawRightString(NUMBER_WIDTH, 8, str(number))
                self.endForm()
            super().save()

    return PageCanvas
