"""Tables of what is promised and answered for: signatures, frozen returns, triggers, risks, escalations, challenges.

Also what the year's report adds to four returns. The window starts without them; ``logged.py`` completes the schema.
"""

from sqlalchemy import CheckConstraint, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leadapp.db.row_types import (
    FREE,
    PLAIN,
    Day,
    Flag,
    Free,
    Key,
    LoggedRow,
    MaybeDay,
    Personal,
    Plain,
    Position,
    Row,
    Whole,
    may_refer,
    one_of,
    refers,
)
from leadapp.domain.changes import Topic


class SignatureRow(LoggedRow):
    """That the lead signed a return, or a second person confirmed it: who, with which post, when and how.

    Name and post are written down as they were that day, beside the person they belong to: a change of post later must not change
    who signed.
    """

    __tablename__ = "signature"
    __table_args__ = (
        UniqueConstraint("return_id", "role"),
        one_of("role", "lead", "second"),
        one_of("how", "here", "email", "meeting"),
    )
    topic = Topic.RETURNS
    return_id: Mapped[int] = refers("quarter_return", index=False)
    role: Mapped[Plain] = mapped_column(default="lead")
    name: Mapped[Personal]
    post: Mapped[Personal]
    signed_on: Mapped[Day]
    how: Mapped[Plain] = mapped_column(default="here")
    note: Mapped[Free]


class FrozenReturn(Row):
    """A submitted revision as it left: its record and the documents of every version, compressed JSON, with their SHA-256.

    Outside the change log, for nothing may change it: the file itself refuses UPDATE and DELETE (see the schema step). The
    SHA-256 stands in the logged row of the return too, so the chain of the log covers it.
    """

    __tablename__ = "frozen_return"
    __table_args__ = (UniqueConstraint("quarter", "revision"),)
    id: Mapped[Key]
    quarter: Mapped[Plain]
    revision: Mapped[int] = mapped_column(info={"privacy": PLAIN})
    sha256: Mapped[Plain]
    frozen_at: Mapped[Plain]
    made_by_version: Mapped[Plain]
    record: Mapped[bytes] = mapped_column(LargeBinary, info={"privacy": FREE})
    documents: Mapped[bytes] = mapped_column(LargeBinary, info={"privacy": FREE})


class TriggerSetting(LoggedRow):
    """A trigger rule that is switched off with a reason, or whose numbers differ from the shipped ones (JSON)."""

    __tablename__ = "trigger_setting"
    __table_args__ = (UniqueConstraint("rule"),)
    topic = Topic.TRIGGERS
    rule: Mapped[Plain]
    is_off: Mapped[Flag]
    reason: Mapped[Free]
    numbers: Mapped[Plain] = mapped_column(default="{}")


class TriggerAnswer(LoggedRow):
    """The answer to a trigger that fired in a quarter: an escalation, or a recorded reason. ``subject`` is the uid it fired on."""

    __tablename__ = "trigger_answer"
    __table_args__ = (UniqueConstraint("rule", "subject", "quarter"),)
    topic = Topic.TRIGGERS
    rule: Mapped[Plain]
    subject: Mapped[Plain]
    quarter: Mapped[str] = mapped_column(Text, index=True, info={"privacy": PLAIN})
    reason: Mapped[Free]
    escalation_id: Mapped[int | None] = may_refer("escalation")
    answered_on: Mapped[Day]


class RiskRow(LoggedRow):
    """What may block (risk) or does block (issue). Likelihood and impact run from 1 to 5; an issue has no likelihood."""

    __tablename__ = "risk"
    __table_args__ = (
        UniqueConstraint("reference"),
        one_of("kind", "risk", "issue"),
        CheckConstraint("likelihood IS NULL OR likelihood BETWEEN 1 AND 5", name="likelihood_sane"),
        CheckConstraint("impact IS NULL OR impact BETWEEN 1 AND 5", name="impact_sane"),
    )
    topic = Topic.RISKS
    searched = ("title", "reference", "description", "mitigation")
    search_code = 12
    kind: Mapped[Plain] = mapped_column(default="risk")
    reference: Mapped[Plain]
    title: Mapped[Free]
    description: Mapped[Free]
    owner_id: Mapped[int | None] = may_refer("person")
    likelihood: Mapped[Whole]
    impact: Mapped[Whole]
    mitigation: Mapped[Free]
    mitigation_due: Mapped[MaybeDay]
    raised_on: Mapped[Day]
    closed_on: Mapped[MaybeDay]
    closed_why: Mapped[Free]


class RiskAction(LoggedRow):
    """An action that a risk or issue concerns."""

    __tablename__ = "risk_action"
    __table_args__ = (UniqueConstraint("risk_id", "action_id"),)
    topic = Topic.RISKS
    risk_id: Mapped[int] = refers("risk", index=False)
    action_id: Mapped[int] = refers("plan_action")


class EscalationRow(LoggedRow):
    """Something taken up the route with one clear ask; ``closing_test`` says how one will know that it is settled."""

    __tablename__ = "escalation"
    __table_args__ = (UniqueConstraint("reference"),)
    topic = Topic.RISKS
    searched = ("title", "reference", "ask", "decision", "result")
    search_code = 13
    reference: Mapped[Plain]
    title: Mapped[Free]
    ask: Mapped[Free]
    action_id: Mapped[int | None] = may_refer("plan_action")
    risk_id: Mapped[int | None] = may_refer("risk")
    opened_on: Mapped[Day]
    answer_by: Mapped[MaybeDay]
    decision: Mapped[Free]
    decided_on: Mapped[MaybeDay]
    result: Mapped[Free]
    closing_test: Mapped[Free]
    closed_on: Mapped[MaybeDay]


class EscalationStep(LoggedRow):
    """One place of the route that an escalation reached (1 to 3), since when, and what came of it there."""

    __tablename__ = "escalation_step"
    __table_args__ = (
        UniqueConstraint("escalation_id", "place"),
        CheckConstraint("place BETWEEN 1 AND 3", name="place_known"),
    )
    topic = Topic.RISKS
    escalation_id: Mapped[int] = refers("escalation", index=False)
    place: Mapped[int] = mapped_column(info={"privacy": PLAIN})
    sent_on: Mapped[Day]
    answered_on: Mapped[MaybeDay]
    outcome: Mapped[Free]


class ChallengeRow(LoggedRow):
    """A challenge from an oversight body, and the answer given."""

    __tablename__ = "challenge"
    topic = Topic.RISKS
    searched = ("challenge", "body", "answer")
    search_code = 14
    body: Mapped[Free]
    challenge: Mapped[Free]
    asked_on: Mapped[Day]
    answer: Mapped[Free]
    answered_on: Mapped[MaybeDay]
    action_id: Mapped[int | None] = may_refer("plan_action")


class YearNote(LoggedRow):
    """What the directorate's part of the annual report says beside the four returns (5.2). ``year`` reads "2026-27"."""

    __tablename__ = "year_note"
    __table_args__ = (UniqueConstraint("year"),)
    topic = Topic.YEAR
    year: Mapped[Plain]
    introduction: Mapped[Free]
    next_year: Mapped[Free]
    comment: Mapped[Free]
    comment_from: Mapped[Free]
    commented_on: Mapped[MaybeDay]


class CaseStudy(LoggedRow):
    """A case study of the annual report, tied to an action."""

    __tablename__ = "case_study"
    topic = Topic.YEAR
    searched = ("title", "text")
    search_code = 15
    year: Mapped[str] = mapped_column(Text, index=True, info={"privacy": PLAIN})
    action_id: Mapped[int] = refers("plan_action")
    title: Mapped[Free]
    text: Mapped[Free]
    position: Mapped[Position]
