"""The first run (errors beside fields, sample, start, open, restore) and the search over everything."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QListWidget, QRadioButton

from leadapp import paths
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from leadapp.ui.first_run.first_run_window import FirstRunWindow
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.return_page import ReturnPage
from tests.ui.fixtures import Watch, bring_up, settle, wait_until
from tests.ui.hands import action, button, click, field, fill, focus, my_actions, part, press, words_on, write

pytestmark = pytest.mark.usefixtures("every_event")


@pytest.fixture
def first(qapp: QApplication, watch: Watch, data_folder: Path) -> FirstRunWindow:
    window = FirstRunWindow()
    bring_up(window)
    return window


@pytest.fixture
def opened(first: FirstRunWindow) -> list[Services]:
    """What the first run handed on; closed straight away, its facts stay readable by opening it again."""
    found: list[Services] = []
    first.ready.connect(found.append)
    return found


def answers(first: FirstRunWindow) -> None:
    """Fill in what is asked for, with the keyboard alone."""
    assert focus().objectName() == "council"
    write("Norbury City Council")
    press("Tab")
    write("Housing")
    press("Tab")
    write("Ms Wyn")


def choose_file(path: Path):  # type: ignore[no-untyped-def]
    def answer(dialog: QDialog) -> None:
        line = part(dialog, QLineEdit, "fileNameEdit")
        line.setFocus()
        write(str(path))
        press("Return")

    return answer


def test_it_starts_with_little(first: FirstRunWindow, opened: list[Services], data_folder: Path) -> None:
    answers(first)
    fill(first, "month_zero", "15/1/26")
    assert "So Month 9 falls due on 14 October 2026." in words_on(first)
    click(part(first, QRadioButton, "priority_yes"))
    frontline = field(first, "frontline")
    frontline.box.setFocus()
    write("Housing Options")
    press("Return")
    write("Wardens")
    fill(first, "others", "Policy")
    click(button(first, "Start with 61 actions"))
    (services,) = opened
    directorate = services.preferences.directorate()
    assert services.path == data_folder / "Housing.leadapp"
    assert (directorate.council, directorate.name, directorate.lead_name) == ("Norbury City Council", "Housing", "Ms Wyn")
    assert (str(directorate.month_zero), directorate.priority, directorate.days_to_return) == ("2026-01-15", True, 9)
    assert {(s.name, s.frontline) for s in directorate.services} == {
        ("Housing Options", True),
        ("Wardens", True),
        ("Policy", False),
    }
    assert len(services.plan.cascade()) == 61
    services.close()
    click(button(first, "Start with 61 actions"))
    assert opened[1].path == data_folder / "Housing 2.leadapp", "an older file is never written over"
    opened[1].close()


def test_errors_stand_beside_their_fields_and_nothing_is_made(
    first: FirstRunWindow, opened: list[Services], data_folder: Path
) -> None:
    fill(first, "month_zero", "31 September 2026")
    fill(first, "days_to_return", "soon")
    fill(first, "frontline", "Parks")
    fill(first, "others", "parks")
    click(button(first, "Start with 61 actions"))
    assert field(first, "council").problem() == "Type the council's name."
    assert field(first, "directorate").problem() == "Type the directorate's name."
    assert field(first, "lead_name").problem() == "Type your name."
    assert field(first, "month_zero").problem().startswith("September 2026 has 30 days.")
    assert field(first, "days_to_return").problem().startswith("Type a whole number of days")
    assert "stands twice" in field(first, "frontline").problem()
    assert focus() is field(first, "council").box
    assert opened == []
    assert not list(data_folder.glob("*.leadapp"))
    fill(first, "council", "Norbury")
    click(button(first, "Start with 61 actions"))
    assert field(first, "council").problem() == ""


def test_errors_go_as_soon_as_the_field_is_right(first: FirstRunWindow, opened: list[Services]) -> None:
    fill(first, "month_zero", "31 September 2026")
    fill(first, "frontline", "Parks")
    fill(first, "others", "parks")
    click(button(first, "Start with 61 actions"))
    for name, wrong, right in (
        ("council", " ", "Norbury"),
        ("directorate", " ", "Housing"),
        ("lead_name", " ", "Ms Wyn"),
        ("month_zero", "31 September", "30 September 2026"),
    ):
        box = field(first, name)
        box.box.setFocus()
        press("Ctrl+A")
        write(wrong)
        assert box.problem(), f"{name} is still wrong"
        press("Ctrl+A")
        write(right)
        assert box.problem() == ""
    field(first, "others").box.setFocus()
    write(" and trees")
    assert field(first, "frontline").problem() == ""
    assert opened == []


def test_month_zero_may_stay_unknown(first: FirstRunWindow) -> None:
    assert "Dates will read “Month 9” until it is set." in words_on(first)
    fill(first, "month_zero", "soon")
    assert "Month 9" not in words_on(first)


def test_looking_round_with_the_sample(first: FirstRunWindow, opened: list[Services], data_folder: Path) -> None:
    click(button(first, "Look round with sample data"))
    assert opened[0].preferences.directorate().is_sample
    opened[0].close()
    click(button(first, "Look round with sample data"))
    assert opened[1].path == opened[0].path == data_folder / "Sample.leadapp"
    opened[1].close()


def test_opening_a_file_that_was_handed_over(
    first: FirstRunWindow, opened: list[Services], watch: Watch, sample_file: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.leadapp").write_text("Dear colleague")
    watch.answers += [choose_file(tmp_path / "letter.leadapp"), choose_file(sample_file)]
    click(button(first, "Open a file I was handed"))
    assert "That did not work." in words_on(first)
    click(button(first, "Open a file I was handed"))
    assert opened[0].path == sample_file
    opened[0].close()


def test_restoring_a_backup_says_first_what_it_holds(
    first: FirstRunWindow, opened: list[Services], watch: Watch, sample_file: Path, data_folder: Path, tmp_path: Path
) -> None:
    told: list[str] = []

    def keep(dialog: QDialog) -> None:
        told.append(words_on(dialog))
        press("Escape")

    def restore(dialog: QDialog) -> None:
        click(button(dialog, "Restore"))

    watch.answers += [choose_file(sample_file), keep, choose_file(sample_file), restore]
    click(button(first, "Restore a backup"))
    assert opened == []
    made = tomllib.loads((paths.resources_folder() / "sample" / "sample.toml").read_text("utf-8"))["actions"]
    assert f"Neighbourhood Services, Sampleton City Council: {len(made)} actions, last changed 21 September 2026, " in told[0]
    click(button(first, "Restore a backup"))
    assert opened[0].path == data_folder / "Neighbourhood Services.leadapp"
    assert len(opened[0].plan.list_actions()) == len(made)
    opened[0].close()
    (tmp_path / "letter.leadapp").write_text("Dear colleague")
    watch.answers.append(choose_file(tmp_path / "letter.leadapp"))
    click(button(first, "Restore a backup"))
    assert "Not restored." in words_on(first)
    watch.answers += [lambda dialog: dialog.reject()] * 2
    click(button(first, "Restore a backup"))
    click(button(first, "Open a file I was handed"))
    assert len(opened) == 1


def test_a_folder_that_cannot_be_written_to_is_said(first: FirstRunWindow, data_folder: Path) -> None:
    answers(first)
    data_folder.mkdir(parents=True, exist_ok=True)
    path = data_folder / "Housing.leadapp"
    first._do(lambda: path.joinpath("in", "the", "way").write_text("x"))
    assert "The folder cannot be written to." in words_on(first)


# -------------------------------------------------------------------------------- search
def hits(window: MainWindow) -> list[str]:
    found = window.findChildren(QListWidget, "search_hits")
    return [spoken(found[0], n) for n in range(found[0].count())] if found and found[0].isVisible() else []


def spoken(found: QListWidget, number: int) -> str:
    """A hit as a screen reader says it: its kind and its words."""
    return str(found.item(number).data(int(Qt.ItemDataRole.AccessibleTextRole)))


def look_for(window: MainWindow, text: str) -> None:
    press("Ctrl+K")
    assert focus() is window.search.line
    write(text)
    wait_until(lambda: not window.search._timer.isActive())
    settle()


def test_search_finds_and_enter_opens(window: MainWindow) -> None:
    look_for(window, "banter")
    assert any("banter" in hit.lower() for hit in hits(window))
    place = next(n for n, hit in enumerate(hits(window)) if "clear line" in hit.lower())
    press("Down", place + 1)
    press("Up")
    press("Return")
    assert my_actions(window).pane.isVisible()
    assert "NS-06" in words_on(my_actions(window).pane)
    assert focus() is field(my_actions(window).pane, "update").box, "the keyboard goes to what was found"
    assert hits(window) == []


def test_search_says_when_there_is_nothing(window: MainWindow) -> None:
    look_for(window, "ab")
    assert "Type three letters or more." in words_on(window)
    look_for(window, "zzzzzz")
    assert "Nothing matches “zzzzzz”." in words_on(window)
    press("Escape")
    assert "Nothing matches" not in words_on(window)


def test_a_closed_list_opens_nothing(window: MainWindow) -> None:
    look_for(window, "banter")
    press("Escape")
    assert hits(window) == []
    press("Return")
    assert window.current_page() is window.rooms["home"], "Enter opened a hit that nobody sees"


def test_enter_at_once_opens_what_was_just_typed(window: MainWindow) -> None:
    look_for(window, "banter")
    press("Escape")
    press("Ctrl+A")
    write("prayer room at mill")
    press("Return")
    best = window.services.search.find("prayer room at mill")[0]
    assert "Mill" in best.extract
    assert hits(window) == []
    assert window.current_page() is not window.rooms["home"]


def test_a_click_opens_and_leaving_closes(window: MainWindow) -> None:
    look_for(window, "Refuse and Recycling")
    found = window.findChildren(QListWidget, "search_hits")[0]
    place = next(n for n in range(found.count()) if spoken(found, n).startswith("Service: "))
    found.scrollToItem(found.item(place))
    box = found.visualItemRect(found.item(place))
    click(found.viewport(), QPoint(20, box.center().y()))
    assert window.current_page() is window.rooms["settings"]
    assert focus().accessibleName() == "Name of service Refuse and Recycling"
    look_for(window, "crews")
    window.rail.buttons["settings"].setFocus(Qt.FocusReason.MouseFocusReason)
    wait_until(lambda: hits(window) == [])


def test_a_word_of_the_return_leads_there(window: MainWindow) -> None:
    look_for(window, "Crews who are abused were called back")
    assert hits(window)[0].startswith("Return")
    press("Return")
    assert window.current_page() is window.rooms["return"]
    assert window.rooms["return"].isAncestorOf(focus())


def test_a_word_of_an_earlier_return_leads_to_that_return(window: MainWindow) -> None:
    look_for(window, "95 of 231 colleagues would feel safe")
    press("Return")
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    assert page.quarter == Quarter(2026, 1)
    assert any("95 of 231 colleagues" in text.text() for text in page._texts.values())


def test_what_was_just_typed_is_found(window: MainWindow) -> None:
    window.services.round.write_update(action(window, "2.4").id, "A heron stood in the fountain.")
    look_for(window, "heron")
    assert len(hits(window)) == 1


def test_a_lead_with_an_excel_list_goes_on_to_take_it_in(first: FirstRunWindow) -> None:
    click(button(first, "I have an Excel list"))
    assert "Your list comes next." in words_on(first)
    assert focus().objectName() == "council"
    assert first.then == "take_in"
