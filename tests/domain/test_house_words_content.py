"""The shipped list of house words: each rule well made, and our own texts keep to it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from leadapp.domain.house_words import HouseWords, find
from leadapp.domain.word_list import WordList, tokens_of, word_list_from_data
from leadapp.ui.help.help_texts import TEXTS
from tests.domain.test_plan_wording import copied

RESOURCES = Path(__file__).parents[2] / "resources"
DATA = tomllib.loads((RESOURCES / "wording" / "house_words.toml").read_text("utf-8"))
LIST = word_list_from_data(DATA)
WORDS = HouseWords(LIST)
QUOTATIONS = {"words", "instead_of", "self_descriptions", "titles"}
"""Keys under which the words of others stand, or the words that are remarked on."""


def texts(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Every text of a file with its key, but those that are somebody else's."""
    if key in QUOTATIONS:
        return
    if isinstance(data, str):
        yield key, data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield from texts(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from texts(value, key)


@pytest.mark.parametrize("file", ["plan/corporate_plan.toml", "sample/sample.toml", "wording/house_words.toml"])
def test_our_own_texts_keep_to_the_house_words(file: str) -> None:
    own = list(texts(tomllib.loads((RESOURCES / file).read_text("utf-8"))))
    assert len(own) > 100
    assert [(key, remark.found, text) for key, text in own for remark in find(text, WORDS)] == []


def test_the_help_keeps_to_them_too() -> None:
    assert [remark.found for text in texts(list(TEXTS.values())) for remark in find(text[1], WORDS)] == []


@pytest.mark.parametrize("rule", LIST.rules, ids=lambda rule: rule.key)
def test_every_phrase_of_a_rule_is_found_and_answered_by_it(rule: Any) -> None:
    for phrase in rule.instead_of:
        (remark,) = find(f"We wrote {phrase} here.", WORDS)
        assert (remark.found, remark.rule_key) == (phrase, rule.key)


def test_no_suggestion_is_remarked_on_itself() -> None:
    for rule in LIST.rules:
        for suggestion in rule.write:
            assert find(f"We met {suggestion} today.", WORDS) == (), suggestion


def test_every_title_holds_a_word_that_would_be_remarked_on() -> None:
    """A title without one does nothing, but for those that stand by for a word a directorate may add."""
    bare = HouseWords(WordList(LIST.rules))
    noted = {title["name"] for title in DATA["titles"] if "should a directorate add" in title.get("note", "")}
    idle = {title for title in LIST.titles if not find(f"The {title} said so.", bare)}
    assert idle == noted
    assert [title for title in LIST.titles if find(f"The {title} said so.", WORDS)] == []


def test_reasons_are_short_sentences_and_advice_is_a_clause() -> None:
    for rule in LIST.rules:
        assert rule.reason.endswith(".")
        assert len(tokens_of(rule.reason)) <= 32, rule.key
        assert rule.advice[:1].islower() or not rule.advice
        assert not rule.advice.endswith(".")


def test_the_agreed_term_is_the_councils() -> None:
    (remark,) = find("Our BAME staff.", WORDS)
    assert remark.suggestions == ("racially diverse",)


def test_the_list_copies_no_sentence_of_the_published_plan() -> None:
    assert [(key, copied(text)) for key, text in texts(DATA) if copied(text)] == []
