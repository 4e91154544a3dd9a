"""History: every change in the file, newest first, by day; found by action, field, person and day; undone, restored, blanked."""

from __future__ import annotations

import datetime as dt
from functools import partial

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.errors import LeadappError
from leadapp.domain.history import Entry, HistoryFilter, HistoryLine, StepKind
from leadapp.domain.quarters import Quarter, format_date
from leadapp.services.history_service import entry_words
from leadapp.services.opening import Services
from leadapp.ui import dialogs, theme
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.history.history_pane import HistoryPane
from leadapp.ui.history.narrowing import Narrowing
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.tables.row_menu import RowAction
from leadapp.ui.tables.rows_model import Column, Grouping, Lines, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.tall_page import LEAST_ROWS, TallPage, height_of
from leadapp.ui.widgets import Button, EmptyState, Label, column, row, set_shown

STEP_BY = 500
"""How many changes are read at a time."""
TWO_PANES = 900
PARTS = 30
"""How many fields of one change the pane shows at first, and how many more each time they are asked for."""
MOST_RESTORED = 8
"""Values of one change that its menu offers; the pane has them all."""
LAST_DAY = dt.date.max.toordinal()
LAYOUTS = (Layout(0, ("time", "what"), ("what",), shapes=False), Layout(640, ("time", "who", "what", "change", "state")))
KINDS = {
    "all": frozenset[str](),
    "plan": frozenset(
        "plan_action redating milestone decision progress_update smartie action_link evidence evidence_use".split()
    ),
    "kpis": frozenset("kpi kpi_value service_value register_entry".split()),
    "return": frozenset("quarter_return commitment signature asked year_note case_study".split()),
    "risks": frozenset("risk risk_action escalation escalation_step challenge trigger_setting trigger_answer".split()),
    "settings": frozenset("directorate person service edition house_word import_match".split()),
}
CHIPS = {
    "all": "Everything",
    "plan": "Plan",
    "kpis": "KPIs",
    "return": "Return",
    "risks": "Risks",
    "settings": "Settings",
}


class HistoryPage(Page):
    """The change log as a table, one change open beside it."""

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self._most, self._parts, self._open_step, self._is_tight = STEP_BY, PARTS, 0, False
        self._undo = Button("Undo the last change", "", "undo", self._undo_last)
        self._redo = Button("Do it again", "", "redo", self._redo_last)
        self.header = PageHeader("History", self._redo, self._undo)
        self.header.tell("History", "Every change in this file: when, who, what it was, what it became.")
        self.model = RowsModel(self._columns(), lambda line: line.step.number, self)
        self.model.set_grouping(
            Grouping(
                lambda line: f"{LAST_DAY - line.step.at.toordinal():07d}",
                self._day_words,
                lambda n: f"{n} change{'s' if n != 1 else ''}",
            )
        )
        self.table = TableView(self.model, "History", layouts=LAYOUTS)
        self.filter = FilterRow(CHIPS, "Filter the history", "filter_history")
        self.narrowing = Narrowing()
        self.pane = HistoryPane()
        self._count, self._more = (
            Label("", 9.5, kind="quiet", wrap=True),
            Button("Show older ones", "small", on_click=self._read_on),
        )
        self._narrow = Button("Narrow down …", "small", "filter", self._show_narrowing)
        self._none = EmptyState(
            "history",
            "No change matches",
            "Take a filter away, or type fewer words.",
            Button("Show everything", "small", on_click=self._clear),
        )
        self._lay_out()
        self._connect()
        self.fit_height(False)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column("time", "Time", lambda line: f"{line.step.at.astimezone():%H:%M}", 76, sort=lambda line: line.step.number),
            Column("who", "Who", lambda line: line.step.who, 130),
            Column(
                "what",
                "What",
                lambda line: line.step.label,
                240,
                second=lambda line: line.subject,
                stretch=True,
                bold=True,
                lines=self._folded,
            ),
            Column("change", "From and to", self._change, stretch=True, second=self._rest),
            Column("state", "", lambda line: "undone" if line.undone else "", 80, quiet=True),
        )

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = column(self.filter, self.narrowing, spacing=10, margins=(24, 4, 20, 12))
        for widget in (self.table, self._none):
            left.addWidget(widget, 1)
        foot = row(self._count, self._more, self._narrow, spacing=12)
        foot.setStretch(0, 1)
        left.addLayout(foot)
        self._left.setLayout(left)
        self._panes = QHBoxLayout()
        self._panes.setContentsMargins(0, 0, 0, 0)
        self._panes.setSpacing(0)
        self._panes.addWidget(self._left, 1)
        self._panes.addWidget(self.pane)
        layout = column(self.header, spacing=0)
        layout.addLayout(self._panes, 1)
        self._content = QWidget()
        self._content.setLayout(layout)
        self._tall = TallPage(self._content, self._needed_height)
        self.setLayout(column(self._tall, spacing=0))

    def _connect(self) -> None:
        self.filter.changed.connect(self._find)
        self.filter.serve_keys(self)
        self.narrowing.changed.connect(self._find)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.table.offer(self._offered)
        self.pane.closed.connect(self._close_pane)
        self.pane.more.connect(self._show_more)
        self.pane.restored.connect(self._restore)
        self.pane.removed.connect(self._remove)
        self.pane.past.asked.connect(lambda _quarter: self._tell_past())

    # ------------------------------------------------------------------ words
    @staticmethod
    def _day_words(key: str) -> str:
        day = dt.date.fromordinal(LAST_DAY - int(key))
        return f"{day:%A}, {format_date(day)}"

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

    def _folded(self, line: HistoryLine) -> Lines:
        change = " ".join(self._change(line).split())
        return ((("", line.step.label),), (("", ", ".join(part for part in (line.step.who, change) if part)),))

    # ------------------------------------------------------------------ content
    def show_place(self, place: str, what: object) -> None:
        """Show everything about one action: ``what`` is its uid."""
        if isinstance(what, str) and what:
            self.filter.clear()
            self.narrowing.offer(self.services.history.choices())
            self.narrowing.choose_action(what)
            self.table.setFocus()

    def reload(self) -> None:
        """Read the log anew."""
        self.narrowing.offer(self.services.history.choices())
        self._find()
        state = self.services.history.state()
        self._undo.setEnabled(state.undo is not None)
        self._redo.setEnabled(state.redo is not None)
        self._undo.setToolTip(state.undo.label if state.undo else "Nothing to undo")
        self._redo.setToolTip(state.redo.label if state.redo else "Nothing to do again")

    def _wanted(self) -> HistoryFilter:
        preferences = self.services.preferences
        first, last = self.narrowing.period(self.services.history.today(), preferences.reported_quarter())
        return HistoryFilter(
            tables=KINDS[next(iter(self.filter.keys()), "all")],
            fields=self.narrowing.fields(),
            action_uid=self.narrowing.action_uid(),
            who=self.narrowing.person(),
            first=first,
            last=last,
            words=tuple(self.filter.words()),
        )

    def _find(self) -> None:
        chosen = self.table.chosen_records()
        lines, total = self.services.history.find(self._wanted(), self._most)
        self.model.set_records(lines)
        self.table.setVisible(bool(lines))
        self._none.setVisible(not lines)
        self._more.setVisible(total > len(lines))
        self._tell_count(lines, total)
        self._tell_past()
        current = next((line for line in lines if chosen and line.step.number == chosen[0].step.number), None)
        current = current or (lines[0] if lines else None)
        if current is not None:
            with QSignalBlocker(self.table):  # told once, below
                self.table.choose(current.step.number)
        self._choose(current)

    def _tell_count(self, lines: tuple[HistoryLine, ...], total: int) -> None:
        noun = "change" if total == 1 else "changes"
        shown = f"{total} {noun}." if total == len(lines) else f"The newest {len(lines)} of {total} {noun}."
        final = any(line.step.kind is StepKind.FINAL for line in lines)
        self._count.setText(f"{shown} Set-up and sample data cannot be undone." if final else shown)

    def _tell_past(self) -> None:
        uid = self.narrowing.action_uid()
        if not uid:
            self.pane.past.hide()
            return
        preferences = self.services.preferences
        last, first = preferences.reported_quarter(), Quarter.parse(preferences.directorate().first_quarter)
        quarters = [last]
        while quarters[-1] > first:
            quarters.append(quarters[-1].previous)
        self.pane.past.offer(quarters)
        quarter = self.pane.past.quarter() or last
        self.pane.past.tell(self.services.history.stood(uid, quarter))

    def _clear(self) -> None:
        self.filter.clear()
        self.narrowing.clear()

    def _read_on(self) -> None:
        self._most += STEP_BY
        self._find()

    # ------------------------------------------------------------------ one change open
    def _choose(self, line: HistoryLine | None) -> None:
        step = line.step.number if line else 0
        if step != self._open_step:
            self._open_step, self._parts = step, PARTS
        self.pane.tell(line, self.services.history.details(step, self._parts) if line else ())

    def _show_more(self) -> None:
        """More of the change that is open."""
        line = next((line for line in self.table.chosen_records() if line.step.number == self._open_step), None)
        if line is not None:
            self._parts += PARTS
            self._choose(line)
            self.pane.start()

    def _open(self, line: HistoryLine) -> None:
        self._choose(line)
        if self._is_narrow():
            self._left.hide()
            self.pane.show()
        self.pane.start()

    def _offered(self, line: HistoryLine) -> tuple[RowAction, ...]:
        """What the menu of a change holds: what the pane beside it can do."""
        offered = [RowAction("Open", lambda: self._open(line), "Enter")]
        entries = [detail.entry for detail in self.services.history.details(line.step.number) if detail.can_restore]
        removed = [entry for entry in entries if entry.kind == "remove"]
        if removed:
            words = "Bring it back" if line.total == 1 else f"Bring all {line.total} back"
            offered.append(RowAction(words, lambda: self._restore(removed[0])))
        for entry in [entry for entry in entries if entry.kind == "change"][:MOST_RESTORED]:
            offered.append(RowAction(f"Restore “{entry_words(entry)[0]}”", partial(self._restore, entry)))
        return tuple(offered)

    def _close_pane(self) -> None:
        self._fit()
        self.table.setFocus()

    def _restore(self, entry: Entry) -> None:
        self.keep(lambda: self.services.history.restore(entry))

    def _remove(self, entry: Entry) -> None:
        since = self.services.history.first_written(entry)
        held = sum(backup.made_at >= since for backup in self.services.backups.list_backups())
        backups = f" {held} backup{'s' if held != 1 else ''} made since still hold{'s' if held == 1 else ''} it." if held else ""
        text = (
            "Every earlier wording of it is taken out of the history for good; who changed it and when stays. What stands in the"
            f" plan now is not touched: change it there first if it is to go as well.{backups} This cannot be undone, and undo"
            " begins anew after it."
        )
        if not dialogs.confirm(self, "Remove this text from the history?", text, "Remove the text"):
            return
        try:
            self.services.history.remove_text(entry)
        except LeadappError as error:
            self.bus.failed.emit(str(error))
        else:  # nobody is offered an undo that there no longer is
            self.bus.committed.emit(Changes(None, "Text removed from the history", kind=StepKind.FINAL))
        self.refresh()

    # ------------------------------------------------------------------ undo
    def _undo_last(self) -> None:
        self.keep(self.services.history.undo)

    def _redo_last(self) -> None:
        self.keep(self.services.history.redo)

    # ------------------------------------------------------------------ size
    def fit_height(self, tight: bool) -> None:
        """Leave the table its room."""
        self.header.set_tight(tight)
        self.filter.set_tight(tight)
        self.narrowing.setVisible(not tight or self.narrowing.is_narrow())
        self._narrow.setVisible(tight)
        self._is_tight = tight
        self.table.set_least_rows(LEAST_ROWS if tight else 0)

    def _needed_height(self, width: int) -> int:
        """The height that the list cannot do without in a low window; 0 where there is enough. An open change scrolls by itself."""
        layout = self._left.layout()
        if layout is None or self._left.isHidden() or not self._is_tight:
            return 0
        beside = 0 if self.pane.isHidden() else self.pane.width()
        return self.header.sizeHint().height() + height_of(layout, width - beside)

    def _show_narrowing(self) -> None:
        """Where the window is short, the lists take their room only when they are asked for."""
        set_shown(self.narrowing, shown=not self.narrowing.isVisible())
        if self.narrowing.isVisible():
            self.narrowing.action.setFocus()

    def _is_narrow(self) -> bool:
        return self.width() / theme.current.scale < TWO_PANES

    def _fit(self) -> None:
        narrow = self._is_narrow()
        self._left.show()
        self.pane.setVisible(not narrow)
        self.pane.set_alone(narrow)
        self.pane.setMinimumWidth(0 if narrow else theme.current.px(320))
        self.pane.setMaximumWidth(16777215 if narrow else theme.current.px(320))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for two panes the change opens in the place of the table."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit()
