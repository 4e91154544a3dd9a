"""Tabs of a page, as a row of buttons."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from leadapp.ui import theme
from leadapp.ui.widgets import column, row, rule


class TabButton(QToolButton):
    """A tab, with what waits in it in a box behind its word."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word, self._count = word, ""
        self.setProperty("kind", "tab")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tell("")

    def tell(self, count: str) -> None:
        """Say what waits, such as "14 to decide"; empty takes it away."""
        self._count = count
        self.setText(self._word)
        self.setAccessibleName(f"{self._word}, {count}" if count else self._word)
        self.updateGeometry()
        self.update()

    def _room(self) -> int:
        """How much room the box takes."""
        return QFontMetrics(theme.current.font(9)).horizontalAdvance(self._count) + theme.current.px(12) if self._count else 0

    def sizeHint(self) -> QSize:
        """The word and the box."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._room(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """The word and the box."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the word at the left and the box behind it."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        if not self._count:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
            return
        look, room = theme.current, self._room()
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        edge = (
            self.width() - room - QFontMetrics(look.font(bold=self.isChecked())).horizontalAdvance(self._word)
        ) // 2 - look.px(4)
        painter.setPen(look.colour("ink" if self.isChecked() else "ink2"))
        painter.setFont(look.font(bold=self.isChecked()))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(edge, 0, 0, -3), left, self._word)
        painter.setFont(look.font(9))
        tall = painter.fontMetrics().height() + 2
        box = QRectF(self.width() - room - edge + 0.5, (self.height() - 3 - tall) // 2 + 0.5, room - 1, tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(box, 3, 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._count)


class TabRow(QFrame):
    """Tabs as a row of buttons with counts; Left and Right move between them."""

    chosen = Signal(str)

    def __init__(self, tabs: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._buttons: dict[str, TabButton] = {}
        layout = row(spacing=4, margins=(24, 0, 24, 0))
        for key, words in tabs:
            button = TabButton(words)
            button.clicked.connect(lambda _c=False, key=key: self.chosen.emit(key))
            self._buttons[key] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self.setLayout(column(layout, rule(), spacing=0))

    def select(self, key: str) -> None:
        """Show a tab as chosen without telling."""
        self._buttons[key].setChecked(True)

    def set_count(self, key: str, words: str) -> None:
        """Say something behind a tab's name, such as "14 to decide"; empty takes it away."""
        self._buttons[key].tell(words)
