"""The second step: what each word of the list's status and confidence means, and which unknown services are added."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from leadapp.domain.list_words import MEANINGS
from leadapp.ui.plan.take_in.choice_boxes import choice_box, grow_last
from leadapp.ui.widgets import CheckRow, Label, ScrollPage, clear_layout, column, heading, rule

MOST = 60
"""So many distinct words are asked about; a column with more is hardly one of status."""


class WordsStep(QWidget):
    """``meaning_chosen(word, meaning)`` tells what she corrects."""

    meaning_chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QComboBox] = {}
        self.ticks: dict[str, CheckRow] = {}
        self._unwanted: set[str] = set()
        self._services = column(spacing=6)
        self._words_part, self._services_part = QWidget(), QWidget()
        self._list = column(spacing=8)
        self._many = Label("", 10, kind="quiet", wrap=True)
        told = (
            "Each word of the list once, with how often it stands there. A word that is left as it is stays in what you will do."
        )
        words = column(
            heading("What the words of its status mean"), Label(told, 10, wrap=True), self._list, self._many, spacing=12
        )
        self._words_part.setLayout(words)
        unknown = "Your file does not know these. One that is not added stays as words in what you will do."
        services = column(heading("Services to add"), Label(unknown, 10, wrap=True), self._services, spacing=8)
        self._services_part.setLayout(services)
        body = QWidget()
        body.setLayout(column(self._words_part, self._services_part, None, spacing=20, margins=(24, 12, 24, 20)))
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
        self._words_part.setVisible(bool(counts))

    def show_services(self, names: tuple[str, ...]) -> None:
        """Offer the services that the file does not know; all are ticked but those she has unticked."""
        clear_layout(self._services)
        self.ticks = {name: CheckRow(name) for name in names}
        for name, tick in self.ticks.items():
            tick.box.setChecked(name not in self._unwanted)
            tick.box.toggled.connect(partial(self._want, name))
            self._services.addWidget(tick)
        self._services_part.setVisible(bool(names))

    def _want(self, name: str, wanted: bool) -> None:
        (self._unwanted.discard if wanted else self._unwanted.add)(name)

    def services(self) -> tuple[str, ...]:
        """The services that are to be added."""
        return tuple(name for name in self.ticks if name not in self._unwanted)

    def _choose(self, word: str, _index: int) -> None:
        self.meaning_chosen.emit(word, str(self.boxes[word].currentData()))

    def start(self) -> None:
        """Put the cursor on the first word that nothing was guessed for, else the first."""
        boxes = list(self.boxes.values())
        stops: list[QWidget] = [*(box for box in boxes if not box.currentData()), *boxes, *(t.box for t in self.ticks.values())]
        for stop in stops[:1]:
            stop.setFocus(Qt.FocusReason.TabFocusReason)


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
