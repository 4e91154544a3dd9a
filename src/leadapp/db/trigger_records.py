"""Settings of trigger rules and answers to triggers, and what rules look at beside a quarter's material."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.kpi_records import readings_until
from leadapp.db.plain_rows import read, table_of
from leadapp.db.promise_rows import EscalationRow, TriggerAnswer, TriggerSetting
from leadapp.db.rows import EvidenceRow, MilestoneRow
from leadapp.domain.measures import KpiValue
from leadapp.domain.trigger_rules import RuleSetting
from leadapp.domain.triggers import Answer


def settings(session: Session) -> tuple[RuleSetting, ...]:
    """What the directorate settled for rules."""
    return tuple(
        RuleSetting(row.rule, row.is_off, row.reason, json.loads(row.numbers))
        for row in read(session, select(table_of(TriggerSetting)))
    )


def keep_setting(session: Session, rule: str, values: dict[str, Any]) -> None:
    """Keep what is settled for a rule; ``numbers`` is a dict of what differs from the shipped ones."""
    row = session.scalars(select(TriggerSetting).where(TriggerSetting.rule == rule)).first()
    if row is None:
        row = TriggerSetting(rule=rule)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, json.dumps(value, sort_keys=True) if name == "numbers" else value)
    session.flush()


def answers(session: Session, quarter: str) -> tuple[Answer, ...]:
    """The answers given in a quarter, in the order in which they were given first."""
    table, escalations = table_of(TriggerAnswer), table_of(EscalationRow).c
    names = {row.id: row.reference for row in read(session, select(escalations.id, escalations.reference))}
    return tuple(
        Answer(row.rule, row.subject, row.reason, names.get(row.escalation_id or 0, ""), row.answered_on, row.escalation_id)
        for row in read(session, select(table).where(table.c.quarter == quarter).order_by(table.c.id))
    )


def answer_row(session: Session, rule: str, subject: str, quarter: str) -> TriggerAnswer | None:
    """The answer to one trigger, for changing it."""
    wanted = select(TriggerAnswer).where(
        TriggerAnswer.rule == rule, TriggerAnswer.subject == subject, TriggerAnswer.quarter == quarter
    )
    return session.scalars(wanted).first()


def keep_answer(session: Session, rule: str, subject: str, quarter: str, values: dict[str, Any]) -> None:
    """Keep the answer to a trigger."""
    row = answer_row(session, rule, subject, quarter)
    if row is None:
        row = TriggerAnswer(rule=rule, subject=subject, quarter=quarter)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def milestones_reached(session: Session, since: dt.date) -> dict[int, tuple[dt.date, ...]]:
    """The days since ``since`` on which each action reached a milestone."""
    table, found = table_of(MilestoneRow).c, defaultdict[int, list[dt.date]](list)
    for row in read(session, select(table.action_id, table.done_on).where(table.done_on >= since)):
        found[row.action_id].append(row.done_on)
    return {action_id: tuple(days) for action_id, days in found.items()}


def readings(session: Session, kpi_ids: Iterable[int], until: str) -> dict[int, tuple[KpiValue, ...]]:
    """Every value of some KPIs up to a quarter, newest first."""
    found: defaultdict[int, list[KpiValue]] = defaultdict(list)
    for value in readings_until(session, tuple(kpi_ids), until):
        found[value.kpi_id].append(value)
    return {kpi_id: tuple(sorted(own, key=lambda v: v.quarter, reverse=True)) for kpi_id, own in found.items()}


def evidence_names(session: Session) -> dict[str, str]:
    """What each piece of evidence is called, by uid."""
    found = read(session, select(table_of(EvidenceRow)))
    return {row.uid: row.title or row.file_name or row.link or row.note[:80] for row in found}
