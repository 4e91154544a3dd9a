"""A list of actions that a person brings, read row by row: each action as the list has it, and what of it cannot be used, with its place.

Nothing is refused whole: what cannot be read is told, and its text is kept in what will be done.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import islice

from leadapp.domain.column_matching import ListField, Matching, heads_of
from leadapp.domain.errors import BadInputError
from leadapp.domain.list_quarters import HeadQuarter, quarters_of
from leadapp.domain.list_words import band_in, day_in_words, is_yes, meaning_of, month_in, names_nobody, plain, state_of
from leadapp.domain.plan import LONGEST_TITLE, Confidence, Status
from leadapp.domain.quarters import Quarter, format_date, is_like_a_date
from leadapp.domain.sheets import Cell, Row, Sheet, SheetFault, Unusable, date_of

_TOTAL = re.compile(r"(grand |sub ?)?total|count|sum|average|number of actions", re.I)
_PILLAR = re.compile(r"(?:pillar|theme|strand)?\s*([1-5])\b", re.I)
_PILLAR_LINE = re.compile(r"pillar\s*([1-5])\b", re.I)
_OWNERS = re.compile(r"\s*(?:\n|;|/|&|\band\b)\s*", re.I)
_ID = re.compile(r"([1-9]\d?)\s*\.\s*(\d{1,2})")
_LONGEST_REFERENCE = 30
_WORDS = (ListField.STATUS, ListField.CONFIDENCE)


@dataclass(frozen=True, slots=True)
class ListContext:
    """What is needed to read a list: the corporate plan's titles by id, its pillars by number, today, the quarter being reported,
    Month 0.
    """

    corporate: Mapping[str, str]
    pillars: Mapping[int, str]
    today: dt.date
    quarter: str
    month_zero: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ListAction:
    """An action as the list has it. None and empty texts mean that the list says nothing; ``updates`` are (quarter, words)."""

    place: str
    title: str
    reference: str = ""
    corporate_id: str = ""
    description: str = ""
    owner: str = ""
    service: str = ""
    pillar: int | None = None
    due: dt.date | None = None
    band: str = ""
    status: Status | None = None
    status_word: str = ""
    confidence: Confidence | None = None
    started_on: dt.date | None = None
    urgent: bool | None = None
    updates: tuple[tuple[str, str], ...] = ()
    remarks: tuple[SheetFault, ...] = ()

    def of_its_own(self) -> ListAction:
        """The action as one of the directorate's own: the id of the corporate plan stays among its words."""
        if not self.corporate_id:
            return self
        words = f"Belongs to {self.corporate_id} of the corporate plan."
        return replace(self, corporate_id="", description="\n".join(filter(None, (words, self.description))))


@dataclass(frozen=True, slots=True)
class ReadList:
    """The actions of a list, and rows that hold none, with their reason."""

    actions: tuple[ListAction, ...]
    left_out: tuple[SheetFault, ...]


def words_of(sheet: Sheet, matching: Matching) -> dict[str, int]:
    """The distinct words in the columns of status and confidence, with how often each stands there, in order of appearance."""
    found: dict[str, int] = {}
    for row in sheet.rows[matching.head + 1 :]:
        for column in (c for wanted in _WORDS for c in matching.of(wanted)):
            if word := state_word(row.cell(column)):
                found[word] = found.get(word, 0) + 1
    return found


def state_word(cell: Cell) -> str:
    """The word of a state as a person reads it; a share such as 1 or 0.4 is read as Excel shows it."""
    if isinstance(cell.value, float | int) and not isinstance(cell.value, bool) and "%" not in cell.text and 0 <= cell.value <= 1:
        return f"{cell.value * 100:.0f}%"
    return " ".join(cell.text.split())[:60]


def read_list(sheet: Sheet, matching: Matching, context: ListContext) -> ReadList:
    """Read every row beneath the heads."""
    reading = _Reading(sheet, matching, context)
    actions = tuple(action for row in sheet.rows[matching.head + 1 :] if (action := reading.row(row)) is not None)
    return ReadList(actions, tuple(reading.left_out))


class _Reading:
    """What goes on from row to row: the pillar of the last heading, the corporate ids met."""

    def __init__(self, sheet: Sheet, matching: Matching, context: ListContext) -> None:
        self._matching, self._context = matching, context
        quarters = quarters_of(sheet, matching.head, matching.of(ListField.UPDATE), Quarter.parse(context.quarter))
        self._columns = _Columns(matching, heads_of(sheet, matching.head), quarters)
        self._head = sheet.rows[matching.head].values if matching.head >= 0 else ()
        self._pillar: int | None = None
        self._met: set[str] = set()
        self.left_out: list[SheetFault] = []

    def row(self, row: Row) -> ListAction | None:
        """One row as an action; None for one that holds none."""
        if row.values == self._head:
            self._leave(row, "repeats the headings.")
            return None
        if self._is_heading(row):
            return None
        reader = _RowReader(row, self._columns, self._context)
        action = reader.read(self._pillar, self._met)
        if not action.title:
            self.left_out.extend(action.remarks)
            self._leave(row, "holds no action: its title is empty.")
            return None
        if action.corporate_id:
            self._met.add(action.corporate_id)
        return action

    def _is_heading(self, row: Row) -> bool:
        """Whether a row is a heading or a total, not an action."""
        texts = list(islice((text for column in range(len(row.values)) if (text := row.text(column))), 2))
        if texts and _TOTAL.match(texts[0]):
            self._leave(row, "is a row of totals.")
            return True
        if len(texts) == 1 and (match := _PILLAR_LINE.match(texts[0])):
            self._pillar = int(match[1])
            self._leave(row, f"is a heading: the rows beneath it belong to pillar {match[1]}.")
            return True
        titles = (ListField.TITLE, ListField.DESCRIPTION, ListField.CORPORATE_ID)
        if (
            len(texts) == 1
            and len(self._matching.fields) > 2
            and not any(row.text(column) for wanted in titles for column in self._columns.of[wanted])
        ):
            self._leave(row, f"holds only “{texts[0][:60]}”.")
            return True
        return False

    def _leave(self, row: Row, why: str) -> None:
        self.left_out.append(SheetFault(row.place(), why))


class _Columns:
    """What is the same for every row of a list: the columns of each field, the heads and quarters, the meaning of each word."""

    def __init__(self, matching: Matching, heads: tuple[str, ...], quarters: Mapping[int, HeadQuarter]) -> None:
        self.quarters = {column: str(found.quarter) for column, found in quarters.items()}
        self.of = {wanted: matching.of(wanted) for wanted in ListField}
        self.heads = heads
        self.words = matching.words


class _RowReader:
    """One row, cell by cell."""

    def __init__(self, row: Row, columns: _Columns, context: ListContext) -> None:
        self._row, self._columns, self._context = row, columns, context
        self._remarks: list[SheetFault] = []
        self._kept: list[str] = []

    def _cells(self, wanted: ListField) -> Iterator[Cell]:
        """The cells of a field that hold something usable; the others are told."""
        for column in self._columns.of[wanted]:
            if self._row.value(column) is None:
                continue
            cell = self._row.cell(column)
            if isinstance(cell.value, Unusable):
                self._tell(cell, f"{cell.value.why} It was left out.")
            elif cell.text:
                yield cell

    def _cell(self, wanted: ListField) -> Cell | None:
        return next(self._cells(wanted), None) if self._columns.of[wanted] else None

    def _line(self, wanted: ListField) -> str:
        cell = self._cell(wanted)
        return " ".join(cell.text.split()) if cell else ""

    def _tell(self, cell: Cell, sentence: str) -> None:
        self._remarks.append(SheetFault(cell.place, sentence))

    def _keep(self, cell: Cell, wanted: str) -> None:
        """Keep what cannot be used among the words of the action."""
        self._kept.append(f"{wanted} in the list: {' '.join(cell.text.split())}")

    def read(self, pillar: int | None, met: set[str]) -> ListAction:
        """The action of the row; its title is empty where there is none."""
        title, more = self._title()
        corporate_id = self._corporate_id(title, met)
        reference, owner, service = self._reference(), self._owner(), self._line(ListField.SERVICE)[:LONGEST_TITLE]
        pillar = self._pillar() or pillar
        started_on, urgent, updates = self._start(), self._urgent(), self._updates()
        due, band = self._due()
        status, word, confidence = self._state()
        texts = [more, *(c.text for c in self._cells(ListField.DESCRIPTION) if c.text not in {title, more})]
        texts += [self._note(cell) for cell in self._cells(ListField.NOTES)]
        return ListAction(
            self._row.place(),
            title or self._context.corporate.get(corporate_id, ""),
            reference,
            corporate_id,
            description="\n".join(filter(None, (*texts, *self._kept))),
            owner=owner,
            service=service,
            pillar=pillar,
            due=due,
            band=band,
            status=status,
            status_word=word,
            confidence=confidence,
            started_on=started_on,
            urgent=urgent,
            updates=updates,
            remarks=tuple(self._remarks),
        )

    def _note(self, cell: Cell) -> str:
        head = self._columns.heads[cell.column] if cell.column < len(self._columns.heads) else ""
        return f"{head}: {cell.text}" if head else cell.text

    def _title(self) -> tuple[str, str]:
        """The title in one line, and the whole text where it is more than a title can hold."""
        cell = self._cell(ListField.TITLE)
        if cell is None and (cell := self._cell(ListField.DESCRIPTION)) is not None:
            first = cell.text.split("\n", 1)[0]
            return _shortened(first), cell.text if len(cell.text) > len(_shortened(first)) else ""
        if cell is None:
            return "", ""
        line = " ".join(cell.text.split())
        if len(line) <= LONGEST_TITLE:
            return line, ""
        self._tell(cell, f"has {len(line)} characters; the title is cut at {LONGEST_TITLE}, the whole text is kept beneath it.")
        return _shortened(line), cell.text

    def _reference(self) -> str:
        line = self._line(ListField.REFERENCE)
        return line if len(line) <= _LONGEST_REFERENCE else ""

    def _corporate_id(self, title: str, met: set[str]) -> str:
        """The id of the corporate plan that the row names. Excel drops a zero at the end: 3.1 may be 3.10."""
        cell = self._cell(ListField.CORPORATE_ID)
        if cell is None:
            return ""
        match = _ID.search(cell.text)
        found = f"{int(match[1])}.{int(match[2])}" if match else ""
        longer = f"{found}0"
        is_number = isinstance(cell.value, float) and longer in self._context.corporate
        if is_number and self._fits_better(longer, found, title, met):
            self._tell(cell, f"Excel shows {found}; it was read as {longer}, whose final zero Excel drops.")
            return longer
        if found in self._context.corporate:
            return found
        self._tell(cell, f"“{cell.text[:40]}” is not an action of the corporate plan. It is taken as an action of your own.")
        self._keep(cell, "Corporate plan")
        return ""

    def _fits_better(self, longer: str, found: str, title: str, met: set[str]) -> bool:
        if not title:
            return found in met or found not in self._context.corporate
        return found in met or likeness(self._context.corporate[longer], title) > likeness(
            self._context.corporate.get(found, ""), title
        )

    def _owner(self) -> str:
        cell = self._cell(ListField.OWNER)
        if cell is None or names_nobody(cell.text):
            return ""
        owners = [one.strip(" ,") for one in _OWNERS.split(cell.text) if one.strip(" ,")]
        if len(owners) > 1 and all(len(one.split()) > 1 or "\n" in cell.text or "/" in cell.text for one in owners):
            both = " and ".join((", ".join(owners[:-1]), owners[-1]))
            self._tell(cell, f"names {len(owners)} owners; they are kept together as “{both[:80]}”.")
            return both[:LONGEST_TITLE]
        return " ".join(cell.text.split())[:LONGEST_TITLE]

    def _pillar(self) -> int | None:
        cell = self._cell(ListField.PILLAR)
        if cell is None:
            return None
        match = _PILLAR.match(cell.text)
        if match and int(match[1]) in self._context.pillars:
            return int(match[1])
        for number, title in self._context.pillars.items():
            if likeness(title, cell.text) > 0.8:
                return number
        self._tell(cell, f"“{cell.text[:40]}” is none of the pillars. The action is taken without one; the words are kept.")
        self._keep(cell, "Pillar")
        return None

    def _day(self, cell: Cell) -> dt.date | None:
        """A day as a date or in words; one whose year is a guess is told."""
        try:
            return date_of(cell)
        except BadInputError:
            found = None if is_like_a_date(cell.text) else day_in_words(cell.text, self._context.today)
        if found is None:
            return None
        day, is_guess = found
        guess = " Its year is a guess." if is_guess else ""
        self._tell(cell, f"“{cell.text[:40]}” was read as {format_date(day)}.{guess}")
        return day

    def _due(self) -> tuple[dt.date | None, str]:
        cell = self._cell(ListField.DUE)
        if cell is None:
            return None, ""
        if band := band_in(cell.text):
            return None, band
        day = month_in(cell.text, self._context.month_zero) or self._day(cell)
        if day is None:
            self._tell(cell, f"“{cell.text[:40]}” is not a date. The action is taken without one; the words are kept.")
            self._keep(cell, "Due")
        return day, ""

    def _start(self) -> dt.date | None:
        cell = self._cell(ListField.START)
        if cell is None:
            return None
        day = self._day(cell)
        if day is None:
            self._tell(cell, f"“{cell.text[:40]}” is not a date. The words are kept.")
            self._keep(cell, "Start")
        return day

    def _urgent(self) -> bool | None:
        cell = self._cell(ListField.URGENT)
        return is_yes(cell.text) if cell else None

    def _state(self) -> tuple[Status | None, str, Confidence | None]:
        """Status and confidence; a word of either column may say both ("Amber": underway, at risk)."""
        status, word, confidence = None, "", None
        for wanted in _WORDS:
            for cell in self._cells(wanted):
                said = state_word(cell)
                known, sure = state_of(self._columns.words.get(said, meaning_of(said)))
                if known is None:
                    self._tell(cell, f"“{said}” is left as it is; the word is kept.")
                    self._keep(cell, "Status")
                if status is None or (wanted is ListField.STATUS and not word):
                    status, word = known or status, said
                confidence = sure or confidence
        return status, word, confidence if status is None or status.is_open else None

    def _updates(self) -> tuple[tuple[str, str], ...]:
        found: dict[str, list[str]] = {}
        for column in self._columns.of[ListField.UPDATE]:
            cell = self._row.cell(column)
            if not cell.text or isinstance(cell.value, Unusable):
                continue
            quarter = self._columns.quarters.get(column, self._context.quarter)
            if quarter > self._context.quarter:
                self._tell(cell, f"names {quarter}, which is still to come. The words are kept in what you will do.")
                self._keep(cell, f"Update for {quarter}")
                continue
            found.setdefault(quarter, []).append(cell.text)
        return tuple((quarter, "\n".join(texts)) for quarter, texts in sorted(found.items()))


def _shortened(line: str) -> str:
    """A line as a title: cut between words."""
    line = " ".join(line.split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rsplit(" ", 1)[0] + "…"


def likeness(one: str, other: str) -> float:
    """How alike two texts are, 0 to 1, without case and punctuation."""
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio() if one and other else 0.0
