"""What the lead wrote in a text of the return a quarter ago, beneath the box for this one: its beginning, or all of it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from leadapp.domain.history import cut
from leadapp.domain.quarters import Quarter
from leadapp.ui.widgets import Button, Label, column, row

BEGINNING = 160
"""Characters that are shown of a long text."""


class SaidBefore(QWidget):
    """Hidden where nothing was written."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what, self._text, self._shows_all = what, "", False
        self._head, self.words = Label("", 9.5, kind="quiet"), Label("", 10, kind="quote", wrap=True)
        self.more = Button("", "link", on_click=self._turn)
        self.setLayout(column(self._head, self.words, row(self.more, None), spacing=2))
        self.hide()

    def tell(self, quarter: Quarter, text: str) -> None:
        """Show what was written for a quarter."""
        self._text = text.strip()
        self._head.setText(f"For {quarter.words} you wrote")
        self.setVisible(bool(self._text))
        self._show()

    def _turn(self) -> None:
        self._shows_all = not self._shows_all
        self._show()

    def _show(self) -> None:
        beginning = cut(" ".join(self._text.split()), BEGINNING)
        is_cut = beginning != self._text
        self.words.setText(self._text if self._shows_all else beginning)
        self.more.setVisible(is_cut)
        words = "Show less" if self._shows_all else "Show all"
        self.more.setText(words)
        self.more.setAccessibleName(f"{words} of what you wrote: {self._what}")
