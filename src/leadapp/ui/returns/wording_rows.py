"""Wording among the checks of a return: how many places to look at and, when asked for, each with a button that leads there.

It is soft: never missing, never odd, never counted among the checks.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from leadapp.domain.narrative import PlacedRemark
from leadapp.ui import theme
from leadapp.ui.widgets import Button, IconLabel, Label, clear_layout, column, row

MOST = 20
"""So many places are listed; the rest is counted."""


class WordingRows(QFrame):
    """Hidden while nothing is remarked on. ``wanted`` asks for a place and what in it."""

    wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self.setObjectName("wording")
        self._placed: tuple[PlacedRemark, ...] = ()
        self._shown = False
        self._words = Label("", 10, wrap=True)
        self._button = Button("", "link", on_click=self._turn)
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        line = row(IconLabel("info", "info"), spacing=12, margins=(16, 6, 16, 6))
        line.addWidget(self._words, 1)
        line.addWidget(self._button, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(column(line, self._list, spacing=0))
        self.hide()

    def tell(self, placed: tuple[PlacedRemark, ...]) -> None:
        """Say how many places there are; the rows stay as they are where nothing changed, and so does the keyboard."""
        if placed != self._placed:
            self._placed = placed
            self._draw()
        self.setVisible(bool(placed))

    def _turn(self) -> None:
        self._shown = not self._shown
        self._draw()

    def _draw(self) -> None:
        many = len(self._placed)
        self._words.setText(
            f"Wording: {many} place{'s' if many != 1 else ''} to look at. Nothing is missing for {'them' if many != 1 else 'it'}."
        )
        self._button.setText("Hide" if self._shown else "Show")
        self._button.setAccessibleName(f"{self._button.text()}: wording remarks")
        clear_layout(self._list)
        if self._shown:
            for placed in self._placed[:MOST]:
                self._list.addWidget(self._row(placed))
            if many > MOST:
                self._list.addWidget(Label(f"And {many - MOST} more.", 10, kind="quiet"))

    def _row(self, placed: PlacedRemark) -> QFrame:
        frame, narrative, remark = QFrame(), placed.narrative, placed.remark
        words = Label(f"{narrative.where}: “{remark.found}”, {remark.says}.", 10, kind="quiet", wrap=True)
        button = Button("Go there", "small", on_click=partial(self.wanted.emit, narrative.place, narrative.action_id))
        button.setAccessibleName(f"Go there: {narrative.where}, “{remark.found}”")
        line = row(spacing=12, margins=(28 + theme.current.px(20), 2, 16, 6))
        line.addWidget(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        frame.setLayout(line)
        return frame
