"""The risks, issues and escalations of one action, folded in its pane; a click goes to one, two buttons begin a new one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication, QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.plan import PlanAction
from leadapp.domain.risks import Escalation, Risk, where_words
from leadapp.ui import theme
from leadapp.ui.folded import Folded
from leadapp.ui.page import Page
from leadapp.ui.risks.kinds import escalate
from leadapp.ui.widgets import Button, Label, clear_layout, column, row


class RiskSection(Folded):
    """Both sides see the link: the risk names its actions, the action its risks."""

    def __init__(self, page: Page) -> None:
        super().__init__("Risks and escalations")
        self._page = page
        self._action: PlanAction | None = None
        self._shown: object = None
        self._rows, self._list = QWidget(), column(spacing=8)
        self._rows.setLayout(self._list)
        self.risk = Button("Add risk", "small", "add", partial(self._add, "risk"))
        self.issue = Button("Add issue", "small", "add", partial(self._add, "issue"))
        self.escalate = Button("Escalate", "small", "escalate", self._escalate)
        self.body.addWidget(self._rows)
        self.body.addLayout(row(self.risk, self.issue, None))
        self.body.addLayout(row(self.escalate, None))

    def show_action(self, action: PlanAction) -> None:
        """Show what concerns an action, and in the head how much of it is open."""
        self._action = action
        risks, escalations = self._page.services.risks.of_action(action.id)
        if (action.id, risks, escalations) != self._shown:
            self._shown = (action.id, risks, escalations)
            self._build(risks, escalations)
        opened = sum(risk.is_open for risk in risks) + sum(e.is_open for e in escalations)
        self.say(f"{opened} open" if opened else "")

    def _build(self, risks: tuple[Risk, ...], escalations: tuple[Escalation, ...]) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self._rows.isAncestorOf(focus):
            self.risk.setFocus()
        clear_layout(self._list)
        route = self._page.services.risks.route()
        for risk in risks:
            state = risk.score_words if risk.is_open else "closed"
            self._line(risk.reference, risk.title, state, risk.kind, risk.id)
        for escalation in escalations:
            self._line(escalation.reference, escalation.title, where_words(escalation, route), "escalation", escalation.id)
        if not risks and not escalations:
            self._list.addWidget(Label("No risk, issue or escalation names this action.", 10, kind="quiet", wrap=True))

    def _line(self, reference: str, title: str, state: str, place: str, row_id: int) -> None:
        go = Button(reference, "link", on_click=lambda: self._page.go.emit(place, row_id))
        go.setAccessibleName(f"{reference} {title}, {state}. Go there")
        go.setMinimumWidth(theme.current.px(32))
        words = column(Label(title, 10, wrap=True), Label(state, 9.5, kind="quiet", wrap=True), spacing=1)
        self._list.addLayout(column(row(go, None), words, spacing=0))

    def _add(self, kind: str) -> None:
        action = self._action
        made: list[int] = []

        def work() -> Changes:
            assert action is not None
            changes, row_id = self._page.services.risks.add_risk(kind, f"{action.reference}: {action.title}"[:300], action.id)
            made.append(row_id)
            return changes

        if action is not None and self._page.keep(work):
            self._page.go.emit(kind, made[0])

    def _escalate(self) -> None:
        if self._action is not None:
            escalate(self._page, self._action.title, action_id=self._action.id)
