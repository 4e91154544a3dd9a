"""Taking in a list of actions: an old tracker in Excel or CSV, or rows pasted from one. A preview first, then one step."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from leadapp import paths
from leadapp.db import directorate_records, match_records, plan_records, return_records
from leadapp.db.database import Database, is_open_here
from leadapp.domain.changes import Changes
from leadapp.domain.column_matching import ListColumn, ListField, Matching, columns_of, guess_head, heads_of
from leadapp.domain.directorate import ServiceDraft, read_services
from leadapp.domain.errors import BadInputError, ChangedElsewhereError
from leadapp.domain.list_remarks import remarks_on
from leadapp.domain.list_words import guess_words
from leadapp.domain.plan import Origin, PlanAction, Status
from leadapp.domain.sheets import Book, Sheet
from leadapp.domain.tracker import ListAction, ListContext, read_list, words_of
from leadapp.domain.tracker_preview import Choice, KnownPlan, PreviewRow, TrackerPreview, added, preview_list
from leadapp.services.plan_service import PlanService, initials
from leadapp.services.preference_service import PreferenceService

Progress = Callable[[int, int], None]
PURPOSE = "tracker"


@dataclass(frozen=True, slots=True)
class ListGuess:
    """How a sheet would be read: which row holds the heads, what the columns are, what the words mean; whether it was remembered."""

    sheet: Sheet
    columns: tuple[ListColumn, ...]
    matching: Matching
    remembered: bool = False


def read_list_file(path: Path, progress: Progress | None = None) -> Book:
    """Read a workbook or CSV file. Needs no database, so a worker may run it. Raises BadInputError and DiskError.

    ``TrackerService.check_source`` has to come first: the open store must never be opened a second time.
    """
    from leadapp.imports.caps import TRACKER
    from leadapp.imports.sheet_files import read_sheets

    return read_sheets(path, TRACKER, progress)


def read_pasted_list(text: str) -> Book:
    """Read rows that were copied from a table. Raises BadInputError."""
    from leadapp.imports.pasted import read_pasted

    return Book("pasted rows", (read_pasted(text),))


class TrackerService:
    """Lists of actions that a person brings."""

    def __init__(self, database: Database, preferences: PreferenceService, plan: PlanService) -> None:
        self._database = database
        self._preferences = preferences
        self._plan = plan

    # ------------------------------------------------------------------ how a list is read
    def check_source(self, path: Path) -> None:
        """Refuse a file that is a leadapp file, this one before all. Raises BadInputError."""
        if is_open_here(path) or path.suffix.casefold() == paths.ENDING:
            raise BadInputError(f"“{path.name}” is a leadapp file. Choose an Excel workbook or a CSV file.", "file")

    def likely_sheet(self, book: Book) -> int:
        """The sheet that most likely holds the actions: the one with heads and most rows."""
        ranked = range(len(book.sheets))
        return max(ranked, key=lambda n: (guess_head(book.sheets[n]) >= 0, len(book.sheets[n].rows), -n))

    def guess(self, sheet: Sheet, head: int | None = None) -> ListGuess:
        """How a sheet would be read, as remembered for these heads or else guessed. ``head`` counts from 0; -1 is none."""
        at = guess_head(sheet) if head is None else head
        remembered = self._remembered(heads_of(sheet, at)) if at >= 0 else {}
        columns = columns_of(sheet, at, frozenset(self._context().corporate), remembered.get("fields", ()))
        fields = [ListField.LEAVE] * sheet.width
        for column in columns:
            fields[column.number] = column.field
        guess = ListGuess(sheet, columns, Matching(at, tuple(fields), remembered.get("words", {})), bool(remembered))
        return self.with_words(guess)

    def matched(self, guess: ListGuess, column: int, field: ListField) -> ListGuess:
        """The guess with one column matched otherwise."""
        fields = list(guess.matching.fields)
        fields[column] = field
        columns = tuple(replace(c, field=fields[c.number]) for c in guess.columns)
        return self.with_words(replace(guess, columns=columns, matching=replace(guess.matching, fields=tuple(fields))))

    def with_words(self, guess: ListGuess) -> ListGuess:
        """The guess with a meaning for every word that stands in the columns of status and confidence."""
        words = guess_words(words_of(guess.sheet, guess.matching)) | dict(guess.matching.words)
        return replace(guess, matching=replace(guess.matching, words=words))

    def meaning(self, guess: ListGuess, word: str, meaning: str) -> ListGuess:
        """The guess with another meaning for one word."""
        words = dict(guess.matching.words) | {word: meaning}
        return replace(guess, matching=replace(guess.matching, words=words))

    def _remembered(self, heads: tuple[str, ...]) -> dict[str, Any]:
        with self._database.reading() as session:
            return match_records.matching(session, PURPOSE, _key(heads))

    def _context(self) -> ListContext:
        plan = self._preferences.corporate_plan()
        return ListContext(
            {a.id: a.title for a in plan.actions},
            {p.number: p.title for p in plan.pillars},
            self._preferences.today(),
            str(self._preferences.reported_quarter()),
            self._preferences.directorate().month_zero,
        )

    # ------------------------------------------------------------------ preview
    def preview(self, guess: ListGuess, remarks: tuple[str, ...] = ()) -> TrackerPreview:
        """What taking the list would do. Changes nothing. Raises BadInputError where no column holds the action."""
        if problem := guess.matching.problem():
            raise BadInputError(problem, "title")
        context = self._context()
        read = read_list(guess.sheet, guess.matching, context)
        with self._database.reading() as session:
            updates = {(u.action_id, u.quarter): u.text for u in plan_records.list_updates(session)}
        services = frozenset(s.name.casefold() for s in self._preferences.directorate().services)
        known = KnownPlan(self._plan.list_actions(), updates, context.corporate, services)
        return preview_list(
            read, known, (*remarks, *remarks_on(guess.sheet, guess.matching, self._preferences.reported_quarter()))
        )

    # ------------------------------------------------------------------ taking it
    def take(self, preview: TrackerPreview, guess: ListGuess, name: str, services: tuple[str, ...] = ()) -> Changes:
        """Write every row as it was chosen, in one step; ``services`` are the unknown ones to add. Remembers the matching.

        Raises BadInputError where nothing would be written, ChangedElsewhereError where an action was changed since the preview.
        """
        count = preview.writing
        if not count:
            raise BadInputError("Nothing of the list would change your plan. Nothing was taken in.", "rows")
        label = f"{count:,} {'action' if count == 1 else 'actions'} taken in from {name[:60]}"
        quarter = str(self._preferences.reported_quarter())
        with self._database.writing(label) as step:
            for draft in read_services(tuple(ServiceDraft(name) for name in services)):
                directorate_records.add_service(step.session, draft)
            rows = [row for row in preview.rows if row.writes]
            taking = _Taking(step.session, self._preferences, name, quarter)
            taking.know_people(row.action.owner for row in rows)
            for row in rows:
                self._take_row(taking, row)
            taking.finish()
            if guess.matching.head >= 0:
                kept = {"fields": [f.value for f in guess.matching.fields], "words": dict(guess.matching.words)}
                heads = _key(heads_of(guess.sheet, guess.matching.head))
                match_records.keep_matching(step.session, PURPOSE, heads, kept)
        return step.changes

    def _take_row(self, taking: _Taking, row: PreviewRow) -> None:
        if row.choice is Choice.NEW:
            taking.add(row.action.of_its_own())
        elif row.choice is Choice.ADOPT:
            if row.action.corporate_id not in plan_records.adopted_ids(taking.session):  # else an earlier row of the list did it
                self._plan.adopt_within(taking.session, row.action.corporate_id)
            taking.change_adopted(row.action)
        elif row.target is not None:
            taking.change(row.action, row.target)


def _key(heads: tuple[str, ...]) -> str:
    return json.dumps(heads, ensure_ascii=False)


class _Taking:
    """Writing the rows of one list in one transaction: references, people and services are looked up once."""

    def __init__(self, session: Any, preferences: PreferenceService, name: str, quarter: str) -> None:
        self.session = session
        self._today, self._name, self._quarter = preferences.today(), name, quarter
        self._prefix = initials(preferences.directorate().name)
        self._taken = plan_records.references(session)
        self._next = 1
        self._people: dict[str, int] = {}
        self._services = {s.name.casefold(): s.id for s in directorate_records.list_services(session)}
        self._new: list[tuple[dict[str, Any], ListAction]] = []
        self._changed: set[int] = set()
        self._submitted = return_records.submitted_quarters(session)

    # ------------------------------------------------------------------ rows
    def know_people(self, labels: Iterable[str]) -> None:
        """Find or add the owners of the rows that are to be written."""
        self._people = directorate_records.person_ids(self.session, labels)

    def add(self, action: ListAction) -> None:
        """A new action of the directorate's own."""
        values = self._columns(action) | {
            "reference": self._reference(action.reference),
            "origin": Origin.LOCAL.value,
            "title": action.title,
            "description": self._description("", action),
            "pillar": action.pillar,
            "band": action.band,
        }
        self._new.append((values, action))

    def finish(self) -> None:
        """Write all new actions in one go, then their updates."""
        ids = plan_records.add_actions(self.session, [values for values, _ in self._new])
        written = zip(ids, (action for _, action in self._new), strict=True)
        found = [
            self._update(one, (action.status or Status.NOT_STARTED).value, action.confidence.value if action.confidence else None)
            | {"action_id": new}
            for new, action in written
            for one in action.updates
        ]
        plan_records.add_updates(self.session, found)
        self._new = []

    def change_adopted(self, action: ListAction) -> None:
        """An action that was adopted a moment ago gets what the list says of it."""
        row = plan_records.action_row(self.session, plan_records.adopted_ids(self.session)[action.corporate_id])
        values = self._columns(action)
        own_words = action.title if action.title != row.title else ""
        values["description"] = self._description(added(row.description, own_words), action)
        plan_records.change_action(self.session, row.id, None, values)
        self._write_updates(row, action)

    def change(self, action: ListAction, target: PlanAction) -> None:
        """An action of the plan that the list says more of."""
        row = plan_records.action_row(self.session, target.id)
        if row.version != target.version and target.id not in self._changed:
            raise ChangedElsewhereError(
                f"{target.reference} was changed meanwhile. Look at the preview again; nothing was taken in."
            )
        values = self._columns(action)
        if target.origin is not Origin.CORPORATE:
            values |= {"title": action.title} | ({"pillar": action.pillar} if action.pillar else {})
        self._changed.add(target.id)
        values["description"] = self._description(row.description, action)
        if action.due and target.due and action.due != target.due:
            moved = {"on": self._today, "to_date": action.due, "from_date": target.due, "quarter": self._quarter}
            plan_records.add_redating(self.session, target.id, moved | {"reason": f"As in {self._name}"})
        if action.status:
            values["completed_on"] = (target.completed_on or self._today) if action.status is Status.COMPLETE else None
        if action.due == target.due:
            values.pop("due", None)
        plan_records.change_action(self.session, target.id, None, values)
        if action.status or action.confidence:
            plan_records.snapshot_state(self.session, target.id, self._quarter, row.status, row.confidence)
        self._write_updates(row, action)

    # ------------------------------------------------------------------ fields
    def _columns(self, action: ListAction) -> dict[str, Any]:
        """What the list says, as columns; what it does not say is not there."""
        values: dict[str, Any] = {}
        if action.owner:
            values["owner_id"] = self._people[action.owner]
        if service := self._services.get(action.service.casefold()):
            values["service_id"] = service
        if action.urgent is not None:
            values["urgent"] = action.urgent
        if action.due:
            values["due"] = action.due
        return values | self._state(action)

    def _state(self, action: ListAction) -> dict[str, Any]:
        values: dict[str, Any] = {}
        if action.started_on:
            values["started_on"] = action.started_on
        if action.confidence:
            values["confidence"] = action.confidence.value
        if action.status:
            values["status"] = action.status.value
            values["status_reason"] = f"“{action.status_word}” in {self._name}" if action.status.needs_reason else ""
        return values

    def _description(self, before: str, action: ListAction) -> str:
        """What we will do, with what could not be used otherwise."""
        unknown = action.service and action.service.casefold() not in self._services
        kept = f"Service in the list: {action.service}" if unknown else ""
        return added(added(before, action.description), kept)

    def _reference(self, wanted: str) -> str:
        """The list's reference where it is free and cannot be taken for a corporate id, else the next own one."""
        free = wanted and wanted.casefold() not in self._taken and not wanted.replace(".", "").isdigit()
        reference = wanted if free else ""
        while not reference or reference.casefold() in self._taken:
            reference = f"{self._prefix}-{self._next:02d}"
            self._next += 1
        self._taken.add(reference.casefold())
        return reference

    # ------------------------------------------------------------------ updates
    def _write_updates(self, row: Any, action: ListAction) -> None:
        """Put what the list says beneath what is said already; what stands there word for word is not said twice."""
        for quarter, text in action.updates:
            before = plan_records.newest_update(self.session, row.id, quarter)
            if before is not None and text in before.text:
                continue
            beneath = quarter in self._submitted
            values = self._update((quarter, text), row.status, row.confidence)
            values["text"] = text if before is None or beneath else f"{before.text}\n{text}"
            plan_records.write_update(self.session, row.id, values.pop("quarter"), values, beneath=beneath)

    def _update(self, said: tuple[str, str], status: str, confidence: str | None) -> dict[str, Any]:
        """An update as columns; only the one of the quarter being reported knows the state it was written in."""
        quarter, text = said
        state = {"status": status, "confidence": confidence} if quarter == self._quarter else {"status": None, "confidence": None}
        return {"quarter": quarter, "text": text, "written_on": self._today, "no_change": False} | state
