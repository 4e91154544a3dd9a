"""The main window: rooms by key, F6, undo and redo, the saved indicator, menus, and its end."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QLabel, QMenu

from leadapp.db import plan_records
from leadapp.domain.plan import ActionDraft
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.rooms import ROOMS, TAIL
from leadapp.ui.window_state import WindowState
from tests.ui.facts import spoken_name
from tests.ui.fixtures import Show, settle
from tests.ui.hands import action, button, click, field, fill, focus, my_actions, open_action, part, press, words_on, write
from tests.ui.menus_of import entries, in_menu, menu


# -------------------------------------------------------------------------------- rooms
def test_the_sample_says_so_in_title_rail_and_banner(window: MainWindow) -> None:
    assert window.windowTitle() == "Sample: Neighbourhood Services – leadapp"
    assert "Sample data" in words_on(window.rail)
    assert "It cannot be submitted to anybody" in words_on(window.sample_banner)


def test_a_directorate_of_ones_own_says_nothing_of_a_sample(empty_window: MainWindow) -> None:
    assert empty_window.windowTitle() == "Neighbourhood Services – leadapp"
    assert "Sample" not in words_on(empty_window)


@pytest.mark.parametrize(
    ("keys", "title"),
    [("Ctrl+1", "This quarter"), ("Ctrl+2", "Plan"), ("Ctrl+3", "Risks and triggers"), ("Ctrl+4", "Return for")],
)
def test_rooms_have_keys(window: MainWindow, keys: str, title: str) -> None:
    window.go("history")
    press(keys)
    page = window.current_page()
    assert page is not None
    assert page.header.title.text().startswith(title)  # type: ignore[attr-defined]


def test_every_room_opens_from_the_rail(window: MainWindow) -> None:
    for key, word, _ in (*ROOMS, *TAIL):
        click(window.rail.buttons[key])
        assert window.current_page() is window.rooms[key]
        assert window.rail.buttons[key].isChecked()
        assert spoken_name(window.rail.buttons[key]).startswith(word)


def test_arrows_move_along_the_rail(window: MainWindow) -> None:
    window.rail.buttons["home"].setFocus()
    press("Down")
    assert focus() is window.rail.buttons["plan"]
    press("Up")
    assert focus() is window.rail.buttons["home"]


def test_f6_goes_round_rail_page_and_search(window: MainWindow) -> None:
    window.rail.buttons["home"].setFocus()
    press("F6")
    page = window.current_page()
    assert page is not None
    assert page.isAncestorOf(focus())
    press("F6")
    assert focus() is window.search.line
    press("F6")
    assert focus() is window.rail.buttons["home"]


@pytest.mark.parametrize("room", ["plan", "cascade", "clock", "round", "return", "history", "settings", "help"])
def test_f6_enters_every_room(window: MainWindow, room: str) -> None:
    window.go(room)
    next(b for b in window.rail.buttons.values() if b.isChecked()).setFocus()
    press("F6")
    page = window.current_page()
    assert page is not None
    assert page.isAncestorOf(focus())
    assert focus().isVisible()


def test_the_rail_counts_what_waits(window: MainWindow) -> None:
    window.reload_counts()
    assert window.rail.buttons["plan"].accessibleName() == "Plan, 4 to update"
    assert window.rail.buttons["return"].accessibleName() == "Return, 5 to check"
    assert window.rail.buttons["risks"].accessibleName() == "Risks, 2 to answer"
    assert window.rail.buttons["home"].accessibleName() == "Home"


# -------------------------------------------------------------------------------- undo
def test_undo_and_redo_by_name(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    fill(pane, "title", "An EIA before each decision")
    assert action(window, "2.4").title == "An EIA before each decision"
    assert "Undo" in words_on(window.undo_bar)
    my_actions(window).table.setFocus()
    press("Ctrl+Z")
    assert action(window, "2.4").title.startswith("An EIA before every decision")
    assert "Undone: " in words_on(window.undo_bar)
    assert "Do it again" in words_on(window.undo_bar)
    press("Ctrl+Y")
    assert action(window, "2.4").title == "An EIA before each decision"
    press("Ctrl+Z")
    press("Ctrl+Shift+Z")
    assert action(window, "2.4").title == "An EIA before each decision"


def test_the_undo_bar_turns_the_step_round_and_back(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    fill(pane, "title", "Another title")
    click(button(window.undo_bar, "Undo"))
    assert action(window, "2.4").title.startswith("An EIA before every decision")
    click(button(window.undo_bar, "Do it again"))
    assert action(window, "2.4").title == "Another title"
    tall = window.pages.height()
    click(button(window.undo_bar, "Close this line"))
    assert not window.undo_bar.isVisible()
    assert window.pages.height() >= tall + window.undo_bar.height(), "no empty foot stays"


def test_a_stay_that_ended_as_it_began_is_not_offered_to_undo(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    title = field(pane, "title")
    before = title.text()
    title.box.setFocus()
    press("Ctrl+End")
    write(" too")
    pane.form.flush()
    assert window.undo_bar.isVisible()
    press("Backspace", 4)
    pane.form.flush()
    assert action(window, "2.4").title == before
    assert not window.undo_bar.isVisible(), "what stands there would be a step that she did not do last"


def test_enter_presses_a_button_that_has_the_keyboard(window: MainWindow) -> None:
    button(window, "Open the cascade").setFocus()
    press("Return")
    assert window.current_page() is window.rooms["plan"]
    window.rail.buttons["home"].setFocus()
    press("Enter")
    assert window.current_page() is window.rooms["home"]
    ticks = part(open_action(window, "2.4"), QCheckBox, "no_change")
    ticks.setFocus()
    was = ticks.isChecked()
    press("Return")
    assert ticks.isChecked() is was, "boxes to tick stay with Space"


def test_tab_goes_through_home_as_it_stands(window: MainWindow) -> None:
    (button(window, "Update my 29 actions")).setFocus()
    press("Tab", 2)
    assert "Open the cascade" in spoken_name(focus())


def test_a_step_named_like_an_undo_is_none(window: MainWindow) -> None:
    services = window.services
    window.bus.tell(services.plan.add_action(ActionDraft(title="Undo: the wrong of last year"))[0])
    with services.database.writing("Undo: the wrong of last year") as step:
        plan_records.change_action(step.session, action(window, "2.4").id, None, {"title": "Another title"})
    window.bus.tell(step.changes)
    click(button(window.undo_bar, "Undo"))
    assert action(window, "2.4").title != "Another title"
    assert "Undone: Undo: the wrong of last year." in words_on(window.undo_bar)


def test_a_long_name_of_a_step_is_cut_at_a_word(window: MainWindow) -> None:
    title = "Every acting-up post and every secondment is advertised in every depot"
    window.bus.tell(window.services.plan.add_action(ActionDraft(title=title))[0])
    settle()
    assert "“Every acting-up post and every secondment is advertised in…” added." in words_on(window.undo_bar)


def test_ctrl_z_inside_a_text_undoes_typing_only(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    steps = len(window.services.history.lines(500))
    box = field(pane, "update").box
    box.setFocus()
    before = field(pane, "update").text()
    press("Ctrl+End")
    write(" And more")
    press("Ctrl+Z")
    assert field(pane, "update").text() == before
    assert len(window.services.history.lines(500)) == steps


def test_ctrl_z_inside_a_line_that_suggests_undoes_typing_only(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    owner = field(pane, "owner")
    owner.box.setFocus()
    press("Ctrl+A")
    write("Somebody")
    press("Ctrl+Z")
    assert owner.text() != "Somebody"
    assert not window.services.history.state().redo, "a step of the file was undone instead of the typing"


def test_nothing_to_undo_is_said(empty_window: MainWindow) -> None:
    empty_window.rail.buttons["home"].setFocus()
    press("Ctrl+Z")
    assert "There is nothing to undo." in words_on(empty_window.banner)
    press("Ctrl+Y")
    assert "There is nothing to do again." in words_on(empty_window.banner)
    click(button(empty_window.banner, "Close"))
    assert not empty_window.banner.isVisible()


def test_the_edit_menu_names_the_step(window: MainWindow) -> None:
    menu(window, "Edit").aboutToShow.emit()
    assert entries(menu(window, "Edit"))[0] == "Undo: Headline of 2026-27-Q2"
    window.rail.buttons["home"].setFocus()
    press("Ctrl+Z")
    menu(window, "Edit").aboutToShow.emit()
    assert entries(menu(window, "Edit"))[1] == "Do it again: Headline of 2026-27-Q2"


# -------------------------------------------------------------------------------- saved
def test_the_saved_indicator_tells_the_time(window: MainWindow) -> None:
    assert "All changes are saved" in words_on(window.saved)
    fill(open_action(window, "2.4"), "title", "Another title")
    assert re.search(r"All changes saved \d\d:\d\d", words_on(window.saved))


def test_a_narrow_window_says_it_shorter(window: MainWindow) -> None:
    fill(open_action(window, "2.4"), "title", "Another title")
    window.resize(1024, 700)
    settle()
    assert re.fullmatch(r"Saved \d\d:\d\d", words_on(window.saved).strip())
    assert re.fullmatch(r"All changes saved \d\d:\d\d", window.saved.accessibleName())


def test_what_cannot_be_saved_is_told(window: MainWindow) -> None:
    window.bus.failed.emit("The disk is full.")
    settle()
    assert "Not saved" in words_on(window.saved)
    assert "The disk is full." in words_on(window.banner)
    fill(open_action(window, "2.4"), "title", "Another title")
    assert not window.banner.isVisible()
    assert "saved" in words_on(window.saved)


# -------------------------------------------------------------------------------- menus
def test_the_view_menu_changes_and_remembers_the_look(window: MainWindow) -> None:
    in_menu(window, "theme_dark")
    assert (theme.current.name, WindowState().theme) == ("dark", "dark")
    in_menu(window, "theme_contrast")
    assert theme.current.hex("base") == "#000000"
    in_menu(window, "larger")
    assert (theme.current.scale, WindowState().text_size) == (1.25, 1.25)
    in_menu(window, "smaller")
    assert theme.current.scale == 1.0
    in_menu(window, "larger")
    in_menu(window, "normal")
    assert WindowState().text_size == 1.0
    in_menu(window, "theme_system")
    assert theme.current.name == "light"


def test_the_rail_shows_icons_only_where_the_window_is_narrow(window: MainWindow) -> None:
    assert window.rail.width() == 208
    in_menu(window, "larger")
    assert window.rail.width() == 64
    assert window.rail.buttons["plan"].accessibleName().startswith("Plan")
    assert window.rail.buttons["plan"].toolTip() != ""


def test_the_go_and_help_menus_go_there(window: MainWindow) -> None:
    for name, room in [("go_history", "history"), ("round", "plan"), ("cascade", "plan"), ("backups", "help"), ("about", "help")]:
        in_menu(window, name)
        assert window.current_page() is window.rooms[room]


def test_f1_opens_the_help_of_the_room(window: MainWindow) -> None:
    window.go("return")
    press("F1")
    page = window.rooms["help"]
    assert window.current_page() is page
    heading = next(w for w in page.findChildren(QLabel) if w.text() == "Return" and w.isVisible())
    top = heading.mapTo(window, QPoint(0, 0)).y()
    assert page.mapTo(window, QPoint(0, 0)).y() < top < page.mapTo(window, QPoint(0, 0)).y() + 200


def test_recent_files_are_offered_newest_first(window: MainWindow, show_window: Show) -> None:
    state = WindowState()
    for name in ("older.leadapp", "newer.leadapp"):
        state.remember_file(window.services.path.with_name(name))
    state.remember_file(window.services.path)
    recent = next(entry.menu() for entry in menu(window, "File").actions() if entry.text() == "Recent files")
    assert isinstance(recent, QMenu)
    recent.aboutToShow.emit()
    assert [text.split()[0] for text in entries(recent)] == ["newer.leadapp", "older.leadapp"]
    asked: list[object] = []
    window.another_file.connect(asked.append)
    recent.actions()[0].trigger()
    assert asked == [window.services.path.with_name("newer.leadapp")]
    state.forget_file(window.services.path.with_name("newer.leadapp"))
    state.forget_file(window.services.path.with_name("older.leadapp"))
    recent.aboutToShow.emit()
    assert entries(recent) == ["No other file yet"]


def test_no_key_is_given_twice(window: MainWindow) -> None:
    seen: dict[str, str] = {}
    for found in window.findChildren(QAction):
        for keys in found.shortcuts():
            name = keys.toString()
            assert seen.setdefault(name, found.text()) == found.text(), f"{name} is both {seen[name]} and {found.text()}"
    assert "Ctrl+E" in seen
