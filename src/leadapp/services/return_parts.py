"""What a return's record holds beside the quarter's own material: promises, what changed, what was signed, risks and triggers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from leadapp.db import return_records
from leadapp.db.database import Database
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnState

if TYPE_CHECKING:
    from leadapp.domain.returns import ReturnRecord

Bare = Callable[[Quarter], "ReturnRecord"]
"""The record of a quarter without these parts."""


class ReturnParts:
    """Reads the parts from the file and puts them into a record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def complete(self, record: ReturnRecord, bare: Bare) -> ReturnRecord:
        """The record with every part; ``bare`` gives the records of earlier quarters to compare with."""
        parts: dict[str, Any] = {}
        return self._with_signatures(dataclasses.replace(record, **parts))

    def _with_signatures(self, record: ReturnRecord) -> ReturnRecord:
        """Who signed and confirmed, and whether the record still says what was signed. The last part: it looks at all others."""
        with self._database.reading() as session:
            signatures = return_records.list_signatures(session, record.quarter, record.revision)
            seal = return_records.return_text(session, record.quarter, record.revision).sha256
        if signatures and record.state is not ReturnState.SUBMITTED:
            from leadapp.domain.freezing import still_stands

            stands = still_stands(seal, record)
            signatures = tuple(dataclasses.replace(signature, stands=stands) for signature in signatures)
        return dataclasses.replace(record, signatures=signatures)
