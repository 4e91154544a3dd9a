"""Slow work: one job at a time in one worker thread, with progress and cancel. The worker gets no session, widget or QObject."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from leadapp.domain.errors import CancelledError

Progress = Callable[[int, int], None]
POLL = 40
"""Milliseconds between looks at the answers while a job runs."""


class Background(QObject):
    """``progressed(done, total)``, ``finished(result)`` and ``failed(exception)`` come in the GUI thread."""

    progressed = Signal(int, int)
    finished = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool: ThreadPoolExecutor | None = None
        self._answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()
        self._cancel = threading.Event()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL)
        self._timer.timeout.connect(self._look)
        self._running = False

    @property
    def is_running(self) -> bool:
        """Whether a job is at work."""
        return self._running

    def run(self, work: Callable[[Progress], Any]) -> bool:
        """Start a job; False if one is running. ``work`` gets a progress function that raises CancelledError once cancelled."""
        if self._running:
            return False
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="leadapp-draw")
        self._running = True
        self._cancel.clear()
        answers, cancel = self._answers, self._cancel
        self._pool.submit(_work, work, answers, cancel)
        self._timer.start()
        return True

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancel.set()

    def close(self) -> None:
        """Stop the job and leave no thread behind. What it had finished before it could be stopped is still told."""
        self.cancel()
        self._timer.stop()
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None
        self._look()
        self._running = False

    def _look(self) -> None:
        while not self._answers.empty():
            kind, answer = self._answers.get()
            if kind == "progress":
                self.progressed.emit(*answer)
                continue
            self._running = False
            self._timer.stop()
            (self.finished if kind == "done" else self.failed).emit(answer)


def _work(work: Callable[[Progress], Any], answers: queue.SimpleQueue[tuple[str, Any]], cancel: threading.Event) -> None:
    def progress(done: int, total: int) -> None:
        if cancel.is_set():
            raise CancelledError("Stopped. Nothing was put in place.")
        answers.put(("progress", (done, total)))

    try:
        answers.put(("done", work(progress)))
    except BaseException as error:
        answers.put(("failed", error))
