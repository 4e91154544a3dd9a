"""House words at a text area: a dotted underline, and beneath the area one line with the agreed term, its reason and buttons.

The text is looked through after a pause in typing. Nothing is changed but by a button, and the focus is never taken.
"""

from __future__ import annotations

import textwrap
from functools import partial
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QWidget

from leadapp.domain.changes import Changes, Topic
from leadapp.domain.house_words import Remark, edit
from leadapp.ui.chips import FlowLayout
from leadapp.ui.forms.fields import TextArea
from leadapp.ui.forms.underlines import WORDING, Underlines, cursor_over
from leadapp.ui.page import Page
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Button, IconLabel, Label, column, row

PAUSE = 900
"""Milliseconds after the last key."""
MOST_SUGGESTIONS = 3
_WIDEST = 26
"""Characters of a button before its words go on in a second line."""


class WordingLine(QFrame):
    """The line beneath one text area. Hidden while there is nothing to remark.

    ``kept`` tells that a word stays on purpose, ``resized`` that the line came, went or says something else.
    """

    kept = Signal()
    resized = Signal()

    def __init__(self, field: TextArea, page: Page) -> None:
        super().__init__(field)
        self._field, self._area, self._page, self._words = field, field.area, page, page.services.words
        self._text, self._remarks, self._at = "", tuple[Remark, ...](), 0
        self._official = ""
        self.underlines = Underlines(self._area)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self.look)
        self.setObjectName(f"{field.name}_wording")
        self.hide()
        self._lay_out()
        self._area.textChanged.connect(self._wait)
        self._area.installEventFilter(self)
        page.bus.committed.connect(self._concern)

    def _lay_out(self) -> None:
        self._told = Label("", 9.5, kind="quiet", wrap=True)
        self._uses = [Button("", "small", on_click=partial(self._use, n)) for n in range(MOST_SUGGESTIONS)]
        self._keep = Button("Keep", "small", on_click=self._keep_word)
        self._next = Button("Next remark", "small", on_click=self._go_on)
        buttons, flow = QWidget(), FlowLayout(6)
        for button in self._buttons():
            flow.addWidget(button)
        buttons.setLayout(flow)
        line = row(IconLabel("info", "info", 18), spacing=6)
        line.addWidget(self._told, 1)
        self.setLayout(column(line, buttons, spacing=4))
        stops: list[QWidget] = [self._area, *self._buttons()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)

    def _buttons(self) -> tuple[Button, ...]:
        return (*self._uses, self._keep, self._next)

    # ------------------------------------------------------------------ looking
    def _wait(self) -> None:
        self._timer.start()

    def _concern(self, changes: Changes) -> None:
        if changes.concerns(Topic.HOUSE_WORDS):
            self._wait()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look when the area comes into view or is entered: the list may have changed meanwhile."""
        if event.type() in {QEvent.Type.Show, QEvent.Type.FocusIn, QEvent.Type.ReadOnlyChange}:
            self._timer.start()
        return False

    def look(self) -> None:
        """Look through what stands in the area now, and say what there is to say."""
        self._timer.stop()
        if not self._area.isVisible():
            return
        self._text = self._area.toPlainText()
        more = len(self._remarks)
        is_own = not self._area.isReadOnly() and self._text != self._official
        self._remarks = self._words.find(self._text) if is_own else ()
        self._at = min(self._at, max(0, len(self._remarks) - 1))
        self.underlines.show(WORDING, self._text, [(remark.start, remark.end) for remark in self._remarks])
        self._tell()
        self.resized.emit()
        if len(self._remarks) > more and self._area.hasFocus():
            announce(self._area, self._told.text())

    def leave_official(self, text: str) -> None:
        """Say what the corporate plan has here: as long as the text is that, nobody remarks on it."""
        if text != self._official:
            self._official = text
            self._wait()

    def remarks(self) -> tuple[Remark, ...]:
        """What is remarked on now."""
        return self._remarks

    def _tell(self) -> None:
        count = len(self._remarks)
        if not count:
            if self.isAncestorOf(QApplication.focusWidget() or self._area):
                self._area.setFocus(Qt.FocusReason.OtherFocusReason)
            self.hide()
            return
        remark = self._remarks[self._at]
        head = "1 wording remark." if count == 1 else f"Wording remark {self._at + 1} of {count}."
        self._told.setText(f"{head} {remark.sentence}")
        self.setAccessibleName(self._told.text())
        for place, button in enumerate(self._uses):
            words = remark.suggestions[place] if place < len(remark.suggestions) else ""
            button.setText("\n".join(textwrap.wrap(f"Use “{words}”", _WIDEST)))
            button.setMinimumHeight(button.fontMetrics().lineSpacing() * (button.text().count("\n") + 1) + 10)
            button.setAccessibleName(f"Use “{words}” instead of “{remark.found}”")
            button.setVisible(bool(words))
        self._keep.setAccessibleName(f"Keep “{remark.found}” here")
        self._next.setVisible(count > 1)
        self.show()

    # ------------------------------------------------------------------ answering
    def _current(self) -> Remark | None:
        """The remark that is told, if the text is still the one that was looked through."""
        if self._area.toPlainText() != self._text:
            self.look()
            return None
        return self._remarks[self._at] if self._remarks else None

    def _use(self, place: int) -> None:
        remark = self._current()
        if remark is not None:
            self.answer(remark, remark.suggestions[place])

    def answer(self, remark: Remark, suggestion: str) -> None:
        """Put a suggestion in place of what is remarked on, unless the text went on meanwhile."""
        if self._area.isReadOnly() or self._area.toPlainText() != self._text:
            return
        change = edit(self._text, remark, suggestion)
        cursor = cursor_over(self._area, self._text, change.start, change.end)
        cursor.insertText(change.text)  # one step that Ctrl+Z in the area takes back
        self._back(cursor)
        self.look()

    def _keep_word(self) -> None:
        remark = self._current()
        if remark is not None:
            self._page.keep(lambda: self._words.keep(self._text, remark))
            self.look()
            self.kept.emit()

    def _go_on(self) -> None:
        remark = self._current()
        if remark is not None:
            self._at = (self._at + 1) % len(self._remarks)
            self._tell()
            self._area.setTextCursor(
                cursor_over(self._area, self._text, self._remarks[self._at].start, self._remarks[self._at].end)
            )
            announce(self._next, self._told.text())

    def _back(self, cursor: QTextCursor) -> None:
        self._area.setTextCursor(cursor)
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)


def attach(field: TextArea, page: Page) -> WordingLine:
    """Remark on the house words in a field from now on (``writing.py`` does, together with the spelling check)."""
    line = WordingLine(field, page)
    layout = field.layout()
    assert isinstance(layout, QBoxLayout)
    layout.insertWidget(layout.indexOf(field.area) + 1, line)
    return line
