"""The small button beside numbers that asks where they come from; what answers is loaded only then."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from leadapp.ui.page import Page
from leadapp.ui.widgets import IconButton, row

QUESTION = "Where does this come from?"


def where_button(page: Page, group: str, what: str) -> IconButton:
    """A small button that asks where the numbers of one card come from."""
    return IconButton("help", f"{QUESTION} {what}", lambda: page.ask_where(group))


def beside(*widgets: QWidget) -> QWidget:
    """Several small things at the end of a card's head."""
    holder = QWidget()
    holder.setLayout(row(*widgets, spacing=4))
    return holder
