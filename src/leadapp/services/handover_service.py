"""Handing the work over to a new lead: reads the whole file once and tells it as a document; and keeps the note beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadapp.db import (
    ask_records,
    commitment_records,
    directorate_records,
    evidence_records,
    kpi_records,
    plan_records,
    register_records,
    return_records,
    risk_records,
)
from leadapp.db.database import Database
from leadapp.domain.changes import Changes
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.handover import Handover, HandoverMaterial, handover
from leadapp.domain.plan import read_text
from leadapp.domain.promise_parts import SignaturePart
from leadapp.domain.return_text import ExportRecord
from leadapp.domain.risks import route_of
from leadapp.domain.trigger_rules import rules_off
from leadapp.services.document_export import DocumentDraft, draw_document, note_exports, prepare_document
from leadapp.services.placing import Progress, no_progress
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService

if TYPE_CHECKING:
    from leadapp.domain.documents import Document
    from leadapp.services.trigger_service import TriggerService

ABOUT = "handover"
"""What the log of exports calls it."""
WHAT = "A handover"


class HandoverService:
    """What a lead does when she hands over."""

    def __init__(
        self, database: Database, plan: PlanService, preferences: PreferenceService, triggers: Callable[[], TriggerService]
    ) -> None:
        self._database = database
        self._plan = plan
        self._preferences = preferences
        self._triggers = triggers

    # ------------------------------------------------------------------ the note
    def note(self) -> tuple[str, int]:
        """The note for the next lead, and the version of the row that holds it."""
        with self._database.reading() as session:
            return directorate_records.handover_note(session)

    def change_note(self, text: str, version: int, visit: str = "") -> Changes:
        """Keep the note. Raises ChangedElsewhereError where it was changed past this window."""
        with self._database.writing("Note for the next lead", visit=visit) as step:
            directorate_records.change_directorate(step.session, version, {"handover_note": read_text(text)})
        return step.changes

    # ------------------------------------------------------------------ reading
    def handover(self) -> Handover:
        """What is handed over, as it stands now."""
        with self._database.reading():
            return handover(self._material())

    def document(self) -> Document:
        """The document, for reading on screen."""
        from leadapp.domain.handover_document import handover_document

        return handover_document(self.handover())

    def _material(self) -> HandoverMaterial:
        quarter, directorate = self._preferences.reported_quarter(), self._preferences.directorate()
        now, today = self._database.clock(), self._preferences.today()
        kpis = self._plan.list_kpis()
        with self._database.reading() as session:
            asked_for, asked = ask_records.newest_asked(session)
            return HandoverMaterial(
                directorate=directorate,
                quarter=quarter,
                at=dt.datetime.combine(today, now.timetz()),
                today=today,
                edition=self._preferences.corporate_plan().edition,
                note=directorate_records.handover_note(session)[0],
                route=route_of(directorate.route),
                actions=self._plan.list_actions(),
                updates=plan_records.list_updates(session),
                milestones=plan_records.list_milestones(session),
                kpis=kpis,
                reached=_reached(session, str(quarter), frozenset(k.id for k in kpis if k.kind is KpiKind.MILESTONE)),
                evidence=evidence_records.list_evidence(session),
                cascade=self._plan.cascade(),
                declined_on=_decided_on(session),
                commitments=commitment_records.list_commitments(session),
                risks=risk_records.list_risks(session),
                escalations=risk_records.list_escalations(session),
                challenges=risk_records.list_challenges(session),
                waiting=tuple(part for part in self._triggers().parts(quarter) if not part.is_answered),
                rules_off=rules_off(self._triggers().rules()),
                entries=register_records.list_entries(session),
                signatures=_signatures(session),
                asked=asked,
                asked_for=asked_for,
            )

    # ------------------------------------------------------------------ export
    def prepare(self, targets: Mapping[str, Path]) -> DocumentDraft:
        """Read everything an export needs. Raises BadInputError and DiskError where it cannot go there."""
        return prepare_document(self.document(), targets, ABOUT, WHAT)

    def file_stem(self) -> str:
        """The name it is saved under, without ending."""
        from leadapp.domain.handover_document import handover_file_stem

        return handover_file_stem(self.handover())

    def record_exports(self, done: tuple[ExportRecord, ...]) -> None:
        """Note what was exported. Raises DiskError where the file could not take the note."""
        note_exports(self._database, done, "The handover")

    def export(self, targets: Mapping[str, Path], progress: Progress = no_progress) -> tuple[ExportRecord, ...]:
        """Read, draw, put in place, record: the whole export, for the command line."""
        done = draw_document(self.prepare(targets), progress)
        self.record_exports(done)
        return done


def _reached(session: Any, quarter: str, milestones: frozenset[int]) -> frozenset[int]:
    """Milestones among the KPIs that were reached."""
    values = kpi_records.newest_values(session, quarter)
    return frozenset(v.kpi_id for v in values if v.kpi_id in milestones and v.number)


def _decided_on(session: Any) -> dict[str, Any]:
    decided = directorate_records.decisions(session)
    return {corporate_id: known.decided_on for corporate_id, known in decided.items() if known.decided_on is not None}


def _signatures(session: Any) -> tuple[tuple[str, SignaturePart], ...]:
    """Who signed and confirmed every return, with its quarter."""
    return tuple(
        (text.quarter, signature)
        for text in return_records.list_returns(session)
        for signature in return_records.list_signatures(session, text.quarter, text.revision)
    )
