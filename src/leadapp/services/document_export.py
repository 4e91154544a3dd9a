"""Exporting any document as Excel, PDF and JSON: what the handover and the year share. Drawing needs no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadapp.db import return_records
from leadapp.db.database import Database
from leadapp.domain.errors import DiskError
from leadapp.domain.plan import clean_text
from leadapp.domain.return_text import ExportRecord
from leadapp.services.placing import Drawn, Progress, draw_together, no_progress, wanted_targets

if TYPE_CHECKING:
    from leadapp.domain.documents import Document


@dataclass(frozen=True, slots=True)
class DocumentDraft:
    """A document ready to be drawn. ``about`` is what the log of exports calls it; ``data`` is what JSON holds."""

    document: Document
    targets: tuple[tuple[str, Path], ...]
    about: str
    data: Any = None


def prepare_document(document: Document, targets: Mapping[str, Path], about: str, what: str, data: Any = None) -> DocumentDraft:
    """Settle where a document goes. Raises BadInputError and DiskError where it cannot go there; ``what`` names it there."""
    return DocumentDraft(document, wanted_targets(targets, what), about, data)


def draw_document(draft: DocumentDraft, progress: Progress = no_progress) -> tuple[ExportRecord, ...]:
    """Draw every form and put all of them in place, or none. Raises DiskError."""
    done = draw_together(draft.targets, lambda form, part, told: _draw_one(form, draft, part, told), progress)
    return tuple(_export_of(draft, one) for one in done)


def note_exports(database: Database, done: tuple[ExportRecord, ...], what: str) -> None:
    """Note what was exported. Raises DiskError where the documents stand but the file could not take the note."""
    try:
        for export in done:
            return_records.log_export(database, database.clock(), export)
    except DiskError as error:
        raise DiskError(f"{what} was written, but not noted among the exports. {error}") from error


def _export_of(draft: DocumentDraft, one: Drawn) -> ExportRecord:
    return ExportRecord(draft.about, 1, one.form, clean_text(one.target.name), one.sha256)


def _draw_one(form: str, draft: DocumentDraft, part: Path, progress: Progress) -> None:
    if form == "json":
        part.write_text(json.dumps(draft.data, ensure_ascii=False, indent=2) + "\n", "utf-8")
    elif form == "xlsx":
        from leadapp.exports.workbook import draw_workbook

        draw_workbook(draft.document, part, progress)
    else:
        from leadapp.exports.pdf import draw_pdf

        draw_pdf(draft.document, part, progress)
