"""The one door through which every text reaches a workbook: never a formula, never cut, never a letter that Excel refuses."""

from __future__ import annotations

import math
import re
from copy import copy
from functools import lru_cache
from typing import cast

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from leadapp.exports.long_text import text_parts
from leadapp.exports.workbook_styles import OpenCell, dress

CELL_LIMIT = 32_000
"""Excel takes 32,767 UTF-16 units; the rest of a longer text goes on in the sheet "Long texts"."""
ROW_LINES = 28
"""The most lines a row is given: Excel shows no row higher than 409 points, so what is longer could not be seen or printed."""
LONG_WIDTH = 110
"""The width of a column of running text, in characters."""

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE_HEIGHT = 13.2
_TALL_LETTER = re.compile("[\u0900-\u1cff\u2e80-\ud7ff\uf900-\ufaff\ufe30-\uffef\U00010000-\U0010ffff]")
_TALL_LINE = 1.3
"""What a line takes that holds a letter Arial lacks (Chinese, Thai, emoji): it is drawn in another font, whose lines are higher."""


def clean(text: str) -> str:
    """A text as a workbook may hold it: control letters become spaces, and what Excel would read as an escape is escaped."""
    if text.isprintable() and "_x" not in text and not _REFUSED.search(text):
        return text
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _ESCAPE.sub("_x005F_", _REFUSED.sub(" ", plain))


def in_properties(text: str) -> str:
    """A text for the properties of a file, which know no escapes: what XML cannot hold becomes spaces."""
    return _REFUSED.sub(" ", text)


def put_text(sheet: Worksheet, row: int, column: int, text: str, style: str) -> Cell:
    """Put a text into a cell as a text, whatever it begins with."""
    cell = cast(Cell, sheet.cell(row, column))
    cell.value = clean(text)
    cell.data_type = "s"
    dress(cell, style)
    if text[:1] in ("=", "+", "-", "@"):
        own = cast(OpenCell, cell)
        own._style = copy(own._style)
        own.quotePrefix = True
    return cell


def units(text: str) -> int:
    """How long Excel thinks a text is."""
    return len(text) if text.isascii() else len(text) + sum(letter > "\uffff" for letter in text)


_WIDTHS = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556 556 278 278 584 584 584 556
1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778 722 667 611 722 667 944 667 667 611 278 278 278 469 556
333 556 556 500 556 556 278 556 556 222 222 500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
_ARIAL = {chr(code): int(width) for code, width in enumerate(_WIDTHS.split(), 32)}
"""How wide the letters of Arial are, in thousandths of its size, as the font's own tables say."""
_OTHER_LETTER, _WIDE_LETTER = 610, 1_100
_PIXEL = 13.5 / 1_000
"""A thousandth of Arial 10 in pixels, a little more than it is, so that a line is rather counted too many than cut."""


@lru_cache(maxsize=20_000)
def _word_width(word: str) -> float:
    """The width of a word in pixels."""
    return _PIXEL * sum(_ARIAL.get(letter) or (_WIDE_LETTER if letter > "\u2e7f" else _OTHER_LETTER) for letter in word)


def pieces(text: str, chars: float) -> float:
    """How many lines of Arial a text takes the height of in a column of so many characters, broken between words as Excel does."""
    room = max(20.0, chars * 7 - 12)
    if text.isascii():
        return float(sum(_lines(line, room) for line in text.split("\n")))
    return sum(_lines(line, room) * (_TALL_LINE if _TALL_LETTER.search(line) else 1.0) for line in text.split("\n"))


def _lines(line: str, room: float) -> int:
    if len(line) * 12 <= room:
        return 1
    count, used, space = 1, 0.0, _word_width(" ")
    for word in line.split(" "):
        wide = _word_width(word)
        if used and used + wide > room:
            count, used = count + 1, 0.0
        if wide > room:
            more = int(wide // room)
            count, wide = count + more, wide - more * room
        used += wide + space
    return count


def visible_parts(text: str, chars: int, most: int = ROW_LINES) -> list[str]:
    """A text in parts that each take at most so many lines in a column of so many characters."""
    tall = pieces(text, chars)
    if units(text) <= CELL_LIMIT and tall <= most:
        return [text]
    wanted = max(2, math.ceil(max(tall / (most * 0.8), units(text) / CELL_LIMIT)))
    letters, lines = max(1, math.ceil(len(text) / wanted)), max(1, int(most * 0.7))
    found: list[str] = []
    for part in text_parts(text, letters, lines):
        found += [part] if pieces(part, chars) <= most or len(part) < 2 else visible_parts(part, chars, most)
    return found


def height_of(lines: float) -> float:
    """The height of a row of so many lines, in points."""
    return lines * _LINE_HEIGHT + 5.0


class LongTexts:
    """What does not fit into a cell, to be put onto a sheet of its own."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, str]] = []

    def split(self, text: str, place: str, chars: int) -> tuple[str, float]:
        """What a cell of a column so wide holds, and in how many lines; the rest is kept for the sheet "Long texts"."""
        if len(text) < CELL_LIMIT // 2 and (lines := pieces(text, chars)) <= ROW_LINES:
            return text, lines
        first, *more = visible_parts(text, chars)
        rest = visible_parts(text[len(first) :].lstrip(" \n"), LONG_WIDTH) if more else []
        self.rows += [(place, number, part) for number, part in enumerate(rest, 2)]
        shown = f"{first}\n(goes on in the sheet “Long texts”)" if more else first
        return shown, pieces(shown, chars)
