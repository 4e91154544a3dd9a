"""Ctrl+Z where the keyboard is in a text: typing first, and with none left the last step by its name, as elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QLineEdit

from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.registers_view import RegistersView
from tests.ui.fixtures import settle
from tests.ui.hands import action, choose, field, focus, my_actions, open_action, part, press, words_on, write


@pytest.mark.parametrize("name", ["update", "due", "title", "owner"])
def test_with_no_typing_left_the_last_step_is_undone(window: MainWindow, name: str) -> None:
    pane = open_action(window, "2.4")
    choose(part(pane, QComboBox, "status"), "Paused")
    field(pane, "status_reason").box.setFocus()
    write("No money")
    field(pane, name).stops()[0].setFocus()
    settle()
    assert action(window, "2.4").status.value == "paused"
    here = focus()
    press("Ctrl+Z")
    assert action(window, "2.4").status.value == "underway"
    assert words_on(window.undo_bar).strip().startswith("Undone: 2.4 set to Paused")
    assert focus() is here, "the keyboard stays"
    press("Ctrl+Shift+Z")
    assert action(window, "2.4").status.value == "paused"


def test_typing_is_undone_before_any_step(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    window.undo_bar.hide()
    box = field(pane, "update").box
    before = field(pane, "update").text()
    press("Ctrl+End")
    write(" More")
    press("Ctrl+Z")
    assert field(pane, "update").text() == before
    assert focus() is box
    assert window.services.history.state().undo is None or "Update" not in str(window.services.history.state().undo)


def test_in_a_filter_with_nothing_typed_it_undoes_the_last_step(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    press("Alt+3")
    settle()
    assert pane.quarter.confidence.text() == "off_track"
    my_actions(window).filter.line.setFocus()
    press("Ctrl+Z")
    confidence = action(window, "2.4").confidence
    assert confidence is not None
    assert confidence.value != "off_track"


def _line_and_count(window: MainWindow, place: str) -> tuple[QLineEdit, Callable[[], int]]:
    """A line that adds what is typed into it, and how many there are."""
    services = window.services
    if place == "register":
        window.go("registers", "agreement")
        settle()
        return window.findChildren(RegistersView)[0].pane.line, lambda: len(services.registers.entries("agreement"))
    if place == "risk":
        window.go("risk")
        settle()
        line = part(window, QLineEdit, "add_risk")
        return line, lambda: len(services.risks.risks())
    if place == "milestone":
        pane = open_action(window, "2.4")
        pane.form.fold(folded=False)
        settle()
        number = action(window, "2.4").id
        return part(pane, QLineEdit, "new_milestone"), lambda: len(services.round.detail(number).milestones)
    window.go("settings")
    settle()
    return part(window, QLineEdit, "new_service"), lambda: len(services.preferences.directorate().services)


@pytest.mark.parametrize("place", ["register", "risk", "milestone", "service"])
def test_in_a_line_whose_text_was_added_it_takes_the_addition_back(window: MainWindow, place: str) -> None:
    """It brought the words back into the line, and leaving the line added them a second time."""
    line, count = _line_and_count(window, place)
    before = count()
    line.setFocus()
    write("Head of Parks")
    press("Enter")
    assert count() == before + 1
    press("Ctrl+Z")
    assert count() == before
    assert line.text() == ""
    window.go("home")
    settle()
    assert count() == before
