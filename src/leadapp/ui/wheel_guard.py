"""The wheel never changes a value by accident: combos, spins and sliders leave it to the page they stand on.

The guard stands on each such box. One filter on the application would see every event of the program in Python and would make
PySide resolve every type there is: a tenth of the start.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget


class _WheelGuard(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the wheel."""
        if event.type() is QEvent.Type.Wheel:
            event.ignore()
            return True
        return False


def guard(box: QWidget) -> None:
    """Leave the wheel over ``box`` to the page."""
    box.installEventFilter(_WheelGuard(box))
