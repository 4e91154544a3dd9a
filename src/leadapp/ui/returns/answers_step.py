"""What owners answered, before it is taken: every answer in a table, the chosen one beside what the lead wrote, and what is refused."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.collected import PART_WORDS, Answer, Collected, Copies, Part, Standing
from leadapp.ui.forms.fields import ChoiceField, Segmented
from leadapp.ui.tables.decide_pane import DecidePane, fold_of
from leadapp.ui.tables.row_menu import RowAction
from leadapp.ui.tables.rows_model import Column, RowsModel
from leadapp.ui.tables.table_view import Layout
from leadapp.ui.tall_page import LEAST_ROWS, TallPage, height_of
from leadapp.ui.widgets import Button, Label, clear_layout, column, row

CHIPS = {"all": "All", "both": "Both wrote", "new": "New", "same": "Same"}
LAYOUTS = (Layout(0, ("what", "theirs")), Layout(480, ("what", "theirs", "will")))
MOST_TOLD, MOST_NAMED = 200, 6
ORDER = {Standing.BOTH: 0, Standing.NEW: 1, Standing.SAME: 2}
EMPTY = Collected((), (), (), (), (), ())


class AnswersStep(DecidePane):
    """``taken`` and ``left`` are the two ways out; ``copy_chosen`` tells that one of several files of an owner was chosen."""

    taken, left, copy_chosen = Signal(), Signal(), Signal()

    def __init__(self) -> None:
        self.collected, self.copies = EMPTY, dict[str, str]()
        self._choices: dict[tuple[str, Part], tuple[Answer, bool]] = {}
        words = (("no", "Keep yours"), ("yes", "Take the owner's"))
        choice = Segmented("answer_choice", "Which one counts", words, shapes=False)
        rows = RowsModel(_columns(), lambda answer: answer.key)
        super().__init__("Answers", "answers", rows, LAYOUTS, choice, CHIPS)
        self.table.offer(self._offer)
        self.take = Button("", "primary", "check", self.taken.emit)
        self.back = Button("Leave it", "head", "left", self.left.emit)
        self._silent = Label("", 10, kind="quiet", wrap=True)
        self._copies = column(spacing=8)
        self._asked: tuple[tuple[str, tuple[str, ...]], ...] = ()
        self._boxes: dict[str, ChoiceField] = {}
        self._lay_out()
        self.table.installEventFilter(self)

    def _lay_out(self) -> None:
        foot = QFrame()
        foot.setProperty("kind", "foot")
        note = Label("Undo takes all of it back.", 10, kind="quiet", wrap=True)
        line = row(spacing=8, margins=(24, 8, 24, 8))
        line.addWidget(note, 1)
        line.addWidget(self.back)
        line.addWidget(self.take)
        foot.setLayout(line)
        body, whole = self._panes(self._silent, self._copies), QWidget()
        whole.setLayout(body)
        self.table.set_least_rows(LEAST_ROWS)
        layout = column(spacing=0)
        layout.addWidget(TallPage(whole, lambda width: height_of(body, width)), 1)
        layout.addWidget(foot)
        self.setLayout(layout)

    # ------------------------------------------------------------------ content
    def begin(self) -> None:
        """Forget what was chosen for answers that were read before."""
        self.copies.clear()
        self._choices.clear()

    def show_collected(self, collected: Collected) -> None:
        """Show every answer, those first where both wrote. What was chosen stays chosen where both still say the same."""
        for key, (answer, theirs) in self._choices.items():
            known = next((one for one in collected.answers if one.key == key), None)
            if known is not None and (known.theirs, known.hers) == (answer.theirs, answer.hers):
                collected = collected.chosen(key, theirs=theirs)
        self.collected = collected
        self._show_copies()
        self._show_more()
        self._show_rows()
        shown = self.model.shown_records()
        if shown and self._current() is None:
            self.table.choose(shown[0].key)
        self._show_row(self._current())

    def _show_rows(self) -> None:
        self._show_counts()
        self.model.set_records(sorted(self.collected.answers, key=lambda answer: ORDER[answer.standing]))
        self._filter()

    def _show_counts(self) -> None:
        collected = self.collected
        count, both, refused = len(collected.taking), len(collected.of(Standing.BOTH)), len(collected.refused)
        told = [f"{count} answer{'s' if count != 1 else ''} will be taken."]
        if both:
            told.append(f"On {both} both of you wrote: yours stays unless you choose the owner's.")
        if refused:
            told.append(f"{refused} cannot be used.")
        self._sum.setText(" ".join(told))
        silent = [owner.label for owner in collected.silent]
        more = f" and {len(silent) - MOST_NAMED} more" if len(silent) > MOST_NAMED else ""
        names = "; ".join(silent[:MOST_NAMED])
        self._silent.setText(f"Not answered yet: {names}{more}." if silent else "Everybody has answered.")
        for key in CHIPS:
            self.filter.set_count(key, sum(self._passes(key, answer) for answer in collected.answers))
        words = f"Take in {count} answer{'s' if count != 1 else ''}" if count else "Note who answered"
        self.take.setText(f"\u2009 {words}")
        self.take.setAccessibleName(words)
        self.take.setEnabled(bool(count or collected.answered))

    def _show_copies(self) -> None:
        """A box for each owner with several files; the one she stands on stays where it is."""
        asked = tuple((copies.owner.uid, copies.files) for copies in self.collected.copies)
        if asked != self._asked:
            self._asked = asked
            clear_layout(self._copies)
            self._boxes = {copies.owner.uid: self._copy_box(copies) for copies in self.collected.copies}
        for copies in self.collected.copies:
            self._boxes[copies.owner.uid].show_text(copies.chosen)

    def _copy_box(self, copies: Copies) -> ChoiceField:
        words = f"{copies.owner.label} sent {len(copies.files)} files that differ. Which one counts?"
        field = ChoiceField(
            f"copy_{copies.owner.id}", words, (("", "None of them yet"), *((name, name) for name in copies.files))
        )
        field.label.setWordWrap(True)
        field.edited.connect(partial(self._choose_copy, field, copies))
        self._copies.addWidget(field)
        return field

    def _choose_copy(self, field: ChoiceField, copies: Copies) -> None:
        self.copies[copies.owner.uid] = field.text()
        self.copy_chosen.emit()

    def _show_more(self) -> None:
        """What is refused, and what is to be known."""
        clear_layout(self._more)
        refused = tuple(map(str, self.collected.refused))
        if refused:
            self._more.addWidget(fold_of("Cannot be used", refused, MOST_TOLD, open_now=not self.collected.answers))
        if self.collected.remarks:
            self._more.addWidget(fold_of("To be known", self.collected.remarks, MOST_TOLD))

    def _searched(self, record: Answer) -> str:
        return f"{record.reference} {record.title} {record.owner.label}"

    def _passes(self, key: str, record: Answer) -> bool:
        return key == "all" or record.standing.value == key

    # ------------------------------------------------------------------ one answer
    def _show_row(self, chosen: Answer | None) -> None:
        self._title.setText(f"{chosen.reference} {chosen.title}" if chosen is not None else "")
        self.choice.setVisible(chosen is not None and chosen.standing is not Standing.SAME)
        if chosen is not None:
            self.choice.show_text("yes" if chosen.taken else "no")
        self._tell_facts(_facts(chosen) if chosen is not None else ())

    def _decide(self) -> None:
        answer = self._current()
        if answer is not None:
            self._choose(answer, theirs=self.choice.text() == "yes")

    def _choose(self, answer: Answer, *, theirs: bool) -> None:
        self._choices[answer.key] = (answer, theirs)
        self.collected = self.collected.chosen(answer.key, theirs=theirs)
        self._show_rows()
        self._show_row(self._current())

    def _offer(self, answer: Answer) -> tuple[RowAction, ...]:
        if answer.standing is Standing.SAME:
            return ()
        return (
            RowAction("Take the owner's", lambda: self._choose(answer, theirs=True), "Space"),
            RowAction("Keep yours", lambda: self._choose(answer, theirs=False), "Space"),
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Space in the table takes the owner's answer or keeps yours: Qt would only select the row once more."""
        if watched is self.table and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            answer = self._current()
            if event.key() == Qt.Key.Key_Space and answer is not None:
                if answer.standing is not Standing.SAME:
                    self._choose(answer, theirs=not answer.taken)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self.leave_detail():
            self.left.emit()

    def start(self) -> None:
        """Put the cursor into the table, or onto the way back where there is nothing to choose."""
        super().start()
        if not self.collected.answers:
            self.back.setFocus()

    # ------------------------------------------------------------------ size
    def set_tight(self, tight: bool) -> None:
        """Leave the table its room."""
        self.filter.set_tight(tight)
        self._silent.setVisible(not tight)


def _columns() -> tuple[Column, ...]:
    return (
        Column("what", "Answer", _what, 170, second=lambda answer: answer.owner.label),
        Column("theirs", "The owner writes", lambda answer: " ".join(answer.theirs.split()), stretch=True, second=_yours),
        Column("will", "What happens", _will, 130, strong=lambda answer: answer.taken),
    )


def _what(answer: Answer) -> str:
    return f"{answer.reference} {PART_WORDS[answer.part]}"


def _yours(answer: Answer) -> str:
    """What the lead wrote; where she wrote nothing, how it stood before."""
    words = {Standing.BOTH: "Yours", Standing.NEW: "Before"}.get(answer.standing, "")
    return f"{words}: {' '.join(answer.hers.split())}" if answer.hers and words else ""


def _will(answer: Answer) -> str:
    if answer.standing is Standing.SAME:
        return "Same as yours"
    if answer.standing is Standing.BOTH:
        return "Owner's is taken" if answer.taken else "Yours stays"
    return "Taken" if answer.taken else "Left out"


def _facts(answer: Answer) -> Iterable[tuple[str, bool]]:
    """Both texts in full, and where the answer stands."""
    yield f"{answer.owner.label} writes", True
    yield answer.theirs, False
    if answer.hers:
        words = {Standing.SAME: "It stands there already", Standing.BOTH: "You have", Standing.NEW: "Before"}
        yield words[answer.standing], True
        yield answer.hers, False
    yield f"“{answer.file}”, cell {answer.cell}", False
