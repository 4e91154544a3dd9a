"""Spelling: which words are looked up, and which are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.quotations import quoted
from leadapp.domain.spelling import misspelt, plain

KNOWN = {"the", "staff", "came", "don't", "we", "residents", "and", "in"}


def unknown(text: str, typing_at: int = -1) -> list[str]:
    return [text[word.start : word.end] for word in misspelt(text, lambda word: word.lower() in KNOWN, typing_at)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The staf came", ["staf"]),
        ("Thee staff came", ["Thee"]),
        ("We don’t and don't", []),
        ("the residents’ staff", []),
        ("We came. Teh staff: teh staff\nTeh", ["Teh", "teh", "Teh"]),
        ("the Ọládàpọ̀ Łukasz staff and Toxteth", []),
        ("NHS SEND 4th x2 naïve_x a I", []),
        ("staff “teh staf” and mail@teh.uk https://teh.uk/staf", []),
        ("the naïvx staff", ["naïvx"]),
        ("- Teh staff (teh", ["Teh", "teh"]),
        ("", []),
    ],
)
def test_names_quotations_and_addresses_are_left_alone(text: str, found: list[str]) -> None:
    assert unknown(text) == found


def test_the_word_being_typed_waits_until_it_is_finished() -> None:
    assert unknown("the staf", typing_at=8) == []
    assert unknown("the staf ", typing_at=9) == ["staf"]
    assert unknown("teh staf", typing_at=8) == ["teh"]


def test_a_typographic_apostrophe_is_looked_up_as_a_straight_one() -> None:
    assert plain("don’t") == "don't"


@given(st.text(alphabet="abT .’'“”\n@é1", max_size=80), st.integers(-1, 80))
def test_what_is_found_is_a_word_outside_of_quotations(text: str, typing_at: int) -> None:
    end = 0
    for word in misspelt(text, lambda _word: False, typing_at):
        assert end <= word.start < word.end <= len(text)
        end = word.end
        assert text[word.start : word.end] == word.word
        assert all(word.end <= start or stop <= word.start for start, stop in quoted(text))
