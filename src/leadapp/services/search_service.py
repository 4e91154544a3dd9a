"""Search over everything in the file, and over the corporate actions that are not adopted."""

from __future__ import annotations

from dataclasses import dataclass

from leadapp.db import search
from leadapp.db.database import Database
from leadapp.domain.corporate_search import extract_of, find_corporate
from leadapp.domain.spots import Place
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService

KIND_WORDS = {
    "plan_action": "Action",
    "corporate_action": "Corporate plan",
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
    "risk": "Risk or issue",
    "escalation": "Escalation",
    "challenge": "Challenge",
    "case_study": "Case study",
}
MOST_CORPORATE = 10
"""Corporate actions among the hits: they stand behind what is found in the file."""


@dataclass(frozen=True, slots=True)
class Found:
    """A hit: what kind of thing, its title, the words around (found words between U+0002 and U+0003), and its action if any.

    ``place`` is where it is shown; None if that is only a room.
    """

    kind: str
    table: str
    uid: str
    title: str
    extract: str
    action_id: int | None
    place: Place | None = None


class SearchService:
    """Finds words in actions, updates, KPIs, returns, evidence and services, and in the corporate plan."""

    def __init__(self, database: Database, plan: PlanService, preferences: PreferenceService) -> None:
        self._database = database
        self._plan = plan
        self._preferences = preferences

    def find(self, typed: str, most: int = 50) -> tuple[Found, ...]:
        """The best hits for what was typed (three letters or more), best first; corporate actions last."""
        corporate = self._corporate(typed)
        with self._database.reading() as session:
            hits = search.find(session, typed, most - len(corporate))
            spots = search.spots(session, hits)
            places = {uid: ("action", spot) for uid, spot in spots.items()} | search.places(session, hits)
        own = tuple(
            Found(
                KIND_WORDS.get(hit.table, hit.table),
                hit.table,
                hit.uid,
                hit.title,
                hit.extract,
                spots[hit.uid].row if hit.uid in spots else None,
                places.get(hit.uid),
            )
            for hit in hits
        )
        return (*own, *corporate)

    def _corporate(self, typed: str) -> tuple[Found, ...]:
        """Corporate actions that are not adopted: the adopted ones are found as the directorate's own."""
        adopted = {row.corporate_id for row in self._plan.cascade() if row.action_id is not None}
        actions = [action for action in self._preferences.corporate_plan().actions if action.id not in adopted]
        return tuple(
            Found(
                KIND_WORDS["corporate_action"],
                "corporate_action",
                action.id,
                f"{action.id}  {action.title}",
                extract_of(action, typed),
                None,
                ("cascade", action.id),
            )
            for action in find_corporate(actions, typed)[:MOST_CORPORATE]
        )
