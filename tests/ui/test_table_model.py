"""The one model behind every table: Qt's own tester over many edits, and no edit of one record ever resets it."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from leadapp.ui.tables.rows_model import ROW_ID, Column, Grouping, RowsModel


@dataclass(frozen=True, slots=True)
class Fruit:
    id: int
    name: str
    colour: str


COLUMNS = (Column("id", "ID", lambda f: str(f.id), sort=lambda f: f.id), Column("name", "Name", lambda f: f.name))
BY_COLOUR = Grouping(lambda f: f.colour, lambda key: key.title())
COLOURS = st.sampled_from(["green", "red", "yellow"])
fruits = st.lists(
    st.builds(Fruit, id=st.integers(1, 12), name=st.sampled_from("abc"), colour=COLOURS), max_size=10, unique_by=lambda f: f.id
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("records"), fruits),
        st.tuples(st.just("sort"), st.tuples(st.integers(-1, 1), st.booleans())),
        st.tuples(st.just("group"), st.booleans()),
        st.tuples(st.just("fold"), COLOURS),
        st.tuples(st.just("filter"), st.sampled_from(["", "a", "b"])),
    ),
    max_size=12,
)


def take(model: RowsModel, step: tuple[str, object]) -> None:
    kind, what = step
    if kind == "records":
        model.set_records(what)  # type: ignore[arg-type]
    elif kind == "sort":
        assert isinstance(what, tuple)
        model.sort(what[0], Qt.SortOrder.DescendingOrder if what[1] else Qt.SortOrder.AscendingOrder)
    elif kind == "group":
        model.set_grouping(BY_COLOUR if what else None)
    elif kind == "fold":
        model.toggle_group(str(what))
    else:
        model.set_filter(lambda fruit: str(what) in fruit.name)


def ids(model: RowsModel) -> list[int]:
    return [fruit.id for fruit in model.shown_records()]


@settings(max_examples=60)
@given(steps)
def test_qts_own_tester_finds_nothing(qapp: QApplication, ways: list[tuple[str, object]]) -> None:
    model = RowsModel(COLUMNS, lambda f: f.id)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for step in ways:
        take(model, step)
        shown = [model.record(row) for row in range(model.rowCount())]
        assert [f.id for f in shown if f is not None] == ids(model)
    assert tester.model() is model


@settings(max_examples=60)
@given(fruits.filter(len), st.data(), st.booleans(), st.sampled_from([-1, 0, 1]))
def test_one_edit_resets_nothing_and_keeps_its_place(
    qapp: QApplication, records: list[Fruit], data: st.DataObject, grouped: bool, column: int
) -> None:
    model = RowsModel(COLUMNS, lambda f: f.id)
    model.set_grouping(BY_COLOUR if grouped else None)
    model.sort(column)
    model.set_records(records)
    chosen = data.draw(st.sampled_from(records))
    kept = QPersistentModelIndex(model.index(model.row_of(chosen.id), 0))
    resets: list[int] = []
    model.modelReset.connect(lambda: resets.append(1))
    changed = Fruit(chosen.id, data.draw(st.sampled_from("abc")), data.draw(COLOURS))
    model.set_records([changed if f.id == chosen.id else f for f in records])
    assert resets == []
    assert kept.isValid()
    assert model.data(kept, ROW_ID) == chosen.id
    assert model.record(kept.row()) == changed


@pytest.mark.parametrize("grouped", [False, True])
def test_one_record_more_or_less_resets_nothing(qapp: QApplication, grouped: bool) -> None:
    model: QAbstractItemModel = RowsModel(COLUMNS, lambda f: f.id)
    assert isinstance(model, RowsModel)
    model.set_grouping(BY_COLOUR if grouped else None)
    records = [Fruit(n, "a", "red" if n % 2 else "green") for n in range(30)]
    model.set_records(records)
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda *_: told.append("in"))
    model.rowsRemoved.connect(lambda *_: told.append("out"))
    model.set_records([*records, Fruit(99, "b", "red")])
    model.set_records(records)
    assert told == ["in", "out"]


def test_a_changed_record_repaints_one_row(qapp: QApplication) -> None:
    model = RowsModel(COLUMNS, lambda f: f.id)
    model.set_records([Fruit(1, "a", "red"), Fruit(2, "b", "red")])
    rows: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _roles: rows.append((first.row(), last.row())))
    model.set_records([Fruit(1, "a", "red"), Fruit(2, "c", "red")])
    assert rows == [(1, 1)]


def test_what_lies_outside_is_nothing(qapp: QApplication) -> None:
    model = RowsModel(COLUMNS, lambda f: f.id)
    model.set_grouping(BY_COLOUR)
    model.set_records([Fruit(1, "a", "red")])
    assert model.data(QModelIndex()) is None
    assert model.flags(QModelIndex()) == Qt.ItemFlag.NoItemFlags
    assert model.record(7) is None
    assert model.group(7) is None
    assert model.rowCount(model.index(0, 0)) == model.columnCount(model.index(0, 0)) == 0
    assert model.headerData(9, Qt.Orientation.Horizontal) is None
    assert model.data(model.index(0, 0)) == "Red"
    assert model.data(model.index(0, 1)) == ""
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
    assert model.data(model.index(1, 0), Qt.ItemDataRole.DecorationRole) is None


def test_hundreds_of_rows_go_and_come_without_a_reset(qapp: QApplication) -> None:
    model = RowsModel(COLUMNS, lambda f: f.id)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.set_records([Fruit(n, "b" if 300 <= n < 600 else "a", "red") for n in range(900)])
    kept = QPersistentModelIndex(model.index(450, 0))
    told: list[str] = []
    model.modelReset.connect(lambda: told.append("reset"))
    model.rowsInserted.connect(lambda _parent, first, last: told.append(f"in {first} to {last}"))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(f"out {first} to {last}"))
    model.laid_out.connect(lambda: told.append("laid out"))
    model.set_filter(lambda fruit: fruit.name == "b")
    assert ids(model) == list(range(300, 600))
    assert model.data(kept, ROW_ID) == 450
    assert (model.holds(7), model.holds(901)) == (True, False)
    model.set_filter(lambda _fruit: True)
    assert model.data(kept, ROW_ID) == 450
    assert told == ["out 600 to 899", "out 0 to 299", "laid out", "in 0 to 299", "in 600 to 899", "laid out"]
    assert tester.model() is model
