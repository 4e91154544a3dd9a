"""Risks, issues, escalations and the log of challenge: records, scores with their words, and the square of likelihood and impact.

Action 5.1 asks for a route; its three places are settings of the directorate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leadapp.domain.charts import RiskGrid
from leadapp.domain.quarters import format_date

LEVELS = ((15, "high"), (6, "medium"), (1, "low"))
"""The least score of each level: likelihood times impact."""
PLACES = 3
"""The places of the route."""
KIND_WORDS = {"risk": "Risk", "issue": "Issue"}


def level_of(score: int | None) -> str:
    """The word of a score: low, medium or high; empty where none is known."""
    return "" if score is None else next(word for least, word in LEVELS if score >= least)


class _Shown:
    """What every record here can tell of its fields."""

    __slots__ = ()
    typed: tuple[tuple[str, str], ...]

    def text(self, name: str) -> str:
        """What stands in a field: what was typed and cannot be used yet, else what the file holds."""
        return dict(self.typed).get(name) or self._held(name)

    def _held(self, name: str) -> str:
        value = getattr(self, _HELD.get(name, name))
        if isinstance(value, tuple):
            return ", ".join(value)
        return format_date(value) if isinstance(value, dt.date) else "" if value is None else str(value)


_HELD = {"actions": "references", "action": "action_id", "risk": "risk_id"}


@dataclass(frozen=True, slots=True)
class Risk(_Shown):
    """A risk (may block) or an issue (blocks), with the actions it concerns by id and reference."""

    id: int
    uid: str
    version: int
    kind: str
    reference: str
    title: str
    raised_on: dt.date
    description: str = ""
    owner: str = ""
    likelihood: int | None = None
    impact: int | None = None
    mitigation: str = ""
    mitigation_due: dt.date | None = None
    closed_on: dt.date | None = None
    closed_why: str = ""
    actions: tuple[int, ...] = ()
    references: tuple[str, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return self.closed_on is None

    @property
    def score(self) -> int | None:
        """Likelihood times impact; an issue is there already and has none."""
        return self.likelihood * self.impact if self.kind == "risk" and self.likelihood and self.impact else None

    @property
    def level(self) -> str:
        """The word of its score; of an issue, that it is one."""
        return level_of(self.score) if self.kind == "risk" else "issue"

    @property
    def score_words(self) -> str:
        """Its score as people read it: "16, high", "issue", "not scored"."""
        if self.kind == "issue":
            return "issue"
        return f"{self.score}, {self.level}" if self.score else "not scored"

    @property
    def rank(self) -> int:
        """How far up it stands: an issue blocks now, so it comes with the highest."""
        return (self.impact or 3) * 4 if self.kind == "issue" else self.score or 0

    def is_late(self, today: dt.date) -> bool:
        """Whether the day of its mitigation has passed while it is open."""
        return self.is_open and self.mitigation_due is not None and self.mitigation_due < today


@dataclass(frozen=True, slots=True)
class Step(_Shown):
    """One place of the route (1 to 3) that an escalation reached."""

    id: int
    uid: str
    version: int
    place: int
    sent_on: dt.date
    answered_on: dt.date | None = None
    outcome: str = ""
    typed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Escalation(_Shown):
    """Something taken up the route with one ask. ``action`` and ``risk`` are what people call them."""

    id: int
    uid: str
    version: int
    reference: str
    title: str
    opened_on: dt.date
    ask: str = ""
    action_id: int | None = None
    risk_id: int | None = None
    action: str = ""
    risk: str = ""
    answer_by: dt.date | None = None
    decision: str = ""
    decided_on: dt.date | None = None
    result: str = ""
    closing_test: str = ""
    closed_on: dt.date | None = None
    steps: tuple[Step, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it is not settled yet."""
        return self.closed_on is None

    @property
    def place(self) -> int:
        """Where it lies now, 1 to 3."""
        return max((step.place for step in self.steps), default=0)

    def is_late(self, today: dt.date) -> bool:
        """Whether its answer is overdue."""
        return self.is_open and not self.decision and self.answer_by is not None and self.answer_by < today


@dataclass(frozen=True, slots=True)
class Challenge(_Shown):
    """A challenge from an oversight body and the answer given."""

    id: int
    uid: str
    version: int
    challenge: str
    asked_on: dt.date
    body: str = ""
    answer: str = ""
    answered_on: dt.date | None = None
    action_id: int | None = None
    action: str = ""
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return not self.answer

    @property
    def title(self) -> str:
        """Its first words."""
        return self.challenge.split("\n")[0]


def by_weight(risks: Iterable[Risk]) -> tuple[Risk, ...]:
    """Open risks and issues, the heaviest first."""
    return tuple(sorted((r for r in risks if r.is_open), key=lambda r: (-r.rank, r.kind, len(r.reference), r.reference)))


def open_first(risks: Iterable[Risk]) -> tuple[Risk, ...]:
    """All of them: open ones by weight, then the closed ones, last closed first."""
    known = tuple(risks)
    closed = sorted((r for r in known if r.closed_on), key=lambda r: str(r.closed_on), reverse=True)
    return (*by_weight(known), *closed)


def route_of(names: tuple[str, str, str]) -> dict[int, str]:
    """The places of the route by number."""
    return dict(enumerate(names, 1))


def where_words(escalation: Escalation, route: Mapping[int, str]) -> str:
    """Where an escalation lies, in words."""
    if not escalation.is_open:
        return f"Closed on {format_date(escalation.closed_on)}"
    return f"With {route[escalation.place]}" if escalation.place else "Not sent yet"


def risk_grid(risks: Iterable[Risk]) -> RiskGrid:
    """Open risks by likelihood and impact, as a chart."""
    scored = [risk for risk in by_weight(risks) if risk.score]
    high = [risk.reference for risk in scored if risk.level == "high"]
    told = f" High: {', '.join(high)}." if high else " None is high." if scored else ""
    count = f"{len(scored)} risk{'s' if len(scored) != 1 else ''} scored." if scored else "No risk is scored yet."
    return RiskGrid(
        title="Likelihood and impact",
        text=count + told,
        marks=tuple((risk.reference, risk.likelihood or 0, risk.impact or 0) for risk in scored),
    )
