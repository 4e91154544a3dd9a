"""The small parts that every room is built from: labels, buttons, cards, headers, banners, tags, rows that wrap."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from leadapp.ui import theme
from leadapp.ui.icons import icon, pixmap
from leadapp.ui.long_words import breakable
from leadapp.ui.shapes import draw_shape

BANNER_ICONS = {"info": "info", "warning": "warning", "error": "error", "good": "check"}


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout; the widgets go."""
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            break
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
        elif (inner := item.layout()) is not None:
            clear_layout(inner)


def column(
    *items: QWidget | QLayout | int | None, spacing: int = 4, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QVBoxLayout:
    """Widgets beneath each other; None stretches, a number is a gap."""
    layout = QVBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def row(
    *items: QWidget | QLayout | int | None, spacing: int = 8, margins: tuple[int, int, int, int] = (0, 0, 0, 0)
) -> QHBoxLayout:
    """Widgets side by side; None stretches, a number is a gap."""
    layout = QHBoxLayout()
    _fill(layout, items, spacing, margins)
    return layout


def _fill(
    layout: QVBoxLayout | QHBoxLayout,
    items: Iterable[QWidget | QLayout | int | None],
    spacing: int,
    margins: tuple[int, int, int, int],
) -> None:
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


class Label(QLabel):
    """A label at a size of the design language; it follows the text size. Plain text only."""

    def __init__(
        self, text: str = "", points: float = theme.BODY, *, bold: bool = False, kind: str = "", wrap: bool = False
    ) -> None:
        super().__init__()
        self._points, self._bold = points, bold
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        if kind:
            self.setProperty("kind", kind)
        if wrap:
            self.setMinimumWidth(40)
        self._fit()
        theme.current.changed.connect(self._fit)

    def setText(self, text: str) -> None:
        """Show other words; where they wrap, a long word breaks too, but is said as it is."""
        shown = breakable(text) if self.wordWrap() else text
        self.setAccessibleName(text if shown != text else "")
        self._words = text
        super().setText(shown)

    def text(self) -> str:
        """The words as they were given."""
        return self._words

    def _fit(self) -> None:
        self.setFont(theme.current.font(self._points, bold=self._bold))


def title(text: str) -> Label:
    """A page title."""
    return Label(text, 18, bold=True, wrap=True)


def heading(text: str) -> Label:
    """A section or card title."""
    return Label(text, 12.5, bold=True, wrap=True)


class IconLabel(QLabel):
    """An icon that follows the theme."""

    def __init__(self, name: str, role: str = "ink", size: int = 20) -> None:
        super().__init__()
        self._name, self._role, self._size = name, role, size
        self.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._draw()
        theme.current.changed.connect(self._draw)

    def _draw(self) -> None:
        self.setPixmap(pixmap(self._name, theme.current.hex(self._role), theme.current.px(self._size)))


def set_shown(widget: QWidget, *, shown: bool) -> None:
    """Show or hide a part. One without a parent is only told to come along later: shown now it would be a window of its own."""
    if shown and widget.parentWidget() is None:
        widget.setAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide, False)
    else:
        widget.setVisible(shown)


class ShapeLabel(QWidget):
    """A state: its shape and its word, tinted for the exceptions."""

    def __init__(self, key: str = "", word: str = "") -> None:
        super().__init__()
        self._key = key
        self._word = Label(word, 10)
        self.setLayout(row(20, self._word, None, spacing=2))
        self.set_state(key, word)

    def set_state(self, key: str, word: str) -> None:
        """Show another state."""
        self._key = key
        self._word.setText(word)
        self._word.setFont(theme.current.font(10, bold=key in {"at_risk", "off_track"}))
        self.setAccessibleName(word)
        set_shown(self, shown=bool(key))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shape before the word."""
        if self._key:
            size = theme.current.px(16)
            draw_shape(QPainter(self), self._key, 1, (self.height() - size) / 2, size)


class Button(QPushButton):
    """A push button with an icon in the right colour. ``kind`` is primary, small, smallprimary, danger, link or empty."""

    def __init__(self, text: str, kind: str = "", icon_name: str = "", on_click: Callable[[], object] | None = None) -> None:
        super().__init__(("\u2009 " if icon_name else "") + text)
        self._icon_name = icon_name
        self._role = {"primary": "on_accent", "smallprimary": "on_accent", "danger": "error", "link": "accent"}.get(kind, "ink")
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum if kind else QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._draw()
        theme.current.changed.connect(self._draw)

    @property
    def has_icon(self) -> bool:
        """Whether an icon stands before its words."""
        return bool(self._icon_name)

    def _draw(self) -> None:
        if self._icon_name:
            self.setIcon(icon(self._icon_name, self._role, disabled="hint"))
            self.setIconSize(QSize(theme.current.px(20), theme.current.px(20)))


class IconButton(QToolButton):
    """A button with only an icon: it has an accessible name and a tooltip."""

    def __init__(self, icon_name: str, name: str, on_click: Callable[[], object] | None = None, role: str = "ink") -> None:
        super().__init__()
        self._icon_name, self._role = icon_name, role
        self.setProperty("kind", "icon")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if on_click is not None:
            self.clicked.connect(lambda _checked=False: on_click())
        self._draw()
        theme.current.changed.connect(self._draw)

    def _draw(self) -> None:
        self.setIcon(icon(self._icon_name, self._role))
        self.setIconSize(QSize(theme.current.px(20), theme.current.px(20)))


def tag(text: str, *, dashed: bool = False) -> Label:
    """A tag: it informs and cannot be clicked. Dashed means ours, not the council's."""
    made = Label(text, 9, kind="dashed" if dashed else "tag")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


class CheckRow(QFrame):
    """A check box whose words may go on in a second line; a click on the words ticks it too."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.box = QCheckBox()
        self.box.setAccessibleName(text)
        self.words = Label(text, 10.5, wrap=True)
        layout = row(spacing=8)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1, Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)

    def tell(self, text: str) -> None:
        """Say something else beside the box."""
        self.box.setAccessibleName(text)
        self.words.setText(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the words is one on the box."""
        if self.rect().contains(event.position().toPoint()) and event.button() is Qt.MouseButton.LeftButton:
            self.box.click()


def rule() -> QFrame:
    """A hairline."""
    line = QFrame()
    line.setProperty("kind", "rule")
    line.setFixedHeight(1)
    return line


class Card(QFrame):
    """A white card with a title line and a body."""

    def __init__(self, name: str, side: QWidget | None = None) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.heading = heading(name)
        self.head = QFrame()
        line = row(margins=(16, 9, 16, 8))
        line.addWidget(self.heading, 1)
        if side is not None:
            line.addWidget(side, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.setLayout(line)
        self.body = column(spacing=8, margins=(16, 12, 16, 14))
        layout = column(self.head, rule(), spacing=0)
        layout.addLayout(self.body, 1)
        layout.setContentsMargins(1, 1, 1, 1)
        self.setLayout(layout)


class Banner(QFrame):
    """Bold what, why, and buttons. Hidden until told. ``stacked`` is for narrow places: why stands beneath what."""

    def __init__(self, tone: str = "info", *, stacked: bool = False) -> None:
        super().__init__()
        self._stacked = stacked
        self._icon = IconLabel(BANNER_ICONS[tone], tone)
        self._what = Label("", bold=True, wrap=True)
        self._why = Label("", wrap=True)
        self._buttons = QHBoxLayout()
        layout = row(self._icon, spacing=12, margins=(14, 8, 16, 8))
        words = row(self._what, self._why, spacing=8)
        words.setStretch(1, 1)
        self._words = words
        self._all = row(spacing=12)
        self._all.addLayout(words, 1)
        self._all.addLayout(self._buttons)
        layout.addLayout(self._all, 1)
        layout.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop if stacked else Qt.AlignmentFlag.AlignVCenter)
        self.setLayout(layout)
        self.set_tone(tone)
        theme.current.changed.connect(self._fit)
        self.hide()

    def set_tone(self, tone: str) -> None:
        """Change what it speaks as: info, warning, error or good."""
        self.setProperty("tone", tone)
        self._icon._name, self._icon._role = BANNER_ICONS[tone], tone
        self._icon._draw()
        theme.set_kind(self, "")

    def tell(self, what: str, why: str = "", *buttons: QWidget, tone: str = "") -> None:
        """Show the banner with what happened, why, and what can be done."""
        if tone:
            self.set_tone(tone)
        self._what.setText(what)
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._fit()
        clear_layout(self._buttons)
        for button in buttons:
            self._buttons.addWidget(button)
        below = self._stacked and bool(why) and bool(buttons)
        self._all.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._all.setSpacing(6 if below else 12)
        if below:
            self._buttons.addStretch(1)
        self.setAccessibleName(f"{what} {why}".strip())
        set_shown(self, shown=True)

    def _fit(self) -> None:
        long = self._stacked or len(self._what.text() + self._why.text()) > 90 or theme.current.scale > 1.4
        self._words.setDirection(QBoxLayout.Direction.TopToBottom if long else QBoxLayout.Direction.LeftToRight)
        self._words.setSpacing(1 if long else 8)
        self._what.setWordWrap(long)


class ScrollPage(QScrollArea):
    """A body that scrolls up and down, never sideways."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(content)


class EmptyState(QFrame):
    """What an empty page says: one bold line, one sentence, one button."""

    def __init__(self, icon_name: str, what: str, sentence: str, button: QWidget | None = None) -> None:
        super().__init__()
        picture = IconLabel(icon_name, "ink2", 40)
        self.what, self.sentence = Label(what, 12.5, bold=True, wrap=True), Label(sentence, kind="quiet", wrap=True)
        for label in (picture, self.what, self.sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout = column(None, picture, self.what, self.sentence, spacing=8, margins=(24, 24, 24, 24))
        if button is not None:
            layout.addSpacing(4)
            layout.addLayout(row(None, button, None))
        layout.addStretch(2)
        self.setLayout(layout)
