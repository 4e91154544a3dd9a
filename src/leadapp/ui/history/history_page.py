"""History: every change in the file, newest first, by day; undo and redo step by step."""

from __future__ import annotations

import datetime as dt

from leadapp.domain.history import HistoryLine, StepKind
from leadapp.domain.quarters import format_date
from leadapp.services.history_service import entry_words
from leadapp.services.opening import Services
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.page import Page
from leadapp.ui.tables.rows_model import Column, Grouping, Lines, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.widgets import Button, Label, PageHeader, column

MOST = 500
LAST_DAY = dt.date.max.toordinal()
LAYOUTS = (Layout(0, ("time", "what"), ("what",), shapes=False), Layout(700, ("time", "who", "what", "change", "state")))
KINDS = {
    "plan": {"plan_action", "redating", "milestone", "decision", "progress_update"},
    "kpis": {"kpi", "kpi_value"},
    "return": {"quarter_return", "commitment"},
    "settings": {"directorate", "person", "service", "edition"},
}


class HistoryPage(Page):
    """The change log as a table."""

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self._undo = Button("Undo the last change", "", "undo", self._undo_last)
        self._redo = Button("Do it again", "", "redo", self._redo_last)
        self.header = PageHeader("History", self._redo, self._undo)
        self.header.tell("History", "Every change in this file: when, who, what it was, what it became.")
        columns = (
            Column("time", "Time", lambda line: f"{line.step.at.astimezone():%H:%M}", 76, sort=lambda line: line.step.number),
            Column("who", "Who", lambda line: line.step.who, 160),
            Column(
                "what", "What", self._what, 300, second=lambda line: line.subject, stretch=True, bold=True, lines=self._folded
            ),
            Column("change", "From and to", self._change, stretch=True, second=self._rest),
            Column("state", "", lambda line: "undone" if line.undone else "", 80, quiet=True),
        )
        self.model = RowsModel(columns, lambda line: line.step.number, self)
        words = self._day_words
        self.model.set_grouping(
            Grouping(
                lambda line: f"{LAST_DAY - line.step.at.toordinal():07d}", words, lambda n: f"{n} change{'s' if n != 1 else ''}"
            )
        )
        self.table = TableView(self.model, "History", layouts=LAYOUTS)
        self.filter = FilterRow(CHIPS, "Filter the history", "filter_history")
        self.filter.changed.connect(self._filter)
        self.filter.serve_keys(self)
        self._count = Label("", 9.5, kind="quiet")
        self._lay_out()

    def _lay_out(self) -> None:
        body = column(self.filter, spacing=10, margins=(24, 4, 24, 16))
        body.addWidget(self.table, 1)
        body.addWidget(self._count)
        layout = column(self.header, spacing=0)
        layout.addLayout(body, 1)
        self.setLayout(layout)

    @staticmethod
    def _day_words(key: str) -> str:
        day = dt.date.fromordinal(LAST_DAY - int(key))
        return f"{day:%A}, {format_date(day)}"

    @staticmethod
    def _what(line: HistoryLine) -> str:
        return line.step.label

    @staticmethod
    def _change(line: HistoryLine) -> str:
        if not line.entries:
            return ""
        field, before, after = entry_words(line.entries[0])
        arrow = f"{before} → {after}" if before and after else after or before
        return f"{field}: {arrow}".strip(": ") if line.entries[0].kind == "change" else arrow

    @staticmethod
    def _rest(line: HistoryLine) -> str:
        return f"and {line.total - 1} more" if line.total > 1 else ""

    def fit_height(self, tight: bool) -> None:
        """Leave the table its room."""
        self.header.set_tight(tight)
        self.filter.set_tight(tight)

    def _folded(self, line: HistoryLine) -> Lines:
        change = " ".join(self._change(line).split())
        return ((("", line.step.label),), (("", ", ".join(part for part in (line.step.who, change) if part)),))

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the log anew."""
        lines = self.services.history.lines(MOST)
        self.model.set_records(lines)
        self._filter()
        state = self.services.history.state()
        self._undo.setEnabled(state.undo is not None)
        self._redo.setEnabled(state.redo is not None)
        self._undo.setToolTip(state.undo.label if state.undo else "Nothing to undo")
        self._redo.setToolTip(state.redo.label if state.redo else "Nothing to do again")

    def _filter(self) -> None:
        words, key = self.filter.words(), next(iter(self.filter.keys()), "all")

        def accepts(line: HistoryLine) -> bool:
            tables = {entry.table for entry in line.entries}
            text = f"{line.step.label} {line.step.who} {line.subject} {self._change(line)}".casefold()
            return (key == "all" or bool(tables & KINDS[key])) and all(word in text for word in words)

        self.model.set_filter(accepts)
        final = (
            "Set-up and sample data cannot be undone."
            if any(r.step.kind is StepKind.FINAL for r in self.model.shown_records())
            else ""
        )
        self._count.setText(f"{self.model.count_accepted()} changes. {final}")

    def _undo_last(self) -> None:
        self.keep(self.services.history.undo)

    def _redo_last(self) -> None:
        self.keep(self.services.history.redo)


CHIPS = {"all": "Everything", "plan": "Plan", "kpis": "KPIs", "return": "Return", "settings": "Settings"}
