"""The return read through on screen: the same tree that Excel and PDF draw."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QWidget

from leadapp.domain.documents import (
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
    Table,
    Tone,
)
from leadapp.domain.provenance import Source
from leadapp.domain.quarters import format_date
from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.source_panel import Go, ask_where
from leadapp.ui.widgets import Banner, Button, Label, ScrollPage, ShapeLabel, column, heading, row, rule, tag, title

KINDS = {Tone.QUIET: "quiet", Tone.ERROR: "error"}


def show_document(
    parent: QWidget,
    document: Document,
    sources: Sequence[Source] = (),
    go: Go | None = None,
    name: str = "The return, read through",
) -> None:
    """Show a document in a window of its own; Escape closes it. Its tables of figures can be asked where they come from."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(name)
    dialog.resize(min(1000, parent.window().width() - 40), parent.window().height() - 40)
    body = QWidget()
    layout = column(spacing=10, margins=(32, 20, 32, 24))
    tags = row(tag(document.marking), *([tag(document.notice)] if document.notice else []), None)
    cover = document.cover
    layout.addLayout(tags)
    layout.addWidget(title(cover.title))
    for text in (f"{cover.subject}, {cover.council}", cover.period):
        layout.addWidget(Label(text, wrap=True))
    layout.addWidget(_facts(Facts(cover.facts)))
    for callout in cover.callouts:
        layout.addWidget(_block(callout))
    for number, section in enumerate(document.sections, 1):
        layout.addSpacing(12)
        layout.addWidget(rule())
        layout.addWidget(Label(f"{number} {section.title}", 15, bold=True, wrap=True))
        for block in section.blocks:
            layout.addWidget(_block(block))
            own = [source for source in sources if isinstance(block, Table) and source.group == block.key]
            if own and go is not None:
                layout.addLayout(row(_where(dialog, own, go), None))
    layout.addStretch(1)
    body.setLayout(layout)
    close = Button("Close", "primary", on_click=dialog.accept)
    whole = column(spacing=0)
    whole.addWidget(ScrollPage(body), 1)
    whole.addLayout(row(None, close, margins=(24, 8, 24, 10)))
    dialog.setLayout(whole)
    dialog.exec()


def _where(dialog: QDialog, sources: Sequence[Source], go: Go) -> Button:
    """A button beneath a table: the rows behind its numbers, each of which closes the document and goes there."""

    def leave(place: str, what: object) -> None:
        dialog.accept()
        go(place, what)

    return Button("Where do these numbers come from?", "link", on_click=lambda: ask_where(dialog, sources, leave))


def _block(block: object) -> QWidget:
    if isinstance(block, Heading):
        return heading(block.text)
    if isinstance(block, Paragraph):
        return Label(block.text, kind=KINDS.get(block.tone, ""), wrap=True)
    if isinstance(block, Bullets):
        return Label("\n".join(f"•  {item}" for item in block.items), wrap=True)
    if isinstance(block, Callout):
        banner = Banner("warning" if block.tone is Tone.WARNING else "info")
        banner.tell(block.title, block.text)
        return banner
    if isinstance(block, Facts):
        return _facts(block)
    if isinstance(block, Figure):
        chart = ChartView(block.key)
        chart.tell(block.chart)
        return chart
    if isinstance(block, Highlights):
        return _highlights(block)
    assert isinstance(block, Table)
    return _table(block)


def _highlights(block: Highlights) -> QFrame:
    """Figures set large, side by side, each with what it counts and how it moved."""
    frame, line = QFrame(), row(spacing=24)
    for item in block.items:
        parts = [Label(item.figure, 19, bold=True), Label(item.words, 10, wrap=True)]
        moved = [Label(item.move, 10, kind="quiet", wrap=True)] if item.move else []
        line.addLayout(column(*parts, *moved, None, spacing=2), 1)
    frame.setLayout(line)
    return frame


def _facts(facts: Facts) -> QFrame:
    frame, grid = QFrame(), QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    for number, (name, value) in enumerate(facts.pairs):
        grid.addWidget(Label(name, kind="quiet"), number, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(value, wrap=True), number, 1)
    grid.setColumnStretch(1, 1)
    frame.setLayout(grid)
    return frame


def _table(table: Table) -> QFrame:
    frame, grid = QFrame(), QGridLayout()
    frame.setProperty("kind", "card")
    grid.setContentsMargins(12, 8, 12, 8)
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(6)
    shown = table.across()
    for place, number in enumerate(shown):
        grid.addWidget(Label(table.columns[number].heading, 9.5, bold=True, wrap=True), 0, place, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(place, round(table.columns[number].width * 10))
    line, group = 1, ""
    for entry in table.rows:
        if entry.group and entry.group != group:
            group = entry.group
            grid.addWidget(Label(group, 10, bold=True, wrap=True), line, 0, 1, len(shown))
            line += 1
        for place, number in enumerate(shown):
            grid.addWidget(_cell(entry.cells[number], table.columns[number]), line, place, Qt.AlignmentFlag.AlignTop)
        line += 1
        for words in table.beneath(entry):
            grid.addWidget(Label(words, 9.5, kind="quiet", wrap=True), line, 1, 1, len(shown) - 1)
            line += 1
    if not table.rows:
        grid.addWidget(Label(table.empty, kind="quiet"), 1, 0, 1, len(shown))
    frame.setLayout(grid)
    return frame


def _cell(cell: Cell, kind: Column) -> QWidget:
    if cell.shape:
        return ShapeLabel(cell.shape, str(cell.value))
    return Label(cell_words(cell, kind), 10, bold=kind.kind is CellKind.ID, wrap=True)


def cell_words(cell: Cell, kind: Column) -> str:
    """A cell as words, as the PDF prints it."""
    value = cell.text or cell.value
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, float) and kind.kind is CellKind.SHARE:
        return f"{value:.1%}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"{value:,.10g}"
    return str(value)
