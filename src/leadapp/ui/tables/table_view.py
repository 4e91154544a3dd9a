"""The table: no grid, hairlines, rows by keyboard; Enter opens, Left and Right fold groups, Ctrl+C copies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from leadapp.domain.plain_table import PlainTable
from leadapp.ui import theme
from leadapp.ui.tables.copying import copy_table, plain_table
from leadapp.ui.tables.delegate import RowDelegate
from leadapp.ui.tables.row_menu import Offer, RowAction, row_menu
from leadapp.ui.tables.rows_model import RowsModel
from leadapp.ui.tall_page import rows_high

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Layout:
    """What a table shows from a width on (in pixels at 100 % text): which columns, and which of them show their ``lines``.

    Lines that hold ``shapes`` need taller rows.
    """

    least: int
    keys: tuple[str, ...]
    folded: tuple[str, ...] = ()
    shapes: bool = True


class TableView(QTableView):
    """``chosen`` tells the record under the cursor (None on a group), ``opened`` the one Enter or a double click asks for.

    ``pasted`` tells rows that were pasted with Ctrl+V, as text.
    """

    chosen = Signal(object)
    opened = Signal(object)
    pasted = Signal(str)

    def __init__(
        self, model: RowsModel, name: str, *, two_lines: bool = True, several: bool = False, layouts: Sequence[Layout] = ()
    ) -> None:
        super().__init__()
        self.rows = model
        self._least_rows, self._holding = 0, False
        self._offer: Offer = lambda _record: ()
        self._layouts = sorted(layouts, key=lambda layout: layout.least)
        self._delegate = RowDelegate(self)
        self._two_lines = self._delegate.two_lines = two_lines
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setObjectName(name.lower().replace(" ", "_"))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(mode.ExtendedSelection if several else mode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._set_heads()
        model.laid_out.connect(self._span)
        theme.current.changed.connect(self._fit)
        self._fit()

    def _set_heads(self) -> None:
        self.verticalHeader().hide()
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setMinimumSectionSize(40)
        head.sortIndicatorChanged.connect(self.rows.sort)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def _fit(self) -> None:
        self.horizontalHeader().setFont(theme.current.font(9.5, bold=True))
        option = self._delegate.sizeHint(None, QModelIndex())  # type: ignore[arg-type]
        self.verticalHeader().setDefaultSectionSize(option.height())
        self._span()
        self._share_width()

    def _take_layout(self, room: int) -> None:
        """Show the columns that this width has room for."""
        if not self._layouts:
            return
        wide = room / theme.current.scale
        layout = next((known for known in reversed(self._layouts) if known.least <= wide), self._layouts[0])
        keys = [column.key for column in self.rows.columns]
        for number, key in enumerate(keys):
            if self.isColumnHidden(number) != (key not in layout.keys):
                self.setColumnHidden(number, key not in layout.keys)
        if self.currentIndex().isValid() and self.isColumnHidden(self.currentIndex().column()):
            flags = QItemSelectionModel.SelectionFlag.NoUpdate  # what is selected stays
            self.selectionModel().setCurrentIndex(self._cell(self.currentIndex().row()), flags)
        folded = frozenset(keys.index(key) for key in layout.folded)
        if folded != self._delegate.folded:
            self._delegate.folded, self._delegate.tall = folded, bool(folded) and layout.shapes
            self._delegate.two_lines = self._two_lines or bool(folded)
            self.verticalHeader().setDefaultSectionSize(self._delegate.sizeHint(None, QModelIndex()).height())  # type: ignore[arg-type]
            self._span()
            if self.currentIndex().isValid():
                QTimer.singleShot(0, self, lambda: self.scrollTo(self.currentIndex()))

    def _share_width(self) -> None:
        """Fixed columns keep their width (grown with the text); the stretching ones share what is left."""
        room = self.viewport().width()
        self._take_layout(room)
        shown = [n for n in range(len(self.rows.columns)) if not self.isColumnHidden(n)]
        fixed = {n: theme.current.px(self.rows.columns[n].width) for n in shown if not self.rows.columns[n].stretch}
        stretching = [n for n in shown if self.rows.columns[n].stretch]
        left = max(room - sum(fixed.values()), 40 * len(stretching))
        for number in shown:
            width = fixed.get(number) or left // max(1, len(stretching))
            self.setColumnWidth(number, width)

    def set_least_rows(self, rows: int) -> None:
        """Be no lower than so many rows (or all there are, if fewer) on a page that scrolls; 0: as low as need be."""
        self._least_rows = rows
        self._keep_least()

    def _keep_least(self) -> None:
        self.setMinimumHeight(rows_high(self, self._least_rows) if self._least_rows else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew. A row that could be seen stays in sight when the table gets lower."""
        current = self.currentIndex()
        seen = current.isValid() and 0 <= self.rowViewportPosition(current.row()) < event.oldSize().height()
        super().resizeEvent(event)
        self._share_width()
        if seen and event.size().height() < event.oldSize().height():
            self.scrollTo(self.currentIndex())

    def _span(self) -> None:
        self._keep_least()
        self.clearSpans()
        head, usual = theme.current.px(36), self.verticalHeader().defaultSectionSize()
        for number in range(self.rows.rowCount()):
            if self.rows.group(number) is not None:
                self.setSpan(number, 0, 1, max(2, self.rows.columnCount()))
                self.setRowHeight(number, head)
            elif self.rowHeight(number) != usual:
                self.setRowHeight(number, usual)

    # ------------------------------------------------------------------ choosing
    def choose(self, row_id: Any) -> bool:
        """Put the cursor on a record. Returns whether it is shown."""
        place = self.rows.row_of(row_id)
        if place < 0:
            return False
        if self.currentIndex().row() != place:
            self._take(place)
        self.scrollTo(self._cell(place))
        return True

    def _cell(self, place: int) -> QModelIndex:
        """The first cell of a row that is shown: Qt's keys do not move from a column that is hidden."""
        column = next((n for n in range(self.rows.columnCount()) if not self.isColumnHidden(n)), 0)
        return self.rows.index(place, column)

    def _take(self, place: int) -> None:
        """Put the cursor on a row and select it alone: said outright, because with Ctrl held down Qt would leave the selection be."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._cell(place), flags)

    @contextmanager
    def holding(self, row_id: Any) -> Iterator[None]:
        """Change what is shown and move on to no other record: the cursor stays on this one, or nowhere while it is hidden.

        With None it goes where Qt puts it, to the row that is left.
        """
        self._holding = row_id is not None
        try:
            yield
            if self._holding and self.rows.row_of(row_id) < 0:
                self.selectionModel().clear()
            elif self._holding and self.rows.row_of(row_id) != self.currentIndex().row():
                self.choose(row_id)
        finally:
            self._holding = False

    def choose_first(self) -> None:
        """Put the cursor on the first record."""
        place = next((n for n in range(self.rows.rowCount()) if self.rows.record(n) is not None), -1)
        self.setCurrentIndex(self._cell(place))

    def chosen_records(self) -> list[Any]:
        """The records that are selected."""
        rows = sorted({index.row() for index in self.selectedIndexes()})
        return [record for row in rows if (record := self.rows.record(row)) is not None]

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell which record the cursor is on."""
        super().currentChanged(current, previous)
        if current.row() != previous.row() and not self._holding:
            self.chosen.emit(self.rows.record(current.row()) if current.isValid() else None)

    def selectAll(self) -> None:
        """Select every record, not the heads of groups."""
        selection = QItemSelection()
        for number in range(self.rows.rowCount()):
            if self.rows.record(number) is not None:
                selection.select(self.rows.index(number, 0), self.rows.index(number, self.rows.columnCount() - 1))
        self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # ------------------------------------------------------------------ keys and mouse
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Left and Right fold, Ctrl+C copies, Ctrl+V tells what was pasted."""
        row = self.currentIndex().row()
        group, record = self.rows.group(row), self.rows.record(row)
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if group:
                self.rows.toggle_group(group.key)
            elif record is not None:
                self.opened.emit(record)
        elif group and key in {Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Space}:
            self.rows.fold(
                group.key, folded=not self.rows.is_folded(group.key) if key == Qt.Key.Key_Space else key == Qt.Key.Key_Left
            )
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif (
            key == Qt.Key.Key_F10 and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ):  # not every system tells it as a menu
            self._show_menu(row, self._below(row))
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit(QGuiApplication.clipboard().text())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on a group's head folds it."""
        super().mousePressEvent(event)
        group = self.rows.group(self.indexAt(event.position().toPoint()).row())
        if group and event.button() is Qt.MouseButton.LeftButton:
            self.rows.toggle_group(group.key)

    def offer(self, offer: Offer) -> None:
        """Say what the menu of a row holds above Copy."""
        self._offer = offer

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """A right click or the Menu key: what can be done with the row."""
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self._show_menu(self.rowAt(event.pos().y()), event.globalPos())
        else:
            row = self.currentIndex().row()
            self._show_menu(row, self._below(row))

    def _below(self, row: int) -> QPoint:
        """Where the menu of a row opens by key: under its beginning."""
        return self.viewport().mapToGlobal(QPoint(theme.current.px(16), self.rowViewportPosition(row) + self.rowHeight(row)))

    def _show_menu(self, row: int, at: QPoint) -> None:
        group, record = self.rows.group(row), self.rows.record(row)
        if group is not None:
            words = "Open this group" if self.rows.is_folded(group.key) else "Fold this group"
            row_menu(self, (RowAction(words, lambda: self.rows.toggle_group(group.key), "Space"),), ()).popup(at)
        elif record is not None:
            if not self.selectionModel().isRowSelected(row, QModelIndex()):
                self._take(row)
            row_menu(self, self._offer(record), (RowAction("Copy", self.copy, "Ctrl+C"),)).popup(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens."""
        record = self.rows.record(self.indexAt(event.position().toPoint()).row())
        if record is not None:
            self.opened.emit(record)

    def copy(self) -> None:
        """Copy the chosen rows, or all that are shown where none is chosen. A narrow window copies as much as a wide one."""
        copy_table(plain_table(self.accessibleName(), self.rows.columns, self.chosen_records() or self.rows.accepted_records()))

    def shown_words(self) -> str:
        """How much of the whole is shown: "37 of 120 rows"."""
        return f"{self.rows.count_accepted():,} of {self.rows.count_records():,} rows"

    def plain(self) -> PlainTable:
        """Everything that is shown, as plain data; rows of folded groups are among it."""
        return plain_table(self.accessibleName(), self.rows.columns, self.rows.accepted_records(), self.shown_words())
