"""The two lists among an action's details: its milestones and its KPIs, each with a way to add and to remove."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout

from leadapp.domain.measures import target_text
from leadapp.domain.plan import Milestone
from leadapp.domain.quarters import format_date, kpi_due_words
from leadapp.domain.round import KpiLine
from leadapp.ui.forms.line import Line
from leadapp.ui.page import Page
from leadapp.ui.undo_keys import begin_anew
from leadapp.ui.widgets import Button, CheckRow, IconButton, Label, clear_layout, column, row


class MilestoneList(QFrame):
    """What is to happen on the way; ticking one says that it happened today."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._action_id: int | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._ticks: dict[Milestone, CheckRow] = {}
        self._new = Line()
        self._new.setPlaceholderText("New milestone, Enter adds it")
        self._new.setAccessibleName("New milestone")
        self._new.setObjectName("new_milestone")
        self._new.returnPressed.connect(self._add)
        self.setLayout(column(Label("Milestones", 10, bold=True), self._list, self._new, spacing=4))

    def show_milestones(self, action_id: int, milestones: tuple[Milestone, ...]) -> None:
        """Show an action's milestones; a tick changes its row in place, so that the keyboard stays there."""
        if action_id != self._action_id:
            begin_anew(self._new)
        self._action_id = action_id
        if [m.id for m in self._ticks] != [m.id for m in milestones]:
            self._build(milestones)
        ticks = dict(zip(milestones, self._ticks.values(), strict=True))
        for milestone, tick in ticks.items():
            due = f", {format_date(milestone.due)}" if milestone.due else ""
            done = f". Done on {format_date(milestone.done_on)}." if milestone.done_on else ""
            tick.tell(f"{milestone.title}{due}{done}")
            tick.box.setChecked(milestone.done_on is not None)
        self._ticks = ticks

    def _build(self, milestones: tuple[Milestone, ...]) -> None:
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self._new.setFocus()
        clear_layout(self._list)
        self._ticks = {milestone: CheckRow(milestone.title) for milestone in milestones}
        for milestone, tick in self._ticks.items():
            tick.box.clicked.connect(lambda done, number=milestone.id: self._tick(number, done))
            remove = IconButton("remove", f"Remove milestone {milestone.title}", partial(self._remove, milestone.id))
            self._list.addLayout(_line(tick, remove))

    def _tick(self, milestone_id: int, done: bool) -> None:
        self._page.keep(lambda: self._page.services.plan.change_milestone(milestone_id, done=done))

    def _remove(self, milestone_id: int) -> None:
        self._page.keep(lambda: self._page.services.plan.remove_milestone(milestone_id))

    def _add(self) -> None:
        action_id, title = self._action_id, self._new.text()
        if (
            action_id is not None
            and title.strip()
            and self._page.keep(lambda: self._page.services.plan.add_milestone(action_id, title))
        ):
            begin_anew(self._new)


class KpiList(QFrame):
    """What is measured, with target and due point. A KPI of one's own can be added; one undo brings back a removed one."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._action_id: int | None = None
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self._new = Button("Add a KPI…", "small", "add", self._add)
        self.setLayout(column(Label("KPIs", 10, bold=True), self._list, row(self._new, None), spacing=4))

    def show_kpis(self, action_id: int, lines: tuple[KpiLine, ...]) -> None:
        """Show an action's KPIs."""
        self._action_id = action_id
        if self.isAncestorOf(QApplication.focusWidget() or self):
            self._new.setFocus()
        clear_layout(self._list)
        for line in lines:
            facts = [fact for fact in (target_text(line.kpi), kpi_due_words(line.kpi.due)) if fact]
            words = Label(f"{line.kpi.shown_text} ({', '.join(facts)})" if facts else line.kpi.shown_text, 10, wrap=True)
            remove = IconButton("remove", f"Remove KPI {line.kpi.text}", partial(self._remove, line.kpi.id))
            self._list.addLayout(_line(words, remove))
        if not lines:
            self._list.addWidget(Label("Nothing is measured yet.", 10, kind="quiet"))

    def _remove(self, kpi_id: int) -> None:
        self._page.keep(lambda: self._page.services.plan.remove_kpi(kpi_id))

    def _add(self) -> None:
        from leadapp.ui.plan.add_kpi import add_kpi

        if self._action_id is not None:
            add_kpi(self._page, self._action_id)


def _line(words: CheckRow | Label, remove: IconButton) -> QHBoxLayout:
    line = row(spacing=4)
    line.addWidget(words, 1)
    line.addWidget(remove)
    return line
