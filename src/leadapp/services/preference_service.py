"""What the file settles once: directorate, lead, Month 0, services, returns; and the corporate plan in force."""

from __future__ import annotations

import datetime as dt
from typing import Any

from leadapp.db import directorate_records, plan_records, return_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.corporate_plan import CorporatePlan, Part, default_part, plan_from_data
from leadapp.domain.directorate import (
    SETTINGS,
    DirectorateRecord,
    ServiceDraft,
    ServiceRecord,
    read_name,
    read_services,
    read_setting,
    reported_quarter,
    service_problem,
    setting_problem,
)
from leadapp.domain.errors import BadInputError, NotFoundError
from leadapp.domain.quarters import Quarter

_SETTLED_BY = (Topic.DIRECTORATE, Topic.PEOPLE, Topic.SERVICES, Topic.RETURNS)


class PreferenceService:
    """Reads and changes the directorate's settings. The corporate plan is parsed once an edition."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._edition: tuple[object, object, CorporatePlan] | None = None
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
                mark = directorate_records.edition_mark(session)
                if self._edition is None or mark is None or self._edition[1] != mark:  # a step asks often, and seldom changes it
                    self._edition = (generation, mark, plan_from_data(directorate_records.current_edition(session)))
            self._edition = (generation, *self._edition[1:])
        return self._edition[2]

    def corporate_plan_on(self, day: dt.date) -> CorporatePlan:
        """The corporate plan that was in force on a day: an earlier return names the edition of its own time."""
        with self._database.reading() as session:
            content = directorate_records.edition_on(session, day)
        return plan_from_data(content) if content is not None else self.corporate_plan()

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

    def is_submitted(self, quarter: Quarter) -> bool:
        """Whether the return of a quarter is submitted."""
        return str(quarter) in self._settled()[1]

    def typed(self) -> dict[tuple[str, str], str]:
        """What was typed here and cannot be used yet, by the uid of the directorate or service, and the field."""
        with self._database.reading() as session:
            kept = plan_records.typed_texts(session)
        own = {self.directorate().uid, *(service.uid for service in self.directorate().services)}
        return {(subject, field): text for (subject, field, _), text in kept.items() if subject in own}

    def change(self, version: int, texts: dict[str, str], visit: str = "") -> Changes:
        """Change settings from texts as typed. One that cannot be used is kept as typed beside the last good value."""
        values: dict[str, Any] = {}
        typed: dict[str, str | None] = dict.fromkeys(texts)
        for name, text in texts.items():
            if name in SETTINGS and setting_problem(name, text):
                typed[name] = text
            else:
                values[name] = read_setting(name, text)
        label = f"{SETTINGS[next(iter(texts))] if len(texts) == 1 else 'Settings'} changed"
        with self._database.writing(label, visit=visit) as step:
            directorate_records.change_directorate(step.session, version, values)
            plan_records.keep_typed(step.session, directorate_records.directorate_row(step.session).uid, "", typed)
        return step.changes

    def add_service(self, draft: ServiceDraft) -> Changes:
        """Add a service, team or site."""
        (named,) = read_services((draft,)) or (None,)
        if named is None:
            raise BadInputError("Type the service's name.", "services")
        with self._database.writing(f"Service {named.name} added") as step:
            directorate_records.add_service(step.session, named)
        return step.changes

    def service_problem(self, service_id: int, name: str) -> str:
        """Why a service cannot be called that, in a sentence; empty if it can."""
        return service_problem(name, tuple(s.name for s in self.directorate().services if s.id != service_id))

    def rename_service(self, service_id: int, name: str, visit: str = "") -> Changes:
        """Rename a service. A name that cannot be used is kept as typed beside the one that holds."""
        service = self._service(service_id)
        problem = self.service_problem(service_id, name)
        with self._database.writing(f"Name of service {service.name} changed", visit=visit) as step:
            if not problem:
                named = {"name": read_name(name, "the service's name", "services")}
                directorate_records.change_service(step.session, service_id, named)
            plan_records.keep_typed(step.session, service.uid, "", {"name": name if problem else None})
        return step.changes

    def mark_frontline(self, service_id: int, *, frontline: bool) -> Changes:
        """Say whether a service works with residents."""
        words = "works" if frontline else "does not work"
        with self._database.writing(f"{self._service(service_id).name} {words} with residents") as step:
            directorate_records.change_service(step.session, service_id, {"frontline": frontline})
        return step.changes

    def remove_service(self, service_id: int) -> Changes:
        """Remove a service that no action belongs to."""
        service = self._service(service_id)
        with self._database.writing(f"Service {service.name} removed") as step:
            plan_records.keep_typed(step.session, service.uid, "", {"name": None})
            directorate_records.remove_service(step.session, service_id)
        return step.changes

    def _service(self, service_id: int) -> ServiceRecord:
        found = next((service for service in self.directorate().services if service.id == service_id), None)
        if found is None:
            raise NotFoundError("This service is no longer in the file.")
        return found
