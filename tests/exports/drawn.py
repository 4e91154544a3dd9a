"""Documents made on purpose for the tests of the exports, and readers of what was drawn."""

import datetime as dt
from pathlib import Path

import pypdfium2
from openpyxl import Workbook, load_workbook

from leadapp.domain.charts import Columns, Series, StackedBars
from leadapp.domain.documents import (
    Block,
    Bullets,
    Callout,
    Cell,
    CellKind,
    Column,
    Cover,
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
from leadapp.exports.pdf import draw_pdf
from leadapp.exports.workbook import draw_workbook

MOMENT = dt.datetime(2026, 9, 21, 10, 15, tzinfo=dt.UTC)
COLUMNS = (
    Column("id", "ID", CellKind.ID, 0.8, 9),
    Column("title", "Action", CellKind.TEXT, 3.0, 32),
    Column("status", "Status", CellKind.STATE, 1.2, 15),
    Column("due", "Due", CellKind.DATE, 1.4, 19),
    Column("share", "Share", CellKind.SHARE, 1.0, 11),
    Column("times", "Times", CellKind.INTEGER, 1.0, 11, Place.SHEET),
    Column("update", "Update", CellKind.TEXT, 3.0, 50),
)
STATUS = StackedBars(
    "Status by pillar",
    "Three actions: 1 complete, 2 underway.",
    ("1 Foundation", "2 Systems"),
    (Series("complete", "Complete", (1, 0)), Series("underway", "Underway", (1, 1)), Series("paused", "Paused", (0, 2))),
    ("2 actions", "3 actions"),
)
SHARE = Columns("Trained", "20% in Q1, 60% in Q2.", ("Q1", "Q2"), (20.0, 60.0), "%", 100.0, "Target 100%", 1)


def no_progress(_done: int, _total: int) -> None:
    """Nobody watches."""


def row(text: str, name: str = "3.10", group: str = "Pillar 3, Culture") -> Row:
    """A row of the table with a text in it."""
    cells = (
        Cell(name),
        Cell(f"Title of {name}"),
        Cell("At risk", shape="at_risk", symbol="▲", tone=Tone.WARNING),
        Cell(dt.date(2026, 12, 31)),
        Cell(0.347),
        Cell(2),
        Cell(text),
    )
    return Row(cells, group)


def document(*rows: Row, blocks: tuple[Block, ...] = (), name: str = "Neighbourhood Services") -> Document:
    """A document with every kind of block."""
    table = Table("actions", "Actions", COLUMNS, rows, "No action yet.")
    sections = (
        Section("headline", "Headline", "Headline", (Heading("Progress"), Paragraph("All six have begun."), *blocks)),
        Section("actions", "Actions", "Actions", (Paragraph("Words first.", Tone.QUIET), table)),
        Section("figures", "Figures", "Figures", (Figure("s", "By status", STATUS), *(Figure("t", "Share", SHARE),) * 3)),
        Section(
            "rest",
            "The rest",
            "Rest",
            (
                Facts((("Reached", "Yes"),)),
                Callout("Mind.", "A remark.", Tone.ERROR),
                Bullets(("one thing", "another")),
                Heading("Small", 3),
            ),
        ),
    )
    cover = Cover(
        "Sampleton City Council",
        "Race equality return",
        name,
        "July to September 2026",
        (("Lead", "Robin Sample"),),
        (Callout("Self-assessed.", "Nobody outside has checked it."), Callout("Sample.", "Fictional.", Tone.WARNING)),
        "At a glance",
        ("24 actions",),
    )
    return Document(
        cover, "OFFICIAL", "Draft", f"{name}, return, revision 1", name, MOMENT, sections, keywords=("race equality",)
    )


def pdf(made: Document, folder: Path) -> Path:
    """The document drawn as PDF."""
    path = folder / "drawn.pdf"
    draw_pdf(made, path, no_progress)
    return path


def workbook(made: Document, folder: Path) -> Workbook:
    """The document drawn as a workbook and read back."""
    path = folder / "drawn.xlsx"
    draw_workbook(made, path, no_progress)
    return load_workbook(path)


def pages(path: Path) -> list[str]:
    """The text of each page, with line ends as spaces."""
    with pypdfium2.PdfDocument(path) as opened:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in opened]
