"""The rail: the file's name and the rooms; it shows icons only where the window is narrow for its text."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QWidget

from leadapp.ui import theme
from leadapp.ui.icons import icon
from leadapp.ui.widgets import Label, column, row, rule

WIDE, NARROW = 208, 64


class Bars(QWidget):
    """The sign of leadapp: five rising bars."""

    def __init__(self) -> None:
        super().__init__()
        self._fit()
        theme.current.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedSize(theme.current.px(26), theme.current.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bars."""
        painter = QPainter(self)
        step = self.width() / 5
        for number in range(5):
            tall = self.height() * (0.35 + 0.1625 * number)
            role = "rail_ink" if number == 4 else "rail_bar"
            painter.fillRect(
                int(number * step), int(self.height() - tall), max(2, int(step - 2)), int(tall) + 1, theme.current.colour(role)
            )


class RoomButton(QToolButton):
    """A room: icon, word, and a count in a box."""

    def __init__(self, key: str, word: str, icon_name: str) -> None:
        super().__init__()
        self.key, self._word, self._icon_name, self._count = key, word, icon_name, 0
        self.setObjectName(f"room_{key}")
        self.setProperty("kind", "room")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.toggled.connect(self.draw)
        self.set_count(0, "")
        self.draw()

    def set_count(self, count: int, words: str) -> None:
        """Show how many things wait in the room."""
        self._count = count
        self.setAccessibleName(f"{self._word}, {words}" if count else self._word)
        self.setToolTip(self.accessibleName())
        self.update()

    def draw(self) -> None:
        """Take on theme and text size."""
        look = theme.current
        selected = self.isChecked()
        self.setIcon(icon(self._icon_name, "rail_on_selected" if selected else "rail_ink"))
        self.setIconSize(QSize(look.px(20), look.px(20)))
        self.setText(f"   {self._word}")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the count in a box at the right."""
        super().paintEvent(event)
        if not self._count or self.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly:
            return
        look = theme.current
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.font(9))
        text = str(self._count)
        wide = max(look.px(22), painter.fontMetrics().horizontalAdvance(text) + look.px(12))
        tall = look.px(20)
        colour = look.colour("rail_on_selected" if self.isChecked() else "rail_ink")
        painter.setPen(colour)
        left, top = self.width() - wide - 12, (self.height() - tall) // 2
        painter.drawRoundedRect(left, top, wide, tall, 4, 4)
        painter.drawText(left, top, wide, tall, int(Qt.AlignmentFlag.AlignCenter), text)


class Rail(QFrame):
    """``chosen`` tells the key of the room a person goes to."""

    chosen = Signal(str)

    def __init__(self, rooms: Iterable[tuple[str, str, str]], tail: Iterable[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._narrow = self._is_sample = False
        self.buttons: dict[str, RoomButton] = {}
        self._group = QButtonGroup(self)
        self._names = self._head()
        layout = column(self._names, spacing=0, margins=(0, 0, 0, 8))
        for place, entries in ((0, rooms), (1, tail)):
            if place:
                layout.addStretch(1)
                self._rule = rule()
                layout.addLayout(row(self._rule, margins=(16, 8, 16, 8)))
            for key, word, icon_name in entries:
                layout.addWidget(self._room(key, word, icon_name))
        self.setLayout(layout)
        theme.current.changed.connect(self._fit)
        self._fit()

    def _head(self) -> QFrame:
        frame = QFrame()
        self._mark = Label("leadapp", 12, bold=True)
        self._directorate = Label("", 10, bold=True, wrap=True)
        self._council = Label("", 9.5, kind="quiet", wrap=True)
        self._sample = Label("Sample data", 9, kind="sample")
        self._sample.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        frame.setLayout(
            column(
                row(Bars(), self._mark, None, spacing=10),
                8,
                self._directorate,
                self._council,
                self._sample,
                spacing=2,
                margins=(16, 14, 12, 14),
            )
        )
        return frame

    def _room(self, key: str, word: str, icon_name: str) -> RoomButton:
        button = RoomButton(key, word, icon_name)
        self.buttons[key] = button
        self._group.addButton(button)
        button.clicked.connect(lambda _c=False: self.chosen.emit(key))
        return button

    def tell(self, directorate: str, council: str, *, sample: bool) -> None:
        """Say whose file this is."""
        self._directorate.setText(directorate)
        self._council.setText(council)
        self._is_sample = sample
        self._fit()

    def select(self, key: str) -> None:
        """Show a room as chosen."""
        self.buttons[key].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, or icons and words."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._fit()

    def _fit(self) -> None:
        style = Qt.ToolButtonStyle
        for button in self.buttons.values():
            button.setToolButtonStyle(style.ToolButtonIconOnly if self._narrow else style.ToolButtonTextBesideIcon)
            button.setProperty("narrow", self._narrow)
            theme.set_kind(button, "room")
            button.draw()
        for label in (self._mark, self._directorate, self._council):
            label.setVisible(not self._narrow)
        self._sample.setVisible(self._is_sample and not self._narrow)  # the banner says it in every room
        self.setFixedWidth(max(NARROW, theme.current.px(42)) if self._narrow else theme.current.px(WIDE))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from room to room."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        buttons = list(self.buttons.values())
        focused = next((n for n, button in enumerate(buttons) if button.hasFocus()), None)
        if step and focused is not None:
            buttons[(focused + step) % len(buttons)].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)
