"""Help: a text per room, the keys, backups and restore, and what this program is."""

from __future__ import annotations

import platform
import sqlite3
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal, qVersion
from PySide6.QtGui import QGuiApplication, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

import leadapp
from leadapp.domain.errors import LeadappError
from leadapp.domain.quarters import format_moment
from leadapp.services import backup_service
from leadapp.services.backup_service import StoreContents
from leadapp.services.opening import Services, local_clock
from leadapp.ui import dialogs, theme
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.chips import flow
from leadapp.ui.help.help_texts import KEYS, LICENCES, TEXTS
from leadapp.ui.opening import open_outside
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.section_list import SectionList
from leadapp.ui.widgets import Banner, Button, Card, Label, ScrollPage, clear_layout, column, row, tag
from leadapp.ui.window_state import WindowState

OTHER_NAMES = (
    "“Another name”: this backup was made before this file was renamed, or of a copy of it that goes by that name. A copy made "
    "outside leadapp cannot be told from its file, so look at the name before you restore one."
)
TWO_COLUMNS, NEAR = 820, 60
"""Pixels: from this width on, at 100 % text, the sections stand at the left; so near to the top a section is the one being read."""


class HelpPage(Page):
    """Everything that explains, and the way back to an earlier copy of the file.

    ``another_file`` asks for a file to be opened; ``restored`` as well, with what there is to say of the restore.
    """

    another_file = Signal(object)
    restored = Signal(object, str)

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self._cards: dict[str, Card] = {}
        for key, (name, paragraphs) in TEXTS.items():
            self._cards[key] = Card(name)
            for paragraph in paragraphs:
                self._cards[key].body.addWidget(Label(paragraph, wrap=True))
        self._cards["keys"] = self._keys()
        self._cards["backups"] = self._backups()
        self._cards["about"] = self._about()
        body = QWidget()
        self._all = column(*self._cards.values(), None, spacing=16, margins=(24, 4, 24, 24))
        body.setLayout(self._all)
        self._body = body
        self._scroll = ScrollPage(body)
        self._lay_out()

    def _lay_out(self) -> None:
        self.sections = SectionList((key, card.heading.text()) for key, card in self._cards.items())
        self.sections.chosen.connect(lambda key: self.show_place(key, None))
        self._scroll.verticalScrollBar().valueChanged.connect(self._tell_section)
        self.header = PageHeader("Help", self.sections.box)
        self.header.tell("Help", "Room by room, the keys, your backups, and what leadapp is. Nothing leaves this computer.")
        layout = column(self.header, spacing=0)
        split = row(self.sections, spacing=0)
        split.addWidget(self._scroll, 1)
        layout.addLayout(split, 1)
        self.setLayout(layout)
        self.setTabOrder(self.sections.box, next(iter(self.sections.buttons.values())))

    def _keys(self) -> Card:
        card, grid = Card("Keys"), QGridLayout()
        grid.setHorizontalSpacing(24)
        for number, (keys, what) in enumerate(KEYS):
            grid.addWidget(Label(keys, 10, bold=True), number, 0)
            grid.addWidget(Label(what, 10, wrap=True), number, 1)
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        return card

    # ------------------------------------------------------------------ backups
    def _backups(self) -> Card:
        card = Card("Backups and restore")
        text = (
            "leadapp makes a checked copy when the window closes after a change, and before an upgrade. "
            "Restoring keeps what is there now as a backup, too."
        )
        card.body.addWidget(Label(text, wrap=True))
        self._told = Banner("good")
        self._list = QVBoxLayout()
        card.body.addWidget(
            flow(
                Button("Back up now", "small", "backup", self._back_up),
                Button("Back up to a folder…", "small", on_click=self._back_up_to),
                Button("Restore another file…", "small", on_click=self._choose),
            )
        )
        card.body.addWidget(self._told)
        card.body.addLayout(self._list)
        return card

    def reload(self) -> None:
        """Read the list of backups anew."""
        clear_layout(self._list)
        found = self.services.backups.list_backups()[:12]
        if not found:
            self._list.addWidget(Label("No backup yet.", kind="quiet"))
        if any(backup.is_named_otherwise for backup in found):
            self._list.addWidget(Label(OTHER_NAMES, 9.5, kind="hint", wrap=True))
        for backup in found:
            frame = QFrame()
            frame.setProperty("kind", "row")
            words = format_moment(backup.made_at)
            line = row(spacing=12, margins=(0, 4, 0, 4))
            line.addWidget(column_of(words, f"{backup.path.name}, {max(1, backup.size // 1024):,} KB"), 1)
            if backup.is_named_otherwise:
                line.addWidget(tag("Another name", dashed=True), 0, Qt.AlignmentFlag.AlignVCenter)
            restore = Button("Restore…", "small", on_click=partial(self._restore, backup.path))
            restore.setAccessibleName(f"Restore the backup of {words}")
            line.addWidget(restore)
            frame.setLayout(line)
            self._list.addWidget(frame)

    def _back_up_to(self) -> None:
        """A checked copy where she wants it: on a stick, or in the council's folder."""
        folder = dialogs.choose_folder(self, "Back up to a folder", WindowState().folder() or Path.home())
        if folder is not None:
            WindowState().remember_folder(folder)
            self._back_up(folder)

    def _back_up(self, folder: Path | None = None) -> None:
        try:
            made = self.services.backups.back_up(folder)
        except LeadappError as error:
            self._told.tell("No backup was made.", str(error), tone="error")
            return
        self._told.tell("Backed up and checked.", str(made) if folder else made.name, tone="good")
        self.refresh()

    def _choose(self) -> None:
        path = dialogs.choose_file(self, "Restore a backup", self.services.backups.folder)
        if path is not None:
            self._restore(path)

    def _restore(self, path: Path) -> None:
        try:
            holds = backup_service.describe(path)
        except LeadappError as error:
            self._told.tell("Not restored.", str(error), tone="error")
            return
        name, text = self._question(path, holds)
        if not dialogs.confirm(self, name, text, "Restore", danger=True):
            return
        try:
            self.services.backups.back_up_if_changed()
        except LeadappError as error:
            self._told.tell("Not restored.", f"What is in the file now could not be backed up. {error}", tone="error")
            return
        self._put_in_place(path, holds)

    def _question(self, path: Path, holds: StoreContents) -> tuple[str, str]:
        """What is asked before a restore: what the backup holds, and whether it was made of this file at all."""
        kept = "What is in the file now is kept as a backup."
        if not self.services.backups.is_of_another_file(holds):
            return "Restore this backup?", f"{holds.words} {kept}"
        here = self.services.preferences.directorate()
        return "Replace this file by another one?", (
            f"“{path.name}” is no backup of this file. It holds another one: {holds.words} It would take the place of "
            f"{here.name}, {here.council}. To look into it without replacing anything, use File > Open. {kept}"
        )

    def _put_in_place(self, path: Path, holds: StoreContents) -> None:
        """Let the file go, put the backup in its place, and ask for it to be opened again, whether that went well or not."""
        store = self.services.path
        self.services.close()
        try:
            kept = backup_service.restore(path, store, f"{local_clock():%Y-%m-%d %H%M%S}")
        except LeadappError as error:
            dialogs.tell(self, "Not restored", str(error))
            self.another_file.emit(store)
            return
        before = f"What was in the file before is kept in {kept}." if kept else "Nothing was in its place before."
        self.restored.emit(store, f"{holds.words} {before}")

    # ------------------------------------------------------------------ about
    def _about(self) -> Card:
        card = Card("About leadapp")
        self._facts = (
            f"leadapp {leadapp.__version__}\nPython {platform.python_version()}, Qt {qVersion()}, SQLite {sqlite3.sqlite_version}\n"
            f"{platform.system()} {platform.release()}\nFile: {self.services.path}\nBackups: {self.services.backups.folder}"
        )
        card.body.addWidget(Label(self._facts, wrap=True))
        card.body.addWidget(Label(LICENCES, 9.5, kind="quiet", wrap=True))
        card.body.addWidget(
            flow(
                Button("Copy", "small", "copy", self._copy),
                Button("Open the data folder", "small", "folder", self._open_folder),
            )
        )
        return card

    def _copy(self) -> None:
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText(self._facts)

    def _open_folder(self) -> None:
        folder = self.services.path.parent
        why = f"No program on this computer opens a folder. Your file lies in {folder}."
        open_outside(self, QUrl.fromLocalFile(str(folder)), lambda: self._told.tell("Not opened.", why, tone="warning"))

    def show_place(self, place: str, what: object) -> None:
        """Go to a card: a room's help, backups (``what`` may be "now", which makes one) or about."""
        key = what if isinstance(what, str) and what in self._cards else place
        if key in self._cards:
            self._all.activate()  # else a page that was never shown knows no place
            self._scroll_to(key)
            QTimer.singleShot(0, self, lambda: self._scroll_to(key))  # once the cards above have their final height
        if what == "now":
            self._back_up()

    def _scroll_to(self, key: str) -> None:
        self._scroll.verticalScrollBar().setValue(self._cards[key].y() - 8)
        self.sections.select(key)

    def _tell_section(self, top: int) -> None:
        """Show in the list which section is being read."""
        self.sections.select([key for key, card in self._cards.items() if card.y() - NEAR <= top or card.y() <= NEAR][-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Page Up and Page Down turn the pages, wherever in the room the keyboard is."""
        step = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}.get(Qt.Key(event.key()), 0)
        bar = self._scroll.verticalScrollBar()
        if step:
            bar.setValue(bar.value() + step * bar.pageStep())
        else:
            super().keyPressEvent(event)

    def fit_height(self, tight: bool) -> None:
        """Leave the text its room."""
        self.header.set_tight(tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The sections stand at the left where there is room."""
        super().resizeEvent(event)
        self._body.setMaximumWidth(theme.current.px(940))
        self.sections.set_narrow(self.width() / theme.current.scale < TWO_COLUMNS)


def column_of(first: str, second: str) -> QWidget:
    """Two lines, the second quiet."""
    holder = QWidget()
    holder.setLayout(column(Label(first, 10, bold=True, wrap=True), Label(second, 9.5, kind="quiet", wrap=True), spacing=0))
    return holder
