"""The one door through which every text reaches a workbook: never a formula, never cut, never a letter that Excel refuses."""

from __future__ import annotations

import math
import re
from typing import cast

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

CELL_LIMIT = 32_000
"""Excel takes 32,767 UTF-16 units; the rest of a longer text goes on in the sheet "Long texts"."""

_REFUSED = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_LINE_HEIGHT = 13.2


def clean(text: str) -> str:
    """A text as a workbook may hold it: control letters become spaces, and what Excel would read as an escape is escaped."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0b", "\n").replace("\x0c", "\n")
    return _ESCAPE.sub("_x005F_", _REFUSED.sub(" ", plain))


def put_text(sheet: Worksheet, row: int, column: int, text: str, style: str) -> Cell:
    """Put a text into a cell as a text, whatever it begins with."""
    cell = cast(Cell, sheet.cell(row, column))
    cell.value = clean(text)
    cell.data_type = "s"
    cell.style = style
    if text[:1] in ("=", "+", "-", "@"):
        cell.quotePrefix = True
    return cell


def units(text: str) -> int:
    """How long Excel thinks a text is."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def pieces(text: str, chars: float) -> float:
    """How many lines a text takes in a column of so many characters."""
    return float(sum(max(1, math.ceil(units(line) * 1.04 / max(1.0, chars - 1.5))) for line in text.split("\n")))


def height_of(lines: float) -> float:
    """The height of a row of so many lines, in points."""
    return lines * _LINE_HEIGHT + 5.0


class LongTexts:
    """What does not fit into a cell, to be put onto a sheet of its own."""

    def __init__(self) -> None:
        self.rows: list[tuple[str, int, str]] = []

    def split(self, text: str, place: str) -> tuple[str, bool]:
        """What the cell holds, and whether the rest was kept for the sheet "Long texts"."""
        if units(text) <= CELL_LIMIT:
            return text, False
        parts = self.visible_parts(text, CELL_LIMIT // 2)
        self.rows += [(place, number, part) for number, part in enumerate(parts[1:], 2)]
        return f"{parts[0]}\n(goes on in the sheet “Long texts”)", True

    @staticmethod
    def visible_parts(text: str, most: int) -> list[str]:
        """A text in parts of at most so many letters, cut at line ends or spaces where there are any."""
        parts = []
        while len(text) > most:
            cut = max(text.rfind("\n", 1, most), 0) or max(text.rfind(" ", 1, most), 0) or most
            parts.append(text[:cut].rstrip())
            text = text[cut:].lstrip()
        return [*parts, text]
