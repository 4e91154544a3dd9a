"""The menu of a row, by right click and by key, in the tables of Plan and History."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from leadapp.domain.plan import Decision
from leadapp.ui.history.history_page import HistoryPage
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.cascade_view import CascadeView
from leadapp.ui.tables.table_view import TableView
from tests.ui.fixtures import settle
from tests.ui.hands import action, fill, my_actions, open_action, part, press, words_on


def open_menu() -> QMenu:
    """The menu that is open."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMenu) and w.isVisible()]
    assert len(found) == 1
    return found[0]


def offered(menu: QMenu) -> list[str]:
    return [a.text().split("\t")[0] for a in menu.actions() if not a.isSeparator()]


def take(menu: QMenu, words: str) -> None:
    """Choose an entry."""
    next(a for a in menu.actions() if a.text().split("\t")[0] == words).trigger()
    menu.close()
    settle()


def right_click(table: TableView, row: int) -> QMenu:
    at = QPoint(40, table.rowViewportPosition(row) + table.rowHeight(row) // 2)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, table.viewport().mapToGlobal(at))
    QApplication.sendEvent(table.viewport(), event)
    settle()
    return open_menu()


def test_an_action_is_opened_updated_and_copied_from_its_menu(window: MainWindow) -> None:
    view = my_actions(window)
    place = view.model.row_of(action(window, "1.8").id)
    menu = right_click(view.table, place)
    assert offered(menu) == ["Open", "Update it in the quarter round", "Show its history", "Copy"]
    assert [record.reference for record in view.table.chosen_records()] == ["1.8"], "the menu speaks of the row under it"
    take(menu, "Copy")
    clipboard = QGuiApplication.clipboard()
    assert clipboard is not None
    assert clipboard.text().splitlines()[1].startswith("1.8\t")
    view.table.setFocus()
    press("Shift+F10")
    take(open_menu(), "Open")
    assert view.pane.isVisible()
    assert view.pane.action_id == action(window, "1.8").id
    take(right_click(view.table, place), "Show its history")
    assert window.current_page() is window.rooms["history"]


def test_the_menu_key_opens_the_menu_of_the_row_under_the_cursor(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.choose(action(window, "2.4").id)
    view.table.setFocus()
    QApplication.sendEvent(view.table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(), QPoint()))
    settle()
    take(open_menu(), "Update it in the quarter round")
    assert "2.4" in words_on(window)
    assert not view.table.isVisible(), "the round has the whole page"


def test_a_group_is_folded_from_its_menu(window: MainWindow) -> None:
    view = my_actions(window)
    before = len(view.model.shown_records())
    take(right_click(view.table, 0), "Fold this group")
    assert len(view.model.shown_records()) < before
    take(right_click(view.table, 0), "Open this group")
    assert len(view.model.shown_records()) == before


def test_a_corporate_action_is_adopted_and_decided_again_from_its_menu(window: MainWindow) -> None:
    window.go("cascade")
    settle()
    view = part(window, CascadeView)
    rows = {r.corporate_id: r for r in window.services.plan.cascade()}
    waiting = next(i for i, r in rows.items() if r.needs_decision)
    adopted = next(i for i, r in rows.items() if r.decision is Decision.ADOPTED)
    declined = next(i for i, r in rows.items() if r.decision is Decision.DECLINED)
    view.table.choose(adopted)
    menu = right_click(view.table, view.model.row_of(adopted))
    assert offered(menu) == ["Open my action", "Copy"]
    menu.close()
    view.table.choose(declined)
    menu = right_click(view.table, view.model.row_of(declined))
    assert offered(menu) == ["Adopt", "Decline…", "Decide again", "Copy"]
    take(menu, "Decide again")
    assert {r.corporate_id: r for r in window.services.plan.cascade()}[declined].decision is Decision.OPEN
    view.table.choose(waiting)
    take(right_click(view.table, view.model.row_of(waiting)), "Adopt")
    assert {r.corporate_id: r for r in window.services.plan.cascade()}[waiting].decision is Decision.ADOPTED


def test_a_value_is_restored_from_the_menu_of_its_change(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    before = action(window, "1.8").title
    fill(pane, "title", "Another title")
    assert action(window, "1.8").title == "Another title"
    window.go("history")
    settle()
    page = window.rooms["history"]
    assert isinstance(page, HistoryPage)
    newest = page.model.shown_records()[0].step.number
    menu = right_click(page.table, page.model.row_of(newest))
    assert offered(menu) == ["Open", "Restore “Title”", "Copy"]
    take(menu, "Restore “Title”")
    assert action(window, "1.8").title == before
