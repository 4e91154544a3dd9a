"""Risks, issues, escalations and the log of challenge: kept as typed, moved up the route, closed with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadapp.db import directorate_records, plan_records, risk_records
from leadapp.db.database import Database
from leadapp.db.promise_rows import ChallengeRow, EscalationRow, EscalationStep, RiskRow
from leadapp.db.row_types import LoggedRow
from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import Problem, read_text
from leadapp.domain.risk_fields import (
    CHALLENGE_FIELDS,
    ESCALATION_FIELDS,
    ISSUE_FIELDS,
    RISK_FIELDS,
    STEP_FIELDS,
    FieldSpec,
    read_fields,
)
from leadapp.domain.risks import KIND_WORDS, PLACES, Challenge, Escalation, Risk, route_of
from leadapp.services.preference_service import PreferenceService

_FIELDS: dict[str, tuple[type[LoggedRow], tuple[FieldSpec, ...], str]] = {
    "risk": (RiskRow, RISK_FIELDS, "title"),
    "issue": (RiskRow, ISSUE_FIELDS, "title"),
    "escalation": (EscalationRow, ESCALATION_FIELDS, "title"),
    "step": (EscalationStep, STEP_FIELDS, ""),
    "challenge": (ChallengeRow, CHALLENGE_FIELDS, "challenge"),
}
_COLUMNS = {"action": "action_id", "risk": "risk_id"}


class RiskService:
    """What a lead does in the Risks room. Each method that writes is one undo step."""

    def __init__(self, database: Database, preferences: PreferenceService) -> None:
        self._database = database
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def risks(self, kind: str = "") -> tuple[Risk, ...]:
        """Risks and issues, or those of one kind, in the order of their numbers."""
        with self._database.reading() as session:
            return tuple(r for r in risk_records.list_risks(session) if not kind or r.kind == kind)

    def escalations(self) -> tuple[Escalation, ...]:
        """Escalations in the order of their numbers."""
        with self._database.reading() as session:
            return risk_records.list_escalations(session)

    def challenges(self) -> tuple[Challenge, ...]:
        """The log of challenge, newest first."""
        with self._database.reading() as session:
            return risk_records.list_challenges(session)

    def route(self) -> dict[int, str]:
        """The three places of the route."""
        return route_of(self._preferences.directorate().route)

    def of_action(self, action_id: int) -> tuple[tuple[Risk, ...], tuple[Escalation, ...]]:
        """The risks, issues and escalations that concern an action."""
        risks = tuple(r for r in self.risks() if action_id in r.actions)
        return risks, tuple(e for e in self.escalations() if e.action_id == action_id)

    # ------------------------------------------------------------------ adding
    def add_risk(self, kind: str, title: str, action_id: int | None = None) -> tuple[Changes, int]:
        """Add a risk or an issue, raised today. Raises BadInputError without a title."""
        values = self._first(kind, "title", title)
        with self._database.writing(f"{KIND_WORDS[kind]} added: {values['title'][:40]}") as step:
            row = risk_records.add_risk(step.session, kind, values | {"raised_on": self._preferences.today()})
            risk_records.link_actions(step.session, row.id, [action_id] if action_id else [])
        return step.changes, row.id

    def add_escalation(self, title: str, *, action_id: int | None = None, risk_id: int | None = None) -> tuple[Changes, int]:
        """Add an escalation, sent today to the first place of the route. Raises BadInputError without a title."""
        values = self._first("escalation", "title", title) | {"action_id": action_id, "risk_id": risk_id}
        today = self._preferences.today()
        with self._database.writing(f"Escalation added: {values['title'][:40]}") as step:
            row = risk_records.add_escalation(step.session, values | {"opened_on": today})
            risk_records.add_step(step.session, row.id, 1, today)
        return step.changes, row.id

    def add_challenge(self, challenge: str) -> tuple[Changes, int]:
        """Add a challenge, asked today. Raises BadInputError without its words."""
        values = self._first("challenge", "challenge", challenge)
        with self._database.writing(f"Challenge added: {values['challenge'][:40]}") as step:
            row = risk_records.add(step.session, ChallengeRow(**values, asked_on=self._preferences.today()))
        return step.changes, row.id

    @staticmethod
    def _first(kind: str, field: str, text: str) -> dict[str, Any]:
        values, problems = read_fields(_FIELDS[kind][1], {field: text})
        if problems:
            raise BadInputError(problems[0].sentence, field)
        return values

    # ------------------------------------------------------------------ changing
    def change(self, kind: str, row_id: int, texts: Mapping[str, str], visit: str = "", version: int | None = None) -> Changes:
        """Keep fields as typed: usable ones as values, the others as typed.

        Raises NotFoundError, and ChangedElsewhereError where the row is newer than ``version``, the one that was shown.
        """
        table, specs, _ = _FIELDS[kind]
        with self._database.reading() as session:
            label = self._label(session, kind, risk_records.row_of(session, table, row_id, version))
        values, problems = read_fields(specs, texts)
        with self._database.writing(f"{label} changed", visit=visit) as step:
            row = risk_records.row_of(step.session, table, row_id)
            bad = {p.field for p in problems} | self._link(step.session, row, values)
            risk_records.change(row, self._columns(step.session, values))
            typed = {name: text if name in bad and text.strip() else None for name, text in texts.items()}
            plan_records.keep_typed(step.session, row.uid, "", typed)
        return step.changes

    @staticmethod
    def _label(session: Any, kind: str, row: Any) -> str:
        if kind == "step":
            row = risk_records.row_of(session, EscalationRow, row.escalation_id)
        return f"Challenge of {row.body or 'a body'}" if kind == "challenge" else str(row.reference)

    @staticmethod
    def _link(session: Any, row: Any, values: dict[str, Any]) -> set[str]:
        """Link the actions that were typed; whether one of them is not there."""
        references = values.pop("actions", None)
        if references is None:
            return set()
        try:
            risk_records.link_actions(session, row.id, risk_records.action_ids(session, references))
        except BadInputError:
            return {"actions"}
        return set()

    @staticmethod
    def _columns(session: Any, values: dict[str, Any]) -> dict[str, Any]:
        """Values as columns: posts become references, and a chosen action or risk its id."""
        columns = {_COLUMNS.get(name, name): value for name, value in values.items()}
        if "owner" in columns:
            columns["owner_id"] = directorate_records.person_id(session, columns.pop("owner"))
        return columns

    def problems(self, kind: str, record: Risk | Escalation | Challenge) -> dict[str, str]:
        """What stands in a row's fields and cannot be used yet, in a sentence each."""
        texts = dict(record.typed)
        problems: list[Problem] = list(read_fields(_FIELDS[kind][1], texts)[1])
        if "actions" in texts and "actions" not in {p.field for p in problems}:
            with self._database.reading() as session:
                try:
                    risk_records.action_ids(session, read_fields(RISK_FIELDS, {"actions": texts["actions"]})[0]["actions"])
                except BadInputError as error:
                    problems.append(Problem("actions", str(error)))
        return {problem.field: problem.sentence for problem in problems}

    # ------------------------------------------------------------------ the steps of a life
    def close_risk(self, risk_id: int, why: str) -> Changes:
        """Close a risk or issue. Raises BadInputError without a reason."""
        reason = _reason(why, "Say why it is closed.")
        with self._database.reading() as session:
            reference = risk_records.row_of(session, RiskRow, risk_id).reference
        with self._database.writing(f"{reference} closed") as step:
            row = risk_records.row_of(step.session, RiskRow, risk_id)
            risk_records.change(row, {"closed_on": self._preferences.today(), "closed_why": reason})
        return step.changes

    def open_risk(self, risk_id: int) -> Changes:
        """Open a closed risk or issue again."""
        with self._database.reading() as session:
            reference = risk_records.row_of(session, RiskRow, risk_id).reference
        with self._database.writing(f"{reference} opened again") as step:
            risk_records.change(risk_records.row_of(step.session, RiskRow, risk_id), {"closed_on": None, "closed_why": ""})
        return step.changes

    def happened(self, risk_id: int) -> tuple[Changes, int]:
        """A risk has happened: it is closed and goes on as an issue with a number of its own. Raises BadInputError for an issue."""
        today = self._preferences.today()
        with self._database.reading() as session:
            before = risk_records.row_of(session, RiskRow, risk_id)
            if before.kind != "risk":
                raise BadInputError(f"{before.reference} is an issue already.", "kind")
            if before.closed_on is not None:
                raise BadInputError(f"{before.reference} is closed. Open it again first.", "closed_on")
            reference = before.reference
        with self._database.writing(f"{reference} has happened") as step:
            risk = risk_records.row_of(step.session, RiskRow, risk_id)
            names = ("title", "description", "owner_id", "impact", "mitigation", "mitigation_due")
            issue = risk_records.add_risk(
                step.session, "issue", {name: getattr(risk, name) for name in names} | {"raised_on": today}
            )
            linked = next(r for r in risk_records.list_risks(step.session) if r.id == risk_id)
            risk_records.link_actions(step.session, issue.id, linked.actions)
            risk_records.change(risk, {"closed_on": today, "closed_why": f"It happened and goes on as {issue.reference}."})
        return step.changes, issue.id

    def move_up(self, escalation_id: int) -> Changes:
        """Send an escalation to the next place of the route; the place it leaves counts as answered today unless it was before."""
        with self._database.reading() as session:
            row = risk_records.row_of(session, EscalationRow, escalation_id)
            reached = max((s.place for s in risk_records.steps_of(session, escalation_id)), default=0)
            reference = row.reference
        if reached >= PLACES:
            raise BadInputError(f"{reference} has reached the last place of the route.", "place")
        today = self._preferences.today()
        with self._database.writing(f"{reference} sent to {self.route()[reached + 1]}") as step:
            for left in risk_records.steps_of(step.session, escalation_id):
                if left.place == reached and left.answered_on is None:
                    left.answered_on = today
            risk_records.add_step(step.session, escalation_id, reached + 1, today)
        return step.changes

    def close_escalation(self, escalation_id: int) -> Changes:
        """Close an escalation. Raises BadInputError while neither a decision nor a result says how it ended."""
        with self._database.reading() as session:
            row = risk_records.row_of(session, EscalationRow, escalation_id)
            reference, told = row.reference, bool(row.decision.strip() or row.result.strip())
        if not told:
            raise BadInputError("Write the decision or the result first: an escalation closes with how it ended.", "decision")
        with self._database.writing(f"{reference} closed") as step:
            row = risk_records.row_of(step.session, EscalationRow, escalation_id)
            risk_records.change(row, {"closed_on": self._preferences.today()})
        return step.changes

    def open_escalation(self, escalation_id: int) -> Changes:
        """Open a closed escalation again."""
        with self._database.reading() as session:
            reference = risk_records.row_of(session, EscalationRow, escalation_id).reference
        with self._database.writing(f"{reference} opened again") as step:
            risk_records.change(risk_records.row_of(step.session, EscalationRow, escalation_id), {"closed_on": None})
        return step.changes

    def remove(self, kind: str, row_id: int) -> Changes:
        """Remove what was added by mistake; its number is not given again. Raises NotFoundError and BadInputError."""
        table = _FIELDS[kind][0]
        with self._database.reading() as session:
            label = self._label(session, kind, risk_records.row_of(session, table, row_id))
        remove = {"escalation": risk_records.remove_escalation, "challenge": risk_records.remove_challenge}
        with self._database.writing(f"{label} removed") as step:
            remove.get(kind, risk_records.remove_risk)(step.session, row_id)
        return step.changes


def _reason(text: str, sentence: str) -> str:
    reason = read_text(text).strip()
    if not reason:
        raise BadInputError(sentence, "reason")
    return reason
