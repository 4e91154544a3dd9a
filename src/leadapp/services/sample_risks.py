"""What the sample has of risks, issues, escalations, challenges and answers to triggers.

Its triggers on champions and maturity levels wait for the rooms that will test them.
"""

from __future__ import annotations

from typing import Any

from leadapp.db import directorate_records, plan_records, risk_records, trigger_records
from leadapp.db.promise_rows import ChallengeRow
from leadapp.domain.trigger_rules import NUMBERS

Table = dict[str, Any]


class SampleRisks:
    """Puts them into the file. ``actions`` are ids by the sample's keys."""

    def __init__(self, data: Table, actions: dict[str, int]) -> None:
        self._data, self._actions = data, actions
        self._escalations: dict[str, int] = {}

    def add(self, session: Any) -> None:
        """Add everything, in the order of the days."""
        for row in sorted(self._data["risks"], key=lambda row: row["raised_on"]):
            self._add_risk(session, row)
        for row in self._data["escalations"]:
            self._add_escalation(session, row)
        for row in self._data["challenges"]:
            values = {name: row[name] for name in ("body", "challenge", "answer", "answered_on")}
            risk_records.add(session, ChallengeRow(**values, asked_on=row["on"]))
        for row in self._data["triggers"]:
            if row["rule"] in NUMBERS and "answer" in row:
                self._answer(session, row)

    def _add_risk(self, session: Any, row: Table) -> None:
        values = {
            "title": row["title"],
            "description": row["text"],
            "owner_id": directorate_records.person_id(session, row["owner"]),
            "likelihood": row.get("likelihood"),
            "impact": row.get("impact"),
            "mitigation": row["mitigation"],
            "mitigation_due": row.get("mitigation_due"),
            "raised_on": row["raised_on"],
            "closed_on": row.get("closed_on"),
            "closed_why": row.get("closed_why", ""),
        }
        made = risk_records.add_risk(session, row["kind"], values)
        risk_records.link_actions(session, made.id, [self._actions[key] for key in row["actions"]])

    def _add_escalation(self, session: Any, row: Table) -> None:
        values: Table = {
            name: row[name] for name in ("title", "ask", "decision", "decided_on", "result", "closing_test") if name in row
        }
        values |= {"opened_on": row["raised_on"], "answer_by": row["decision_wanted_by"]}
        made = risk_records.add_escalation(session, values | {"action_id": self._actions[row["action"]]})
        self._escalations[row["key"]] = made.id
        for place, stop in enumerate(row["route"], 1):
            step = risk_records.add_step(session, made.id, place, stop["on"])
            later = row["route"][place:]
            answered = later[0]["on"] if later else row.get("decided_on")
            risk_records.change(step, {"outcome": stop["result"], "answered_on": answered})

    def _answer(self, session: Any, row: Table) -> None:
        subject = row["subject"]
        if subject == "directorate":
            uid = directorate_records.directorate_row(session).uid
        elif subject not in self._actions:  # evidence, by its title
            uid = next(uid for uid, name in trigger_records.evidence_names(session).items() if name == subject)
        else:
            uid = plan_records.action_row(session, self._actions[subject]).uid
        values = {"reason": row["answer"], "answered_on": row["answered_on"]}
        values["escalation_id"] = self._escalations.get(row.get("escalation", ""))
        trigger_records.keep_answer(session, row["rule"], uid, row["quarter"], values)
