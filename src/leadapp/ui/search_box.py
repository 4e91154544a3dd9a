"""Search over everything (Ctrl+K): a line in the top bar with the hits beneath it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leadapp.domain.errors import LeadappError
from leadapp.ui import theme
from leadapp.ui.widgets import IconLabel, Label, column, row

PAUSE = 150
KINDS = 112
"""Pixels at 100 % text for the kind of a hit."""
if TYPE_CHECKING:
    from leadapp.services.search_service import Found

Find: TypeAlias = "Callable[[str], tuple[Found, ...]]"
HIT, KIND = int(Qt.ItemDataRole.UserRole), int(Qt.ItemDataRole.UserRole) + 1


class HitDelegate(QStyledItemDelegate):
    """A hit: what kind of thing it is, in a column of its own, and its words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line, large enough to be clicked."""
        return QSize(40, QFontMetrics(theme.current.font(10)).height() + theme.current.px(10))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint the kind and the words."""
        look, box = theme.current, QRect(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(box, look.colour("soft" if chosen else "base"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        kinds = look.px(KINDS)
        for place, points, role, words in (
            (box.adjusted(8, 0, 0, 0), 9.5, "ink2", str(index.data(KIND))),
            (box.adjusted(8 + kinds, 0, -8, 0), 10, "ink", str(index.data())),
        ):
            painter.setFont(look.font(points))
            painter.setPen(look.colour("on_soft" if chosen else role))
            room = kinds - 8 if place.left() == box.left() + 8 else place.width()
            painter.drawText(place, left, painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room))
        painter.restore()


class SearchBox(QWidget):
    """``found`` tells the place to go to."""

    found = Signal(str, object)

    def __init__(self, find: Find) -> None:
        super().__init__()
        self._find = find
        self.line = QLineEdit()
        self.line.setObjectName("search")
        self.line.setAccessibleName("Search everything")
        self._glass = IconLabel("search", "ink2", 16)
        self._glass.setParent(self.line)
        self._glass.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._search)
        self._hits: QFrame | None = None
        self._short = False
        self.line.textEdited.connect(lambda _text: self._timer.start())
        self.line.installEventFilter(self)
        self.setLayout(row(self.line))
        theme.current.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self._glass.resize(theme.current.px(16), theme.current.px(16))
        self.line.setTextMargins(theme.current.px(22), 0, 0, 0)
        self.line.setFixedWidth(theme.current.px(130 if self._short else 250))
        self.line.setPlaceholderText("Search" if self._short else "Search everything   Ctrl+K")

    def set_short(self, short: bool) -> None:
        """Take less room where the window is narrow."""
        self._short = short
        self._fit()

    def start(self) -> None:
        """Put the cursor into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    def end(self) -> None:
        """Look for nothing more: the window closes, and the file is let go."""
        self._timer.stop()

    def _search(self) -> None:
        typed = self.line.text()
        try:
            found = self._find(typed)
        except LeadappError as error:
            self._show((), typed, str(error))
        else:
            self._show(found, typed)

    def _show(self, found: tuple[Found, ...], typed: str, fault: str = "") -> None:
        frame, hits, note = self._frame()
        hits.clear()
        for hit in found:
            words = hit.extract.replace("\u0002", "").replace("\u0003", "").replace("\n", " ")
            text = hit.title if hit.title and hit.title[:30] in words else words
            item = QListWidgetItem(text)
            item.setData(KIND, hit.kind)
            item.setData(int(Qt.ItemDataRole.AccessibleTextRole), f"{hit.kind}: {text}")
            item.setToolTip(words)
            item.setData(HIT, hit)
            hits.addItem(item)
        short = len("".join(typed.split())) < 3
        empty = "Type three letters or more." if short else f"Nothing matches “{typed.strip()}”."
        note.setText(fault or empty if not found else f"{len(found)} found. Down and Enter open one, Escape closes.")
        hits.setVisible(bool(found))
        if found:
            hits.setCurrentRow(0)
        tall = hits.count() * max(0, hits.sizeHintForRow(0)) + 12 if found else 0
        frame.resize(frame.width(), min(self._most(), note.sizeHint().height() + tall + 28))
        frame.setVisible(bool(typed.strip()))
        frame.raise_()

    def _frame(self) -> tuple[QFrame, QListWidget, Label]:
        window = self.window()
        if self._hits is None:
            self._hits = QFrame(window)
            self._hits.setProperty("kind", "card")
            self._list, self._note = QListWidget(), Label("", 9.5, kind="quiet", wrap=True)
            self._list.setObjectName("search_hits")
            self._list.setAccessibleName("What was found")
            self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
            self._list.itemClicked.connect(self._open)
            self._list.setItemDelegate(HitDelegate(self._list))
            self._hits.setLayout(column(self._note, self._list, spacing=6, margins=(10, 8, 10, 10)))
        wide = min(theme.current.px(520), window.width() - 32)
        corner = self.line.mapTo(window, QPoint(self.line.width() - wide, self.line.height() + 4))
        self._hits.setGeometry(QRect(max(16, corner.x()), corner.y(), wide, self._most()))
        return self._hits, self._list, self._note

    def _most(self) -> int:
        """How tall the hits may be."""
        window = self.window()
        top = self.line.mapTo(window, QPoint(0, self.line.height() + 4)).y()
        return min(theme.current.px(420), window.height() - top - 24)

    def _open(self, item: QListWidgetItem | None) -> None:
        hit: Found | None = item.data(HIT) if item is not None else None
        self._close()
        if hit is not None:
            if hit.place is not None:
                self.found.emit(*hit.place)
            else:
                self.found.emit("plan", None)

    def _close(self) -> None:
        if self._hits is not None:
            self._hits.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down, Up and Enter choose a hit; Escape closes."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            return self._take_key(event.key())
        if event.type() is QEvent.Type.Resize:
            self._glass.move(theme.current.px(9), (self.line.height() - self._glass.height()) // 2)
        if event.type() is QEvent.Type.FocusOut:
            QTimer.singleShot(200, self, lambda: None if self.line.hasFocus() else self._close())
        return False

    def _take_key(self, key: int) -> bool:
        """Keys work on the hits that can be seen; Enter before the pause is over looks for what was just typed."""
        enter = key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and self._timer.isActive():
            self._timer.stop()
            self._search()
        if self._hits is None or not self._hits.isVisible():
            return False
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if step and self._list.count():
            self._list.setCurrentRow(max(0, min(self._list.count() - 1, self._list.currentRow() + step)))
        elif enter:
            if self._list.count():  # else the note says why there is nothing to open
                self._open(self._list.currentItem())
        elif key == Qt.Key.Key_Escape:
            self._close()
        else:
            return False
        return True
