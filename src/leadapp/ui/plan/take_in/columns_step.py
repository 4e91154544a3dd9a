"""The first step: which sheet, which row holds the headings, and what each column means."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QWidget

from leadapp.domain.column_matching import LIST_FIELD_WORDS, MANY, ListColumn, ListField
from leadapp.domain.sheets import Book, Sheet
from leadapp.services.tracker_service import ListGuess
from leadapp.ui.forms.fields import ChoiceField, tell_long_words
from leadapp.ui.plan.take_in.choice_boxes import choice_box, grow_last
from leadapp.ui.widgets import Banner, Label, ScrollPage, clear_layout, column, heading, row, rule

_HEAD_ROWS = 40
"""So many rows are offered as the row of headings."""


GUESSED = "Guessed from the headings and from what stands beneath them. Correct what is wrong."
REMEMBERED = "Matched as you matched them last time. Correct what is wrong."


class ColumnsStep(QWidget):
    """``sheet_chosen(number)``, ``head_chosen(number)`` (-1 for none) and ``field_chosen(column, field)`` tell what she corrects."""

    sheet_chosen, head_chosen, field_chosen = Signal(int), Signal(int), Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.told = Banner("info", stacked=True)
        self.sheet = ChoiceField("list_sheet", "Sheet", ())
        self.head = ChoiceField("list_head", "Headings are in", ())
        self.sheet.edited.connect(lambda: self.sheet_chosen.emit(int(self.sheet.text())))
        self.head.edited.connect(lambda: self.head_chosen.emit(int(self.head.text())))
        self.boxes: dict[int, QComboBox] = {}
        self._list = column(spacing=8)
        self._problem = Banner("warning", stacked=True)
        self.words = Label(GUESSED, 10, wrap=True)
        line = row(self.sheet, self.head, spacing=16)
        body = QWidget()
        body.setLayout(
            column(
                self.told, line, self._problem, heading("What each column means"), self.words, self._list, None, spacing=12,
                margins=(24, 12, 24, 20),
            )
        )  # fmt: skip
        body.setMaximumWidth(980)
        self.setLayout(column(ScrollPage(body), spacing=0))

    def show_book(self, book: Book, number: int, guess: ListGuess, told: str) -> None:
        """Show how a sheet would be read. What she stands on stays where it is, if it is still there."""
        self.sheet.set_choices((str(n), sheet.name or book.file_name) for n, sheet in enumerate(book.sheets))
        self.sheet.show_text(str(number))
        self.sheet.setVisible(len(book.sheets) > 1)
        self.head.set_choices(_heads(guess.sheet))
        self.head.show_text(str(guess.matching.head))
        if told:
            self.told.tell("To be known.", told)
        else:
            self.told.hide()
        self.words.setText(REMEMBERED if guess.remembered else GUESSED)
        self._show_columns(guess.columns)

    def _show_columns(self, columns: tuple[ListColumn, ...]) -> None:
        clear_layout(self._list)
        self.boxes = {}
        for item in columns:
            box = choice_box(f"meaning_{item.number}", f"Meaning of {item.name}", _choices(), item.field.value)
            box.activated.connect(partial(self._choose, item.number))
            tell_long_words(box)
            self.boxes[item.number] = box
            self._list.addWidget(_line(item, box))

    def _choose(self, number: int, _index: int) -> None:
        self.field_chosen.emit(number, ListField(self.boxes[number].currentData()))

    def show_fields(self, guess: ListGuess) -> None:
        """Show the boxes as they are matched now, without making them anew."""
        for item in guess.columns:
            box = self.boxes[item.number]
            box.setCurrentIndex(box.findData(item.field.value))
        twice = [field for field in ListField if field not in MANY and len(guess.matching.of(field)) > 1]
        problem = guess.matching.problem()
        if problem:
            self._problem.tell("One thing is missing.", problem)
        elif twice:
            names = ", ".join(f"“{LIST_FIELD_WORDS[field]}”" for field in twice)
            self._problem.tell("Chosen twice.", f"Several columns are {names}; where both hold something, the first one counts.")
        else:
            self._problem.hide()

    def start(self) -> None:
        """Put the cursor where the work begins."""
        box = next((box for box in self.boxes.values() if box.currentData() == ListField.LEAVE), None)
        (box or next(iter(self.boxes.values()), self.head.combo)).setFocus(Qt.FocusReason.TabFocusReason)


def _choices() -> tuple[tuple[str, str], ...]:
    return tuple((field.value, words) for field, words in LIST_FIELD_WORDS.items())


def _heads(sheet: Sheet) -> list[tuple[str, str]]:
    """The rows that may hold the headings, as a person knows them."""
    rows = [("-1", "No row: the list has no headings")]
    for number, line in enumerate(sheet.rows[:_HEAD_ROWS]):
        texts = [text for column in range(len(line.values)) if (text := " ".join(line.text(column).split()))]
        shown = ", ".join(texts)
        rows.append((str(number), f"Row {line.number}: {shown[:60]}{'…' if len(shown) > 60 else ''}"))
    return rows


def _line(item: ListColumn, box: QComboBox) -> QFrame:
    """One column: its name with three values beneath it, and what it means at the right."""
    frame = QFrame()
    name = Label(item.name, 10, bold=True, wrap=True)
    samples = " · ".join(text if len(text) <= 60 else f"{text[:59]}…" for text in item.samples) or "Holds nothing"
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.addWidget(rule(), 0, 0, 1, 2)
    grid.addWidget(name, 1, 0)
    grid.addWidget(Label(samples, 9.5, kind="quiet", wrap=True), 2, 0)
    grid.addWidget(box, 1, 1, 2, 1, Qt.AlignmentFlag.AlignVCenter)
    grow_last(grid)
    frame.setLayout(grid)
    return frame
