"""Checks the open file once the window stands, in slices too short to be felt, and tells what is damaged."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from leadapp.services.opening import Services

if TYPE_CHECKING:
    from leadapp.services.soundness_service import Damage

BEGIN, PAUSE = 1500, 40
"""Milliseconds: from the window's start to the first slice, and between two slices."""
SLICE = 0.006
"""Seconds of work before the window has its turn again; the one connection to the file is in its thread."""


class SoundnessWatch(QObject):
    """``damaged`` says which parts of the file are not as they were written, and whose, each time another one is found."""

    damaged = Signal(str)

    def __init__(self, services: Services, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._found: list[Damage] = []
        self._steps: Iterator[tuple[Damage, ...]] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._work)

    def start(self) -> None:
        """Begin once the window has had time to come up."""
        self._timer.start(BEGIN)

    def stop(self) -> None:
        """End, because the file is let go."""
        self._timer.stop()
        self._steps = None

    def _work(self) -> None:
        if not self._services.is_open:
            return
        if self._steps is None:
            self._steps = self._services.soundness.findings()
        known, until = len(self._found), time.perf_counter() + SLICE
        batch: tuple[Damage, ...] | None = ()
        while batch is not None:
            batch = next(self._steps, None)
            self._found += batch or ()
            if time.perf_counter() > until:
                break
        if len(self._found) > known:
            self._tell()
        if batch is not None:
            self._timer.start(PAUSE)

    def _tell(self) -> None:
        self.damaged.emit(self._services.soundness.words(self._found))
