"""The last net: an unexpected error is told, rolled back and logged without personal text."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit

from leadapp import logs
from leadapp.ui.last_net import LastNet
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import Watch, bring_up, settle
from tests.ui.hands import button, click, fill, open_action, part, words_on


class Seconds:
    """A clock of seconds that a test sets."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def net(watch: Watch, monkeypatch: pytest.MonkeyPatch) -> Iterator[Seconds]:
    """The hook of the running program, with a log and a clock of this test alone."""
    seconds = Seconds()
    monkeypatch.setattr(sys, "excepthook", LastNet(seconds).meet)
    logs._log.cache_clear()
    logging.getLogger("leadapp").removeHandler(watch._log)  # the error is expected here
    yield seconds
    for handler in list(logs._log().handlers):
        handler.close()
        logs._log().removeHandler(handler)
    logs._log.cache_clear()


def test_an_unexpected_error_is_told_once_rolled_back_and_logged_without_personal_text(
    window: MainWindow, watch: Watch, net: Seconds, tmp_path: Path
) -> None:
    before = window.services.plan.list_actions()

    def work() -> None:
        with window.services.database.writing("Half done"):
            raise ZeroDivisionError("Amina said that ...")

    told: list[str] = []

    def answer(dialog: QDialog) -> None:
        told.append(words_on(dialog))
        click(button(dialog, "Copy details"))
        told.append(part(dialog, QPlainTextEdit, "details").toPlainText())
        click(button(dialog, "Close"))

    watch.answers.append(answer)
    called = raising(work)
    called()
    settle()
    called()
    settle()
    assert "Something unexpected went wrong" in told[0]
    assert QGuiApplication.clipboard().text() == told[1]
    log = (tmp_path / "data" / "logs" / "leadapp.log").read_text("utf-8")
    for text in (told[1], log):
        assert "ZeroDivisionError" in text
        assert "Amina" not in text
    assert window.services.plan.list_actions() == before
    bring_up(window)
    assert not window.services.database.raw().in_transaction
    fill(open_action(window, "2.4"), "title", "Goes on")
    assert any(a.title == "Goes on" for a in window.services.plan.list_actions())


def test_an_error_that_goes_on_is_told_again_and_counted(qapp: QApplication, watch: Watch, net: Seconds) -> None:
    told: list[str] = []

    def answer(dialog: QDialog) -> None:
        called()  # while it is being told
        told.append(words_on(dialog))
        click(button(dialog, "Close"))

    def work() -> None:
        raise ZeroDivisionError

    called = raising(work)
    for wait, count in ((0.0, 1), (4.0, 0), (1.0, 1), (6.0, 0), (4.0, 1), (19.0, 0)):
        net.now += wait
        watch.answers += [answer] * count
        called()
        settle()
        assert not watch.answers, "it was told"
    assert len(told) == 3, "each time it is quiet for twice as long"
    assert "times" not in told[0]
    assert "It has happened 4 times since leadapp was started." in told[1]
    assert "It has happened 7 times since leadapp was started." in told[2]


def raising(work: Callable[[], None]) -> Callable[[], None]:
    """Raise as a slot does: whatever comes out goes to the hook."""

    def called() -> None:
        try:
            work()
        except ZeroDivisionError as error:
            sys.excepthook(type(error), error, error.__traceback__)

    return called


def test_ctrl_c_in_the_terminal_ends_the_program(qapp: QApplication, net: Seconds) -> None:
    QTimer.singleShot(0, lambda: sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None))
    too_late = QTimer()
    too_late.timeout.connect(lambda: qapp.exit(9))
    too_late.start(5000)
    assert qapp.exec() == 0
    too_late.stop()
