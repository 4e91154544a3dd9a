"""Long texts are cut where a reader would pause, and no word is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.exports.long_text import text_parts
from leadapp.exports.workbook_text import ROW_LINES, pieces, visible_parts


@pytest.mark.parametrize(
    ("text", "most", "parts"),
    [
        ("short", 10, ["short"]),
        ("", 10, [""]),
        ("One two. Three four", 12, ["One two.", "Three four"]),
        ("one two three", 8, ["one two", "three"]),
        ("x" * 10, 4, ["xxxx", "xxxx", "xx"]),
        ("first line\nsecond", 12, ["first line", "second"]),
    ],
)
def test_where_a_text_is_cut(text: str, most: int, parts: list[str]) -> None:
    assert text_parts(text, most) == parts


def test_a_part_has_no_more_lines_than_it_may() -> None:
    assert text_parts("a\nb\nc\nd\ne", 100, 2) == ["a\nb", "c\nd", "e"]
    assert text_parts("a\n\n\n\nb", 100, 2) == ["a", "b"]


@given(st.text(st.sampled_from("ab .\n"), max_size=200), st.integers(1, 30), st.integers(1, 5))
def test_no_letter_is_lost(text: str, most: int, lines: int) -> None:
    parts = text_parts(text, most, lines)
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(len(part) <= most for part in parts)
    assert all(part.count("\n") <= lines for part in parts)


def test_a_text_of_wide_letters_is_parted_in_a_few_tries() -> None:
    parts = visible_parts("👩" * 17_000, 110)
    assert "".join(parts) == "👩" * 17_000
    assert all(pieces(part, 110) <= ROW_LINES for part in parts)


def test_lines_of_letters_from_a_higher_font_take_more_room() -> None:
    assert pieces("plain\nplain", 40) == 2.0
    assert pieces("plain\n我们", 40) > pieces("plain\nplain", 40)
    assert pieces("", 40) == 1.0
