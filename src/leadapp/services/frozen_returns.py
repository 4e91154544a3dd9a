"""Submitted returns as they left: frozen in the step that submits, and read from those bytes ever after."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import leadapp
from leadapp.db import frozen_records
from leadapp.db.database import Database
from leadapp.domain.changes import Topic
from leadapp.domain.errors import LeadappError, StoreError
from leadapp.domain.quarters import Quarter

if TYPE_CHECKING:
    from leadapp.domain.freezing import Frozen
    from leadapp.domain.packed import Packed
    from leadapp.domain.returns import ReturnRecord


class FrozenReturns:
    """Reads each revision once: nothing can change it. Its words are loaded only when one is wanted."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: dict[tuple[str, int], Frozen] = {}
        self._kept: tuple[object, dict[tuple[str, int], dt.datetime]] | None = None

    def times(self, quarter: Quarter) -> dict[int, dt.datetime]:
        """The revisions of a quarter that are frozen, each with its moment, the newest first."""
        generation = self._database.generation(Topic.RETURNS)
        if self._kept is None or self._kept[0] != generation:
            with self._database.reading() as session:
                self._kept = (generation, frozen_records.kept_revisions(session))
        return {revision: at for (when, revision), at in sorted(self._kept[1].items(), reverse=True) if when == str(quarter)}

    def get(self, quarter: Quarter, revision: int) -> Frozen | None:
        """A frozen revision, or None where there is none. Raises StoreError in words where it is damaged."""
        key = (str(quarter), revision)
        if key not in self._read:
            with self._database.reading() as session:
                found = frozen_records.packed_of(session, *key)
            if found is None:
                return None
            self._read[key] = _unpacked(key[0], key[1], *found)
        return self._read[key]

    def newest(self, quarter: Quarter) -> Frozen | None:
        """The newest frozen revision of a quarter, or None. Raises StoreError where it is damaged."""
        revision = next(iter(self.times(quarter)), None)
        return self.get(quarter, revision) if revision is not None else None

    def keep(self, session: Any, record: ReturnRecord, at: dt.datetime) -> str:
        """Freeze a record and its documents in the running step. Returns the SHA-256 of the record."""
        from leadapp.domain.freezing import digest_of, pack
        from leadapp.domain.return_versions import documents_of

        sha256 = digest_of(record)
        packed = pack(record, documents_of(record, sha256))
        frozen_records.keep(session, record.quarter, record.revision, packed, at, leadapp.__version__)
        return sha256


def _unpacked(quarter: str, revision: int, packed: Packed, at: dt.datetime, made_by: str) -> Frozen:
    from leadapp.domain.freezing import unpack

    try:
        return unpack(packed, at, made_by)
    except (LeadappError, ValueError, RecursionError) as error:
        raise damaged(quarter, revision) from error


def damaged(quarter: str, revision: int) -> StoreError:
    """The sentence for a submitted revision whose bytes are not what they were."""
    return StoreError(
        f"What was submitted as revision {revision} of {quarter} is damaged in this file and is not shown. Nothing was changed. "
        "A backup holds it, and so do the documents that were exported."
    )
