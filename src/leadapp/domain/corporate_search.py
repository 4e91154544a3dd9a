"""Finding words in the corporate plan itself: it is data of an edition, not rows of the directorate, so the index does not hold it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from leadapp.domain.corporate_plan import CorporateAction

SHORTEST = 3
"""Letters and digits that have to be typed; an action's number may be shorter."""
BEFORE, AFTER = 5, 9
"""Words around the first one found in an objective."""
_GAPS = re.compile(r"[^\w.'’-]+")


def find_corporate(actions: Iterable[CorporateAction], typed: str) -> tuple[CorporateAction, ...]:
    """The actions in which each word typed begins a word of number, title, objective or sub-section; those whose title does first."""
    words = [f" {word}" for word in _plain(typed).split()]
    if not words or sum(map(len, words)) - len(words) < SHORTEST:
        return ()
    found = [action for action in actions if _holds(f"{action.id} {action.title} {action.objective} {action.sub_section}", words)]
    return tuple(sorted(found, key=lambda action: not _holds(f"{action.id} {action.title}", words)))


def extract_of(action: CorporateAction, typed: str) -> str:
    """The words around what was found, between U+0002 and U+0003; the title, or the place in the objective."""
    words = _plain(typed).split()
    for text in (action.title, action.objective):
        marked = [f"\u0002{w}\u0003" if any(_begins(w, word) for word in words) else w for w in text.split()]
        first = next((n for n, word in enumerate(marked) if word.startswith("\u0002")), None)
        if first is not None:
            if text is action.title:
                return " ".join(marked)
            start, end = max(0, first - BEFORE), first + AFTER
            return ("…" if start else "") + " ".join(marked[start:end]) + ("…" if end < len(marked) else "")
    return action.title


def _plain(text: str) -> str:
    return _GAPS.sub(" ", text).casefold().replace("’", "'").strip()


def _begins(shown: str, word: str) -> bool:
    return any(part.strip("-.'").startswith(word) for part in _plain(shown).split())


def _holds(text: str, words: list[str]) -> bool:
    plain = f" {_plain(text)}"
    return all(word in plain for word in words)
