"""What was done in the file, and undo and redo by the name of what they turn round."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from leadapp.db import history_records, history_search
from leadapp.db.change_log import writing_allowed
from leadapp.db.database import Database
from leadapp.db.history_names import name_pointers
from leadapp.domain.action_detail import LINK_WORDS
from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError, NotFoundError
from leadapp.domain.history import (
    Entry,
    EntryDetail,
    HistoryFilter,
    HistoryLine,
    StepKind,
    UndoState,
    undo_state,
)
from leadapp.domain.history_words import FIELD_WORDS, TABLE_WORDS
from leadapp.domain.kinds import ACTION_KIND_WORDS, BUDGET_KIND_WORDS
from leadapp.domain.measures import number_text
from leadapp.domain.past import Standing, standing
from leadapp.domain.quarters import Quarter, format_date, parse_date
from leadapp.domain.registers import CHOSEN_WORDS
from leadapp.domain.wording import DIRECTION_WORDS, KIND_WORDS, ORIGIN_WORDS, STATES
from leadapp.services.quarter_material import QuarterMaterial

if TYPE_CHECKING:
    from leadapp.services.restore_service import RestoreService

MOST_ENTRIES = 12
UNREADABLE = "cannot be read"
"""Stands in the history for an entry that is damaged, so that the rest of it can still be read."""
_KEYS = ORIGIN_WORDS | KIND_WORDS | DIRECTION_WORDS | LINK_WORDS | CHOSEN_WORDS
_KINDS = ACTION_KIND_WORDS | BUDGET_KIND_WORDS | {key: word for key, word in _KEYS.items() if "_" in key}
"""Words of keys that nobody would write: a text such as "local" stays a text."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class HistoryService:
    """Undo, redo and the history of the file."""

    def __init__(self, database: Database, quarters: QuarterMaterial, restoring: Callable[[], RestoreService]) -> None:
        self._database = database
        self._quarters = quarters
        self._restoring = restoring

    def state(self) -> UndoState:
        """What Undo and Redo would do next."""
        with self._database.reading() as session:
            return undo_state(history_records.step_kinds(session))

    def undo(self) -> Changes:
        """Turn the last step round. Raises NotFoundError where there is nothing to undo."""
        step = self.state().undo
        if step is None:
            raise NotFoundError("There is nothing to undo.")
        with self._database.writing(f"Undo: {step.label}", kind=StepKind.UNDO, answers=step.number) as writing:
            history_records.turn_round(writing.session, step.number)
        return writing.changes

    def redo(self) -> Changes:
        """Do again what was last undone. Raises NotFoundError where there is nothing to redo."""
        state = self.state()
        if state.redo is None:
            raise NotFoundError("There is nothing to do again.")
        with self._database.writing(f"Again: {state.redo.label}", kind=StepKind.REDO, answers=state.redo.number) as writing:
            history_records.turn_round(writing.session, self._undoing(state.redo.number))
        return writing.changes

    def _undoing(self, number: int) -> int:
        """The newest step that turned ``number`` round."""
        with self._database.reading() as session:
            steps = history_records.step_kinds(session)
        return next(s.number for s in reversed(steps) if s.kind is StepKind.UNDO and s.answers == number)

    def lines(self, most: int = 200) -> tuple[HistoryLine, ...]:
        """The newest steps with what they changed, newest first."""
        return self.find(HistoryFilter(), most)[0]

    def find(self, wanted: HistoryFilter, most: int = 500) -> tuple[tuple[HistoryLine, ...], int]:
        """The newest steps that a filter lets through, newest first and at most ``most``, and how many there are in all."""
        with self._database.reading() as session:
            steps, total = history_search.find_steps(session, wanted, most)
            entries = history_records.first_entries(session, tuple(s.number for s in steps), MOST_ENTRIES)
            undone = history_records.undone_steps(session)
            named = name_pointers(session, (entry for own, _ in entries.values() for entry in own))
        by_step: dict[int, list[Entry]] = {}
        for entry in named:
            by_step.setdefault(entry.step, []).append(entry)
        lines = []
        for step in reversed(steps):
            own, count = tuple(by_step.get(step.number, ())), entries.get(step.number, ((), 0))[1]
            lines.append(HistoryLine(step, subject_of(own), own, count, step.number in undone))
        return tuple(lines), total

    def today(self) -> dt.date:
        """The day by the clock that dates the steps (the sample's own day is another)."""
        return self._database.clock().date()

    def choices(self) -> HistoryChoices:
        """What the history can be narrowed down to: actions (those removed too), fields by their words, and people."""
        with self._database.reading() as session:
            who, fields = history_search.people_and_fields(session)
            actions = history_search.list_subjects(session)
        by_words: dict[str, set[str]] = {}
        for name in fields:
            by_words.setdefault(FIELD_WORDS.get(name, name.replace("_", " ").capitalize()), set()).add(name)
        words = tuple((word, frozenset(by_words[word])) for word in sorted(by_words))
        return HistoryChoices(actions, words, who)

    def details(self, step: int, most: int = 100) -> tuple[EntryDetail, ...]:
        """The entries of a step, at most ``most``, each with what may be done about it."""
        with self._database.reading() as session:
            entries = name_pointers(session, history_records.first_entries(session, (step,), most).get(step, ((), 0))[0])
            names = history_search.subjects(session, {e.uid for e in entries})
        return tuple(
            EntryDetail(e, names.get(e.uid, ""), history_records.can_restore(e), history_records.has_text(e)) for e in entries
        )

    # ------------------------------------------------------------------ one value, one text
    def restore(self, entry: Entry) -> Changes:
        """Put back the value from before an entry, or bring back what its step removed: see ``RestoreService.restore``."""
        return self._restoring().restore(entry)

    def remove_text(self, entry: Entry) -> int:
        """Take every wording of an entry's text out of the history for good; who and when stay. Returns how many entries it was.

        What stands in the plan now is not touched, nor are backups. It cannot be undone, and undo begins anew after it.
        """
        with self._database.writing("Text removed from the history", kind=StepKind.FINAL) as step:
            connection = step.session.connection()
            with writing_allowed(connection):
                count = history_records.blank_texts(connection, entry)
        return count

    def first_written(self, entry: Entry) -> dt.datetime:
        """When the oldest entry about the same row was written: a backup made since may hold its texts."""
        with self._database.reading() as session:
            return history_records.first_written(session, entry)

    def stood(self, action_uid: str, quarter: Quarter) -> Standing | None:
        """How an action stood at the end of a quarter, or stands in the one being reported; None if it is not in the plan."""
        return standing(self._quarters.material(quarter), action_uid)


@dataclass(frozen=True, slots=True)
class HistoryChoices:
    """What the history can be narrowed down to: (uid, name) of actions, (words, names) of fields, and people."""

    actions: tuple[tuple[str, str], ...]
    fields: tuple[tuple[str, frozenset[str]], ...]
    people: tuple[str, ...]


def subject_of(entries: tuple[Entry, ...]) -> str:
    """What a step was about, in a few words: the kinds of things it touched."""
    words = list(dict.fromkeys(TABLE_WORDS.get(e.table, e.table) for e in entries))
    return ", ".join(words[:3]) + (" and more" if len(words) > 3 else "")


def entry_words(entry: Entry) -> tuple[str, str, str]:
    """Field, before and after of an entry as people read them."""
    if entry.blanked and entry.kind == "change":
        return FIELD_WORDS.get(entry.field, entry.field), "text removed", "text removed"
    if entry.kind == "add":
        return TABLE_WORDS.get(entry.table, ""), "", _packed(entry.after) or ("text removed" if entry.blanked else "")
    if entry.kind == "remove":
        return TABLE_WORDS.get(entry.table, ""), _packed(entry.before) or ("text removed" if entry.blanked else ""), ""
    before, after = entry.names or (value_words(entry.before), value_words(entry.after))
    return FIELD_WORDS.get(entry.field, entry.field), before, after


def value_words(packed: str | None) -> str:
    """A logged value as people read it: states as words, days as dates, yes and no. What is torn says that it cannot be read."""
    try:
        value: Any = json.loads(packed) if packed else None
    except ValueError:
        return UNREADABLE
    if value is None or value == "":
        return "empty"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value in STATES:
        return STATES[value].word
    if isinstance(value, str) and value in _KINDS:
        return _KINDS[value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _day_words(value)
    return f"{value:,.10g}" if isinstance(value, float) else str(value)


def _day_words(value: str) -> str:
    try:
        return format_date(parse_date(value))
    except BadInputError:
        return value  # it looks like a day and is none


def _packed(packed: str | None) -> str:
    """The words of an added or removed row: its title, text, name or reading."""
    try:
        values = json.loads(packed or "{}")
        return _row_words(values) if isinstance(values, dict) else UNREADABLE
    except (ValueError, TypeError):
        return UNREADABLE


def _row_words(values: dict[str, Any]) -> str:
    if values.get("denominator") is not None:
        return f"{number_text(values.get('numerator'))} of {number_text(values['denominator'])}"
    if "subject" in values and "field" in values:  # what was typed: its subject is the row it was typed for
        text = str(values.get("text") or "empty")
        return STATES[text].word if values["field"] in {"status", "confidence"} and text in STATES else text
    if values.get("number") is not None:
        return number_text(values["number"])
    if values.get("not_applicable"):
        return "Does not apply"
    if values.get("not_yet_measured"):
        return f"Not yet measured. {values.get('reason', '')}".strip()
    for name in (
        "title",
        "text",
        "name",
        "term",
        "reference",
        "progress",
        "reason",
        "subject",
        "note",
        "quarter",
        "corporate_id",
        "post",
    ):
        if values.get(name):
            return str(values[name])
    return ""
