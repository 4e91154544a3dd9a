"""Search over everything: the FTS5 index that the change log listener fills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, text
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import LOGGED, KpiRow, RegisterEntry, ReturnRow, ServiceValueRow
from leadapp.domain.quarters import Quarter

SHORTEST = 3
FIND = (
    "SELECT rowid, title, table_name, uid, snippet(search, -1, '\u0002', '\u0003', '…', 12) AS extract"
    " FROM search WHERE search MATCH :words ORDER BY rank LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A place where the words stand; in ``extract`` they lie between U+0002 and U+0003."""

    table: str
    uid: str
    title: str
    extract: str


def match_words(typed: str) -> str:
    """What a person typed as an FTS5 query: every word must occur, the last one may be unfinished. Empty if too short."""
    words = ["".join(c for c in word if c.isalnum() or c in "'’-.") for word in typed.split()]
    kept = [word.replace("’", "'") for word in words if any(c.isalnum() for c in word)]
    if sum(len(word) for word in kept) < SHORTEST:
        return ""
    quoted = ['"' + word.replace('"', "") + '"' for word in kept]
    return " ".join(quoted) + "*"


def find(session: Session, typed: str, most: int = 50) -> tuple[SearchHit, ...]:
    """The best hits for what was typed, best first; none for fewer than three letters."""
    words = match_words(typed)
    if not words:
        return ()
    rows = session.execute(text(FIND), {"words": words, "most": most})
    return tuple(SearchHit(row.table_name, row.uid, row.title, row.extract) for row in rows)


def owners(session: Session, hits: Iterable[SearchHit]) -> dict[str, int]:
    """The actions that found rows belong to (themselves, or the ones they hang on), by the row's uid; one query a table."""
    uids: defaultdict[str, list[str]] = defaultdict(list)
    for hit in hits:
        uids[hit.table].append(hit.uid)
    found: dict[str, int] = {}
    for name in uids.keys() & _OWNER.keys():
        owner = _OWNER[name]
        rows = read(session, owner.where(table_of(LOGGED[name]).c.uid.in_(uids[name])))
        found |= {row.uid: row.action_id for row in rows if row.action_id}
    return found


def places(session: Session, hits: Iterable[SearchHit]) -> dict[str, tuple[str, object]]:
    """Where rows are shown that no action holds: a KPI's grid, the line of a register, a quarter's return; by the row's uid."""
    uids = {hit.uid for hit in hits if hit.table in {"service_value", "register_entry", "quarter_return"}}
    if not uids:
        return {}
    value, entry, sent = table_of(ServiceValueRow).c, table_of(RegisterEntry).c, table_of(ReturnRow).c
    found: dict[str, tuple[str, object]] = {}
    for row in read(session, select(value.uid, value.kpi_id).where(value.uid.in_(uids))):
        found[row.uid] = ("grid", row.kpi_id)
    for row in read(session, select(entry.uid, entry.id, entry.register).where(entry.uid.in_(uids))):
        found[row.uid] = ("registers", (row.register, row.id))
    for row in read(session, select(sent.uid, sent.quarter).where(sent.uid.in_(uids))):
        found[row.uid] = ("return", Quarter.parse(row.quarter))
    return found


def _owner(name: str) -> Select[Any]:
    table = table_of(LOGGED[name])
    if name == "plan_action":
        return select(table.c.uid, table.c.id.label("action_id"))
    if name == "kpi_value":
        kpis = table_of(KpiRow)
        return select(table.c.uid, kpis.c.action_id).join(kpis, kpis.c.id == table.c.kpi_id)
    return select(table.c.uid, table.c.action_id)


_OWNER = {
    name: _owner(name)
    for name, kind in LOGGED.items()
    if kind.searched and (name in {"plan_action", "kpi_value"} or "action_id" in table_of(kind).c)
}
