"""Services: KPIs that services share, each as a grid of services with the sum that is the directorate's value."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.service_grid import Grid
from leadapp.domain.spots import Spot
from leadapp.ui import theme
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.grid.grid_pane import GridPane
from leadapp.ui.page import Page
from leadapp.ui.tables.rows_model import Column, RowsModel
from leadapp.ui.tables.table_view import TableView
from leadapp.ui.widgets import Button, EmptyState, column, row

TWO_PANES = 900


class ServicesView(QWidget):
    """The KPIs at the left (in a box where the window is narrow), the grid of the chosen one beside them."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._grids: tuple[Grid, ...] = ()
        self._kpi_id: int | None = None
        columns = (
            Column("id", "ID", lambda g: g.reference, 64, bold=True),
            Column("kpi", "KPI by service", lambda g: g.kpi.text, stretch=True, second=_counted),
        )
        self.model = RowsModel(columns, lambda g: g.kpi.id, self)
        self.table = TableView(self.model, "KPIs by service")
        self.choice = ChoiceField("grid_kpi", "KPI by service", ())
        self.pane = GridPane(page)
        self._more = ChoiceField("break_down", "Break another KPI down by service", ())
        self._add = Button("Break down", "", "add", self._break_down)
        self._no_services = EmptyState(
            "service",
            "There are no services yet",
            "Name the services, teams or sites of your directorate. Then each can give its own figure.",
            Button("Name services in Settings", "primary", on_click=lambda: page.go.emit("services", None)),
        )
        self._no_grid = EmptyState(
            "kpi",
            "No KPI is broken down by service",
            "Choose one below. Actions such as 2.6, 2.13 or 4.5 bring theirs along when you adopt them.",
        )
        self._lay_out()
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _grid: self.pane.start())
        self.choice.edited.connect(lambda: self._show(int(self.choice.text())))
        self.pane.dropped.connect(self._drop)
        self._more.edited.connect(self._tell_add)

    def _lay_out(self) -> None:
        foot = column(self._more, row(self._add, None), spacing=8)
        self._list = QWidget()
        listed = column(spacing=10, margins=(24, 12, 12, 12))
        listed.addWidget(self.table, 1)
        listed.addWidget(self._no_grid, 1)
        self._list.setLayout(listed)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        listed.addWidget(self._foot)
        self._narrow = QWidget()
        self._narrow.setLayout(column(self.choice, margins=(24, 8, 24, 0)))
        right = column(self._narrow, spacing=0)
        right.addWidget(self.pane, 1)
        self._body = QWidget()
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addWidget(self._list)
        self._right = QWidget()
        self._right.setLayout(right)
        body.addWidget(self._right, 1)
        self._body.setLayout(body)
        layout = column(self._no_services, spacing=0)
        layout.addWidget(self._body, 1)
        self.setLayout(layout)

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the grids anew; what is being typed stays."""
        services = self._page.services
        self._grids = services.grid.grids()
        self.model.set_records(self._grids)
        named = bool(services.preferences.directorate().services)
        self._no_services.setVisible(not named)
        self._body.setVisible(named)
        self.choice.set_choices((str(g.kpi.id), f"{g.reference}  {_short(g)}") for g in self._grids)
        self._offer()
        if self._kpi_id not in {g.kpi.id for g in self._grids}:
            first = next((g for g in self._grids if g.total.missing), self._grids[0] if self._grids else None)
            self._kpi_id = first.kpi.id if first else None
        self._show(self._kpi_id)
        self._fit()

    def _offer(self) -> None:
        grid = self._page.services.grid
        offered = [("", "Choose a KPI")]
        offered += [(f"new:{action}", f"{action}  {text} (new, suggested)") for action, text in grid.suggestions()]
        offered += [(str(kpi.id), f"{reference}  {kpi.text}") for reference, kpi in grid.eligible()]
        self._more.set_choices(offered)
        self._tell_add()

    def _tell_add(self) -> None:
        self._add.setEnabled(bool(self._more.text()))

    def _choose(self, grid: Grid | None) -> None:
        if grid is not None and grid.kpi.id != self._kpi_id:
            self._show(grid.kpi.id)

    def _show(self, kpi_id: int | None) -> None:
        if kpi_id != self._kpi_id:
            self.pane.flush()
        self._kpi_id = kpi_id
        grid = next((g for g in self._grids if g.kpi.id == kpi_id), None)
        self.table.setVisible(bool(self._grids))
        self._no_grid.setVisible(not self._grids)
        self.pane.show_grid(grid)
        if grid is not None:
            self.table.choose(grid.kpi.id)
            self.choice.show_text(str(grid.kpi.id))

    def show_what(self, what: object) -> None:
        """Show the grid of a KPI, or one cell of it."""
        spot = what if isinstance(what, Spot) else Spot(what) if isinstance(what, int) else None
        if spot is None or spot.row not in {grid.kpi.id for grid in self._grids}:
            return  # it is not broken down any more
        self._show(spot.row)
        if spot.part is not None:
            self.pane.start_at(spot)

    # ------------------------------------------------------------------ which KPIs
    def _break_down(self) -> None:
        chosen, grid = self._more.text(), self._page.services.grid
        if chosen.startswith("new:"):
            self._page.keep(lambda: self._added(chosen.removeprefix("new:")))
        elif chosen:
            self._kpi_id = int(chosen)
            self._page.keep(lambda: grid.set_by_service(int(chosen), by_service=True))
        self.pane.start()

    def _added(self, action: str) -> Changes:
        changes, self._kpi_id = self._page.services.grid.add_suggested(action)
        return changes

    def _drop(self) -> None:
        kpi_id = self._kpi_id
        if kpi_id is not None:
            self.table.setFocus()
            self._page.keep(lambda: self._page.services.grid.set_by_service(kpi_id, by_service=False))

    # ------------------------------------------------------------------ the tab's own
    def start(self) -> None:
        """Put the cursor where the work begins: the first cell that is missing."""
        self.pane.start()

    def flush(self) -> None:
        """Keep what is being typed."""
        self.pane.flush()

    def needed_height(self, width: int) -> int:
        """The box above, and what the grid needs."""
        if not self._grids:
            return 0
        wide = self._narrow.isHidden()
        return (
            self.pane.needed_height(width - self._list.width())
            if wide
            else (self._narrow.sizeHint().height() + self.pane.needed_height(width))
        )

    def set_tight(self, tight: bool) -> None:
        """Leave the grid its room."""
        self.pane.set_tight(tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Without room for two panes the KPIs are a box above the grid."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() / theme.current.scale >= TWO_PANES
        self._list.setVisible(wide or not self._grids)
        self._right.setVisible(bool(self._grids))
        if self._grids:
            self._list.setFixedWidth(theme.current.px(310))
        else:
            self._list.setMinimumWidth(0)
            self._list.setMaximumWidth(16777215)
        self._narrow.setVisible(not wide)


def _counted(grid: Grid) -> str:
    words = grid.total.words
    return f"{grid.total.counted}{': ' + words if words else ''}"


def _short(grid: Grid) -> str:
    text = grid.kpi.text if len(grid.kpi.text) <= 48 else f"{grid.kpi.text[:46]}…"
    return f"{text} ({grid.total.counted})"
