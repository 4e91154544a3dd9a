"""The edition of the corporate plan: which one is in force, and replacing it from Excel or CSV with a preview first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from leadapp.domain.edition_reading import ReadEdition
from leadapp.domain.errors import CancelledError, LeadappError
from leadapp.domain.quarters import format_date
from leadapp.services.edition_service import EditionPreview, read_edition_file
from leadapp.ui import dialogs
from leadapp.ui.background import Background, Progress
from leadapp.ui.page import Page
from leadapp.ui.plan.edition_preview import EditionPreviewPanel
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, Card, Label, ScrollPage, column, heading, row
from leadapp.ui.window_state import WindowState

TABLES = "Excel workbooks and CSV files (*.xlsx *.xlsm *.csv *.txt)"
WORKBOOK = "Excel workbook (*.xlsx)"
WAIT = 300
"""Milliseconds before progress is shown."""


class EditionView(QWidget):
    """A card with the edition in force, or the preview of a file in its place."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._source: Path | None = None
        self._preview: EditionPreview | None = None
        self._panel: EditionPreviewPanel | None = None
        self._worker = Background(self)
        self._worker.finished.connect(self._finish)
        self._worker.failed.connect(self._fail)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(WAIT)
        self._patience.timeout.connect(lambda: self._show_progress(shown=True))
        self._name, self._facts = heading(""), Label("", 10, kind="quiet", wrap=True)
        self._name.setWordWrap(True)
        self._told = Banner("info", stacked=True)
        self.replace = Button("Replace from Excel or CSV…", "primary", "import", self.choose)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._in_force())
        self.setLayout(column(self._stack, spacing=0))

    def _in_force(self) -> QWidget:
        card = Card("In force")
        card.body.addWidget(self._name)
        card.body.addWidget(self._facts)
        card.body.addLayout(row(self.replace, None))
        self._doing, self._bar = Label("Reading the file…", 10, wrap=True), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("Reading the file")
        self._cancel = Button("Cancel", "small", on_click=self._worker.cancel)
        card.body.addLayout(column(self._doing, row(self._bar, self._cancel), self._told, spacing=8))
        table = Card("The table to fill in")
        words = (
            "A workbook with the published table's columns, as leadapp reads it. Any table with these headings will do as well, "
            "whatever the order of its columns. Months and bands are recognised in the text."
        )
        table.body.addWidget(Label(words, 10, wrap=True))
        filled = Button("Save the table with the plan in force…", on_click=lambda: self.save_template(filled=True))
        empty = Button("Save the empty table…", on_click=lambda: self.save_template(filled=False))
        table.body.addLayout(column(row(filled, None), row(empty, None), spacing=8))
        body = QWidget()
        body.setLayout(column(card, table, None, spacing=16, margins=(24, 16, 24, 20)))
        body.setMaximumWidth(860)
        self._show_progress(shown=False)
        return ScrollPage(body)

    def _show_progress(self, *, shown: bool) -> None:
        for widget in (self._bar, self._doing, self._cancel):
            widget.setVisible(shown)

    # ------------------------------------------------------------------ what a tab of the room is
    def reload(self) -> None:
        """Say which edition is in force."""
        now = self._page.services.editions.in_force()
        self._name.setText(now.name)
        self._facts.setText(f"{now.actions} actions. Wording: {now.wording}. In this file since {format_date(now.taken_on)}.")

    def flush(self) -> None:
        """Nothing is typed that would be kept before the edition is taken."""

    def set_tight(self, tight: bool) -> None:
        """There is nothing to take away."""

    def start(self) -> None:
        """Put the cursor where the work begins."""
        (self._panel.first if self._panel else self.replace).setFocus()

    # ------------------------------------------------------------------ the table to fill in
    def save_template(self, *, filled: bool) -> None:
        """Ask where the table goes, and write it."""
        folder = WindowState().folder() or self._page.services.path.parent
        name = "Corporate plan.xlsx" if filled else "Corporate plan, empty.xlsx"
        target = dialogs.choose_target(self, "Save the table", folder / name, WORKBOOK)
        if target is None:
            return
        target = target if target.suffix.lower() == ".xlsx" else target.with_name(f"{target.name}.xlsx")
        if not dialogs.may_replace(self, (target,)):
            return
        WindowState().remember_folder(target.parent)
        try:
            self._page.services.editions.save_template(target, filled=filled)
        except LeadappError as error:
            self._tell("Not saved.", str(error), "error")
            return
        self._tell("Table saved.", target.name, "good")

    def _tell(self, what: str, why: str, tone: str) -> None:
        self._told.tell(what, why, tone=tone)
        announce(self, f"{what} {why}")

    # ------------------------------------------------------------------ reading
    def choose(self) -> None:
        """Ask for the file, then read it."""
        if self._worker.is_running:
            return
        folder = WindowState().folder() or self._page.services.path.parent
        source = dialogs.choose_file(self, "Choose the new edition", folder, TABLES)
        if source is not None:
            WindowState().remember_folder(source.parent)
            self.read(source)

    def read(self, source: Path) -> None:
        """Read a file in the worker, then show what it would change."""
        self._told.hide()
        self._source = source
        try:
            self._page.services.editions.check_source(source)
        except LeadappError as error:
            self._tell("Not read.", str(error), "error")
            return

        def work(progress: Progress) -> ReadEdition:
            return read_edition_file(source, progress)

        self._patience.start()
        self._worker.run(work)

    def _end(self) -> None:
        self._patience.stop()
        self._show_progress(shown=False)

    def _finish(self, read: ReadEdition) -> None:
        self._end()
        assert self._source is not None
        if not self._page.services.is_open:  # a restore has let the file go meanwhile
            return
        try:
            preview = self._page.services.editions.preview_of(read, self._source.name)
        except LeadappError as error:
            self._tell("Not read.", str(error), "error")
            return
        self._show(preview)

    def _fail(self, error: BaseException) -> None:
        self._end()
        if not isinstance(error, LeadappError):
            raise error
        self._close()
        self._tell("Not read.", str(error), "info" if isinstance(error, CancelledError) else "error")

    # ------------------------------------------------------------------ the preview
    def _show(self, preview: EditionPreview) -> None:
        self._preview = preview
        self._drop_panel()
        self._panel = panel = EditionPreviewPanel(preview)
        panel.closed.connect(self._close)
        panel.again.connect(self._read_again)
        panel.taken.connect(self._take)
        panel.parted.connect(lambda was, now: self._show_anew(self._page.services.editions.kept_apart, was, now))
        panel.joined.connect(lambda was, now: self._show_anew(self._page.services.editions.joined, was, now))
        self._stack.addWidget(panel)
        self._stack.setCurrentWidget(panel)
        panel.first.setFocus()
        told = preview.comparison.words if preview.comparison else f"{len(preview.faults)} things in the file cannot be used."
        announce(self, told)

    def _show_anew(self, change: Callable[[EditionPreview, str, str], EditionPreview], was: str, now: str) -> None:
        """Show what the file would change once she has said what is the same action and what is not; the name stays as typed."""
        assert self._preview is not None
        assert self._panel is not None
        name = self._panel.name
        self._show(change(self._preview, was, now))
        self._panel.show_name(name)

    def _read_again(self) -> None:
        if self._source is not None and not self._worker.is_running:
            self.read(self._source)

    def _drop_panel(self) -> None:
        if self._panel is not None:
            self._stack.removeWidget(self._panel)
            self._panel.hide()
            self._panel.deleteLater()
            self._panel = None

    def _close(self) -> None:
        """Leave the preview; nothing was changed."""
        self._drop_panel()
        self._stack.setCurrentIndex(0)
        self.replace.setFocus()

    def _take(self, name: str) -> None:
        assert self._preview is not None
        try:
            preview = self._page.services.editions.called(self._preview, name)
        except LeadappError as error:
            assert self._panel is not None
            self._panel.show_problem(str(error))
            return
        words = f"“{preview.name}” replaces the edition in force. A verified backup is made first. This cannot be undone."
        if not dialogs.confirm(self, "Take this edition?", words, "Take this edition", "Not yet", danger=False):
            return
        if self._page.keep(lambda: self._page.services.editions.take(preview)):
            self._close()
            self._tell("Taken.", f"“{preview.name}” is in force now.", "good")
