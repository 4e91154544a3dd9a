"""How an action reads in the table of the plan: its part, its states, and what its columns are copied and exported as."""

from __future__ import annotations

from leadapp.domain.plan import Confidence, PlanAction
from leadapp.domain.wording import ORIGIN_WORDS, PART_WORDS, STATES
from leadapp.ui.tables.rows_model import Column, Part, PlainPart

WORST_FIRST = (None, Confidence.OFF_TRACK, Confidence.AT_RISK, Confidence.ON_TRACK)
ORIGINS = ORIGIN_WORDS | {"corporate": "", "local": "Own action"}
"""What stands in the place of a part for an action that the corporate plan does not know."""


def _confidence_words(action: PlanAction) -> str:
    if action.shown_confidence:
        return STATES[action.shown_confidence].word
    return "Not said" if action.status.is_open else "Not asked"


def states_of(action: PlanAction) -> tuple[Part, ...]:
    """Status and confidence with their shapes; a confidence that is not asked for is left out."""
    status = (action.status.value, STATES[action.status].word)
    if action.shown_confidence:
        return (status, (action.shown_confidence.value, STATES[action.shown_confidence].word))
    return (status, ("", "Not said")) if action.status.is_open else (status,)


def _own_part(action: PlanAction) -> str:
    return PART_WORDS[action.part] if action.part else ORIGINS.get(action.origin, "")


def part_words(action: PlanAction) -> str:
    """What the directorate does for it, and who; what stands in its way comes first."""
    mark = "Withdrawn from the corporate plan" if action.is_withdrawn else ""
    told = ", ".join(part for part in (mark, _own_part(action), action.owner) if part)
    return f"Blocked. {told}" if action.is_blocked else told


TITLE_PARTS = (
    PlainPart("Action", lambda a: a.title, 48),
    PlainPart("My part", _own_part, 16),
    PlainPart("Owner", lambda a: a.owner, 28),
    PlainPart("Service", lambda a: a.service, 20),
    PlainPart("What we will do", lambda a: a.description, 48),
)
"""What the title's column is copied and exported as."""


STATE_COLUMNS = (
    Column("status", "Status", lambda a: STATES[a.status].word, 124, state=lambda a: a.status.value),
    Column(
        "confidence",
        "Confidence",
        _confidence_words,
        126,
        state=lambda a: a.shown_confidence.value if a.shown_confidence else "",
        sort=lambda a: WORST_FIRST.index(a.shown_confidence),
        quiet=True,
    ),
    Column(
        "state",
        "State",
        lambda a: STATES[a.status].word,
        132,
        lines=lambda a: tuple((part,) for part in states_of(a)),
        stands_in=True,
    ),
)
"""Status and confidence, apart and in one column."""
