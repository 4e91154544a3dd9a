"""The help, room by room, in plain words."""

from __future__ import annotations

TEXTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "home": (
        "Home",
        (
            "Home says what this quarter still needs, in the order in which you would do it. Each line has a button that goes there.",
            "The quarter being reported is the oldest one whose return is not sent yet, not the calendar's. On 6 October you still report July to September.",
            "The month clock counts from Month 0, the day the programme starts. Set it in Settings; until then dates read “Month 9”.",
        ),
    ),
    "plan": (
        "Plan",
        (
            "My actions is your directorate plan. Enter opens the chosen action, Escape goes back to the list, Left and Right fold a pillar.",
            "The cascade holds all 61 actions of the corporate plan with your part: own, named, contribute, report or aware. Parts are our reading; change them freely. Adopt takes an action into your plan with its KPIs; Decline asks why.",
            "The quarter round goes through your actions one after another. Type the words, Ctrl+Enter goes on. Alt+1, 2, 3 set the confidence. Alt+N says “No change, because …”. Stop anywhere; it goes on where you left it.",
            "A date that moves needs a reason. The first date stays on record, and how often it moved is counted.",
            "A survey KPI needs its wave, the question, how many were asked and how many answered, or says “not yet measured”.",
        ),
    ),
    "return": (
        "Return",
        (
            "The headline has three texts; each says something, if only “nothing to report, because …”.",
            "Check your answers runs at any time and blocks nothing. What it finds is listed in the return as well.",
            "Excel and PDF are drawn from the same record, so they say the same. “Draft” stands on every page until you mark the return as sent.",
            "Mark as sent closes the quarter; the next one is reported from then on. It can be undone.",
        ),
    ),
    "history": (
        "History",
        (
            "Every change is kept: when, who, from what, to what. Undo goes back step by step, also tomorrow and after a restart.",
            "Ctrl+Z inside a text undoes typing; anywhere else it undoes the last step, whose name stands in the Edit menu.",
        ),
    ),
    "settings": (
        "Settings",
        (
            "Colours and text size belong to this computer. Everything else belongs to the file and goes with it when you hand it over.",
            "Nothing about anyone's ethnicity, health or experience of racism has a field in leadapp. Point people to the council's speak-out route.",
        ),
    ),
}
KEYS = (
    ("Ctrl+1, 2, 3", "Home, Plan, Return"),
    ("Ctrl+K", "Search everything"),
    ("Ctrl+R", "Quarter round"),
    ("Ctrl+Enter", "Next action in the round"),
    ("Alt+1, 2, 3", "On track, at risk, off track"),
    ("Alt+N", "No change, because …"),
    ("Ctrl+E", "Export the return"),
    ("Ctrl+Z", "Undo; inside a text it undoes typing"),
    ("Ctrl+Y, Ctrl+Shift+Z", "Do it again"),
    ("F6", "From rail to page to search"),
    ("Ctrl++, Ctrl+-, Ctrl+0", "Larger, smaller, normal text"),
    ("F1", "Help for this room"),
)
LICENCES = (
    "Qt and PySide6 (LGPL 3), SQLAlchemy (MIT), Alembic (MIT), openpyxl (MIT), reportlab (BSD), "
    "Noto Sans (SIL Open Font Licence 1.1), DejaVu Sans (Bitstream Vera licence)."
)
