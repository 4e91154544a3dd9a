"""The month clock as a page: what falls due in which quarter, month and date side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from leadapp.domain.clock import kpi_load, programme_clock
from leadapp.domain.quarters import Quarter, due_points, format_date, month_of
from leadapp.ui import theme
from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.page import Page
from leadapp.ui.tables.rows_model import Column, Grouping, Lines, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.where_button import where_button
from leadapp.ui.widgets import Banner, Button, Card, EmptyState, ScrollPage, column

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source

LAYOUTS = (
    Layout(0, ("reference", "what"), ("what",), shapes=False),
    Layout(720, ("reference", "month", "day", "kind", "what")),
)
LEAST_TABLE = 260
"""Pixels at 100 % text."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """Something that falls due: an action or one of its KPIs."""

    key: str
    day: dt.date
    month: int
    reference: str
    what: str
    kind: str
    action_id: int


class ClockView(QWidget):
    """Everything of the plan by the quarter it falls due in."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._chart, self._peak = ChartView("programme_clock"), Banner("warning")
        self._card = Card("Month clock", where_button(page, "clock", "Month clock"))
        self._card.body.addWidget(self._chart)
        columns = (
            Column("reference", "ID", lambda d: d.reference, 90, bold=True),
            Column("month", "Month", _month_words, 130, sort=lambda d: d.day),
            Column("day", "Date", lambda d: format_date(d.day), 170, sort=lambda d: d.day),
            Column("kind", "What", lambda d: d.kind, 90),
            Column("what", "Falls due", lambda d: d.what, stretch=True, lines=_folded),
        )
        self.model = RowsModel(columns, lambda d: d.key, self)
        self.model.set_grouping(Grouping(lambda d: str(Quarter.of(d.day)), lambda key: f"{key}, {Quarter.parse(key).words}"))
        self.table = TableView(self.model, "What falls due when", two_lines=False, layouts=LAYOUTS)
        self.table.opened.connect(lambda line: page.show_place("mine", line.action_id))
        self._empty = EmptyState(
            "clock",
            "Month 0 is not set",
            "Until the day the programme starts is known, dates read “Month 9” and nothing counts as due.",
            Button("Set Month 0", "primary", on_click=lambda: page.go.emit("month_zero", None)),
        )
        body = QWidget()
        layout = column(self._card, self._peak, self._empty, spacing=12, margins=(24, 12, 24, 16))
        layout.addWidget(self.table, 1)
        body.setLayout(layout)
        self.setLayout(column(ScrollPage(body), spacing=0))
        theme.current.changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Where the window is short for its text, the page scrolls rather than squeeze the table."""
        self.table.setMinimumHeight(theme.current.px(LEAST_TABLE))

    def set_tight(self, tight: bool) -> None:
        """There is nothing above the clock that could fold."""

    def reload(self) -> None:
        """Read the plan anew."""
        services = self._page.services
        directorate, quarter = services.preferences.directorate(), services.preferences.reported_quarter()
        zero = directorate.month_zero
        for widget in (self._card, self.table):
            widget.setVisible(zero is not None)
        self._empty.setVisible(zero is None)
        if zero is None:
            return
        items = services.round.everything()
        clock = programme_clock(zero, services.preferences.today(), quarter, quarter.return_due(directorate.days_to_return))
        self._card.heading.setText(clock.title)
        self._chart.tell(clock)
        load = kpi_load([line.kpi for item in items for line in item.kpis], zero, quarter)
        if load.warning:
            self._peak.tell("A peak is coming.", load.warning)
        else:
            self._peak.hide()
        lines = []
        for item in items:
            action = item.action
            if action.due and action.status.is_open:
                lines.append(
                    DueLine(
                        f"a{action.id}",
                        action.due,
                        month_of(zero, action.due),
                        action.reference,
                        action.title,
                        "Action",
                        action.id,
                    )
                )
            for kpi in (line.kpi for line in item.kpis):
                for point in due_points(kpi.due):
                    if (day := point.date(zero)) is not None:
                        key = f"k{kpi.id}{point}"
                        lines.append(DueLine(key, day, month_of(zero, day), action.reference, kpi.text, "KPI", action.id))
        self.model.set_records(sorted(lines, key=lambda line: (line.day, line.reference)))

    def sources(self) -> tuple[Source, ...]:
        """The month it is, and the KPIs that fall due in the quarters around the one being reported."""
        return self._page.services.home.clock_sources()

    def start(self) -> None:
        """Put the cursor into the table."""
        self.table.setFocus()

    def flush(self) -> None:
        """Nothing is typed here."""


def _month_words(line: DueLine) -> str:
    return f"Month {line.month}" if line.month > 0 else "Before Month 1"


def _folded(line: DueLine) -> Lines:
    return ((("", line.what),), (("", f"{line.kind}, {_month_words(line)}, {format_date(line.day)}"),))
