"""Ctrl+F goes to the filter of the table that is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow
from tests.ui.hands import focus, my_actions, press, write


@pytest.mark.parametrize(("place", "filter_name"), [("plan", "filter_actions"), ("cascade", "filter_cascade")])
def test_ctrl_f_goes_to_the_filter_of_the_table_that_is_shown(
    sample: Services, qtbot: QtBot, place: str, filter_name: str
) -> None:
    window = MainWindow(sample)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for room in ("plan", "cascade", place):
        window.go(room)
    if place == "plan":
        window.rooms["plan"].show_place("mine", None)
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == filter_name
    window.close()


@pytest.mark.parametrize("key", ["Down", "Return"])
def test_down_and_enter_go_from_the_filter_to_the_first_row(window: MainWindow, key: str) -> None:
    view = my_actions(window)
    press("Ctrl+F")
    write("2.4")
    assert not view.table.currentIndex().isValid()
    press(key)
    assert focus() is view.table
    record = view.model.record(view.table.currentIndex().row())
    assert record is not None
    assert record.reference == "2.4"
