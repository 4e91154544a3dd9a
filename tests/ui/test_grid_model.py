"""The grid as a Qt model: Qt's own tester, and which cells take typing."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.directorate import ServiceRecord
from leadapp.domain.measures import Kpi
from leadapp.domain.quarters import Quarter
from leadapp.domain.service_grid import Grid, Line, ServiceValue, shape_of
from leadapp.domain.service_paste import Paste
from leadapp.services.opening import shipped_plan
from leadapp.ui.grid.grid_model import EDITABLE, GridModel

KPI = Kpi(1, "k", 1, 1, "Managers trained", KpiKind.PERCENTAGE, numerator_label="trained", denominator_label="all")


ONE_LINE = st.tuples(st.integers(0, 9), st.sampled_from(["", "missing", "bad"]))


def made(lines: list[tuple[int, str]], kpi: Kpi = KPI) -> Grid:
    quarter = Quarter.parse("2026-27-Q2")
    found = []
    for place, (number, how) in enumerate(lines):
        value = (
            ServiceValue(place, f"v{place}", 1, 1, str(quarter), place, None, float(number), 10.0) if how != "missing" else None
        )
        typed = (("numerator", "x"),) if how == "bad" else ()
        found.append(Line(ServiceRecord(place, f"s{place}", 1, f"Service {place}", frontline=False), value, None, typed))
    return Grid(kpi, "2.13", shape_of(kpi, shipped_plan()), quarter, tuple(found))


@settings(max_examples=40)
@given(st.lists(st.lists(ONE_LINE, min_size=1, max_size=5), min_size=1, max_size=5))
def test_qts_own_tester_finds_nothing(qapp: QApplication, ways: list[list[tuple[int, str]]]) -> None:
    model = GridModel()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    before = -1
    for lines in ways:
        resets.clear()
        model.set_grid(made(lines))
        assert bool(resets) == (len(lines) != before), "the same services are shown in place"
        before = len(lines)
        model.preview(Paste({0: {"numerator": "7"}}))
        assert model.index(0, 1).data() == "7"
        model.preview(None)
        model.hold({0: {"denominator": "8"}})
        assert model.index(0, 2).data() == "8"
        assert model.release() == {0: {"denominator": "8"}}
    model.set_grid(None)
    assert model.rowCount() == 0
    assert tester.model() is model


def test_only_the_kpis_own_cells_take_typing(qapp: QApplication) -> None:
    model = GridModel()
    model.set_grid(made([(4, "")]))
    told: list[object] = []
    model.typed.connect(told.append)
    assert not model.setData(model.index(0, 0), "New name")
    assert model.setData(model.index(0, 1), "4")  # what stands there already is not told again
    assert told == []
    assert model.setData(model.index(0, 1), " 5 ")
    assert told == [{0: {"numerator": "5"}}]
    assert [model.index(0, c).data(EDITABLE) for c in range(6)] == [False, True, True, False, False, True]
