"""A page of its own for a file that is open somewhere else: who has it, since when, and what can be done."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from leadapp.domain.errors import LeadappError, StoreInUseError
from leadapp.services.opening import open_services
from leadapp.ui import dialogs, theme
from leadapp.ui.focus_ring import FocusRing
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, Label, ScrollPage, column, heading, row
from leadapp.ui.window import Window

WIDEST = 620
"""Pixels at 100 % text."""


class InUseWindow(Window):
    """``ready`` carries the services of the file once it, or another one, could be opened."""

    ready = Signal(object)

    def __init__(self, path: Path, error: StoreInUseError) -> None:
        super().__init__()
        self.setObjectName("window")
        self.resize(1180, 760)
        self.setMinimumSize(560, 420)
        self._heading, self._who = heading(""), Label("", wrap=True)
        self._told = Banner("info", stacked=True)
        self._again = Button("Try again", "primary", on_click=self._try)
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._card.setLayout(self._lines())
        body = QWidget()
        body.setLayout(column(None, row(None, self._card, None), None, margins=(24, 24, 24, 24)))
        self.setLayout(column(ScrollPage(body), spacing=0))
        self.ring = FocusRing(self)
        theme.current.changed.connect(self._fit)
        self._fit()
        self._show(path, error)
        self._again.setFocus()

    def _lines(self) -> QVBoxLayout:
        why = "Only one window at a time works in a file, so that nobody overwrites anybody. Close it there, then try again here."
        buttons = row(
            self._again,
            Button("Open another file…", "small", on_click=self._open_another),
            Button("Close", "small", on_click=self.close),
            None,
            spacing=8,
        )
        return column(
            Label("leadapp", 10, bold=True, kind="quiet"),
            self._heading,
            self._who,
            Label(why, wrap=True),
            Label("Nothing was changed.", kind="quiet", wrap=True),
            self._told,
            8,
            buttons,
            spacing=8,
            margins=(24, 20, 24, 20),
        )

    def _fit(self) -> None:
        self._card.setFixedWidth(min(theme.current.px(WIDEST), max(320, self.width() - 64)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the card within the window."""
        super().resizeEvent(event)
        self._fit()

    def _show(self, path: Path, error: StoreInUseError) -> None:
        self._path = path
        self.setWindowTitle(f"leadapp: {path.name} is open elsewhere")
        self._heading.setText(f"“{path.name}” is open elsewhere")
        self._who.setText(f"It is open {error.who}.")

    def _try(self) -> None:
        self._open(self._path)

    def _open_another(self) -> None:
        path = dialogs.choose_file(self, "Open a leadapp file", self._path.parent)
        if path is not None:
            self._open(path)

    def _open(self, path: Path) -> None:
        try:
            services = open_services(path)
        except StoreInUseError as error:
            again = path == self._path
            self._show(path, error)
            now = f"{dt.datetime.now().astimezone():%H:%M}"
            self._tell("Still open there." if again else "That one is open, too.", f"Tried at {now}.")
        except LeadappError as error:
            self._tell("The file was not opened.", str(error))
        else:
            self.ready.emit(services)

    def _tell(self, what: str, why: str) -> None:
        self._told.tell(what, why)
        announce(self._told, f"{what} {why}")
