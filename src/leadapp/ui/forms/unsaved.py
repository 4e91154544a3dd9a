"""What is typed and not yet in the file: every unit notes itself here, the saved indicator listens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Unsaved(QObject):
    """Which units hold something that is typed and not yet in the file. ``changed`` tells that ``any`` or ``waits`` did."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._units: set[int] = set()
        self._waiting: set[int] = set()

    @property
    def any(self) -> bool:
        """Whether something typed is not in the file."""
        return bool(self._units)

    @property
    def waits(self) -> bool:
        """Whether some of it is not being saved by itself, but waits until the person, who was told why, goes on."""
        return bool(self._waiting)

    def note(self, unit: int, *, dirty: bool, waits: bool = False) -> None:
        """A unit was typed in, waits for the person, or has been saved, dropped or taken away with its page."""
        before = self.any, self.waits
        (self._units.add if dirty else self._units.discard)(unit)
        (self._waiting.add if dirty and waits else self._waiting.discard)(unit)
        if before != (self.any, self.waits):
            self.changed.emit()


unsaved = Unsaved()
"""What this process has not saved yet. It holds no window and no text."""
