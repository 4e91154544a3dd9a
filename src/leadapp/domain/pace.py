"""How far the plan is by kind of action and by year of the theory of change, so that "easy ones first" can be seen and read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leadapp.domain.charts import Series, StackedBars
from leadapp.domain.kinds import ACTION_KIND_WORDS, BUDGET_KIND_WORDS, ActionKind, BudgetKind
from leadapp.domain.plan import PlanAction, Status
from leadapp.domain.plan_figures import STATUS_KEYS
from leadapp.domain.provenance import Source, actions_source
from leadapp.domain.quarters import BANDS, month_of
from leadapp.domain.wording import STATES

DEEP = (ActionKind.HARM_REDUCING, ActionKind.STRUCTURAL)
SOFT = (ActionKind.LEARNING, ActionKind.VISIBILITY)
YEAR_WORDS = {1: "Year 1", 2: "Year 2", 3: "Year 3 and beyond"}


@dataclass(frozen=True, slots=True)
class BudgetSum:
    """Money of one kind over the plan, in pounds, and of how many actions."""

    word: str
    actions: int
    planned: float
    spent: float


@dataclass(frozen=True, slots=True)
class Pace:
    """The pace of the plan. ``without_kind`` is in the order given; ``years_read`` counts years told from dates, not chosen."""

    by_kind: StackedBars
    by_year: StackedBars
    sentence: str
    without_kind: tuple[PlanAction, ...]
    years_read: int
    budget: tuple[BudgetSum, ...]

    @property
    def has_kinds(self) -> bool:
        """Whether any action has a kind."""
        return any(any(series.values) for series in self.by_kind.series)


def pace_of(actions: Sequence[PlanAction], month_zero: dt.date | None) -> Pace:
    """Tell how far the actions are, by kind and by year, and sum up their budgets."""
    kinds, years = _by_kind(actions), _by_year(actions, month_zero)
    words = [ACTION_KIND_WORDS[kind] for kind in ActionKind]
    return Pace(
        by_kind=_bars("Pace by kind", words, list(kinds.values())),
        by_year=_bars("Pace by year of the theory of change", list(YEAR_WORDS.values()), list(years.values())),
        sentence=pace_sentence(kinds),
        without_kind=tuple(a for a in actions if a.kind is None and a.status is not Status.WILL_NOT_DO),
        years_read=sum(a.change_year is None for group in years.values() for a in group),
        budget=_budget(actions),
    )


def _by_kind(actions: Sequence[PlanAction]) -> dict[ActionKind, list[PlanAction]]:
    return {kind: [a for a in actions if a.kind == kind] for kind in ActionKind}


def _by_year(actions: Sequence[PlanAction], month_zero: dt.date | None) -> dict[int, list[PlanAction]]:
    years: dict[int, list[PlanAction]] = {year: [] for year in YEAR_WORDS}
    for action in actions:
        year = change_year(action, month_zero)
        if year is not None:
            years[year].append(action)
    return years


def pace_sources(actions: Sequence[PlanAction], month_zero: dt.date | None) -> tuple[Source, ...]:
    """Every number of the two charts with the actions behind it, noughts left out."""
    kinds = {ACTION_KIND_WORDS[kind]: own for kind, own in _by_kind(actions).items()}
    years = {YEAR_WORDS[year]: own for year, own in _by_year(actions, month_zero).items()}
    how_year = "The year chosen for an action, else the programme year of its first date, else that of its band."
    told = [("kind", word, own, "Actions whose kind was chosen so.") for word, own in kinds.items()]
    told += [("year", word, own, how_year) for word, own in years.items()]
    found = []
    for group, word, own, how in told:
        if own:
            found.append(actions_source(group, f"{word}: actions", how, own))
        for key in STATUS_KEYS:
            if of_status := [a for a in own if a.status.value == key]:
                status = STATES[key].word.lower()
                found.append(actions_source(group, f"{word}: {status}", f"{how} Status now: {status}.", of_status))
    return tuple(found)


def change_year(action: PlanAction, month_zero: dt.date | None) -> int | None:
    """The year of the theory of change: the one chosen, else the programme year of the first date, else that of the band."""
    if action.change_year is not None:
        return min(action.change_year, 3)
    day = action.due_first or action.due
    if day is not None and month_zero is not None:
        return max(1, min(3, (month_of(month_zero, day) + 11) // 12))
    point = BANDS.get(action.band)
    if point is None:
        return None
    return min(3, point.number if point.unit == "Y" else (point.number + 11) // 12)


def pace_sentence(kinds: dict[ActionKind, list[PlanAction]]) -> str:
    """Of how many actions of each kind how many are complete, in words; the kind furthest on stands first."""
    told = [(kind, len(own), _complete(own)) for kind, own in kinds.items() if own]
    if not told:
        return "No action has a kind yet. Choose one, and this page shows which kinds go ahead of the others."
    told.sort(key=lambda one: -one[2] / one[1])
    parts: list[str] = []
    for kind, whole, done in told:
        word = ACTION_KIND_WORDS[kind].lower()
        noun = ("action" if whole == 1 else "actions") if not parts else ("one" if whole == 1 else "ones")
        verb = (" is complete" if done == 1 else " are complete") if not parts else ""
        parts.append(f"{'Of' if not parts else 'of'} {whole} {word} {noun} {done or 'none'}{verb}")
    sentence = ", ".join(parts) + "."
    deep, soft = [a for k in DEEP for a in kinds[k]], [a for k in SOFT for a in kinds[k]]
    if deep and soft:
        sentence += (
            f" Harm-reducing and structural together: {_complete(deep)} of {len(deep)} complete. "
            f"Learning and visibility together: {_complete(soft)} of {len(soft)}."
        )
    return sentence


def _complete(actions: Iterable[PlanAction]) -> int:
    return sum(a.status is Status.COMPLETE for a in actions)


def _bars(title: str, words: list[str], groups: list[list[PlanAction]]) -> StackedBars:
    counts = {key: [sum(a.status.value == key for a in own) for own in groups] for key in STATUS_KEYS}
    shown = [key for key in STATUS_KEYS if any(counts[key]) or key in {"complete", "underway", "not_started"}]
    text = "; ".join(f"{word}: {_complete(own)} of {len(own)} complete" for word, own in zip(words, groups, strict=True) if own)
    return StackedBars(
        title=title,
        text=f"{text}." if text else "No action is counted here yet.",
        categories=tuple(words),
        series=tuple(Series(key, STATES[key].word, tuple(counts[key])) for key in shown),
        notes=tuple(f"{_complete(own)} of {len(own)}" if own else "none" for own in groups),
    )


def _budget(actions: Iterable[PlanAction]) -> tuple[BudgetSum, ...]:
    known = [a for a in actions if a.budget_planned is not None or a.budget_spent is not None]
    sums = []
    for kind, word in (*((k, BUDGET_KIND_WORDS[k]) for k in BudgetKind), (None, "Not said")):
        own = [a for a in known if a.budget_kind == kind]
        if own:
            sums.append(BudgetSum(word, len(own), sum(a.budget_planned or 0 for a in own), sum(a.budget_spent or 0 for a in own)))
    return tuple(sums)
