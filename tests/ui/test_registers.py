"""The registers through the window: adding lines in a row, the form beside the table, what is to be settled, what is counted."""

from __future__ import annotations

import pytest

from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.registers_view import RegistersView
from leadapp.ui.registers.register_pane import RegisterPane
from tests.ui.fixtures import Show, settle
from tests.ui.hands import button, choose, click, column_of, field, fill, focus, part, press, words_on, write


def pane_of(window: MainWindow, register: str = "eia") -> RegisterPane:
    window.go("registers", register)
    settle()
    view = window.findChild(RegistersView)
    assert view is not None
    return view.pane


@pytest.fixture
def window(show_window: Show, services: Services) -> MainWindow:
    """A plan with the KPI that assessments feed."""
    services.plan.adopt(("2.4",))
    return show_window(services)


@pytest.fixture
def sample_window(show_window: Show, sample: Services) -> MainWindow:
    """The sample, with lines in every register."""
    return show_window(sample)


def test_lines_are_added_in_a_row_by_keyboard(window: MainWindow) -> None:
    pane = pane_of(window)
    assert "No assessment yet" in words_on(pane)
    pane.line.setFocus()
    for subject in ("Library hours", "Cemetery fees"):
        write(subject)
        press("Enter")
    assert focus() is pane.line
    assert column_of(pane.table, 0) == ["Cemetery fees", "Library hours"]
    click(button(pane, "Add"))  # nothing stands in the line
    assert len(window.services.registers.entries("eia")) == 2
    window.undo()
    settle()
    assert column_of(pane.table, 0) == ["Library hours"]


def test_a_line_left_without_enter_is_kept(window: MainWindow) -> None:
    pane = pane_of(window)
    pane.line.setFocus()
    write("Library hours")
    window.go("home")
    settle()
    assert [entry.subject for entry in window.services.registers.entries("eia")] == ["Library hours"]


def test_an_assessment_is_filled_in_and_counted(window: MainWindow) -> None:
    pane = pane_of(window)
    pane.line.setFocus()
    write("Library hours")
    press("Enter")
    choose(field(pane, "entry_subject_kind").box, "Revised policy")  # type: ignore[arg-type]
    choose(field(pane, "entry_service").box, "Parks")  # type: ignore[arg-type]
    fill(pane, "entry_happened_on", "28 July 2026")
    click(field(pane, "entry_done").box)
    choose(field(pane, "entry_answer").box, "No")  # type: ignore[arg-type]
    pane.flush()
    settle()
    (entry,) = window.services.registers.entries("eia")
    assert (entry.subject_kind, entry.service, entry.done, entry.answer) == ("revised_policy", "Parks", True, "no")
    assert "2.4.K1: 0 of 1 policies, 0.0%" in words_on(pane)
    assert field(pane, "entry_why").problem() == "Say why communities were not asked."
    choose(field(pane, "entry_answer").box, "Yes")  # type: ignore[arg-type]
    pane.flush()
    settle()
    assert "2.4.K1: 1 of 1 policies, 100.0%" in words_on(pane)
    click(button(pane, "Where does this come from?"))
    assert "2.4.K1 counts Library hours." in words_on(pane)


def test_a_day_that_cannot_be_read_stays_and_is_told(window: MainWindow) -> None:
    window.services.registers.add("eia", {"subject": "Library hours"})
    pane = pane_of(window)
    fill(pane, "entry_review_on", "31 September 2026")
    settle()
    shown = field(pane, "entry_review_on")
    assert shown.text() == "31 September 2026"
    assert shown.problem()
    assert "Not usable yet" in [pane.model.columns[2].text(e) for e in pane.model.shown_records()]


def test_reviews_that_are_due_are_found(sample_window: MainWindow) -> None:
    pane = pane_of(sample_window)
    click(pane.filter.chips["review"])
    assert set(column_of(pane.table, 0)) == {"Cemetery fees and times of burial", "Public toilets in parks"}
    pane.filter.line.setText("zebra")
    settle()
    assert f"No {pane.register.line} matches" in words_on(pane)
    click(button(pane, "Clear search and filters"))
    assert len(column_of(pane.table, 0)) == 7


def test_reviews_are_asked_for_only_where_a_register_has_them(sample_window: MainWindow) -> None:
    assert set(pane_of(sample_window, "agreement").filter.chips) == {"all", "quarter", "review", "odd"}
    assert set(pane_of(sample_window, "consultation").filter.chips) == {"all", "quarter", "odd"}


def test_a_line_is_removed_by_button_and_key_and_comes_back(sample_window: MainWindow) -> None:
    pane = pane_of(sample_window, "agreement")
    assert "1.9.K1: 3 of 3 agreements signed, 100.0%" in words_on(pane)
    click(button(pane, "Remove this line"))
    assert len(column_of(pane.table, 0)) == 2
    pane.table.setFocus()
    press("Delete")
    assert len(column_of(pane.table, 0)) == 1
    sample_window.undo()
    sample_window.undo()
    settle()
    assert len(column_of(pane.table, 0)) == 3


def test_registers_are_chosen_by_words_or_in_a_box(sample_window: MainWindow) -> None:
    pane_of(sample_window)
    view = part(sample_window, RegistersView)
    click(button(view, "Listening sessions"))
    assert "3 sessions attended (4.3)" in words_on(view.pane)
    assert field(view.pane, "entry_person").text() == "Libraries and Hubs Manager"
    sample_window.resize(760, 600)
    settle()
    choose(view.box.combo, "Network consulted")
    assert view.pane.register.key == "consultation"


def test_in_a_narrow_window_the_form_stands_in_place_of_the_table(sample_window: MainWindow) -> None:
    sample_window.resize(760, 600)
    pane = pane_of(sample_window)
    assert pane.table.isVisible()
    assert not pane.form.isVisible()
    pane.table.setFocus()
    press("Enter")
    assert pane.form.isVisible()
    assert not pane.table.isVisible()
    click(button(pane, "Back to the list"))
    assert pane.table.isVisible()
    press("Enter")
    press("Escape")
    assert pane.table.isVisible()


def test_where_it_is_very_low_what_is_counted_is_shown_on_demand(sample_window: MainWindow) -> None:
    sample_window.resize(1024, 600)
    pane = pane_of(sample_window)
    pane.set_tight(True)
    settle()
    assert "2.4.K1" not in words_on(pane)
    click(button(pane, "Counts"))
    assert "2.4.K1: 4 of 4 policies, 100.0%" in words_on(pane)


def test_search_leads_to_a_line(sample_window: MainWindow) -> None:
    sample_window.search.start()
    write("anniversary service")
    sample_window.search._search()
    press("Enter")
    settle()
    view = part(sample_window, RegistersView)
    assert view.pane.register.key == "consultation"
    assert field(view.pane, "entry_subject").text() == "Notice for the anniversary service in the park"
