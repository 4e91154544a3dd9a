"""What changed since the last return: a few lines beside the return, and all of it as a table on a tab of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from leadapp.domain.change_summary import NOTHING_CHANGED, change_lines
from leadapp.domain.changes_section import BETTER_WORDS
from leadapp.domain.comparison import CHANGE_WORDS, FIRST_RETURN, ORDER
from leadapp.domain.promise_parts import ChangePart
from leadapp.domain.quarters import Quarter
from leadapp.domain.returns import ReturnRecord
from leadapp.ui import theme
from leadapp.ui.tables.rows_model import Column, Grouping, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.where_button import where_button
from leadapp.ui.widgets import Button, Card, EmptyState, Label, clear_layout, column, row

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source
    from leadapp.ui.returns.return_page import ReturnPage

KINDS = tuple(CHANGE_WORDS.values())
FIGURE = 56
"""Pixels at 100 % text that every figure has, so that the words beside them stand beneath each other."""
LAYOUTS = (Layout(0, ("id", "title")), Layout(560, ("id", "title", "better")))


class ChangesCard(Card):
    """The figures of what changed; the button opens the whole list."""

    def __init__(self, page: ReturnPage) -> None:
        super().__init__("Since the last return", where_button(page, "changes", "Since the last return"))
        self._page = page
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._all = Button("", "link", on_click=lambda: page.show_place("changes", None))
        self.body.addLayout(self._lines)
        self.body.addLayout(row(self._all, None))

    def tell(self, record: ReturnRecord) -> None:
        """Show what changed in a record."""
        clear_layout(self._lines)
        lines = change_lines(record) if record.compared_with else ()
        if not lines:
            self._lines.addWidget(Label(NOTHING_CHANGED if record.compared_with else FIRST_RETURN, 10, kind="quiet", wrap=True))
        for number, line in enumerate(lines):
            self._lines.addWidget(_line(line.figure, line.words, last=number == len(lines) - 1))
        count = len(record.changes)
        words = "Show the change" if count == 1 else f"Show all {count} changes"
        self._all.setText(words)
        self._all.setAccessibleName(words)
        self._all.setVisible(bool(count))


def _line(figure: str, words: str, *, last: bool) -> QFrame:
    number = Label(figure, 12.5, bold=True)
    number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    number.setMinimumWidth(theme.current.px(FIGURE))
    return line_of(Label(words, 10, wrap=True), number, last=last)


def line_of(words: QWidget, number: QWidget | None = None, *, last: bool) -> QFrame:
    """A line of a card, with its figure before it if it has one, and a hairline beneath all but the last."""
    frame = QFrame()
    frame.setProperty("kind", "row")
    frame.setProperty("last", last)
    line = row(spacing=10, margins=(0, 6, 0, 6))
    if number is not None:
        line.addWidget(number, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(words, 1)
    frame.setLayout(line)
    return frame


class ChangesView(QWidget):
    """Every change as a table, kind by kind; Enter opens the action that it concerns."""

    def __init__(self, page: ReturnPage) -> None:
        super().__init__()
        self._page = page
        columns = (
            Column("id", "ID", lambda c: c.id, 90, bold=True),
            Column("title", "What", lambda c: c.title, second=lambda c: c.text, stretch=True),
            Column("better", "Better or worse", lambda c: BETTER_WORDS[c.better], 150),
        )
        self.model = RowsModel(columns, lambda c: (c.kind, c.uid, c.title, c.text), self)
        self.model.set_grouping(Grouping(lambda c: f"{ORDER[c.kind]:02d}", lambda place: KINDS[int(place)]))
        self.table = TableView(self.model, "What changed", layouts=LAYOUTS)
        self.table.opened.connect(self._open)
        self._compared = Label("", 10, kind="quiet", wrap=True)
        self._empty = EmptyState("history", "Nothing to show", FIRST_RETURN)
        layout = column(self._compared, spacing=10, margins=(24, 12, 24, 16))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        self.setLayout(layout)

    def reload(self) -> None:
        """Compare anew."""
        record = self._page.shown_record()
        self.model.set_records(record.changes)
        self.table.setVisible(bool(record.changes))
        self._empty.setVisible(not record.changes)
        self._empty.sentence.setText(NOTHING_CHANGED if record.compared_with else FIRST_RETURN)
        self._compared.setVisible(bool(record.compared_with))
        if record.compared_with:
            before = Quarter.parse(record.compared_with).words
            self._compared.setText(f"The return for {record.period} compared with the one for {before}.")

    def _open(self, change: ChangePart) -> None:
        """Open the action, if the plan still has it."""
        found = next((a.id for a in self._page.services.plan.list_actions() if a.uid == change.uid), None)
        if found is not None:
            self._page.go.emit("action", found)

    def sources(self) -> tuple[Source, ...]:
        """The numbers of what changed, with the changes behind them."""
        return tuple(s for s in self._page.services.provenance.of_return(self._page.quarter) if s.group == "changes")

    # ------------------------------------------------------------------ as a tab
    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self._compared.setVisible(not tight and bool(self._compared.text()))

    def flush(self) -> None:
        """Nothing is typed here."""

    def start(self) -> None:
        """Put the cursor into the table."""
        self.table.setFocus()
