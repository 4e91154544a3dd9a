"""Evidence in the real window: dropped, added, opened, reused, dated anew, removed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from leadapp.services.evidence_files import all_opened
from leadapp.services.opening import Services
from leadapp.ui import dialogs
from leadapp.ui.evidence.evidence_view import EvidenceView
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.action_pane import ActionPane
from tests.ui.fixtures import Show, Watch, settle
from tests.ui.hands import (
    action,
    button,
    click,
    field,
    focus,
    open_action,
    press,
    words_on,
    write,
    write_anew,
)


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[QUrl]:
    """What the system's programs were asked to open."""
    urls: list[QUrl] = []

    def take(url: QUrl) -> bool:
        urls.append(url)
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", take)
    return urls


def unfold(pane: ActionPane) -> ActionPane:
    pane.details.evidence.unfold()
    settle()
    return pane


def drop(widget: QWidget, *paths: Path) -> bool:
    """Drag files over a widget and let go. Returns whether they may be dropped there."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    spot, left, none = QPointF(20, 20), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(spot.toPoint(), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(widget, over)
    if over.isAccepted():
        QApplication.sendEvent(widget, QDropEvent(spot, Qt.DropAction.CopyAction, data, left, none))
        settle()
    return over.isAccepted()


def pdf(folder: Path, name: str = "Rule.pdf") -> Path:
    path = folder / name
    path.write_bytes(b"%PDF-1.7 words")
    return path


# -------------------------------------------------------------------------------- adding
def test_files_are_dropped_onto_the_pane(window: MainWindow, tmp_path: Path) -> None:
    pane = open_action(window, "2.4")
    bad = tmp_path / "setup.exe"
    bad.write_bytes(b"MZ")
    assert drop(pane, pdf(tmp_path), bad)
    assert "Evidence: 2" in words_on(pane)
    assert "File (PDF), 1 KB" in words_on(pane)
    assert "“setup.exe” is of a kind that leadapp does not take." in words_on(window)
    window.undo()
    settle()
    assert "Evidence: 1" in words_on(pane)


def test_words_that_are_dragged_are_left_alone(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    data = QMimeData()
    data.setText("Words")
    over = QDragEnterEvent(
        QPointF(9, 9).toPoint(), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    over.ignore()
    QApplication.sendEvent(pane, over)
    assert not over.isAccepted()


def test_a_note_is_written_in_the_dialog(window: MainWindow, watch: Watch) -> None:
    pane = unfold(open_action(window, "2.4"))

    def answer(dialog: QDialog) -> None:
        click(button(dialog, "Note"))
        field(dialog, "evidence_dated").box.setFocus()
        write_anew("31 September 2026")
        click(button(dialog, "Add note"))
        assert "September 2026 has 30 days" in words_on(dialog)
        write_anew("30 September 2026")
        field(dialog, "evidence_title").box.setFocus()
        write("Talk at the depot")
        click(button(dialog, "Add note"))

    watch.answers.append(answer)
    click(button(pane, "Add evidence…"))
    assert "Talk at the depot" in words_on(pane)
    assert "Note, 30 September 2026" in words_on(pane)


def test_a_link_that_may_not_be_opened_is_refused_beside_its_field(window: MainWindow, watch: Watch) -> None:
    pane = unfold(open_action(window, "2.4"))

    def answer(dialog: QDialog) -> None:
        click(button(dialog, "Link"))
        field(dialog, "evidence_link").box.setFocus()
        for typed, words in (("javascript:alert(1)", "only addresses"), ("file:///etc/passwd", "Add a file itself")):
            write_anew(typed)
            click(button(dialog, "Add link"))
            assert words in field(dialog, "evidence_link").problem()
        write_anew("https://www.norbury.gov.uk/rule")
        click(button(dialog, "Add link"))

    watch.answers.append(answer)
    click(button(pane, "Add evidence…"))
    assert "Link to www.norbury.gov.uk" in words_on(pane)


def test_files_are_chosen_with_the_button(
    window: MainWindow, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "_ask", lambda *_a: [str(pdf(tmp_path))])
    pane = unfold(open_action(window, "2.4"))
    watch.answers.append(lambda dialog: click(button(dialog, "Choose files…")))
    click(button(pane, "Add evidence…"))
    assert "Evidence: 2" in words_on(pane)


def test_a_full_disk_is_told_and_nothing_is_added(window: MainWindow, tmp_path: Path) -> None:
    pane = open_action(window, "2.4")
    raw = window.services.database.raw()
    raw.execute(f"PRAGMA max_page_count={raw.execute('PRAGMA page_count').fetchone()[0] + 3}")
    large = tmp_path / "Large.pdf"
    large.write_bytes(b"%PDF-1.7" + b"x" * 900_000)
    drop(pane, large)
    raw.execute("PRAGMA max_page_count=1000000")
    assert "The disk is full." in words_on(window)
    assert "Evidence: 1" in words_on(pane)


# -------------------------------------------------------------------------------- opening
def test_a_file_is_opened_as_a_private_copy_that_goes_with_the_window(
    sample: Services, show_window: Show, opened: list[QUrl], tmp_path: Path
) -> None:
    window = show_window(sample)
    pane = unfold(open_action(window, "NS-02"))
    click(button(pane, "Open Rota rule for overtime"))
    (url,) = opened
    copy = Path(url.toLocalFile())
    assert copy.read_text("utf-8").startswith("RULE FOR OVERTIME")
    assert copy.is_relative_to(all_opened())
    window.close()
    assert not copy.exists()


def test_a_copy_left_by_a_crash_goes_when_a_window_opens(sample: Services, show_window: Show) -> None:
    left = all_opened() / "x" / "left.txt"
    left.parent.mkdir(parents=True)
    left.write_text("left", "utf-8")
    left.chmod(0o400)
    show_window(sample)
    settle()
    assert not left.exists()


def test_a_link_is_opened_only_after_its_whole_address_was_shown(window: MainWindow, watch: Watch, opened: list[QUrl]) -> None:
    pane = unfold(open_action(window, "1.5"))
    name = "Open Zero-tolerance policy on the council's pages"
    seen: list[str] = []

    def answer(verb: str, dialog: QDialog) -> None:
        seen.append(words_on(dialog))
        click(button(dialog, verb))

    watch.answers.append(lambda dialog: answer("Cancel", dialog))
    click(button(pane, name))
    assert opened == []
    watch.answers.append(lambda dialog: answer("Open", dialog))
    click(button(pane, name))
    assert [url.toString() for url in opened] == ["https://www.sampleton.example/policies/zero-tolerance"]
    assert "https://www.sampleton.example/policies/zero-tolerance" in seen[0]
    assert "It goes to www.sampleton.example." in seen[0]


def test_a_link_that_came_into_the_file_from_elsewhere_is_not_opened(window: MainWindow, opened: list[QUrl]) -> None:
    from leadapp.db.rows import EvidenceRow

    with window.services.database.writing("From elsewhere") as step:
        row = step.session.get(EvidenceRow, 17)
        assert row is not None
        assert row.kind == "link"
        row.link = "javascript:alert(1)"
    window.bus.tell(step.changes)
    view = all_evidence(window)
    view.table.choose(17)
    click(button(view, "Open Zero-tolerance policy on the council's pages"))
    assert opened == []
    assert "This address is not opened." in words_on(window)


# -------------------------------------------------------------------------------- reusing, removing
def test_evidence_is_reused_by_typing_and_taken_away_with_undo(window: MainWindow) -> None:
    pane = unfold(open_action(window, "2.4"))
    click(button(pane, "Use existing…"))
    write("zero-tolerance")
    press("Enter")
    assert "Zero-tolerance policy on the council's pages" in words_on(pane)
    click(button(pane, "Take Zero-tolerance policy on the council's pages away from this action"))
    assert "Zero-tolerance" not in words_on(pane.details)
    window.undo()
    settle()
    assert "Zero-tolerance" in words_on(pane.details)


def all_evidence(window: MainWindow) -> EvidenceView:
    window.go("evidence")
    settle()
    view = window.rooms["plan"].findChild(EvidenceView)
    assert view is not None
    return view


def names(view: EvidenceView) -> list[str]:
    return [e.name for e in view.model.shown_records()]


def test_all_evidence_is_filtered_dated_anew_and_removed(window: MainWindow, watch: Watch, tmp_path: Path) -> None:
    view = all_evidence(window)
    assert len(names(view)) == 20
    click(view.filter.chips["old"])
    assert names(view) == ["Residents' survey, tables by ethnic group", "Staff survey of 2025: trust in support"]
    view.table.choose(next(iter(view.model.shown_records())).id)

    def answer(dialog: QDialog) -> None:
        field(dialog, "evidence_dated").box.setFocus()
        write_anew("1 September 2026")
        click(button(dialog, "Save"))

    watch.answers.append(answer)
    click(button(view, "Change Residents' survey, tables by ethnic group"))
    assert names(view) == ["Staff survey of 2025: trust in support"]
    click(view.filter.chips["unused"])
    assert len(names(view)) == 1
    click(button(view, f"Remove {names(view)[0]}"))
    assert words_on(view).count("No evidence matches") == 1
    window.undo()
    settle()
    assert len(names(view)) == 1
    assert drop(view, pdf(tmp_path))
    assert len(names(view)) == 2


def test_an_evidence_hit_of_the_search_leads_to_the_list(window: MainWindow) -> None:
    press("Ctrl+K")
    write("zero-tolerance policy on")
    press("Enter")
    assert window.current_page() is window.rooms["plan"]


# -------------------------------------------------------------------------------- what stands in the way
def test_a_computer_without_a_program_says_so(window: MainWindow, watch: Watch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    pane = unfold(open_action(window, "NS-02"))
    click(button(pane, "Open Rota rule for overtime"))
    assert "No program on this computer opens “Rota rule for overtime.txt”." in words_on(window)
    watch.answers.append(lambda dialog: click(button(dialog, "Open")))
    pane = unfold(open_action(window, "1.5"))
    click(button(pane, "Open Zero-tolerance policy on the council's pages"))
    assert "No program on this computer opens this address." in words_on(window)


def test_a_copy_that_cannot_be_put_down_is_told(window: MainWindow, opened: list[QUrl]) -> None:
    all_opened().parent.mkdir(parents=True, exist_ok=True)
    all_opened().write_text("in its place", "utf-8")
    pane = unfold(open_action(window, "NS-02"))
    click(button(pane, "Open Rota rule for overtime"))
    assert opened == []
    assert window.banner.isVisible()


def test_an_action_that_goes_takes_its_open_parts_along(window: MainWindow) -> None:
    pane = unfold(open_action(window, "1.5"))
    pane.details.smartie.unfold()
    pane.details.smartie.answers["specific"].box.setFocus()
    write("Half a")
    pane.details.links.unfold()
    number = action(window, "1.5").id
    window.bus.tell(window.services.plan.remove_action(number))
    settle()
    assert pane.action_id != number  # the row that moved up is shown in its place
    window.undo()
    settle()
    assert window.services.details.view(number).answers == {}


def test_nothing_found_leaves_enter_without_effect(window: MainWindow) -> None:
    pane = unfold(open_action(window, "2.4"))
    click(button(pane, "Use existing…"))
    write("zzzz")
    press("Enter")
    press("Down")
    assert "No other evidence matches." in words_on(pane)
    press("Escape")
    assert pane.isVisible()
    assert focus() is pane.details.evidence.reuse


def test_a_note_is_read_where_it_stands_and_a_refused_change_stays_open(window: MainWindow, watch: Watch) -> None:
    pane = unfold(open_action(window, "1.8"))

    def answer(dialog: QDialog) -> None:
        assert "Used for 1.8." in words_on(dialog)
        field(dialog, "evidence_dated").box.setFocus()
        write_anew("tomorrow")
        click(button(dialog, "Save"))
        assert field(dialog, "evidence_dated").problem()
        click(button(dialog, "Cancel"))

    watch.answers.append(answer)
    click(button(pane, "Read Champion register and hours, first half year"))
    assert "Note, 30 June 2026" in words_on(pane)
