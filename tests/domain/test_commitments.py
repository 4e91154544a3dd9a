"""Commitments: what can be used of what is typed, how outcomes are counted, and what the check says of them."""

import datetime as dt
from typing import Any

import pytest

from leadapp.domain.chart_scenes import Box, scene
from leadapp.domain.checks import Findings, run_checks
from leadapp.domain.commitments import (
    Commitment,
    CommitmentDraft,
    Outcome,
    OutcomeCount,
    outcome_words,
    refuse_submitted,
    run_chart,
    run_of,
)
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnText

Q2 = Quarter(2026, 2)


def promise(number: int = 1, outcome: Outcome | None = None, **values: Any) -> Commitment:
    base: dict[str, Any] = {"made_in": "2026-27-Q1", "quarter": "2026-27-Q2", "text": f"Promise {number}", "outcome": outcome}
    return Commitment(number, f"c{number}", 1, **(base | values))


def sentences(*commitments: Commitment) -> dict[str, tuple[bool, str]]:
    parks = DirectorateRecord("d", 1, "Norbury", "Parks", "A. Lead", "Head", dt.date(2026, 1, 1), False, "2025-26-Q4")
    found = Findings(Q2, dt.date(2026, 10, 6), parks, ReturnText("2026-27-Q2"), (), (), (), (), commitments=commitments)
    return {check.key: (check.passed, check.sentence) for check in run_checks(found) if "commitments" in check.key}


# -------------------------------------------------------------------------------- what can be used
def test_kept_needs_no_why_and_the_others_do() -> None:
    assert CommitmentDraft(outcome="kept", why="").read() == ({"outcome": "kept", "why": ""}, ())
    values, problems = CommitmentDraft(outcome="not_kept", why=" ").read()
    assert (values, problems[0].field, problems[0].sentence) == (
        {"outcome": None, "why": ""},
        "why",
        "Say why it was not kept.",
    )
    assert CommitmentDraft(outcome="part_kept", why="Half. ").read()[0] == {"outcome": "part_kept", "why": "Half."}


def test_a_kept_promise_that_is_called_not_kept_is_no_longer_reported_as_kept() -> None:
    held = promise(outcome=Outcome.KEPT)
    draft = CommitmentDraft(outcome="not_kept", why="")
    values, problems = draft.read(held)
    assert values == {"outcome": None, "why": ""}
    assert draft.typed(problems) == {"outcome": "not_kept", "why": ""}


def test_a_why_that_is_emptied_leaves_the_last_good_one() -> None:
    held = promise(outcome=Outcome.NOT_KEPT, why="The van broke.")
    draft = CommitmentDraft(outcome="not_kept", why="")
    values, problems = draft.read(held)
    assert "outcome" not in values
    assert draft.typed(problems) == {"outcome": "not_kept", "why": ""}
    assert CommitmentDraft(why="The van broke down.").read(held)[0] == {"outcome": "not_kept", "why": "The van broke down."}


def test_a_why_without_an_outcome_asks_for_it_and_an_empty_answer_takes_it_back() -> None:
    assert CommitmentDraft(outcome="", why="Because").read()[1][0].sentence == "Say first whether it was kept."
    assert CommitmentDraft(outcome="", why="").read(promise(outcome=Outcome.KEPT))[0] == {"outcome": None, "why": ""}
    assert CommitmentDraft(outcome="nearly", why="").read()[1][0].sentence == "Say kept, part kept or not kept."


def test_words_owner_and_action_are_read_each_for_itself() -> None:
    values, problems = CommitmentDraft(text=" ", owner="  Head  of Parks ", action="7").read()
    assert values == {"owner": "Head of Parks", "action_id": 7}
    draft = CommitmentDraft(text=" ", owner="Head of Parks")
    assert draft.typed(problems) == {"text": " ", "owner": None}
    assert CommitmentDraft(action="").read()[0] == {"action_id": None}
    assert CommitmentDraft(action="the third").read()[1][0].field == "action"
    assert CommitmentDraft(text=" Walk. ").read()[0] == {"text": "Walk."}
    assert CommitmentDraft(text="x" * 1001).read()[1][0].sentence == "The promise has 1,001 characters. 1,000 is the most."
    assert "longer than a million" in CommitmentDraft(outcome="kept", why="x" * 1_000_001).read()[1][0].sentence


def test_what_was_typed_last_stands_in_the_fields() -> None:
    one = promise(outcome=Outcome.KEPT, action_id=4, action="1.8", typed=(("outcome", "not_kept"), ("why", "")))
    assert one.texts == {"text": "Promise 1", "owner": "", "action": "4", "outcome": "not_kept", "why": ""}
    assert promise().texts["outcome"] == promise().texts["action"] == ""
    assert (one.part.outcome, one.part.action, promise().part.outcome) == ("kept", "1.8", "")


def test_what_was_submitted_is_refused_and_the_rest_is_not() -> None:
    worded, told = promise(is_worded=True), promise(is_told=True)
    for held, fields in ((worded, {"text"}), (worded, {"owner_id"}), (told, {"why", "text"})):
        with pytest.raises(BadInputError, match="submitted"):
            refuse_submitted(held, fields)
    refuse_submitted(worded, {"outcome", "why"})
    refuse_submitted(told, {"text"})
    assert not Outcome.KEPT.needs_why


# -------------------------------------------------------------------------------- counted
def test_the_run_counts_each_quarter_up_to_the_last() -> None:
    known = (
        promise(1, Outcome.KEPT),
        promise(2, Outcome.NOT_KEPT, why="No."),
        promise(3),
        promise(4, Outcome.PART_KEPT, quarter="2026-27-Q1"),
        promise(5, quarter="2026-27-Q3"),
    )
    assert run_of(known, "2026-27-Q2") == (OutcomeCount("2026-27-Q1", 0, 1, 0, 0), OutcomeCount("2026-27-Q2", 1, 0, 1, 1))
    assert [count.total for count in run_of(known, "2026-27-Q2")] == [1, 3]
    assert outcome_words(["kept", "", "kept", "not_kept"]) == "2 kept, 1 not kept, 1 to answer"
    assert outcome_words([]) == ""


def test_the_run_is_drawn_quarter_by_quarter() -> None:
    run = (OutcomeCount("2026-27-Q1", 0, 1, 0, 0), OutcomeCount("2026-27-Q2", 1, 0, 1, 1))
    chart = run_chart(run)
    assert chart.text == "2026-27-Q1: 1 part kept. 2026-27-Q2: 1 kept, 1 not kept, 1 to answer."
    assert [(series.key, series.values) for series in chart.series] == [
        ("kept", (0, 1)),
        ("part_kept", (1, 0)),
        ("not_kept", (0, 1)),
        ("not_started", (0, 1)),
    ]
    assert chart.notes == ("0 of 1 kept", "1 of 3 kept")
    assert [series.label for series in run_chart(run[:1]).series] == ["Kept", "Part kept", "Not kept"]
    long = tuple(OutcomeCount(f"20{n}-{n + 1}-Q1", 1, 0, 0, 0) for n in range(20, 35))
    assert run_chart(long).categories == tuple(count.quarter for count in long[-8:])
    assert run_chart(()).text == "No commitment yet."
    drawn = scene(chart, 320, lambda text, size, _bold: len(text) * size * 0.5)
    fills = {item.fill for item in drawn.items if isinstance(item, Box)}
    assert {"green", "amber", "red", "not_started", "base"} <= fills, "a number on a bright fill stands in a box of its own"


# -------------------------------------------------------------------------------- the check
def test_the_check_says_how_many_have_no_outcome() -> None:
    assert sentences(promise(1), promise(2), promise(3, Outcome.KEPT))["commitments"] == (
        False,
        "2 commitments of last quarter have no outcome.",
    )
    assert sentences(promise(1))["commitments"] == (False, "1 commitment of last quarter has no outcome.")
    assert sentences(promise(1, Outcome.KEPT))["commitments"][0] is True
    assert "commitments" not in sentences()


def test_the_check_says_that_nothing_is_promised() -> None:
    assert sentences()["new_commitments"] == (False, "Nothing is promised for October to December 2026.")
    made = promise(1, made_in="2026-27-Q2", quarter="2026-27-Q3")
    assert sentences(made)["new_commitments"][0] is True
