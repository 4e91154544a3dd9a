"""The grid as a table that is filled by keyboard: typing starts, Enter goes down, Tab right; blocks are copied and pasted.

Tab moves between cells only while one is being typed in; else it leaves the table, as everywhere.
"""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QTableView

from leadapp.domain.service_paste import block_of
from leadapp.ui import theme
from leadapp.ui.grid.grid_delegate import GridDelegate
from leadapp.ui.grid.grid_head import MOST_LINES, GridHead
from leadapp.ui.grid.grid_model import BAD, LAST, READS, SERVICE, STATE, GridModel, Texts
from leadapp.ui.tall_page import LEAST_ROWS, rows_high

Index = QModelIndex | QPersistentModelIndex
WIDTHS = {SERVICE: (3.0, 124), READS: (1.7, 96), LAST: (2.2, 126), "note": (2.4, 92), "renewal_due": (1.9, 128)}
"""Share of the width and the least of it, in pixels at 100 % text; a figure has ``FIGURE``."""
FIGURE = (1.9, 84)


class GridTable(QTableView):
    """``filled`` tells texts by service and cell, ``pasted`` a block and the row and column it begins in, ``answered`` a preview."""

    filled = Signal(object)
    pasted = Signal(object, int, int)
    answered = Signal(bool)

    def __init__(self, model: GridModel) -> None:
        super().__init__()
        self.cells = model
        self._from, self._least_rows = -1, 0
        self._delegate = GridDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setObjectName("service_grid")
        self.setAccessibleName("KPI by service")
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.EditKeyPressed | triggers.DoubleClicked)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.head = GridHead()
        self.setHorizontalHeader(self.head)
        self._delegate.left.connect(self._go)
        model.modelReset.connect(self._fit)
        model.dataChanged.connect(lambda *_: self._span())
        theme.current.changed.connect(self._fit)
        self._fit()

    # ------------------------------------------------------------------ size
    def _fit(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._delegate.sizeHint(None, QModelIndex()).height())  # type: ignore[arg-type]
        self._keep_least()
        self._share_width()

    def _share_width(self) -> None:
        """Columns share the width; where there is little of it, the note, then the last value go."""
        room, look = self.viewport().width(), theme.current
        metrics = QFontMetrics(look.font(9.5, bold=True))
        least = {name: look.px(WIDTHS.get(name, FIGURE)[1]) for name, _ in self.cells.columns}
        for name, heading in self.cells.columns:  # the words of a figure are long: they take three lines, not six
            if name not in WIDTHS:
                least[name] = max(least[name], metrics.horizontalAdvance(heading) // 3 + look.px(24))
        names = [name for name, _ in self.cells.columns]
        shown = list(names)
        for name in ("note", LAST, "renewal_due"):
            if name in shown and sum(least[n] for n in shown) > room:
                shown.remove(name)
        spare = max(0, room - sum(least[name] for name in shown))
        parts = sum(WIDTHS.get(name, FIGURE)[0] for name in shown)
        left = room
        for number, name in enumerate(names):
            self.setColumnHidden(number, name not in shown)
            if name in shown:
                wide = left if name == shown[-1] else int(least[name] + spare * WIDTHS.get(name, FIGURE)[0] / parts)
                self.setColumnWidth(number, wide)
                left -= wide
        self._span()

    def _span(self) -> None:
        """A sentence about what is wrong takes the room of the last value too."""
        names = [name for name, _ in self.cells.columns]
        if READS not in names:
            return
        column = names.index(READS)
        for row in range(self.cells.rowCount()):
            wide = 2 if self.cells.index(row, column).data(STATE) == BAD and not self.isColumnHidden(column + 1) else 1
            if self.columnSpan(row, column) != wide:
                self.setSpan(row, column, 1, wide)

    def set_tight(self, tight: bool) -> None:
        """Take less room for the headings."""
        self.head.set_lines(2 if tight else MOST_LINES)
        self.set_least_rows(LEAST_ROWS if tight else 0)

    def set_least_rows(self, rows: int) -> None:
        """Be no lower than so many rows (or all there are, if fewer) on a page that scrolls; 0: as low as need be."""
        self._least_rows = rows
        self._keep_least()

    def _keep_least(self) -> None:
        self.setMinimumHeight(rows_high(self, self._least_rows) if self._least_rows else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._share_width()

    # ------------------------------------------------------------------ moving
    def start(self) -> None:
        """Put the cursor on the first service without a figure, ready to be typed in."""
        if self.cells.rowCount() and not self.currentIndex().isValid():
            grid = self.cells.grid
            lines = grid.lines if grid else ()
            row = next((n for n, line in enumerate(lines) if not line.is_filled), 0)
            self._move_to(row, self.cells.editable_columns()[0])
        self.setFocus()

    def stand_on(self, service_id: int | None, name: str) -> None:
        """Put the cursor on a cell of a service, or on its first one."""
        grid = self.cells.grid
        row = next((n for n, line in enumerate(grid.lines if grid else ()) if line.service.id == service_id), None)
        if row is not None:
            columns = self.cells.editable_columns()
            column = next((c for c in columns if self.cells.name(c) == name and not self.isColumnHidden(c)), columns[0])
            self._move_to(row, column)
            self.scrollTo(self.currentIndex())
        self.setFocus()

    def _move_to(self, row: int, column: int) -> None:
        self.selectionModel().setCurrentIndex(self.cells.index(row, column), QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _go(self, way: str) -> None:
        """Go on from a cell that was typed in."""
        here = self.currentIndex()
        row, column = here.row(), here.column()
        if way in {"right", "left"}:
            self._from = self._from if self._from >= 0 else column
            self._go_aside(row, column, 1 if way == "right" else -1)
            return
        if way == "down" and self._from >= 0:
            column = self._from
        self._from = -1
        row += -1 if way == "above" else 1
        self._move_to(min(max(row, 0), self.cells.rowCount() - 1), column)

    def _go_aside(self, row: int, column: int, step: int) -> None:
        """To the next cell that is typed into, on the next line after the last one; there typing goes on."""
        columns = [c for c in self.cells.editable_columns() if not self.isColumnHidden(c)]
        places = [(r, c) for r in range(self.cells.rowCount()) for c in columns]
        place = places.index((row, column)) + step if (row, column) in places else 0
        if 0 <= place < len(places):
            self._move_to(*places[place])
            self.edit(self.currentIndex())

    # ------------------------------------------------------------------ keys
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes down, Delete empties, Ctrl+C copies, Ctrl+V pastes, Ctrl+D fills down; typing begins a cell."""
        key, ctrl = event.key(), event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if self.cells.previewed is not None and key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape}:
            self.answered.emit(key != Qt.Key.Key_Escape)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._go("down")
        elif key in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self._fill_chosen({})
        elif ctrl and key == Qt.Key.Key_D:
            self.fill_down()
        else:
            self._from = -1
            super().keyPressEvent(event)

    def _chosen(self) -> list[tuple[int, int]]:
        found = {(index.row(), index.column()) for index in self.selectedIndexes()}
        return sorted(found or {(self.currentIndex().row(), self.currentIndex().column())})

    def _fill_chosen(self, texts: dict[int, str]) -> None:
        """Put a text by column (none empties) into every chosen cell that is typed into."""
        wanted: Texts = {}
        for row, column in self._chosen():
            line = self.cells.line(row)
            text = texts.get(column, "")
            if line is not None and self.cells.is_editable(column) and self.cells.text(row, column) != text:
                wanted.setdefault(line.service.id, {})[self.cells.name(column)] = text
        if wanted:
            self.filled.emit(wanted)

    def fill_down(self) -> None:
        """Repeat the first row of what is chosen in the rows below it; one cell takes what stands above it."""
        chosen = self._chosen()
        first = chosen[0][0]
        source = first if chosen[-1][0] > first else first - 1
        if source >= 0:
            self._fill_chosen({column: self.cells.text(source, column) for _, column in chosen})

    def copy(self) -> None:
        """Copy what is chosen as a block that Excel takes."""
        rows: dict[int, list[str]] = {}
        for row, column in self._chosen():
            if not self.isColumnHidden(column):
                rows.setdefault(row, []).append(self.cells.text(row, column))
        clipboard = QGuiApplication.clipboard()
        if clipboard is not None:
            clipboard.setText("\n".join("\t".join(" ".join(text.split()) for text in cells) for cells in rows.values()))

    def paste(self) -> None:
        """Take a block from the clipboard; it begins in the first chosen cell."""
        clipboard = QGuiApplication.clipboard()
        if clipboard is None:
            return
        block = block_of(clipboard.text())
        if block and self.currentIndex().isValid():
            row, column = self._chosen()[0]
            self.pasted.emit(block, row, column)

    def flush(self) -> None:
        """Keep what is being typed in a cell."""
        if self._delegate.editor is not None:
            self.commitData(self._delegate.editor)
            self.closeEditor(self._delegate.editor, QAbstractItemDelegate.EndEditHint.NoHint)
