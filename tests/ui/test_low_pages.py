"""The tabs of the plan, and the history, in a low window at large text: the whole page scrolls, and its table shows rows worth the name."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QTableView

from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.page_header import PageHeader
from leadapp.ui.plan.plan_page import PlanPage
from leadapp.ui.tall_page import TallPage
from tests.ui import facts
from tests.ui.fixtures import Show, settle
from tests.ui.hands import button, click, focus, part, press


@pytest.fixture
def low_window(show_window: Show, sample: Services) -> MainWindow:
    """The sample at 200 % in the smallest window that is promised."""
    theme.current.apply("light", 2.0)
    return show_window(sample, (1024, 600))


def table_of(window: MainWindow) -> QTableView:
    tables = [t for t in window.findChildren(QTableView) if t.isVisible()]
    assert len(tables) == 1
    return tables[0]


def rows_of(table: QTableView) -> float:
    return table.viewport().height() / table.verticalHeader().defaultSectionSize()


def row_in_sight(window: MainWindow, table: QTableView) -> bool:
    """Whether the whole of the row that has the cursor can be seen."""
    row = table.visualRect(table.currentIndex())
    port = part(window, TallPage, "tall_page").viewport()
    seen = QRect(QPoint(0, 0), port.size())
    return seen.contains(QRect(table.viewport().mapTo(port, row.topLeft()), row.size()))


@pytest.mark.parametrize("place", ["plan", "cascade", "registers", "grid", "history", "risk"])
def test_a_table_keeps_some_rows_and_the_cursor_in_sight(low_window: MainWindow, place: str) -> None:
    low_window.go(place)
    settle()
    table = table_of(low_window)
    assert rows_of(table) >= min(5, table.model().rowCount()) - 0.1
    table.setFocus()
    for keys in ("Down", "Down", "Down", "Down", "Up", "Up", "Up", "Up"):
        press(keys)
        assert row_in_sight(low_window, table), keys
    assert facts.clipped(low_window) == []
    assert facts.overflowing(low_window) == []


def test_what_tab_reaches_is_scrolled_to(low_window: MainWindow) -> None:
    low_window.go("registers")
    settle()
    page = part(low_window, TallPage, "tall_page")
    click(button(low_window, "Plan"))
    press("Tab")
    for _ in range(20):
        if page.isAncestorOf(focus()) and not isinstance(focus(), QTableView):
            here = focus().mapTo(page.viewport(), QPoint(0, 0)).y()
            assert 0 <= here <= page.viewport().height() - focus().height(), facts.tell(focus())
        press("Tab")


def test_where_there_is_height_enough_nothing_scrolls(show_window: Show, sample: Services) -> None:
    window = show_window(sample, (1024, 600))
    for place in ("plan", "cascade", "registers", "grid", "evidence"):
        window.go(place)
        settle()
        page = part(window, TallPage, "tall_page")
        assert not page.verticalScrollBar().isVisible(), place
        content = page.widget()
        assert content is not None
        assert content.size() == page.size(), place


def test_a_title_stays_whole_beside_its_buttons(low_window: MainWindow) -> None:
    low_window.go("plan")
    settle()
    page = low_window.rooms["plan"]
    assert isinstance(page, PlanPage)
    title = page.header.title
    assert title.width() >= title.fontMetrics().horizontalAdvance("Plan")
    folded = button(page.header, "Quarter round")
    assert folded.text() == ""
    assert folded.toolTip() == "Quarter round"
    theme.current.apply("light", 1.0)
    settle()
    assert folded.text().strip() == "Quarter round"
    assert folded.toolTip() == ""


@pytest.mark.parametrize("place", ["return", "ask", "plan", "triggers"])
def test_the_title_of_a_low_page_is_whole(low_window: MainWindow, place: str) -> None:
    low_window.go(place)
    settle()
    header = low_window.rooms["risks" if place == "triggers" else "return" if place == "ask" else place].findChild(PageHeader)
    assert header is not None
    assert header.title.height() >= header.title.heightForWidth(header.title.width())
    if place == "return":
        assert header.title.text() == "Return 2026-27-Q2"
        assert header.title.accessibleName() == "Return for July to September 2026"
        theme.current.apply("light", 1.0)
        settle()
        assert header.title.text() == "Return for July to September 2026"
