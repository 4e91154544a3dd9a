"""What a return's record holds beside the quarter's own material: promises, what changed, what was signed, risks and triggers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import leadapp
from leadapp.db import directorate_records, return_records
from leadapp.db.database import Database
from leadapp.domain.changes import Topic
from leadapp.domain.comparison import compare
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnState
from leadapp.domain.trigger_checks import missing_answers

if TYPE_CHECKING:
    from leadapp.domain.promise_parts import ChangePart
    from leadapp.domain.returns import ReturnRecord
    from leadapp.services.trigger_service import TriggerService

Bare = Callable[[Quarter], "ReturnRecord"]
"""The record of a quarter without these parts."""


class ReturnParts:
    """Reads the parts from the file and puts them into a record."""

    def __init__(self, database: Database, triggers: Callable[[], TriggerService]) -> None:
        self._database = database
        self._triggers = triggers
        self._sealed: tuple[object, bool] | None = None

    def complete(self, record: ReturnRecord, bare: Bare) -> ReturnRecord:
        """The record with every part; ``bare`` gives the records of earlier quarters to compare with."""
        whole = dataclasses.replace(record, **self._changes(record, bare), **self._risks(record))
        return self._with_signatures(dataclasses.replace(whole, revision_changes=_corrected(whole, bare)))

    def _changes(self, record: ReturnRecord, bare: Bare) -> dict[str, Any]:
        """What changed since the quarter before; nothing for the first return of the file."""
        before = Quarter.parse(record.quarter).previous
        with self._database.reading() as session:
            if str(before) < directorate_records.first_quarter(session):
                return {}
        return {"compared_with": str(before), "changes": compare(bare(before), record)}

    def _risks(self, record: ReturnRecord) -> dict[str, Any]:
        """Risks, escalations, challenges and triggers; a trigger without an answer is missing from the return."""
        parts = self._triggers().return_parts(Quarter.parse(record.quarter))
        return parts | {"missing": record.missing + missing_answers(parts["triggers"])}

    def _with_signatures(self, record: ReturnRecord) -> ReturnRecord:
        """Who signed and confirmed, and whether the record still says what was signed. The last part: it looks at all others."""
        with self._database.reading() as session:
            signatures = return_records.list_signatures(session, record.quarter, record.revision)
            seal = return_records.return_text(session, record.quarter, record.revision).sha256
        if signatures and record.state is not ReturnState.SUBMITTED:
            stands = self._still_stands(seal, record)
            signatures = tuple(dataclasses.replace(signature, stands=stands) for signature in signatures)
        return dataclasses.replace(record, signatures=signatures)

    def _still_stands(self, seal: str, record: ReturnRecord) -> bool:
        """Whether the record says what was signed; worked out anew once something was written."""
        key = (record.quarter, record.revision, self._database.generation(*Topic))
        if self._sealed is None or self._sealed[0] != key:
            from leadapp.domain.freezing import still_stands

            self._sealed = (key, still_stands(seal, record, leadapp.__version__))
        return self._sealed[1]


def _corrected(record: ReturnRecord, bare: Bare) -> tuple[ChangePart, ...]:
    """What a correction changes of the revision that was submitted before it; its parts must all stand in it already."""
    if record.revision < 2:
        return ()
    from leadapp.domain.revision_comparison import revision_changes

    earlier = bare(Quarter.parse(record.quarter))  # while it is written, that is the newest one that was submitted
    return revision_changes(earlier, record) if earlier.revision < record.revision else ()
