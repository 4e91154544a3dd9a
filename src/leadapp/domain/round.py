"""The quarter round: one action after another with last quarter's words beside this quarter's boxes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from leadapp.domain.checks import Findings, in_round, is_value_due, last_values
from leadapp.domain.corporate_plan import Contradiction, CorporateAction
from leadapp.domain.given_figures import Given
from leadapp.domain.material import action_order
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import Milestone, PlanAction, Redating, Status, Update

Typed = dict[tuple[str, str], tuple[tuple[str, str], ...]]
"""Texts that cannot be used yet, each with its field, by (subject uid, quarter or "")."""


@dataclass(frozen=True, slots=True)
class KpiLine:
    """One KPI with its readings: this quarter's, the last one before it, all of them oldest first; ``asked`` if due now."""

    kpi: Kpi
    now: KpiValue | None
    last: KpiValue | None
    values: tuple[KpiValue, ...]
    asked: bool
    typed: tuple[tuple[str, str], ...] = ()  # (field, text) of boxes that cannot be used yet
    given: Given | None = None  # what leadapp can give itself: a sum over services, what a register counts

    @property
    def is_left(self) -> bool:
        """Whether a value is still asked for, or what stands in its boxes cannot be used yet."""
        return bool(self.typed) or (self.asked and self.now is None)


@dataclass(frozen=True, slots=True)
class RoundItem:
    """One action of the round."""

    action: PlanAction
    said_last: tuple[Update, ...]
    update: Update | None
    kpis: tuple[KpiLine, ...]
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """What is still asked for, in words. Of what will not be done nothing is."""
        if self.action.status is Status.WILL_NOT_DO:
            return ()
        left = []
        if self.update is None or not self.update.text:
            left.append("update")
        if self.action.status.is_open and self.action.confidence is None:
            left.append("confidence")
        left += ["value" for line in self.kpis if line.is_left]
        return tuple(left)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left for this action."""
        return not self.left


@dataclass(frozen=True, slots=True)
class ActionDetail:
    """Everything about one action, for its pane and page."""

    action: PlanAction
    corporate: CorporateAction | None
    contradictions: tuple[Contradiction, ...]
    updates: tuple[Update, ...]
    milestones: tuple[Milestone, ...]
    redatings: tuple[Redating, ...]
    kpis: tuple[KpiLine, ...]
    typed: tuple[tuple[str, str], ...] = ()


def round_items(f: Findings, typed: Typed, given: dict[int, Given], staying: int | None = None) -> tuple[RoundItem, ...]:
    """The round of a quarter, in the order of the plan. ``given`` holds by KPI what leadapp can give itself.

    ``staying`` is the id of an action that is shown although the round does not ask for it: it was set to "will not do" there.
    """
    quarter = str(f.quarter)
    said: dict[int, list[Update]] = {}
    for update in f.updates:
        if update.quarter <= quarter:
            said.setdefault(update.action_id, []).append(update)
    lines = kpi_lines(f, typed, given)
    items = []
    for action in sorted((a for a in f.actions if a.id == staying or in_round(a, f.quarter)), key=action_order):
        own = said.get(action.id, [])
        now = [u for u in own if u.quarter == quarter]
        before = [u for u in own if u.quarter < quarter]
        last_quarter = max((u.quarter for u in before), default="")
        items.append(
            RoundItem(
                action=action,
                said_last=tuple(u for u in before if u.quarter == last_quarter),
                update=now[-1] if now else None,
                kpis=tuple(lines.get(action.id, ())),
                typed=typed.get((action.uid, ""), ()),
            )
        )
    return tuple(items)


def kpi_lines(f: Findings, typed: Typed, given: dict[int, Given]) -> dict[int, list[KpiLine]]:
    """The KPIs of every action with their readings, by action id."""
    quarter = str(f.quarter)
    values: dict[int, list[KpiValue]] = {}
    for value in sorted(f.values, key=lambda v: v.quarter):
        values.setdefault(value.kpi_id, []).append(value)
    before = last_values(f.values, f.quarter)
    going = {action.id for action in f.actions if in_round(action, f.quarter)}
    found: dict[int, list[KpiLine]] = {}
    for kpi in f.kpis:
        own = values.get(kpi.id, [])
        now = next((v for v in own if v.quarter == quarter), None)
        last = before.get(kpi.id)
        asked = kpi.action_id in going and is_value_due(kpi, f.quarter, f.directorate.month_zero, last)
        line = KpiLine(kpi, now, last, tuple(own), asked, typed.get((kpi.uid, quarter), ()), given.get(kpi.id))
        found.setdefault(kpi.action_id, []).append(line)
    return found


def left_of(items: Iterable[RoundItem]) -> tuple[RoundItem, ...]:
    """The actions of the round that still ask for something: what Home, the rail, the chip and the round itself count."""
    return tuple(item for item in items if not item.is_done)
