"""A line of text that keeps whatever is typed or pasted into it."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from leadapp.domain.plan import LONGEST_TEXT


class Line(QLineEdit):
    """One line. Qt's own cuts what is pasted after 32,767 characters without a word; what is too long for a field is told instead."""

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_TEXT + 1)
