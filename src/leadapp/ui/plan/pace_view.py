"""The pace of the plan: how far actions are by kind and by year, which have no kind yet, and the budgets summed up."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from leadapp.domain.action_detail import amount_text
from leadapp.domain.kinds import ACTION_KIND_MEANINGS, ACTION_KIND_WORDS, ActionKind
from leadapp.domain.pace import BudgetSum, Pace
from leadapp.domain.plan import PlanAction
from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.chips import FlowLayout
from leadapp.ui.page import Page
from leadapp.ui.where_button import beside, where_button
from leadapp.ui.widgets import Button, Card, Label, ScrollPage, clear_layout, column, row

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source

MOST_LISTED = 12


class PaceView(QWidget):
    """Two charts with their finding as a sentence, and the actions that are counted in neither."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._shown: Pace | None = None
        self._all = False
        self._sentence = Label("", wrap=True)
        self._kind_chart, self._year_chart = ChartView("pace_by_kind"), ChartView("pace_by_year")
        self._kind_table = Button("Show as table", "link", on_click=self._kind_chart.toggle_table)
        kinds = Card("By kind of action", beside(self._kind_table, where_button(page, "kind", "By kind of action")))
        kinds.body.addWidget(self._sentence)
        kinds.body.addWidget(self._kind_chart)
        self._year_note = Label("", 9.5, kind="quiet", wrap=True)
        year_table = Button("Show as table", "link", on_click=self._year_chart.toggle_table)
        asked = where_button(page, "year", "By year of the theory of change")
        years = Card("By year of the theory of change", beside(year_table, asked))
        years.body.addWidget(self._year_chart)
        years.body.addWidget(self._year_note)
        self._without, self._list = Card("Without a kind"), QVBoxLayout()
        self._list.setSpacing(10)
        self._without.body.addLayout(self._list)
        self._budget, self._sums = Card("Budget"), QVBoxLayout()
        self._budget.body.addLayout(self._sums)
        body = QWidget()
        layout = column(kinds, years, self._budget, self._without, None, spacing=16, margins=(24, 12, 24, 24))
        body.setLayout(layout)
        self.setLayout(column(ScrollPage(body), spacing=0))

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the plan anew."""
        pace = self._page.services.details.pace()
        if pace == self._shown:
            return
        self._shown = pace
        self._sentence.setText(pace.sentence)
        self._kind_chart.tell(pace.by_kind)
        self._kind_chart.setVisible(pace.has_kinds)
        self._kind_table.setVisible(pace.has_kinds)
        self._year_chart.tell(pace.by_year)
        counted = f"{pace.years_read} action{'s' if pace.years_read != 1 else ''} counted by the first date, because no year was chosen."
        self._year_note.setText(counted if pace.years_read else "")
        self._year_note.setVisible(bool(pace.years_read))
        self._tell_budget(pace.budget)
        self._tell_without(pace.without_kind)

    def sources(self) -> tuple[Source, ...]:
        """Every number of the charts with the actions behind it."""
        return self._page.services.details.pace_sources()

    def _tell_budget(self, sums: tuple[BudgetSum, ...]) -> None:
        clear_layout(self._sums)
        self._budget.setVisible(bool(sums))
        for one in sums:
            noun = "action" if one.actions == 1 else "actions"
            words = f"{one.word}: {amount_text(one.planned)} planned, {amount_text(one.spent)} spent, on {one.actions} {noun}."
            self._sums.addWidget(Label(words, wrap=True))
        if len(sums) > 1:
            planned, spent = sum(s.planned for s in sums), sum(s.spent for s in sums)
            self._sums.addWidget(
                Label(f"Together: {amount_text(planned)} planned, {amount_text(spent)} spent.", bold=True, wrap=True)
            )

    def _tell_without(self, actions: tuple[PlanAction, ...]) -> None:
        focus = QApplication.focusWidget()
        inside = focus is not None and self._without.isAncestorOf(focus)
        clear_layout(self._list)
        self._without.setVisible(bool(actions))
        self._without.heading.setText(f"Without a kind: {len(actions)}")
        shown = actions if self._all else actions[:MOST_LISTED]
        rows = [self._row(action) for action in shown]
        for made in rows:
            self._list.addWidget(made)
        if len(actions) > len(shown):
            self._list.addLayout(row(Button(f"Show all {len(actions)}", "link", on_click=self._show_all), None))
        if inside and rows:
            first = rows[0].findChild(Button)
            if first is not None:
                first.setFocus()

    def _row(self, action: PlanAction) -> QFrame:
        """An action with one button for each kind: one press sets it."""
        frame, holder, flow = QFrame(), QWidget(), FlowLayout()
        for kind in ActionKind:
            word = ACTION_KIND_WORDS[kind]
            button = Button(word, "small", on_click=partial(self._set, action.id, kind))
            button.setAccessibleName(f"{action.reference}: {word}")
            button.setToolTip(ACTION_KIND_MEANINGS[kind])
            flow.addWidget(button)
        holder.setLayout(flow)
        frame.setLayout(column(Label(f"{action.reference}  {action.title}", 10, wrap=True), holder, spacing=4))
        return frame

    def _set(self, action_id: int, kind: ActionKind) -> None:
        self._page.keep(lambda: self._page.services.details.set_kinds((action_id,), kind))

    def _show_all(self) -> None:
        self._all, shown = True, self._shown
        if shown is not None:
            self._tell_without(shown.without_kind)

    # ------------------------------------------------------------------ as a tab
    def set_tight(self, tight: bool) -> None:
        """There is nothing above the charts that could fold."""

    def flush(self) -> None:
        """Nothing is typed here."""

    def start(self) -> None:
        """Put the keyboard onto the first chart."""
        shown = self._shown
        (self._kind_chart if shown is not None and shown.has_kinds else self._year_chart).start()
