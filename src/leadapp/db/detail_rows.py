"""Tables of what hangs on an action or a KPI without being asked for each quarter.

Answers of the SMARTIE check, links between actions, values by service, registers, evidence, house words, and how an old tracker's
columns were matched. ``rows.py`` names them all again, so that the whole schema is imported from one place.
"""

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leadapp.db.row_types import (
    PLAIN,
    Bytes,
    Flag,
    Free,
    Key,
    LoggedRow,
    MaybeDay,
    MaybeWord,
    Number,
    Plain,
    Row,
    may_refer,
    one_of,
    refers,
)
from leadapp.domain.changes import Topic


class SmartieRow(LoggedRow):
    """The SMARTIE check of one action: seven answers, and four about who shaped it and whom it may serve or harm."""

    __tablename__ = "smartie"
    __table_args__ = (UniqueConstraint("action_id"),)
    topic = Topic.ACTIONS
    action_id: Mapped[int] = refers("plan_action", index=False)
    specific: Mapped[Free]
    measurable: Mapped[Free]
    achievable: Mapped[Free]
    relevant: Mapped[Free]
    time_bound: Mapped[Free]
    inclusive: Mapped[Free]
    equitable: Mapped[Free]
    shaped_by: Mapped[Free]
    benefits: Mapped[Free]
    disparity: Mapped[Free]
    could_widen: Mapped[Free]


class ActionLink(LoggedRow):
    """Two actions that have to do with each other; ``depends`` reads "from_id waits for to_id"."""

    __tablename__ = "action_link"
    __table_args__ = (
        UniqueConstraint("from_id", "to_id"),
        one_of("kind", "relates", "depends"),
        CheckConstraint("from_id <> to_id", name="two_actions"),
    )
    topic = Topic.ACTIONS
    from_id: Mapped[int] = refers("plan_action", index=False)
    to_id: Mapped[int] = refers("plan_action")
    kind: Mapped[Plain] = mapped_column(default="relates")


class ServiceValueRow(LoggedRow):
    """What one service adds to a KPI in a quarter. The directorate's own value is their sum."""

    __tablename__ = "service_value"
    __table_args__ = (UniqueConstraint("kpi_id", "quarter", "service_id"),)
    topic = Topic.VALUES
    searched = ("note",)
    search_code = 10
    kpi_id: Mapped[int] = refers("kpi", index=False)
    quarter: Mapped[str] = mapped_column(Text, index=True, info={"privacy": PLAIN})
    service_id: Mapped[int] = refers("service")
    number: Mapped[Number]
    numerator: Mapped[Number]
    denominator: Mapped[Number]
    not_applicable: Mapped[Flag]
    renewal_due: Mapped[MaybeDay]
    note: Mapped[Free]


class RegisterEntry(LoggedRow):
    """One line of a register that the plan asks for; which columns a register uses says ``domain/registers.py``."""

    __tablename__ = "register_entry"
    __table_args__ = (
        Index(None, "register", "happened_on"),
        one_of("register", "eia", "agreement", "consultation", "listening"),
        CheckConstraint("answer IS NULL OR answer IN ('yes', 'no', 'not_needed')", name="answer_known"),
    )
    topic = Topic.REGISTERS
    searched = ("subject", "why", "outcome")
    search_code = 11
    register: Mapped[str] = mapped_column(Text, info={"privacy": PLAIN})
    subject_kind: Mapped[Plain]
    subject: Mapped[Free]
    service_id: Mapped[int | None] = may_refer("service")
    person_id: Mapped[int | None] = may_refer("person")
    happened_on: Mapped[MaybeDay]
    done: Mapped[Flag]
    answer: Mapped[MaybeWord]
    why: Mapped[Free]
    outcome: Mapped[Free]
    review_on: Mapped[MaybeDay]
    corporate_id: Mapped[Plain]


class EvidenceRow(LoggedRow):
    """What proves something: a note, a link or a file, dated. A file's bytes lie in ``evidence_content`` under their SHA-256."""

    __tablename__ = "evidence"
    __table_args__ = (one_of("kind", "note", "link", "file"),)
    topic = Topic.EVIDENCE
    searched = ("title", "note", "file_name")
    search_code = 9
    kind: Mapped[Plain] = mapped_column(default="note")
    title: Mapped[Free]
    note: Mapped[Free]
    link: Mapped[Free]
    dated: Mapped[MaybeDay]
    file_name: Mapped[Free]
    sha256: Mapped[Plain]
    size: Mapped[int] = mapped_column(default=0, info={"privacy": PLAIN})


class EvidenceUse(LoggedRow):
    """An action that a piece of evidence speaks for."""

    __tablename__ = "evidence_use"
    __table_args__ = (UniqueConstraint("evidence_id", "action_id"),)
    topic = Topic.EVIDENCE
    evidence_id: Mapped[int] = refers("evidence", index=False)
    action_id: Mapped[int] = refers("plan_action")


class EvidenceContent(Row):
    """The bytes of a file given as evidence, once each, apart from it so that they are read only on demand.

    Named by their SHA-256 and not by a row, so that removing the evidence can be undone; ``evidence_records`` clears what no row
    and no step of the change log names any more.
    """

    __tablename__ = "evidence_content"
    id: Mapped[Key]
    sha256: Mapped[str] = mapped_column(Text, unique=True, info={"privacy": PLAIN})
    content: Mapped[Bytes]


class HouseWord(LoggedRow):
    """A rule of the house words that the directorate added, an official title, a shipped rule that is switched off,
    or a place that is to stay as it is (``keep``: the rule, and a hash of the words around it in ``rule_key``).
    """

    __tablename__ = "house_word"
    __table_args__ = (one_of("kind", "avoid", "title", "off", "spelling", "keep"),)
    topic = Topic.HOUSE_WORDS
    kind: Mapped[Plain]
    term: Mapped[Plain]
    suggestion: Mapped[Plain]
    reason: Mapped[Free]
    rule_key: Mapped[Plain]


class ImportMatch(LoggedRow):
    """How the columns of a list taken in before were matched: ``heads`` as read, ``matching`` as JSON from head to field."""

    __tablename__ = "import_match"
    __table_args__ = (UniqueConstraint("purpose", "heads"),)
    topic = Topic.DIRECTORATE
    purpose: Mapped[Plain]
    heads: Mapped[Plain]
    matching: Mapped[Plain]
