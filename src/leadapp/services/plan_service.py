"""The directorate plan: the cascade, own actions, what changes on an action, milestones and KPIs."""

from __future__ import annotations

import datetime as dt
from typing import Any

from leadapp.db import directorate_records, kpi_records, plan_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.corporate_plan import CorporateAction, CorporateKpi, Part, natural_key
from leadapp.domain.errors import BadInputError, NotFoundError
from leadapp.domain.history import cut
from leadapp.domain.measures import Kpi
from leadapp.domain.plan import (
    ActionDraft,
    CascadeRow,
    Decision,
    DecisionRecord,
    Origin,
    PlanAction,
    Status,
    read_text,
    read_title,
)
from leadapp.domain.quarters import format_date, parse_date
from leadapp.domain.wording import STATES
from leadapp.services.preference_service import PreferenceService

_CASCADE_TELLS = (Topic.CORPORATE_PLAN, Topic.DIRECTORATE, Topic.DECISIONS, Topic.ACTIONS)
_ACTIONS_TELL = (*_CASCADE_TELLS, Topic.PEOPLE, Topic.SERVICES)
_UNITS = (frozenset({"due", "due_reason"}), frozenset({"status", "status_reason"}))


class PlanService:
    """What a lead does with her plan. Every method that changes something is one undo step named after what it did."""

    def __init__(self, database: Database, preferences: PreferenceService) -> None:
        self._database = database
        self._preferences = preferences
        self._actions: tuple[object, tuple[PlanAction, ...]] | None = None
        self._cascade: tuple[object, tuple[CascadeRow, ...]] | None = None
        self._kpis: tuple[object, tuple[Kpi, ...]] | None = None

    # ------------------------------------------------------------------ reading
    def list_actions(self) -> tuple[PlanAction, ...]:
        """Every action of the plan, unsorted; read once as long as nothing of it is written."""
        generation = self._database.generation(*_ACTIONS_TELL)
        if self._actions is None or self._actions[0] != generation:
            parts = self._preferences.default_parts()
            with self._database.reading() as session:
                self._actions = (generation, plan_records.list_actions(session, parts))
        return self._actions[1]

    def list_kpis(self) -> tuple[Kpi, ...]:
        """Every KPI, in the order of the plan; read once as long as nothing of them is written."""
        generation = self._database.generation(Topic.KPIS)
        if self._kpis is None or self._kpis[0] != generation:
            with self._database.reading() as session:
                self._kpis = (generation, kpi_records.list_kpis(session))
        return self._kpis[1]

    def action(self, action_id: int) -> PlanAction:
        """One action. Raises NotFoundError."""
        if (known := self._known_actions()) is not None:
            found = tuple(action for action in known if action.id == action_id)
        else:
            parts = self._preferences.default_parts()
            with self._database.reading() as session:
                found = plan_records.list_actions(session, parts, action_id)
        if not found:
            raise NotFoundError(plan_records.GONE)
        return found[0]

    def cascade(self) -> tuple[CascadeRow, ...]:
        """All actions of the corporate plan with the directorate's part and decision, in the order of the plan."""
        generation = self._database.generation(*_CASCADE_TELLS)
        if self._cascade is None or self._cascade[0] != generation:
            self._cascade = (generation, self._read_cascade())
        return self._cascade[1]

    def _read_cascade(self) -> tuple[CascadeRow, ...]:
        plan = self._preferences.corporate_plan()
        defaults = self._preferences.default_parts()
        with self._database.reading() as session:
            decided = directorate_records.decisions(session)
            adopted = plan_records.adopted_ids(session)
        rows = []
        for action in sorted(plan.actions, key=lambda a: natural_key(a.id)):
            known = decided.get(action.id, DecisionRecord(action.id))
            rows.append(
                CascadeRow(
                    corporate_id=action.id,
                    pillar=action.pillar,
                    title=action.title,
                    timescale=action.timescale,
                    part=known.part or defaults[action.id],
                    part_is_default=known.part is None,
                    decision=Decision.ADOPTED if action.id in adopted else known.decision,
                    reason=known.reason,
                    action_id=adopted.get(action.id),
                )
            )
        return tuple(rows)

    # ------------------------------------------------------------------ the cascade
    def adopt(self, corporate_ids: tuple[str, ...]) -> Changes:
        """Take corporate actions into the plan, each with the KPIs that a directorate can report."""
        plan = {a.id: a for a in self._preferences.corporate_plan().actions}
        adopted = {row.corporate_id for row in self.cascade() if row.decision is Decision.ADOPTED}
        fresh = [plan[i] for i in sorted(set(corporate_ids), key=natural_key) if i in plan and i not in adopted]
        if not fresh:
            raise BadInputError("These actions are already in your plan.", "corporate_id")
        label = f"{fresh[0].id} adopted" if len(fresh) == 1 else f"{len(fresh)} actions adopted"
        with self._database.writing(label) as step:
            for action in fresh:
                self._adopt_one(step.session, action)
        return step.changes

    def adopt_within(self, session: Any, corporate_id: str) -> None:
        """Take one corporate action into the plan within a step that somebody else has begun. Raises NotFoundError."""
        plan = self._preferences.corporate_plan()
        found = next((action for action in plan.actions if action.id == corporate_id), None)
        if found is None:
            raise NotFoundError(f"{corporate_id} is no longer in the corporate plan.")
        self._adopt_one(session, found)

    def _adopt_one(self, session: Any, action: CorporateAction) -> None:
        decision = {"decision": Decision.ADOPTED.value, "reason": "", "decided_on": self._preferences.today()}
        directorate_records.decide(session, action.id, decision)
        plan_records.reference_is_free(session, action.id)
        action_id = plan_records.add_action(
            session,
            {
                "reference": action.id,
                "corporate_id": action.id,
                "origin": Origin.CORPORATE.value,
                "title": action.title,
                "description": action.part_note,
                "pillar": action.pillar,
                "band": action.timescale,
            },
        )
        for kpi in action.kpis:
            if kpi.reportable_by_directorate:
                for measure in kpi.measures:
                    kpi_records.add_kpi(session, action_id, kpi_values(measure))

    def decline(self, corporate_ids: tuple[str, ...], reason: str) -> Changes:
        """Say why corporate actions are not taken into the plan."""
        why = " ".join(reason.split())
        if not why:
            raise BadInputError("Say why. The reason stays with the action and can be changed later.", "reason")
        adopted = [
            row.corporate_id for row in self.cascade() if row.decision is Decision.ADOPTED and row.corporate_id in corporate_ids
        ]
        if adopted:
            raise BadInputError(
                f"{adopted[0]} is in your plan. Remove it there first, or set it to “Will not do”.", "corporate_id"
            )
        label = f"{corporate_ids[0]} declined" if len(corporate_ids) == 1 else f"{len(corporate_ids)} actions declined"
        with self._database.writing(label) as step:
            for corporate_id in corporate_ids:
                values = {"decision": Decision.DECLINED.value, "reason": why, "decided_on": self._preferences.today()}
                directorate_records.decide(step.session, corporate_id, values)
        return step.changes

    def reconsider(self, corporate_id: str) -> Changes:
        """Take a decline back, so that the action waits for a decision again."""
        with self._database.writing(f"{corporate_id} open again") as step:
            directorate_records.decide(
                step.session, corporate_id, {"decision": Decision.OPEN.value, "reason": "", "decided_on": None}
            )
        return step.changes

    def set_part(self, corporate_id: str, part: Part | None) -> Changes:
        """Change the directorate's part in a corporate action; None goes back to our reading."""
        with self._database.writing(f"Part in {corporate_id}") as step:
            directorate_records.decide(step.session, corporate_id, {"part": part.value if part else None})
        return step.changes

    # ------------------------------------------------------------------ actions
    def add_action(self, draft: ActionDraft) -> tuple[Changes, int]:
        """Add an own action. Raises BadInputError naming the first field that cannot be used; then nothing is added."""
        blank = PlanAction(0, "", 0, "", "", Origin.LOCAL, Status.NOT_STARTED)
        title = read_title(draft.title or "")
        if problems := draft.problems(blank):
            raise BadInputError(problems[0].sentence, problems[0].field)
        values = draft.values(blank)
        prefix = initials(self._preferences.directorate().name)
        with self._database.writing(f"“{cut(title, 60)}” added") as step:
            reference = plan_records.next_reference(step.session, prefix)
            start: dict[str, Any] = {"reference": reference, "origin": Origin.LOCAL.value, "title": title}
            action_id = plan_records.add_action(step.session, start | self._columns(step.session, values))
        return step.changes, action_id

    def change(self, action_id: int, version: int, draft: ActionDraft, visit: str = "") -> Changes:
        """Store what stands in the fields of an action: usable units as values, the others as typed."""
        action = self.action(action_id)
        values, problems = draft.values(action), draft.problems(action)
        known = self._known_actions()
        with self._database.writing(_label(action, values, draft), visit=visit) as step:
            plan_records.action_row(step.session, action_id, version)
            self._apply(step.session, action, values)
            plan_records.keep_typed(step.session, action.uid, "", kept_texts(draft, {p.field for p in problems}))
        if known is not None:
            self._follow(known, action_id)
        return step.changes

    def _known_actions(self) -> tuple[PlanAction, ...] | None:
        """The actions as they were last read, if nothing of them was written since."""
        if self._actions is not None and self._actions[0] == self._database.generation(*_ACTIONS_TELL):
            return self._actions[1]
        return None

    def _follow(self, known: tuple[PlanAction, ...], action_id: int) -> None:
        """Read anew only the one action that a step changed: a plan may hold thousands."""
        parts = self._preferences.default_parts()
        with self._database.reading() as session:
            (changed,) = plan_records.list_actions(session, parts, action_id)
        self._actions = (
            self._database.generation(*_ACTIONS_TELL),
            tuple(changed if action.id == action_id else action for action in known),
        )

    def _apply(self, session: Any, action: PlanAction, values: dict[str, Any]) -> None:
        today = self._preferences.today()
        if "due" in values and action.due is not None:
            moved = {"on": today, "to_date": values["due"], "from_date": action.due, "reason": values["due_reason"]}
            moved["quarter"] = str(self._preferences.reported_quarter())
            plan_records.add_redating(session, action.id, moved)
        columns = self._columns(session, values)
        if "status" in values:
            columns |= status_days(action, Status(values["status"]), today)
        plan_records.change_action(session, action.id, None, columns)
        if "status" in values or "confidence" in values:
            confidence = values.get("confidence", action.confidence)
            quarter = str(self._preferences.reported_quarter())
            status = Status(values.get("status", action.status))
            plan_records.snapshot_state(session, action.id, quarter, status.value, confidence.value if confidence else None)

    def _columns(self, session: Any, values: dict[str, Any]) -> dict[str, Any]:
        """Draft values as columns of the row: names of people and services become references, enums their keys."""
        columns = {name: getattr(value, "value", value) for name, value in values.items() if name != "due_reason"}
        if "owner" in columns:
            columns["owner_id"] = directorate_records.person_id(session, columns.pop("owner"))
        if "service" in columns:
            columns["service_id"] = directorate_records.service_id(session, columns.pop("service"))
        return columns

    def remove_action(self, action_id: int) -> Changes:
        """Remove an action with its updates, milestones and KPIs; a corporate one waits for a decision again."""
        action = self.action(action_id)
        with self._database.writing(f"{action.reference} removed") as step:
            from leadapp.db import year_records  # the start of the window does without

            year_records.refuse_in_use(step.session, action_id)
            plan_records.remove_action(step.session, action_id)
            if action.origin is Origin.CORPORATE:
                directorate_records.decide(
                    step.session, action.corporate_id, {"decision": Decision.OPEN.value, "reason": "", "decided_on": None}
                )
        return step.changes

    # ------------------------------------------------------------------ milestones
    def add_milestone(self, action_id: int, title: str, due: str = "") -> Changes:
        """Add a milestone; ``due`` is a date as typed or empty."""
        values = {"title": read_title(title), "due": parse_date(due, "due") if due.strip() else None}
        with self._database.writing("Milestone added") as step:
            plan_records.add_milestone(step.session, action_id, values)
        return step.changes

    def change_milestone(
        self, milestone_id: int, *, title: str | None = None, due: str | None = None, done: bool | None = None
    ) -> Changes:
        """Change title or date of a milestone, or say that it is done (today) or not."""
        values: dict[str, Any] = {}
        if title is not None:
            values["title"] = read_title(title)
        if due is not None:
            values["due"] = parse_date(due, "due") if due.strip() else None
        if done is not None:
            values["done_on"] = self._preferences.today() if done else None
        with self._database.writing("Milestone changed") as step:
            plan_records.change_milestone(step.session, milestone_id, values)
        return step.changes

    def remove_milestone(self, milestone_id: int) -> Changes:
        """Remove a milestone."""
        with self._database.writing("Milestone removed") as step:
            plan_records.remove_milestone(step.session, milestone_id)
        return step.changes

    # ------------------------------------------------------------------ KPIs
    def add_kpi(self, action_id: int, text: str, kind: str, values: dict[str, str] | None = None) -> Changes:
        """Add a KPI of one's own to an action; ``values`` may hold target, unit, direction and due as typed."""
        columns = read_kpi(text, kind, values or {})
        with self._database.writing("KPI added") as step:
            plan_records.action_row(step.session, action_id)
            kpi_records.add_kpi(step.session, action_id, columns)
        return step.changes

    def remove_kpi(self, kpi_id: int) -> Changes:
        """Remove a KPI with its values."""
        with self._database.writing("KPI removed") as step:
            kpi_records.remove_kpi(step.session, kpi_id)
        return step.changes


def kpi_values(kpi: CorporateKpi) -> dict[str, Any]:
    """A KPI of the corporate plan as columns of the directorate's own."""
    return {
        "corporate_kpi": kpi.id,
        "text": kpi.text,
        "kind": kpi.kind.value,
        "perception": kpi.perception,
        "counts_people": kpi.counts_people,
        "due": kpi.due,
        "target": kpi.target,
        "unit": kpi.unit,
        "direction": kpi.direction.value if kpi.direction else None,
        "numerator_label": kpi.numerator,
        "denominator_label": kpi.denominator,
        "by_service": kpi.by_service is not None,
    }


def read_kpi(text: str, kind: str, values: dict[str, str]) -> dict[str, Any]:
    """A KPI of one's own from texts as typed. Raises BadInputError naming the field."""
    from leadapp.domain.corporate_plan import Direction, KpiKind
    from leadapp.domain.due_texts import read_due
    from leadapp.domain.measures import read_number

    known = KpiKind(kind)
    columns: dict[str, Any] = {
        "text": _measured(text),
        "kind": known.value,
        "perception": known is KpiKind.PERCEPTION,
        "unit": values.get("unit", "").strip() or ("%" if known in {KpiKind.PERCENTAGE, KpiKind.PERCEPTION} else ""),
        "question": read_text(values.get("question", "")),
        "due": read_due(values.get("due", "")),
        "counts_people": values.get("counts_people", "") == "yes",
    }
    if target := values.get("target", "").strip():
        columns["target"] = read_number(target.rstrip("%"), "target")
    if direction := values.get("direction", ""):
        columns["direction"] = Direction(direction).value
    return columns


def _measured(text: str) -> str:
    """What a KPI measures: one line, not empty."""
    try:
        return read_title(text)
    except BadInputError as error:
        sentence = str(error) if text.strip() else "Say what is measured."
        raise BadInputError(sentence.replace("The title", "The text"), "text") from error


def kept_texts(draft: ActionDraft, bad: set[str]) -> dict[str, str | None]:
    """Which texts are kept as typed (their unit has a problem) and which are forgotten because they can be used now."""
    kept: dict[str, str | None] = {}
    for name, typed in draft.touched().items():
        unit = next((u for u in _UNITS if name in u), frozenset({name}))
        kept[name] = str(typed) if unit & bad else None
    return kept


def status_days(action: PlanAction, status: Status, today: dt.date) -> dict[str, Any]:
    """The days that go with a new status: begun when it first runs, finished when complete."""
    days: dict[str, Any] = {"completed_on": (action.completed_on or today) if status is Status.COMPLETE else None}
    if status in {Status.UNDERWAY, Status.COMPLETE} and action.started_on is None:
        days["started_on"] = today
    return days


def _label(action: PlanAction, values: dict[str, Any], draft: ActionDraft) -> str:
    """What Undo will call the step."""
    names = set(values) - {"status_reason", "due_reason"}
    changed = {n for n in names if values[n] != getattr(action, n, None)}
    reference = action.reference
    if changed == {"status"}:
        return f"{reference} set to {STATES[values['status']].word}"
    if changed == {"confidence"}:
        word = STATES[values["confidence"]].word if values["confidence"] else "not said"
        return f"Confidence of {reference}: {word}"
    if changed == {"due"}:
        return f"{reference} due {format_date(values['due'])}"
    field = next(iter(changed or set(draft.touched())), "")
    words = {"title": "Title", "description": "What we will do", "owner": "Owner", "service": "Service", "urgent": "Urgent"}
    return f"{words.get(field, 'Change')} of {reference}"


def initials(name: str) -> str:
    """The letters that own references of a directorate begin with: "Neighbourhood Services" gives NS."""
    letters = [word[0].upper() for word in name.split() if word[0].isalnum() and word.lower() not in {"and", "of", "the"}]
    return "".join(letters[:4]) or "OWN"
