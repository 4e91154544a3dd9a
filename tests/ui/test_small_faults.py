"""Small things a lead notices: icons that grow with the text, lines in one height, a page that cannot be read, the key of Settings."""

from __future__ import annotations

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLineEdit, QMenuBar, QToolButton, QWidget

from leadapp.domain.errors import StoreError
from leadapp.ui import theme
from leadapp.ui.forms.fields import DateField, Segmented
from leadapp.ui.main_window import MainWindow
from leadapp.ui.page_header import PageHeader
from leadapp.ui.returns.checks_card import ChecksCard
from leadapp.ui.widgets import IconLabel, Label
from tests.ui.fixtures import Stage, settle
from tests.ui.hands import open_action, part, press, words_on, write


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_calendar_icon_grows_with_the_text_and_stays_in_its_line(stage: list[QWidget], scale: float) -> None:
    theme.current.apply("light", scale)
    field = DateField("due", "Due")
    stand = Stage(field)
    stage.append(stand)
    stand.resize(400, 120)
    stand.show()
    settle()
    (calendar,) = field.line.findChildren(QToolButton)
    assert calendar.iconSize().width() == round(20 * scale)
    assert field.line.rect().contains(calendar.geometry())
    assert field.line.textMargins().right() >= calendar.width()
    assert calendar.accessibleName() == "Choose due from a calendar"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_menus_and_search_stand_in_one_line(window: MainWindow, scale: float) -> None:
    theme.current.apply("light", scale)
    settle()
    bar = part(window, QMenuBar)
    words = bar.mapTo(window, bar.actionGeometry(bar.actions()[0]).center()).y()
    search = window.search.line.mapTo(window, window.search.line.rect().center()).y()
    assert abs(words - search) <= 1


def test_a_shape_stands_apart_from_its_word(stage: list[QWidget]) -> None:
    field = Segmented("confidence", "Confidence", (("on_track", "On track"), ("at_risk", "At risk")))
    plain = Segmented("yes", "This quarter", (("yes", "Yes"), ("no", "Not yet")), shapes=False)
    stage.extend((field, plain))
    assert [b.text() for b in field.stops() if isinstance(b, QToolButton)] == ["\u2009 On track", "\u2009 At risk"]
    assert [b.text() for b in plain.stops() if isinstance(b, QToolButton)] == ["Yes", "Not yet"]
    assert field.spoken("at_risk") == "At risk"


def test_the_list_of_checks_ends_with_its_card_and_its_icons_stand_beside_their_words(window: MainWindow) -> None:
    window.go("return")
    settle()
    rows = [f for f in part(window, ChecksCard).findChildren(QFrame) if f.isVisible() and f.property("kind") == "row"]
    assert len(rows) > 1
    assert [bool(row.property("last")) for row in rows] == [False] * (len(rows) - 1) + [True]
    for row in rows:
        (picture,), (words,) = row.findChildren(IconLabel), row.findChildren(Label)
        assert abs(picture.geometry().center().y() - words.geometry().center().y()) <= 1
        assert picture.alignment() & Qt.AlignmentFlag.AlignVCenter, "drawn in the middle of its height"


def test_home_leaves_room_for_what_to_do_where_the_text_is_large(window: MainWindow) -> None:
    window.resize(1280, 800)
    theme.current.apply("light", 2.0)
    settle()
    header = part(window.rooms["home"], PageHeader)
    assert header.height() < 170
    assert header.title.toolTip().startswith("Your return is due"), "the sentence can still be read"


def test_settings_have_a_key(window: MainWindow) -> None:
    press("Ctrl+,")
    assert window.current_page() is window.rooms["settings"]
    window.go("help")
    settle()
    assert "Ctrl+," in words_on(window)


def test_a_search_in_a_damaged_file_says_so_in_its_list(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_typed: str) -> tuple[()]:
        raise StoreError("“x” is damaged.")

    monkeypatch.setattr(window.search, "_find", refuse)
    window.search.start()
    write("training")
    press("Enter")
    assert "“x” is damaged." in words_on(window)


def test_a_page_that_cannot_be_read_anew_keeps_what_it_shows_and_tries_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    pane = open_action(window, "1.8")
    page = window.rooms["plan"]
    shown = words_on(pane)

    def refuse() -> None:
        raise StoreError("“x” is damaged.")

    monkeypatch.setattr(page, "reload", refuse)
    page.refresh()
    settle()
    assert "“x” is damaged." in words_on(window.banner)
    assert words_on(pane) == shown
    monkeypatch.undo()
    window.go("home")
    window.go("plan")
    settle()
    assert not page._stale


def test_the_focus_ring_lets_go_of_a_widget_that_is_gone(window: MainWindow) -> None:
    line = window.search.line
    line.setFocus()
    settle()
    gone = QLineEdit(window)
    gone.show()
    gone.setFocus()
    settle()
    window.ring._target = gone
    gone.destroyed.disconnect(window.ring._lose)
    shiboken6.delete(gone)
    window.ring._follow(None, line)
    assert window.ring._target is line
