"""One model for every table: frozen records with typed columns, sorted, filtered and grouped, changed row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from leadapp.domain.plain_table import PlainValue

Index = QModelIndex | QPersistentModelIndex
ROW_ID, STATE, SECOND, GROUP, COUNT, LINES, NUMBER, STRONG = (int(Qt.ItemDataRole.UserRole) + n for n in range(8))
Part = tuple[str, str]
"""A word with the state whose shape stands before it; an empty state has none."""
Lines = tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class PlainPart:
    """What a column is outside of the screen: a heading, the value of a record, a width in characters."""

    heading: str
    value: Callable[[Any], PlainValue]
    width: int = 18


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how a record's cell reads (first and second line, state), how it sorts, how wide it wants to be.
    ``strong`` says of which records the words stand out.

    ``lines`` is for a cell that holds several words with shapes, or what folds into it where the table is narrow. A column that
    ``stands_in`` says what others say, for want of width: it is never copied. ``parts`` are the columns it is copied and exported as.
    """

    key: str
    heading: str
    text: Callable[[Any], str]
    width: int = 120
    second: Callable[[Any], str] | None = None
    state: Callable[[Any], str] | None = None
    lines: Callable[[Any], Lines] | None = None
    sort: Callable[[Any], Any] | None = None
    stretch: bool = False
    bold: bool = False
    quiet: bool = False
    strong: Callable[[Any], bool] | None = None
    stands_in: bool = False
    parts: tuple[PlainPart, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """The head of a group: its key, its words, how many rows it holds, and the number that stands in a box before the words."""

    key: str
    words: str
    count: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Grouping:
    """How records are grouped: by which key, in which order, with which words."""

    key: Callable[[Any], str]
    words: Callable[[str], str]
    counted: Callable[[int], str] = field(default=lambda count: str(count))
    number: Callable[[str], str] = field(default=lambda key: "")


class RowsModel(QAbstractTableModel):
    """Records as rows. ``row_id`` names a record for good, so that a change repaints one row and resets nothing.

    ``laid_out`` tells once that rows came, went or moved, however many steps that took.
    """

    laid_out = Signal()

    def __init__(self, columns: Sequence[Column], row_id: Callable[[Any], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._row_id = row_id
        self._records: tuple[Any, ...] = ()
        self._shown: list[Any] = []
        self._accepts: Callable[[Any], bool] = lambda _record: True
        self._grouping: Grouping | None = None
        self._folded: set[str] = set()
        self._sort: tuple[int, bool] | None = None
        self.is_changing = False
        """Whether rows are just going and coming: a cursor that moves now was not moved by a person."""

    # ------------------------------------------------------------------ what is shown
    def set_records(self, records: Sequence[Any]) -> None:
        """Show these records."""
        self._records = tuple(records)
        self._show()

    def show(self, records: Sequence[Any], accepts: Callable[[Any], bool]) -> None:
        """Show these records as far as ``accepts`` lets them through, in one go."""
        self._records, self._accepts = tuple(records), accepts
        self._show()

    def set_filter(self, accepts: Callable[[Any], bool]) -> None:
        """Show only the records that ``accepts`` lets through."""
        self._accepts = accepts
        self._show()

    def set_grouping(self, grouping: Grouping | None) -> None:
        """Group the records, or show them flat."""
        self._grouping = grouping
        self._show()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column."""
        self._sort = (column, order is Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self._show()

    def toggle_group(self, key: str) -> None:
        """Fold a group, or open it."""
        self._folded ^= {key}
        self._show()

    def fold(self, key: str, *, folded: bool) -> None:
        """Fold or open a group."""
        if (key in self._folded) != folded:
            self.toggle_group(key)

    def _wanted(self) -> list[Any]:
        records = [record for record in self._records if self._accepts(record)]
        if self._sort is not None:
            column = self.columns[self._sort[0]]
            records.sort(key=column.sort or (lambda record: column.text(record).casefold()), reverse=self._sort[1])
        if self._grouping is None:
            return records
        groups: dict[str, list[Any]] = {}
        for record in records:
            groups.setdefault(self._grouping.key(record), []).append(record)
        shown: list[Any] = []
        for key in sorted(groups):
            shown.append(Group(key, self._grouping.words(key), len(groups[key]), self._grouping.number(key)))
            shown += groups[key] if key not in self._folded else []
        return shown

    def _show(self) -> None:
        """Go from what is shown to what is wanted: in place where the rows are the same, else by runs of rows that go and come.

        Never by a reset, which would cost a filter its half of the time and the person her chosen row.
        """
        wanted = self._wanted()
        before, after = [self._name(item) for item in self._shown], [self._name(item) for item in wanted]
        if before == after:
            self._replace(wanted)
            return
        self.is_changing = True
        try:
            if set(before) == set(after):
                self._lay_out(wanted, before, after)
            else:
                self._edit(wanted, after)
        finally:
            self.is_changing = False
        self.laid_out.emit()

    def _name(self, item: Any) -> Any:
        return ("group", item.key) if isinstance(item, Group) else ("row", self._row_id(item))

    def _replace(self, wanted: list[Any]) -> None:
        for number, item in enumerate(wanted):
            if item != self._shown[number]:
                self._shown[number] = item
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(self.columns) - 1))

    def _lay_out(self, wanted: list[Any], before: list[Any], after: list[Any]) -> None:
        """The same rows in another order."""
        self.layoutAboutToBeChanged.emit()
        places = {name: number for number, name in enumerate(after)}
        old = self.persistentIndexList()
        self._shown = wanted
        new = [self.index(places[before[i.row()]], i.column()) if before[i.row()] in places else QModelIndex() for i in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _edit(self, wanted: list[Any], after: list[Any]) -> None:
        """Take out what goes, put in what comes, then move what stands elsewhere: rows that stay keep cursor and selection."""
        kept = set(after)
        for first, end in reversed(_runs(self._name(item) not in kept for item in self._shown)):
            self.beginRemoveRows(QModelIndex(), first, end - 1)
            del self._shown[first:end]
            self.endRemoveRows()
        known = {self._name(item) for item in self._shown}
        for first, end in _runs(name not in known for name in after):
            place = min(first, len(self._shown))
            self.beginInsertRows(QModelIndex(), place, place + end - first - 1)
            self._shown[place:place] = wanted[first:end]
            self.endInsertRows()
        now = [self._name(item) for item in self._shown]
        if now != after:
            self._lay_out(wanted, now, after)
        else:
            self._replace(wanted)

    # ------------------------------------------------------------------ asking
    def holds(self, row_id: Any) -> bool:
        """Whether a record is there, shown or not."""
        return any(self._row_id(record) == row_id for record in self._records)

    def record(self, row: int) -> Any | None:
        """The record of a row, or None for a group's head."""
        item = self._shown[row] if 0 <= row < len(self._shown) else None
        return None if isinstance(item, Group) else item

    def group(self, row: int) -> Group | None:
        """The group whose head a row is, or None."""
        item = self._shown[row] if 0 <= row < len(self._shown) else None
        return item if isinstance(item, Group) else None

    def is_folded(self, key: str) -> bool:
        """Whether a group is folded."""
        return key in self._folded

    def row_of(self, row_id: Any) -> int:
        """Where a record is shown, or -1."""
        return next((n for n, item in enumerate(self._shown) if self._name(item) == ("row", row_id)), -1)

    def shown_records(self) -> list[Any]:
        """The records shown, in their order."""
        return [item for item in self._shown if not isinstance(item, Group)]

    def accepted_records(self) -> list[Any]:
        """The records that pass the filter, folded ones included, in the order in which they are shown."""
        folded, self._folded = self._folded, set()
        wanted = self._wanted()
        self._folded = folded
        return [item for item in wanted if not isinstance(item, Group)]

    def count_records(self) -> int:
        """How many records there are, whatever the filter."""
        return len(self._records)

    def count_accepted(self) -> int:
        """How many records pass the filter, folded ones included."""
        return sum(self._accepts(record) for record in self._records)

    # ------------------------------------------------------------------ Qt's side
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The headings."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section < len(self.columns):
            return self.columns[section].heading
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Rows can be chosen; a group's head too, to fold it."""
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One cell for a role."""
        if not index.isValid():
            return None
        item, column = self._shown[index.row()], self.columns[index.column()]
        if isinstance(item, Group):
            return self._group_data(item, index.column(), role)
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return column.text(item)
        if role == SECOND:
            return column.second(item) if column.second else ""
        if role == STATE:
            return column.state(item) if column.state else ""
        if role == LINES:
            return column.lines(item) if column.lines else ()
        if role == ROW_ID:
            return self._row_id(item)
        if role == STRONG:
            return column.bold or (column.strong is not None and column.strong(item))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(item, column)
        return None

    @staticmethod
    def _spoken(item: Any, column: Column) -> str:
        words = [column.text(item), column.second(item) if column.second else ""]
        if column.lines:
            words += [word for line in column.lines(item) for _, word in line]
        said = list(dict.fromkeys(word for word in words if word))
        return f"{column.heading}: {', '.join(said)}"

    def _group_data(self, group: Group, column: int, role: int) -> Any:
        if role == GROUP:
            return group.key
        if role == Qt.ItemDataRole.DisplayRole:
            return group.words if column == 0 else ""
        if role == NUMBER:
            return group.number
        if role == COUNT and self._grouping is not None:
            return self._grouping.counted(group.count)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = f"{group.number} {group.words}".strip()
            return f"{words}, {group.count} rows, {'folded' if group.key in self._folded else 'open'}"
        return None


def _runs(marks: Iterable[bool]) -> list[tuple[int, int]]:
    """Where the marks are set, as runs: the first place and the one after the last."""
    runs, place = [], 0
    for is_set, group in groupby(marks):
        end = place + sum(1 for _ in group)
        if is_set:
            runs.append((place, end))
        place = end
    return runs
