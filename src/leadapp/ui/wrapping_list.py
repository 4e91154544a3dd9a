"""A list whose rows wrap: each is as tall as its words at the width there is, which Qt's own sizes miss by the scroll bar."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from leadapp.ui import theme


class WrappingList(QListWidget):
    """Rows of words, never scrolled sideways."""

    def __init__(self, object_name: str, name: str) -> None:
        super().__init__()
        self.setObjectName(object_name)
        self.setAccessibleName(name)
        self.setWordWrap(True)
        self.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        theme.current.changed.connect(self.fit)

    def add(self, words: str, role: int, data: object) -> None:
        """Add a row that carries something."""
        item = QListWidgetItem(words)
        item.setToolTip(words)
        item.setData(role, data)
        self.addItem(item)

    def fit(self) -> None:
        """Give every row the height of its words."""
        room = max(60, self.width() - self.verticalScrollBar().sizeHint().width() - 24)
        for number in range(self.count()):
            item = self.item(number)
            box = self.fontMetrics().boundingRect(QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), item.text())
            item.setSizeHint(QSize(room, box.height() + theme.current.px(10)))

    def height_of_rows(self) -> int:
        """The height that all rows together take."""
        return sum(self.item(number).sizeHint().height() for number in range(self.count())) + 12

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the rows to the new width."""
        super().resizeEvent(event)
        self.fit()
