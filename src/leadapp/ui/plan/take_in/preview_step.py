"""The third step: every row with what becomes of it, and the chosen one in full beside the table."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.tracker_preview import CHOICE_WORDS, Choice, PreviewRow, TrackerPreview
from leadapp.domain.wording import STATES
from leadapp.ui import theme
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.fold import Fold
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.tables.rows_model import Column, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.widgets import Button, Label, ScrollPage, clear_layout, column, heading, row

CHIPS = {"all": "All", "new": "New", "change": "Changes", "left": "Left out", "told": "To be known"}
LAYOUTS = (Layout(0, ("title", "will")), Layout(560, ("row", "title", "will")))
BESIDE = 860
"""From this width on, at 100 % text, the chosen row stands beside the table."""
MOST_TOLD = 100


class PreviewStep(QWidget):
    """``decided(preview)`` tells that a row was decided otherwise."""

    decided = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.preview = TrackerPreview((), ())
        self.model = RowsModel(_columns(), lambda row: row.number, self)
        self.table = TableView(self.model, "Rows of the list", layouts=LAYOUTS)
        self.filter = FilterRow(CHIPS, "Filter the rows", "filter_rows")
        self.choice = ChoiceField("row_choice", "What becomes of this row", ())
        self._sum = Label("", 10.5, bold=True, wrap=True)
        self._more = column(spacing=6)
        self._alone = Button("Back to the rows", "small", "left", self._back_to_rows)
        self._detail = column(spacing=6, margins=(16, 8, 16, 12))
        self._title = heading("")
        self._facts = column(spacing=4)
        self._detail.addLayout(row(self._alone, None))
        for part in (self._title, self.choice):
            self._detail.addWidget(part)
        self._detail.addLayout(self._facts)
        self._detail.addSpacing(8)
        self._detail.addLayout(self._more)
        self._detail.addStretch(1)
        self._lay_out()
        self.table.chosen.connect(self._show_row)
        self.table.opened.connect(self._open)
        self.choice.edited.connect(self._decide)
        self.filter.changed.connect(self._filter)
        self.filter.serve_keys(self)

    def _lay_out(self) -> None:
        holder = QWidget()
        holder.setLayout(self._detail)
        self._pane = QFrame()
        self._pane.setObjectName("pane")
        self._pane.setLayout(column(ScrollPage(holder), spacing=0))
        self._in_detail = False
        self._panes = QHBoxLayout()
        self._panes.setSpacing(12)
        self._panes.addWidget(self.table, 3)
        self._panes.addWidget(self._pane, 2)
        self._top = QWidget()
        self._top.setLayout(column(self._sum, self.filter, spacing=8))
        layout = column(self._top, spacing=8, margins=(24, 8, 24, 8))
        layout.addLayout(self._panes, 1)
        self.setLayout(layout)

    # ------------------------------------------------------------------ content
    def show_preview(self, preview: TrackerPreview) -> None:
        """Show every row; the first one is chosen."""
        self.preview = preview
        self._show_more()
        self._show_counts()
        self.model.set_records(preview.rows)
        self._filter()
        if shown := self.model.shown_records() or preview.rows:
            self.table.choose(shown[0].number)
            self._show_row(shown[0])

    def _show_more(self) -> None:
        """What is to be known of the whole, and the rows that hold no action."""
        clear_layout(self._more)
        told = (*self.preview.remarks, *map(str, self.preview.left_out))
        if told:
            self._more.addWidget(Fold(f"To be known of the list ({len(told)})", partial(_lines, told)))

    def _show_counts(self) -> None:
        self._sum.setText(f"{self.preview.words} Nothing has changed yet.")
        for key in CHIPS:
            self.filter.set_count(key, sum(_passes(key, row) for row in self.preview.rows))

    def _filter(self) -> None:
        words, keys = self.filter.words(), self.filter.keys()
        self.model.set_filter(
            lambda row: (
                all(word in f"{row.action.reference} {row.action.title}".casefold() for word in words)
                and all(_passes(key, row) for key in keys)
            )
        )

    # ------------------------------------------------------------------ one row
    def _show_row(self, chosen: PreviewRow | None) -> None:
        if chosen is None:
            return
        self._title.setText(chosen.action.title)
        self.choice.set_choices((choice.value, _choice_words(choice, chosen)) for choice in chosen.choices)
        self.choice.show_text(chosen.choice.value)
        clear_layout(self._facts)
        for words, bold in _facts(chosen):
            self._facts.addWidget(Label(words, 10, bold=bold, wrap=True))

    def _decide(self) -> None:
        chosen = self.model.record(self.table.currentIndex().row())
        if chosen is None:
            return
        decided = chosen.chosen(Choice(self.choice.text()))
        self.preview = self.preview.with_row(decided)
        self._show_counts()
        self.model.set_records(self.preview.rows)
        self._show_row(decided)
        self.decided.emit(self.preview)

    def start(self) -> None:
        """Put the cursor into the table."""
        self._back_to_rows()

    # ------------------------------------------------------------------ size
    def _open(self, _row: PreviewRow) -> None:
        """Enter goes to the choice; in a narrow window the row opens in place of the table."""
        self._in_detail = True
        self._fit()
        self.choice.combo.setFocus(Qt.FocusReason.TabFocusReason)

    def _back_to_rows(self) -> None:
        self._in_detail = False
        self._fit()
        self.table.setFocus()

    def leave_detail(self) -> bool:
        """Go back from the row to the table; False where the table has the keyboard already."""
        if not self._in_detail:
            return False
        self._back_to_rows()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The chosen row beside the table, or in its place where the window is narrow for its text."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() / theme.current.scale >= BESIDE
        alone = self._in_detail and not beside
        self._pane.setVisible(beside or alone)
        self.table.setVisible(not alone)
        self._top.setVisible(not alone)
        self._alone.setVisible(alone)


def _columns() -> tuple[Column, ...]:
    return (
        Column("row", "Row", lambda row: row.action.place.rpartition("row ")[2], 64, sort=lambda row: row.number),
        Column("title", "Action", lambda row: row.action.title, stretch=True, second=_said, sort=_title),
        Column("will", "What happens", lambda row: row.will, 190, second=_note, strong=lambda row: row.writes),
    )


def _title(row: PreviewRow) -> str:
    return row.action.title.casefold()


def _said(row: PreviewRow) -> str:
    """The most telling of what the list says, in one line."""
    action = row.action
    status = STATES[action.status].word if action.status else ""
    due = f"due {format_date(action.due)}" if action.due else action.band
    return ", ".join(filter(None, (action.reference or action.corporate_id, action.owner, status, due)))


def _note(row: PreviewRow) -> str:
    changes = f"{len(row.changes)} change{'s' if len(row.changes) != 1 else ''}" if row.choice is Choice.CHANGE else ""
    told = f"{len(row.told)} to be known" if row.told else ""
    return ", ".join(filter(None, (changes, told)))


def _passes(key: str, row: PreviewRow) -> bool:
    if key == "new":
        return row.writes and row.choice in {Choice.NEW, Choice.ADOPT}
    if key == "change":
        return row.writes and row.choice is Choice.CHANGE
    if key == "left":
        return not row.writes
    return key == "all" or bool(row.told)


def _choice_words(choice: Choice, row: PreviewRow) -> str:
    if choice is Choice.CHANGE and row.target is not None:
        return f"Change {row.target.reference}"
    return f"Adopt {row.action.corporate_id}" if choice is Choice.ADOPT else CHOICE_WORDS[choice]


def _facts(row: PreviewRow) -> Iterable[tuple[str, bool]]:
    """What is to be known of the row, what it would change, or what it would be."""
    for told in row.told:
        yield told, False
    if row.choice is Choice.CHANGE:
        yield ("What changes" if row.changes else "Nothing changes: the plan says the same."), True
        for change in row.changes:
            yield change.words, False
    elif row.choice is not Choice.LEAVE:
        yield "What the list says", True
        for words in _contents(row):
            yield words, False


def _contents(row: PreviewRow) -> Iterable[str]:
    action = row.action
    facts = (
        ("Owner", action.owner),
        ("Service", action.service),
        ("Pillar", str(action.pillar or "")),
        ("Due", format_date(action.due) if action.due else action.band),
        ("Status", STATES[action.status].word if action.status else ""),
        ("Confidence", STATES[action.confidence].word if action.confidence else ""),
        ("Start", format_date(action.started_on) if action.started_on else ""),
        ("Urgent", "yes" if action.urgent else ""),
        ("What you will do", action.description),
        *((f"Update for {Quarter.parse(quarter).words}", text) for quarter, text in action.updates),
    )
    return (f"{what}: {text}" for what, text in facts if text)


def _lines(told: tuple[str, ...]) -> QWidget:
    holder = QWidget()
    rest = [f"And {len(told) - MOST_TOLD:,} more."] if len(told) > MOST_TOLD else []
    labels = (Label(words, 10, wrap=True) for words in (*told[:MOST_TOLD], *rest))
    holder.setLayout(column(*labels, spacing=4, margins=(8, 0, 0, 0)))
    return holder
