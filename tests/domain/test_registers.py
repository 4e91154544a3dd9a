"""The registers: how fields are read, what looks odd, and what each counts for its KPI."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

import pytest

from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.given_figures import from_count
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.quarters import Quarter
from leadapp.domain.registers import (
    AGREEMENT,
    BY_KEY,
    CONSULTATION,
    EIA,
    LISTENING,
    REGISTERS,
    Count,
    Entry,
    counts,
    is_review_due,
    odd_fields,
    read_entry,
)

QUARTER = Quarter.parse("2026-27-Q2")
IN_QUARTER, BEFORE, TODAY = dt.date(2026, 8, 1), dt.date(2026, 5, 1), dt.date(2026, 10, 6)


def entry(register: str, number: int = 1, **values: object) -> Entry:
    return Entry(number, f"e{number}", 1, register, **({"subject": f"Line {number}"} | values))  # type: ignore[arg-type]


def kpi(kind: str, corporate: str) -> Kpi:
    return Kpi(1, "k", 1, 1, "", KpiKind(kind), corporate)


# -------------------------------------------------------------------------------- fields
def test_every_field_of_a_register_is_a_column_of_a_line() -> None:
    known = {field.name for field in fields(Entry)}
    assert len(REGISTERS) == 4
    for register in REGISTERS:
        assert {field.name for field in register.fields} <= known
        assert register.has("subject")
        assert register.has("happened_on")


def test_fields_are_read_one_by_one_and_read_back_as_typed() -> None:
    texts = {
        "subject": "  Parks   policy ",
        "subject_kind": "new_policy",
        "happened_on": "1/8/26",
        "done": "yes",
        "answer": "no",
        "why": "Nobody asked ",
        "service": "Parks",
        "review_on": "",
    }
    values, problems = read_entry(BY_KEY[EIA], texts)
    assert problems == ()
    read = entry(EIA, **values)
    assert (read.subject, read.happened_on, read.done, read.answer, read.review_on) == (
        "Parks policy",
        IN_QUARTER,
        True,
        "no",
        None,
    )
    assert [read.text(name) for name in ("subject", "happened_on", "done", "why")] == [
        "Parks policy",
        "1 August 2026",
        "yes",
        "Nobody asked",
    ]


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("subject", " ", "Say policy or service."),
        ("subject", "x" * 301, "That is 301 characters long. Keep it to 300 at most."),
        ("answer", "perhaps", "Choose one of the list."),
    ],
)
def test_what_cannot_be_used_says_why(field: str, text: str, sentence: str) -> None:
    values, problems = read_entry(BY_KEY[EIA], {field: text, "outcome": "A plan"})
    assert values == {"outcome": "A plan"}
    assert [(p.field, p.sentence) for p in problems] == [(field, sentence)]


def test_a_day_that_is_none_is_kept_as_typed() -> None:
    _, problems = read_entry(BY_KEY[EIA], {"happened_on": "31 September 2026"})
    assert problems[0].field == "happened_on"
    line = entry(EIA, done=True, typed=(("happened_on", "31 September 2026"),))
    assert line.text("happened_on") == "31 September 2026"
    assert [p.field for p in odd_fields(line, TODAY)] == ["happened_on"]


# -------------------------------------------------------------------------------- what looks odd
@pytest.mark.parametrize(
    ("line", "odd"),
    [
        (entry(EIA), []),
        (entry(EIA, done=True), ["happened_on"]),
        (entry(EIA, done=True, happened_on=IN_QUARTER, answer="no"), ["why"]),
        (entry(EIA, answer="no", why="Opened on trial"), []),
        (entry(EIA, review_on=TODAY), ["review_on"]),
        (entry(EIA, review_on=TODAY + dt.timedelta(days=1)), []),
        (entry(LISTENING), ["happened_on"]),
        (entry(LISTENING, happened_on=IN_QUARTER), []),
        (entry(AGREEMENT), []),
        (entry(CONSULTATION), []),
    ],
)
def test_a_line_says_what_is_to_be_settled(line: Entry, odd: list[str]) -> None:
    assert [problem.field for problem in odd_fields(line, TODAY)] == odd


def test_a_review_is_due_from_its_day_on() -> None:
    assert is_review_due(entry(EIA, review_on=TODAY), TODAY)
    assert not is_review_due(entry(EIA, review_on=TODAY), TODAY - dt.timedelta(days=1))
    assert not is_review_due(entry(EIA), TODAY)


# -------------------------------------------------------------------------------- what it counts
def assessments() -> tuple[Entry, ...]:
    new = {"subject_kind": "new_policy", "happened_on": IN_QUARTER}
    return (
        entry(EIA, 1, **new, done=True, answer="yes"),
        entry(EIA, 2, **new, done=True, answer="not_needed"),
        entry(EIA, 3, **new, done=True, answer="no", why="Late"),
        entry(EIA, 4, **{**new, "subject_kind": "revised_policy"}, answer="yes"),
        entry(EIA, 5, subject_kind="new_service", happened_on=IN_QUARTER, done=True, outcome="Signs in Arabic"),
        entry(EIA, 6, subject_kind="new_service", happened_on=IN_QUARTER, done=True),
        entry(EIA, 7, subject_kind="new_policy", happened_on=BEFORE, done=True, answer="yes"),
        entry(EIA, 8, subject_kind="new_policy", done=True, answer="yes"),
        entry(LISTENING, 9, happened_on=IN_QUARTER),
    )


def test_assessments_count_in_the_quarter_of_their_decision() -> None:
    policies, services, asked = counts(EIA, assessments(), QUARTER)
    assert policies.sentence == "2.4.K1: 2 of 4 policies, 50.0%"
    assert services.sentence == "2.4.K2: 1 of 2 new services, 50.0%"
    assert asked.sentence == "2.4.K3: 2 of 3 assessments that need it, 66.7%"
    assert [e.id for e in policies.counted] == [1, 2]
    assert [e.id for e in policies.rest] == [3, 4]


def test_a_quarter_without_assessments_says_so_and_offers_nothing() -> None:
    (policies, _, _) = counts(EIA, assessments(), QUARTER.next)
    assert policies.sentence == "2.4.K1: no policies this quarter"
    assert policies.is_empty
    assert from_count(kpi("percentage", "2.4.K1"), policies, None) is None


def test_agreements_count_as_they_stand_at_the_quarters_end() -> None:
    lines = (
        entry(AGREEMENT, 1, happened_on=BEFORE),
        entry(AGREEMENT, 2, happened_on=QUARTER.last_day),
        entry(AGREEMENT, 3, happened_on=QUARTER.last_day + dt.timedelta(days=1)),
        entry(AGREEMENT, 4),
    )
    (signed,) = counts(AGREEMENT, lines, QUARTER)
    assert signed.sentence == "1.9.K1: 2 of 4 agreements signed, 50.0%"


def test_consultations_and_sessions_are_counted_by_quarter() -> None:
    lines = (
        entry(CONSULTATION, 1, corporate_id="1.10", happened_on=IN_QUARTER),
        entry(CONSULTATION, 2, corporate_id="3.4", happened_on=IN_QUARTER),
        entry(CONSULTATION, 3, corporate_id="3.4", happened_on=IN_QUARTER),
        entry(CONSULTATION, 4, corporate_id="1.10", happened_on=BEFORE),
        entry(LISTENING, 5, happened_on=IN_QUARTER),
        entry(LISTENING, 6, happened_on=BEFORE),
    )
    assert [c.sentence for c in counts(CONSULTATION, lines, QUARTER)] == [
        "1.10.K3: 1 consultation of the network",
        "2 consultations on messages (3.4)",
    ]
    assert [c.sentence for c in counts(LISTENING, lines, QUARTER)] == ["1 session attended (4.3)"]


# -------------------------------------------------------------------------------- what the round is offered
def value(**values: object) -> KpiValue:
    return KpiValue(1, "v", 1, 1, str(QUARTER), TODAY, **values)  # type: ignore[arg-type]


SHARE = Count(EIA, "2.4.K1", "policies", 2, 4)


@pytest.mark.parametrize(
    ("now", "taken", "differs"),
    [
        (None, False, False),
        (value(numerator=2.0, denominator=4.0), True, False),
        (value(numerator=3.0, denominator=4.0), False, True),
        (value(not_yet_measured=True), False, True),
    ],
)
def test_a_share_is_offered_and_a_typed_figure_is_only_told_to_differ(now: KpiValue | None, taken: bool, differs: bool) -> None:
    given = from_count(kpi("percentage", "2.4.K1"), SHARE, now)
    assert given is not None
    assert (given.is_taken, given.differs) == (taken, differs)
    assert (given.draft.numerator, given.draft.denominator, given.draft.source) == ("2", "4", "Register: impact assessments")


def test_a_yes_is_offered_once_the_network_was_asked_and_a_no_never() -> None:
    asked = Count(CONSULTATION, "1.10.K3", "consultations", number=3)
    given = from_count(kpi("yes_no", "1.10.K3"), asked, None)
    assert given is not None
    assert given.draft.yes == "yes"
    assert from_count(kpi("yes_no", "1.10.K3"), Count(CONSULTATION, "1.10.K3", "", number=0), None) is None
    now = from_count(kpi("yes_no", "1.10.K3"), asked, value(number=1.0))
    assert now is not None
    assert now.is_taken


def test_a_number_is_offered_as_one() -> None:
    given = from_count(kpi("count", "x"), Count(CONSULTATION, "x", "consultations", number=3), value(number=2.0))
    assert given is not None
    assert (given.draft.number, given.differs) == ("3", True)
    assert from_count(kpi("count", "x"), SHARE, None) is None
