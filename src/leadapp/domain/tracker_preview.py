"""What taking in a list would do, row by row, before anything is written: a new action, a change of one, an adoption, or nothing.

Pure: from the actions of the list and those of the plan. She chooses per row; what is not in the list is never touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from enum import StrEnum

from leadapp.domain.list_words import plain
from leadapp.domain.plan import Origin, PlanAction
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.sheets import SheetFault
from leadapp.domain.tracker import ListAction, ReadList, likeness
from leadapp.domain.wording import STATES

NEARLY_EQUAL = 0.87
"""From this likeness on, two titles are taken for the same action."""
ALIKE = 0.5
"""Below this likeness, the same reference alone does not make two actions the same."""
_RARE = 40
"""A word that stands in more titles than this says little about which one is meant."""


class Choice(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGE = "change"
    ADOPT = "adopt"
    LEAVE = "leave"


CHOICE_WORDS = {
    Choice.NEW: "Take as new",
    Choice.CHANGE: "Change the action",
    Choice.ADOPT: "Adopt the action",
    Choice.LEAVE: "Leave out",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that would change, in words."""

    what: str
    before: str
    after: str

    @property
    def words(self) -> str:
        """The change in one line."""
        return f"{self.what}: {self.before} → {self.after}" if self.before else f"{self.what}: {self.after}"


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the list: what it may become (``choices``), what it will become, and what is to be known of it.

    ``target`` is the action of the plan that it would change; ``twin`` the place of an earlier row that says the same.
    """

    number: int
    action: ListAction
    choices: tuple[Choice, ...]
    choice: Choice
    target: PlanAction | None = None
    changes: tuple[FieldChange, ...] = ()
    why: str = ""
    twin: str = ""

    def chosen(self, choice: Choice) -> PreviewRow:
        """The row with another choice."""
        return replace(self, choice=choice) if choice in self.choices else self

    @property
    def told(self) -> tuple[str, ...]:
        """Everything to be known of the row, in sentences."""
        return tuple(filter(None, (self.why, *map(str, self.action.remarks))))

    @property
    def will(self) -> str:
        """What happens to the row, in a few words."""
        if self.choice is Choice.CHANGE and self.target is not None:
            return f"Changes {self.target.reference}" if self.changes else f"{self.target.reference} stays as it is"
        return {Choice.NEW: "New action", Choice.ADOPT: f"Adopts {self.action.corporate_id}"}.get(self.choice, "Left out")

    @property
    def writes(self) -> bool:
        """Whether taking the row writes something."""
        return self.choice in {Choice.NEW, Choice.ADOPT} or (self.choice is Choice.CHANGE and bool(self.changes))


@dataclass(frozen=True, slots=True)
class KnownPlan:
    """What the plan holds: its actions, the newest update of each by (action id, quarter), corporate titles, its services."""

    actions: Sequence[PlanAction]
    updates: Mapping[tuple[int, str], str]
    corporate: Mapping[str, str]
    services: frozenset[str]


@dataclass(frozen=True, slots=True)
class TrackerPreview:
    """Every row with its choice, rows that hold no action, what is to be known of the whole, and services the plan does not know."""

    rows: tuple[PreviewRow, ...]
    left_out: tuple[SheetFault, ...]
    remarks: tuple[str, ...] = ()
    services: tuple[str, ...] = ()

    def count(self, choice: Choice) -> int:
        """How many rows are to become this and write something."""
        return sum(row.choice is choice and row.writes for row in self.rows)

    @property
    def writing(self) -> int:
        """How many actions would be written."""
        return sum(row.writes for row in self.rows)

    @property
    def words(self) -> str:
        """What would happen, in one sentence."""
        said = (
            (Choice.NEW, "new action", "new actions"),
            (Choice.CHANGE, "changed", "changed"),
            (Choice.ADOPT, "adopted from the corporate plan", "adopted from the corporate plan"),
        )
        parts = [f"{n:,} {one if n == 1 else many}" for choice, one, many in said if (n := self.count(choice))]
        rest = len(self.rows) - self.writing
        if rest:
            parts.append(f"{rest:,} of the list left as {'it is' if rest == 1 else 'they are'}")
        return ", ".join(parts) + "." if parts else "The list holds no action."

    def with_row(self, row: PreviewRow) -> TrackerPreview:
        """The preview with one row decided otherwise."""
        rows = list(self.rows)
        rows[row.number] = row
        return replace(self, rows=tuple(rows))


def preview_list(read: ReadList, known: KnownPlan, remarks: tuple[str, ...] = ()) -> TrackerPreview:
    """Find for every action of the list what it would do to the plan."""
    finder, rows = _Finder(known), []
    for number, action in enumerate(read.actions):
        rows.append(finder.row(number, action))
    services: dict[str, str] = {}
    for action in read.actions:
        if action.service and action.service.casefold() not in known.services:
            services.setdefault(action.service.casefold(), action.service)
    return TrackerPreview(tuple(rows), read.left_out, remarks, tuple(services.values()))


class _Titles:
    """Titles, given in plain words, that are looked for by nearly equal ones: only those that share a rare word are compared."""

    def __init__(self) -> None:
        self._equal: dict[str, int] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._titles: list[str] = []

    def add(self, title: str) -> None:
        """Keep a title; its number counts from 0."""
        number = len(self._titles)
        self._titles.append(title)
        self._equal.setdefault(title, number)
        for word in set(title.split()):
            self._by_word[word].append(number)

    def find(self, title: str) -> int | None:
        """The number of the title that is equal or nearly so. "Phase 1" and "phase 2" are never the same."""
        if (equal := self._equal.get(title)) is not None or not self._titles:
            return equal
        numbers = _numbers(title)
        near = [number for number in self._near(set(title.split())) if _numbers(self._titles[number]) == numbers]
        matcher = SequenceMatcher(None, "", title if near else "", autojunk=False)
        best, most = None, NEARLY_EQUAL
        for number in near:
            matcher.set_seq1(self._titles[number])
            if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:  # both are never less than the ratio
                continue
            ratio = matcher.ratio()
            if ratio > most or (best is None and ratio == most):
                best, most = number, ratio
        return best

    def _near(self, words: set[str]) -> list[int]:
        """The titles that share most words, at most five: a nearly equal one shares at least half of its words."""
        shared: dict[int, int] = defaultdict(int)
        for word in words:
            if len(places := self._by_word.get(word, ())) <= _RARE:
                for place in places:
                    shared[place] += 1
        enough = max(1, len(words) // 2)
        near = [place for place, count in shared.items() if count >= enough]
        return sorted(near, key=lambda place: -shared[place])[:5]


def _numbers(title: str) -> list[str]:
    return re.findall(r"\d+", title)


@dataclass(frozen=True, slots=True)
class _Twin:
    """An earlier row of the list that is about the same."""

    place: str
    title: str


class _Finder:
    """Which action of the plan, or earlier row of the list, a row is about."""

    def __init__(self, known: KnownPlan) -> None:
        self._known = known
        self._by_reference = {a.reference.casefold(): a for a in known.actions}
        self._by_corporate = {a.corporate_id: a for a in known.actions if a.origin is Origin.CORPORATE}
        self._titles, self._seen = _Titles(), _Titles()
        self._places: list[_Twin] = []
        self._targets: dict[int, _Twin] = {}
        self._met: dict[str, _Twin] = {}
        for action in known.actions:
            self._titles.add(plain(action.title))

    def row(self, number: int, action: ListAction) -> PreviewRow:
        """One row with its likely choice."""
        title = plain(action.title)
        twin = self._twin(action, title)
        target, why = self._target(action, title)
        if target is not None:
            changes = changes_of(action, target, self._known)
            choices: tuple[Choice, ...] = (Choice.CHANGE, Choice.NEW, Choice.LEAVE)
            if target.origin is Origin.CORPORATE and action.corporate_id == target.corporate_id:
                choices = (Choice.CHANGE, Choice.LEAVE)
            likely = Choice.CHANGE if Choice.NEW not in choices or likeness(target.title, action.title) >= ALIKE else Choice.NEW
            row = PreviewRow(number, action, choices, likely, target, changes, why)
            twin = twin or self._targets.get(target.id)
            self._targets.setdefault(target.id, _Twin(action.place, action.title))
        elif action.corporate_id in self._known.corporate:
            row = PreviewRow(number, action, (Choice.ADOPT, Choice.LEAVE), Choice.ADOPT)
        else:
            row = PreviewRow(number, action, (Choice.NEW, Choice.LEAVE), Choice.NEW)
        return self._twinned(row, twin)

    @staticmethod
    def _twinned(row: PreviewRow, twin: _Twin | None) -> PreviewRow:
        """A row that the list has before is left out; one about the same corporate action in other words is one of her own."""
        if twin is None:
            return row
        action, choices = row.action, tuple(dict.fromkeys((*row.choices, Choice.NEW)))
        same = plain(twin.title) == plain(action.title)
        if action.corporate_id and not same and likeness(twin.title, action.title) < NEARLY_EQUAL:
            why = f"{action.corporate_id} stands in the list before ({twin.place}: “{twin.title[:80]}”)."
            return replace(
                row, choice=Choice.NEW, choices=choices, why=f"{why} This row becomes an action of your own.", twin=twin.place
            )
        before = f"The list has it before ({twin.place}{'' if same else f': “{twin.title[:80]}”'})."
        why = " ".join(filter(None, (row.why, before)))
        return replace(row, choice=Choice.LEAVE, choices=choices, why=why, twin=twin.place)

    def _twin(self, action: ListAction, title: str) -> _Twin | None:
        """The earlier row with the same corporate id, or the same title; then remembers this one."""
        here = _Twin(action.place, action.title)
        if action.corporate_id:
            first = self._met.setdefault(action.corporate_id, here)
            return None if first is here else first
        found = self._seen.find(title)
        self._seen.add(title)
        self._places.append(here)
        return self._places[found] if found is not None else None

    def _target(self, action: ListAction, title: str) -> tuple[PlanAction | None, str]:
        """The action of the plan that the row is about, and how it was found."""
        if action.corporate_id:
            return self._by_corporate.get(action.corporate_id), ""
        if action.reference and (found := self._by_reference.get(action.reference.casefold())) is not None:
            alike = likeness(found.title, action.title) >= ALIKE
            said = (
                ""
                if alike
                else f"{found.reference} is “{found.title[:80]}” in your plan. A new action gets a reference of its own."
            )
            return found, said
        place = self._titles.find(title)
        if place is None:
            return None, ""
        found = self._known.actions[place]
        return found, f"Found by its title: {found.reference} “{found.title[:80]}”."


def changes_of(action: ListAction, target: PlanAction, known: KnownPlan) -> tuple[FieldChange, ...]:
    """What the list says otherwise than the plan; where the list says nothing, nothing changes."""
    return tuple(_changes(action, target, known))


def _changes(action: ListAction, target: PlanAction, known: KnownPlan) -> Iterable[FieldChange]:
    own = target.origin is not Origin.CORPORATE
    pairs = [
        ("Title", target.title, action.title if own and plain(action.title) != plain(target.title) else ""),
        ("What we will do", _first(target.description), _first(added(target.description, action.description))),
        ("Owner", target.owner, action.owner),
        ("Service", target.service, action.service),
        ("Pillar", str(target.pillar or ""), str(action.pillar or "") if own else ""),
        ("Due", format_date(target.due) if target.due else "", format_date(action.due) if action.due else ""),
        ("Status", STATES[target.status].word, STATES[action.status].word if action.status else ""),
        ("Confidence", _word(target.confidence), _word(action.confidence)),
        ("Start", format_date(target.started_on) if target.started_on else "", _day(action)),
    ]
    for what, before, after in pairs:
        if after and before != after:
            yield FieldChange(what, before, after)
    if action.urgent is not None and action.urgent != target.urgent:
        yield FieldChange("Urgent", "yes" if target.urgent else "no", "yes" if action.urgent else "no")
    for quarter, text in action.updates:
        before = known.updates.get((target.id, quarter), "")
        if text not in before:
            yield FieldChange(f"Update for {Quarter.parse(quarter).words}", _first(before), _first(text))


def added(before: str, more: str) -> str:
    """A text with what another one says beyond it: nothing that stands there is lost."""
    fresh = [line for line in more.split("\n") if line.strip() and line.strip() not in before]
    return "\n".join(filter(None, (before, *fresh))) if fresh else before


def _first(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:119]}…"


def _word(state: StrEnum | None) -> str:
    return STATES[state.value].word if state else ""


def _day(action: ListAction) -> str:
    return format_date(action.started_on) if action.started_on else ""
