"""The dialogs of a return's life as they are seen: nothing cut off, small, without a name or out of Tab's way, also at 200 %."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QDialog

from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import SignatureDraft
from leadapp.ui import theme
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.return_page import ReturnPage
from tests.ui.fixtures import Watch, settle
from tests.ui.test_screens import wrong_with

pytestmark = pytest.mark.usefixtures("every_event")

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_dialog_can_be_read_and_reached(window: MainWindow, watch: Watch, scale: float) -> None:
    theme.current.apply("light", scale)
    window.resize(1280, 800)
    window.go("return")
    settle()
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    found: dict[str, dict[str, list[str]]] = {}

    def look(dialog: QDialog) -> None:
        settle()
        found[dialog.windowTitle()] = wrong_with(dialog)
        dialog.reject()

    card, life = page.signatories, page.services.life
    watch.answers += [look] * 5
    card.sign()
    life.sign(Q2, SignatureDraft("", ""))
    page.refresh()
    card.confirm()
    card.reopen()
    page.show_place("", Q1)
    card.correct()
    life.correct(Q1, "The lists say 40. " * 20)
    page.refresh()
    card.correct_action()
    assert set(found) == {
        "Sign the return",
        "Record a confirmation",
        "Reopen the return?",
        "Correct the return?",
        "Correct 2026-27-Q1",
    }
    assert {name: wrong for name, wrong in found.items() if wrong} == {}
    window.activateWindow()
    settle()
    assert wrong_with(page) == {}
