"""Trigger rules in force, what fired in a quarter, and the answers. A trigger is answered by an escalation or a recorded reason."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from leadapp import paths
from leadapp.db import evidence_records, return_records, risk_records, trigger_records
from leadapp.db.database import Database
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.errors import BadInputError
from leadapp.domain.measures import trend
from leadapp.domain.plan import read_text
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnState
from leadapp.domain.risk_parts import challenge_parts, escalation_parts, risk_parts
from leadapp.domain.risks import route_of
from leadapp.domain.trigger_rules import TriggerRule, rules_from_data, rules_in_force, rules_off
from leadapp.domain.triggers import (
    Answered,
    Past,
    Seen,
    Trigger,
    earlier_needed,
    fired,
    last_day_that_counts,
    past_of,
    with_answers,
)
from leadapp.services.preference_service import PreferenceService
from leadapp.services.quarter_material import QuarterMaterial

if TYPE_CHECKING:
    from leadapp.domain.material import Material
    from leadapp.domain.measures import KpiValue
    from leadapp.domain.promise_parts import TriggerPart
    from leadapp.domain.return_text import ReturnText
    from leadapp.domain.returns import ReturnRecord

SENT = "The return for {} was sent. Its triggers and answers stay as they were."


class TriggerService:
    """Looks for triggers and keeps their answers. Each method that writes is one undo step."""

    def __init__(
        self,
        database: Database,
        quarters: QuarterMaterial,
        preferences: PreferenceService,
        bare: Callable[[Quarter], ReturnRecord],
    ) -> None:
        """``bare`` gives the records of earlier quarters; each is read once as long as its return stays as it is."""
        self._database = database
        self._quarters = quarters
        self._preferences = preferences
        self._bare = bare
        self._shipped: tuple[TriggerRule, ...] | None = None
        self._past: dict[Quarter, tuple[ReturnText, Past]] = {}
        self._known: tuple[object, tuple[Answered, ...]] | None = None

    # ------------------------------------------------------------------ rules
    def shipped(self) -> tuple[TriggerRule, ...]:
        """The rules that ship with leadapp."""
        if self._shipped is None:
            text = (paths.resources_folder() / "triggers" / "trigger_rules.toml").read_text("utf-8")
            self._shipped = rules_from_data(tomllib.loads(text))
        return self._shipped

    def rules(self) -> tuple[TriggerRule, ...]:
        """The rules with what the directorate settled for them."""
        with self._database.reading() as session:
            return rules_in_force(self.shipped(), trigger_records.settings(session))

    def rule(self, key: str) -> TriggerRule:
        """One rule. Raises BadInputError for one there is not."""
        found = next((rule for rule in self.rules() if rule.key == key), None)
        if found is None:
            raise BadInputError(f"There is no rule “{key}”.", "rule")
        return found

    def switch_off(self, key: str, reason: str, visit: str = "") -> Changes:
        """Switch a rule off. Raises BadInputError without a reason: the return names both."""
        rule, why = self.rule(key), " ".join(read_text(reason).split())
        if not why:
            raise BadInputError("Say why the rule is off. The return names it with the reason.", "reason")
        label = f"Reason changed: {rule.name}" if rule.is_off else f"Trigger rule switched off: {rule.name}"
        return self._settle(rule, label, {"is_off": True, "reason": why}, visit)

    def switch_on(self, key: str) -> Changes:
        """Switch a rule on again."""
        rule = self.rule(key)
        return self._settle(rule, f"Trigger rule switched on: {rule.name}", {"is_off": False, "reason": ""})

    def change_number(self, key: str, name: str, text: str, visit: str = "") -> Changes:
        """Change a number of a rule. Raises BadInputError outside its limits."""
        rule = self.rule(key)
        number = next((n for n in rule.numbers if n.name == name), None)
        if number is None:
            raise BadInputError(f"The rule “{rule.name}” has no number “{name}”.", name)
        read = number.read(text)
        own = {n.name: n.value for n in rule.numbers if n.name != name and n.value != n.shipped}
        own |= {name: read} if read != number.shipped else {}
        return self._settle(rule, f"Trigger rule changed: {rule.name}", {"numbers": own}, visit)

    def reset(self, key: str) -> Changes:
        """Give a rule the numbers it ships with."""
        rule = self.rule(key)
        return self._settle(rule, f"Numbers as shipped: {rule.name}", {"numbers": {}})

    def _settle(self, rule: TriggerRule, label: str, values: dict[str, Any], visit: str = "") -> Changes:
        with self._database.writing(label, visit=visit) as step:
            trigger_records.keep_setting(step.session, rule.key, values)
        return step.changes

    # ------------------------------------------------------------------ what fired
    def triggers(self, quarter: Quarter | None = None) -> tuple[Answered, ...]:
        """The triggers of a quarter (the one being reported unless said) with their answers, the unanswered first."""
        when = quarter or self._preferences.reported_quarter()
        key = (when, self._preferences.today(), self._database.generation(*Topic))
        if self._known is None or self._known[0] != key:
            with self._database.reading():
                self._known = (key, self._look(when))
        return self._known[1]

    def parts(self, quarter: Quarter) -> tuple[TriggerPart, ...]:
        """The triggers of a quarter as its return tells them."""
        return tuple(one.part for one in self.triggers(quarter))

    def return_parts(self, quarter: Quarter) -> dict[str, Any]:
        """Everything about risks, escalations, challenges and triggers that a quarter's return holds."""
        route = route_of(self._preferences.directorate().route)
        with self._database.reading() as session:
            return {
                "risks": risk_parts(risk_records.list_risks(session), quarter),
                "escalations": escalation_parts(risk_records.list_escalations(session), route, quarter),
                "challenges": challenge_parts(risk_records.list_challenges(session), quarter),
                "triggers": self.parts(quarter),
                "rules_off": rules_off(self.rules()),
            }

    def _look(self, quarter: Quarter) -> tuple[Answered, ...]:
        material, rules = self._quarters.material(quarter), self.rules()
        found = fired(rules, self._seen(material, quarter, rules))
        with self._database.reading() as session:
            answers = trigger_records.answers(session, str(quarter))
            gone = {a.subject for a in answers} - {t.subject for t in found}
            titles = self._titles(material) | _as_titles(trigger_records.evidence_names(session)) if gone else {}
        return with_answers(found, answers, {rule.key: rule.name for rule in self.shipped()}, titles)

    def _seen(self, material: Material, quarter: Quarter, rules: tuple[TriggerRule, ...]) -> Seen:
        today = self._preferences.today()
        earlier = self._earlier(quarter, earlier_needed(rules))
        since = Quarter.parse(earlier[-1].quarter).first_day if earlier else quarter.first_day
        with self._database.reading() as session:
            milestones = trigger_records.milestones_reached(session, since)
            evidence = evidence_records.list_evidence(session)
        return Seen(
            quarter=quarter,
            today=last_day_that_counts(quarter, today),
            directorate=material.directorate,
            actions=material.actions,
            updates=material.updates,
            kpis=material.kpis,
            readings=self._readings(material, quarter),
            earlier=earlier,
            milestones=milestones,
            moved_dates=frozenset(r.action_id for r in material.redatings if r.quarter == str(quarter)),
            evidence=evidence,
        )

    def _readings(self, material: Material, quarter: Quarter) -> dict[int, tuple[KpiValue, ...]]:
        """The newest values of each KPI, and every value of those that got worse: only there it matters what came before."""
        found: dict[int, list[KpiValue]] = {}
        for value in material.values:
            found.setdefault(value.kpi_id, []).append(value)
        readings = {k: tuple(sorted(own, key=lambda v: v.quarter, reverse=True)) for k, own in found.items()}
        worse = []
        for kpi in material.kpis:
            run = [v for v in readings.get(kpi.id, ()) if not v.not_yet_measured][:2]
            if len(run) == 2 and kpi.direction is not None and trend(kpi, run[0], run[1]).better is False:
                worse.append(kpi.id)
        with self._database.reading() as session:
            return readings | trigger_records.readings(session, worse, str(quarter))

    def _earlier(self, quarter: Quarter, wanted: int) -> tuple[Past, ...]:
        """The earlier returns that the file holds, newest first, at most as many as wanted."""
        first = Quarter.parse(self._preferences.directorate().first_quarter)
        found: list[Past] = []
        when = quarter
        while len(found) < wanted and when > first:
            when = when.previous
            found.append(self._past_of(when))
        return tuple(found)

    def _past_of(self, quarter: Quarter) -> Past:
        with self._database.reading() as session:
            text = return_records.return_text(session, str(quarter))
        known = self._past.get(quarter)
        if known is None or known[0] != text or text.state is not ReturnState.SUBMITTED:
            known = self._past[quarter] = (text, past_of(self._bare(quarter)))
        return known[1]

    def _titles(self, material: Material) -> dict[str, tuple[str, str]]:
        references = {a.id: a.reference for a in material.actions}
        titles = {a.uid: (a.reference, a.title) for a in material.actions}
        titles |= {k.uid: (references.get(k.action_id, ""), k.shown_text) for k in material.kpis}
        return titles | {material.directorate.uid: ("1.7", "Urgent actions")}

    # ------------------------------------------------------------------ answering
    def answer(self, rule: str, subject: str, reason: str, visit: str = "", quarter: Quarter | None = None) -> Changes:
        """Record the reason that answers a trigger. An empty one takes the answer away, unless an escalation answers it too."""
        found, when = self._fired(rule, subject, quarter)
        words = read_text(reason).strip()
        with self._database.writing(f"Answer: {found.name}, {found.id}", visit=visit) as step:
            row = trigger_records.answer_row(step.session, rule, subject, str(when))
            if row is not None and not words and row.escalation_id is None:
                step.session.delete(row)
            elif words or row is not None:
                values = {"reason": words, "answered_on": self._preferences.today()}
                trigger_records.keep_answer(step.session, rule, subject, str(when), values)
        return step.changes

    def escalate(
        self, rule: str, subject: str, ask: str, escalation_id: int | None = None, quarter: Quarter | None = None
    ) -> tuple[Changes, int]:
        """Answer a trigger by an escalation: one that there is, or a new one sent to the first place with ``ask``."""
        found, when = self._fired(rule, subject, quarter)
        today = self._preferences.today()
        with self._database.writing(f"Escalated: {found.name}, {found.id}") as step:
            if escalation_id is None:
                values = {"title": f"{found.name}: {found.title}"[:300], "ask": read_text(ask).strip(), "opened_on": today}
                row = risk_records.add_escalation(step.session, values | {"action_id": found.action_id})
                escalation_id = row.id
                risk_records.add_step(step.session, escalation_id, 1, today)
            trigger_records.keep_answer(
                step.session, rule, subject, str(when), {"escalation_id": escalation_id, "answered_on": today}
            )
        return step.changes, escalation_id

    def take_back(self, rule: str, subject: str, quarter: Quarter | None = None) -> Changes:
        """Take an answer away; an escalation that it named stays."""
        found, when = self._fired(rule, subject, quarter)
        with self._database.writing(f"Answer taken back: {found.name}, {found.id}") as step:
            row = trigger_records.answer_row(step.session, rule, subject, str(when))
            if row is not None:
                step.session.delete(row)
        return step.changes

    def _fired(self, rule: str, subject: str, quarter: Quarter | None) -> tuple[Trigger, Quarter]:
        """The trigger that is answered. Raises BadInputError for one that did not fire, and in a quarter that was sent."""
        when = quarter or self._preferences.reported_quarter()
        with self._database.reading() as session:
            if return_records.return_text(session, str(when)).state is ReturnState.SUBMITTED:
                raise BadInputError(SENT.format(when), "quarter")
        for one in self.triggers(when):
            if (one.trigger.rule, one.trigger.subject) == (rule, subject):
                return one.trigger, when
        raise BadInputError("This trigger has not fired this quarter.", "rule")


def _as_titles(evidence: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Evidence as the subject of a trigger: it has no number, and its name as title."""
    return {uid: ("", name) for uid, name in evidence.items()}
