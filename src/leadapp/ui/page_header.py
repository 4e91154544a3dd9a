"""The head of a page: its title, one sentence and its buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from leadapp.ui.widgets import Button, Label, column, row, title

HEADER, GAP = (24, 16, 24, 10), 12
"""The margins of a page's header, and the pixels between its buttons."""


class PageHeader(QFrame):
    """Title, one sentence, and at the right the primary button with at most two secondary ones."""

    def __init__(self, name: str, *buttons: QWidget) -> None:
        super().__init__()
        self.title = title(name)
        self._buttons = buttons
        self._folded: dict[Button, str] = {}
        self.sentence = Label("", kind="quiet", wrap=True)
        self.above = QHBoxLayout()
        words = column(self.above, self.title, self.sentence, spacing=2)
        words.setStretch(1, 0)
        layout = row(spacing=GAP, margins=HEADER)
        layout.addLayout(words, 1)
        for button in buttons:
            if not button.property("kind"):
                button.setProperty("kind", "head")  # as tall as the primary one beside it
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self._tight, self._names = False, (name, name)

    def tell(self, name: str, sentence: str, short: str = "") -> None:
        """Set title and sentence; ``short`` is the title where a long one would stand in three lines of a low window."""
        self._names = (name, short or name)
        self.sentence.setText(sentence)
        self.set_tight(self._tight)

    def set_tight(self, tight: bool) -> None:
        """Go without the sentence where the window is short for its text; it stays readable as the title's tooltip."""
        self._tight = tight
        name, short = self._names
        self.title.setText(short if tight else name)
        self.title.setAccessibleName(name)
        for place in range(self.above.count()):  # tags say again what stands in the page
            item = self.above.itemAt(place)
            if item is not None and (tag := item.widget()) is not None:
                tag.setVisible(not tight)
        words = self.sentence.text()
        self.sentence.setVisible(bool(words) and not tight)
        whole = name if short == name else f"{name}. {words}"
        self.title.setToolTip((words if whole == name else whole) if tight else "")
        self.title.setAccessibleDescription(words if tight else "")
        left, top, right, bottom = HEADER
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(left, 6 if tight else top, right, 4 if tight else bottom)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold secondary buttons to their icons where the title would not be whole beside their words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        left, _, right, _ = HEADER
        room = self.width() - left - right - sum(self._whole_width(button) + GAP for button in self._buttons)
        words = self.title.fontMetrics()
        short = room < max((words.horizontalAdvance(word) for word in self.title.text().split()), default=0)
        for button in self._buttons:
            if isinstance(button, Button) and button.has_icon and button.property("kind") == "head":
                self._fold(button, short=short)

    def _whole_width(self, button: QWidget) -> int:
        folded = self._folded.get(button, "") if isinstance(button, Button) else ""
        return button.sizeHint().width() + (button.fontMetrics().horizontalAdvance(folded) + GAP if folded else 0)

    def _fold(self, button: Button, *, short: bool) -> None:
        if short and button not in self._folded:
            self._folded[button] = button.text()
            button.setToolTip(button.text().strip())
            button.setText("")
        elif not short and button in self._folded:
            button.setText(self._folded.pop(button))
            button.setToolTip("")
