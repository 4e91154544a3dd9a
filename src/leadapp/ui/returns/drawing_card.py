"""Exporting a document: choose where, draw in the worker with progress and cancel, then open it or show it in its folder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtWidgets import QProgressBar, QScrollArea

from leadapp.domain.errors import CancelledError, LeadappError
from leadapp.domain.return_text import ExportRecord
from leadapp.ui import dialogs
from leadapp.ui.background import Background, Progress
from leadapp.ui.opening import open_outside
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, Card, Label, clear_layout, column, row
from leadapp.ui.window_state import WindowState

if TYPE_CHECKING:
    from leadapp.ui.page import Page

FORMS = {"xlsx": "Excel workbook (*.xlsx)", "pdf": "PDF (*.pdf)"}
QUESTIONS = {
    "both": "Export Excel and PDF under one name",
    "xlsx": "Export Excel",
    "pdf": "Export PDF",
}
WAIT = 300
"""Milliseconds before progress is shown."""


class DrawingCard(Card):
    """Buttons for Excel, PDF or both; progress; and what came of it. ``what`` is what is drawn, in words ("the return").

    Whoever draws something of its own says how it is called, prepared, drawn and noted.
    """

    def __init__(self, page: Page, what: str) -> None:
        super().__init__("Export")
        self._page, self._what = page, what
        self._worker = Background(self)
        self._draft: Any = None
        self.both = Button("Export Excel and PDF", "small", on_click=lambda: self.choose("both"))
        self._excel = Button("Excel only", "small", on_click=lambda: self.choose("xlsx"))
        self._pdf = Button("PDF only", "small", on_click=lambda: self.choose("pdf"))
        self._bar, self._doing = QProgressBar(), Label("", 10, wrap=True)
        self._cancel = Button("Cancel", "small", on_click=self._worker.cancel)
        self._result = Banner("good", stacked=True)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(WAIT)
        self._patience.timeout.connect(lambda: self._show_progress(shown=True))
        self._lay_out()
        self._worker.progressed.connect(self._progress)
        self._worker.finished.connect(self._finish)
        self._worker.failed.connect(self._fail)

    def _lay_out(self) -> None:
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Export")
        self.about = Label("", 10, kind="quiet", wrap=True)
        self.body.addWidget(self.about)
        self.body.addLayout(row(self.both, None))
        self.body.addLayout(row(self._excel, self._pdf, None))
        self.body.addLayout(column(self._doing, row(self._bar, self._cancel), self._result, spacing=8))
        self._link_row = column(spacing=2)
        self.body.addLayout(self._link_row)
        self._show_progress(shown=False)

    # ------------------------------------------------------------------ what is drawn
    def _stem(self) -> str:
        """The name it is saved under, without ending. May raise LeadappError."""
        raise NotImplementedError

    def _prepare(self, targets: dict[str, Path]) -> Any:
        """Read everything the drawing needs; what comes of it has ``targets``. May raise LeadappError."""
        raise NotImplementedError

    def _drawing(self, draft: Any) -> Callable[[Progress], tuple[ExportRecord, ...]]:
        """What the worker does with what was prepared."""
        raise NotImplementedError

    def _note_done(self, draft: Any, done: tuple[ExportRecord, ...]) -> None:
        """Note in the file what was exported. May raise LeadappError."""
        raise NotImplementedError

    def _show_progress(self, *, shown: bool) -> None:
        for widget in (self._bar, self._doing, self._cancel):
            widget.setVisible(shown)

    # ------------------------------------------------------------------ doing
    def choose(self, form: str) -> None:
        """Ask where the export goes, then draw it."""
        if self._worker.is_running:
            return
        self._page.flush()
        self._show_self()  # Ctrl+E comes from anywhere, and the card stands far down
        try:
            stem = self._stem()
        except LeadappError as error:
            self._tell_error(error)
            return
        folder = WindowState().folder() or self._page.services.path.parent
        first = "xlsx" if form == "both" else form
        target = dialogs.choose_target(self, QUESTIONS[form], folder / f"{safe_name(stem)}.{first}", FORMS[first])
        if target is None:
            return
        target = target if target.suffix.lower() == f".{first}" else target.with_name(target.name + f".{first}")
        targets = {first: target} | ({"pdf": target.with_suffix(".pdf")} if form == "both" else {})
        if not dialogs.may_replace(self, targets.values()):
            return
        WindowState().remember_folder(target.parent)
        self.export(targets)

    def export(self, targets: dict[str, Path]) -> None:
        """Draw it into files."""
        self._result.hide()
        self._links()  # those of an earlier export would seem to be this one's
        try:
            self._draft = self._prepare(targets)
        except LeadappError as error:
            self._tell_error(error)
            return
        self._doing.setText(f"Drawing {self._what}…")
        self._bar.setRange(0, 0)
        self._patience.start()
        self._worker.run(self._drawing(self._draft))

    def _progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._doing.setText(f"Drawing {self._what}: {done} of {total}")

    def _end(self) -> None:
        self._patience.stop()
        self._show_progress(shown=False)

    def _finish(self, done: tuple[ExportRecord, ...]) -> None:
        self._end()
        if not self._page.services.is_open:  # a restore has let the file go meanwhile: the documents stand, nobody notes them
            return
        paths = [path for _, path in self._draft.targets]
        names = " and ".join(path.name for path in paths)
        buttons = [Button("Open", "link", on_click=lambda: self._open(paths[0]))]
        if len(paths) > 1:
            buttons = [
                Button("Open Excel", "link", on_click=lambda: self._open(paths[0])),
                Button("Open PDF", "link", on_click=lambda: self._open(paths[1])),
            ]
        self._note(done, names)
        self._links(*buttons, Button("Show in folder", "link", on_click=lambda: self._open(paths[0].parent)))
        self._show_result()
        self._page.refresh()

    def _note(self, done: tuple[ExportRecord, ...], names: str) -> None:
        """Say what was exported and note it in the file. The documents are there, also where the file cannot take the note."""
        try:
            self._note_done(self._draft, done)
        except LeadappError as error:
            self._result.tell("The files are there.", f"{names}. {error}", tone="warning")
            announce(self, str(error))
            return
        exported = f"{self._what.removeprefix('the ').capitalize()} exported"
        self._result.tell(f"{exported}.", names, tone="good")
        announce(self, f"{exported}: {names}")

    def _links(self, *buttons: Button) -> None:
        clear_layout(self._link_row)
        for button in buttons:
            self._link_row.addLayout(row(button, None))

    def _fail(self, error: BaseException) -> None:
        self._end()
        if isinstance(error, (LeadappError, CancelledError)):
            self._tell_error(error)
        else:
            raise error

    def _tell_error(self, error: LeadappError) -> None:
        self._links()
        tone = "info" if isinstance(error, CancelledError) else "error"
        self._result.tell("Not exported.", str(error), tone=tone)
        announce(self, str(error))
        self._show_result()

    def _show_result(self) -> None:
        """Let what came of it be seen, unless she has gone on to another part of the page meanwhile."""
        if not self.visibleRegion().isEmpty():
            self._show_self()

    def _show_self(self) -> None:
        """Scroll to where the card can be seen, once it has found its place."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            QTimer.singleShot(0, self, partial(area.ensureWidgetVisible, self, 0, 80))

    def tell_good(self, what: str, why: str) -> None:
        """Say that something was done."""
        self._result.tell(what, why, tone="good")

    def _open(self, path: Path) -> None:
        def refused() -> None:
            why = f"No program on this computer opens “{path.name}”. It lies in {path.parent}."
            self._result.tell("Not opened.", why, tone="warning")
            announce(self, why)

        open_outside(self, QUrl.fromLocalFile(str(path)), refused)


def safe_name(stem: str) -> str:
    """The stem without what file systems refuse."""
    from leadapp import paths

    return paths.safe_file_name(stem)
