"""Search over everything: the FTS5 index that the change log listener fills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, null, select, text
from sqlalchemy.orm import Session

from leadapp.db import commitment_records
from leadapp.db.logged import logged_tables
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import KpiRow
from leadapp.domain.quarters import Quarter
from leadapp.domain.spots import Place, Spot

SHORTEST = 3
_ELSEWHERE = {"risk", "escalation", "challenge", "case_study"}
"""Shown in a place of their own, also where they name an action."""
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


def spots(session: Session, hits: Iterable[SearchHit]) -> dict[str, Spot]:
    """The actions that found rows belong to (themselves, or the ones they hang on) with the KPI, if it is one's, by the row's uid.

    One query a table.
    """
    uids: defaultdict[str, list[str]] = defaultdict(list)
    for hit in hits:
        uids[hit.table].append(hit.uid)
    found: dict[str, Spot] = {}
    for name in uids.keys() & _OWNER.keys():
        owner = _OWNER[name]
        field = "note" if name == "kpi_value" else ""
        rows = read(session, owner.where(table_of(logged_tables()[name]).c.uid.in_(uids[name])))
        found |= {row.uid: Spot(row.action_id, field, row.kpi_id) for row in rows if row.action_id}
    return found


def places(session: Session, hits: Iterable[SearchHit]) -> dict[str, Place]:
    """Where rows are shown that no action holds, by the row's uid.

    That is the cell of a service, the line of a register, a quarter's return, a piece of evidence, a service.
    """
    uids: defaultdict[str, list[str]] = defaultdict(list)
    for hit in hits:
        uids[hit.table].append(hit.uid)
    found: dict[str, Place] = {}
    for name in uids.keys() & _PLACES.keys():
        columns, place = _PLACES[name]
        kept = table_of(logged_tables()[name]).c
        wanted = select(kept.uid, *(kept[column] for column in columns)).where(kept.uid.in_(uids[name]))
        found |= {row.uid: place(row) for row in read(session, wanted)}
    promised = commitment_records.places(session, uids["commitment"]) if "commitment" in uids else {}
    return found | {uid: (place, Quarter.parse(quarter)) for uid, (place, quarter) in promised.items()}


def _owner(name: str) -> Select[Any]:
    table = table_of(logged_tables()[name])
    if name == "plan_action":
        return select(table.c.uid, table.c.id.label("action_id"), null().label("kpi_id"))
    if name == "kpi_value":
        kpis = table_of(KpiRow)
        return select(table.c.uid, kpis.c.action_id, kpis.c.id.label("kpi_id")).join(kpis, kpis.c.id == table.c.kpi_id)
    return select(table.c.uid, table.c.action_id, (table.c.id if name == "kpi" else null()).label("kpi_id"))


_OWNER = {
    name: _owner(name)
    for name, kind in logged_tables().items()
    if kind.searched and name not in _ELSEWHERE and (name in {"plan_action", "kpi_value"} or "action_id" in table_of(kind).c)
}

_PLACES: dict[str, tuple[tuple[str, ...], Callable[[Any], Place]]] = {
    "service_value": (("kpi_id", "service_id"), lambda row: ("grid", Spot(row.kpi_id, "note", row.service_id))),
    "risk": (("kind", "id"), lambda row: (row.kind, row.id)),
    "escalation": (("id",), lambda row: ("escalation", row.id)),
    "challenge": (("id",), lambda row: ("challenge", row.id)),
    "case_study": (("year", "id"), lambda row: ("year", (row.year, row.id))),
    "register_entry": (("register", "id"), lambda row: ("registers", (row.register, row.id))),
    "quarter_return": (("quarter",), lambda row: ("return", Quarter.parse(row.quarter))),
    "evidence": (("id",), lambda row: ("evidence", row.id)),
    "service": (("id",), lambda row: ("services", row.id)),
}
