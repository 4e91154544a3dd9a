"""Ask owners: who is asked for this quarter, a workbook for each, and what came back. Nothing is taken before it was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QProgressBar, QStackedWidget, QWidget

from leadapp.domain.checks import listing
from leadapp.domain.errors import CancelledError, LeadappError
from leadapp.domain.owner_form import Asking, Owner
from leadapp.domain.quarters import Quarter, format_date, parse_date
from leadapp.domain.round import RoundItem
from leadapp.services.ask_service import Answers, FormFiles, answer_files, draw_forms, read_answers
from leadapp.ui import dialogs, theme
from leadapp.ui.background import Background, Progress
from leadapp.ui.chips import flow
from leadapp.ui.forms.fields import DateField
from leadapp.ui.opening import open_outside
from leadapp.ui.returns.answers_step import AnswersStep
from leadapp.ui.tables.row_menu import RowAction
from leadapp.ui.tables.rows_model import Column, RowsModel
from leadapp.ui.tables.table_view import Layout, TableView
from leadapp.ui.tall_page import LEAST_ROWS, TallPage, height_of
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, EmptyState, Label, column, row
from leadapp.ui.window_state import WindowState

if TYPE_CHECKING:
    from leadapp.ui.page import Page

Share = tuple[Owner, tuple[RoundItem, ...]]
LAYOUTS = (
    Layout(0, ("owner", "left")),
    Layout(560, ("owner", "left", "answered")),
    Layout(760, ("owner", "actions", "left", "asked", "answered")),
)
WAIT = 300
"""Milliseconds before progress is shown."""


class AskView(QWidget):
    """A table of the owners with two buttons; the answers are looked at in place of it."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._asking: Asking | None = None
        self._files: FormFiles | None = None
        self._answers = Answers((), ())
        self._worker = Background(self)
        self.make = Button("Make workbooks…", "head", "export", self.choose_folder)
        self.read_button = Button("Read answers…", "head", "import", self.choose_answers)
        self.by = DateField("ask_by", "Send back by", "")
        self.told = Banner("good", stacked=True)
        self.model = RowsModel(_columns(), lambda share: share[0].id, self)
        self.table = TableView(self.model, "Owners", layouts=LAYOUTS)
        self.table.offer(self._offer)
        self.table.opened.connect(lambda share: self._page.go.emit("action", share[1][0].action.id))
        self.answers = AnswersStep()
        self._sentence, self._alone = Label("", wrap=True), Label("", 10, kind="quiet", wrap=True)
        self._doing, self._bar = Label("", 10, wrap=True), QProgressBar()
        self._stop = Button("Stop", "small", on_click=self._worker.cancel)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(WAIT)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)

    def _connect(self) -> None:
        self._patience.timeout.connect(lambda: self._show_progress(shown=True))
        self._worker.progressed.connect(self._progress)
        self._worker.finished.connect(self._finish)
        self._worker.failed.connect(self._fail)
        self.by.mend(parse_date)
        self.answers.left.connect(self._leave_answers)
        self.answers.copy_chosen.connect(self._choose_copy)
        self.answers.taken.connect(self._take)

    def _lay_out(self) -> None:
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Workbooks")
        self._empty = EmptyState(
            "person", "Nobody to ask", "No action of this quarter has an owner. Name the owners in the plan."
        )
        theme.current.changed.connect(self._fit)
        self._fit()
        asking = QWidget()
        line = flow(self.by, _level(self.make), _level(self.read_button), spacing=12)
        layout = column(self._sentence, line, self.told, spacing=10, margins=(24, 12, 24, 12))
        layout.addLayout(column(self._doing, row(self._bar, self._stop), spacing=6))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._alone)
        asking.setLayout(layout)
        self.table.set_least_rows(LEAST_ROWS)
        self._stack = QStackedWidget()
        self._stack.addWidget(TallPage(asking, lambda width: height_of(layout, width)))
        self._stack.addWidget(self.answers)
        self.setLayout(column(self._stack, spacing=0))
        self._show_progress(shown=False)

    def _fit(self) -> None:
        self.by.setFixedWidth(theme.current.px(200))

    def _show_progress(self, *, shown: bool) -> None:
        for widget in (self._bar, self._doing, self._stop):
            widget.setVisible(shown)

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read anew who is asked; answers that are being looked at are compared with the file anew."""
        asking = self._page.services.asking.asking()
        self._asking = asking
        self.model.set_records(asking.owners)
        has_owners = bool(asking.owners)
        for widget in (self.table, self.make, self.read_button, self.by):
            widget.setVisible(has_owners)
        self._empty.setVisible(not has_owners)
        self._sentence.setText(_sentence(asking))
        if not self.by.text():
            self.by.show_text(format_date(self._page.services.asking.back_by()))
        alone = [action.reference for action in asking.without_owner]
        them = "it has" if len(alone) == 1 else "they have"
        self._alone.setText(f"Nobody is asked about {listing(alone)}: {them} no owner." if alone else "")
        self._alone.setVisible(bool(alone))
        if self._stack.currentWidget() is self.answers:
            self._show_answers()

    def _offer(self, share: Share) -> tuple[RowAction, ...]:
        return (
            RowAction("Make this workbook…", lambda: self.choose_folder(frozenset({share[0].id}))),
            RowAction("Copy the e-mail text", lambda: self._copy_email(share[0])),
            RowAction("Open the first action", lambda: self._page.go.emit("action", share[1][0].action.id), "Enter"),
        )

    def _copy_email(self, owner: Owner) -> None:
        service, folder = self._page.services.asking, self._page.services.path.parent
        try:
            files = service.prepare(self._quarter(), folder, self._day(), frozenset({owner.id}))
        except LeadappError as error:
            self._tell("Not copied.", str(error), "error")
            return
        form, _, path = files.forms[0]
        QGuiApplication.clipboard().setText(form.email(path.name))
        self._tell("The e-mail text is copied.", f"It is for {owner.label}.", "good")

    # ------------------------------------------------------------------ asking
    def choose_folder(self, owners: frozenset[int] = frozenset()) -> None:
        """Ask where the workbooks go, then make them."""
        if self._worker.is_running:
            return
        self._page.flush()
        folder = dialogs.choose_folder(
            self, "Where should the workbooks go?", WindowState().folder() or self._page.services.path.parent
        )
        if folder is not None:
            WindowState().remember_folder(folder)
            self.make_forms(folder, owners)

    def make_forms(self, folder: Path, owners: frozenset[int] = frozenset()) -> None:
        """Make the workbooks of all owners, or of some, in a folder."""
        self.told.hide()
        try:
            self._files = files = self._page.services.asking.prepare(self._quarter(), folder, self._day(), owners)
        except LeadappError as error:
            self._tell("Not made.", str(error), "error")
            return
        if dialogs.may_replace(self, files.targets):
            self._run("Making the workbooks", lambda progress: draw_forms(files, progress))

    def _quarter(self) -> Quarter:
        return self._page.services.preferences.reported_quarter()

    def _day(self) -> dt.date | None:
        return parse_date(self.by.text(), "by") if self.by.text().strip() else None

    # ------------------------------------------------------------------ answers
    def choose_answers(self) -> None:
        """Ask in which folder the answers lie, then read them."""
        if self._worker.is_running:
            return
        self._page.flush()
        folder = dialogs.choose_folder(self, "Where are the answers?", WindowState().folder() or self._page.services.path.parent)
        if folder is not None:
            WindowState().remember_folder(folder)
            self.read((folder,))

    def read(self, sources: tuple[Path, ...]) -> None:
        """Read the answers of folders and files, then show what they would change."""
        if self._worker.is_running:
            return
        self.told.hide()
        try:
            files = answer_files(sources)
        except LeadappError as error:
            self._tell("Not read.", str(error), "error")
            return
        self._run("Reading answers", lambda progress: read_answers(files, progress))

    def _run(self, words: str, work: Callable[[Progress], object]) -> None:
        self._words = words
        self._doing.setText(f"{words}…")
        self._bar.setRange(0, 0)
        self._patience.start()
        self._worker.run(work)

    def _progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, max(1, total))
        self._bar.setValue(done)
        self._doing.setText(f"{self._words}: {done} of {total}")

    def _finish(self, result: object) -> None:
        self._end()
        if not self._page.services.is_open:  # a restore has let the file go meanwhile
            return
        if isinstance(result, Answers):
            self._answers = result
            self.answers.begin()
            self._show_answers()
            self._stack.setCurrentWidget(self.answers)
            self.answers.start()
        elif self._files is not None:
            self._note_asked(self._files)

    def _note_asked(self, files: FormFiles) -> None:
        if not self._page.keep(lambda: self._page.services.asking.note_asked(files)):
            return
        folder = files.emails.parent
        count = len(files.forms)
        made = f"{count} workbook{'s' if count != 1 else ''} made."
        told = f"They lie in “{folder.name}”, with the e-mail texts in “{files.emails.name}”. leadapp sends nothing: attach each one."
        show = Button("Show in folder", "link", on_click=lambda: self._open(folder))
        self.told.tell(made, told, show, tone="good")
        announce(self, f"{made} {told}")

    def _open(self, folder: Path) -> None:
        def refused() -> None:
            self._tell("Not opened.", f"No program on this computer opens the folder. It is {folder}.", "warning")

        open_outside(self, QUrl.fromLocalFile(str(folder)), refused)

    def _fail(self, error: BaseException) -> None:
        self._end()
        if not isinstance(error, LeadappError):
            raise error
        self._tell(
            "Stopped." if isinstance(error, CancelledError) else "Not done.",
            str(error),
            "info" if isinstance(error, CancelledError) else "error",
        )

    def _end(self) -> None:
        self._patience.stop()
        self._show_progress(shown=False)

    def _tell(self, what: str, why: str, tone: str) -> None:
        self.told.tell(what, why, tone=tone)
        announce(self, f"{what} {why}")

    def _show_answers(self) -> None:
        self.answers.show_collected(self._page.services.asking.preview(self._answers, self.answers.copies))

    def _choose_copy(self) -> None:
        self._show_answers()

    def _take(self) -> None:
        collected, count = self.answers.collected, len(self.answers.collected.taking)
        if self._page.keep(lambda: self._page.services.asking.take(collected, self._answers, self.answers.copies)):
            self._leave_answers()
            left = f" {len(collected.refused)} could not be used." if collected.refused else ""
            self._tell(f"{count} answer{'s' if count != 1 else ''} taken in.", f"Undo takes all of them back.{left}", "good")

    def _leave_answers(self) -> None:
        self._answers = Answers((), ())
        self._stack.setCurrentIndex(0)
        self.table.setFocus()

    # ------------------------------------------------------------------ drop
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A folder or files may be dropped."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        sources = tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())
        if sources:
            event.acceptProposedAction()
            self.read(sources)

    # ------------------------------------------------------------------ as a tab
    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self._sentence.setVisible(not tight)
        self.answers.set_tight(tight)

    def flush(self) -> None:
        """Nothing is typed here that the file keeps."""

    def start(self) -> None:
        """Put the cursor where the work begins."""
        if self._stack.currentWidget() is self.answers:
            self.answers.start()
        else:
            self.make.setFocus()


def _level(button: Button) -> QWidget:
    """A button that stands beside a field, as low as its box."""
    holder = QWidget()
    holder.setLayout(column(Label(" ", 10), button, spacing=4))
    return holder


def _sentence(asking: Asking) -> str:
    owners = len(asking.owners)
    if not owners:
        return ""
    asked = sum(owner.asked_on is not None for owner, _ in asking.owners)
    answered = sum(owner.answered_on is not None for owner, _ in asking.owners)
    people = f"{owners} owner{'s' if owners != 1 else ''} with actions in this quarter's round"
    if not asked and not answered:
        return f"{people}. Each gets a small workbook about her own actions alone; what comes back is shown before it is taken."
    return f"{people}: {asked} asked, {answered} answered."


def _columns() -> tuple[Column, ...]:
    return (
        Column("owner", "Owner", lambda share: share[0].label, stretch=True, second=_references),
        Column("actions", "Actions", lambda share: str(len(share[1])), 80, sort=lambda share: len(share[1])),
        Column("left", "Open", _left, 190, sort=lambda share: sum(len(item.left) for item in share[1])),
        Column("asked", "Asked", lambda share: format_date(share[0].asked_on) or "Not yet", 160, sort=_asked),
        Column("answered", "Answered", lambda share: format_date(share[0].answered_on) or "Not yet", 160, sort=_answered),
    )


def _references(share: Share) -> str:
    return listing([item.action.reference for item in share[1]])


def _left(share: Share) -> str:
    """What is still asked for on her actions."""
    left = [word for item in share[1] for word in item.left]
    counts = [(left.count(word), word) for word in ("update", "confidence", "value")]
    plural = {"confidence": "confidence"}
    words = [f"{count} {word if count == 1 else plural.get(word, word + 's')}" for count, word in counts if count]
    return ", ".join(words) or "Nothing"


def _asked(share: Share) -> dt.date:
    return share[0].asked_on or dt.date.min


def _answered(share: Share) -> dt.date:
    return share[0].answered_on or dt.date.min
