"""KPIs by service: reading the grids of a quarter, and keeping cells together with the directorate's own value."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any

from leadapp.db import kpi_records, plan_records, service_value_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError, NotFoundError
from leadapp.domain.given_figures import Given, from_grid
from leadapp.domain.material import action_order
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.quarters import Quarter
from leadapp.domain.service_grid import (
    SOURCE,
    SUGGESTED,
    Grid,
    Line,
    ServiceValue,
    can_be_by_service,
    cell_text,
    line_texts,
    may_follow,
    read_line,
    shape_of,
)
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService

Texts = Mapping[int, Mapping[str, str]]
"""Texts as typed, by service id and cell."""
COUNTED = ("services where it holds", "services where it applies")
"""Numerator and denominator of an own KPI that counts services; their names say so to the grid."""


class GridService:
    """The grids of KPIs that services share. Saving cells and the directorate's value is one transaction and one undo step."""

    def __init__(self, database: Database, plan: PlanService, preferences: PreferenceService) -> None:
        self._database = database
        self._plan = plan
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def grids(self, quarter: Quarter | None = None) -> tuple[Grid, ...]:
        """Every KPI that is broken down by service, in the order of the plan."""
        return self._grids(quarter or self._preferences.reported_quarter(), None)

    def grid(self, kpi_id: int, quarter: Quarter | None = None) -> Grid:
        """One KPI by service. Raises NotFoundError where it is gone or not broken down."""
        found = self._grids(quarter or self._preferences.reported_quarter(), kpi_id)
        if not found:
            raise NotFoundError("This KPI is not broken down by service any more.")
        return found[0]

    def given(self, quarter: Quarter | None = None) -> dict[int, Given]:
        """The sums as figures for the quarter round, by KPI."""
        found = self._grids(quarter or self._preferences.reported_quarter(), None, shown=False)
        return {grid.kpi.id: from_grid(grid) for grid in found}

    def _grids(self, quarter: Quarter, kpi_id: int | None, *, shown: bool = True) -> tuple[Grid, ...]:
        """The grids; those that are ``shown`` in the order of the plan, with their actions' references and the last values."""
        with self._database.reading() as session:
            kpis = [k for k in self._plan.list_kpis() if k.by_service and kpi_id in {None, k.id}]
            if not kpis:
                return ()
            now = _by_place(service_value_records.list_service_values(session, str(quarter), kpi_id))
            last = _by_place(service_value_records.last_service_values(session, str(quarter), kpi_id) if shown else ())
            typed = service_value_records.typed_cells(session, str(quarter))
            own = kpi_records.values_of(session, str(quarter))
        services, plan = self._preferences.directorate().services, self._preferences.corporate_plan()
        actions = self._places() if shown else {}
        grids = []
        for kpi in sorted(kpis, key=lambda k: (actions.get(k.action_id, (0, ""))[0], k.id)):
            lines = []
            for service in services:
                value = now.get((kpi.id, service.id))
                lines.append(Line(service, value, last.get((kpi.id, service.id)), typed.get(value.uid, ()) if value else ()))
            shape = shape_of(kpi, plan)
            reference = actions.get(kpi.action_id, (0, ""))[1]
            grids.append(Grid(kpi, reference, shape, quarter, tuple(lines), own.get(kpi.id)))
        return tuple(grids)

    def _places(self) -> dict[int, tuple[int, str]]:
        """Where each action stands in the plan, and what people call it."""
        return {a.id: (n, a.reference) for n, a in enumerate(sorted(self._plan.list_actions(), key=action_order))}

    def eligible(self) -> tuple[tuple[str, Kpi], ...]:
        """KPIs that could be broken down by service and are not: the action's reference and the KPI, in the order of the plan."""
        actions = self._places()
        kpis = [k for k in self._plan.list_kpis() if can_be_by_service(k) and not k.by_service]
        ordered = sorted(kpis, key=lambda k: (actions[k.action_id][0], k.id))
        return tuple((actions[k.action_id][1], k) for k in ordered)

    def suggestions(self) -> tuple[tuple[str, str], ...]:
        """Own KPIs that leadapp offers for actions in the plan, and that are not there yet: corporate id and text."""
        with self._database.reading() as session:
            adopted, texts = plan_records.adopted_ids(session), {k.text for k in kpi_records.list_kpis(session)}
        return tuple((action, text) for action, text, _, _ in SUGGESTED if action in adopted and text not in texts)

    # ------------------------------------------------------------------ writing
    def keep(self, kpi_id: int, texts: Texts, *, visit: str = "", quarter: Quarter | None = None) -> Changes:
        """Keep cells as typed. Usable ones become values, and the directorate's value moves along with the sum.

        A figure of the directorate that was typed by hand and differs from the sum stays as it is. Raises NotFoundError.
        """
        grid = self.grid(kpi_id, quarter)
        follows = may_follow(grid)
        with self._database.writing(_label(grid, texts), visit=visit) as step:
            for line in grid.lines:
                if line.service.id in texts:
                    _keep_line(step.session, grid, line, texts[line.service.id])
            if follows:
                self._follow(step.session, self.grid(kpi_id, grid.quarter))
        return step.changes

    def put_back(self, uid: str, before: Mapping[str, Any]) -> Changes:
        """Give a service its earlier figure, renewal or note again, by the columns of its value. Raises NotFoundError."""
        with self._database.reading() as session:
            place = service_value_records.place_of(session, uid)
        grid = self.grid(place[0], Quarter.parse(place[1])) if place else None
        line = next((line for line in grid.lines if line.value and line.value.uid == uid), None) if grid else None
        if grid is None or line is None or line.value is None:
            raise NotFoundError("This service gives no figure here any more. Bring it back, or type the figure.")
        then = Line(line.service, dataclasses.replace(line.value, **before))
        texts = {name: cell_text(then, name) for name, _ in grid.shape.columns if name in before or name in grid.shape.figures}
        return self.keep(grid.kpi.id, {line.service.id: texts}, quarter=grid.quarter)

    def that_follow(self, places: Iterable[tuple[int, Quarter]]) -> tuple[Grid, ...]:
        """Of some KPIs and quarters those whose directorate's value moves along with the sum."""
        found = [grid for kpi_id, quarter in places for grid in self._grids(quarter, kpi_id, shown=False)]
        return tuple(grid for grid in found if may_follow(grid))

    def follow(self, session: Any, grids: Iterable[Grid]) -> None:
        """Make the sum, as it is now, the directorate's value."""
        for grid in grids:
            self._follow(session, self.grid(grid.kpi.id, grid.quarter))

    def _follow(self, session: Any, grid: Grid) -> None:
        """Make the sum the directorate's value. A source in the lead's own words stays."""
        summed, value = grid.total, grid.value
        if summed.is_empty:
            if value is not None:
                kpi_records.remove_value(session, grid.kpi.id, str(grid.quarter))
            return
        own_words = value.source if value and value.source and not value.source.startswith(SOURCE) else ""
        columns: dict[str, Any] = {
            "number": summed.number,
            "numerator": summed.numerator,
            "denominator": summed.denominator,
            "not_yet_measured": False,
            "source": own_words or summed.source,
        }
        if value is None or not _is_same(value, columns):
            columns["measured_on"] = self._preferences.today()
            kpi_records.record_value(session, grid.kpi.id, str(grid.quarter), columns)

    def use_sum(self, kpi_id: int, quarter: Quarter | None = None) -> Changes:
        """Make the sum the directorate's value, in place of a figure typed by hand. Raises BadInputError where there is none."""
        grid = self.grid(kpi_id, quarter)
        if grid.total.is_empty:
            raise BadInputError("No service has a figure yet.")
        with self._database.writing(f"Value of {grid.kpi.text[:50]}") as step:
            self._follow(step.session, grid)
            plan_records.keep_typed(
                step.session, grid.kpi.uid, str(grid.quarter), dict.fromkeys(("number", "numerator", "denominator"))
            )
        return step.changes

    def set_by_service(self, kpi_id: int, *, by_service: bool, counts_services: bool | None = None) -> Changes:
        """Break a KPI down by service, or no longer; what services gave stays in the file, but for cells that cannot be used.

        ``counts_services`` says for a share of one's own whether services themselves are counted (yes or not yet). Raises
        BadInputError for a KPI that services cannot share.
        """
        with self._database.reading() as session:
            kpi = kpi_records.kpi(session, kpi_id)
        if by_service and not can_be_by_service(kpi):
            raise BadInputError("Only a number or a share can be broken down by service.")
        values: dict[str, Any] = {"by_service": by_service}
        if counts_services is not None and kpi.kind == "percentage" and not kpi.corporate_kpi:
            values |= dict(zip(("numerator_label", "denominator_label"), COUNTED if counts_services else ("", ""), strict=True))
        verb = "by service" if by_service else "no longer by service"
        with self._database.writing(f"“{kpi.text[:40]}” {verb}") as step:
            service_value_records.set_by_service(step.session, kpi_id, values)
            if not by_service:
                service_value_records.forget_typed(step.session, kpi_id)
        return step.changes

    def add_suggested(self, corporate_id: str) -> tuple[Changes, int]:
        """Add the KPI that leadapp suggests for an action (3.10), broken down by service. Raises NotFoundError."""
        wanted = next((s for s in SUGGESTED if s[0] == corporate_id), None)
        with self._database.reading() as session:
            action_id = plan_records.adopted_ids(session).get(corporate_id)
        if wanted is None or action_id is None:
            raise NotFoundError(f"{corporate_id} is not in your plan.")
        _, text, numerator, denominator = wanted
        with self._database.writing(f"KPI added to {corporate_id}") as step:
            values = {"text": text, "kind": "percentage", "unit": "%", "counts_people": True, "by_service": True}
            labels = {"numerator_label": numerator, "denominator_label": denominator}
            kpi_id = kpi_records.add_kpi(step.session, action_id, values | labels)
        return step.changes, kpi_id


def _by_place(values: tuple[ServiceValue, ...]) -> dict[tuple[int, int], ServiceValue]:
    return {(value.kpi_id, value.service_id): value for value in values}


def _is_same(value: KpiValue, columns: dict[str, Any]) -> bool:
    return all(getattr(value, name) == column for name, column in columns.items())


def _keep_line(session: Any, grid: Grid, line: Line, texts: Mapping[str, str]) -> None:
    """Keep the cells of one service: the usable units as values, the others as typed; a line in which nothing stands goes."""
    whole = line_texts(grid.shape, line, texts)
    values, problems = read_line(grid.shape, whole)
    kept = service_value_records.keep_service_value(session, grid.kpi.id, str(grid.quarter), line.service.id, values)
    bad = {problem.field for problem in problems}
    unit = set(grid.shape.figures) if bad & set(grid.shape.figures) else set()
    waiting = unit | bad
    typed = {name: text if name in waiting and text.strip() else None for name, text in whole.items()}
    plan_records.keep_typed(session, kept.uid, str(grid.quarter), typed)
    if not any(text.strip() for text in whole.values()):
        service_value_records.remove_service_value(session, kept)


def _label(grid: Grid, texts: Texts) -> str:
    """What Undo will call the step."""
    cells = sum(len(cells) for cells in texts.values())
    if len(texts) == 1:
        name = next((line.service.name for line in grid.lines if line.service.id in texts), "")
        return f"{name[:40]}: {_short(grid.kpi.text)}"
    return f"{cells} cells by service: {_short(grid.kpi.text)}"


def _short(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:46]}…"
