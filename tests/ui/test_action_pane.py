"""One action open: its words, dates, owner, milestones, status and confidence, each kept as it is typed."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from leadapp.domain.corporate_plan import contradictions_of
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter, format_date
from leadapp.services.tracker_service import read_pasted_list
from leadapp.ui.forms.fields import ChoiceField, Segmented
from leadapp.ui.history.history_page import HistoryPage
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.action_pane import ActionPane
from tests.ui.facts import spoken_name, walk
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
    write,
    write_anew,
)

Q2 = Quarter(2026, 2)


@pytest.fixture
def pane(window: MainWindow) -> ActionPane:
    """Action 2.4 of the sample, open with its details."""
    return open_action(window, "2.4")


def checks(window: MainWindow) -> str:
    return "\n".join(c.sentence for c in window.services.returns.checks(Q2) if not c.passed)


# -------------------------------------------------------------------------------- reading
def test_it_tells_part_responsibility_and_contradictions(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    words = words_on(pane)
    assert "Your part: own. Your directorate does this itself." in words
    assert "Accountable: Chief Operating Officer." in words
    assert "10 April 2026: from 31 March 2026 to " in words
    assert "In 2026-27-Q1 you said" in words
    assert "Earlier updates" in words


def test_tab_goes_through_it_as_it_stands(window: MainWindow) -> None:
    """Boxes of KPIs, milestones and the note are made when an action is shown: Tab goes to them in their places, then to the foot."""
    pane = open_action(window, "1.5")
    field(pane, "update").box.setFocus()
    way = [w for w in walk(pane) if pane.isAncestorOf(w)]
    spoken = [w.objectName() or spoken_name(w) for w in way]
    kpis = [n for n, name in enumerate(spoken) if name.startswith("kpi")]
    milestones = [n for n, name in enumerate(spoken) if name.startswith("Remove milestone")]
    assert spoken.index("status") < kpis[0] < kpis[-1] < milestones[0] < spoken.index("new_milestone")
    assert spoken.index("new_milestone") < spoken.index("fold_evidence") < spoken.index("Previous")
    assert spoken[-1] == "Show what disagrees in the corporate plan"  # where it came round from above
    pane.form.fold(folded=True)
    press("Shift+Tab")
    assert spoken_name(focus()) == "Show what disagrees in the corporate plan"


def test_the_button_that_tells_what_disagrees_keeps_the_keyboard(window: MainWindow) -> None:
    pane = open_action(window, "1.5")
    told = button(pane, "Why")
    told.setFocus()
    window.services.plan.change(pane.action_id or 0, action(window, "1.5").version, ActionDraft(title="Zero tolerance at work"))
    pane.reload()
    settle()
    assert focus() is told


def test_what_disagrees_in_the_corporate_plan_is_told_when_asked_for(window: MainWindow) -> None:
    plan = window.services.preferences.corporate_plan()
    reference = next(a.reference for a in window.services.plan.list_actions() if contradictions_of(plan, a.corporate_id))
    found = contradictions_of(plan, reference)[0]
    pane = open_action(window, reference)
    assert found.title in words_on(pane)
    assert found.what_disagrees not in words_on(pane)
    click(button(pane, "Show what disagrees in the corporate plan"))
    assert found.what_disagrees in words_on(pane)
    click(button(pane, "Hide what disagrees in the corporate plan"))
    assert found.what_disagrees not in words_on(pane)


def test_an_own_action_has_no_corporate_facts(window: MainWindow) -> None:
    pane = open_action(window, "NS-11")
    assert "Accountable:" not in words_on(pane)
    assert field(pane, "origin").text() == "maturity_improvement"


def test_details_fold_and_open(pane: ActionPane) -> None:
    click(button(pane, "Hide details"))
    assert not pane.form.owner.isVisible()
    click(button(pane, "Show details: owner, dates, milestones, KPIs"))
    assert pane.form.owner.isVisible()


# -------------------------------------------------------------------------------- words, owner, service
def test_what_is_typed_is_in_the_file_when_the_field_is_left(window: MainWindow, pane: ActionPane) -> None:
    fill(pane, "title", "An EIA in time")
    fill(pane, "description", "Every report to cabinet carries one.")
    now = action(window, "2.4")
    assert (now.title, now.description) == ("An EIA in time", "Every report to cabinet carries one.")
    assert "An EIA in time" in column_of(my_actions(window).table, 1)


def test_what_is_typed_is_in_the_file_after_two_seconds(window: MainWindow, pane: ActionPane) -> None:
    field(pane, "update").box.setFocus()
    press("Ctrl+A")
    write("Typed and left standing")
    assert window.services.round.detail(action(window, "2.4").id).updates[-1].text != "Typed and left standing"
    QTest.qWait(2150)
    assert window.services.round.detail(action(window, "2.4").id).updates[-1].text == "Typed and left standing"
    assert focus() is field(pane, "update").box
    write(", and more")
    assert field(pane, "update").text() == "Typed and left standing, and more"


def test_one_visit_to_a_field_is_one_undo_step(window: MainWindow, pane: ActionPane) -> None:
    before = len(window.services.history.lines(500))
    title = field(pane, "title")
    title.box.setFocus()
    press("Ctrl+A")
    write("One")
    pane.flush()
    write(" and two")
    press("Tab")
    assert action(window, "2.4").title == "One and two"
    assert len(window.services.history.lines(500)) == before + 1


def test_an_empty_title_is_marked_and_never_lost(window: MainWindow, pane: ActionPane) -> None:
    title = fill(pane, "title", "")
    assert title.problem() == "Give the action a title."
    assert "Give the action a title." in title.box.accessibleDescription()
    assert action(window, "2.4").title.startswith("An EIA before every decision")


def test_an_owner_is_chosen_or_typed(window: MainWindow, pane: ActionPane) -> None:
    owner = part(pane, QComboBox, "owner")
    assert "Depot Manager" in [owner.itemText(n) for n in range(owner.count())]
    fill(pane, "owner", "Ms Wyn")
    assert action(window, "2.4").owner == "Ms Wyn"
    choose(part(pane, QComboBox, "service"), "Parks and Cemeteries")
    press("Tab")
    assert action(window, "2.4").service == "Parks and Cemeteries"


def test_a_complete_action_says_when_or_that_the_day_is_not_known(window: MainWindow, pane: ActionPane) -> None:
    assert "Completed on" not in words_on(pane)
    choose(part(pane, QComboBox, "status"), "Complete")
    press("Tab")
    settle()
    assert f"Completed on {format_date(window.services.preferences.today())}." in words_on(pane)
    rows = "Action\tStatus\nReissue the dress code\tComplete\nOpen the quiet room\tIn progress"
    guess = window.services.tracker.guess(read_pasted_list(rows).sheets[0])
    window.services.tracker.take(window.services.tracker.preview(guess), guess, "pasted rows")
    made = next(a for a in window.services.plan.list_actions() if a.title == "Reissue the dress code")
    assert open_action(window, made.reference) is pane
    assert "Complete; the day is not known." in words_on(pane)


def test_pillar_and_origin_of_an_own_action(window: MainWindow) -> None:
    pane = open_action(window, "NS-11")
    choose(part(pane, QComboBox, "pillar"), "4")
    press("Tab")
    choose(part(pane, QComboBox, "origin"), "Local")
    press("Tab")
    now = action(window, "NS-11")
    assert (now.pillar, now.origin.value) == (4, "local")
    assert "NS-11" in words_on(pane), "the pane stays on the action whose pillar was changed"


def test_urgent_counts_for_the_test(window: MainWindow, pane: ActionPane) -> None:
    click(part(pane, QCheckBox, "urgent"))
    assert action(window, "2.4").urgent
    click(part(pane, QCheckBox, "urgent"))
    assert not action(window, "2.4").urgent


# -------------------------------------------------------------------------------- dates
def test_moving_a_date_needs_a_reason_and_is_counted(window: MainWindow, pane: ActionPane) -> None:
    assert not pane.form.due_reason.isVisible()
    field(pane, "due").box.setFocus()
    write_anew("31/3/27")
    press("Tab")
    assert focus() is field(pane, "due_reason").box
    press("Tab")
    settle()
    reason = field(pane, "due_reason")
    assert reason.problem() == "Say why the date moved. The first date stays on record."
    assert str(action(window, "2.4").due) == "2026-12-31"
    assert "2.4" in checks(window)
    fill(pane, "due_reason", "The supplier starts in spring")
    now = action(window, "2.4")
    assert (str(now.due), now.times_redated) == ("2027-03-31", 2)
    assert "to 31 March 2027. The supplier starts in spring" in words_on(pane)
    assert "Something typed cannot be used yet" not in checks(window)
    assert field(pane, "due").text() == "31 March 2027"
    assert not pane.form.due_reason.isVisible(), "the reason belongs to the move that was made, not to the next one"
    assert pane.form.due_reason.text() == ""


def test_a_date_that_is_none_stays_as_typed_and_is_listed(window: MainWindow, pane: ActionPane) -> None:
    field(pane, "due").box.setFocus()
    write_anew("31 September 2026")
    press("Tab", 2)
    settle()
    due = field(pane, "due")
    assert due.problem().startswith("September 2026 has 30 days.")
    assert due.text() == "31 September 2026"
    assert str(action(window, "2.4").due) == "2026-12-31"
    assert "Something typed cannot be used yet on 2.4." in checks(window)
    open_action(window, "2.6")
    open_action(window, "2.4")
    assert field(pane, "due").text() == "31 September 2026"
    assert field(pane, "due").problem().startswith("September 2026 has 30 days.")


# -------------------------------------------------------------------------------- status and confidence
@pytest.mark.parametrize("word", ["Paused", "Will not do"])
def test_paused_and_will_not_do_need_a_reason(window: MainWindow, pane: ActionPane, word: str) -> None:
    assert not pane.quarter.status_reason.isVisible()
    choose(part(pane, QComboBox, "status"), word)
    press("Tab")
    reason = field(pane, "status_reason")
    assert focus() is reason.box
    press("Tab")
    assert reason.problem() == f"Say why it is “{word}”."
    assert action(window, "2.4").status.value == "underway"
    fill(pane, "status_reason", "Nobody to lead it")
    now = action(window, "2.4")
    assert (now.status.value.replace("_", " "), now.status_reason) == (word.lower(), "Nobody to lead it")
    assert not pane.quarter.confidence.isVisible()
    choose(part(pane, QComboBox, "status"), "Underway")
    press("Tab")
    assert action(window, "2.4").status_reason == ""
    assert pane.quarter.confidence.isVisible()


def test_confidence_by_mouse_by_arrow_and_by_number(window: MainWindow, pane: ActionPane) -> None:
    segmented = field(pane, "confidence")
    assert isinstance(segmented, Segmented)
    click(button(segmented, "Off track"))
    assert action(window, "2.4").confidence == "off_track"
    press("Left")
    settle()
    assert action(window, "2.4").confidence == "at_risk"
    press("1")
    settle()
    assert action(window, "2.4").confidence == "on_track"
    press("Alt+3")
    assert action(window, "2.4").confidence == "off_track"
    assert focus() is button(segmented, "On track"), "a short cut does not take the keyboard along"


def test_tab_stops_once_at_the_confidence(pane: ActionPane) -> None:
    part(pane, QComboBox, "status").setFocus()
    press("Tab")
    assert focus() is button(field(pane, "confidence"), "On track")
    press("Tab")
    assert not field(pane, "confidence").isAncestorOf(focus())


def test_the_shapes_of_states_stand_beside_their_words(pane: ActionPane) -> None:
    status = field(pane, "status")
    assert isinstance(status, ChoiceField)
    assert [status.combo.itemText(n) for n in range(5)] == ["Not started", "Underway", "Complete", "Paused", "Will not do"]
    assert not any(status.combo.itemIcon(n).isNull() for n in range(5))


# -------------------------------------------------------------------------------- milestones
def test_milestones_are_added_ticked_and_removed_by_keyboard(window: MainWindow, pane: ActionPane) -> None:
    line = part(pane, QLineEdit, "new_milestone")
    line.setFocus()
    write("First draft read")
    press("Return")
    assert line.text() == ""
    assert focus() is line
    milestones = window.services.round.detail(action(window, "2.4").id).milestones
    assert milestones[-1].title == "First draft read"
    box = next(b for b in pane.findChildren(QCheckBox) if spoken_name(b) == "First draft read" and b.isVisible())
    box.setFocus()
    press("Space")
    assert window.services.round.detail(action(window, "2.4").id).milestones[-1].done_on is not None
    ticked = focus()
    assert isinstance(ticked, QCheckBox)
    assert ticked is box
    assert "First draft read. Done on 21 September 2026." in words_on(pane)
    click(button(pane, "Remove milestone First draft read"))
    assert focus() is line
    assert len(window.services.round.detail(action(window, "2.4").id).milestones) == len(milestones) - 1
    assert "Milestone removed." in words_on(window.undo_bar)
    line.setFocus()
    press("Return")
    assert "Milestone removed." in words_on(window.undo_bar), "an empty line adds nothing"


def test_removing_an_action_can_be_undone(window: MainWindow, pane: ActionPane) -> None:
    click(button(pane, "Remove this action"))
    assert "2.4" not in [a.reference for a in window.services.plan.list_actions()]
    assert not pane.isVisible() or "2.4" not in words_on(pane).splitlines()
    assert "2.4 removed." in words_on(window.undo_bar)
    click(button(window.undo_bar, "Undo"))
    assert action(window, "2.4").title.startswith("An EIA before every decision")


# -------------------------------------------------------------------------------- its history
def test_its_history_is_one_press_away_with_what_is_being_typed(window: MainWindow, pane: ActionPane) -> None:
    field(pane, "title").box.setFocus()
    write_anew("Assess first")
    click(button(pane, "History of this action"))
    settle()
    page = window.current_page()
    assert isinstance(page, HistoryPage)
    assert page.narrowing.action_uid() == action(window, "2.4").uid
    assert column_of(page.table, 2)[0] == "Title of 2.4"
    assert "How it stood at the end of" in words_on(page.pane)
