"""The parts of a return's record that make it a promise: signatures, commitments, what changed, risks, escalations, triggers."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SignaturePart:
    """That somebody stood for the return: ``role`` is lead or second, ``how`` here, email or meeting. A record, no digital signature.

    ``stands`` is false where what the return says was changed after it was signed.
    """

    role: str
    name: str
    post: str
    signed_on: dt.date
    how: str
    note: str = ""
    stands: bool = True


@dataclass(frozen=True, slots=True)
class CommitmentPart:
    """A promise. ``made_in`` and ``quarter`` say in which return it was made and for which; ``outcome`` is empty until it is told."""

    uid: str
    text: str
    made_in: str
    quarter: str
    action: str = ""
    action_uid: str = ""
    owner: str = ""
    outcome: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ChangePart:
    """One thing that differs from the return before, or from the revision before.

    ``kind`` is one of the keys of ``domain.comparison.CHANGE_WORDS``; ``before`` and ``after`` are states' keys, dates as ISO texts or
    values in words; ``text`` says it in a sentence's part ("at risk, was on track"). ``uid`` is that of the action it concerns;
    ``amount`` is by how much: days of a moved date, points of a share, else units.
    """

    kind: str
    subject: str
    id: str
    title: str
    before: str = ""
    after: str = ""
    text: str = ""
    better: bool | None = None
    pillar: int | None = None
    uid: str = ""
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class RiskPart:
    """A risk (may block) or an issue (blocks). Likelihood and impact run from 1 to 5; ``level`` is their word."""

    uid: str
    id: str
    kind: str
    title: str
    description: str
    owner: str
    likelihood: int | None
    impact: int | None
    score: int | None
    level: str
    mitigation: str
    mitigation_due: dt.date | None
    actions: tuple[str, ...]
    raised_on: dt.date
    closed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class EscalationStepPart:
    """One place of the route that an escalation reached, and what came of it there."""

    place: str
    sent_on: dt.date
    answered_on: dt.date | None
    outcome: str


@dataclass(frozen=True, slots=True)
class EscalationPart:
    """Something taken up the route with one clear ask. ``steps`` stand in the order of the route; the last is where it lies now."""

    uid: str
    id: str
    title: str
    ask: str
    action: str
    risk: str
    opened_on: dt.date
    answer_by: dt.date | None
    steps: tuple[EscalationStepPart, ...]
    decision: str
    decided_on: dt.date | None
    result: str
    closing_test: str
    closed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class ChallengePart:
    """A challenge from an oversight body in this quarter, and the answer given."""

    uid: str
    body: str
    challenge: str
    asked_on: dt.date
    answer: str
    answered_on: dt.date | None
    action: str = ""


@dataclass(frozen=True, slots=True)
class TriggerPart:
    """A rule that fired. ``fact`` says what was found; ``answer`` is the recorded reason, ``escalation`` the number of the other kind."""

    rule: str
    name: str
    subject: str
    id: str
    title: str
    fact: str
    answer: str = ""
    escalation: str = ""
    answered_on: dt.date | None = None

    @property
    def is_answered(self) -> bool:
        """Whether somebody escalated it or gave a reason."""
        return bool(self.answer or self.escalation)


@dataclass(frozen=True, slots=True)
class RuleOffPart:
    """A trigger rule that the directorate switched off, with its reason; the return names it."""

    rule: str
    name: str
    reason: str
