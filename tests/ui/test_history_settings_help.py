"""History, Settings and Help: what they show, and that every setting changes what it says."""

from __future__ import annotations

import datetime as dt
import errno
import os
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QLineEdit, QRadioButton, QSlider, QWidget

from leadapp.domain.history import EntryDetail, HistoryLine
from leadapp.services.backup_service import check
from leadapp.ui import theme
from leadapp.ui.chips import Chip
from leadapp.ui.history.history_page import HistoryPage
from leadapp.ui.main_window import MainWindow
from leadapp.ui.page import Page
from leadapp.ui.window_state import WindowState
from tests.ui.fixtures import Watch, settle
from tests.ui.hands import (
    action,
    button,
    choose,
    click,
    column_of,
    field,
    fill,
    focus,
    open_action,
    part,
    press,
    words_on,
    write,
)
from tests.worlds import StandingClock


def room(window: MainWindow, name: str) -> Page:
    window.go(name)
    settle()
    found = window.current_page()
    assert found is not None
    return found


def is_seen(widget: QWidget) -> bool:
    """Whether it stands in the part of the page that is scrolled to."""
    return widget.isVisible() and not widget.visibleRegion().isEmpty()


# -------------------------------------------------------------------------------- history
def details(window: MainWindow, line: HistoryLine) -> tuple[EntryDetail, ...]:
    return window.services.history.details(line.step.number, 10_000)


def test_history_tells_who_what_from_and_to(window: MainWindow) -> None:
    fill(open_action(window, "2.4"), "title", "An EIA in time")
    page = room(window, "history")
    assert isinstance(page, HistoryPage)
    assert column_of(page.table, 2)[:2] == ["Change 2.4", "Headline of 2026-27-Q2"] or "2.4" in column_of(page.table, 2)[0]
    assert "→ An EIA in time" in column_of(page.table, 3)[0]
    assert f"{len(window.services.history.lines(500))} changes. Set-up and sample data cannot be undone." in words_on(page)
    heads = [group.words for n in range(page.model.rowCount()) if (group := page.model.group(n))]
    assert heads[0] == "Tuesday, 6 October 2026"
    assert heads[1] == "Monday, 21 September 2026"


def test_history_undoes_and_redoes_step_by_step(window: MainWindow) -> None:
    fill(open_action(window, "2.4"), "title", "An EIA in time")
    page = room(window, "history")
    assert isinstance(page, HistoryPage)
    click(button(page, "Undo the last change"))
    assert action(window, "2.4").title.startswith("An EIA before")
    assert column_of(page.table, 4)[1] == "undone"
    click(button(page, "Do it again"))
    assert action(window, "2.4").title == "An EIA in time"
    assert not button(page, "Do it again").isEnabled()
    assert button(page, "Do it again").toolTip() == "Nothing to do again"


def test_history_filters_by_kind_and_word(window: MainWindow) -> None:
    page = room(window, "history")
    assert isinstance(page, HistoryPage)
    chips = {chip.text(): chip for chip in page.findChildren(Chip)}
    click(chips["Return"])
    assert all("of 20" in label or label == "Sample directorate" for label in column_of(page.table, 2))
    click(chips["Everything"])
    line = part(page, QLineEdit, "filter_history")
    line.setFocus()
    word = column_of(page.table, 2)[7].split()[-1]
    write(word)
    assert 1 <= len(column_of(page.table, 2)) < 40
    for line in page.model.shown_records():
        told = [line.step.label, line.step.who, *(f"{d.entry.before} {d.entry.after}" for d in details(window, line))]
        assert any(word.casefold() in part.casefold() for part in told)
    write(" quibblezorp")
    assert "0 changes." in words_on(page)


# -------------------------------------------------------------------------------- settings
SETTINGS = [
    ("council", "Norbury City Council"),
    ("name", "Housing"),
    ("lead_name", "Ms Wyn"),
    ("lead_post", "Head of Housing"),
    ("underway_definition", "It has begun."),
    ("first_quarter", "2026-27-Q1"),
    ("days_to_return", "14"),
    ("group_name", "The Group"),
    ("email_to", "group@example.org"),
]


def test_every_text_of_the_settings_is_kept(empty_window: MainWindow) -> None:
    page = room(empty_window, "settings")
    for name, text in SETTINGS:
        fill(page, name, text)
    now = empty_window.services.preferences.directorate()
    assert [str(getattr(now, name)) for name, _ in SETTINGS] == [text for _, text in SETTINGS]
    assert empty_window.windowTitle() == "Housing – leadapp"
    assert "Norbury City Council" in words_on(empty_window.rail)
    returns = words_on(room(empty_window, "return"))
    assert "Return for April to June 2026" in returns
    assert "Due on 14 July 2026" in returns


def test_choices_of_the_settings(empty_window: MainWindow) -> None:
    page = room(empty_window, "settings")
    click(button(field(page, "priority"), "No"))
    choose(part(page, QComboBox, "marking"), "OFFICIAL-SENSITIVE")
    press("Tab")
    page.flush()
    now = empty_window.services.preferences.directorate()
    assert (now.priority, now.marking) == (False, "OFFICIAL-SENSITIVE")
    assert "OFFICIAL-SENSITIVE" in words_on(room(empty_window, "return")).splitlines()


@pytest.mark.parametrize(
    ("typed", "worked"),
    [
        ("1 January 2026", "So Month 9 falls due on 30 September 2026, Month 12 on 31 December 2026."),
        ("15/1/26", "So Month 9 falls due on 14 October 2026, Month 12 on 14 January 2027."),
        ("2026-04-01", "So Month 9 falls due on 31 December 2026, Month 12 on 31 March 2027."),
    ],
)
def test_month_zero_is_typed_in_several_forms_and_worked_out(empty_window: MainWindow, typed: str, worked: str) -> None:
    page = room(empty_window, "month_zero")
    assert focus().objectName() == "month_zero"
    fill(page, "month_zero", typed)
    assert worked in words_on(page)
    assert empty_window.services.preferences.directorate().month_zero is not None


def test_a_setting_that_is_wrong_is_said_beside_it(empty_window: MainWindow) -> None:
    page = room(empty_window, "settings")
    fill(page, "days_to_return", "soon")
    assert field(page, "days_to_return").problem() == "Type a whole number of days from 0 to 90, such as 9."
    assert field(page, "days_to_return").text() == "soon"
    assert empty_window.services.preferences.directorate().days_to_return == 9
    fill(page, "month_zero", "31 September 2026")
    assert field(page, "month_zero").problem().startswith("September 2026 has 30 days.")
    fill(page, "council", "")
    assert field(page, "council").problem() == "Type the council's name."
    fill(page, "days_to_return", "10")
    assert field(page, "days_to_return").problem() == ""


def services_of(window: MainWindow) -> list[tuple[str, bool]]:
    return [(s.name, s.frontline) for s in window.services.preferences.directorate().services]


def test_services_are_added_renamed_marked_and_removed(empty_window: MainWindow) -> None:
    page = room(empty_window, "services")
    line = part(page, QLineEdit, "new_service")
    line.setFocus()
    write("Libraries")
    press("Return")
    assert ("Libraries", False) in services_of(empty_window)
    assert focus() is line
    name = next(w for w in page.findChildren(QLineEdit) if w.isVisible() and w.text() == "Libraries")
    name.setFocus()
    press("Ctrl+A")
    write("Libraries and hubs")
    press("Return")
    assert ("Libraries and hubs", False) in services_of(empty_window)
    box = next(w for w in page.findChildren(QCheckBox) if w.accessibleName() == "Libraries and hubs works with residents")
    box.setFocus()
    press("Space")
    assert ("Libraries and hubs", True) in services_of(empty_window)
    ticked = focus()
    assert isinstance(ticked, QCheckBox)
    assert ticked.accessibleName() == "Libraries and hubs works with residents"
    click(button(page, "Remove service Libraries and hubs"))
    assert "Libraries and hubs" not in dict(services_of(empty_window))


def test_services_say_what_is_wrong(window: MainWindow) -> None:
    page = room(window, "services")
    line = part(page, QLineEdit, "new_service")
    line.setFocus()
    press("Return")
    assert "Type the service's name." in words_on(page)
    before = services_of(window)
    name = next(w for w in page.findChildren(QLineEdit) if w.isVisible() and w.text() == "Street Cleansing")
    name.setFocus()
    press("Ctrl+A")
    press("Delete")
    press("Tab")
    assert "Type the service's name." in words_on(page)
    assert services_of(window) == before
    click(button(page, "Remove service Street Cleansing"))
    assert services_of(window) == before
    assert button(page, "Remove service Street Cleansing").isVisible()


def test_the_look_changes_at_once_and_is_remembered(window: MainWindow) -> None:
    page = room(window, "settings")
    click(part(page, QRadioButton, "theme_dark"))
    assert theme.current.name == "dark"
    slider = part(page, QSlider, "text_size")
    slider.setFocus()
    press("Right")
    assert theme.current.scale == pytest.approx(1.05)
    assert "105%" in words_on(page)
    press("PgUp")
    assert theme.current.scale == pytest.approx(1.3)
    click(button(page, "Heavier focus ring (3 px instead of 2)"))
    state = WindowState()
    assert (state.theme, round(state.text_size, 2), state.heavy_ring) == ("dark", 1.3, True)


@pytest.mark.parametrize("key", ["directorate", "services", "month_zero", "returns"])
def test_the_list_of_sections_goes_there(window: MainWindow, key: str) -> None:
    page = room(window, "settings")
    click(part(page, QWidget, f"section_{key}"))
    assert is_seen(page._places[key])  # type: ignore[attr-defined]


# -------------------------------------------------------------------------------- help
@pytest.mark.parametrize(("place", "words"), [("about", "About leadapp"), ("backups", "Backups and restore")])
def test_help_opens_at_the_place_asked_for(window: MainWindow, place: str, words: str) -> None:
    page = room(window, place)
    card = page._cards[place]  # type: ignore[attr-defined]
    assert card.heading.text() == words
    assert is_seen(card)


def test_about_tells_versions_folders_and_licences(window: MainWindow) -> None:
    page = room(window, "about")
    words = words_on(page)
    for expected in ("leadapp 0.", "Python 3.", "SQLite 3.", str(window.services.path), "LGPL", "SIL"):
        assert expected in words
    click(button(page, "Copy"))
    assert str(window.services.path) in QGuiApplication.clipboard().text()


def test_the_keys_are_listed(window: MainWindow) -> None:
    words = words_on(room(window, "help"))
    for keys in ("Ctrl+Enter", "Ctrl+K", "F6", "Ctrl+Z"):
        assert keys in words


def test_a_backup_is_made_checked_and_listed(window: MainWindow) -> None:
    page = room(window, "backups")
    assert "No backup yet." in words_on(page)
    click(button(page, "Back up now"))
    assert "Backed up and checked." in words_on(page)
    (made,) = window.services.backups.folder.glob("*.leadapp")
    assert made.name in words_on(page)
    assert button(page, "Restore…").accessibleName().startswith("Restore the backup of ")


def test_a_backup_of_a_copy_under_another_name_is_said_to_be_one(window: MainWindow) -> None:
    page = room(window, "backups")
    click(button(page, "Back up now"))
    settle()
    assert "Another name" not in words_on(page)
    (made,) = window.services.backups.folder.glob("*.leadapp")
    made.rename(made.with_name(f"Copy of {made.name}"))
    page.refresh()
    settle()
    assert "Another name" in words_on(page).splitlines()
    assert "look at the name before you restore one" in words_on(page)


def test_back_up_now_in_the_file_menu_does_so(window: MainWindow) -> None:
    window.actions_by_name["backup"].trigger()
    settle()
    assert "Backed up and checked." in words_on(window.rooms["help"])
    assert len(list(window.services.backups.folder.glob("*.leadapp"))) == 1


def test_a_backup_goes_to_the_folder_she_chooses(window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page, stick = room(window, "backups"), tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr("leadapp.ui.dialogs.choose_folder", lambda *_: stick)
    click(button(page, "Back up to a folder…"))
    (made,) = stick.glob("*.leadapp")
    assert "Backed up and checked." in words_on(page)
    assert str(made) in words_on(page)
    assert check(made) == ()


def test_a_backup_that_cannot_be_made_is_told(window: MainWindow) -> None:
    page = room(window, "backups")
    window.services.backups.folder.parent.mkdir(parents=True, exist_ok=True)
    window.services.backups.folder.write_text("in the way")
    click(button(page, "Back up now"))
    assert "No backup was made." in words_on(page)


def test_a_backup_is_described_and_restored_after_a_question(window: MainWindow, watch: Watch, clock: StandingClock) -> None:
    page = room(window, "backups")
    click(button(page, "Back up now"))
    clock.now += dt.timedelta(minutes=5)
    fill(open_action(window, "2.4"), "title", "Changed after the backup")
    window.go("backups")
    settle()
    count = len(window.services.plan.list_actions())
    asked: list[object] = []
    window.restored.connect(lambda path, _said: asked.append(path))
    told: list[str] = []

    def answer(dialog: QDialog) -> None:
        told.append(words_on(dialog))
        assert button(dialog, "Keep").hasFocus(), "the safe choice has the keyboard"
        click(button(dialog, "Restore"))

    watch.answers.append(answer)
    click(button(page, "Restore…"))
    assert f"Neighbourhood Services, Sampleton City Council: {count} actions, last changed 21 September 2026, " in told[0]
    assert asked == [window.services.path]
    from leadapp.services.opening import open_services

    window.close()
    again = open_services(window.services.path, clock)
    assert not any(a.title == "Changed after the backup" for a in again.plan.list_actions())
    again.close()


def test_without_a_backup_of_what_is_there_nothing_is_restored(
    window: MainWindow, watch: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = room(window, "backups")
    click(button(page, "Back up now"))
    fill(open_action(window, "2.4"), "title", "Changed after the backup")
    room(window, "backups")

    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    def answer(dialog: QDialog) -> None:
        monkeypatch.setattr(os, "fsync", refuse)
        click(button(dialog, "Restore"))

    watch.answers.append(answer)
    click(button(page, "Restore…"))
    monkeypatch.undo()
    assert "What is in the file now could not be backed up. The disk is full." in words_on(page)
    assert action(window, "2.4").title == "Changed after the backup"


def test_keeping_restores_nothing_and_a_foreign_file_is_refused(window: MainWindow, watch: Watch, tmp_path: Path) -> None:
    page = room(window, "backups")
    click(button(page, "Back up now"))
    watch.answers.append(lambda dialog: press("Escape"))
    click(button(page, "Restore…"))
    assert [b.text() for b in page.findChildren(type(button(page, "Restore…"))) if b.text() == "Restore…"] == ["Restore…"]
    (tmp_path / "letter.leadapp").write_text("Dear colleague")

    def answer(dialog: QDialog) -> None:
        line = part(dialog, QLineEdit, "fileNameEdit")
        line.setFocus()
        write(str(tmp_path / "letter.leadapp"))
        press("Return")

    watch.answers.append(answer)
    click(button(page, "Restore another file…"))
    assert "Not restored." in words_on(page)
