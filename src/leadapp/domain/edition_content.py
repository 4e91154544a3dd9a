"""An edition as the tables in which it is kept: the way back from ``corporate_plan.plan_from_data``."""

from __future__ import annotations

from typing import Any

from leadapp.domain.corporate_plan import CorporateAction, CorporateKpi, CorporatePlan


def plan_data(plan: CorporatePlan) -> dict[str, Any]:
    """A plan as data that ``plan_from_data`` reads as the same plan; what is empty or the default is left out."""
    head = {name: getattr(plan, name) for name in ("edition", "wording", "source", "council", "marking")}
    return {
        "plan": head | _said(plan, "year_meaning part_note"),
        "pillars": [
            {
                "number": p.number,
                "name": p.title,
                "short_title": p.short_title,
                "outcome": p.outcome,
                "theory_of_change_year": p.theory_of_change_year,
            }
            for p in plan.pillars
        ],
        "directorates": [{"name": d.name} | _said(d, "aliases") for d in plan.directorates],
        "actions": [_action_data(action) for action in plan.actions],
        "contradictions": [
            _said(c, "id ids pillars kind title what_disagrees reading_a reading_b leadapp_shows") for c in plan.contradictions
        ],
    }


def _action_data(action: CorporateAction) -> dict[str, Any]:
    texts = _said(action, "id sub_section title objective accountable responsible timescale part_note named_for priority_only")
    return texts | {"pillar": action.pillar, "part": action.part.value, "kpis": [_kpi_data(kpi) for kpi in action.kpis]}


def _kpi_data(kpi: CorporateKpi, *, inside: bool = False) -> dict[str, Any]:
    data = _said(kpi, "id text due due_event unit numerator denominator")
    data |= {"kind": kpi.kind.value, "perception": kpi.perception, "counts_people": kpi.counts_people}
    if not inside:
        data["reportable_by_directorate"] = kpi.reportable_by_directorate
    if kpi.target is not None:
        data["target"] = kpi.target
    if kpi.direction is not None:
        data["direction"] = kpi.direction.value
    if kpi.by_service is not None:
        data["by_service"] = kpi.by_service.value
    if kpi.splits:
        data["splits"] = [_kpi_data(split, inside=True) for split in kpi.splits]
    return data


def _said(record: object, names: str) -> dict[str, Any]:
    """The named fields that say something, lists for tuples."""
    values = {name: getattr(record, name) for name in names.split()}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items() if value}
