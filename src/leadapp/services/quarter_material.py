"""Reading what a quarter is made of, once for the round, the check and the return."""

from __future__ import annotations

from leadapp.db import kpi_records, plan_records, return_records
from leadapp.db.database import Database
from leadapp.domain.checks import IN_SETTINGS, Findings
from leadapp.domain.material import Material, action_order
from leadapp.domain.past import as_of
from leadapp.domain.quarters import Quarter
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService


class QuarterMaterial:
    """Reads a quarter: only its own and the last words and values for the one being reported, all of them for an earlier one."""

    def __init__(self, database: Database, plan: PlanService, preferences: PreferenceService) -> None:
        self._database = database
        self._plan = plan
        self._preferences = preferences

    def material(self, quarter: Quarter) -> Material:
        """Everything the return of a quarter is made of, as it stood at the end of an earlier quarter."""
        earlier = quarter < self._preferences.reported_quarter()
        actions = self._plan.list_actions()
        with self._database.reading() as session:
            when = str(quarter)
            material = Material(
                directorate=self._preferences.directorate(),
                plan=self._preferences.corporate_plan(),
                text=return_records.return_text(session, when),
                actions=tuple(sorted(actions, key=action_order)),
                updates=plan_records.list_updates(session) if earlier else plan_records.newest_updates(session, when),
                redatings=plan_records.list_all_redatings(session),
                kpis=kpi_records.list_kpis(session),
                values=kpi_records.newest_values(session, when),
            )
        return as_of(material, quarter) if earlier else material

    def findings(self, material: Material) -> Findings:
        """What the checks and the round look at."""
        quarter = Quarter.parse(material.text.quarter)
        current = quarter == self._preferences.reported_quarter()
        today = self._preferences.today()
        by_id = {a.id: a.reference for a in material.actions}
        references = {a.uid: a.reference for a in material.actions} | {k.uid: by_id.get(k.action_id, "") for k in material.kpis}
        set_once = [material.directorate.uid, *(service.uid for service in material.directorate.services)]
        references |= dict.fromkeys(set_once, IN_SETTINGS)
        with self._database.reading() as session:
            typed = plan_records.typed_texts(session) if current else {}
        kept = [
            key for key in typed if key[2] in {"", str(quarter)}
        ]  # what waits in an earlier quarter's boxes is not this one's
        return Findings(
            quarter=quarter,
            today=today if current else min(today, quarter.last_day),
            directorate=material.directorate,
            text=material.text,
            actions=material.actions,
            updates=material.updates,
            kpis=material.kpis,
            values=material.values,
            typed=tuple((references.get(subject, "the return"), field) for subject, field, _ in kept),
        )
