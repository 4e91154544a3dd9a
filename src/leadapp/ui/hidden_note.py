"""A quiet line above what is open: a filter hides its row, and one press shows it again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from leadapp.ui.widgets import Button, Label, row


class HiddenNote(QFrame):
    """``cleared`` asks that everything is let through again."""

    cleared = Signal()

    def __init__(self, what: str) -> None:
        super().__init__()
        words = Label(f"The filter hides this {what}.", 9.5, kind="hint", wrap=True)
        layout = row(words, spacing=8)
        layout.setStretch(0, 1)
        layout.addWidget(Button("Show all", "link", on_click=self.cleared.emit))
        self.setLayout(layout)
        self.hide()
