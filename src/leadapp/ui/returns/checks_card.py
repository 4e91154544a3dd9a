"""Check your answers in the Return room: what is missing or odd, each with a button that goes to its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from leadapp.domain.checks import CheckResult
from leadapp.services.opening import Services
from leadapp.ui.returns.wording_rows import WordingRows
from leadapp.ui.where_button import beside, where_button
from leadapp.ui.widgets import Button, Card, IconLabel, Label, clear_layout, row

if TYPE_CHECKING:
    from leadapp.ui.page import Page

PLACE_BUTTONS = {
    "round": "Open the round",
    "action": "Open the action",
    "kpis": "Record values",
    "commitments": "Record outcomes",
    "new_commitments": "Add a commitment",
    "plan": "Open the plan",
    "grid": "Fill in services",
    "registers": "Open the register",
    "settings": "Open Settings",
    "services": "Open Settings",
    "month_zero": "Set Month 0",
    "triggers": "Answer them",
    "risk": "Open the risk",
    "issue": "Open the issue",
    "escalation": "Open the escalation",
    "challenge": "Open the log",
    "correct": "Correct the action",
}
CORRECTED = frozenset({"round", "action", "kpis"})
"""Places of the quarter being reported; in the correction of an earlier one the action is corrected instead."""


class ChecksCard(Card):
    """The checks that did not pass, how many did, and the remarks on wording. ``wanted`` asks for a place and what in it."""

    wanted = Signal(str, object)

    def __init__(self, page: Page) -> None:
        self._passed = Label("", 9.5, kind="quiet")
        super().__init__("Check your answers", beside(self._passed, where_button(page, "", "The numbers of this return")))
        self._services: Services = page.services
        self._shows_passed, self._corrects = False, False
        self._list = QVBoxLayout()
        self.wording = WordingRows()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        self.body.addLayout(self._list)
        self.body.addWidget(self.wording)

    def tell(self, checks: tuple[CheckResult, ...], *, corrects: bool = False) -> None:
        """Show the checks of a quarter; ``corrects`` where it is an earlier one that is being corrected."""
        self._corrects = corrects
        clear_layout(self._list)
        failed = [c for c in checks if not c.passed]
        self._passed.setText(f"{len(checks) - len(failed)} of {len(checks)} passed")
        for check in failed:
            self._list.addWidget(self._check_row(check))
        good = [c.sentence for c in checks if c.passed]
        if good:
            self._list.addWidget(self._passed_row(good))
        last = self._list.itemAt(self._list.count() - 1)
        if last is not None and (frame := last.widget()) is not None:
            frame.setProperty("last", True)  # the card's own edge ends the list

    def _passed_row(self, good: list[str]) -> QFrame:
        """How many checks passed; which ones, when asked for."""
        frame = QFrame()
        frame.setProperty("kind", "row")
        picture = IconLabel("check", "good")
        words = Label("", 10, kind="quiet", wrap=True)
        button = Button("", "link")

        def show(shown: bool) -> None:
            self._shows_passed = shown
            picture.setAlignment(Qt.AlignmentFlag.AlignTop if shown else Qt.AlignmentFlag.AlignVCenter)
            words.setText("\n".join(good) if shown else f"{len(good)} check{'s' if len(good) != 1 else ''} passed.")
            button.setText("Hide them" if shown else "Show them")
            button.setAccessibleName(f"{button.text()}: checks that passed")

        button.clicked.connect(lambda _c=False: show(not self._shows_passed))
        show(self._shows_passed)
        line = row(picture, spacing=12, margins=(16, 6, 16, 6))
        line.addWidget(words, 1)
        line.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        frame.setLayout(line)
        return frame

    def _check_row(self, check: CheckResult) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "row")
        missing = check.severity == "missing"
        picture = IconLabel("error" if missing else "warning", "error" if missing else "warning")
        picture.setAccessibleName("Missing" if missing else "Odd")
        picture.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        place, what = self._place(check)
        words = PLACE_BUTTONS.get(place, "Write it")
        button = Button(words, "small", on_click=lambda: self.wanted.emit(place, what))
        button.setAccessibleName(f"{words}: {check.sentence}")
        line = row(picture, spacing=12, margins=(16, 6, 16, 6))
        line.addWidget(Label(check.sentence, 10, wrap=True), 1)
        line.addWidget(button)
        frame.setLayout(line)
        return frame

    def _place(self, check: CheckResult) -> tuple[str, object]:
        """Where a check leads and what is to be shown there; of a grid without a cell of its own, the KPI."""
        if self._corrects and check.place in CORRECTED and check.ids:
            return "correct", check.ids[0]
        if check.place != "grid" or check.what is not None:
            return check.place, check.what
        return "grid", next((grid.kpi.id for grid in self._services.grid.grids() if grid.reference == check.ids[0]), None)
