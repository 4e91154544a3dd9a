"""The focus ring: one overlay per window, outside the widget that has the focus, without effect on the layout."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractItemView, QApplication, QFrame, QMenuBar, QScrollArea, QWidget
from shiboken6 import isValid

from leadapp.ui import theme


class FocusRing(QWidget):
    """Follows the focus of one window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._target: QWidget | None = None
        self._holders: list[QWidget] = []
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow)
        theme.current.changed.connect(self._place)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._target is not None and isValid(self._target):
            self._target.removeEventFilter(self)
            self._target.destroyed.disconnect(self._lose)
        self._target = None
        self._let_go()
        if (
            new is None
            or new.window() is not self.parentWidget()
            or (isinstance(new, (QMenuBar, QFrame)) and not new.focusPolicy())
        ):
            self.hide()
            return
        self._target = new
        new.installEventFilter(self)
        new.destroyed.connect(self._lose)
        self._hold(new)
        self._place()
        QTimer.singleShot(0, self, self._bring_into_view)

    def _hold(self, target: QWidget) -> None:
        """Watch what the target stands on: a page that scrolls moves it without telling it."""
        holder = target.parentWidget()
        while holder is not None and holder is not self.parentWidget():
            holder.installEventFilter(self)
            self._holders.append(holder)
            holder = holder.parentWidget()

    def _let_go(self) -> None:
        for holder in self._holders:
            if isValid(holder):
                holder.removeEventFilter(self)
        self._holders.clear()

    def _bring_into_view(self) -> None:
        """Scroll to where the keyboard went; a click was where it can be seen already."""
        target = self._target
        if target is None or not isValid(target) or QApplication.mouseButtons() is not Qt.MouseButton.NoButton:
            return
        for holder in self._holders:
            if isinstance(holder, QScrollArea):
                holder.ensureWidgetVisible(target, 0, 24)

    def _lose(self) -> None:
        self._target = None
        self._let_go()
        self.hide()

    def _place(self) -> None:
        target, window = self._target, self.parentWidget()
        if target is None or window is None or not target.isVisible():
            self.hide()
            return
        box = QRect(target.mapTo(window, QPoint(0, 0)), target.size())
        parent = target.parentWidget()
        while parent is not None and parent is not window:  # never draw over what scrolled away
            visible = QRect(parent.mapTo(window, QPoint(0, 0)), parent.size()).adjusted(-4, -4, 4, 4)
            box = box.intersected(visible)
            parent = parent.parentWidget()
        if box.isEmpty():
            self.hide()
            return
        inset = 3 if isinstance(target, QAbstractItemView) or target.property("kind") == "room" else 0
        room = 4 if theme.current.heavy_ring else 3
        self.setGeometry(box.adjusted(-room + inset, -room + inset, room - inset, room - inset))
        self.raise_()
        self.show()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go with the widget when it moves, grows or goes."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Paint}:
            if event.type() is not QEvent.Type.Paint or self.isVisible():
                self._place_if_moved(event)
        elif event.type() is QEvent.Type.Hide:
            self.hide()
        return False

    def _place_if_moved(self, event: QEvent) -> None:
        target, window = self._target, self.parentWidget()
        if target is None or window is None:
            return
        if event.type() is QEvent.Type.Paint:
            corner = target.mapTo(window, QPoint(0, 0))
            if QRect(corner, target.size()).center() == self.geometry().center():
                return
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        width = 3 if theme.current.heavy_ring else 2
        target = self._target
        on_rail = target is not None and target.property("kind") == "room"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.current.colour("rail_focus" if on_rail else "focus"), width))
        half = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), 5, 5)
