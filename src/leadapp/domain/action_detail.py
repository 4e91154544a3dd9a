"""What a lead may add to an action and is never asked for: SMARTIE check, what blocks it, links, budget, kind and year.

Nothing here is ever called missing, and no check looks at it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leadapp.domain.draft_reading import Reader, read_each, touched
from leadapp.domain.errors import BadInputError
from leadapp.domain.kinds import CHANGE_YEARS, ActionKind, BudgetKind
from leadapp.domain.plan import PlanAction, Problem, read_text

SMARTIE: dict[str, tuple[str, str]] = {
    "specific": ("Specific", "Who will do what, where?"),
    "measurable": ("Measurable", "How will you know that it was done, and that it helped?"),
    "achievable": ("Achievable", "Do you have the people, the time and the money?"),
    "relevant": ("Relevant", "Which aim of the plan, or which finding, does it answer?"),
    "time_bound": ("Time-bound", "By when, and what comes first?"),
    "inclusive": ("Inclusive", "How do racially diverse people take part in deciding it?"),
    "equitable": ("Equitable", "Does it give more where more is needed?"),
}
"""The seven answers of the check: word and a question that helps."""

ABOUT: dict[str, tuple[str, str]] = {
    "shaped_by": ("Who shaped it", "Which groups or networks, and from when on? Never a person's name."),
    "benefits": ("Who benefits", "Who will notice the difference first?"),
    "disparity": ("Which disparity it reduces", "Between whom, and how large is it now?"),
    "could_widen": ("What could widen it", "Who could be left out or made worse off, and what would you do?"),
}
"""Four more questions that belong to the check."""

ANSWERS = SMARTIE | ABOUT
LARGEST_AMOUNT = 1e10
"""Pounds; above it something was typed by mistake."""
_AMOUNT = re.compile(r"(\d{1,3}(?:[, ]\d{3})+|\d+)(\.\d+)?\s*(k|m|thousand|million)?", re.I)
_TIMES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6}


class LinkKind(StrEnum):
    """How two actions have to do with each other; ``depends`` reads "the first waits for the second"."""

    RELATES = "relates"
    DEPENDS = "depends"


class LinkSide(StrEnum):
    """How a link reads from the action that is open."""

    RELATES = "relates"
    WAITS_FOR = "waits_for"
    AWAITED_BY = "awaited_by"


LINK_WORDS = {"waits_for": "Waits for", "awaited_by": "Awaited by", "relates": "Relates to"}


@dataclass(frozen=True, slots=True)
class LinkedAction:
    """Another action that the open one is linked to. Both sides see the link."""

    link_id: int
    side: LinkSide
    action_id: int
    reference: str
    title: str
    status: str


@dataclass(frozen=True, slots=True)
class DetailView:
    """Everything here about one action: answers by field (only those given), links, and amounts that cannot be used yet."""

    action: PlanAction
    answers: dict[str, str]
    links: tuple[LinkedAction, ...]
    typed: dict[str, str]


# -------------------------------------------------------------------------------- drafts
@dataclass(frozen=True, slots=True)
class DetailDraft:
    """What stands in the fields; None means the field was not touched."""

    kind: str | None = None
    change_year: str | None = None
    blocked_by: str | None = None
    unblocked_when: str | None = None
    budget_planned: str | None = None
    budget_spent: str | None = None
    budget_kind: str | None = None

    def touched(self) -> dict[str, str]:
        """The fields that were touched, as typed."""
        return touched(self)

    def read(self) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        """The values that can be used, and what cannot be used yet in plain words."""
        return read_each(self.touched(), lambda text, name: _READERS[name](text, name))


def read_amount(text: str, field: str = "amount") -> float | None:
    """An amount in pounds as people type it: "£12,500", "12.5k", "1.2m"; empty gives None. Raises BadInputError."""
    clean = " ".join(text.split()).removeprefix("£").removeprefix("GBP").strip()
    if not clean:
        return None
    if any(sign in clean for sign in "€$¥"):
        raise BadInputError("Type pounds. leadapp does not convert other money.", field)
    if clean.startswith(("-", "−", "(")):
        raise BadInputError("An amount is not below 0.", field)
    match = _AMOUNT.fullmatch(clean)
    if match is None or not clean.isascii():
        raise BadInputError("Type an amount in pounds, such as 12,500 or 12.5k.", field)
    whole, part, unit = match.groups()
    amount = float(whole.replace(",", "").replace(" ", "") + (part or "")) * _TIMES.get((unit or "").lower(), 1)
    if amount > LARGEST_AMOUNT:
        raise BadInputError("That is more than ten thousand million pounds. Check the amount.", field)
    return round(amount, 2)


def amount_text(amount: float | None) -> str:
    """An amount as people read it: "£12,500", "£12,500.50"; None gives an empty text."""
    if amount is None:
        return ""
    return f"£{amount:,.0f}" if amount == int(amount) else f"£{amount:,.2f}"


def _read_kind(text: str, field: str) -> str | None:
    return ActionKind(text).value if text else None


def _read_year(text: str, field: str) -> int | None:
    if text and text not in {str(year) for year in CHANGE_YEARS}:
        raise BadInputError("Choose one of the years of the theory of change.", field)
    return int(text) if text else None


def _read_budget_kind(text: str, field: str) -> str | None:
    return BudgetKind(text).value if text else None


def _read_words(text: str, field: str) -> str:
    return read_text(text).strip()


_READERS: dict[str, Reader] = {
    "kind": _read_kind,
    "change_year": _read_year,
    "blocked_by": _read_words,
    "unblocked_when": _read_words,
    "budget_planned": read_amount,
    "budget_spent": read_amount,
    "budget_kind": _read_budget_kind,
}
