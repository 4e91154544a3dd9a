"""The directorate plan: actions, updates, milestones, and what a person typed into their fields.

Records are frozen and come from the file; drafts hold texts as typed and can say what is wrong with them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from leadapp.domain.corporate_plan import Part, is_withdrawn
from leadapp.domain.errors import BadInputError
from leadapp.domain.kinds import ActionKind, BudgetKind
from leadapp.domain.quarters import band_end, month_of, parse_date
from leadapp.domain.wording import STATES

LONGEST_TITLE = 300
LONGEST_TEXT = 1_000_000
_NOT_KEPT = "\x7f\u202d\u202e"


class Origin(StrEnum):
    """Where an action comes from; director's commitments are of action 1.2, urgent responses of 1.7, improvements of 2.2."""

    CORPORATE = "corporate"
    COMMITMENT_IMMEDIATE = "commitment_immediate"
    COMMITMENT_MEDIUM = "commitment_medium"
    URGENT_RESPONSE = "urgent_response"
    MATURITY_IMPROVEMENT = "maturity_improvement"
    FEEDBACK = "feedback"
    LOCAL = "local"


class Status(StrEnum):
    """How far an action is. Paused and will not do need a reason."""

    NOT_STARTED = "not_started"
    UNDERWAY = "underway"
    COMPLETE = "complete"
    PAUSED = "paused"
    WILL_NOT_DO = "will_not_do"

    @property
    def is_open(self) -> bool:
        """Whether the action still has to be done, so that its confidence is asked for."""
        return self is Status.NOT_STARTED or self is Status.UNDERWAY

    @property
    def needs_reason(self) -> bool:
        """Whether the status must say why."""
        return self in {Status.PAUSED, Status.WILL_NOT_DO}


class Confidence(StrEnum):
    """Whether an open action is expected to be done in time."""

    ON_TRACK = "on_track"
    AT_RISK = "at_risk"
    OFF_TRACK = "off_track"


class Decision(StrEnum):
    """What the directorate decided about a corporate action."""

    OPEN = "open"
    ADOPTED = "adopted"
    DECLINED = "declined"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something typed that cannot be used yet: the field and the sentence that stands beside it."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class PlanAction:
    """One action of the directorate plan.

    ``reference`` is the id people use: the corporate id (3.10) for an adopted action, else the directorate's own (NS-05).
    ``due`` is the day that holds now: typed, or the end of the band once Month 0 is set; ``due_first`` the first one that held.
    ``change_year`` is the year of the theory of change (1, 2, or 3 and beyond); budgets are pounds.
    """

    id: int
    uid: str
    version: int
    reference: str
    title: str
    origin: Origin
    status: Status
    corporate_id: str = ""
    pillar: int | None = None
    part: Part | None = None
    description: str = ""
    owner: str = ""
    service: str = ""
    service_id: int | None = None
    urgent: bool = False
    band: str = ""
    due: dt.date | None = None
    due_first: dt.date | None = None
    due_typed: bool = False
    times_redated: int = 0
    status_reason: str = ""
    confidence: Confidence | None = None
    started_on: dt.date | None = None
    completed_on: dt.date | None = None
    kind: ActionKind | None = None
    change_year: int | None = None
    blocked_by: str = ""
    unblocked_when: str = ""
    budget_planned: float | None = None
    budget_spent: float | None = None
    budget_kind: BudgetKind | None = None

    @property
    def is_blocked(self) -> bool:
        """Whether something stands in the way of an action that is still to be done or paused."""
        return bool(self.blocked_by) and (self.status.is_open or self.status is Status.PAUSED)

    @property
    def is_withdrawn(self) -> bool:
        """Whether a new edition of the corporate plan no longer has it: it stays in the plan, marked."""
        return self.origin is Origin.CORPORATE and is_withdrawn(self.corporate_id)

    @property
    def short_reference(self) -> str:
        """The reference where its mark stands beside it in words: "5.6" for "5.6 (withdrawn)"."""
        return self.reference.split(" ")[0] if self.is_withdrawn else self.reference

    @property
    def shown_confidence(self) -> Confidence | None:
        """The confidence where it is asked for: only open actions have one."""
        return self.confidence if self.status.is_open else None

    def is_overdue(self, today: dt.date) -> bool:
        """Whether the due day has passed and the action is still open."""
        return self.status.is_open and self.due is not None and self.due < today

    def programme_month(self, month_zero: dt.date | None) -> int | None:
        """The programme month in which the due day lies, or None while one of them is not known."""
        return month_of(month_zero, self.due) if month_zero and self.due else None


@dataclass(frozen=True, slots=True)
class Update:
    """A progress note on an action: the day it was written and the quarter it reports on, with the state at that time."""

    id: int
    uid: str
    version: int
    action_id: int
    quarter: str
    written_on: dt.date
    text: str
    no_change: bool = False
    status: Status | None = None
    confidence: Confidence | None = None
    by: str = ""

    @property
    def says(self) -> str:
        """The words as they are reported."""
        return f"No change, because {self.text}" if self.no_change else self.text


@dataclass(frozen=True, slots=True)
class Milestone:
    """A step on the way of an action."""

    id: int
    uid: str
    version: int
    action_id: int
    title: str
    due: dt.date | None = None
    done_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Redating:
    """One change of a due day with its reason, told in the return of ``quarter``; the first one keeps the original date."""

    id: int
    action_id: int
    quarter: str
    on: dt.date
    from_date: dt.date | None
    to_date: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What the file holds about a corporate action; ``part`` is None where the default reading stands."""

    corporate_id: str
    decision: Decision = Decision.OPEN
    part: Part | None = None
    reason: str = ""
    decided_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class CascadeRow:
    """One corporate action as the directorate sees it: its part (default or changed), the decision and the adopted action."""

    corporate_id: str
    pillar: int
    title: str
    timescale: str
    part: Part
    part_is_default: bool
    decision: Decision
    reason: str = ""
    action_id: int | None = None

    @property
    def needs_decision(self) -> bool:
        """Whether the directorate still has to say adopt or decline; being aware needs no decision."""
        return self.decision is Decision.OPEN and self.part is not Part.AWARE


# -------------------------------------------------------------------------------- drafts
def read_title(text: str) -> str:
    """A title: one line, not empty, at most 300 characters."""
    title = " ".join(clean_text(text).split())
    if not title:
        raise BadInputError("Give the action a title.", "title")
    if len(title) > LONGEST_TITLE:
        raise BadInputError(f"The title has {len(title)} characters. {LONGEST_TITLE} is the most.", "title")
    return title


def read_text(text: str) -> str:
    """A longer text, kept as typed but for unreadable control characters. Raises above one million characters."""
    if len(text) > LONGEST_TEXT:
        raise BadInputError("The text is longer than a million characters. Put it into a file and name the file here.")
    return clean_text(text)


def clean_text(text: str) -> str:
    """The text without control characters and lone surrogates, line ends as one newline; a vertical tab is a line end.

    Of the marks of direction the two overrides go: they write every letter behind them backwards, those of our own sentences too.
    Arabic and Hebrew need neither.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n").replace("\v", "\n").replace("\f", "\n")
    unified = unified.replace("\u2028", "\n").replace("\u2029", "\n\n")
    if unified.isascii() and unified.isprintable():
        return unified
    return "".join(c for c in unified if c in "\n\t" or (c >= " " and c not in _NOT_KEPT and not "\ud800" <= c <= "\udfff"))


@dataclass(frozen=True, slots=True)
class ActionDraft:
    """What stands in an action's fields; None means the field was not touched.

    Fields that belong together are read as one unit: due and due_reason, status and status_reason.
    """

    title: str | None = None
    description: str | None = None
    owner: str | None = None
    service: str | None = None
    urgent: bool | None = None
    pillar: str | None = None
    origin: str | None = None
    due: str | None = None
    due_reason: str | None = None
    status: str | None = None
    status_reason: str | None = None
    confidence: str | None = None

    def touched(self) -> dict[str, Any]:
        """The fields that were touched, as typed."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) is not None}

    def problems(self, action: PlanAction) -> tuple[Problem, ...]:
        """What cannot be used yet, field by field, in plain words."""
        return self._read(action)[1]

    def values(self, action: PlanAction) -> dict[str, Any]:
        """The values that can be used: whole units only."""
        return self._read(action)[0]

    def _read(self, action: PlanAction) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for reader in _UNITS:
            try:
                values.update(reader(self, action))
            except BadInputError as error:
                problems.append(Problem(error.field, str(error)))
        return values, tuple(problems)


def _read_words(draft: ActionDraft, action: PlanAction) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if draft.title is not None:
        values["title"] = read_title(draft.title)
    return values


def _read_plain(draft: ActionDraft, action: PlanAction) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if draft.description is not None:
        values["description"] = read_text(draft.description)
    for name in ("owner", "service"):
        text = getattr(draft, name)
        if text is not None:
            values[name] = " ".join(clean_text(text).split())[:LONGEST_TITLE]
    if draft.urgent is not None:
        values["urgent"] = draft.urgent
    return values


def _read_choice(draft: ActionDraft, action: PlanAction) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if draft.pillar is not None:
        if draft.pillar not in {"", "1", "2", "3", "4", "5"}:
            raise BadInputError("Choose one of the five pillars.", "pillar")
        values["pillar"] = int(draft.pillar) if draft.pillar else None
    if draft.origin is not None:
        values["origin"] = Origin(draft.origin)
    return values


def _read_due(draft: ActionDraft, action: PlanAction) -> dict[str, Any]:
    if draft.due is None:
        return {}
    reason = " ".join((draft.due_reason or "").split())
    if not draft.due.strip():
        if action.due_typed:
            raise BadInputError("An action keeps a date. Type the new date and say why it moved.", "due")
        return {}
    day = parse_date(draft.due, "due")
    if day == action.due:
        return {}
    if action.due is not None and not reason:
        raise BadInputError("Say why the date moved. The first date stays on record.", "due_reason")
    return {"due": day, "due_reason": reason}


def _read_status(draft: ActionDraft, action: PlanAction) -> dict[str, Any]:
    if draft.status is None and draft.status_reason is None:
        return {}
    status = Status(draft.status) if draft.status else action.status
    reason = " ".join((draft.status_reason if draft.status_reason is not None else action.status_reason).split())
    if status.needs_reason and not reason:
        raise BadInputError(f"Say why it is “{STATES[status].word}”.", "status_reason")
    return {"status": status, "status_reason": reason if status.needs_reason else ""}


def _read_confidence(draft: ActionDraft, action: PlanAction) -> dict[str, Any]:
    if draft.confidence is None:
        return {}
    return {"confidence": Confidence(draft.confidence) if draft.confidence else None}


_UNITS: tuple[Callable[[ActionDraft, PlanAction], dict[str, Any]], ...] = (
    _read_words,
    _read_plain,
    _read_choice,
    _read_due,
    _read_status,
    _read_confidence,
)


def effective_due(typed: dt.date | None, band: str, month_zero: dt.date | None) -> dt.date | None:
    """The due day that holds: the typed one, else the end of the band once Month 0 is set."""
    return typed or band_end(band, month_zero)
