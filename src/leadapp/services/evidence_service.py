"""Evidence: adding notes, links and files, reusing them across actions, dating them anew, and copies to look at."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadapp.db import evidence_records, plan_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.evidence import Evidence, EvidenceDraft, EvidenceKind, read_new, size_words
from leadapp.domain.evidence_files import MOST_ALL
from leadapp.domain.kinds import OPTIONAL
from leadapp.services.evidence_files import GivenFile, put_copy, read_given
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService


@dataclass(frozen=True, slots=True)
class AddedFiles:
    """What became of files that were given: the step, if any was taken, and a sentence for each that was not."""

    changes: Changes
    refusals: tuple[str, ...]


class EvidenceService:
    """What a lead does with evidence. Every method that changes something is one undo step."""

    def __init__(self, database: Database, plan: PlanService, preferences: PreferenceService) -> None:
        self._database = database
        self._plan = plan
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def list_evidence(self, action_id: int | None = None) -> tuple[Evidence, ...]:
        """All evidence, or that of one action; newest day first. No content is read."""
        with self._database.reading() as session:
            return evidence_records.list_evidence(session, action_id)

    def find_evidence(self, typed: str, but_of: int, most: int = 8) -> tuple[Evidence, ...]:
        """Evidence whose words hold every word typed and that does not speak for the action ``but_of`` yet."""
        words = typed.casefold().split()
        found = [
            e
            for e in self.list_evidence()
            if but_of not in e.actions and all(w in f"{e.name} {e.note} {e.link} {e.file_name}".casefold() for w in words)
        ]
        return tuple(found[:most])

    def kept_size(self) -> int:
        """The bytes of all files in this file."""
        with self._database.reading() as session:
            return evidence_records.kept_size(session)

    # ------------------------------------------------------------------ adding
    def add_note(self, action_id: int | None, draft: EvidenceDraft) -> Changes:
        """Add a note. Raises BadInputError naming the field."""
        return self._add(EvidenceKind.NOTE, action_id, draft)

    def add_link(self, action_id: int | None, draft: EvidenceDraft) -> Changes:
        """Add a link; it is not opened. Raises BadInputError naming the field."""
        return self._add(EvidenceKind.LINK, action_id, draft)

    def _add(self, kind: EvidenceKind, action_id: int | None, draft: EvidenceDraft) -> Changes:
        values = read_new(kind, draft, self._preferences.today())
        with self._database.writing(f"{'Link' if kind is EvidenceKind.LINK else 'Note'} added as evidence") as step:
            made = evidence_records.add_evidence(step.session, values)
            if action_id is not None:
                evidence_records.use_evidence(step.session, made, action_id)
        return step.changes

    def add_files(self, paths: Iterable[Path], action_id: int | None = None) -> AddedFiles:
        """Copy files in as one step. Each that cannot be taken gives a sentence and stops none of the others."""
        refusals: list[str] = []
        given: list[GivenFile] = []
        for path in paths:
            try:
                given.append(read_given(path))
            except LeadappError as error:
                refusals.append(str(error))
        if not given:
            return AddedFiles(Changes(), tuple(refusals))
        label = f"“{given[0].name[:40]}” added as evidence" if len(given) == 1 else f"{len(given)} files added as evidence"
        with self._database.writing(label) as step:
            for file in given:
                try:
                    self._keep(step.session, file, action_id)
                except BadInputError as error:
                    refusals.append(str(error))
        return AddedFiles(step.changes, tuple(refusals))

    def _keep(self, session: Any, file: GivenFile, action_id: int | None) -> None:
        sha256 = hashlib.sha256(file.content).hexdigest()
        known = evidence_records.find_by_content(session, sha256)
        if known is None:
            whole = evidence_records.kept_size(session) + len(file.content)
            if whole > MOST_ALL:
                raise BadInputError(
                    f"“{file.name}” was not copied in: all evidence together would have {size_words(whole)}, and "
                    f"{size_words(MOST_ALL)} is the most. Add a link to it instead.",
                    "file",
                )
            evidence_records.keep_content(session, sha256, file.content)
            dated = min(file.changed_on, self._preferences.today())
            values = {
                "kind": EvidenceKind.FILE.value,
                "title": file.name.rpartition(".")[0],
                "file_name": file.name,
                "dated": dated,
            }
            known = evidence_records.add_evidence(session, values | {"sha256": sha256, "size": len(file.content)})
            if action_id is not None:
                evidence_records.use_evidence(session, known, action_id)
        elif action_id is None or not evidence_records.use_evidence(session, known, action_id):
            raise BadInputError(f"“{file.name}” is already here. Nothing was copied twice.", "file")

    # ------------------------------------------------------------------ changing
    def use(self, evidence_id: int, action_id: int) -> Changes:
        """Let evidence that is already here speak for an action, too."""
        reference = self._plan.action(action_id).reference
        with self._database.writing(f"Evidence used for {reference}") as step:
            evidence_records.use_evidence(step.session, evidence_id, action_id)
        return step.changes

    def stop_using(self, evidence_id: int, action_id: int) -> Changes:
        """Take evidence away from an action; it stays in the list of all evidence."""
        reference = self._plan.action(action_id).reference
        with self._database.writing(f"Evidence taken from {reference}") as step:
            evidence_records.stop_using(step.session, evidence_id, action_id)
        return step.changes

    def change(self, evidence_id: int, version: int, draft: EvidenceDraft, visit: str = "") -> Changes:
        """Store what stands in the fields of a piece of evidence; what cannot be read yet is kept as typed."""
        values, problems = draft.read()
        bad = {problem.field for problem in problems}
        kept = {name: text if name in bad else None for name, text in draft.touched().items()}
        with self._database.writing("Evidence changed", visit=visit) as step:
            uid = evidence_records.evidence_row(step.session, evidence_id).uid
            evidence_records.change_evidence(step.session, evidence_id, version, values)
            plan_records.keep_typed(step.session, uid, OPTIONAL, kept)
        return step.changes

    def remove(self, evidence_id: int) -> Changes:
        """Remove evidence from the file and from all its actions. Undo brings it back, a file's content included."""
        with self._database.writing("Evidence removed") as step:
            uid = evidence_records.evidence_row(step.session, evidence_id).uid
            plan_records.keep_typed(step.session, uid, OPTIONAL, dict.fromkeys(("title", "note", "link", "dated")))
            evidence_records.remove_evidence(step.session, evidence_id)
        return step.changes

    # ------------------------------------------------------------------ contents
    def copy_to_look_at(self, evidence_id: int) -> Path:
        """A read-only copy of a file in the private folder. Raises DiskError, NotFoundError, StoreError where it is damaged."""
        from leadapp.domain.errors import StoreError

        with self._database.reading() as session:
            row = evidence_records.evidence_row(session, evidence_id)
            content = evidence_records.content_of(session, row.sha256)
            name = row.file_name
        if hashlib.sha256(content).hexdigest() != row.sha256:
            raise StoreError(f"“{name}” is not as it was when it was added, so it was not opened. Restore a backup.")
        return put_copy(name, content)
