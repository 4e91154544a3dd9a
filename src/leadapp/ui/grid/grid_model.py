"""One KPI by service as a Qt model: services are rows, the cells of the KPI columns. It stores nothing; it tells what was typed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadapp.domain.corporate_plan import ByService
from leadapp.domain.service_grid import (
    Grid,
    Line,
    cell_text,
    problems_of,
    value_words,
)
from leadapp.domain.service_paste import Paste

Index = QModelIndex | QPersistentModelIndex
STATE, EDITABLE = (int(Qt.ItemDataRole.UserRole) + n for n in range(2))
SERVICE, READS, LAST = "service", "reads", "last"
MISSING, BAD, OUTSIDE, FILLED, PASTED = "missing", "bad", "outside", "filled", "pasted"
"""How a cell stands: nothing in it, not usable yet, the KPI does not concern the service, filled, about to be pasted."""
WORDS = {MISSING: "Missing", OUTSIDE: "Outside", FILLED: "Filled"}
Texts = dict[int, dict[str, str]]


class GridModel(QAbstractTableModel):
    """``typed`` tells texts by service id and cell. A cell that could not be saved keeps what was typed in ``pending``."""

    typed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.grid: Grid | None = None
        self.columns: tuple[tuple[str, str], ...] = ()
        self.pending: Texts = {}
        self._paste: Paste | None = None

    # ------------------------------------------------------------------ what is shown
    def set_grid(self, grid: Grid | None) -> None:
        """Show a grid: in place where it is the same KPI with the same services, so that cursor and editor stay."""
        columns = _columns(grid)
        same = _names(grid) == _names(self.grid) and columns == self.columns
        if not same:
            self.beginResetModel()
        before, self.grid, self.columns = self.grid, grid, columns
        if not same:
            self.pending, self._paste = {}, None
            self.endResetModel()
        elif grid is not None and before is not None:
            for number, (line, old) in enumerate(zip(grid.lines, before.lines, strict=True)):
                if line != old:
                    self.dataChanged.emit(self.index(number, 0), self.index(number, len(columns) - 1))

    def preview(self, paste: Paste | None) -> None:
        """Show what a paste would put into the cells, or no longer."""
        self._paste = paste
        self._repaint()

    @property
    def previewed(self) -> Paste | None:
        """The paste that is shown and not kept yet."""
        return self._paste

    def hold(self, texts: Texts) -> None:
        """Keep texts that could not be saved in their cells."""
        for service_id, cells in texts.items():
            self.pending.setdefault(service_id, {}).update(cells)
        self._repaint()

    def release(self) -> Texts:
        """Hand out what could not be saved, to be tried again."""
        held, self.pending = self.pending, {}
        return held

    def _repaint(self) -> None:
        if self.rowCount() and self.columnCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    # ------------------------------------------------------------------ asking
    def line(self, row: int) -> Line | None:
        """The service of a row."""
        return self.grid.lines[row] if self.grid is not None and 0 <= row < len(self.grid.lines) else None

    def name(self, column: int) -> str:
        """Which cell a column holds."""
        return self.columns[column][0] if 0 <= column < len(self.columns) else ""

    def is_editable(self, column: int) -> bool:
        """Whether a column is typed into."""
        return bool(self.name(column)) and self.name(column) not in {SERVICE, READS, LAST}

    def editable_columns(self) -> list[int]:
        """The columns that are typed into, from left to right."""
        return [number for number in range(len(self.columns)) if self.is_editable(number)]

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        line, name = self.line(row), self.name(column)
        if line is None or self.grid is None:
            return ""
        if name == SERVICE:
            return line.service.name
        if name == LAST:
            return value_words(self.grid.shape, line.last)
        if name == READS:
            return self._reads(line)
        for texts in (self._paste.texts if self._paste else {}, self.pending):
            if name in texts.get(line.service.id, {}):
                return texts[line.service.id][name]
        return cell_text(line, name)

    def _reads(self, line: Line) -> str:
        assert self.grid is not None
        problems = problems_of(self.grid.shape, line)
        if problems:
            return problems[0].sentence
        state = self.state_of(line)
        if state == FILLED and self.grid.shape.kind is ByService.FIGURES and line.value and line.value.denominator:
            return f"{(line.value.numerator or 0) / line.value.denominator:.1%}"
        return WORDS[state]

    def state_of(self, line: Line) -> str:
        """How a service stands."""
        assert self.grid is not None
        if problems_of(self.grid.shape, line):
            return BAD
        if not line.is_filled:
            return MISSING
        return OUTSIDE if line.value is not None and line.value.not_applicable else FILLED

    def _cell_state(self, row: int, column: int) -> str:
        line, name = self.line(row), self.name(column)
        if line is None or self.grid is None:
            return ""
        if self._paste is not None and name in self._paste.texts.get(line.service.id, {}):
            return PASTED
        if name == READS:
            return self.state_of(line)
        return BAD if name in {problem.field for problem in problems_of(self.grid.shape, line)} else ""

    # ------------------------------------------------------------------ Qt's side
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many services there are."""
        return 0 if parent.isValid() or self.grid is None else len(self.grid.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        wanted = role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}
        if orientation is Qt.Orientation.Horizontal and wanted and section < len(self.columns):
            return self.columns[section][1]
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be chosen; the KPI's own cells can be typed into, unless a paste is waiting for an answer."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsEditable if self.is_editable(index.column()) and self._paste is None else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell for a role."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole}:
            return self.text(row, column)
        if role == STATE:
            return self._cell_state(row, column)
        if role == EDITABLE:
            return self.is_editable(column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def _spoken(self, row: int, column: int) -> str:
        line = self.line(row)
        name = line.service.name if line is not None else ""
        words = self.text(row, column) or ("missing" if self.is_editable(column) else "none")
        return f"{name}, {self.columns[column][1]}: {words}" if self.name(column) != SERVICE else name

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tell what was typed into a cell; nothing is told where nothing changed."""
        line = self.line(index.row())
        if role != Qt.ItemDataRole.EditRole or line is None or not self.is_editable(index.column()):
            return False
        text = str(value).strip()
        if text != self.text(index.row(), index.column()):
            self.typed.emit({line.service.id: {self.name(index.column()): text}})
        return True


def _names(grid: Grid | None) -> tuple[object, ...]:
    return () if grid is None else (grid.kpi.id, str(grid.quarter), *(line.service.id for line in grid.lines))


def _columns(grid: Grid | None) -> tuple[tuple[str, str], ...]:
    if grid is None:
        return ()
    shape, rest = grid.shape, []
    figures = [pair for pair in shape.columns if pair[0] in shape.figures]
    rest = [pair for pair in shape.columns if pair[0] not in shape.figures]
    reads = "Share" if shape.is_share and shape.kind is ByService.FIGURES else "Check"
    return ((SERVICE, "Service"), *figures, (READS, reads), (LAST, "Last value"), *rest)
