"""The real window for tests: in leadapp's look, on real files, at a standing day, and every test must end clean."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QSettings,
    Qt,
    QTimer,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QVBoxLayout, QWidget

from leadapp.services.opening import Services, open_services
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from tests.worlds import StandingClock

HARMLESS = ("propagateSizeHints", "does not support raise", "does not support grabbing")
"""Qt's remarks about the offscreen platform itself."""


WINDOWS = {"MainWindow", "FirstRunWindow", "InUseWindow", "QComboBoxPrivateContainer", "QTipLabel", "QListView"}
"""What may stand on the screen by itself, beside dialogs, menus and calendars."""


class Watch(QObject):
    """Notes Qt's messages, logged warnings and dialogs; answers the dialogs that a test announced beforehand.

    Every dialog of leadapp is opened by ``exec``, so that is where they are met. As an event filter of the application it also sees
    windows that flash up for a moment; that costs a third of a test's time, so only tests with the fixture ``every_event`` do it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.messages: list[str] = []
        self.opened: list[str] = []
        self.answers: list[Callable[[QDialog], object]] = []
        self._log = _Warnings(self.messages)

    def start(self) -> None:
        """Begin to listen, or go on after another listener stood in the way."""
        qInstallMessageHandler(self._hear)
        QDialog.exec = lambda dialog: self._run(dialog)  # type: ignore[method-assign]
        for name in ("", "leadapp"):
            logging.getLogger(name).addHandler(self._log)

    def stop(self) -> None:
        """Listen no longer."""
        qInstallMessageHandler(None)
        QDialog.exec = _EXEC  # type: ignore[method-assign]
        for name in ("", "leadapp"):
            logging.getLogger(name).removeHandler(self._log)

    def _hear(self, kind: QtMsgType, _context: QMessageLogContext, text: str | None) -> None:
        if kind is not QtMsgType.QtDebugMsg and not any(words in (text or "") for words in HARMLESS):
            self.messages.append(f"Qt: {text}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note what is shown as a window and is none."""
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.note_window(watched, "flashed")
        return False

    def note_window(self, widget: QWidget, how: str) -> None:
        """Note a window that nobody meant to be one."""
        if type(widget).__name__ not in WINDOWS and not isinstance(widget, (QDialog, QMenu)) and not is_popup(widget):
            self.messages.append(f"{how} as a window: {type(widget).__name__} {widget.objectName()}")

    def _run(self, dialog: QDialog) -> int:
        QTimer.singleShot(0, dialog, lambda: self._meet(dialog))
        return int(_EXEC(dialog))

    def _meet(self, dialog: QDialog) -> None:
        """Answer a dialog, or note it and close it."""
        if self.answers:
            try:
                dialog.activateWindow()
                wait_until(lambda: QApplication.activeWindow() is dialog)
                self.answers.pop(0)(dialog)
                assert not dialog.isVisible(), f"“{dialog.windowTitle()}” was answered and stays open"
            finally:
                if dialog.isVisible():
                    dialog.reject()  # else the test would wait for ever in the dialog's loop
        else:
            self.opened.append(dialog.windowTitle())
            dialog.reject()


_EXEC = QDialog.exec


class _Warnings(logging.Handler):
    def __init__(self, messages: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._messages = messages

    def emit(self, record: logging.LogRecord) -> None:
        self._messages.append(f"log: {record.getMessage()}")


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    """The application in leadapp's look, at its own desk."""
    from leadapp.ui.application import make_application

    application = make_application([])
    theme.current.apply("light", 1.0)
    yield application
    application.clipboard().clear()  # what was copied must not outlive the interpreter (the program itself ends at once)


@pytest.fixture
def watch(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """A desk of one's own, and afterwards: no unexpected message, no dialog nobody asked for, no thread left behind."""
    monkeypatch.setenv("LEADAPP_DATA", str(tmp_path / "data"))
    QSettings().clear()
    made = Watch()
    made.start()
    yield made
    made.start()  # pytest-qt's own listener has stood in between since the test's end
    for window in QApplication.topLevelWidgets():
        if window.isVisible():
            made.note_window(window, "stands")
            if isinstance(window, QDialog):
                made.messages.append(f"a dialog stays open: {window.windowTitle()}")
        window.close()
    settle()
    made.stop()
    if (theme.current.choice, theme.current.scale, theme.current.heavy_ring) != ("light", 1.0, False):
        theme.current.apply("light", 1.0, heavy_ring=False)
    assert made.messages == []
    assert made.opened == [], "a dialog opened that nobody asked for"
    assert made.answers == [], "a dialog that was expected did not open"
    assert [t.name for t in threading.enumerate() if t.name.startswith("leadapp")] == []


@pytest.fixture
def every_event(watch: Watch, qapp: QApplication) -> Iterator[None]:
    """Nothing flashes up as a window of its own, not even for a moment."""
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)


def is_popup(window: QWidget) -> bool:
    """Whether it opens for a moment by intention, as a calendar does."""
    return window.windowType() is Qt.WindowType.Popup


def settle() -> None:
    """Let Qt do what it has put off, deletions too."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_until(true: Callable[[], object], most: int = 4000) -> None:
    """Let the program work until something is so; fail after ``most`` milliseconds."""
    last = time.monotonic() + most / 1000
    while time.monotonic() < last:
        if true():
            return
        QApplication.processEvents()
        time.sleep(0.003)  # lets the worker draw: Qt's own waiting keeps the interpreter to itself
    raise AssertionError("it did not come about")


Show = Callable[..., MainWindow]


@pytest.fixture
def show_window(qapp: QApplication, watch: Watch) -> Iterator[Show]:
    """Open main windows; each is closed at the end and must have left no transaction open."""
    shown: list[MainWindow] = []

    def show(services: Services, size: tuple[int, int] = (1280, 800)) -> MainWindow:
        window = MainWindow(services)
        shown.append(window)
        window.resize(*size)
        bring_up(window)
        return window

    yield show
    for window in shown:
        if window.services.is_open:
            with window.services.database.reading():
                pass
        window.close()
        window.deleteLater()
    settle()


def bring_up(window: QWidget) -> None:
    """Show a window and give it the keyboard."""
    window.show()
    window.activateWindow()
    QApplication.processEvents()
    assert window.isActiveWindow() or QTest.qWaitForWindowActive(window)
    settle()
    if isinstance(window, MainWindow):  # Home tells the triggers a moment later
        home = window.rooms.get("home")
        wait_until(lambda: getattr(home, "is_complete", True) or not home.isVisible())  # type: ignore[union-attr]
        settle()


class Stage(QWidget):
    """A page with a few fields, as a stage."""

    def __init__(self, *fields: QWidget) -> None:
        super().__init__()
        theme.current.dress(self)
        layout = QVBoxLayout()
        for one in fields:
            layout.addWidget(one)
        self.setLayout(layout)


Stage.__name__ = "MainWindow"  # it may stand on the screen by itself


@pytest.fixture
def stage(qapp: QApplication) -> Iterator[list[QWidget]]:
    """Where a test puts widgets of its own; they are closed afterwards."""
    made: list[QWidget] = []
    yield made
    for one in made:
        one.close()
        one.deleteLater()


@pytest.fixture
def window(show_window: Show, sample_file: Path, clock: StandingClock, watch: Watch) -> MainWindow:
    """The window of the sample directorate on 6 October 2026."""
    return show_window(open_services(sample_file, clock))


@pytest.fixture
def empty_window(show_window: Show, services: Services, watch: Watch) -> MainWindow:
    """The window of a new directorate on 6 October 2026: nothing adopted, nothing written."""
    return show_window(services)
