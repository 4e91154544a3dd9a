"""Ctrl+Z in a text with no typing left: Qt's texts take the key all the same, so it is handed on and undoes the last step."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid


def text_of(widget: QWidget | None) -> QLineEdit | QPlainTextEdit | None:
    """The text that is typed into where a widget has the keyboard: itself, or the line of a box with suggestions."""
    if isinstance(widget, QComboBox):
        return widget.lineEdit() if widget.isEditable() else None
    return widget if isinstance(widget, (QLineEdit, QPlainTextEdit)) else None


def begin_anew(line: QLineEdit) -> None:
    """Empty a line whose text has become something else. Unlike ``clear``, Ctrl+Z cannot bring the text back to be added twice."""
    line.setText("")


class UndoKeys(QObject):
    """Watches the text that has the keyboard in a window. ``possible`` tells whether it has an "undo" or a "redo" of typing."""

    def __init__(self, window: QWidget, possible: Callable[[str], bool]) -> None:
        super().__init__(window)
        self._window, self._possible = window, possible
        self._watched: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
            self._watched.destroyed.disconnect(self._let_go)
        self._watched = None
        if now is not None and text_of(now) is not None and self._window.isAncestorOf(now):
            self._watched = now
            now.installEventFilter(self)
            now.destroyed.connect(self._let_go)

    def _let_go(self) -> None:
        self._watched = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Before a shortcut, Qt asks the text whether it wants the key: with nothing to turn round it does not."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        keys = QKeySequence.StandardKey
        what = "undo" if event.matches(keys.Undo) else "redo" if event.matches(keys.Redo) else ""
        if not what or self._possible(what):
            return False
        event.ignore()
        return True
