"""Where does this come from? A panel over the window that names the rows behind a number, each a way to its place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QListWidgetItem, QWidget

from leadapp.domain.provenance import Source, SourceRow
from leadapp.ui import theme
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.undo_bar import announce
from leadapp.ui.where_button import QUESTION
from leadapp.ui.widgets import IconButton, Label, column, heading, row
from leadapp.ui.wrapping_list import WrappingList

ROW = int(Qt.ItemDataRole.UserRole)
Go = Callable[[str, object], object]
"""Goes to a place of the window."""


class SourcePanel(QFrame):
    """Lies at the right edge of the window or dialog it was asked in; Escape closes it and gives the keyboard back."""

    def __init__(self, window: QWidget, go: Go) -> None:
        super().__init__(window)
        self._window, self._go = window, go
        self._sources: tuple[Source, ...] = ()
        self._back: QWidget | None = None
        self.setObjectName("source_panel")
        self.setProperty("kind", "card")
        self.setAutoFillBackground(True)
        self.figure = ChoiceField("figure", "Number", ())
        self._shown = Label("", 22, bold=True, wrap=True)
        self._how = Label("", 10, kind="quiet", wrap=True)
        self._count = Label("", 9.5, kind="quiet", wrap=True)
        self.list = WrappingList("source_rows", "Rows behind this number")
        self.list.itemActivated.connect(self._open)
        self.list.itemClicked.connect(self._open)
        self.list.installEventFilter(self)
        self.figure.edited.connect(self._tell)
        head = row(spacing=8)
        head.addWidget(heading(QUESTION), 1)
        close = IconButton("close", "Close (Escape)", self.close)
        head.addWidget(close)
        layout = column(head, self.figure, self._shown, self._how, self._count, spacing=8, margins=(16, 12, 12, 12))
        layout.addWidget(self.list, 1)
        self.setLayout(layout)
        for before, after in ((self.figure.combo, self.list), (self.list, close)):
            self.setTabOrder(before, after)
        window.installEventFilter(self)
        self.hide()

    # ------------------------------------------------------------------ telling
    def ask(self, sources: Sequence[Source]) -> None:
        """Show these figures, the first one told."""
        self._sources = tuple(sources)
        self._back = QApplication.focusWidget()
        self.figure.set_choices([(str(n), f"{source.title}: {source.shown}") for n, source in enumerate(self._sources)])
        self.figure.show_text("0")
        self._tell()
        self._place()
        self.show()
        self.raise_()
        self.figure.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self) -> None:
        self.list.clear()
        if not self._sources:
            return
        source = self._sources[int(self.figure.text() or 0)]
        self._shown.setText(source.shown)
        self._how.setText(source.how)
        for one in source.rows:
            self.list.add(f"{one.words}\n{one.detail}" if one.detail else one.words, ROW, one)
        self.list.fit()
        count = len(source.rows)
        words = (
            f"{count} row{'s' if count != 1 else ''}. Enter or a click goes there."
            if count
            else "No row is behind it: it is nought."
        )
        self._count.setText(words)
        self.list.setVisible(bool(count))
        if count:
            self.list.setCurrentRow(0)
        announce(self, f"{source.title}: {source.shown}. {source.how}")

    def _open(self, item: QListWidgetItem | None) -> None:
        one: SourceRow | None = item.data(ROW) if item is not None else None
        if one is not None:
            self._back = None
            self.close()
            self._go(one.place, one.what)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the keyboard back to where the question was asked."""
        inside = self.isAncestorOf(QApplication.focusWidget() or self._window)
        if inside and self._back is not None:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
        self._back = None
        super().closeEvent(event)

    # ------------------------------------------------------------------ place and keys
    def _place(self) -> None:
        window = self._window
        wide = min(theme.current.px(420), window.width() - 32)
        self.setGeometry(QRect(window.width() - wide - 16, 52, wide, max(200, window.height() - 68)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; Enter in the list goes to a row."""
        if watched is self._window and event.type() is QEvent.Type.Resize and self.isVisible():
            self._place()
        pressed = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and watched is self.list
        if pressed and isinstance(event, QKeyEvent) and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._open(self.list.currentItem())
            return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


def ask_where(anchor: QWidget, sources: Sequence[Source], go: Go) -> SourcePanel | None:
    """Show the panel over the window that ``anchor`` stands in. Nothing happens where there are no figures."""
    if not sources:
        return None
    window = anchor.window()
    panel = window.findChild(SourcePanel) or SourcePanel(window, go)
    panel.ask(sources)
    return panel
