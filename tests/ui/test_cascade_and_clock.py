"""The cascade (adopt, decline with a reason, several at once, undo) and the month clock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDialog

from leadapp.ui.chips import Chip
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.cascade_view import CascadeView
from leadapp.ui.plan.clock_view import ClockView
from tests.ui.fixtures import Watch, bring_up, settle
from tests.ui.hands import action, button, choose, click, column_of, focus, my_actions, part, plan_page, press, words_on, write


@pytest.fixture
def cascade(empty_window: MainWindow) -> CascadeView:
    """The cascade of a new directorate: everything is to be decided."""
    empty_window.go("cascade")
    settle()
    view = plan_page(empty_window)._views["cascade"]
    assert isinstance(view, CascadeView)
    view.table.setFocus()
    return view


def decision(window: MainWindow, corporate_id: str) -> tuple[str, str]:
    row = next(r for r in window.services.plan.cascade() if r.corporate_id == corporate_id)
    return row.decision.value, row.reason


def test_all_actions_stand_there_with_part_and_decision(cascade: CascadeView) -> None:
    ids = column_of(cascade.table, 0)
    assert len(ids) == 61
    assert ids[:10] == [f"1.{n}" for n in range(1, 11)]
    assert set(column_of(cascade.table, 3)) == {"Own", "Contribute", "Report", "Aware"} or "Named" in column_of(cascade.table, 3)
    assert {"To decide", "No decision needed"} == set(column_of(cascade.table, 4))
    assert "0 adopted, 0 declined," in words_on(cascade)
    chips = [c.text() for c in cascade.findChildren(Chip)]
    assert chips[0] == "All 61"
    assert sum(int(text.rsplit(" ", 1)[1]) for text in chips[2:]) == 61


def test_one_is_adopted_with_its_kpis(empty_window: MainWindow, cascade: CascadeView) -> None:
    cascade.table.choose("2.4")
    settle()
    pane = words_on(cascade.pane)
    assert "KPIs you would take on" in pane
    assert "EIAs record what communities said wherever that is needed\nNo date" in pane
    click(button(cascade, "Adopt"))
    assert decision(empty_window, "2.4") == ("adopted", "")
    assert empty_window.services.round.detail(action(empty_window, "2.4").id).kpis
    assert "1 adopted, 0 declined" in words_on(cascade)
    assert "2.4 adopted." in words_on(empty_window.undo_bar)
    assert [r.corporate_id for r in cascade.table.chosen_records()] == ["2.5"], "on to the next one that waits"
    assert focus() is cascade.table
    cascade.table.choose("2.4")
    assert not button(cascade, "Adopt").isEnabled(), "what is adopted cannot be adopted again"
    press("Ctrl+Z")
    assert empty_window.services.plan.list_actions() == ()
    assert decision(empty_window, "2.4") == ("open", "")


def test_several_are_adopted_at_once_as_one_step(empty_window: MainWindow, cascade: CascadeView) -> None:
    cascade.table.choose("2.3")
    settle()
    press("Shift+Down", 2)
    click(button(cascade, "Adopt 3 actions"))
    assert {a.reference for a in empty_window.services.plan.list_actions()} == {"2.3", "2.4", "2.5"}
    click(button(empty_window.undo_bar, "Undo"))
    assert empty_window.services.plan.list_actions() == ()


def test_ctrl_a_chooses_actions_and_not_the_heads(cascade: CascadeView) -> None:
    press("Ctrl+A")
    assert len(cascade.table.chosen_records()) == 61
    assert button(cascade, "Adopt 61 actions").isEnabled()


def test_ctrl_enter_declines_once_there_is_a_reason(empty_window: MainWindow, cascade: CascadeView, watch: Watch) -> None:
    def answer(dialog: QDialog) -> None:
        press("Ctrl+Return")  # without a reason nothing happens
        assert dialog.isVisible()
        write("Planning leads it")
        press("Ctrl+Return")

    cascade.table.choose("2.3")
    settle()
    watch.answers.append(answer)
    click(button(cascade, "Decline…"))
    assert decision(empty_window, "2.3") == ("declined", "Planning leads it")


def test_declining_asks_for_a_reason(empty_window: MainWindow, cascade: CascadeView, watch: Watch) -> None:
    seen: list[bool] = []

    def answer(dialog: QDialog) -> None:
        seen.append(button(dialog, "Decline").isEnabled())
        write("Planning leads it")
        click(button(dialog, "Decline"))

    watch.answers.append(answer)
    cascade.table.choose("2.3")
    settle()
    press("Shift+Down")
    click(button(cascade, "Decline…"))
    assert seen == [False], "without a reason nothing is declined"
    assert decision(empty_window, "2.3") == ("declined", "Planning leads it")
    assert decision(empty_window, "2.4") == ("declined", "Planning leads it")
    assert "2 actions declined." in words_on(empty_window.undo_bar)
    assert "0 adopted, 2 declined" in words_on(cascade)
    assert [r.corporate_id for r in cascade.table.chosen_records()] == ["2.5"]
    cascade.table.clearSelection()
    cascade.table.choose("2.2")
    cascade.table.choose("2.3")
    settle()
    settle()
    assert "Planning leads it" in words_on(cascade.pane)
    click(button(cascade.pane, "Decide again"))
    assert decision(empty_window, "2.3") == ("open", "")


def test_declining_all_that_is_left_says_so_in_table_and_pane(window: MainWindow, watch: Watch) -> None:
    window.go("cascade")
    settle()
    view = plan_page(window)._views["cascade"]
    assert isinstance(view, CascadeView)
    click(next(chip for chip in view.findChildren(Chip) if chip.text() == "To decide 6"))
    view.table.setFocus()
    press("Ctrl+A")

    def give(dialog: QDialog) -> None:
        write("Corporate HR leads & we have no <b>budget</b>")
        press("Ctrl+Return")

    watch.answers.append(give)
    click(button(view, "Decline…"))
    settle()
    assert view.table.isHidden()
    assert "Every corporate action is decided" in words_on(view)
    assert "Corporate HR leads & we have no <b>budget</b>" in words_on(view.pane)
    bring_up(window)
    assert focus() is button(view, "Show all actions"), "the keyboard has somewhere to go"
    press("Space")
    assert len(column_of(view.table, 0)) == 61
    click(button(view.pane, "Decide again"))
    assert "1 to decide" in words_on(view)
    click(button(view, "Adopt"))
    assert "22 adopted, 29 declined, 0 to decide" in words_on(view)


def test_escape_keeps_the_decision_open(empty_window: MainWindow, cascade: CascadeView, watch: Watch) -> None:
    watch.answers.append(lambda dialog: press("Escape"))
    cascade.table.choose("2.3")
    settle()
    click(button(cascade, "Decline…"))
    assert decision(empty_window, "2.3") == ("open", "")


def test_the_part_can_be_changed(empty_window: MainWindow, cascade: CascadeView) -> None:
    cascade.table.choose("1.4")
    settle()
    assert "our reading" in words_on(cascade.pane)
    assert "Nothing to do, but good to know." in words_on(cascade.pane)
    choose(part(cascade.pane, QComboBox, "part"), "Contribute")
    row = next(r for r in empty_window.services.plan.cascade() if r.corporate_id == "1.4")
    assert (row.part.value, row.part_is_default) == ("contribute", False)
    assert "our reading" not in words_on(cascade.pane).splitlines()


def test_chips_and_filter(cascade: CascadeView) -> None:
    chips = {c.text().rsplit(" ", 1)[0]: c for c in cascade.findChildren(Chip)}
    click(chips["Own"])
    assert set(column_of(cascade.table, 3)) == {"Own"}
    click(chips["To decide"])
    assert set(column_of(cascade.table, 4)) == {"To decide"}
    click(chips["All"])
    cascade.table.setFocus()
    press("Ctrl+F")
    write("1.1")
    assert column_of(cascade.table, 0) == ["1.1", "1.10", "2.11", "3.11"] or "1.10" in column_of(cascade.table, 0)
    assert "2.4" not in column_of(cascade.table, 0)


def test_enter_on_an_adopted_action_opens_it(window: MainWindow) -> None:
    window.go("cascade")
    settle()
    view = plan_page(window)._views["cascade"]
    assert isinstance(view, CascadeView)
    view.table.setFocus()
    view.table.choose("2.4")
    press("Return")
    assert my_actions(window).pane.isVisible()
    assert "An EIA before every decision" in words_on(my_actions(window).pane)


def test_a_narrow_window_keeps_the_table_alone(empty_window: MainWindow, cascade: CascadeView) -> None:
    assert cascade.pane.isVisible()
    empty_window.resize(900, 600)
    settle()
    assert not cascade.pane.isVisible()
    assert cascade.table.isVisible()


# -------------------------------------------------------------------------------- the clock
def clock_of(window: MainWindow) -> ClockView:
    window.go("clock")
    settle()
    view = plan_page(window)._views["clock"]
    assert isinstance(view, ClockView)
    return view


def test_in_a_narrow_window_an_action_is_read_in_place_of_the_table(empty_window: MainWindow, cascade: CascadeView) -> None:
    empty_window.resize(800, 600)
    settle()
    cascade.table.choose("2.6")
    cascade.table.setFocus()
    press("Return")
    assert cascade.pane.isVisible()
    assert not cascade.table.isVisible()
    assert cascade.pane.corporate_id == "2.6"
    assert "KPIs you would take on" in words_on(cascade.pane)
    press("Escape")
    assert focus() is cascade.table
    assert not cascade.pane.isVisible()
    press("Return")
    click(button(cascade.pane, "Back to the list"))
    assert cascade.table.isVisible()
    press("Return")
    empty_window.resize(1280, 800)
    settle()
    assert cascade.table.isVisible(), "both stand side by side where there is room"
    assert "Back to the list" not in words_on(cascade.pane)


def test_the_clock_tells_month_quarter_and_date_side_by_side(window: MainWindow) -> None:
    view = clock_of(window)
    place = column_of(view.table, 4).index("Anti-racism lines in the 2027-28 budget")
    assert [column_of(view.table, n)[place] for n in range(4)] == ["5.4", "Month 15", "31 March 2027", "Action"]
    heads = [group.words for n in range(view.model.rowCount()) if (group := view.model.group(n))]
    assert "2026-27-Q4, January to March 2027" in heads
    assert "KPI" in column_of(view.table, 3)
    days = [record.day for record in view.model.shown_records()]
    assert days == sorted(days)


def test_enter_in_the_clock_opens_the_action(window: MainWindow) -> None:
    view = clock_of(window)
    view.table.setFocus()
    view.table.choose(next(r.key for r in view.model.shown_records() if r.reference == "5.4"))
    press("Return")
    assert "Anti-racism lines in the 2027-28 budget" in words_on(my_actions(window).pane)


def test_without_month_zero_the_clock_says_why(empty_window: MainWindow) -> None:
    preferences = empty_window.services.preferences
    preferences.change(preferences.directorate().version, {"month_zero": ""})
    view = clock_of(empty_window)
    assert "Month 0 is not set" in words_on(view)
    assert not view.table.isVisible()
    click(button(view, "Set Month 0"))
    assert focus().objectName() == "month_zero"


def test_a_chart_shows_its_numbers_on_t(window: MainWindow) -> None:
    view = clock_of(window)
    canvas = view._chart._canvas
    assert canvas.accessibleName() == "Chart: Month 9 of the programme"
    canvas.setFocus()
    press("T")
    assert not canvas.isVisible()
    assert "Due" in words_on(view._chart) or "due" in words_on(view._chart)
    canvas.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_X, Qt.KeyboardModifier.NoModifier))
    assert not canvas.isVisible()
