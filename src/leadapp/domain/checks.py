"""Check your answers: what a return still misses and what looks odd. It runs at any time and blocks nothing.

Only status, confidence, words and due values are ever missing; everything else is optional.
"""

from __future__ import annotations

from leadapp.domain.checked import (
    HEADLINES,
    IN_COMMITMENTS,
    IN_SETTINGS,
    MISSING,
    ODD,
    CheckResult,
    Findings,
    actions_without_update,
    in_round,
    is_value_due,
    kpis_without_value,
    last_values,
    listing,
)
from leadapp.domain.commitment_checks import commitment_checks
from leadapp.domain.odd_checks import odd_checks
from leadapp.domain.plan import Confidence
from leadapp.domain.quarters import format_date
from leadapp.domain.spots import Spot

__all__ = [
    "HEADLINES",
    "IN_COMMITMENTS",
    "IN_SETTINGS",
    "MISSING",
    "ODD",
    "CheckResult",
    "Findings",
    "actions_without_update",
    "in_round",
    "is_value_due",
    "kpis_without_value",
    "last_values",
    "listing",
    "run_checks",
]


def run_checks(f: Findings) -> tuple[CheckResult, ...]:
    """All checks in the order in which a lead would settle them."""
    return (
        _updates(f),
        _confidence(f),
        _values(f),
        *_headlines(f),
        *commitment_checks(f),
        _typed(f),
        *_services(f),
        _late_on_track(f),
        *odd_checks(f),
        _urgent(f),
        _month_zero(f),
    )


def _updates(f: Findings) -> CheckResult:
    """What was due within the quarter is named first, and again by itself: there a reader looks for words."""
    silent = sorted(actions_without_update(f), key=lambda a: a.due is None or a.due not in f.quarter)
    ids = tuple(a.reference for a in silent)
    if not ids:
        return CheckResult("updates", True, "Every action has this quarter's update.", "round")
    first = Spot(silent[0].id, "update")
    due = [a.reference for a in silent if a.due is not None and a.due in f.quarter]
    within = f" Due within it: {listing(due)}." if due else ""
    return CheckResult("updates", False, f"No update this quarter on {listing(ids)}.{within}", "round", MISSING, ids, first)


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
