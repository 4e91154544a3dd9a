"""Where does this come from: the panel that shows the rows behind a number, and leads to them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from leadapp.domain.plan import ActionDraft
from leadapp.services.opening import Services
from leadapp.ui.evidence.evidence_view import EvidenceView
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.services_view import ServicesView
from leadapp.ui.source_panel import SourcePanel
from tests.ui.fixtures import Show, Watch, settle
from tests.ui.hands import (
    action,
    button,
    click,
    focus,
    my_actions,
    only_dialog,
    press,
    words_on,
)


def panel(window: QWidget) -> SourcePanel:
    found = window.findChild(SourcePanel)
    assert found is not None
    return found


def test_home_is_asked_by_key_and_a_row_leads_to_its_place(window: MainWindow) -> None:
    before = focus()
    press("Alt+W")
    asked = panel(window)
    assert asked.isVisible()
    assert asked.isAncestorOf(focus())
    press("Escape")
    assert not asked.isVisible()
    assert focus() is before
    click(button(window, "Where does this come from? Going stale"))
    assert asked.list.count() == 1
    assert "NS-10" in asked.list.item(0).text()
    press("Tab")
    assert focus() is asked.list
    press("Enter")
    assert my_actions(window).pane.action_id == action(window, "NS-10").id


def test_a_table_of_the_return_is_asked_while_it_is_read(window: MainWindow, watch: Watch) -> None:
    window.go("return")
    settle()

    def answer(dialog: QDialog) -> None:
        asking = [
            b for b in dialog.findChildren(QWidget) if getattr(b, "text", lambda: "")() == "Where do these numbers come from?"
        ]
        assert len(asking) == 5, "commitments, changes, pillars, KPIs, the 1.7 test"
        asking[2].setFocus()
        press("Space")
        asked = panel(dialog)
        assert "Pillar 1: actions: 15" in asked.figure.combo.currentText()
        press("Escape")
        assert only_dialog() is dialog
        press("Space")
        asked.list.setFocus()
        press("Enter")

    watch.answers.append(answer)
    click(button(window, "Preview"))
    assert window.current_page() is window.rooms["plan"]


def test_a_number_that_is_nought_says_so(services: Services, show_window: Show) -> None:
    window = show_window(services)
    click(button(window, "Where does this come from? Going stale"))
    assert "No row is behind it: it is nought." in words_on(panel(window))
    assert not panel(window).list.isVisible()
    assert panel(window).findChildren(QLabel)


def test_the_panel_follows_the_window_and_tells_another_number(window: MainWindow) -> None:
    press("Alt+W")
    asked = panel(window)
    asked.figure.combo.setFocus()
    press("Down")
    assert "Corporate actions to decide on: 6" in asked.figure.combo.currentText()
    assert asked.list.count() == 6
    window.resize(1024, 600)
    settle()
    assert asked.geometry().right() < window.width()
    click(button(asked, "Close (Escape)"))
    assert not asked.isVisible()


def test_a_page_without_figures_opens_no_panel(window: MainWindow) -> None:
    window.go("settings")
    settle()
    press("Alt+W")
    assert window.findChild(SourcePanel) is None


def test_the_panel_goes_with_its_page_and_with_a_change(window: MainWindow) -> None:
    press("Alt+W")
    asked = panel(window)
    window.go("history")
    settle()
    assert not asked.isVisible()
    window.go("home")
    press("Alt+W")
    assert asked.isVisible()
    window.bus.tell(window.services.plan.add_action(ActionDraft(title="One more"))[0])
    settle()
    assert not asked.isVisible()  # its numbers were those from before


@pytest.mark.parametrize("tab", ["pace", "clock"])
def test_the_tabs_of_the_plan_are_asked_too(window: MainWindow, tab: str) -> None:
    window.go(tab)
    press("Alt+W")
    asked = panel(window)
    press("Down")
    assert asked.list.count()
    asked.list.setFocus()
    press("Enter")
    settle()
    assert my_actions(window).pane.isVisible()


def test_a_row_of_evidence_or_of_a_service_opens_it_where_it_stands(window: MainWindow) -> None:
    told = [s for s in window.services.provenance.of_return(window.services.preferences.reported_quarter()) if s.group == "kpis"]
    rows = {row.place: row for s in told for row in s.rows}
    window.go("evidence")
    view = window.findChild(EvidenceView)
    assert view is not None
    view.filter.line.setText("zzzz")
    window.go("evidence", rows["evidence"].what)
    assert [e.name for e in view.table.chosen_records()] == [rows["evidence"].words]
    window.go("grid", rows["grid"].what)
    grid = window.findChild(ServicesView)
    assert grid is not None
    assert [g.kpi.id for g in grid.table.chosen_records()] == [rows["grid"].what]
