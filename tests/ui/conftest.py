"""Every test of the window ends clean, whether it asked for a window or not."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from leadapp.services.opening import Services
from leadapp.ui import opening
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.round_view import RoundView
from tests.ui.fixtures import Watch, settle
from tests.ui.hands import plan_page


@pytest.fixture(autouse=True)
def _ends_clean(watch: Watch) -> None:
    """Watch every test of this folder."""


@pytest.fixture(autouse=True)
def _opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test starts a program of the desktop it runs on; Qt is asked, and tests answer for it."""
    monkeypatch.setattr(opening, "opener", lambda: None)


@pytest.fixture
def services(services: Services) -> Iterator[Services]:
    """The new directorate; its window is closed before its file is, as a person would, so that it can save what was typed."""
    yield services
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow) and window.services is services:
            window.close()
    settle()


@pytest.fixture
def the_round(window: MainWindow) -> RoundView:
    """The sample's round, begun: NS-08 is the first action that asks for something."""
    window.go("round")
    settle()
    return plan_page(window).round
