"""Which column of a list a person brings means what: guessed from the heads by their usual names, then by what stands beneath.

A guess is only ever shown: she corrects it, and the file remembers it for the next list with the same heads.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from leadapp.domain.errors import BadInputError
from leadapp.domain.list_words import meaning_of, plain, without_time
from leadapp.domain.sheets import Cell, Row, Sheet, Value, column_name, date_of

SAMPLES = 3
_HEADS_WITHIN = 30
"""So many rows may stand above the heads."""
_LOOKED_AT = 60
_WORDY = 12
"""A column that no head explains and whose texts are this long on average is kept among the notes."""
_ID = re.compile(r"[a-z .:#]{0,20}(\d{1,2}\.\d{1,2})", re.I)


class ListField(StrEnum):
    """What a column of a list of actions can be."""

    LEAVE = "leave"
    REFERENCE = "reference"
    CORPORATE_ID = "corporate_id"
    TITLE = "title"
    DESCRIPTION = "description"
    OWNER = "owner"
    SERVICE = "service"
    PILLAR = "pillar"
    DUE = "due"
    STATUS = "status"
    CONFIDENCE = "confidence"
    UPDATE = "update"
    START = "start"
    URGENT = "urgent"
    NOTES = "notes"


LIST_FIELD_WORDS = {
    ListField.LEAVE: "Leave out",
    ListField.REFERENCE: "Reference",
    ListField.CORPORATE_ID: "ID in the corporate plan",
    ListField.TITLE: "Action (its title)",
    ListField.DESCRIPTION: "What we will do",
    ListField.OWNER: "Owner",
    ListField.SERVICE: "Service",
    ListField.PILLAR: "Pillar",
    ListField.DUE: "Due",
    ListField.STATUS: "Status",
    ListField.CONFIDENCE: "Confidence",
    ListField.UPDATE: "Update",
    ListField.START: "Start",
    ListField.URGENT: "Urgent",
    ListField.NOTES: "Notes (added to what we will do)",
}
MANY = frozenset({ListField.LEAVE, ListField.UPDATE, ListField.NOTES, ListField.DESCRIPTION})
"""What several columns may be at once; every other field is one column's."""

_USUAL: dict[ListField, str] = {
    ListField.CORPORATE_ID: r"corp(orate)?( plan| action)? (id|ref|reference|no|number|action|link)|council plan (id|ref)|"
    r"(c?arap?|araap) (id|ref|no|number|action)|plan id|plan action( id| ref)?|links? to corporate.*",
    ListField.REFERENCE: r"(action |our |local |item )?(id|ref|ref no|reference|no|number|item|#|s no|sr no)( no| number)?|line",
    ListField.TITLE: r"(key |planned |agreed |the )?actions?( title| name| required| point| description)?|title|task( name)?|"
    r"activity|commitment|recommendation|what|project|initiative|deliverable",
    ListField.DESCRIPTION: r"description|details?|what (we|you) will do|how( we will do it)?|next steps?|steps|approach|scope|"
    r"milestones?|objective|outcome|intended outcome|success measures?",
    ListField.OWNER: r"(action |responsible |lead )?(owner|officer|lead)s?|who|responsible( person| officer)?|accountable( officer)?|"
    r"assigned( to)?|by whom|person responsible|named lead|lead officer|responsibility",
    ListField.SERVICE: r"service( area)?|team|directorate|department|division|area|business unit|site",
    ListField.PILLAR: r"pillar( no| number)?|theme|strand|priority area|workstream",
    ListField.DUE: r"(revised |new )?(target |completion |end |due |delivery )?(date|deadline)|due( by| on)?|by when|when|timescales?|"
    r"timeframe|deadline|target|complete by|finish|end|target completion( date)?",
    ListField.CONFIDENCE: r"confidence( level)?|(delivery )?confidence|direction of travel|forecast|outlook",
    ListField.STATUS: r"(current |overall |action )?(status|state|progress status)|b?rag( status| rating)?|progress rating|stage|"
    r"(%|percent|percentage|per cent) ?(complete|done)?|complete|done",
    ListField.START: r"(start|started|begin|from|commence)( date| on)?|date started|start date",
    ListField.URGENT: r"urgent|priority( level)?|urgency|high priority|importance",
    ListField.UPDATE: r"(latest |progress |quarterly |current |monthly )?(update|progress|commentary|position)s?"
    r"( notes?| commentary| update| to date)?|commentary|what has happened|narrative",
    ListField.NOTES: r"notes?|comments?|remarks?|other|further information|additional.*|risks?|issues?|barriers?|dependencies",
}
_PATTERNS = tuple((field, re.compile(pattern)) for field, pattern in _USUAL.items())


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of the list: its letters, its head, three values that stand beneath, what it was taken for."""

    number: int
    head: str
    samples: tuple[str, ...]
    field: ListField

    @property
    def name(self) -> str:
        """What to call it: its head, else its letters."""
        return self.head or f"Column {column_name(self.number)}"


@dataclass(frozen=True, slots=True)
class Matching:
    """How a list is read: which row holds the heads (-1 none), what each column means, what each word of its states means."""

    head: int
    fields: tuple[ListField, ...]
    words: Mapping[str, str] = dataclasses.field(default_factory=dict)

    def of(self, wanted: ListField) -> tuple[int, ...]:
        """The columns that were matched with a field."""
        return tuple(number for number, known in enumerate(self.fields) if known is wanted)

    def problem(self) -> str:
        """Why a list cannot be read so, in a sentence; empty if it can."""
        if not self.of(ListField.TITLE) and not self.of(ListField.DESCRIPTION) and not self.of(ListField.CORPORATE_ID):
            return "Say which column holds the action itself."
        return ""


# -------------------------------------------------------------------------------- where the heads are
def guess_head(sheet: Sheet) -> int:
    """Which of the sheet's rows holds the heads, counted from 0; -1 where none does: the first row is an action then."""
    best, most = -1, 1
    for number, row in enumerate(sheet.rows[:_HEADS_WITHIN]):
        texts = [row.text(column) for column in range(len(row.values))]
        known = len({field for text in texts if (field := named(text)) is not None})
        if known > most:
            best, most = number, known
    return best + 1 if _is_second_line(sheet, best) else best


def _is_second_line(sheet: Sheet, head: int) -> bool:
    """Whether the row beneath the heads holds nothing but heads: those above it are merged over several columns."""
    if head < 0 or head + 1 >= len(sheet.rows):
        return False
    texts = [text for column in range(sheet.width) if (text := sheet.rows[head + 1].text(column))]
    return len(texts) > 1 and all(named(text) is not None for text in texts)


def heads_of(sheet: Sheet, head: int) -> tuple[str, ...]:
    """The heads of all columns; where heads are merged downwards, the words stand in the row above."""
    if head < 0:
        return ("",) * sheet.width
    row = sheet.rows[head]
    above = sheet.rows[head - 1] if head and sheet.rows[head - 1].number == row.number - 1 else None
    if above is not None and sum(value is not None for value in above.values) < 2:
        above = None  # one text alone is the list's own title
    return tuple(_one_line(row.text(c)) or (_one_line(above.text(c)) if above else "") for c in range(sheet.width))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def named(head: str) -> ListField | None:
    """What a head usually means, or None; a head that names a quarter or month beside an update is one."""
    if len(head) > 60:
        return None
    found = _named(head)
    if found is None and (short := _ASIDE.sub(" ", head)) != head:
        found = _named(short)
    if found is None:
        parts = [part for part in _PARTS.split(_ASIDE.sub(" ", head)) if plain(part)]
        found = next((field for part in parts if (field := _named(part))), None) if len(parts) > 1 else None
    return found


def _named(head: str) -> ListField | None:
    words = _MORE.sub("", plain(head))
    for field, pattern in _PATTERNS:
        if words and pattern.fullmatch(words):
            return field
    without = plain(without_time(head))
    dated = without != plain(head)
    if dated and (not without or _PATTERNS_BY[ListField.UPDATE].fullmatch(without)):
        return ListField.UPDATE
    if dated and _PATTERNS_BY[ListField.STATUS].fullmatch(without):
        return ListField.STATUS
    return None


_ASIDE = re.compile(r"\([^()]*\)")
_PARTS = re.compile(r"/|&|,|\+|\band\b|\bor\b|[-–—:]\s", re.I)
_MORE = re.compile(r"^(?:more|further|full|any|other|additional) ")
_PATTERNS_BY = dict(_PATTERNS)


# -------------------------------------------------------------------------------- what the columns mean
def columns_of(sheet: Sheet, head: int, corporate_ids: frozenset[str], known: Sequence[str] = ()) -> tuple[ListColumn, ...]:
    """Every column with a head or a value, with what it means: as remembered (``known``), else guessed."""
    heads = heads_of(sheet, head)
    rows = sheet.rows[head + 1 : head + 1 + _LOOKED_AT]
    usable = len(known) == len(heads) and set(known) <= {field.value for field in ListField}
    fields = [ListField(one) for one in known] if usable else _guess(heads, rows, corporate_ids)
    found = []
    for number, text in enumerate(heads):
        samples = tuple(dict.fromkeys(filter(None, (_one_line(row.text(number)) for row in rows))))[:SAMPLES]
        if text or samples:
            found.append(ListColumn(number, text, samples, fields[number]))
    return tuple(found)


def _guess(heads: Sequence[str], rows: Sequence[Row], corporate_ids: frozenset[str]) -> list[ListField]:
    fields = [ListField.LEAVE] * len(heads)
    taken: set[ListField] = set()
    for number, head in enumerate(heads):
        field = named(head)
        if field is ListField.REFERENCE and _share(rows, number, lambda cell: _names_an_id(cell, corporate_ids)) > 0.6:
            field = ListField.CORPORATE_ID
        if field is not None and (field in MANY or field not in taken):
            fields[number] = field
            taken.add(field)
    _guess_by_content(fields, taken, rows, corporate_ids)
    for number, head in enumerate(heads):
        if head and fields[number] is ListField.LEAVE and named(head) is None and _is_wordy(rows, number):
            fields[number] = ListField.NOTES
    return fields


def _is_wordy(rows: Sequence[Row], column: int) -> bool:
    texts = [cell.text for row in rows if isinstance((cell := row.cell(column)).value, str) and cell.text]
    return bool(texts) and sum(map(len, texts)) >= _WORDY * len(texts)


def _guess_by_content(fields: list[ListField], taken: set[ListField], rows: Sequence[Row], corporate_ids: frozenset[str]) -> None:
    """What has no known head: ids of the corporate plan, days, words of a status, and the longest text as the title."""
    tests: tuple[tuple[ListField, Callable[[Cell], bool]], ...] = (
        (ListField.CORPORATE_ID, lambda cell: _names_an_id(cell, corporate_ids)),
        (ListField.DUE, _is_day),
        (ListField.STATUS, lambda cell: bool(meaning_of(cell.text))),
    )
    for field, test in tests:
        if field in taken:
            continue
        for number, known in enumerate(fields):
            if known is ListField.LEAVE and _share(rows, number, test) > 0.6:
                fields[number] = field
                taken.add(field)
                break
    if ListField.TITLE in taken:
        return
    lengths = {n: _length(rows, n) for n, field in enumerate(fields) if field in {ListField.LEAVE, ListField.DESCRIPTION}}
    longest = max(lengths, key=lambda n: lengths[n], default=-1)
    if longest >= 0 and lengths[longest] >= 8:
        fields[longest] = ListField.TITLE


def _share(rows: Sequence[Row], column: int, test: Callable[[Cell], bool]) -> float:
    cells = [cell for row in rows if (cell := row.cell(column)).text]
    return sum(bool(test(cell)) for cell in cells) / len(cells) if cells else 0.0


def _names_an_id(cell: Cell, corporate_ids: frozenset[str]) -> bool:
    """Whether a cell is an id of the corporate plan, perhaps with a word before it: "3.10", "CARAP 3.10"."""
    match = _ID.fullmatch(cell.text.strip())
    return match is not None and match[1] in corporate_ids


def _is_day(cell: Cell) -> bool:
    value: Value = cell.value
    if isinstance(value, dt.date):
        return True
    try:
        return isinstance(value, str) and date_of(cell) is not None
    except BadInputError:
        return False


def _length(rows: Sequence[Row], column: int) -> float:
    texts = [text for row in rows if (text := row.text(column))]
    return sum(map(len, texts)) / len(texts) if len(texts) * 2 >= len(rows) and texts else 0.0
