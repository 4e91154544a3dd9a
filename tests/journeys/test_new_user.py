"""A new lead: first run, cascade, an action of her own, the round, the headline, and a return that says what she typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit

from leadapp.services.opening import Services
from leadapp.ui.application import Windows
from leadapp.ui.first_run.first_run_window import FirstRunWindow
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.cascade_view import CascadeView
from leadapp.ui.returns.return_page import ReturnPage
from tests.ui.fixtures import Watch, bring_up, settle, wait_until
from tests.ui.hands import action, button, click, field, fill, part, plan_page, press, words_on, write

HEADLINE = {
    "progress": "Two of four actions have begun.",
    "challenges": "Nobody leads the briefing yet.",
    "feedback": "Nothing to report, because we began this month.",
}


@pytest.fixture
def windows(qapp: QApplication, watch: Watch) -> Iterator[Windows]:
    made = Windows(qapp)
    yield made
    made.close_all()
    settle()


def first_run(windows: Windows) -> MainWindow:
    windows.start(None)
    first = windows._window
    assert isinstance(first, FirstRunWindow)
    bring_up(first)
    for words in ("Norbury City Council", "Housing", "Ms Wyn", "Head of Housing"):
        write(words)
        press("Tab")
    fill(first, "month_zero", "1 January 2026")
    click(button(first, "Start with 61 actions"))
    window = windows._window
    assert isinstance(window, MainWindow)
    bring_up(window)
    return window


def decide(window: MainWindow, watch: Watch) -> None:
    """Adopt three at once, decline one with a reason."""
    window.go("cascade")
    settle()
    view = plan_page(window)._views["cascade"]
    assert isinstance(view, CascadeView)
    view.table.setFocus()
    view.table.choose("2.3")
    press("Shift+Down", 2)
    click(button(view, "Adopt 3 actions"))
    view.table.choose("1.1")
    settle()

    def because(dialog: QDialog) -> None:
        write("The council leads it")
        click(button(dialog, "Decline"))

    watch.answers.append(because)
    click(button(view, "Decline…"))
    row = next(r for r in window.services.plan.cascade() if r.corporate_id == "1.1")
    assert (row.decision.value, row.reason) == ("declined", "The council leads it")


def add_own(window: MainWindow, watch: Watch) -> None:
    def answer(dialog: QDialog) -> None:
        write("Briefing for night staff")
        press("Return")

    watch.answers.append(answer)
    click(button(plan_page(window), "Add action"))
    assert action(window, "H-01").title == "Briefing for night staff"


def go_round(services: Services, window: MainWindow) -> None:
    bring_up(window)
    window.go("round")
    settle()
    view = plan_page(window).round
    for item in services.round.items():
        assert item.action.reference in words_on(view)
        write(f"We began {item.action.reference}.")
        click(button(field(view, "confidence"), "On track"))
        for line in item.kpis:
            if line.is_left and line.kpi.perception:
                click(button(view, f"Not yet measured: {line.kpi.text}"))
        press("Ctrl+Return")
    assert all(item.update is not None for item in services.round.items())


def export(window: MainWindow, watch: Watch, target: Path) -> None:
    window.go("return")
    settle()
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    for name, words in HEADLINE.items():
        fill(page, name, words)

    def name_the_file(dialog: QDialog) -> None:
        line = part(dialog, QLineEdit, "fileNameEdit")
        line.setFocus()
        press("Ctrl+A")
        write(str(target))
        press("Return")

    watch.answers.append(name_the_file)
    click(button(page, "Export Excel and PDF"))
    wait_until(lambda: not page.export._worker.is_running, 20_000)
    settle()
    assert "Return exported." in words_on(page)


def test_from_first_run_to_a_return_that_says_what_was_typed(windows: Windows, watch: Watch, tmp_path: Path) -> None:
    window = first_run(windows)
    services = window.services
    decide(window, watch)
    add_own(window, watch)
    go_round(services, window)
    export(window, watch, tmp_path / "return.xlsx")
    expected = [
        *HEADLINE.values(),
        "We began 2.3.",
        "We began H-01.",
        "Briefing for night staff",
        "Norbury City Council",
        "Ms Wyn",
    ]
    book = openpyxl.load_workbook(tmp_path / "return.xlsx", read_only=True)
    sheet_words = "\n".join(str(c) for s in book for line in s.iter_rows(values_only=True) for c in line if c is not None)
    book.close()
    document = pypdfium2.PdfDocument(tmp_path / "return.pdf")
    pages = [document[n].get_textpage() for n in range(len(document))]
    pdf_words = " ".join(" ".join(page.get_text_range().split()) for page in pages)
    for page in pages:
        page.close()
    document.close()
    for words in expected:
        assert words in sheet_words
        assert words in pdf_words
