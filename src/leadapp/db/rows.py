"""The tables of a directorate's file, as typed declarative rows. Rows never leave ``leadapp.db``.

Every logged row carries a random ``uid`` (how it is named outside the file), a ``version`` (raised at each change) and a
``checksum`` over its other columns. Every column says in ``info["privacy"]`` whether it holds personal data, free text or neither:
``PERSONAL``, ``FREE`` or ``PLAIN``; that is the one place the forget and export functions read.
What hangs on an action or a KPI lies in ``detail_rows.py`` and is named here too; what is promised and answered for in
``promise_rows.py``, which the start of the window does without.
"""

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from leadapp.db.detail_rows import ActionLink as ActionLink
from leadapp.db.detail_rows import EvidenceContent as EvidenceContent
from leadapp.db.detail_rows import EvidenceRow as EvidenceRow
from leadapp.db.detail_rows import EvidenceUse as EvidenceUse
from leadapp.db.detail_rows import HouseWord as HouseWord
from leadapp.db.detail_rows import ImportMatch as ImportMatch
from leadapp.db.detail_rows import RegisterEntry as RegisterEntry
from leadapp.db.detail_rows import ServiceValueRow as ServiceValueRow
from leadapp.db.detail_rows import SmartieRow as SmartieRow
from leadapp.db.row_types import (
    FREE,
    PLAIN,
    Bytes,
    Day,
    Flag,
    Free,
    Key,
    LoggedRow,
    MaybeDay,
    MaybeWord,
    Number,
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


class StoreInfo(Row):
    """One row: which file and which copy of it this is."""

    __tablename__ = "store_info"
    id: Mapped[Key]
    store_id: Mapped[Plain]
    copy_id: Mapped[Plain]
    created_at: Mapped[Plain]
    created_by_version: Mapped[Plain]


class Person(LoggedRow):
    """A person or a post. Owners, leads and writers of updates point here, so that a name stands once in the file."""

    __tablename__ = "person"
    topic = Topic.PEOPLE
    name: Mapped[Personal]
    post: Mapped[Personal]


class Directorate(LoggedRow):
    """One row: the directorate and what its documents need."""

    __tablename__ = "directorate"
    __table_args__ = (CheckConstraint("days_to_return BETWEEN 0 AND 90", name="days_to_return_sane"),)
    topic = Topic.DIRECTORATE
    council: Mapped[Plain]
    name: Mapped[Plain]
    lead_id: Mapped[int | None] = may_refer("person")
    month_zero: Mapped[MaybeDay]
    priority: Mapped[bool | None] = mapped_column(info={"privacy": PLAIN})
    first_quarter: Mapped[Plain]
    days_to_return: Mapped[int] = mapped_column(default=9, info={"privacy": PLAIN})
    marking: Mapped[Plain] = mapped_column(default="OFFICIAL")
    group_name: Mapped[Plain] = mapped_column(default="Race Action Group")
    underway_definition: Mapped[Free]
    email_to: Mapped[Personal]
    small_number: Mapped[int] = mapped_column(default=10, info={"privacy": PLAIN})
    is_sample: Mapped[Flag]
    as_at: Mapped[MaybeDay]
    route_1: Mapped[Plain] = mapped_column(default="Directorate Management Team")
    route_2: Mapped[Plain] = mapped_column(default="Anti-Racism Lead")
    route_3: Mapped[Plain] = mapped_column(default="Council Management Team or Culture Change Board")
    handover_note: Mapped[Free]


class Service(LoggedRow):
    """A service, team or site of the directorate."""

    __tablename__ = "service"
    topic = Topic.SERVICES
    searched = ("name",)
    search_code = 1
    name: Mapped[Plain]
    frontline: Mapped[Flag]
    position: Mapped[Position]


class Edition(LoggedRow):
    """One edition of the corporate plan, whole and never edited: ``content`` is the plan as data (JSON)."""

    __tablename__ = "edition"
    topic = Topic.CORPORATE_PLAN
    name: Mapped[Plain]
    content: Mapped[Plain]
    taken_on: Mapped[Day]
    is_current: Mapped[Flag]


class DecisionRow(LoggedRow):
    """What the directorate decided about a corporate action, and its part where it differs from the default reading."""

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("corporate_id"),
        one_of("decision", "open", "adopted", "declined"),
        CheckConstraint("part IS NULL OR part IN ('own', 'named', 'contribute', 'report', 'aware')", name="part_known"),
    )
    topic = Topic.DECISIONS
    corporate_id: Mapped[Plain]
    decision: Mapped[Plain] = mapped_column(default="open")
    part: Mapped[MaybeWord]
    reason: Mapped[Free]
    decided_on: Mapped[MaybeDay]


class ActionRow(LoggedRow):
    """An action of the directorate plan. ``due`` is empty while the band's end holds; ``reference`` is what people call it.

    ``change_year`` is the year of the theory of change that the action belongs to; budgets are pounds.
    """

    __tablename__ = "plan_action"
    __table_args__ = (
        UniqueConstraint("reference"),
        one_of("status", "not_started", "underway", "complete", "paused", "will_not_do"),
        CheckConstraint("confidence IS NULL OR confidence IN ('on_track', 'at_risk', 'off_track')", name="confidence_known"),
        CheckConstraint("pillar IS NULL OR pillar BETWEEN 1 AND 5", name="pillar_known"),
        CheckConstraint("kind IS NULL OR kind IN ('harm_reducing', 'structural', 'learning', 'visibility')", name="kind_known"),
        CheckConstraint("budget_kind IS NULL OR budget_kind IN ('core', 'temporary')", name="budget_kind_known"),
        CheckConstraint("change_year IS NULL OR change_year BETWEEN 1 AND 5", name="change_year_known"),
    )
    topic = Topic.ACTIONS
    searched = ("title", "reference", "description")
    search_code = 2
    reference: Mapped[Plain]
    corporate_id: Mapped[Plain]
    origin: Mapped[Plain]
    title: Mapped[Free]
    description: Mapped[Free]
    pillar: Mapped[Whole]
    owner_id: Mapped[int | None] = may_refer("person")
    service_id: Mapped[int | None] = may_refer("service")
    urgent: Mapped[Flag]
    band: Mapped[Plain]
    due: Mapped[MaybeDay]
    status: Mapped[Plain] = mapped_column(default="not_started")
    status_reason: Mapped[Free]
    confidence: Mapped[MaybeWord]
    started_on: Mapped[MaybeDay]
    completed_on: Mapped[MaybeDay]
    kind: Mapped[MaybeWord]
    change_year: Mapped[Whole]
    blocked_by: Mapped[Free]
    unblocked_when: Mapped[Free]
    budget_planned: Mapped[Number]
    budget_spent: Mapped[Number]
    budget_kind: Mapped[MaybeWord]


class RedatingRow(LoggedRow):
    """One change of an action's due day, with its reason; ``quarter`` is the one that was being reported."""

    __tablename__ = "redating"
    topic = Topic.ACTIONS
    action_id: Mapped[int] = refers("plan_action")
    quarter: Mapped[Plain]
    on: Mapped[Day]
    from_date: Mapped[MaybeDay]
    to_date: Mapped[Day]
    reason: Mapped[Free]


class MilestoneRow(LoggedRow):
    """A step on the way of an action."""

    __tablename__ = "milestone"
    topic = Topic.ACTIONS
    searched = ("title",)
    search_code = 3
    action_id: Mapped[int] = refers("plan_action")
    title: Mapped[Free]
    due: Mapped[MaybeDay]
    done_on: Mapped[MaybeDay]
    position: Mapped[Position]


class UpdateRow(LoggedRow):
    """A progress note on an action for a quarter."""

    __tablename__ = "progress_update"
    __table_args__ = (
        Index(None, "action_id", "quarter"),
        CheckConstraint("confidence IS NULL OR confidence IN ('on_track', 'at_risk', 'off_track')", name="confidence_known"),
    )
    topic = Topic.UPDATES
    searched = ("text",)
    search_code = 4
    action_id: Mapped[int] = refers("plan_action", index=False)
    quarter: Mapped[str] = mapped_column(Text, index=True, info={"privacy": PLAIN})
    written_on: Mapped[Day]
    text: Mapped[Free]
    no_change: Mapped[Flag]
    status: Mapped[MaybeWord]
    confidence: Mapped[MaybeWord]
    by_id: Mapped[int | None] = may_refer("person")


class KpiRow(LoggedRow):
    """A measure of an action."""

    __tablename__ = "kpi"
    __table_args__ = (one_of("kind", "milestone", "count", "percentage", "yes_no", "perception", "trend"),)
    topic = Topic.KPIS
    searched = ("text",)
    search_code = 5
    action_id: Mapped[int] = refers("plan_action")
    corporate_kpi: Mapped[Plain]
    text: Mapped[Free]
    kind: Mapped[Plain]
    perception: Mapped[Flag]
    counts_people: Mapped[Flag]
    due: Mapped[Plain] = mapped_column(default="-")
    target: Mapped[Number]
    unit: Mapped[Plain]
    direction: Mapped[MaybeWord]
    numerator_label: Mapped[Plain]
    denominator_label: Mapped[Plain]
    baseline: Mapped[Free]
    definition: Mapped[Free]
    question: Mapped[Free]
    position: Mapped[Position]
    by_service: Mapped[Flag]


class ValueRow(LoggedRow):
    """One reading of a KPI in a quarter."""

    __tablename__ = "kpi_value"
    __table_args__ = (UniqueConstraint("kpi_id", "quarter"),)
    topic = Topic.VALUES
    searched = ("note",)
    search_code = 6
    kpi_id: Mapped[int] = refers("kpi", index=False)
    quarter: Mapped[str] = mapped_column(Text, index=True, info={"privacy": PLAIN})
    measured_on: Mapped[Day]
    number: Mapped[Number]
    numerator: Mapped[Number]
    denominator: Mapped[Number]
    not_yet_measured: Mapped[Flag]
    reason: Mapped[Free]
    wave: Mapped[Free]
    question: Mapped[Free]
    n: Mapped[Whole]
    invited: Mapped[Whole]
    response_rate: Mapped[Number]
    next_wave: Mapped[Free]
    source: Mapped[Free]
    note: Mapped[Free]


class ReturnRow(LoggedRow):
    """The quarter's return as it is written: headline, a note per pillar, state and revision."""

    __tablename__ = "quarter_return"
    __table_args__ = (
        UniqueConstraint("quarter", "revision"),
        one_of("state", "draft", "signed", "confirmed", "submitted"),
    )
    topic = Topic.RETURNS
    searched = ("progress", "challenges", "feedback")
    search_code = 7
    quarter: Mapped[Plain]
    revision: Mapped[int] = mapped_column(default=1, info={"privacy": PLAIN})
    state: Mapped[Plain] = mapped_column(default="draft")
    progress: Mapped[Free]
    challenges: Mapped[Free]
    feedback: Mapped[Free]
    pillar_1: Mapped[Free]
    pillar_2: Mapped[Free]
    pillar_3: Mapped[Free]
    pillar_4: Mapped[Free]
    pillar_5: Mapped[Free]
    submitted_on: Mapped[MaybeDay]
    sha256: Mapped[Plain]
    correction: Mapped[Free]


class CommitmentRow(LoggedRow):
    """A promise made in one return for another quarter."""

    __tablename__ = "commitment"
    __table_args__ = (CheckConstraint("outcome IS NULL OR outcome IN ('kept', 'part_kept', 'not_kept')", name="outcome_known"),)
    topic = Topic.RETURNS
    searched = ("text",)
    search_code = 8
    made_in: Mapped[Plain]
    quarter: Mapped[str] = mapped_column(Text, index=True, info={"privacy": PLAIN})
    text: Mapped[Free]
    owner_id: Mapped[int | None] = may_refer("person")
    action_id: Mapped[int | None] = may_refer("plan_action")
    outcome: Mapped[MaybeWord]
    why: Mapped[Free]


class TypedText(LoggedRow):
    """Something typed that cannot be used yet, kept as typed beside the last good value."""

    __tablename__ = "typed_text"
    __table_args__ = (UniqueConstraint("subject", "field", "quarter"),)
    topic = Topic.TYPED
    subject: Mapped[Plain]
    field: Mapped[Plain]
    quarter: Mapped[Plain]
    text: Mapped[Free]


class StepRow(Row):
    """One step of the change log: numbered per copy, never ordered by clock, chained to the step before it."""

    __tablename__ = "change_step"
    __table_args__ = (UniqueConstraint("copy_id", "number"), one_of("kind", "do", "undo", "redo", "final"))
    id: Mapped[Key]
    copy_id: Mapped[Plain]
    number: Mapped[int] = mapped_column(info={"privacy": PLAIN})
    kind: Mapped[Plain]
    label: Mapped[Plain]
    at: Mapped[Plain]
    who_id: Mapped[int | None] = mapped_column(info={"privacy": PLAIN})
    answers: Mapped[int | None] = mapped_column(info={"privacy": PLAIN})
    visit: Mapped[Plain]
    chain: Mapped[Bytes]


class EntryRow(Row):
    """One field of one row in a step, before and after as JSON; ``digest`` is salted, so blanked texts keep the chain whole."""

    __tablename__ = "change_entry"
    __table_args__ = (one_of("kind", "add", "change", "remove"),)
    id: Mapped[Key]
    step_id: Mapped[int] = refers("change_step")
    table_name: Mapped[Plain]
    row_uid: Mapped[str] = mapped_column(Text, index=True, info={"privacy": PLAIN})
    field: Mapped[Plain]
    kind: Mapped[Plain]
    before: Mapped[str | None] = mapped_column(Text, info={"privacy": FREE})
    after: Mapped[str | None] = mapped_column(Text, info={"privacy": FREE})
    salt: Mapped[Bytes]
    digest: Mapped[Bytes]
    blanked: Mapped[Flag]


class AskedRow(LoggedRow):
    """That an owner was asked for a quarter's update with a workbook of her own, and that her answers were taken in."""

    __tablename__ = "asked"
    __table_args__ = (UniqueConstraint("quarter", "person_id"),)
    topic = Topic.RETURNS
    quarter: Mapped[Plain]
    person_id: Mapped[int] = refers("person")
    asked_on: Mapped[Day]
    answered_on: Mapped[MaybeDay]


class ExportRow(Row):
    """One document that was exported: what, when, and the SHA-256 of its bytes. The target's folder is not kept."""

    __tablename__ = "export_log"
    id: Mapped[Key]
    at: Mapped[Plain]
    quarter: Mapped[Plain]
    revision: Mapped[int] = mapped_column(default=1, info={"privacy": PLAIN})
    form: Mapped[Plain]
    version: Mapped[Plain] = mapped_column(default="full")
    file_name: Mapped[Plain]
    sha256: Mapped[Plain]
