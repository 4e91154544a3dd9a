"""The very place: what Home, the check and search lead to opens there, with the cursor in the box that is meant."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.spots import Spot
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.grid.grid_model import GridModel
from leadapp.ui.grid.grid_table import GridTable
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.cascade_view import CascadeView
from leadapp.ui.widgets import Button
from tests.ui.fixtures import Show, settle
from tests.ui.hands import click, field, focus, my_actions, part, plan_page, press, words_on, write
from tests.worlds import by_reference


@pytest.fixture
def window(show_window: Show, services: Services) -> MainWindow:
    """A directorate with the actions that the tests type into."""
    services.plan.adopt(("2.4", "2.13", "3.10"))
    for action in services.plan.list_actions():
        services.plan.change(action.id, action.version, ActionDraft(confidence="at_risk"))
    return show_window(services)


def look_at_it(window: MainWindow, name: str = "Look at it: ") -> None:
    """Press the button of Home whose name begins so."""
    window.go("home")
    window.rooms["home"].refresh()
    settle()
    click(next(b for b in window.rooms["home"].findChildren(Button) if b.accessibleName().startswith(name)))
    settle()


def in_sight(window: MainWindow, widget: QWidget) -> bool:
    """Whether the widget that has the cursor can be seen, not only scrolled to."""
    return not widget.visibleRegion().isEmpty() and widget.visibleRegion().boundingRect().height() >= widget.height() - 2


def test_a_date_that_is_none_is_looked_at_in_its_box(window: MainWindow) -> None:
    action = by_reference(window.services, "2.4")
    window.services.plan.change(action.id, action.version, ActionDraft(due="31 September 2026"))
    look_at_it(window)
    pane = my_actions(window).pane
    assert pane.action_id == action.id
    assert focus() is field(pane, "due").box
    assert in_sight(window, focus())


def test_an_amount_of_an_action_that_is_folded_away_unfolds(window: MainWindow) -> None:
    pane = my_actions(window).pane
    window.go("action", Spot(by_reference(window.services, "2.4").id, "budget_spent"))
    settle()
    assert focus() is field(pane, "budget_spent").box
    assert in_sight(window, focus())


def test_a_value_that_cannot_be_used_is_looked_at_in_its_kpi(window: MainWindow) -> None:
    kpi = next(k for k in window.services.plan.list_kpis() if k.corporate_kpi == "2.13.K2")
    window.services.grid.set_by_service(kpi.id, by_service=False)
    window.services.round.record_value(kpi.id, ValueDraft(numerator="4", denominator="x"))
    look_at_it(window)
    assert focus().objectName() == f"kpi{kpi.id}_numerator" or focus().objectName() == f"kpi{kpi.id}_denominator"
    assert my_actions(window).pane.action_id == kpi.action_id


def test_a_cell_of_a_service_is_looked_at_in_the_grid(window: MainWindow) -> None:
    grid = next(g for g in window.services.grid.grids() if g.kpi.corporate_kpi == "2.13.K2")
    window.services.grid.keep(grid.kpi.id, {grid.lines[1].service.id: {"numerator": "1", "denominator": "1o"}})
    look_at_it(window)
    table = part(window, GridTable, "service_grid")
    model = table.model()
    assert isinstance(model, GridModel)
    assert focus() is table
    assert model.grid is not None
    assert model.grid.kpi.id == grid.kpi.id
    assert table.currentIndex().row() == 1
    assert model.name(table.currentIndex().column()) in {"numerator", "denominator"}


def test_a_line_of_a_register_is_looked_at_in_its_field(window: MainWindow) -> None:
    registers = window.services.registers
    _, first = registers.add("agreement", {"subject": "Head of Parks"})
    registers.add("agreement", {"subject": "Head of Housing"})
    registers.change(first, {"happened_on": "some day"})
    look_at_it(window)
    assert focus().objectName() == "entry_happened_on"
    assert "some day" in getattr(focus(), "text", str)()


def test_a_setting_and_a_service_are_looked_at_in_their_boxes(window: MainWindow) -> None:
    preferences = window.services.preferences
    preferences.change(preferences.directorate().version, {"days_to_return": "many"})
    look_at_it(window)
    assert window.current_page() is window.rooms["settings"]
    assert focus().objectName() == "days_to_return"
    preferences.change(preferences.directorate().version, {"days_to_return": "9"})
    parks = next(s for s in preferences.directorate().services if s.name == "Parks")
    preferences.rename_service(parks.id, "")
    look_at_it(window)
    assert focus().accessibleName() == "Name of service Parks"


def test_an_action_called_on_track_after_its_date_opens_at_its_confidence(window: MainWindow) -> None:
    action = by_reference(window.services, "2.13")
    changed = ActionDraft(due="1 March 2026", due_reason="As agreed", confidence="on_track")
    window.services.plan.change(action.id, action.version, changed)
    look_at_it(window)
    pane = my_actions(window).pane
    assert pane.action_id == action.id
    assert field(pane, "confidence").isAncestorOf(focus())


def test_record_values_begins_in_the_first_value_that_is_missing(show_window: Show, sample: Services) -> None:
    window = show_window(sample)
    look_at_it(window, "Record values: ")
    missing = next(s for s in sample.home.view()[0].steps if s.button == "Record values").what
    number = getattr(missing, "part", None)
    assert number
    assert focus().objectName().startswith(f"kpi{number}_")
    assert plan_page(window).round.isAncestorOf(focus())


# -------------------------------------------------------------------------------- search
def search(window: MainWindow, words: str) -> None:
    window.search.start()
    write(words)
    press("Return")
    settle()


def test_a_kpi_that_is_found_opens_with_the_cursor_in_its_box(window: MainWindow) -> None:
    kpi = next(k for k in window.services.plan.list_kpis() if k.corporate_kpi == "2.13.K2")
    search(window, kpi.text)
    assert my_actions(window).pane.action_id == kpi.action_id
    assert focus().objectName().startswith(f"kpi{kpi.id}_")
    assert in_sight(window, focus())


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_corporate_action_that_is_not_adopted_opens_in_the_cascade(window: MainWindow, scale: float) -> None:
    window.go("cascade")
    settle()
    view = part(window, CascadeView)
    view.filter.line.setText("nothing reads so")
    theme.current.apply(scale=scale)
    title = next(r.title for r in window.services.plan.cascade() if r.corporate_id == "5.4")
    window.go("home")
    search(window, title)
    assert focus() is view.table
    chosen = view.table.chosen_records()
    assert [row.corporate_id for row in chosen] == ["5.4"]
    assert scale > 1 or title in words_on(view.pane)
