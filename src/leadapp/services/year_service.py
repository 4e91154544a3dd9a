"""The year: four returns rolled up, with the texts and case studies that a lead writes for it. Each method that writes is one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadapp.db import plan_records, year_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.errors import BadInputError, NotFoundError, StoreError
from leadapp.domain.history import cut
from leadapp.domain.plan import Problem
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ExportRecord
from leadapp.domain.year_notes import (
    CASE_FIELDS,
    NOTE_FIELDS,
    CaseStudy,
    YearNote,
    quarters_of,
    read_case,
    read_note,
    read_year,
    year_to_write,
    years_until,
)
from leadapp.services.document_export import DocumentDraft, draw_document, note_exports, prepare_document
from leadapp.services.placing import Progress, no_progress
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService
from leadapp.services.return_service import ReturnService

if TYPE_CHECKING:
    from leadapp.domain.documents import Document
    from leadapp.domain.returns import ReturnRecord
    from leadapp.domain.year_report import QuarterTold, YearReport

    Quarters = tuple[tuple[QuarterTold, ...], ReturnRecord | None]

WHAT = "An annual report"
LONGEST_NAME = 40
_RETURNS_TELL = tuple(topic for topic in Topic if topic not in {Topic.YEAR, Topic.TYPED, Topic.HOUSE_WORDS})
"""What a return's own content depends on: writing the year's texts does not read four returns anew."""


class YearService:
    """What a lead does with the directorate's part of the annual report (5.2)."""

    def __init__(self, database: Database, returns: ReturnService, plan: PlanService, preferences: PreferenceService) -> None:
        self._database = database
        self._returns = returns
        self._plan = plan
        self._preferences = preferences
        self._known: tuple[object, Quarters] | None = None

    # ------------------------------------------------------------------ reading
    def years(self) -> tuple[str, ...]:
        """The years of which there is something to tell, the newest first."""
        return years_until(self._first(), self._preferences.reported_quarter())

    def year_to_write(self) -> str:
        """The year whose report is being written."""
        return year_to_write(self._first(), self._preferences.reported_quarter())

    def _first(self) -> Quarter:
        return Quarter.parse(self._preferences.directorate().first_quarter)

    def known_year(self, text: str) -> str:
        """A year that this file can tell of. Raises BadInputError for one before it begins or that is still to come."""
        year, known = read_year(text), self.years()
        if year in known:
            return year
        if year < known[-1]:
            raise BadInputError(f"This file begins with {self._first()}. There is nothing to tell of {year}.", "year")
        raise BadInputError(f"No quarter of {year} is being reported yet. The newest year is {known[0]}.", "year")

    def note(self, year: str) -> YearNote:
        """The texts of a year."""
        with self._database.reading() as session:
            return year_records.year_note(session, year)

    def cases(self, year: str) -> tuple[CaseStudy, ...]:
        """The case studies of a year in the lead's order."""
        with self._database.reading() as session:
            return year_records.list_cases(session, year)

    @staticmethod
    def note_problems(note: YearNote) -> dict[str, str]:
        """What stands in the year's fields and cannot be used yet, in a sentence each."""
        return _sentences(read_note(dict(note.typed))[1])

    @staticmethod
    def case_problems(case: CaseStudy) -> dict[str, str]:
        """What stands in a case study's fields and cannot be used yet, in a sentence each."""
        return _sentences(read_case(dict(case.typed))[1])

    def report(self, year: str) -> YearReport:
        """The report as a record: what was submitted as it was submitted, the quarter being reported as it stands now.

        Raises BadInputError for a year that this file cannot tell of.
        """
        from leadapp.domain.year_report import YearMaterial, year_report

        year = self.known_year(year)
        with self._database.reading():
            told, before = self._quarters(year)
            newest = next(one.record for one in reversed(told) if one.record is not None)
            directorate, now = self._preferences.directorate(), self._database.clock()
            return year_report(
                YearMaterial(
                    year=year,
                    quarters=told,
                    directorate=newest.directorate,
                    marking=directorate.marking,
                    sample=directorate.is_sample,
                    as_at=dt.datetime.combine(self._preferences.today(), now.timetz()),
                    note=self.note(year),
                    cases=self.cases(year),
                    before=before,
                    completed_on={a.uid: a.completed_on for a in self._plan.list_actions() if a.completed_on is not None},
                )
            )

    def _quarters(self, year: str) -> Quarters:
        """The quarters of a year and the last return before it; read once as long as nothing but the year's own texts is written."""
        key = (year, self._preferences.today(), self._database.generation(*_RETURNS_TELL))
        if self._known is None or self._known[0] != key:
            quarters = quarters_of(year)
            self._known = (key, (tuple(map(self._told, quarters)), self._before(quarters[0].previous)))
        return self._known[1]

    def _told(self, quarter: Quarter) -> QuarterTold:
        from leadapp.domain.year_report import BEFORE, DAMAGED, DRAFT, NOT_KEPT, SUBMITTED, TO_COME, QuarterTold

        reported = self._preferences.reported_quarter()
        if quarter < self._first():
            return QuarterTold(quarter, BEFORE)
        if quarter > reported:
            return QuarterTold(quarter, TO_COME)
        if quarter == reported:
            return QuarterTold(quarter, DRAFT, self._returns.as_written(quarter))
        sent = next((t.submitted_on for t in reversed(self._returns.list_revisions(quarter)) if t.submitted_on), None)
        try:
            frozen = self._returns.frozen.newest(quarter)
        except StoreError:
            return QuarterTold(quarter, DAMAGED, self._returns.as_written(quarter), sent)
        if frozen is None:
            return QuarterTold(quarter, NOT_KEPT, self._returns.as_written(quarter), sent)
        return QuarterTold(quarter, SUBMITTED, frozen.record, sent)

    def _before(self, quarter: Quarter) -> ReturnRecord | None:
        """The last return before the year, where this file has it."""
        return self._returns.bare(quarter) if quarter >= self._first() else None

    def document(self, year: str) -> Document:
        """The document, for reading on screen."""
        from leadapp.domain.year_document import year_document

        return year_document(self.report(year))

    # ------------------------------------------------------------------ the year's texts
    def change_note(self, year: str, texts: Mapping[str, str], visit: str = "", version: int | None = None) -> Changes:
        """Keep texts of a year as typed: usable ones as values, the others as typed.

        Raises BadInputError for a text that the year does not have, and ChangedElsewhereError.
        """
        _must_know(texts, NOTE_FIELDS, "The year")
        year = self.known_year(year)
        values, problems = read_note(texts)
        if not self.note(year).version and not problems and not any(values.values()):
            return Changes()  # nothing was written, so nothing begins
        with self._database.writing(f"{NOTE_FIELDS[next(iter(texts))]}, {year}", visit=visit) as step:
            uid = year_records.change_note(step.session, year, values, version)
            plan_records.keep_typed(step.session, uid, "", _as_typed(texts, problems))
        return step.changes

    # ------------------------------------------------------------------ case studies
    def add_case(self, year: str, action_id: int) -> tuple[Changes, int]:
        """Add an empty case study of an action. Raises NotFoundError for one that is not in the plan."""
        year, action = self.known_year(year), self._plan.action(action_id)
        with self._database.writing(f"Case study added: {action.reference}") as step:
            row = year_records.add_case(step.session, year, action_id)
        return step.changes, row.id

    def change_case(self, case_id: int, texts: Mapping[str, str], visit: str = "", version: int | None = None) -> Changes:
        """Keep fields of a case study as typed. Raises NotFoundError, ChangedElsewhereError and BadInputError."""
        _must_know(texts, CASE_FIELDS, "A case study")
        values, problems = read_case(texts)
        if "action" in values:
            try:
                values["action_id"] = self._plan.action(values.pop("action")).id
            except NotFoundError as error:
                raise BadInputError("Choose an action of your plan.", "action") from error
        name = self._name(case_id)
        with self._database.writing(f"{CASE_FIELDS[next(iter(texts))]} of the case study {name}", visit=visit) as step:
            row = year_records.case_row(step.session, case_id, version)
            year_records.change_case(row, values)
            plan_records.keep_typed(step.session, row.uid, "", _as_typed(texts, problems))
        return step.changes

    def move_case(self, case_id: int, by: int) -> Changes:
        """Let a case study stand one place further up (-1) or down (1); at the end nothing changes."""
        with self._database.writing(f"Case study moved: {self._name(case_id)}") as step:
            year_records.move_case(step.session, case_id, by)
        return step.changes

    def remove_case(self, case_id: int) -> Changes:
        """Remove a case study. Raises NotFoundError."""
        with self._database.writing(f"Case study removed: {self._name(case_id)}") as step:
            year_records.remove_case(step.session, case_id)
        return step.changes

    def _name(self, case_id: int) -> str:
        with self._database.reading() as session:
            row = year_records.case_row(session, case_id)
            title, action_id = row.title, row.action_id
        return cut(title or self._plan.action(action_id).reference, LONGEST_NAME)

    # ------------------------------------------------------------------ export
    def prepare(self, year: str, targets: Mapping[str, Path]) -> DocumentDraft:
        """Read everything an export needs. Raises BadInputError and DiskError where it cannot go there."""
        from leadapp.domain.exchange import as_plain
        from leadapp.domain.year_document import year_document

        report = self.report(year)
        return prepare_document(year_document(report), targets, report.year, WHAT, as_plain(report))

    def file_stem(self, year: str) -> str:
        """The name it is saved under, without ending."""
        from leadapp.domain.year_document import year_file_stem

        return year_file_stem(self.report(year))

    def record_exports(self, done: tuple[ExportRecord, ...]) -> None:
        """Note what was exported. Raises DiskError where the file could not take the note."""
        note_exports(self._database, done, "The annual report")

    def export(self, year: str, targets: Mapping[str, Path], progress: Progress = no_progress) -> tuple[ExportRecord, ...]:
        """Read, draw, put in place, record: the whole export, for the command line."""
        done = draw_document(self.prepare(year, targets), progress)
        self.record_exports(done)
        return done


def _sentences(problems: tuple[Problem, ...]) -> dict[str, str]:
    return {problem.field: problem.sentence for problem in problems}


def _must_know(texts: Mapping[str, str], known: Mapping[str, str], whose: str) -> None:
    for name in texts:
        if name not in known:
            raise BadInputError(f"{whose} has no text “{name}”.", name)


def _as_typed(texts: Mapping[str, str], problems: tuple[Problem, ...]) -> dict[str, str | None]:
    """What is to be kept as typed; None for what can be used."""
    bad: Any = {problem.field for problem in problems}
    return {name: text if name in bad else None for name, text in texts.items()}
