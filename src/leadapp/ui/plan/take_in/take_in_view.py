"""Taking in a list of actions, in three calm steps: columns, words, preview. Nothing is written before the last button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QProgressBar, QStackedWidget, QWidget

from leadapp.domain.column_matching import ListField
from leadapp.domain.errors import CancelledError, LeadappError
from leadapp.domain.list_remarks import remark_on_heads
from leadapp.domain.sheets import Book
from leadapp.domain.tracker import words_of
from leadapp.services.tracker_service import ListGuess, read_list_file, read_pasted_list
from leadapp.ui import dialogs
from leadapp.ui.background import Background, Progress
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.plan.take_in.columns_step import ColumnsStep
from leadapp.ui.plan.take_in.preview_step import PreviewStep
from leadapp.ui.plan.take_in.words_step import WordsStep
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, Card, Label, ScrollPage, column, row
from leadapp.ui.window_state import WindowState

LISTS = "Excel workbooks and CSV files (*.xlsx *.xlsm *.csv *.txt)"
WAIT = 300
"""Milliseconds before progress is shown."""
SOURCE, COLUMNS, WORDS, PREVIEW = range(4)
STEPS = {
    SOURCE: "Any list will do: an old tracker, a table from a report. Nothing is written before you have seen every row.",
    COLUMNS: "Step 1 of 3: which column is what.",
    WORDS: "Step 2 of 3: what its words mean.",
    PREVIEW: "Step 3 of 3: what becomes of every row.",
}


class TakeInView(QWidget):
    """``ended(action)`` leaves the page: with True after something was taken in."""

    ended = Signal(bool)

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page, self._tracker = page, page.services.tracker
        self._name, self._book, self._sheet = "", Book("", ()), 0
        self._guess: ListGuess | None = None
        self._worker = Background(self)
        self._worker.finished.connect(self._show_book)
        self._worker.failed.connect(self._fail)
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(WAIT)
        self._patience.timeout.connect(lambda: self._show_progress(shown=True))
        self.header = PageHeader("Take in a list")
        self.told = Banner("error", stacked=True)
        self.columns, self.words, self.preview = ColumnsStep(), WordsStep(), PreviewStep()
        self.cancel = Button("Cancel", "head", on_click=lambda: self._leave(taken=False))
        self.back = Button("Back", "head", "left", lambda: self._go(-1))
        self.next = Button("Next", "primary", "right", lambda: self._go(1))
        self.take = Button("", "primary", "check", self._take)
        self._stack = QStackedWidget()
        for step in (self._source(), self.columns, self.words, self.preview):
            self._stack.addWidget(step)
        self.setLayout(column(self.header, self.told, self._stack, self._foot(), spacing=0))
        self._connect()
        self._show_step(SOURCE)

    def _connect(self) -> None:
        self.columns.sheet_chosen.connect(self._choose_sheet)
        self.columns.head_chosen.connect(lambda head: self._take_guess(self._tracker.guess(self._book.sheets[self._sheet], head)))
        self.columns.field_chosen.connect(self._match)
        self.words.meaning_chosen.connect(self._mean)
        self.preview.decided.connect(lambda _preview: self._name_take())

    def _source(self) -> QWidget:
        card = Card("Where the list is")
        self.choose_button = Button("Choose Excel or CSV…", "primary", "import", self.choose)
        self.paste_button = Button("Paste rows copied in Excel", "head", "copy", self.paste)
        self._doing, self._bar = Label("Reading the file…", 10, wrap=True), QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName("Reading the file")
        self._stop = Button("Stop", "small", on_click=self._worker.cancel)
        card.body.addLayout(column(row(self.choose_button, None), row(self.paste_button, None), spacing=8))
        card.body.addWidget(Label("Ctrl+V pastes, too. Your file is only read: it stays as it is.", 10, kind="quiet", wrap=True))
        card.body.addLayout(column(self._doing, row(self._bar, self._stop), spacing=8))
        body = QWidget()
        body.setLayout(column(card, None, margins=(24, 12, 24, 20)))
        body.setMaximumWidth(860)
        self._show_progress(shown=False)
        return ScrollPage(body)

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("kind", "foot")
        self._left = Label("", 10, kind="quiet", wrap=True)
        line = row(spacing=8, margins=(24, 8, 24, 8))
        line.addWidget(self._left, 1)
        for button in (self.cancel, self.back, self.next, self.take):
            line.addWidget(button)
        foot.setLayout(line)
        return foot

    def _show_progress(self, *, shown: bool) -> None:
        for widget in (self._bar, self._doing, self._stop):
            widget.setVisible(shown)

    # ------------------------------------------------------------------ where the list comes from
    def begin(self, what: object = None) -> None:
        """Begin anew: with a file, with pasted text, or by asking where the list is."""
        self.told.hide()
        self._show_step(SOURCE)
        if isinstance(what, Path):
            self.read(what)
        elif isinstance(what, str) and what:
            self.take_text(what)

    def choose(self) -> None:
        """Ask for the file, then read it."""
        if self._worker.is_running:
            return
        folder = WindowState().folder() or self._page.services.path.parent
        source = dialogs.choose_file(self, "Choose the list", folder, LISTS)
        if source is not None:
            WindowState().remember_folder(source.parent)
            self.read(source)

    def read(self, source: Path) -> None:
        """Read a file in the worker, then show what its columns mean."""
        self.told.hide()
        try:
            self._tracker.check_source(source)
        except LeadappError as error:
            self._tell("Not read.", str(error))
            return

        def work(progress: Progress) -> Book:
            return read_list_file(source, progress)

        self._patience.start()
        self._worker.run(work)

    def paste(self) -> None:
        """Take the rows that were copied in Excel."""
        clipboard = QGuiApplication.clipboard()
        self.take_text(clipboard.text())

    def take_text(self, text: str) -> None:
        """Show what the columns of pasted rows mean."""
        self.told.hide()
        try:
            self._show_book(read_pasted_list(text))
        except LeadappError as error:
            self._tell("Not pasted.", str(error))

    def _fail(self, error: BaseException) -> None:
        self._end_reading()
        if not isinstance(error, LeadappError):
            raise error
        self._tell("Not read.", str(error), "info" if isinstance(error, CancelledError) else "error")

    def _end_reading(self) -> None:
        self._patience.stop()
        self._show_progress(shown=False)

    def _tell(self, what: str, why: str, tone: str = "error") -> None:
        self.told.tell(what, why, tone=tone)
        announce(self, f"{what} {why}")

    # ------------------------------------------------------------------ step by step
    def _show_book(self, book: Book) -> None:
        self._end_reading()
        if not self._page.services.is_open:  # a restore has let the file go meanwhile
            return
        self._book, self._name = book, book.file_name
        self._choose_sheet(self._tracker.likely_sheet(book))
        self._show_step(COLUMNS)
        self.columns.start()

    def _choose_sheet(self, number: int) -> None:
        self._sheet = number
        self._take_guess(self._tracker.guess(self._book.sheets[number]))

    def _take_guess(self, guess: ListGuess) -> None:
        """Another sheet or another row of headings: every column is guessed anew."""
        self._guess = guess
        other = remark_on_heads(guess.sheet, guess.matching.head)
        self.columns.show_book(self._book, self._sheet, guess, "\n".join(filter(None, (other, *self._book.remarks))))
        self._show_fields()

    def _match(self, number: int, field: ListField) -> None:
        if self._guess is not None:
            self._guess = self._tracker.matched(self._guess, number, field)
            self._show_fields()

    def _show_fields(self) -> None:
        if self._guess is not None:
            self.columns.show_fields(self._guess)
            self.next.setEnabled(not self._guess.matching.problem())

    def _mean(self, word: str, meaning: str) -> None:
        if self._guess is not None:
            self._guess = self._tracker.meaning(self._guess, word, meaning)

    def _go(self, by: int) -> None:
        """Go on or back; a list without words for a status and without unknown services has no second step."""
        if self._guess is None:
            return
        step = self._stack.currentIndex() + by
        try:
            if step == WORDS and not self._show_words(self._guess):
                step += by
            if step == PREVIEW:
                self.preview.show_preview(self._tracker.preview(self._guess, self._book.remarks))
        except LeadappError as error:
            self._tell("Not yet.", str(error))
            return
        self.told.hide()
        self._show_step(step)
        start = {COLUMNS: self.columns.start, WORDS: self.words.start, PREVIEW: self.preview.start}
        start.get(step, self.choose_button.setFocus)()
        announce(self, STEPS[step])

    def _show_words(self, guess: ListGuess) -> bool:
        """Show what there is to settle in the second step; False where there is nothing."""
        counts = words_of(guess.sheet, guess.matching)
        services = self._tracker.preview(guess).services
        self.words.show_words(counts, guess.matching.words)
        self.words.show_services(services)
        return bool(counts or services)

    def _show_step(self, step: int) -> None:
        self._stack.setCurrentIndex(step)
        name = f" “{self._name}”" if step != SOURCE and self._name else ""
        self.header.tell(f"Take in{name}" if name else "Take in a list", STEPS[step])
        self.back.setVisible(step != SOURCE)
        self.next.setVisible(step in {COLUMNS, WORDS})
        self.take.setVisible(step == PREVIEW)
        self._left.setText("" if step == SOURCE else "What is not in the list is not touched. Undo takes all of it back.")
        self._name_take()

    def _name_take(self) -> None:
        count = self.preview.preview.writing
        words = f"Take in {count:,} action{'s' if count != 1 else ''}"
        self.take.setText(f"\u2009 {words}")
        self.take.setAccessibleName(words)
        self.take.setEnabled(bool(count))

    def _take(self) -> None:
        guess, preview, services = self._guess, self.preview.preview, self.words.services()
        if guess is not None and self._page.keep(lambda: self._tracker.take(preview, guess, self._name, services)):
            self._leave(taken=True)

    def _leave(self, *, taken: bool) -> None:
        self._worker.cancel()
        self.ended.emit(taken)

    # ------------------------------------------------------------------ what a part of the room is
    def set_tight(self, tight: bool) -> None:
        """Take less room above what matters."""
        self.header.set_tight(tight)
        self.preview.filter.set_tight(tight)

    def start(self) -> None:
        """Put the cursor where the work begins."""
        self.choose_button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V pastes a list, Escape leaves."""
        if event.matches(QKeySequence.StandardKey.Paste) and self._stack.currentIndex() == SOURCE:
            self.paste()
        elif event.key() == Qt.Key.Key_Escape:
            if self._stack.currentIndex() != PREVIEW or not self.preview.leave_detail():
                self._leave(taken=False)
        else:
            super().keyPressEvent(event)
