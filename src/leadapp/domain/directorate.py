"""The directorate and what it settles once: council, lead, Month 0, priority, services, returns; and what was typed for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import clean_text
from leadapp.domain.quarters import DEFAULT_DAYS_TO_RETURN, Quarter, parse_date

MARKINGS = ("OFFICIAL", "OFFICIAL-SENSITIVE")
LONGEST_NAME = 200
DEFAULT_ROUTE = ("Directorate Management Team", "Anti-Racism Lead", "Council Management Team or Culture Change Board")
"""The three places an escalation goes to, one after the other (action 5.1)."""


@dataclass(frozen=True, slots=True)
class ServiceRecord:
    """A service, team or site of the directorate."""

    id: int
    uid: str
    version: int
    name: str
    frontline: bool


@dataclass(frozen=True, slots=True)
class DirectorateRecord:
    """What the file knows of its directorate. ``priority`` is None while it is not known; ``today`` of a sample is fixed."""

    uid: str
    version: int
    council: str
    name: str
    lead_name: str
    lead_post: str
    month_zero: dt.date | None
    priority: bool | None
    first_quarter: str
    days_to_return: int = DEFAULT_DAYS_TO_RETURN
    marking: str = MARKINGS[0]
    group_name: str = "Race Action Group"
    underway_definition: str = ""
    email_to: str = ""
    small_number: int = 10
    route: tuple[str, str, str] = DEFAULT_ROUTE
    is_sample: bool = False
    as_at: dt.date | None = None
    services: tuple[ServiceRecord, ...] = ()

    @property
    def lead(self) -> str:
        """Name and post of the lead in one line."""
        return ", ".join(part for part in (self.lead_name, self.lead_post) if part)


@dataclass(frozen=True, slots=True)
class ServiceDraft:
    """A service as typed at first run or in Settings."""

    name: str
    frontline: bool = False


@dataclass(frozen=True, slots=True)
class Setup:
    """The answers of the first run, already read: see ``read_setup`` for texts as typed."""

    council: str
    directorate: str
    lead_name: str
    lead_post: str = ""
    month_zero: dt.date | None = None
    priority: bool | None = None
    services: tuple[ServiceDraft, ...] = ()
    days_to_return: int = DEFAULT_DAYS_TO_RETURN


def read_name(text: str, what: str, field: str) -> str:
    """A short name: one line, not empty, at most 200 characters."""
    name = " ".join(clean_text(text).split())
    if not name:
        raise BadInputError(f"Type {what}.", field)
    if len(name) > LONGEST_NAME:
        raise BadInputError(f"That is {len(name)} characters long. Keep it to {LONGEST_NAME} at most.", field)
    return name


def read_month_zero(text: str) -> dt.date | None:
    """Month 0 as typed; an empty text means it is not known yet."""
    return parse_date(text, "month_zero") if text.strip() else None


LEAST_SMALL_NUMBER = 5
"""A smaller one would let single people be guessed."""


def read_days(text: str) -> int:
    """The days after the quarter's end on which a return is due, 0 to 90."""
    clean = text.strip()
    if not (clean.isascii() and clean.isdigit() and int(clean) <= 90):
        raise BadInputError("Type a whole number of days from 0 to 90, such as 9.", "days_to_return")
    return int(clean)


def read_small_number(text: str) -> int:
    """Read the number below which counts of people are hidden. Raises BadInputError outside 5 to 100."""
    clean = text.strip()
    if not clean.isascii() or not clean.isdigit() or not LEAST_SMALL_NUMBER <= int(clean) <= 100:
        raise BadInputError(f"Type a whole number from {LEAST_SMALL_NUMBER} to 100, such as 10.", "small_number")
    return int(clean)


SETTINGS = {
    "council": "Name of the council",
    "name": "Name of the directorate",
    "lead_name": "Name of the lead",
    "lead_post": "Post of the lead",
    "month_zero": "Month 0",
    "priority": "Priority directorate",
    "first_quarter": "First quarter reported",
    "days_to_return": "Days to the return",
    "marking": "Marking",
    "group_name": "Name of the group",
    "email_to": "E-mail address of the group",
    "underway_definition": "Definition of underway",
    "small_number": "Limit of small numbers",
    "route_1": "First place of the route",
    "route_2": "Second place of the route",
    "route_3": "Third place of the route",
}
"""Every setting of the file by its field, with the words that undo and history call it by."""
_NAMES = {
    "council": "the council's name",
    "name": "the directorate's name",
    "lead_name": "the lead's name",
    "group_name": "the name of the group that receives the return",
    "route_1": "the first place that an escalation goes to",
    "route_2": "the second place that an escalation goes to",
    "route_3": "the third place that an escalation goes to",
}


def read_setting(name: str, text: str) -> Any:
    """One setting as typed, as the value that is kept. Raises BadInputError where it cannot be used."""
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
    if name in SETTINGS:
        return " ".join(clean_text(text).split())
    raise BadInputError(f"There is no setting “{name}”.", name)


def setting_problem(name: str, text: str) -> str:
    """Why a setting cannot be used as typed, in a sentence; empty if it can."""
    try:
        read_setting(name, text)
    except BadInputError as error:
        return str(error)
    return ""


def service_problem(text: str, others: tuple[str, ...]) -> str:
    """Why a service cannot be called that beside the others, in a sentence; empty if it can."""
    try:
        name = read_name(text, "the service's name", "services")
    except BadInputError as error:
        return str(error)
    taken = name.casefold() in {other.casefold() for other in others}
    return f"There is already a service “{name}”." if taken else ""


def read_services(drafts: tuple[ServiceDraft, ...]) -> tuple[ServiceDraft, ...]:
    """The services without empty lines. Raises if a name stands twice."""
    named = tuple(ServiceDraft(" ".join(clean_text(d.name).split()), d.frontline) for d in drafts if d.name.strip())
    seen: set[str] = set()
    for draft in named:
        if draft.name.casefold() in seen:
            raise BadInputError(f"“{draft.name}” stands twice. Each service needs its own name.", "services")
        if len(draft.name) > LONGEST_NAME:
            raise BadInputError(
                f"“{draft.name[:40]}…” is too long. A service's name has at most {LONGEST_NAME} characters.", "services"
            )
        seen.add(draft.name.casefold())
    return named


def first_quarter_to_report(today: dt.date, days_to_return: int) -> Quarter:
    """The quarter a new file reports first: the last one while its return is still due, else the present one."""
    present = Quarter.of(today)
    return present.previous if today <= present.previous.return_due(days_to_return) else present


def reported_quarter(first: str, submitted: frozenset[str]) -> Quarter:
    """The quarter being reported: the oldest one, from the first on, whose return is not submitted."""
    quarter = Quarter.parse(first)
    while str(quarter) in submitted:
        quarter = quarter.next
    return quarter
