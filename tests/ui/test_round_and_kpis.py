"""The quarter round and the boxes of KPIs: what is asked, kept, marked, listed and never reported."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox

from leadapp.domain.measures import KpiValue, ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.round import KpiLine
from leadapp.ui import theme
from leadapp.ui.forms.fields import Segmented
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.kpi_boxes import KpiBoxes
from leadapp.ui.plan.round_view import RoundView
from tests.ui.facts import clipped
from tests.ui.fixtures import settle
from tests.ui.hands import action, button, click, field, fill, focus, open_action, part, plan_page, press, words_on, write

Q2 = Quarter(2026, 2)


@pytest.fixture
def the_round(window: MainWindow) -> RoundView:
    """The sample's round, begun: NS-08 is the first action that asks for something."""
    window.go("round")
    settle()
    return plan_page(window).round


def line_of(window: MainWindow, kpi_id: int) -> KpiLine:
    return next(line for item in window.services.round.items() for line in item.kpis if line.kpi.id == kpi_id)


def value_of(window: MainWindow, kpi_id: int) -> KpiValue:
    found = line_of(window, kpi_id).now
    assert found is not None
    return found


def update_of(window: MainWindow, reference: str) -> str:
    item = next(i for i in window.services.round.items() if i.action.reference == reference)
    return item.update.says if item.update else ""


def failed(window: MainWindow) -> str:
    return "\n".join(c.sentence for c in window.services.returns.checks(Q2) if not c.passed)


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
    assert "Every check passed." in words_on(window.rooms["return"])


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


# -------------------------------------------------------------------------------- shares
def test_a_share_is_worked_out_from_its_two_numbers(window: MainWindow, the_round: RoundView) -> None:
    fill(the_round, "kpi8_numerator", "7")
    fill(the_round, "kpi8_denominator", "1,186")
    assert "0.6%" in words_on(the_round)
    fill(the_round, "kpi8_denominator", "8")
    assert "87.5%" in words_on(the_round)
    fill(the_round, "kpi8_source", "HR report")
    settle()
    the_round.flush()
    value = value_of(window, 8)
    assert (value.numerator, value.denominator, value.source) == (7, 8, "HR report")


def test_what_was_said_of_a_figure_goes_with_the_figure(the_round: RoundView) -> None:
    fill(the_round, "kpi8_numerator", "9")
    fill(the_round, "kpi8_denominator", "8")
    the_round.flush()
    assert field(the_round, "kpi8_numerator").problem().startswith("9 is more than the 8")
    fill(the_round, "kpi8_numerator", "seven")
    assert field(the_round, "kpi8_numerator").problem() == "Type a number, such as 412."
    fill(the_round, "kpi8_numerator", "7")
    assert field(the_round, "kpi8_numerator").problem() == ""


@pytest.mark.parametrize(
    ("top", "bottom", "name", "sentence"),
    [
        ("9", "8", "numerator", "9 is more than the 8 it is a part of. Check both numbers."),
        ("seven", "8", "numerator", "Type a number, such as 412."),
        ("7", "0", "denominator", "A share of 0 cannot be worked out."),
    ],
)
def test_wrong_numbers_stay_as_typed_marked_listed_and_out_of_the_return(
    window: MainWindow, the_round: RoundView, top: str, bottom: str, name: str, sentence: str
) -> None:
    fill(the_round, "kpi8_numerator", top)
    fill(the_round, "kpi8_denominator", bottom)
    press("Ctrl+Return")
    press("Ctrl+Shift+Return")
    window.go("round", action(window, "NS-08").id)
    settle()
    assert field(the_round, "kpi8_numerator").text() == top
    assert field(the_round, "kpi8_denominator").text() == bottom
    assert field(the_round, f"kpi8_{name}").problem().startswith(sentence)
    assert "Something typed cannot be used yet on NS-08. It is kept, but not reported." in failed(window)
    assert line_of(window, 8).now is None
    record = window.services.returns.assemble(Q2)
    assert [k.value for k in record.kpis if k.action == "NS-08" and k.value is not None] == []


def test_an_emptied_value_goes_away(window: MainWindow) -> None:
    pane = open_action(window, "NS-06")
    assert value_of(window, 7).numerator
    for name in ("numerator", "denominator", "note"):
        fill(pane, f"kpi7_{name}", "")
    pane.flush()
    settle()
    assert line_of(window, 7).now is None


def test_a_number(window: MainWindow) -> None:
    pane = open_action(window, "2.2")
    fill(pane, "kpi12_number", "eleven")
    pane.flush()
    assert field(pane, "kpi12_number").problem() == "Type a number, such as 412."
    fill(pane, "kpi12_number", "11")
    pane.flush()
    assert field(pane, "kpi12_number").problem() == ""
    assert value_of(window, 12).number == 11
    assert "Last value" in words_on(pane)


def test_yes_or_not_yet(window: MainWindow) -> None:
    services = window.services
    services.plan.add_kpi(action(window, "NS-12").id, "The room is open", "yes_no")
    pane = open_action(window, "NS-12")
    kpi_id = services.round.detail(action(window, "NS-12").id).kpis[-1].kpi.id
    answer = field(pane, f"kpi{kpi_id}_yes")
    assert isinstance(answer, Segmented)
    assert "Optional" in words_on(pane)
    assert "No value yet." in words_on(pane)
    click(button(answer, "Yes"))
    pane.flush()
    assert value_of(window, kpi_id).number == 1
    click(button(answer, "Not yet"))
    pane.flush()
    assert value_of(window, kpi_id).number == 0
    assert answer.text() == "no"


# -------------------------------------------------------------------------------- surveys
def test_a_survey_cannot_be_ticked_from_belief(window: MainWindow) -> None:
    pane = open_action(window, "4.5")
    assert "Survey" in words_on(pane)
    before = value_of(window, 22)
    assert before.wave != ""
    fill(pane, "kpi22_invited", "2")
    fill(pane, "kpi22_wave", "")
    pane.flush()
    assert field(pane, "kpi22_wave").problem() == "Name the survey wave, such as Spring pulse 2026."
    assert "only 2 were asked" in field(pane, "kpi22_invited").problem()
    assert value_of(window, 22).wave == before.wave, "the last good value stays"
    assert "Something typed cannot be used yet on 4.5." in failed(window)
    fill(pane, "kpi22_numerator", "60")
    fill(pane, "kpi22_denominator", "120")
    fill(pane, "kpi22_invited", "480")
    fill(pane, "kpi22_wave", "Autumn pulse 2026")
    fill(pane, "kpi22_question", "Would you report it here?")
    pane.flush()
    now = value_of(window, 22)
    assert (now.numerator, now.n, now.invited, now.response_rate) == (60, 120, 480, 25.0)
    assert (now.wave, now.question) == ("Autumn pulse 2026", "Would you report it here?")
    assert "Something typed cannot be used yet" not in failed(window)


def test_a_survey_may_be_not_yet_measured(window: MainWindow) -> None:
    pane = open_action(window, "4.5")
    box = part(pane, QCheckBox, "kpi22_not_yet")
    click(box)
    assert value_of(window, 22).not_yet_measured
    assert not any(w.isVisible() for w in pane.findChildren(KpiBoxes) if w._line.kpi.id == 22 and w._boxes.isVisible())
    fill(pane, "kpi22_reason", "The pulse is in spring")
    fill(pane, "kpi22_next_wave", "Spring 2027")
    pane.flush()
    now = value_of(window, 22)
    assert (now.not_yet_measured, now.reason, now.next_wave) == (True, "The pulse is in spring", "Spring 2027")
    click(box)
    assert field(pane, "kpi22_numerator").isVisible()


def test_figures_typed_before_not_yet_measured_come_back_when_it_is_taken_back(window: MainWindow) -> None:
    pane = open_action(window, "4.5")
    figures = {"numerator": "60", "denominator": "120", "invited": "480"}
    for name, text in (figures | {"wave": "Autumn pulse 2026", "question": "Would you report it here?"}).items():
        fill(pane, f"kpi22_{name}", text)
    click(part(pane, QCheckBox, "kpi22_not_yet"))
    assert (value_of(window, 22).not_yet_measured, value_of(window, 22).numerator) == (True, None)
    open_action(window, "1.8")
    pane = open_action(window, "4.5")
    click(part(pane, QCheckBox, "kpi22_not_yet"))
    assert {name: field(pane, f"kpi22_{name}").text() for name in figures} == figures
    now = value_of(window, 22)
    assert (now.not_yet_measured, now.numerator, now.n, now.invited) == (False, 60, 120, 480)


def test_the_trend_is_told_in_words(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    assert "▶ no change now" in words_on(pane)
    fill(pane, "kpi1_numerator", "5")
    pane.flush()
    assert "▲ up 20.0 points now" in words_on(pane)


def test_a_source_typed_before_its_value_is_still_there_afterwards(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    kpi = next(line for item in window.services.round.items() for line in item.kpis if line.now is None and not line.typed)
    reference = next(i.action.reference for i in window.services.round.items() if kpi in i.kpis)
    pane = open_action(window, reference)
    fill(pane, f"kpi{kpi.kpi.id}_source", "Team log")
    other = open_action(window, "2.4" if reference != "2.4" else "2.6")
    settle()
    assert other is pane
    again = open_action(window, reference)
    assert field(again, f"kpi{kpi.kpi.id}_source").text() == "Team log"
    assert reference in failed(window)
    assert line_of(window, kpi.kpi.id).now is None
