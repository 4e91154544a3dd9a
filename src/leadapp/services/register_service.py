"""The registers: lines as typed, and what they say about KPIs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadapp.db import directorate_records, kpi_records, plan_records, register_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError
from leadapp.domain.given_figures import Given, from_count
from leadapp.domain.quarters import Quarter
from leadapp.domain.registers import BY_KEY, REGISTERS, Count, Entry, counts, read_entry
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService


class RegisterService:
    """Impact assessments, agreements, consultations and listening sessions. Each method that writes is one undo step."""

    def __init__(self, database: Database, plan: PlanService, preferences: PreferenceService) -> None:
        self._database = database
        self._plan = plan
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def entries(self, register: str) -> tuple[Entry, ...]:
        """The lines of a register, the newest day first, those without a day on top."""
        with self._database.reading() as session:
            return register_records.list_entries(session, register)

    def counts(self, register: str, quarter: Quarter | None = None) -> tuple[Count, ...]:
        """What a register says about its KPIs in a quarter (the one being reported unless said)."""
        return counts(register, self.entries(register), quarter or self._preferences.reported_quarter())

    def given(self, quarter: Quarter | None = None) -> dict[int, Given]:
        """What the registers count, as figures for the quarter round, by KPI of the directorate."""
        when = quarter or self._preferences.reported_quarter()
        with self._database.reading() as session:
            entries = register_records.list_entries(session)
            if not entries:
                return {}
            kpis = [k for k in self._plan.list_kpis() if k.corporate_kpi]
            values = kpi_records.values_of(session, str(when))
        known = {c.corporate_kpi: c for r in REGISTERS for c in counts(r.key, entries, when) if c.corporate_kpi}
        found = {}
        for kpi in kpis:
            count = known.get(kpi.corporate_kpi)
            given = from_count(kpi, count, values.get(kpi.id)) if count else None
            if given is not None:
                found[kpi.id] = given
        return found

    # ------------------------------------------------------------------ writing
    def add(self, register: str, texts: Mapping[str, str]) -> tuple[Changes, int]:
        """Add a line from texts as typed; what cannot be used yet is kept as typed. Raises BadInputError without its first field."""
        known = BY_KEY[register]
        values, problems = read_entry(known, texts)
        for problem in problems:
            if problem.field == "subject":
                raise BadInputError(problem.sentence, problem.field)
        with self._database.writing(f"{_head(known.line)} added: {values['subject'][:40]}") as step:
            row = register_records.add_entry(step.session, register, self._columns(step.session, values))
            bad = {problem.field for problem in problems}
            plan_records.keep_typed(step.session, row.uid, "", {name: texts[name] for name in bad})
        return step.changes, row.id

    def change(self, entry_id: int, texts: Mapping[str, str], visit: str = "", version: int | None = None) -> Changes:
        """Keep fields of a line as typed: usable ones as values, the others as typed.

        Raises NotFoundError, and ChangedElsewhereError where the line is newer than ``version``, the one that was shown.
        """
        with self._database.reading() as session:
            row = register_records.entry_row(session, entry_id, version)
            register, subject = BY_KEY[row.register], row.subject
        values, problems = read_entry(register, texts)
        bad = {problem.field for problem in problems}
        with self._database.writing(f"{_head(register.line)} changed: {subject[:40]}", visit=visit) as step:
            changed = register_records.change_entry(step.session, entry_id, self._columns(step.session, values))
            typed = {name: text if name in bad and text.strip() else None for name, text in texts.items()}
            plan_records.keep_typed(step.session, changed.uid, "", typed)
        return step.changes

    def _columns(self, session: Any, values: dict[str, Any]) -> dict[str, Any]:
        """Values as columns of the row: names of services and posts become references."""
        columns = dict(values)
        if "service" in columns:
            columns["service_id"] = directorate_records.service_id(session, columns.pop("service"))
        if "person" in columns:
            columns["person_id"] = directorate_records.person_id(session, columns.pop("person"))
        return columns

    def remove(self, entry_id: int) -> Changes:
        """Remove a line. Raises NotFoundError."""
        with self._database.reading() as session:
            row = register_records.entry_row(session, entry_id)
            label = f"{_head(BY_KEY[row.register].line)} removed: {row.subject[:40]}"
        with self._database.writing(label) as step:
            register_records.remove_entry(step.session, entry_id)
        return step.changes


def _head(words: str) -> str:
    return words[:1].upper() + words[1:]
