"""A table of what would be taken in, and the chosen row in full beside it with what becomes of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from leadapp.ui import theme
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.fold import Fold
from leadapp.ui.forms.fields import Field
from leadapp.ui.tables.rows_model import RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.widgets import Button, Label, ScrollPage, clear_layout, column, heading, row

BESIDE = 860
"""From this width on, at 100 % text, the chosen row stands beside the table."""


class DecidePane(QWidget):
    """Enter goes to the choice, Escape back; in a narrow window the row stands in place of the table.

    Whoever decides says what passes a chip, which words the filter looks in, what is told of a row, and keeps what was chosen.
    """

    def __init__(
        self, name: str, rows: str, model: RowsModel, layouts: tuple[Layout, ...], choice: Field, chips: Mapping[str, str]
    ) -> None:
        super().__init__()
        self.model, self.choice = model, choice
        model.setParent(self)
        self.table = TableView(model, name, layouts=layouts)
        self.filter = FilterRow(chips, f"Filter the {rows}", f"filter_{rows}")
        self._sum = Label("", 10.5, bold=True, wrap=True)
        self._title, self._facts, self._more = heading(""), column(spacing=4), column(spacing=6)
        self._alone = Button(f"Back to the {rows}", "small", "left", self._back_to_rows)
        self._in_detail = False
        self._top, self._pane = QWidget(), QFrame()
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(self._open)
        self.choice.edited.connect(self._decide)
        self.filter.changed.connect(self._filter)
        self.filter.serve_keys(self)

    # ------------------------------------------------------------------ what is decided
    def _passes(self, key: str, record: Any) -> bool:
        """Whether a row passes a chip."""
        raise NotImplementedError

    def _searched(self, record: Any) -> str:
        """The text of a row that the filter looks in."""
        raise NotImplementedError

    def _show_row(self, chosen: Any) -> None:
        """Show one row in full, or none."""
        raise NotImplementedError

    def _decide(self) -> None:
        """Keep what was chosen for the row."""
        raise NotImplementedError

    # ------------------------------------------------------------------ made
    def _panes(self, *above: QWidget | QVBoxLayout) -> QVBoxLayout:
        """The table with the pane at its side, beneath what is said of the whole."""
        holder = QWidget()
        detail = column(row(self._alone, None), self._title, self.choice, spacing=8, margins=(16, 8, 16, 12))
        detail.addLayout(self._facts)
        detail.addSpacing(8)
        detail.addLayout(self._more)
        detail.addStretch(1)
        holder.setLayout(detail)
        self._pane.setObjectName("pane")
        self._pane.setLayout(column(ScrollPage(holder), spacing=0))
        panes = QHBoxLayout()
        panes.setSpacing(12)
        panes.addWidget(self.table, 3)
        panes.addWidget(self._pane, 2)
        self._top.setLayout(column(self._sum, *above, self.filter, spacing=8))
        body = column(self._top, spacing=8, margins=(24, 8, 24, 8))
        body.addLayout(panes, 1)
        return body

    # ------------------------------------------------------------------ content
    def _current(self) -> Any:
        """The row that has the cursor, or None."""
        return self.model.record(self.table.currentIndex().row())

    def _filter(self) -> None:
        words, keys = self.filter.words(), self.filter.keys()

        def accepts(record: Any) -> bool:
            text = self._searched(record).casefold()
            return all(word in text for word in words) and all(self._passes(key, record) for key in keys)

        self.model.set_filter(accepts)

    def _tell_facts(self, facts: Iterable[tuple[str, bool]]) -> None:
        """What is to be known of the row; with True it is a heading."""
        clear_layout(self._facts)
        for words, bold in facts:
            self._facts.addWidget(Label(words, 10, bold=bold, wrap=True))

    def start(self) -> None:
        """Put the cursor into the table."""
        self._back_to_rows()

    # ------------------------------------------------------------------ size
    def _open(self, _row: Any) -> None:
        self._in_detail = True
        self._fit()
        self.choice.box.setFocus(Qt.FocusReason.TabFocusReason)

    def _back_to_rows(self) -> None:
        self._in_detail = False
        self._fit()
        self.table.setFocus()

    def leave_detail(self) -> bool:
        """Go back from the row to the table; False where the table has the keyboard already."""
        if not self._in_detail:
            return False
        self._back_to_rows()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen row beside the table, or in its place where the window is narrow for its text."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() / theme.current.scale >= BESIDE
        alone = self._in_detail and not beside
        self._pane.setVisible(beside or alone)
        self.table.setVisible(not alone)
        self._top.setVisible(not alone)
        self._alone.setVisible(alone)


def fold_of(words: str, told: tuple[str, ...], most: int, *, open_now: bool = False) -> Fold:
    """Sentences beneath a line that says how many there are; after ``most`` of them only how many more."""
    return Fold(f"{words} ({len(told)})", partial(_lines, told, most), open_now=open_now)


def _lines(told: tuple[str, ...], most: int) -> QWidget:
    holder = QWidget()
    rest = [f"And {len(told) - most:,} more."] if len(told) > most else []
    labels = (Label(words, 10, wrap=True) for words in (*told[:most], *rest))
    holder.setLayout(column(*labels, spacing=4, margins=(8, 0, 0, 0)))
    return holder
