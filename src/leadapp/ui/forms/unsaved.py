"""What is typed and not yet in the file: every unit notes itself here, the saved indicator listens."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Unsaved(QObject):
    """Which units hold something that is typed and not yet in the file. ``changed`` tells whether there is any."""

    changed = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._units: set[int] = set()

    @property
    def any(self) -> bool:
        """Whether something typed is not in the file."""
        return bool(self._units)

    def note(self, unit: int, *, dirty: bool) -> None:
        """A unit was typed in, or has been saved, dropped or taken away with its page."""
        before = bool(self._units)
        (self._units.add if dirty else self._units.discard)(unit)
        if before != bool(self._units):
            self.changed.emit(bool(self._units))


unsaved = Unsaved()
"""What this process has not saved yet. It holds no window and no text."""
