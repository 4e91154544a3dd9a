"""A line to find something by typing, with what was found beneath it: Up and Down move, Enter takes, Escape gives up."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidgetItem

from leadapp.ui import theme
from leadapp.ui.undo_keys import begin_anew
from leadapp.ui.widgets import Label, column
from leadapp.ui.wrapping_list import WrappingList

NUMBER = int(Qt.ItemDataRole.UserRole)
Find = Callable[[str], list[tuple[int, str]]]
"""What is found for a text: a number that names it, and its words."""


class Finder(QFrame):
    """``chosen`` tells the number of what was taken; ``given_up`` that nothing was."""

    chosen = Signal(int)
    given_up = Signal()

    def __init__(self, name: str, label: str, find: Find, nothing: str) -> None:
        super().__init__()
        self._find, self._nothing = find, nothing
        self.line = QLineEdit()
        self.line.setObjectName(name)
        self.line.setAccessibleName(label)
        self.line.setPlaceholderText(label)
        self.line.textEdited.connect(lambda _text: self._search())
        self.line.installEventFilter(self)
        self.list = WrappingList(f"{name}_found", "What was found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.itemClicked.connect(self._take)
        self._note = Label("", 9.5, kind="quiet", wrap=True)
        self.setLayout(column(self.line, self.list, self._note, spacing=4))

    def start(self) -> None:
        """Begin anew with an empty line."""
        begin_anew(self.line)
        self._search()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search(self) -> None:
        self.list.clear()
        for number, words in self._find(self.line.text()):
            self.list.add(words, NUMBER, number)
        count = self.list.count()
        self.list.setVisible(bool(count))
        self.list.fit()
        self.list.setFixedHeight(min(self.list.height_of_rows(), theme.current.px(220)))
        self._note.setText("Up and Down choose, Enter takes, Escape gives up." if count else self._nothing)
        if count:
            self.list.setCurrentRow(0)

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(NUMBER))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the line that belong to the list."""
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._take(self.list.currentItem())
        elif event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
        else:
            return False
        return True
