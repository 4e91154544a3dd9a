"""Who a return is exported for, what they read, and a workbook read back: in the real window, on real files."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog, QLabel

from leadapp.domain.quarters import Quarter
from leadapp.ui import dialogs
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.export_card import ExportCard
from leadapp.ui.returns.read_back import ReadBackSheet
from leadapp.ui.returns.return_page import ReturnPage
from tests.ui.fixtures import Watch, settle, wait_until
from tests.ui.hands import button, choose, click, words_on
from tests.ui.menus_of import in_menu

Q2 = Quarter(2026, 2)


@pytest.fixture
def card(window: MainWindow) -> ExportCard:
    window.go("return")
    settle()
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    return page.export


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, sample_template: Path) -> dict[str, Path]:
    """The sample's full return as a workbook, one with a cell typed over, and the version for staff."""
    from leadapp.services.opening import open_services

    folder = tmp_path_factory.mktemp("made")
    shutil.copy(sample_template, folder / "sample.leadapp")
    services = open_services(folder / "sample.leadapp")
    for version in ("full", "staff"):
        services.returns.export(Q2, {"xlsx": folder / f"{version}.xlsx"}, version=version)
    services.close()
    book = load_workbook(folder / "full.xlsx")
    book["Actions"]["C8"].value = "Typed over"
    book.save(folder / "edited.xlsx")
    return {name: folder / f"{name}.xlsx" for name in ("full", "staff", "edited")}


def drawn(card: ExportCard, target: Path) -> Path:
    card.export({target.suffix[1:]: target})
    wait_until(lambda: not card._worker.is_running)
    settle()
    return target


def texts_of(path: Path) -> str:
    book = load_workbook(path)
    return "\n".join(str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None)


# -------------------------------------------------------------------------------- for whom
def test_the_readers_are_chosen_and_the_file_is_theirs(window: MainWindow, card: ExportCard, tmp_path: Path) -> None:
    assert card.version.combo.currentText() == "Full, for the Race Action Group"
    assert not card.read.isVisible(), "the head of the room reads the full one through"
    choose(card.version.combo, "For staff and their networks")
    settle()
    assert "It names nobody and tells nothing of risks" in words_on(card)
    assert card._stem().endswith("revision 1 for staff")
    texts = texts_of(drawn(card, tmp_path / "staff.xlsx"))
    assert "Prayer room" in texts or "prayer room" in texts
    owners = {action.owner for action in window.services.plan.list_actions() if action.owner}
    assert not [owner for owner in owners if owner in texts]
    (noted,) = window.services.returns.list_exports(Q2)
    assert noted.version == "staff"
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    assert "Excel for staff: staff.xlsx" in words_on(page.returns)


def test_what_they_get_is_read_through_before(window: MainWindow, card: ExportCard, watch: Watch) -> None:
    choose(card.version.combo, "One page, for a board pack")
    settle()
    seen: list[str] = []

    def look(dialog: QDialog) -> None:
        seen.append(f"{dialog.windowTitle()}\n{words_on(dialog)}")
        click(button(dialog, "Close"))

    watch.answers.append(look)
    click(button(card, "Read it through"))
    assert seen[0].startswith("The return, read through: One page, for a board pack")
    figures = {label.text() for label in card.findChildren(QLabel)}
    assert "6 of 34" in seen[0]
    assert "6 of 34" not in figures
    assert "Robin Sample" not in seen[0]


def test_the_key_for_the_export_means_the_full_return(
    window: MainWindow, card: ExportCard, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggested: list[str] = []
    monkeypatch.setattr(dialogs, "choose_target", lambda *words: suggested.append(words[2].name))
    choose(card.version.combo, "For staff and their networks")
    window.go("return", "export")
    settle()
    assert suggested == ["SAMPLE Neighbourhood Services return 2026-27-Q2 revision 1.xlsx"]
    assert card.version.text() == "full"


def test_the_group_is_called_as_the_settings_say(window: MainWindow, card: ExportCard) -> None:
    preferences = window.services.preferences
    window.bus.tell(preferences.change(preferences.directorate().version, {"group_name": "Oversight Group"}))
    settle()
    assert card.version.combo.itemText(0) == "Full, for the Oversight Group"


# -------------------------------------------------------------------------------- reading back
def read(window: MainWindow, watch: Watch, path: Path, do: Callable[[ReadBackSheet], object]) -> None:
    """Read a workbook back, and do something with what is told."""

    def answer(sheet: QDialog) -> None:
        assert isinstance(sheet, ReadBackSheet)
        finish(sheet)
        do(sheet)
        sheet.reject()

    watch.answers.append(answer)
    ReadBackSheet(window, path).exec()


def finish(sheet: ReadBackSheet) -> None:
    wait_until(lambda: not sheet._worker.is_running)
    settle()


def test_the_menu_asks_for_a_workbook_and_reads_it(
    window: MainWindow, made: dict[str, Path], monkeypatch: pytest.MonkeyPatch, watch: Watch
) -> None:
    monkeypatch.setattr(dialogs, "choose_file", lambda *_words: made["full"])
    said: list[str] = []

    def look(dialog: QDialog) -> None:
        assert isinstance(dialog, ReadBackSheet)
        finish(dialog)
        said.append(words_on(dialog))
        click(button(dialog, "Close"))

    watch.answers.append(look)
    in_menu(window, "read_back")
    assert "Neighbourhood Services, 2026-27-Q2, revision 1, draft, sample data." in said[0]
    assert "Nothing was changed since it was exported." in said[0]
    assert "This finds accidents and careless edits, not forgery" in said[0]


def test_cells_that_were_typed_over_are_named(window: MainWindow, made: dict[str, Path], watch: Watch) -> None:
    seen: list[str] = []

    def look(sheet: ReadBackSheet) -> None:
        seen.extend((words_on(sheet), sheet.edits.text()))
        watch.answers.append(through)
        click(button(sheet, "Read it through"))

    def through(dialog: QDialog) -> None:
        seen.append(words_on(dialog))
        click(button(dialog, "Close"))

    read(window, watch, made["edited"], look)
    assert "1 visible cell was changed since it was exported." in seen[0]
    assert seen[1].startswith("Sheet “Actions”, C8: was “")
    assert seen[1].endswith("is “Typed over”.")
    assert "Race equality return" in seen[2]
    assert "Typed over" not in seen[2]


def test_the_data_is_saved_as_it_was_exported(
    window: MainWindow, made: dict[str, Path], watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def save(sheet: ReadBackSheet) -> None:
        for target in (tmp_path / "data", tmp_path / "nowhere" / "data.json", made["edited"], None):
            monkeypatch.setattr(dialogs, "choose_target", lambda *_words, target=target: target)
            click(button(sheet, "Save the data…"))
            seen.append(words_on(sheet))

    read(window, watch, made["edited"], save)
    assert "data.json holds the data as it was exported." in seen[0]
    assert "Not saved." in seen[1]
    data = json.loads((tmp_path / "data.json").read_text("utf-8"))
    assert data["quarter"] == "2026-27-Q2"
    assert "Typed over" not in json.dumps(data)
    assert "edited.xlsx.json holds the data" in seen[2], "never over the workbook"


def test_another_file_is_chosen_after_one_that_cannot_be_read_back(
    window: MainWindow, made: dict[str, Path], watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def look(sheet: ReadBackSheet) -> None:
        seen.append(words_on(sheet))
        assert not sheet.save.isVisible()
        for path in (None, made["full"]):
            monkeypatch.setattr(dialogs, "choose_file", lambda *_words, path=path: path)
            click(button(sheet, "Choose another…"))
            finish(sheet)
            seen.append(words_on(sheet))
        assert sheet.save.isVisible()

    read(window, watch, made["staff"], look)
    assert "“staff.xlsx” is the version for staff of a return." in seen[0]
    assert seen[1] == seen[0]
    assert "Nothing was changed since it was exported." in seen[2]


def test_it_can_be_closed_while_it_reads(window: MainWindow, made: dict[str, Path], watch: Watch) -> None:
    watch.answers.append(lambda dialog: dialog.reject())
    sheet = ReadBackSheet(window, made["full"])
    sheet.exec()
    assert not sheet._worker.is_running
