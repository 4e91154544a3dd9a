"""Asking owners and reading their answers in the real window: by keyboard, with conflicts chosen, dropped files, refusals, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QDialog

from leadapp.domain.plan import ActionDraft, Status
from leadapp.ui import dialogs
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.ask_view import AskView
from tests.owner_forms import fill, make_forms
from tests.ui.fixtures import Watch, bring_up, settle, wait_until
from tests.ui.hands import button, choose, focus, press, words_on
from tests.worlds import by_reference

MANAGER = "Policy and Performance Manager"


@pytest.fixture
def view(window: MainWindow) -> AskView:
    window.go("ask")
    settle()
    (found,) = window.findChildren(AskView)
    return found


def finish(view: AskView) -> None:
    wait_until(lambda: not view._worker.is_running)
    settle()


def answered(view: AskView, tmp_path: Path) -> Path:
    """A folder with one form in which the lead wrote too, and one in which she did not."""
    back = tmp_path / "back"
    back.mkdir()
    forms = make_forms(view._page.services, tmp_path / "out")
    answers: dict[tuple[str, str], object] = {("2.4", "status"): "Complete", ("2.4", "words"): "Every decision had one."}
    fill(forms[MANAGER], back / "a.xlsx", answers)
    fill(forms["Director of Communities"], back / "b.xlsx", {("NS-10", "words"): "Agreed in October."})
    (back / "c.xlsx").write_text("no workbook", "utf-8")
    return back


def read(view: AskView, folder: Path) -> None:
    view.read((folder,))
    finish(view)


def update_of(window: MainWindow, reference: str) -> str:
    item = next(i for i in window.services.round.items() if i.action.reference == reference)
    return item.update.text if item.update is not None else ""


def test_workbooks_are_made_by_keyboard_and_asked_for_before_they_replace(
    window: MainWindow, view: AskView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, watch: Watch
) -> None:
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_a: tmp_path)
    assert focus() is view.make
    press("Space")
    finish(view)
    assert len(list(tmp_path.glob("*.xlsx"))) == 15
    assert "15 workbooks made." in words_on(view)
    assert "15 asked, 0 answered." in words_on(view)
    watch.answers.append(QDialog.reject)
    view.make.click()
    assert not view._worker.is_running
    watch.answers.append(QDialog.accept)
    view.make.click()
    finish(view)
    assert "15 workbooks made." in words_on(view)
    bring_up(window)  # the dialogs of this test had the keyboard
    view.table.setFocus()
    press("Ctrl+Z")
    assert "15 asked" not in words_on(view)


def test_what_both_wrote_is_chosen_by_keyboard_and_taken_in_one_step(window: MainWindow, view: AskView, tmp_path: Path) -> None:
    before = update_of(window, "2.4")
    read(view, answered(view, tmp_path))
    step = view.answers
    assert focus() is step.table
    told = words_on(step)
    assert "1 answer will be taken. On 2 both of you wrote: yours stays unless you choose the owner's. 1 cannot be used." in told
    assert "Policy and Performance Manager writes" in told
    assert "You have" in told
    press("Space")
    assert step.take.accessibleName() == "Take in 2 answers"
    press("Space")
    press("Space")
    press("Down")
    press("Enter")
    press("Right")
    assert step.take.accessibleName() == "Take in 3 answers"
    press("Left")
    press("Escape")
    assert focus() is step.table
    step.take.setFocus()
    press("Space")
    assert by_reference(window.services, "2.4").status is Status.COMPLETE
    assert (update_of(window, "2.4"), update_of(window, "NS-10")) == (before, "Agreed in October.")
    assert "2 answers taken in. Undo takes all of them back. 1 could not be used." in words_on(view).replace("\n", " ")
    press("Ctrl+Z")
    assert by_reference(window.services, "2.4").status is Status.UNDERWAY
    assert update_of(window, "NS-10") == ""


def test_escape_leaves_everything_as_it_was(window: MainWindow, view: AskView, tmp_path: Path) -> None:
    read(view, answered(view, tmp_path))
    press("Escape")
    assert focus() is view.table
    assert update_of(window, "NS-10") == ""


def test_what_is_written_meanwhile_shows_at_once_and_choices_stay(window: MainWindow, view: AskView, tmp_path: Path) -> None:
    read(view, answered(view, tmp_path))
    press("Space")
    action = by_reference(window.services, "NS-10")
    window.bus.tell(window.services.round.write_update(action.id, "Mine, meanwhile."))
    settle()
    step = view.answers
    assert "On 3 both of you wrote" in words_on(step)
    assert [a.taken for a in step.collected.answers if a.reference == "2.4"] == [True, False]
    assert [a.taken for a in step.collected.answers if a.reference == "NS-10"] == [False]


def test_one_of_two_files_that_differ_is_chosen(window: MainWindow, view: AskView, tmp_path: Path) -> None:
    back = answered(view, tmp_path)
    forms = make_forms(window.services, tmp_path / "again")
    fill(forms["Director of Communities"], back / "b2.xlsx", {("NS-10", "words"): "Agreed in November."})
    read(view, back)
    (field,) = view.answers.findChildren(ChoiceField)
    assert "sent 2 files that differ" in field.label.text()
    choose(field.combo, "b2.xlsx")
    settle()
    assert view.answers.findChildren(ChoiceField) == [field]  # nothing is made anew under her hands
    assert any(a.theirs == "Agreed in November." for a in view.answers.collected.answers)
    assert view.answers.collected.copies[0].chosen == "b2.xlsx"


def test_filters_and_menus_lead_to_what_needs_a_choice(view: AskView, tmp_path: Path) -> None:
    read(view, answered(view, tmp_path))
    step = view.answers
    step.filter.chips["new"].click()
    assert [a.reference for a in step.model.shown_records()] == ["NS-10"]
    step.filter.chips["all"].click()
    step.filter.line.setText("2.4")
    first = step.model.shown_records()[0]
    words = [offer.words for offer in step._offer(first)]
    assert words == ["Take the owner's", "Keep yours"]
    step._offer(first)[0].work()
    assert next(a for a in step.collected.answers if a.key == first.key).taken
    step._offer(first)[1].work()
    assert not next(a for a in step.collected.answers if a.key == first.key).taken


def test_a_folder_may_be_dropped(window: MainWindow, view: AskView, tmp_path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(answered(view, tmp_path)))])
    enter = QDragEnterEvent(
        view.rect().center(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    view.dragEnterEvent(enter)
    assert enter.isAccepted()
    at = QPointF(view.rect().center())
    view.dropEvent(QDropEvent(at, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier))
    finish(view)
    assert len(view.answers.collected.answers) == 3


def test_an_empty_folder_and_a_wrong_day_are_told_in_place(
    view: AskView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_a: tmp_path)
    button(view, "Read answers…").click()
    assert "There is no Excel workbook in this folder." in words_on(view)
    view.by.show_text("1 October 2020")
    view.make.click()
    assert "1 October 2020 has passed." in words_on(view)
    view.by.show_text("soon")
    view.make.click()
    assert "Not made." in words_on(view)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_the_email_of_one_owner_is_copied_and_her_workbook_made_alone(
    window: MainWindow, view: AskView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "choose_folder", lambda *_a: tmp_path)
    share = view.model.shown_records()[0]
    make, copy, _open = view._offer(share)
    copy.work()
    clipboard = QGuiApplication.clipboard().text()
    assert "To: Business Support Manager" in clipboard
    assert "“2026-27-Q2 Business Support Manager.xlsx”" in clipboard
    make.work()
    finish(view)
    assert [path.name for path in tmp_path.glob("*.xlsx")] == ["2026-27-Q2 Business Support Manager.xlsx"]
    assert "1 workbook made." in words_on(view)


def test_enter_opens_an_owners_action(window: MainWindow, view: AskView) -> None:
    view.table.setFocus()
    view.table.choose(view.model.shown_records()[0][0].id)
    press("Enter")
    assert window.rooms["plan"].isVisible()


def test_a_plan_without_owners_says_so(empty_window: MainWindow) -> None:
    services = empty_window.services
    services.plan.add_action(ActionDraft(title="Nobody's"))
    empty_window.go("ask")
    settle()
    (view,) = empty_window.findChildren(AskView)
    assert "Nobody to ask" in words_on(view)
    assert "Nobody is asked about NS-01: it has no owner." in words_on(view)


def test_closing_the_window_while_answers_are_read_leaves_nothing_behind(
    window: MainWindow, view: AskView, tmp_path: Path
) -> None:
    view.read((answered(view, tmp_path),))
    window.close()
    assert not view._worker.is_running
