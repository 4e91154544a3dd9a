"""The list behind the house words: rules, official titles, self-descriptions; as shipped and as a directorate changed it.

What a text says against the list is found in ``house_words.py``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from leadapp.domain.checked_table import CheckedTable
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import clean_text

LONGEST_PHRASE = 12
"""So many words a phrase or title may have."""
LONGEST_WORDS, LONGEST_REASON = 120, 500
"""Characters of what a directorate adds."""

_TOKEN = re.compile(r"\w+|[,&/]")
_KEY = re.compile(r"[a-z][a-z0-9_]*")


class Token(NamedTuple):
    """A word or a mark that belongs to phrases, and where it stands."""

    start: int
    end: int
    word: str

    @property
    def folded(self) -> str:
        """The word without regard to capitals; & is and."""
        return "and" if self.word == "&" else self.word.casefold()


def tokens_of(text: str) -> list[Token]:
    """The words of a text in order, with commas, ampersands and slashes."""
    return [Token(found.start(), found.end(), found[0]) for found in _TOKEN.finditer(text)]


@dataclass(frozen=True, slots=True)
class WordRule:
    """What is remarked on, what to write in its place, and why. ``key`` names a shipped rule for good, or is empty."""

    key: str
    heading: str
    instead_of: tuple[str, ...]
    reason: str
    write: tuple[str, ...] = ()
    advice: str = ""
    is_agreed: bool = True
    capitals: bool = False
    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()

    @property
    def says(self) -> str:
        """What to write, as a clause: the advice, or else the suggestions and whether they are agreed."""
        if self.advice:
            return self.advice
        what = "better" if not self.is_agreed else "the agreed term is" if len(self.write) == 1 else "the agreed words are"
        return f"{what} {' or '.join(f'“{words}”' for words in self.write)}"


@dataclass(frozen=True, slots=True)
class SelfDescription:
    """Words after which people speak of themselves; ``reach`` words from there, to the end of the sentence, are theirs."""

    words: tuple[str, ...]
    reach: int


@dataclass(frozen=True, slots=True)
class WordList:
    """Rules and exceptions in force."""

    rules: tuple[WordRule, ...] = ()
    titles: tuple[str, ...] = ()
    self_descriptions: tuple[SelfDescription, ...] = ()


class WordKind(StrEnum):
    """What a directorate's own entry is: a word to avoid, an official title, a shipped rule switched off, a word known to spelling,
    or a place that stays as it is.
    """

    AVOID = "avoid"
    TITLE = "title"
    OFF = "off"
    SPELLING = "spelling"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class HouseWord:
    """One entry of a directorate's own."""

    id: int
    kind: WordKind
    term: str = ""
    suggestion: str = ""
    reason: str = ""
    rule_key: str = ""


@dataclass(frozen=True, slots=True)
class HouseWordDraft:
    """What stands in the boxes of an own entry, as typed."""

    kind: WordKind
    term: str = ""
    suggestion: str = ""
    reason: str = ""

    def read(self, others: Iterable[HouseWord] = ()) -> dict[str, str]:
        """The values that can be kept. Raises BadInputError naming the box; ``others`` are the entries there are already."""
        term, suggestion = _one_line(self.term, "term"), _one_line(self.suggestion, "suggestion")
        reason = " ".join(clean_text(self.reason).split())
        what = {WordKind.TITLE: "title", WordKind.SPELLING: "word"}.get(self.kind, "word to avoid")
        words = _words_of(term)
        if not words:
            raise BadInputError(f"Type the {what}.", "term")
        if len(words) > LONGEST_PHRASE:
            raise BadInputError(f"The {what} has {len(words)} words. Keep it to {LONGEST_PHRASE}.", "term")
        if any(other.kind is self.kind and _words_of(other.term) == words for other in others):
            raise BadInputError(f"“{term}” is in the list already.", "term")
        if self.kind is not WordKind.AVOID:
            return {"term": term, "suggestion": "", "reason": _short(reason)}
        if _holds(_words_of(suggestion), words):
            raise BadInputError(f"The suggestion holds “{term}” itself.", "suggestion")
        if not reason:
            raise BadInputError("Say why, in a sentence. It stands beside the remark.", "reason")
        return {"term": term, "suggestion": suggestion, "reason": _short(reason)}


def _one_line(text: str, name: str) -> str:
    line = " ".join(clean_text(text).split())
    if len(line) > LONGEST_WORDS:
        raise BadInputError(f"That has {len(line)} characters. Keep it to {LONGEST_WORDS} at most.", name)
    return line


def _short(reason: str) -> str:
    if len(reason) > LONGEST_REASON:
        raise BadInputError(f"The reason has {len(reason)} characters. Keep it to {LONGEST_REASON} at most.", "reason")
    return reason


def _words_of(text: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens_of(text))


def _holds(words: tuple[str, ...], part: tuple[str, ...]) -> bool:
    return any(words[at : at + len(part)] == part for at in range(len(words) - len(part) + 1))


def combined(shipped: WordList, own: Iterable[HouseWord]) -> WordList:
    """The list in force: the shipped one without what was switched off, with the directorate's own words and titles before it."""
    entries = tuple(own)
    off = {entry.rule_key for entry in entries if entry.kind is WordKind.OFF}
    rules = [own_rule(entry) for entry in entries if entry.kind is WordKind.AVOID]
    titles = [entry.term for entry in entries if entry.kind is WordKind.TITLE]
    return WordList(
        (*rules, *(rule for rule in shipped.rules if rule.key not in off)), (*titles, *shipped.titles), shipped.self_descriptions
    )


def own_rule(entry: HouseWord) -> WordRule:
    """An own word to avoid as a rule."""
    write = (entry.suggestion,) if entry.suggestion else ()
    return WordRule("", entry.term, (entry.term,), entry.reason, write, "" if write else "use another word", is_agreed=False)


# -------------------------------------------------------------------------------- the shipped list
@dataclass(slots=True)
class _Claims:
    """Which rule a phrase belongs to: no phrase belongs to two."""

    by_phrase: dict[tuple[str, ...], str] = field(default_factory=dict)


def word_list_from_data(data: Mapping[str, Any]) -> WordList:
    """The shipped list from its TOML as data. Raises BadInputError that names every fault with its place."""
    table = CheckedTable(data)
    head = table.table("list")
    head.some_texts("name language")
    head.closed(None)
    claims = _Claims()
    rows = table.rows("rules", "key")
    rules = tuple(_read_rule(row, claims) for row in rows)
    table.check_once("rules", (rule.key for rule in rules))
    titles = tuple(_read_title(row) for row in table.rows("titles", "name", needed=False))
    table.check_once("titles", titles)
    own = tuple(_read_self(row) for row in table.rows("self_descriptions", "words", needed=False))
    table.closed(None)
    table.raise_faults("The list of house words cannot be used:")
    return WordList(rules, titles, own)


def _read_rule(row: CheckedTable, claims: _Claims) -> WordRule:
    rule = WordRule(
        key=row.text("key"),
        heading=row.text("heading"),
        instead_of=row.texts("instead_of"),
        reason=row.text("reason"),
        write=row.texts("write"),
        advice=row.text("advice", needed=False),
        is_agreed=row.text("basis") == "plan",
        capitals=row.flag("capitals", default=False),
        not_after=row.texts("not_after"),
        not_before=row.texts("not_before"),
    )
    if rule.key and not _KEY.fullmatch(rule.key):
        row.fault("key", "is made of small letters, digits and underscores.")
    if row.data.get("basis") not in {"plan", "ours", None}:
        row.fault("basis", "is neither “plan” nor “ours”.")
    if not rule.instead_of:
        row.fault("instead_of", "is missing.")
    if not rule.write and not rule.advice:
        row.fault("write", "is missing, and there is no advice either.")
    _check_phrases(row, rule, claims)
    for key in ("not_after", "not_before"):
        for word in getattr(rule, key):
            if len(tokens_of(word)) != 1:
                row.fault(key, f"“{word}” is not one word.")
    return row.closed(rule)


def _check_phrases(row: CheckedTable, rule: WordRule, claims: _Claims) -> None:
    for phrase in rule.instead_of:
        words = tuple(t.word for t in tokens_of(phrase)) if rule.capitals else _words_of(phrase)
        if not 0 < len(words) <= LONGEST_PHRASE:
            row.fault("instead_of", f"“{phrase}” has {len(words)} words, not 1 to {LONGEST_PHRASE}.")
        elif words in claims.by_phrase:
            row.fault("instead_of", f"“{phrase}” stands in {claims.by_phrase[words]} already.")
        else:
            claims.by_phrase[words] = rule.key or "another rule"
    for suggestion in rule.write:
        if not tokens_of(suggestion):
            row.fault("write", "holds a suggestion without a word.")


def _read_title(row: CheckedTable) -> str:
    name = row.text("name")
    row.text("note", needed=False)
    if name and not 0 < len(tokens_of(name)) <= LONGEST_PHRASE:
        row.fault("name", f"does not have 1 to {LONGEST_PHRASE} words.")
    return row.closed(name)


def _read_self(row: CheckedTable) -> SelfDescription:
    found = SelfDescription(row.texts("words"), row.whole("reach"))
    if not found.words:
        row.fault("words", "is missing.")
    for words in found.words:
        if not 0 < len(tokens_of(words)) <= LONGEST_PHRASE:
            row.fault("words", f"“{words}” does not have 1 to {LONGEST_PHRASE} words.")
    if not 1 <= found.reach <= LONGEST_PHRASE:
        row.fault("reach", f"is not 1 to {LONGEST_PHRASE}.")
    return row.closed(found)
