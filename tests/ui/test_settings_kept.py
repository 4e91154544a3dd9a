"""What is typed in Settings is kept: also what cannot be used, what the disk refuses, and what is left without Enter."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPushButton, QRadioButton, QSlider

from leadapp.domain.directorate import ServiceRecord
from leadapp.services.opening import open_services
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.page import Page
from leadapp.ui.widgets import ScrollPage
from tests.ui import facts
from tests.ui.fixtures import Show, settle
from tests.ui.hands import button, choose, click, field, fill, focus, part, press, words_on, write, write_anew
from tests.worlds import StandingClock


def settings(window: MainWindow, place: str = "settings") -> Page:
    window.go(place)
    settle()
    page = window.current_page()
    assert page is not None
    return page


def service(window: MainWindow, name: str) -> ServiceRecord:
    return next(s for s in window.services.preferences.directorate().services if s.name == name)


def refuse_writing(window: MainWindow, *, on: bool) -> None:
    """The disk becomes read-only, as the database meets it."""
    window.services.database.raw().execute(f"PRAGMA query_only={'ON' if on else 'OFF'}")


def test_what_cannot_be_used_is_shown_again_at_the_next_start(
    show_window: Show, new_template: Path, tmp_path: Path, clock: StandingClock
) -> None:
    file = Path(shutil.copyfile(new_template, tmp_path / "mine.leadapp"))
    window = show_window(open_services(file, clock))
    page = settings(window)
    fill(page, "days_to_return", "soon")
    fill(page, "council", "")
    parks = service(window, "Parks")
    fill(page, f"service_{parks.id}", "Housing Options")
    window.close()
    again = show_window(open_services(file, clock))
    assert "Something typed in Settings cannot be used yet" in words_on(again)
    page = settings(again)
    assert field(page, "days_to_return").text() == "soon"
    assert field(page, "days_to_return").problem() == "Type a whole number of days from 0 to 90, such as 9."
    assert (field(page, "council").text(), field(page, "council").problem()) == ("", "Type the council's name.")
    assert field(page, f"service_{parks.id}").text() == "Housing Options"
    assert field(page, f"service_{parks.id}").problem() == "There is already a service “Housing Options”."
    assert again.services.preferences.directorate().days_to_return == 9
    assert service(again, "Parks") == parks
    again.services.history.undo()
    fill(page, "days_to_return", "12")
    assert again.services.preferences.directorate().days_to_return == 12
    assert "days_to_return" not in {name for _, name in again.services.preferences.typed()}


def test_undo_takes_an_unusable_text_out_of_its_box(empty_window: MainWindow) -> None:
    page = settings(empty_window)
    fill(page, "days_to_return", "soon")
    button(page, "Appearance").setFocus()
    press("Ctrl+Z")
    assert (field(page, "days_to_return").text(), field(page, "days_to_return").problem()) == ("9", "")


def test_what_was_said_of_a_new_service_goes_when_it_is_typed_anew(empty_window: MainWindow) -> None:
    page = settings(empty_window)
    part(page, QLineEdit, "new_service").setFocus()
    write("parks")
    press("Return")
    assert "There is already a service “parks”." in words_on(page)
    press("Ctrl+A")
    press("Backspace")
    assert "There is already a service" not in words_on(page)


def test_the_list_of_sections_shows_whole_words_and_what_is_read(empty_window: MainWindow) -> None:
    page = settings(empty_window)
    zero = part(page, QPushButton, "section_month_zero")
    before = zero.width()
    click(zero)
    assert zero.isChecked()
    bold = QFont(zero.font())
    bold.setWeight(QFont.Weight.DemiBold)
    plain = zero.fontMetrics().horizontalAdvance(zero.text())
    assert (
        zero.sizeHint().width() - QPushButton.sizeHint(zero).width() == QFontMetrics(bold).horizontalAdvance(zero.text()) - plain
    )
    assert before == zero.width() >= zero.sizeHint().width()
    part(page, ScrollPage).verticalScrollBar().setValue(0)
    settle()
    assert button(page, "Appearance").isChecked()


def test_undo_reaches_the_last_step_from_a_box_in_which_nothing_was_typed(empty_window: MainWindow) -> None:
    """Tab has gone on to the next box by then; a box that has typing of its own undoes that."""
    page = settings(empty_window)
    before = field(page, "council").text()
    fill(page, "council", "Norbury")
    assert field(page, "name").has_focus()
    press("Ctrl+Z")
    assert field(page, "council").text() == before
    press("Ctrl+Y")
    assert field(page, "council").text() == "Norbury"
    press("Tab", 2)
    write("Head of")
    press("Ctrl+Z")
    assert field(page, "council").text() == "Norbury"
    field(page, "underway_definition").box.setFocus()
    press("Ctrl+Z")
    assert field(page, "council").text() == before


def test_a_setting_the_disk_refuses_stays_and_is_tried_again(empty_window: MainWindow) -> None:
    page = settings(empty_window)
    refuse_writing(empty_window, on=True)
    fill(page, "council", "Norbury")
    parks = service(empty_window, "Parks")
    fill(page, f"service_{parks.id}", "Parks and Play")
    assert "Not saved." in words_on(empty_window.banner)
    assert "read-only" in words_on(empty_window.banner)
    assert field(page, "council").text() == "Norbury"
    refuse_writing(empty_window, on=False)
    page.flush()
    settle()
    assert empty_window.services.preferences.directorate().council == "Norbury"
    assert service(empty_window, "Parks and Play").id == parks.id
    assert "Not saved." not in words_on(empty_window.banner)


def test_services_the_disk_refuses_stay_as_they_were(empty_window: MainWindow) -> None:
    page = settings(empty_window, "services")
    before = empty_window.services.preferences.directorate().services
    refuse_writing(empty_window, on=True)
    line = part(page, QLineEdit, "new_service")
    line.setFocus()
    write("Libraries")
    press("Return")
    assert line.text() == "Libraries"
    assert "read-only" in words_on(empty_window.banner)
    empty_window.banner.hide()
    click(button(page, "Remove service Parks"))
    assert "read-only" in words_on(empty_window.banner)
    empty_window.banner.hide()
    box = next(w for w in page.findChildren(QCheckBox) if w.accessibleName() == "Parks works with residents")
    ticked = box.isChecked()
    click(box)
    assert box.isChecked() == ticked, "it shows what the file holds"
    assert "read-only" in words_on(empty_window.banner)
    refuse_writing(empty_window, on=False)
    assert empty_window.services.preferences.directorate().services == before
    window_page = settings(empty_window, "home")  # leaving tries again
    assert window_page is not page
    assert service(empty_window, "Libraries").name == "Libraries"


def test_a_service_being_typed_survives_another_one_being_added(empty_window: MainWindow) -> None:
    page = settings(empty_window, "services")
    parks = service(empty_window, "Parks")
    field(page, f"service_{parks.id}").box.setFocus()
    write_anew("Parks and Pl")
    from leadapp.domain.directorate import ServiceDraft

    empty_window.bus.tell(empty_window.services.preferences.add_service(ServiceDraft("Libraries")))
    settle()
    write("ay")
    press("Return")
    assert service(empty_window, "Parks and Play").id == parks.id


@pytest.mark.parametrize("choice", ["dark", "contrast"])
def test_a_look_chosen_in_the_menu_shows_in_settings_at_once(window: MainWindow, choice: str) -> None:
    page = settings(window)
    window.actions_by_name[f"theme_{choice}"].trigger()
    window.actions_by_name["larger"].trigger()
    settle()
    assert part(page, QRadioButton, f"theme_{choice}").isChecked()
    assert part(page, QSlider, "text_size").value() == 125
    assert "125%" in words_on(page)


def test_where_the_window_is_small_for_its_text_sections_are_chosen_in_a_box(window: MainWindow) -> None:
    page = settings(window)
    assert button(page, "Appearance").isVisible()
    window.resize(1024, 600)
    theme.current.apply("light", 2.0)
    settle()
    assert facts.overflowing(page) == []
    assert [b for b in page.findChildren(QPushButton) if b.isVisible() and b.objectName().startswith("section_")] == []
    choose(part(page, QComboBox, "settings_section"), "Returns and marking")
    settle()
    assert focus() is part(page, QComboBox, "settings_section")
    assert not field(page, "days_to_return").visibleRegion().isEmpty()
    assert "It cannot be submitted to anybody" not in words_on(window)  # the banner is one line then
    theme.current.apply("light", 1.0)
    window.resize(1280, 800)
    settle()
    assert button(page, "Appearance").isVisible()
    assert "It cannot be submitted to anybody" in words_on(window)
