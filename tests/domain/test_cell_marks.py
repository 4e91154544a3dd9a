"""What differs in the visible cells of a workbook that came back: cells by their place, rows by what they hold, nothing for spaces."""

import datetime as dt

import pytest

from leadapp.domain.cell_marks import MOST_EDITS, Marks, edits, mark_of, plain_text, told, words_of
from leadapp.domain.sheets import Unusable, Value

LONG = "A text that is longer than what a mark holds of it, word by word, and goes on to its end."


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "empty"),
        ("  ", "empty"),
        ("Under\n way ", "“Under way”"),
        (LONG, f"“{LONG[:40]}…”"),
        (0.347, "0.347"),
        (3, "3"),
        (-0.0, "0"),
        (dt.date(2026, 9, 30), "30 September 2026"),
        (dt.datetime(2026, 9, 30, 12, 5, tzinfo=dt.UTC), "“30 September 2026 12:05”"),
        (True, "“TRUE”"),
        (Unusable("a formula", "holds a formula."), "“a formula”"),
    ],
)
def test_a_mark_says_what_a_cell_holds(value: Value, words: str) -> None:
    assert words_of(mark_of(value)) == words


def test_long_texts_differ_by_their_last_letter() -> None:
    assert mark_of(LONG) != mark_of(LONG + "!")
    assert mark_of("a" * 60) == "t" + "a" * 60
    assert len(mark_of("a" * 10_000)) < 60


def test_numbers_and_texts_of_the_same_letters_differ() -> None:
    assert mark_of("3") != mark_of(3) == mark_of(3.0)
    assert mark_of(0.1 + 0.2) == mark_of(0.3)


def test_what_excel_escapes_is_read_as_it_was_meant() -> None:
    assert plain_text("a_x005F_x000D_b") == "a_x000D_b"
    assert plain_text("snake_case") == "snake_case"


def sheet(*rows: tuple[str, ...]) -> dict[int, dict[int, str]]:
    marked = {n: {c: mark_of(text) for c, text in enumerate(row) if text} for n, row in enumerate(rows, 3)}
    return {n: row for n, row in marked.items() if row}


HEAD, ONE, TWO, THREE = (
    ("ID", "Action", "Status"),
    ("1.1", "Panels", "Underway"),
    ("1.2", "Sites", "Paused"),
    ("1.10", "Vans", "Paused"),
)
WRITTEN: Marks = {"Cover": sheet(("Return",)), "Actions": sheet(HEAD, ONE, TWO, THREE)}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((HEAD, ONE, TWO, THREE), []),
        ((HEAD, ONE, ("1.2", "Sites", "Complete"), THREE), ["Sheet “Actions”, C5: was “Paused”, is “Complete”."]),
        ((HEAD, ONE, ("1.2", "Sites"), THREE), ["Sheet “Actions”, C5: was “Paused”, is empty."]),
        ((HEAD, ONE, (*TWO, "A note"), THREE), ["Sheet “Actions”, D5: was empty, is “A note”."]),
        ((HEAD, THREE, ONE, TWO), ["Sheet “Actions”: rows stand in another order."]),
        ((HEAD, ONE, THREE), ["Sheet “Actions”: row 5 was taken out, “1.2”, “Sites”."]),
        ((HEAD, ("9.9", "New", "Complete"), ONE, TWO, THREE), ["Sheet “Actions”: row 4 was added, “9.9”, “New”."]),
        (
            (HEAD, THREE, ("1.2", "Sites", "Complete"), ONE),
            ["Sheet “Actions”: rows stand in another order.", "Sheet “Actions”, C5: was “Paused”, is “Complete”."],
        ),
        (
            (HEAD, ("x",), ONE, ("1.2", "Sites!", "Paused"), THREE),
            ["Sheet “Actions”, B6: was “Sites”, is “Sites!”.", "Sheet “Actions”: row 4 was added, “x”."],
        ),
    ],
)
def test_what_was_changed_is_told_with_its_place(rows: tuple[tuple[str, ...], ...], said: list[str]) -> None:
    found = {"Cover": WRITTEN["Cover"], "Actions": sheet(*rows)}
    assert [edit.sentence for edit in edits(WRITTEN, found)] == said


def test_sheets_that_are_gone_or_new_are_told() -> None:
    found = {"Actions (2)": WRITTEN["Actions"], "Cover": WRITTEN["Cover"], "Empty": {}}
    assert [edit.place for edit in edits(WRITTEN, found)] == ["Actions", "Actions (2)"]
    assert "gone or has another name" in edits(WRITTEN, found)[0].sentence
    assert "no part of the return" in edits(WRITTEN, found)[1].sentence


def test_at_most_twenty_places_are_named() -> None:
    written = {"A": sheet(*((str(n), "x", "y") for n in range(60)))}
    found = {"A": sheet(*((str(n), "x", "z") for n in range(60)))}
    lines = told(edits(written, found))
    assert len(lines) == MOST_EDITS + 1
    assert lines[-1] == "And 40 more."
    assert lines[0] == "Sheet “A”, C3: was “y”, is “z”."


def test_a_sheet_that_is_all_other_is_compared_row_by_row_and_quickly() -> None:
    written = {"A": sheet(*((f"a{n}", "x") for n in range(300)))}
    found = {"A": sheet(*((f"b{n}", "x") for n in range(301)))}
    lines = edits(written, found)
    assert lines[0].sentence == "Sheet “A”, A3: was “a0”, is “b0”."
    assert lines[-1].sentence == "Sheet “A”: row 303 was added, “b300”, “x”."
    assert len(lines) == 301


def test_an_added_row_without_words_is_told_as_empty() -> None:
    found = {"Cover": sheet(("Return",), ("", "", "x")), "Actions": WRITTEN["Actions"]}
    assert [edit.sentence for edit in edits(WRITTEN, found)] == ["Sheet “Cover”: row 4 was added, “x”."]
