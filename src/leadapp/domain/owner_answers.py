"""What an owner's workbook says when it comes back: whose form it is, every answered box with its cell, every cell that is refused.

Sheets are known by their names and columns by their headings, rows by their codes, so rows may be sorted and columns moved. What the
answers mean for the plan is ``collecting``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from leadapp.domain.errors import BadInputError
from leadapp.domain.owner_form import (
    CODE,
    COLUMNS,
    FORM_VERSION,
    KPIS_SHEET,
    LONGEST_ANSWER,
    MARK_NAMES,
    MARKS_SHEET,
    START_SHEET,
    FormColumn,
    FormMarks,
)
from leadapp.domain.sheets import Book, Row, Sheet, Unusable, column_name

FORMULA = Unusable("", "a formula. Type the value itself.")
HALF = "not taken, because another box of its row is refused."
_HEAD_ROWS = 30
"""The headings stand within the first rows, whatever was put above them."""
_OWN_SHEETS = frozenset({START_SHEET, MARKS_SHEET})


@dataclass(frozen=True, slots=True)
class Refusal:
    """What was not taken from a file, where and why; one of a whole file has no sheet and no cell."""

    file: str
    reason: str
    sheet: str = ""
    cell: str = ""

    def __str__(self) -> str:
        place = ", ".join(
            filter(None, (f"“{self.file}”", self.sheet and f"sheet “{self.sheet}”", self.cell and f"cell {self.cell}"))
        )
        return f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Box:
    """One answered box: what stands in it (the key of a choice, else the text as typed) and its cell."""

    text: str
    cell: str


@dataclass(frozen=True, slots=True)
class RowAnswer:
    """The answered boxes of one row. ``sheet`` says whether it is an action or a KPI."""

    uid: str
    sheet: str
    reference: str
    boxes: Mapping[str, Box]

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What was answered, without where it stands."""
        return tuple(sorted((name, box.text) for name, box in self.boxes.items()))


@dataclass(frozen=True, slots=True)
class ReadForm:
    """One file that is a form: whose, what it answers, what of it is refused; and how its actions stood when she was asked."""

    file: str
    marks: FormMarks
    answers: tuple[RowAnswer, ...]
    refused: tuple[Refusal, ...]
    states: Mapping[str, str]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed into it."""
        return not self.answers and not self.refused

    @property
    def says(self) -> object:
        """Equal for two files that say the same, however their rows are sorted."""
        refused = frozenset((one.sheet, one.reason) for one in self.refused)
        return frozenset((answer.uid, answer.said) for answer in self.answers), refused


def read_form(book: Book, names: Mapping[str, str]) -> ReadForm:
    """Read a form. ``names`` are the marks that the file keeps outside of its sheets.

    Raises BadInputError where the file is no form, or was changed so that its answers cannot be told apart.
    """
    sheets = {sheet.name: sheet for sheet in book.sheets}
    hidden = _pairs(sheets.get(MARKS_SHEET))
    marks = _marks(names, hidden, book.file_name)
    answers: list[RowAnswer] = []
    refused: list[Refusal] = []
    for name in marks.sheets.split("; "):
        if name not in COLUMNS:
            raise BadInputError("what tells whose form it is was changed. Ask for a fresh form.", "file")
        sheet = sheets.get(name)
        if sheet is None:
            others = [f"“{one.name}”" for one in book.sheets if one.name not in {*_OWN_SHEETS, *COLUMNS}]
            seen = f" It holds {' and '.join(others)} instead." if others else ""
            raise BadInputError(
                f"the sheet “{name}” is not there: it was renamed or deleted.{seen} Give it its name again.", "file"
            )
        for item in _SheetReading(book.file_name, sheet, COLUMNS[name]).read():
            if isinstance(item, RowAnswer):
                answers.append(item)
            else:
                refused.append(item)
    states = {key: value for key, value in hidden.items() if key not in MARK_NAMES.values()}
    return ReadForm(book.file_name, marks, tuple(answers), tuple(refused), states)


def _pairs(sheet: Sheet | None) -> dict[str, str]:
    """The first two columns of the hidden sheet."""
    return {} if sheet is None else {row.text(0): row.text(1) for row in sheet.rows}


def _marks(names: Mapping[str, str], hidden: Mapping[str, str], file: str) -> FormMarks:
    found = {
        field.name: hidden.get(MARK_NAMES[field.name]) or names.get(MARK_NAMES[field.name], "") for field in fields(FormMarks)
    }
    if not all(found.values()):
        raise BadInputError("is not a form that leadapp made, or what tells whose form it is was taken out.", "file")
    marks = FormMarks(**found)
    if not marks.version.isdigit() or int(marks.version) > FORM_VERSION:
        raise BadInputError("was made by a newer leadapp. Read it with that version.", "file")
    return marks


class _SheetReading:
    """Reading one sheet of a form."""

    def __init__(self, file: str, sheet: Sheet, columns: tuple[FormColumn, ...]) -> None:
        self._file, self._sheet = file, sheet
        self._known = {_plain(column.heading): column for column in columns}
        self._seen: dict[str, int] = {}

    def read(self) -> Iterator[RowAnswer | Refusal]:
        """Every row with an answer, and every cell that is refused. Raises BadInputError where rows cannot be told apart."""
        head, places = self._head()
        code = next(number for number, column in places.items() if column.key == "code")
        for row in self._sheet.rows:
            if row.number > head:
                yield from self._row(row, places, code)

    def _head(self) -> tuple[int, dict[int, FormColumn]]:
        """The number of the row of headings, and what each column is."""
        for row in self._sheet.rows:
            heads = [self._known.get(_plain(row.text(number))) for number in range(len(row.values))]
            places = {number: column for number, column in enumerate(heads) if column is not None}
            keys = [column.key for column in places.values()]
            if row.number <= _HEAD_ROWS and len(keys) > 2:
                if "code" not in keys:
                    raise self._fault(f"the column “{CODE}” is not there, so nobody can tell which row is which")
                if len(set(keys)) < len(keys):
                    raise self._fault("a heading stands there twice")
                return row.number, places
        raise self._fault("its headings are not there")

    def _fault(self, what: str) -> BadInputError:
        return BadInputError(f"in the sheet “{self._sheet.name}” {what}. Ask for a fresh form.", "file")

    def _row(self, row: Row, places: Mapping[int, FormColumn], code: int) -> Iterator[RowAnswer | Refusal]:
        boxes: dict[str, Box] = {}
        refused = list(self._strange_cells(row, places))
        for number, column in places.items():
            if column.is_box and row.value(number) is not None:
                told = self._box(row, number, column)
                if isinstance(told, Refusal):
                    refused.append(told)
                elif told.text:
                    boxes[column.key] = told
        if refused and self._sheet.name == KPIS_SHEET:  # a value is one unit: half of it is none
            refused += [Refusal(self._file, HALF, self._sheet.name, box.cell) for box in boxes.values()]
            boxes = {}
        if boxes or refused:
            uid = self._code(row, code)
            yield from refused
            if boxes:
                reference = next((row.text(number) for number, column in places.items() if column.key == "reference"), "")
                yield RowAnswer(uid, self._sheet.name, reference, boxes)

    def _code(self, row: Row, code: int) -> str:
        uid = row.text(code)
        if not uid:
            raise self._fault(f"row {row.number} has answers and no code any more")
        if uid in self._seen:
            raise self._fault(f"rows {self._seen[uid]} and {row.number} have the same code")
        self._seen[uid] = row.number
        return uid

    def _strange_cells(self, row: Row, places: Mapping[int, FormColumn]) -> Iterator[Refusal]:
        """What stands under no heading of the form would be lost without a word."""
        for number in range(len(row.values)):
            if number not in places and row.text(number):
                yield self._refusal(row, number, "it stands under no heading of the form, so nobody can tell what it answers.")

    def _refusal(self, row: Row, number: int, reason: str) -> Refusal:
        return Refusal(self._file, reason, self._sheet.name, f"{column_name(number)}{row.number}")

    def _box(self, row: Row, number: int, column: FormColumn) -> Box | Refusal:
        value, text = row.value(number), row.text(number)
        if isinstance(value, Unusable):
            return self._refusal(row, number, value.why)
        if len(text) > LONGEST_ANSWER:
            return self._refusal(
                row, number, f"it holds {len(text):,} characters; at most {LONGEST_ANSWER:,} are taken. Shorten it."
            )
        if column.choices is not None and text:
            known = {_plain(word): key for word, key in column.choices.items()}
            if _plain(text) not in known:
                words = ", ".join(f"“{word}”" for word in column.choices)
                return self._refusal(row, number, f"“{text[:40]}” is not one of its words: {words}.")
            text = known[_plain(text)]
        return Box(text, f"{column_name(number)}{row.number}")


def _plain(text: str) -> str:
    """A heading or choice without what Excel or a hand may change about it: capitals, spaces, dots at the end."""
    return " ".join(text.casefold().replace(",", " ").split()).rstrip(".… ")
