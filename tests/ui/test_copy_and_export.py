"""Copying what a table shows, exporting it, and one action as a page of a paper, in the real window."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QGuiApplication

from leadapp.domain.plan import ActionDraft
from leadapp.ui import dialogs
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import settle, wait_until
from tests.ui.hands import action, button, click, my_actions, open_action, press, words_on


def clipboard() -> tuple[str, str]:
    data = QGuiApplication.clipboard().mimeData()
    return data.text(), data.html()


def test_several_rows_are_copied_as_a_table_for_word(window: MainWindow) -> None:
    view = my_actions(window)
    view.table.setFocus()
    view.table.choose(action(window, "5.4").id)
    press("Ctrl+A")
    press("Ctrl+C")
    text, html = clipboard()
    assert len(text.splitlines()) == len(window.services.plan.list_actions()) + 1
    assert html.count("<tr>") == len(text.splitlines())
    assert "mso-number-format:'\\@'" in html, "3.10 stays a text"


def test_a_title_like_a_formula_is_copied_harmless(window: MainWindow) -> None:
    changes, made = window.services.plan.add_action(ActionDraft(title='=HYPERLINK("http://x","y")', owner="@all"))
    window.bus.tell(changes)
    view = my_actions(window)
    view.table.choose(made)
    view.table.setFocus()
    press("Ctrl+C")
    text, html = clipboard()
    assert "\t'=HYPERLINK" in text
    assert "'@all" in html


def test_what_is_shown_is_exported_and_said(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    view = my_actions(window)
    click(view.filter.chips["urgent"])
    shown = [record.reference for record in view.model.accepted_records()]
    whole = len(window.services.plan.list_actions())
    assert window.shown_export.words() == f"Export what is shown… ({len(shown)} of {whole} rows)"
    target = tmp_path / "urgent"
    monkeypatch.setattr(dialogs, "_ask", lambda *_a: [str(target)])
    press("Ctrl+Shift+E")
    wait_until(lambda: not window.shown_export.worker.is_running)
    settle()
    assert "Exported. urgent.xlsx" in words_on(window.banner).replace("\n", " ")
    sheet = load_workbook(tmp_path / "urgent.xlsx").active
    assert sheet is not None
    assert [sheet.cell(row, 1).value for row in range(4, sheet.max_row + 1)] == shown
    assert f"OFFICIAL. {len(shown)} of {whole} rows" in str(sheet["A2"].value)


def test_the_cascade_and_the_history_are_exported_too(window: MainWindow, tmp_path: Path) -> None:
    for place, name in (("cascade", "Cascade"), ("history", "")):
        window.go(place)
        settle()
        table = window.shown_export.table()
        assert table is not None
        assert name in table.title
        window.shown_export.export(table, tmp_path / f"{place}.csv")
        wait_until(lambda: not window.shown_export.worker.is_running)
        lines = (tmp_path / f"{place}.csv").read_text("utf-8-sig").splitlines()
        assert len(lines) > 5


def test_a_page_without_a_table_says_so(window: MainWindow) -> None:
    window.go("settings")
    settle()
    press("Ctrl+Shift+C")
    assert "This page shows no table." in words_on(window.banner)


def test_a_leadapp_file_is_never_overwritten_by_a_table(window: MainWindow) -> None:
    my_actions(window)
    table = window.shown_export.table()
    assert table is not None
    window.shown_export.export(table, window.services.path)
    assert "cannot be written over a leadapp file" in words_on(window.banner)


def test_one_action_is_copied_as_a_page_of_a_paper(window: MainWindow) -> None:
    pane = open_action(window, "1.8")
    click(button(pane, "Copy for a paper"))
    text, html = clipboard()
    assert "<h2>1.8 A champion in every frontline service</h2>" in html
    assert "<h3>Measures</h3>" in html
    assert text.startswith("OFFICIAL\n1.8 A champion in every frontline service")
    assert "Update for July to September 2026" in text
    assert "1.8 is copied" in words_on(my_actions(window))
