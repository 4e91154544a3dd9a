"""The directorate, its people, services and corporate plan edition: rows to records and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from leadapp.db.change_log import columns_of, new_uid, seal
from leadapp.db.many_rows import add_many
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import (
    ActionRow,
    DecisionRow,
    Directorate,
    Edition,
    Person,
    RegisterEntry,
    Service,
    ServiceValueRow,
    StoreInfo,
)
from leadapp.domain.corporate_plan import Part
from leadapp.domain.directorate import DirectorateRecord, ServiceDraft, ServiceRecord
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError, StoreError
from leadapp.domain.plan import Decision, DecisionRecord

NO_DIRECTORATE = "The file holds no directorate. Restore a backup, or start a new file."


def add_store_info(session: Session, at: dt.datetime, version: str) -> None:
    """Say which file and which copy this is. Once, when the file is made."""
    session.add(StoreInfo(id=1, store_id=new_uid(), copy_id=new_uid(), created_at=at.isoformat(), created_by_version=version))
    session.flush()


def add_directorate(session: Session, values: dict[str, Any]) -> None:
    """Add the one directorate row of a new file."""
    session.add(Directorate(**values))
    session.flush()


def directorate_row(session: Session) -> Directorate:
    """The one directorate row. Raises StoreError where a file has none."""
    row = session.scalars(select(Directorate).limit(1)).first()
    if row is None:
        raise StoreError(NO_DIRECTORATE)
    return row


def directorate(session: Session) -> DirectorateRecord:
    """The directorate with its services."""
    row = read(session, select(table_of(Directorate)).limit(1)).first()
    if row is None:
        raise StoreError(NO_DIRECTORATE)
    people = table_of(Person)
    lead = read(session, select(people).where(people.c.id == row.lead_id)).first() if row.lead_id else None
    return DirectorateRecord(
        uid=row.uid,
        version=row.version,
        council=row.council,
        name=row.name,
        lead_name=lead.name if lead else "",
        lead_post=lead.post if lead else "",
        month_zero=row.month_zero,
        priority=row.priority,
        first_quarter=row.first_quarter,
        days_to_return=row.days_to_return,
        marking=row.marking,
        group_name=row.group_name,
        underway_definition=row.underway_definition,
        email_to=row.email_to,
        small_number=row.small_number,
        route=(row.route_1, row.route_2, row.route_3),
        is_sample=row.is_sample,
        as_at=row.as_at,
        services=list_services(session),
    )


def change_directorate(session: Session, version: int, values: dict[str, Any]) -> None:
    """Change columns of the directorate; ``lead_name`` and ``lead_post`` change the lead's person row."""
    row = directorate_row(session)
    if row.version != version:
        raise ChangedElsewhereError("The settings were changed meanwhile. Look at them again; nothing was overwritten.")
    values = dict(values)
    person = {key.removeprefix("lead_"): values.pop(key) for key in ("lead_name", "lead_post") if key in values}
    if person and row.lead_id:
        lead = session.get_one(Person, row.lead_id)
        for name, value in person.items():
            setattr(lead, name, value)
    for name, value in values.items():
        setattr(row, name, value)


def handover_note(session: Session) -> tuple[str, int]:
    """The note for the next lead, and the version of the row that holds it. Raises StoreError where a file has no directorate."""
    own = table_of(Directorate).c
    row = read(session, select(own.handover_note, own.version).limit(1)).first()
    if row is None:
        raise StoreError(NO_DIRECTORATE)
    return row.handover_note, row.version


def first_quarter(session: Session) -> str:
    """The first quarter that is reported with this file."""
    return str(read(session, select(table_of(Directorate).c.first_quarter).limit(1)).scalar() or "")


# -------------------------------------------------------------------------------- people
def person_id(session: Session, label: str) -> int | None:
    """The person or post that is called ``label``, added if nobody is; None for an empty label."""
    return person_ids(session, (label,)).get(label)


def person_ids(session: Session, labels: Iterable[str]) -> dict[str, int]:
    """The person or post that each label calls, added if nobody is, in one go; nobody for an empty label."""
    by_part: dict[str, int] = {}
    by_label: dict[str, int] = {}
    for person in session.execute(select(Person.id, Person.name, Person.post).order_by(Person.id)):
        by_part.setdefault(person.post, person.id)
        by_part.setdefault(person.name, person.id)
        by_label.setdefault(person_label(person), person.id)
    wanted = dict.fromkeys(filter(None, labels))
    found = {label: known for label in wanted if (known := by_part.get(label) or by_label.get(label)) is not None}
    new = [label for label in wanted if label not in found]
    return found | dict(zip(new, add_many(session, Person, [{"post": label} for label in new]), strict=True))


def add_person(session: Session, name: str, post: str) -> int:
    """Add a person with name and post."""
    row = Person(name=name, post=post)
    session.add(row)
    session.flush()
    return row.id


def person_label(person: Any | None) -> str:
    """A person in one line: "Nadia Farrow, Head of Housing Options"."""
    return ", ".join(part for part in (person.name, person.post) if part) if person else ""


def people_labels(session: Session) -> dict[int, str]:
    """Every person's label by id."""
    return {person.id: person_label(person) for person in read(session, select(table_of(Person)))}


# -------------------------------------------------------------------------------- services
def list_services(session: Session) -> tuple[ServiceRecord, ...]:
    """The services in the lead's order."""
    services = table_of(Service)
    rows = read(session, select(services).order_by(services.c.position, services.c.id))
    return tuple(ServiceRecord(row.id, row.uid, row.version, row.name, row.frontline) for row in rows)


def add_service(session: Session, draft: ServiceDraft) -> int:
    """Add a service at the end. Raises BadInputError if the name is taken."""
    _refuse_taken_name(session, draft.name, None)
    position = (session.scalar(select(func.max(Service.position))) or 0) + 1
    row = Service(name=draft.name, frontline=draft.frontline, position=position)
    session.add(row)
    session.flush()
    return row.id


def change_service(session: Session, service_id: int, values: dict[str, Any]) -> None:
    """Change name or frontline of a service."""
    row = _service(session, service_id)
    if "name" in values:
        _refuse_taken_name(session, values["name"], service_id)
    for name, value in values.items():
        setattr(row, name, value)


def remove_service(session: Session, service_id: int) -> None:
    """Remove a service that nothing names any more. Raises BadInputError where an action, a value or a register does."""
    used = session.scalar(select(func.count()).select_from(ActionRow).where(ActionRow.service_id == service_id)) or 0
    if used:
        belong = "1 action belongs" if used == 1 else f"{used} actions belong"
        raise BadInputError(f"{belong} to this service. Choose another service there first.", "services")
    for kind, what in ((ServiceValueRow, "KPI values"), (RegisterEntry, "lines of a register")):
        if session.scalar(select(func.count()).select_from(kind).where(kind.service_id == service_id)):
            raise BadInputError(f"There are {what} of this service. They would lose their place; keep the service.", "services")
    session.delete(_service(session, service_id))


def service_id(session: Session, name: str) -> int | None:
    """The service of that name, or None for an empty name. Raises BadInputError for an unknown one."""
    if not name:
        return None
    for row in session.scalars(select(Service)):
        if row.name.casefold() == name.casefold():
            return row.id
    raise BadInputError(f"There is no service “{name}”. Add it in Settings, or choose one of the list.", "service")


def _service(session: Session, service_id: int) -> Service:
    row = session.get(Service, service_id)
    if row is None:
        raise NotFoundError("This service is no longer in the file.")
    return row


def _refuse_taken_name(session: Session, name: str, own_id: int | None) -> None:
    if any(row.id != own_id and row.name.casefold() == name.casefold() for row in session.scalars(select(Service))):
        raise BadInputError(f"There is already a service “{name}”.", "services")


# -------------------------------------------------------------------------------- edition and decisions
def add_edition(session: Session, name: str, content: dict[str, Any], taken_on: dt.date) -> None:
    """Keep an edition of the corporate plan whole and make it the current one."""
    for row in session.scalars(select(Edition).where(Edition.is_current)):
        row.is_current = False
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    session.add(Edition(name=name, content=text, taken_on=taken_on, is_current=True))
    session.flush()


def current_edition(session: Session) -> dict[str, Any]:
    """The content of the current edition. Raises StoreError where it is missing or damaged: everything else is read by it."""
    editions = table_of(Edition)
    row = read(session, select(editions).where(editions.c.is_current).limit(1)).first()
    if row is None:
        raise StoreError("The file holds no corporate plan. Restore a backup, or start a new file.")
    return _content(row)


def edition_mark(session: Session) -> tuple[object, ...] | None:
    """What the current edition is known by: equal as long as its content is, which is never edited in place."""
    editions = table_of(Edition).c
    row = read(session, select(editions.uid, editions.version).where(editions.is_current).limit(1)).first()
    return tuple(row) if row is not None else None


def edition_on(session: Session, day: dt.date) -> dict[str, Any] | None:
    """The content of the edition that was in force at the end of a day, or None if it is the current one (or none was yet)."""
    editions = table_of(Edition)
    wanted = select(editions).where(editions.c.taken_on <= day).order_by(editions.c.taken_on.desc(), editions.c.id.desc())
    row = read(session, wanted.limit(1)).first() or read(session, select(editions).order_by(editions.c.id).limit(1)).first()
    return None if row is None or row.is_current else _content(row)


def earlier_editions(session: Session) -> list[dict[str, Any]]:
    """The content of every edition the file has had before the current one, the newest first."""
    editions = table_of(Edition)
    wanted = select(editions).where(~editions.c.is_current).order_by(editions.c.taken_on.desc(), editions.c.id.desc())
    return [_content(row) for row in read(session, wanted)]


def _content(row: Any) -> dict[str, Any]:
    editions = table_of(Edition)
    values = {name: getattr(row, name) for name in columns_of(Edition)}
    if row.checksum != seal(editions.name, row.uid, row.version, values):
        raise StoreError("The corporate plan in this file is damaged. Restore a backup: in Help, or with leadapp restore.")
    content: dict[str, Any] = json.loads(row.content)
    return content


def decisions(session: Session) -> dict[str, DecisionRecord]:
    """Every decision by corporate action id."""
    return {
        row.corporate_id: DecisionRecord(
            row.corporate_id,
            Decision(row.decision),
            Part(row.part) if row.part else None,
            row.reason,
            row.decided_on,
        )
        for row in read(session, select(table_of(DecisionRow)))
    }


def decide(session: Session, corporate_id: str, values: dict[str, Any]) -> None:
    """Keep part, decision, reason or date of a corporate action."""
    row = session.scalars(select(DecisionRow).where(DecisionRow.corporate_id == corporate_id)).first()
    if row is None:
        row = DecisionRow(corporate_id=corporate_id)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
