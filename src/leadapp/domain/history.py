"""Undo as told from the change log: which step would be undone or redone next, and what the log says of each step.

The log is the only memory of undo, so it survives a restart. A step that undoes or redoes names the step it answers.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class StepKind(StrEnum):
    """What a step is for undo: an ordinary one, an undo, a redo, or one that cannot be undone (and clears what could)."""

    DO = "do"
    UNDO = "undo"
    REDO = "redo"
    FINAL = "final"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the log: ``answers`` is the step that an undo or redo step turned round."""

    number: int
    kind: StepKind
    label: str
    at: dt.datetime
    who: str = ""
    answers: int | None = None


@dataclass(frozen=True, slots=True)
class UndoState:
    """The next step to undo and the next to redo, each by the name of what a person did, or None."""

    undo: Step | None = None
    redo: Step | None = None


def undo_state(steps: Iterable[Step]) -> UndoState:
    """Tell from the steps, oldest first, what Undo and Redo would do next.

    Undo takes the newest step that is done and not undone. Doing something new forgets what could be redone; a final step
    forgets both.
    """
    done: list[Step] = []
    undone: list[Step] = []
    for step in steps:
        if step.kind is StepKind.DO:
            done.append(step)
            undone.clear()
        elif step.kind is StepKind.FINAL:
            done.clear()
            undone.clear()
        elif step.kind is StepKind.UNDO and done:
            undone.append(done.pop())
        elif step.kind is StepKind.REDO and undone:
            done.append(undone.pop())
    return UndoState(done[-1] if done else None, undone[-1] if undone else None)


def cut(words: str, most: int) -> str:
    """The words as a step's label quotes them: whole up to ``most`` characters, else cut after a word with an ellipsis."""
    if len(words) <= most:
        return words
    whole, space, _ = words[:most].rpartition(" ")
    return (whole if space else words[: most - 1]).rstrip(" ,;:.") + "…"


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of one row in one step, as people read it. An added or removed row is one entry without a field.

    ``names`` is what before and after stand for where they only point to a person or a service.
    """

    step: int
    table: str
    uid: str
    field: str
    kind: str  # add, change, remove
    before: str | None
    after: str | None
    blanked: bool = False
    names: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One step for the History room: what was done to what, by whom, from and to; ``total`` entries, the first of them here."""

    step: Step
    subject: str
    entries: tuple[Entry, ...]
    total: int
    undone: bool = False


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """What the History room shows. Empty parts let everything through; days are those of the clock that wrote the step.

    ``tables`` and ``fields`` are names as logged, ``action_uid`` an action with all that hangs on it, ``who`` as it is shown.
    """

    tables: frozenset[str] = frozenset()
    fields: frozenset[str] = frozenset()
    action_uid: str = ""
    who: str = ""
    first: dt.date | None = None
    last: dt.date | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EntryDetail:
    """One entry with what may be done about it; ``subject`` names the thing it belongs to ("2.4 Build anti-racism ...")."""

    entry: Entry
    subject: str
    can_restore: bool
    has_text: bool


UNITS: dict[str, tuple[frozenset[str], ...]] = {
    "plan_action": (frozenset({"status", "status_reason", "started_on", "completed_on"}),),
    "kpi_value": (
        frozenset(
            "number numerator denominator not_yet_measured reason wave question n invited response_rate next_wave"
            " measured_on".split()
        ),
    ),
    "service_value": (frozenset({"number", "numerator", "denominator", "not_applicable"}),),
    "progress_update": (frozenset({"text", "no_change"}),),
    "commitment": (frozenset({"outcome", "why"}),),
    "decision": (frozenset({"decision", "reason", "decided_on"}),),
}
"""Fields that only make sense together: restoring one restores those of its unit that the same step changed."""


def unit_of(table: str, field: str) -> frozenset[str]:
    """The fields that are restored along with a field, itself among them."""
    return next((unit for unit in UNITS.get(table, ()) if field in unit), frozenset({field}))
