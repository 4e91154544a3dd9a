"""A person at the keyboard: keys go to whatever has the focus, and every one beside the words is counted."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from tests.ui.fixtures import settle
from tests.ui.hands import focus


class Keyboard:
    """Counts keys (a combination such as Ctrl+Enter is one) and, apart from them, the letters of the words."""

    def __init__(self) -> None:
        self.keys = 0
        self.letters = 0

    def press(self, *keys: str) -> None:
        """Press keys one after another."""
        for name in keys:
            QTest.keySequence(focus(), QKeySequence(name))
            settle()
            self.keys += 1

    def write(self, words: str) -> None:
        """Type words or a number."""
        QTest.keyClicks(focus(), words)
        settle()
        self.letters += len(words)

    def go_to(self, name: str, most: int = 40) -> None:
        """Press Tab until the focus stands in the box of this name."""
        for _ in range(most):
            if focus().objectName() == name:
                return
            self.press("Tab")
        raise AssertionError(f"Tab does not reach “{name}”")
