"""The wheel never changes a value by accident: combos, spins and sliders leave it to the page they stand on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QSlider


class WheelGuard(QObject):
    """An event filter for the whole application."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the wheel over anything whose value it would change."""
        if event.type() is QEvent.Type.Wheel and isinstance(watched, (QComboBox, QAbstractSpinBox, QSlider)):
            event.ignore()
            return True
        return False


def guard(application: QApplication) -> WheelGuard:
    """Install the guard; keep what is returned alive."""
    made = WheelGuard(application)
    application.installEventFilter(made)
    return made
