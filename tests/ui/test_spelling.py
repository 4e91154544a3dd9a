"""Spelling at the real window: marks, the menu, F7, the dictionary, and Settings with and without the extra."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtGui import QAction, QTextCharFormat
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit

from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.forms import house_words, spelling
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.forms.underlines import cursor_over
from leadapp.ui.main_window import MainWindow
from leadapp.ui.settings.spelling_section import SpellingSection
from tests.ui import facts
from tests.ui.fixtures import Show, settle, wait_until
from tests.ui.hands import button, click, field, focus, press, words_on, write


@pytest.fixture(autouse=True)
def short_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pause in typing is short here."""
    monkeypatch.setattr(house_words, "PAUSE", 20)
    monkeypatch.setattr(spelling, "PAUSE", 20)


def progress(window: MainWindow, text: str) -> QPlainTextEdit:
    """The headline's progress with a text typed into it, after the pause."""
    window.go("return")
    settle()
    found = field(window, "progress")
    assert isinstance(found, TextArea)
    found.area.setFocus()
    found.area.setPlainText(text)
    found.area.moveCursor(found.area.textCursor().MoveOperation.End)
    rest(found.area)
    return found.area


def rest(area: QPlainTextEdit) -> None:
    """Wait until the area was looked through."""
    (marks,) = area.findChildren(spelling.SpellingMarks)
    wait_until(lambda: not marks._timer.isActive())
    settle()


def dashed(area: QPlainTextEdit) -> list[str]:
    found = []
    for selection in area.extraSelections():
        if selection.format.underlineStyle() is QTextCharFormat.UnderlineStyle.DashUnderline:
            found.append(selection.cursor.selectedText())
    return found


def menu_at(area: QPlainTextEdit, place: int) -> QMenu:
    """The menu that a right click on a character opens."""
    spot = area.cursorRect(cursor_over(area, area.toPlainText(), place, place)).center()
    area.customContextMenuRequested.emit(spot)
    return open_menu()


def open_menu() -> QMenu:
    settle()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def choose(menu: QMenu, words: str) -> None:
    action: QAction = next(action for action in menu.actions() if action.text() == words)
    action.trigger()
    menu.close()
    settle()


def test_misspelt_words_are_marked_but_not_the_one_being_typed(empty_window: MainWindow) -> None:
    area = progress(empty_window, "Teh comunity came to the centr")
    assert dashed(area) == ["Teh", "comunity"]
    write(" ")
    rest(area)
    assert dashed(area) == ["Teh", "comunity", "centr"]


def test_the_menu_offers_what_may_have_been_meant(empty_window: MainWindow) -> None:
    area = progress(empty_window, "Our comunity met. ")
    menu = menu_at(area, 6)
    texts = [action.text() for action in menu.actions()]
    assert texts[0] == "community"
    assert "Add “comunity” to the dictionary" in texts
    assert menu.activeAction() is menu.actions()[0]
    choose(menu, "community")
    assert area.toPlainText() == "Our community met. "
    assert dashed(area) == []
    press("Ctrl+Z")
    assert area.toPlainText() == "Our comunity met. "


def test_a_word_is_added_to_the_dictionary(empty_window: MainWindow) -> None:
    area = progress(empty_window, "A bit of scouseness. ")
    choose(menu_at(area, 12), "Add “scouseness” to the dictionary")
    assert dashed(area) == []
    section = spelling_section(empty_window)
    assert "scouseness" in words_on(section)
    click(button(section, "Remove “scouseness” from the dictionary"))
    assert "scouseness" not in words_on(section)
    empty_window.go("return")
    rest(area)
    assert dashed(area) == ["scouseness"]


def test_house_words_stand_in_the_menu_too(empty_window: MainWindow) -> None:
    area = progress(empty_window, "Two BAME managers. ")
    choose(menu_at(area, 5), "Use “racially diverse”")
    assert area.toPlainText() == "Two racially diverse managers. "


def test_elsewhere_the_menu_is_the_usual_one(empty_window: MainWindow) -> None:
    area = progress(empty_window, "All is well. ")
    menu = menu_at(area, 2)
    assert "Undo" in menu.actions()[0].text()
    menu.close()


def test_a_word_without_likeness_has_no_suggestion(empty_window: MainWindow) -> None:
    area = progress(empty_window, "A qqxzzvkjw here. ")
    menu = menu_at(area, 5)
    assert not menu.actions()[0].isEnabled()
    menu.close()


def test_f7_goes_from_word_to_word_by_keyboard_alone(empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(spelling, "announce", lambda _widget, text: said.append(text))
    area = progress(empty_window, "Teh comunity met. ")
    for word in ("Teh", "comunity", "Teh"):
        press("F7")
        menu = open_menu()
        assert area.textCursor().selectedText() == word
        menu.close()
    press("F7")
    menu = open_menu()
    press_in(menu, "community")
    assert area.toPlainText() == "Teh community met. "
    assert focus() is area
    area.setPlainText("All is well.")
    press("F7")
    assert QApplication.activePopupWidget() is None
    assert said[0] == "“Teh” is not in the dictionary"
    assert said[-1] == "No misspelt word here"


def press_in(menu: QMenu, words: str) -> None:
    assert menu.activeAction() is not None
    assert menu.activeAction().text() == words
    choose(menu, words)


def test_a_choice_made_too_late_changes_nothing(empty_window: MainWindow) -> None:
    area = progress(empty_window, "Our comunity met. ")
    menu = menu_at(area, 6)
    area.setPlainText("Something else.")
    choose(menu, "community")
    assert area.toPlainText() == "Something else."


def test_a_text_that_cannot_be_changed_is_not_marked(empty_window: MainWindow) -> None:
    area = progress(empty_window, "Teh staff. ")
    area.setReadOnly(True)
    rest(area)
    assert dashed(area) == []


# -------------------------------------------------------------------------------- Settings
def spelling_section(window: MainWindow) -> SpellingSection:
    window.go("spelling")
    settle()
    found = window.rooms["settings"].findChild(SpellingSection)
    assert isinstance(found, SpellingSection)
    return found


def test_it_is_switched_off_and_on_in_settings(empty_window: MainWindow) -> None:
    area = progress(empty_window, "Teh staff. ")
    section = spelling_section(empty_window)
    assert focus() is section.switch.box
    press("Space")
    empty_window.go("return")
    rest(area)
    assert dashed(area) == []
    assert not empty_window.services.spelling.is_on
    empty_window.services.history.undo()
    section.reload()
    assert section.switch.box.isChecked()


def test_without_the_extra_settings_say_how_to_get_it(empty_window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "enchant", None)
    section = spelling_section(empty_window)
    assert "pip install “leadapp[spelling]”" in words_on(section)
    assert not section.switch.isVisible()
    area = progress(empty_window, "Teh staff. ")
    assert dashed(area) == []
    menu = menu_at(area, 1)
    assert "Undo" in menu.actions()[0].text()
    menu.close()


@pytest.mark.parametrize(("width", "height", "scale"), [(1024, 600, 1.0), (1280, 800, 2.0)])
def test_the_section_is_whole_at_every_text_size(
    show_window: Show, services: Services, width: int, height: int, scale: float
) -> None:
    services.spelling.add("scouseness")
    theme.current.apply("light", scale)
    section = spelling_section(show_window(services, (width, height)))
    assert facts.clipped(section) == []
    assert facts.nameless(section) == []
    assert facts.small_targets(section, 18) == []


def test_the_marks_stand_off_from_the_text_by_shape_not_by_colour_alone(empty_window: MainWindow) -> None:
    area = progress(empty_window, "Teh BAME staff. ")
    styles = {selection.cursor.selectedText(): selection.format.underlineStyle() for selection in area.extraSelections()}
    assert styles["Teh"] is not styles["BAME"]
