"""Two editions side by side: what was added, changed, renumbered and withdrawn, and what that means for the directorate's own plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from leadapp.domain.corporate_plan import CorporateAction, CorporateKpi, CorporatePlan, is_withdrawn, natural_key
from leadapp.domain.edition_matching import Settled
from leadapp.domain.edition_words import COLUMNS
from leadapp.domain.plan import Decision, DecisionRecord, PlanAction
from leadapp.domain.quarters import band_end, format_date, kpi_due_words

_COMPARED = ("sub_section", "title", "objective", "accountable", "responsible", "timescale")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One thing that reads otherwise now: ``what`` in words, before and after; one of them is empty where a KPI came or went."""

    what: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ActionChange:
    """An action that goes on with other words, dates, KPIs or under another number."""

    old_id: str
    id: str
    title: str
    fields: tuple[FieldChange, ...]

    @property
    def is_renumbered(self) -> bool:
        """Whether it stands under another number: our guess, from its words."""
        return self.old_id != self.id and not self.is_back

    @property
    def is_back(self) -> bool:
        """Whether an earlier edition withdrew it and this one has it again."""
        return is_withdrawn(self.old_id)

    @property
    def is_guess(self) -> bool:
        """Whether the lead may say that it is another action: its number or its words are not the same."""
        return any(field.what in {"ID", COLUMNS["title"]} for field in self.fields)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the new edition does to one action or decision of the directorate: ``reference`` as it is called until then."""

    reference: str
    title: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between the edition in force and a new one. ``general`` holds pillars and notes on contradictions."""

    added: tuple[CorporateAction, ...]
    changed: tuple[ActionChange, ...]
    withdrawn: tuple[CorporateAction, ...]
    unchanged: int
    general: tuple[FieldChange, ...]
    effects: tuple[Effect, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether nothing differs at all."""
        return not (self.added or self.changed or self.withdrawn or self.general)

    @property
    def words(self) -> str:
        """The counts in a sentence: "2 actions are added, 1 is changed, 3 are withdrawn; 55 stay as they are."."""
        back = sum(change.is_back for change in self.changed)
        counts = (
            (len(self.added), "added"),
            (back, "back"),
            (len(self.changed) - back, "changed"),
            (len(self.withdrawn), "withdrawn"),
        )
        told = [f"{n} {'is' if n == 1 else 'are'} {word}" for n, word in counts if n]
        if not told:
            return f"All {self.unchanged} actions stay as they are."
        first, _, rest = told[0].partition(" ")
        told[0] = f"{first} {'action' if first == '1' else 'actions'} {rest}"
        return f"{', '.join(told)}; {self.unchanged} {'stays as it is' if self.unchanged == 1 else 'stay as they are'}."


def compare(now: CorporatePlan, settled: Settled) -> Comparison:
    """Compare the edition in force with a settled new one."""
    new = {a.id: a for a in settled.plan.actions}
    old = {a.id: a for a in now.actions}
    changes = [_change(old[was], new[goes], settled.kpis) for was, goes in settled.actions.items()]
    changes += [_change(one, new[settled.returned[one.id]], settled.returned_kpis) for one in settled.back]
    changed = sorted((c for c in changes if c.fields), key=lambda c: _order(settled.plan, c.id))
    came = {*settled.actions.values(), *settled.returned.values()}
    return Comparison(
        added=tuple(a for a in settled.plan.actions if a.id not in came),
        changed=tuple(changed),
        withdrawn=tuple(a for a in now.actions if a.id not in settled.actions),
        unchanged=len(changes) - len(changed),
        general=tuple(_general(now, settled.plan)),
    )


def _order(plan: CorporatePlan, action_id: str) -> int:
    return next(n for n, action in enumerate(plan.actions) if action.id == action_id)


def _change(old: CorporateAction, new: CorporateAction, kpis: dict[str, str]) -> ActionChange:
    fields = [FieldChange("ID", old.id, new.id)] if old.id != new.id else []
    for name in _COMPARED:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            fields.append(FieldChange(COLUMNS[name], before, after))
    return ActionChange(old.id, new.id, new.title, (*fields, *_kpi_changes(old, new, kpis)))


def _kpi_changes(old: CorporateAction, new: CorporateAction, goes_to: dict[str, str]) -> Iterable[FieldChange]:
    """KPIs that read otherwise, came or went, each with its due point."""
    after = {kpi.id: kpi for kpi in new.kpis}
    for was in old.kpis:
        now = after.pop(goes_to.get(was.id, ""), None)
        if now is None or _kpi_words(was) != _kpi_words(now):
            yield FieldChange("KPI", _kpi_words(was), _kpi_words(now) if now else "")
    for kpi in after.values():
        yield FieldChange("KPI", "", _kpi_words(kpi))


def _kpi_words(kpi: CorporateKpi) -> str:
    due = kpi_due_words(kpi.due)
    return f"{kpi.text} ({due})" if due else kpi.text


def _general(now: CorporatePlan, plan: CorporatePlan) -> Iterable[FieldChange]:
    before, after = {p.number: p for p in now.pillars}, {p.number: p for p in plan.pillars}
    for number in sorted(before.keys() | after.keys()):
        for what, name in (("Pillar", "title"), ("Outcome of pillar", "outcome")):
            was, goes = getattr(before.get(number), name, ""), getattr(after.get(number), name, "")
            if was != goes:
                yield FieldChange(f"{what} {number}", was, goes)
    if now.council != plan.council:
        yield FieldChange("Council", now.council, plan.council)
    kept = {c.id for c in plan.contradictions}
    for one in now.contradictions:
        if one.id not in kept:
            yield FieldChange("Note on a contradiction", f"{one.id} {one.title}", "")


# -------------------------------------------------------------------------------- the directorate's own plan
def effects(
    comparison: Comparison,
    actions: Iterable[PlanAction],
    decisions: dict[str, DecisionRecord],
    month_zero: dt.date | None,
) -> tuple[Effect, ...]:
    """What the new edition means for the adopted actions and for what was declined, in the order of the old numbers."""
    changed = {change.old_id: change for change in comparison.changed}
    gone = {action.id: action for action in comparison.withdrawn}
    found = [effect for action in actions if (effect := _effect_on(action, changed, gone, month_zero))]
    for corporate_id, decision in decisions.items():
        if decision.decision is Decision.DECLINED:
            if corporate_id in gone:
                found.append(Effect(corporate_id, gone[corporate_id].title, "You declined it; it is withdrawn."))
            elif corporate_id in changed:
                what = "is back" if changed[corporate_id].is_back else "has changed"
                told = f"You declined it; it {what}. Look at it again."
                found.append(Effect(corporate_id, changed[corporate_id].title, told))
    return tuple(sorted(found, key=lambda effect: natural_key(effect.reference.split(" ")[0])))


def _effect_on(
    action: PlanAction, changed: dict[str, ActionChange], gone: dict[str, CorporateAction], month_zero: dt.date | None
) -> Effect | None:
    if action.corporate_id in gone:
        sentence = "Withdrawn. It stays in your plan with its history, marked as withdrawn."
        return Effect(action.reference, action.title, sentence)
    if (change := changed.get(action.corporate_id)) is None:
        return None
    parts = []
    if change.is_back:
        parts.append(f"is back: it goes on as {change.id} with its history")
    elif change.is_renumbered:
        parts.append(f"becomes {change.id}")
    came = sum(1 for f in change.fields if f.what == "KPI" and not f.before)
    went = sum(1 for f in change.fields if f.what == "KPI" and not f.after)
    other = sum(1 for f in change.fields if f.what == "KPI" and f.before and f.after)
    for count, word in ((came, "added"), (went, "withdrawn, kept with its values"), (other, "reads otherwise")):
        if count:
            parts.append(f"{count} {'KPI' if count == 1 else 'KPIs'} {word}")
    parts += _words_that_change(action, change, month_zero)
    told = "; ".join(parts)
    return Effect(action.reference, action.title, f"{told[:1].upper()}{told[1:]}.")


def _words_that_change(action: PlanAction, change: ActionChange, month_zero: dt.date | None) -> Iterable[str]:
    """What of her own action follows the new edition, what stays as she has it, and what only the plan says otherwise."""
    fields = {field.what: field for field in change.fields}
    if title := fields.pop(COLUMNS["title"], None):
        yield f"the title becomes “{title.after}”" if action.title == title.before else f"your title stays “{action.title}”"
    if band := fields.pop(COLUMNS["timescale"], None):
        yield _dates_that_change(action, band, month_zero)
    if names := [f"“{name}”" for name in fields if name not in {"KPI", "ID"}]:
        yield f"the plan says otherwise under {' and '.join(filter(None, (', '.join(names[:-1]), names[-1])))}"


def _dates_that_change(action: PlanAction, band: FieldChange, month_zero: dt.date | None) -> str:
    if action.band != band.before:
        return f"your timescale stays {f'“{action.band}”' if action.band else 'empty'}"
    follows = f"the timescale becomes “{band.after}”"
    if action.due_typed:
        return f"{follows}, your own date stays {format_date(action.due)}"
    due = band_end(band.after, month_zero)
    return f"{follows}, due {format_date(due)} instead of {format_date(action.due)}" if due and action.due else follows


def renaming_steps(pairs: dict[str, str]) -> list[tuple[str, str]]:
    """The order in which ids can be changed so that none stands twice at any time; where they go round in a circle, by a detour."""
    left, steps = dict(pairs), []
    while left:
        free = next((was for was, now in left.items() if now not in left), None)
        if free is None:
            first = next(iter(left))
            aside = f"{first} (moving)"
            steps.append((first, aside))
            left[aside] = left.pop(first)
        else:
            steps.append((free, left.pop(free)))
    return steps
