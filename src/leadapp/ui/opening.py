"""Handing a file, a folder or an address to the computer's own programs, and hearing whether one took it.

Qt knows at once on Windows and macOS. On Linux it starts ``xdg-open`` and calls that a success before it has found a program; so
there ``xdg-open`` is started here and asked how it ended.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, QUrl
from PySide6.QtGui import QDesktopServices

EVERY = 200
"""Milliseconds between two looks at whether the opener has ended."""
LONGEST = 60_000
"""Milliseconds after which a program that still runs has evidently opened: the opener of a bare desktop waits for its end."""


def open_outside(watcher: QObject, url: QUrl, refused: Callable[[], object]) -> None:
    """Open with the computer's program. ``refused`` is called, now or a moment later, if there is none; never once ``watcher`` is gone.

    Whoever calls has made sure that ``url`` may be opened.
    """
    program = opener()
    if program is None:
        if not QDesktopServices.openUrl(url):
            refused()
        return
    try:
        started = subprocess.Popen(
            [program, url.toString(QUrl.ComponentFormattingOption.FullyEncoded)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # what it opens stays when leadapp is closed
        )
    except OSError:
        refused()
        return
    _Waiting(watcher, started, refused)


def opener() -> str | None:
    """The program of a Linux desktop that opens what it is given; None where Qt is asked."""
    return shutil.which("xdg-open") if sys.platform.startswith("linux") else None


class _Waiting(QTimer):
    """Looks now and then whether an opener has ended, until it has or was long enough at it."""

    def __init__(self, watcher: QObject, started: subprocess.Popen[bytes], refused: Callable[[], object]) -> None:
        super().__init__(watcher)
        self._started, self._refused, self._left = started, refused, LONGEST // EVERY
        self.timeout.connect(self._look)
        self.start(EVERY)

    def _look(self) -> None:
        ended, self._left = self._started.poll(), self._left - 1
        if ended is None and self._left:
            return
        self.stop()
        self.deleteLater()
        if ended:
            self._refused()
