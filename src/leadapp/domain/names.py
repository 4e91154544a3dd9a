"""Names of people, and how to reach them, taken out of texts that are shown to readers who must not learn them.

Names are those that a return's record holds (lead, signatories, who wrote updates, owners), e-mail addresses and telephone numbers. A
name that stands nowhere but in a text cannot be told: who sends a version reads it first, and the window says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from leadapp.domain.returns import ReturnRecord

LEFT_OUT = "[name left out]"
REACH_LEFT_OUT = "[address left out]"
POST_WORDS = frozenset(
    "administrator adviser advisor analyst apprentice assistant board business chair champion champions chief clerk cllr commander "
    "committee consultant coordinator corporate council councillor crew deputy depot development directorate director executive "
    "group head hr inspector lead leader leads librarian manager managers member network office officer officers operations "
    "partner panel performance planner policy principal programme project secretary senior service services site specialist "
    "staff street supervisor support team teams technician trainer training unit warden worker".split()
)
"""A label with one of these words is a post, a team or a service, and no person's name."""
_FEWEST_PARTS, _SHORTEST = 2, 4
_TELEPHONE_DIGITS = range(10, 14)
_ADDRESS = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TELEPHONE = re.compile(r"(?<![\w.,/£-])(?:\+44[ -]?|\(?0)(?:\(0\))?\d[\d) -]{7,12}\d(?![\w/-])")
_TITLES = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Dame|Cllr|Councillor|Rev)\.?"


def names_of(record: ReturnRecord) -> tuple[str, ...]:
    """Every name of a person that a record holds in a place for names, each once, longest first."""
    return tuple(sorted(dict.fromkeys(filter(_is_name, map(_first, _labels(record)))), key=lambda name: (-len(name), name)))


def _labels(record: ReturnRecord) -> Iterator[str]:
    yield record.directorate.lead
    for action in record.actions:
        yield action.owner
        yield from (update.by for update in action.updates)
    yield from (one.owner for one in (*record.commitments, *record.new_commitments))
    yield from (risk.owner for risk in record.risks)
    yield from (signature.name for signature in record.signatures)


def _first(label: str) -> str:
    """The name in "Nadia Farrow, Head of Housing" or "Nadia Farrow (HR)"."""
    return " ".join(re.split(r"[,;(]", label, maxsplit=1)[0].split())


def _is_name(label: str) -> bool:
    words = label.casefold().split()
    is_long = len(words) >= _FEWEST_PARTS and len(label) >= _SHORTEST
    return is_long and not POST_WORDS.intersection(words) and not any(letter.isdigit() for letter in label)


class NameRemover:
    """Takes names out of texts, whatever their case, also with an apostrophe or a title and the last name alone."""

    def __init__(self, names: Iterable[str]) -> None:
        known = list(names)
        whole = [r"\s+".join(map(re.escape, name.split())) for name in known]
        titled = [rf"{_TITLES}\s+{re.escape(name.split()[-1])}" for name in known]
        self._names = re.compile(rf"(?<!\w)(?:{'|'.join(whole + titled)})(?!\w)", re.IGNORECASE) if known else None

    def without(self, text: str) -> str:
        """A text without what it says of who somebody is and how to reach them."""
        if "@" in text:
            text = _ADDRESS.sub(REACH_LEFT_OUT, text)
        if "0" in text or "+" in text:
            text = _TELEPHONE.sub(_without_telephone, text)
        return self._names.sub(LEFT_OUT, text) if self._names is not None else text


def _without_telephone(found: re.Match[str]) -> str:
    """Nothing of a telephone number; a date and other figures stay."""
    digits = sum(letter.isdigit() for letter in found[0])
    return REACH_LEFT_OUT if digits in _TELEPHONE_DIGITS else found[0]
