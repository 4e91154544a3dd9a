"""The folded parts of an action in the real window: kind and budget, blocks and links, the SMARTIE check; and the pace."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.action_pane import ActionPane
from leadapp.ui.plan.pace_view import PaceView
from tests.ui.fixtures import settle
from tests.ui.hands import (
    action,
    button,
    choose,
    click,
    column_of,
    field,
    fill,
    focus,
    my_actions,
    open_action,
    part,
    press,
    words_on,
)
from tests.ui.hands import write as type_text

pytestmark = pytest.mark.usefixtures("every_event")


@pytest.fixture
def pane(window: MainWindow) -> ActionPane:
    """Action 2.4 of the sample, open."""
    return open_action(window, "2.4")


def test_the_heads_say_what_is_in_them_without_unfolding(window: MainWindow) -> None:
    pane = open_action(window, "2.6")
    words = words_on(pane.details)
    assert "Kind, year and budget: structural, £42,000" in words
    assert "Blocks and links: blocked, 2 links" in words
    assert "SMARTIE check" in words
    assert "missing" not in words.lower()
    assert "Blocked by: New interpreting contract" in words_on(pane)
    assert not any(box.isVisible() for box in pane.details.findChildren(QLineEdit))


def test_kind_and_money_are_kept_as_they_are_typed(window: MainWindow, pane: ActionPane) -> None:
    press_open(pane, "Kind, year and budget: structural")
    choose(part(pane, QComboBox, "kind"), "Learning")
    fill(pane, "budget_planned", "12.5k")
    fill(pane, "budget_spent", "£13,000")
    choose(part(pane, QComboBox, "budget_kind"), "Core")
    press("Tab")
    kept = action(window, "2.4")
    assert (kept.kind, kept.budget_planned, kept.budget_spent, kept.budget_kind) == ("learning", 12500.0, 13000.0, "core")
    assert field(pane, "budget_planned").text() == "£12,500"
    assert "£500 more than planned." in words_on(pane)
    for _ in range(4):
        window.undo()
        settle()
    assert action(window, "2.4").budget_planned is None
    assert action(window, "2.4").kind == "structural"


def test_money_that_cannot_be_read_stays_typed_with_a_sentence(window: MainWindow, pane: ActionPane) -> None:
    press_open(pane, "Kind, year and budget: structural")
    fill(pane, "budget_planned", "lots")
    told = field(pane, "budget_planned")
    assert told.text() == "lots"
    assert told.problem() == "Type an amount in pounds, such as 12,500 or 12.5k."
    open_action(window, "1.8")
    open_action(window, "2.4")
    assert (told.text(), told.problem()) == ("lots", "Type an amount in pounds, such as 12,500 or 12.5k.")
    fill(pane, "budget_planned", "900")
    assert (told.text(), told.problem()) == ("£900", "")
    assert action(window, "2.4").budget_planned == 900.0


def press_open(pane: ActionPane, words: str) -> None:
    """Unfold a part with the keyboard."""
    head = button(pane, words)
    head.setFocus()
    press("Space")
    assert head.isChecked()


def test_the_check_is_answered_question_by_question(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    press_open(pane, "SMARTIE check: 10 answers")
    assert field(pane, "shaped_by").text() == "The first six champions"
    fill(pane, "could_widen", "Night shifts could be left out again")
    button(pane, "SMARTIE check: 11 answers")
    open_action(window, "2.6")
    assert field(pane, "could_widen").text() == ""
    pane.details.smartie.answers["specific"].box.setFocus()
    type_text("Every hub")
    open_action(window, "1.8")
    assert field(pane, "specific").text().startswith("One champion or more")
    other = action(window, "2.6")
    assert window.services.details.view(other.id).answers == {"specific": "Every hub"}


def test_an_action_is_linked_by_typing_and_both_sides_go_there(window: MainWindow, pane: ActionPane) -> None:
    press_open(pane, "Blocks and links")
    click(button(pane, "Waits for…"))
    assert focus().objectName() == "find_action"
    type_text("champion")
    press("Enter")
    button(pane, "Blocks and links: 1 link")
    assert focus() is pane.details.links.waits
    click(button(pane, "Waits for 1.8"))
    assert pane.action_id == action(window, "1.8").id
    assert "Awaited by 2.4" in words_on(pane)
    click(button(pane, "Remove the link with 2.4"))
    window.undo()
    settle()
    assert "Awaited by 2.4" in words_on(pane)


def test_escape_gives_up_looking_for_an_action_and_leaves_the_pane_open(window: MainWindow, pane: ActionPane) -> None:
    press_open(pane, "Blocks and links")
    click(button(pane, "Relates to…"))
    type_text("zzz")
    assert "No other action of your plan matches." in words_on(pane)
    press("Escape")
    assert not pane.details.links.finder.isVisible()
    assert pane.isVisible()


def narrow(window: MainWindow, words: str) -> None:
    """Choose a filter among those that have no room beside the others."""
    view = my_actions(window)
    view.filter._menu.aboutToShow.emit()
    next(a for a in view.filter._menu.actions() if a.text().startswith(words)).trigger()
    settle()


def test_a_blocked_action_says_so_in_the_table_and_on_home(window: MainWindow, pane: ActionPane) -> None:
    view = my_actions(window)
    press_open(pane, "Blocks and links")
    fill(pane, "blocked_by", "The lease of the depot")
    shown = {a.reference: view.model.columns[1].second(a) for a in view.model.shown_records()}  # type: ignore[misc]
    assert shown["2.4"].startswith("Blocked. ")
    narrow(window, "Blocked")
    assert "2.4" in column_of(view.table, 0)
    assert "1.8" not in column_of(view.table, 0)
    number = action(window, "NS-08")
    from leadapp.domain.action_detail import DetailDraft

    window.services.details.change(number.id, number.version, DetailDraft(blocked_by="No answer"))
    window.go("home")
    settle()
    window.rooms["home"].reload()
    settle()
    assert "NS-08 (blocked)" in words_on(window.rooms["home"])


def test_the_table_can_be_narrowed_to_a_kind(window: MainWindow) -> None:
    view = my_actions(window)
    narrow(window, "Harm-reducing")
    references = set(column_of(view.table, 0))
    assert {a.reference for a in window.services.plan.list_actions() if a.kind == "harm_reducing"} == references


# -------------------------------------------------------------------------------- pace
def pace(window: MainWindow) -> PaceView:
    window.go("pace")
    settle()
    view = window.rooms["plan"].findChild(PaceView)
    assert view is not None
    return view


def test_the_pace_is_a_sentence_two_charts_and_a_list(window: MainWindow) -> None:
    view = pace(window)
    words = words_on(view)
    assert "Of 7 harm-reducing actions 3 are complete" in words
    assert "Without a kind: 2" in words
    assert "Core: £51,600 planned, £20,990.50 spent, on 2 actions." in words
    chart = part(view, ChartView, "pace_by_kind")
    press("T")
    assert "Structural: 1 complete" in words_on(chart)


def test_one_press_gives_an_action_its_kind(window: MainWindow) -> None:
    view = pace(window)
    click(button(view, "2.5: Structural"))
    assert action(window, "2.5").kind == "structural"
    assert "Without a kind: 1" in words_on(view)
    assert view.isAncestorOf(focus())
    window.undo()
    settle()
    assert "Without a kind: 2" in words_on(view)


def test_a_plan_without_kinds_says_what_to_do(services: object, show_window: object) -> None:
    services.plan.adopt(("2.4",))  # type: ignore[attr-defined]
    window: MainWindow = show_window(services)  # type: ignore[operator]
    view = pace(window)
    assert "No action has a kind yet." in words_on(view)
    assert not any(c.isVisible() for c in view.findChildren(ChartView, "pace_by_kind"))
    click(button(view, "2.4: Learning"))
    assert "Of 1 learning action none are complete." in words_on(view)


def test_a_long_list_without_a_kind_is_shown_in_part_and_whole_when_asked(services: object, show_window: object) -> None:
    plan = services.plan  # type: ignore[attr-defined]
    plan.adopt(tuple(row.corporate_id for row in plan.cascade())[:20])
    window: MainWindow = show_window(services)  # type: ignore[operator]
    view = pace(window)
    click(button(view, "Show all 20"))
    assert words_on(view).count("Visibility") == 20


def test_a_pace_that_has_not_changed_is_left_as_it_is(window: MainWindow) -> None:
    view = pace(window)
    wanted = button(view, "2.5: Structural")
    view.reload()
    settle()
    assert wanted.isVisible()


def test_a_text_that_was_folded_away_is_shown_whole(window: MainWindow) -> None:
    pane = open_action(window, "2.6")
    press_open(pane, "Blocks and links: blocked, 2 links")
    area = pane.details.links.unblocked.area
    assert area.toPlainText().startswith("Contract starts on 1 November 2026")
    assert area.verticalScrollBar().maximum() == 0
