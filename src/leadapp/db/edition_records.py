"""What hangs on the corporate plan in a directorate's file, moved along when a new edition is taken: ids, words, KPIs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.kpi_records import add_kpi
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ActionRow, DecisionRow, Edition, KpiRow
from leadapp.domain.corporate_plan import is_withdrawn
from leadapp.domain.edition_matching import same_words
from leadapp.domain.plan import Origin


def taken_on(session: Session) -> dt.date | None:
    """The day on which the current edition was taken."""
    editions = table_of(Edition)
    found: dt.date | None = read(session, select(editions.c.taken_on).where(editions.c.is_current).limit(1)).scalar()
    return found


def corporate_ids(session: Session) -> frozenset[str]:
    """Every id of a corporate action that an action, its reference or a decision names."""
    actions, decisions = table_of(ActionRow).c, table_of(DecisionRow).c
    named = {row.corporate_id for row in read(session, select(decisions.corporate_id))}
    for row in read(session, select(actions.corporate_id, actions.reference)):
        named |= {row.corporate_id, row.reference}
    return frozenset(named)


def withdrawn_titles(session: Session) -> dict[str, str]:
    """The title in the directorate's plan by every id that is marked as withdrawn; empty where it was only decided on."""
    actions, decisions = table_of(ActionRow).c, table_of(DecisionRow).c
    found = {row.corporate_id: "" for row in read(session, select(decisions.corporate_id)) if is_withdrawn(row.corporate_id)}
    adopted = select(actions.corporate_id, actions.title).where(actions.origin == Origin.CORPORATE.value)
    return found | {row.corporate_id: row.title for row in read(session, adopted) if is_withdrawn(row.corporate_id)}


def rename(session: Session, was: str, now: str) -> None:
    """Give the adopted action and the decision of a corporate id another one; the reference goes with it."""
    for action in session.scalars(
        select(ActionRow).where(ActionRow.corporate_id == was, ActionRow.origin == Origin.CORPORATE.value)
    ):
        action.corporate_id = now
        if action.reference == was:
            action.reference = now
    for decision in session.scalars(select(DecisionRow).where(DecisionRow.corporate_id == was)):
        decision.corporate_id = now
    session.flush()


def keep_part(session: Session, corporate_id: str, part: str) -> None:
    """Write down the part in an action that is withdrawn: no edition in force gives a reading of it any more."""
    for decision in session.scalars(select(DecisionRow).where(DecisionRow.corporate_id == corporate_id)):
        decision.part = decision.part or part
    session.flush()


def follow_action(session: Session, corporate_id: str, changes: dict[str, tuple[Any, Any]]) -> None:
    """Change what an adopted action still has as the old edition had it: column to (old, new) value. What the lead changed stays."""
    for action in _adopted(session, corporate_id):
        for name, (before, after) in changes.items():
            if getattr(action, name) == before:
                setattr(action, name, after)


def follow_kpis(
    session: Session, corporate_id: str, goes_to: dict[str, tuple[str, dict[str, Any]]], fresh: list[dict[str, Any]]
) -> None:
    """Move the KPIs of an adopted action along: old measure to its new id and changed columns; then add the fresh ones.

    One that an earlier edition withdrew and that is back in the same words goes on with its values.
    """
    for action in _adopted(session, corporate_id):
        wanted = select(KpiRow).where(KpiRow.action_id == action.id, KpiRow.corporate_kpi.in_(goes_to))
        for kpi in list(session.scalars(wanted)):
            kpi.corporate_kpi, changes = goes_to[kpi.corporate_kpi]
            for name, value in changes.items():
                setattr(kpi, name, value)
        session.flush()
        for values in fresh:
            if not _goes_on(session, action.id, values):
                add_kpi(session, action.id, values)


def _goes_on(session: Session, action_id: int, values: dict[str, Any]) -> bool:
    """Give a withdrawn KPI of an action its place in the plan again, if one is in the same words.

    What it counts stays as it was: its values were recorded so, and a table does not say it.
    """
    for kpi in session.scalars(select(KpiRow).where(KpiRow.action_id == action_id).order_by(KpiRow.id.desc())):
        if is_withdrawn(kpi.corporate_kpi) and same_words(kpi.text, values["text"]):
            kpi.corporate_kpi, kpi.text, kpi.due = values["corporate_kpi"], values["text"], values["due"]
            session.flush()
            return True
    return False


def _adopted(session: Session, corporate_id: str) -> list[ActionRow]:
    wanted = select(ActionRow).where(ActionRow.corporate_id == corporate_id, ActionRow.origin == Origin.CORPORATE.value)
    return list(session.scalars(wanted))
