"""Reading what a quarter is made of, once for the round, the check and the return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from leadapp.db import (
    commitment_records,
    evidence_records,
    kpi_records,
    plan_records,
    register_records,
    return_records,
    service_value_records,
)
from leadapp.db.database import Database
from leadapp.domain.changes import Topic
from leadapp.domain.checks import IN_COMMITMENTS, IN_SETTINGS, Findings
from leadapp.domain.given_figures import Given
from leadapp.domain.material import Material, action_order
from leadapp.domain.measures import KpiValue
from leadapp.domain.past import as_of
from leadapp.domain.plan import Update
from leadapp.domain.quarters import Quarter
from leadapp.domain.registers import REGISTER_NAMES
from leadapp.domain.round import RoundItem, Typed, round_items
from leadapp.domain.spots import Place, Spot
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService

_GIVEN_BY = (Topic.KPIS, Topic.VALUES, Topic.REGISTERS, Topic.SERVICES, Topic.TYPED, Topic.CORPORATE_PLAN, Topic.DIRECTORATE)
"""What the figures that leadapp can give itself depend on."""
R = TypeVar("R")
GivenFor = Callable[[Quarter], dict[int, Given]]


class QuarterMaterial:
    """Reads a quarter: its own words, and of each action the last words and values before it.

    The one being reported is what nearly every screen shows, so it is read once as long as nothing is written.
    """

    def __init__(self, database: Database, plan: PlanService, preferences: PreferenceService, given: GivenFor) -> None:
        """``given`` tells the figures that leadapp can give itself for the KPIs of a quarter."""
        self._give = given
        self._given: tuple[object, dict[int, Given]] | None = None
        self._database = database
        self._plan = plan
        self._preferences = preferences
        self._known: tuple[object, Material] | None = None
        self._parts: dict[str, tuple[object, Any]] = {}
        self._typed: tuple[object, Typed] | None = None
        self._items: tuple[tuple[object, ...], tuple[RoundItem, ...]] | None = None

    def material(self, quarter: Quarter) -> Material:
        """Everything the return of a quarter is made of, as it stood at the end of an earlier quarter."""
        if quarter < self._preferences.reported_quarter():
            return as_of(self._read(quarter, earlier=True), quarter)
        key = (quarter, self._database.generation(*Topic))
        if self._known is None or self._known[0] != key:
            self._known = (key, self._read(quarter, earlier=False))
        return self._known[1]

    def typed(self) -> Typed:
        """Texts that cannot be used yet."""
        generation = self._database.generation(Topic.TYPED)
        if self._typed is None or self._typed[0] != generation:
            with self._database.reading() as session:
                found: dict[tuple[str, str], list[tuple[str, str]]] = {}
                for (subject, field, quarter), text in plan_records.typed_texts(session).items():
                    found.setdefault((subject, quarter), []).append((field, text))
            self._typed = (generation, {key: tuple(texts) for key, texts in found.items()})
        return self._typed[1]

    def given(self, quarter: Quarter) -> dict[int, Given]:
        """The figures that leadapp can give itself, by KPI."""
        key = (quarter, self._preferences.today(), self._database.generation(*_GIVEN_BY))
        if self._given is None or self._given[0] != key:
            self._given = (key, self._give(quarter))
        return self._given[1]

    def items(self, quarter: Quarter) -> tuple[RoundItem, ...]:
        """The round of a quarter, in the order of the plan."""
        key = (quarter, self._preferences.today(), self._database.generation(*Topic))
        if self._items is None or self._items[0] != key:
            self._items = (key, round_items(self.findings(self.material(quarter)), self.typed(), self.given(quarter)))
        return self._items[1]

    def items_and(self, staying: int, quarter: Quarter) -> tuple[RoundItem, ...]:
        """The round with one action that it no longer asks for, where that is in the plan."""
        items = self.items(quarter)
        if any(item.action.id == staying for item in items):
            return items
        return round_items(self.findings(self.material(quarter)), self.typed(), self.given(quarter), staying)

    def _read(self, quarter: Quarter, *, earlier: bool) -> Material:
        actions, kpis = self._plan.list_actions(), self._plan.list_kpis()
        with self._database.reading() as session:
            when = str(quarter)
            text = return_records.return_text(session, when)
            sent = text.submitted_on or quarter.last_day
            return Material(
                directorate=self._preferences.directorate(),
                plan=self._preferences.corporate_plan_on(sent) if earlier else self._preferences.corporate_plan(),
                text=text,
                actions=tuple(sorted(actions, key=action_order)),
                updates=self._updates_until(when) if earlier else self._newest_updates(when),
                redatings=plan_records.list_all_redatings(session),
                kpis=kpis,
                values=kpi_records.newest_values(session, when) if earlier else self._newest_values(when),
                commitments=commitment_records.list_commitments(session, when),
            )

    def last_quarters(self) -> dict[int, str]:
        """The newest quarter in which each action was written about."""
        return self._part("last", (Topic.UPDATES,), plan_records.last_quarters)

    def _newest_updates(self, when: str) -> tuple[Update, ...]:
        # the writer's name stands in each; an action goes only after its updates
        return self._part(f"updates {when}", (Topic.UPDATES, Topic.PEOPLE), lambda s: plan_records.newest_updates(s, when))

    def _updates_until(self, when: str) -> tuple[Update, ...]:
        """Those of an earlier quarter, and before it the newest that say how each action stood."""
        with self._database.reading() as session:
            return plan_records.newest_updates(session, when, told=True)

    def _newest_values(self, when: str) -> tuple[KpiValue, ...]:
        # a KPI goes only after its values
        return self._part(f"values {when}", (Topic.VALUES, Topic.KPIS), lambda s: kpi_records.newest_values(s, when))

    def _part(self, name: str, topics: tuple[Topic, ...], read: Callable[[Any], R]) -> R:
        """A part of the material, read once as long as nothing of its topics is written: most steps touch one of them only."""
        generation = self._database.generation(*topics)
        known = self._parts.get(name)
        if known is None or known[0] != generation:
            with self._database.reading() as session:
                known = self._parts[name] = (generation, read(session))
        found: R = known[1]
        return found

    def findings(self, material: Material) -> Findings:
        """What the checks and the round look at."""
        quarter = Quarter.parse(material.text.quarter)
        current = quarter == self._preferences.reported_quarter()
        today = self._preferences.today()
        references = {a.id: a.reference for a in material.actions}
        kpis = {k.id: references.get(k.action_id, "") for k in material.kpis}
        base = len(material.directorate.services)
        with self._database.reading() as session:
            proofs = evidence_records.days_by_action(session)
            counts = service_value_records.filled_counts(session, str(quarter)) if current else {}
            typed = self._typed_places(session, material, kpis) if current and self.typed() else ()
        return Findings(
            quarter=quarter,
            today=today if current else min(today, quarter.last_day),
            directorate=material.directorate,
            text=material.text,
            actions=material.actions,
            updates=material.updates,
            kpis=material.kpis,
            values=material.values,
            commitments=material.commitments,
            proofs=proofs,
            some_services=tuple(
                (kpis[k], filled, base - outside) for k, (filled, outside) in counts.items() if 0 < filled < base - outside
            ),
            typed=tuple((name, field) for name, field, _ in typed),
            typed_at=tuple(place for _, _, place in typed),
        )

    def _typed_places(self, session: Any, material: Material, kpis: dict[int, str]) -> tuple[tuple[str, str, Place], ...]:
        """What was typed and cannot be used yet: whose it is, which field, and where that stands. ``kpis`` names them by id."""
        by_id = {a.id: a.reference for a in material.actions}
        references = {a.uid: a.reference for a in material.actions} | {k.uid: by_id.get(k.action_id, "") for k in material.kpis}
        set_once = [material.directorate.uid, *(service.uid for service in material.directorate.services)]
        references |= dict.fromkeys(set_once, IN_SETTINGS)
        cells, lines = service_value_records.places(session), register_records.places(session)
        references |= {uid: kpis.get(kpi, "") for uid, (kpi, _) in cells.items()}
        references |= {uid: REGISTER_NAMES[register] for uid, (register, _) in lines.items()}
        references |= {one.uid: IN_COMMITMENTS for one in material.commitments}
        from leadapp.db import risk_records, year_records  # seldom wanted: only where something typed waits

        risks = risk_records.places(session)
        references |= {uid: name for uid, (name, _) in risks.items()}
        years = year_records.places(session)
        references |= {uid: name for uid, (name, _) in years.items()}
        places = _places(material, cells, lines) | {uid: place for uid, (_, place) in risks.items()}
        places |= {uid: ("year", year) for uid, (_, year) in years.items()}
        typed = _without(self.typed(), commitment_records.uids(session) - references.keys())
        # what waits in an earlier quarter's boxes is not this one's
        kept = [(uid, name) for (uid, when), t in typed.items() if when in {"", material.text.quarter} for name, _ in t]
        return tuple(
            (references.get(uid, "the return"), name, _field_of(places.get(uid, ("round", None)), name)) for uid, name in kept
        )


def _without(typed: Typed, elsewhere: frozenset[str]) -> Typed:
    """What was typed, but for the commitments of other quarters."""
    return {key: texts for key, texts in typed.items() if key[0] not in elsewhere}


def _places(material: Material, cells: dict[str, tuple[int, int]], lines: dict[str, tuple[str, int]]) -> dict[str, Place]:
    """Where each thing that can be typed into is shown, by its uid."""
    found: dict[str, Place] = {material.directorate.uid: ("settings", "")}
    found |= {service.uid: ("services", service.id) for service in material.directorate.services}
    found |= {action.uid: ("action", Spot(action.id)) for action in material.actions}
    found |= {kpi.uid: ("action", Spot(kpi.action_id, part=kpi.id)) for kpi in material.kpis}
    for one in material.commitments:
        place = "commitments" if one.quarter == material.text.quarter else "new_commitments"
        found[one.uid] = (place, Quarter.parse(material.text.quarter))
    found |= {uid: ("grid", Spot(kpi_id, part=service_id)) for uid, (kpi_id, service_id) in cells.items()}
    return found | {uid: ("registers", (register, Spot(entry_id))) for uid, (register, entry_id) in lines.items()}


def _field_of(place: Place, field: str) -> Place:
    """The place of one field of a thing."""
    name, what = place
    if isinstance(what, Spot):
        return name, replace(what, field=field)
    if isinstance(what, tuple):
        register, spot = what
        return name, (register, replace(spot, field=field))
    return (name, field) if what == "" else place
