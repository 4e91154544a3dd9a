"""Search over everything in the file."""

from __future__ import annotations

from dataclasses import dataclass

from leadapp.db import search
from leadapp.db.database import Database

KIND_WORDS = {
    "plan_action": "Action",
    "progress_update": "Update",
    "milestone": "Milestone",
    "kpi": "KPI",
    "kpi_value": "Note on a value",
    "quarter_return": "Return",
    "commitment": "Commitment",
    "evidence": "Evidence",
    "service": "Service",
    "service_value": "Note by service",
    "register_entry": "Register",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: what kind of thing, its title, the words around (found words between U+0002 and U+0003), and its action if any.

    ``place`` is where it is shown, if that is neither its action nor a room.
    """

    kind: str
    table: str
    uid: str
    title: str
    extract: str
    action_id: int | None
    place: tuple[str, object] | None = None


class SearchService:
    """Finds words in actions, updates, KPIs, returns, evidence and services."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def find(self, typed: str, most: int = 50) -> tuple[Found, ...]:
        """The best hits for what was typed (three letters or more), best first."""
        with self._database.reading() as session:
            hits = search.find(session, typed, most)
            owners, places = search.owners(session, hits), search.places(session, hits)
        return tuple(
            Found(
                KIND_WORDS.get(hit.table, hit.table),
                hit.table,
                hit.uid,
                hit.title,
                hit.extract,
                owners.get(hit.uid),
                places.get(hit.uid),
            )
            for hit in hits
        )
