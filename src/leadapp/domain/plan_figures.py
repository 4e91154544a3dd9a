"""The plan in figures: actions by pillar and status, and the 1.7 test. One chart serves Home, Excel and PDF."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from leadapp.domain.charts import Series, StackedBars
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.material import Material, action_order
from leadapp.domain.plan import PlanAction, Status
from leadapp.domain.wording import STATES, UNDERWAY_DEFINITION

STATUS_KEYS = ("complete", "underway", "not_started", "paused", "will_not_do")
CONFIDENCE_KEYS = ("on_track", "at_risk", "off_track")

NO_PILLAR = "Without a pillar"
"""Own actions may lie in none."""

URGENT_TARGET = 0.5
"""At least half of the urgent actions underway at the first quarterly review (action 1.7)."""


@dataclass(frozen=True, slots=True)
class PillarPart:
    """One pillar: its note and how many of its actions are in which status and confidence."""

    number: int
    title: str
    short_title: str
    note: str
    actions: int
    by_status: dict[str, int]
    by_confidence: dict[str, int]

    @property
    def label(self) -> str:
        """What its row and its bar are called."""
        return f"{self.number} {self.short_title}" if self.number else self.short_title


@dataclass(frozen=True, slots=True)
class UrgentTest:
    """The 1.7 test of a priority directorate: urgent actions underway out of all urgent actions, with the definition used."""

    numerator: int
    denominator: int
    share: float | None
    target: float
    met: bool | None
    definition: str
    actions: tuple[str, ...] = ()


def urgent_test(directorate: DirectorateRecord, actions: Iterable[PlanAction]) -> UrgentTest | None:
    """The 1.7 test, only for a priority directorate. Urgent actions that will not be done are left out of both numbers."""
    if not directorate.priority:
        return None
    underway, urgent = urgent_actions(actions)
    share = len(underway) / len(urgent) if urgent else None
    return UrgentTest(
        numerator=len(underway),
        denominator=len(urgent),
        share=share,
        target=URGENT_TARGET,
        met=None if share is None else share >= URGENT_TARGET,
        definition=directorate.underway_definition or UNDERWAY_DEFINITION,
        actions=tuple(a.reference for a in urgent),
    )


def urgent_actions(actions: Iterable[PlanAction]) -> tuple[list[PlanAction], list[PlanAction]]:
    """The actions behind both numbers of the 1.7 test: those underway, and all of them, in the order of the plan."""
    urgent = sorted((a for a in actions if a.urgent and a.status is not Status.WILL_NOT_DO), key=action_order)
    return [a for a in urgent if a.status in {Status.UNDERWAY, Status.COMPLETE}], urgent


def pillar_cells(actions: Iterable[PlanAction], number: int | None) -> dict[str, list[PlanAction]]:
    """The actions behind each number of a pillar (None: of those without one): under "actions", each status, each confidence."""
    own = [a for a in actions if a.pillar == number]
    cells = {"actions": own}
    cells |= {status.value: [a for a in own if a.status is status] for status in Status}
    return cells | {key: [a for a in own if a.shown_confidence == key] for key in CONFIDENCE_KEYS}


def pillar_parts(material: Material) -> tuple[PillarPart, ...]:
    """The five pillars with their actions counted by status and confidence."""
    return tuple(_pillar_part(material, number) for number in range(1, 6))


def with_the_rest(pillars: tuple[PillarPart, ...], rest: Iterable[tuple[str, str]]) -> tuple[PillarPart, ...]:
    """The pillars and, if there are any, the actions that lie in none, given as status and confidence: else sums would lack them."""
    known = list(rest)
    if not known:
        return pillars
    status, confidence = Counter(status for status, _ in known), Counter(confidence for _, confidence in known)
    part = PillarPart(
        number=0,
        title=NO_PILLAR,
        short_title=NO_PILLAR,
        note="",
        actions=len(known),
        by_status={one.value: status[one.value] for one in Status},
        by_confidence={key: confidence[key] for key in ("on_track", "at_risk", "off_track")},
    )
    return (*pillars, part)


def plan_chart(material: Material) -> StackedBars:
    """The chart of the whole plan, for Home."""
    rest = [a for a in material.actions if a.pillar is None]
    told = [(a.status.value, a.shown_confidence.value if a.shown_confidence else "") for a in rest]
    return status_chart(with_the_rest(pillar_parts(material), told))


def _pillar_part(material: Material, number: int) -> PillarPart:
    pillar = next(p for p in material.plan.pillars if p.number == number)
    counts = {key: len(own) for key, own in pillar_cells(material.actions, number).items()}
    return PillarPart(
        number=number,
        title=pillar.title,
        short_title=pillar.short_title,
        note=material.text.pillar_note(number),
        actions=counts["actions"],
        by_status={status.value: counts[status.value] for status in Status},
        by_confidence={key: counts[key] for key in CONFIDENCE_KEYS},
    )


def counted(counts: dict[str, int]) -> str:
    """Statuses with their numbers: "5 complete, 12 underway."."""
    words = [f"{counts[key]} {STATES[key].word.lower()}" for key in STATUS_KEYS if counts[key]]
    return (", ".join(words) or "none yet") + "."


def _outside(pillars: tuple[PillarPart, ...]) -> str:
    outside = sum(p.actions for p in pillars if not p.number)
    return f", {outside} of them without a pillar" if outside else ""


def status_chart(pillars: tuple[PillarPart, ...]) -> StackedBars:
    """Actions by pillar and status, as drawn on Home, in Excel and in the PDF."""
    notes = []
    for p in pillars:
        still = p.by_status["underway"] + p.by_status["not_started"] + p.by_status["paused"]
        noun = "action" if p.actions == 1 else "actions"
        notes.append(f"{p.actions} {noun}, {still} open" if p.actions else "no actions")
    counts = {key: sum(p.by_status[key] for p in pillars) for key in STATUS_KEYS}
    return StackedBars(
        title="Status by pillar",
        text=f"{sum(p.actions for p in pillars)} actions over five pillars{_outside(pillars)}: {counted(counts)}",
        categories=tuple(p.label for p in pillars),
        series=tuple(
            Series(key, STATES[key].word, tuple(p.by_status[key] for p in pillars))
            for key in STATUS_KEYS
            if counts[key] or key in {"complete", "underway", "not_started"}
        ),
        notes=tuple(notes),
    )
