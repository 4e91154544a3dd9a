"""What trigger rules look at, made of few words."""

from __future__ import annotations

import datetime as dt
import tomllib
from typing import Any

from leadapp import paths
from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import Confidence, Origin, PlanAction, Status
from leadapp.domain.quarters import Quarter
from leadapp.domain.trigger_rules import RuleSetting, TriggerRule, rules_from_data, rules_in_force
from leadapp.domain.triggers import (
    Past,
    Seen,
    Trigger,
)

QUARTER = Quarter.parse("2026-27-Q2")
TODAY = dt.date(2026, 9, 30)
DIRECTORATE = DirectorateRecord(
    uid="d", version=1, council="", name="", lead_name="", lead_post="", month_zero=dt.date(2026, 1, 1), priority=True,
    first_quarter="2025-26-Q4",
)  # fmt: skip


def rules(key: str, **numbers: int) -> tuple[TriggerRule, ...]:
    data = tomllib.loads((paths.resources_folder() / "triggers" / "trigger_rules.toml").read_text("utf-8"))
    whole = rules_in_force(rules_from_data(data), [RuleSetting(key, numbers=numbers)])
    return tuple(rule for rule in whole if rule.key == key)


def action(**values: Any) -> PlanAction:
    kept: dict[str, Any] = {"title": "Talks", "origin": Origin.LOCAL, "status": Status.UNDERWAY, "confidence": Confidence.AT_RISK}
    kept |= {"id": 1, "uid": "a", "version": 1, "reference": "NS-01"}
    return PlanAction(**(kept | values))


def kpi(**values: Any) -> Kpi:
    kept: dict[str, Any] = {"kind": KpiKind.PERCENTAGE, "direction": Direction.UP, "due": "M6"}
    kept |= {"id": 5, "uid": "k", "version": 1, "action_id": 1, "text": "Share"}
    return Kpi(**(kept | values))


def reading(quarter: str, numerator: float | None = None, of: float = 100, **values: Any) -> KpiValue:
    day = Quarter.parse(quarter).last_day
    kept: dict[str, Any] = {"numerator": numerator, "denominator": None if numerator is None else of}
    kept |= {"id": 1, "uid": quarter, "version": 1, "kpi_id": 5, "quarter": quarter, "measured_on": day}
    return KpiValue(**(kept | values))


def seen(*actions: PlanAction, **values: Any) -> Seen:
    kept: dict[str, Any] = {"quarter": QUARTER, "today": TODAY, "directorate": DIRECTORATE, "actions": actions}
    return Seen(**(kept | values))


def past(quarter: str, status: str = "underway", confidence: str = "at_risk", *, moved: bool = False, uid: str = "a") -> Past:
    return Past(quarter, {uid: (status, confidence)}, frozenset({uid} if moved else ()))


STILL = (past("2026-27-Q1"), past("2025-26-Q4"))


def facts(found: tuple[Trigger, ...]) -> list[str]:
    return [trigger.fact for trigger in found]
