"""Commitments: promised in one return, answered in the next. Every method that changes something is one undo step.

Words that were signed or submitted stay: only what became of a promise is told, until the return that tells it is signed too.
"""

from __future__ import annotations

from typing import Any

from leadapp.db import commitment_records, directorate_records, plan_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.commitments import Commitment, CommitmentDraft, OutcomeCount, read_promise, refuse_submitted, run_of
from leadapp.domain.errors import BadInputError, NotFoundError
from leadapp.domain.history import cut
from leadapp.domain.quarters import Quarter
from leadapp.domain.wording import STATES
from leadapp.services.preference_service import PreferenceService

LONGEST_NAME = 40


class CommitmentService:
    """What is promised for the next quarter, and what became of it."""

    def __init__(self, database: Database, preferences: PreferenceService) -> None:
        self._database = database
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def due(self, quarter: Quarter) -> tuple[Commitment, ...]:
        """What was promised for a quarter: its return says what became of it."""
        return tuple(one for one in self._of(quarter) if one.quarter == str(quarter))

    def made(self, quarter: Quarter) -> tuple[Commitment, ...]:
        """What the return of a quarter promises for the next one."""
        return tuple(one for one in self._of(quarter) if one.made_in == str(quarter))

    def _of(self, quarter: Quarter) -> tuple[Commitment, ...]:
        with self._database.reading() as session:
            return commitment_records.list_commitments(session, str(quarter))

    def run(self) -> tuple[OutcomeCount, ...]:
        """How the promises came out, quarter by quarter up to the one being reported."""
        with self._database.reading() as session:
            known = commitment_records.list_commitments(session)
        return run_of(known, str(self._preferences.reported_quarter()))

    def list_all(self) -> tuple[Commitment, ...]:
        """Every commitment, oldest quarter first."""
        with self._database.reading() as session:
            return commitment_records.list_commitments(session)

    def is_begun_on_paper(self, quarter: Quarter) -> bool:
        """Whether the return before a quarter was written before this file began, so that its promises are typed in by hand."""
        return str(quarter) == self._preferences.directorate().first_quarter

    # ------------------------------------------------------------------ writing
    def add(self, made_in: Quarter, text: str, owner: str = "", action: str = "") -> tuple[Changes, int]:
        """Promise something in the return of a quarter for the next one. Raises BadInputError naming the field."""
        draft = CommitmentDraft(text=text, owner=owner, action=action)
        read_promise(text)
        values, problems = draft.read()
        if problems:
            raise BadInputError(problems[0].sentence, problems[0].field)
        with self._database.writing(f"Commitment added: {cut(values['text'], LONGEST_NAME)}") as step:
            if str(made_in) in commitment_records.submitted(step.session)[1]:
                raise BadInputError(f"The return for {made_in} is signed or submitted. Promise it in the next one.", "text")
            columns = self._columns(step.session, values)
            columns |= {"made_in": str(made_in), "quarter": str(made_in.next)}
            row = commitment_records.add_commitment(step.session, columns)
        return step.changes, row.id

    def change(self, commitment_id: int, version: int, draft: CommitmentDraft, visit: str = "") -> Changes:
        """Keep what stands in the fields: usable units as values, the others as typed.

        Raises ChangedElsewhereError, NotFoundError, and BadInputError where what was submitted would change.
        """
        with self._database.reading() as session:
            held = commitment_records.commitment(session, commitment_id, version)
        refuse_submitted(held, {name for name, text in draft.touched().items() if text != held.texts[name]})
        values, problems = draft.read(held)
        with self._database.writing(_label(held, values, draft), visit=visit) as step:
            commitment_records.change_commitment(step.session, commitment_id, self._columns(step.session, values))
            plan_records.keep_typed(step.session, held.uid, "", draft.typed(problems))
        return step.changes

    def remove(self, commitment_id: int) -> Changes:
        """Remove a promise that was not submitted yet. Raises NotFoundError and BadInputError."""
        with self._database.reading() as session:
            held = commitment_records.commitment(session, commitment_id)
        if held.is_worded or held.is_told:
            raise BadInputError(f"This was promised in the return for {held.made_in}. It stays; say what became of it.", "text")
        with self._database.writing(f"Commitment removed: {cut(held.text, LONGEST_NAME)}") as step:
            commitment_records.remove_commitment(step.session, commitment_id)
        return step.changes

    def _columns(self, session: Any, values: dict[str, Any]) -> dict[str, Any]:
        """Values as columns of the row: the owner's name becomes a reference; an action must be there."""
        columns = dict(values)
        if "owner" in columns:
            columns["owner_id"] = directorate_records.person_id(session, columns.pop("owner"))
        if columns.get("action_id"):
            try:
                plan_records.action_row(session, columns["action_id"])
            except NotFoundError as error:
                raise BadInputError("Choose an action of your plan, or none.", "action") from error
        return columns


def _label(held: Commitment, values: dict[str, Any], draft: CommitmentDraft) -> str:
    """What Undo will call the step."""
    name = cut(held.text, LONGEST_NAME)
    if values.get("outcome") and values["outcome"] != held.outcome:
        return f"{STATES[values['outcome']].word}: {name}"
    words = {"text": "Words", "owner": "Owner", "action": "Action", "outcome": "Outcome", "why": "Why"}
    changed = [field for field, text in draft.touched().items() if text != held.texts[field]]
    return f"{words.get(next(iter(changed), ''), 'Change')} of the commitment: {name}"
