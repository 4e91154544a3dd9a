"""What the file settles once: directorate, lead, Month 0, services, returns; and the corporate plan in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from leadapp.db import directorate_records, return_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.corporate_plan import CorporatePlan, Part, default_part, plan_from_data
from leadapp.domain.directorate import (
    MARKINGS,
    DirectorateRecord,
    ServiceDraft,
    read_days,
    read_month_zero,
    read_name,
    read_services,
    read_small_number,
    reported_quarter,
)
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import clean_text
from leadapp.domain.quarters import Quarter

_SETTLED_BY = (Topic.DIRECTORATE, Topic.PEOPLE, Topic.SERVICES, Topic.RETURNS)
_NAMES = {
    "council": "the council's name",
    "name": "the directorate's name",
    "lead_name": "the lead's name",
    "group_name": "the name of the group that receives the return",
}


class PreferenceService:
    """Reads and changes the directorate's settings. The corporate plan is parsed once an edition."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._edition: tuple[object, CorporatePlan] | None = None
        self._parts: tuple[DirectorateRecord, CorporatePlan, dict[str, Part]] | None = None
        self._known: tuple[object, DirectorateRecord, frozenset[str]] | None = None

    def _settled(self) -> tuple[DirectorateRecord, frozenset[str]]:
        """The directorate and its submitted quarters, read once as long as nothing is written."""
        generation = self._database.generation(*_SETTLED_BY)
        if self._known is None or self._known[0] != generation:
            with self._database.reading() as session:
                record = directorate_records.directorate(session)
                self._known = (generation, record, frozenset(return_records.submitted_quarters(session)))
        return self._known[1:]

    def directorate(self) -> DirectorateRecord:
        """The directorate as it is set up now."""
        return self._settled()[0]

    def today(self) -> dt.date:
        """Today; a sample keeps the day it was made for, so that it always shows the same quarter."""
        return self.directorate().as_at or self._database.clock().date()

    def corporate_plan(self) -> CorporatePlan:
        """The corporate plan in force."""
        generation = self._database.generation(Topic.CORPORATE_PLAN)
        if self._edition is None or self._edition[0] != generation:
            with self._database.reading() as session:
                content = directorate_records.current_edition(session)
            self._edition = (generation, plan_from_data(content))
        return self._edition[1]

    def default_parts(self) -> dict[str, Part]:
        """Our reading of the directorate's part in every corporate action."""
        directorate, plan = self.directorate(), self.corporate_plan()
        if self._parts is None or self._parts[0] is not directorate or self._parts[1] is not plan:
            found = {a.id: default_part(a, directorate.name, bool(directorate.priority)) for a in plan.actions}
            self._parts = (directorate, plan, found)
        return self._parts[2]

    def reported_quarter(self) -> Quarter:
        """The quarter being reported: the oldest one whose return is not submitted."""
        directorate, submitted = self._settled()
        return reported_quarter(directorate.first_quarter, submitted)

    def change(self, version: int, texts: dict[str, str], visit: str = "") -> Changes:
        """Change settings from texts as typed. Raises BadInputError naming the field; then nothing is changed."""
        values = {name: _read(name, text) for name, text in texts.items()}
        with self._database.writing("Change settings", visit=visit) as step:
            directorate_records.change_directorate(step.session, version, values)
        return step.changes

    def add_service(self, draft: ServiceDraft) -> Changes:
        """Add a service, team or site."""
        (named,) = read_services((draft,)) or (None,)
        if named is None:
            raise BadInputError("Type the service's name.", "services")
        with self._database.writing(f"Add service {named.name}") as step:
            directorate_records.add_service(step.session, named)
        return step.changes

    def change_service(self, service_id: int, name: str | None = None, frontline: bool | None = None) -> Changes:
        """Rename a service or change whether it works with residents."""
        values: dict[str, Any] = {}
        if name is not None:
            values["name"] = read_name(name, "the service's name", "services")
        if frontline is not None:
            values["frontline"] = frontline
        with self._database.writing("Change service") as step:
            directorate_records.change_service(step.session, service_id, values)
        return step.changes

    def remove_service(self, service_id: int) -> Changes:
        """Remove a service that no action belongs to."""
        with self._database.writing("Remove service") as step:
            directorate_records.remove_service(step.session, service_id)
        return step.changes


def _read(name: str, text: str) -> Any:
    """One setting as typed, as the value that is kept."""
    if name in _NAMES:
        return read_name(text, _NAMES[name], name)
    if name == "month_zero":
        return read_month_zero(text)
    if name == "priority":
        return {"yes": True, "no": False}.get(text)
    if name == "days_to_return":
        return read_days(text)
    if name == "small_number":
        return read_small_number(text)
    if name == "first_quarter":
        return str(Quarter.parse(text))
    if name == "marking":
        if text not in MARKINGS:
            raise BadInputError("Choose OFFICIAL or OFFICIAL-SENSITIVE.", "marking")
        return text
    if name in {"lead_post", "email_to", "underway_definition"}:
        return " ".join(clean_text(text).split())
    raise BadInputError(f"There is no setting “{name}”.", name)
