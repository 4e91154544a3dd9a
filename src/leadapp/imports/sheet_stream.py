"""The parts of a workbook as streams: its shared texts, and the rows of a sheet, each cell read once with its formula in sight.

openpyxl finds the parts and knows the formats. Cells are read here, because it makes several objects for each, fills in every row
that a sheet skips, and gives either formulas or their results, so that a sheet with formulas had to be read twice.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Any
from xml.etree.ElementTree import XMLParser

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import column_index_from_string
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS

from leadapp.domain.errors import BadInputError
from leadapp.domain.sheets import Row, Unusable, Value, capped
from leadapp.imports.guard import MOST_ROWS

NO_RESULT = Unusable("", "holds a formula whose result was never stored. Open the workbook in Excel, save it and take it again.")
_PIECE = 1 << 18
"""Bytes that are parsed at once."""
_ROW, _CELL, _VALUE, _FORMULA, _STRING, _TEXT, _SOUND = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "v", "f", "si", "t", "rPh")
)
_LETTERS = re.compile(r"[A-Za-z]{1,3}(?=\d)")
_SHOWN = re.compile(r"0(?:\.(0+))?(%?)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet of cells: what it is called, whether a person sees it, and which part of the file it is."""

    title: str
    is_visible: bool
    part: str


@dataclass(frozen=True, slots=True)
class _Format:
    """What a number's format says: a day, a length of time, or fixed decimals (None: none) and perhaps a share of a hundred."""

    is_day: bool
    is_length: bool
    decimals: int | None
    is_share: bool


class OpenWorkbook:
    """A workbook that has passed the guard, open for reading. Whatever openpyxl or the parser stumbles over is raised as it is."""

    def __init__(self, data: bytes, formula: Unusable | None = None) -> None:
        """``formula`` stands in place of every formula's stored result, where a result is not wanted."""
        self.formula = formula
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles that are not kept: nothing is saved here
            reader: Any = ExcelReader(io.BytesIO(data), read_only=True, keep_links=False)
            reader.read_manifest()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
        self._reader, self._archive, self._book = reader, reader.archive, reader.wb
        self.sheets = tuple(
            SheetPart(sheet.name, sheet.state == "visible", relation.target)
            for sheet, relation in reader.parser.find_sheets()
            if relation.target in reader.valid_files and "chartsheet" not in relation.Type
        )
        shared = reader.package.find(SHARED_STRINGS)
        self._texts = self._shared(shared.PartName[1:]) if shared is not None else []
        self._formats: dict[int, _Format] = {}

    def names(self) -> dict[str, str]:
        """The texts that a workbook keeps under names, and in the properties of its document."""
        self._reader.read_custom()
        found = {str(one.name): str(one.value) for one in self._book.custom_doc_props.props}
        for name, one in self._reader.parser.defined_names.by_sheet()["global"].items():
            text = str(one.value or "")
            if len(text) > 1 and text.startswith('"') and text.endswith('"'):
                found[str(name)] = text[1:-1]
        return found

    def close(self) -> None:
        """Let it go."""
        self._archive.close()

    def _shared(self, part: str) -> list[Value]:
        with self._archive.open(part) as source:
            return [text for texts in _parsed(source, _SharedTexts()) for text in texts]

    def rows(self, sheet: SheetPart) -> Iterator[list[Row]]:
        """The rows of a sheet that hold something, piece by piece; a piece may be empty. BadInputError where they are out of order."""
        with self._archive.open(sheet.part) as source:
            yield from _parsed(source, _Cells(sheet.title, self))

    def shared_text(self, number: int) -> Value:
        """One of the texts that cells share. Raises IndexError where there is none of this number."""
        return self._texts[number]

    def number(self, text: str, style: int) -> tuple[Value, str]:
        """A number as its format has it: a day, a time or the number itself; and how Excel shows it where that is not plain."""
        value = float(text) if "." in text or "E" in text or "e" in text else int(text)
        form = self._formats.get(style) or self._format(style)
        if form.is_day:
            try:
                return day_of(from_excel(value, self._book.epoch, timedelta=form.is_length)), ""
            except (OverflowError, ValueError):
                return Unusable("#VALUE!", "holds the error #VALUE!."), ""
        if form.decimals is None:
            return value, ""
        return value, f"{value * (100 if form.is_share else 1):.{form.decimals}f}{'%' if form.is_share else ''}"

    def _format(self, style: int) -> _Format:
        number = self._book._cell_styles[style].numFmtId
        is_own = number >= BUILTIN_FORMATS_MAX_SIZE
        text = self._book._number_formats[number - BUILTIN_FORMATS_MAX_SIZE] if is_own else BUILTIN_FORMATS.get(number, "General")
        fixed = _SHOWN.fullmatch(text) if text != "0" else None
        decimals = len(fixed[1] or "") if fixed else None
        is_day, is_length = style in self._book._date_formats, style in self._book._timedelta_formats
        self._formats[style] = found = _Format(is_day, is_length, decimals, bool(fixed and fixed[2]))
        return found


def _parsed(source: IO[bytes], target: Any) -> Iterator[list[Any]]:
    """What a target has found after each piece of a part. Raises ParseError for broken XML."""
    parser = XMLParser(target=target)
    while piece := source.read(_PIECE):
        parser.feed(piece)
        yield target.taken()
    parser.close()


# -------------------------------------------------------------------------------- what the parser tells
class _SharedTexts:
    """A shared text (``si``) is of one piece (``t``) or of runs with a piece each; how it is read aloud (``rPh``) is left out."""

    def __init__(self) -> None:
        self._found: list[Value] = []
        self._pieces: list[str] = []
        self._is_text = self._is_sound = False

    def taken(self) -> list[Value]:
        """What was found since the last time."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == _TEXT:
            self._is_text = not self._is_sound
        elif tag == _STRING:
            self._pieces = []
        elif tag == _SOUND:
            self._is_sound = True

    def data(self, text: str) -> None:
        """Words within an element."""
        if self._is_text:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag == _TEXT:
            self._is_text = False
        elif tag == _STRING:
            self._found.append(text_of_cell("".join(self._pieces)))
        elif tag == _SOUND:
            self._is_sound = False

    def close(self) -> None:
        """The part ends."""


class _Cells:
    """The rows of one sheet, each further down than the one before it; where a file has them otherwise, no row is passed over unsaid."""

    def __init__(self, sheet: str, book: OpenWorkbook) -> None:
        self._sheet, self._book = sheet, book
        self._rows: list[Row] = []
        self._number = self._last = 0
        self._values: dict[int, Value] = {}
        self._shown: dict[int, str] = {}
        self._columns: dict[str, int] = {}
        self._column, self._kind, self._style = -1, "n", 0
        self._pieces: list[str] = []
        self._is_read = self._is_sound = self._is_formula = self._is_stored = False

    def taken(self) -> list[Row]:
        """What was found since the last time."""
        found, self._rows = self._rows, []
        return found

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == _VALUE:
            self._is_stored, self._is_read = True, self._kind != "inlineStr"
        elif tag == _CELL:
            self._begin_cell(attributes)
        elif tag == _TEXT:
            self._is_read = self._kind == "inlineStr" and not self._is_sound
        elif tag == _FORMULA:
            self._is_formula = True
        elif tag == _SOUND:
            self._is_sound = True
        elif tag == _ROW:
            self._number = int(float(attributes["r"])) if "r" in attributes else self._number + 1
            self._column, self._values, self._shown = -1, {}, {}

    def data(self, text: str) -> None:
        """Words within an element."""
        if self._is_read:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in {_VALUE, _TEXT}:
            self._is_read = False
        elif tag == _CELL:
            if (value := self._value()) is not None:
                self._values[self._column] = value
        elif tag == _SOUND:
            self._is_sound = False
        elif tag == _ROW and self._values:
            self._end_row()

    def close(self) -> None:
        """The part ends."""

    def _end_row(self) -> None:
        values = tuple(self._values.get(column) for column in range(max(self._values) + 1))
        row = Row(self._sheet, self._number, values, MappingProxyType(self._shown))
        if not self._last < self._number <= MOST_ROWS:
            place = row.place()
            wrong = f"comes after row {self._last:,}" if self._number <= self._last else "is beyond the last row that Excel has"
            raise BadInputError(
                f"{place[:1].upper()}{place[1:]} {wrong}. Open the file in Excel, save it and take it again.", place
            )
        self._last = self._number
        self._rows.append(row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r")
        self._column = self._column + 1 if place is None else self._column_of(place)
        self._kind, self._style = attributes.get("t", "n"), int(attributes.get("s", 0))
        self._pieces, self._is_formula, self._is_stored = [], False, False

    def _column_of(self, place: str) -> int:
        match = _LETTERS.match(place)
        if match is None:
            raise ValueError(f"no cell is called {place[:20]}")
        letters = match[0]
        if letters not in self._columns:
            self._columns[letters] = column_index_from_string(letters) - 1
        return self._columns[letters]

    def _value(self) -> Value:
        text, kind = "".join(self._pieces), self._kind
        if self._is_formula and self._book.formula is not None:
            return self._book.formula
        if not text:
            never = self._is_formula and not (kind == "str" and self._is_stored)  # an empty text is a result too
            return NO_RESULT if never else None
        if kind == "n":
            value, shown = self._book.number(text, self._style)
            if shown:
                self._shown[self._column] = shown
            return value
        if kind == "s":
            return self._book.shared_text(int(text))
        if kind == "b":
            return bool(int(text))
        if kind == "e":
            return Unusable(text, f"holds the error {text}.")
        iso: Any = from_ISO8601
        return day_of(iso(text)) if kind == "d" else text_of_cell(text)


# -------------------------------------------------------------------------------- values
def day_of(value: Any) -> Value:
    """A day, time or length of time as openpyxl has it; one at midnight is a day alone."""
    if isinstance(value, dt.datetime):
        return value.date() if value.time() == dt.time() else value
    return value if isinstance(value, dt.date | dt.time | dt.timedelta) else str(value)


def text_of_cell(text: str) -> Value:
    """A text; Excel writes letters that XML cannot hold as _x000D_. One of spaces alone is none."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return capped(text)
