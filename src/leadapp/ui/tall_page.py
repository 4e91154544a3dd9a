"""A page that scrolls as a whole where the window is too low for what it needs; else it is as high as its room.

Qt's own resizable scroll area goes by the height a page would like to have; here only the height it cannot do without counts.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QLayout, QScrollArea, QTableView, QWidget

from leadapp.ui import theme

LEAST_ROWS = 5
"""Rows that a table shows on a page that scrolls."""
AROUND = 8
"""Pixels that stay free above and below what is scrolled to."""


class TallPage(QScrollArea):
    """``needed`` tells the least height of the content, in pixels, for a width. What has the keyboard stays in sight."""

    def __init__(self, content: QWidget, needed: Callable[[int], int]) -> None:
        super().__init__()
        self._content, self._needed = content, needed
        self._followed: set[QAbstractItemView] = set()
        self.setObjectName("tall_page")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)
        content.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)
        theme.current.changed.connect(self._fit)

    # ------------------------------------------------------------------ size
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the content its room."""
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit anew when something in the content appears, goes or grows."""
        if event.type() is QEvent.Type.LayoutRequest and watched is self._content:
            self._fit()
        return False

    def _fit(self) -> None:
        room = self.contentsRect()
        wide = room.width()
        low = self._needed(wide) > room.height()
        policy = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(policy.ScrollBarAlwaysOn if low else policy.ScrollBarAlwaysOff)
        if low:
            wide -= self.verticalScrollBar().sizeHint().width()
        self._content.resize(wide, max(room.height(), self._needed(wide)))

    # ------------------------------------------------------------------ what has the keyboard
    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if now is None or not self._content.isAncestorOf(now):
            return
        if isinstance(now, QAbstractItemView):
            if now not in self._followed:
                self._followed.add(now)
                now.selectionModel().currentChanged.connect(lambda *_: QTimer.singleShot(0, now, lambda: self._see_row(now)))
            QTimer.singleShot(0, now, lambda: self._see_row(now))
        else:
            self._see(now, now.rect())

    def _see_row(self, table: QAbstractItemView) -> None:
        index = table.currentIndex()
        if table.isVisible() and table.hasFocus():
            self._see(table.viewport(), table.visualRect(index) if index.isValid() else QRect(0, 0, 1, 1))

    def _see(self, widget: QWidget, part: QRect) -> None:
        """Scroll so far that a part of a widget is seen; its beginning, if it is higher than the room."""
        top = widget.mapTo(self._content, QPoint(0, part.top())).y() - AROUND
        bottom = top + part.height() + 2 * AROUND
        bar, room = self.verticalScrollBar(), self.viewport().height()
        if bottom > bar.value() + room:
            bar.setValue(min(top, bottom - room))
        if top < bar.value():
            bar.setValue(top)


def see_when_laid_out(area: QScrollArea, widget: QWidget) -> None:
    """Scroll until all of a widget can be seen; boxes made a moment ago have to find their places first."""

    def scroll() -> None:
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        area.ensureWidgetVisible(widget, 0, 16)

    QTimer.singleShot(0, widget, scroll)


def rows_high(table: QTableView, rows: int) -> int:
    """How high a table is that shows so many rows, or all it has: two at least."""
    shown = min(max(2, table.model().rowCount()), rows)
    head = table.horizontalHeader()
    return head.sizeHint().height() + shown * table.verticalHeader().defaultSectionSize() + 2 * table.frameWidth()


def height_of(layout: QLayout, width: int) -> int:
    """How high what a layout holds is at a width, in pixels: tables at their ``sizeHint``."""
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
