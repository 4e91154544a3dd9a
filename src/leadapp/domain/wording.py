"""The word, the symbol and the shape of every state, so that screen, Excel and PDF say the same.

Colour is not here: it belongs to ``ui.theme`` and ``exports.look``, and it never carries meaning alone.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StateWord:
    """A state as people read it: the word, its text symbol, and whether it is an exception that may be tinted."""

    key: str
    word: str
    symbol: str
    exception: bool = False


STATES: dict[str, StateWord] = {
    state.key: state
    for state in (
        StateWord("not_started", "Not started", "○"),
        StateWord("underway", "Underway", "◐"),
        StateWord("complete", "Complete", "✔"),
        StateWord("paused", "Paused", "‖"),
        StateWord("will_not_do", "Will not do", "⊘"),
        StateWord("on_track", "On track", "●"),
        StateWord("at_risk", "At risk", "▲", exception=True),
        StateWord("off_track", "Off track", "■", exception=True),
        StateWord("kept", "Kept", "✔"),
        StateWord("part_kept", "Part kept", "◐"),
        StateWord("not_kept", "Not kept", "✘", exception=True),
    )
}
"""Every state by key; the key is also the name of the drawn shape."""

PART_WORDS = {
    "own": "Own",
    "named": "Named",
    "contribute": "Contribute",
    "report": "Report",
    "aware": "Aware",
}

PART_MEANINGS = {
    "own": "Your directorate does this itself.",
    "named": "The plan names your directorate for this.",
    "contribute": "Another post leads; your directorate does its share.",
    "report": "Another post leads; your directorate sends figures or words.",
    "aware": "Nothing to do, but good to know.",
}

ORIGIN_WORDS = {
    "corporate": "Corporate plan",
    "commitment_immediate": "Director's commitment, immediate",
    "commitment_medium": "Director's commitment, medium-term",
    "urgent_response": "Urgent response",
    "maturity_improvement": "Maturity improvement",
    "feedback": "Feedback",
    "local": "Local",
}

KIND_WORDS = {
    "milestone": "Done once",
    "count": "Number",
    "percentage": "Share",
    "yes_no": "Yes or no",
    "perception": "Survey",
    "trend": "Direction",
}

DIRECTION_WORDS = {
    "at_least": "at least",
    "at_most": "at most",
    "up": "should rise",
    "down": "should fall",
}

NOT_YET_MEASURED = "Not yet measured"
UNDERWAY_DEFINITION = (
    "Underway: the action has begun or is complete, so its status is Underway or Complete. "
    "Urgent actions that will not be done are left out of both numbers."
)
"""Our definition for the 1.7 test; the source leaves "urgent" and "underway" open, so a council may set its own words."""
