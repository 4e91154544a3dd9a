"""What a lead may add to an action: SMARTIE answers, what blocks it, links, budget, kind and year; and the pace these show."""

from __future__ import annotations

from leadapp.db import detail_records, plan_records
from leadapp.db.database import Database
from leadapp.domain.action_detail import ANSWERS, DetailDraft, DetailView, LinkKind
from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError
from leadapp.domain.kinds import ACTION_KIND_WORDS, OPTIONAL, ActionKind
from leadapp.domain.material import action_order
from leadapp.domain.pace import Pace, pace_of, pace_sources
from leadapp.domain.plan import PlanAction, read_text
from leadapp.domain.provenance import Source
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService

_WORDS = {
    "kind": "Kind",
    "change_year": "Year",
    "blocked_by": "What blocks",
    "unblocked_when": "What unblocks",
    "budget_planned": "Budget",
    "budget_spent": "Spending",
    "budget_kind": "Budget",
}


class DetailService:
    """Optional parts of an action. Every method that changes something is one undo step."""

    def __init__(self, database: Database, plan: PlanService, preferences: PreferenceService) -> None:
        self._database = database
        self._plan = plan
        self._preferences = preferences

    # ------------------------------------------------------------------ reading
    def view(self, action_id: int) -> DetailView:
        """Everything of this kind about one action. Raises NotFoundError."""
        action = self._plan.action(action_id)
        with self._database.reading() as session:
            typed = plan_records.typed_texts(session, action.uid, OPTIONAL)
            return DetailView(
                action=action,
                answers=detail_records.answers_of(session, action_id),
                links=detail_records.links_of(session, action_id),
                typed={field: text for (_, field, _), text in typed.items()},
            )

    def pace(self) -> Pace:
        """How far the plan is by kind and by year."""
        actions = sorted(self._plan.list_actions(), key=action_order)
        return pace_of(actions, self._preferences.directorate().month_zero)

    def pace_sources(self) -> tuple[Source, ...]:
        """Every number of the pace with the actions behind it."""
        actions = sorted(self._plan.list_actions(), key=action_order)
        return pace_sources(actions, self._preferences.directorate().month_zero)

    def find_actions(self, typed: str, but: int, most: int = 8) -> tuple[PlanAction, ...]:
        """The actions whose reference or title holds every word typed, without the action ``but``."""
        words = typed.casefold().split()
        found = [
            a
            for a in sorted(self._plan.list_actions(), key=action_order)
            if a.id != but and all(word in f"{a.reference} {a.title}".casefold() for word in words)
        ]
        found.sort(key=lambda a: not a.reference.casefold().startswith(words[0] if words else ""))
        return tuple(found[:most])

    # ------------------------------------------------------------------ writing
    def change(self, action_id: int, version: int, draft: DetailDraft, visit: str = "") -> Changes:
        """Store what stands in the fields; an amount that cannot be read is kept as typed. Raises ChangedElsewhereError."""
        action = self._plan.action(action_id)
        values, problems = draft.read()
        bad = {problem.field for problem in problems}
        kept = {name: (text if name in bad else None) for name, text in draft.touched().items()}
        first = next(iter(draft.touched()), "")
        label = f"{_WORDS.get(first, 'Change')}{' of' if 'block' not in first else ''} {action.reference}"
        if first == "kind" and values.get("kind"):
            label = f"{action.reference}: {ACTION_KIND_WORDS[values['kind']].lower()}"
        with self._database.writing(label, visit=visit) as step:
            plan_records.change_action(step.session, action_id, version, values)
            plan_records.keep_typed(step.session, action.uid, OPTIONAL, kept)
        return step.changes

    def set_kinds(self, action_ids: tuple[int, ...], kind: ActionKind) -> Changes:
        """Give several actions their kind as one step."""
        if not action_ids:
            raise BadInputError("Choose the actions first.", "kind")
        word = ACTION_KIND_WORDS[kind].lower()
        label = f"{self._plan.action(action_ids[0]).reference}: {word}"
        if len(action_ids) > 1:
            label = f"{len(action_ids)} actions: {word}"
        with self._database.writing(label) as step:
            for action_id in action_ids:
                plan_records.change_action(step.session, action_id, None, {"kind": kind.value})
        return step.changes

    def answer(self, action_id: int, field: str, text: str, visit: str = "") -> Changes:
        """Keep one answer of the SMARTIE check."""
        if field not in ANSWERS:
            raise BadInputError(f"The check has no question “{field}”.", field)
        reference = self._plan.action(action_id).reference
        with self._database.writing(f"{ANSWERS[field][0]}, {reference}", visit=visit) as step:
            detail_records.change_answer(step.session, action_id, field, read_text(text).strip())
        return step.changes

    def link(self, action_id: int, other_id: int, kind: LinkKind) -> Changes:
        """Link two actions; ``depends`` says that the first waits for the second."""
        words = "waits for" if kind is LinkKind.DEPENDS else "linked to"
        label = f"{self._plan.action(action_id).reference} {words} {self._plan.action(other_id).reference}"
        with self._database.writing(label) as step:
            detail_records.add_link(step.session, action_id, other_id, kind)
        return step.changes

    def unlink(self, link_id: int) -> Changes:
        """Remove a link."""
        with self._database.writing("Link removed") as step:
            detail_records.remove_link(step.session, link_id)
        return step.changes
