"""Ctrl+F goes to the filter of the table that is shown."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from leadapp.services.opening import Services
from leadapp.ui.main_window import MainWindow


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
