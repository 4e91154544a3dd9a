"""Triggers of evidence and of the directorate, rules that are off, and answers."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.evidence import Evidence, EvidenceKind
from leadapp.domain.plan import PlanAction, Status
from leadapp.domain.promise_parts import TriggerPart
from leadapp.domain.quarters import Quarter
from leadapp.domain.trigger_checks import missing_answers, trigger_check
from leadapp.domain.triggers import (
    GONE,
    Answer,
    Trigger,
    earlier_needed,
    fired,
    with_answers,
)
from tests.domain.stalled import DIRECTORATE, STILL, TODAY, action, facts, rules, seen


# -------------------------------------------------------------------------------- evidence and the directorate
def piece(number: int, dated: dt.date | None, *actions: int) -> Evidence:
    return Evidence(number, f"e{number}", 1, EvidenceKind.NOTE, f"Piece {number}", dated=dated, actions=actions or (1,))


@pytest.mark.parametrize(
    ("dates", "fires"),
    [
        ((dt.date(2025, 9, 29),), True),
        ((dt.date(2025, 9, 30),), False),
        ((dt.date(2024, 1, 1), dt.date(2026, 1, 1)), False),
        ((dt.date(2024, 1, 1), None), False),
        ((None,), False),
        ((), False),
    ],
)
def test_an_action_that_rests_only_on_old_evidence(dates: tuple[dt.date | None, ...], fires: bool) -> None:
    found = fired(rules("evidence_out_of_date"), seen(action(), evidence=tuple(piece(n, day) for n, day in enumerate(dates))))
    assert bool(found) is fires


def test_one_piece_of_evidence_is_asked_about_once_for_all_its_actions() -> None:
    two = action(id=2, uid="b", reference="2.11", status=Status.COMPLETE)
    paused = action(id=3, uid="c", reference="2.5", status=Status.PAUSED)
    old = (piece(1, dt.date(2024, 5, 1), 1, 2, 3), piece(2, dt.date(2023, 5, 1), 1))
    found = fired(rules("evidence_out_of_date"), seen(action(), two, paused, evidence=old))
    assert [(t.subject, t.id, t.title, t.place) for t in found] == [("e1", "NS-01, 2.11", "Piece 1", "evidence")]
    assert facts(found) == ["The newest evidence for NS-01, 2.11 is dated 1 May 2024, more than 12 months ago."]


def urgent(underway: int, of: int) -> tuple[PlanAction, ...]:
    return tuple(
        action(id=n, uid=str(n), urgent=True, status=Status.UNDERWAY if n < underway else Status.NOT_STARTED) for n in range(of)
    )


@given(of=st.integers(0, 9), data=st.data(), percent=st.integers(1, 100))
def test_too_few_urgent_actions_at_the_first_review(of: int, data: st.DataObject, percent: int) -> None:
    underway = data.draw(st.integers(0, of))
    looked = seen(*urgent(underway, of), quarter=Quarter.parse("2025-26-Q4"))
    found = fired(rules("urgent_under_half", percent=percent), looked)
    assert bool(found) is (of > 0 and underway * 100 < percent * of)


def test_the_1_7_test_is_asked_once_and_only_of_priority_directorates() -> None:
    first = Quarter.parse("2025-26-Q4")
    found = fired(rules("urgent_under_half"), seen(*urgent(1, 3), quarter=first))
    assert facts(found) == ["1 of 3 urgent actions are underway, 33%. Asked for: 50%."]
    assert not fired(rules("urgent_under_half"), seen(*urgent(1, 3)))
    other = dataclasses.replace(DIRECTORATE, priority=False)
    assert not fired(rules("urgent_under_half"), seen(*urgent(1, 3), quarter=first, directorate=other))
    undated = dataclasses.replace(DIRECTORATE, month_zero=None, first_quarter="2026-27-Q2")
    assert fired(rules("urgent_under_half"), seen(*urgent(1, 3), directorate=undated))


# -------------------------------------------------------------------------------- rules that are off, how far back, answers
def test_a_rule_that_is_off_asks_nothing_and_needs_no_earlier_return() -> None:
    off = tuple(dataclasses.replace(rule, is_off=True) for rule in rules("no_movement", returns=5))
    assert not fired(off, seen(action(), earlier=STILL))
    assert (earlier_needed(off), earlier_needed(rules("no_movement", returns=5))) == (0, 5)
    assert earlier_needed(rules("off_track_twice")) == 1


def test_answers_stand_beside_their_triggers_and_outlive_their_cause() -> None:
    asked = (
        Trigger("due_passed", "Due", "a", "NS-01", "Talks", "Late."),
        Trigger("due_passed", "Due", "b", "NS-02", "Posts", "Late."),
    )
    answer = Answer("due_passed", "a", "Because.", "", TODAY)
    gone = Answer("off_track_twice", "c", "", "E-01", TODAY, 7)
    unknown = Answer("old_rule", "x", "Long ago.", "", TODAY)
    told = with_answers(asked, (answer, gone, unknown), {"off_track_twice": "Off track"}, {"c": ("NS-03", "Walks")})
    assert [(one.trigger.subject, one.answer, one.holds) for one in told] == [
        ("b", None, True),
        ("a", answer, True),
        ("c", gone, False),
        ("x", unknown, False),
    ]
    parts = [one.part for one in told]
    assert [(p.name, p.id, p.title, p.fact) for p in parts[2:]] == [
        ("Off track", "NS-03", "Walks", GONE),
        ("old_rule", "", "no longer in the plan", GONE),
    ]
    assert [p.is_answered for p in parts] == [False, True, True, True]


def test_the_check_counts_what_has_no_answer() -> None:
    waiting = TriggerPart("due_passed", "Due", "a", "NS-01", "Talks", "Late.")
    done = dataclasses.replace(waiting, answer="Because.")
    assert trigger_check(()).sentence == "No trigger has fired."
    assert (trigger_check((done,)).sentence, trigger_check((done,)).passed) == ("Every trigger has its answer.", True)
    assert trigger_check((waiting, done)).sentence == "1 trigger has no answer: NS-01."
    other = dataclasses.replace(waiting, id="2.6")
    assert trigger_check((waiting, other)).sentence == "2 triggers have no answer: NS-01 and 2.6."
    assert missing_answers((done,)) == ()
    assert [(m.key, m.ids) for m in missing_answers((waiting, waiting))] == [("triggers", ("NS-01",))]
