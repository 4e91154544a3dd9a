"""The menus: everything that has a key stands in one of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QSizePolicy

from leadapp.ui import theme
from leadapp.ui.rooms import ROOMS, TAIL
from leadapp.ui.stylesheet import padding

if TYPE_CHECKING:
    from leadapp.ui.main_window import MainWindow


TAIL_KEYS = {"history": ("Ctrl+H",), "settings": ("Ctrl+,",)}


class MenuBar(QMenuBar):
    """A menu bar that is as tall as the text size asks."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        theme.current.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        above_and_below = 2 * sum(padding(n, theme.current.scale) for n in (4, 5))  # the bar's own, and its words'
        self.setFixedHeight(self.fontMetrics().height() + above_and_below)


def build_menus(window: MainWindow) -> tuple[QMenuBar, dict[str, QAction]]:
    """The menu bar and its actions by name."""
    bar = MenuBar()
    actions: dict[str, QAction] = {}

    def add(menu: QMenu, name: str, words: str, work: Callable[[], object], *keys: str) -> None:
        action = QAction(words, window)
        action.setShortcuts([QKeySequence(key) for key in keys])
        action.triggered.connect(lambda _checked=False: work())
        menu.addAction(action)
        window.addAction(action)
        actions[name] = action

    _file(bar.addMenu("&File"), window, add)
    edit = bar.addMenu("&Edit")
    add(edit, "undo", "Undo", window.undo, "Ctrl+Z")
    add(edit, "redo", "Do it again", window.redo, "Ctrl+Y", "Ctrl+Shift+Z")
    edit.aboutToShow.connect(lambda: _name_undo(window, actions))
    edit.addSeparator()
    add(edit, "copy_table", "Copy what is shown as a table", window.shown_export.copy, "Ctrl+Shift+C")
    add(edit, "copy_action", "Copy this action for a paper", lambda: _copy_action(window), "Ctrl+Shift+P")
    add(edit, "paste_rows", "Paste rows as actions…", lambda: window.go("take_in", _copied()))
    edit.addSeparator()
    add(edit, "search", "Search everything\tCtrl+K", window.search.start)
    _view(bar.addMenu("&View"), window, add)
    go = bar.addMenu("&Go")
    for number, (key, word, _) in enumerate((*ROOMS, *TAIL), 1):
        told = f"{word}\tCtrl+{number}" if number <= len(ROOMS) else word
        add(go, f"go_{key}", told, partial(window.go_by_key, key), *TAIL_KEYS.get(key, ()))
    go.addSeparator()
    add(go, "round", "Quarter round", partial(window.go, "round"), "Ctrl+R")
    add(go, "cascade", "Cascade of the corporate plan", partial(window.go, "cascade"))
    add(go, "edition", "Edition of the corporate plan", partial(window.go, "edition"))
    helps = bar.addMenu("&Help")
    add(helps, "help_room", "Help for this room", lambda: window.go("help", _room_of(window)), "F1")
    add(helps, "backups", "Backups and restore", partial(window.go, "backups"))
    add(helps, "about", "About leadapp", partial(window.go, "about"))
    return bar, actions


def _copy_action(window: MainWindow) -> None:
    """Copy the action that is open in the Plan."""
    from leadapp.ui.plan.plan_page import PlanPage

    page = window.current_page()
    if isinstance(page, PlanPage):
        page.copy_action()


def _copied() -> str:
    """The text on the clipboard."""
    return QGuiApplication.clipboard().text()


def _room_of(window: MainWindow) -> str:
    return next((key for key, page in window.rooms.items() if page is window.current_page()), "home")


def _name_undo(window: MainWindow, actions: dict[str, QAction]) -> None:
    """Undo and redo say what they would turn round: what is typed where the cursor stands, else a step of the file."""
    state = window.services.history.state()
    for name, words, typing, step in (("undo", "Undo", "Undo", state.undo), ("redo", "Do it again", "Redo", state.redo)):
        named = f"{words}: {step.label}" if step else words
        actions[name].setText(f"{typing} typing" if window.can_undo_typing(name) else as_read(named))


def as_read(words: str) -> str:
    """Words for a menu that hold names: Qt would take "&" for the mark of a letter to press and leave it out."""
    return words.replace("&", "&&")


def _file(menu: QMenu, window: MainWindow, add: Callable[..., None]) -> None:
    def choose() -> None:
        from leadapp.ui import dialogs

        path = dialogs.choose_file(window, "Open a leadapp file", window.services.path.parent)
        if path is not None:
            window.open_file(path)

    def fill_recent() -> None:
        recent.clear()
        for path in window.state.recent_files():
            if path != window.services.path:
                recent.addAction(as_read(f"{path.name}   {path.parent}")).triggered.connect(
                    lambda _c=False, path=path: window.open_file(path)
                )
        if recent.isEmpty():
            recent.addAction("No other file yet").setEnabled(False)

    add(menu, "new", "New or sample file…", lambda: window.another_file.emit(None), "Ctrl+N")
    add(menu, "open", "Open…", choose, "Ctrl+O")
    recent = menu.addMenu("Recent files")
    recent.aboutToShow.connect(fill_recent)
    menu.addSeparator()
    add(menu, "take_in", "Take in a list of actions…", partial(window.go, "take_in"), "Ctrl+I")
    add(menu, "export", "Export the return…", partial(window.go, "return", "export"), "Ctrl+E")
    add(menu, "read_back", "Read a return back…", partial(_read_back, window))
    add(menu, "export_shown", "Export what is shown…", window.shown_export.choose, "Ctrl+Shift+E")
    menu.aboutToShow.connect(lambda: window.actions_by_name["export_shown"].setText(window.shown_export.words()))
    add(menu, "backup", "Back up now", partial(window.go, "backups", "now"))
    menu.addSeparator()
    add(menu, "quit", "Close", window.close, "Ctrl+Q")


def _read_back(window: MainWindow) -> None:
    from leadapp.ui.returns.read_back import read_back

    read_back(window)


def _view(menu: QMenu, window: MainWindow, add: Callable[..., None]) -> None:
    def look(choice: str | None = None, scale: float | None = None) -> None:
        theme.current.apply(choice, scale)
        window.state.remember_look(theme.current.choice, theme.current.scale, heavy_ring=theme.current.heavy_ring)

    for choice, words in (("system", "Follow the system"), ("light", "Light"), ("dark", "Dark"), ("contrast", "High contrast")):
        add(menu, f"theme_{choice}", words, partial(look, choice))
    choices = QActionGroup(menu)
    for action, choice in zip(menu.actions(), ("system", "light", "dark", "contrast"), strict=True):
        action.setCheckable(True)
        action.setData(choice)
        choices.addAction(action)
    menu.aboutToShow.connect(lambda: _tick(choices))
    menu.addSeparator()
    add(menu, "larger", "Larger text", lambda: look(scale=theme.current.scale + 0.25), "Ctrl++", "Ctrl+=")
    add(menu, "smaller", "Smaller text", lambda: look(scale=theme.current.scale - 0.25), "Ctrl+-")
    add(menu, "normal", "Normal text", lambda: look(scale=1.0), "Ctrl+0")


def _tick(choices: QActionGroup) -> None:
    """Show which colours are chosen."""
    for action in choices.actions():
        action.setChecked(action.data() == theme.current.choice)
