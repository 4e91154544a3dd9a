"""What kind of work an action is, which year of the theory of change it belongs to, and what kind of money it needs."""

from __future__ import annotations

from enum import StrEnum


class ActionKind(StrEnum):
    """What an action does: it ends a harm, changes how things are run, teaches, or shows."""

    HARM_REDUCING = "harm_reducing"
    STRUCTURAL = "structural"
    LEARNING = "learning"
    VISIBILITY = "visibility"


class BudgetKind(StrEnum):
    """Whether money comes every year or ends with a project (actions 1.6 and 5.4)."""

    CORE = "core"
    TEMPORARY = "temporary"


ACTION_KIND_WORDS = {
    "harm_reducing": "Harm-reducing",
    "structural": "Structural",
    "learning": "Learning",
    "visibility": "Visibility",
}
"""In the order in which they are told: what weighs most for the people concerned stands first."""

ACTION_KIND_MEANINGS = {
    "harm_reducing": "It ends or lessens a harm that people meet now.",
    "structural": "It changes a rule, a process or who decides.",
    "learning": "It teaches, trains or finds out.",
    "visibility": "It shows, celebrates or announces.",
}

CHANGE_YEARS = {
    1: "Year 1: immediate measures working, systems being redesigned",
    2: "Year 2: trust rebuilding, services improving, authentic inclusion",
    3: "Year 3 and beyond: change that lasts",
}
"""The years of the published theory of change, shortened."""

BUDGET_KIND_WORDS = {"core": "Core", "temporary": "Temporary"}

OPTIONAL = "optional"
"""The "quarter" under which texts are kept as typed that no return asks for, so that no check and no round names them."""
