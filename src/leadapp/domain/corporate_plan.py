"""The corporate plan, edition by edition, as data: pillars, actions, KPIs, the contradictions of the source, directorates.

An edition is never edited in place; a council replaces it by import. Parts are our reading, shown as such and editable.
What a directorate makes of an action (adopted, declined, its own part) lies in ``plan``, not here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from leadapp.domain.checked_table import CheckedTable
from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import BANDS, due_points


class Part(StrEnum):
    """What a directorate does for a corporate action."""

    OWN = "own"
    NAMED = "named"
    CONTRIBUTE = "contribute"
    REPORT = "report"
    AWARE = "aware"


class KpiKind(StrEnum):
    """How a KPI is measured."""

    MILESTONE = "milestone"
    COUNT = "count"
    PERCENTAGE = "percentage"
    YES_NO = "yes_no"
    PERCEPTION = "perception"
    TREND = "trend"


class Direction(StrEnum):
    """Which way a reading should go, or on which side of its target it should be."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    UP = "up"
    DOWN = "down"


class ByService(StrEnum):
    """What each service adds to a KPI: figures of its own, or whether the service itself counts (yes or not yet)."""

    FIGURES = "figures"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Pillar:
    """One of the five pillars; ``theory_of_change_year`` is the year in which its outcome should be felt."""

    number: int
    title: str
    short_title: str
    outcome: str
    theory_of_change_year: int


@dataclass(frozen=True, slots=True)
class CorporateKpi:
    """One KPI bullet of the source, or one of the measures that a bullet runs together.

    ``due`` is written as in the source: M9, Y1, FYM3, Q4, M12+M18, or "-" for none; ``due_event`` then says what event a bullet
    counts from or to, if the source names one. ``target`` is what a reading is held against. ``by_service`` is our reading of what
    each service adds to it, where services can share it.
    """

    id: str
    text: str
    due: str
    kind: KpiKind
    perception: bool
    reportable_by_directorate: bool
    target: float | None = None
    unit: str = ""
    direction: Direction | None = None
    numerator: str = ""
    denominator: str = ""
    counts_people: bool = False
    due_event: str = ""
    by_service: ByService | None = None
    splits: tuple[CorporateKpi, ...] = ()

    @property
    def measures(self) -> tuple[CorporateKpi, ...]:
        """The measures a bullet runs together (2.2, 3.11, 4.4, 4.11); any other bullet is its own one measure."""
        return self.splits or (self,)


@dataclass(frozen=True, slots=True)
class CorporateAction:
    """One action of the plan. ``named_keys`` holds the names of ``named_for`` and their aliases in the form they are compared."""

    id: str
    pillar: int
    sub_section: str
    title: str
    objective: str
    accountable: str
    responsible: str
    timescale: str
    part: Part
    part_note: str
    kpis: tuple[CorporateKpi, ...]
    named_for: tuple[str, ...] = ()
    priority_only: bool = False
    named_keys: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A place where the source disagrees with itself, with both readings. ``ids`` are actions; some concern whole ``pillars``."""

    id: str
    ids: tuple[str, ...]
    kind: str
    title: str
    what_disagrees: str
    reading_a: str
    reading_b: str
    leadapp_shows: str
    pillars: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Directorate:
    """A directorate that the source names through its corporate director: a suggestion for the first run."""

    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CorporatePlan:
    """One edition of the plan. ``wording`` says whose words it is in, ``part_note`` that parts are our reading."""

    edition: str
    wording: str
    source: str
    council: str
    marking: str
    pillars: tuple[Pillar, ...]
    actions: tuple[CorporateAction, ...]
    contradictions: tuple[Contradiction, ...] = ()
    directorates: tuple[Directorate, ...] = ()
    part_note: str = ""
    year_meaning: str = ""


# -------------------------------------------------------------------------------- what others ask
def natural_key(action_id: str) -> tuple[int, ...]:
    """Sort key of an id, number by number: 1.2 comes before 1.10."""
    return tuple(int(number) for number in re.findall(r"\d+", action_id))


def withdrawn_id(corporate_id: str, taken: Iterable[str] = ()) -> str:
    """What an id of the plan becomes in a directorate's file once no edition in force has it: a later one may use it anew."""
    marked, number = f"{corporate_id} (withdrawn)", 2
    while marked in taken:
        marked, number = f"{corporate_id} (withdrawn {number})", number + 1
    return marked


def is_withdrawn(corporate_id: str) -> bool:
    """Whether an id is of an action or KPI that a new edition no longer has."""
    return " (withdrawn" in corporate_id


def default_part(action: CorporateAction, directorate: str, priority: bool) -> Part:
    """Our reading of a directorate's part: ``named`` only for those named, 1.7 ``own`` only for a priority directorate."""
    if action.priority_only and not priority:
        return Part.AWARE
    if action.part is Part.NAMED and not _is_one_of(directorate, action.named_keys):
        return Part.AWARE
    return action.part


def contradictions_of(plan: CorporatePlan, action_id: str) -> tuple[Contradiction, ...]:
    """What the source leaves contradictory about one action."""
    return tuple(c for c in plan.contradictions if action_id in c.ids)


def directorate_key(name: str) -> str:
    """A directorate's name as it is compared: "N&H", "n and h" and "The N & H Directorate" give the same key."""
    letters = re.sub(r"['\u2019]s\b|['\u2019]", "", name.casefold())
    words = re.findall(r"[^\W_]+", letters)
    return " ".join(word for word in words if word not in {"and", "the", "of", "directorate"})


def _is_one_of(directorate: str, keys: Iterable[str]) -> bool:
    """Whether a free text holds one of the names, whole words only."""
    own = f" {directorate_key(directorate)} "
    return any(f" {key} " in own for key in keys)


# -------------------------------------------------------------------------------- the plan as JSON
def catalogue(plan: CorporatePlan) -> dict[str, Any]:
    """The plan as plain data for ``leadapp catalogue --json``: one entry in ``kpis`` per bullet, each with its ``measures``."""
    return {
        **_plain(plan, "edition wording source council marking part_note year_meaning"),
        "pillars": [_pillar_entry(plan, pillar) for pillar in plan.pillars],
        "contradictions": [
            _plain(c, "id ids pillars kind title what_disagrees reading_a reading_b leadapp_shows") for c in plan.contradictions
        ],
        "directorates": [_plain(d, "name aliases") for d in plan.directorates],
    }


def _pillar_entry(plan: CorporatePlan, pillar: Pillar) -> dict[str, Any]:
    actions = [_action_entry(plan, action) for action in plan.actions if action.pillar == pillar.number]
    return _plain(pillar, "number title short_title outcome theory_of_change_year") | {"actions": actions}


def _action_entry(plan: CorporatePlan, action: CorporateAction) -> dict[str, Any]:
    names = "id sub_section title objective accountable responsible timescale part part_note named_for priority_only"
    return _plain(action, names) | {
        "contradictions": [c.id for c in contradictions_of(plan, action.id)],
        "kpis": [_kpi_entry(kpi) | {"measures": [_kpi_entry(m) for m in kpi.measures]} for kpi in action.kpis],
    }


def _kpi_entry(kpi: CorporateKpi) -> dict[str, Any]:
    names = "id text due due_event kind perception reportable_by_directorate target unit direction numerator denominator"
    return _plain(kpi, f"{names} counts_people by_service")


def _plain(record: object, names: str) -> dict[str, Any]:
    """The named fields of a record as plain JSON values."""
    values = {name: getattr(record, name) for name in names.split()}
    return {name: list(v) if isinstance(v, tuple) else v.value if isinstance(v, StrEnum) else v for name, v in values.items()}


# -------------------------------------------------------------------------------- reading an edition
def plan_from_toml(text: str) -> CorporatePlan:
    """Read an edition from its file. Raises BadInputError that names every fault with its place."""
    import tomllib

    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"The plan cannot be read as TOML: {error}.", "plan") from error
    return plan_from_data(data)


def plan_from_data(data: Mapping[str, Any]) -> CorporatePlan:
    """Read an edition from its tables. Raises BadInputError that names every fault with its place."""
    root = CheckedTable(data)
    head = root.table("plan")
    directorates = tuple(_directorate(row) for row in root.rows("directorates", "name", needed=False))
    plan = CorporatePlan(
        **head.some_texts("edition wording source council marking"),
        pillars=tuple(_pillar(row) for row in root.rows("pillars", "number")),
        actions=tuple(_action(row, directorates) for row in root.rows("actions", "id")),
        contradictions=tuple(_contradiction(row) for row in root.rows("contradictions", "id", needed=False)),
        directorates=directorates,
        part_note=head.text("part_note", needed=False),
        year_meaning=head.text("year_meaning", needed=False),
    )
    head.closed(plan)
    root.closed(plan)
    _check_references(plan, root)
    root.raise_faults("The plan cannot be used.")
    return plan


def _directorate(row: CheckedTable) -> Directorate:
    return row.closed(Directorate(row.text("name"), row.texts("aliases")))


def _pillar(row: CheckedTable) -> Pillar:
    title = row.text("name")
    short = row.text("short_title", needed=False) or title
    return row.closed(Pillar(row.whole("number"), title, short, row.text("outcome"), row.whole("theory_of_change_year")))


def _action(row: CheckedTable, directorates: tuple[Directorate, ...]) -> CorporateAction:
    part, named_for = row.choice("part", Part), row.texts("named_for")
    if (part is Part.NAMED) != bool(named_for):
        row.fault("named_for", "goes with the part “named”, and only with it.")
    priority_only = row.flag("priority_only", default=False)
    if priority_only and part is not Part.OWN:
        row.fault("priority_only", "goes only with the part “own”.")
    if (band := row.text("timescale")) and band not in BANDS:
        row.fault("timescale", f"is “{band}”, not one of {', '.join(BANDS)}.")
    action = CorporateAction(
        **row.some_texts("id sub_section title objective accountable responsible"),
        part_note=row.text("part_note", needed=False),
        timescale=band,
        pillar=row.whole("pillar"),
        part=part,
        kpis=tuple(_kpi(kpi) for kpi in row.rows("kpis", "id")),
        named_for=named_for,
        priority_only=priority_only,
        named_keys=_named_keys(named_for, directorates),
    )
    return row.closed(action)


def _named_keys(names: Iterable[str], directorates: Iterable[Directorate]) -> tuple[str, ...]:
    aliases = [alias for d in directorates if d.name in set(names) for alias in d.aliases]
    return tuple(dict.fromkeys(filter(None, map(directorate_key, (*names, *aliases)))))


def _kpi(row: CheckedTable, bullet: CheckedTable | None = None) -> CorporateKpi:
    """A bullet, or a measure inside one; a measure has the bullet's word on who can report it."""
    splits = tuple(_kpi(split, row) for split in row.rows("splits", "id", needed=False)) if bullet is None else ()
    perception = row.flag("perception")
    kpi = CorporateKpi(
        id=row.text("id"),
        text=row.text("text"),
        due=_due(row),
        kind=row.choice("kind", KpiKind),
        perception=perception,
        reportable_by_directorate=(bullet or row).flag("reportable_by_directorate"),
        target=row.number("target"),
        unit=row.text("unit", needed=False),
        direction=row.choice("direction", Direction) if "direction" in row.data else None,
        numerator=row.text("numerator", needed=False),
        denominator=row.text("denominator", needed=False),
        counts_people=row.flag("counts_people", default=perception),
        due_event=row.text("due_event", needed=False),
        by_service=row.choice("by_service", ByService) if "by_service" in row.data else None,
        splits=splits,
    )
    _check_kpi(row, kpi)
    return row.closed(kpi)


def _due(row: CheckedTable) -> str:
    text = row.text("due")
    try:
        due_points(text)
    except BadInputError as error:
        row.fault("due", str(error))
    return text


def _check_kpi(row: CheckedTable, kpi: CorporateKpi) -> None:
    """What has to agree inside one bullet."""
    if kpi.perception != any(measure.kind is KpiKind.PERCEPTION for measure in kpi.measures):
        row.fault("perception", "is true exactly where a measure is a perception.")
    if kpi.target is not None and not (kpi.unit and kpi.direction):
        row.fault("target", "needs a unit and a direction.")
    if kpi.kind is KpiKind.PERCENTAGE and not kpi.splits and not (kpi.numerator and kpi.denominator):
        row.fault("numerator", "and denominator say what a percentage is of.")
    if kpi.by_service and (kpi.kind not in {KpiKind.COUNT, KpiKind.PERCENTAGE} or kpi.perception):
        row.fault("by_service", "goes only with a count or a percentage.")
    if kpi.due_event and kpi.due != "-":
        row.fault("due_event", "stands only where “due” is “-”.")
    dues = "+".join(measure.due for measure in kpi.splits if measure.due != "-") or "-"
    if kpi.splits and (len(kpi.splits) < 2 or dues != kpi.due):
        row.fault("splits", f"are two or more, and their due points make up “{kpi.due}”.")


def _contradiction(row: CheckedTable) -> Contradiction:
    texts = row.some_texts("id kind title what_disagrees reading_a reading_b leadapp_shows")
    record = Contradiction(**texts, ids=row.texts("ids"), pillars=row.wholes("pillars"))
    if not record.ids and not record.pillars:
        row.fault("ids", "name at least one action, or pillars do.")
    return row.closed(record)


def _check_references(plan: CorporatePlan, root: CheckedTable) -> None:
    """Every id stands once, and whatever is referred to exists."""
    pillars, actions = {p.number for p in plan.pillars}, {a.id for a in plan.actions}
    kpis = [m.id for a in plan.actions for k in a.kpis for m in (k, *k.splits)]
    root.check_once("pillars", [p.number for p in plan.pillars])
    root.check_once("actions", [a.id for a in plan.actions])
    root.check_once("kpis", kpis)
    root.check_once("contradictions", [c.id for c in plan.contradictions])
    for action in plan.actions:
        if action.pillar not in pillars:
            root.fault(f"actions ({action.id}), pillar", f"{action.pillar} is not in the plan.")
    for c in plan.contradictions:
        for unknown in (*(i for i in c.ids if i not in actions), *(n for n in c.pillars if n not in pillars)):
            root.fault(f"contradictions ({c.id})", f"“{unknown}” is not in the plan.")
