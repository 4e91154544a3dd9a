"""Search over everything: the FTS5 index that the change log listener fills."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from leadapp.db.rows import LOGGED

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


def owner_of(session: Session, table: str, uid: str) -> int | None:
    """The action that a found row belongs to (itself, or the one it hangs on), or None."""
    kind = LOGGED.get(table)
    if kind is None:
        return None
    row = session.query(kind).filter(kind.uid == uid).first()
    if row is None:
        return None
    if table == "plan_action":
        return row.id
    if table == "kpi_value":
        kpi = session.get(LOGGED["kpi"], row.kpi_id)  # type: ignore[attr-defined]
        return getattr(kpi, "action_id", None)
    return getattr(row, "action_id", None)
