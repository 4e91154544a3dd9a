"""A published plan read from sheets: the table's rows as they stand, each refused one with its place and reason, never only the first.

What the table does not hold (parts, kinds, targets) is settled against the edition in force in ``edition_matching``.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field

from leadapp.domain.edition_words import COLUMNS, band_of, bullets, column_of, due_of, without_watermark
from leadapp.domain.quarters import BANDS
from leadapp.domain.sheets import Book, Row, Sheet, SheetFault

PILLARS = 5
_NEEDED = tuple(name for name in COLUMNS if name != "pillar")
_FEWEST_HEADS = 3
_LONGEST_TEXT = 4_000
_PILLAR = re.compile(r"(?:pillar\s*)?([1-9]\d?)\s*(?:[-–—:.]\s*|\s+|$)(.*)", re.I | re.S)
_PILLAR_LINE = re.compile(r"pillar\s*\d", re.I)
_LABEL = re.compile(r"(outcome|edition|council|source)\s*:\s*(.+)", re.I | re.S)
_PAGE = re.compile(r"page \d+( of \d+)?", re.I)
_ID = re.compile(r"(\d{1,2})\s*\.\s*(\d{1,2})\.?")


@dataclass(frozen=True, slots=True)
class ReadKpi:
    """One KPI bullet: its text, and when it falls due by its own words (as the clock writes it, or "-")."""

    text: str
    due: str


@dataclass(frozen=True, slots=True)
class ReadAction:
    """One row of the table. ``pillar`` comes from the id, whose first number it is."""

    id: str
    pillar: int
    sub_section: str
    title: str
    objective: str
    accountable: str
    responsible: str
    timescale: str
    kpis: tuple[ReadKpi, ...]


@dataclass(frozen=True, slots=True)
class ReadEdition:
    """What was read. ``pillars`` holds titles and ``outcomes`` texts by number where the file gives them; ``labels`` what its title
    rows say of edition, council and source. With ``faults`` it cannot be taken; ``remarks`` are only to be known."""

    actions: tuple[ReadAction, ...] = ()
    pillars: dict[int, str] = field(default_factory=dict)
    outcomes: dict[int, str] = field(default_factory=dict)
    labels: dict[str, str] = field(default_factory=dict)
    faults: tuple[SheetFault, ...] = ()
    remarks: tuple[str, ...] = ()


def read_edition(book: Book) -> ReadEdition:
    """Read the published table from every sheet that has its heads; sheets without them are passed over."""
    reading = _Reading()
    actions = [action for sheet in book.sheets for action in reading.sheet(sheet)]
    faults = reading.faults
    place = f"file “{book.file_name}”"
    if not reading.found_heads:
        heads = ", ".join(COLUMNS.values())
        told = f"no sheet has a row with the table's headings: {heads}. Save the template to see them."
        faults = [SheetFault(place, told)]
    elif not actions and not faults:
        faults = [SheetFault(place, "there is no action under the headings.")]
    return ReadEdition(
        () if faults else tuple(actions),
        reading.pillars,
        reading.outcomes,
        reading.labels,
        tuple(faults),
        (*book.remarks, *reading.remarks),
    )


@dataclass(slots=True)
class _Open:
    """An action while its rows are read: the texts of its cells, its own row and where its columns are."""

    row: Row
    id: str
    texts: dict[str, str]
    columns: dict[str, int]


class _Reading:
    """Goes through the rows of all sheets and keeps what it finds."""

    def __init__(self) -> None:
        self._actions: list[_Open] = []
        self.pillars: dict[int, str] = {}
        self.outcomes: dict[int, str] = {}
        self.labels: dict[str, str] = {}
        self.faults: list[SheetFault] = []
        self.remarks: list[str] = []
        self.found_heads = False
        self._faults: list[tuple[int, SheetFault]] = []
        self._columns: dict[str, int] = {}
        self._pillar = 0
        self._places: dict[str, str] = {}

    def sheet(self, sheet: Sheet) -> list[ReadAction]:
        """Read one sheet: title rows, heads, rows; heads and pillar lines may come again. Its faults are kept in the order of rows."""
        self._columns, self._pillar = {}, 0
        self._actions, self._faults = [], []
        for row in sheet.rows:
            heads = _heads(row)
            if heads is not None:
                self._take_heads(row, heads)
            elif not self._is_line(row) and self._columns:
                self._take(row)
        read = [self._finish(action) for action in self._actions]
        self.faults += [fault for _, fault in sorted(self._faults, key=lambda pair: pair[0])]
        return read

    # ------------------------------------------------------------------ lines that are no actions
    def _take_heads(self, row: Row, heads: dict[str, int]) -> None:
        self.found_heads = True
        self._columns = heads
        for name in _NEEDED:
            if name not in heads:
                self._note(row, None, f"the column “{COLUMNS[name]}” is missing among the headings.")

    def _is_line(self, row: Row) -> bool:
        """Whether a row is a line across the table (a pillar, an outcome, a title) and not one of its rows."""
        texts = [text for n in range(len(row.values)) if (text := without_watermark(row.text(n)))]
        if not texts or (len(set(texts)) == 1 and _PAGE.fullmatch(texts[0])):
            return True
        if len(set(texts)) > 1:
            return False
        if label := _LABEL.fullmatch(texts[0]):
            self._take_label(label[1].lower(), " ".join(label[2].split()))
            return True
        if _PILLAR_LINE.match(texts[0]) and (line := _PILLAR.fullmatch(texts[0])):
            self._pillar = int(line[1])
            if title := " ".join(line[2].split()):
                self.pillars.setdefault(self._pillar, title)
            return True
        return not self._columns

    def _take_label(self, name: str, text: str) -> None:
        if name != "outcome":
            self.labels.setdefault(name, text)
        elif self._pillar:
            self.outcomes.setdefault(self._pillar, text)

    # ------------------------------------------------------------------ rows of the table
    def _take(self, row: Row) -> None:
        self._faults += [(row.number, fault) for fault in row.unusable()]
        texts = {name: without_watermark(row.text(column)) for name, column in self._columns.items()}
        if not any(texts.values()):
            return
        if not texts.get("id") and not texts.get("title"):
            self._go_on(row, texts)
        elif not texts.get("id"):
            self._fault(row, "id", f"is empty, but the row names an action: “{_short(texts['title'])}”.")
        elif action_id := self._id(row, texts["id"]):
            self._check_pillar(row, texts.get("pillar", ""), action_id)
            self._carry_down(action_id, texts)
            self._actions.append(_Open(row, action_id, texts, self._columns))

    def _go_on(self, row: Row, texts: dict[str, str]) -> None:
        """A row without id and action goes on with the one above: Word breaks a cell of several paragraphs into rows."""
        words = {name: text for name, text in texts.items() if text and name not in {"pillar", "sub_section"}}
        if words and not self._actions:
            self._note(row, None, "there is text before the first action of the sheet.")
            return
        for name, text in words.items():
            above = self._actions[-1].texts
            above[name] = f"{above.get(name, '')}{chr(10) if name == 'kpis' else ' '}{text}".strip()

    def _carry_down(self, action_id: str, texts: dict[str, str]) -> None:
        """A sub-section stands once for the rows of a pillar beneath it."""
        above = self._actions[-1] if self._actions else None
        if not texts.get("sub_section") and above and above.id.split(".")[0] == action_id.split(".")[0]:
            texts["sub_section"] = above.texts.get("sub_section", "")

    def _id(self, row: Row, text: str) -> str:
        """The id of a row as it has to be, or empty with its fault noted."""
        value = row.value(self._columns["id"])
        if isinstance(value, dt.date | dt.time):
            self._fault(row, "id", f"is the date {text}: Excel took the ID for one. Format the column as text and type it again.")
            return ""
        match = _ID.fullmatch(text)
        if match is None:
            self._fault(row, "id", f"is “{_short(text)}”, not an ID such as 2.10.")
            return ""
        action_id = f"{int(match[1])}.{int(match[2])}"
        if isinstance(value, int | float) and text == f"{value:.15g}":
            action_id = self._with_its_nought(row, action_id)
        if not 1 <= int(match[1]) <= PILLARS or not int(match[2]):
            self._fault(row, "id", f"is {action_id}; the plan has pillars 1 to {PILLARS}, and actions count from 1.")
            return ""
        if first := self._places.get(action_id):
            self._fault(row, "id", f"is {action_id}, which already stands in {first}.")
            return ""
        self._places[action_id] = row.place()
        return action_id

    def _with_its_nought(self, row: Row, action_id: str) -> str:
        """A number cannot tell 3.10 from 3.1: it is 3.10 where 3.1 is there already and the action before is 3.9."""
        pillar, number = action_id.split(".")
        before = f"{pillar}.{int(number) * 10 - 1}"
        if action_id in self._places and self._actions and self._actions[-1].id == before:
            self.remarks.append(f"{row.place()[:1].upper()}{row.place()[1:]}: the number {action_id} was read as {action_id}0.")
            return f"{action_id}0"
        return action_id

    def _check_pillar(self, row: Row, text: str, action_id: str) -> None:
        """The pillar's column, or the line above, must agree with the id; its title is kept."""
        own = int(action_id.split(".")[0])
        match = _PILLAR.fullmatch(text) if text else None
        said = int(match[1]) if match else self._pillar if not text else own
        if said and said != own and text:
            self._fault(row, "pillar", f"is {said}, but {action_id} belongs to pillar {own}.")
        elif said and said != own:
            self._fault(row, "id", f"is {action_id}, but it stands under pillar {said}.")
        title = " ".join((match[2] if match else text).split())
        if title and said == own:
            self.pillars.setdefault(own, title)

    def _fault(self, row: Row, name: str, sentence: str) -> None:
        self._note(row, self._columns.get(name), f"“{COLUMNS[name]}” {sentence}")

    def _note(self, row: Row, column: int | None, sentence: str) -> None:
        self._faults.append((row.number, SheetFault(row.place(column), sentence)))

    # ------------------------------------------------------------------ the end of a sheet
    def _finish(self, action: _Open) -> ReadAction:
        """An action with its values checked; faults are noted."""
        lines = {name: " ".join(action.texts.get(name, "").split()) for name in _NEEDED}
        for name in (name for name in _NEEDED if name in action.columns):
            if not lines[name]:
                self._note_value(action, name, "is empty.")
            elif len(lines[name]) > _LONGEST_TEXT:
                self._note_value(action, name, f"has {len(lines[name]):,} characters; at most {_LONGEST_TEXT:,} are kept.")
        band = band_of(lines["timescale"])
        if lines["timescale"] and not band:
            self._note_value(action, "timescale", f"is “{_short(lines['timescale'])}”, not one of: {', '.join(BANDS)}.")
        kpis = tuple(ReadKpi(text, due) for due, text in map(due_of, bullets(action.texts.get("kpis", ""))))
        fields = {name: lines[name] for name in ("sub_section", "title", "objective", "accountable", "responsible")}
        return ReadAction(action.id, int(action.id.split(".")[0]), **fields, timescale=band, kpis=kpis)

    def _note_value(self, action: _Open, name: str, sentence: str) -> None:
        self._note(action.row, action.columns[name], f"“{COLUMNS[name]}” {sentence}")


def _heads(row: Row) -> dict[str, int] | None:
    """The columns by field if a row holds the table's heads, else None; the first of two equal heads counts."""
    found: dict[str, int] = {}
    for column in range(len(row.values)):
        if name := column_of(row.text(column)):
            found.setdefault(name, column)
    return found if len(found) >= _FEWEST_HEADS and ("id" in found or "title" in found) else None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
