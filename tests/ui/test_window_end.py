"""How the window ends, and comes back."""

from __future__ import annotations

from PySide6.QtCore import QSettings
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from leadapp.services.opening import open_services
from leadapp.ui.main_window import MainWindow
from leadapp.ui.search_box import PAUSE
from tests.ui.fixtures import Show, Watch, settle
from tests.ui.hands import field, fill, open_action, write
from tests.worlds import StandingClock


# -------------------------------------------------------------------------------- the end
def test_a_window_that_changed_something_leaves_a_backup(window: MainWindow) -> None:
    fill(open_action(window, "2.4"), "title", "Another title")
    folder = window.services.backups.folder
    window.close()
    (backup,) = folder.glob("*.leadapp")
    with_backup = open_services(backup)
    assert any(a.title == "Another title" for a in with_backup.plan.list_actions())
    with_backup.close()


def test_a_window_that_changed_nothing_leaves_none(window: MainWindow) -> None:
    folder = window.services.backups.folder
    window.close()
    assert not list(folder.glob("*.leadapp"))


def test_what_is_being_typed_is_saved_when_the_window_closes(window: MainWindow, clock: StandingClock) -> None:
    path = window.services.path
    pane = open_action(window, "NS-10")
    field(pane, "update").box.setFocus()
    write("Two of the five routes were walked.")
    window.close()
    again = open_services(path, clock)
    assert again.round.detail(7 * 0 + next(a.id for a in again.plan.list_actions() if a.reference == "NS-10")).updates[
        -1
    ].text == ("Two of the five routes were walked.")
    again.close()


def test_the_window_comes_back_where_it_was(show_window: Show, window: MainWindow, clock: StandingClock) -> None:
    path = window.services.path
    window.resize(790, 610)
    settle()
    window.close()
    assert QSettings().value("geometry") is not None
    again = MainWindow(open_services(path, clock))
    assert (again.width(), again.height()) == (790, 610)
    again.close()


def test_a_dialog_nobody_asked_for_is_noticed(qapp: QApplication, watch: Watch) -> None:
    from leadapp.ui import dialogs

    dialogs.tell(None, "Surprise", "Nobody asked.")
    assert watch.opened == ["Surprise"]
    watch.opened.clear()


def test_nothing_asks_the_file_after_the_window_closed(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    field(pane, "title").box.setFocus()
    write("Typed last. ")
    window.close()  # saves, tells everybody, and what was put off comes after the end
    settle()
    assert not window.services.is_open
    again = open_services(window.services.path)
    assert any("Typed last." in a.title for a in again.plan.list_actions())
    again.close()


def test_a_search_begun_before_the_end_asks_nobody_after_it(window: MainWindow) -> None:
    window.search.start()
    write("housing")
    window.close()
    QTest.qWait(PAUSE + 100)
    assert not window.services.is_open
