"""Taking in old trackers: columns and words guessed, every row previewed, one step that undo takes back whole."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from leadapp.db import match_records
from leadapp.db.rows import ImportMatch
from leadapp.domain.column_matching import ListField
from leadapp.domain.errors import BadInputError, ChangedElsewhereError
from leadapp.domain.plan import ActionDraft, Confidence, Origin, PlanAction, Status
from leadapp.domain.tracker_preview import Choice, PreviewRow, TrackerPreview
from leadapp.services.opening import Services
from leadapp.services.tracker_service import ListGuess, read_list_file, read_pasted_list
from tests.imports import trackers
from tests.worlds import new_services


@pytest.fixture
def services(tmp_path: Path):  # type: ignore[no-untyped-def]
    made = new_services(tmp_path / "a.leadapp")
    yield made
    made.close()


def looked_at(services: Services, path: Path) -> tuple[ListGuess, TrackerPreview]:
    book = read_list_file(path)
    guess = services.tracker.guess(book.sheets[services.tracker.likely_sheet(book)])
    return guess, services.tracker.preview(guess, book.remarks)


def fields(guess: ListGuess) -> list[str]:
    return [column.field.value for column in guess.columns]


def row(preview: TrackerPreview, title: str) -> PreviewRow:
    return next(one for one in preview.rows if title in one.action.title)


def action(services: Services, title: str) -> PlanAction:
    return next(one for one in services.plan.list_actions() if title in one.title)


def test_a_list_with_merged_heads_and_sections_is_read_as_a_person_reads_it(services: Services, tmp_path: Path) -> None:
    guess, preview = looked_at(services, trackers.housing(tmp_path))
    assert fields(guess) == ["reference", "title", "description", "owner", "due", "update", "update", "status"]
    assert [one.action.reference for one in preview.rows] == ["H1", "H2", "H3", "H4"]
    assert [one.action.pillar for one in preview.rows] == [1, 1, 2, 2]
    assert any("hidden" in remark for remark in preview.remarks)
    assert [fault.sentence for fault in preview.left_out][-1] == "is a row of totals."
    first = preview.rows[0].action
    assert first.updates == (("2026-27-Q1", "Terms agreed"), ("2026-27-Q2", "Two meetings held"))
    assert first.owner == "Nadia Farrow and Tom Reid"
    assert first.due == dt.date(2026, 12, 31)
    assert (first.status, first.confidence) == (Status.UNDERWAY, Confidence.ON_TRACK)


def test_days_in_words_are_read_and_told_and_unreadable_ones_kept(services: Services, tmp_path: Path) -> None:
    _, preview = looked_at(services, trackers.housing(tmp_path))
    spoken = row(preview, "Train every manager")
    assert spoken.action.due == dt.date(2027, 3, 31)
    assert (
        "Sheet “Race action plan”, row 8, column E: “end of March” was read as 31 March 2027. Its year is a guess." in spoken.told
    )
    unread = row(preview, "pay gap")
    assert unread.action.due is None
    assert "Due in the list: when the data is in" in unread.action.description
    assert any("row 11, column E" in told and "is not a date" in told for told in unread.told)


def test_taking_is_one_step_that_undo_takes_back_whole(services: Services, tmp_path: Path) -> None:
    before = services.plan.list_actions()
    guess, preview = looked_at(services, trackers.housing(tmp_path))
    assert preview.words == "4 new actions."
    assert services.plan.list_actions() == before, "a preview writes nothing"
    changes = services.tracker.take(preview, guess, "Housing action plan.xlsx")
    assert changes.label == "4 actions taken in from Housing action plan.xlsx"
    forum = action(services, "staff forum")
    assert (forum.reference, forum.pillar, forum.owner) == ("H1", 1, "Nadia Farrow and Tom Reid")
    written = {(u.quarter, u.text) for u in services.round.detail(forum.id).updates}
    assert written == {("2026-27-Q1", "Terms agreed"), ("2026-27-Q2", "Two meetings held")}
    services.history.undo()
    assert services.plan.list_actions() == before
    services.history.redo()
    assert len(services.plan.list_actions()) == len(before) + 4


def test_the_second_list_changes_what_the_first_made_and_touches_nothing_else(services: Services, tmp_path: Path) -> None:
    path = trackers.housing(tmp_path)
    guess, preview = looked_at(services, path)
    services.tracker.take(preview, guess, path.name)
    _, again = looked_at(services, path)
    assert again.writing == 0
    with pytest.raises(BadInputError, match="Nothing of the list would change your plan"):
        services.tracker.take(again, guess, path.name)
    later = [
        ("Ref", "Action", "Due", "RAG", "Update"),
        ("H1", "Set up a staff forum", dt.date(2027, 6, 30), "Red", "No meeting since July"),
    ]
    before = {one.id: one for one in services.plan.list_actions()}
    guess, preview = looked_at(services, trackers.save(tmp_path / "later.xlsx", later))
    (only,) = preview.rows
    assert only.choice is Choice.CHANGE
    assert [change.what for change in only.changes] == ["Due", "Confidence", "Update for July to September 2026"]
    services.tracker.take(preview, guess, "later.xlsx")
    forum = action(services, "staff forum")
    assert (forum.due, forum.due_first, forum.times_redated) == (dt.date(2027, 6, 30), dt.date(2026, 12, 31), 1)
    detail = services.round.detail(forum.id)
    assert detail.redatings[0].reason == "As in later.xlsx"
    assert "Two meetings held\nNo meeting since July" in [update.text for update in detail.updates]
    assert forum.description == before[forum.id].description
    assert {one.id: one for one in services.plan.list_actions() if one.id != forum.id} == {
        one.id: one for one in before.values() if one.id != forum.id
    }


def test_corporate_ids_adopt_and_a_dropped_zero_is_found(services: Services, tmp_path: Path) -> None:
    guess, preview = looked_at(services, trackers.colours(tmp_path))
    assert fields(guess)[0] == "corporate_id"
    assert [one.action.corporate_id for one in preview.rows] == ["1.2", "3.1", "3.10", ""]
    assert [one.choice for one in preview.rows] == [Choice.ADOPT] * 3 + [Choice.NEW]
    assert any("Colours cannot be read" in remark for remark in preview.remarks)
    services.tracker.take(preview, guess, "Corporate actions.xlsx")
    found = {one.corporate_id: one for one in services.plan.list_actions() if one.origin is Origin.CORPORATE}
    assert set(found) == {"1.2", "3.1", "3.10"}
    assert "Our director's commitments" in found["1.2"].description
    assert found["1.2"].due == dt.date(2026, 12, 31)
    assert found["3.10"].due == dt.date(2027, 3, 31)
    assert "Corporate plan in the list: 9.9" in action(services, "Something of last year").description
    assert "Comments: Ask again in spring" in found["1.2"].description


def test_shares_priorities_and_services(services: Services, tmp_path: Path) -> None:
    guess, preview = looked_at(services, trackers.percentages(tmp_path))
    assert fields(guess) == ["title", "service", "urgent", "status", "due", "start"]
    assert guess.matching.words == {"40%": "underway", "50%": "underway", "100%": "complete", "0%": "not_started"}
    twin = preview.rows[1]
    assert (twin.choice, Choice.NEW in twin.choices) == (Choice.LEAVE, True)
    assert "The list has it before" in twin.why
    known = {service.name for service in services.preferences.directorate().services}
    assert set(preview.services) == {"Housing", "Libraries", "Parks"} - known
    services.tracker.take(preview, guess, "Percent.xlsx", ("Libraries",))
    assert action(services, "listening session").service == "Libraries"
    leaflets = action(services, "tenancy leaflets")
    assert (leaflets.urgent, leaflets.started_on, leaflets.status) == (True, dt.date(2026, 5, 1), Status.UNDERWAY)
    assert any("row 5, column A" in str(told) and "formula" in told.sentence for told in preview.left_out)
    odd = action(services, "memorial garden")
    assert "Due in the list: 31/02/2027" in odd.description
    assert "Service in the list: Parks" in odd.description or "Parks" in known


def test_a_list_without_heads_is_matched_by_what_stands_in_it(services: Services, tmp_path: Path) -> None:
    guess, preview = looked_at(services, trackers.plain_csv(tmp_path))
    assert guess.matching.head == -1
    assert fields(guess) == ["title", "status", "due"]
    services.tracker.take(preview, guess, "actions.csv")
    dress = action(services, "dress code")
    assert (dress.status, dress.status_reason) == (Status.PAUSED, "“on hold” in actions.csv")
    assert action(services, "complaints form").completed_on is None, "the list does not say when"


def test_corrected_columns_and_words_are_remembered_in_the_file(services: Services, tmp_path: Path) -> None:
    path = trackers.percentages(tmp_path)
    book = read_list_file(path)
    guess = services.tracker.guess(book.sheets[0])
    guess = services.tracker.matched(guess, 2, ListField.NOTES)
    services.tracker.take(services.tracker.preview(guess), guess, path.name)
    again = services.tracker.guess(book.sheets[0])
    assert again.remembered
    assert fields(again)[2] == "notes"
    services.history.undo()
    assert not services.tracker.guess(book.sheets[0]).remembered, "what is remembered belongs to the step"


def test_a_nearly_equal_title_finds_the_action_of_the_plan(services: Services, tmp_path: Path) -> None:
    services.plan.add_action(ActionDraft(title="Review the dress code with the staff networks"))
    _, preview = looked_at(services, trackers.plain_csv(tmp_path))
    found = row(preview, "dress code")
    assert found.choice is Choice.CHANGE
    assert Choice.NEW in found.choices
    assert "Found by its title" in found.why


def test_an_action_changed_since_the_preview_stops_everything(services: Services, tmp_path: Path) -> None:
    _, made = services.plan.add_action(ActionDraft(title="Review the dress code with the staff networks"))
    guess, preview = looked_at(services, trackers.plain_csv(tmp_path))
    services.plan.change(made, services.plan.action(made).version, ActionDraft(description="Otherwise"))
    before = services.plan.list_actions()
    with pytest.raises(ChangedElsewhereError, match="nothing was taken in"):
        services.tracker.take(preview, guess, "actions.csv")
    assert services.plan.list_actions() == before


def test_pasted_rows_are_read_alike(services: Services) -> None:
    book = read_pasted_list('Action\tDue\tStatus\n"Two\nlines"\t31/3/27\tGreen\n')
    guess = services.tracker.guess(book.sheets[0])
    preview = services.tracker.preview(guess)
    assert [one.action.title for one in preview.rows] == ["Two lines"]
    assert preview.rows[0].action.due == dt.date(2027, 3, 31)


def test_a_list_without_the_action_asks_for_its_column(services: Services) -> None:
    book = read_pasted_list("Due\tStatus\n31/3/27\tGreen\n")
    guess = services.tracker.guess(book.sheets[0])
    with pytest.raises(BadInputError, match="Say which column holds the action"):
        services.tracker.preview(guess)


def test_the_open_file_is_no_list(services: Services, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="is a leadapp file"):
        services.tracker.check_source(tmp_path / "a.leadapp")


def test_the_same_reference_with_another_title_is_a_new_action_unless_she_says_otherwise(
    services: Services, tmp_path: Path
) -> None:
    path = trackers.housing(tmp_path)
    guess, preview = looked_at(services, path)
    services.tracker.take(preview, guess, path.name)
    rows = [("Ref", "Action"), ("H1", "Something else entirely: buy benches")]
    guess, preview = looked_at(services, trackers.save(tmp_path / "other.xlsx", rows))
    (only,) = preview.rows
    assert only.choice is Choice.NEW
    assert "H1 is “Set up a staff forum” in your plan." in only.why
    services.tracker.take(preview, guess, "other.xlsx")
    assert action(services, "benches").reference == "NS-01"
    changed = preview.with_row(only.chosen(Choice.CHANGE))
    services.history.undo()
    services.tracker.take(changed, guess, "other.xlsx")
    assert action(services, "benches").reference == "H1"


def test_two_rows_about_one_action_may_both_be_taken(services: Services, tmp_path: Path) -> None:
    path = trackers.housing(tmp_path)
    guess, preview = looked_at(services, path)
    services.tracker.take(preview, guess, path.name)
    rows = [
        ("Ref", "Action", "Notes", "Corporate ID"),
        ("H1", "Set up a staff forum", "First", None),
        ("H1", "Set up the staff forum", "Second", None),
        (None, "Ours", "Third", "1.2"),
        (None, "Ours again", "Fourth", "1.2"),
    ]
    guess, preview = looked_at(services, trackers.save(tmp_path / "twice.xlsx", rows))
    assert [row.choice for row in preview.rows] == [Choice.CHANGE, Choice.LEAVE, Choice.ADOPT, Choice.NEW]
    for number, choice in ((1, Choice.CHANGE), (3, Choice.ADOPT)):
        preview = preview.with_row(preview.rows[number].chosen(choice))
    services.tracker.take(preview, guess, "twice.xlsx")
    forum = action(services, "staff forum").description
    assert "Notes: First" in forum
    assert "Notes: Second" in forum
    adopted = next(one for one in services.plan.list_actions() if one.corporate_id == "1.2")
    assert "Notes: Third" in adopted.description
    assert "Notes: Fourth" in adopted.description


def test_an_update_knows_the_state_it_was_written_in(services: Services, tmp_path: Path) -> None:
    path = trackers.housing(tmp_path)
    guess, preview = looked_at(services, path)
    services.tracker.take(preview, guess, path.name)
    detail = services.round.detail(action(services, "staff forum").id)
    assert [(u.quarter, u.status, u.confidence) for u in detail.updates] == [
        ("2026-27-Q1", None, None),
        ("2026-27-Q2", Status.UNDERWAY, Confidence.ON_TRACK),
    ]


def test_a_matching_is_kept_anew_and_one_that_cannot_be_read_is_none(services: Services) -> None:
    with services.database.writing("Matched") as step:
        match_records.keep_matching(step.session, "tracker", "[]", {"fields": ["title"]})
        match_records.keep_matching(step.session, "tracker", "[]", {"fields": ["owner"]})
        assert match_records.matching(step.session, "tracker", "[]") == {"fields": ["owner"]}
        step.session.add(ImportMatch(purpose="tracker", heads="[1]", matching="{broken"))
        step.session.flush()
        assert match_records.matching(step.session, "tracker", "[1]") == {}


def test_a_word_may_mean_something_else(services: Services, tmp_path: Path) -> None:
    book = read_list_file(trackers.plain_csv(tmp_path))
    guess = services.tracker.meaning(services.tracker.guess(book.sheets[0]), "ongoing", "off_track")
    assert services.tracker.preview(guess).rows[0].action.confidence is Confidence.OFF_TRACK


def test_the_first_action_completed_by_a_list_is_completed_today(services: Services, tmp_path: Path) -> None:
    services.plan.add_action(ActionDraft(title="Add ethnicity to the complaints form"))
    guess, preview = looked_at(services, trackers.plain_csv(tmp_path))
    services.tracker.take(preview, guess, "actions.csv")
    assert action(services, "complaints form").completed_on == services.preferences.today()


def test_several_rows_of_one_corporate_action_are_none_of_them_lost(services: Services, tmp_path: Path) -> None:
    rows = [
        ("No.", "Corp ref", "What we said we'd do", "Owner"),
        (1, "CARAP 2.6", "Meet faith and language needs in services", "Jane Okafor"),
        (2, "CARAP 2.6", "Translate the welcome letter", "TBC"),
        (3, "CARAP 2.6", "Meet faith and language needs in services", "Jane Okafor"),
        (4, "CARAP 3.10", "Train duty managers, phase 1", "-"),
        (5, "", "Train reception staff, phase 1", ""),
        (6, "", "Train reception staff, phase 2", ""),
    ]
    guess, preview = looked_at(services, trackers.save(tmp_path / "several.xlsx", rows))
    assert fields(guess) == ["reference", "corporate_id", "title", "owner"]
    assert [row.choice for row in preview.rows] == [
        Choice.ADOPT, Choice.NEW, Choice.LEAVE, Choice.ADOPT, Choice.NEW, Choice.NEW
    ]  # fmt: skip
    assert preview.rows[1].why == (
        "2.6 stands in the list before (sheet “Tracker”, row 2: “Meet faith and language needs in services”). "
        "This row becomes an action of your own."
    )
    assert preview.rows[2].why == "The list has it before (sheet “Tracker”, row 2)."
    services.tracker.take(preview, guess, "several.xlsx")
    letter = action(services, "welcome letter")
    assert (letter.corporate_id, letter.owner, letter.description) == ("", "", "Belongs to 2.6 of the corporate plan.")
    assert action(services, "reception staff, phase 2").title == "Train reception staff, phase 2"


def test_what_no_heading_explains_is_kept_or_named(services: Services, tmp_path: Path) -> None:
    rows = [
        ("Action", "Learning from the pilot", "Score", "% done", "RAG", "Due"),
        ("Sing in the atrium", "People liked it and came again", 7, 0.4, "Green", "by Month 9"),
    ]
    guess, preview = looked_at(services, trackers.save(tmp_path / "odd.xlsx", rows))
    assert fields(guess) == ["title", "notes", "leave", "status", "leave", "due"]
    assert "Columns left out: “Score”, “RAG”. Go back to take them in as Notes (added to what we will do)." in preview.remarks
    services.tracker.take(preview, guess, "odd.xlsx")
    sung = action(services, "atrium")
    assert sung.description == "Learning from the pilot: People liked it and came again"
    assert sung.due == dt.date(2026, 9, 30)
