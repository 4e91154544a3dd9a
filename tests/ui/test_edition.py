"""The edition of the corporate plan in the window: the table to fill in, a preview, refusals, taking it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from leadapp.ui import dialogs
from leadapp.ui.fold import Fold
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.edition_preview import EditionPreviewPanel
from leadapp.ui.plan.edition_view import EditionView
from tests.ui.fixtures import Watch, settle, wait_until
from tests.ui.hands import button, click, column_of, focus, my_actions, plan_page, words_on


@pytest.fixture
def view(window: MainWindow) -> EditionView:
    """The tab on the sample."""
    window.go("edition")
    settle()
    found = plan_page(window)._views["edition"]
    assert isinstance(found, EditionView)
    return found


@pytest.fixture
def table(window: MainWindow, tmp_path: Path) -> Path:
    """The table with the plan in force, as it was saved."""
    window.services.editions.save_template(tmp_path / "Plan 2027.xlsx")
    return tmp_path / "Plan 2027.xlsx"


def change(table: Path, **cells: str | None) -> None:
    book = load_workbook(table)
    for place, value in cells.items():
        book["Plan"][place] = value
    book.save(table)


def read(view: EditionView, path: Path) -> EditionPreviewPanel:
    view.read(path)
    wait_until(lambda: not view._worker.is_running)
    settle()
    assert view._panel is not None
    return view._panel


def fold(panel: EditionPreviewPanel, words: str) -> Fold:
    return next(f for f in panel.findChildren(Fold) if f.button.text().strip("\u2009 ").startswith(words))


def test_the_tab_says_which_edition_is_in_force(view: EditionView) -> None:
    told = words_on(view)
    assert "First published edition (undated in the source)" in told
    assert "61 actions. Wording: leadapp edition 1. In this file since 1 January 2026." in told
    assert focus() is view.replace


def test_a_preview_shows_the_groups_and_nothing_is_changed_by_leaving_it(view: EditionView, table: Path) -> None:
    change(table, I11="Year 1", D4="Tell everybody what was heard")
    panel = read(view, table)
    told = words_on(panel)
    assert "2 actions are changed; 59 stay as they are." in told
    assert "The timescale becomes “Year 1”" in told, "what it means for her own plan is unfolded"
    assert "from “Within 3 months” to “Year 1”" not in told
    click(fold(panel, "Changed").button)
    assert "from “Within 3 months” to “Year 1”" in words_on(panel)
    assert fold(panel, "Changed").button.accessibleName() == "Changed (2), unfolded"
    click(fold(panel, "Changed").button)
    assert "from “Within 3 months” to “Year 1”" not in words_on(panel)
    assert focus() is not None
    click(button(panel, "Cancel"))
    assert view._panel is None
    assert focus() is view.replace
    assert view._page.services.editions.in_force().name.startswith("First published edition")


def test_an_edition_is_taken_after_it_was_asked_for(view: EditionView, window: MainWindow, table: Path, watch: Watch) -> None:
    book = load_workbook(table)
    book["Plan"].delete_rows(64)
    book.save(table)
    panel = read(view, table)
    assert "1 action is withdrawn" in words_on(panel)
    panel._name.show_text("  ")
    click(button(panel, "Take this edition"))
    assert "Type the edition's name." in words_on(panel)
    panel._name.show_text("Second edition")
    asked: list[str] = []

    def refuse(dialog: object) -> None:
        asked.append(words_on(dialog))  # type: ignore[arg-type]
        click(button(dialog, "Not yet"))  # type: ignore[arg-type]

    watch.answers.append(refuse)
    click(button(panel, "Take this edition"))
    assert "“Second edition” replaces the edition in force." in asked[0]
    assert view._panel is panel
    watch.answers.append(lambda dialog: click(button(dialog, "Take this edition")))
    click(button(panel, "Take this edition"))
    settle()
    assert view._panel is None
    assert "“Second edition” is in force now." in words_on(view)
    assert "60 actions. Wording: as in Plan 2027.xlsx." in words_on(view)
    window.go("plan")
    settle()
    table_shown = my_actions(window).table
    assert "5.6" in column_of(table_shown, 0)
    (withdrawn,) = [a for a in window.services.plan.list_actions() if a.is_withdrawn]
    assert withdrawn.reference == "5.6 (withdrawn)"


def test_refused_rows_are_listed_and_the_file_can_be_read_again(view: EditionView, table: Path) -> None:
    change(table, I4="Ongoing", G5=None)
    panel = read(view, table)
    told = words_on(panel)
    assert "“Plan 2027.xlsx” cannot be taken yet" in told
    assert "2 things in the file cannot be used." in told
    assert "Sheet “Plan”, row 4, column I" in told
    assert "“Accountable” is empty." in told
    change(table, I4="Within 3 months", G5="Chief Executive")
    click(button(panel, "Read the file again"))
    wait_until(lambda: not view._worker.is_running)
    settle()
    assert view._panel is not None
    assert "Nothing to take." in words_on(view._panel)
    click(button(view._panel, "Back"))


def test_many_refused_rows_are_counted(view: EditionView, table: Path) -> None:
    change(table, **{f"{column}{row}": None for row in range(4, 60) for column in "BDFGH"})
    panel = read(view, table)
    assert "And " in words_on(panel)
    assert "more." in words_on(panel)


def test_what_cannot_be_read_is_told_in_place(view: EditionView, window: MainWindow, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(b"%PDF-1.7")
    view.read(tmp_path / "plan.xlsx")
    wait_until(lambda: not view._worker.is_running)
    settle()
    assert "is a PDF" in words_on(view)
    view.read(window.services.path)
    assert "is a leadapp file" in words_on(view)
    assert view._panel is None


def test_remarks_and_an_untouched_plan_are_said(view: EditionView, table: Path) -> None:
    book = load_workbook(table)
    book["How to fill it in"].sheet_state = "hidden"
    book["Plan"]["A65"], book["Plan"]["C65"], book["Plan"]["D65"] = 5, "5.7", "Something nobody thought of"
    for column, text in zip("BEFGHI", ("New", "Done by Month 12", "Why", "Chief Executive", "Director", "Year 2"), strict=True):
        book["Plan"][f"{column}65"] = text
    book.save(table)
    told = words_on(read(view, table))
    assert "The sheet “How to fill it in” is hidden and was not read." in told
    assert "None of your own actions is touched." in told
    assert "1 action is added" in told


def test_the_files_are_chosen_in_dialogs(view: EditionView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "_ask", lambda *_a: [str(tmp_path / "table")])
    click(button(view, "Save the table with the plan in force…"))
    assert "Table saved. table.xlsx" in words_on(view).replace("\n", " ")
    monkeypatch.setattr(dialogs, "_ask", lambda *_a: [str(tmp_path / "away" / "t.xlsx")])
    click(button(view, "Save the empty table…"))
    assert "is not there" in words_on(view)
    monkeypatch.setattr(dialogs, "_ask", lambda *_a: [])
    click(button(view, "Save the empty table…"))
    monkeypatch.setattr(dialogs, "_ask", lambda *_a: [str(tmp_path / "table.xlsx")])
    click(view.replace)
    wait_until(lambda: not view._worker.is_running)
    settle()
    assert view._panel is not None, words_on(view)
    assert "Nothing to take." in words_on(view._panel)


def test_she_says_that_a_renumbered_action_is_another_one(view: EditionView, table: Path) -> None:
    change(table, C4="1.20")
    panel = read(view, table)
    panel.show_name("Plan for 2027")
    click(fold(panel, "Changed").button)
    click(button(panel, "This is another action"))
    settle()
    assert view._panel is not None
    assert view._panel.name == "Plan for 2027"
    told = words_on(view._panel)
    assert "1 action is added, 1 is withdrawn; 60 stay as they are." in told
    assert "A new action. 1.1 Say what was heard and what comes first is withdrawn." in told
    click(button(view._panel, "It is the same action"))
    settle()
    assert view._panel is not None
    assert "1 action is changed; 60 stay as they are." in words_on(view._panel)
