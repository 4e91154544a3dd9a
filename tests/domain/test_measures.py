"""KPI values: numbers as typed, shares, surveys, yes and no, trend and target, and what is too small to print."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.assembly import is_small, value_part
from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.errors import BadInputError
from leadapp.domain.measures import (
    Kpi,
    KpiValue,
    Trend,
    ValueDraft,
    meets_target,
    number_text,
    read_number,
    target_text,
    trend,
    value_text,
)

TODAY = dt.date(2026, 10, 6)
COUNT = Kpi(1, "u", 1, 1, "Complaints answered", KpiKind.COUNT)
SHARE = dataclasses.replace(COUNT, kind=KpiKind.PERCENTAGE, unit="%", direction=Direction.AT_LEAST, target=50.0)
SURVEY = dataclasses.replace(SHARE, kind=KpiKind.PERCEPTION, perception=True, question="Do you feel safe?")
DONE = dataclasses.replace(COUNT, kind=KpiKind.MILESTONE)


def value(quarter: str = "2026-27-Q2", **given_values: object) -> KpiValue:
    return KpiValue(1, "v", 1, 1, quarter, TODAY, **given_values)  # type: ignore[arg-type]


def fields_of(draft: ValueDraft, kpi: Kpi) -> dict[str, str]:
    return {p.field: p.sentence for p in draft.problems(kpi)}


@pytest.mark.parametrize(
    ("text", "number"),
    [("1,186", 1186), ("34.7", 34.7), ("1 186", 1186), ("1\u202f186", 1186), (".5", 0.5), ("+3", 3), (" 0 ", 0)],
)
def test_numbers_as_people_type_them(text: str, number: float) -> None:
    assert read_number(text, "number") == number


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Type a number"),
        ("many", "Type a number"),
        ("1e5", "Type a number"),
        ("nan", "Type a number"),
        ("²", "Type a number"),
        ("٣", "Type a number"),
        ("1.2.3", "Type a number"),
        ("-1", "cannot be below 0"),
        ("9" * 14, "too large"),
        ("9" * 40, "Type a number"),
    ],
)
def test_what_is_no_number_is_said(text: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        read_number(text, "number")


def test_whole_numbers() -> None:
    assert read_number("412", "n", whole=True) == 412
    with pytest.raises(BadInputError, match="whole number"):
        read_number("412.5", "n", whole=True)


@given(st.floats(0, 1e9, allow_nan=False))
def test_a_written_number_reads_back_closely(number: float) -> None:
    assert read_number(number_text(round(number, 3)), "number") == pytest.approx(round(number, 3), rel=1e-9, abs=1e-9)


def test_numbers_in_words() -> None:
    assert number_text(None) == ""
    assert number_text(1186) == "1,186"
    assert number_text(2e12) == "2,000,000,000,000"


def test_a_share_is_so_many_of_so_many() -> None:
    values, problems = ValueDraft(numerator="412", denominator="1,186", source=" HR\nreport ").read(SHARE)
    assert not problems
    assert (values["numerator"], values["denominator"], values["source"]) == (412, 1186, "HR report")
    assert "more than the 10" in fields_of(ValueDraft(numerator="11", denominator="10"), SHARE)["numerator"]
    assert "cannot be worked out" in fields_of(ValueDraft(numerator="0", denominator="0"), SHARE)["denominator"]
    assert fields_of(ValueDraft(numerator="x", denominator=""), SHARE).keys() == {"numerator", "denominator"}
    assert value(numerator=1, denominator=0).share is None
    assert value(numerator=1, denominator=4).level == 25


def test_a_survey_needs_wave_question_answers_and_asked() -> None:
    whole = ValueDraft(numerator="30", denominator="60", wave="Autumn 2026", invited="120")
    values, problems = whole.read(SURVEY)
    assert not problems
    assert (values["n"], values["invited"], values["response_rate"]) == (60, 120, 50.0)
    assert values["question"] == "Do you feel safe?"
    no_question = dataclasses.replace(SURVEY, question="")
    assert fields_of(ValueDraft(numerator="1", denominator="2"), no_question).keys() == {"wave", "question", "invited"}
    assert "only 50 were asked" in fields_of(dataclasses.replace(whole, invited="50"), SURVEY)["invited"]
    assert "whole number" in fields_of(dataclasses.replace(whole, n="1.5"), SURVEY)["n"]
    nobody = dataclasses.replace(whole, numerator="0", denominator="1", n="0", invited="0")
    assert "invited" in fields_of(nobody, SURVEY)


def test_yes_and_no_and_counts() -> None:
    assert ValueDraft(yes="yes").read(DONE)[0]["number"] == 1
    assert ValueDraft(yes="no").read(DONE)[0]["number"] == 0
    assert fields_of(ValueDraft(note="x"), DONE) == {"yes": "Say yes or not yet."}
    assert ValueDraft(number="12.5").read(COUNT)[0]["number"] == 12.5


def test_not_yet_measured_needs_nothing_else() -> None:
    values, problems = ValueDraft(not_yet_measured=True, numerator="rubbish", reason="in spring").read(SURVEY)
    assert not problems
    assert values["not_yet_measured"]
    assert values["numerator"] is None
    assert values["reason"] == "in spring"


def test_an_empty_draft_is_told_from_one_with_only_carried_words() -> None:
    assert ValueDraft(question="carried", source="carried").is_empty
    assert not ValueDraft(note="x").is_empty
    assert not ValueDraft(not_yet_measured=True).is_empty


@pytest.mark.parametrize(
    ("kpi", "now", "last", "expected"),
    [
        (COUNT, None, None, Trend("", "")),
        (COUNT, value(not_yet_measured=True), value(number=1), Trend("", "not yet measured")),
        (COUNT, value(number=3), None, Trend("", "first value")),
        (COUNT, value(number=3), value(not_yet_measured=True), Trend("", "first value")),
        (COUNT, value(number=3), value(number=3), Trend("▶", "no change", None, 0.0)),
        (COUNT, value(number=1200), value(number=200), Trend("▲", "up 1,000", None, 1000)),
        (
            SHARE,
            value(numerator=30, denominator=100),
            value(numerator=25, denominator=100),
            Trend("▲", "up 5.0 points", True, 5),
        ),
        (
            dataclasses.replace(SHARE, direction=Direction.DOWN),
            value(numerator=3, denominator=10),
            value(numerator=2, denominator=10),
            Trend("▲", "up 10.0 points", False, 10),
        ),
        (SHARE, value(numerator=30001, denominator=100000), value(numerator=3, denominator=10), Trend("▶", "no change", None, 0)),
        (DONE, value(number=1), value(number=0), Trend("▲", "now yes", True, 1)),
        (DONE, value(number=0), value(number=1), Trend("▼", "no longer", False, -1)),
    ],
)
def test_trend(kpi: Kpi, now: KpiValue | None, last: KpiValue | None, expected: Trend) -> None:
    assert trend(kpi, now, last) == expected


def test_target() -> None:
    assert meets_target(SHARE, value(numerator=1, denominator=2)) is True
    assert meets_target(SHARE, value(numerator=49, denominator=100)) is False
    assert meets_target(SHARE, None) is None
    assert meets_target(COUNT, value(number=1)) is None
    down = dataclasses.replace(COUNT, direction=Direction.AT_MOST, target=24.0, unit="hours")
    assert meets_target(down, value(number=24)) is True
    assert target_text(down) == "at most 24 hours"
    assert target_text(SHARE) == "at least 50%"
    assert target_text(COUNT) == ""
    assert target_text(dataclasses.replace(COUNT, target=5.0)) == "5"


def test_values_in_words() -> None:
    assert value_text(COUNT, None) == ""
    assert value_text(COUNT, value(not_yet_measured=True)) == "Not yet measured"
    assert value_text(SHARE, value(numerator=412, denominator=1186)) == "412 of 1,186, 34.7%"
    assert value_text(DONE, value(number=1)) == "Yes"
    assert value_text(DONE, value(number=0)) == "Not yet"
    assert value_text(dataclasses.replace(COUNT, unit="hours"), value(number=24)) == "24 hours"
    assert value_text(COUNT, value()) == ""


@given(st.integers(0, 40), st.integers(0, 40), st.integers(2, 15))
def test_small_counts_of_people_are_never_printed(top: int, bottom: int, small: int) -> None:
    people = dataclasses.replace(SHARE, counts_people=True)
    reading = value(numerator=float(top), denominator=float(bottom))
    part = value_part(people, reading, small)
    assert part is not None
    assert part.hidden == (0 < top < small or 0 < bottom < small) == is_small(people, reading, small)
    if part.hidden:
        assert (part.numerator, part.denominator, part.share, part.text) == (None, None, None, f"fewer than {small}")
    assert not is_small(SHARE, reading, small)
