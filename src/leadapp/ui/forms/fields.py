"""Fields: label above, hint under the label, the error beneath in plain words. Every field has a name, a text and a problem.

A field tells ``edited`` at each keystroke, ``entered`` and ``left`` when the focus comes and goes; it stores nothing and knows no
file (that is ``unit``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QToolButton,
    QWidget,
)

from leadapp.domain.errors import BadInputError
from leadapp.ui import theme
from leadapp.ui.forms.area import GrowingArea
from leadapp.ui.forms.line import Line
from leadapp.ui.shapes import shape_icon
from leadapp.ui.wheel_guard import guard
from leadapp.ui.widgets import IconButton, IconLabel, Label, column, row

_OPEN_CALENDAR = QKeyCombination(Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Down)


class Field(QWidget):
    """The frame around one input."""

    edited = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self, name: str, label: str, box: QWidget, hint: str = "") -> None:
        super().__init__()
        self.name, self.box = name, box
        self._wrong = self._meanwhile = ""
        self.label = Label(label, 10, bold=True, wrap=False)
        self.label.setBuddy(box)
        self.hint = Label(hint, 9.5, kind="hint", wrap=True)
        for words in (self.label, self.hint):  # only ever hidden here: shown without a parent it would be a window of its own
            if not words.text():
                words.hide()
        self._problem = Label("", 10, bold=True, kind="error", wrap=True)
        self._problem_row = QFrame()
        self._problem_row.setLayout(row(IconLabel("error", "error", 18), self._problem, spacing=6))
        self._problem_row.layout().setStretch(1, 1)  # type: ignore[union-attr]
        self._problem_row.hide()
        box.setObjectName(name)
        box.setAccessibleName(label or name)
        box.setAccessibleDescription(hint)
        box.installEventFilter(self)
        self.setLayout(column(self.label, self.hint, box, self._problem_row, spacing=4))
        self.setFocusProxy(box)

    def stops(self) -> list[QWidget]:
        """The widgets in it that take the keyboard."""
        return [self.box]

    # what stands in it: each kind of field says how
    def text(self) -> str:
        """What stands in the field."""
        raise NotImplementedError

    def show_text(self, text: str) -> None:
        """Put a text in without telling anybody."""
        raise NotImplementedError

    def spoken(self, text: str) -> str:
        """A text of this field as people read it: the word of a choice, else the text."""
        return text

    def has_focus(self) -> bool:
        """Whether the keyboard is in it."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self.box or self.box.isAncestorOf(focus))

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong beneath the field; empty takes it away. The text stays."""
        self._wrong = sentence
        self._tell(self._meanwhile or self._wrong)

    def set_meanwhile(self, sentence: str) -> None:
        """Say beneath the field, before anything else, what happened to its text in the file; empty takes it away."""
        self._meanwhile = sentence
        self._tell(self._meanwhile or self._wrong)

    def _tell(self, sentence: str) -> None:
        self._problem.setText(sentence)
        self._problem_row.setVisible(bool(sentence))
        self.box.setAccessibleDescription(" ".join(part for part in (sentence, self.hint.text()) if part))
        if self.box.property("bad") != bool(sentence):
            self.box.setProperty("bad", bool(sentence))
            theme.set_kind(self.box, str(self.box.property("kind") or ""))

    def problem(self) -> str:
        """The sentence beneath the field, or empty."""
        return self._problem.text()

    def mend(self, read: Callable[[str], object], *others: Field) -> None:
        """Once a problem is told, let it go as soon as ``read`` takes what is typed (it raises BadInputError while it cannot).

        ``others`` are fields that it depends on as well.
        """

        def look() -> None:
            if self.problem():
                try:
                    read(self.text())
                except BadInputError as error:
                    self.set_problem(str(error))
                else:
                    self.set_problem("")

        for field in (self, *others):
            field.edited.connect(look)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice when the focus comes and goes; a pop-up of the field's own (its list, its calendar) does not count."""
        if isinstance(event, QFocusEvent) and event.reason() is not Qt.FocusReason.PopupFocusReason:
            if event.type() is QEvent.Type.FocusIn:
                self.entered.emit()
            elif event.type() is QEvent.Type.FocusOut:
                self.left.emit()
        return False


class TextField(Field):
    """One line."""

    def __init__(self, name: str, label: str, hint: str = "", placeholder: str = "") -> None:
        self.line = Line()
        self.line.setPlaceholderText(placeholder)
        super().__init__(name, label, self.line, hint)
        self.line.textEdited.connect(lambda _text: self.edited.emit())

    def text(self) -> str:
        """What stands in the line."""
        return self.line.text()

    def show_text(self, text: str) -> None:
        """Put a text in."""
        self.line.setText(text)
        if not self.line.hasFocus():
            self.line.setCursorPosition(0)  # a long text is read from its beginning


class DateField(TextField):
    """A date as people type it, with a calendar as an addition (Alt+Down)."""

    def __init__(self, name: str, label: str, hint: str = "31 March 2027 or 31/3/27") -> None:
        super().__init__(name, label, hint)
        name = f"Choose {label.lower() or 'a date'} from a calendar"
        self._button = IconButton("calendar", name, self.show_calendar, "ink2")  # an action of the line's own would not grow
        self._button.setParent(self.line)
        self._button.setToolTip("Calendar (Alt+Down)")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.setCursor(Qt.CursorShape.ArrowCursor)

    def _place(self) -> None:
        size = self._button.sizeHint()
        self.line.setTextMargins(0, 0, size.width(), 0)
        left, top = self.line.width() - size.width() - 2, (self.line.height() - size.height()) // 2
        self._button.setGeometry(left, top, size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+Down opens the calendar; its button stays at the end of the line."""
        if event.type() in {QEvent.Type.Resize, QEvent.Type.Show}:
            self._place()
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and event.keyCombination() == _OPEN_CALENDAR:
            self.show_calendar()
            return True
        return super().eventFilter(watched, event)

    def show_calendar(self) -> None:
        """Open the calendar under the line."""
        from leadapp.ui.forms.calendar import show_calendar

        show_calendar(self)


class TextArea(Field):
    """Several lines; it grows with the text between ``lines`` and ``most`` lines. Tab leaves it."""

    def __init__(self, name: str, label: str, hint: str = "", lines: int = 3, most: int = 12) -> None:
        self.area = GrowingArea(lines, most)
        super().__init__(name, label, self.area, hint)
        self.area.textChanged.connect(self._told)
        self._quiet = False

    def _told(self) -> None:
        if not self._quiet:
            self.edited.emit()

    def text(self) -> str:
        """What stands in the area."""
        return self.area.toPlainText()

    def show_text(self, text: str) -> None:
        """Put a text in."""
        self._quiet = True
        self.area.setPlainText(text)
        self._quiet = False
        if self.area.hasFocus():
            self.area.moveCursor(QTextCursor.MoveOperation.End)


def tell_long_words(combo: QComboBox) -> None:
    """A box that may be too narrow for what is chosen says the whole of it as its tooltip."""
    combo.currentTextChanged.connect(lambda text: combo.setToolTip(text if len(text) > LONG else ""))


LONG = 24
"""Characters that any box has room for."""


class ChoiceField(Field):
    """One of a few words. ``choices`` pairs key and word; a key of a state brings its shape."""

    def __init__(
        self, name: str, label: str, choices: Iterable[tuple[str, str]], hint: str = "", *, shapes: bool = False
    ) -> None:
        self.combo = QComboBox()
        guard(self.combo)
        self._shapes = shapes
        super().__init__(name, label, self.combo, hint)
        self.combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.set_choices(choices)
        self.combo.activated.connect(lambda _index: self.edited.emit())
        tell_long_words(self.combo)
        theme.current.changed.connect(self._draw)

    def set_choices(self, choices: Iterable[tuple[str, str]]) -> None:
        """Offer other words; what was chosen stays chosen if it is still there."""
        chosen = self.text()
        self.combo.clear()
        for key, word in choices:
            self.combo.addItem(word, key)
        self.show_text(chosen)
        self._draw()

    def _draw(self) -> None:
        if self._shapes:
            for index in range(self.combo.count()):
                if key := self.combo.itemData(index):
                    self.combo.setItemIcon(index, shape_icon(key))

    def spoken(self, text: str) -> str:
        """The word of a key."""
        return self.combo.itemText(self.combo.findData(text))

    def text(self) -> str:
        """The key of what is chosen."""
        return str(self.combo.currentData() or "")

    def show_text(self, text: str) -> None:
        """Choose a key."""
        self.combo.setCurrentIndex(max(0, self.combo.findData(text)))


class SuggestField(Field):
    """A line that suggests what was typed before (owners, directorates); anything else may be typed."""

    def __init__(self, name: str, label: str, hint: str = "") -> None:
        self.combo = QComboBox()
        guard(self.combo)
        self.combo.setLineEdit(Line())  # which makes it editable
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.combo.setMinimumContentsLength(8)
        self.combo.setCompleter(None)  # type: ignore[arg-type]  # else "Sam" would be stored as "Samuel"
        super().__init__(name, label, self.combo, hint)
        line = self.combo.lineEdit()
        assert line is not None
        line.setAccessibleName(label)
        line.setObjectName(f"{name}Line")
        line.textEdited.connect(lambda _text: self.edited.emit())
        self.combo.activated.connect(lambda _index: self._choose())
        tell_long_words(self.combo)
        line.textEdited.connect(self._remember)
        self._last = ""

    def _remember(self, text: str) -> None:
        self._last = text

    def _choose(self) -> None:
        """A suggestion was chosen; Qt says so as well when Tab only passes through."""
        if self.text() != self._last:
            self._last = self.text()
            self.edited.emit()

    def suggest(self, words: Iterable[str]) -> None:
        """Offer these words."""
        text = self.text()
        self.combo.clear()
        self.combo.addItems(list(words))
        self.show_text(text)

    def text(self) -> str:
        """What stands in the line."""
        return self.combo.currentText()

    def show_text(self, text: str) -> None:
        """Put a text in."""
        self._last = text
        self.combo.setCurrentText(text)
        line = self.combo.lineEdit()
        if line is not None and not line.hasFocus():
            line.setCursorPosition(0)  # a long one is read from its beginning


class Segmented(Field):
    """A few words side by side, one of them chosen; Left and Right move, and so do the keys 1, 2, 3."""

    def __init__(self, name: str, label: str, choices: Iterable[tuple[str, str]], hint: str = "", *, shapes: bool = True) -> None:
        self._frame = QFrame()
        self._buttons: dict[str, QToolButton] = {}
        self._shapes = shapes
        pairs = list(choices)
        layout = row(spacing=0)
        for index, (key, word) in enumerate(pairs):
            button = self._button(name, key, word, first=index == 0, last=index == len(pairs) - 1)
            self._buttons[key] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self._frame.setLayout(layout)
        super().__init__(name, label, self._frame, hint)
        self._frame.setFocusProxy(next(iter(self._buttons.values())))
        for button in self._buttons.values():
            button.setAccessibleDescription(label)
            button.installEventFilter(self)
        self.show_text("")
        self._draw()
        theme.current.changed.connect(self._draw)

    def _button(self, name: str, key: str, word: str, *, first: bool, last: bool) -> QToolButton:
        button = QToolButton()
        button.setText(f"\u2009 {word}" if self._shapes else word)
        button.setObjectName(f"{name}_{key}")
        button.setProperty("kind", "seg")
        button.setProperty("first", first)
        button.setProperty("last", last)
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(lambda _c=False, key=key: self._choose(key))
        return button

    def _draw(self) -> None:
        if self._shapes:
            for key, button in self._buttons.items():
                button.setIcon(shape_icon(key))
                button.setIconSize(QSize(theme.current.px(16), theme.current.px(16)))

    def stops(self) -> list[QWidget]:
        """Its buttons."""
        return [*self._buttons.values()]

    def _choose(self, key: str) -> None:
        self.show_text(key)
        self.edited.emit()

    def spoken(self, text: str) -> str:
        """The word of a key."""
        return self._buttons[text].text().strip() if text in self._buttons else ""

    def text(self) -> str:
        """The key of what is chosen, or empty."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")

    def show_text(self, text: str) -> None:
        """Choose a key; an empty one chooses nothing. Tab stops once, at what is chosen or else at the first; arrows go on."""
        stop = text if text in self._buttons else next(iter(self._buttons))
        for key, button in self._buttons.items():
            button.setChecked(key == text)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if key == stop else Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move the choice; 1, 2 and 3 choose."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched in self._buttons.values():
            buttons, keys = list(self._buttons.values()), list(self._buttons)
            place = buttons.index(watched)  # type: ignore[arg-type]
            step = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1}.get(Qt.Key(event.key()), 0)
            number = event.key() - Qt.Key.Key_1
            if step or 0 <= number < len(keys):
                target = (place + step) % len(keys) if step else number
                buttons[target].setFocus(Qt.FocusReason.OtherFocusReason)
                self._choose(keys[target])
                return True
        return super().eventFilter(watched, event)
