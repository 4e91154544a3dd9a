"""The main window of one open file. All connections between its parts are made here, in one place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QStackedWidget, QWidget

from leadapp import paths
from leadapp.domain.changes import Changes
from leadapp.domain.errors import LeadappError
from leadapp.domain.history import StepKind
from leadapp.domain.home import HomeView
from leadapp.services.backup_service import clear_unfinished
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.export_shown import ShownExport
from leadapp.ui.focus_ring import FocusRing
from leadapp.ui.forms.unsaved import unsaved
from leadapp.ui.menus import build_menus
from leadapp.ui.page import Page
from leadapp.ui.rail import Rail
from leadapp.ui.rooms import ROOMS, TAIL, make_room
from leadapp.ui.search_box import SearchBox
from leadapp.ui.soundness_watch import SoundnessWatch
from leadapp.ui.undo_bar import SavedIndicator, UndoBar, announce
from leadapp.ui.undo_keys import UndoKeys, text_of
from leadapp.ui.widgets import Banner, Button, column, row
from leadapp.ui.window import Window
from leadapp.ui.window_state import WindowState

NARROW, SHORT, LOW = 1100, 900, 500
UNSAVED = "The file could not take it; the banner says why. Stay, and copy your words somewhere before you close."
NO_BACKUP = "What was saved stays in the file. Stay, and Help > Back up to a folder puts a copy where there is room."


class MainWindow(Window):
    """Rail, top bar, one page, undo bar. ``another_file`` asks for another file (or None for the first run).

    ``restored`` asks for the file that a backup was put in the place of, with what there is to say of it.
    """

    another_file = Signal(object)
    restored = Signal(object, str)

    def __init__(self, services: Services) -> None:
        super().__init__()
        self.setObjectName("window")
        self.services, self.bus = services, ChangeBus()
        self.rooms: dict[str, Page] = {}
        self.state = WindowState()
        self.rail = Rail(ROOMS, TAIL)
        self.search = SearchBox(lambda typed: services.search.find(typed))
        self.saved = SavedIndicator()
        self.banner, self.sample_banner, self.place_banner = Banner("error"), Banner("warning"), Banner("warning")
        self.damage_banner, self.soundness = Banner("error", stacked=True), SoundnessWatch(services, self)
        self.undo_bar, self.shown_export = UndoBar(), ShownExport(self)
        self._sample_short = False
        self.pages = QStackedWidget()
        self._lay_out()
        self._connect()
        self.ring, self._undo_keys = FocusRing(self), UndoKeys(self, self.can_undo_typing)
        self.reload_names()
        self._tell_place()
        self.go("home")
        self.soundness.start()
        QTimer.singleShot(0, self, self._clear_leftovers)

    def _clear_leftovers(self) -> None:
        """Take away copies of evidence files that were looked at, and what a crash left half written."""
        _empty_opened_folder()
        clear_unfinished(self.services.path.parent)

    # ------------------------------------------------------------------ build
    def _lay_out(self) -> None:
        self.menu_bar, self.actions_by_name = build_menus(self)
        top = QFrame()
        top.setObjectName("top")
        layout = row(self.menu_bar, None, spacing=10, margins=(8, 4, 16, 4))
        layout.addWidget(self.search)
        layout.addWidget(self.saved)
        top.setLayout(layout)
        foot = QFrame()
        foot.setLayout(row(self.undo_bar, margins=(24, 0, 24, 12)))
        self._foot = foot
        foot.hide()
        right = column(top, self.sample_banner, self.place_banner, self.damage_banner, self.banner, spacing=0)
        right.addWidget(self.pages, 1)
        right.addWidget(foot)
        whole = row(self.rail, spacing=0)
        whole.addLayout(right, 1)
        self.setLayout(whole)
        self.setMinimumSize(760, 520)
        self.resize(1280, 800)
        if not self.state.geometry().isEmpty():
            self.restoreGeometry(self.state.geometry())

    def _connect(self) -> None:
        self.rail.chosen.connect(self.go)
        self.search.found.connect(self.go)
        self.bus.committed.connect(self._committed)
        self.bus.failed.connect(self._failed)
        self.bus.unread.connect(self._tell_unread)
        self.undo_bar.wanted.connect(self._turn)
        self.undo_bar.closed.connect(self._foot.hide)
        self.soundness.damaged.connect(self._tell_damage)
        unsaved.changed.connect(self._tell_typing)
        theme.current.changed.connect(self._fit)
        for number, (key, _, _) in enumerate(ROOMS, 1):
            QShortcut(QKeySequence(f"Ctrl+{number}"), self, lambda key=key: self.go_by_key(key))
        QShortcut(QKeySequence("Ctrl+K"), self, self.search.start)
        QShortcut(QKeySequence("F6"), self, self._next_part)
        QShortcut(QKeySequence("Alt+W"), self, self.ask_where)

    def reload_names(self) -> None:
        """Say whose file this is in the rail, the title and the sample's banner."""
        directorate = self.services.preferences.directorate()
        self.rail.tell(directorate.name, directorate.council, sample=directorate.is_sample)
        sample = "Sample: " if directorate.is_sample else ""
        self.setWindowTitle(f"{sample}{directorate.name} – leadapp")
        if directorate.is_sample and self.sample_banner.isHidden():
            self._tell_sample(short=self._is_low())

    def _tell_sample(self, *, short: bool) -> None:
        """Say that this is a sample, in one line where the window is low for its text."""
        why = "A fictional directorate. It cannot be submitted to anybody."
        button = Button("Set up mine", "small", on_click=lambda: self.another_file.emit(None))
        self.sample_banner.tell("Sample data.", "" if short else why, button)
        self.sample_banner.setToolTip(why if short else "")
        self._sample_short = short

    def _is_low(self) -> bool:
        return self.height() / theme.current.scale < LOW

    def _tell_place(self) -> None:
        """Warn where the file lies in a folder that something copies about."""
        name = paths.shared_place(self.services.path)
        if name:
            self.place_banner.tell(
                f"This file lies in {name}.",
                "Copying while you work can damage it. Close it, move it to a folder of this computer, and put backups there instead.",
                Button("Close", "small", on_click=self.place_banner.hide),
            )

    def tell_restored(self, sentence: str) -> None:
        """Say which state of the file this is, and where the one before it lies; until the next change."""
        self.banner.tell("Restored.", sentence, Button("Close", "small", on_click=self.banner.hide), tone="good")
        announce(self.banner, f"Restored. {sentence}")

    def _tell_damage(self, parts: str) -> None:
        """Say which parts of the file cannot be trusted, and what to do."""
        why = (
            f"Not as it was written: {parts}. Restore a backup from before it happened; what is in the file now is kept as a "
            "backup, too. Until then, check what you read here before you send it."
        )
        self.damage_banner.tell("This file is damaged.", why, Button("Backups…", "small", on_click=lambda: self.go("backups")))
        announce(self.damage_banner, f"This file is damaged. {why}")

    # ------------------------------------------------------------------ going from room to room
    def go(self, place: str, what: object = None) -> None:
        """Go to a room, or to a place within one ("round", "cascade", "month_zero" ...)."""
        room, inner = make_room.place_of(place)
        self._close_sources()
        before = self.pages.currentWidget()
        if isinstance(before, Page):
            before.flush()
        if room not in self.rooms:
            page = make_room(room, self)
            page.go.connect(self.go)
            self.rooms[room] = page
            self.pages.addWidget(page)
        self.rail.select(room)
        if self.rail.isAncestorOf(QApplication.focusWidget() or self):
            self.rail.buttons[room].setFocus(Qt.FocusReason.OtherFocusReason)
        self.pages.setCurrentWidget(self.rooms[room])
        if inner or what is not None or before is self.rooms[room]:
            self.rooms[room].show_place(inner, what)
        if self.search.line.hasFocus():  # something was found there; the keyboard goes along
            (_first_stop(self.rooms[room]) or self.rail.buttons[room]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_sources(self) -> None:
        """What is said of a page's numbers goes with the page, and with what they were."""
        for panel in self.findChildren(QFrame, "source_panel", Qt.FindChildOption.FindDirectChildrenOnly):
            panel.close()

    def go_by_key(self, room: str) -> None:
        """Go to a room with the keyboard: it stands at the room's first stop, and can be seen there."""
        self.go(room)
        stop = _first_stop(self.current_page())
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def current_page(self) -> Page | None:
        """The page that is shown."""
        page = self.pages.currentWidget()
        return page if isinstance(page, Page) else None

    def ask_where(self) -> None:
        """Show where the numbers of this page come from (Alt+W)."""
        page = self.current_page()
        if page is not None:
            page.ask_where()

    def _next_part(self) -> None:
        """F6: from the rail to the page, from the page to the search, from there to the rail."""
        focus = QApplication.focusWidget()
        if focus is not None and self.rail.isAncestorOf(focus):
            (_first_stop(self.current_page()) or self.search.line).setFocus(Qt.FocusReason.TabFocusReason)
        elif focus is self.search.line:
            next(b for b in self.rail.buttons.values() if b.isChecked()).setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.search.start()

    # ------------------------------------------------------------------ saved, failed, undone
    def _committed(self, changes: Changes) -> None:
        self.banner.hide()
        self._close_sources()
        self.saved.tell_saved(dt.datetime.now().astimezone())
        self._tell_undo(changes)
        self.reload_names()
        QTimer.singleShot(0, self.reload_counts)

    def _tell_undo(self, changes: Changes) -> None:
        state = self.services.history.state()
        if changes.kind is StepKind.UNDO and state.redo:
            self.undo_bar.tell(f"Undone: {state.redo.label}", "Do it again", "Ctrl+Shift+Z", self.services.history.redo)
        elif state.undo:
            self.undo_bar.tell(state.undo.label, "Undo", "Ctrl+Z", self.services.history.undo)
        # a stay in a field that ended as it began has no step: the one before it is not what she did last
        nothing = changes.kind is StepKind.DO and (state.undo is None or state.undo.number != changes.step)
        self._foot.setVisible(bool(state.undo or state.redo) and not nothing)
        announce(self.undo_bar, changes.label)

    def _tell_typing(self) -> None:
        self.saved.tell_typing(unsaved.any, waits=unsaved.waits)

    def _failed(self, sentence: str) -> None:
        self.saved.tell_failed(sentence)
        self.banner.tell("Not saved.", sentence, Button("Close", "small", on_click=self.banner.hide), tone="error")
        announce(self.banner, sentence)

    def _tell_unread(self, sentence: str) -> None:
        """A page could not be read anew: it shows what it showed before."""
        self.banner.tell("This page could not be read anew.", sentence, tone="error")
        announce(self.banner, f"This page could not be read anew. {sentence}")

    def reload_counts(self) -> None:
        """Read the counts in the rail anew, unless Home, which reads the same, is shown and has just told them."""
        if self.services.is_open and self.current_page() is not self.rooms.get("home"):  # asked for later, it may come too late
            self.tell_counts(self.services.home.view()[0])

    def tell_counts(self, view: HomeView) -> None:
        """Show in the rail how many things wait in each room."""
        self.rail.buttons["plan"].set_count(view.actions_left, f"{view.actions_left} to update")
        left = view.checks - view.checks_done
        self.rail.buttons["return"].set_count(left, f"{left} to check")
        self.rail.buttons["risks"].set_count(view.triggers_left, f"{view.triggers_left} to answer")

    def undo(self) -> None:
        """Ctrl+Z: inside a text being typed it undoes typing, elsewhere the last step."""
        if not self._undo_typing("undo"):
            self._turn(self.services.history.undo)

    def redo(self) -> None:
        """Ctrl+Y and Ctrl+Shift+Z."""
        if not self._undo_typing("redo"):
            self._turn(self.services.history.redo)

    def _undo_typing(self, what: str) -> bool:
        possible = self.can_undo_typing(what)
        if possible:
            getattr(text_of(QApplication.focusWidget()), what)()
        return possible

    def can_undo_typing(self, what: str) -> bool:
        """Whether "undo" or "redo" would turn round typing in the text that has the keyboard, rather than a step of the file."""
        focus = text_of(QApplication.focusWidget())
        if focus is None or focus.isReadOnly():
            return False
        text = focus if isinstance(focus, QLineEdit) else focus.document()
        return text.isUndoAvailable() if what == "undo" else text.isRedoAvailable()

    def _turn(self, work: Callable[[], Changes]) -> None:
        """Save what is typed, then undo or redo: so the newest step is what was typed last, and no box is left as it was."""
        page = self.current_page()
        if page:
            page.flush()
        try:
            self.bus.tell(work())
        except LeadappError as error:
            self.banner.tell(str(error), "", Button("Close", "small", on_click=self.banner.hide), tone="info")

    # ------------------------------------------------------------------ size and end
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show less where the window is narrow for its text."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        effective = self.width() / theme.current.scale
        self.rail.set_narrow(effective < NARROW)
        self.saved.set_short(effective < NARROW)
        self.search.set_short(effective < SHORT)
        if not self.sample_banner.isHidden() and self._sample_short != self._is_low():
            self._tell_sample(short=self._is_low())

    def open_file(self, path: Path) -> None:
        """Ask for another file."""
        self.another_file.emit(path)

    def _may_close(self) -> bool:
        """Save what is typed, also in a line that saves when it is left, and back up; ask if file or backup cannot take it."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()
        for room in self.rooms.values():
            room.flush()
        from leadapp.ui import dialogs

        if unsaved.any and not dialogs.confirm(self, "Something you typed is not saved", UNSAVED, "Close without it", "Stay"):
            return False
        try:
            self.services.backups.back_up_if_changed()
        except LeadappError as error:
            text = f"{error} {NO_BACKUP}"
            return dialogs.confirm(self, "No backup was made", text, "Close without one", "Stay")
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is typed, make a backup if something changed, let the file go (unless a restore has let it go before)."""
        if self.services.is_open and not self._may_close():
            event.ignore()
            return
        self.soundness.stop()
        self.search.end()
        self.shown_export.worker.close()
        for room in self.rooms.values():
            room.end()
        _empty_opened_folder()
        self.state.remember_geometry(self.saveGeometry())
        self.services.close()
        super().closeEvent(event)


def _empty_opened_folder() -> None:
    """Take away the copies of evidence files that were looked at."""
    if (paths.data_folder() / paths.OPENED).exists():
        from leadapp.services.evidence_files import empty_opened_folder

        empty_opened_folder()


def _first_stop(page: Page | None) -> QWidget | None:
    """The first widget of a page that takes the focus now."""
    widget = page.nextInFocusChain() if page else None
    while page is not None and widget is not None and widget is not page:
        tabs = widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if page.isAncestorOf(widget) and tabs and widget.isVisible() and widget.isEnabled():
            return widget
        widget = widget.nextInFocusChain()
    return None
