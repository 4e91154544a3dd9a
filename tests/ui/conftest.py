"""Every test of the window ends clean, whether it asked for a window or not."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import Watch, settle


@pytest.fixture(autouse=True)
def _ends_clean(watch: Watch) -> None:
    """Watch every test of this folder."""


@pytest.fixture
def services(services: Services) -> Iterator[Services]:
    """The new directorate; its window is closed before its file is, as a person would, so that it can save what was typed."""
    yield services
    for window in QApplication.topLevelWidgets():
        if isinstance(window, MainWindow) and window.services is services:
            window.close()
    settle()
