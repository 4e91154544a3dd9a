"""The quarter round: what is asked of each action this quarter, and keeping what is said."""

from __future__ import annotations

import dataclasses
from typing import Any

from leadapp.db import kpi_records, plan_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.checks import Findings
from leadapp.domain.corporate_plan import contradictions_of
from leadapp.domain.errors import NotFoundError
from leadapp.domain.given_figures import OWN_SOURCES, source_of
from leadapp.domain.history import cut
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import read_text
from leadapp.domain.quarters import Quarter
from leadapp.domain.round import ActionDetail, RoundItem, kpi_lines
from leadapp.services.preference_service import PreferenceService
from leadapp.services.quarter_material import QuarterMaterial


class RoundService:
    """Updates and KPI values of a quarter, and the whole picture of one action."""

    def __init__(self, database: Database, quarters: QuarterMaterial, preferences: PreferenceService) -> None:
        self._database = database
        self._quarters = quarters
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def items(self, quarter: Quarter | None = None, staying: int | None = None) -> tuple[RoundItem, ...]:
        """The round of a quarter (the one being reported unless said), in the order of the plan.

        ``staying`` names an action that stays in it although nothing is asked of it any more.
        """
        when = quarter or self._preferences.reported_quarter()
        return self._quarters.items(when) if staying is None else self._quarters.items_and(staying, when)

    def everything(self) -> tuple[RoundItem, ...]:
        """Every action of the plan with its KPIs, whether it is in the round or not."""
        f = self._findings(None)
        lines = kpi_lines(f, {}, {})
        return tuple(RoundItem(a, (), None, tuple(lines.get(a.id, ()))) for a in f.actions)

    def _findings(self, quarter: Quarter | None) -> Findings:
        return self._quarters.findings(self._quarters.material(quarter or self._preferences.reported_quarter()))

    def detail(self, action_id: int, quarter: Quarter | None = None) -> ActionDetail:
        """Everything about one action. Raises NotFoundError."""
        f = self._findings(quarter)
        action = next((a for a in f.actions if a.id == action_id), None)
        if action is None:
            raise NotFoundError(plan_records.GONE)
        plan, typed = self._preferences.corporate_plan(), self._quarters.typed()
        with self._database.reading() as session:
            updates = plan_records.list_updates(session, action_id)
            values = kpi_records.list_values(session, action_id)
            milestones = plan_records.list_milestones(session, action_id)
            redatings = plan_records.list_redatings(session, action_id)
        lines = kpi_lines(dataclasses.replace(f, values=values), typed, self._quarters.given(f.quarter))
        return ActionDetail(
            action=action,
            corporate=next((a for a in plan.actions if a.id == action.corporate_id), None),
            contradictions=contradictions_of(plan, action.corporate_id) if action.corporate_id else (),
            updates=updates,
            milestones=milestones,
            redatings=redatings,
            kpis=tuple(lines.get(action_id, ())),
            typed=typed.get((action.uid, ""), ()),
        )

    # ------------------------------------------------------------------ writing
    def write_update(
        self, action_id: int, text: str, *, no_change: bool = False, visit: str = "", quarter: Quarter | None = None
    ) -> Changes:
        """Write this quarter's update of an action; emptied, it goes away. After submission a new one goes beneath it."""
        words = read_text(text).strip()
        with self._database.reading() as session:
            reference, status, confidence = plan_records.action_state(session, action_id)
        when = quarter or self._preferences.reported_quarter()
        beneath = self._preferences.is_submitted(when)
        values: dict[str, Any] = {
            "text": words,
            "no_change": no_change,
            "written_on": self._preferences.today(),
            "status": status,
            "confidence": confidence,
        }
        label = f"Update of {reference}" if not no_change else f"No change on {reference}"
        with self._database.writing(label, visit=visit) as step:
            plan_records.write_update(step.session, action_id, str(when), values, beneath=beneath)
        return step.changes

    def record_value(self, kpi_id: int, draft: ValueDraft, *, visit: str = "", quarter: Quarter | None = None) -> Changes:
        """Keep a KPI's value for a quarter. Boxes that cannot be used yet are kept as typed beside the last good value.

        Without a figure there is no value: what else was typed (source, question, note) waits as typed for one. A box that only
        shows last quarter's source, or the KPI's question, is not something typed.
        """
        when = str(quarter or self._preferences.reported_quarter())
        with self._database.reading() as session:
            kpi = kpi_records.kpi(session, kpi_id)
            shown = kpi_records.source_before(session, kpi_id, when)
        values, problems = draft.read(kpi)
        given = self._quarters.given(Quarter.parse(when)).get(kpi_id) if draft.source.startswith(OWN_SOURCES) else None
        with self._database.writing(f"Value of {cut(kpi.text, 60)}", visit=visit) as step:
            typed: dict[str, str | None] = dict.fromkeys(draft_texts(draft))
            if not draft.has_figure:
                kpi_records.remove_value(step.session, kpi_id, when)
            if not draft.has_figure or problems:
                if not draft.only_shows(kpi.question, shown):
                    typed = {name: text or None for name, text in draft_texts(draft).items()}
            else:
                values["source"] = source_of(kpi, values, given)
                columns = values | {"response_rate": values.get("response_rate"), "measured_on": self._preferences.today()}
                kpi_records.record_value(step.session, kpi_id, when, columns)
            plan_records.keep_typed(step.session, kpi.uid, when, typed)
        return step.changes


def draft_texts(draft: ValueDraft) -> dict[str, str]:
    """The boxes of a value as texts."""
    names = (
        "number",
        "numerator",
        "denominator",
        "yes",
        "reason",
        "wave",
        "question",
        "n",
        "invited",
        "next_wave",
        "source",
        "note",
    )
    return {name: getattr(draft, name) for name in names}
