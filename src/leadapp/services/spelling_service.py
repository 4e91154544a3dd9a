"""Spelling in British English, where the optional extra ``spelling`` is installed: pyenchant with its en_GB dictionary.

Nothing is loaded before the first text is looked through. Without the extra everything else works as ever, and ``why_not`` says what
is missing. Nothing is sent anywhere, and no list of another program is read or written.
"""

from __future__ import annotations

import os
from functools import cached_property
from importlib.util import find_spec
from typing import Protocol

from leadapp import paths
from leadapp.domain.changes import Changes
from leadapp.domain.spelling import Misspelt, misspelt, plain
from leadapp.domain.word_list import HouseWordDraft, WordKind
from leadapp.services.word_service import WordService

LANGUAGE = "en_GB"
MOST_SUGGESTIONS = 5
NO_EXTRA = "The spelling check is an extra that is not installed: pip install “leadapp[spelling]”."
NO_LIBRARY = (
    "The spelling check needs the Enchant library. On Debian: apt-get install libenchant-2-2 hunspell-en-gb. "
    "On macOS: brew install enchant."
)
NO_DICTIONARY = "Enchant has no British dictionary. On Debian: apt-get install hunspell-en-gb."


class _Dictionary(Protocol):
    """What is used of a dictionary."""

    def check(self, word: str) -> bool:
        """Whether the word is in it."""

    def suggest(self, word: str) -> list[str]:
        """Words like it."""


class SpellingService:
    """Looks words up in the dictionary and in the words that the directorate added."""

    def __init__(self, words: WordService) -> None:
        self._words = words
        self._dictionary: _Dictionary | None = None
        self._missing = ""
        self._tried = False
        self._looked_up: dict[str, bool] = {}

    @cached_property
    def is_installed(self) -> bool:
        """Whether the extra is there; says nothing yet of its library and dictionary, and loads neither."""
        return find_spec("enchant") is not None

    @property
    def is_on(self) -> bool:
        """Whether spelling is checked: installed, and not switched off for this file."""
        return self.is_installed and not self._words.is_spelling_off()

    def why_not(self) -> str:
        """What is missing for the check, in a sentence; empty where it works. Loads the dictionary."""
        self._load()
        return self._missing

    def find(self, text: str, typing_at: int = -1) -> tuple[Misspelt, ...]:
        """The words that no dictionary knows; none where the check is off or cannot work."""
        if not self.is_on:
            return ()
        dictionary = self._load()
        if dictionary is None:
            return ()
        own = {word.term.casefold() for word in self._words.list_words(WordKind.SPELLING)}
        return misspelt(text, lambda word: word.casefold() in own or self._is_known(dictionary, word), typing_at)

    def suggestions(self, word: str) -> tuple[str, ...]:
        """Words that may have been meant, best first, at most five."""
        dictionary = self._load()
        return tuple(dictionary.suggest(plain(word))[:MOST_SUGGESTIONS]) if dictionary is not None else ()

    def add(self, word: str) -> Changes:
        """Add a word to the directorate's own dictionary. Raises BadInputError where it is there already."""
        return self._words.add(HouseWordDraft(WordKind.SPELLING, plain(word)))

    def _is_known(self, dictionary: _Dictionary, word: str) -> bool:
        known = self._looked_up.get(word)
        if known is None:
            known = self._looked_up[word] = dictionary.check(word)
        return known

    def _load(self) -> _Dictionary | None:
        if not self._tried:
            self._tried = True
            self._dictionary, self._missing = load_dictionary(LANGUAGE)
        return self._dictionary


def load_dictionary(language: str) -> tuple[_Dictionary | None, str]:
    """The dictionary of a language, or None and a sentence that says what is missing."""
    if find_spec("enchant") is None:
        return None, NO_EXTRA
    folder = paths.data_folder() / "spelling"
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.setdefault("ENCHANT_CONFIG_DIR", str(folder))  # else it makes files of its own in the person's settings folder
    try:
        import enchant
    except ImportError:  # pyenchant is there, its C library is not
        return None, NO_LIBRARY
    if not enchant.dict_exists(language):
        return None, NO_DICTIONARY
    made: _Dictionary = enchant.Dict(language)
    return made, ""
