"""A unit of fields and the file: what a reload may replace, which row and which visit a save belongs to, what stands in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QMenu, QWidget

from leadapp.domain.errors import ChangedElsewhereError
from leadapp.domain.plan import ActionDraft
from leadapp.ui.forms.fields import SuggestField, TextArea, TextField
from leadapp.ui.forms.tick import TickField
from leadapp.ui.forms.unit import Typed, Unit, by_name
from leadapp.ui.forms.unsaved import unsaved
from leadapp.ui.main_window import MainWindow
from tests.ui.fixtures import Stage, bring_up, settle, wait_until
from tests.ui.hands import (
    action,
    button,
    choose,
    click,
    field,
    fill,
    focus,
    open_action,
    part,
    press,
    words_on,
    write,
    write_anew,
)


class Desk:
    """A unit on a stage with a file of its own: rows of texts, each with a version."""

    def __init__(self, stage: list[QWidget], *fields: TextField | TextArea | SuggestField | TickField) -> None:
        self.fields, self.elsewhere = fields, TextField("elsewhere", "Elsewhere")
        self.file = {row: {field.name: "" for field in fields} for row in (1, 2)}
        self.version, self.saved, self.refuses = 1, list[Typed](), False
        self.row = 1
        self.unit = Unit(self.elsewhere, by_name(*fields), self.save, self.show, pause=60)
        stage.append(Stage(*fields, self.elsewhere))
        bring_up(stage[-1])
        self.show()
        fields[0].box.setFocus()
        settle()

    def show(self, row: int | None = None) -> None:
        self.row = row or self.row
        self.unit.show(self.row, self.file[self.row], self.version)

    def save(self, typed: Typed) -> bool:
        if self.refuses:
            return False
        if typed.version != self.version:
            raise ChangedElsewhereError("It was changed meanwhile.")
        self.saved.append(typed)
        self.file[typed.row] = {name: text.strip() for name, text in typed.texts.items()}
        self.version += 1
        self.show()
        return True

    def visits(self) -> int:
        return len({typed.visit for typed in self.saved})


MakeDesk = Callable[..., Desk]


@pytest.fixture
def desk(stage: list[QWidget]) -> Desk:
    return Desk(stage, TextField("title", "Title"))


@pytest.mark.parametrize("kind", [TextField, TextArea, SuggestField])
def test_a_reload_leaves_ones_own_words_alone_and_shows_what_others_wrote(
    stage: list[QWidget], kind: type[TextField | TextArea | SuggestField]
) -> None:
    box = kind("title", "Title")
    desk = Desk(stage, box)
    write("mine ")
    desk.show()
    assert box.text() == "mine ", "not saved yet: nothing replaces it"
    wait_until(lambda: desk.saved)
    assert box.text() == "mine ", "saved as “mine”: the space under the cursor stays"
    desk.show()
    assert box.text() == "mine "
    desk.file[1] = {"title": "theirs"}
    desk.show()
    assert box.text() == "theirs"
    assert box.has_focus()
    write(" too")
    desk.unit.flush()
    assert desk.file[1] == {"title": "theirs too"}


def test_what_is_typed_goes_to_the_row_for_which_it_was_typed(desk: Desk) -> None:
    write("first")
    desk.show(2)
    assert desk.file == {1: {"title": "first"}, 2: {"title": ""}}
    assert desk.fields[0].text() == ""
    write("second")
    desk.unit.flush()
    assert desk.file[2] == {"title": "second"}
    assert desk.visits() == 2


def test_one_stay_is_one_visit_also_in_a_unit_of_several_fields(stage: list[QWidget]) -> None:
    desk = Desk(stage, TextField("top", "How many"), TextField("bottom", "Out of"))
    write("7")
    press("Tab")
    assert not desk.saved, "the unit was not left"
    wait_until(lambda: desk.saved)
    write("8")
    press("Tab")
    assert [typed.texts for typed in desk.saved] == [{"top": "7", "bottom": ""}, {"top": "7", "bottom": "8"}]
    assert desk.visits() == 1
    desk.fields[1].box.setFocus()
    write("0")
    press("Tab")
    assert desk.visits() == 2, "it was entered again, by its second field"
    desk.fields[1].box.setFocus()
    desk.file[1] = {"top": "1", "bottom": "2"}
    desk.show()
    write("3")
    desk.unit.flush()
    assert desk.visits() == 3, "an undo came between"


def test_what_is_refused_stays_and_is_tried_again(desk: Desk) -> None:
    desk.refuses = True
    write("words")
    desk.unit.flush()
    desk.file[1] = {"title": "theirs"}
    desk.show()
    assert desk.fields[0].text() == "words"
    assert unsaved.any
    desk.refuses = False
    desk.unit.flush()
    assert desk.file[1] == {"title": "words"}
    assert not unsaved.any


def test_what_is_dropped_is_not_shown_again(desk: Desk) -> None:
    write("dropped")
    desk.unit.forget()
    desk.unit.flush()
    assert not desk.saved
    desk.show()
    assert desk.fields[0].text() == ""


def test_a_change_of_something_else_does_not_stand_in_the_way(desk: Desk) -> None:
    write("mine")
    desk.version = 9
    desk.unit.flush()
    assert desk.file[1] == {"title": "mine"}
    assert desk.fields[0].problem() == ""


def test_a_change_of_the_same_text_is_told_before_it_is_written_over(desk: Desk) -> None:
    write("mine")
    desk.file[1], desk.version = {"title": "theirs"}, 9
    desk.unit.flush()
    assert desk.file[1] == {"title": "theirs"}, "nothing was written over"
    assert desk.fields[0].text() == "mine", "nothing is lost"
    assert desk.fields[0].problem().startswith("This became “theirs” meanwhile. What you typed still stands here")
    press("Tab")
    assert desk.file[1] == {"title": "mine"}
    assert desk.fields[0].problem() == ""


def test_what_became_the_same_elsewhere_is_no_conflict(desk: Desk) -> None:
    write("same")
    desk.file[1], desk.version = {"title": "same"}, 9
    desk.show()
    assert desk.fields[0].problem() == ""


def test_a_choice_is_told_by_its_word(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    choose(part(pane, QComboBox, "status"), "Paused")
    now = action(window, "2.4")
    window.services.plan.change(now.id, now.version, ActionDraft(status="complete"))
    pane.flush()
    settle()
    assert field(pane, "status").problem().startswith("This became “Complete” meanwhile.")


# -------------------------------------------------------------------------------- the real window
def say(window: MainWindow, text: str) -> QWidget:
    """Type an update and wait until it is saved, the cursor still in its box."""
    pane = open_action(window, "2.4")
    box = field(pane, "update").box
    box.setFocus()
    write_anew(text)
    QTest.qWait(2150)
    assert window.services.round.detail(action(window, "2.4").id).updates[-1].text == text
    assert focus() is box
    return box


def test_undo_reaches_the_box_in_which_the_cursor_stands(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    before = field(pane, "update").text()
    box = say(window, "Said by mistake")
    click(button(window.undo_bar, "Undo"))
    assert focus() is box, "the bar does not take the keyboard away"
    assert field(pane, "update").text() == before
    click(button(window.undo_bar, "Do it again"))
    assert field(pane, "update").text() == "Said by mistake"
    click(button(window.undo_bar, "Undo"))
    press("Ctrl+End")
    write(" Really.")
    press("Tab")
    assert window.services.round.detail(action(window, "2.4").id).updates[-1].text == f"{before} Really."


def test_undo_from_the_menu_reaches_it_too(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    before = field(pane, "update").text()
    box = say(window, "Said by mistake")
    click(button(window.undo_bar, "Undo"))
    for name, text in (("redo", "Said by mistake"), ("undo", before)):
        window.actions_by_name[name].trigger()
        settle()
        assert field(pane, "update").text() == text
        assert focus() is box


def test_what_is_typed_when_the_bar_is_pressed_is_what_is_undone(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    fill(pane, "title", "Another title")
    before = field(pane, "update").text()
    field(pane, "update").box.setFocus()
    press("Ctrl+End")
    write(" And more")
    click(button(window.undo_bar, "Undo"))
    assert field(pane, "update").text() == before
    assert action(window, "2.4").title == "Another title"
    assert window.services.round.detail(action(window, "2.4").id).updates[-1].text == before


def test_the_edit_menu_says_when_it_would_undo_typing(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    entry = window.actions_by_name["undo"]
    field(pane, "update").box.setFocus()
    press("Ctrl+End")
    write(" And more")
    edit = window.menu_bar.actions()[1].menu()
    assert isinstance(edit, QMenu)
    edit.aboutToShow.emit()
    assert entry.text() == "Undo typing"
    entry.trigger()
    settle()
    assert not field(pane, "update").text().endswith("And more")


def test_an_action_changed_past_the_window_is_not_written_over(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    plan = window.services.plan
    field(pane, "title").box.setFocus()
    write_anew("Mine")
    now = action(window, "2.4")
    plan.change(now.id, now.version, ActionDraft(title="Theirs"))
    press("Tab")
    assert action(window, "2.4").title == "Theirs"
    assert field(pane, "title").text() == "Mine"
    assert "This became “Theirs” meanwhile. What you typed still stands here" in words_on(pane)
    assert window.saved.accessibleName() == "Not saved yet", "nothing is on its way"
    field(pane, "title").box.setFocus()
    write("!")
    assert window.saved.accessibleName() == "Saving…"
    press("Backspace")
    press("Tab")
    assert window.saved.accessibleName().startswith("All changes saved")
    assert action(window, "2.4").title == "Mine"
    assert "meanwhile" not in words_on(pane)
    field(pane, "owner").box.setFocus()
    write_anew("Ms Wyn")
    now = action(window, "2.4")
    plan.change(now.id, now.version, ActionDraft(title="Theirs again"))
    press("Tab")
    assert (action(window, "2.4").owner, field(pane, "title").text()) == ("Ms Wyn", "Theirs again")


def test_boxes_keep_what_is_typed_when_another_kpi_comes(window: MainWindow) -> None:
    pane = open_action(window, "2.2")
    box = field(pane, "kpi12_number")
    box.box.setFocus()
    write_anew("17")
    window.bus.tell(window.services.plan.add_kpi(action(window, "2.2").id, "Another one", "count"))
    settle()
    assert focus() is box.box
    write("3")
    assert field(pane, "kpi12_number").text() == "173"
