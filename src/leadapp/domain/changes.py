"""What a transaction touched, told to every screen by the one ``committed`` signal.

A screen compares topics and reloads only when it is concerned. Nothing here knows how the change was stored.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from leadapp.domain.history import StepKind


class Topic(StrEnum):
    """What a screen may depend on. Each table of the file belongs to one topic."""

    DIRECTORATE = "directorate"
    PEOPLE = "people"
    SERVICES = "services"
    CORPORATE_PLAN = "corporate_plan"
    DECISIONS = "decisions"
    ACTIONS = "actions"
    UPDATES = "updates"
    KPIS = "kpis"
    VALUES = "values"
    RETURNS = "returns"
    EVIDENCE = "evidence"
    TYPED = "typed"
    REGISTERS = "registers"
    HOUSE_WORDS = "house_words"
    RISKS = "risks"
    TRIGGERS = "triggers"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that was added, changed or removed; ``fields`` names the changed columns of a change, else it is empty."""

    topic: Topic
    table: str
    uid: str
    kind: str  # add, change, remove
    fields: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Changes:
    """One committed step and its kind for undo. Empty (false) where saving changed nothing."""

    step: int | None = None
    label: str = ""
    rows: tuple[RowChange, ...] = ()
    kind: StepKind = StepKind.DO

    def __bool__(self) -> bool:
        return bool(self.rows)

    @property
    def topics(self) -> frozenset[Topic]:
        """Every topic that was touched."""
        return frozenset(row.topic for row in self.rows)

    def concerns(self, *topics: Topic) -> bool:
        """Whether one of the topics was touched."""
        return not self.topics.isdisjoint(topics)
