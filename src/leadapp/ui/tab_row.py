"""Tabs of a page, as a row of buttons. Tabs that find no room fold into a menu."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu, QStyle, QStyleOptionToolButton, QStylePainter, QToolButton

from leadapp.ui import theme
from leadapp.ui.icons import icon
from leadapp.ui.widgets import column, row, rule

GAP, SIDE = 4, 24
"""Pixels between two tabs, and at both ends of the row."""
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class TabButton(QToolButton):
    """A tab, with what waits in it in a box behind its word."""

    def __init__(self, word: str) -> None:
        super().__init__()
        self._word, self._count = word, ""
        self.setProperty("kind", "tab")
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.tell("")

    def tell(self, count: str) -> None:
        """Say what waits, such as "14 to decide"; empty takes it away."""
        self._count = count
        self.setText(self._word)
        self.setAccessibleName(f"{self._word}, {count}" if count else self._word)
        self.updateGeometry()
        self.update()

    @property
    def count(self) -> str:
        """What waits in it."""
        return self._count

    def _room(self) -> int:
        """How much room the box takes."""
        return QFontMetrics(theme.current.font(9)).horizontalAdvance(self._count) + theme.current.px(12) if self._count else 0

    def sizeHint(self) -> QSize:
        """The word and the box."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._room(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """The word and the box."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the word at the left and the box behind it."""
        option = QStyleOptionToolButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        if not self._count:
            painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
            return
        look, room = theme.current, self._room()
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        edge = (
            self.width() - room - QFontMetrics(look.font(bold=self.isChecked())).horizontalAdvance(self._word)
        ) // 2 - look.px(4)
        painter.setPen(look.colour("ink" if self.isChecked() else "ink2"))
        painter.setFont(look.font(bold=self.isChecked()))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(edge, 0, 0, -3), left, self._word)
        painter.setFont(look.font(9))
        tall = painter.fontMetrics().height() + 2
        box = QRectF(self.width() - room - edge + 0.5, (self.height() - 3 - tall) // 2 + 0.5, room - 1, tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(box, 3, 3)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._count)


class TabRow(QFrame):
    """Tabs as a row of buttons with counts; Left, Right, Home and End go through them.

    Tabs that find no room lie in a menu at the end of the row; the chosen one always stands in the row.
    """

    chosen = Signal(str)

    def __init__(self, tabs: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self._buttons: dict[str, TabButton] = {}
        self._more = self._make_more()
        layout = row(spacing=GAP, margins=(SIDE, 0, SIDE, 0))
        for key, words in tabs:
            button = TabButton(words)
            button.clicked.connect(lambda _c=False, key=key: self.chosen.emit(key))
            button.installEventFilter(self)
            self._buttons[key] = button
            layout.addWidget(button)
        layout.addWidget(self._more)
        layout.addStretch(1)
        self.setLayout(column(layout, rule(), spacing=0))
        theme.current.changed.connect(self._fit)
        self._fit()

    def _make_more(self) -> QToolButton:
        more = QToolButton()
        more.setText("More")
        more.setObjectName("more_tabs")
        more.setProperty("kind", "tab")
        more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the word
        more.installEventFilter(self)
        self._menu = QMenu(more)
        self._menu.aboutToShow.connect(self._fill_menu)
        more.setMenu(self._menu)
        return more

    def _fill_menu(self) -> None:
        """The tabs without room, each with what waits in it."""
        self._menu.clear()
        for key, button in self._buttons.items():
            if button.isHidden():
                self._menu.addAction(button.accessibleName()).triggered.connect(lambda _c=False, key=key: self._take(key))

    def _take(self, key: str) -> None:
        """Choose a tab; it comes into the row and has the keyboard, whatever the page does with it, so that the keys go on."""
        self.select(key)
        self.chosen.emit(key)
        self._buttons[key].setFocus(Qt.FocusReason.TabFocusReason)

    def select(self, key: str) -> None:
        """Show a tab as chosen without telling."""
        self._buttons[key].setChecked(True)
        self._fit()

    def set_count(self, key: str, words: str) -> None:
        """Say something behind a tab's name, such as "14 to decide"; empty takes it away."""
        self._buttons[key].tell(words)
        self._fit()

    # ------------------------------------------------------------------ keys
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Left, Right, Home and End choose, also among the tabs in the menu."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and not event.modifiers() & HELD:
            target = self._target(watched, event.key())
            if target:
                self._take(target)
                return True
        return super().eventFilter(watched, event)

    def _target(self, watched: QObject, key: int) -> str:
        """The tab a key goes to from the one that has the keyboard; empty for another key."""
        keys = list(self._buttons)
        if key in {Qt.Key.Key_Home, Qt.Key.Key_End}:
            return keys[0 if key == Qt.Key.Key_Home else -1]
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(key), 0)
        if not step:
            return ""
        if watched is self._more:  # it stands behind the tabs of the row
            shown = [known for known, button in self._buttons.items() if not button.isHidden()]
            folded = [known for known in keys if known not in shown]
            return shown[-1] if step < 0 else folded[0]
        place = next(n for n, button in enumerate(self._buttons.values()) if button is watched)
        return keys[(place + step) % len(keys)]

    # ------------------------------------------------------------------ size
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many tabs as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Narrow if need be: then tabs lie in the menu."""
        return QSize(theme.current.px(200), super().minimumSizeHint().height())

    def _fit(self) -> None:
        self._more.setIcon(icon("down", "ink2", 16))
        self._more.setIconSize(QSize(theme.current.px(16), theme.current.px(16)))
        shown = self._fitting()
        for key, button in self._buttons.items():
            button.setVisible(key in shown)
        folded = [button for key, button in self._buttons.items() if key not in shown]
        self._more.setVisible(bool(folded))
        waiting = any(button.count for button in folded)
        self._more.setText("More •" if waiting else "More")
        names = ", ".join(button.accessibleName() for button in folded)
        self._more.setAccessibleName(f"More tabs: {names}")
        self._more.setToolTip(names)

    def _fitting(self) -> set[str]:
        """The tabs in the row: the chosen one always, the others in their order while there is room."""
        widths = {key: button.sizeHint().width() + GAP for key, button in self._buttons.items()}
        room = self.width() - 2 * SIDE
        if sum(widths.values()) - GAP <= room:
            return set(widths)
        always = {key for key, button in self._buttons.items() if button.isChecked()}
        room -= self._more.sizeHint().width() + sum(widths[key] for key in always)
        for key in widths:
            if key not in always:
                room -= widths[key]
                if room < 0:
                    break
                always.add(key)
        return always
