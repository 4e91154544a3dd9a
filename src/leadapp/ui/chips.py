"""Chips, each a filter that is on or off, and the layout that lets them wrap."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QToolButton, QWidget

from leadapp.ui import theme
from leadapp.ui.icons import icon


class FlowLayout(QLayout):
    """Side by side, and on to the next line where the room ends."""

    def __init__(self, spacing: int = 8) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        """Qt's door for items."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take an item out."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It grows in no direction."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Its height follows its width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height that this width needs."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Lay the items out."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        """All on one line, if there is room."""
        width = sum(i.sizeHint().width() + self.spacing() for i in self._shown())
        height = max((i.sizeHint().height() for i in self._shown()), default=0)
        return QSize(width, height)

    def minimumSize(self) -> QSize:
        """As wide as the widest item."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def _shown(self) -> list[QLayoutItem]:
        return [i for i in self._items if (w := i.widget()) is None or not w.isHidden()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, line = rect.x(), rect.y(), 0
        for item in self._shown():
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, line = rect.x(), y + line + self.spacing(), 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self.spacing()
            line = max(line, hint.height())
        return y + line - rect.y()


def flow(*items: QWidget, spacing: int = 8) -> QWidget:
    """Widgets side by side that go on in the next line where the room ends."""
    holder, layout = QWidget(), FlowLayout(spacing)
    for item in items:
        layout.addWidget(item)
    holder.setLayout(layout)
    return holder


class Chip(QToolButton):
    """A filter with its count; a tick shows that it is on."""

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.key, self._words = key, words
        self.setProperty("kind", "chip")
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggled.connect(self._draw)
        theme.current.changed.connect(self._draw)
        self.set_count(None)
        self._draw()

    def set_count(self, count: int | None) -> None:
        """Show how many it lets through."""
        self.setText(self._words if count is None else f"{self._words} {count}")
        self.setAccessibleName(self.text())

    def _draw(self) -> None:
        from PySide6.QtGui import QIcon

        self.setFont(theme.current.font(10, bold=self.isChecked()))
        self.setIcon(icon("check", "on_soft", 16) if self.isChecked() else QIcon())
        self.setIconSize(QSize(theme.current.px(16), theme.current.px(16)))
