"""The menu of a row (right click, Menu key, Shift+F10): what can be done with it, by the words of the buttons that do it too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget


@dataclass(frozen=True, slots=True)
class RowAction:
    """One thing that can be done with a row. ``key`` is told beside the words; it works in the table by itself."""

    words: str
    work: Callable[[], object]
    key: str = ""


Offer = Callable[[Any], Sequence[RowAction]]
"""What can be done with a record, in the order of the menu."""


def row_menu(parent: QWidget, offered: Sequence[RowAction], always: Sequence[RowAction]) -> QMenu:
    """A menu of what a row offers, and beneath a line what every row does."""
    menu = QMenu(parent)
    menu.setAccessibleName("What can be done with this row")
    for actions in (offered, always):
        if actions and not menu.isEmpty():
            menu.addSeparator()
        for action in actions:
            words = action.words.replace("&", "&&")
            made = menu.addAction(f"{words}\t{action.key}" if action.key else words)
            made.triggered.connect(lambda _checked=False, work=action.work: work())
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
