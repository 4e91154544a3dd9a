"""Spelling at a text area: a dashed underline, and in the area's menu the words that may have been meant.

The menu opens with a right click, with the menu key, and with F7 at the next misspelt word. What was agreed as a house word stands in
it too. Without the spelling extra it is Qt's own menu with the house words.
"""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QPlainTextEdit

from leadapp.domain.spelling import Misspelt
from leadapp.ui.forms.house_words import WordingLine
from leadapp.ui.forms.underlines import SPELLING, characters, cursor_over
from leadapp.ui.page import Page
from leadapp.ui.undo_bar import announce

PAUSE = 900
"""Milliseconds after the last key."""


class SpellingMarks(QObject):
    """The spelling marks and the menu of one area."""

    def __init__(self, area: QPlainTextEdit, line: WordingLine, page: Page) -> None:
        super().__init__(area)
        self._area, self._line, self._page = area, line, page
        self._text, self._found = "", tuple[Misspelt, ...]()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.look)
        area.textChanged.connect(self._timer.start)
        area.installEventFilter(self)
        area.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        area.customContextMenuRequested.connect(self.show_menu)
        key = QShortcut(QKeySequence("F7"), area)
        key.setContext(Qt.ShortcutContext.WidgetShortcut)
        key.activated.connect(self.go_to_next)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look when the area comes into view, and when it is left: the last word is finished then."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.FocusOut, QEvent.Type.ReadOnlyChange}:
            self._timer.start()
        return False

    # ------------------------------------------------------------------ looking
    def look(self) -> None:
        """Look through what stands in the area now, but not at the word that is being typed."""
        typing = self._area.hasFocus() and not self._area.textCursor().hasSelection()
        self._look(self._area.textCursor().position() if typing else -1)

    def _look(self, typing_at: int) -> None:
        self._timer.stop()
        if not self._area.isVisible():
            return
        self._text = self._area.toPlainText()
        place = characters(self._text, typing_at) if typing_at >= 0 else -1
        self._found = () if self._area.isReadOnly() else self._page.services.spelling.find(self._text, place)
        self._line.underlines.show(SPELLING, self._text, [(word.start, word.end) for word in self._found])

    def go_to_next(self) -> None:
        """Select the next misspelt word and offer what may have been meant; after the last one comes the first."""
        self._look(-1)
        if not self._found:
            announce(self._area, "No misspelt word here")
            return
        here = characters(self._text, self._area.textCursor().selectionEnd())
        word = next((word for word in self._found if word.start >= here), self._found[0])
        self._area.setTextCursor(cursor_over(self._area, self._text, word.start, word.end))
        self._area.ensureCursorVisible()
        announce(self._area, f"“{word.word}” is not in the dictionary")
        self.show_menu(self._area.cursorRect().center())

    # ------------------------------------------------------------------ the menu
    def show_menu(self, at: QPoint) -> None:
        """Open the menu at a spot of the area's view."""
        self._look(-1)
        self._line.look()
        place = characters(self._text, self._area.cursorForPosition(at).position())
        menu = self._area.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = menu.actions()[0]
        offered = [*self._spelling_actions(menu, place), *self._wording_actions(menu, place)]
        if offered:
            menu.insertActions(first, offered)
            menu.insertSeparator(first)
            menu.setActiveAction(offered[0])
        menu.popup(self._area.viewport().mapToGlobal(at))

    def _spelling_actions(self, menu: QMenu, place: int) -> list[QAction]:
        word = next((word for word in self._found if word.start <= place <= word.end), None)
        if word is None:
            return []
        meant = self._page.services.spelling.suggestions(word.word)
        actions = [_action(menu, one, partial(self._put, word, one)) for one in meant]
        if not actions:
            nothing = QAction("No suggestion", menu)
            nothing.setEnabled(False)
            actions.append(nothing)
        return [*actions, _action(menu, f"Add “{word.word}” to the dictionary", partial(self._add, word.word))]

    def _wording_actions(self, menu: QMenu, place: int) -> list[QAction]:
        remark = next((remark for remark in self._line.remarks() if remark.start <= place <= remark.end), None)
        if remark is None:
            return []
        return [_action(menu, f"Use “{words}”", partial(self._line.answer, remark, words)) for words in remark.suggestions]

    def _put(self, word: Misspelt, meant: str) -> None:
        if self._area.toPlainText() == self._text:
            cursor = cursor_over(self._area, self._text, word.start, word.end)
            cursor.insertText(meant)  # one step that Ctrl+Z in the area takes back
            self._area.setTextCursor(cursor)
            self.look()

    def _add(self, word: str) -> None:
        self._page.keep(lambda: self._page.services.spelling.add(word))
        self.look()


def _action(menu: QMenu, words: str, work: partial[None]) -> QAction:
    action = QAction(words.replace("&", "&&"), menu)
    action.triggered.connect(lambda _checked=False: work())
    return action
