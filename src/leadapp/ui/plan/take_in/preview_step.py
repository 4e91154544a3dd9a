"""The third step: every row with what becomes of it, and the chosen one in full beside the table."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal

from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.tracker_preview import CHOICE_WORDS, Choice, PreviewRow, TrackerPreview
from leadapp.domain.wording import STATES
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.tables.decide_pane import DecidePane, fold_of
from leadapp.ui.tables.rows_model import Column, RowsModel
from leadapp.ui.tables.table_view import Layout
from leadapp.ui.widgets import clear_layout

CHIPS = {"all": "All", "new": "New", "change": "Changes", "left": "Left out", "told": "To be known"}
LAYOUTS = (Layout(0, ("title", "will")), Layout(560, ("row", "title", "will")))
MOST_TOLD = 100


class PreviewStep(DecidePane):
    """``decided(preview)`` tells that a row was decided otherwise."""

    decided = Signal(object)

    def __init__(self) -> None:
        self.preview = TrackerPreview((), ())
        self.row_choice = ChoiceField("row_choice", "What becomes of this row", ())
        rows = RowsModel(_columns(), lambda row: row.number)
        super().__init__("Rows of the list", "rows", rows, LAYOUTS, self.row_choice, CHIPS)
        self.setLayout(self._panes())

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
            self._more.addWidget(fold_of("To be known of the list", told, MOST_TOLD))

    def _show_counts(self) -> None:
        self._sum.setText(f"{self.preview.words} Nothing has changed yet.")
        for key in CHIPS:
            self.filter.set_count(key, sum(self._passes(key, row) for row in self.preview.rows))

    def _searched(self, record: PreviewRow) -> str:
        return f"{record.action.reference} {record.action.title}"

    def _passes(self, key: str, record: PreviewRow) -> bool:
        if key == "new":
            return record.writes and record.choice in {Choice.NEW, Choice.ADOPT}
        if key == "change":
            return record.writes and record.choice is Choice.CHANGE
        if key == "left":
            return not record.writes
        return key == "all" or bool(record.told)

    # ------------------------------------------------------------------ one row
    def _show_row(self, chosen: PreviewRow | None) -> None:
        if chosen is None:
            return
        self._title.setText(chosen.action.title)
        self.row_choice.set_choices((choice.value, _choice_words(choice, chosen)) for choice in chosen.choices)
        self.row_choice.show_text(chosen.choice.value)
        self._tell_facts(_facts(chosen))

    def _decide(self) -> None:
        chosen = self._current()
        if chosen is None:
            return
        decided = chosen.chosen(Choice(self.choice.text()))
        self.preview = self.preview.with_row(decided)
        self._show_counts()
        self.model.set_records(self.preview.rows)
        self._show_row(decided)
        self.decided.emit(self.preview)


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
