"""What the file cannot take stays typed, is said, and is tried again; what was sent is not changed any more."""

from __future__ import annotations

import errno
import os

import pytest
from PySide6.QtWidgets import QDialog

from leadapp.domain.errors import BadInputError, DiskError
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from leadapp.services.round_service import RoundService
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import Watch, settle
from tests.ui.hands import action, button, click, field, fill, my_actions, open_action, plan_page, press, words_on, write

Q2 = Quarter(2026, 2)


def test_a_refused_save_keeps_the_words_and_is_tried_again(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    window.go("round")
    settle()
    form = plan_page(window).round.form

    def refuse(*_: object, **__: object) -> None:
        raise DiskError("The disk is full.")

    monkeypatch.setattr(RoundService, "write_update", refuse)
    write("Seven of eight posts were advertised.")
    form.flush()
    settle()
    assert "Not saved" in words_on(window.saved)
    press("Alt+2")
    settle()
    assert form.update_box.text() == "Seven of eight posts were advertised.", "another save does not wipe it"
    monkeypatch.undo()
    form.flush()
    settle()
    saved = next(i.update for i in window.services.round.items() if i.action.reference == "NS-08")
    assert saved is not None
    assert saved.text == "Seven of eight posts were advertised."


def test_an_action_is_not_left_behind_with_words_that_could_not_be_saved(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.go("round")
    settle()
    the_round = plan_page(window).round

    def refuse(*_: object, **__: object) -> None:
        raise DiskError("The disk is full.")

    monkeypatch.setattr(RoundService, "write_update", refuse)
    write("Seven of eight posts were advertised.")
    press("Ctrl+Return")
    press("Ctrl+Shift+Return")
    window.go("round", action(window, "NS-11").id)
    settle()
    assert "NS-08" in words_on(the_round)
    assert the_round.form.update_box.text() == "Seven of eight posts were advertised."
    press("Escape")
    pane = open_action(window, "2.4")
    before = field(pane, "update").text()
    field(pane, "update").box.setFocus()
    press("Ctrl+End")
    write(" More.")
    view = my_actions(window)
    view.table.setFocus()
    press("Down")
    assert view.table.chosen_records()[0].reference == "2.4"
    assert field(pane, "update").text() == f"{before} More."
    monkeypatch.undo()
    press("Down")
    assert view.table.chosen_records()[0].reference != "2.4"
    assert window.services.round.detail(action(window, "2.4").id).updates[-1].text == f"{before} More."


def test_a_sent_return_keeps_its_texts(services: Services) -> None:
    for name in ("progress", "challenges", "feedback"):
        services.returns.change_text(Q2, name, "Nothing to report, because we began this month.")
    services.life.submit(Q2)
    with pytest.raises(BadInputError, match="was submitted"):
        services.returns.change_text(Q2, "progress", "")


def test_a_backup_that_cannot_be_made_at_the_end_is_told_before_the_window_closes(
    window: MainWindow, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(open_action(window, "2.4"), "title", "Typed on a full disk")
    press("Tab")
    told: list[str] = []

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    def answer(verb: str) -> None:
        def choose(dialog: QDialog) -> None:
            told.append(words_on(dialog))
            assert button(dialog, "Stay").hasFocus(), "the safe choice has the keyboard"
            click(button(dialog, verb))

        watch.answers.append(choose)

    monkeypatch.setattr(os, "fsync", full)
    answer("Stay")
    assert not window.close()
    assert window.services.is_open
    assert "No backup was made" in told[0]
    assert "The disk is full." in told[0]
    answer("Close without one")
    assert window.close()
    monkeypatch.undo()
    assert not window.services.is_open
    assert not list(window.services.backups.folder.glob("*.leadapp"))
