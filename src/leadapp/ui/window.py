"""What every window of its own is: Enter presses the button that has the keyboard, and it opens no larger than the screen."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget

from leadapp.ui import theme

TITLE_BAR = 40
"""Pixels that a window's frame takes above and below, at most; it is not known before the window is shown."""


class Window(QWidget):
    """A window of its own."""

    def __init__(self) -> None:
        super().__init__()
        theme.current.dress(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses a button, which Qt does in dialogs only. Boxes to tick stay with Space, as everywhere."""
        button = QApplication.focusWidget()
        alone = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and alone and not event.isAutoRepeat() and isinstance(button, (QPushButton, QToolButton)):
            button.click()
        else:
            super().keyPressEvent(event)

    def fit_into(self, room: QRect) -> None:
        """Take no more than a screen has: on a small one the foot would open below its edge, where no mouse comes."""
        self.resize(min(self.width(), room.width()), min(self.height(), room.height() - TITLE_BAR))
