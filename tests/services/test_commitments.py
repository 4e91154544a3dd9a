"""Commitments in the file: added, changed, answered, removed, frozen once submitted, and each step undone by its name."""

import pytest

from leadapp.db import return_records
from leadapp.domain.commitments import CommitmentDraft, Outcome
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from tests.worlds import by_reference

Q1, Q2, Q3 = Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)


def submit(services: Services, quarter: Quarter) -> None:
    with services.database.writing("Submitted") as step:
        return_records.change_return(step.session, str(quarter), {"state": "submitted", "submitted_on": quarter.last_day})


def newest_label(services: Services) -> str:
    return services.history.lines(1)[0].step.label


def test_a_commitment_is_added_changed_and_removed_and_all_of_it_undone(services: Services) -> None:
    services.plan.adopt(("1.8",))
    action = by_reference(services, "1.8")
    _, made = services.commitments.add(Q2, " Open the prayer room. ", "Depot Manager", str(action.id))
    (one,) = services.commitments.made(Q2)
    assert (one.id, one.text, one.owner, one.action, one.action_uid) == (
        made,
        "Open the prayer room.",
        "Depot Manager",
        "1.8",
        action.uid,
    )
    assert (one.made_in, one.quarter, one.outcome) == ("2026-27-Q2", "2026-27-Q3", None)
    assert services.commitments.due(Q3) == (one,)
    assert newest_label(services) == "Commitment added: Open the prayer room."
    services.commitments.change(made, one.version, CommitmentDraft(text="Open it by 30 November.", owner="", action=""))
    (one,) = services.commitments.made(Q2)
    assert (one.text, one.owner, one.action_id) == ("Open it by 30 November.", "", None)
    assert newest_label(services) == "Words of the commitment: Open the prayer room."
    services.commitments.remove(made)
    assert services.commitments.list_all() == ()
    services.history.undo()
    services.history.undo()
    assert services.commitments.made(Q2)[0].owner == "Depot Manager"
    services.history.undo()
    assert services.commitments.list_all() == ()


def test_an_outcome_without_its_why_is_kept_as_typed_and_not_reported(services: Services) -> None:
    _, made = services.commitments.add(Q1, "Train 45 managers.")
    version = services.commitments.due(Q2)[0].version
    services.commitments.change(made, version, CommitmentDraft(outcome="not_kept", why=""))
    (one,) = services.commitments.due(Q2)
    assert (one.outcome, one.texts["outcome"]) == (None, "not_kept")
    found = {check.key: check for check in services.returns.checks(Q2)}
    assert found["commitments"].sentence == "1 commitment of last quarter has no outcome."
    assert found["typed"].place == "commitments"
    assert "a commitment" in found["typed"].sentence
    assert services.returns.assemble(Q2).commitments[0].outcome == ""
    services.commitments.change(made, one.version, CommitmentDraft(outcome="not_kept", why="The trainer was ill."))
    (one,) = services.commitments.due(Q2)
    assert (one.outcome, one.why, one.typed) == (Outcome.NOT_KEPT, "The trainer was ill.", ())
    assert newest_label(services) == "Not kept: Train 45 managers."
    part = services.returns.assemble(Q2).commitments[0]
    assert (part.outcome, part.why) == ("not_kept", "The trainer was ill.")
    assert all(c.passed for c in services.returns.checks(Q2) if c.key in {"commitments", "typed"})


def test_what_waits_in_a_new_commitment_is_found_there(services: Services) -> None:
    _, made = services.commitments.add(Q2, "Train 45 managers.")
    services.commitments.change(made, 1, CommitmentDraft(text=""))
    assert services.commitments.made(Q2)[0].texts["text"] == ""
    assert next(c.place for c in services.returns.checks(Q2) if c.key == "typed") == "new_commitments"
    services.commitments.remove(made)
    assert next(c.passed for c in services.returns.checks(Q2) if c.key == "typed")


def test_words_that_were_submitted_stay(services: Services) -> None:
    _, made = services.commitments.add(Q1, "Train 45 managers.", "Head of HR")
    submit(services, Q1)
    (one,) = services.commitments.due(Q2)
    assert (one.is_worded, one.is_told) == (True, False)
    for draft in (CommitmentDraft(text="Train some managers."), CommitmentDraft(owner="Nobody")):
        with pytest.raises(BadInputError, match="Its words stay; say what became of it"):
            services.commitments.change(made, one.version, draft)
    with pytest.raises(BadInputError, match="It stays"):
        services.commitments.remove(made)
    services.commitments.change(made, one.version, CommitmentDraft(text=one.text, outcome="kept", why=""))
    assert services.commitments.due(Q2)[0].outcome is Outcome.KEPT
    with pytest.raises(BadInputError, match=r"is signed or submitted\. Promise it in the next one"):
        services.commitments.add(Q1, "One more.")


def test_submitted_words_are_not_put_back_from_the_history_either(services: Services) -> None:
    _, made = services.commitments.add(Q1, "Train some managers.")
    services.commitments.change(made, 1, CommitmentDraft(text="Train 45 managers."))
    (entry,) = services.history.lines(1)[0].entries
    services.history.restore(entry)
    assert services.commitments.made(Q1)[0].text == "Train some managers."
    submit(services, Q1)
    with pytest.raises(BadInputError, match="Its words stay"):
        services.history.restore(entry)


def test_an_outcome_that_was_submitted_stays_while_the_new_promises_can_be_worked_on(services: Services) -> None:
    _, old = services.commitments.add(Q1, "Train 45 managers.")
    services.commitments.change(old, 1, CommitmentDraft(outcome="kept", why=""))
    submit(services, Q1)
    submit(services, Q2)
    (one,) = services.commitments.due(Q2)
    assert one.is_told
    with pytest.raises(BadInputError, match="What it says of this promise stays"):
        services.commitments.change(old, one.version, CommitmentDraft(outcome="not_kept", why="No."))
    _, new = services.commitments.add(Q3, "Train the rest.")
    services.commitments.change(new, 1, CommitmentDraft(text="Train the rest by March."))
    assert services.commitments.made(Q3)[0].text == "Train the rest by March."


def test_the_words_stay_even_while_a_correction_of_that_return_is_open(services: Services) -> None:
    _, made = services.commitments.add(Q1, "Train 45 managers.")
    submit(services, Q1)
    with services.database.writing("Corrected") as step:
        from leadapp.db.rows import ReturnRow

        step.session.add(ReturnRow(quarter=str(Q1), revision=2, correction="A wrong figure."))
    (one,) = services.commitments.made(Q1)
    assert (one.is_worded, one.is_told) == (True, False)
    with pytest.raises(BadInputError, match="Its words stay"):
        services.commitments.change(made, one.version, CommitmentDraft(text="Train some."))
    services.commitments.add(Q1, "What was forgotten.")
    assert [c.text for c in services.commitments.made(Q1)] == ["Train 45 managers.", "What was forgotten."]


def test_what_cannot_be_is_refused(services: Services) -> None:
    with pytest.raises(BadInputError, match="Write what you promise"):
        services.commitments.add(Q2, "  ")
    with pytest.raises(BadInputError, match="Choose an action of your plan"):
        services.commitments.add(Q2, "Words", action="99")
    with pytest.raises(BadInputError, match="Choose an action of your plan"):
        services.commitments.add(Q2, "Words", action="the first")
    assert services.commitments.list_all() == ()
    _, made = services.commitments.add(Q2, "Words")
    services.commitments.change(made, 1, CommitmentDraft(text="Other words"))
    with pytest.raises(ChangedElsewhereError):
        services.commitments.change(made, 1, CommitmentDraft(text="Third words"))
    with pytest.raises(NotFoundError):
        services.commitments.change(made + 1, 1, CommitmentDraft(text="Third words"))
    with pytest.raises(NotFoundError):
        services.commitments.remove(made + 1)


def test_nothing_is_written_where_nothing_changed(services: Services) -> None:
    _, made = services.commitments.add(Q2, "Words", "Head")
    before = newest_label(services)
    services.commitments.change(made, 1, CommitmentDraft(text="Words", owner="Head", action=""))
    assert newest_label(services) == before


def test_an_action_that_leaves_the_plan_leaves_the_promise(services: Services) -> None:
    services.plan.adopt(("1.8",))
    action = by_reference(services, "1.8")
    services.commitments.add(Q2, "Words", action=str(action.id))
    services.plan.remove_action(action.id)
    (one,) = services.commitments.made(Q2)
    assert (one.text, one.action_id, one.action) == ("Words", None, "")


def test_the_history_names_the_action_of_a_commitment(services: Services) -> None:
    services.plan.adopt(("1.8", "2.4"))
    first, second = by_reference(services, "1.8"), by_reference(services, "2.4")
    _, made = services.commitments.add(Q2, "Words", action=str(first.id))
    services.commitments.change(made, 1, CommitmentDraft(action=str(second.id)))
    (line,) = services.history.lines(1)
    told = [entry.names for entry in line.entries if entry.field == "action_id"]
    assert told == [(f"1.8, {first.title}", f"2.4, {second.title}")]


def test_a_commitment_is_found_by_its_words_where_it_is_worked_on(services: Services) -> None:
    _, old = services.commitments.add(Q1, "Open the prayer room.")
    services.commitments.add(Q2, "Paint the prayer room.")
    services.commitments.change(old, 1, CommitmentDraft(outcome="kept", why="The network says BAME, we do not."))
    places = {hit.title: hit.place for hit in services.search.find("prayer room")}
    assert places["Open the prayer room."] == ("commitments", Q2)
    assert places["Paint the prayer room."] == ("new_commitments", Q2)
    submit(services, Q2)
    assert {hit.title: hit.place for hit in services.search.find("paint")}["Paint the prayer room."] == ("commitments", Q3)


def test_house_words_are_remarked_on_in_commitments(services: Services) -> None:
    _, old = services.commitments.add(Q1, "Open the prayer room.")
    services.commitments.add(Q2, "A room for BAME staff.")
    services.commitments.change(old, 1, CommitmentDraft(outcome="kept", why="BAME staff use it."))
    found = [(remark.narrative.where, remark.narrative.place) for remark in services.words.check_return(Q2)]
    assert found == [("What became of a commitment", "commitments"), ("A commitment", "new_commitments")]


def test_the_run_of_the_sample(sample: Services) -> None:
    assert [(c.quarter, c.kept, c.part_kept, c.not_kept, c.open) for c in sample.commitments.run()] == [
        ("2026-27-Q1", 2, 2, 0, 0),
        ("2026-27-Q2", 2, 1, 2, 0),
    ]
    record = sample.returns.assemble(Q2)
    assert [c.outcome for c in record.commitments] == ["kept", "part_kept", "not_kept", "not_kept", "kept"]
    assert len(record.new_commitments) == 3
    assert not sample.commitments.is_begun_on_paper(Q2)
    assert sample.commitments.is_begun_on_paper(Quarter(2025, 4))
