"""Words found in the corporate plan: by number, title and objective; the words around them are marked."""

import pytest

from leadapp.domain.corporate_search import extract_of, find_corporate
from leadapp.services.opening import shipped_plan


def found(typed: str) -> list[str]:
    return [action.id for action in find_corporate(shipped_plan().actions, typed)]


@pytest.mark.parametrize("typed", ["", "ab", "a", ".", "- -", "(", "zzzzzz"])
def test_too_little_and_what_is_not_there_finds_nothing(typed: str) -> None:
    assert found(typed) == []


def test_a_number_finds_its_action_first() -> None:
    assert found("1.10")[0] == "1.10"
    assert "3.1" not in found("3.11")


@pytest.mark.parametrize("action_id", ["1.10", "2.3", "5.4"])
def test_every_title_finds_its_action_and_is_marked_whole(action_id: str) -> None:
    action = next(a for a in shipped_plan().actions if a.id == action_id)
    assert found(action.title)[0] == action_id
    assert found(action.title.upper())[0] == action_id
    extract = extract_of(action, action.title.split()[0])
    assert extract.startswith("\u0002")
    assert extract.replace("\u0002", "").replace("\u0003", "") == action.title


def test_words_of_an_objective_are_shown_with_what_stands_around_them() -> None:
    action = next(a for a in shipped_plan().actions if len(a.objective.split()) > 25)
    word = next(
        w for w in action.objective.split()[15:] if w.isalpha() and len(w) > 6 and w.casefold() not in action.title.casefold()
    )
    extract = extract_of(action, word)
    assert action.id in found(word)
    assert f"\u0002{word}\u0003" in extract or "\u0002" in extract
    assert len(extract) < len(action.objective)


def test_every_word_has_to_be_there() -> None:
    title = next(a for a in shipped_plan().actions if a.id == "5.4").title
    assert found(f"{title} quorble") == []


def test_what_stands_in_a_sub_section_alone_shows_the_title() -> None:
    action = next(a for a in shipped_plan().actions if a.sub_section)
    assert extract_of(action, "zzzzzz") == action.title
