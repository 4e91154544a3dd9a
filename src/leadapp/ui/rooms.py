"""Which rooms there are, where each place lies, and how a room is made on its first opening."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadapp.ui.page import Page

if TYPE_CHECKING:
    from leadapp.ui.main_window import MainWindow

ROOMS = (("home", "Home", "home"), ("plan", "Plan", "plan"), ("risks", "Risks", "risks"), ("return", "Return", "return"))
TAIL = (("history", "History", "history"), ("settings", "Settings", "settings"), ("help", "Help", "help"))
PLACES = {
    "round": ("plan", "round"),
    "cascade": ("plan", "cascade"),
    "action": ("plan", "action"),
    "clock": ("plan", "clock"),
    "edition": ("plan", "edition"),
    "grid": ("plan", "grid"),
    "registers": ("plan", "registers"),
    "pace": ("plan", "pace"),
    "evidence": ("plan", "evidence"),
    "take_in": ("plan", "take_in"),
    "kpis": ("plan", "round"),
    "triggers": ("risks", "now"),
    "risk": ("risks", "risk"),
    "issue": ("risks", "issue"),
    "escalation": ("risks", "escalation"),
    "challenge": ("risks", "challenge"),
    "rules": ("risks", "rules"),
    "progress": ("return", "progress"),
    "ask": ("return", "ask"),
    "challenges": ("return", "challenges"),
    "feedback": ("return", "feedback"),
    "commitments": ("return", "commitments"),
    "new_commitments": ("return", "new_commitments"),
    "changes": ("return", "changes"),
    "year": ("return", "year"),
    "handover": ("return", "handover"),
    "month_zero": ("settings", "month_zero"),
    "route": ("settings", "route"),
    "services": ("settings", "services"),
    "house_words": ("settings", "house_words"),
    "spelling": ("settings", "spelling"),
    "backups": ("help", "backups"),
    "about": ("help", "about"),
}
"""Places that are not rooms themselves: the room and the place within it."""


class _RoomMaker:
    """Makes a room when it is first shown; its modules are imported only then."""

    def place_of(self, place: str) -> tuple[str, str]:
        """The room of a place and the place within it."""
        return PLACES.get(place, (place, ""))

    def __call__(self, room: str, window: MainWindow) -> Page:
        services, bus = window.services, window.bus
        if room == "home":
            from leadapp.ui.home.home_page import HomePage

            home = HomePage(services, bus)
            home.viewed.connect(window.tell_counts)
            return home
        if room == "plan":
            from leadapp.ui.plan.plan_page import PlanPage

            return PlanPage(services, bus)
        if room == "risks":
            from leadapp.ui.risks.risks_page import RisksPage

            return RisksPage(services, bus)
        if room == "return":
            from leadapp.ui.returns.return_page import ReturnPage

            return ReturnPage(services, bus)
        if room == "history":
            from leadapp.ui.history.history_page import HistoryPage

            return HistoryPage(services, bus)
        if room == "settings":
            from leadapp.ui.settings.settings_page import SettingsPage

            return SettingsPage(services, bus)
        from leadapp.ui.help.help_page import HelpPage

        page = HelpPage(services, bus)
        page.another_file.connect(window.another_file)
        page.restored.connect(window.restored)
        return page


make_room = _RoomMaker()
