"""Return: the headline, the check, reading through, the export with progress and cancel, the e-mail, earlier returns, sent."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QComboBox, QDialog, QLabel, QLineEdit, QProgressBar

from leadapp.db import return_records
from leadapp.domain.errors import DiskError
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import open_services
from leadapp.ui.background import Progress
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.registers_view import RegistersView
from leadapp.ui.plan.services_view import ServicesView
from leadapp.ui.returns.export_card import ExportCard
from leadapp.ui.returns.return_page import ReturnPage
from tests.ui.fixtures import Watch, bring_up, settle, wait_until
from tests.ui.hands import button, choose, click, field, fill, focus, part, plan_page, press, words_on, write

Q2 = Quarter(2026, 2)
KEPT = "It is kept, but not reported."


class Opener(QObject):
    """Stands where the system's own programs would open a file."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


@pytest.fixture
def page(window: MainWindow) -> ReturnPage:
    window.go("return")
    settle()
    found = window.rooms["return"]
    assert isinstance(found, ReturnPage)
    return found


@pytest.fixture
def opener(qapp: object) -> Iterator[Opener]:
    made, slot = Opener(), cast(bytes, "take")  # PySide says bytes and takes a text
    QDesktopServices.setUrlHandler("file", made, slot)
    yield made
    QDesktopServices.unsetUrlHandler("file")


def save_as(path: Path) -> Callable[[QDialog], None]:
    """Type a path into the dialog that asks where a file goes."""

    def answer(dialog: QDialog) -> None:
        line = part(dialog, QLineEdit, "fileNameEdit")
        line.setFocus()
        press("Ctrl+A")
        write(str(path))
        press("Return")

    return answer


def done(card: ExportCard) -> None:
    wait_until(lambda: not card._worker.is_running, 20_000)
    settle()


# -------------------------------------------------------------------------------- headline and check
def test_the_headline_is_kept_as_it_is_typed(window: MainWindow, page: ReturnPage) -> None:
    fill(page, "challenges", "The cameras still lie in a cupboard.")
    fill(page, "pillar_3", "EMBRACE needs cover.")
    text = window.services.returns.text(Q2)
    assert (text.challenges, text.pillar_3) == ("The cameras still lie in a cupboard.", "EMBRACE needs cover.")
    assert "Note on pillar 3 of 2026-27-Q2." in words_on(window.undo_bar)


def test_the_check_lists_what_is_missing_and_blocks_nothing(window: MainWindow, page: ReturnPage) -> None:
    words = words_on(page)
    assert "Return for July to September 2026" in words
    assert "5 things missing or odd. That stops nothing." in words
    assert "No update this quarter on NS-08, NS-10, 2.13 and NS-11." in words
    assert "12 of 17 passed" in words
    click(button(page, "Show them: checks that passed"))
    assert "The headline speaks of progress." in words_on(page)
    click(button(page, "Hide them: checks that passed"))
    assert "The headline speaks of progress." not in words_on(page)
    fill(page, "progress", "")
    assert "The headline says nothing about progress." in words_on(page)
    click(button(page, "Write it: The headline says nothing about progress."))
    assert focus() is field(page, "progress").box
    click(button(page, "Open the round: No update this quarter on NS-08, NS-10, 2.13 and NS-11."))
    assert "NS-08" in words_on(plan_page(window).round)


def test_the_check_goes_to_the_missing_value(window: MainWindow, page: ReturnPage) -> None:
    click(button(page, "Record values: 3 KPI values that are due are missing: NS-08, 2.13 and NS-11."))
    assert "NS-08" in words_on(plan_page(window).round)


def test_reading_through_shows_what_will_be_drawn(window: MainWindow, page: ReturnPage, watch: Watch) -> None:
    read: list[str] = []

    def answer(dialog: QDialog) -> None:
        read.append(words_on(dialog))
        click(button(dialog, "Close"))

    watch.answers.append(answer)
    fill(page, "challenges", "The cameras still lie in a cupboard.")
    click(button(page, "Preview"))
    (words,) = read
    assert "The cameras still lie in a cupboard." in words
    assert "OFFICIAL" in words
    assert "Neighbourhood Services, Sampleton City Council" in words
    assert "108 of 204" in words
    assert "Off track" in words
    assert "What we will do: Nobody acts up for more than two weeks without an advert that shift staff can see." in words
    assert "30 June 2026" in words


# -------------------------------------------------------------------------------- export
def test_excel_and_pdf_are_drawn_beside_each_other(
    window: MainWindow, page: ReturnPage, watch: Watch, opener: Opener, tmp_path: Path
) -> None:
    fill(page, "challenges", "The cameras still lie in a cupboard.")
    watch.answers.append(save_as(tmp_path / "return.xlsx"))
    click(button(page, "Export Excel and PDF"))
    done(page.export)
    assert "Return exported." in words_on(page.export)
    assert "return.xlsx and return.pdf" in words_on(page.export)
    book = openpyxl.load_workbook(tmp_path / "return.xlsx", read_only=True)
    cells = [str(c) for sheet in book for line in sheet.iter_rows(values_only=True) for c in line if c is not None]
    book.close()
    assert any("The cameras still lie in a cupboard." in cell for cell in cells)
    assert (tmp_path / "return.pdf").read_bytes().startswith(b"%PDF")
    assert "Excel: return.xlsx" in words_on(page)
    for words in ("Open Excel", "Open PDF", "Show in folder"):
        click(button(page.export, words))
    assert opener.opened == [str(tmp_path / "return.xlsx"), str(tmp_path / "return.pdf"), str(tmp_path)]


def test_a_document_that_nothing_opens_is_told_with_its_place(
    page: ReturnPage, watch: Watch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch.answers.append(save_as(tmp_path / "return.xlsx"))
    click(button(page, "Export Excel and PDF"))
    done(page.export)
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: False)
    click(button(page.export, "Open PDF"))
    assert f"No program on this computer opens “return.pdf”. It lies in {tmp_path}." in words_on(page.export)


def test_both_files_that_would_be_replaced_are_named_in_one_question(page: ReturnPage, watch: Watch, tmp_path: Path) -> None:
    for ending in ("xlsx", "pdf"):
        (tmp_path / f"q2.{ending}").write_text("of an earlier day")
    asked: list[str] = []

    def keep(dialog: QDialog) -> None:
        asked.append(words_on(dialog))
        press("Return")  # the safe choice has the keyboard

    watch.answers += [save_as(tmp_path / "q2.xlsx"), keep]
    click(button(page, "Export Excel and PDF"))
    assert "“q2.xlsx” and “q2.pdf” are in this folder already." in asked[0]
    assert {p.read_text() for p in tmp_path.glob("q2.*")} == {"of an earlier day"}
    watch.answers += [save_as(tmp_path / "q2"), lambda dialog: click(button(dialog, "Replace"))]
    click(button(page, "Export Excel and PDF"))
    done(page.export)
    assert (tmp_path / "q2.pdf").read_bytes().startswith(b"%PDF")
    (tmp_path / "q2.xlsx").unlink()
    watch.answers += [save_as(tmp_path / "q2.xlsx"), keep]
    click(button(page, "Export Excel and PDF"))
    assert "“q2.pdf” is in this folder already." in asked[1], "also where only the file beside it is there"
    assert not (tmp_path / "q2.xlsx").exists()


@pytest.mark.parametrize(("words", "ending"), [("Excel only", "xlsx"), ("PDF only", "pdf")])
def test_one_form_alone_gets_its_ending(
    page: ReturnPage, watch: Watch, opener: Opener, tmp_path: Path, words: str, ending: str
) -> None:
    watch.answers.append(save_as(tmp_path / "q2"))
    click(button(page.export, words))
    done(page.export)
    assert [p.name for p in tmp_path.glob("q2*")] == [f"q2.{ending}"]
    click(button(page.export, "Open"))
    assert opener.opened == [str(tmp_path / f"q2.{ending}")]


def test_ctrl_e_exports_from_anywhere(window: MainWindow, page: ReturnPage, watch: Watch, tmp_path: Path) -> None:
    window.go("history")
    watch.answers.append(save_as(tmp_path / "ctrl_e.xlsx"))
    press("Ctrl+E")
    done(page.export)
    assert (tmp_path / "ctrl_e.pdf").exists()
    assert_seen(page, "Return exported.")
    page._scroll.verticalScrollBar().setValue(0)
    assert page.export.visibleRegion().isEmpty(), "the card stands far down"
    watch.answers.append(save_as(tmp_path / "nowhere" / "ctrl_e.xlsx"))
    bring_up(window)
    window.go_by_key("home")
    press("Ctrl+E")
    done(page.export)
    assert_seen(page, "Not exported.")


def test_an_export_that_ends_does_not_fetch_her_back_from_where_she_reads(page: ReturnPage, tmp_path: Path) -> None:
    page._scroll.verticalScrollBar().setValue(0)
    page.export.export({"pdf": tmp_path / "q2.pdf"})
    done(page.export)
    assert page._scroll.verticalScrollBar().value() == 0


def assert_seen(page: ReturnPage, words: str) -> None:
    """What came of the export stands within the part of the page that is shown, whole."""
    settle()
    (told,) = [label for label in page.export.findChildren(QLabel) if label.text() == words]
    assert told.visibleRegion().boundingRect() == told.rect()


def test_escape_in_the_file_dialog_exports_nothing(page: ReturnPage, watch: Watch) -> None:
    watch.answers.append(lambda dialog: dialog.reject())
    click(button(page.export, "Excel only"))
    assert "exported" not in words_on(page.export)
    assert "Not exported yet." in words_on(page)


def test_an_export_shows_progress_and_can_be_stopped(page: ReturnPage, tmp_path: Path) -> None:
    card, go_on = page.export, threading.Event()
    seen: list[str] = []

    def slow(progress: Progress) -> None:
        for step in range(1, 1000):
            progress(step, 999)
            go_on.wait(0.02)

    card._bar.setRange(0, 0)
    card._patience.start()
    card._worker.run(slow)
    assert not card._worker.run(slow), "one at a time"
    card.choose("both")  # while one runs, another is not even asked for
    wait_until(lambda: part_visible(card))
    wait_until(lambda: card._bar.value() > 1)
    seen.append(words_on(card))
    click(button(card, "Cancel"))
    done(card)
    assert "Drawing the return: " in seen[0]
    assert "Stopped. Nothing was put in place." in words_on(card)
    assert not part_visible(card)


def part_visible(card: ExportCard) -> bool:
    return any(bar.isVisible() for bar in card.findChildren(QProgressBar))


def test_a_target_that_cannot_be_written_is_told_and_nothing_is_lost(page: ReturnPage, watch: Watch, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "return.xlsx"
    page.export.export({"xlsx": target})
    done(page.export)
    assert "Not exported." in words_on(page.export)
    assert not target.exists()
    assert not list(tmp_path.glob("**/*.part"))


def test_the_store_itself_is_no_target(window: MainWindow, page: ReturnPage) -> None:
    page.export.export({"xlsx": window.services.path})
    assert "A return cannot be written over a leadapp file." in words_on(page.export)


def test_closing_the_window_while_it_draws_leaves_no_thread(window: MainWindow, page: ReturnPage, tmp_path: Path) -> None:
    page.export.export({"pdf": tmp_path / "late.pdf"})
    window.close()
    assert [t.name for t in threading.enumerate() if t.name.startswith("leadapp")] == []
    assert not list(tmp_path.glob(".*.part"))


def test_the_links_of_an_earlier_export_go_when_the_next_one_fails(page: ReturnPage, tmp_path: Path) -> None:
    page.export.export({"pdf": tmp_path / "first.pdf"})
    done(page.export)
    assert "Show in folder" in words_on(page.export)
    page.export.export({"pdf": tmp_path / "nowhere" / "second.pdf"})
    done(page.export)
    assert "Not exported." in words_on(page.export)
    assert "Show in folder" not in words_on(page.export)


def test_files_that_are_there_are_told_where_the_store_cannot_note_them(
    window: MainWindow, page: ReturnPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise DiskError("The disk is full.")

    monkeypatch.setattr(return_records, "log_export", full)
    page.export.export({"pdf": tmp_path / "q2.pdf"})
    done(page.export)
    words = words_on(page.export)
    assert "The files are there." in words
    assert "The return was written, but not noted among the exports. The disk is full." in words
    assert "Show in folder" in words
    assert (tmp_path / "q2.pdf").exists()


def test_what_is_finished_while_the_window_closes_is_noted(window: MainWindow, page: ReturnPage, tmp_path: Path) -> None:
    target, path, clock = tmp_path / "just.pdf", window.services.path, window.services.database.clock
    page.export.export({"pdf": target})
    last = time.monotonic() + 20
    while page.export._worker._answers.empty() or not target.exists():  # the window looks at no answer meanwhile
        assert time.monotonic() < last
        time.sleep(0.01)
    window.close()
    again = open_services(path, clock)
    try:
        assert [export.file_name for export in again.returns.list_exports(Q2)] == ["just.pdf"]
    finally:
        again.close()
    assert [p.name for p in tmp_path.glob("*just*")] == ["just.pdf"]


# -------------------------------------------------------------------------------- e-mail, earlier, sent
def test_the_email_is_copied(page: ReturnPage) -> None:
    assert "Subject: OFFICIAL: race equality return 2026-27-Q2, draft, Neighbourhood Services" in words_on(page)
    click(button(page, "Copy the e-mail text"))
    text = QGuiApplication.clipboard().text()
    assert text.startswith("To: Race Action Group\nSubject: OFFICIAL: race equality return 2026-27-Q2")
    assert "Copied" in words_on(page)


def test_an_earlier_return_is_read_only(window: MainWindow, page: ReturnPage) -> None:
    choose(part(page, QComboBox, "quarter"), "2026-27-Q1")
    settle()
    assert "Return for April to June 2026" in words_on(page)
    progress = field(page, "progress")
    assert progress.text() == window.services.returns.text(Quarter(2026, 1)).progress
    progress.box.setFocus()
    write("x")
    assert progress.text()[:1] != "x"
    assert progress.text() == window.services.returns.text(Quarter(2026, 1)).progress
    choose(part(page, QComboBox, "quarter"), "2026-27-Q2, being reported")
    settle()
    assert "Return for July to September 2026" in words_on(page)


def test_what_was_written_for_the_last_quarter_stands_by_the_box_until_it_is_signed(
    window: MainWindow, page: ReturnPage, watch: Watch
) -> None:
    last = window.services.returns.text(Quarter(2026, 1))
    said = page._before["progress"]
    assert "For April to June 2026 you wrote" in words_on(said)
    assert said.words.text().endswith("…")
    click(said.more)
    assert said.words.text() == last.progress
    assert said.more.accessibleName() == "Show less of what you wrote: Progress"
    click(said.more)
    assert said.words.text() != last.progress
    empty = [name for name, one in page._before.items() if not one.isVisible()]
    assert empty == [name for name in page._before if not getattr(last, name)]
    choose(part(page, QComboBox, "quarter"), "2026-27-Q1")
    settle()
    assert not [one for one in page._before.values() if one.isVisible()]


def test_a_narrow_window_has_one_column(window: MainWindow, page: ReturnPage) -> None:
    wide = page.export.mapTo(page, page.export.rect().topLeft()).x()
    window.resize(800, 600)
    settle()
    assert page.export.mapTo(page, page.export.rect().topLeft()).x() < wide


# -------------------------------------------------------------------------------- what cannot be used leads to where it was typed
def test_a_line_of_a_register_that_cannot_be_used_leads_to_its_register(window: MainWindow, page: ReturnPage) -> None:
    services = window.services
    session = services.registers.entries("listening")[0]
    window.bus.tell(services.registers.change(session.id, {"happened_on": "31 September 2026"}))
    settle()
    click(button(page, "Open the register: Something typed cannot be used yet on the register of listening sessions. " + KEPT))
    settle()
    view = window.findChild(RegistersView)
    assert view is not None
    assert view.isVisible()
    assert view.pane.register.key == "listening"


def test_a_cell_that_cannot_be_used_leads_to_its_grid(window: MainWindow, page: ReturnPage) -> None:
    grid = next(g for g in window.services.grid.grids() if g.reference == "3.9")
    window.bus.tell(window.services.grid.keep(grid.kpi.id, {grid.lines[0].service.id: {"numerator": "many"}}))
    settle()
    click(button(page, "Fill in services: Something typed cannot be used yet on 3.9. " + KEPT))
    settle()
    view = window.findChild(ServicesView)
    assert view is not None
    assert view.isVisible()
    assert [g.kpi.id for g in view.table.chosen_records()] == [grid.kpi.id]
