"""My actions as a table: order, chips, groups, search, keyboard, copying; and adding an action of one's own."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QDialog

from leadapp.ui.chips import Chip
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.action_columns import part_words
from leadapp.ui.plan.actions_view import ActionsView
from leadapp.ui.plan.add_action import add_action
from leadapp.ui.plan.plan_page import PlanPage
from tests.ui.fixtures import Show, Watch, settle, wait_until
from tests.ui.hands import (
    action,
    button,
    choose,
    click,
    column_of,
    double_click,
    field,
    focus,
    my_actions,
    open_action,
    part,
    plan_page,
    press,
    words_on,
    write,
)


def chip(view: ActionsView, words: str) -> Chip:
    return next(c for c in view.findChildren(Chip) if c.text().rsplit(" ", 1)[0] == words)


def sort_by(view: ActionsView, column: int) -> None:
    """Click the heading of a column."""
    head = view.table.horizontalHeader()
    spot = QPoint(head.sectionViewportPosition(column) + 20, head.height() // 2)
    click(head.viewport(), spot)


def heads(view: ActionsView) -> list[str]:
    return [group.words for n in range(view.model.rowCount()) if (group := view.model.group(n))]


# -------------------------------------------------------------------------------- what it shows
def test_ids_stand_in_the_order_of_the_plan(window: MainWindow) -> None:
    view = my_actions(window)
    ids = column_of(view.table, 0)
    actions = window.services.plan.list_actions()
    assert len(ids) == len(actions)
    assert ids.index("2.4") < ids.index("2.6") < ids.index("2.11") < ids.index("2.13")
    assert view.model.index(0, 0).data(int(Qt.ItemDataRole.AccessibleTextRole)).startswith(f"1 {heads(view)[0]}, ")
    assert f"Showing {len(ids)} of {len(ids)}. Grouped by pillar." in words_on(view)
    corporate = sum(a.origin == "corporate" for a in actions)
    own = len(actions) - corporate
    assert f"{len(ids)} actions: {corporate} from the corporate plan and {own} of your own." in words_on(plan_page(window))


def test_one_point_two_comes_before_one_point_ten_sorted_by_id(empty_window: MainWindow) -> None:
    empty_window.services.plan.adopt(("1.10", "1.2", "1.9"))
    view = my_actions(empty_window)
    sort_by(view, 0)
    assert column_of(view.table, 0) == ["1.2", "1.9", "1.10"]
    sort_by(view, 0)
    assert column_of(view.table, 0) == ["1.10", "1.9", "1.2"]


def test_columns_sort_within_their_pillar(window: MainWindow) -> None:
    view = my_actions(window)
    sort_by(view, 4)  # worst confidence first, what is not asked before it
    first = column_of(view.table, 4)[: view.model.group(0).count]  # type: ignore[union-attr]
    order = ["Not asked", "Off track", "At risk", "On track"]
    assert first == sorted(first, key=order.index)
    assert {"Off track", "At risk", "On track"} <= set(first)
    sort_by(view, 1)
    titles = column_of(view.table, 1)[: view.model.group(0).count]  # type: ignore[union-attr]
    assert titles == sorted(titles, key=str.casefold)
    sort_by(view, 2)
    assert column_of(view.table, 2)[0] == "3 April 2026"


def test_chips_count_and_filter(window: MainWindow) -> None:
    window.resize(2400, 800)  # room for every chip
    view = my_actions(window)
    settle()
    for found in view.findChildren(Chip):
        click(found)
        assert len(column_of(view.table, 0)) == int(found.text().rsplit(" ", 1)[1])
        click(chip(view, "All"))
    click(chip(view, "Left this quarter"))
    assert column_of(view.table, 0) == ["NS-08", "NS-10", "2.13", "NS-11"]
    assert not chip(view, "All").isChecked()
    click(chip(view, "Urgent"))
    assert "No action matches" in words_on(view)
    click(chip(view, "Left this quarter"))
    assert column_of(view.table, 0) == ["NS-01", "NS-02", "NS-03", "NS-04", "NS-05", "NS-06"]
    click(chip(view, "Urgent"))
    assert chip(view, "All").isChecked()
    click(chip(view, "Due by quarter's end"))
    assert set(column_of(view.table, 0)) == {"NS-02", "NS-03", "2.11"}
    click(chip(view, "All"))
    assert len(column_of(view.table, 0)) == len(window.services.plan.list_actions())


def test_filter_words_find_and_clear(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.setFocus()
    press("Ctrl+F")
    write("depot manager room")
    assert column_of(view.table, 0) == ["NS-12"]
    assert "Showing 1 of " in words_on(view)
    write(" xyz")
    assert "No action matches" in words_on(view)
    click(button(view, "Clear search and filters"))
    assert len(column_of(view.table, 0)) == len(window.services.plan.list_actions())


def test_months_and_moves_stand_beneath_the_date(window: MainWindow) -> None:
    view = my_actions(window)
    record = action(window, "2.6")
    column = view.model.columns[2]
    assert column.text(record) == "31 December 2026"
    assert column.second is not None
    assert column.second(record) == "Month 12, re-dated 2×"


def test_an_empty_plan_says_what_to_do(empty_window: MainWindow) -> None:
    view = my_actions(empty_window)
    assert "Your plan is empty" in words_on(view)
    click(button(view, "Open the cascade"))
    assert "to decide" in words_on(plan_page(empty_window))


def test_without_month_zero_bands_stand_for_dates(empty_window: MainWindow) -> None:
    preferences = empty_window.services.preferences
    preferences.change(preferences.directorate().version, {"month_zero": ""})
    empty_window.services.plan.adopt(("2.4",))
    view = my_actions(empty_window)
    assert column_of(view.table, 2) == ["Month 6"]


# -------------------------------------------------------------------------------- groups
def test_groups_fold_by_key_and_by_mouse(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.setFocus()
    view.table.setCurrentIndex(view.model.index(0, 0))
    rows, group = view.model.rowCount(), view.model.group(0)
    assert group is not None
    press("Left")
    assert view.model.rowCount() == rows - group.count
    assert len(heads(view)) == 5
    press("Right")
    assert view.model.rowCount() == rows
    press("Space")
    assert view.model.rowCount() == rows - group.count
    press("Return")
    assert view.model.rowCount() == rows
    place = view.table.visualRect(view.model.index(0, 0))
    click(view.table.viewport(), QPoint(40, place.center().y()))
    assert view.model.rowCount() == rows - group.count
    spoken = view.model.data(view.model.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith(f"{group.count} rows, folded")


def test_an_action_in_a_folded_group_is_shown_when_it_is_asked_for(window: MainWindow) -> None:
    view = my_actions(window)
    view.model.fold("2", folded=True)
    assert "2.4" not in column_of(view.table, 0)
    open_action(window, "2.4")
    assert "2.4" in column_of(view.table, 0)
    assert view.table.chosen_records()[0].reference == "2.4"


# -------------------------------------------------------------------------------- keyboard and mouse
def test_enter_opens_the_action_and_escape_returns_to_its_row(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.setFocus()
    view.table.choose(action(window, "2.4").id)
    press("Return")
    assert "An EIA before every decision" in words_on(view.pane)
    assert focus() is view.pane.quarter.update_box.area
    press("Escape")
    assert focus() is view.table
    assert view.table.currentIndex().row() == view.model.row_of(action(window, "2.4").id)
    assert not view.pane.isVisible()


def test_moving_along_the_rows_shows_each_beside(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.setFocus()
    view.table.choose(action(window, "2.4").id)
    assert "An EIA before every decision" in words_on(view.pane)
    press("Down")
    assert "Satisfaction by ethnic group" in words_on(view.pane)
    click(button(view.pane, "Previous"))
    assert "An EIA before every decision" in words_on(view.pane)
    click(button(view.pane, "Next"))
    assert "Satisfaction by ethnic group" in words_on(view.pane)


def test_a_double_click_opens(window: MainWindow) -> None:
    view = my_actions(window)
    row = view.table.visualRect(view.model.index(2, 1))
    double_click(view.table.viewport(), row.center())
    assert focus() is view.pane.quarter.update_box.area


def test_the_chosen_rows_are_copied_as_excel_takes_them(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.setFocus()
    view.table.choose(action(window, "5.4").id)
    press("Ctrl+C")
    head, line = QGuiApplication.clipboard().text().splitlines()
    told = dict(zip(head.split("\t"), line.split("\t"), strict=True))
    assert told["ID"] == "5.4"
    assert told["Action"] == "Anti-racism lines in the 2027-28 budget"
    assert (told["Due"], told["Status"], told["Confidence"]) == ("31 March 2027", "Not started", "On track")
    assert told["Owner"] == action(window, "5.4").owner, "what stands in a second line has a column of its own"
    assert told["My part"]


def test_an_own_action_says_where_it_comes_from_in_the_word_of_its_origin(window: MainWindow) -> None:
    commitments = [a for a in my_actions(window).model.shown_records() if a.origin.startswith("commitment")]
    assert {part_words(a).split(", " + a.owner)[0].removeprefix("Blocked. ") for a in commitments} == {
        "Director's commitment, immediate",
        "Director's commitment, medium-term",
    }


def test_a_narrow_window_shows_one_at_a_time_with_a_way_back(window: MainWindow) -> None:
    view = my_actions(window)
    window.resize(800, 600)
    settle()
    pane = open_action(window, "2.4")
    assert not view.table.isVisible()
    click(button(pane, "Back to the list"))
    assert view.table.isVisible()
    assert focus() is view.table


def test_tab_leaves_the_table(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.setFocus()
    press("Tab")
    assert focus() is not view.table


def test_every_cell_is_told_with_its_heading(window: MainWindow) -> None:
    view = my_actions(window)
    place = view.model.row_of(action(window, "1.8").id)
    spoken = [view.model.data(view.model.index(place, n), Qt.ItemDataRole.AccessibleTextRole) for n in range(5)]
    assert spoken[0] == "ID: 1.8"
    assert spoken[1].startswith("Action and my part: A champion in every frontline service, Own, ")
    assert spoken[3:] == ["Status: Underway", "Confidence: At risk"]
    assert view.model.headerData(3, Qt.Orientation.Horizontal) == "Status"


# -------------------------------------------------------------------------------- an action of one's own
def test_enter_in_any_field_of_a_new_action_adds_it(empty_window: MainWindow, watch: Watch) -> None:
    """Qt would press the first button, and that is Cancel."""

    def answer(_dialog: QDialog) -> None:
        write("Listen in every depot")
        press("Tab", 3)
        write("31/3/27")
        press("Return")

    window = empty_window
    window.go("plan")
    settle()
    watch.answers.append(answer)
    click(button(plan_page(window), "Add action"))
    (made,) = window.services.plan.list_actions()
    assert (made.title, made.due) == ("Listen in every depot", dt.date(2027, 3, 31))


def test_an_own_action_is_added_and_opened(empty_window: MainWindow, watch: Watch) -> None:
    def answer(dialog: QDialog) -> None:
        field(dialog, "title").box.setFocus()
        write("Quiet room at the depot")
        choose(part(dialog, QComboBox, "origin"), "Feedback")
        choose(part(dialog, QComboBox, "pillar"), next(w for w in pillars(dialog) if w.startswith("2 ")))
        field(dialog, "due").box.setFocus()
        write("31/3/27")
        click(part(dialog, QCheckBox))
        click(button(dialog, "Add action"))

    watch.answers.append(answer)
    view = my_actions(empty_window)
    click(button(plan_page(empty_window), "Add action"))
    made = action(empty_window, "NS-01")
    assert (made.title, made.origin.value, made.pillar, made.urgent) == ("Quiet room at the depot", "feedback", 2, True)
    assert str(made.due) == "2027-03-31"
    assert view.pane.isVisible()
    assert "Quiet room at the depot" in words_on(view.pane)
    assert "“Quiet room at the depot” added." in words_on(empty_window.undo_bar)
    empty_window.activateWindow()  # as a window manager does when a dialog goes
    wait_until(lambda: QApplication.focusWidget() is field(view.pane, "update").box)


def pillars(dialog: QDialog) -> list[str]:
    combo = part(dialog, QComboBox, "pillar")
    return [combo.itemText(n) for n in range(combo.count())]


def test_a_new_action_says_what_is_wrong_beside_the_field(empty_window: MainWindow, watch: Watch) -> None:
    told: list[str] = []

    def answer(dialog: QDialog) -> None:
        click(button(dialog, "Add action"))
        told.append(field(dialog, "title").problem())
        assert focus() is field(dialog, "title").box
        write("Quiet room")
        field(dialog, "due").box.setFocus()
        write("31 September 2026")
        click(button(dialog, "Add action"))
        told.append(field(dialog, "due").problem())
        assert focus() is field(dialog, "due").box
        press("Ctrl+A")
        write("30 September 2026")
        assert field(dialog, "due").problem() == "", "it is right now, so nothing is said"
        press("Escape")

    watch.answers.append(answer)
    page = plan_page(empty_window)
    assert isinstance(page, PlanPage)
    assert add_action(page) is None
    assert told[0] == "Give the action a title."
    assert told[1].startswith("September 2026 has 30 days.")
    assert empty_window.services.plan.list_actions() == ()


def test_enter_in_the_title_adds(empty_window: MainWindow, watch: Watch, show_window: Show) -> None:
    def answer(dialog: QDialog) -> None:
        write("Quiet room")
        press("Return")

    watch.answers.append(answer)
    click(button(plan_page(empty_window), "Add action"))
    assert action(empty_window, "NS-01").title == "Quiet room"


def test_a_filter_that_hides_the_open_action_leaves_it_open(window: MainWindow) -> None:
    view = my_actions(window)
    shown, hidden = (view.model.record(n) for n in (1, 2))  # Qt would move the cursor to the row above
    assert hidden is not None
    assert shown is not None
    view.table.setFocus()
    view.table.choose(hidden.id)
    view.show_action(hidden.id)
    settle()
    assert (view.pane.isVisible(), view.pane.action_id) == (True, hidden.id)
    view.filter.line.setText(shown.title)
    settle()
    assert view.model.row_of(hidden.id) < 0
    assert (view.pane.isVisible(), view.pane.action_id) == (True, hidden.id)
    view.filter.line.setText("")
    settle()
    assert (view.pane.isVisible(), view.pane.action_id) == (True, hidden.id)
