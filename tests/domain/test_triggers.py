"""Each trigger rule at its edges: dates, two returns running, small bases; and answers beside what fired."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.measures import KpiValue
from leadapp.domain.plan import Confidence, Status, Update
from leadapp.domain.triggers import (
    fired,
    last_day_that_counts,
)
from tests.domain.stalled import QUARTER, STILL, TODAY, action, facts, kpi, past, reading, rules, seen


# -------------------------------------------------------------------------------- nothing has moved
def test_an_action_that_stood_still_for_two_returns_fires() -> None:
    found = fired(rules("no_movement"), seen(action(), earlier=STILL))
    assert facts(found) == ["Nothing new since 31 March 2026, for 2 returns running."]
    assert (found[0].rule, found[0].subject, found[0].id, found[0].action_id) == ("no_movement", "a", "NS-01", 1)


def test_one_earlier_return_is_enough_if_the_file_has_no_older_one() -> None:
    assert fired(rules("no_movement"), seen(action(), earlier=STILL[:1]))
    assert not fired(rules("no_movement"), seen(action(), earlier=()))


@pytest.mark.parametrize(
    "moved",
    [
        {"updates": (Update(1, "u", 1, 1, "2026-27-Q2", TODAY, "We began."),)},
        {"kpis": (kpi(),), "readings": {5: (reading("2026-27-Q2", 40),)}},
        {"milestones": {1: (dt.date(2026, 4, 1),)}},
        {"milestones": {1: (dt.date(2026, 9, 29),)}},
        {"earlier": (past("2026-27-Q1", moved=True), past("2025-26-Q4"))},
        {"earlier": (past("2026-27-Q1", confidence="on_track"), past("2025-26-Q4"))},
        {"earlier": (past("2026-27-Q1"), past("2025-26-Q4", "not_started", ""))},
        {"earlier": (past("2026-27-Q1"), past("2025-26-Q4", uid="other"))},
    ],
)
def test_anything_new_is_movement(moved: dict[str, Any]) -> None:
    assert not fired(rules("no_movement"), seen(action(), **({"earlier": STILL} | moved)))


@pytest.mark.parametrize(
    "still",
    [
        {"updates": (Update(1, "u", 1, 1, "2026-27-Q2", TODAY, "the survey waits", no_change=True),)},
        {"updates": (Update(1, "u", 1, 1, "2026-27-Q1", TODAY, "An older one."),)},
        {"kpis": (kpi(),), "readings": {5: (reading("2026-27-Q2", not_yet_measured=True), reading("2026-27-Q1", 40))}},
        {"milestones": {1: (dt.date(2026, 3, 31), TODAY)}},
        {"earlier": (past("2026-27-Q1"), past("2025-26-Q4", moved=True))},
    ],
)
def test_no_change_and_what_is_older_or_later_is_none(still: dict[str, Any]) -> None:
    assert fired(rules("no_movement"), seen(action(), **({"earlier": STILL} | still)))


@pytest.mark.parametrize(
    ("values", "fires"),
    [
        ({"status": Status.PAUSED, "confidence": None}, False),
        ({"status": Status.COMPLETE}, False),
        ({"status": Status.NOT_STARTED, "due": dt.date(2026, 12, 31)}, False),
        ({"status": Status.NOT_STARTED, "due": dt.date(2026, 9, 29)}, True),
    ],
)
def test_only_what_runs_or_should_have_begun_is_asked(values: dict[str, Any], fires: bool) -> None:
    one = action(**values)
    state = (one.status.value, one.shown_confidence.value if one.shown_confidence else "")
    earlier = (past("2026-27-Q1", *state), past("2025-26-Q4", *state))
    assert bool(fired(rules("no_movement"), seen(one, earlier=earlier))) is fires


@given(still=st.integers(0, 8), wanted=st.integers(2, 8))
def test_it_fires_only_after_as_many_silent_returns_as_the_rule_says(still: int, wanted: int) -> None:
    quarter, earlier = QUARTER, []
    for number in range(9):
        quarter = quarter.previous
        earlier.append(past(str(quarter), moved=number >= still))
    found = fired(rules("no_movement", returns=wanted), seen(action(), earlier=tuple(earlier[:wanted])))
    assert bool(found) is (still >= wanted - 1)


# -------------------------------------------------------------------------------- dates
@given(days=st.integers(-400, 400), grace=st.integers(0, 90))
def test_a_due_day_has_passed_the_day_after_its_grace(days: int, grace: int) -> None:
    due = TODAY - dt.timedelta(days=days)
    found = fired(rules("due_passed", grace_days=grace), seen(action(due=due)))
    assert bool(found) is (days > grace)


@pytest.mark.parametrize("status", [Status.COMPLETE, Status.PAUSED, Status.WILL_NOT_DO])
def test_what_is_finished_paused_or_stopped_is_not_late(status: Status) -> None:
    assert not fired(rules("due_passed"), seen(action(due=dt.date(2026, 1, 1), status=status)))


def test_the_last_day_of_the_quarter_has_passed_when_it_is_reported_in_october() -> None:
    assert last_day_that_counts(QUARTER, dt.date(2026, 10, 6)) == dt.date(2026, 10, 1)
    assert last_day_that_counts(QUARTER, dt.date(2026, 9, 21)) == dt.date(2026, 9, 21)
    late, later = action(due=dt.date(2026, 9, 30), times_redated=1), action(due=dt.date(2026, 10, 1))
    found = fired(rules("due_passed"), seen(late, later, today=dt.date(2026, 10, 1)))
    assert facts(found) == ["It was due on 30 September 2026, after it was moved once."]


@pytest.mark.parametrize(("moved", "words"), [(2, "twice"), (8, "eight times"), (9, "9 times")])
def test_a_date_that_was_moved_again_this_quarter_fires(moved: int, words: str) -> None:
    one = action(times_redated=moved, due=dt.date(2026, 12, 31), due_first=dt.date(2026, 6, 30))
    found = fired(rules("redated_twice"), seen(one, moved_dates=frozenset({1})))
    assert facts(found) == [f"Its date was moved {words}: now 31 December 2026, first 30 June 2026."]


def test_a_date_that_was_moved_before_or_once_does_not_fire_again() -> None:
    twice = action(times_redated=2, due=TODAY)
    assert not fired(rules("redated_twice"), seen(twice))
    assert not fired(rules("redated_twice"), seen(action(times_redated=1, due=TODAY), moved_dates=frozenset({1})))
    assert not fired(rules("redated_twice"), seen(dataclasses.replace(twice, status=Status.COMPLETE), moved_dates=frozenset({1})))
    paused = dataclasses.replace(twice, status=Status.PAUSED)
    assert facts(fired(rules("redated_twice"), seen(paused, moved_dates=frozenset({1})))) == [
        "Its date was moved twice: now 30 September 2026."
    ]


# -------------------------------------------------------------------------------- off track
OFF = action(confidence=Confidence.OFF_TRACK)


def test_off_track_twice_running() -> None:
    found = fired(rules("off_track_twice"), seen(OFF, earlier=(past("2026-27-Q1", confidence="off_track"),)))
    assert facts(found) == ["Off track in 2026-27-Q1 and again now."]
    assert not fired(rules("off_track_twice"), seen(OFF, earlier=(past("2026-27-Q1"),)))
    assert not fired(rules("off_track_twice"), seen(OFF))
    assert not fired(rules("off_track_twice"), seen(OFF, earlier=(past("2026-27-Q1", confidence="off_track", uid="new"),)))
    done = dataclasses.replace(OFF, status=Status.COMPLETE)
    assert not fired(rules("off_track_twice"), seen(done, earlier=(past("2026-27-Q1", confidence="off_track"),)))


@given(off=st.integers(0, 9), wanted=st.integers(2, 8))
def test_off_track_as_many_returns_as_the_rule_says(off: int, wanted: int) -> None:
    quarter, earlier = QUARTER, []
    for number in range(9):
        quarter = quarter.previous
        earlier.append(past(str(quarter), confidence="off_track" if number < off else "at_risk"))
    found = fired(rules("off_track_twice", returns=wanted), seen(OFF, earlier=tuple(earlier)))
    assert bool(found) is (off >= wanted - 1)
    if found and wanted == 4:
        assert facts(found) == ["Off track in 3 returns running and again now."]


# -------------------------------------------------------------------------------- KPIs
def test_a_kpi_month_that_passed_without_a_value() -> None:
    found = fired(rules("kpi_without_value"), seen(action(), kpis=(kpi(),)))
    assert facts(found) == ["It fell due on 30 June 2026 and has no value."]
    assert (found[0].subject, found[0].id, found[0].title) == ("k", "NS-01", "Share")


@given(days=st.integers(-200, 200), grace=st.integers(0, 90))
def test_a_kpi_is_asked_for_the_day_after_its_grace(days: int, grace: int) -> None:
    due = (TODAY - dt.timedelta(days=days)).isoformat()
    assert bool(fired(rules("kpi_without_value", grace_days=grace), seen(action(), kpis=(kpi(due=due),)))) is (days > grace)


@pytest.mark.parametrize(
    ("values", "readings", "fires"),
    [
        ({}, (reading("2025-26-Q4", 4),), False),  # measured early
        ({}, (reading("2026-27-Q2", not_yet_measured=True, reason="No survey"),), True),
        ({"perception": True}, (reading("2026-27-Q2", not_yet_measured=True, next_wave="November 2026"),), False),
        ({"perception": True}, (reading("2026-27-Q2", not_yet_measured=True),), True),
        ({"due": "M3+M8"}, (reading("2025-26-Q4", 4),), True),  # the value belongs to Month 3
        ({"due": "M3+M8"}, (reading("2026-27-Q1", 4),), False),
        ({"due": "M12"}, (), False),
        ({"due": "-"}, (), False),
        ({"corporate_kpi": "1.8.K1 (withdrawn)"}, (), False),
    ],
)
def test_what_answers_a_kpi_month(values: dict[str, Any], readings: tuple[KpiValue, ...], fires: bool) -> None:
    one = kpi(**values)
    if "corporate_kpi" in values:
        assert one.is_withdrawn
    assert bool(fired(rules("kpi_without_value"), seen(action(), kpis=(one,), readings={5: readings}))) is fires


def test_nobody_asks_for_the_figures_of_what_was_stopped_or_is_gone() -> None:
    assert not fired(rules("kpi_without_value"), seen(action(status=Status.WILL_NOT_DO), kpis=(kpi(),)))
    assert not fired(rules("kpi_without_value"), seen(kpis=(kpi(),)))
    assert not fired(rules("kpi_worse_twice"), seen(kpis=(kpi(),), readings={5: WORSE}))


WORSE = (reading("2026-27-Q2", 30), reading("2026-27-Q1", 35), reading("2025-26-Q4", 40))


def test_a_kpi_that_got_worse_twice_running_fires_without_a_figure() -> None:
    found = fired(rules("kpi_worse_twice"), seen(action(), kpis=(kpi(),), readings={5: WORSE}))
    assert facts(found) == ["Worse in 2026-27-Q1 and again in 2026-27-Q2."]


@pytest.mark.parametrize(
    ("values", "readings"),
    [
        ({}, WORSE[:2]),
        ({}, WORSE[1:]),  # nothing new this quarter
        ({}, (reading("2026-27-Q2", 30), reading("2026-27-Q1", 45), reading("2025-26-Q4", 40))),
        ({}, (reading("2026-27-Q2", 35), reading("2026-27-Q1", 35), reading("2025-26-Q4", 40))),
        ({"direction": Direction.DOWN}, WORSE),
        ({"direction": None}, WORSE),
        ({"corporate_kpi": "1.8.K1 (withdrawn)"}, WORSE),
        (
            {"counts_people": True},
            tuple(dataclasses.replace(v, denominator=9.0, numerator=(v.numerator or 0) / 10) for v in WORSE),
        ),
    ],
)
def test_what_is_not_worse_twice_running(values: dict[str, Any], readings: tuple[KpiValue, ...]) -> None:
    assert not fired(rules("kpi_worse_twice"), seen(action(), kpis=(kpi(**values),), readings={5: readings}))


@given(base=st.integers(1, 40), smallest=st.integers(5, 40), people=st.booleans())
def test_values_that_rest_on_few_people_are_left_out(base: int, smallest: int, people: bool) -> None:
    shares = (0.1, 0.5, 0.9)
    readings = tuple(
        reading(q, share * base, of=base) for q, share in zip(("2026-27-Q2", "2026-27-Q1", "2025-26-Q4"), shares, strict=True)
    )
    looked = seen(action(), kpis=(kpi(counts_people=people),), readings={5: readings})
    assert bool(fired(rules("kpi_worse_twice", smallest_base=smallest), looked)) is (not people or base >= smallest)


def test_a_small_value_between_two_others_is_skipped_and_a_survey_counts_those_who_answered() -> None:
    small = reading("2026-27-Q1", 0, of=4, n=4)
    run = (reading("2026-27-Q2", 30, n=100), small, reading("2025-26-Q4", 35, n=100), reading("2025-26-Q3", 40, n=100))
    found = fired(rules("kpi_worse_twice"), seen(action(), kpis=(kpi(perception=True),), readings={5: run}))
    assert facts(found) == ["Worse in 2025-26-Q4 and again in 2026-27-Q2."]
    count = kpi(kind=KpiKind.COUNT, counts_people=True)
    numbers = tuple(dataclasses.replace(v, numerator=None, denominator=None, number=v.numerator) for v in WORSE)
    assert fired(rules("kpi_worse_twice"), seen(action(), kpis=(count,), readings={5: numbers}))
