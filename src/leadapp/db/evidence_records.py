"""Evidence: rows to records and back, and the contents of files, which are read one at a time and only on demand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, select, text
from sqlalchemy.orm import Session

from leadapp.db.change_log import writing_allowed
from leadapp.db.plain_rows import read, table_of
from leadapp.db.plan_records import action_row, typed_texts
from leadapp.db.rows import ActionRow, EvidenceContent, EvidenceRow, EvidenceUse
from leadapp.domain.errors import ChangedElsewhereError, NotFoundError
from leadapp.domain.evidence import Evidence, EvidenceKind

GONE = "This evidence is no longer there. Undo brings it back."


def list_evidence(session: Session, action_id: int | None = None) -> tuple[Evidence, ...]:
    """All evidence, or that of one action; newest day first, undated last. No content is read."""
    evidence, use = table_of(EvidenceRow), table_of(EvidenceUse)
    wanted = select(evidence)
    if action_id is not None:
        wanted = wanted.where(evidence.c.id.in_(select(use.c.evidence_id).where(use.c.action_id == action_id)))
    uses = _uses(session)
    typed = {(uid, field): words for (uid, field, _), words in typed_texts(session).items()}
    found = [_record(row, uses.get(row.id, []), typed) for row in read(session, wanted)]
    return tuple(sorted(found, key=lambda e: (e.dated is None, -(e.dated.toordinal() if e.dated else 0), e.name.casefold())))


def days_by_action(session: Session) -> dict[int, tuple[dt.date | None, ...]]:
    """By action the days of the evidence that speaks for it; an undated piece is None."""
    evidence, use = table_of(EvidenceRow), table_of(EvidenceUse)
    wanted = select(use.c.action_id, evidence.c.dated).join(evidence, evidence.c.id == use.c.evidence_id).order_by(use.c.id)
    found: dict[int, tuple[dt.date | None, ...]] = {}
    for row in read(session, wanted):
        found[row.action_id] = (*found.get(row.action_id, ()), row.dated)
    return found


def _uses(session: Session) -> dict[int, list[tuple[int, str]]]:
    """The actions that each piece of evidence speaks for: id and reference."""
    use, actions = table_of(EvidenceUse), table_of(ActionRow)
    wanted: Select[Any] = select(use.c.evidence_id, actions.c.id, actions.c.reference).join(
        actions, actions.c.id == use.c.action_id
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for row in read(session, wanted.order_by(use.c.id)):
        found.setdefault(row.evidence_id, []).append((row.id, row.reference))
    return found


def _record(row: Any, uses: list[tuple[int, str]], typed: dict[tuple[str, str], str]) -> Evidence:
    plain = {name: getattr(row, name) for name in _PLAIN}
    return Evidence(
        **plain,
        kind=EvidenceKind(row.kind),
        actions=tuple(number for number, _ in uses),
        references=tuple(reference for _, reference in uses),
        typed=tuple((field, words) for (uid, field), words in typed.items() if uid == row.uid),
    )


_PLAIN = ("id", "uid", "version", "title", "note", "link", "dated", "file_name", "sha256", "size")


def evidence_row(session: Session, evidence_id: int, version: int | None = None) -> EvidenceRow:
    """The row of a piece of evidence, for changing it. Raises where it is gone or newer than the person has seen."""
    row = session.get(EvidenceRow, evidence_id)
    if row is None:
        raise NotFoundError(GONE)
    if version is not None and row.version != version:
        raise ChangedElsewhereError("This evidence was changed meanwhile. Look at it again; nothing was overwritten.")
    return row


def add_evidence(session: Session, values: dict[str, Any]) -> int:
    """Add a piece of evidence."""
    row = EvidenceRow(**values)
    session.add(row)
    session.flush()
    return row.id


def change_evidence(session: Session, evidence_id: int, version: int | None, values: dict[str, Any]) -> None:
    """Change columns of a piece of evidence."""
    row = evidence_row(session, evidence_id, version)
    for name, value in values.items():
        setattr(row, name, value)


def remove_evidence(session: Session, evidence_id: int) -> None:
    """Remove a piece of evidence from all its actions. A file's content stays as long as undo could need it."""
    row = evidence_row(session, evidence_id)
    for use in session.scalars(select(EvidenceUse).where(EvidenceUse.evidence_id == evidence_id)):
        session.delete(use)
    session.flush()
    session.delete(row)


def use_evidence(session: Session, evidence_id: int, action_id: int) -> bool:
    """Let evidence speak for an action. Returns whether it did not before."""
    evidence_row(session, evidence_id)
    action_row(session, action_id)
    wanted = select(EvidenceUse).where(EvidenceUse.evidence_id == evidence_id, EvidenceUse.action_id == action_id)
    if session.scalars(wanted).first() is not None:
        return False
    session.add(EvidenceUse(evidence_id=evidence_id, action_id=action_id))
    session.flush()
    return True


def stop_using(session: Session, evidence_id: int, action_id: int) -> None:
    """Take evidence away from an action; it stays in the file."""
    wanted = select(EvidenceUse).where(EvidenceUse.evidence_id == evidence_id, EvidenceUse.action_id == action_id)
    for use in session.scalars(wanted):
        session.delete(use)


# -------------------------------------------------------------------------------- contents
def find_by_content(session: Session, sha256: str) -> int | None:
    """The piece of evidence that already holds a content."""
    evidence = table_of(EvidenceRow)
    return read(session, select(evidence.c.id).where(evidence.c.sha256 == sha256).limit(1)).scalar()


def keep_content(session: Session, sha256: str, content: bytes) -> None:
    """Keep a content once, in the step that names it: rolled back with it, and outside the change log."""
    table = table_of(EvidenceContent)
    connection = session.connection()
    if connection.execute(select(table.c.id).where(table.c.sha256 == sha256)).first() is None:
        with writing_allowed(connection):
            connection.execute(insert(table).values(sha256=sha256, content=content))


def content_of(session: Session, sha256: str) -> bytes:
    """The content of one file. Raises NotFoundError where it is not in the file."""
    table = table_of(EvidenceContent)
    content = read(session, select(table.c.content).where(table.c.sha256 == sha256)).scalar()
    if content is None:
        raise NotFoundError("The content of this file is not there. Restore a backup that still has it, or add the file again.")
    return bytes(content)


def kept_size(session: Session) -> int:
    """The bytes of all contents; only their lengths are read."""
    return int(session.execute(select(func.coalesce(func.sum(func.length(table_of(EvidenceContent).c.content)), 0))).scalar_one())


_UNNAMED = """
SELECT sha256 FROM evidence_content AS kept
WHERE NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.sha256 = kept.sha256)
"""
_LOGGED = """
SELECT 1 FROM change_entry WHERE table_name = 'evidence'
AND (instr(coalesce(before, ''), :sha256) OR instr(coalesce(after, ''), :sha256)) LIMIT 1
"""


def unnamed_contents(connection: Connection) -> tuple[str, ...]:
    """Contents that neither evidence nor the change log names any more, so that undo cannot need them."""
    left = connection.execute(text(_UNNAMED)).scalars().all()
    return tuple(sha256 for sha256 in left if connection.execute(text(_LOGGED), {"sha256": sha256}).first() is None)


def clear_contents(connection: Connection, contents: tuple[str, ...]) -> None:
    """Remove contents for good. ``connection`` comes from ``Database.maintaining``."""
    table = table_of(EvidenceContent)
    for sha256 in contents:
        connection.execute(delete(table).where(table.c.sha256 == sha256))
