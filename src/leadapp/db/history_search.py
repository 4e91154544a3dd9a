"""Finding steps of the change log by action, field, kind, person, day and words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, select, text, union
from sqlalchemy.orm import Session

from leadapp.db.history_records import STEP_COLUMNS, read_steps
from leadapp.db.logged import logged_tables
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ActionLink, ActionRow, DecisionRow, KpiRow, TypedText
from leadapp.domain.corporate_plan import natural_key
from leadapp.domain.history import HistoryFilter, Step


def find_steps(session: Session, wanted: HistoryFilter, most: int) -> tuple[tuple[Step, ...], int]:
    """The newest steps that a filter lets through, oldest first and at most ``most``, and how many there are in all."""
    where, values = _conditions(session, wanted)
    told = f" FROM change_step s LEFT JOIN person p ON p.id = s.who_id WHERE {' AND '.join(where) or '1'}"
    total = int(session.execute(text("SELECT count(*)" + told), values).scalar_one())
    rows = session.execute(text(f"SELECT {STEP_COLUMNS}{told} ORDER BY s.id DESC LIMIT :most"), values | {"most": most})
    return read_steps(rows), total


_WHO = "coalesce(nullif(p.name, ''), p.post, 'leadapp')"
_SAYS = (
    f"(s.label LIKE {{0}} OR {_WHO} LIKE {{0}} OR EXISTS (SELECT 1 FROM change_entry e WHERE e.step_id = s.id"
    " AND e.table_name <> 'edition' AND (e.before LIKE {0} OR e.after LIKE {0})))"
)
"""Whether a step says a word, in its own words or in the texts it changed; the whole of a corporate plan is not searched."""


def _conditions(session: Session, wanted: HistoryFilter) -> tuple[list[str], dict[str, Any]]:
    where: list[str] = []
    values: dict[str, Any] = {}
    entry = []
    for column, names in (("table_name", wanted.tables), ("field", wanted.fields)):
        if names:
            entry.append(f"e.{column} IN ({_listed(column, sorted(names), values)})")
    if wanted.action_uid:
        uids = sorted(uids_of_action(session, wanted.action_uid))
        entry.append(f"e.row_uid IN ({_listed('uid', uids, values)})")
    if entry:
        where.append(f"EXISTS (SELECT 1 FROM change_entry e WHERE e.step_id = s.id AND {' AND '.join(entry)})")
    if wanted.who:
        where.append(f"{_WHO} = :who")
        values["who"] = wanted.who
    for name, day, sign in (("first", wanted.first, ">="), ("last", wanted.last, "<=")):
        if day is not None:
            where.append(f"substr(s.at, 1, 10) {sign} :{name}")
            values[name] = day.isoformat()
    for number, word in enumerate(wanted.words):
        where.append(_SAYS.format(f":word{number} ESCAPE '\\'"))
        values[f"word{number}"] = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    return where, values


def _listed(name: str, items: list[str], values: dict[str, Any]) -> str:
    """Named places for a list of values in SQL."""
    values |= {f"{name}{number}": item for number, item in enumerate(items)}
    return ", ".join(f":{name}{number}" for number in range(len(items))) or "NULL"


def uids_of_action(session: Session, uid: str) -> set[str]:
    """The action and every row that hangs or hung on it: updates, KPIs and their values, milestones, decision, typed texts."""
    action = read(session, select(table_of(ActionRow)).where(table_of(ActionRow).c.uid == uid)).first()
    found = {uid}
    action_id = action.id if action else _removed_id(session, uid)
    if action_id is None:
        return found
    if action is not None:
        found |= set(read(session, union(*_hanging(action_id, action.corporate_id))).scalars())
    found |= _removed(session, uid, "action_id", [action_id])
    kpis = read(session, select(table_of(KpiRow).c.id).where(table_of(KpiRow).c.action_id == action_id)).scalars().all()
    found |= _removed(session, uid, "kpi_id", list(kpis))
    typed = table_of(TypedText)
    return found | set(read(session, select(typed.c.uid).where(typed.c.subject.in_(found))).scalars())


def _hanging(action_id: int, corporate_id: str) -> list[Select[Any]]:
    kpis = select(table_of(KpiRow).c.id).where(table_of(KpiRow).c.action_id == action_id)
    links, decisions = table_of(ActionLink), table_of(DecisionRow)
    wanted: list[Select[Any]] = [
        select(links.c.uid).where((links.c.from_id == action_id) | (links.c.to_id == action_id)),
        select(decisions.c.uid).where(decisions.c.corporate_id == corporate_id, decisions.c.corporate_id != ""),
    ]
    for kind in logged_tables().values():
        columns = table_of(kind).c
        if "action_id" in columns:
            wanted.append(select(columns.uid).where(columns.action_id == action_id))
        if "kpi_id" in columns:
            wanted.append(select(columns.uid).where(columns.kpi_id.in_(kpis)))
    return wanted


_SINCE = "coalesce((SELECT min(step_id) FROM change_entry WHERE row_uid = :uid AND field = '' AND kind = 'add'), 0)"


def _removed(session: Session, uid: str, column: str, ids: list[int]) -> set[str]:
    """Rows of the log that are gone and named one of ``ids``, since the action itself was added (an id may be used again)."""
    values: dict[str, Any] = {"uid": uid}
    listed = _listed("id", [str(i) for i in ids], values)
    wanted = (
        f"SELECT DISTINCT row_uid FROM change_entry WHERE field = '' AND kind = 'remove' AND step_id >= {_SINCE}"
        f" AND json_valid(before) AND CAST(json_extract(before, '$.{column}') AS TEXT) IN ({listed})"
    )
    return set(session.execute(text(wanted), values).scalars())


def _removed_id(session: Session, uid: str) -> int | None:
    """The id that a removed action had."""
    wanted = (
        "SELECT json_extract(before, '$.id') FROM change_entry WHERE row_uid = :uid AND field = '' AND kind = 'remove'"
        " AND json_valid(before) ORDER BY id DESC LIMIT 1"
    )
    found = session.execute(text(wanted), {"uid": uid}).scalar()
    return int(found) if found is not None else None


def list_subjects(session: Session) -> tuple[tuple[str, str], ...]:
    """Every action by uid, as "2.4 Build anti-racism ..."; those that are gone behind them, as they were last."""
    wanted = (
        "SELECT row_uid, json_extract(before, '$.reference') || ' ' || json_extract(before, '$.title') FROM change_entry"
        " WHERE table_name = 'plan_action' AND field = '' AND kind = 'remove' AND json_valid(before)"
        " AND row_uid NOT IN (SELECT uid FROM plan_action) GROUP BY row_uid"
    )
    actions = table_of(ActionRow)
    there = [(r.uid, r.reference, r.title) for r in read(session, select(actions))]
    there.sort(key=lambda one: (not one[1][:1].isdigit(), natural_key(one[1]), one[1]))
    gone = [(uid, f"{name}, removed") for uid, name in session.execute(text(wanted)) if name]
    return tuple([(uid, f"{reference} {title}") for uid, reference, title in there] + gone)


def people_and_fields(session: Session) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Everybody who wrote a step, and every field that was ever changed, as logged."""
    who = session.execute(
        text(
            f"SELECT DISTINCT {_WHO} AS who"
            " FROM (SELECT DISTINCT who_id FROM change_step) s LEFT JOIN person p ON p.id = s.who_id ORDER BY 1"
        )
    ).scalars()
    fields = session.execute(text("SELECT DISTINCT field FROM change_entry WHERE field <> ''")).scalars()
    return tuple(who), tuple(fields)


def subjects(session: Session, uids: set[str]) -> dict[str, str]:
    """The action that each row belongs to, as "2.4 Build anti-racism ...", for rows that are in the file."""
    actions, kpis = table_of(ActionRow), table_of(KpiRow)
    label = actions.c.reference + " " + actions.c.title
    wanted: list[Select[Any]] = [select(actions.c.uid, label).where(actions.c.uid.in_(uids))]
    for kind in logged_tables().values():
        table = table_of(kind)
        if "action_id" in table.c:
            wanted.append(
                select(table.c.uid, label).join(actions, actions.c.id == table.c.action_id).where(table.c.uid.in_(uids))
            )
        elif "kpi_id" in table.c:
            joined = select(table.c.uid, label).join(kpis, kpis.c.id == table.c.kpi_id)
            wanted.append(joined.join(actions, actions.c.id == kpis.c.action_id).where(table.c.uid.in_(uids)))
    rows: list[Any] = [row for one in wanted for row in read(session, one)]
    return {row[0]: row[1] for row in rows}
