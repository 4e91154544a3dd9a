"""The one signal that tells every screen what was committed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from leadapp.domain.changes import Changes


class ChangeBus(QObject):
    """``committed`` carries the ``Changes`` of a step; ``failed`` a sentence for what could not be saved.

    ``unread`` carries a sentence for what could not be read from the file.
    """

    committed = Signal(object)
    failed = Signal(str)
    unread = Signal(str)

    def tell(self, changes: Changes) -> None:
        """Pass on what a service returned, if it changed anything."""
        if changes:
            self.committed.emit(changes)
