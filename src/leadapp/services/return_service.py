"""The quarter's return: its texts, the check, the record, and the export as JSON, Excel and PDF.

"Read, draw, put in place, record" stands here once for window and command line. Reading is done in the calling thread; drawing
needs only the finished ``Draft`` and may run in a worker.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadapp.db import return_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.checks import CheckResult, run_checks
from leadapp.domain.errors import BadInputError, DiskError, LeadappError, NotFoundError, StoreError
from leadapp.domain.plan import clean_text, read_text
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import check_text
from leadapp.domain.return_text import ExportRecord, ReturnState, ReturnText
from leadapp.domain.trigger_checks import trigger_check
from leadapp.services.frozen_returns import FrozenReturns, damaged
from leadapp.services.placing import Progress, draw_together, no_progress, wanted_targets
from leadapp.services.preference_service import PreferenceService
from leadapp.services.quarter_material import QuarterMaterial
from leadapp.services.return_parts import ReturnParts

if TYPE_CHECKING:
    from leadapp.domain.documents import Document
    from leadapp.domain.freezing import Frozen
    from leadapp.domain.material import Material
    from leadapp.domain.promise_parts import ChangePart
    from leadapp.domain.returns import ReturnRecord
    from leadapp.services.trigger_service import TriggerService

    Triggers = Callable[[], TriggerService]


@dataclass(frozen=True, slots=True)
class Draft:
    """A return ready to be drawn: its record, its document and the target of each form."""

    record: ReturnRecord
    document: Document
    targets: tuple[tuple[str, Path], ...]
    data: dict[str, Any] | None = None  # the record's own data where it is frozen: a newer leadapp adds nothing to it


class ReturnService:
    """What a lead does with her return."""

    def __init__(self, database: Database, quarters: QuarterMaterial, preferences: PreferenceService, triggers: Triggers) -> None:
        """``triggers`` gives what fired in a quarter; it asks this service for earlier returns."""
        self._database = database
        self._quarters = quarters
        self._preferences = preferences
        self._triggers = triggers
        self._parts = ReturnParts(database, triggers)
        self.frozen = FrozenReturns(database)
        self._written: tuple[object, ReturnRecord] | None = None

    # ------------------------------------------------------------------ reading
    def text(self, quarter: Quarter) -> ReturnText:
        """The texts of a quarter's return."""
        with self._database.reading() as session:
            return return_records.return_text(session, str(quarter))

    def list_returns(self) -> tuple[ReturnText, ...]:
        """Every return that was begun, newest first."""
        with self._database.reading() as session:
            return return_records.list_returns(session)

    def list_exports(self, quarter: Quarter) -> tuple[ExportRecord, ...]:
        """What was exported of a quarter, newest first."""
        with self._database.reading() as session:
            return return_records.list_exports(session, str(quarter))

    def known_quarter(self, quarter: Quarter) -> Quarter:
        """The quarter, if a return can exist for it. Raises BadInputError for one before the file begins or not yet begun."""
        first = Quarter.parse(self._preferences.directorate().first_quarter)
        if quarter < first:
            raise BadInputError(f"This file begins with {first}. There is no return for {quarter}.", "quarter")
        if quarter.first_day > self._preferences.today():
            raise BadInputError(
                f"{quarter} has not begun yet. It starts on 1 {quarter.words.split()[0]} {quarter.first_day.year}.", "quarter"
            )
        return quarter

    def checks(self, quarter: Quarter) -> tuple[CheckResult, ...]:
        """Check your answers: every check with its result. Blocks nothing."""
        checks = run_checks(self._quarters.findings(self._material(quarter)))
        return (*checks, trigger_check(self._triggers().parts(quarter)))

    def bare(self, quarter: Quarter) -> ReturnRecord:
        """The record of a quarter as far as its own material goes: nothing in it is told from another quarter's record.

        What compares quarters (changes, triggers) starts from these, so that no record waits for itself. Of a submitted quarter it
        is the frozen record of the newest revision that was submitted, also while a correction of it is being written. Where that
        one is damaged it is told from the file as it is, so that the return being written is not held up; the damage is told.
        """
        try:
            frozen = self.frozen.newest(quarter)
        except StoreError:
            frozen = None
        return frozen.record if frozen is not None else self._live(quarter)

    def _live(self, quarter: Quarter) -> ReturnRecord:
        from leadapp.domain.assembly import assemble

        material = self._material(quarter)
        return assemble(material, run_checks(self._quarters.findings(material)), self._as_at(material))

    def _material(self, quarter: Quarter) -> Material:
        """What a quarter is made of; a correction is told on from what was submitted."""
        material = self._quarters.material(quarter)
        if material.text.revision == 1 or material.text.state is ReturnState.SUBMITTED:
            return material
        from leadapp.domain.past import as_corrected

        try:
            sent = self.frozen.newest(quarter)
        except StoreError:
            sent = None
        return as_corrected(material, sent.record) if sent is not None else material

    def as_written(self, quarter: Quarter) -> ReturnRecord:
        """The record of the newest revision as the file tells it now, whatever is frozen.

        The Return room asks for it several times, so it is made once as long as nothing is written; its moment is that of each asking.
        """
        key = (quarter, self._preferences.today(), self._database.generation(*Topic))
        if self._written is None or self._written[0] != key:
            self._written = (key, self._parts.complete(self._live(quarter), self.bare))
        return dataclasses.replace(self._written[1], as_at=self._as_at(self._material(quarter)))

    def assemble(self, quarter: Quarter, revision: int | None = None) -> ReturnRecord:
        """The record of a quarter's return: as it stands now, or as it was submitted. The newest revision unless said.

        Raises NotFoundError for a revision that is not there, StoreError where what was submitted is damaged.
        """
        frozen = self._frozen(quarter, revision)
        return frozen.record if frozen is not None else self.as_written(quarter)

    def _frozen(self, quarter: Quarter, revision: int | None) -> Frozen | None:
        """What was frozen of a revision; None where the newest one is wanted and not submitted, or was before leadapp froze."""
        newest = self.text(quarter)
        number = newest.revision if revision is None else revision
        if number == newest.revision and newest.state is not ReturnState.SUBMITTED:
            return None
        frozen = self.frozen.get(quarter, number)
        text = next((text for text in self.list_revisions(quarter) if text.revision == number), None)
        if text is None:
            raise NotFoundError(f"Revision {number} of {quarter} is not in this file.")
        if text.sha256 != (frozen.sha256 if frozen is not None else ""):
            raise damaged(str(quarter), number)
        if frozen is None and number != newest.revision:
            raise NotFoundError(f"Revision {number} of {quarter} was sent with an earlier leadapp and is not kept as it was.")
        return frozen

    def changes(self, quarter: Quarter, other: Quarter | None = None) -> tuple[str, tuple[ChangePart, ...]]:
        """What changed in a quarter's return, and since which quarter: the one before, or ``other``, an earlier one.

        Raises BadInputError for a quarter of which there is no return.
        """
        record = self.assemble(self.known_quarter(quarter))
        if other is None:
            return record.compared_with, record.changes
        if self.known_quarter(other) >= quarter:
            raise BadInputError(f"{other} is not before {quarter}. Compare with an earlier quarter.", "quarter")
        from leadapp.domain.comparison import compare

        return str(other), compare(self.bare(other), record)

    def list_revisions(self, quarter: Quarter) -> tuple[ReturnText, ...]:
        """Every revision of a quarter's return that was begun, the newest first."""
        with self._database.reading() as session:
            return return_records.list_revisions(session, str(quarter))

    def _as_at(self, material: Material) -> dt.datetime:
        """The moment a return speaks of: now (in the sample, its own day), or the beginning of the day it was sent."""
        now, sent = self._database.clock(), material.text.submitted_on
        if sent is not None and material.text.state is ReturnState.SUBMITTED:
            return dt.datetime.combine(sent, dt.time(), now.tzinfo)
        return dt.datetime.combine(material.directorate.as_at or now.date(), now.timetz())

    def document(self, quarter: Quarter, revision: int | None = None, version: str = "full") -> Document:
        """The document of a quarter's return, for reading on screen: as it stands now, or as it was submitted."""
        return self._drawn(quarter, revision, version)[1]

    def _drawn(
        self, quarter: Quarter, revision: int | None, version: str
    ) -> tuple[ReturnRecord, Document, dict[str, Any] | None]:
        from leadapp.domain.reduction import FULL, reduce
        from leadapp.domain.return_versions import VERSIONS, check_version

        check_version(version)
        frozen = self._frozen(quarter, revision)
        if frozen is None:
            record = self.as_written(quarter)
            return reduce(record, version), VERSIONS[version](record, ""), None
        try:
            document = frozen.document(version)
        except LeadappError as error:
            raise damaged(str(quarter), frozen.record.revision) from error
        if document is None:  # submitted with a leadapp that did not make this version yet
            document = VERSIONS[version](frozen.record, frozen.sha256)
        return reduce(frozen.record, version), document, frozen.data if version == FULL else None

    def file_stem(self, quarter: Quarter, revision: int | None = None, version: str = "full") -> str:
        """The name that a version of a return is saved under, without ending."""
        from leadapp.domain.reduction import reduce
        from leadapp.domain.return_document import file_stem

        return file_stem(reduce(self.assemble(quarter, revision), version))

    def email(self, quarter: Quarter, revision: int | None = None) -> str:
        """The text of the e-mail to send the return with."""
        from leadapp.domain.return_document import email_text

        return email_text(self.assemble(quarter, revision), self._preferences.directorate().email_to)

    # ------------------------------------------------------------------ writing
    def change_text(self, quarter: Quarter, field: str, text: str, visit: str = "") -> Changes:
        """Keep one of the return's texts (progress, challenges, feedback, pillar_1 ... pillar_5)."""
        words = {"progress": "Progress", "challenges": "Challenges", "feedback": "Community and staff feedback"}
        if field not in return_records.HEADLINE_FIELDS:
            raise BadInputError(f"A return has no text “{field}”.", field)
        check_text(self.text(quarter), field)
        with self._database.writing(f"{words.get(field, 'Note on pillar ' + field[-1])} of {quarter}", visit=visit) as step:
            return_records.change_return(step.session, str(quarter), {field: read_text(text)})
        return step.changes

    # ------------------------------------------------------------------ export
    def prepare(self, quarter: Quarter, targets: dict[str, Path], revision: int | None = None, version: str = "full") -> Draft:
        """Read everything an export needs. Raises BadInputError for no target, one target twice, or a leadapp file.

        A submitted revision is drawn from what was frozen, so every export of it by this leadapp is the same, byte for byte.
        """
        wanted = wanted_targets(targets, "A return")
        record, document, data = self._drawn(self.known_quarter(quarter), revision, version)
        return Draft(record, document, wanted, data)

    def record_exports(self, draft: Draft, done: tuple[ExportRecord, ...]) -> None:
        """Note what was exported. Raises DiskError where the documents stand but the file could not take the note."""
        try:
            for export in done:
                return_records.log_export(self._database, self._database.clock(), export)
        except DiskError as error:
            raise DiskError(f"The return was written, but not noted among the exports. {error}") from error

    def export(
        self,
        quarter: Quarter,
        targets: dict[str, Path],
        progress: Progress = no_progress,
        *,
        revision: int | None = None,
        version: str = "full",
    ) -> tuple[ExportRecord, ...]:
        """Read, draw, put in place, record: the whole export, for the command line."""
        draft = self.prepare(quarter, targets, revision, version)
        done = draw(draft, progress)
        self.record_exports(draft, done)
        return done


def draw(draft: Draft, progress: Progress = no_progress) -> tuple[ExportRecord, ...]:
    """Draw every form and put all of them in place, or none. Needs no database, so a worker may run it. Raises DiskError."""
    done = draw_together(draft.targets, lambda form, part, told: _draw_one(form, draft, part, told), progress)
    record = draft.record
    # a file's name may hold what cannot be text
    return tuple(
        ExportRecord(record.quarter, record.revision, one.form, clean_text(one.target.name), one.sha256, version=record.version)
        for one in done
    )


def _draw_one(form: str, draft: Draft, part: Path, progress: Progress) -> None:
    if form == "json":
        from leadapp.domain.returns import record_as_json

        part.write_text(json.dumps(record_as_json(draft.record, draft.data), ensure_ascii=False, indent=2) + "\n", "utf-8")
    elif form == "xlsx":
        from leadapp.exports.workbook import draw_workbook

        draw_workbook(draft.document, part, progress, _carried_data(draft))
    else:
        from leadapp.exports.pdf import draw_pdf

        draw_pdf(draft.document, part, progress)


def _carried_data(draft: Draft) -> dict[str, Any] | None:
    """The data that a workbook carries: only that of the full return."""
    from leadapp.domain.exchange import as_plain
    from leadapp.domain.reduction import FULL

    if draft.record.version != FULL:
        return None
    plain: dict[str, Any] = as_plain(draft.record)
    return draft.data if draft.data is not None else plain
