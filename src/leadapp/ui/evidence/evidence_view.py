"""All evidence of the file: what is out of date, what no action uses, opened and dated anew from one table."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from leadapp.domain.evidence import Evidence, EvidenceKind, size_words
from leadapp.domain.evidence_files import MOST_ALL
from leadapp.domain.quarters import format_date
from leadapp.ui.evidence.evidence_section import OUT_OF_DATE, DropTarget, facts_of
from leadapp.ui.evidence.evidence_sheet import add_evidence, add_files, change_evidence
from leadapp.ui.evidence.open_evidence import open_evidence
from leadapp.ui.filter_row import FilterRow
from leadapp.ui.page import Page
from leadapp.ui.tables.rows_model import Column, Part, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.tall_page import LEAST_ROWS, height_of
from leadapp.ui.widgets import Button, EmptyState, Label, column, row

CHIPS = {"all": "All", "old": OUT_OF_DATE, "unused": "Unused", "file": "Files", "link": "Links", "note": "Notes"}
LAYOUTS = (Layout(0, ("name",), ("name",)), Layout(640, ("name", "dated", "actions", "state")))


class EvidenceView(QWidget):
    """Enter opens a piece of evidence; the buttons beneath the table change, remove and add."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.model = RowsModel(self._columns(), lambda e: e.id, self)
        self.table = TableView(self.model, "All evidence", layouts=LAYOUTS)
        self.filter = FilterRow(CHIPS, "Filter evidence", "filter_evidence")
        self._count = Label("", 9.5, kind="quiet", wrap=True)
        self._empty = EmptyState(
            "evidence",
            "No evidence yet",
            "A note, a link or a file that proves what was done. It is optional, and can be used for several actions.",
            Button("Add evidence…", "primary", on_click=self._add),
        )
        self._no_match = EmptyState(
            "search", "No evidence matches", "", Button("Clear search and filters", "small", on_click=self.filter.clear)
        )
        self._lay_out()
        self.table.opened.connect(self._open)
        self.table.chosen.connect(lambda _e: self._fit_buttons())
        self.filter.changed.connect(self._filter)
        self.filter.serve_keys(self)
        DropTarget(self, self)

    def _columns(self) -> tuple[Column, ...]:
        return (
            Column(
                "name",
                "Evidence",
                lambda e: e.name,
                stretch=True,
                second=facts_of,
                lines=lambda e: (
                    (("", e.name),),
                    (
                        ("", f"{self._used(e)}, {format_date(e.dated) or 'no date'}"),
                        *self._state(e)[: e.is_out_of_date(self._today)],
                    ),
                ),
                sort=lambda e: e.name.casefold(),
                bold=True,
            ),
            Column(
                "dated", "Dated", lambda e: format_date(e.dated) or "No date", 160, sort=lambda e: (e.dated is None, e.dated or 0)
            ),
            Column("actions", "Speaks for", self._used, 150),
            Column("state", "State", lambda e: self._state(e)[0][1], 130, state=lambda e: self._state(e)[0][0]),
        )

    def _lay_out(self) -> None:
        self._open_button = Button("Open", "small", on_click=lambda: self._open(self._chosen()))
        self._change = Button("Change…", "small", "edit", lambda: self._change_one(self._chosen()))
        self._remove = Button("Remove", "small", "remove", self._remove_one)
        self._buttons = (self._open_button, self._change, self._remove)
        foot = row(spacing=8)
        foot.addWidget(self._count, 1)
        for button in (*self._buttons, Button("Add evidence…", "smallprimary", "add", self._add)):
            foot.addWidget(button)
        layout = column(self.filter, spacing=10, margins=(24, 12, 24, 12))
        for widget in (self.table, self._empty, self._no_match):
            layout.addWidget(widget, 1)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        layout.addWidget(self._foot)
        self.setLayout(layout)

    @staticmethod
    def _used(evidence: Evidence) -> str:
        return ", ".join(evidence.references) or "No action"

    def _state(self, evidence: Evidence) -> tuple[Part, ...]:
        if evidence.is_out_of_date(self._today):
            return (("at_risk", OUT_OF_DATE),)
        return (("", "In date" if evidence.dated else "No date"),)

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the evidence anew."""
        services = self._page.services
        self._today = services.preferences.today()
        found = services.evidence.list_evidence()
        self._files = sum(e.kind is EvidenceKind.FILE for e in found)
        self._kept = services.evidence.kept_size() if self._files else 0
        self.model.set_records(found)
        for key in CHIPS:
            self.filter.set_count(key, sum(self._passes(key, e) for e in found))
        self._filter()

    def _passes(self, key: str, evidence: Evidence) -> bool:
        if key == "old":
            return evidence.is_out_of_date(self._today)
        if key == "unused":
            return not evidence.actions
        return key == "all" or evidence.kind == key

    def _filter(self) -> None:
        words, key = self.filter.words(), next(iter(self.filter.keys()), "all")

        def accepts(evidence: Evidence) -> bool:
            text = f"{evidence.name} {evidence.note} {evidence.link} {evidence.file_name} {' '.join(evidence.references)}"
            return self._passes(key, evidence) and all(word in text.casefold() for word in words)

        self.model.set_filter(accepts)
        shown, whole = self.model.count_accepted(), len(self.model._records)
        self.table.setVisible(bool(shown))
        self._empty.setVisible(not whole)
        self._no_match.setVisible(bool(whole) and not shown)
        self._no_match.sentence.setText("Take a filter away, or type fewer words.")
        self._foot.setVisible(bool(whole))
        files = f" {self._files} files, {size_words(self._kept)} of {size_words(MOST_ALL)}." if self._files else ""
        self._count.setText(f"Showing {shown} of {whole}.{files}")
        if shown and self._chosen() is None:
            self.table.choose(next(iter(self.model.shown_records())).id)
        self._fit_buttons()

    def _chosen(self) -> Evidence | None:
        record = self.model.record(self.table.currentIndex().row())
        return record if isinstance(record, Evidence) else None

    def _fit_buttons(self) -> None:
        chosen = self._chosen()
        for button in self._buttons:
            button.setEnabled(chosen is not None)
        if chosen is not None:
            self._open_button.setText("Read" if chosen.kind is EvidenceKind.NOTE else "Open")
            for button, verb in zip(self._buttons, (self._open_button.text(), "Change", "Remove"), strict=True):
                button.setAccessibleName(f"{verb} {chosen.name}")

    # ------------------------------------------------------------------ doing
    def _open(self, evidence: Evidence | None) -> None:
        if evidence is not None and evidence.kind is EvidenceKind.NOTE:
            self._change_one(evidence)
        elif evidence is not None:
            open_evidence(self, self._page.services, evidence, self._page.bus.failed.emit)

    def _change_one(self, evidence: Evidence | None) -> None:
        if evidence is not None:
            change_evidence(self._page, evidence)

    def _remove_one(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._page.keep(lambda: self._page.services.evidence.remove(chosen.id))

    def _add(self) -> None:
        add_evidence(self._page, None)

    def drop(self, paths: list[Path]) -> None:
        """Take files that were dropped; no action uses them yet."""
        add_files(self._page, paths, None)

    # ------------------------------------------------------------------ as a tab
    def show_what(self, what: object) -> None:
        """Put the cursor on a piece of evidence, also where a filter hides it."""
        if not isinstance(what, int):
            return
        if self.model.row_of(what) < 0:
            self.filter.clear()
        self.table.choose(what)

    def needed_height(self, width: int) -> int:
        """A table of some rows with the buttons beneath it."""
        layout = self.layout()
        return height_of(layout, width) if layout is not None else 0

    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self.filter.set_tight(tight)
        self.table.set_least_rows(LEAST_ROWS if tight else 0)
        self._count.setVisible(not tight)

    def flush(self) -> None:
        """Nothing is typed here."""

    def start(self) -> None:
        """Put the keyboard into the table."""
        (self.table if self.table.isVisibleTo(self) else self._empty).setFocus()
