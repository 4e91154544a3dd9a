"""The quarter's return as it is written, who signed it, and the log of exports: rows to records and back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from leadapp.db.database import Database
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ExportRow, ReturnRow
from leadapp.domain.errors import NotFoundError
from leadapp.domain.return_text import ExportRecord, ReturnState, ReturnText

if TYPE_CHECKING:
    from leadapp.domain.promise_parts import SignaturePart

HEADLINE_FIELDS = ("progress", "challenges", "feedback", "pillar_1", "pillar_2", "pillar_3", "pillar_4", "pillar_5")


def return_text(session: Session, quarter: str, revision: int | None = None) -> ReturnText:
    """A revision of a quarter's return, the newest unless said; an unwritten one reads as an empty draft."""
    returns = table_of(ReturnRow)
    wanted = select(returns).where(returns.c.quarter == quarter).order_by(returns.c.revision.desc()).limit(1)
    if revision is not None:
        wanted = wanted.where(returns.c.revision == revision)
    row = read(session, wanted).first()
    return _text_of(row) if row is not None else ReturnText(quarter=quarter, revision=revision or 1)


def list_revisions(session: Session, quarter: str) -> tuple[ReturnText, ...]:
    """Every revision of a quarter's return that was begun, the newest first."""
    returns = table_of(ReturnRow)
    wanted = select(returns).where(returns.c.quarter == quarter).order_by(returns.c.revision.desc())
    return tuple(_text_of(row) for row in read(session, wanted))


def _text_of(row: Any) -> ReturnText:
    return ReturnText(
        quarter=row.quarter,
        revision=row.revision,
        state=ReturnState(row.state),
        submitted_on=row.submitted_on,
        sha256=row.sha256,
        correction=row.correction,
        **{name: getattr(row, name) for name in HEADLINE_FIELDS},
    )


def _row(session: Session, quarter: str) -> ReturnRow | None:
    wanted = select(ReturnRow).where(ReturnRow.quarter == quarter).order_by(ReturnRow.revision.desc()).limit(1)
    return session.scalars(wanted).first()


def change_return(session: Session, quarter: str, values: dict[str, Any]) -> None:
    """Change texts or state of the newest revision of a quarter's return; the first change makes the row."""
    row = _row(session, quarter)
    if row is None:
        row = ReturnRow(quarter=quarter)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)


def open_corrections(session: Session) -> tuple[ReturnText, ...]:
    """Revisions that correct a submitted one and are not submitted yet, the oldest quarter first."""
    returns = table_of(ReturnRow)
    wanted = (
        select(returns).where(returns.c.revision > 1, returns.c.state != ReturnState.SUBMITTED.value).order_by(returns.c.quarter)
    )
    return tuple(_text_of(row) for row in read(session, wanted))


def add_revision(session: Session, quarter: str, correction: str) -> int:
    """Begin the next revision of a quarter's return with the texts of the newest one. Returns its number."""
    last = _row(session, quarter)
    if last is None:
        raise NotFoundError(f"There is no return for {quarter}.")
    texts = {name: getattr(last, name) for name in HEADLINE_FIELDS}
    session.add(ReturnRow(quarter=quarter, revision=last.revision + 1, correction=correction, **texts))
    session.flush()
    return last.revision + 1


def remove_newest(session: Session, quarter: str) -> None:
    """Take away the newest revision of a quarter's return, which nobody signed."""
    row = _row(session, quarter)
    if row is not None:
        session.delete(row)
        session.flush()


def state_of(session: Session, uid: str) -> ReturnState | None:
    """The state of the return that a row is, by its uid."""
    returns = table_of(ReturnRow).c
    state = read(session, select(returns.state).where(returns.uid == uid)).scalar()
    return ReturnState(state) if state is not None else None


# -------------------------------------------------------------------------------- signatures
def list_signatures(session: Session, quarter: str, revision: int) -> tuple[SignaturePart, ...]:
    """Who signed and confirmed a revision, the lead first."""
    from leadapp.db.promise_rows import SignatureRow  # the start of the window does without
    from leadapp.domain.promise_parts import SignaturePart

    returns, signed = table_of(ReturnRow), table_of(SignatureRow)
    wanted = (
        select(signed)
        .join(returns, returns.c.id == signed.c.return_id)
        .where(returns.c.quarter == quarter, returns.c.revision == revision)
        .order_by(signed.c.role)
    )
    return tuple(SignaturePart(row.role, row.name, row.post, row.signed_on, row.how, row.note) for row in read(session, wanted))


def add_signature(session: Session, quarter: str, signature: SignaturePart) -> None:
    """Note who signed or confirmed the newest revision."""
    from leadapp.db.promise_rows import SignatureRow

    row = _row(session, quarter)
    if row is None:
        row = ReturnRow(quarter=quarter)
        session.add(row)
        session.flush()
    session.add(
        SignatureRow(
            return_id=row.id,
            role=signature.role,
            name=signature.name,
            post=signature.post,
            signed_on=signature.signed_on,
            how=signature.how,
            note=signature.note,
        )
    )
    session.flush()


def remove_signatures(session: Session, quarter: str) -> None:
    """Let the signatures of the newest revision fall."""
    from leadapp.db.promise_rows import SignatureRow

    row = _row(session, quarter)
    if row is None:
        return
    for signature in session.scalars(select(SignatureRow).where(SignatureRow.return_id == row.id)):
        session.delete(signature)
    session.flush()


# -------------------------------------------------------------------------------- all returns
def submitted_quarters(session: Session) -> frozenset[str]:
    """The quarters whose return is submitted."""
    returns = table_of(ReturnRow).c
    wanted = select(returns.quarter).where(returns.state == ReturnState.SUBMITTED.value)
    return frozenset(read(session, wanted).scalars())


def list_returns(session: Session) -> tuple[ReturnText, ...]:
    """Every return, newest quarter first."""
    quarters = sorted(set(session.scalars(select(ReturnRow.quarter))), reverse=True)
    return tuple(return_text(session, quarter) for quarter in quarters)


# -------------------------------------------------------------------------------- exports
def log_export(database: Database, at: dt.datetime, export: ExportRecord) -> None:
    """Note that a document was exported."""
    with database.maintaining() as connection:
        connection.execute(
            insert(ExportRow).values(
                at=at.isoformat(timespec="seconds"),
                quarter=export.quarter,
                revision=export.revision,
                form=export.form,
                version=export.version,
                file_name=export.file_name,
                sha256=export.sha256,
            )
        )


def list_exports(session: Session, quarter: str) -> tuple[ExportRecord, ...]:
    """The exports of a quarter, newest first."""
    rows = session.scalars(select(ExportRow).where(ExportRow.quarter == quarter).order_by(ExportRow.id.desc()))
    return tuple(
        ExportRecord(
            row.quarter, row.revision, row.form, row.file_name, row.sha256, dt.datetime.fromisoformat(row.at), row.version
        )
        for row in rows
    )
