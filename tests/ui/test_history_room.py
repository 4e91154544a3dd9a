"""The History room by hand: narrowing down, one change open, a value put back, a text taken out, how an action stood."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QWidget

from leadapp.ui import theme
from leadapp.ui.history.history_page import PARTS, HistoryPage
from leadapp.ui.main_window import MainWindow
from tests.ui import facts
from tests.ui.fixtures import Watch, settle
from tests.ui.hands import action, button, choose, click, column_of, fill, focus, open_action, part, press, words_on, write


def history(window: MainWindow) -> HistoryPage:
    window.go("history")
    settle()
    page = window.current_page()
    assert isinstance(page, HistoryPage)
    return page


@pytest.fixture
def page(window: MainWindow) -> HistoryPage:
    """The room after 2.4 was renamed twice."""
    for title in ("An EIA in time", "An EIA before anything else"):
        fill(open_action(window, "2.4"), "title", title)
        window.go("home")
        settle()
    return history(window)


def test_the_newest_change_stands_open_with_from_and_to(page: HistoryPage) -> None:
    said = words_on(page.pane)
    assert "Title of 2.4" in said
    assert "From: An EIA in time" in said
    assert "To: An EIA before anything else" in said


def test_a_value_is_put_back_by_one_press_and_undone_by_another(window: MainWindow, page: HistoryPage) -> None:
    click(button(page.pane, "Restore this value"))
    settle()
    assert action(window, "2.4").title == "An EIA in time"
    assert column_of(page.table, 2)[0] == "Title restored"
    press("Ctrl+Z")
    settle()
    assert action(window, "2.4").title == "An EIA before anything else"


def test_one_action_its_fields_and_how_it_stood(window: MainWindow, page: HistoryPage) -> None:
    combo = part(page, QComboBox, "history_action")
    name = next(combo.itemText(n) for n in range(combo.count()) if combo.itemText(n).startswith("2.4 "))
    choose(combo, name)
    settle()
    assert column_of(page.table, 2)[:2] == ["Title of 2.4", "Title of 2.4"]
    assert "How it stood at the end of" in words_on(page.pane)
    choose(part(page, QComboBox, "stood_quarter"), "2026-27-Q1")
    settle()
    assert "April to June 2026" in words_on(page.pane.past)
    choose(part(page, QComboBox, "history_field"), "Title")
    settle()
    assert set(column_of(page.table, 2)) == {"Title of 2.4"}
    choose(part(page, QComboBox, "history_days"), "Between …")
    line = part(page, QLineEdit, "history_last")
    click(line)
    write("1 January 2020")
    settle()
    assert "No change matches" in words_on(page)
    click(button(page, "Show everything"))
    settle()
    assert len(column_of(page.table, 2)) > 5


def test_a_day_that_cannot_be_read_says_so_and_hides_nothing(page: HistoryPage) -> None:
    choose(part(page, QComboBox, "history_days"), "Between …")
    before = len(column_of(page.table, 2))
    click(part(page, QLineEdit, "history_first"))
    write("31 February 2026")
    settle()
    assert "February 2026 has 28 days" in words_on(page.narrowing)
    assert len(column_of(page.table, 2)) == before


def test_a_text_is_taken_out_only_after_asking(window: MainWindow, page: HistoryPage, watch: Watch) -> None:
    window.services.backups.back_up()
    told: list[str] = []

    def keep(dialog: QDialog) -> None:
        told.append(words_on(dialog))
        press("Escape")

    watch.answers.append(keep)
    click(button(page.pane, "Remove this text …"))
    settle()
    assert window.undo_bar.isVisible()
    assert "1 backup made since still holds it" in told[0]
    assert "From: An EIA in time" in words_on(page.pane)
    watch.answers.append(lambda dialog: click(button(dialog, "Remove the text")))
    click(button(page.pane, "Remove this text …"))
    settle()
    assert not window.undo_bar.isVisible(), "an undo that there no longer is is not offered"
    assert column_of(page.table, 2)[0] == "Text removed from the history"
    assert "From: text removed" in words_on(page.pane)
    page.table.choose(window.services.history.lines(1)[0].step.number)
    settle()
    assert "It only says that it happened" in words_on(page.pane)
    assert action(window, "2.4").title == "An EIA before anything else"
    assert not button(page, "Undo the last change").isEnabled()


def test_what_was_removed_is_brought_back(window: MainWindow, page: HistoryPage) -> None:
    window.bus.tell(window.services.plan.remove_action(action(window, "2.4").id))
    page.table.choose(window.services.history.lines(1)[0].step.number)
    settle()
    restore = next(
        b for b in page.pane.findChildren(type(button(page, "Do it again"))) if b.text().strip().startswith("Bring all")
    )
    click(restore)
    settle()
    assert action(window, "2.4").title == "An EIA before anything else"


def test_in_a_narrow_window_a_change_opens_in_place_of_the_list(window: MainWindow, page: HistoryPage) -> None:
    theme.current.apply("light", 2.0)
    window.resize(1024, 600)
    settle()
    assert not page.pane.isVisible()
    click(button(page, "Narrow down …"))
    settle()
    assert page.narrowing.isVisible()
    assert focus().objectName() == "history_action"
    page.table.setFocus()
    press("Return")
    settle()
    assert page.pane.isVisible()
    assert not page.table.isVisible()
    assert not facts.clipped(page.pane)
    press("Escape")
    settle()
    assert page.table.isVisible()
    assert focus() is page.table


# -------------------------------------------------------------------------------- a change of many parts
def test_a_change_of_many_parts_is_shown_in_portions_and_never_squeezed(window: MainWindow, page: HistoryPage) -> None:
    line = max(page.model.shown_records(), key=lambda line: line.total)
    assert line.total > 2 * PARTS
    page.table.choose(line.step.number)
    QApplication.processEvents()  # as it is first painted
    assert squeezed(page.pane) == []
    assert f"And {line.total - PARTS} more of the same step." in words_on(page.pane)
    click(button(page.pane, "Show more of them"))
    settle()
    assert f"And {line.total - 2 * PARTS} more of the same step." in words_on(page.pane)
    assert squeezed(page.pane) == []
    page.table.choose(page.model.shown_records()[0].step.number)
    page.table.choose(line.step.number)
    settle()
    assert f"And {line.total - PARTS} more of the same step." in words_on(page.pane)


def squeezed(root: QWidget) -> list[str]:
    """Texts that are given less height than their words need."""
    labels = [label for label in root.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    return [label.text() for label in labels if label.height() < label.heightForWidth(label.width()) - 1]
