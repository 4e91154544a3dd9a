"""The row above a table: filters as chips and a line to type in. Chips that find no room fold into a menu."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QMenu, QToolButton, QWidget

from leadapp.ui import theme
from leadapp.ui.chips import Chip, FlowLayout
from leadapp.ui.icons import icon
from leadapp.ui.tables.table_view import TableView
from leadapp.ui.undo_keys import begin_anew
from leadapp.ui.widgets import row

ALL = "all"
GAP = 8
"""Pixels between two chips."""


class FilterRow(QWidget):
    """``changed`` tells that another choice or other words hold. The first chip is "all" and lets everything through.

    With ``several``, chips narrow each other down; without, one of them holds.
    """

    changed = Signal()

    def __init__(self, chips: Mapping[str, str], name: str, object_name: str, *, several: bool = False) -> None:
        super().__init__()
        self._several, self._tight = several, False
        self.chips = {key: Chip(key, words) for key, words in chips.items()}
        self.line = QLineEdit()
        self.line.setPlaceholderText("Filter (Ctrl+F)")
        self.line.setAccessibleName(name)
        self.line.setObjectName(object_name)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self._more = QToolButton()
        self._more.setText("Filters")
        self._more.setObjectName(f"{object_name}_more")
        self._more.setProperty("kind", "chip")
        self._more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._more.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self._more)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._more.setMenu(self._menu)
        self._lay_out()
        self.chips[ALL].setChecked(True)
        theme.current.changed.connect(self._fit)
        self._fit()

    def _lay_out(self) -> None:
        holder, flow = QWidget(), FlowLayout(GAP)
        for chip in self.chips.values():
            flow.addWidget(chip)
            chip.clicked.connect(lambda _c=False, chip=chip: self._choose(chip.key))
        flow.addWidget(self._more)
        holder.setLayout(flow)
        line = row(spacing=GAP)
        line.addWidget(holder, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.line)
        self.setLayout(line)

    def serve_keys(self, view: QWidget) -> None:
        """Let Ctrl+F in ``view`` go to the line, and Down and Enter from there to the rows."""
        QShortcut(QKeySequence("Ctrl+F"), view, self._start)
        for keys in ("Down", "Return", "Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.line)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(lambda: self._go_to_rows(view))

    def _go_to_rows(self, view: QWidget) -> None:
        tables = (table for table in view.findChildren(TableView) if table.isVisible() and table.rows.rowCount())
        if table := next(tables, None):
            if not table.currentIndex().isValid():  # before the focus: Qt's own choice would be the group above
                table.choose_first()
            table.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _start(self) -> None:
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.line.selectAll()

    # ------------------------------------------------------------------ asking
    def words(self) -> list[str]:
        """The words typed, in small letters."""
        return self.line.text().casefold().split()

    def keys(self) -> list[str]:
        """The chips that narrow down what is shown."""
        return [key for key, chip in self.chips.items() if chip.isChecked() and key != ALL]

    # ------------------------------------------------------------------ telling
    def set_count(self, key: str, count: int) -> None:
        """Show how many a chip lets through."""
        self.chips[key].set_count(count)
        self._fit()

    def clear(self) -> None:
        """Let everything through again."""
        begin_anew(self.line)
        self._choose(ALL)

    def _choose(self, key: str) -> None:
        if key == ALL or (self._several and not any(chip.isChecked() for chip in self.chips.values())):
            chosen = {ALL}
        elif self._several:
            chosen = set(self.keys())
        else:
            chosen = {key}
        for other, chip in self.chips.items():
            chip.setChecked(other in chosen)
        self._fit()
        self.changed.emit()

    def _fill_menu(self) -> None:
        self._menu.clear()
        for key, chip in self.chips.items():
            if key != ALL:
                action = QAction(chip.text(), self._menu)
                action.setCheckable(True)
                action.setChecked(chip.isChecked())
                action.triggered.connect(lambda checked, key=key: self._choose_in_menu(key, checked))
                self._menu.addAction(action)

    def _choose_in_menu(self, key: str, checked: bool) -> None:
        self.chips[key].setChecked(checked)
        self._choose(key if checked or self._several else ALL)

    # ------------------------------------------------------------------ size
    def set_tight(self, tight: bool) -> None:
        """Fold the chips that do not hold into a menu, or show as many as one line has room for."""
        if tight != self._tight:
            self._tight = tight
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many chips as one line has room for."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Narrow if need be: then the chips lie in the menu."""
        return QSize(theme.current.px(200), super().minimumSizeHint().height())

    def _fit(self) -> None:
        self.line.setMaximumWidth(theme.current.px(190))
        self.line.setMinimumWidth(theme.current.px(110))
        self._more.setFont(theme.current.font(10))
        self._more.setIcon(icon("filter", "ink", 16))
        self._more.setIconSize(QSize(theme.current.px(16), theme.current.px(16)))
        shown = self._fitting()
        for key, chip in self.chips.items():
            chip.setVisible(key in shown)
        self._more.setText("More filters" if len(shown) > 1 else "Filters")
        self._more.setVisible(len(shown) < len(self.chips))

    def _fitting(self) -> set[str]:
        """The chips that are shown: those that hold always, the others in their order while there is room."""
        always = {key for key, chip in self.chips.items() if key == ALL or chip.isChecked()}
        if self._tight:
            return always
        widths = {key: chip.sizeHint().width() + GAP for key, chip in self.chips.items()}
        room = self.width() - self.line.minimumWidth()
        if sum(widths.values()) <= room:
            return set(self.chips)
        self._more.setText("More filters")
        room -= self._more.sizeHint().width() + GAP + sum(widths[key] for key in always)
        for key in self.chips:
            if key not in always:
                room -= widths[key]
                if room < 0:
                    break
                always.add(key)
        return always
