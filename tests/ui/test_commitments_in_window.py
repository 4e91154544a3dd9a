"""Commitments and changes through the window: answered by keyboard, promised, frozen, compared, and their run on Home."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox

from leadapp.db import return_records
from leadapp.domain.commitments import CommitmentDraft, Outcome
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.changes_card import ChangesView
from leadapp.ui.returns.return_page import ReturnPage
from tests.ui.fixtures import Show, settle
from tests.ui.hands import button, choose, click, field, fill, focus, part, press, words_on, write
from tests.worlds import by_reference

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)


def page_of(window: MainWindow, place: str = "return", what: object = None) -> ReturnPage:
    window.go(place, what)
    settle()
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    return page


def submit(services: Services, quarter: Quarter) -> None:
    with services.database.writing("Submitted") as step:
        return_records.change_return(step.session, str(quarter), {"state": "submitted", "submitted_on": quarter.last_day})


@pytest.fixture
def window(show_window: Show, services: Services) -> MainWindow:
    """Two promises for the quarter being reported, one of them of an action."""
    services.plan.adopt(("1.8", "2.4"))
    services.commitments.add(Q1, "Open the prayer room.", "Depot Manager", str(by_reference(services, "1.8").id))
    services.commitments.add(Q1, "Train 45 managers.")
    return show_window(services)


@pytest.fixture
def sample_window(show_window: Show, sample: Services) -> MainWindow:
    return show_window(sample)


def answers(window: MainWindow) -> list[tuple[Outcome | None, str]]:
    return [(one.outcome, one.why) for one in window.services.commitments.due(Q2)]


# -------------------------------------------------------------------------------- last quarter's
def test_the_check_leads_to_the_answers_and_arrows_give_them(window: MainWindow) -> None:
    page = page_of(window)
    assert "0 of 2 answered" in words_on(page.commitments)
    click(button(page, "Record outcomes: 2 commitments of last quarter have no outcome."))
    assert focus().accessibleName() == "Kept: Open the prayer room."
    press("Space")
    press("Right")
    assert focus().accessibleName() == "Part kept: Open the prayer room."
    why = field(page.commitments, "why")
    assert why.box.accessibleName() == "Why only in part: Open the prayer room."
    press("Tab")
    assert focus() is why.box
    write("Half of it.")
    press("Tab")
    settle()
    assert answers(window) == [(Outcome.PART_KEPT, "Half of it."), (None, "")]
    assert "1 of 2 answered" in words_on(page.commitments)
    assert "1 commitment of last quarter has no outcome." in words_on(page.checks)
    assert "Part kept: Open the prayer room." in words_on(window.undo_bar)
    window.undo()
    settle()
    assert answers(window) == [(None, ""), (None, "")]
    assert "0 of 2 answered" in words_on(page.commitments)


def test_not_kept_without_a_why_is_told_and_waits(window: MainWindow) -> None:
    page = page_of(window)
    first = next(iter(page.commitments.outcomes.values()))
    assert not first.why.isVisible()
    click(button(first, "Not kept: Open the prayer room."))
    page.header.title.setFocus()
    click(button(page, "Show them: checks that passed"))  # the keyboard goes on
    page.flush()
    settle()
    assert answers(window)[0] == (None, "")
    assert first.outcome.text() == "not_kept"
    assert first.why.problem() == "Say why it was not kept."
    assert "Something typed cannot be used yet on a commitment." in words_on(page.checks)
    click(button(page, "Record outcomes: Something typed cannot be used yet on a commitment. It is kept, but not reported."))
    first.why.box.setFocus()
    write("No money.")
    page.flush()
    settle()
    assert answers(window)[0] == (Outcome.NOT_KEPT, "No money.")
    assert first.why.problem() == ""


def test_a_promise_leads_to_its_action(window: MainWindow) -> None:
    page = page_of(window)
    click(button(page.commitments, "Open action 1.8"))
    assert window.rail.buttons["plan"].isChecked()


def test_what_was_submitted_is_only_shown(window: MainWindow) -> None:
    services = window.services
    first, second = services.commitments.due(Q2)
    services.commitments.change(first.id, first.version, CommitmentDraft(outcome="kept", why="Opened in August."))
    services.commitments.add(Q2, "Train the rest.", "Head of HR")
    submit(services, Q1)
    submit(services, Q2)
    page = page_of(window, "return", Q2)
    words = words_on(page.commitments)
    assert "Opened in August." in words
    assert "No outcome was told." in words
    assert "Train the rest." in words
    assert "Head of HR" in words
    assert "Add a commitment" not in words
    assert all(not found.outcome.isVisible() for found in page.commitments.outcomes.values())
    assert all(not found.words.isVisible() for found in page.commitments.promises.values())
    assert second.text in words


# -------------------------------------------------------------------------------- the next quarter's
def test_a_promise_is_added_as_it_is_typed(window: MainWindow) -> None:
    page = page_of(window)
    assert "Nothing is promised yet." in words_on(page.commitments)
    click(button(page, "Add a commitment: Nothing is promised for October to December 2026."))
    assert focus() is page.commitments.add
    press("Space")
    assert focus().accessibleName() == "Commitment 1"
    write("A champion in Parks")
    press("Tab")
    settle()
    (one,) = window.services.commitments.made(Q2)
    assert (one.text, one.quarter) == ("A champion in Parks", "2026-27-Q3")
    assert "1 commitment written" in words_on(page.commitments)
    assert "Nothing is promised" not in words_on(page.checks)
    (row,) = page.commitments.promises.values()
    fill(row, "promise", "A champion in Parks by 1 November")
    row.owner.combo.setCurrentText("")
    line = row.owner.combo.lineEdit()
    assert line is not None
    line.setFocus()
    write("Parks Manager")
    press("Tab")
    combo = row.action.combo
    choose(combo, next(combo.itemText(n) for n in range(combo.count()) if combo.itemText(n).startswith("1.8 ")))
    press("Tab")
    page.flush()
    (one,) = window.services.commitments.made(Q2)
    assert (one.text, one.owner, one.action) == ("A champion in Parks by 1 November", "Parks Manager", "1.8")
    click(button(row, "Remove commitment 1"))
    assert window.services.commitments.made(Q2) == ()
    assert focus() is page.commitments.add
    window.undo()
    settle()
    assert "1 commitment written" in words_on(page.commitments)


def test_a_row_that_was_begun_and_left_empty_adds_nothing(window: MainWindow) -> None:
    page = page_of(window)
    click(page.commitments.add)
    click(page.commitments.add)  # no second one
    assert len([f for f in page.commitments.findChildren(QComboBox) if f.isVisible()]) == 0
    page.flush()
    assert window.services.commitments.made(Q2) == ()
    click(button(page.commitments, "Remove commitment 1"))
    assert focus() is page.commitments.add
    assert not [found for found in page.commitments.findChildren(QComboBox) if found.isVisible()]


def test_words_that_are_taken_out_are_told_and_the_promise_stays(window: MainWindow) -> None:
    window.services.commitments.add(Q2, "A champion in Parks")
    page = page_of(window, "new_commitments")
    assert focus().accessibleName() == "Commitment 1"
    fill(page.commitments, "promise", "")
    settle()
    assert "Write what you promise." in words_on(page.commitments)
    assert window.services.commitments.made(Q2)[0].text == "A champion in Parks"
    assert "cannot be used yet on a commitment" in words_on(page.checks)


def test_what_is_typed_is_kept_when_another_quarter_is_shown(window: MainWindow) -> None:
    page = page_of(window, "new_commitments")
    click(page.commitments.add)
    write("Train the rest")
    page.show_place("", Q1)
    settle()
    assert [one.text for one in window.services.commitments.made(Q2)] == ["Train the rest"]
    assert "Nothing was promised for April to June 2026." in words_on(page.commitments)
    page.show_place("commitments", Q2)
    settle()
    assert "0 of 2 answered" in words_on(page.commitments)


def test_what_was_promised_on_paper_is_typed_in_and_answered(empty_window: MainWindow) -> None:
    page = page_of(empty_window)
    assert "Was something promised in the return before this file?" in words_on(page.commitments)
    click(page.commitments.from_paper)
    write("Train 45 managers.")
    press("Tab")
    settle()
    (one,) = empty_window.services.commitments.due(Q2)
    assert (one.made_in, one.text) == ("2026-27-Q1", "Train 45 managers.")
    assert focus().accessibleName() == "Kept: Train 45 managers."
    press("Space")
    page.flush()
    assert answers(empty_window) == [(Outcome.KEPT, "")]
    click(page.commitments.from_paper)
    click(page.commitments.add)  # one row is begun at a time
    write("Train the rest.")
    page.flush()
    assert [c.text for c in empty_window.services.commitments.made(Q2)] == ["Train the rest."]
    click(button(page.commitments, "Remove the commitment Train 45 managers."))
    assert empty_window.services.commitments.due(Q2) == ()


# -------------------------------------------------------------------------------- what changed
def test_the_card_of_changes_and_all_of_them(sample_window: MainWindow) -> None:
    page = page_of(sample_window)
    words = words_on(page.changes)
    assert "+2\nactions complete, 6 in all" in words
    assert "KPIs moved: 14 better, 1 worse (NS-04)" in words
    click(button(page, "Show all 32 changes"))
    view = page.findChild(ChangesView)
    assert view is not None
    assert "The return for July to September 2026 compared with the one for April to June 2026." in words_on(view)
    assert focus() is view.table
    heads = [group.words for group in view.model._shown if hasattr(group, "words")]
    assert heads == ["Completed", "Status moved", "Confidence moved", "Re-dated", "KPI moved"]
    view.table.choose(next(view.model._row_id(c) for c in view.model.shown_records() if c.kind == "redated"))
    press("Return")
    assert sample_window.rail.buttons["plan"].isChecked()
    assert "2.6" in words_on(sample_window.rooms["plan"])


def test_the_first_return_has_nothing_to_compare_with(window: MainWindow) -> None:
    services = window.services
    first = Quarter.parse(services.preferences.directorate().first_quarter)
    assert first == Q2
    page = page_of(window)
    assert "Nothing to compare with: this is the first return." in words_on(page.changes)
    page.show_place("changes", None)
    settle()
    assert "Nothing to compare with: this is the first return." in words_on(part(page, ChangesView))


def test_the_numbers_of_changes_can_be_asked_on_their_tab(sample_window: MainWindow) -> None:
    page = page_of(sample_window, "changes")
    assert {source.group for source in page.sources()} == {"changes"}


# -------------------------------------------------------------------------------- Home
def test_home_shows_the_run_and_asks_for_outcomes(window: MainWindow) -> None:
    home = window.rooms["home"]
    window.go("home")
    settle()
    words = words_on(home)
    assert "Say what became of 2 commitments" in words
    assert "Promise something for October to December 2026" in words
    click(button(home, "Record outcomes: Say what became of 2 commitments"))
    assert focus().accessibleName() == "Kept: Open the prayer room."


def test_the_run_of_the_sample_is_drawn_and_told(sample_window: MainWindow) -> None:
    home = sample_window.rooms["home"]
    settle()
    assert "Commitments" in words_on(home)
    chart = sample_window.services.home.view()[0].run
    assert [(count.kept, count.total) for count in chart] == [(2, 4), (2, 5)]
    titles = {source.title: source.number for source in home.sources() if source.group == "commitments"}
    assert titles["Commitments for 2026-27-Q2: not kept"] == 2
