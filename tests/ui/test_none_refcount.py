"""A canary: a PySide6 that loses references to None on some Python aborts after a few thousand calls, without an exception."""

import sys

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

CALLS = 2000


def test_calls_that_return_none_leave_none_alone(qapp: QApplication) -> None:
    widget, timer = QWidget(), QTimer()
    widget.parentWidget()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        widget.parentWidget()
        widget.layout()
        widget.focusProxy()
        widget.property("nothing")
        timer.stop()
        QObject.parent(timer)
    assert sys.getrefcount(None) >= before - CALLS // 10
