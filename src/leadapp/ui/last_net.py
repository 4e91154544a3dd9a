"""The last net for unexpected errors: logged without personal text, told in one dialog at a time, and told again if it goes on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtWidgets import QApplication

from leadapp import logs

FIRST_PAUSE, LONGEST_PAUSE = 5.0, 600.0
"""Seconds of quiet after a dialog was closed. An error that goes on doubles them each time, so that it cannot flood the screen."""


@dataclass
class _Known:
    """One kind of error: how often it came, and from when on it may be told again."""

    times: int = 0
    pause: float = FIRST_PAUSE
    quiet_until: float = 0.0


class LastNet:
    """Meets what nothing else caught. ``clock`` counts seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: dict[str, _Known] = {}
        self._is_telling = False

    def meet(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        """Log an error, count it, and tell it unless it was told a moment ago. It is the program's ``sys.excepthook``."""
        if issubclass(kind, KeyboardInterrupt):
            QCoreApplication.quit()
            return
        details = logs.log_unexpected(error)
        known = self._known.setdefault(details, _Known())
        known.times += 1
        if not self._is_telling and self._clock() >= known.quiet_until:
            self._is_telling = True
            QTimer.singleShot(0, lambda: self._tell(details, known))

    def _tell(self, details: str, known: _Known) -> None:
        from leadapp.ui import dialogs

        try:
            dialogs.unexpected(QApplication.activeWindow(), details, known.times)
        finally:
            self._is_telling = False
            known.quiet_until = self._clock() + known.pause
            known.pause = min(known.pause * 2, LONGEST_PAUSE)
