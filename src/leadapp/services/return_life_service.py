"""The life of a return: signed, confirmed, reopened, submitted, corrected. Each is one step of the log that cannot be undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import leadapp
from leadapp.db import commitment_records, plan_records, return_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.checks import MISSING, CheckResult
from leadapp.domain.history import StepKind
from leadapp.domain.plan import LONGEST_TEXT, Confidence, Status
from leadapp.domain.promise_parts import SignaturePart
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import (
    LEAD,
    LONGEST_REOPENING,
    SECOND,
    LifeStep,
    SignatureDraft,
    check_confirm,
    check_correct,
    check_open_correction,
    check_ready_to_confirm,
    check_reopen,
    check_sign,
    check_submit,
    life_steps,
    read_reason,
)
from leadapp.domain.return_text import ReturnState, ReturnText
from leadapp.services.preference_service import PreferenceService
from leadapp.services.return_service import ReturnService

if TYPE_CHECKING:
    from leadapp.domain.returns import ReturnRecord


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision of a return: whether it is kept as it left, and when that was."""

    text: ReturnText
    is_kept: bool
    submitted_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class ReturnLife:
    """Where a quarter's return stands: its newest revision, who signed it, the five steps, and every revision, newest first."""

    text: ReturnText
    signatures: tuple[SignaturePart, ...]
    steps: tuple[LifeStep, ...]
    revisions: tuple[RevisionLine, ...]

    @property
    def state(self) -> ReturnState:
        """The state of the newest revision."""
        return self.text.state

    @property
    def is_closed(self) -> bool:
        """Whether its texts stay as they are: it is signed, confirmed or submitted."""
        return self.state is not ReturnState.DRAFT

    @property
    def is_earlier_kind(self) -> bool:
        """Whether it was marked as sent with an earlier leadapp, which froze nothing."""
        return self.state is ReturnState.SUBMITTED and not self.text.sha256


class ReturnLifeService:
    """What a lead does to take her return from draft to submitted, and on from there."""

    def __init__(self, database: Database, returns: ReturnService, preferences: PreferenceService) -> None:
        self._database = database
        self._returns = returns
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def life(self, quarter: Quarter, checks: tuple[CheckResult, ...] | None = None) -> ReturnLife:
        """Where a quarter's return stands. ``checks`` are its checks, where they were run already."""
        text = self._returns.text(quarter)
        signatures = self._signatures(text)
        if text.state in {ReturnState.SIGNED, ReturnState.CONFIRMED}:
            signatures = self._returns.as_written(quarter).signatures  # says whether they still stand
        missing = 0
        if text.state is not ReturnState.SUBMITTED:
            missing = sum(not c.passed and c.severity == MISSING for c in checks or self._returns.checks(quarter))
        steps = life_steps(text.state, frozenset(s.role for s in signatures), missing)
        return ReturnLife(text, signatures, steps, self._revisions(quarter))

    def _revisions(self, quarter: Quarter) -> tuple[RevisionLine, ...]:
        when = self._returns.frozen.times(quarter)
        return tuple(
            RevisionLine(text, text.revision in when, when.get(text.revision)) for text in self._returns.list_revisions(quarter)
        )

    def _signatures(self, text: ReturnText) -> tuple[SignaturePart, ...]:
        with self._database.reading() as session:
            return return_records.list_signatures(session, text.quarter, text.revision)

    # ------------------------------------------------------------------ signing
    def sign(self, quarter: Quarter, draft: SignatureDraft) -> Changes:
        """Record that the lead signed. A name or post left empty is the lead's of Settings."""
        text = self._text(quarter)
        check_sign(text)
        d = self._preferences.directorate()
        named = dataclasses.replace(draft, name=draft.name.strip() or d.lead_name, post=draft.post.strip() or d.lead_post)
        signature = named.read(LEAD, quarter, self._preferences.today())
        return self._record(quarter, signature, ReturnState.SIGNED, f"Return {_name(text)} signed by the lead")

    def confirm(self, quarter: Quarter, draft: SignatureDraft) -> Changes:
        """Record that a second named person confirmed what the lead signed."""
        text = self._text(quarter)
        check_ready_to_confirm(text)
        second = draft.read(SECOND, quarter, self._preferences.today())
        check_confirm(text, self._signatures(text), second)
        return self._record(quarter, second, ReturnState.CONFIRMED, f"Return {_name(text)} confirmed by a second person")

    def _record(self, quarter: Quarter, signature: SignaturePart, state: ReturnState, label: str) -> Changes:
        from leadapp.domain.freezing import seal_of

        values = {"state": state.value}
        if signature.role == LEAD:
            values["sha256"] = seal_of(self._returns.as_written(quarter), leadapp.__version__)
        with self._database.writing(label, kind=StepKind.FINAL) as step:
            return_records.add_signature(step.session, str(quarter), signature)
            return_records.change_return(step.session, str(quarter), values)
        return step.changes

    def reopen(self, quarter: Quarter, reason: str) -> Changes:
        """Make a signed or confirmed return a draft again. Its signatures fall; they and the reason stay in the history."""
        text = self._text(quarter)
        check_reopen(text)
        why = read_reason(reason, most=LONGEST_REOPENING)
        label = f"Return {_name(text)} reopened: {' '.join(why.split())}"
        with self._database.writing(label, kind=StepKind.FINAL) as step:
            return_records.remove_signatures(step.session, str(quarter))
            return_records.change_return(step.session, str(quarter), {"state": ReturnState.DRAFT.value, "sha256": ""})
        return step.changes

    # ------------------------------------------------------------------ submitting
    def check_ready(self, quarter: Quarter) -> None:
        """Raise BadInputError, with the text concerned, where the return cannot be submitted as it is."""
        d = self._preferences.directorate()
        check_submit(self._text(quarter), is_sample=d.is_sample, reported=self._preferences.reported_quarter())

    def submit(self, quarter: Quarter) -> Changes:
        """Freeze the return and close the quarter: record, documents, state and SHA-256 in one step, or nothing at all."""
        self.check_ready(quarter)
        text, now = self._text(quarter), self._database.clock()
        record = dataclasses.replace(self._returns.as_written(quarter), state=ReturnState.SUBMITTED, submitted_at=now, as_at=now)
        with self._database.writing(f"Return {_name(text)} submitted", kind=StepKind.FINAL) as step:
            self.freeze(step.session, record, now)
        return step.changes

    def freeze(self, session: Any, record: ReturnRecord, at: dt.datetime) -> None:
        """Keep a submitted record in the running step: its bytes, and in the return's own row the state, the day and the SHA-256."""
        sha256 = self._returns.frozen.keep(session, record, at)
        values = {"state": ReturnState.SUBMITTED.value, "submitted_on": at.date(), "sha256": sha256}
        return_records.change_return(session, record.quarter, values)

    # ------------------------------------------------------------------ correcting
    def correct(self, quarter: Quarter, reason: str) -> Changes:
        """Begin the next revision of a submitted return, with its texts and the reason. What was submitted stays as it is."""
        text = self._text(quarter)
        check_correct(text)
        why = read_reason(reason)
        with self._database.writing(f"Revision {text.revision + 1} of {quarter} begun", kind=StepKind.FINAL) as step:
            return_records.add_revision(step.session, str(quarter), why)
        return step.changes

    def correct_action(self, quarter: Quarter, action_id: int, words: str, status: str, confidence: str) -> Changes:
        """Write beneath an action's updates of a quarter that is being corrected, with the state it should have had. Can be undone.

        The plan of today is left as it is. Raises BadInputError without a correction that is open, or without words.
        """
        text = self._text(quarter)
        check_open_correction(text)
        said = read_reason(words, "update", most=LONGEST_TEXT)
        state = Status(status)
        sure = Confidence(confidence) if confidence and state.is_open else None
        values = {"text": said, "no_change": False, "written_on": self._preferences.today(), "status": state, "confidence": sure}
        with self._database.reading() as session:
            reference = plan_records.action_state(session, action_id)[0]
        with self._database.writing(f"Update of {reference} corrected for {quarter}") as step:
            plan_records.write_update(step.session, action_id, str(quarter), values, beneath=True)
        return step.changes

    def give_up(self, quarter: Quarter) -> Changes:
        """Let a correction go that was begun and not submitted; the revision before it stands as it stood."""
        text = self._text(quarter)
        check_open_correction(text)
        label = f"Revision {text.revision} of {quarter} given up"
        with self._database.writing(label, kind=StepKind.FINAL) as step:
            return_records.remove_newest(step.session, str(quarter))
            if (sent := self._returns.frozen.newest(quarter)) is not None:
                commitment_records.put_back(step.session, sent.record)
        return step.changes

    def _text(self, quarter: Quarter) -> ReturnText:
        return self._returns.text(self._returns.known_quarter(quarter))


def _name(text: ReturnText) -> str:
    return text.quarter if text.revision == 1 else f"{text.quarter} revision {text.revision}"
