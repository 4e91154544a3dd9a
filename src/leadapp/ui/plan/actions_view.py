"""My actions: chips, the table grouped by pillar, and one action open beside it (or in its place where the window is narrow)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadapp.domain.kinds import ACTION_KIND_WORDS
from leadapp.domain.material import action_order
from leadapp.domain.plan import Confidence, PlanAction
from leadapp.domain.quarters import BANDS, format_date, month_of
from leadapp.domain.round import RoundItem
from leadapp.ui import theme
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.page import Page
from leadapp.ui.plan.action_columns import STATE_COLUMNS, TITLE_PARTS, part_words, states_of
from leadapp.ui.plan.action_pane import ActionPane
from leadapp.ui.tables.copying import copy_rich
from leadapp.ui.tables.row_menu import RowAction
from leadapp.ui.tables.rows_model import Column, Grouping, PlainPart, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.tall_page import LEAST_ROWS, height_of
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Button, EmptyState, Label, column, row

TWO_PANES = 900
LAYOUTS = (
    Layout(0, ("id", "title"), ("title",)),
    Layout(600, ("id", "title", "due", "state"), ("state",)),
    Layout(780, ("id", "title", "due", "status", "confidence")),
)


class ActionsView(QWidget):
    """The directorate plan as a table."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._items: dict[int, RoundItem] = {}
        self._month_zero: dt.date | None = None
        self.model = RowsModel(self._columns(), lambda action: action.id, self)
        self.model.set_grouping(
            Grouping(
                lambda a: str(a.pillar or 9),
                lambda key: self._pillars.get(key, "Without a pillar"),
                lambda n: f"{n} action{'s' if n != 1 else ''}",
                lambda key: key if key in self._pillars else "",
            )
        )
        self.table = TableView(self.model, "My actions", several=True, layouts=LAYOUTS)
        self.pane = ActionPane(page)
        self.filter = FilterRow(CHIPS, "Filter actions", "filter_actions", several=True)
        self._count = Label("", 9.5, kind="quiet")
        self._empty = EmptyState(
            "plan",
            "Your plan is empty",
            "Take the actions of the corporate plan that fall to your directorate, bring an Excel list you have, or add one of your own.",
            _ways(page),
        )
        self._no_match = EmptyState(
            "search", "No action matches", "", Button("Clear search and filters", "small", on_click=self.filter.clear)
        )
        self._lay_out()
        self._connect()

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "id",
                "ID",
                lambda a: a.short_reference,
                78,
                sort=action_order,
                bold=True,
                parts=(PlainPart("ID", lambda a: a.short_reference, 10), PlainPart("Pillar", self._pillar_words, 24)),
            ),
            Column(
                "title",
                "Action and my part",
                lambda a: a.title,
                stretch=True,
                second=part_words,
                lines=lambda a: ((("", a.title),), (("", self._due_told(a)), *states_of(a))),
                sort=lambda a: a.title.casefold(),
                parts=TITLE_PARTS,
            ),
            Column(
                "due",
                "Due",
                self._due_words,
                142,
                second=self._due_below,
                sort=lambda a: (a.due is None, a.due or 0, a.reference),
                parts=self._due_parts(),
            ),
            *STATE_COLUMNS,
        )

    def _due_parts(self) -> tuple[PlainPart, ...]:
        return (
            PlainPart("Due", lambda a: a.due or self._due_words(a), 20),
            PlainPart("Programme month", lambda a: a.programme_month(self._month_zero), 12),
            PlainPart("Times re-dated", lambda a: a.times_redated, 10),
        )

    def _lay_out(self) -> None:
        self._left = QWidget()
        left = column(self.filter, spacing=10, margins=(24, 12, 20, 12))
        for widget in (self.table, self._empty, self._no_match):
            left.addWidget(widget, 1)
        left.addWidget(self._count)
        self._left.setLayout(left)
        self._panes = QHBoxLayout()
        self._panes.setContentsMargins(0, 0, 0, 0)
        self._panes.setSpacing(0)
        self._panes.addWidget(self._left, 1)
        self._panes.addWidget(self.pane)
        self.setLayout(self._panes)
        self.pane.hide()

    def _connect(self) -> None:
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.table.offer(self._offered)
        self.pane.closed.connect(self._close_pane)
        self.pane.stepped.connect(self._step)
        self.pane.copied.connect(self.copy_action)
        self.pane.hidden_note.cleared.connect(self.filter.clear)
        self.filter.changed.connect(lambda: self._filter())
        self.filter.serve_keys(self)

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the plan anew; one changed action repaints one row."""
        services = self._page.services
        self._month_zero = services.preferences.directorate().month_zero
        self._pillars = {str(p.number): p.title for p in services.preferences.corporate_plan().pillars}
        self._items = {item.action.id: item for item in services.round.items()}
        actions = sorted(services.plan.list_actions(), key=action_order)
        self._quarter = services.preferences.reported_quarter()
        self._today = services.preferences.today()
        for key in CHIPS:
            self.filter.set_count(key, sum(map(self._test(key), actions)))
        self._filter(actions)
        if not self.pane.isHidden():
            self.pane.reload()

    def _due_told(self, action: PlanAction) -> str:
        return f"{'Blocked. ' if action.is_blocked else ''}{self._due_words(action)}"

    def _due_words(self, action: PlanAction) -> str:
        if action.due:
            return format_date(action.due)
        return BANDS[action.band].words if action.band in BANDS else "No date"

    def _due_below(self, action: PlanAction) -> str:
        if action.due and self._month_zero:
            month = month_of(self._month_zero, action.due)
            moved = f", re-dated {action.times_redated}×" if action.times_redated else ""
            return (f"Month {month}" if month > 0 else "Before Month 1") + moved
        return action.band

    def _pillar_words(self, action: PlanAction) -> str:
        return f"{action.pillar}. {self._pillars.get(str(action.pillar), '')}" if action.pillar else ""

    def _test(self, key: str) -> Callable[[PlanAction], bool]:
        """Whether an action passes a chip. The plan may hold thousands, so what a chip means is found once for all of them."""
        if key == "due":
            last = self._quarter.last_day
            return lambda action: action.due is not None and action.due <= last and action.status.is_open
        if key == "update":
            asked = {item.action.id for item in self._items.values() if not item.is_done}
            return lambda action: action.id in asked
        if key == "attention":
            unsure, today = {Confidence.AT_RISK, Confidence.OFF_TRACK}, self._today
            return lambda action: action.is_overdue(today) or action.shown_confidence in unsure
        if key == "blocked":
            return lambda action: action.is_blocked
        if key in ACTION_KIND_WORDS:
            return lambda action: action.kind == key
        return (lambda _action: True) if key == "all" else (lambda action: action.urgent)

    def needed_height(self, width: int) -> int:
        """A table of some rows; an open action scrolls by itself."""
        layout = self._left.layout()
        return height_of(layout, width) if layout is not None and self.pane.isHidden() else 0

    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self.filter.set_tight(tight)
        self.table.set_least_rows(LEAST_ROWS if tight else 0)

    def _filter(self, actions: list[PlanAction] | None = None) -> None:
        """Show what passes the filters, of the actions given or of those there are."""
        words, tests = self.filter.words(), list(map(self._test, self.filter.keys()))

        def accepts(action: PlanAction) -> bool:
            if not words:
                return all(test(action) for test in tests)
            text = f"{action.reference} {action.title} {action.owner} {action.service} {action.description}".casefold()
            return all(word in text for word in words) and all(test(action) for test in tests)

        with self.table.holding(self._held(actions)):
            self.model.set_filter(accepts) if actions is None else self.model.show(actions, accepts)
        self._tell_hidden()
        shown, whole = self.model.count_accepted(), self.model.count_records()
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not whole)
        self._no_match.setVisible(bool(whole) and not shown)
        self._no_match.sentence.setText("Take a filter away, or type fewer words.")
        self._count.setText(f"Showing {shown} of {whole}. Grouped by pillar." if whole else "")

    def _held(self, actions: list[PlanAction] | None) -> int | None:
        """The open action, which a filter does not move on from; None if none is open, or it is gone."""
        number = None if self.pane.isHidden() else self.pane.action_id
        return number if actions is None or any(action.id == number for action in actions) else None

    def _tell_hidden(self) -> None:
        number = self.pane.action_id
        self.pane.hidden_note.setVisible(all(action.id != number for action in self.model.accepted_records()))

    # ------------------------------------------------------------------ one action open
    def show_action(self, action_id: int) -> None:
        """Open an action beside the table."""
        if self.model.row_of(action_id) < 0:
            self.filter.clear()
            for group in "123459":
                self.model.fold(group, folded=False)
        if self._show_in_pane(action_id):
            self.table.choose(action_id)
        self._tell_hidden()
        self.pane.show()
        self._fit()

    def _choose(self, action: PlanAction | None) -> None:
        """The cursor went to an action: it opens beside the table, unless a filter moved the cursor off the one that is open."""
        if self.model.is_changing and self.model.holds(self.pane.action_id):
            return
        if action is not None and (self.pane.isVisible() or (self._is_wide() and self.table.hasFocus())):
            self._show_in_pane(action.id)
            self._tell_hidden()
            self.pane.setVisible(True)
            self._fit()

    def stand_on(self, action_id: int) -> None:
        """Put the keyboard on the row of an action."""
        self.table.choose(action_id)
        self.table.setFocus()

    def _show_in_pane(self, action_id: int) -> bool:
        """Open an action; where what is typed on another one cannot be saved, the row of that one stays chosen."""
        if self.pane.show_action(action_id):
            return True
        QTimer.singleShot(0, self, lambda: self.table.choose(self.pane.action_id))  # the table is still on its way
        return False

    def _offered(self, action: PlanAction) -> tuple[RowAction, ...]:
        """What the menu of an action holds."""
        offered = [RowAction("Open", lambda: self._open(action), "Enter")]
        if action.id in self._items:
            offered.append(RowAction("Update it in the quarter round", lambda: self._page.show_place("round", action.id)))
        offered.append(RowAction("Show its history", lambda: self._page.go.emit("history", action.uid)))
        return tuple(offered)

    def _open(self, action: PlanAction) -> None:
        self.show_action(action.id)
        self.pane.start()

    def _close_pane(self) -> None:
        self.pane.flush()
        with self.table.holding(self.pane.action_id):  # hidden, its row is nowhere: the focus alone opens no other
            self.pane.hide()
            self._fit()
            self.table.setFocus()

    def _step(self, by: int) -> None:
        shown = [action.id for action in self.model.shown_records()]
        current = self.pane.action_id
        before = len(shown) if by < 0 else -1  # where the open one is hidden, go to what is shown
        place = (shown.index(current) if current in shown else before) + by
        if 0 <= place < len(shown):
            self.show_action(shown[place])

    def copy_action(self) -> None:
        """Copy the action that is open, or chosen in the table, as a page of a paper."""
        chosen = self.table.chosen_records()
        action_id = self.pane.action_id if self.pane.isVisible() else (chosen[0].id if chosen else None)
        if action_id is None:
            return
        self.flush()
        services = self._page.services
        directorate = services.preferences.directorate()
        detail = services.round.detail(action_id)
        told = (detail, services.preferences.reported_quarter(), directorate.small_number, directorate.marking)
        from leadapp.domain.action_paper import action_html, action_text  # drags the return's record in: not for opening the room

        copy_rich(action_text(*told), action_html(*told))
        self._count.setText(f"{detail.action.reference} is copied: paste it into Word.")
        announce(self.table, self._count.text())

    def start(self) -> None:
        """Put the cursor into the table."""
        self.table.setFocus()

    def flush(self) -> None:
        """Save what is typed in the pane."""
        self.pane.flush()

    # ------------------------------------------------------------------ size
    def _is_wide(self) -> bool:
        return self.width() / theme.current.scale >= TWO_PANES

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two panes side by side, or one at a time."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self._is_wide()
        self._left.setVisible(wide or self.pane.isHidden())
        self.pane.set_alone(not wide)
        if wide:
            self.pane.setFixedWidth(max(theme.current.px(340), min(theme.current.px(420), self.width() * 38 // 100)))
        else:
            self.pane.setMinimumWidth(0)
            self.pane.setMaximumWidth(16777215)


def _ways(page: Page) -> QWidget:
    """How an empty plan begins: from the corporate plan, or from a list she has."""
    cascade = Button("Open the cascade", "primary", on_click=lambda: page.show_place("cascade", None))
    ways = QWidget()
    ways.setLayout(row(cascade, Button("Take in a list…", "head", "import", lambda: page.show_place("take_in", None))))
    return ways


CHIPS: dict[str, str] = {
    "all": "All",
    "update": "Left this quarter",
    "due": "Due by quarter's end",
    "attention": "Needs attention",
    "urgent": "Urgent",
    "blocked": "Blocked",
    **ACTION_KIND_WORDS,
}
