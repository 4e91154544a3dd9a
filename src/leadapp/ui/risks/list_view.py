"""One list of the Risks room: a line to add to it, the table, and the chosen row as a form beside it."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.ui import theme
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.forms.line import Line
from leadapp.ui.page import Page
from leadapp.ui.risks.kinds import Kind
from leadapp.ui.risks.record_form import RecordForm
from leadapp.ui.tables.row_menu import RowAction
from leadapp.ui.tables.rows_model import RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.widgets import Button, EmptyState, Label, column, row

TWO_PANES, LOW = 820, 460


def _layouts(kind: Kind) -> tuple[Layout, ...]:
    """Few columns beside the form, all of them where there is room."""
    whole = {"risk": ("id", "title", "owner", "due", "score", "state"), "escalation": ("id", "title", "about", "by", "state")}
    keys = whole.get("risk" if kind.key == "issue" else kind.key, ("title", "body", "asked", "state"))
    some = tuple(key for key in keys if key in {"id", "title", "score", "by", "asked", "state"})
    return (Layout(0, ("title",), ("title",)), Layout(470, some), Layout(820, keys))


class ListView(QWidget):
    """The rows of one kind. Enter opens the form, Escape goes back, Delete removes."""

    def __init__(self, page: Page, kind: Kind) -> None:
        super().__init__()
        self._page, self.kind = page, kind
        self._records: tuple[Any, ...] = ()
        self._opened = self._tight = False
        self.model = RowsModel(kind.columns(page), lambda record: record.id, self)
        self.table = TableView(self.model, kind.name, layouts=_layouts(kind))
        self.form = RecordForm(page, kind.key, kind.fields, lambda record: kind.deeds(page, record))
        self.filter = FilterRow(kind.chips, f"Filter {kind.name.lower()}", f"filter_{kind.key}")
        self.line = Line()
        self._purpose = Label(kind.purpose, kind="quiet", wrap=True)
        self._none = EmptyState("risks", f"No {kind.one} yet", kind.empty)
        self._no_match = EmptyState(
            "search", f"No {kind.one} matches", "", Button("Clear search and filters", "small", on_click=self.filter.clear)
        )
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        article = "an" if self.kind.one[0] in "aeiou" else "a"
        self.line.setPlaceholderText(f"Add: {self.kind.first}, then Enter")
        self.line.setAccessibleName(f"Add {article} {self.kind.one}: {self.kind.first}")
        self.line.setObjectName(f"add_{self.kind.key}")
        add = row(self.line, Button("Add", "", "add", self.add), spacing=8)
        add.setStretch(0, 1)
        left = column(self._purpose, add, self.filter, spacing=8, margins=(24, 10, 20, 12))
        for widget in (self.table, self._none, self._no_match):
            left.addWidget(widget, 1)
        self._left = QWidget()
        self._left.setLayout(left)
        panes = QHBoxLayout()
        panes.setContentsMargins(0, 0, 0, 0)
        panes.setSpacing(0)
        panes.addWidget(self._left, 1)
        panes.addWidget(self.form)
        self.setLayout(panes)

    def _connect(self) -> None:
        self.line.returnPressed.connect(self.add)
        self.table.chosen.connect(self.form.show_record)
        self.table.opened.connect(self._open)
        self.table.offer(self._offered)
        self.form.left.connect(self._close)
        self.filter.changed.connect(self._filter)
        self.filter.serve_keys(self)
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table, self._remove)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.form, self._close)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the list anew."""
        self._records = self.kind.records(self._page.services)
        self.model.set_records(self._records)
        for key in self.filter.chips:
            self.filter.set_count(key, sum(self._passes(key, record) for record in self._records))
        self._filter()
        current = self.model.record(self.table.currentIndex().row())
        if current is None and self.model.shown_records():
            self.table.choose(self.model.shown_records()[0].id)
        else:
            self.form.show_record(current)
        self._fit()

    def _passes(self, key: str, record: Any) -> bool:
        if key == "late":
            return self.kind.late(record, self._page.services.preferences.today())
        return key == "all" or record.is_open == (key == "open")

    def _filter(self) -> None:
        words, keys = self.filter.words(), self.filter.keys()

        def accepts(record: Any) -> bool:
            text = " ".join(column.text(record) for column in self.model.columns).casefold()
            return all(word in text for word in words) and all(self._passes(key, record) for key in keys)

        self.model.set_filter(accepts)
        shown = self.model.count_accepted()
        self.table.setVisible(bool(shown))
        self._none.setVisible(not self._records)
        self._no_match.setVisible(bool(self._records) and not shown)
        self.filter.setVisible(bool(self._records))

    # ------------------------------------------------------------------ adding, removing, choosing
    def add(self) -> None:
        """Add what stands in the line above the table; the cursor stays there for the next one."""
        if self.line.text().strip() and self._page.keep(self._added):
            self.line.clear()
            self.filter.clear()
            self.table.choose(self._new)

    def _added(self) -> Changes:
        changes, self._new = self.kind.add(self._page.services, self.line.text())
        return changes

    def _offered(self, record: Any) -> list[RowAction]:
        deeds = self.kind.deeds(self._page, record)
        keys = {"Remove": "Delete"}
        return [RowAction("Open", lambda: self._open(record), "Enter")] + [
            RowAction(deed.words, deed.work, keys.get(deed.words, "")) for deed in deeds
        ]

    def _remove(self) -> None:
        record = self.model.record(self.table.currentIndex().row())
        if record is not None:
            self._page.flush()  # one undo brings it back, with what was typed last
            self._page.keep(lambda: self._page.services.risks.remove(self.kind.key, record.id))

    def show_what(self, what: object) -> None:
        """Open one row, also where a filter hides it."""
        if not isinstance(what, int):
            return
        if self.model.row_of(what) < 0:
            self.filter.clear()
        if self.table.choose(what):
            self._opened = True
            self._fit()

    def _open(self, record: Any) -> None:
        self.show_what(record.id)
        self.form.start()

    def _close(self) -> None:
        self.form.flush()
        self._opened = False
        self._fit()
        self.table.setFocus()

    # ------------------------------------------------------------------ the tab's own
    def start(self) -> None:
        """Put the cursor into the table, or where the first row is added."""
        (self.table if self.model.shown_records() else self.line).setFocus()

    def flush(self) -> None:
        """Keep what is typed, a line that waits for its Enter too."""
        self.form.flush()
        self.add()

    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self._tight = tight
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Two panes side by side, or one at a time."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        wide = self.width() / theme.current.scale >= TWO_PANES
        low = self._tight or self.height() / theme.current.scale < LOW
        self._purpose.setVisible(not low)
        self.filter.set_tight(low)
        self._left.setVisible(wide or not self._opened)
        self.form.setVisible(bool(self.model.shown_records()) and (wide or self._opened))
        self.form.set_alone(not wide)
        if wide:
            self.form.setFixedWidth(max(theme.current.px(320), self.width() * 38 // 100))
        else:
            self.form.setMinimumWidth(0)
            self.form.setMaximumWidth(16777215)
