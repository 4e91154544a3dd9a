"""Check your answers: what a return still misses and what looks odd. It runs at any time and blocks nothing.

Only status, confidence, words and due values are ever missing; everything else is optional.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import Confidence, PlanAction, Status, Update
from leadapp.domain.quarters import Quarter, due_points, format_date
from leadapp.domain.return_text import ReturnText
from leadapp.domain.spots import Place, Spot

MISSING, ODD = "missing", "odd"
IN_SETTINGS = "Settings"
"""Stands in ``Findings.typed`` for what was typed in Settings."""
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


def run_checks(f: Findings) -> tuple[CheckResult, ...]:
    """All checks in the order in which a lead would settle them."""
    return (
        _updates(f),
        _confidence(f),
        _values(f),
        *_headlines(f),
        _typed(f),
        *_services(f),
        _late_on_track(f),
        _urgent(f),
        _month_zero(f),
    )


def listing(ids: Sequence[str], most: int = 6) -> str:
    """Ids as people list them: "2.3, 2.11 and NH-05"; a long list ends in "and 12 more"."""
    if len(ids) > most:
        return f"{', '.join(ids[: most - 1])} and {len(ids) - most + 1} more"
    return " and ".join([", ".join(ids[:-1]), ids[-1]] if len(ids) > 1 else ids)


def _updates(f: Findings) -> CheckResult:
    silent = actions_without_update(f)
    ids = tuple(a.reference for a in silent)
    if not ids:
        return CheckResult("updates", True, "Every action has this quarter's update.", "round")
    first = Spot(silent[0].id, "update")
    return CheckResult("updates", False, f"No update this quarter on {listing(ids)}.", "round", MISSING, ids, first)


def _confidence(f: Findings) -> CheckResult:
    unsaid = [a for a in f.actions if a.status.is_open and a.confidence is None]
    ids = tuple(a.reference for a in unsaid)
    if not ids:
        return CheckResult("confidence", True, "Every open action says how confident you are.", "round")
    first = Spot(unsaid[0].id, "confidence")
    return CheckResult("confidence", False, f"No confidence on {listing(ids)}.", "round", MISSING, ids, first)


def _values(f: Findings) -> CheckResult:
    references = {a.id: a.reference for a in f.actions}
    missing = kpis_without_value(f)
    ids = tuple(dict.fromkeys(references[k.action_id] for k in missing))
    if not missing:
        return CheckResult("values", True, "Every KPI that is due has a value.", "kpis")
    first = Spot(missing[0].action_id, part=missing[0].id)
    many = "1 KPI value that is due is" if len(missing) == 1 else f"{len(missing)} KPI values that are due are"
    return CheckResult("values", False, f"{many} missing: {listing(ids)}.", "kpis", MISSING, ids, first)


def _headlines(f: Findings) -> tuple[CheckResult, ...]:
    results = []
    for name, words in HEADLINES.items():
        said = bool(getattr(f.text, name).strip())
        sentence = f"The headline speaks of {words}." if said else f"The headline says nothing about {words}."
        results.append(CheckResult(f"headline_{name}", said, sentence, name))
    return tuple(results)


def _typed(f: Findings) -> CheckResult:
    if not f.typed:
        return CheckResult("typed", True, "Everything you typed can be used.", "round")
    ids = tuple(dict.fromkeys(place for place, _ in f.typed))
    if ids == (IN_SETTINGS,):
        sentence = "Something typed in Settings cannot be used yet. It is kept; until it can be, what was set before holds."
    else:
        sentence = f"Something typed cannot be used yet on {listing(ids)}. It is kept, but not reported."
    place, what = f.typed_at[0] if f.typed_at else ("round", None)
    return CheckResult("typed", False, sentence, place, ODD, ids, what)


def _services(f: Findings) -> tuple[CheckResult, ...]:
    """Told only where it is so: most KPIs are not broken down by service."""
    if not f.some_services:
        return ()
    told = listing([f"{reference} ({filled} of {base})" for reference, filled, base in f.some_services])
    verb = "A value counts" if len(f.some_services) == 1 else "Some values count"
    ids = tuple(reference for reference, _, _ in f.some_services)
    return (CheckResult("services", False, f"{verb} only some services: {told}.", "grid", ODD, ids),)


def _late_on_track(f: Findings) -> CheckResult:
    late = [a for a in f.actions if a.is_overdue(f.today) and a.confidence is Confidence.ON_TRACK]
    if not late:
        return CheckResult("late_on_track", True, "No action is called on track after its date.", "round")
    if len(late) == 1:
        sentence = f"{late[0].reference} is on track although its date passed on {format_date(late[0].due)}."
    else:
        sentence = f"{listing([a.reference for a in late])} are on track although their dates have passed."
    first = Spot(late[0].id, "confidence")
    return CheckResult("late_on_track", False, sentence, "action", ODD, tuple(a.reference for a in late), first)


def _urgent(f: Findings) -> CheckResult:
    if not f.directorate.priority or any(a.urgent for a in f.actions):
        return CheckResult("urgent", True, "The 1.7 test can be worked out, or is not asked for.", "plan")
    sentence = "A priority directorate reports its urgent actions (1.7), and none is marked urgent."
    return CheckResult("urgent", False, sentence, "plan", ODD)


def _month_zero(f: Findings) -> CheckResult:
    if f.directorate.month_zero is not None:
        return CheckResult("month_zero", True, "Month 0 is set, so every month has its date.", "month_zero")
    sentence = "Month 0 is not set, so dates read as months and nothing counts as due."
    return CheckResult("month_zero", False, sentence, "month_zero", ODD)
