"""Putting one value back from the history, or bringing back what a step removed, so that what is reckoned from it stays right."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from leadapp.db import commitment_records, history_records, kpi_records, return_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.commitments import refuse_submitted
from leadapp.domain.errors import LeadappError, NotFoundError
from leadapp.domain.given_figures import OWN_SOURCES
from leadapp.domain.history import Entry, unit_of
from leadapp.domain.history_words import FIELD_WORDS, TABLE_WORDS
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter, format_date, parse_date
from leadapp.domain.return_text import ReturnState
from leadapp.services.grid_service import GridService
from leadapp.services.plan_service import PlanService

SUMMED = "This value is the sum over the services. Put the service's figure back, or type another one in the round."


class RestoreService:
    """Every method is one undo step. ``grid`` is asked for only where services give figures."""

    def __init__(self, database: Database, plan: PlanService, grid: Callable[[], GridService]) -> None:
        self._database = database
        self._plan = plan
        self._grid = grid

    def restore(self, entry: Entry) -> Changes:
        """Put back the value from before an entry, with the fields of its unit; or bring back what its step removed.

        A due date that is put back is a move of the date like any other: it is counted, with its reason. A figure of a service
        takes the sum along.
        """
        if not history_records.can_restore(entry):
            raise LeadappError("This cannot be put back by itself. Undo the step, or type it where it belongs.")
        if entry.kind == "remove":
            return self._bring_back(entry)
        if entry.table == "quarter_return":
            self._refuse_signed(entry)
        if (entry.table, entry.field) == ("plan_action", "due"):
            return self._move_back(entry)
        unit = unit_of(entry.table, entry.field)
        if entry.table == "service_value":
            with self._database.reading() as session:
                before = history_records.before_of(session, entry, unit)
            return self._grid().put_back(entry.uid, before)
        if entry.table == "commitment":
            self._refuse_submitted(entry)
        word = FIELD_WORDS.get(entry.field, entry.field.replace("_", " "))
        with self._database.writing(f"{word} restored") as step:
            if entry.table == "kpi_value" and len(unit) > 1:
                self._restore_figure(step.session, entry, unit)
            else:
                history_records.restore_fields(step.session, entry, unit)
        return step.changes

    def _refuse_signed(self, entry: Entry) -> None:
        """What was signed or submitted says what it said then."""
        with self._database.reading() as session:
            state = return_records.state_of(session, entry.uid)
        if state not in {None, ReturnState.DRAFT}:
            raise LeadappError(
                "This return is signed or submitted; its texts stay. Reopen it, or correct it, and type the text there."
            )

    def _refuse_submitted(self, entry: Entry) -> None:
        """What was signed or submitted of a commitment is not put back by this way either."""
        with self._database.reading() as session:
            known = commitment_records.list_commitments(session)
        for held in known:
            if held.uid == entry.uid:
                refuse_submitted(held, {entry.field})

    def _restore_figure(self, session: Any, entry: Entry, unit: frozenset[str]) -> None:
        """A figure comes back with its source. A source that leadapp wrote for another figure goes; a sum is not overwritten."""
        place = kpi_records.place_of(session, entry.uid)
        grids = self._grid().that_follow([(place[0], Quarter.parse(place[1]))]) if place else ()
        if any(not grid.total.is_empty for grid in grids):
            raise LeadappError(SUMMED)
        before = history_records.before_of(session, entry, frozenset({"source"}))
        history_records.restore_fields(session, entry, unit | {"source"})
        if not before:
            kpi_records.forget_source(session, entry.uid, OWN_SOURCES)

    def _bring_back(self, entry: Entry) -> Changes:
        """Bring back what a step removed; a value that is the sum over its services moves along."""
        with self._database.reading() as session:
            places = history_records.removed_places(session, entry.step, "service_value")
        grids = self._grid().that_follow((kpi_id, Quarter.parse(quarter)) for kpi_id, quarter in places) if places else ()
        with self._database.writing(f"Brought back: {TABLE_WORDS.get(entry.table, 'a row')}") as step:
            history_records.bring_back(step.session, entry.step)
            if grids:
                self._grid().follow(step.session, grids)
        return step.changes

    def _move_back(self, entry: Entry) -> Changes:
        """A due date that is put back is a move of the date like any other."""
        before = json.loads(entry.before or "null")
        action = next((a for a in self._plan.list_actions() if a.uid == entry.uid), None)
        if action is None:
            raise NotFoundError("The action is no longer in the plan. Bring it back first.")
        if before is None:
            raise LeadappError("Before this step the date came from the band. Type the date you want in the action, and why.")
        reason = "The date from before was put back from the history"
        return self._plan.change(action.id, action.version, ActionDraft(due=format_date(parse_date(before)), due_reason=reason))
