"""The sample's whole quarter round and its export by keyboard alone, with the keys counted."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtWidgets import QDialog

from leadapp.domain.checks import ODD
from leadapp.domain.measures import value_text
from leadapp.domain.quarters import Quarter
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.return_page import ReturnPage
from tests.journeys.keyboard import Keyboard
from tests.ui.fixtures import Watch, settle, wait_until
from tests.ui.hands import focus, words_on

MOST_KEYS = 8
"""Beside the words, for each action."""


def test_the_round_and_the_export_need_no_mouse(
    window: MainWindow, watch: Watch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    hand, counts = Keyboard(), {}
    services = window.services
    left = [item for item in services.round.items() if not item.is_done]
    hand.press("Ctrl+R")
    for item in left:
        before = hand.keys
        hand.write(f"What we did on {item.action.reference} this quarter.")
        for line in item.kpis:
            if line.is_left:
                hand.go_to(f"kpi{line.kpi.id}_numerator")
                hand.write("12")
                hand.press("Tab")
                hand.write("16")
        hand.press("Ctrl+Return")
        counts[item.action.reference] = hand.keys - before
    assert "The round is done" in words_on(window)
    with capsys.disabled():
        print(f"\nkeys beside the words: {counts}")
    assert max(counts.values()) <= MOST_KEYS
    assert all(item.is_done for item in services.round.items())

    def name_the_file(_dialog: QDialog) -> None:
        hand.write(str(tmp_path / "by keyboard.xlsx"))
        hand.press("Return")

    watch.answers.append(name_the_file)
    hand.press("Ctrl+E")
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    wait_until(lambda: not page.export._worker.is_running, 20_000)
    settle()
    assert "Return exported." in words_on(page)
    assert all(
        check.passed or check.severity == ODD for check in services.returns.checks(Quarter(2026, 2)) if check.key != "triggers"
    )
    book = openpyxl.load_workbook(tmp_path / "by keyboard.xlsx", read_only=True)
    cells = {str(c) for sheet in book for line in sheet.iter_rows(values_only=True) for c in line if c is not None}
    book.close()
    for item in left:
        assert any(f"What we did on {item.action.reference} this quarter." in cell for cell in cells)
    assert (tmp_path / "by keyboard.pdf").exists()


def test_an_action_with_several_kpis_that_are_due_needs_two_keys_for_each(window: MainWindow) -> None:
    hand, services = Keyboard(), window.services
    (own,) = [item for item in services.round.items() if item.action.reference == "NS-08"]
    services.plan.add_kpi(own.action.id, "Panels that were mixed", "percentage", {"due": "Month 9"})
    services.plan.add_kpi(own.action.id, "It is agreed", "yes_no", {"due": "Month 9"})
    hand.press("Ctrl+R")
    hand.keys = 0
    hand.write("The posts are out since May.")
    for _share in range(2):
        hand.press("Alt+K")
        hand.write("3")
        hand.press("Tab")
        hand.write("4")
    hand.press("Alt+K", "Space", "Ctrl+Return")
    assert hand.keys == 7 <= MOST_KEYS
    (item,) = [item for item in services.round.items() if item.action.reference == "NS-08"]
    assert item.is_done
    assert {line.kpi.text: value_text(line.kpi, line.now) for line in item.kpis} == {
        "Acting-up posts and secondments that were advertised": "3 of 4, 75.0%",
        "Panels that were mixed": "3 of 4, 75.0%",
        "It is agreed": "Yes",
    }
    hand.press("Ctrl+Shift+Return", "Alt+K")
    assert focus().objectName() == f"kpi{item.kpis[0].kpi.id}_numerator", "with nothing left it goes through all of them"
    hand.press("Alt+K")
    assert focus().objectName() == f"kpi{item.kpis[1].kpi.id}_numerator"
