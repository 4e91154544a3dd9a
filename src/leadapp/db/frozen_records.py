"""Submitted revisions as they left: kept once, never changed (the file itself refuses it), read only on demand."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leadapp.db.change_log import writing_allowed
from leadapp.db.plain_rows import read, table_of
from leadapp.db.promise_rows import FrozenReturn
from leadapp.domain.packed import Packed


def keep(session: Session, quarter: str, revision: int, packed: Packed, at: dt.datetime, made_by: str) -> None:
    """Keep a revision in the step that submits it: rolled back with it, and outside the change log."""
    connection = session.connection()
    with writing_allowed(connection):
        connection.execute(
            insert(table_of(FrozenReturn)).values(
                quarter=quarter,
                revision=revision,
                sha256=packed.sha256,
                frozen_at=at.isoformat(timespec="seconds"),
                made_by_version=made_by,
                record=packed.record,
                documents=packed.documents,
            )
        )


def kept_revisions(session: Session) -> dict[tuple[str, int], dt.datetime]:
    """Quarter and revision of everything that is kept, each with its moment."""
    frozen = table_of(FrozenReturn).c
    rows = read(session, select(frozen.quarter, frozen.revision, frozen.frozen_at))
    return {(row.quarter, row.revision): moment(row.frozen_at) for row in rows}


def packed_of(session: Session, quarter: str, revision: int) -> tuple[Packed, dt.datetime, str] | None:
    """A kept revision with when and by which version it was frozen, or None."""
    frozen = table_of(FrozenReturn)
    wanted = select(frozen).where(frozen.c.quarter == quarter, frozen.c.revision == revision)
    row = read(session, wanted).first()
    if row is None:
        return None
    packed = Packed(row.sha256, *(part if isinstance(part, bytes) else b"" for part in (row.record, row.documents)))
    return packed, moment(row.frozen_at), row.made_by_version


def moment(text: str) -> dt.datetime:
    """When a revision was frozen; where that is torn (the check of the file tells it) the beginning of time, so that it can be read."""
    try:
        return dt.datetime.fromisoformat(text)
    except (ValueError, TypeError):
        return dt.datetime.min.replace(tzinfo=dt.UTC)
