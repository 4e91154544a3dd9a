"""The quarter round: where it begins, what keeps and goes on, where it ends, and what is left."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox

from leadapp.domain.checks import MISSING
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.round import KpiLine
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.kpi_boxes import KpiBoxes
from leadapp.ui.plan.round_view import RoundView
from tests.ui.facts import clipped
from tests.ui.fixtures import settle
from tests.ui.hands import action, button, choose, click, field, fill, focus, open_action, part, plan_page, press, words_on, write


def line_of(window: MainWindow, kpi_id: int) -> KpiLine:
    return next(line for item in window.services.round.items() for line in item.kpis if line.kpi.id == kpi_id)


def update_of(window: MainWindow, reference: str) -> str:
    item = next(i for i in window.services.round.items() if i.action.reference == reference)
    return item.update.says if item.update else ""


# -------------------------------------------------------------------------------- the round
def test_it_begins_where_something_is_left(window: MainWindow, the_round: RoundView) -> None:
    words = words_on(the_round)
    assert "Quarter round: July to September 2026" in words
    whole = len(window.services.round.items())
    assert f"{whole - 4} of {whole} actions done, 4 left. Everything is kept as you type." in words
    assert "NS-08" in words
    assert "Advertise every acting-up post and secondment" in words
    assert "Owner: Director of Environment. Due 31 December 2026." in words
    assert "Left here: the update, a KPI value." in words
    assert focus() is the_round.form.update_box.area
    assert the_round.progress.value() == whole - 4


def test_ctrl_enter_keeps_the_words_and_goes_on(window: MainWindow, the_round: RoundView) -> None:
    write("Seven of eight posts were advertised.")
    press("Ctrl+Return")
    assert update_of(window, "NS-08") == "Seven of eight posts were advertised."
    assert "NS-10" in words_on(the_round)
    assert focus() is the_round.form.update_box.area
    assert the_round.form.update_box.text() == ""
    press("Ctrl+Shift+Return")
    assert "Seven of eight posts were advertised." in the_round.form.update_box.text() or "3.5" in words_on(the_round)


def test_going_back_shows_what_was_said(window: MainWindow, the_round: RoundView) -> None:
    place = the_round._place()
    click(button(the_round, "Previous action (Ctrl+Shift+Enter)"))
    assert place is not None
    assert the_round._place() == place - 1
    assert "Nothing left here." in words_on(the_round)
    press("Ctrl+Return")
    assert the_round._place() == place


def test_no_change_is_one_key_and_needs_its_because(window: MainWindow, the_round: RoundView) -> None:
    press("Ctrl+Return")
    assert "NS-10" in words_on(the_round)
    press("Alt+N")
    assert part(the_round, QCheckBox, "no_change").isChecked()
    assert focus() is the_round.form.update_box.area
    write("nobody has taken over the walks")
    press("Ctrl+Return")
    assert update_of(window, "NS-10") == "No change, because nobody has taken over the walks"
    assert "3 left" in words_on(the_round)


def test_no_change_keeps_its_tick_while_the_confidence_changes(window: MainWindow, the_round: RoundView) -> None:
    press("Alt+N")
    write("waiting on HR")
    press("Alt+2")
    settle()
    assert part(the_round, QCheckBox, "no_change").isChecked()
    press("Ctrl+Return")
    assert update_of(window, "NS-08") == "No change, because waiting on HR"


def test_a_value_that_cannot_be_used_is_still_left(window: MainWindow, the_round: RoundView) -> None:
    write("Seven of eight posts were advertised.")
    fill(the_round, "kpi8_numerator", "9")
    fill(the_round, "kpi8_denominator", "8")
    the_round.flush()
    settle()
    assert line_of(window, 8).is_left
    assert "Left here: a KPI value." in words_on(the_round)


def test_tab_goes_from_the_confidence_to_the_values_and_then_to_the_foot(the_round: RoundView) -> None:
    field(the_round, "confidence").box.setFocus()
    way = []
    for _ in range(6):
        press("Tab")
        way.append(focus().objectName() or focus().accessibleName())
    assert way[:4] == ["kpi8_numerator", "kpi8_denominator", "kpi8_source", "kpi8_note"]
    assert way[4].startswith("Previous action")
    assert way[5] == "Next action"


def test_no_change_is_kept_also_after_the_words(window: MainWindow, the_round: RoundView) -> None:
    write("still waiting for HR")
    press("Alt+N")
    settle()
    assert update_of(window, "NS-08") == "No change, because still waiting for HR"
    press("Alt+N")
    settle()
    assert update_of(window, "NS-08") == "still waiting for HR"


def test_the_whole_round_ends_at_the_return(window: MainWindow, the_round: RoundView) -> None:
    for reference in ("NS-08", "NS-10", "2.13", "NS-11"):
        assert reference in words_on(the_round)
        write(f"Said of {reference}.")
        boxes = [b for b in the_round.form._kpis.values() if b._line.is_left]
        for box in boxes:
            name = f"kpi{box._line.kpi.id}"
            fill(the_round, f"{name}_numerator", "3")
            fill(the_round, f"{name}_denominator", "4")
        press("Ctrl+Return")
    assert "The round is done" in words_on(the_round)
    assert "actions done, 0 left." in words_on(the_round)
    press("Ctrl+Shift+Return")
    assert window.services.round.items()[-1].action.reference in words_on(the_round)
    press("Ctrl+Return")
    assert focus() is button(the_round, "Open the return")
    assert "Alt+N no change" not in words_on(the_round)
    press("Space")
    assert window.current_page() is window.rooms["return"]
    assert "3 things missing or odd." in words_on(window.rooms["return"]), "what is odd in the sample stays so"
    assert not [
        c
        for c in window.services.returns.checks(Quarter(2026, 2))
        if not c.passed and c.severity == MISSING and c.key != "triggers"
    ]


def test_the_last_action_says_that_it_is_the_last(window: MainWindow, the_round: RoundView) -> None:
    for reference in ("NS-08", "NS-10", "2.13"):
        window.services.round.write_update(action(window, reference).id, "Said.")
    for item in window.services.round.items():
        for line in item.kpis:
            if line.is_left:
                window.services.round.record_value(line.kpi.id, ValueDraft(numerator="3", denominator="4"))
    window.go("round", action(window, "NS-11").id)
    settle()
    assert "1 left" in words_on(the_round)
    press("Ctrl+Return")
    assert "This is the last one. Left here: the update." in words_on(the_round).replace("\n", " ")
    assert "The round is done" not in words_on(the_round)
    assert focus() is the_round.form.update_box.area
    write("Said of NS-11.")
    press("Ctrl+Return")
    assert "The round is done" in words_on(the_round)
    assert "This is the last one." not in words_on(the_round)


def test_what_will_not_be_done_stays_until_she_goes_on(window: MainWindow, the_round: RoundView) -> None:
    """Its reason may be half typed when it is saved; then the round goes on, and is not called done while others are left."""
    choose(the_round.form.status.combo, "Will not do")
    fill(the_round, "status_reason", "Decided against")
    assert the_round.flush()
    settle()
    assert action(window, "NS-08").status == "will_not_do"
    assert "NS-08" in words_on(the_round)
    assert "Nothing is asked here: it will not be done." in words_on(the_round)
    assert "3 left" in words_on(the_round)
    assert "Asked this quarter" not in words_on(the_round)
    assert "The round is done" not in words_on(the_round)
    press("Ctrl+Return")
    assert "Left here" in words_on(the_round)
    assert "NS-10" in words_on(the_round)


def test_a_round_that_is_done_no_more_goes_on_where_something_is_left(window: MainWindow, the_round: RoundView) -> None:
    for item in window.services.round.items():
        for line in item.kpis:
            if line.is_left:
                window.services.round.record_value(line.kpi.id, ValueDraft(numerator="3", denominator="4"))
    for reference in ("NS-08", "NS-10", "2.13", "NS-11"):
        window.services.round.write_update(action(window, reference).id, "Said.")
    window.go("round")
    settle()
    assert "The round is done" in words_on(the_round)
    window.undo()
    settle()
    assert "The round is done" not in words_on(the_round)
    assert "NS-11" in words_on(the_round)
    assert "Left here: the update." in words_on(the_round)


def test_a_confidence_that_is_missing_is_where_the_keyboard_goes(window: MainWindow) -> None:
    made = window.services.plan.add_action(ActionDraft(title="Quiet room at the depot"))[1]
    window.services.round.write_update(made, "Said.")
    window.go("round", made)
    settle()
    view = plan_page(window).round
    assert "Left here: the confidence." in words_on(view)
    assert view.form.confidence.has_focus()


def test_escape_stops_the_round_and_keeps_everything(window: MainWindow, the_round: RoundView) -> None:
    write("Half a sentence")
    press("Escape")
    assert update_of(window, "NS-08") == "Half a sentence"
    table = plan_page(window).my_actions.table
    assert focus() is table
    assert table.chosen_records()[0].reference == "NS-08"


@pytest.mark.parametrize("typed", ["", "nine"])
def test_home_rail_chip_and_round_count_the_same(window: MainWindow, typed: str) -> None:
    pane = open_action(window, "NS-06")
    if typed:
        fill(pane, "kpi7_numerator", typed)  # said something, but a value that cannot be used yet
        pane.flush()
        settle()
    count = 5 if typed else 4
    assert f"Left this quarter {count}" in words_on(plan_page(window))
    window.go("round")
    settle()
    assert f"{count} left" in words_on(plan_page(window).round)
    window.go("home")
    settle()
    assert f"Update {count} actions" in words_on(window.rooms["home"])
    assert window.rail.buttons["plan"].accessibleName() == f"Plan, {count} to update"


def test_stopping_returns_to_the_plan_and_resumes_there(window: MainWindow, the_round: RoundView) -> None:
    write("Half a sentence")
    click(button(the_round, "Stop here"))
    assert update_of(window, "NS-08") == "Half a sentence"
    assert "My actions" in words_on(plan_page(window))
    click(button(plan_page(window), "Quarter round"))
    assert the_round.form.update_box.text() == "Half a sentence"
    assert focus().objectName() == "kpi8_numerator", "the words are there, so the value is asked for"


def test_a_value_that_is_missing_is_where_the_keyboard_goes(window: MainWindow, the_round: RoundView) -> None:
    write("Said.")
    the_round.flush()
    the_round.begin()
    assert "Left here: a KPI value." in words_on(the_round)
    assert focus().objectName() == "kpi8_numerator"


def test_a_value_that_is_missing_can_be_seen_whole(window: MainWindow, the_round: RoundView) -> None:
    window.resize(1280, 700)
    write("Said.")
    press("Ctrl+Return")
    window.go("round", action(window, "NS-08").id)
    settle()
    boxes = part(the_round, KpiBoxes)
    view = the_round._scroll.viewport()
    assert boxes.mapTo(view, boxes.rect().bottomLeft()).y() <= view.height()


def test_a_low_page_leaves_its_room_to_the_boxes(window: MainWindow, the_round: RoundView) -> None:
    """1,024 x 600 at 200 %: the title was cut, and a strip of the boxes was left."""
    window.resize(1024, 600)
    theme.current.apply("light", 2.0)
    settle()
    assert the_round.title.text() == "Quarter round"
    assert clipped(the_round) == []
    assert the_round._scroll.viewport().height() > 150
    theme.current.apply("light", 1.0)
    window.resize(1280, 800)
    settle()
    assert the_round.title.text() == "Quarter round: July to September 2026"
    assert "4 left. Everything is kept as you type." in words_on(the_round)


def test_a_plan_without_actions_has_no_round(empty_window: MainWindow) -> None:
    empty_window.go("round")
    settle()
    view = plan_page(empty_window).round
    assert "0 of 0 actions done" in words_on(view)
    press("Ctrl+Return")
    press("Ctrl+Shift+Return")
    assert "0 of 0 actions done" in words_on(view)
