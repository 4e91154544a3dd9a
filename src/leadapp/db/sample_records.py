"""Rows of the sample whose rooms come later: evidence and commitments."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from leadapp.db.directorate_records import person_id
from leadapp.db.rows import CommitmentRow, EvidenceRow, EvidenceUse


def add_evidence(session: Session, rows: list[dict[str, Any]], uses: dict[str, list[int]]) -> None:
    """Add evidence notes and say which actions they speak for."""
    for row in rows:
        evidence = EvidenceRow(kind=row["kind"], title=row["title"], note=row["note"], dated=row["dated"])
        session.add(evidence)
        session.flush()
        for action_id in uses.get(row["key"], []):
            session.add(EvidenceUse(evidence_id=evidence.id, action_id=action_id))
    session.flush()


def add_commitments(session: Session, rows: list[dict[str, Any]], actions: dict[str, int]) -> None:
    """Add the promises of earlier returns with what became of them; ``actions`` gives the id of each action's key."""
    for row in rows:
        session.add(
            CommitmentRow(
                made_in=row["made_in"],
                quarter=row["due_in"],
                text=row["text"],
                owner_id=person_id(session, row["owner"]),
                action_id=actions[row["action"]] if "action" in row else None,
                outcome=row.get("outcome"),
                why=row.get("why", ""),
            )
        )
    session.flush()
