"""What the checks look at and what they say, and the rules that several of them share: what is asked for in a quarter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leadapp.domain.commitments import Commitment
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import PlanAction, Status, Update
from leadapp.domain.quarters import Quarter, due_points
from leadapp.domain.return_text import ReturnText
from leadapp.domain.spots import Place

MISSING, ODD = "missing", "odd"
IN_SETTINGS = "Settings"
"""Stands in ``Findings.typed`` for what was typed in Settings."""
IN_COMMITMENTS = "a commitment"
"""Stands there for what was typed into one of the commitments that a return shows."""
HEADLINES = {
    "progress": "progress",
    "challenges": "challenges",
    "feedback": "community and staff feedback",
}


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: passed or not, the sentence for either case, and where to go (``place``, what is shown there, the ids concerned)."""

    key: str
    passed: bool
    sentence: str
    place: str
    severity: str = MISSING
    ids: tuple[str, ...] = ()
    what: object = None


@dataclass(frozen=True, slots=True)
class Findings:
    """What the checks look at, for one quarter."""

    quarter: Quarter
    today: dt.date
    directorate: DirectorateRecord
    text: ReturnText
    actions: tuple[PlanAction, ...]
    updates: tuple[Update, ...]
    kpis: tuple[Kpi, ...]
    values: tuple[KpiValue, ...]
    typed: tuple[tuple[str, str], ...] = ()  # (reference or place, field) of texts that cannot be used yet
    typed_at: tuple[Place, ...] = ()  # for each of them the place of the window in which it was typed
    some_services: tuple[tuple[str, int, int], ...] = ()  # (reference, filled, of) where some services gave a figure, not all
    commitments: tuple[Commitment, ...] = ()  # promised for this quarter, or in its return for the next
    proofs: Mapping[int, tuple[dt.date | None, ...]] | None = None  # by action the days of its evidence; None: not looked at


def in_round(action: PlanAction, quarter: Quarter) -> bool:
    """Whether an action is gone through this quarter: it is still to be done or paused, or was finished in the quarter or later."""
    if action.status.is_open or action.status is Status.PAUSED:
        return True
    return action.completed_on is not None and action.completed_on >= quarter.first_day


def is_value_due(kpi: Kpi, quarter: Quarter, month_zero: dt.date | None, earlier: KpiValue | None) -> bool:
    """Whether a KPI's value is asked for this quarter.

    It is, once its due point lies in or before the quarter, or while it is being measured (it had a value before). A milestone that
    has been reached is not asked again; what holds or does not hold (yes or no) is. One that a new edition of the plan
    withdrew is not asked.
    """
    if kpi.is_withdrawn or (kpi.kind is KpiKind.MILESTONE and earlier is not None and earlier.number):
        return False
    if earlier is not None:
        return True
    dates = [day for point in due_points(kpi.due) if (day := point.date(month_zero))]
    return any(day <= quarter.last_day for day in dates)


def last_values(values: Iterable[KpiValue], quarter: Quarter) -> dict[int, KpiValue]:
    """The newest value of each KPI before the quarter."""
    found: dict[int, KpiValue] = {}
    when = str(quarter)
    for value in values:
        if value.quarter < when and (value.kpi_id not in found or found[value.kpi_id].quarter < value.quarter):
            found[value.kpi_id] = value
    return found


def actions_without_update(f: Findings) -> tuple[PlanAction, ...]:
    """Actions of the round that nobody has written about this quarter."""
    when = str(f.quarter)
    written = {u.action_id for u in f.updates if u.quarter == when and u.text}
    return tuple(a for a in f.actions if in_round(a, f.quarter) and a.id not in written)


def kpis_without_value(f: Findings) -> tuple[Kpi, ...]:
    """KPIs whose value is asked for this quarter and not recorded."""
    when = str(f.quarter)
    measured = {v.kpi_id for v in f.values if v.quarter == when}
    before = last_values(f.values, f.quarter)
    asked = {a.id for a in f.actions if in_round(a, f.quarter)}
    return tuple(
        k
        for k in f.kpis
        if k.action_id in asked
        and k.id not in measured
        and is_value_due(k, f.quarter, f.directorate.month_zero, before.get(k.id))
    )


def listing(ids: Sequence[str], most: int = 6) -> str:
    """Ids as people list them: "2.3, 2.11 and NH-05"; a long list ends in "and 12 more"."""
    if len(ids) > most:
        return f"{', '.join(ids[: most - 1])} and {len(ids) - most + 1} more"
    return " and ".join([", ".join(ids[:-1]), ids[-1]] if len(ids) > 1 else ids)
