"""What is open stays open while a filter hides its row, and says so."""

from __future__ import annotations

import pytest

from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.actions_view import ActionsView
from leadapp.ui.plan.cascade_view import CascadeView
from tests.ui.fixtures import settle
from tests.ui.hands import action, button, click, column_of, field, focus, my_actions, open_action, part, press, words_on, write

SAID = "The filter hides this action."


@pytest.fixture
def view(window: MainWindow) -> ActionsView:
    """My actions with 2.4 open."""
    open_action(window, "2.4")
    return my_actions(window)


def test_a_filter_does_not_move_the_open_action_along(window: MainWindow, view: ActionsView) -> None:
    assert SAID not in words_on(view.pane)
    press("Ctrl+F")
    write("depot manager room")
    assert column_of(view.table, 0) == ["NS-12"]
    assert view.pane.action_id == action(window, "2.4").id
    assert SAID in words_on(view.pane)
    assert view.table.chosen_records() == [], "nothing else is chosen in its place"
    click(button(view.pane, "Show all"))
    assert SAID not in words_on(view.pane)
    assert [a.reference for a in view.table.chosen_records()] == ["2.4"]
    assert view.filter.line.text() == ""


def test_words_typed_into_an_action_stay_with_it_when_it_leaves_the_filter(window: MainWindow, view: ActionsView) -> None:
    view.filter.chips["update"].click()
    settle()
    view.table.setFocus()
    press("Home")
    press("Down")
    pane = view.pane
    opened = pane.action_id
    assert opened is not None
    box = field(pane, "update").box
    box.setFocus()
    write("Said now.")
    assert pane.quarter.flush()
    choice = pane.quarter.confidence
    if not choice.text():
        press("Alt+2")
    settle()
    assert pane.action_id == opened
    assert focus() is box or pane.isAncestorOf(focus())
    assert window.services.round.detail(opened).updates[-1].text == "Said now."


def test_next_and_previous_go_from_a_hidden_action_to_what_is_shown(view: ActionsView) -> None:
    press("Ctrl+F")
    write("depot")
    shown = column_of(view.table, 0)
    assert len(shown) > 1
    assert "2.4" not in shown
    click(button(view.pane, "Next"))
    assert [a.reference for a in view.table.chosen_records()] == [shown[0]]
    assert SAID not in words_on(view.pane)


def test_closing_a_hidden_action_opens_no_other(window: MainWindow, view: ActionsView) -> None:
    press("Ctrl+F")
    write("depot manager room")
    field(view.pane, "update").box.setFocus()
    press("Escape")
    assert not view.pane.isVisible()
    assert focus() is view.table
    press("Down", 2)  # past the head of its pillar
    assert view.pane.isVisible()
    assert view.pane.action_id == action(window, "NS-12").id


def test_the_cascade_says_when_a_filter_hides_what_it_shows(window: MainWindow) -> None:
    window.go("cascade", "2.3")
    settle()
    view = part(window, CascadeView)
    assert SAID not in words_on(view.pane)
    press("Ctrl+F")
    write("1.10")
    assert column_of(view.table, 0) == ["1.10"]
    assert view.pane.corporate_id == "2.3"
    assert SAID in words_on(view.pane)
    assert not button(view, "Adopt").isEnabled(), "what is not seen is not adopted"
    view.reload()
    assert view.pane.corporate_id == "2.3"
    view.table.setFocus()
    press("Down")
    press("Down")
    assert view.pane.corporate_id == "1.10"
    assert SAID not in words_on(view.pane)


def test_after_a_decision_the_cascade_goes_on_to_the_next_one(window: MainWindow) -> None:
    window.go("cascade")
    settle()
    view = part(window, CascadeView)
    view.filter.chips["open"].click()
    settle()
    shown = column_of(view.table, 0)
    view.table.setFocus()
    view.table.choose(shown[0])
    settle()
    click(button(view, "Adopt"))
    assert view.pane.corporate_id in shown[1:]
    assert SAID not in words_on(view.pane)
