"""The words of other people's lists: states, days in words, heads that name a quarter, and what a column means."""

from __future__ import annotations

import datetime as dt

import pytest

from leadapp.domain.column_matching import ListField, columns_of, guess_head, heads_of, named
from leadapp.domain.list_quarters import quarters_of
from leadapp.domain.list_words import band_in, day_in_words, is_yes, meaning_of, month_in, names_nobody, quarter_of_head, state_of
from leadapp.domain.plan import Confidence, Status
from leadapp.domain.quarters import Quarter
from leadapp.domain.sheets import Row, Sheet

TODAY = dt.date(2026, 10, 6)
IDS = frozenset({"1.2", "3.1", "3.10"})


def sheet(*rows: tuple[object, ...], first: int = 1) -> Sheet:
    return Sheet("S", tuple(Row("S", n, values) for n, values in enumerate(rows, first)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        ("Green", "on_track"),
        ("AMBER", "at_risk"),
        ("Red ", "off_track"),
        ("Blue", "complete"),
        ("G", "on_track"),
        ("(G)", ""),
        ("100%", "complete"),
        ("0%", "not_started"),
        ("45 %", "underway"),
        ("Ongoing", "underway"),
        ("In progress", "underway"),
        ("In progress - awaiting HR", "underway"),
        ("On hold", "paused"),
        ("Cancelled", "will_not_do"),
        ("Not started", "not_started"),
        ("Complete (June)", "complete"),
        ("Amber/Red", "off_track"),
        ("waiting for Godot", ""),
        ("", ""),
    ],
)
def test_a_word_of_a_status_says_something(word: str, meaning: str) -> None:
    assert meaning_of(word) == meaning


def test_a_meaning_stands_for_status_and_confidence() -> None:
    assert state_of("at_risk") == (Status.UNDERWAY, Confidence.AT_RISK)
    assert state_of("paused") == (Status.PAUSED, None)
    assert state_of("") == (None, None)


@pytest.mark.parametrize(
    ("text", "day", "guessed"),
    [
        ("Q3 26/27", dt.date(2026, 12, 31), False),
        ("2026-27 Q4", dt.date(2027, 3, 31), False),
        ("Q1", dt.date(2027, 6, 30), True),
        ("end of March", dt.date(2027, 3, 31), True),
        ("By end of October", dt.date(2026, 10, 31), True),
        ("Mar-27", dt.date(2027, 3, 31), False),
        ("Sept 2026", dt.date(2026, 9, 30), False),
        ("December 2026", dt.date(2026, 12, 31), False),
        ("2026/27", dt.date(2027, 3, 31), False),
        ("31 March", dt.date(2027, 3, 31), True),
        ("1st Nov", dt.date(2026, 11, 1), True),
    ],
)
def test_days_in_words_are_read(text: str, day: dt.date, guessed: bool) -> None:
    assert day_in_words(text, TODAY) == (day, guessed)


@pytest.mark.parametrize("text", ["TBC", "2026/29", "Month 9", "spring", "30 February", "March 1850", "Q3 26/29", "ongoing", ""])
def test_what_is_no_day_is_none(text: str) -> None:
    assert day_in_words(text, TODAY) is None


@pytest.mark.parametrize(
    ("head", "quarter"),
    [
        ("Q2 2026/27 update", "2026-27-Q2"),
        ("Update Q2 26-27", "2026-27-Q2"),
        ("2026-27 Q1 progress", "2026-27-Q1"),
        ("Progress (Sept 26)", "2026-27-Q2"),
        ("January 2027", "2026-27-Q4"),
        ("Update", None),
        ("Q2 26/29", None),
    ],
)
def test_a_head_may_name_its_quarter(head: str, quarter: str | None) -> None:
    found = quarter_of_head(head)
    assert (str(found) if found else None) == quarter


@pytest.mark.parametrize(
    ("head", "field"),
    [
        ("Ref No.", ListField.REFERENCE),
        ("Lead Officer", ListField.OWNER),
        ("Target completion date", ListField.DUE),
        ("BRAG rating", ListField.STATUS),
        ("RAG Sept 26", ListField.STATUS),
        ("% complete", ListField.STATUS),
        ("Q1 26/27", ListField.UPDATE),
        ("Latest update", ListField.UPDATE),
        ("Corporate plan ID", ListField.CORPORATE_ID),
        ("What we will do", ListField.DESCRIPTION),
        ("Priority", ListField.URGENT),
        ("Comments", ListField.NOTES),
        ("Q3 update", ListField.UPDATE),
        ("Progress update – Quarter 3", ListField.UPDATE),
        ("Q4 update / comments", ListField.UPDATE),
        ("RAG Q3", ListField.STATUS),
        ("Corp ref", ListField.CORPORATE_ID),
        ("CARAP ref", ListField.CORPORATE_ID),
        ("Lead(s)", ListField.OWNER),
        ("Lead officer / owner", ListField.OWNER),
        ("More detail", ListField.DESCRIPTION),
        ("Priority (H/M/L)", ListField.URGENT),
        ("Revised deadline", ListField.DUE),
        ("Original deadline", None),
        ("x" * 61, None),
        ("Zebra", None),
        ("", None),
    ],
)
def test_usual_heads_are_known(head: str, field: ListField | None) -> None:
    assert named(head) is field


def test_a_band_and_a_yes() -> None:
    assert band_in("within 6 MONTHS") == "Within 6 months"
    assert band_in("soon") == ""
    assert is_yes("High")
    assert is_yes("✓")
    assert not is_yes("Low")


def test_columns_without_heads_are_told_by_what_stands_in_them() -> None:
    list_of_rows = sheet(
        ("3.1", "Train the managers of every service", dt.date(2026, 12, 31), "Green"),
        ("3.10", "Ask people who left", "31/3/27", "Amber"),
    )
    assert guess_head(list_of_rows) == -1
    found = {column.number: column.field for column in columns_of(list_of_rows, -1, IDS)}
    assert found == {0: ListField.CORPORATE_ID, 1: ListField.TITLE, 2: ListField.DUE, 3: ListField.STATUS}


def test_a_reference_column_of_corporate_ids_is_one_of_the_plan() -> None:
    rows = sheet(("Ref", "Action"), ("1.2", "One"), ("3.1", "Two"))
    assert columns_of(rows, 0, IDS)[0].field is ListField.CORPORATE_ID


def test_a_title_of_the_list_above_the_heads_is_no_head() -> None:
    rows = sheet(("Our plan",), ("Ref", "Action", ""), ("A1", "Sing", "x"))
    assert guess_head(rows) == 1
    assert heads_of(rows, 1) == ("Ref", "Action", "")
    assert [column.name for column in columns_of(rows, 1, IDS)] == ["Ref", "Action", "Column C"]


def test_what_was_remembered_counts_more_than_a_guess() -> None:
    rows = sheet(("Ref", "Action"), ("A1", "Sing"))
    found = columns_of(rows, 0, IDS, ["title", "leave"])
    assert [column.field for column in found] == [ListField.TITLE, ListField.LEAVE]


@pytest.mark.parametrize(
    ("heads", "above", "quarters"),
    [
        (("Q3 update", "Q4 update"), "Tracker", ["2025-26-Q3*", "2025-26-Q4*"]),
        (("Q1", "Q2", "Q3"), "Tracker", ["2025-26-Q1*", "2025-26-Q2*", "2025-26-Q3*"]),
        (("Q2", "Q1", "Q4"), "Tracker", ["2026-27-Q2*", "2026-27-Q1*", "2025-26-Q4*"]),
        (("Q2", "Q1"), "Tracker", ["2026-27-Q2*", "2026-27-Q1*"]),
        (("Q2", "Q1"), "Tracker 2025/26", ["2025-26-Q2*", "2025-26-Q1*"]),
        (("Q1", "Q3"), "Tracker 2026/27", ["2026-27-Q1*", "2026-27-Q3*"]),
        (("Q1",), "2024/25 and 2025/26", ["2026-27-Q1*"]),
        (("Q1 2024/25", "Q1", "Q1 or Q2", "Update"), "x", ["2024-25-Q1", "2026-27-Q1*"]),
    ],
)
def test_a_quarter_without_a_year_is_found_from_the_list_around_it(
    heads: tuple[str, ...], above: str, quarters: list[str]
) -> None:
    list_of_rows = sheet((above,), ("Action", *heads), ("A", *("x" for _ in heads)))
    found = quarters_of(list_of_rows, 1, range(1, len(heads) + 1), Quarter(2026, 2))
    assert [f"{one.quarter}{'*' if one.is_guess else ''}" for _, one in sorted(found.items())] == quarters


def test_empty_columns_of_quarters_to_come_do_not_count() -> None:
    list_of_rows = sheet(("Action", "Q1", "Q2", "Q3"), ("A", "x", "x", None))
    found = quarters_of(list_of_rows, 0, (1, 2, 3), Quarter(2026, 2))
    assert [str(one.quarter) for _, one in sorted(found.items())] == ["2026-27-Q1", "2026-27-Q2"]


def test_months_of_the_programme_and_nobody() -> None:
    zero = dt.date(2026, 1, 1)
    assert month_in("by Month 9.", zero) == dt.date(2026, 9, 30)
    assert month_in("M12", zero) == dt.date(2026, 12, 31)
    assert [month_in(text, zero) for text in ("Month 0", "month 99", "9 months", "monthly", "")] == [None] * 5
    assert month_in("Month 9", None) is None
    assert all(map(names_nobody, ("TBC", " - ", "N/A", "Vacant", "to be appointed")))
    assert not names_nobody("Nadia Tbc")
