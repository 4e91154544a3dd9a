"""The last afternoon of a quarter, whole: answers collected, what was not kept, the director's e-mail, sent, and unchanged since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog

from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import SignatureDraft
from leadapp.services.opening import Services
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.main_window import MainWindow
from leadapp.ui.returns.ask_view import AskView
from leadapp.ui.returns.commitment_rows import OutcomeRow
from leadapp.ui.returns.return_page import ReturnPage
from tests.owner_forms import fill as fill_form
from tests.owner_forms import make_forms
from tests.ui.fixtures import Show, Watch, bring_up, settle, wait_until
from tests.ui.hands import button, choose, click, fill, focus, press, words_on, write
from tests.worlds import StandingClock, by_reference, new_services

Q1, Q2 = Quarter(2026, 1), Quarter(2026, 2)
OWNED = ("1.2", "1.5", "1.7", "1.8", "1.9", "2.2", "2.4", "2.6", "2.11", "2.13", "3.10", "4.5")


@pytest.fixture
def window(show_window: Show, clock: StandingClock, tmp_path: Path) -> MainWindow:
    """Twelve actions of twelve owners; the first quarter was submitted with three promises; now it is October."""
    clock.go_to(dt.date(2026, 7, 7))
    services = new_services(tmp_path / "housing.leadapp", clock)
    services.plan.adopt(OWNED)
    for number, reference in enumerate(OWNED, 1):
        action = by_reference(services, reference)
        services.plan.change(action.id, action.version, ActionDraft(owner=f"Owner {number:02}", status="underway"))
    for promise in ("Train 45 managers.", "Open the prayer room.", "Publish the data."):
        services.commitments.add(Q1, promise)
    send(services, Q1)
    clock.go_to(dt.date(2026, 10, 6))
    return show_window(services)


def send(services: Services, quarter: Quarter) -> None:
    for field in ("progress", "challenges", "feedback"):
        services.returns.change_text(quarter, field, "We began.")
    services.life.sign(quarter, SignatureDraft("Nadia Farrow", "Head of Housing"))
    services.life.submit(quarter)


def answers_of(services: Services, folder: Path) -> Path:
    """What came back: ten good answers, a second copy of one with other words, an impossible status, nothing from the twelfth owner."""
    forms, back = make_forms(services, folder / "out"), folder / "back"
    back.mkdir()
    for number, reference in enumerate(OWNED[:11], 1):
        words = f"From owner {number:02}: <b>&, =1+1, بيت."
        fill_form(forms[f"Owner {number:02}"], back / f"{number:02}.xlsx", {(reference, "words"): words})
    fill_form(forms["Owner 02"], back / "02 again.xlsx", {("1.5", "words"): "No, I meant this."})
    fill_form(forms["Owner 03"], back / "03.xlsx", {("1.7", "status"): "Nearly", ("1.7", "words"): "Half of them."})
    return back


def test_the_last_afternoon(window: MainWindow, watch: Watch, clock: StandingClock, tmp_path: Path) -> None:
    services = window.services
    collect(window, answers_of(services, tmp_path))
    window.go("return")
    settle()
    page = window.rooms["return"]
    assert isinstance(page, ReturnPage)
    tell_what_was_not_kept(page)
    for name in ("progress", "challenges", "feedback"):
        fill(page, name, "Eleven of twelve owners answered.")
    assert "No update this quarter on 4.5." in words_on(page.checks), "the twelfth owner's action"
    sign_confirm_submit(page, watch)
    bring_up(window)
    for row in page.findChildren(OutcomeRow):
        assert row.words.width() > row.width() // 2, "the words have the room that the answers leave"
    assert focus() is page.export.both
    assert "Export what you send." in words_on(page.export)
    sent = export(page, tmp_path / "sent")
    words = cells_of(tmp_path / "sent" / "return.xlsx")
    assert any(services.returns.text(Q2).sha256 in word for word in words), "the cover names the hash"
    assert any("Nobody had the time" in word for word in words)
    assert any(word == "From owner 01: <b>&, =1+1, بيت." for word in words)
    shown = words_on(page.commitments)
    time_goes_on(window, clock)
    assert services.preferences.reported_quarter() > Q2
    assert words_on(page.commitments) == shown
    assert export(page, tmp_path / "again") == sent


def collect(window: MainWindow, folder: Path) -> None:
    """Read the answers, choose between the two copies, see who is missing, take in."""
    window.go("ask")
    settle()
    (ask,) = window.findChildren(AskView)
    ask.read((folder,))
    wait_until(lambda: not ask._worker.is_running)
    settle()
    assert "10 answers will be taken. 3 cannot be used." in words_on(ask)
    assert "Not answered yet: Owner 02; Owner 12." in words_on(ask)
    (copies,) = ask.answers.findChildren(ChoiceField)
    choose(copies.combo, "02 again.xlsx")
    settle()
    assert "Not answered yet: Owner 12." in words_on(ask)
    click(ask.answers.take)
    updates = {item.action.reference: item.update.text for item in window.services.round.items() if item.update is not None}
    assert len(updates) == 11
    assert (updates["1.5"], updates["1.7"]) == ("No, I meant this.", "Half of them.")
    assert by_reference(window.services, "1.7").status.value == "underway", "“Nearly” is no status"


def tell_what_was_not_kept(page: ReturnPage) -> None:
    """Kept, part kept, not kept and why, by keyboard."""
    click(button(page, "Record outcomes: 3 commitments of last quarter have no outcome."))
    for steps, why in ((0, "46."), (1, "It opened for two weeks."), (2, "Nobody had the time, and we did not say so.")):
        press("Space" if not steps else "Right", steps or 1)
        press("Tab")
        write(why)
        press("Tab")
    settle()
    told = page.services.commitments.due(Q2)
    assert [(one.outcome, bool(one.why)) for one in told] == [("kept", True), ("part_kept", True), ("not_kept", True)]


def sign_confirm_submit(page: ReturnPage, watch: Watch) -> None:
    """Signed by the lead; the director's e-mail recorded; sent."""
    for texts, verb, opener in (
        ({"signature_post": "Head of Housing"}, "Sign", "Sign the return"),
        (
            {"signature_name": "Jordan Sample", "signature_post": "Corporate Director", "signature_note": "E-mail of 14:12"},
            "Record it",
            "Record confirmation",
        ),
        ({}, "Submit", "Submit the return"),
    ):
        watch.answers.append(answer(texts, verb))
        click(button(page, opener))


def answer(texts: dict[str, str], verb: str) -> Callable[[QDialog], None]:
    def do(dialog: QDialog) -> None:
        for name, text in texts.items():
            fill(dialog, name, text)
        click(button(dialog, verb))

    return do


def cells_of(path: Path) -> list[str]:
    return [
        str(cell.value) for sheet in load_workbook(path) for row in sheet.iter_rows() for cell in row if cell.value is not None
    ]


def export(page: ReturnPage, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    targets = {form: folder / f"return.{form}" for form in ("xlsx", "pdf")}
    page.export.export(targets)
    wait_until(lambda: not page.export._worker.is_running)
    settle()
    return {form: path.read_bytes() for form, path in targets.items()}


def time_goes_on(window: MainWindow, clock: StandingClock) -> None:
    """Next quarter: everything is rewritten, and the return of the last one is opened again."""
    services = window.services
    clock.go_to(dt.date(2027, 1, 8))
    for action in services.plan.list_actions():
        services.plan.change(
            action.id, action.version, ActionDraft(title=f"Rewritten {action.reference}", owner="Nobody", status="not_started")
        )
        services.round.write_update(action.id, "Never happened.")
    window.go("return", Q2)
    settle()
