"""A second start on a file that is open elsewhere: a calm page that says who has it, and tries again when she asks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest
from PySide6.QtWidgets import QApplication, QWidget

from leadapp.ui.application import Windows
from leadapp.ui.first_run.first_run_window import FirstRunWindow
from leadapp.ui.first_run.in_use_window import InUseWindow
from leadapp.ui.main_window import MainWindow
from leadapp.ui.window_state import WindowState
from tests.ui.fixtures import Watch, bring_up, settle
from tests.ui.hands import button, click, focus, press, words_on
from tests.worlds import HOLD, run_python


@pytest.fixture
def windows(qapp: QApplication, watch: Watch) -> Iterator[Windows]:
    made = Windows(qapp)
    yield made
    made.close_all()
    settle()


@pytest.fixture
def held(sample_file: Path) -> Iterator[Popen[str]]:
    """Another process that has the sample open until it is told to let it go."""
    with run_python(HOLD, sample_file) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        yield other
        if other.poll() is None:
            other.communicate("go\n")


def shown(windows: Windows) -> QWidget:
    found = windows._window
    assert found is not None
    bring_up(found)
    return found


def test_it_says_who_has_the_file_and_opens_it_once_it_is_free(
    windows: Windows, held: Popen[str], sample_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    windows.start(sample_file)
    assert "is already open on this computer since" in capsys.readouterr().err
    page = shown(windows)
    assert isinstance(page, InUseWindow)
    words = words_on(page)
    assert "“sample.leadapp” is open elsewhere" in words
    assert "It is open on this computer since " in words
    assert "Set up your directorate" not in words
    assert focus() is button(page, "Try again")
    click(button(page, "Try again"))
    assert "Still open there." in words_on(page)
    held.communicate("go\n")
    press("Space")
    window = shown(windows)
    assert isinstance(window, MainWindow)
    assert window.services.path == sample_file


def test_the_last_file_open_elsewhere_has_the_page_too(windows: Windows, held: Popen[str], sample_file: Path) -> None:
    WindowState().remember_file(sample_file)
    windows.start(None)
    assert isinstance(shown(windows), InUseWindow)
    assert not windows.refused


def test_another_file_can_be_opened_from_there(
    windows: Windows, held: Popen[str], sample_file: Path, new_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.start(sample_file)
    page = shown(windows)
    letter, other = tmp_path / "letter.leadapp", Path(shutil.copyfile(new_template, tmp_path / "other.leadapp"))
    letter.write_text("Dear colleague")
    chosen = iter([None, letter, other])
    monkeypatch.setattr("leadapp.ui.dialogs.choose_file", lambda *_: next(chosen))
    click(button(page, "Open another file…"))
    click(button(page, "Open another file…"))
    assert "is not a leadapp file" in words_on(page)
    assert "“sample.leadapp” is open elsewhere" in words_on(page)
    click(button(page, "Open another file…"))
    window = shown(windows)
    assert isinstance(window, MainWindow)
    assert window.services.path == other


def test_close_closes_it(windows: Windows, held: Popen[str], sample_file: Path) -> None:
    windows.start(sample_file)
    page = shown(windows)
    click(button(page, "Close"))
    assert not page.isVisible()


def test_other_refusals_lead_to_the_first_run(windows: Windows, tmp_path: Path) -> None:
    (tmp_path / "letter.leadapp").write_text("Dear colleague")
    windows.start(tmp_path / "letter.leadapp")
    assert isinstance(shown(windows), FirstRunWindow)
