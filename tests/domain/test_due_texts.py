"""A due point as a lead types it, and how it is said back."""

import datetime as dt

import pytest

from leadapp.domain.checks import is_value_due
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.due_texts import due_understood, read_due
from leadapp.domain.errors import BadInputError
from leadapp.domain.measures import Kpi
from leadapp.domain.quarters import BANDS, DueDay, Quarter, due_points, kpi_due_words

JANUARY = dt.date(2026, 1, 1)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", "-"),
        (" - ", "-"),
        ("none", "-"),
        ("M9", "M9"),
        ("m 9", "M9"),
        ("Month 9", "M9"),
        ("by month 9.", "M9"),
        ("9 months", "M9"),
        ("Within 6 months", "M6"),
        ("Year 1", "Y1"),
        ("y2", "Y2"),
        ("Year 1 and 2", "Y2"),
        ("Q4", "Q4"),
        ("quarter 4 of the financial year", "Q4"),
        ("Month 3 of the financial year", "FYM3"),
        ("FYM3", "FYM3"),
        ("M12+M18", "M12+M18"),
        ("Month 12 and Month 18", "M12+M18"),
        ("30 September 2026", "2026-09-30"),
        ("on 30 September, 2026", "2026-09-30"),
        ("31/3/27", "2027-03-31"),
        ("2027-03-31", "2027-03-31"),
        ("end of March 2027", "2027-03-31"),
        ("Feb 2028", "2028-02-29"),
        ("December 27", "2027-12-31"),
        ("2026-27-Q4", "2027-03-31"),
        ("Q2 2026/27", "2026-09-30"),
        ("Month 9, 31 March 2027", "M9+2027-03-31"),
    ],
)
def test_what_a_lead_types_is_understood(typed: str, kept: str) -> None:
    assert read_due(typed) == kept
    assert read_due(kpi_due_words(kept)) == kept, "what is shown can be typed again"


@pytest.mark.parametrize(
    "typed", ["soon", "M0", "Month 0", "W3", "Q5", "9", "M9 or so", "and", "Q4 2026", "month 13 of the year"]
)
def test_what_is_not_understood_says_what_can_be_typed(typed: str) -> None:
    with pytest.raises(BadInputError, match=r"was not understood\. Type a month of the programme \(Month 9\)") as told:
        read_due(typed)
    assert told.value.field == "due"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("31 June 2026", "June 2026 has 30 days."),
        ("31/3/1827", "The year 1827 is out of range."),
        ("March 1827", "The year 1827 is out of range."),
        ("December 9999", "The year 9999 is out of range."),
        ("Feb 0000", "The year 0 is out of range."),
        ("2026-28-Q4", "is not a quarter"),
    ],
)
def test_a_day_that_does_not_exist_says_so(typed: str, sentence: str) -> None:
    with pytest.raises(BadInputError, match=sentence):
        read_due(typed)


def test_every_band_is_a_due_point() -> None:
    assert {read_due(band) for band in BANDS} == {str(point) for point in BANDS.values()}


def test_it_is_said_back_how_it_was_understood() -> None:
    assert due_understood("m9", JANUARY) == "Understood as Month 9: 30 September 2026."
    assert due_understood("m9", None) == "Understood as Month 9. It gets its date once Month 0 is set."
    assert due_understood("31/3/27", None) == due_understood("31/3/27", JANUARY) == "Understood as 31 March 2027."
    assert due_understood("M12+M18", JANUARY) == "Understood as Month 12 and Month 18: 31 December 2026 and 30 June 2027."
    assert due_understood("", JANUARY) == ""


def test_a_day_is_due_without_month_zero_and_does_not_move_with_it() -> None:
    assert due_points("2026-09-30") == (DueDay(dt.date(2026, 9, 30)),)
    kpi = Kpi(1, "k1", 1, 1, "Assessed", KpiKind.COUNT, due="2026-09-30")
    assert is_value_due(kpi, Quarter(2026, 2), None, None)
    assert not is_value_due(kpi, Quarter(2026, 1), dt.date(2020, 1, 1), None)
