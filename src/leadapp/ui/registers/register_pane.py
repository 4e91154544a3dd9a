"""One register: what it is for and what it counts, a line to add to it, the table, and the chosen line beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.quarters import format_date
from leadapp.domain.registers import Count, Entry, Register, is_review_due, odd_fields
from leadapp.ui import theme
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.forms.line import Line
from leadapp.ui.page import Page
from leadapp.ui.registers.entry_form import EntryForm
from leadapp.ui.tables.rows_model import Column, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.tall_page import LEAST_ROWS, height_of
from leadapp.ui.undo_keys import begin_anew
from leadapp.ui.widgets import Button, EmptyState, Label, column, row

TWO_PANES, LOW, LEAST_FORM = 820, 460, 220
CHIPS = {"all": "All", "quarter": "This quarter", "review": "Review due", "odd": "To settle"}
LAYOUTS = (Layout(0, ("subject",), ("subject",)), Layout(500, ("subject", "day", "state")))


class RegisterPane(QWidget):
    """The lines of one register."""

    changed = Signal()

    def __init__(self, page: Page, register: Register) -> None:
        super().__init__()
        self._page, self.register = page, register
        self._entries: tuple[Entry, ...] = ()
        self._opened = self._tight = self._counts_asked = self._why_asked = False
        self.model = RowsModel(self._columns(), lambda entry: entry.id, self)
        self.table = TableView(self.model, register.name, layouts=LAYOUTS)
        self.form = EntryForm(page, register)
        chips = {key: words for key, words in CHIPS.items() if key != "review" or register.has("review_on")}
        self.filter = FilterRow(chips, f"Filter {register.name.lower()}", f"filter_{register.key}")
        self.line = Line()
        self._purpose, self._counts = Label(register.purpose, kind="quiet", wrap=True), Label("", 10, bold=True, wrap=True)
        self._why = Button("Where does this come from?", "link", on_click=self._toggle_why)
        self._told = Label("", 10, kind="quiet", wrap=True)
        self._none = EmptyState("evidence", f"No {register.line} yet", "Type the first one into the line above and press Enter.")
        self._no_match = EmptyState(
            "search", "No line matches", "", Button("Clear search and filters", "small", on_click=self.filter.clear)
        )
        self._lay_out()
        self._connect()

    def _columns(self) -> tuple[Column, ...]:
        first = self.register.field("subject").label
        day = self.register.field("happened_on").label
        return (
            Column(
                "subject",
                first,
                lambda e: e.subject,
                stretch=True,
                second=self._second,
                lines=lambda e: ((("", e.subject),), (("", format_date(e.happened_on) or "No day"), self._state(e))),
                bold=True,
            ),
            Column("day", day, lambda e: format_date(e.happened_on) or "No day", 176, second=self._review, sort=_by_day),
            Column("state", "State", lambda e: self._state(e)[1], 150, state=lambda e: self._state(e)[0], quiet=True),
        )

    def _lay_out(self) -> None:
        self.line.setPlaceholderText(f"Add: {self.register.field('subject').label.lower()}, then Enter")
        self.line.setAccessibleName(f"Add {_article(self.register.line)}: {self.register.field('subject').label.lower()}")
        self.line.setObjectName(f"add_{self.register.key}")
        self._told.hide()
        self._count = Button("Counts", "", on_click=self._toggle_counts)
        add = row(self.line, Button("Add", "", "add", self.add), self._count, spacing=8)
        add.setStretch(0, 1)
        told = row(self._counts, spacing=8)
        told.setStretch(0, 1)
        told.addWidget(self._why, 0, Qt.AlignmentFlag.AlignTop)
        self._count_row = QWidget()
        self._count_row.setLayout(told)
        left = column(self._purpose, self._count_row, self._told, add, self.filter, spacing=8, margins=(24, 10, 20, 12))
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
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(self._open)
        self.form.left.connect(self._close)
        self.filter.changed.connect(self._filter)
        self.filter.serve_keys(self)
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table, self._remove)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        back = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.form, self._close)
        back.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    # ------------------------------------------------------------------ how a line reads
    def _second(self, entry: Entry) -> str:
        kinds = dict(self.register.field("subject_kind").choices) if self.register.has("subject_kind") else {}
        actions = dict(self.register.field("corporate_id").choices) if self.register.has("corporate_id") else {}
        parts = (kinds.get(entry.subject_kind, ""), actions.get(entry.corporate_id, ""), entry.service, entry.person)
        return ", ".join(filter(None, parts)) or entry.outcome

    def _review(self, entry: Entry) -> str:
        return f"Review {format_date(entry.review_on)}" if entry.review_on else ""

    def _state(self, entry: Entry) -> tuple[str, str]:
        """The shape and the word of a line: what is to be settled first, else how far it is."""
        today = self._page.services.preferences.today()
        odd = odd_fields(entry, today)
        if odd:
            words = {"review_on": "Review due", "happened_on": "Day missing", "why": "Reason missing"}
            typed = {name for name, _ in entry.typed}
            return "at_risk", "Not usable yet" if odd[0].field in typed else words[odd[0].field]
        if self.register.has("done"):
            return ("complete", "Finished") if entry.done else ("underway", "Not finished")
        if self.register.key == "agreement":
            return ("complete", "Signed") if entry.happened_on else ("not_started", "Not signed")
        return ("complete", "Held") if entry.happened_on and entry.happened_on <= today else ("not_started", "Planned")

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the register anew."""
        registers = self._page.services.registers
        self._entries = registers.entries(self.register.key)
        self.model.set_records(self._entries)
        for key in self.filter.chips:
            self.filter.set_count(key, sum(self._passes(key, entry) for entry in self._entries))
        self._tell_counts(registers.counts(self.register.key))
        self._filter()
        current = self.model.record(self.table.currentIndex().row())
        if current is None and self.model.shown_records():
            self.table.choose(self.model.shown_records()[0].id)
        else:
            self.form.show_entry(current)
        self._fit()

    def _tell_counts(self, counts: tuple[Count, ...]) -> None:
        quarter = self._page.services.preferences.reported_quarter()
        self._counts.setText(f"{quarter.words}. " + "; ".join(count.sentence for count in counts) + ".")
        told = []
        for count in counts:
            inside = ", ".join(entry.subject for entry in count.counted) or "nothing"
            rest = f" Not counted: {', '.join(entry.subject for entry in count.rest)}." if count.rest else ""
            told.append(f"{count.corporate_kpi or count.words[:1].upper() + count.words[1:]} counts {inside}.{rest}")
        self._told.setText("\n".join(told))

    def _toggle_counts(self) -> None:
        self._counts_asked = not self._counts_asked
        self._fit()

    def _toggle_why(self) -> None:
        self._why_asked = not self._why_asked
        self._fit()

    def _passes(self, key: str, entry: Entry) -> bool:
        today = self._page.services.preferences.today()
        if key == "quarter":
            return entry.happened_on is not None and entry.happened_on in self._page.services.preferences.reported_quarter()
        if key == "review":
            return is_review_due(entry, today)
        return key == "all" or bool(odd_fields(entry, today))

    def _filter(self) -> None:
        words, keys = self.filter.words(), self.filter.keys()

        def accepts(entry: Entry) -> bool:
            text = f"{entry.subject} {entry.service} {entry.person} {entry.why} {entry.outcome}".casefold()
            return all(word in text for word in words) and all(self._passes(key, entry) for key in keys)

        self.model.set_filter(accepts)
        shown = self.model.count_accepted()
        self.table.setVisible(bool(shown))
        self._none.setVisible(not self._entries)
        self._no_match.setVisible(bool(self._entries) and not shown)
        self.filter.setVisible(bool(self._entries))

    # ------------------------------------------------------------------ adding, removing, choosing
    def add(self) -> None:
        """Add a line with what stands in the line above the table; the cursor stays there for the next one."""
        if not self.line.text().strip():
            return
        if self._page.keep(self._added):
            begin_anew(self.line)
            self.filter.clear()
            self.table.choose(self._new)

    def _added(self) -> Changes:
        changes, self._new = self._page.services.registers.add(self.register.key, {"subject": self.line.text()})
        return changes

    def _remove(self) -> None:
        entry = self.model.record(self.table.currentIndex().row())
        if entry is not None:
            self._page.flush()  # one undo brings the line back, with what was typed last
            self._page.keep(lambda: self._page.services.registers.remove(entry.id))

    def _choose(self, entry: Entry | None) -> None:
        self.form.show_entry(entry)

    def show_entry(self, entry_id: int, field: str = "") -> None:
        """Open a line, with the cursor in one of its fields if that is named."""
        self.filter.clear()
        if self.table.choose(entry_id):
            self._opened = True
            self._fit()
            if field:
                self.form.start(field)

    def _open(self, entry: Entry) -> None:
        self.show_entry(entry.id)
        self.form.start()

    def _close(self) -> None:
        self.form.flush()
        self._opened = False
        self._fit()
        self.table.setFocus()

    # ------------------------------------------------------------------ the tab's own
    def start(self) -> None:
        """Put the cursor into the table, or where the first line is added."""
        (self.table if self._entries else self.line).setFocus()

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
        self._count.setVisible(self._tight)
        self._count_row.setVisible(not self._tight or self._counts_asked)
        self._told.setVisible(self._why_asked and self._count_row.isVisibleTo(self))
        self.filter.set_tight(low)
        self._left.setVisible(wide or not self._opened)
        self.form.setVisible(bool(self._entries) and (wide or self._opened))
        self.form.set_alone(not wide)
        if wide:
            self.form.setFixedWidth(max(theme.current.px(320), self.width() * 36 // 100))
        else:
            self.form.setMinimumWidth(0)
            self.form.setMaximumWidth(16777215)


def _by_day(entry: Entry) -> tuple[bool, str]:
    return entry.happened_on is None, str(entry.happened_on or "")


def _article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"
