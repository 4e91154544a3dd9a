"""The return as a record: typed data with ids and a schema version, as described in ``docs/return-format.md``.

Screen, Excel, PDF and JSON are drawn from it; comparison and merge will read it. Assembling it is ``domain.assembly``, its words
on pages ``domain.return_document``, its way into bytes and back ``domain.exchange``. Places that later rooms fill (maturity,
champions, feedback) are here and empty.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from leadapp.domain.plan_figures import PillarPart, UrgentTest
from leadapp.domain.promise_parts import (
    ChallengePart,
    ChangePart,
    CommitmentPart,
    EscalationPart,
    RiskPart,
    RuleOffPart,
    SignaturePart,
    TriggerPart,
)
from leadapp.domain.return_text import ReturnState

SCHEMA = 1
"""The version of the record's form; raised when a reader of the old form would misread the new one."""


# -------------------------------------------------------------------------------- parts of the record
@dataclass(frozen=True, slots=True)
class DirectoratePart:
    """Who reports, to whom."""

    uid: str
    council: str
    name: str
    lead: str
    priority: bool | None
    group: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The three texts of every return (action 3.3): each says something, if only "nothing to report, because ..."."""

    progress: str
    challenges: str
    feedback: str


@dataclass(frozen=True, slots=True)
class UpdatePart:
    """One progress note of the quarter."""

    written_on: dt.date
    text: str
    by: str
    no_change: bool


@dataclass(frozen=True, slots=True)
class RedatingPart:
    """One move of a due day within the quarter."""

    on: dt.date
    from_date: dt.date | None
    to_date: dt.date
    reason: str


@dataclass(frozen=True, slots=True)
class ActionPart:
    """One action as it stands in the quarter. ``id`` is what people call it; ``pillar`` is None for an own action without one.

    What blocks it is told only where it is at risk or off track: there a reader asks why.
    """

    uid: str
    id: str
    corporate_id: str
    origin: str
    pillar: int | None
    part: str
    title: str
    description: str
    owner: str
    service: str
    urgent: bool
    band: str
    due: dt.date | None
    due_first: dt.date | None
    due_words: str
    times_redated: int
    redated: tuple[RedatingPart, ...]
    status: str
    status_reason: str
    confidence: str
    updates: tuple[UpdatePart, ...]
    blocked_by: str = ""
    unblocked_when: str = ""

    @property
    def update(self) -> str:
        """The quarter's words, oldest note first."""
        return "\n".join(update.text for update in self.updates)


@dataclass(frozen=True, slots=True)
class ValuePart:
    """One reading. ``share`` is a fraction 0 to 1; a hidden small number has ``hidden`` true and no figures."""

    quarter: str
    measured_on: dt.date
    number: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    share: float | None = None
    not_yet_measured: bool = False
    reason: str = ""
    wave: str = ""
    question: str = ""
    n: int | None = None
    invited: int | None = None
    response_rate: float | None = None
    next_wave: str = ""
    note: str = ""
    hidden: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class KpiPart:
    """One KPI with this quarter's value, the last one before it and the trend between them.

    ``asked`` says whether a value is due this quarter.
    """

    uid: str
    action: str
    action_uid: str
    corporate_kpi: str
    text: str
    kind: str
    perception: bool
    counts_people: bool
    due: str
    due_words: str
    asked: bool
    target: float | None
    unit: str
    direction: str
    value: ValuePart | None
    last: ValuePart | None
    trend_arrow: str
    trend: str
    better: bool | None
    meets_target: bool | None
    source: str


@dataclass(frozen=True, slots=True)
class MissingPart:
    """Something the check found: ``severity`` is missing or odd; ``key`` names the check, ``ids`` the actions concerned."""

    key: str
    severity: str
    text: str
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReturnRecord:
    """The whole return of one directorate for one quarter.

    ``version`` says for which readers it was reduced: full, staff or summary. ``compared_with`` is the quarter that ``changes``
    speak of; ``revision_changes`` say what a corrected revision changed, ``correction`` why.
    """

    directorate: DirectoratePart
    quarter: str
    period: str
    programme_month: int | None
    month_zero: dt.date | None
    return_due: dt.date
    revision: int
    state: ReturnState
    marking: str
    sample: bool
    edition: str
    as_at: dt.datetime
    headline: Headline
    pillars: tuple[PillarPart, ...]
    actions: tuple[ActionPart, ...]
    kpis: tuple[KpiPart, ...]
    urgent_test: UrgentTest | None
    missing: tuple[MissingPart, ...]
    schema: int = SCHEMA
    signatures: tuple[SignaturePart, ...] = ()
    commitments: tuple[CommitmentPart, ...] = ()
    new_commitments: tuple[CommitmentPart, ...] = ()
    compared_with: str = ""
    changes: tuple[ChangePart, ...] = ()
    maturity: tuple[str, ...] = ()
    champions: tuple[str, ...] = ()
    feedback_loops: tuple[str, ...] = ()
    risks: tuple[RiskPart, ...] = ()
    escalations: tuple[EscalationPart, ...] = ()
    challenges: tuple[ChallengePart, ...] = ()
    triggers: tuple[TriggerPart, ...] = ()
    rules_off: tuple[RuleOffPart, ...] = ()
    small_number: int = field(default=10)
    version: str = "full"
    submitted_at: dt.datetime | None = None
    correction: str = ""
    revision_changes: tuple[ChangePart, ...] = ()


FIRST_KEYS = (
    "schema",
    "directorate",
    "quarter",
    "revision",
    "state",
    "marking",
    "headline",
    "pillars",
    "actions",
    "kpis",
    "missing",
)
"""The keys that open the JSON form, in this order."""


def record_as_json(record: ReturnRecord, data: dict[str, Any] | None = None) -> dict[str, Any]:
    """The record as plain JSON data: dates as ISO texts, states as their keys, the promised keys first.

    ``data`` is what was frozen of a submitted record; it is written as it is, so that its SHA-256 can be worked out again.
    """
    whole = dict(data) if data is not None else {f.name: _plain(getattr(record, f.name)) for f in fields(record)}
    said = [action.update for action in record.actions]
    whole["actions"] = [action | {"update": words} for action, words in zip(whole["actions"], said, strict=True)]
    return {key: whole.pop(key) for key in FIRST_KEYS} | whole


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    return value
