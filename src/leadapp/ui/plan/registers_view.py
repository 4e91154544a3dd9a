"""Registers: the four that the plan asks of a directorate, one shown at a time."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from leadapp.domain.registers import BY_KEY, REGISTERS
from leadapp.domain.spots import Spot
from leadapp.ui import theme
from leadapp.ui.forms.fields import ChoiceField, Segmented
from leadapp.ui.page import Page
from leadapp.ui.registers.register_pane import RegisterPane
from leadapp.ui.widgets import column

ONE_LINE = 700


class RegistersView(QWidget):
    """The registers as words side by side, or as a box where the window is narrow; each is made when it is first chosen."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        pairs = tuple((register.key, register.name) for register in REGISTERS)
        self.words = Segmented("register", "", pairs, shapes=False)
        self.box = ChoiceField("register_box", "Register", pairs)
        self.stack = QStackedWidget()
        self._panes: dict[str, RegisterPane] = {}
        self._key = REGISTERS[0].key
        self._tight = False
        self._head = QWidget()
        self._head.setLayout(column(self.words, self.box, margins=(24, 10, 24, 0)))
        layout = column(self._head, spacing=0)
        layout.addWidget(self.stack, 1)
        self.setLayout(layout)
        self.words.box.setAccessibleName("Register")
        self.box.box.setAccessibleName("Register")  # its label goes where the window is low
        self.words.edited.connect(lambda: self.show_what(self.words.text()))
        self.box.edited.connect(lambda: self.show_what(self.box.text()))

    @property
    def pane(self) -> RegisterPane:
        """The register that is shown."""
        if self._key not in self._panes:
            pane = RegisterPane(self._page, BY_KEY[self._key])
            self._panes[self._key] = pane
            self.stack.addWidget(pane)
            pane.set_tight(self._tight)
        return self._panes[self._key]

    def show_what(self, what: object) -> None:
        """Show a register, or the line of one: its key, or the key and the line's id, or a spot in the line."""
        key, entry = what if isinstance(what, tuple) else (what, None)
        spot = Spot(entry) if isinstance(entry, int) else entry
        if key in BY_KEY:
            self.flush()
            self._key = str(key)
            self.reload()
        if isinstance(spot, Spot):
            self.pane.show_row(spot.row, spot.field)

    def reload(self) -> None:
        """Read the register that is shown anew."""
        self.words.show_text(self._key)
        self.box.show_text(self._key)
        self.stack.setCurrentWidget(self.pane)
        self.pane.reload()

    def start(self) -> None:
        """Put the cursor where the work begins."""
        self.pane.start()

    def flush(self) -> None:
        """Keep what is typed in any register."""
        for pane in self._panes.values():
            pane.flush()

    def needed_height(self, width: int) -> int:
        """The box or the words above, and what the register needs."""
        return self._head.sizeHint().height() + self.pane.needed_height(width)

    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self._tight = tight
        self.box.label.setVisible(not tight)
        for pane in self._panes.values():
            pane.set_tight(tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words side by side where there is room."""
        super().resizeEvent(event)
        wide = self.width() / theme.current.scale >= ONE_LINE
        self.words.setVisible(wide)
        self.box.setVisible(not wide)
