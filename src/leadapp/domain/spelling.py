"""Which words of a text a spelling check looks at, and which it leaves alone; the dictionary itself is a matter of ``services``.

Left alone: quotations (they stay as they were said), addresses, words with digits, initials, and a word with a capital letter inside
a sentence: a name. No name of a person or place is ever underlined as if it were wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leadapp.domain.house_words import Spans, addresses
from leadapp.domain.quotations import quoted

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_ENDS = frozenset(".!?:\n•")


@dataclass(frozen=True, slots=True)
class Misspelt:
    """One word that no dictionary knows: characters ``start`` to ``end``."""

    start: int
    end: int
    word: str


def misspelt(text: str, is_known: Callable[[str], bool], typing_at: int = -1) -> tuple[Misspelt, ...]:
    """The words of a text that ``is_known`` does not know, without the one that is being typed at ``typing_at``."""
    unknown = [word for word in _words(text) if not word.start < typing_at == word.end and not is_known(plain(word.word))]
    if not unknown:
        return ()
    alone = Spans([*quoted(text), *addresses(text)])
    return tuple(word for word in unknown if not alone.touches(word.start, word.end))


def plain(word: str) -> str:
    """A word as dictionaries write it: with a straight apostrophe."""
    return word.replace("’", "'")


def _words(text: str) -> Iterator[Misspelt]:
    for found in _WORD.finditer(text):
        word = found[0]
        if len(word) < 2 or not word[1:].islower() or not plain(word).replace("'", "").isalpha():
            continue
        if word[0].islower() or _begins_a_sentence(text, found.start()):
            yield Misspelt(found.start(), found.end(), word)


def _begins_a_sentence(text: str, start: int) -> bool:
    before = start - 1
    while before >= 0 and text[before] in " \t\u00a0-–(":
        before -= 1
    return before < 0 or text[before] in _ENDS
