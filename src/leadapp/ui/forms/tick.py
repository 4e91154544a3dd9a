"""A box to tick, as a field."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox

from leadapp.ui.forms.fields import Field


class TickField(Field):
    """A box to tick; its text is "yes" or empty."""

    def __init__(self, name: str, words: str) -> None:
        self.tick = QCheckBox(words)
        super().__init__(name, "", self.tick)
        self.tick.setAccessibleName(words)
        self.tick.clicked.connect(lambda _checked: self.edited.emit())

    @property
    def is_ticked(self) -> bool:
        """Whether it is ticked."""
        return self.tick.isChecked()

    def text(self) -> str:
        """Yes, or empty."""
        return "yes" if self.tick.isChecked() else ""

    def show_text(self, text: str) -> None:
        """Tick it, or take the tick away."""
        self.tick.setChecked(bool(text))
