"""KPIs of one's own, the lists among an action's details, and filters that fold where the window is short."""

from __future__ import annotations

import datetime as dt

from PySide6.QtWidgets import QDialog, QToolButton

from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.quarters import Quarter
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.clock_view import ClockView
from tests.ui.fixtures import Watch, settle
from tests.ui.hands import action, button, choose, click, field, fill, focus, my_actions, open_action, plan_page, words_on


def test_a_kpi_of_ones_own_is_asked_for_from_then_on(window: MainWindow, watch: Watch) -> None:
    own = action(window, "NS-12")
    pane = open_action(window, "NS-12")

    def answer(dialog: QDialog) -> None:
        click(button(dialog, "Add KPI"))
        assert field(dialog, "kpi_text").problem() == "Say what is measured."
        fill(dialog, "kpi_text", "Hubs with a quiet room")
        fill(dialog, "kpi_target", "many")
        click(button(dialog, "Add KPI"))
        assert field(dialog, "kpi_target").problem() == "Type a number, such as 412."
        assert field(dialog, "kpi_text").text() == "Hubs with a quiet room", "what was typed stays"
        fill(dialog, "kpi_target", "100%")
        fill(dialog, "kpi_due", "soon")
        click(button(dialog, "Add KPI"))
        assert field(dialog, "kpi_due").problem().startswith("“soon” was not understood. Type a month of the programme (Month 9)")
        fill(dialog, "kpi_due", "month 12")
        assert "Understood as Month 12: 31 December 2026." in words_on(dialog)
        assert field(dialog, "kpi_due").problem() == ""
        click(button(dialog, "Add KPI"))

    watch.answers.append(answer)
    click(button(pane, "Add a KPI…"))
    (kpi,) = [line.kpi for line in window.services.round.detail(own.id).kpis if line.kpi.text == "Hubs with a quiet room"]
    assert (kpi.kind, kpi.target, kpi.direction, kpi.due) == (KpiKind.PERCENTAGE, 100.0, Direction.AT_LEAST, "M12")
    assert not kpi.counts_people
    assert "Hubs with a quiet room (at least 100%, Month 12)" in words_on(pane.form.kpis)
    assert "Last value" not in words_on(pane.quarter) or "Due Month 12" in words_on(pane.quarter)
    click(button(pane.form.kpis, "Remove KPI Hubs with a quiet room"))
    assert "Hubs with a quiet room" not in words_on(pane.form.kpis)
    window.undo()
    settle()
    assert "Hubs with a quiet room" in words_on(pane.form.kpis)


def test_a_kpi_may_fall_due_on_a_day_of_its_own(window: MainWindow, watch: Watch) -> None:
    pane = open_action(window, "NS-12")

    def answer(dialog: QDialog) -> None:
        fill(dialog, "kpi_text", "Hubs with a quiet room")
        fill(dialog, "kpi_due", "31/3/27")
        assert "Understood as 31 March 2027." in words_on(dialog)
        click(button(dialog, "Add KPI"))

    watch.answers.append(answer)
    click(button(pane, "Add a KPI…"))
    assert "Hubs with a quiet room (31 March 2027)" in words_on(pane.form.kpis)
    window.go("clock")
    settle()
    clock = plan_page(window)._views["clock"]
    assert isinstance(clock, ClockView)
    found = [line for line in clock.model.shown_records() if line.what == "Hubs with a quiet room"]
    assert [line.day for line in found] == [dt.date(2027, 3, 31)]
    record = window.services.returns.assemble(Quarter(2026, 2))
    (kpi,) = [kpi for kpi in record.kpis if kpi.text == "Hubs with a quiet room"]
    assert (kpi.due, kpi.due_words, kpi.asked) == ("2027-03-31", "31 March 2027", False)


def test_a_number_asks_for_its_unit_and_a_yes_for_no_target(window: MainWindow, watch: Watch) -> None:
    pane = open_action(window, "NS-12")
    seen: list[tuple[bool, bool]] = []

    def answer(dialog: QDialog) -> None:
        kinds = ("A share: how many out of how many", "A number", "Yes or not yet")
        for words in kinds:
            choose(field(dialog, "kpi_kind").box, words)  # type: ignore[arg-type]
            words_now = words_on(dialog)
            seen.append(("Unit of the number" in words_now, "Target" in words_now))
        click(button(dialog, "Cancel"))

    before = window.services.round.detail(action(window, "NS-12").id).kpis
    watch.answers.append(answer)
    click(button(pane, "Add a KPI…"))
    assert seen == [(False, True), (True, True), (False, False)]
    assert window.services.round.detail(action(window, "NS-12").id).kpis == before


def test_details_stay_folded_until_they_are_asked_for(window: MainWindow) -> None:
    window.go("action", action(window, "2.4").id)
    settle()
    pane = my_actions(window).pane
    assert "Milestones" not in words_on(pane.form)
    click(button(pane.form, "Show details: owner, dates, milestones, KPIs"))
    assert "Milestones" in words_on(pane.form)
    window.go("action", action(window, "1.8").id)
    settle()
    assert "Milestones" in words_on(pane.form), "they stay open for the next action"


def test_removing_a_milestone_keeps_the_keyboard_in_the_list(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    services, found = window.services, window.services.round.detail(action(window, "1.8").id).milestones
    click(button(pane.form.milestones, f"Remove milestone {found[0].title}"))
    assert focus().objectName() == "new_milestone"
    assert len(services.round.detail(action(window, "1.8").id).milestones) == len(found) - 1


def test_where_the_window_is_short_filters_fold_into_a_menu(window: MainWindow) -> None:
    window.go("plan")
    view = my_actions(window)
    more = view.filter.findChild(QToolButton, "filter_actions_more")
    assert more is not None
    assert view.filter.chips["update"].isVisible()
    theme.current.apply("light", 2.0)
    settle()
    assert more.isVisible()
    assert [key for key, chip in view.filter.chips.items() if chip.isVisible()] == ["all"]
    menu = more.menu()
    assert menu is not None
    menu.aboutToShow.emit()
    urgent = next(entry for entry in menu.actions() if entry.text().startswith("Urgent"))
    urgent.trigger()
    settle()
    assert {a.urgent for a in view.model.shown_records()} == {True}
    assert view.filter.chips["urgent"].isVisible(), "what narrows the list down is seen"
    menu.aboutToShow.emit()
    next(entry for entry in menu.actions() if entry.text().startswith("Urgent")).trigger()
    settle()
    assert {a.urgent for a in view.model.shown_records()} == {True, False}


def test_the_columns_that_do_not_fit_fold_into_two_lines(window: MainWindow) -> None:
    window.go("plan")
    table = my_actions(window).table
    keys = [column.key for column in table.rows.columns]

    def shown() -> list[str]:
        return [key for number, key in enumerate(keys) if not table.isColumnHidden(number)]

    assert shown() == ["id", "title", "due", "status", "confidence"]
    open_action(window, "1.8")
    settle()
    assert shown() == ["id", "title", "due", "state"]
    window.resize(1024, 600)
    settle()
    assert shown() == ["id", "title"]
    index = table.rows.index(table.rows.row_of(action(window, "1.8").id), keys.index("title"))
    from PySide6.QtCore import Qt

    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Underway" in spoken
    assert "At risk" in spoken
