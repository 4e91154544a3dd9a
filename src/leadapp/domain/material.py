"""What a quarter is made of, read from the file in one go, and the order in which actions are told."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from leadapp.domain.commitments import Commitment
from leadapp.domain.corporate_plan import CorporatePlan, natural_key
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import Origin, PlanAction, Redating, Update
from leadapp.domain.return_text import ReturnText

_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a return is made of, read from the file in one go. Updates and values hold at least this and earlier quarters."""

    directorate: DirectorateRecord
    plan: CorporatePlan
    text: ReturnText
    actions: tuple[PlanAction, ...]
    updates: tuple[Update, ...]
    redatings: tuple[Redating, ...]
    kpis: tuple[Kpi, ...]
    values: tuple[KpiValue, ...]
    commitments: tuple[Commitment, ...] = ()  # promised for this quarter, or in its return for the next


def action_order(action: PlanAction) -> tuple[int, int, tuple[int, ...], str]:
    """Sort key of actions: by pillar, corporate ids by number (1.2 before 1.10), then own ones by reference."""
    return _order(action.pillar, action.origin is not Origin.CORPORATE, action.corporate_id, action.reference)


@lru_cache(maxsize=10_000)
def _order(pillar: int | None, own: bool, corporate_id: str, reference: str) -> tuple[int, int, tuple[int, ...], str]:
    """Known by what it is made of: every screen puts the same actions in order after every change."""
    return (
        pillar or 9,
        int(own),
        natural_key(corporate_id) if corporate_id and not own else (),
        _DIGITS.sub(lambda digits: digits[0].zfill(9), reference),  # NS-22 before NS-217
    )
