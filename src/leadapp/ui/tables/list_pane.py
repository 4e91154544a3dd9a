"""A list that grows from a line: what it is for, the line that adds to it, the table, and the chosen row as a form beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.ui import theme
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.forms.fields import Field
from leadapp.ui.forms.line import Line
from leadapp.ui.forms.unit import Unit, flush_all
from leadapp.ui.page import Page
from leadapp.ui.tables.rows_model import Column, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.tall_page import LEAST_ROWS, height_of, see_when_laid_out
from leadapp.ui.undo_keys import begin_anew
from leadapp.ui.widgets import Button, EmptyState, Label, ScrollPage, column, row

TWO_PANES, LOW, LEAST_FORM = 820, 460, 220


@dataclass(frozen=True, slots=True)
class ListWords:
    """How a list is spoken of: its name, what one row is called, what is typed first, what it is for, and what says it is empty."""

    key: str
    name: str
    one: str
    first: str
    purpose: str
    empty: str
    picture: str = "evidence"


class ChosenForm(QFrame):
    """The chosen row of a list as a form. ``left`` tells that the person goes back to the table."""

    left = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._page = page
        self.fields: dict[str, Field] = {}
        self._units: list[Unit] = []
        self._back = Button("Back to the list", "link", "left", self.left.emit)
        inner = QWidget()
        self.body = column(row(self._back, None), spacing=12, margins=(20, 14, 20, 16))
        inner.setLayout(self.body)
        self._scroll = ScrollPage(inner)
        self.setLayout(column(self._scroll, spacing=0, margins=(1, 0, 0, 0)))

    def show_record(self, record: Any) -> None:
        """Show a row, or nothing for None; what is typed and not saved yet goes to the row it was typed for."""
        raise NotImplementedError

    def tell_problems(self, problems: Mapping[str, str]) -> None:
        """Say beneath each field what is odd about it, unless she is writing there."""
        for name, field in self.fields.items():
            field.set_problem("" if field.has_focus() and not field.problem() else problems.get(name, ""))

    def start(self, name: str = "") -> None:
        """Put the cursor into a field, else into the first one, and scroll to it."""
        field = self.fields.get(name) or next(iter(self.fields.values()))
        field.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
        see_when_laid_out(self._scroll, field)

    def set_alone(self, alone: bool) -> None:
        """Say how to go back where the form stands in place of the table."""
        self._back.setVisible(alone)

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        return flush_all(self._units)


class ListPane(QWidget):
    """Enter opens the form, Escape goes back, Delete removes. Whoever lists says what its rows are and how one comes and goes."""

    def __init__(
        self,
        page: Page,
        words: ListWords,
        columns: tuple[Column, ...],
        layouts: tuple[Layout, ...],
        form: ChosenForm,
        chips: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._page, self.form = page, form
        self._records: tuple[Any, ...] = ()
        self._opened = self._tight = False
        self._new = 0
        self.model = RowsModel(columns, lambda record: record.id, self)
        self.table = TableView(self.model, words.name, layouts=layouts)
        self.filter = FilterRow(chips, f"Filter {words.name.lower()}", f"filter_{words.key}")
        self.line = Line()
        article = "an" if words.one[0] in "aeiou" else "a"
        self.line.setPlaceholderText(f"Add: {words.first}, then Enter")
        self.line.setAccessibleName(f"Add {article} {words.one}: {words.first}")
        self.line.setObjectName(f"add_{words.key}")
        self._purpose = Label(words.purpose, kind="quiet", wrap=True)
        self._none = EmptyState(words.picture, f"No {words.one} yet", words.empty)
        self._no_match = EmptyState(
            "search", f"No {words.one} matches", "", Button("Clear search and filters", "small", on_click=self.filter.clear)
        )
        self._connect()

    # ------------------------------------------------------------------ what is listed
    def _read(self) -> tuple[Any, ...]:
        """The rows, anew."""
        raise NotImplementedError

    def _passes(self, key: str, record: Any) -> bool:
        """Whether a row passes a chip."""
        raise NotImplementedError

    def _searched(self, record: Any) -> str:
        """The text of a row that the filter looks in."""
        return " ".join(column.text(record) for column in self.model.columns)

    def _add_row(self, text: str) -> tuple[Changes, int]:
        """Add a row with what was typed. Returns what changed and the row's id."""
        raise NotImplementedError

    def _remove_row(self, record: Any) -> Changes:
        """Take a row away."""
        raise NotImplementedError

    # ------------------------------------------------------------------ made
    def lay_out(self, above: Sequence[QWidget] = (), beside: Sequence[QWidget] = ()) -> None:
        """Put it together; ``above`` stands before the line that adds, ``beside`` at its end."""
        add = row(self.line, Button("Add", "", "add", self.add), *beside, spacing=8)
        add.setStretch(0, 1)
        left = column(self._purpose, *above, add, self.filter, spacing=8, margins=(24, 10, 20, 12))
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
        self._records = self._read()
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

    def _filter(self) -> None:
        words, keys = self.filter.words(), self.filter.keys()

        def accepts(record: Any) -> bool:
            text = self._searched(record).casefold()
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
            begin_anew(self.line)
            self.filter.clear()
            self.table.choose(self._new)

    def _added(self) -> Changes:
        changes, self._new = self._add_row(self.line.text())
        return changes

    def _remove(self) -> None:
        record = self.model.record(self.table.currentIndex().row())
        if record is not None:
            self._page.flush()  # one undo brings it back, with what was typed last
            self._page.keep(lambda: self._remove_row(record))

    def show_row(self, row_id: int, field: str = "") -> None:
        """Open a row, also where a filter hides it, with the cursor in one of its fields if that is named."""
        if self.model.row_of(row_id) < 0:
            self.filter.clear()
        if self.table.choose(row_id):
            self._opened = True
            self._fit()
            if field:
                self.form.start(field)

    def _open(self, record: Any) -> None:
        self.show_row(record.id)
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

    def needed_height(self, width: int) -> int:
        """A table of some rows with what stands above it; a form where it stands alone."""
        layout = self._left.layout()
        if self._left.isHidden() or layout is None:
            return theme.current.px(LEAST_FORM)
        return height_of(layout, width if self.form.isHidden() else width - self.form.width())

    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self._tight = tight
        self.table.set_least_rows(LEAST_ROWS if tight else 0)
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
        self.form.setVisible(bool(self._records) and (wide or self._opened))
        self.form.set_alone(not wide)
        if wide:
            self.form.setFixedWidth(max(theme.current.px(320), self.width() * 37 // 100))
        else:
            self.form.setMinimumWidth(0)
            self.form.setMaximumWidth(16777215)
