"""The menus of the window, by their words."""

from __future__ import annotations

from PySide6.QtWidgets import QMenu

from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import settle


def in_menu(window: MainWindow, name: str) -> None:
    """Choose an entry of a menu by its name."""
    window.actions_by_name[name].trigger()
    settle()


def menu(window: MainWindow, title: str) -> QMenu:
    for entry in window.menu_bar.actions():
        if entry.text().replace("&", "") == title:
            found = entry.menu()
            assert isinstance(found, QMenu)
            return found
    raise AssertionError(title)


def entries(found: QMenu) -> list[str]:
    return [entry.text() for entry in found.actions() if not entry.isSeparator()]
