"""Home: reads the quarter once and tells what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from leadapp.db import ask_records, commitment_records, return_records
from leadapp.db.database import Database
from leadapp.domain.charts import StackedBars
from leadapp.domain.checks import in_round, run_checks
from leadapp.domain.commitments import run_of
from leadapp.domain.home import Asked, Behind, HomeView, home_view
from leadapp.domain.plan_figures import plan_chart
from leadapp.domain.round import left_of
from leadapp.domain.trigger_checks import trigger_check
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService
from leadapp.services.quarter_material import QuarterMaterial

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source
    from leadapp.services.trigger_service import TriggerService

SILENT_QUARTERS = 2


class HomeService:
    """This quarter at a glance."""

    def __init__(
        self,
        database: Database,
        quarters: QuarterMaterial,
        plan: PlanService,
        preferences: PreferenceService,
        triggers: Callable[[], TriggerService],
    ) -> None:
        self._database = database
        self._triggers = triggers
        self._quarters = quarters
        self._plan = plan
        self._preferences = preferences

    def sources(self) -> tuple[Source, ...]:
        """Where every number of Home comes from: the rows behind it."""
        from leadapp.domain.provenance import home_sources

        with self._database.reading():
            view, behind = self._told()
        return home_sources(view, behind)

    def clock_sources(self) -> tuple[Source, ...]:
        """Where the numbers of the month clock come from."""
        from leadapp.domain.provenance import clock_sources

        with self._database.reading():
            view, behind = self._told()
        return clock_sources(view, behind.findings)

    def view(self, *, triggers: bool = True) -> tuple[HomeView, StackedBars]:
        """What Home shows, and the plan by pillar as a chart. Without triggers no earlier return is read."""
        with self._database.reading():
            return self._view(triggers=triggers)

    def _view(self, *, triggers: bool) -> tuple[HomeView, StackedBars]:
        view, _ = self._told(triggers=triggers)
        return view, plan_chart(self._quarters.material(self._preferences.reported_quarter()))

    def _told(self, *, triggers: bool = True) -> tuple[HomeView, Behind]:
        """What Home tells, and the rows it was told from."""
        quarter = self._preferences.reported_quarter()
        material = self._quarters.material(quarter)
        findings = self._quarters.findings(material)
        fired = self._triggers().parts(quarter) if triggers else ()
        checks = (*run_checks(findings), *((trigger_check(fired),) if triggers else ()))
        waiting = sum(not trigger.is_answered for trigger in fired)
        undecided = tuple(row for row in self._plan.cascade() if row.needs_decision)
        silent_since = quarter.previous.previous
        last = self._quarters.last_quarters()
        with self._database.reading() as session:
            promised = commitment_records.list_commitments(session)
            asked = Asked(*ask_records.waiting_for(session, str(quarter)))
            corrections = return_records.open_corrections(session)
        stale = tuple(a for a in material.actions if in_round(a, quarter) and (a.id in last and last[a.id] <= str(silent_since)))
        left = tuple(item.action for item in left_of(self._quarters.items(quarter)))
        run = run_of(promised, str(quarter))
        view = home_view(findings, checks, left, stale, len(undecided), waiting, run, corrections, asked)
        return view, Behind(findings, checks, left, stale, undecided, promised)
