"""Council quarters, the Month 0 clock with the published worked dates, and dates as people type them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import (
    BANDS,
    DuePoint,
    Quarter,
    add_months,
    band_end,
    due_points,
    format_date,
    month_end,
    month_of,
    parse_date,
)

DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2090, 12, 31))
JANUARY = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("point", "zero", "day"),
    [
        ("M3", JANUARY, dt.date(2026, 3, 31)),
        ("M9", JANUARY, dt.date(2026, 9, 30)),
        ("M12", JANUARY, dt.date(2026, 12, 31)),
        ("M3", dt.date(2026, 1, 15), dt.date(2026, 4, 14)),
        ("Y1", JANUARY, dt.date(2026, 12, 31)),
        ("Y2", JANUARY, dt.date(2027, 12, 31)),
        ("Y3", JANUARY, dt.date(2028, 12, 31)),
        ("M1", dt.date(2026, 1, 31), dt.date(2026, 2, 28)),
        ("M13", dt.date(2027, 1, 30), dt.date(2028, 2, 29)),
        ("FYM3", JANUARY, dt.date(2026, 6, 30)),
        ("FYM3", dt.date(2026, 6, 30), dt.date(2026, 6, 30)),
        ("FYM3", dt.date(2026, 7, 1), dt.date(2027, 6, 30)),
        ("Q4", JANUARY, dt.date(2026, 3, 31)),
        ("Q4", dt.date(2026, 3, 31), dt.date(2027, 3, 31)),
        ("Q4", dt.date(2026, 4, 1), dt.date(2027, 3, 31)),
    ],
)
def test_due_points_give_the_published_dates(point: str, zero: dt.date, day: dt.date) -> None:
    (read,) = due_points(point)
    assert read.date(zero) == day
    assert str(read) == point
    assert read.date(None) is None


def test_due_points_in_words() -> None:
    assert [p.words for p in due_points("M12+M18")] == ["Month 12", "Month 18"]
    assert [DuePoint(unit, 3).words for unit in ("Y", "FYM", "Q")] == [
        "Year 3",
        "Month 3 of the financial year",
        "Quarter 3 of the financial year",
    ]
    assert due_points("-") == due_points("") == ()
    for bad in ("M0", "W3", "M3,M4", "soon"):
        with pytest.raises(BadInputError):
            due_points(bad)


def test_bands() -> None:
    assert band_end("Within 6 months", JANUARY) == dt.date(2026, 6, 30)
    assert band_end("Year 1 and 2", JANUARY) == band_end("Year 2", JANUARY) == dt.date(2027, 12, 31)
    assert band_end("Within 6 months", None) is None
    assert band_end("Soon", JANUARY) is None
    assert len(BANDS) == 7


@given(DAYS, DAYS)
def test_every_day_lies_in_its_programme_month(zero: dt.date, day: dt.date) -> None:
    month = month_of(zero, day)
    assert month_end(zero, month - 1) < day <= month_end(zero, month)


@given(DAYS, st.integers(1, 200))
def test_programme_months_follow_on_without_gap(zero: dt.date, number: int) -> None:
    first = month_end(zero, number - 1) + dt.timedelta(days=1)
    assert month_of(zero, first) == number
    assert 28 <= (month_end(zero, number) - first).days + 1 <= 31 + 3


@given(DAYS)
def test_every_day_lies_in_one_quarter(day: dt.date) -> None:
    quarter = Quarter.of(day)
    assert day in quarter
    assert day not in quarter.next
    assert "a day" not in quarter
    assert quarter.first_day <= day <= quarter.last_day
    assert Quarter.parse(str(quarter)) == quarter
    assert quarter.next.previous == quarter.previous.next == quarter
    assert quarter.previous < quarter <= quarter < quarter.next
    assert quarter.next.first_day == quarter.last_day + dt.timedelta(days=1)


def test_a_quarter_in_words() -> None:
    quarter = Quarter.parse("2026-27-Q2")
    assert quarter.words == "July to September 2026"
    assert quarter.financial_year == "2026-27"
    assert quarter.return_due(9) == dt.date(2026, 10, 9)
    assert Quarter(2026, 4).words == "January to March 2027"
    assert str(Quarter(2099, 1)) == "2099-00-Q1"


@pytest.mark.parametrize("text", ["", "Q2", "2026-Q2", "2026-28-Q2", "2026-27-Q5", "1026-27-Q2", "2026-27-Q2x"])
def test_what_is_no_quarter_is_said(text: str) -> None:
    with pytest.raises(BadInputError, match="is not a quarter"):
        Quarter.parse(text)


@pytest.mark.parametrize(
    "text",
    ["31 March 2026", "31/3/26", "31.03.2026", "31-3-2026", "2026-03-31", "31st Mar 2026", " 31  march, 2026 ", "31 mar 26"],
)
def test_dates_as_people_type_them(text: str) -> None:
    assert parse_date(text) == dt.date(2026, 3, 31)


@given(DAYS)
def test_a_written_date_reads_back(day: dt.date) -> None:
    assert parse_date(format_date(day)) == day


def test_september_has_two_short_names() -> None:
    assert parse_date("1 Sept 2026") == parse_date("1 Sep 2026") == dt.date(2026, 9, 1)
    assert format_date(None) == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("soon", "“soon” is not a date. Type a date such as 30 September 2026"),
        ("31 Foo 2026", "is not a date"),
        ("3/13/26", "is not a date"),
        ("31 June 2026", "June 2026 has 30 days. Type a date such as 30 June 2026"),
        ("30 February 2028", "February 2028 has 29 days"),
        ("0 June 2026", "has 30 days"),
        ("1 June 1026", "year 1026 is out of range"),
        ("", "is not a date"),
        ("x" * 500, "is not a date"),
    ],
)
def test_wrong_dates_are_said_with_an_example(text: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence) as raised:
        parse_date(text, "due")
    assert raised.value.field == "due"
    assert len(str(raised.value)) < 140


@given(DAYS, st.integers(-300, 300))
def test_months_are_added_within_the_month(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day
