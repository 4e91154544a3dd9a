"""The undo bar at the foot of the page, and the saved indicator at the top: what happened, and that it is safe."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from leadapp.ui import theme
from leadapp.ui.widgets import Button, IconButton, IconLabel, Label, row


def announce(widget: QWidget, text: str) -> None:
    """Let a screen reader say something without moving the focus."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))


class UndoBar(QFrame):
    """What was done last and the way back. It stays until the next change, never on a timer.

    ``wanted`` carries the work that turns it round, as it was told. Its buttons leave the keyboard where it is when they are clicked.
    """

    wanted = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("undoBar")
        self._work: Callable[[], object] | None = None
        self._icon = IconLabel("undo", "bar_ink")
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = Label("", wrap=True)
        self._button = Button("Undo", "barlink", on_click=lambda: self.wanted.emit(self._work))
        self._keys = Label("Ctrl+Z", 9, kind="keys")
        self._keys.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        close = IconButton("close", "Close this line", self._close, "bar_ink")
        layout = row(self._icon, spacing=12, margins=(16, 6, 10, 6))
        layout.addWidget(self._text, 1)
        for widget in (self._button, self._keys, close):
            layout.addWidget(widget)
        for button in (self._button, close):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(layout)
        self.hide()

    def _close(self) -> None:
        self.hide()
        self.closed.emit()

    def tell(self, what: str, button: str, keys: str, work: Callable[[], object]) -> None:
        """Say what happened; ``button`` is Undo or Do it again, and ``work`` does it."""
        sentence = what if what.endswith("…") else f"{what}."
        self._work = work
        self._text.setText(sentence)
        self._button.setText(button)
        self._button.setAccessibleName(f"{button}: {sentence}")
        self._keys.setText(keys)
        self.show()


SAVING, WAITING = "Saving…", "Not saved yet"
TYPING = (SAVING, WAITING)
"""What is said while something is typed: it is on its way, or waits until the person goes on."""


class SavedIndicator(QFrame):
    """All changes saved 14:02, or Not saved with the reason."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel("check", "good")
        self._text = Label("", 9.5, kind="quiet")
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(row(self._icon, self._text, spacing=6))
        self._text.setText("All changes are saved")
        self._short = False
        self._at = self._before = ""
        theme.current.changed.connect(self._fit)
        self._fit()

    def tell_saved(self, at: dt.datetime) -> None:
        """Everything is in the file."""
        self._at = f"{at:%H:%M}"
        self._show_icon("check", "good")
        self._say(f"All changes saved {self._at}")
        announce(self, f"All changes saved {self._at}")

    def tell_failed(self, sentence: str) -> None:
        """Something could not be saved."""
        self._show_icon("error", "error")
        self._say("Not saved")
        self.setToolTip(sentence)
        announce(self, f"Not saved. {sentence}")

    def tell_typing(self, typing: bool, *, waits: bool = False) -> None:
        """Something is typed that is not in the file yet, or no longer so. What ``waits`` is saved when the person goes on."""
        now = self.accessibleName()
        if typing and now == "Not saved":
            return  # until it is saved, it is not
        if typing:
            self._before = self._before if now in TYPING else now
            self._show_icon(*("warning", "warning") if waits else ("check", "good"))
            self._say(WAITING if waits else SAVING)
        elif now in TYPING:
            self._show_icon("check", "good")
            self._say(self._before or "All changes are saved")

    def _show_icon(self, name: str, role: str) -> None:
        self._icon._name, self._icon._role = name, role
        self._icon._draw()

    def _say(self, text: str) -> None:
        self.setAccessibleName(text)
        short = text.replace("All changes saved", "Saved").replace("All changes are saved", "Saved")
        self._text.setText(short if self._short else text)

    def set_short(self, short: bool) -> None:
        """Say it in one word where the window is narrow."""
        self._short = short
        self._say(self.accessibleName() or "All changes are saved")
        self._fit()

    def _fit(self) -> None:
        """As wide as its widest words, so that nothing beside it moves while she types."""
        widest = ("Saved 00:00", "Not saved") if self._short else ("All changes saved 00:00", "All changes are saved")
        metrics = QFontMetrics(theme.current.font(9.5))
        self._text.setFixedWidth(max(metrics.horizontalAdvance(words) for words in (*widest, *TYPING)) + 2)
