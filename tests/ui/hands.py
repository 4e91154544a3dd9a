"""What a person does at the window: press keys, type, click, read what stands there."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeySequence, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QDialog, QLabel, QWidget

from leadapp.domain.plan import PlanAction
from leadapp.ui.forms.fields import Field
from leadapp.ui.main_window import MainWindow
from leadapp.ui.plan.action_pane import ActionPane
from leadapp.ui.plan.actions_view import ActionsView
from leadapp.ui.plan.plan_page import PlanPage
from leadapp.ui.tables.table_view import TableView
from tests.ui.fixtures import settle
from tests.worlds import by_reference

W = TypeVar("W", bound=QWidget)


# -------------------------------------------------------------------------------- keys
def focus() -> QWidget:
    """What has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the keyboard"
    return found


def press(keys: str, times: int = 1) -> None:
    """Press keys such as "Ctrl+Enter"; they go to whatever has the keyboard."""
    for _ in range(times):
        QTest.keySequence(focus(), QKeySequence(keys))
        settle()


def write(text: str) -> None:
    """Type a text where the keyboard is."""
    QTest.keyClicks(focus(), text)
    settle()


def write_anew(text: str) -> None:
    """Select everything where the keyboard is and type over it."""
    press("Ctrl+A")
    press("Delete")
    write(text)


# -------------------------------------------------------------------------------- mouse
def click(widget: QWidget, at: QPoint | None = None) -> None:
    """Click a widget as the mouse does."""
    assert widget.isVisible(), "it cannot be seen, so it cannot be clicked"
    assert widget.isEnabled(), "it is greyed out"
    # a check box is clicked on its box, not in the empty room behind its words
    spot = at or QPoint(min(widget.width() // 2, 12), widget.height() // 2)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, spot)
    settle()


def double_click(widget: QWidget, at: QPoint) -> None:
    """Double click a spot."""
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
        place = widget.mapToGlobal(at)
        left = Qt.MouseButton.LeftButton
        QApplication.sendEvent(widget, QMouseEvent(kind, at, place, left, left, Qt.KeyboardModifier.NoModifier))
    settle()


def choose(combo: QComboBox, word: str) -> None:
    """Choose a word of a combo with the keyboard, as a person who tabbed to it would."""
    place = combo.findText(word)
    assert place >= 0, f"“{word}” is not offered: {[combo.itemText(n) for n in range(combo.count())]}"
    combo.setFocus()
    while combo.currentIndex() != place:
        before = combo.currentIndex()
        press("Down" if before < place else "Up")
        assert combo.currentIndex() != before


# -------------------------------------------------------------------------------- eyes
def words_on(root: QWidget) -> str:
    """Every word that can be read on a widget, a line per label or button."""
    found: list[QLabel | QAbstractButton] = [root] if isinstance(root, (QLabel, QAbstractButton)) else []
    found += [w for w in root.findChildren(QLabel) if w.isVisible()]
    found += [w for w in root.findChildren(QAbstractButton) if w.isVisible()]
    return "\n".join(w.text().replace("\u2009 ", "") for w in found)


def button(root: QWidget, words: str) -> QAbstractButton:
    """The visible button with these words (or this accessible name)."""
    for found in root.findChildren(QAbstractButton):
        if found.isVisible() and words in {found.text().replace("\u2009 ", "").strip(), found.accessibleName()}:
            return found
    raise AssertionError(f"no button “{words}” among: {words_on(root)}")


def part(root: QWidget, kind: type[W], name: str = "") -> W:
    """The visible part of a kind, by its object name."""
    for found in root.findChildren(kind, name):
        if found.isVisible():
            return found
    raise AssertionError(f"no visible {kind.__name__} “{name}”")


def field(root: QWidget, name: str) -> Field:
    """The visible field of a name."""
    for found in root.findChildren(Field):
        if found.isVisible() and found.name == name:
            return found
    raise AssertionError(f"no visible field “{name}”")


def fill(root: QWidget, name: str, text: str) -> Field:
    """Put the keyboard into a field, type over what stands there, and leave it with Tab."""
    found = field(root, name)
    found.box.setFocus()
    settle()
    write_anew(text)
    press("Tab")
    settle()
    return found


def column_of(table: TableView, number: int) -> list[str]:
    """A column of a table as it reads from top to bottom, heads of groups left out."""
    return [table.rows.columns[number].text(record) for record in table.rows.shown_records()]


# -------------------------------------------------------------------------------- places
def plan_page(window: MainWindow) -> PlanPage:
    """The plan, opened if need be."""
    if not isinstance(window.current_page(), PlanPage):
        window.go("plan")
        settle()
    page = window.rooms["plan"]
    assert isinstance(page, PlanPage)
    return page


def my_actions(window: MainWindow) -> ActionsView:
    """The table of the plan."""
    return plan_page(window).my_actions


def open_action(window: MainWindow, reference: str) -> ActionPane:
    """An action beside the table, with its details unfolded."""
    window.go("action", by_reference(window.services, reference).id)
    settle()
    pane = my_actions(window).pane
    pane.form.fold(folded=False)
    settle()
    return pane


def action(window: MainWindow, reference: str) -> PlanAction:
    """The action as the file holds it."""
    return by_reference(window.services, reference)


def only_dialog() -> QDialog:
    """The dialog that is open."""
    found = [w for w in QApplication.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]
    assert len(found) == 1
    return found[0]
