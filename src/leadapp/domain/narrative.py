"""The narrative texts of a quarter: everything a lead or an owner writes in sentences, each with the place where it is written.

What is remarked on in them is soft: it is shown beside the checks, never counted as missing, and never part of the record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadapp.domain.checks import HEADLINES
from leadapp.domain.corporate_plan import CorporateAction
from leadapp.domain.house_words import HouseWords, Remark, find, place_of
from leadapp.domain.material import Material
from leadapp.domain.plan import PlanAction


@dataclass(frozen=True, slots=True)
class Narrative:
    """One text: where it stands in words, and the place of the window (with the action's id, if it is one's) that leads to it."""

    where: str
    text: str
    place: str
    action_id: int | None = None


@dataclass(frozen=True, slots=True)
class PlacedRemark:
    """A remark on a narrative text."""

    narrative: Narrative
    remark: Remark


def narratives(material: Material) -> tuple[Narrative, ...]:
    """Every narrative text of the quarter that says something, in the order of the return."""
    return tuple(one for one in _texts(material) if one.text.strip())


def _texts(material: Material) -> Iterator[Narrative]:
    text, quarter = material.text, material.text.quarter
    for name, words in HEADLINES.items():
        yield Narrative(words[:1].upper() + words[1:], str(getattr(text, name)), name)
    for pillar in material.plan.pillars:
        yield Narrative(f"Note on pillar {pillar.number}", text.pillar_note(pillar.number), f"pillar_{pillar.number}")
    yield from _promises(material)
    known = {a.id: a for a in material.plan.actions}
    notes = {value.kpi_id: value for value in material.values if value.quarter == quarter}
    for action in material.actions:
        about = action.reference
        yield from _own_words(action, known.get(action.corporate_id))
        for update in material.updates:
            if update.action_id == action.id and update.quarter == quarter:
                yield Narrative(f"Update of {about}", update.text, "round", action.id)
        yield Narrative(f"Reason for the status of {about}", action.status_reason, "action", action.id)
        for moved in material.redatings:
            if moved.action_id == action.id and moved.quarter == quarter:
                yield Narrative(f"Why the date of {about} moved", moved.reason, "action", action.id)
        for kpi in material.kpis:
            if kpi.action_id == action.id and (value := notes.get(kpi.id)) is not None:
                yield Narrative(f"Note on a KPI value of {about}", value.note, "round", action.id)
                yield Narrative(f"Why a KPI of {about} is not yet measured", value.reason, "round", action.id)


def _promises(material: Material) -> Iterator[Narrative]:
    """What is said of last quarter's commitments, and those that are still being worded."""
    for one in material.commitments:
        if one.quarter == material.text.quarter:
            yield Narrative("What became of a commitment", one.why, "commitments")
        elif not one.is_worded:
            yield Narrative("A commitment", one.text, "new_commitments")


def _own_words(action: PlanAction, official: CorporateAction | None) -> Iterator[Narrative]:
    """What the lead wrote about an action itself. The corporate plan's own words are official and never remarked on."""
    about = action.reference
    if official is None or action.title != official.title:
        yield Narrative(f"Title of {about}", action.title, "action", action.id)
    if official is None or action.description != official.part_note:
        yield Narrative(f"What we will do in {about}", action.description, "action", action.id)
    yield Narrative(f"What blocks {about}", action.blocked_by, "action", action.id)


def remarks_on(material: Material, words: HouseWords, kept: frozenset[str] = frozenset()) -> tuple[PlacedRemark, ...]:
    """Every remark on the quarter's narrative texts, but those that were kept on purpose (told by their place)."""
    return tuple(
        PlacedRemark(narrative, remark)
        for narrative in narratives(material)
        for remark in find(narrative.text, words)
        if place_of(narrative.text, remark) not in kept
    )
