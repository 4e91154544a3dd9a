"""KPI values through the window: shares, numbers, yes or not yet, surveys, trends and sources."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox

from leadapp.domain.measures import KpiValue
from leadapp.domain.quarters import Quarter
from leadapp.ui.forms.fields import Segmented
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.kpi_boxes import KpiBoxes
from leadapp.ui.plan.round_view import RoundView
from tests.ui.fixtures import settle
from tests.ui.hands import action, button, click, field, fill, open_action, part, press, words_on
from tests.ui.test_round_and_kpis import line_of

Q2 = Quarter(2026, 2)


def value_of(window: MainWindow, kpi_id: int) -> KpiValue:
    found = line_of(window, kpi_id).now
    assert found is not None
    return found


def failed(window: MainWindow) -> str:
    return "\n".join(c.sentence for c in window.services.returns.checks(Q2) if not c.passed)


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
