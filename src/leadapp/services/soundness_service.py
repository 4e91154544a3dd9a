"""The check of the open file while it is being worked in: a few rows at a time, and its findings in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from leadapp.db.database import Database
from leadapp.db.soundness import Damage, actions_concerned, damaged_rows
from leadapp.domain.checks import listing

__all__ = ["Damage", "SoundnessService", "damage_words"]
PARTS = {
    "person": "names of people",
    "directorate": "settings",
    "service": "services",
    "edition": "the corporate plan",
    "decision": "decisions",
    "plan_action": "actions",
    "redating": "moved dates",
    "milestone": "milestones",
    "progress_update": "updates",
    "kpi": "KPIs",
    "kpi_value": "KPI values",
    "quarter_return": "texts of returns",
    "commitment": "commitments",
    "evidence": "evidence",
    "evidence_use": "evidence",
    "typed_text": "texts kept as typed",
    "smartie": "SMARTIE answers",
    "action_link": "links between actions",
    "signature": "signatures",
    "frozen_return": "submitted returns",
    "trigger_setting": "trigger rules",
    "trigger_answer": "answers to triggers",
    "risk": "risks and issues",
    "risk_action": "actions of risks",
    "escalation": "escalations",
    "escalation_step": "places of escalations",
    "challenge": "challenges",
    "asked": "owners that were asked",
    "year_note": "the annual report",
    "case_study": "case studies",
    "service_value": "values of services",
    "register_entry": "registers",
    "house_word": "house words",
    "import_match": "matched columns",
    "change_entry": "the history",
    "change_step": "the history",
}
"""What people call the part of the file that a table is."""


class SoundnessService:
    """Whether every row is as it was written. SQLite's own checks see little of damage that changes what a person reads."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def findings(self) -> Iterator[tuple[Damage, ...]]:
        """Check a few rows at each step (well under a millisecond) and tell what was found in them, mostly nothing.

        To be dropped once the file is let go.
        """
        return damaged_rows(self._database.raw())

    def words(self, found: Iterable[Damage]) -> str:
        """Which parts are damaged, and which actions that concerns, as far as their titles can be read."""
        found = tuple(found)
        named = actions_concerned(self._database.raw(), found)
        return damage_words(found) + (f". Concerned: {listing([f'“{name}”' for name in named], 4)}" if named else "")


def damage_words(found: Iterable[Damage]) -> str:
    """Which parts are damaged, with how many findings each: "KPI values (2), updates (1) and the history (1)"."""
    counted = Counter(PARTS.get(damage.table, damage.table) for damage in found)
    return listing([f"{part} ({count})" for part, count in counted.most_common()])
