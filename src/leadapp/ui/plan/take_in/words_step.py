"""The second step: what each word of the list's status and confidence means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from leadapp.domain.list_words import MEANINGS
from leadapp.ui.plan.take_in.choice_boxes import choice_box, grow_last
from leadapp.ui.widgets import Label, ScrollPage, clear_layout, column, heading, rule

MOST = 60
"""So many distinct words are asked about; a column with more is hardly one of status."""


class WordsStep(QWidget):
    """``meaning_chosen(word, meaning)`` tells what she corrects."""

    meaning_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QComboBox] = {}
        self._list = column(spacing=8)
        self._many = Label("", 10, kind="quiet", wrap=True)
        told = (
            "Each word of the list once, with how often it stands there. A word that is left as it is stays in what you will do."
        )
        body = QWidget()
        body.setLayout(
            column(
                heading("What the words of its status mean"), Label(told, 10, wrap=True), self._list, self._many, None,
                spacing=12, margins=(24, 12, 24, 20),
            )
        )  # fmt: skip
        body.setMaximumWidth(980)
        self.setLayout(column(ScrollPage(body), spacing=0))

    def show_words(self, counts: Mapping[str, int], meanings: Mapping[str, str]) -> None:
        """Show every distinct word with its meaning."""
        clear_layout(self._list)
        self.boxes = {}
        for word, count in list(counts.items())[:MOST]:
            box = choice_box(f"word_{len(self.boxes)}", f"Meaning of {word}", MEANINGS.items(), meanings.get(word, ""))
            box.activated.connect(partial(self._choose, word))
            self.boxes[word] = box
            self._list.addWidget(_line(word, count, box))
        rest = len(counts) - MOST
        self._many.setText(f"And {rest:,} more words, read as guessed." if rest > 0 else "")
        self._many.setVisible(rest > 0)

    def _choose(self, word: str, _index: int) -> None:
        self.meaning_chosen.emit(word, str(self.boxes[word].currentData()))

    def start(self) -> None:
        """Put the cursor on the first word that nothing was guessed for, else the first."""
        open_ones = [box for box in self.boxes.values() if not box.currentData()]
        for box in (open_ones or list(self.boxes.values()))[:1]:
            box.setFocus(Qt.FocusReason.TabFocusReason)


def _line(word: str, count: int, box: QComboBox) -> QFrame:
    frame = QFrame()
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.addWidget(rule(), 0, 0, 1, 2)
    grid.addWidget(Label(word, 10, bold=True, wrap=True), 1, 0)
    grid.addWidget(Label("1 row" if count == 1 else f"{count:,} rows", 9.5, kind="quiet"), 2, 0)
    grid.addWidget(box, 1, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
    grow_last(grid)
    frame.setLayout(grid)
    return frame
