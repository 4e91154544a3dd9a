"""The sample directorate: that its story holds together, that it shows every feature, and that it reads at a glance."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from leadapp.domain.corporate_plan import KpiKind, Part
from leadapp.domain.plan import Confidence, Decision, Origin, Status
from leadapp.domain.quarters import DEFAULT_DAYS_TO_RETURN, Quarter
from leadapp.services.opening import Services, open_services, shipped_plan
from leadapp.services.sample import read_sample
from tests.worlds import StandingClock, by_reference

AS_AT = dt.date(2026, 9, 21)
TITLE, MEASURE = 50, 60
"""So many letters of an action's title and of a KPI fit a table."""


@cache
def data() -> dict[str, Any]:
    return read_sample()


@pytest.fixture
def sample(sample_file: Path, data_folder: Path) -> Iterator[Services]:
    services = open_services(sample_file, StandingClock(AS_AT))
    yield services
    services.close()


# ---------------------------------------------------------------------------------------------------- the story holds together
def test_every_entry_lies_in_its_quarter_and_before_the_day_of_the_sample() -> None:
    for table in ("updates", "values", "activities"):
        for row in data()[table]:
            quarter = Quarter.parse(row["quarter"])
            assert quarter.first_day <= row["on"] <= min(quarter.last_day, AS_AT), row


def test_the_year_begins_with_month_zero_and_ends_with_the_quarter_being_reported() -> None:
    head = data()["sample"]
    assert (head["month_zero"], head["as_at"]) == (dt.date(2026, 1, 1), AS_AT)
    assert head["quarters"] == ["2025-26-Q4", "2026-27-Q1", "2026-27-Q2"]
    assert [r["state"] for r in data()["returns"]] == ["submitted", "submitted", "draft"]


def test_returns_were_signed_confirmed_and_sent_in_time() -> None:
    for row in data()["returns"]:
        quarter = Quarter.parse(row["quarter"])
        assert row["due"] == quarter.return_due(DEFAULT_DAYS_TO_RETURN)
        if row["state"] == "submitted":
            steps = [quarter.last_day, row["signed_on"], row["confirmed_on"], row["submitted_on"], row["due"]]
            assert steps == sorted(steps), row["quarter"]


def test_shares_and_surveys_add_up() -> None:
    kpis = {k["key"]: k for k in data()["kpis"]}
    for value in data()["values"]:
        assert value.get("numerator", 0) <= value.get("denominator", 0), value
        if not kpis[value["kpi"]]["perception"]:
            continue
        if value.get("not_yet_measured"):
            assert value["reason"], value
            assert value["next_wave"], value
        else:
            assert value["wave"], value
            assert kpis[value["kpi"]]["question"], value
            assert value["n"] == value["denominator"], value
            assert value["response_rate_percent"] == round(100 * value["n"] / value["invited"]), value


def test_an_action_stands_where_its_last_update_left_it() -> None:
    last = {update["action"]: update for update in data()["updates"]}
    for row in data()["actions"]:
        left = last[row["key"]]
        assert (left["status"], left.get("confidence")) == (row["status"], row.get("confidence")), row["key"]
        assert ("completed_on" in row) == (row["status"] == "complete"), row["key"]
        assert ("status_reason" in row) == (row["status"] in {"paused", "will_not_do"}), row["key"]


def test_re_dated_actions_tell_each_move() -> None:
    for row in data()["actions"]:
        moves = row.get("redatings", [])
        dates = [row["due_original"], *(move["to_date"] for move in moves)]
        assert [move["from_date"] for move in moves] == dates[:-1], row["key"]
        assert (row["due"], all(move["reason"] for move in moves)) == (dates[-1], True), row["key"]


def test_a_kpi_taken_from_the_plan_is_measured_as_the_plan_measures_it() -> None:
    measures = {m.id: m for a in shipped_plan().actions for k in a.kpis for m in k.measures}
    for kpi in data()["kpis"]:
        if known := measures.get(kpi.get("corporate_kpi", "")):
            assert (kpi["kind"], kpi["perception"]) == (known.kind, known.perception), kpi["key"]
            assert known.reportable_by_directorate, kpi["key"]
            assert known.target in {None, kpi.get("target")}, kpi["key"]


def test_each_corporate_action_is_adopted_or_declined_once_at_most() -> None:
    decided = [a["corporate_id"] for a in data()["actions"] if a["origin"] == "corporate"]
    decided += [d["corporate_id"] for d in data()["declined"]]
    assert len(set(decided)) == len(decided)
    assert set(decided) <= {a.id for a in shipped_plan().actions}
    assert all(d["reason"] for d in data()["declined"])


def test_no_inner_key_shows_in_a_text() -> None:
    """A03 or F02 are the file's own keys; a reader knows an action as NS-01 or 2.6."""
    seen = [u["text"] for u in data()["updates"]] + [v.get("note", "") for v in data()["values"]]
    seen += [r[name] for r in data()["returns"] for name in ("progress", "challenges", "feedback")]
    seen += [a["outcome"] for a in data()["activities"]] + [r["mitigation"] for r in data()["risks"]]
    assert [text for text in seen if re.search(r"\b[AFXKT]\d{1,2}\b", text)] == []


def test_its_people_are_plainly_made_up() -> None:
    assert all(champion["name"].endswith(" Sample") for champion in data()["champions"])
    assert data()["sample"]["lead_name"].endswith(" Sample")
    assert "Liverpool" not in str(data())


# ---------------------------------------------------------------------------------------------------- every feature shows
def test_every_status_confidence_and_origin_is_there(sample: Services) -> None:
    actions = sample.plan.list_actions()
    assert {a.status for a in actions} == set(Status)
    assert {a.confidence for a in actions if a.status.is_open} == set(Confidence)
    assert {a.origin for a in actions} == set(Origin)
    assert all(a.status_reason for a in actions if a.status.needs_reason)
    assert {a.times_redated for a in actions} == {0, 1, 2}
    assert {a.pillar for a in actions} == {1, 2, 3, 4, 5}
    assert {part for a in actions if (part := a.part)} == {Part.OWN, Part.NAMED, Part.CONTRIBUTE, Part.REPORT}


def test_every_kind_of_kpi_and_update_is_there(sample: Services) -> None:
    lines = [line for item in sample.round.everything() for line in item.kpis]
    assert {line.kpi.kind for line in lines} == set(KpiKind)
    assert {v.not_yet_measured for line in lines for v in line.values} == {True, False}
    assert all(line.kpi.numerator_label and line.kpi.denominator_label for line in lines if line.kpi.kind is KpiKind.PERCENTAGE)
    said = [u for a in sample.plan.list_actions() for u in sample.round.detail(a.id).updates]
    assert {u.no_change for u in said} == {True, False}
    assert {f["state"] for f in data()["feedback"]} == {"open", "done_not_told", "closed"}


def test_home_has_something_to_say(sample: Services) -> None:
    view, chart = sample.home.view()
    assert (str(view.quarter), view.sentence) == (
        "2026-27-Q2",
        "Your return is due on 9 October 2026, in 18 days. Four things are left.",
    )
    assert [(step.place, step.title) for step in view.steps] == [
        ("cascade", "Decide on 6 corporate actions"),
        ("round", "Update 4 actions"),
        ("round", "Record 3 KPI values"),
        ("triggers", "2 triggers have no answer: NS-10 and 2.11"),
    ]
    assert (view.actions, view.in_round, view.stale) == (34, 29, ("NS-10",))
    assert view.load is not None
    assert view.load.warning == "8 KPIs fall due by Month 12, 31 December 2026."
    assert view.load.chart.text.startswith("1 KPI of your plan falls due in July to September 2026, 8 in the quarter after.")
    assert {series.key: sum(series.values) for series in chart.series} == {
        "complete": 6,
        "underway": 20,
        "not_started": 6,
        "paused": 1,
        "will_not_do": 1,
    }


def test_the_1_7_test_is_passed_by_all_six_urgent_actions(sample: Services) -> None:
    urgent = sample.returns.assemble(Quarter.parse("2026-27-Q2")).urgent_test
    assert urgent is not None
    assert (urgent.numerator, urgent.denominator, urgent.met) == (6, 6, True)


def test_the_cascade_shows_a_part_set_by_the_lead_and_decisions_of_both_kinds(sample: Services) -> None:
    cascade = {row.corporate_id: row for row in sample.plan.cascade()}
    assert (cascade["3.5"].part, cascade["3.5"].part_is_default) == (Part.NAMED, False)
    assert [i for i, row in cascade.items() if not row.part_is_default] == ["3.5"]
    assert {row.decision for row in cascade.values()} == set(Decision)
    assert all(row.reason for row in cascade.values() if row.decision is Decision.DECLINED)


# ---------------------------------------------------------------------------------------------------- at a glance
def test_titles_and_measures_fit_a_table(sample: Services) -> None:
    assert [a.title for a in sample.plan.list_actions() if len(a.title) > TITLE] == []
    assert [k["text"] for k in data()["kpis"] if len(k["text"]) > MEASURE] == []


def test_own_actions_are_numbered_in_order(sample: Services) -> None:
    own = [a.reference for a in sample.plan.list_actions() if a.origin is not Origin.CORPORATE]
    assert sorted(own) == [f"NS-{n:02}" for n in range(1, 14)]
    assert by_reference(sample, "NS-01").title == "Same-day call-back after abuse on the rounds"
