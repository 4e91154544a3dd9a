"""What looks odd in a quarter's answers: surveys without a wave, evidence that is old or missing, numbers far from the last.

Nothing here is ever missing, and nothing is stopped. A person may have good reasons; the row only asks her to look once more.
"""

from __future__ import annotations

from leadapp.domain.checked import ODD, CheckResult, Findings, in_round, last_values, listing
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.evidence import out_of_date
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import PlanAction, Status
from leadapp.domain.spots import Spot

FAR_POINTS = 25.0
"""A share that moved by a quarter of everybody, in percentage points, within one quarter."""
FAR_TIMES = 2.0
"""A count, or the number of those who were counted, that more than doubled or fell to less than half."""
FAR_LEAST = 10.0
"""Counts that differ by less than this move as much by chance."""


def odd_checks(f: Findings) -> tuple[CheckResult, ...]:
    """The odd ones, in the order in which a lead would look at them. What was not looked at (evidence) is not told."""
    evidence = (_old_evidence(f), _without_evidence(f)) if f.proofs is not None else ()
    return (_waves(f), _far(f), *evidence)


def _values_now(f: Findings) -> dict[int, KpiValue]:
    return {v.kpi_id: v for v in f.values if v.quarter == str(f.quarter) and not v.not_yet_measured}


def _of_round(f: Findings, kpis: list[Kpi]) -> tuple[tuple[str, ...], Spot | None]:
    """The actions of the round that KPIs belong to, and the first of the KPIs."""
    references = {a.id: a.reference for a in f.actions if in_round(a, f.quarter)}
    shown = [k for k in kpis if k.action_id in references]
    first = Spot(shown[0].action_id, part=shown[0].id) if shown else None
    return tuple(dict.fromkeys(references[k.action_id] for k in shown)), first


def _waves(f: Findings) -> CheckResult:
    now = _values_now(f)
    ids, first = _of_round(f, [k for k in f.kpis if k.perception and k.id in now and not now[k.id].wave.strip()])
    if not ids:
        return CheckResult("waves", True, "Every survey result names its wave.", "kpis")
    return CheckResult("waves", False, f"A survey result does not name its wave on {listing(ids)}.", "kpis", ODD, ids, first)


def is_far(kpi: Kpi, now: KpiValue, last: KpiValue) -> bool:
    """Whether a number lies so far from the last one measured that it may be a slip: a digit too many, another base.

    A share is far when it moved by 25 percentage points or more, or when more than twice or less than half as many were counted
    (its denominator), by at least 10. A count is far when it more than doubled or fell below half, by at least 10. Below that,
    small numbers move as much by chance. Yes and no are never far.
    """
    if kpi.is_yes_no or kpi.kind is KpiKind.MILESTONE or now.level is None or last.level is None:
        return False
    if kpi.is_share:
        return abs(now.level - last.level) >= FAR_POINTS or _multiplied(now.denominator, last.denominator)
    return _multiplied(now.level, last.level)


def _multiplied(now: float | None, last: float | None) -> bool:
    if now is None or last is None or abs(now - last) < FAR_LEAST:
        return False
    low, high = sorted((now, last))
    return high > FAR_TIMES * low


def _far(f: Findings) -> CheckResult:
    now, before = _values_now(f), last_values((v for v in f.values if not v.not_yet_measured), f.quarter)
    ids, first = _of_round(f, [k for k in f.kpis if k.id in now and k.id in before and is_far(k, now[k.id], before[k.id])])
    if not ids:
        return CheckResult("far", True, "No value has jumped since the last one.", "kpis")
    which = "A value" if len(ids) == 1 else "Values"
    moved = f"moved by {FAR_POINTS:.0f} points or more, or doubled or halved"
    return CheckResult("far", False, f"{which} {moved}, on {listing(ids)}.", "kpis", ODD, ids, first)


def _proven(f: Findings) -> tuple[PlanAction, ...]:
    return tuple(a for a in f.actions if in_round(a, f.quarter) and (f.proofs or {}).get(a.id))


def _old_evidence(f: Findings) -> CheckResult:
    """An action whose every piece of evidence is older than twelve months; an undated one is not."""
    proofs = f.proofs or {}
    old = [a for a in _proven(f) if all(day is not None and out_of_date(day, f.today) for day in proofs[a.id])]
    if not old:
        return CheckResult("old_evidence", True, "No evidence is out of date.", "action")
    ids = tuple(a.reference for a in old)
    sentence = f"The evidence is older than twelve months on {listing(ids)}."
    return CheckResult("old_evidence", False, sentence, "action", ODD, ids, Spot(old[0].id))


def _without_evidence(f: Findings) -> CheckResult:
    """Completed in this quarter or later, and nothing shows it."""
    proofs = f.proofs or {}
    bare = [a for a in f.actions if a.status is Status.COMPLETE and in_round(a, f.quarter) and not proofs.get(a.id)]
    if not bare:
        return CheckResult("unproven", True, "What was completed this quarter has evidence.", "action")
    ids = tuple(a.reference for a in bare)
    return CheckResult("unproven", False, f"Complete without evidence: {listing(ids)}.", "action", ODD, ids, Spot(bare[0].id))
