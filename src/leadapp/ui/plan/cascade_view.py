"""The cascade: all 61 actions of the corporate plan with my part; adopt or decline with a reason, several at once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadapp.domain.corporate_plan import natural_key
from leadapp.domain.plan import CascadeRow, Decision
from leadapp.domain.wording import PART_WORDS
from leadapp.ui import dialogs, theme
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.page import Page
from leadapp.ui.plan.cascade_pane import CascadePane
from leadapp.ui.tables.row_menu import RowAction
from leadapp.ui.tables.rows_model import Column, Grouping, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.tall_page import LEAST_ROWS, height_of
from leadapp.ui.widgets import Button, EmptyState, Label, column, row

TWO_PANES, LEAST_PANE = 940, 220
LAYOUTS = (
    Layout(0, ("id", "title"), ("title",), shapes=False),
    Layout(600, ("id", "title", "part", "decision")),
    Layout(760, ("id", "title", "band", "part", "decision")),
)
CHIPS = {"all": "All", "open": "To decide", **PART_WORDS}
DECISIONS = {Decision.ADOPTED: "Adopted", Decision.DECLINED: "Declined"}


class CascadeView(QWidget):
    """The corporate plan, to be decided on."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._rows: tuple[CascadeRow, ...] = ()
        self._opened = False
        columns = (
            Column("id", "ID", lambda r: r.corporate_id, 66, sort=lambda r: natural_key(r.corporate_id), bold=True),
            Column(
                "title",
                "Corporate action, in short",
                lambda r: r.title,
                stretch=True,
                lines=lambda r: ((("", r.title),), (("", f"{PART_WORDS[r.part]}, {r.timescale.lower()}. {self._decision(r)}"),)),
            ),
            Column("band", "Band", lambda r: r.timescale, 132, quiet=True),
            Column("part", "My part", lambda r: PART_WORDS[r.part], 92),
            Column("decision", "Decision", self._decision, 152, quiet=True, strong=lambda r: r.needs_decision),
        )
        self.model = RowsModel(columns, lambda r: r.corporate_id, self)
        self.model.set_grouping(
            Grouping(lambda r: str(r.pillar), self._pillar, lambda n: f"{n} action{'s' if n != 1 else ''}", lambda key: key)
        )
        self.table = TableView(self.model, "Cascade", two_lines=False, several=True, layouts=LAYOUTS)
        self.pane = CascadePane(page)
        self.filter = FilterRow(CHIPS, "Filter corporate actions", "filter_cascade")
        self._count = Label("", 9.5, kind="quiet", wrap=True)
        self._show_all = Button("Show all actions", "small", on_click=self.filter.clear)
        self._none = EmptyState("plan", "", "A decision can be changed at any time.", self._show_all)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._adopt = Button("Adopt", "primary", "add", self._adopt_chosen)
        self._decline = Button("Decline…", "", on_click=self._decline_chosen)
        foot = row(spacing=8)
        foot.addWidget(self._count, 1)
        foot.addWidget(self._decline)
        foot.addWidget(self._adopt)
        left = column(self.filter, spacing=10, margins=(24, 12, 20, 12))
        for widget in (self.table, self._none):
            left.addWidget(widget, 1)
        left.addLayout(foot)
        self._left = QWidget()
        self._left.setLayout(left)
        layout = QHBoxLayout()
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._left, 1)
        layout.addWidget(self.pane)
        self.setLayout(layout)

    def _connect(self) -> None:
        self.table.chosen.connect(self._show)
        self.table.opened.connect(self._open)
        self.table.offer(self._offered)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._tell_chosen())
        self.filter.changed.connect(self._narrow)
        self.pane.hidden_note.cleared.connect(self.filter.clear)
        self.filter.serve_keys(self)
        self.pane.left.connect(self._close)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.pane, self._close)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _pillar(self, number: str) -> str:
        """A pillar's title, as the edition in force calls it."""
        titles = {str(p.number): p.title for p in self._page.services.preferences.corporate_plan().pillars}
        return titles.get(number, "")

    @staticmethod
    def _decision(cascade: CascadeRow) -> str:
        if cascade.decision in DECISIONS:
            return ("✔ " if cascade.decision is Decision.ADOPTED else "") + DECISIONS[cascade.decision]
        return "To decide" if cascade.needs_decision else "No decision needed"

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read parts and decisions anew."""
        self._rows = self._page.services.plan.cascade()
        hidden = next(
            (r for r in self._rows if r.corporate_id == self.pane.corporate_id and not self.pane.hidden_note.isHidden()), None
        )
        self.model.set_records(self._rows)
        for key in CHIPS:
            self.filter.set_count(key, sum(self._passes(key, r) for r in self._rows))
        self._filter()  # what was decided a moment ago may go from the list: then the next one is shown
        current = hidden or self.model.record(self.table.currentIndex().row())
        if current is None and not self.model.count_accepted():  # the last of the filter was decided: say it of what is open
            current = next((r for r in self._rows if r.corporate_id == self.pane.corporate_id), None)
        if current is None and self._rows:
            self.table.choose(next((r.corporate_id for r in self._rows if r.needs_decision), self._rows[0].corporate_id))
        else:
            self.pane.show_row(current)
        self._tell_hidden()

    @staticmethod
    def _passes(key: str, cascade: CascadeRow) -> bool:
        return key == "all" or (cascade.needs_decision if key == "open" else cascade.part.value == key)

    def needed_height(self, width: int) -> int:
        """A table of some rows with the buttons beneath it."""
        layout = self._left.layout()
        if self._left.isHidden():
            return theme.current.px(LEAST_PANE)
        return height_of(layout, width - (0 if self.pane.isHidden() else self.pane.width())) if layout is not None else 0

    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self.filter.set_tight(tight)
        self.table.set_least_rows(LEAST_ROWS if tight else 0)

    def _narrow(self) -> None:
        """Another filter: what is open beside the table stays open, though its row may be hidden."""
        with self.table.holding(self.pane.corporate_id):
            self._filter()
        self._tell_hidden()

    def _tell_hidden(self) -> None:
        shown = {row.corporate_id for row in self.model.accepted_records()}
        self.pane.hidden_note.setVisible(self.pane.corporate_id is not None and self.pane.corporate_id not in shown)

    def _show(self, row: CascadeRow | None) -> None:
        self.pane.show_row(row)
        self._tell_hidden()

    def _filter(self) -> None:
        words = self.filter.words()
        key = next(iter(self.filter.keys()), "all")
        self.model.set_filter(
            lambda r: self._passes(key, r) and all(w in f"{r.corporate_id} {r.title}".casefold() for w in words)
        )
        self._tell_none(is_all_decided=key == "open" and not words)
        self._tell_chosen()

    def _tell_none(self, *, is_all_decided: bool) -> None:
        """Say why the table is empty, and keep the keyboard where it goes on."""
        shown = bool(self.model.count_accepted())
        self._none.what.setText("Every corporate action is decided" if is_all_decided else "No corporate action matches")
        goes_on = self.window().focusWidget() is self.table and not shown
        self._none.setVisible(not shown)
        self.table.setVisible(shown)
        if goes_on:
            self._show_all.setFocus()

    def _chosen(self) -> tuple[str, ...]:
        return tuple(r.corporate_id for r in self.table.chosen_records() if r.decision is not Decision.ADOPTED)

    def _tell_chosen(self) -> None:
        count = len(self._chosen())
        self._adopt.setText("\u2009 " + (f"Adopt {count} actions" if count > 1 else "Adopt"))
        self._adopt.setEnabled(bool(count))
        self._decline.setEnabled(bool(count))
        sums = {d: sum(r.decision is d for r in self._rows) for d in Decision}
        left = sum(r.needs_decision for r in self._rows)
        self._count.setText(
            f"{sums[Decision.ADOPTED]} adopted, {sums[Decision.DECLINED]} declined, {left} to decide. "
            "Shift or Ctrl choose several. Parts are our reading; you can change them."
        )

    # ------------------------------------------------------------------ deciding
    def _adopt_chosen(self) -> None:
        ids = self._chosen()
        if ids:
            self.table.setFocus()  # before the button is greyed out, so that the keyboard stays in the list
            if self._page.keep(lambda: self._page.services.plan.adopt(ids)):
                self._go_on(ids)

    def _decline_chosen(self) -> None:
        ids = self._chosen()
        if not ids:
            return
        name = f"Decline {ids[0]}" if len(ids) == 1 else f"Decline {len(ids)} actions"
        reason = dialogs.ask_text(
            self, name, "The reason stays with the action. You can come back to it at any time.", "Why", "Decline"
        )
        self.table.setFocus()
        if reason is not None and self._page.keep(lambda: self._page.services.plan.decline(ids, reason)):
            self._go_on(ids)

    def _offered(self, cascade: CascadeRow) -> tuple[RowAction, ...]:
        """What the menu of a corporate action holds; adopting and declining take every one that is chosen."""
        offered, count = [], len(self._chosen())
        if not self._is_wide():
            offered.append(RowAction("Read it whole", lambda: self._read(cascade), "" if cascade.action_id else "Enter"))
        several = f" {count} actions" if count > 1 else ""
        if cascade.action_id is not None:
            offered.append(RowAction("Open my action", lambda: self._open(cascade), "Enter"))
        if count:
            offered.append(RowAction(f"Adopt{several}", self._adopt_chosen))
            offered.append(RowAction(f"Decline{several}…", self._decline_chosen))
        if cascade.decision is Decision.DECLINED:
            again = self._page.services.plan.reconsider
            offered.append(RowAction("Decide again", lambda: self._page.keep(lambda: again(cascade.corporate_id))))
        return tuple(offered)

    def _go_on(self, decided: tuple[str, ...]) -> None:
        """To the next action that waits for a decision, in the order of the list; from its end round to its beginning."""
        shown = self.model.shown_records()
        behind = max((n for n, r in enumerate(shown) if r.corporate_id in decided), default=-1) + 1
        waiting = [r.corporate_id for r in (*shown[behind:], *shown[:behind]) if r.needs_decision]
        if waiting:
            self.table.choose(waiting[0])

    def _open(self, cascade: CascadeRow) -> None:
        if cascade.action_id is not None:
            self._page.show_place("mine", cascade.action_id)
        elif not self._is_wide():
            self._read(cascade)

    def _read(self, cascade: CascadeRow) -> None:
        """Show an action in place of the table, where the window has no room beside it."""
        self.table.choose(cascade.corporate_id)
        self._opened = True
        self._fit()
        self.pane.start()

    def _close(self) -> None:
        """Go back to the table."""
        if self._opened:
            self._opened = False
            self._fit()
            self.table.setFocus()

    def show_what(self, what: object) -> None:
        """Put the cursor on a corporate action, also where a filter or a folded group hides it."""
        if isinstance(what, str):
            if self.model.row_of(what) < 0:
                self.filter.clear()
                for pillar in {str(row.pillar) for row in self._rows}:
                    self.model.fold(pillar, folded=False)
            self.table.choose(what)

    def start(self) -> None:
        """Put the cursor into the table."""
        self.table.setFocus()

    def flush(self) -> None:
        """Nothing is typed here."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two panes side by side, or one at a time."""
        super().resizeEvent(event)
        self._fit()

    def _is_wide(self) -> bool:
        return self.width() / theme.current.scale >= TWO_PANES

    def _fit(self) -> None:
        wide = self._is_wide()
        self._left.setVisible(wide or not self._opened)
        self.pane.setVisible(wide or self._opened)
        self.pane.set_alone(not wide)
        if wide:
            self.pane.setFixedWidth(theme.current.px(330))
        else:
            self.pane.setMinimumWidth(0)
            self.pane.setMaximumWidth(16777215)
