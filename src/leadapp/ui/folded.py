"""A part of a pane that is folded until it is wanted: a line that says what is in it, and a body made when it is first opened."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QToolButton, QVBoxLayout, QWidget

from leadapp.ui import theme
from leadapp.ui.icons import icon
from leadapp.ui.widgets import column


class Folded(QFrame):
    """The line is one button; Enter and Space press it. ``opened`` is told once, when the body has to be made."""

    opened = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.head = QToolButton()
        self.head.setObjectName(f"fold_{name.split()[0].lower().rstrip(',')}")
        self.head.setProperty("kind", "fold")
        self.head.setCheckable(True)
        self.head.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.toggled.connect(self._toggle)
        self._made = False
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 8)
        self.body.setSpacing(10)
        self._holder = QWidget()
        self._holder.setLayout(self.body)
        self._holder.hide()
        self.setLayout(column(self.head, self._holder, spacing=4))
        theme.current.changed.connect(self._draw)
        self.say("")

    def say(self, words: str) -> None:
        """Say behind the name what is in it, such as "3, 1 out of date"."""
        self.head.setText(f"{self.name}: {words}" if words else self.name)
        self.head.setAccessibleName(self.head.text())
        self._draw()

    @property
    def is_open(self) -> bool:
        """Whether the body is shown."""
        return self.head.isChecked()

    def unfold(self) -> None:
        """Show the body."""
        self.head.setChecked(True)

    def _toggle(self, shown: bool) -> None:
        if shown and not self._made:
            self._made = True
            self.opened.emit()
        self._holder.setVisible(shown)
        self._draw()

    def _draw(self) -> None:
        self.head.setIcon(icon("down" if self.head.isChecked() else "right", "ink2"))
        self.head.setAccessibleDescription("Open" if self.head.isChecked() else "Folded")
