"""KPIs by service through the window: typing, Enter and Tab, Delete, copy, paste with its preview, fill down, undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from leadapp.domain.directorate import ServiceDraft
from leadapp.domain.errors import DiskError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.service_grid import Grid
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.grid.grid_model import STATE
from leadapp.ui.grid.grid_pane import GridPane
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.services_view import ServicesView
from tests.ui.fixtures import Show, settle
from tests.ui.hands import button, choose, click, field, focus, press, words_on
from tests.ui.hands import write as write_key


def write(text: str) -> None:
    """Type key by key: the first one opens the line over the cell, the others go into it."""
    for key in text:
        write_key(key)


def view_of(window: MainWindow) -> ServicesView:
    window.go("grid")
    settle()
    found = window.findChild(ServicesView)
    assert found is not None
    return found


def pane_of(window: MainWindow, corporate_kpi: str = "2.13.K2") -> GridPane:
    """The grid of a KPI with the cursor in its first cell."""
    view = view_of(window)
    view.show_what(grid_of(window.services, corporate_kpi).kpi.id)
    put(view.pane, 0, 1)
    return view.pane


def put(pane: GridPane, row: int, column: int, last: tuple[int, int] | None = None) -> None:
    """Put the cursor on a cell, or choose a block."""
    pane.table.setFocus()
    pane.table.setCurrentIndex(pane.model.index(row, column))
    if last is not None:
        for _ in range(last[0] - row):
            press("Shift+Down")
        for _ in range(last[1] - column):
            press("Shift+Right")
    settle()


def grid_of(services: Services, corporate_kpi: str) -> Grid:
    return next(g for g in services.grid.grids() if g.kpi.corporate_kpi == corporate_kpi)


def cells(pane: GridPane) -> list[list[str]]:
    """What stands in the cells that are typed into, the note left out."""
    columns = [c for c in pane.model.editable_columns() if pane.model.name(c) != "note"]
    return [[pane.model.text(row, c) for c in columns] for row in range(pane.model.rowCount())]


def cursor(pane: GridPane) -> tuple[int, int]:
    return pane.table.currentIndex().row(), pane.table.currentIndex().column()


@pytest.fixture
def window(show_window: Show, services: Services) -> MainWindow:
    """A plan with KPIs by service; three services."""
    services.preferences.add_service(ServiceDraft("Wardens"))
    services.plan.adopt(("2.13", "2.6", "3.10"))
    return show_window(services)


# -------------------------------------------------------------------------------- typing
def test_figures_are_typed_with_tab_and_enter_and_summed_up(window: MainWindow) -> None:
    pane = pane_of(window)
    write("14")
    press("Tab")
    write("20")
    press("Enter")
    assert cursor(pane) == (1, 1)
    write("6")
    press("Tab")
    write("6")
    press("Enter")
    assert cells(pane)[:2] == [["14", "20"], ["6", "6"]]
    assert "20 of 26\n76.9%\n2 of 3 services filled\nMissing: Wardens." in words_on(pane)
    value = grid_of(window.services, "2.13.K2").value
    assert value is not None
    assert (value.numerator, value.denominator) == (20, 26)


def test_each_cell_is_an_undo_step_of_its_own(window: MainWindow) -> None:
    pane = pane_of(window)
    write("14")
    press("Tab")
    write("20")
    press("Enter")
    window.undo()
    settle()
    assert cells(pane)[0] == ["14", ""]
    window.undo()
    settle()
    assert cells(pane)[0] == ["", ""]


def test_up_and_down_keep_a_cell_and_go_on_and_escape_gives_it_up(window: MainWindow) -> None:
    pane = pane_of(window)
    write("1")
    press("Down")
    write("2")
    press("Up")
    write("9")
    press("Escape")
    assert [row[0] for row in cells(pane)] == ["1", "2", ""]
    assert cursor(pane) == (0, 1)


def test_tab_and_back_go_through_the_lines_and_leave_the_table_when_nothing_is_typed(window: MainWindow) -> None:
    pane = pane_of(window)
    put(pane, 0, 2)
    write("5")
    press("Tab")  # the note, where there is room for it
    press("Tab")
    assert cursor(pane)[0] == 1
    press("Shift+Tab")
    assert cursor(pane)[0] == 0
    press("Escape")
    press("Tab")
    assert focus() is not pane.table


def test_a_cell_that_cannot_be_used_is_told_beside_it_and_kept(window: MainWindow) -> None:
    pane = pane_of(window)
    write("25")
    press("Tab")
    write("20")
    press("Enter")
    reads = next(c for c, (name, _) in enumerate(pane.model.columns) if name == "reads")
    assert pane.model.text(0, reads) == "25 is more than 20."
    assert pane.model.index(0, 1).data(STATE) == "bad"
    assert pane.model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole).endswith(": 25")
    assert dict(grid_of(window.services, "2.13.K2").lines[0].typed) == {"numerator": "25", "denominator": "20"}


def test_yes_and_not_yet_are_counted(window: MainWindow) -> None:
    pane = pane_of(window, "2.6.K2")
    for text in ("y", "no", "n/a"):
        write(text)
        press("Enter")
    assert cells(pane) == [["yes"], ["not yet"], ["does not apply"]]
    assert "1 of 2\n50.0%\n2 of 2 services filled\nNothing is missing. 1 outside the base." in words_on(pane)


def test_leaving_the_room_keeps_what_is_being_typed(window: MainWindow) -> None:
    pane_of(window)
    write("14")
    window.go("home")
    settle()
    assert dict(grid_of(window.services, "2.13.K2").lines[0].typed) == {"numerator": "14"}


def test_what_could_not_be_saved_stays_in_its_cell_and_is_tried_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = pane_of(window)

    def refuse(*_: object, **__: object) -> None:
        raise DiskError("The disk is full.")

    with monkeypatch.context() as refusing:
        refusing.setattr(window.services.grid, "keep", refuse)
        write("14")
        press("Enter")
        assert cells(pane)[0][0] == "14"
        assert grid_of(window.services, "2.13.K2").lines[0].value is None
        assert "The disk is full." in words_on(window)
    pane.flush()
    assert dict(grid_of(window.services, "2.13.K2").lines[0].typed) == {"numerator": "14"}


# -------------------------------------------------------------------------------- blocks
def test_delete_empties_and_ctrl_d_fills_down(window: MainWindow) -> None:
    pane = pane_of(window)
    write("4")
    press("Tab")
    write("5")
    press("Enter")
    put(pane, 0, 1, (2, 2))
    press("Ctrl+D")
    assert cells(pane) == [["4", "5"]] * 3
    press("Delete")
    assert cells(pane) == [["", ""]] * 3
    window.undo()
    settle()
    assert cells(pane) == [["4", "5"]] * 3
    put(pane, 1, 1)
    write("7")
    press("Enter")
    press("Ctrl+D")  # one cell takes what stands above it
    assert [row[0] for row in cells(pane)] == ["4", "7", "7"]


def test_a_block_is_copied_and_pasted_after_a_look_in_one_step(window: MainWindow) -> None:
    pane = pane_of(window)
    QGuiApplication.clipboard().setText("4\t5\r\n6\t7\r\nx\t9\r\n")
    press("Ctrl+V")
    assert "4 cells from the clipboard. Nothing is kept yet." in words_on(pane)
    assert "Wardens, Hiring managers and panel members trained: “x”. Type a number, such as 412." in words_on(pane)
    assert pane.model.index(0, 1).data(STATE) == "pasted"
    assert grid_of(window.services, "2.13.K2").total.is_empty
    press("Enter")
    assert cells(pane) == [["4", "5"], ["6", "7"], ["", ""]]
    put(pane, 0, 1, (1, 2))
    press("Ctrl+C")
    assert QGuiApplication.clipboard().text() == "4\t5\n6\t7"
    window.undo()
    settle()
    assert cells(pane) == [["", ""]] * 3


def test_a_preview_can_be_left_and_nothing_is_kept(window: MainWindow) -> None:
    pane = pane_of(window)
    for by_mouse in (False, True):
        QGuiApplication.clipboard().setText("4\t5")
        press("Ctrl+V")
        assert cells(pane)[0] == ["4", "5"]
        if by_mouse:
            click(button(pane, "Leave it"))
        else:
            press("Escape")
        assert cells(pane)[0] == ["", ""]
        assert focus() is pane.table
    QGuiApplication.clipboard().setText("x\ty")
    press("Ctrl+V")
    assert "Nothing of this block can be used here." in words_on(pane)
    press("Escape")
    QGuiApplication.clipboard().setText("4\t5")
    press("Ctrl+V")
    click(button(pane, "Keep 2 cells"))
    assert cells(pane)[0] == ["4", "5"]


def test_one_cell_is_pasted_at_once(window: MainWindow) -> None:
    pane = pane_of(window)
    QGuiApplication.clipboard().setText("41")
    press("Ctrl+V")
    assert cells(pane)[0][0] == "41"
    QGuiApplication.clipboard().clear()
    press("Ctrl+V")
    assert cells(pane)[0][0] == "41"


# -------------------------------------------------------------------------------- what is told
def test_a_value_typed_by_hand_is_told_and_the_sum_taken_on_demand(window: MainWindow) -> None:
    services = window.services
    services.round.record_value(grid_of(services, "2.13.K2").kpi.id, ValueDraft(numerator="30", denominator="40"))
    pane = pane_of(window)
    write("14")
    press("Tab")
    write("20")
    press("Enter")
    assert "The directorate's value, 30 of 40, 75.0%, was typed by hand." in words_on(pane)
    click(button(pane, "Use the sum"))
    value = grid_of(services, "2.13.K2").value
    assert value is not None
    assert value.numerator == 14
    assert "typed by hand" not in words_on(pane)


def test_certificates_that_run_out_are_told(window: MainWindow) -> None:
    services = window.services
    window.bus.tell(services.plan.adopt(("3.11",)))
    grid = grid_of(services, "3.11.K2a")
    pane = pane_of(window, "3.11.K2a")
    texts = {"numerator": "4", "denominator": "5", "renewal_due": "1 November 2026"}
    window.bus.tell(services.grid.keep(grid.kpi.id, {grid.lines[0].service.id: texts}))
    settle()
    assert "Housing Options on 1 November 2026. They hold for two years (3.11)." in words_on(pane)


def test_kpis_are_broken_down_and_no_longer(window: MainWindow) -> None:
    view = view_of(window)
    more = field(view, "break_down")
    combo = more.box
    choose(combo, "3.10  Staff who finished the modules of their role (new, suggested)")  # type: ignore[arg-type]
    click(button(view, "Break down"))
    assert "3.10  Staff who finished the modules of their role" in words_on(view.pane)
    click(button(view.pane, "Count services: yes or not yet"))
    assert [name for name, _ in view.pane.model.columns][1] == "answer"
    click(button(view.pane, "Not by service any more"))
    assert "3.10" not in {g.reference for g in window.services.grid.grids()}
    combo = field(view, "break_down").box
    choose(combo, "2.6  Buildings open to the public offer prayer space and fit cultural needs")  # type: ignore[arg-type]
    click(button(view, "Break down"))
    assert "Buildings open to the public" in words_on(view.pane)


def test_the_list_leads_to_the_grid(window: MainWindow) -> None:
    view = view_of(window)
    view.table.setFocus()
    press("Home")
    press("Down")
    press("Enter")
    assert focus() is view.pane.table
    assert view.pane.model.grid is view.model.record(1)


def test_a_narrow_window_has_the_kpis_in_a_box(window: MainWindow) -> None:
    window.resize(800, 600)
    view = view_of(window)
    combo = view.choice.combo
    assert combo.isVisible()
    assert not view.table.isVisible()
    choose(combo, next(combo.itemText(n) for n in range(combo.count()) if combo.itemText(n).startswith("2.13")))
    grid = view.pane.model.grid
    assert grid is not None
    assert grid.kpi.corporate_kpi == "2.13.K2"


def test_without_services_and_without_kpis_it_says_where_to_begin(show_window: Show, services: Services) -> None:
    for service in services.preferences.directorate().services:
        services.preferences.remove_service(service.id)
    window = show_window(services)
    view = view_of(window)
    assert "There are no services yet" in words_on(view)
    click(button(view, "Name services in Settings"))
    assert window.current_page() is window.rooms["settings"]
    window.bus.tell(services.preferences.add_service(ServiceDraft("Parks")))
    assert "No KPI is broken down by service" in words_on(view_of(window))


def test_fourteen_services_with_long_names_are_filled_at_double_size(show_window: Show, services: Services) -> None:
    for number in range(12):
        services.preferences.add_service(ServiceDraft(f"Service number {number} for everything that has a very long name indeed"))
    services.plan.adopt(("2.13",))
    theme.current.apply(scale=2.0)
    window = show_window(services)
    pane = pane_of(window)
    for _ in range(14):
        write("1")
        press("Tab")
        write("2")
        press("Enter")
    assert grid_of(services, "2.13.K2").total.words == "14 of 28, 50.0%"
    assert pane.table.horizontalHeader().length() <= pane.table.viewport().width()


# -------------------------------------------------------------------------------- the model


def test_the_line_over_a_cell_has_a_name(window: MainWindow) -> None:
    pane_of(window)
    write("1")
    line = focus()
    assert isinstance(line, QLineEdit)
    assert line.accessibleName() == "Housing Options, Hiring managers and panel members trained: missing"
