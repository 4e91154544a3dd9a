"""The tree that every document is drawn from: sections of headings, paragraphs, lists, tables and figures.

Excel, PDF and the screen draw this tree and nothing else, so they cannot disagree. The tree holds finished words and typed
values; it has no fonts, colours, widths in points or file formats (those are ``exports.look`` and ``ui.theme``).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from leadapp.domain.charts import Chart


class Tone(StrEnum):
    """How a text speaks: colour follows it, words never depend on it."""

    NORMAL = "normal"
    QUIET = "quiet"
    STRONG = "strong"
    INFO = "info"
    GOOD = "good"
    WARNING = "warning"
    ERROR = "error"


class CellKind(StrEnum):
    """What a column holds. It decides alignment, number format and whether a cell is a real number or date."""

    TEXT = "text"
    ID = "id"  # an id such as 3.10: always text, never a number
    INTEGER = "integer"
    NUMBER = "number"
    SHARE = "share"  # a fraction 0..1, printed as a percentage with one decimal
    DATE = "date"
    STATE = "state"  # a word with its shape and symbol: status, confidence, outcome
    BARS = "bars"  # counts by state as a bar with a part for each; its text names them
    MARKS = "marks"  # counts by state, each with its shape; its text names them


class Place(StrEnum):
    """Where a column is shown: on pages and screen, on sheets, or on both.

    One that stands ``BENEATH`` is a column of a sheet like any other; pages and screen print it quietly beneath its row.
    """

    BOTH = "both"
    PAGE = "page"
    SHEET = "sheet"
    BENEATH = "beneath"


CellValue: TypeAlias = str | int | float | dt.date | None


@dataclass(frozen=True, slots=True)
class StateCount:
    """How many of something are in a state; ``key`` is that of ``domain.wording.STATES``."""

    key: str
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One value. ``shape`` is a key of ``domain.wording.SHAPES`` (such as ``at_risk``) and ``symbol`` its text form.

    ``text`` replaces the printed form of a value that has none (such as "not yet measured" in a share column); ``kind`` says what
    this value is where that differs from its column (a target that is a share in one row and a number in the next). ``parts`` are
    the counts that bars and marks are drawn from; ``value`` says the same in words.
    """

    value: CellValue = None
    text: str = ""
    shape: str = ""
    symbol: str = ""
    tone: Tone = Tone.NORMAL
    kind: CellKind | None = None
    parts: tuple[StateCount, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: ``width`` is the room it wants on a page (relative), ``chars`` its width on a sheet in characters."""

    key: str
    heading: str
    kind: CellKind = CellKind.TEXT
    width: float = 1.0
    chars: int = 16
    place: Place = Place.BOTH


@dataclass(frozen=True, slots=True)
class Row:
    """One row; ``group`` is the title under which a page prints it (a sheet shows groups as a column instead)."""

    cells: tuple[Cell, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table with typed columns. Cells of a row follow the columns one to one. ``empty`` is said where no row exists."""

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    empty: str = "none"

    def across(self) -> list[int]:
        """Which columns stand side by side on a page and on screen."""
        return [n for n, column in enumerate(self.columns) if column.place in {Place.BOTH, Place.PAGE}]

    def beneath(self, row: Row) -> list[str]:
        """What stands beneath a row on a page and on screen, each with its heading."""
        columns = [(column, cell) for column, cell in zip(self.columns, row.cells, strict=True) if column.place is Place.BENEATH]
        return [f"{column.heading}: {cell.value}" for column, cell in columns if cell.value]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section: level 2 or 3 (the section's own title is level 1)."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; line breaks in it are kept."""

    text: str
    tone: Tone = Tone.NORMAL


@dataclass(frozen=True, slots=True)
class Bullets:
    """A plain list of texts."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """A boxed remark with a bold first word or two."""

    title: str
    text: str
    tone: Tone = Tone.INFO


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value, printed as two columns without a head.

    ``cells`` holds the values that are numbers as numbers, for a sheet: one for each pair, or none at all.
    """

    pairs: tuple[tuple[str, str], ...]
    cells: tuple[Cell | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption; its text for screen readers is ``chart.text``."""

    key: str
    caption: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Highlight:
    """A figure set large, what it counts, and how it has moved, with an arrow."""

    figure: str
    words: str
    move: str = ""


@dataclass(frozen=True, slots=True)
class Highlights:
    """A few figures side by side."""

    items: tuple[Highlight, ...]


Block: TypeAlias = Heading | Paragraph | Bullets | Callout | Facts | Table | Figure | Highlights


class Side(StrEnum):
    """Where a section stands on a document of one page: across it, or in one of two columns beneath."""

    ACROSS = "across"
    LEFT = "left"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered part of the document: a level 1 heading and bookmark on pages, one sheet named ``sheet`` in a workbook."""

    key: str
    title: str
    sheet: str
    blocks: tuple[Block, ...]
    side: Side = Side.ACROSS


@dataclass(frozen=True, slots=True)
class Cover:
    """The first page and the first sheet."""

    council: str
    title: str
    subject: str
    period: str
    facts: tuple[tuple[str, str], ...]
    callouts: tuple[Callout, ...] = ()
    changes_title: str = ""
    changes: tuple[str, ...] = ()
    facts_title: str = "This return"


@dataclass(frozen=True, slots=True)
class Document:
    """A finished document. ``marking`` and ``notice`` (such as "Sample", "Draft") stand on every page and every sheet.

    ``judged`` says on every sheet who judged what it tells; empty where nothing is judged.
    One that ``is_one_page`` has no cover of its own and one sheet; its sections stand where their ``side`` says.
    """

    cover: Cover
    marking: str
    notice: str
    footer: str
    author: str
    created: dt.datetime
    sections: tuple[Section, ...]
    language: str = "en-GB"
    keywords: tuple[str, ...] = field(default=())
    judged: str = "Self-assessed."
    is_one_page: bool = False
