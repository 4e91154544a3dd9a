"""What leadapp can give itself stands beneath a KPI's boxes: it is told, taken with one press, and never put over what was typed."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from leadapp.domain.measures import KpiValue
from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.kpi_boxes import KpiBoxes
from leadapp.ui.plan.registers_view import RegistersView
from leadapp.ui.plan.services_view import ServicesView
from tests.ui.fixtures import Show, settle
from tests.ui.hands import button, click, fill, part, words_on
from tests.worlds import by_reference

ASSESSMENT = {"subject": "Fees", "subject_kind": "new_policy", "happened_on": "1 August 2026", "done": "yes", "answer": "yes"}


@pytest.fixture
def window(show_window: Show, services: Services) -> MainWindow:
    """A plan with a KPI that a register feeds, and one that services share."""
    services.plan.adopt(("2.4", "2.13"))
    services.registers.add("eia", ASSESSMENT)
    return show_window(services)


def boxes_of(window: MainWindow, reference: str, corporate_kpi: str) -> KpiBoxes:
    """The boxes of a KPI in the round."""
    window.go("round", by_reference(window.services, reference).id)
    settle()
    line = line_of(window, reference, corporate_kpi)
    return next(b for b in window.findChildren(KpiBoxes) if b.isVisible() and b._line.kpi.id == line)


def line_of(window: MainWindow, reference: str, corporate_kpi: str) -> int:
    detail = window.services.round.detail(by_reference(window.services, reference).id)
    return next(line.kpi.id for line in detail.kpis if line.kpi.corporate_kpi == corporate_kpi)


def value_of(window: MainWindow, reference: str, corporate_kpi: str) -> KpiValue | None:
    detail = window.services.round.detail(by_reference(window.services, reference).id)
    return next(line.now for line in detail.kpis if line.kpi.corporate_kpi == corporate_kpi)


def given(boxes: QWidget) -> str:
    return words_on(boxes)


def test_what_a_register_counts_is_taken_with_one_press_and_undone_with_one(window: MainWindow) -> None:
    boxes = boxes_of(window, "2.4", "2.4.K1")
    assert "Register: impact assessments. 2.4.K1: 1 of 1 policies, 100.0%. Not taken yet." in given(boxes)
    click(button(boxes, "Use these figures"))
    value = value_of(window, "2.4", "2.4.K1")
    assert value is not None
    assert (value.numerator, value.denominator, value.source) == (1, 1, "Register: impact assessments")
    assert "This is the value." in given(boxes)
    assert "Use these figures" not in given(boxes)
    window.undo()
    settle()
    assert value_of(window, "2.4", "2.4.K1") is None


def test_a_figure_typed_by_hand_stays_and_is_told_to_differ(window: MainWindow) -> None:
    boxes = boxes_of(window, "2.4", "2.4.K1")
    number = line_of(window, "2.4", "2.4.K1")
    fill(boxes, f"kpi{number}_numerator", "3")
    fill(boxes, f"kpi{number}_denominator", "4")
    boxes.unit.flush()
    settle()
    assert "The value above was typed by hand and differs." in given(boxes)
    value = value_of(window, "2.4", "2.4.K1")
    assert value is not None
    assert value.numerator == 3
    click(button(boxes, "Where does this come from?"))
    assert part(window, RegistersView).pane.register.key == "eia"


def test_the_sum_over_services_is_told_and_leads_to_its_grid(window: MainWindow) -> None:
    services = window.services
    boxes = boxes_of(window, "2.13", "2.13.K2")
    assert "By service: nothing filled in yet (0 of 2 services)." in given(boxes)
    grid = next(g for g in services.grid.grids() if g.kpi.corporate_kpi == "2.13.K2")
    texts = {"numerator": "14", "denominator": "20"}
    window.bus.tell(services.grid.keep(grid.kpi.id, {grid.lines[0].service.id: texts}))
    settle()
    assert "By service: 14 of 20, 70.0% from 1 of 2 services. This is the value." in given(boxes)
    assert boxes.fields["source"].text() == "By service: 1 of 2 services"
    fill(boxes, f"kpi{grid.kpi.id}_numerator", "15")
    boxes.unit.flush()
    settle()
    assert "typed by hand and differs" in given(boxes)
    assert boxes.fields["source"].text() == ""
    click(button(boxes, "Fill it in by service"))
    shown = part(window, ServicesView).pane.model.grid
    assert shown is not None
    assert shown.kpi.id == grid.kpi.id


def test_nothing_is_told_where_there_is_nothing_to_give(window: MainWindow) -> None:
    boxes = boxes_of(window, "2.4", "2.4.K2")
    assert "Register" not in given(boxes)
    assert not boxes._given.isVisible()
