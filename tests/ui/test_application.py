"""The program around the window: which file opens, what is said when it cannot, and the last net for unexpected errors."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMenu, QWidget

from leadapp.domain.plan import ActionDraft
from leadapp.services.opening import open_services
from leadapp.ui import dialogs
from leadapp.ui.application import Windows
from leadapp.ui.first_run.first_run_window import FirstRunWindow
from leadapp.ui.main_window import MainWindow
from leadapp.ui.window_state import WindowState
from tests.ui.fixtures import Watch, bring_up, settle
from tests.ui.hands import button, click, fill, open_action, part, press, words_on, write
from tests.worlds import everything

pytestmark = pytest.mark.usefixtures("every_event")


@pytest.fixture
def windows(qapp: QApplication, watch: Watch) -> Iterator[Windows]:
    made = Windows(qapp)
    yield made
    made.close_all()
    settle()


def shown(windows: Windows) -> QWidget:
    found = windows._window
    assert found is not None
    bring_up(found)
    return found


def start(*arguments: str | Path, home: Path) -> subprocess.CompletedProcess[str]:
    """Start the program as a person does, in a process of its own."""
    environment = os.environ | {"LEADAPP_DATA": str(home / "data"), "XDG_CONFIG_HOME": str(home / "config")}
    command = [sys.executable, "-m", "leadapp", *map(str, arguments)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)


# -------------------------------------------------------------------------------- which file
def test_the_file_that_was_named_opens_and_is_remembered(windows: Windows, sample_file: Path) -> None:
    windows.start(sample_file)
    window = shown(windows)
    assert isinstance(window, MainWindow)
    assert window.services.path == sample_file
    assert WindowState().recent_files() == [sample_file]


def test_without_a_name_the_last_file_opens(windows: Windows, sample_file: Path) -> None:
    WindowState().remember_file(sample_file)
    windows.start(None)
    assert isinstance(shown(windows), MainWindow)


def test_nothing_known_begins_with_the_first_run(windows: Windows, tmp_path: Path) -> None:
    WindowState().remember_file(tmp_path / "gone.leadapp")
    windows.start(None)
    window = shown(windows)
    assert isinstance(window, FirstRunWindow)
    assert "The file was not opened." not in words_on(window)


def test_a_file_that_is_none_is_told_and_the_first_run_shown(
    windows: Windows, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "letter.leadapp").write_text("Dear colleague")
    windows.start(tmp_path / "letter.leadapp")
    window = shown(windows)
    assert isinstance(window, FirstRunWindow)
    assert "The file was not opened." in words_on(window)
    assert capsys.readouterr().err.startswith("leadapp: ")


def test_a_window_opens_no_larger_than_the_screen(windows: Windows, sample_file: Path) -> None:
    screen = QGuiApplication.primaryScreen().availableGeometry()
    for file in (None, sample_file):
        windows.start(file)
        window = shown(windows)
        assert window.width() <= screen.width()
        assert window.height() < screen.height(), "its frame has to stand there, too"


def test_a_second_start_says_who_has_the_file(window: MainWindow, tmp_path: Path) -> None:
    path = window.services.path
    second = start(path, "--quit-when-ready", home=tmp_path)
    assert f"“{path.name}” is already open on " in second.stderr
    assert "since 6 October 2026, 09:00" in second.stderr
    assert "Traceback" not in second.stderr
    fill(open_action(window, "2.4"), "title", "Still mine")
    assert any(a.title == "Still mine" for a in window.services.plan.list_actions())


def test_quit_when_ready_ends_with_0_and_changes_nothing(sample_file: Path, tmp_path: Path) -> None:
    before = everything(sample_file)
    ended = start(sample_file, "--quit-when-ready", home=tmp_path)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")
    assert everything(sample_file) == before
    assert not sample_file.with_name(sample_file.name + ".open").exists()


# -------------------------------------------------------------------------------- restored
def choose_file(path: Path) -> Callable[[QDialog], None]:
    """Type the whole path of a file into the dialog that chooses one."""

    def choose(dialog: QDialog) -> None:
        line = part(dialog, QLineEdit, "fileNameEdit")
        line.setFocus()
        write(str(path))
        press("Return")

    return choose


def restore_from(windows: Windows, source: Path, watch: Watch) -> str:
    """Restore a file through Help, agreeing to what is asked, which is returned."""
    window, asked = shown(windows), list[str]()
    assert isinstance(window, MainWindow)

    def agree(dialog: QDialog) -> None:
        asked.append(words_on(dialog))
        assert button(dialog, "Keep").hasFocus(), "the safe choice has the keyboard"
        click(button(dialog, "Restore"))

    window.go("backups")
    settle()
    watch.answers += [choose_file(source), agree]
    click(button(window.rooms["help"], "Restore another file…"))
    settle()
    return asked[0]


def test_what_was_restored_is_told_with_where_the_state_before_lies(windows: Windows, sample_file: Path, watch: Watch) -> None:
    windows.start(sample_file)
    window = shown(windows)
    assert isinstance(window, MainWindow)
    backup = window.services.backups.back_up()
    fill(open_action(window, "2.4"), "title", "Typed after the backup")
    asked = restore_from(windows, backup, watch)
    assert "Restore this backup?" in asked
    again = shown(windows)
    assert isinstance(again, MainWindow)
    told = words_on(again.banner)
    assert "Restored.\nNeighbourhood Services, Sampleton City Council: 34 actions, last changed 21 September 2026, " in told
    (kept,) = again.services.backups.folder.glob("* before restore *.leadapp")
    assert f"What was in the file before is kept in {kept}." in told
    assert again.banner.property("tone") == "good"
    assert not any(a.title == "Typed after the backup" for a in again.services.plan.list_actions())
    fill(open_action(again, "2.4"), "title", "The next change")
    assert again.banner.isHidden()


def test_another_directorates_file_is_told_before_it_replaces_this_one(
    windows: Windows, sample_file: Path, new_template: Path, watch: Watch, tmp_path: Path
) -> None:
    other = tmp_path / "handed over.leadapp"
    other.write_bytes(new_template.read_bytes())
    windows.start(sample_file)
    asked = restore_from(windows, other, watch)
    assert "Replace this file by another one?" in asked
    assert "“handed over.leadapp” is no backup of this file." in asked
    assert "It would take the place of Neighbourhood Services, Sampleton City Council." in asked


def test_a_damaged_backup_leaves_the_file_and_claims_no_restore(windows: Windows, sample_file: Path, watch: Watch) -> None:
    windows.start(sample_file)
    window, told = shown(windows), list[str]()
    assert isinstance(window, MainWindow)
    backup = window.services.backups.back_up()
    with sqlite3.connect(backup) as connection:
        connection.execute("UPDATE plan_action SET title = 'Not as it was sealed' WHERE id = 3")
    connection.close()

    def close(dialog: QDialog) -> None:
        told.append(words_on(dialog))
        press("Escape")

    watch.answers += [choose_file(backup), lambda dialog: click(button(dialog, "Restore")), close]
    window.go("backups")
    settle()
    click(button(window.rooms["help"], "Restore another file…"))
    settle()
    again = shown(windows)
    assert isinstance(again, MainWindow)
    assert "is damaged, so nothing was restored" in told[0]
    assert again.services.is_open
    assert again.banner.isHidden()


# -------------------------------------------------------------------------------- another file
def test_the_menu_names_files_and_steps_as_they_are_called(windows: Windows, sample_file: Path, tmp_path: Path) -> None:
    WindowState().remember_file(tmp_path / "Children & Families.leadapp")
    windows.start(sample_file)
    window = shown(windows)
    assert isinstance(window, MainWindow)
    (recent,) = [menu for menu in window.findChildren(QMenu) if menu.title() == "Recent files"]
    recent.aboutToShow.emit()
    assert [action.text() for action in recent.actions()] == [f"Children && Families.leadapp   {tmp_path}"]
    window.bus.tell(window.services.plan.add_action(ActionDraft(title="Homes & streets"))[0])
    (edit,) = [menu for menu in window.findChildren(QMenu) if menu.title() == "&Edit"]
    edit.aboutToShow.emit()
    assert window.actions_by_name["undo"].text() == "Undo: “Homes && streets” added"


def test_a_question_is_as_high_as_its_words(windows: Windows, sample_file: Path, watch: Watch) -> None:
    windows.start(sample_file)
    heights: list[tuple[int, int]] = []

    def measure(dialog: QDialog) -> None:
        layout = dialog.layout()
        assert layout is not None
        heights.append((dialog.height(), layout.totalHeightForWidth(dialog.width())))
        press("Escape")

    watch.answers.append(measure)
    dialogs.confirm(shown(windows), "Restore this backup?", "What it holds, and what becomes of this file. " * 4, "Restore")
    ((height, needed),) = heights
    assert height == needed


def test_another_file_takes_the_window_over(windows: Windows, sample_file: Path, new_template: Path, tmp_path: Path) -> None:
    windows.start(sample_file)
    first = shown(windows)
    assert isinstance(first, MainWindow)
    other = tmp_path / "other.leadapp"
    other.write_bytes(new_template.read_bytes())
    first.open_file(other)
    settle()
    second = shown(windows)
    assert isinstance(second, MainWindow)
    assert second.windowTitle() == "Neighbourhood Services – leadapp"
    open_services(sample_file).close()  # it was let go


def test_a_file_that_does_not_open_leaves_the_one_before(
    windows: Windows, watch: Watch, sample_file: Path, tmp_path: Path
) -> None:
    windows.start(sample_file)
    first = shown(windows)
    assert isinstance(first, MainWindow)
    (tmp_path / "letter.leadapp").write_text("Dear colleague")
    told: list[str] = []

    def answer(dialog: QDialog) -> None:
        told.append(words_on(dialog))
        press("Escape")

    watch.answers.append(answer)
    first.open_file(tmp_path / "letter.leadapp")
    settle()
    assert "The file was not opened" in told[0]
    window = shown(windows)
    assert isinstance(window, MainWindow)
    assert window.services.path == sample_file


def test_who_stays_for_unsaved_words_is_asked_once_and_stays(
    windows: Windows, watch: Watch, sample_file: Path, new_template: Path, tmp_path: Path
) -> None:
    windows.start(sample_file)
    window = shown(windows)
    assert isinstance(window, MainWindow)
    window.services.database.raw().execute("PRAGMA query_only=ON")
    window.go("settings")
    settle()
    fill(window, "council", "Norbury")
    other = tmp_path / "other.leadapp"
    other.write_bytes(new_template.read_bytes())
    watch.answers.append(lambda dialog: click(button(dialog, "Stay")))
    window.open_file(other)
    settle()
    assert windows._window is window
    assert window.isVisible()
    window.services.database.raw().execute("PRAGMA query_only=OFF")
    window.close()
    again = open_services(sample_file)
    assert again.preferences.directorate().council == "Norbury"
    again.close()


def test_set_up_mine_leads_from_the_sample_to_the_first_run(windows: Windows, sample_file: Path) -> None:
    windows.start(sample_file)
    window = shown(windows)
    click(button(window, "Set up mine"))
    first = shown(windows)
    assert isinstance(first, FirstRunWindow)
    assert sample_file.name in words_on(first)
    click(button(first, "Go back"))
    back = shown(windows)
    assert isinstance(back, MainWindow)
    assert back.services.path == sample_file


def test_the_very_first_run_has_nowhere_to_go_back_to(windows: Windows) -> None:
    windows.start(None)
    assert "Go back" not in words_on(shown(windows))


def test_a_restored_backup_is_the_file_that_stands_open_afterwards(windows: Windows, watch: Watch, sample_file: Path) -> None:
    windows.start(sample_file)
    window = shown(windows)
    assert isinstance(window, MainWindow)
    window.services.backups.back_up()
    fill(open_action(window, "2.4"), "title", "Changed after the backup")
    window.go("backups")
    settle()
    watch.answers.append(lambda dialog: click(button(dialog, "Restore")))
    click(button(window, "Restore…"))
    settle()
    again = shown(windows)
    assert isinstance(again, MainWindow)
    assert again.services.path == sample_file
    assert not any(a.title == "Changed after the backup" for a in again.services.plan.list_actions())
    fill(open_action(again, "2.4"), "title", "And on we go")
    assert any(a.title == "And on we go" for a in again.services.plan.list_actions())


def test_with_an_excel_list_the_first_run_leads_on_to_taking_it_in(windows: Windows, sample_file: Path) -> None:
    windows.show_first_run()
    first = shown(windows)
    assert isinstance(first, FirstRunWindow)
    click(button(first, "I have an Excel list"))
    first.ready.emit(open_services(sample_file))
    settle()
    window = shown(windows)
    assert isinstance(window, MainWindow)
    assert "Where the list is" in words_on(window)
