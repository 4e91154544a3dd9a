"""One KPI by service: what it is, the table, the sum that always stands beneath it, and what is told about it."""

from __future__ import annotations

import uuid

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from leadapp.domain.changes import Changes
from leadapp.domain.measures import target_text, value_text
from leadapp.domain.quarters import format_date
from leadapp.domain.service_grid import Grid, renewals
from leadapp.domain.service_paste import Paste, paste
from leadapp.domain.spots import Spot
from leadapp.ui import theme
from leadapp.ui.forms.unsaved import unsaved
from leadapp.ui.grid.grid_model import GridModel, Texts
from leadapp.ui.grid.grid_table import GridTable
from leadapp.ui.page import Page
from leadapp.ui.tall_page import height_of
from leadapp.ui.widgets import Banner, Button, Label, column, heading, row, set_shown

KEYS = (
    "Typing begins a cell. Enter goes down, Tab right. Ctrl+V takes a block from Excel, Ctrl+D fills down. n/a: does not apply."
)
LOW = 420
"""A pane lower than this many pixels at 100 % text leaves its room to the table."""


class GridPane(QFrame):
    """``dropped`` asks that the KPI is no longer broken down by service."""

    dropped = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._page = page
        self._grid: Grid | None = None
        self._tight = self._has_kinds = False
        self.model = GridModel(self)
        self.table = GridTable(self.model)
        self._name = heading("")
        self._name.setWordWrap(True)
        self._facts = Label("", 10, kind="quiet", wrap=True)
        self._told, self._preview = Banner("warning", stacked=True), Banner("info", stacked=True)
        self._renewals = Banner("info", stacked=True)
        self._sum, self._share = Label("", 10, bold=True), Label("", 10, bold=True)
        self._filled, self._missing = Label("", 10, bold=True), Label("", 10, kind="quiet", wrap=True)
        self._keys = Label(KEYS, 9.5, kind="hint", wrap=True)
        self._drop = Button("Not by service any more", "link", on_click=self.dropped.emit)
        self._kind = Button("", "link", on_click=self._switch_kind)
        self._lay_out()
        self.model.typed.connect(self._keep)
        self.table.filled.connect(self._keep)
        self.table.pasted.connect(self._paste)
        self.table.answered.connect(self._answer)

    def _lay_out(self) -> None:
        self._facts_row = row(self._facts, spacing=12)
        self._facts_row.setStretch(0, 1)
        for link in (self._kind, self._drop):
            self._facts_row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        body = column(self._name, self._facts_row, self._told, self._renewals, self._preview, spacing=8, margins=(20, 12, 24, 10))
        body.addWidget(self.table, 1)
        total = QFrame()
        total.setProperty("kind", "foot")
        line = row(Label("All services", 10, bold=True), self._sum, self._share, self._filled, spacing=16, margins=(16, 8, 16, 8))
        line.addWidget(self._missing, 1)
        total.setLayout(line)
        body.addWidget(total)
        body.addWidget(self._keys)
        self.setLayout(body)

    # ------------------------------------------------------------------ content
    def show_grid(self, grid: Grid | None) -> None:
        """Show a KPI; what is being typed in a cell stays."""
        self._grid = grid
        self.model.set_grid(grid)
        self.setEnabled(grid is not None)
        if grid is None:
            return
        self._name.setText(f"{grid.reference}  {grid.kpi.text}")
        target = target_text(grid.kpi)
        own = value_text(grid.kpi, grid.value)
        facts = [
            f"{grid.quarter.words}.",
            f"Target {target}." if target else "",
            f"The directorate's value: {own}." if own else "",
        ]
        self._facts.setText(" ".join(filter(None, facts)))
        self._tell_total(grid)
        self._tell_difference(grid)
        self._tell_renewals(grid)
        self._tell_kind(grid)

    def _tell_total(self, grid: Grid) -> None:
        total = grid.total
        self._sum.setText(total.words.partition(", ")[0] or "No figure yet")
        self._share.setText(total.words.partition(", ")[2] if total.denominator else "")
        self._share.setVisible(bool(self._share.text()))
        self._filled.setText(f"{total.counted} filled")
        names = ", ".join(total.missing[:3]) + (f" and {len(total.missing) - 3} more" if len(total.missing) > 3 else "")
        outside = f" {total.outside} outside the base." if total.outside else ""
        self._missing.setText((f"Missing: {names}." if total.missing else "Nothing is missing.") + outside)

    def _tell_difference(self, grid: Grid) -> None:
        if not grid.differs:
            self._told.hide()
            return
        own = value_text(grid.kpi, grid.value)
        button = Button("Use the sum", "small", on_click=self._use_sum)
        self._told.tell(
            f"The directorate's value, {own}, was typed by hand.",
            f"The services give {grid.total.words}. It stays until you decide.",
            button,
        )

    def _tell_renewals(self, grid: Grid) -> None:
        due = renewals(grid)
        if not due:
            self._renewals.hide()
            return
        told = ", ".join(f"{name} on {format_date(day)}" for name, day in due[:4])
        more = f" and {len(due) - 4} more" if len(due) > 4 else ""
        self._renewals.tell("Certificates run out by the end of next quarter.", f"{told}{more}. They hold for two years (3.11).")

    def _tell_kind(self, grid: Grid) -> None:
        self._has_kinds = not grid.kpi.corporate_kpi and grid.kpi.is_share
        self._kind.setVisible(self._has_kinds and not self._tight)
        counts = grid.shape.figures == ("answer",)
        self._kind.setText("Let each service give figures" if counts else "Count services: yes or not yet")

    # ------------------------------------------------------------------ keeping
    def _keep(self, texts: Texts) -> None:
        if self._grid is None or not self._page.services.is_open:  # a line over a cell goes with the window
            return
        kpi_id, visit = self._grid.kpi.id, uuid.uuid4().hex
        if not self._page.keep(lambda: self._page.services.grid.keep(kpi_id, texts, visit=visit)):
            self.model.hold(texts)
        unsaved.note(id(self), dirty=bool(self.model.pending))

    def _use_sum(self) -> None:
        if self._grid is not None:
            kpi_id = self._grid.kpi.id
            self.table.setFocus()  # before the button goes, so that the keyboard stays here
            self._page.keep(lambda: self._page.services.grid.use_sum(kpi_id))

    def _switch_kind(self) -> None:
        if self._grid is not None:
            kpi_id, counts = self._grid.kpi.id, self._grid.shape.figures == ("answer",)
            self._page.keep(lambda: self._switched(kpi_id, counts=not counts))

    def _switched(self, kpi_id: int, *, counts: bool) -> Changes:
        return self._page.services.grid.set_by_service(kpi_id, by_service=True, counts_services=counts)

    def flush(self) -> None:
        """Keep what is being typed, and try again what could not be kept."""
        self.table.flush()
        if self.model.pending:
            self._keep(self.model.release())

    # ------------------------------------------------------------------ a block from Excel
    def _paste(self, block: tuple[tuple[str, ...], ...], at_row: int, at_column: int) -> None:
        """One cell is taken at once; a block is shown first, with what of it cannot be used."""
        editable = self.model.editable_columns()
        if self._grid is None or self.model.previewed is not None:
            return
        if len(block) == 1 and len(block[0]) == 1:
            line = self.model.line(at_row)
            if line is not None and at_column in editable:
                self._keep({line.service.id: {self.model.name(at_column): block[0][0]}})
            return
        names = [name for name, _ in self._grid.shape.columns]
        first = next((names.index(self.model.name(c)) for c in editable if c >= at_column), 0)
        laid = paste(self._grid, block, at_row, first)
        self.model.preview(laid)
        self._tell_paste(laid)

    def _tell_paste(self, laid: Paste) -> None:
        cells = f"{laid.count} cell{'s' if laid.count != 1 else ''}"
        what = f"{cells} from the clipboard. Nothing is kept yet." if laid.count else "Nothing of this block can be used here."
        told = [refused.words for refused in laid.refused[:4]]
        more = [f"And {len(laid.refused) - 4} more."] if len(laid.refused) > 4 else []
        why = " ".join(["Left out:", *told, *more]) if told else "Enter keeps them, Escape leaves everything as it is."
        buttons = [Button("Leave it", "small", on_click=lambda: self._answer(keep=False))]
        if laid.count:
            buttons.insert(0, Button(f"Keep {cells}", "small", on_click=lambda: self._answer(keep=True)))
        self._preview.tell(what, why, *buttons)
        self.table.setFocus()

    def _answer(self, keep: bool) -> None:
        laid = self.model.previewed
        self.table.setFocus()
        self.model.preview(None)
        set_shown(self._preview, shown=False)
        if keep and laid is not None and laid.count:
            self._keep(laid.texts)

    # ------------------------------------------------------------------ the tab's own
    def start(self) -> None:
        """Put the cursor on the first cell that is missing."""
        if self._grid is not None:
            self.table.start()

    def start_at(self, spot: Spot) -> None:
        """Put the cursor on the cell of a service."""
        if self._grid is not None and self._grid.kpi.id == spot.row:
            self.table.stand_on(spot.part, spot.field)

    def needed_height(self, width: int) -> int:
        """A table of some rows with what is told above and beneath it."""
        layout = self.layout()
        return height_of(layout, width) if layout is not None else 0

    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self._tight = tight
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the pane is low, the words about keys give their room to the table."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        low = self._tight or self.height() / theme.current.scale < LOW
        self._keys.setVisible(not low)
        for widget in (self._facts, self._drop, self._missing):  # the KPI's name stands in the box above
            widget.setVisible(not self._tight)
        self._name.setVisible(not self._tight)
        self._kind.setVisible(self._has_kinds and not self._tight)
        self.table.set_tight(self._tight)
