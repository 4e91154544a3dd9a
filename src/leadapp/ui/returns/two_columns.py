"""A tab of the Return room with two columns of cards: what is written at the left, what it comes to at the right."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from leadapp.ui import theme
from leadapp.ui.returns.changes_card import line_of
from leadapp.ui.widgets import Card, Label, ScrollPage, clear_layout, column, row

ONE_COLUMN = 980
"""Pixels at 100 % text under which the columns stand beneath each other."""


class TwoColumns(ScrollPage):
    """Two columns that scroll together; one where the window is narrow for its text."""

    def __init__(self, left: Iterable[QWidget], right: Iterable[QWidget]) -> None:
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.setContentsMargins(24, 12, 24, 24)
        self._columns.addLayout(column(*left, None, spacing=16), 66)
        self._columns.addLayout(column(*right, None, spacing=16), 34)
        body = QWidget()
        body.setLayout(self._columns)
        super().__init__(body)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where the window is narrow for its text."""
        super().resizeEvent(event)
        narrow = self.width() / theme.current.scale < ONE_COLUMN
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


class GlanceCard(Card):
    """A few lines, each a sentence."""

    def __init__(self, name: str, *beneath: QWidget) -> None:
        super().__init__(name)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self.body.addLayout(self._lines)
        for widget in beneath:
            self.body.addLayout(row(widget, None))

    def tell(self, lines: Iterable[str]) -> None:
        """Show these lines."""
        clear_layout(self._lines)
        told = list(lines)
        for number, words in enumerate(told):
            self._lines.addWidget(line_of(Label(words, 10, wrap=True), last=number == len(told) - 1))
