"""What looks odd in a quarter's answers: each row once it is so, and not before."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from leadapp.domain.checks import CheckResult, Findings, run_checks
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.odd_checks import is_far
from leadapp.domain.plan import Status
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnText
from leadapp.domain.spots import Spot
from tests.domain.test_return import PARKS, TODAY, action, kpi, update, value

Q2 = Quarter(2026, 2)


def looked(**values: Any) -> dict[str, CheckResult]:
    base = Findings(Q2, TODAY, PARKS, ReturnText("2026-27-Q2"), (action(1, "2.4"),), (), (), ())
    return {check.key: check for check in run_checks(dataclasses.replace(base, **values))}


def test_an_update_missing_on_what_was_due_within_the_quarter_is_named_first() -> None:
    due = action(2, "2.5", due=dt.date(2026, 8, 1))
    check = looked(actions=(action(1, "2.4"), due))["updates"]
    assert check.sentence == "No update this quarter on 2.5 and 2.4. Due within it: 2.5."
    assert check.what == Spot(2, "update")
    assert looked()["updates"].sentence == "No update this quarter on 2.4."
    assert looked(updates=(update(1, "2026-27-Q2", "Words"),))["updates"].passed


def test_a_survey_without_its_wave_is_odd() -> None:
    survey = kpi(1, 1, perception=True)
    reading = value(1, "2026-27-Q2", numerator=10, denominator=20)
    check = looked(kpis=(survey,), values=(reading,))["waves"]
    assert (check.passed, check.severity, check.what) == (False, "odd", Spot(1, part=1))
    assert looked(kpis=(survey,), values=(dataclasses.replace(reading, wave="Spring"),))["waves"].passed
    assert looked(kpis=(survey,), values=(value(1, "2026-27-Q2", not_yet_measured=True),))["waves"].passed
    assert looked(kpis=(kpi(1, 1),), values=(reading,))["waves"].passed


SHARE, COUNT = kpi(1, 1), kpi(1, 1, KpiKind.COUNT)


@pytest.mark.parametrize(
    ("what", "now", "last", "far"),
    [
        (SHARE, {"numerator": 45, "denominator": 100}, {"numerator": 20, "denominator": 100}, True),
        (SHARE, {"numerator": 44, "denominator": 100}, {"numerator": 20, "denominator": 100}, False),
        (SHARE, {"numerator": 44, "denominator": 201}, {"numerator": 20, "denominator": 100}, True),
        (SHARE, {"numerator": 1, "denominator": 4}, {"numerator": 3, "denominator": 12}, False),
        (SHARE, {"not_yet_measured": True}, {"numerator": 3, "denominator": 12}, False),
        (COUNT, {"number": 41}, {"number": 20}, True),
        (COUNT, {"number": 40}, {"number": 20}, False),
        (COUNT, {"number": 9}, {"number": 0}, False),
        (COUNT, {"number": 10}, {"number": 0}, True),
        (COUNT, {"number": 9}, {"number": 20}, True),
        (kpi(1, 1, KpiKind.YES_NO), {"number": 1}, {"number": 0}, False),
        (kpi(1, 1, KpiKind.MILESTONE), {"number": 1}, {"number": 0}, False),
    ],
)
def test_a_number_far_from_the_last_one(what: Kpi, now: dict[str, float], last: dict[str, float], far: bool) -> None:
    values = (value(1, "2026-27-Q2", **now), value(1, "2026-27-Q1", **last))
    assert is_far(what, *values) is far
    check = looked(kpis=(what,), values=values)["far"]
    assert check.passed is not far
    if far:
        assert check.sentence.startswith("A value moved by 25 points or more, or doubled or halved, on 2.4.")


def test_far_numbers_are_told_once_an_action_and_not_outside_the_round() -> None:
    def readings(number: int) -> tuple[KpiValue, ...]:
        return (value(number, "2026-27-Q2", number=50), value(number, "2026-27-Q1", number=5))

    kpis = tuple(dataclasses.replace(COUNT, id=n, action_id=a) for n, a in ((1, 1), (2, 1), (3, 2), (4, 3)))
    finished = action(3, "2.6", status=Status.COMPLETE, completed_on=dt.date(2026, 2, 1))
    check = looked(
        actions=(action(1, "2.4"), action(2, "2.5"), finished),
        kpis=kpis,
        values=tuple(v for n in range(1, 5) for v in readings(n)),
    )["far"]
    assert check.sentence.startswith("Values moved by 25 points or more, or doubled or halved, on 2.4 and 2.5.")


def test_evidence_is_looked_at_only_where_it_was_read() -> None:
    done = action(2, "2.5", status=Status.COMPLETE, completed_on=dt.date(2026, 9, 1))
    actions = (action(1, "2.4"), done)
    assert "old_evidence" not in looked(actions=actions)
    none = looked(actions=actions, proofs={})
    assert none["old_evidence"].passed
    assert none["unproven"].sentence == "Complete without evidence: 2.5."
    assert none["unproven"].what == Spot(2)
    old, new = dt.date(2025, 10, 5), dt.date(2025, 10, 6)
    assert looked(actions=actions, proofs={1: (old,), 2: (new,)})["old_evidence"].ids == ("2.4",)
    assert looked(actions=actions, proofs={1: (old, new), 2: (new,)})["old_evidence"].passed
    assert looked(actions=actions, proofs={1: (old, None), 2: (new,)})["old_evidence"].passed
    assert looked(actions=actions, proofs={1: (old,), 2: (new,)})["unproven"].passed
