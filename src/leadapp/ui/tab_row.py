"""Tabs of a page, as a row of buttons."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton

from leadapp.ui.widgets import column, row, rule


class TabRow(QFrame):
    """Tabs as a row of buttons with counts; Left and Right move between them."""

    chosen = Signal(str)

    def __init__(self, tabs: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._buttons: dict[str, QToolButton] = {}
        self._words = dict(tabs)
        layout = row(spacing=4, margins=(24, 0, 24, 0))
        for key, words in self._words.items():
            button = QToolButton()
            button.setText(words)
            button.setProperty("kind", "tab")
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            button.clicked.connect(lambda _c=False, key=key: self.chosen.emit(key))
            self._buttons[key] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self.setLayout(column(layout, rule(), spacing=0))

    def select(self, key: str) -> None:
        """Show a tab as chosen without telling."""
        self._buttons[key].setChecked(True)

    def set_count(self, key: str, words: str) -> None:
        """Say something behind a tab's name, such as "14 to decide"; empty takes it away."""
        self._buttons[key].setText(f"{self._words[key]}  ·  {words}" if words else self._words[key])
