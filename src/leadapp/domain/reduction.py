"""From the full record of a return to the record of a version for other readers: what they must not see is not in it.

The document of a version is drawn from its reduced record alone, so no part of a file can hold more than its pages show. ``SEEN`` says
for every field of the record who sees it; a field that is not decided there is an error, not a guess.

Staff and their networks (action 1.3) see nothing that identifies a person and nothing about risks: no owners, no notes that owners
wrote, no reasons, nothing of escalations, triggers, challenges or the check. Words that the lead writes for readers stay, without the
names, addresses and numbers that can be told in them (``domain.names``). The summary for a board pack has figures and moves, and
of what is asked or may block only what a board acts on.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from enum import StrEnum
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from leadapp.domain.names import NameRemover, names_of
from leadapp.domain.plan_figures import PillarPart, UrgentTest
from leadapp.domain.promise_parts import (
    ChallengePart,
    ChangePart,
    CommitmentPart,
    EscalationPart,
    EscalationStepPart,
    RiskPart,
    RuleOffPart,
    SignaturePart,
    TriggerPart,
)
from leadapp.domain.returns import (
    ActionPart,
    DirectoratePart,
    Headline,
    KpiPart,
    MissingPart,
    RedatingPart,
    ReturnRecord,
    UpdatePart,
    ValuePart,
)

FULL, STAFF, SUMMARY = "full", "staff", "summary"


class Seen(StrEnum):
    """Who sees a field beside the Action Group. ``words`` marks free text: it is shown without names."""

    BOTH = "staff, summary"
    STAFF = "staff"
    SUMMARY = "summary"
    NOBODY = ""
    BOTH_WORDS = "staff, summary, words"
    STAFF_WORDS = "staff, words"
    SUMMARY_WORDS = "summary, words"


def _fields(**seen: Seen) -> dict[str, Seen]:
    return seen


def _all(seen: Seen, *names: str) -> dict[str, Seen]:
    return dict.fromkeys(names, seen)


SEEN: dict[type, dict[str, Seen]] = {
    ReturnRecord: _all(
        Seen.BOTH,
        *("directorate", "quarter", "period", "programme_month", "month_zero", "return_due", "revision", "state", "marking"),
        *("sample", "edition", "as_at", "headline", "pillars", "actions", "kpis", "urgent_test", "schema", "signatures"),
        *("commitments", "new_commitments", "compared_with", "changes", "small_number", "version", "submitted_at"),
    )
    | _all(Seen.STAFF, "revision_changes")
    | _all(Seen.SUMMARY, "risks", "escalations", "triggers")
    | _all(Seen.NOBODY, "missing", "challenges", "rules_off", "correction", "maturity", "champions", "feedback_loops"),
    DirectoratePart: _all(Seen.BOTH, "uid", "council", "name", "priority", "group") | _all(Seen.NOBODY, "lead"),
    Headline: _fields(progress=Seen.STAFF_WORDS, challenges=Seen.STAFF_WORDS, feedback=Seen.BOTH_WORDS),
    PillarPart: _all(Seen.BOTH, "number", "title", "short_title", "actions", "by_status", "by_confidence")
    | _fields(note=Seen.STAFF_WORDS),
    ActionPart: _all(Seen.BOTH, "uid", "id", "pillar", "status", "confidence", "urgent", "times_redated")
    | _all(Seen.STAFF, "corporate_id", "origin", "part", "service", "band", "due", "due_first", "due_words")
    | _all(Seen.STAFF, "redated")
    | _all(Seen.STAFF_WORDS, "title", "description")
    | _all(Seen.NOBODY, "owner", "status_reason", "updates", "blocked_by", "unblocked_when"),
    UpdatePart: _all(Seen.NOBODY, "written_on", "text", "by", "no_change"),
    RedatingPart: _all(Seen.STAFF, "on", "from_date", "to_date") | _fields(reason=Seen.NOBODY),
    KpiPart: _all(
        Seen.BOTH,
        *("uid", "action", "action_uid", "corporate_kpi", "kind", "perception", "counts_people", "target", "unit", "direction"),
        *("value", "last", "trend_arrow", "trend", "better", "meets_target"),
    )
    | _all(Seen.STAFF, "due", "due_words", "asked")
    | _fields(text=Seen.BOTH_WORDS, source=Seen.NOBODY),
    ValuePart: _all(
        Seen.BOTH,
        *("quarter", "measured_on", "number", "numerator", "denominator", "share", "not_yet_measured", "hidden", "text"),
    )
    | _all(Seen.STAFF, "n", "invited", "response_rate")
    | _all(Seen.STAFF_WORDS, "wave", "question", "next_wave")
    | _all(Seen.NOBODY, "reason", "note"),
    UrgentTest: _all(Seen.BOTH, "numerator", "denominator", "share", "target", "met", "actions")
    | _fields(definition=Seen.BOTH_WORDS),
    MissingPart: _all(Seen.NOBODY, "key", "severity", "text", "ids"),
    SignaturePart: _all(Seen.BOTH, "role", "signed_on", "how", "stands")
    | _fields(post=Seen.BOTH_WORDS, name=Seen.NOBODY, note=Seen.NOBODY),
    CommitmentPart: _all(Seen.BOTH, "uid", "made_in", "quarter", "action", "action_uid", "outcome")
    | _all(Seen.BOTH_WORDS, "text", "why")
    | _fields(owner=Seen.NOBODY),
    ChangePart: _all(Seen.BOTH, "kind", "subject", "id", "before", "after", "text", "better", "pillar", "uid", "amount")
    | _fields(title=Seen.BOTH_WORDS),
    RiskPart: _all(Seen.SUMMARY, "uid", "id", "kind", "likelihood", "impact", "score", "level", "raised_on", "closed_on")
    | _fields(title=Seen.SUMMARY_WORDS)
    | _all(Seen.NOBODY, "description", "owner", "mitigation", "mitigation_due", "actions"),
    EscalationStepPart: _all(Seen.SUMMARY, "place", "sent_on", "answered_on") | _fields(outcome=Seen.NOBODY),
    EscalationPart: _all(Seen.SUMMARY, "uid", "id", "action", "risk", "opened_on", "answer_by", "steps", "closed_on")
    | _all(Seen.SUMMARY_WORDS, "title", "ask")
    | _all(Seen.NOBODY, "decision", "decided_on", "result", "closing_test"),
    ChallengePart: _all(Seen.NOBODY, "uid", "body", "challenge", "asked_on", "answer", "answered_on", "action"),
    TriggerPart: _all(Seen.SUMMARY, "rule", "name", "subject", "id", "answer", "escalation")
    | _all(Seen.NOBODY, "title", "fact", "answered_on"),
    RuleOffPart: _all(Seen.NOBODY, "rule", "name", "reason"),
}
"""For every field of the record who sees it beside the readers of the full return."""

TOLD_KINDS = frozenset({"new", "completed", "status", "confidence", "redated", "kpi", "withdrawn", "renumbered"})
"""The kinds of change between two revisions that hold no words of anybody; the others are told in the full return only."""
REASON_GIVEN = "a recorded reason"
"""Stands for the reason with which a trigger was answered."""


def reduce(record: ReturnRecord, version: str) -> ReturnRecord:
    """The record as readers of a version may have it: what they do not see is empty. A full record is given back as it is."""
    if version == FULL:
        return record
    picked = _picked(_without_small_surveys(record), version)
    reduced: ReturnRecord = _part(picked, version, NameRemover(names_of(record)))
    return dataclasses.replace(reduced, version=version)


def _picked(record: ReturnRecord, version: str) -> ReturnRecord:
    """The lists in which only some entries are for these readers."""
    if version == STAFF:
        told = tuple(change for change in record.revision_changes if change.kind in TOLD_KINDS)
        return dataclasses.replace(record, revision_changes=told)
    return dataclasses.replace(
        record,
        risks=_biggest(record.risks),
        escalations=tuple(one for one in record.escalations if one.closed_on is None),
        triggers=tuple(dataclasses.replace(t, answer=REASON_GIVEN if t.answer else "") for t in record.triggers),
    )


def _biggest(risks: Iterable[RiskPart]) -> tuple[RiskPart, ...]:
    """The one open risk or issue that weighs most; an issue blocks already, so it counts before a risk of the same weight."""
    opened = [risk for risk in risks if risk.closed_on is None]
    return tuple(sorted(opened, key=lambda r: (-(r.score or 0), r.kind != "issue", r.raised_on, r.id))[:1])


# -------------------------------------------------------------------------------- small surveys
def _without_small_surveys(record: ReturnRecord) -> ReturnRecord:
    """A survey that fewer people answered than the small number: who they are could be told in the directorate."""
    small = {kpi.uid for kpi in record.kpis if _is_small(kpi.value, record) or _is_small(kpi.last, record)}
    if not small:
        return record
    named = {(kpi.action_uid, kpi.text) for kpi in record.kpis if kpi.uid in small}
    return dataclasses.replace(
        record,
        kpis=tuple(_hidden_kpi(kpi, record) if kpi.uid in small else kpi for kpi in record.kpis),
        changes=_without(record.changes, named),
        revision_changes=_without(record.revision_changes, named),
    )


def _is_small(value: ValuePart | None, record: ReturnRecord) -> bool:
    return value is not None and value.n is not None and 0 < value.n < record.small_number


def _hidden_kpi(kpi: KpiPart, record: ReturnRecord) -> KpiPart:
    value, last = _shown(kpi.value, record), _shown(kpi.last, record)
    return dataclasses.replace(kpi, value=value, last=last, trend_arrow="", trend="", better=None, meets_target=None)


def _shown(value: ValuePart | None, record: ReturnRecord) -> ValuePart | None:
    if value is None or not _is_small(value, record):
        return value
    text = f"fewer than {record.small_number} answers"
    return ValuePart(value.quarter, value.measured_on, wave=value.wave, question=value.question, hidden=True, text=text)


def _without(changes: tuple[ChangePart, ...], named: set[tuple[str, str]]) -> tuple[ChangePart, ...]:
    return tuple(change for change in changes if change.subject != "kpi" or (change.uid, change.title) not in named)


# -------------------------------------------------------------------------------- field by field
def _part(part: Any, version: str, remover: NameRemover) -> Any:
    """A part of the record with the fields that a version sees; all others are empty."""
    kind: type = type(part)
    seen, hints = SEEN[kind], _hints(kind)
    values = {}
    for field in fields(kind):
        who = seen[field.name].split(", ")
        if version not in who:
            values[field.name] = _nothing(hints[field.name])
        else:
            values[field.name] = _value(getattr(part, field.name), version, remover, is_free="words" in who)
    return kind(**values)


def _value(value: Any, version: str, remover: NameRemover, *, is_free: bool) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return _part(value, version, remover)
    if isinstance(value, tuple):
        return tuple(_value(item, version, remover, is_free=is_free) for item in value)
    return remover.without(value) if is_free and isinstance(value, str) else value


def _nothing(hint: Any) -> Any:
    """What a field holds that is not seen."""
    if type(None) in get_args(hint):
        return None
    kind = get_origin(hint) or hint
    if kind in (str, tuple, bool):
        return kind()
    raise TypeError(f"a field of the type {hint} has no empty value: somebody must see it")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
