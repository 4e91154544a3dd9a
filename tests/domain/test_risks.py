"""Risks, issues, escalations and challenges: scores, reading what was typed, what a return says of them, and the square."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.chart_scenes import Box, Words, chart_table, scene
from leadapp.domain.quarters import Quarter
from leadapp.domain.risk_fields import (
    CHALLENGE_FIELDS,
    ESCALATION_FIELDS,
    ISSUE_FIELDS,
    RISK_FIELDS,
    read_fields,
    read_references,
)
from leadapp.domain.risk_parts import challenge_parts, escalation_parts, risk_parts
from leadapp.domain.risk_sources import risk_sources
from leadapp.domain.risks import (
    Challenge,
    Escalation,
    Risk,
    Step,
    by_weight,
    level_of,
    open_first,
    risk_grid,
    route_of,
    where_words,
)

Q2 = Quarter.parse("2026-27-Q2")
ROUTE = route_of(("DMT", "Anti-Racism Lead", "Board"))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def risk(number: int = 1, **values: Any) -> Risk:
    kept: dict[str, Any] = {"kind": "risk", "reference": f"R{number}", "title": "No cover", "raised_on": day("2026-05-01")}
    kept |= {"id": number, "uid": f"r{number}", "version": 1}
    return Risk(**(kept | values))


def escalation(**values: Any) -> Escalation:
    kept: dict[str, Any] = {"reference": "E-01", "title": "Cameras", "opened_on": day("2026-04-02")}
    kept |= {"id": 1, "uid": "e", "version": 1}
    return Escalation(**(kept | values))


def step(place: int, sent: str, answered: str = "", outcome: str = "") -> Step:
    return Step(place, f"s{place}", 1, place, day(sent), day(answered) if answered else None, outcome)


def challenge(**values: Any) -> Challenge:
    kept: dict[str, Any] = {"challenge": "What changed?\nFor residents?", "asked_on": day("2026-06-16")}
    kept |= {"id": 1, "uid": "c", "version": 1}
    return Challenge(**(kept | values))


# -------------------------------------------------------------------------------- scores and order
@given(likelihood=st.integers(1, 5), impact=st.integers(1, 5))
def test_every_score_has_its_word(likelihood: int, impact: int) -> None:
    one = risk(likelihood=likelihood, impact=impact)
    score = likelihood * impact
    assert one.score == score
    assert one.level == ("high" if score >= 15 else "medium" if score >= 6 else "low")
    assert one.score_words == f"{score}, {one.level}"


def test_what_is_not_scored_says_so_and_an_issue_has_no_likelihood() -> None:
    assert (risk().score, risk().level, risk().score_words, level_of(None)) == (None, "", "not scored", "")
    issue = risk(kind="issue", reference="I1", likelihood=3, impact=4)
    assert (issue.score, issue.level, issue.score_words) == (None, "issue", "issue")


def test_the_heaviest_stand_first_and_the_closed_last() -> None:
    closed, later = risk(5, closed_on=day("2026-06-01")), risk(6, closed_on=day("2026-07-01"))
    light, heavy = risk(1, likelihood=1, impact=2), risk(2, likelihood=4, impact=4)
    issue = risk(3, kind="issue", reference="I1")
    ten = risk(10, likelihood=1, impact=2)
    assert [r.reference for r in by_weight((ten, closed, light, issue, heavy))] == ["R2", "I1", "R1", "R10"]
    assert [r.reference for r in open_first((closed, light, later, heavy))] == ["R2", "R1", "R6", "R5"]


@pytest.mark.parametrize(
    ("values", "late"),
    [
        ({}, False),
        ({"mitigation_due": day("2026-09-20")}, True),
        ({"mitigation_due": day("2026-09-21")}, False),
        ({"mitigation_due": day("2026-09-20"), "closed_on": day("2026-09-01")}, False),
    ],
)
def test_a_mitigation_is_late_the_day_after(values: dict[str, Any], late: bool) -> None:
    assert risk(**values).is_late(day("2026-09-21")) is late


def test_an_escalation_tells_where_it_lies() -> None:
    assert where_words(escalation(), ROUTE) == "Not sent yet"
    sent = escalation(steps=(step(1, "2026-04-07"), step(2, "2026-04-14")), answer_by=day("2026-06-30"))
    assert (sent.place, where_words(sent, ROUTE)) == (2, "With Anti-Racism Lead")
    assert sent.is_late(day("2026-07-01"))
    assert not sent.is_late(day("2026-06-30"))
    assert not escalation(answer_by=day("2026-06-30"), decision="Agreed.").is_late(day("2026-07-01"))
    assert where_words(escalation(closed_on=day("2026-07-01")), ROUTE) == "Closed on 1 July 2026"


# -------------------------------------------------------------------------------- fields
def test_fields_are_read_each_for_itself() -> None:
    texts = {
        "title": "  No   cover ",
        "likelihood": "4",
        "impact": "",
        "mitigation_due": "31 October 2026",
        "actions": "1.8, NS-02 and 1.8",
    }
    values, problems = read_fields(RISK_FIELDS, texts | {"raised_on": "1/5/26", "owner": "Head", "description": " x "})
    assert not problems
    assert values == {
        "title": "No cover",
        "likelihood": 4,
        "impact": None,
        "mitigation_due": day("2026-10-31"),
        "actions": ("1.8", "NS-02"),
        "raised_on": day("2026-05-01"),
        "owner": "Head",
        "description": "x",
    }
    assert read_fields(ESCALATION_FIELDS, {"action": "12", "risk": "", "answer_by": ""})[0] == {
        "action": 12,
        "risk": None,
        "answer_by": None,
    }


@pytest.mark.parametrize(
    ("specs", "name", "text", "told"),
    [
        (RISK_FIELDS, "title", " ", "Say what may block us."),
        (ISSUE_FIELDS, "title", "", "Say what blocks us."),
        (RISK_FIELDS, "title", "x" * 301, "That is 301 characters long."),
        (RISK_FIELDS, "likelihood", "6", "Choose one of the list."),
        (RISK_FIELDS, "mitigation_due", "31 September 2026", "September 2026 has 30 days."),
        (RISK_FIELDS, "raised_on", "", "Type a date such as 30 September 2026."),
        (CHALLENGE_FIELDS, "challenge", "\n", "Say what they asked."),
    ],
)
def test_what_cannot_be_used_is_told_beside_its_field(specs: Any, name: str, text: str, told: str) -> None:
    values, problems = read_fields(specs, {name: text})
    assert values == {}
    assert [p.field for p in problems] == [name]
    assert told in problems[0].sentence


def test_an_issue_has_no_field_for_likelihood() -> None:
    assert {f.name for f in RISK_FIELDS} - {f.name for f in ISSUE_FIELDS} == {"likelihood"}
    assert read_references("") == ()


def test_a_field_shows_what_was_typed_before_what_is_held() -> None:
    one = risk(likelihood=4, references=("1.8", "NS-02"), typed=(("mitigation_due", "soon"),))
    shown = [one.text(name) for name in ("title", "likelihood", "impact", "actions", "mitigation_due", "raised_on")]
    assert shown == ["No cover", "4", "", "1.8, NS-02", "soon", "1 May 2026"]
    named = escalation(action_id=7, action="1.8")
    assert (named.text("action"), named.text("risk")) == ("7", "")
    assert (challenge().title, challenge().is_open, challenge(answer="Much.").is_open) == ("What changed?", True, False)


# -------------------------------------------------------------------------------- what a return says
@pytest.mark.parametrize(
    ("raised", "closed", "told"),
    [
        ("2026-09-30", "", True),
        ("2026-10-01", "", False),
        ("2026-05-01", "2026-06-30", False),
        ("2026-05-01", "2026-07-01", True),
        ("2026-05-01", "2026-10-02", True),
    ],
)
def test_a_return_tells_what_was_open_in_its_quarter(raised: str, closed: str, told: bool) -> None:
    closed_on = day(closed) if closed else None
    parts = risk_parts([risk(raised_on=day(raised), closed_on=closed_on)], Q2)
    assert bool(parts) is told
    opened = escalation_parts([escalation(opened_on=day(raised), closed_on=closed_on)], ROUTE, Q2)
    assert bool(opened) is told
    if closed == "2026-10-02":  # it was open at the end of the quarter
        assert (parts[0].closed_on, opened[0].closed_on) == (None, None)


def test_closed_risks_stand_after_open_ones() -> None:
    closed = risk(1, likelihood=5, impact=5, closed_on=day("2026-08-01"))
    issue = risk(3, kind="issue", reference="I1", likelihood=2, impact=2)
    parts = risk_parts([closed, risk(2, likelihood=1, impact=1), issue], Q2)
    assert [(p.id, p.score, p.level, p.likelihood) for p in parts] == [
        ("I1", None, "issue", None),
        ("R2", 1, "low", 1),
        ("R1", 25, "high", 5),
    ]


def test_an_escalation_of_an_earlier_quarter_knows_nothing_of_later_days() -> None:
    steps = (
        step(1, "2026-04-07", "2026-04-14", "Supported."),
        step(2, "2026-06-24", "2026-07-09", "Agreed."),
        step(3, "2026-08-01"),
    )
    whole = escalation(steps=steps, decision="Trial.", decided_on=day("2026-07-09"), result="Ordered.")
    (then,) = escalation_parts([whole], ROUTE, Quarter.parse("2026-27-Q1"))
    assert [(s.place, s.answered_on, s.outcome) for s in then.steps] == [
        ("DMT", day("2026-04-14"), "Supported."),
        ("Anti-Racism Lead", None, ""),
    ]
    assert (then.decision, then.decided_on, then.result) == ("", None, "")
    (now,) = escalation_parts([whole], ROUTE, Q2)
    assert (len(now.steps), now.decision, now.result) == (3, "Trial.", "Ordered.")


@pytest.mark.parametrize(
    ("values", "answers"),
    [
        ({"asked_on": day("2026-07-01")}, [""]),
        ({"asked_on": day("2026-10-01")}, []),
        ({}, [""]),  # it still waited
        ({"answer": "Much."}, []),  # answered on no known day
        ({"answer": "Much.", "answered_on": day("2026-07-09")}, ["Much."]),
        ({"answer": "Much.", "answered_on": day("2026-06-30")}, []),
        ({"answer": "Much.", "answered_on": day("2026-10-09")}, [""]),
    ],
)
def test_a_challenge_stands_where_it_was_asked_waited_or_was_answered(values: dict[str, Any], answers: list[str]) -> None:
    assert [part.answer for part in challenge_parts([challenge(**values)], Q2)] == answers


# -------------------------------------------------------------------------------- the square, and where numbers come from
def width_of(text: str, size: float, bold: bool) -> float:
    return len(text) * size * 0.6


def test_the_square_shows_every_risk_in_its_cell_and_as_a_table() -> None:
    risks = [risk(n, likelihood=4, impact=4) for n in range(1, 8)] + [risk(8, likelihood=1, impact=2), risk(9)]
    grid = risk_grid(risks)
    assert grid.text == "8 risks scored. High: R1, R2, R3, R4, R5, R6, R7."
    drawn = scene(grid, 320, width_of)
    words = [item.text for item in drawn.items if isinstance(item, Words)]
    assert {"Likelihood", "Impact", "low", "medium", "high", "R1", "R8"} <= set(words)
    counted = next(word for word in words if word.startswith("+"))
    assert sum(word.startswith("R") for word in words) + int(counted) == 8
    assert all(item.x >= 0 and item.x + item.width <= 321 for item in drawn.items if isinstance(item, Box))
    table = chart_table(grid)
    assert table.rows[0] == ("R1", "4 likely", "4 serious", "16 high")
    assert table.rows[-1] == ("R8", "1 rare", "2 minor", "2 low")


@pytest.mark.parametrize(
    ("risks", "text"),
    [
        ([], "No risk is scored yet."),
        ([risk(1, likelihood=1, impact=1)], "1 risk scored. None is high."),
        ([risk(1, kind="issue", likelihood=5, impact=5)], "No risk is scored yet."),
    ],
)
def test_the_square_says_what_it_shows(risks: list[Risk], text: str) -> None:
    assert risk_grid(risks).text == text


@given(width=st.floats(140, 1200), many=st.integers(1, 30))
def test_the_square_fits_any_width(width: float, many: int) -> None:
    drawn = scene(risk_grid([risk(n, likelihood=5, impact=5) for n in range(1, many + 1)]), width, width_of)
    words = [item.text for item in drawn.items if isinstance(item, Words)]
    assert "R1" in words


def test_every_number_of_the_room_has_its_rows() -> None:
    closed = risk(2, closed_on=day("2026-07-01"))
    sources = risk_sources(
        (), [risk(1, likelihood=2, impact=3), closed, risk(3)], [escalation(), escalation(closed_on=day("2026-07-01"))], ()
    )
    assert [(s.title, s.number, [row.words for row in s.rows]) for s in sources if s.number] == [
        ("Open risks and issues", 2, ["R1  No cover", "R3  No cover"]),
        ("Risks scored", 1, ["R1  No cover"]),
        ("Open escalations", 1, ["E-01  Cameras"]),
    ]
    assert sources[3].rows[0].detail == "2 × 3 = 6, medium"
