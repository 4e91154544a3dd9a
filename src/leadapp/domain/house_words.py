"""House words: remarks on the words of a narrative text, each with the agreed term and its reason.

It remarks and suggests; it never rewrites. Quotations, self-descriptions, official titles and addresses are left alone. The list is
that of ``word_list.py``. Time grows with the length of the text alone: the text is read word by word, not by patterns.
"""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from leadapp.domain.quotations import Span, merged, quoted
from leadapp.domain.word_list import SelfDescription, Token, WordList, WordRule, tokens_of

_JOINS = frozenset(" \t\n\u00a0\u202f\u2009-\u2010\u2011\u00ad'’")
_LONGEST_JOIN = 3
_CONTEXT = 5
_ENDS = frozenset(".!?;:\n")
_CHUNK = re.compile(r"\S+")
_IS_ADDRESS = re.compile(r"://|@|^www\.|^#|\.\w{2,5}$")
_ARTICLE = re.compile(r"\b(an?)([ \u00a0]+)$", re.I)
_FOUND = ""
"""The key of a phrase tree under which the finding of a phrase that ends there lies; no word is empty."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One place of a text: ``start`` to ``end`` in characters, the words found there, what to write and why."""

    start: int
    end: int
    found: str
    says: str
    suggestions: tuple[str, ...]
    reason: str
    rule_key: str = ""

    @property
    def sentence(self) -> str:
        """The remark as it is told: the word, what to write, and why."""
        return f"“{self.found}”: {self.says}. {self.reason}"


@dataclass(frozen=True, slots=True)
class Edit:
    """Characters ``start`` to ``end`` of a text and what stands there afterwards."""

    start: int
    end: int
    text: str


class HouseWords:
    """A list made ready for looking through texts."""

    def __init__(self, listed: WordList) -> None:
        self.listed = listed
        self._any_case: dict[str, Any] = {}
        self._exact: dict[str, Any] = {}
        self._titles: dict[str, Any] = {}
        self._selves: dict[str, Any] = {}
        self._grow(listed)

    def _grow(self, listed: WordList) -> None:
        for rule in listed.rules:  # every phrase as it is written stands before every plural that is only formed
            for phrase in rule.instead_of:
                self._plant_rule(rule, tokens_of(phrase))
        for rule in listed.rules:
            for phrase in rule.instead_of:
                words = tokens_of(phrase)
                for plural in plurals(words[-1].word) if words else ():
                    self._plant_rule(rule, [*words[:-1], Token(0, 0, plural)])
        for title in listed.titles:
            _plant(self._titles, (token.folded for token in tokens_of(title)), title)
        for own in listed.self_descriptions:
            for words_before in own.words:
                _plant(self._selves, (token.folded for token in tokens_of(words_before)), own)

    def _plant_rule(self, rule: WordRule, words: list[Token]) -> None:
        if rule.capitals:
            _plant(self._exact, (token.word for token in words), rule)
        else:
            _plant(self._any_case, (token.folded for token in words), rule)

    # ------------------------------------------------------------------ looking through a text
    def find(self, text: str) -> tuple[Remark, ...]:
        """Every remark on a text, in order and apart from each other."""
        tokens = tokens_of(text)
        folded = ["and" if word == "&" else word.casefold() for _, _, word in tokens]
        hits = list(self._hits(text, tokens, folded))
        if not hits:
            return ()
        alone = Spans([*quoted(text), *addresses(text), *self._title_spans(text, tokens, folded)])
        theirs = Spans(list(self._self_spans(text, tokens, folded)))
        return tuple(
            _remark(text, start, end, rule)
            for start, end, rule in hits
            if not alone.touches(start, end) and not theirs.touches(start, end)
        )

    def _hits(self, text: str, tokens: list[Token], folded: list[str]) -> Iterator[tuple[int, int, WordRule]]:
        exact = [token.word for token in tokens] if self._exact else []
        taken = -1
        for at, word in enumerate(folded):
            if at <= taken or not (word in self._any_case or (exact and exact[at] in self._exact)):
                continue
            last, rule = _longest(self._any_case, text, tokens, folded, at)
            if exact:
                other, exact_rule = _longest(self._exact, text, tokens, exact, at)
                if other > last:
                    last, rule = other, exact_rule
            if rule is not None and not _has_neighbour(rule, text, tokens, folded, at, last):
                yield tokens[at].start, tokens[last].end, rule
                taken = last

    def _title_spans(self, text: str, tokens: list[Token], folded: list[str]) -> Iterator[Span]:
        for at, word in enumerate(folded):
            if word in self._titles:
                last, title = _longest(self._titles, text, tokens, folded, at)
                if title is not None:
                    yield tokens[at].start, tokens[last].end

    def _self_spans(self, text: str, tokens: list[Token], folded: list[str]) -> Iterator[Span]:
        for at, word in enumerate(folded):
            if word in self._selves:
                last, own = _longest(self._selves, text, tokens, folded, at)
                if own is not None and (reached := _reached(own, text, tokens, folded, last)):
                    yield tokens[last].end, reached


def find(text: str, words: HouseWords) -> tuple[Remark, ...]:
    """Every remark on a text, in order and apart from each other."""
    return words.find(text)


def place_of(text: str, remark: Remark) -> str:
    """What tells a remark from the same word elsewhere, also while the text goes on behind it: a hash of it and the five words before.

    A hash (32 hexadecimal digits), so that what is kept of a place holds no words of a text that may be removed one day.
    """
    before = tokens_of(text[max(0, remark.start - 200) : remark.start])[-_CONTEXT:]
    context = " ".join([token.folded for token in before] + [remark.found.casefold()])
    return hashlib.blake2b(context.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def edit(text: str, remark: Remark, suggestion: str) -> Edit:
    """How the text changes when a person takes a suggestion: capital at a sentence's start, "an" before it made "a" or back."""
    start, before = remark.start, text[: remark.start]
    said = before.rstrip(" \u00a0")
    if not said or said[-1] in ".!?\n" or said[-2:] in {"\n-", "\n•", "\n*"}:
        suggestion = suggestion[:1].upper() + suggestion[1:]
    article = _ARTICLE.search(before[-40:])
    if article is None:
        return Edit(start, remark.end, suggestion)
    right = "an" if suggestion[:1].lower() in "aeiou" else "a"
    if article[1].lower() == right:
        return Edit(start, remark.end, suggestion)
    right = right.capitalize() if article[1][0].isupper() else right
    return Edit(start - len(article[0]), remark.end, f"{right}{article[2]}{suggestion}")


def plurals(word: str) -> tuple[str, ...]:
    """The plurals an English word may have by rule: s, es, ies. A word in s may be one already."""
    small = word.casefold()
    if small.endswith("y") and small[-2:-1] not in set("aeiou"):
        return (word[:-1] + "ies",)
    if small.endswith(("s", "x", "z", "ch", "sh")):
        return (word + "es",)
    return (word + "s",)


# -------------------------------------------------------------------------------- phrases
def _plant(tree: dict[str, Any], words: Iterable[str], finding: object) -> None:
    """Put a phrase into a tree; the first one to claim it keeps it."""
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    if node is not tree:
        node.setdefault(_FOUND, finding)


def _longest(tree: dict[str, Any], text: str, tokens: list[Token], words: list[str], at: int) -> tuple[int, Any]:
    """The longest phrase of a tree that begins at a word: its last word and its finding; (-1, None) if there is none."""
    node, last, finding = tree.get(words[at]), -1, None
    place = at
    while node is not None:
        if _FOUND in node:
            last, finding = place, node[_FOUND]
        place += 1
        if place == len(tokens) or not _joined(text, tokens[place - 1].end, tokens[place].start):
            break
        node = node.get(words[place])
    return last, finding


def _joined(text: str, start: int, end: int) -> bool:
    """Whether nothing but a space, a hyphen, an apostrophe or the turn of one line lies between two words."""
    return end - start <= _LONGEST_JOIN and all(c in _JOINS for c in text[start:end]) and text.count("\n", start, end) < 2


def _has_neighbour(rule: WordRule, text: str, tokens: list[Token], folded: list[str], at: int, last: int) -> bool:
    """Whether the word before or after gives the phrase another meaning."""
    if rule.not_after and at and folded[at - 1] in rule.not_after:
        return _joined(text, tokens[at - 1].end, tokens[at].start)
    if rule.not_before and last + 1 < len(tokens) and folded[last + 1] in rule.not_before:
        return _joined(text, tokens[last].end, tokens[last + 1].start)
    return False


def _reached(own: SelfDescription, text: str, tokens: list[Token], folded: list[str], last: int) -> int:
    """Where a self-description ends that was opened by words up to ``last``; 0 where it is none ("I am meeting ...")."""
    end = 0
    for place in range(last + 1, min(len(tokens), last + 1 + own.reach + 1)):
        if any(c in _ENDS for c in text[tokens[place - 1].end : tokens[place].start]):
            break
        if place == last + 1 and folded[place].endswith("ing") and len(folded[place]) > 4:
            break
        end = tokens[place].end
    return end


def _remark(text: str, start: int, end: int, rule: WordRule) -> Remark:
    found = " ".join(text[start:end].split())
    return Remark(start, end, found, rule.says, rule.write, rule.reason, rule.key)


# -------------------------------------------------------------------------------- what is left alone
class Spans:
    """Places that are left alone."""

    def __init__(self, spans: list[Span]) -> None:
        self._spans = merged(spans)
        self._starts = [start for start, _ in self._spans]

    def touches(self, start: int, end: int) -> bool:
        """Whether a place lies in one of them, wholly or in part."""
        before = bisect_right(self._starts, end - 1) - 1
        return before >= 0 and self._spans[before][1] > start


def addresses(text: str) -> Iterator[Span]:
    """The places of web addresses, e-mail addresses, hashtags and names of files: they would be broken by another word."""
    for chunk in _CHUNK.finditer(text):
        if _IS_ADDRESS.search(chunk[0].rstrip(".,;:!?)\"'”’")):
            yield chunk.span()
