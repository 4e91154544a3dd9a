"""The quarter's return as it is written, and the log of exports: rows to records and back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leadapp.db.database import Database
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ExportRow, ReturnRow
from leadapp.domain.return_text import ExportRecord, ReturnState, ReturnText

HEADLINE_FIELDS = ("progress", "challenges", "feedback", "pillar_1", "pillar_2", "pillar_3", "pillar_4", "pillar_5")


def return_text(session: Session, quarter: str) -> ReturnText:
    """The newest revision of a quarter's return; an unwritten one reads as an empty draft."""
    returns = table_of(ReturnRow)
    wanted = select(returns).where(returns.c.quarter == quarter).order_by(returns.c.revision.desc()).limit(1)
    row = read(session, wanted).first()
    if row is None:
        return ReturnText(quarter=quarter)
    return ReturnText(
        quarter=quarter,
        revision=row.revision,
        state=ReturnState(row.state),
        submitted_on=row.submitted_on,
        **{name: getattr(row, name) for name in HEADLINE_FIELDS},
    )


def _row(session: Session, quarter: str) -> ReturnRow | None:
    wanted = select(ReturnRow).where(ReturnRow.quarter == quarter).order_by(ReturnRow.revision.desc()).limit(1)
    return session.scalars(wanted).first()


def change_return(session: Session, quarter: str, values: dict[str, Any]) -> None:
    """Change texts or state of a quarter's return; the first change makes the row."""
    row = _row(session, quarter)
    if row is None:
        row = ReturnRow(quarter=quarter)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)


def submitted_quarters(session: Session) -> frozenset[str]:
    """The quarters whose return is submitted."""
    returns = table_of(ReturnRow).c
    wanted = select(returns.quarter).where(returns.state == ReturnState.SUBMITTED.value)
    return frozenset(read(session, wanted).scalars())


def list_returns(session: Session) -> tuple[ReturnText, ...]:
    """Every return, newest quarter first."""
    quarters = sorted(set(session.scalars(select(ReturnRow.quarter))), reverse=True)
    return tuple(return_text(session, quarter) for quarter in quarters)


def log_export(database: Database, at: dt.datetime, export: ExportRecord) -> None:
    """Note that a document was exported."""
    with database.maintaining() as connection:
        connection.execute(
            insert(ExportRow).values(
                at=at.isoformat(timespec="seconds"),
                quarter=export.quarter,
                revision=export.revision,
                form=export.form,
                file_name=export.file_name,
                sha256=export.sha256,
            )
        )


def list_exports(session: Session, quarter: str) -> tuple[ExportRecord, ...]:
    """The exports of a quarter, newest first."""
    rows = session.scalars(select(ExportRow).where(ExportRow.quarter == quarter).order_by(ExportRow.id.desc()))
    return tuple(
        ExportRecord(row.quarter, row.revision, row.form, row.file_name, row.sha256, dt.datetime.fromisoformat(row.at))
        for row in rows
    )
