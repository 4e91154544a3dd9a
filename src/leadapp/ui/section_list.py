"""The list of a long page's sections: at the left where there is room, else a box in the header."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QPushButton, QWidget

from leadapp.ui.wheel_guard import guard
from leadapp.ui.widgets import ScrollPage, column


class SectionButton(QPushButton):
    """A section by its words, which are semibold while it is the one that is read: it is wide enough for them."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__(words)
        self.setObjectName(f"section_{key}")
        self.setProperty("kind", "section")
        self.setCheckable(True)

    def sizeHint(self) -> QSize:
        """Qt measures the words in the weight of a button that is not chosen."""
        hint, bold = super().sizeHint(), QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        more = QFontMetrics(bold).horizontalAdvance(self.text()) - self.fontMetrics().horizontalAdvance(self.text())
        return QSize(hint.width() + max(0, more), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its words."""
        return self.sizeHint()


class SectionList(ScrollPage):
    """``chosen`` tells the key of the section to go to. ``box`` offers the same sections where the list has no room."""

    chosen = Signal(str)

    def __init__(self, sections: Iterable[tuple[str, str]]) -> None:
        self._holder = QWidget()
        super().__init__(self._holder)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, SectionButton] = {}
        self.box = QComboBox()
        self.box.setAccessibleName("Go to a section")
        self.box.setObjectName("sections")
        guard(self.box)
        for key, words in sections:
            self.buttons[key] = self._button(key, words)
            self.box.addItem(words, key)
        self.box.activated.connect(lambda index: self.chosen.emit(str(self.box.itemData(index))))
        self._holder.setLayout(column(*self.buttons.values(), None, spacing=0, margins=(20, 4, 4, 4)))
        next(iter(self.buttons.values())).setChecked(True)

    def _button(self, key: str, words: str) -> SectionButton:
        button = SectionButton(key, words)
        button.clicked.connect(lambda _c=False: self.chosen.emit(key))
        self._group.addButton(button)
        return button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down are for the page, not for its list."""
        event.ignore()

    def select(self, key: str) -> None:
        """Show a section as the one that is read, without telling."""
        self.buttons[key].setChecked(True)
        self.box.setCurrentIndex(self.box.findData(key))

    def set_narrow(self, narrow: bool) -> None:
        """Show the box instead of the list, or the list."""
        keyboard = self.box.hasFocus() or any(button.hasFocus() for button in self.buttons.values())
        self.setVisible(not narrow)
        self.box.setVisible(narrow)
        self.setFixedWidth(self._holder.sizeHint().width() + 14)
        if keyboard:
            (self.box if narrow else next(b for b in self.buttons.values() if b.isChecked())).setFocus()
