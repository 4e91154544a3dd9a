"""What is handed to the computer's programs: it is told if none takes it, also where the desktop's opener says so only at its end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices

from leadapp.ui import opening
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import settle, wait_until
from tests.ui.hands import button, click, open_action, words_on

NONE = "No program on this computer opens “Rota rule for overtime.txt”."


def desktop_opener(monkeypatch: pytest.MonkeyPatch, folder: Path, ends_with: int) -> Path:
    """Put a desktop's opener in place that notes what it is given. Returns where it notes."""
    noted, program = folder / "noted", folder / "opener"
    program.write_text(f'#!/bin/sh\nprintf %s "$1" > "{noted}"\nexit {ends_with}\n', "utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(opening, "opener", lambda: str(program))
    monkeypatch.setattr(opening, "EVERY", 10)
    return noted


def open_the_rule(window: MainWindow) -> None:
    pane = open_action(window, "NS-02")
    pane.details.evidence.unfold()
    settle()
    click(button(pane, "Open Rota rule for overtime"))


def test_an_opener_that_finds_no_program_is_told(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    noted = desktop_opener(monkeypatch, tmp_path, ends_with=3)
    open_the_rule(window)
    wait_until(lambda: NONE in words_on(window))
    assert noted.read_text("utf-8").startswith("file:///")
    assert noted.read_text("utf-8").endswith("Rota%20rule%20for%20overtime.txt")


def test_an_opener_that_did_its_work_is_not_spoken_of(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    noted = desktop_opener(monkeypatch, tmp_path, ends_with=0)
    open_the_rule(window)
    wait_until(lambda: noted.exists() and not window.findChildren(opening._Waiting))
    assert not window.banner.isVisible()


def test_an_opener_that_cannot_be_started_is_told(window: MainWindow, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(opening, "opener", lambda: str(tmp_path / "gone"))
    open_the_rule(window)
    assert NONE in words_on(window)


def test_a_folder_that_nothing_opens_is_named(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    window.go("about")
    settle()
    click(button(window.rooms["help"], "Open the data folder"))
    assert f"Your file lies in {window.services.path.parent}." in words_on(window)
