"""What makes a screen calm: the focus is seen, nothing beside a change moves, long words break, one line of filters, Help by section."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QComboBox, QFrame, QLabel, QMenu, QRadioButton, QSlider, QWidget

from leadapp.ui import theme
from leadapp.ui.help.help_page import HelpPage
from leadapp.ui.long_words import BREAK, breakable
from leadapp.ui.main_window import MainWindow
from leadapp.ui.rooms import ROOMS
from leadapp.ui.tables.table_view import TableView
from leadapp.ui.widgets import Banner, Button, Label
from tests.ui.facts import spoken_name
from tests.ui.fixtures import settle
from tests.ui.hands import choose, click, focus, my_actions, open_action, press, write

pytestmark = pytest.mark.usefixtures("every_event")


def place_of(window: QWidget, widget: QWidget) -> QRect:
    """Where a widget stands in its window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


# -------------------------------------------------------------------------------- the focus
@pytest.mark.parametrize("number", range(1, len(ROOMS) + 1))
@pytest.mark.parametrize("size", [(1280, 800), (1024, 600)])
def test_a_room_by_key_puts_the_focus_where_it_is_seen(window: MainWindow, number: int, size: tuple[int, int]) -> None:
    window.resize(*size)
    settle()
    for before in (window.search.line, window.rail.buttons["help"]):
        before.setFocus()
        press(f"Ctrl+{number}")
        page = window.current_page()
        assert page is window.rooms[ROOMS[number - 1][0]]
        assert page.isAncestorOf(focus())
        assert window.ring.isVisible()
        assert window.ring.geometry().contains(place_of(window, focus())), "the ring stands round it"


# -------------------------------------------------------------------------------- what does not move
def test_typing_moves_nothing_in_the_top_bar(window: MainWindow) -> None:
    for width in (1280, 1024):
        window.resize(width, 700)
        pane = open_action(window, "1.8")
        search = place_of(window, window.search)
        pane.quarter.update_box.box.setFocus()
        write("More.")
        assert window.saved.accessibleName() == "Saving…"
        assert place_of(window, window.search) == search
        press("Tab")
        assert window.saved.accessibleName().startswith("All changes saved")
        assert place_of(window, window.search) == search


def test_passing_through_the_owner_changes_nothing(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    pane.form.owner.box.setFocus()
    told: list[str] = []
    pane.form.owner.edited.connect(lambda: told.append(pane.form.owner.text()))
    press("Tab")
    assert told == []
    assert window.saved.accessibleName() == "All changes are saved"


def test_the_chosen_row_stays_in_sight_when_the_undo_bar_comes(window: MainWindow) -> None:
    window.go("cascade")
    settle()
    table = window.rooms["plan"].findChild(TableView, "cascade")
    assert isinstance(table, TableView)
    last = table.rowAt(table.viewport().height() - 2)
    table.selectRow(last - 1)
    before = table.viewport().height()
    window.undo_bar.tell("2.4 adopted", "Undo", "Ctrl+Z", window.undo)
    window._foot.show()
    settle()
    assert table.viewport().height() < before
    assert table.visualRect(table.currentIndex()).bottom() <= table.viewport().height()


def test_a_banner_in_a_narrow_place_has_its_button_beneath_a_long_why(window: MainWindow) -> None:
    banner = Banner("warning", stacked=True)
    banner.setParent(window)
    banner.setFixedWidth(270)
    again = Button("Decide again", "small")
    banner.tell("Declined.", "The Technology Board asks us twice a year. No action of our own.", again)
    banner.show()
    settle()
    why = next(label for label in banner.findChildren(Label) if label.text().startswith("The Tech"))
    assert why.width() > 180
    assert place_of(banner, again).top() >= place_of(banner, why).bottom()
    banner.close()
    banner.deleteLater()


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_text_that_has_room_to_grow_does_not_scroll(window: MainWindow, scale: float) -> None:
    theme.current.apply("light", scale)
    pane = open_action(window, "1.8")
    area = pane.quarter.update_box.area
    settle()  # the pane has come to its width
    assert not area.verticalScrollBar().isVisible()
    pane.quarter.update_box.show_text("One line after the other.\n" * 9 + "The last.")
    settle()
    settle()  # the pane grows with it
    assert not area.verticalScrollBar().isVisible()
    pane.quarter.update_box.show_text("One line after the other.\n" * 40)
    settle()
    assert area.verticalScrollBar().isVisible()


def test_settings_show_the_look_that_a_key_has_changed(window: MainWindow) -> None:
    window.go("settings")
    settle()
    for _ in range(2):
        window.actions_by_name["larger"].trigger()
    window.actions_by_name["theme_dark"].trigger()
    settle()
    slider, dark = window.findChild(QSlider, "text_size"), window.findChild(QRadioButton, "theme_dark")
    assert isinstance(slider, QSlider)
    assert isinstance(dark, QRadioButton)
    assert (slider.value(), dark.isChecked()) == (150, True)


def test_the_view_menu_ticks_the_colours_in_force(window: MainWindow) -> None:
    window.actions_by_name["theme_dark"].trigger()
    menus = [entry.menu() for entry in window.menu_bar.actions() if entry.text() == "&View"]
    assert isinstance(menus[0], QMenu)
    menus[0].aboutToShow.emit()
    assert [entry.text() for entry in menus[0].actions() if entry.isChecked()] == ["Dark"]


def test_history_has_a_key_and_shows_the_focus(window: MainWindow) -> None:
    window.search.line.setFocus()
    press("Ctrl+H")
    assert window.current_page() is window.rooms["history"]
    assert window.rooms["history"].isAncestorOf(focus())


def test_a_filter_opens_no_action_that_was_closed(window: MainWindow) -> None:
    view = my_actions(window)
    open_action(window, "1.8")
    view.table.setFocus()
    view.pane.closed.emit()
    press("Ctrl+F")
    write("abuse")
    assert not view.pane.isVisible()


# -------------------------------------------------------------------------------- filters
@pytest.mark.parametrize("width", [1280, 1024, 900, 760])
def test_filters_keep_to_one_line_and_none_is_lost(window: MainWindow, width: int) -> None:
    window.resize(width, 800)
    view = my_actions(window)
    open_action(window, "1.8")
    filters = view.filter
    shown = [chip for chip in filters.chips.values() if chip.isVisible()]
    if not filters.isVisible():
        return  # one at a time: the action stands in the place of the table
    assert len({place_of(window, chip).center().y() for chip in shown}) == 1
    more = filters.findChild(QWidget, "filter_actions_more")
    assert isinstance(more, QWidget)
    assert more.isVisible() == (len(shown) < len(filters.chips))
    if more.isVisible():
        assert place_of(window, more).right() < place_of(window, filters.line).left()


# -------------------------------------------------------------------------------- long words
def test_a_long_word_gets_places_to_break_and_stays_the_same() -> None:
    address = "https://intranet.example.org/anti-racism/minutes_of_the_meeting.docx?download=1"
    for text in (address, r"C:\Users\nadia.farrow\AppData\Local\leadapp\Neighbourhood Services.leadapp", "x" * 300):
        parts = breakable(text).split(BREAK)
        assert "".join(parts) == text
        assert max(len(word) for part in parts for word in part.split()) <= 20
    for text in ("", "Antisemitism and Islamophobia\nare kept apart.", "twenty-letter-word-x"):
        assert breakable(text) == text


def test_a_label_says_a_long_word_as_it_is(window: MainWindow) -> None:
    label = Label("x" * 60, wrap=True)
    assert BREAK in QLabel.text(label)
    assert (label.text(), spoken_name(label)) == ("x" * 60, "x" * 60)
    label.setText("short")
    assert (label.text(), spoken_name(label)) == ("short", "short")
    label.deleteLater()


def test_a_choice_too_long_for_its_box_is_said_whole(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    pane.form.owner.show_text("Assistant Director, Communities, Commissioning and Insight")
    assert pane.form.owner.box.toolTip() == "Assistant Director, Communities, Commissioning and Insight"
    pane.form.owner.show_text("Parks Manager")
    assert pane.form.owner.box.toolTip() == ""


# -------------------------------------------------------------------------------- Help
def help_page(window: MainWindow) -> HelpPage:
    window.go("help")
    settle()
    page = window.rooms["help"]
    assert isinstance(page, HelpPage)
    return page


def test_help_opens_at_its_top_and_goes_to_a_section(window: MainWindow) -> None:
    page = help_page(window)
    bar = page._scroll.verticalScrollBar()
    assert bar.value() == 0
    click(page.sections.buttons["privacy"])
    card = page._cards["privacy"]
    assert 0 <= place_of(page._scroll, card).top() < 40
    bar.setValue(0)
    assert page.sections.buttons["home"].isChecked()
    press("PgDown")
    assert bar.value() > 0


def test_help_of_a_room_shows_it_at_once(window: MainWindow) -> None:
    window.go("help", "return")
    settle()
    page = help_page(window)
    assert page.sections.buttons["return"].isChecked()
    assert 0 <= place_of(page._scroll, page._cards["return"]).top() < 40


def test_where_help_is_narrow_its_sections_stand_in_a_box(window: MainWindow) -> None:
    page = help_page(window)
    assert page.sections.isVisible()
    assert not page.sections.box.isVisible()
    theme.current.apply("light", 2.0)
    settle()
    assert not page.sections.isVisible()
    assert page.sections.box.isVisible()
    choose(page.sections.box, "Keys")
    assert isinstance(page.sections.box, QComboBox)
    assert 0 <= place_of(page._scroll, page._cards["keys"]).top() < 60


# -------------------------------------------------------------------------------- Home
def test_the_steps_of_home_stand_close_and_end_without_a_line(window: MainWindow) -> None:
    steps = [w for w in window.rooms["home"].findChildren(QFrame) if w.property("kind") in {"first", "row"} and w.isVisible()]
    steps.sort(key=lambda w: place_of(window, w).top())
    assert len(steps) >= 2
    for above, below in itertools.pairwise(steps):
        assert place_of(window, above).bottom() + 1 == place_of(window, below).top()
    assert [step.property("last") for step in steps] == [False] * (len(steps) - 1) + [True]
