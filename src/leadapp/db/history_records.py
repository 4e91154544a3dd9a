"""Reading the change log and turning steps round."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from leadapp.db.change_log import from_json, to_json
from leadapp.db.history_labels import blank_labels
from leadapp.db.logged import logged_tables
from leadapp.db.row_types import FREE, PERSONAL, LoggedRow
from leadapp.db.rows import EntryRow, StepRow
from leadapp.domain.errors import LeadappError, NotFoundError
from leadapp.domain.history import Entry, Step, StepKind

STEP_COLUMNS = "s.number, s.kind, s.label, s.at, s.answers, coalesce(nullif(p.name, ''), p.post, 'leadapp') AS who"
"""What ``read_steps`` reads, from ``change_step s`` and the ``person p`` who wrote it."""


def read_steps(rows: Iterable[Any]) -> tuple[Step, ...]:
    """Rows of ``STEP_COLUMNS``, newest first, as steps, oldest first."""
    return tuple(
        Step(row.number, StepKind(row.kind), row.label, dt.datetime.fromisoformat(row.at), row.who, row.answers)
        for row in reversed(list(rows))
    )


def step_kinds(session: Session) -> tuple[Step, ...]:
    """Every step with just what undo needs (no names, no times), oldest first: cheap on a long log."""
    never = dt.datetime.fromtimestamp(0, dt.UTC)
    rows = session.execute(text("SELECT number, kind, label, answers FROM change_step ORDER BY id DESC LIMIT 400")).all()
    return tuple(Step(row[0], StepKind(row[1]), row[2], never, "", row[3]) for row in reversed(rows))


def list_entries(session: Session, numbers: tuple[int, ...]) -> tuple[Entry, ...]:
    """The entries of some steps, in the order they were written."""
    wanted = (
        select(StepRow.number, EntryRow)
        .join(StepRow, StepRow.id == EntryRow.step_id)
        .where(StepRow.number.in_(numbers))
        .order_by(EntryRow.id)
    )
    return tuple(
        Entry(number, row.table_name, row.row_uid, row.field, row.kind, row.before, row.after, row.blanked)
        for number, row in session.execute(wanted)
    )


def first_entries(session: Session, numbers: tuple[int, ...], most: int) -> dict[int, tuple[tuple[Entry, ...], int]]:
    """Of each step its first entries, at most ``most``, and how many there are; cheap also for a step of thousands."""
    wanted = text(
        "SELECT e.table_name, e.row_uid, e.field, e.kind, e.before, e.after, e.blanked FROM change_entry e"
        " WHERE e.step_id = :step ORDER BY e.id LIMIT :most"
    )
    count = text("SELECT count(*) FROM change_entry WHERE step_id = :step")
    found = {}
    for number, step_id in session.execute(select(StepRow.number, StepRow.id).where(StepRow.number.in_(numbers))).all():
        rows = session.execute(wanted, {"step": step_id, "most": most}).all()
        total = len(rows) if len(rows) < most else session.execute(count, {"step": step_id}).scalar_one()
        found[number] = (
            tuple(Entry(number, row[0], row[1], row[2], row[3], row[4], row[5], bool(row[6])) for row in rows),
            total,
        )
    return found


def turn_round(session: Session, number: int) -> None:
    """Put back what a step changed: what it added goes, what it removed returns, what it changed is as before."""
    entries = list_entries(session, (number,))
    if not entries:
        raise NotFoundError("This step is no longer in the history.")
    if any(entry.blanked for entry in entries):
        raise LeadappError("A text of this step was removed from the history, so the step cannot be undone.")
    added = [entry for entry in entries if entry.kind == "remove"]
    for entry in reversed(added):
        _bring_back(session, entry)
    session.flush()
    for entry in reversed(entries):
        if entry.kind == "change":
            row = _row(session, entry)
            setattr(row, entry.field, from_json(type(row), entry.field, json.loads(entry.before or "null")))
    session.flush()
    for entry in reversed(entries):
        if entry.kind == "add":
            session.delete(_row(session, entry))
            session.flush()


def _row(session: Session, entry: Entry) -> LoggedRow:
    row = session.scalars(select(logged_tables()[entry.table]).where(logged_tables()[entry.table].uid == entry.uid)).first()
    if row is None:
        raise NotFoundError("What this step changed is no longer there, so it cannot be undone.")
    return row


def _bring_back(session: Session, entry: Entry) -> None:
    kind = logged_tables()[entry.table]
    values: dict[str, Any] = json.loads(entry.before or "{}")
    known = {name: from_json(kind, name, value) for name, value in values.items() if name in inspect(kind).columns}
    known["version"] = int(values["version"]) + 1
    row = kind(uid=entry.uid, **known)
    session.add(row)
    session.flush()


def _put_back_if_untouched(session: Session, entry: Entry) -> None:
    kind = logged_tables()[entry.table]
    row: Any = session.scalar(select(kind).where(kind.uid == entry.uid))
    if row is not None and getattr(row, entry.field) == from_json(kind, entry.field, json.loads(entry.after or "null")):
        setattr(row, entry.field, from_json(kind, entry.field, json.loads(entry.before or "null")))


# -------------------------------------------------------------------------------- one value, one text
RESTORABLE = frozenset(
    "directorate person service plan_action milestone progress_update kpi kpi_value smartie"
    " decision quarter_return register_entry evidence house_word commitment service_value".split()
)
"""Tables whose single values may be put back. What keeps its own record may not."""
KEPT_BY_RULE = frozenset(
    "state submitted_on sha256 correction revision first_quarter action_id kpi_id quarter reference is_sample".split()
)
NEVER_BACK = frozenset({"signature"})
"""Tables whose removed rows stay removed: who signed once has not signed what stands there now."""
RENUMBERED = frozenset({("plan_action", "corporate_id"), ("decision", "corporate_id"), ("kpi", "corporate_kpi")})
"""Ids of the corporate plan: taking an edition, or a hand, renumbered several rows together, and they go back only together."""


def can_restore(entry: Entry) -> bool:
    """Whether the value before an entry can be put back by itself, or a removed row brought back."""
    if entry.blanked or entry.kind == "add":
        return False
    if entry.kind == "remove":
        return entry.table not in {*NEVER_BACK, "typed_text"}  # what was typed went because it came right: it is not missed
    return entry.table in RESTORABLE and entry.field not in KEPT_BY_RULE and (entry.table, entry.field) not in RENUMBERED


def before_of(session: Session, entry: Entry, fields: frozenset[str]) -> dict[str, Any]:
    """What stood in some fields of a row before the step of an entry: those of them that it changed."""
    kind = logged_tables()[entry.table]
    return {
        other.field: from_json(kind, other.field, json.loads(other.before or "null"))
        for other in list_entries(session, (entry.step,))
        if (other.uid, other.kind) == (entry.uid, "change") and other.field in fields and not other.blanked
    }


def removed_places(session: Session, step: int, table: str) -> frozenset[tuple[int, str]]:
    """The KPI and the quarter of every row of a table that a step removed."""
    removed = [e for e in list_entries(session, (step,)) if (e.table, e.kind) == (table, "remove") and not e.blanked]
    values = [json.loads(entry.before or "{}") for entry in removed]
    return frozenset((int(v["kpi_id"]), str(v["quarter"])) for v in values)


def restore_fields(session: Session, entry: Entry, fields: frozenset[str]) -> LoggedRow:
    """Put back what a step changed in these fields of one row. Raises NotFoundError where the row is gone."""
    row = _row(session, entry)
    for field, value in before_of(session, entry, fields).items():
        setattr(row, field, value)
    session.flush()
    return row


def bring_back(session: Session, step: int) -> None:
    """Bring back every row that a step removed, with what hung on it: a decision that was opened again, a pointer that was let go.

    What was changed since stays. Raises LeadappError where something has taken its place.
    """
    entries = list_entries(session, (step,))
    removed = [entry for entry in entries if entry.kind == "remove"]
    if any(entry.table in NEVER_BACK for entry in removed):
        raise LeadappError("Signatures that fell are not brought back. Sign the return anew.")
    if any(entry.blanked for entry in removed):
        raise LeadappError("A text of this step was removed from the history, so it cannot be brought back whole.")
    try:
        for entry in reversed(removed):
            _bring_back(session, entry)
        session.flush()
        for entry in (e for e in entries if e.kind == "change" and not e.blanked):
            _put_back_if_untouched(session, entry)
    except IntegrityError as error:
        raise LeadappError("Something else has taken its place since, so it cannot be brought back.") from error


def has_text(entry: Entry) -> bool:
    """Whether an entry keeps words that a person wrote."""
    if entry.blanked or entry.table not in logged_tables():
        return False
    columns = _text_columns(entry.table)
    if entry.kind == "change":
        return entry.field in columns and any(packed not in {None, '""', "null"} for packed in (entry.before, entry.after))
    try:
        values = json.loads(entry.before or entry.after or "{}")
    except ValueError:
        return False  # torn: there is nothing to be read in it
    return isinstance(values, dict) and any(values.get(name) for name in columns)


def _text_columns(table: str) -> frozenset[str]:
    """The columns of a table that hold words a person wrote, or a name."""
    return frozenset(c.key for c in logged_tables()[table].__table__.columns if c.info["privacy"] in {FREE, PERSONAL})


def undone_steps(session: Session) -> frozenset[int]:
    """The steps that stand undone."""
    rows = session.execute(text("SELECT answers, kind FROM change_step WHERE kind IN ('undo', 'redo') ORDER BY id"))
    last = {row.answers: row.kind for row in rows}
    return frozenset(number for number, kind in last.items() if kind == StepKind.UNDO)


def first_written(session: Session, entry: Entry) -> dt.datetime:
    """When the oldest entry about the same row was written."""
    wanted = text("SELECT min(s.at) FROM change_entry e JOIN change_step s ON s.id = e.step_id WHERE e.row_uid = :uid")
    return dt.datetime.fromisoformat(session.execute(wanted, {"uid": entry.uid}).scalar_one())


def blank_texts(connection: Connection, entry: Entry) -> int:
    """Take every wording of an entry's text out of the history: of its field, or of all texts of a row added or removed.

    Who and when stay. What steps are called loses the text as well. Returns how many entries were blanked. The wording that
    stands in the plan itself is not touched.
    """
    columns = _text_columns(entry.table) & ({entry.field} if entry.field else _text_columns(entry.table))
    wanted = text("SELECT id, field, kind, before, after FROM change_entry WHERE row_uid = :uid AND table_name = :table")
    blanked, wordings = [], set[str]()
    rows = [
        row
        for row in connection.execute(wanted, {"uid": entry.uid, "table": entry.table})
        if row.kind != "change" or row.field in columns
    ]
    for row in rows:
        before, after = (_without(packed, columns, row.kind) for packed in (row.before, row.after))
        if (before, after) != (row.before, row.after):
            blanked.append({"id": row.id, "before": before, "after": after})
            wordings |= _wordings((row.before, row.after), columns, row.kind)
    if blanked:
        statement = text("UPDATE change_entry SET before = :before, after = :after, blanked = 1 WHERE id = :id")
        connection.execute(statement, blanked)
        blank_labels(connection, wordings)
    return len(blanked)


def _wordings(packed: Iterable[str | None], columns: frozenset[str], kind: str) -> set[str]:
    """The texts in logged values."""
    values = [json.loads(one) for one in packed if one is not None]
    texts = values if kind == "change" else [row.get(name) for row in values for name in columns]
    return {one for one in texts if isinstance(one, str) and one.strip()}


def _without(packed: str | None, columns: frozenset[str], kind: str) -> str | None:
    """A logged value without its text; of a whole row only the texts go."""
    if packed is None or kind == "change":
        return None
    values = json.loads(packed)
    return to_json(values | {name: "" for name in columns if values.get(name)})
