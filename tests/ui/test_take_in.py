"""Taking in a list in the real window: three steps by keyboard, corrections, pasted rows, refusals, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox

from leadapp.domain.tracker_preview import Choice
from leadapp.ui import dialogs
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.take_in.take_in_view import COLUMNS, PREVIEW, SOURCE, WORDS, TakeInView
from tests.imports import trackers
from tests.ui.fixtures import Watch, settle, wait_until
from tests.ui.hands import choose, click, focus, plan_page, press, words_on


@pytest.fixture
def view(window: MainWindow) -> TakeInView:
    window.go("take_in")
    settle()
    found = plan_page(window)._take_in
    assert found is not None
    return found


def read(view: TakeInView, path: Path) -> None:
    view.read(path)
    wait_until(lambda: not view._worker.is_running)
    settle()


def step(view: TakeInView) -> int:
    return view._stack.currentIndex()


def titles(window: MainWindow) -> set[str]:
    return {action.title for action in window.services.plan.list_actions()}


def test_a_list_is_taken_in_by_keyboard_alone(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = trackers.housing(tmp_path)
    monkeypatch.setattr(dialogs, "_ask", lambda *_a: [str(path)])
    before = titles(window)
    press("Ctrl+I")
    view = plan_page(window)._take_in
    assert view is not None
    assert focus() is view.choose_button
    press("Space")
    wait_until(lambda: step(view) == COLUMNS)
    assert "The sheet “Lists” is hidden and was not read." in words_on(view)
    assert isinstance(focus(), QComboBox)
    view.next.setFocus()
    press("Space")
    assert step(view) == WORDS
    assert {word: box.currentText() for word, box in view.words.boxes.items()}["Amber"] == "Underway, at risk"
    view.next.setFocus()
    press("Space")
    assert step(view) == PREVIEW
    assert focus() is view.preview.table
    assert view.take.accessibleName() == "Take in 4 actions"
    assert titles(window) == before
    view.take.setFocus()
    press("Space")
    assert titles(window) - before == {row.action.title for row in view.preview.preview.rows}
    assert plan_page(window).my_actions.table.isVisible()
    press("Ctrl+Z")
    assert titles(window) == before


def test_a_row_is_decided_otherwise_and_counted(view: TakeInView, tmp_path: Path) -> None:
    read(view, trackers.housing(tmp_path))
    click(view.next)
    click(view.next)
    press("Down")
    press("Return")
    assert focus() is view.preview.row_choice.combo
    choose(view.preview.row_choice.combo, "Leave out")
    assert view.preview.preview.rows[1].choice is Choice.LEAVE
    assert view.take.accessibleName() == "Take in 3 actions"
    press("Escape")
    assert focus() is view.preview.table, "Escape goes back to the rows first"
    press("Escape")
    assert not view.isVisible(), "then it leaves the list"


def test_what_was_matched_once_is_not_called_guessed(window: MainWindow, view: TakeInView, tmp_path: Path) -> None:
    path = trackers.housing(tmp_path)
    read(view, path)
    assert "Guessed from the headings" in words_on(view.columns)
    click(view.next)
    click(view.next)
    click(view.take)
    window.go("take_in")
    settle()
    read(view, path)
    assert "Matched as you matched them last time." in words_on(view.columns)
    assert "Guessed from the headings" not in words_on(view.columns)


def test_columns_and_words_are_corrected(view: TakeInView, tmp_path: Path) -> None:
    read(view, trackers.percentages(tmp_path))
    choose(view.columns.boxes[0], "Leave out")
    assert "Say which column holds the action itself." in words_on(view)
    assert not view.next.isEnabled()
    choose(view.columns.boxes[0], "Action (its title)")
    assert view.next.isEnabled()
    click(view.next)
    choose(view.words.boxes["50%"], "Paused")
    assert set(view.words.ticks) >= {"Libraries"}
    click(view.words.ticks["Libraries"].box)
    click(view.next)
    assert "Libraries" not in view.words.services()
    click(view.back)
    assert not view.words.ticks["Libraries"].box.isChecked(), "what was unticked stays so"


def test_another_row_of_headings_is_chosen(view: TakeInView, tmp_path: Path) -> None:
    read(view, trackers.housing(tmp_path))
    choose(view.columns.head.combo, "No row: the list has no headings")
    assert view._guess is not None
    assert view._guess.matching.head == -1


def test_pasted_rows_come_into_the_same_preview(window: MainWindow) -> None:
    window.go("plan")
    settle()
    QGuiApplication.clipboard().setText("Action\tOwner\nSing together\tChoir lead\n")
    plan_page(window).my_actions.table.setFocus()
    press("Ctrl+V")
    view = plan_page(window)._take_in
    assert view is not None
    assert step(view) == COLUMNS
    click(view.next)
    assert step(view) == PREVIEW, "without words for a status there is no second step"
    click(view.take)
    assert "Sing together" in titles(window)


def test_what_cannot_be_read_is_told_and_changes_nothing(view: TakeInView, window: MainWindow, tmp_path: Path) -> None:
    before = titles(window)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    read(view, broken)
    assert step(view) == SOURCE
    assert "“broken.xlsx” is damaged or cut off" in words_on(view)
    view.read(window.services.path)
    assert "is a leadapp file" in words_on(view)
    QGuiApplication.clipboard().setText("")
    click(view.paste_button)
    assert "Nothing was pasted." in words_on(view)
    assert titles(window) == before


def test_every_box_has_a_name_and_the_page_is_left_with_nothing_running(view: TakeInView, tmp_path: Path, watch: Watch) -> None:
    read(view, trackers.housing(tmp_path))
    assert all(box.accessibleName() for box in view.columns.boxes.values())
    assert view.columns.boxes[0].focusPolicy() is Qt.FocusPolicy.StrongFocus
    click(view.cancel)
    assert not view._worker.is_running
    assert not watch.opened


def test_a_thousand_rows_are_previewed_without_a_thousand_widgets(view: TakeInView, tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    path.write_bytes(trackers.large(1_000))
    read(view, path)
    click(view.next)
    click(view.next)
    assert view.take.accessibleName() == "Take in 1,000 actions"
    assert view.preview.model.rowCount() == 1_000
    assert len(view.findChildren(QComboBox)) < 40


def test_a_sorted_preview_tells_of_the_row_that_is_chosen(view: TakeInView, tmp_path: Path) -> None:
    read(view, trackers.housing(tmp_path))
    click(view.next)
    click(view.next)
    table = view.preview.table
    head = table.horizontalHeader()
    for _ in range(2):
        click(head.viewport(), QPoint(head.sectionViewportPosition(1) + 20, head.height() // 2))
    view.preview.show_preview(view.preview.preview)
    first = view.preview.model.shown_records()[0]
    assert first.number, "it is not the list's own first row"
    assert view.preview.model.record(table.currentIndex().row()) == first
    assert first.action.title in words_on(view.preview._pane)


def test_a_corporate_plan_is_sent_to_its_own_way_in(view: TakeInView, window: MainWindow, tmp_path: Path) -> None:
    window.services.editions.save_template(tmp_path / "plan.xlsx")
    read(view, tmp_path / "plan.xlsx")
    assert "To replace the plan in force with it, go to Edition" in words_on(view)
    read(view, trackers.housing(tmp_path))
    assert "Edition" not in words_on(view)
