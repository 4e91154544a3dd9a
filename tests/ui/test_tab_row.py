"""Tabs that find no room fold into a menu; the keyboard goes through all of them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton, QWidget

from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.tab_row import TabRow
from tests.ui.fixtures import Stage, bring_up, settle
from tests.ui.hands import focus, plan_page, press

NINE = tuple((f"t{n}", f"Registers and services {n}") for n in range(1, 10))


def row_of_nine(stage: list[QWidget], width: int, scale: float = 1.0) -> tuple[TabRow, list[str]]:
    theme.current.apply("light", scale)
    tabs, told = TabRow(NINE), list[str]()
    tabs.chosen.connect(told.append)
    stand = Stage(tabs)
    stage.append(stand)
    stand.resize(width, 120)
    bring_up(stand)
    tabs.select("t1")
    settle()
    return tabs, told


def more_of(tabs: TabRow) -> QToolButton:
    found = tabs.findChild(QToolButton, "more_tabs")
    assert found is not None
    return found


def shown(tabs: TabRow) -> list[str]:
    return [key for key, button in tabs._buttons.items() if button.isVisible()]


@pytest.mark.parametrize(("width", "scale"), [(900, 1.0), (960, 2.0), (640, 2.0)])
def test_tabs_without_room_lie_in_a_menu_and_none_is_cut(stage: list[QWidget], width: int, scale: float) -> None:
    tabs, told = row_of_nine(stage, width, scale)
    seen = shown(tabs)
    assert 0 < len(seen) < 9
    assert seen == [key for key, _ in NINE][: len(seen)]
    for key in seen:
        button = tabs._buttons[key]
        assert button.width() >= button.sizeHint().width()
        assert button.geometry().right() < tabs.width()
    more = more_of(tabs)
    assert more.isVisible()
    assert more.geometry().right() < tabs.width()
    assert more.accessibleName().startswith(f"More tabs: Registers and services {len(seen) + 1}, ")
    tabs._fill_menu()
    actions = tabs._menu.actions()
    assert [action.text() for action in actions] == [words for _, words in NINE][len(seen) :]
    actions[-1].trigger()
    settle()
    assert told == ["t9"]
    assert "t9" in shown(tabs), "the chosen one stands in the row"
    assert tabs._buttons["t9"].isChecked()
    assert focus() is tabs._buttons["t9"]


def test_the_keyboard_goes_through_all_of_them(stage: list[QWidget]) -> None:
    tabs, told = row_of_nine(stage, 700)
    tabs._buttons["t1"].setFocus()
    for _ in range(9):
        press("Right")
    assert told == [*(f"t{n}" for n in range(2, 10)), "t1"]
    press("Left")
    press("Home")
    press("End")
    assert told[-3:] == ["t9", "t1", "t9"]
    assert focus() is tabs._buttons["t9"]
    more = more_of(tabs)
    more.setFocus(Qt.FocusReason.TabFocusReason)
    press("Right")
    assert told[-1] not in {"t1", "t9"}


def test_the_keys_go_on_from_tab_to_tab_of_the_plan(window: MainWindow) -> None:
    page = plan_page(window)
    page.tabs._buttons["mine"].setFocus()
    for key in ("cascade", "clock"):
        press("Right")
        assert page.tabs._buttons[key].isChecked()
        assert focus() is page.tabs._buttons[key], "not in the table of the tab"
    press("Home")
    assert focus() is page.tabs._buttons["mine"]


def test_with_room_for_all_there_is_no_menu(stage: list[QWidget]) -> None:
    tabs, _ = row_of_nine(stage, 2400)
    assert len(shown(tabs)) == 9
    assert not more_of(tabs).isVisible()


def test_the_menu_says_what_waits_in_a_tab_it_holds(stage: list[QWidget]) -> None:
    tabs, _ = row_of_nine(stage, 700)
    tabs.set_count("t9", "14 to decide")
    more = more_of(tabs)
    assert more.text() == "More •"
    assert "Registers and services 9, 14 to decide" in more.accessibleName()
    tabs._fill_menu()
    assert tabs._menu.actions()[-1].text() == "Registers and services 9, 14 to decide"
