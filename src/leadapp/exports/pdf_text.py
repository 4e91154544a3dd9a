"""The one door through which every text reaches a PDF: escaped, printable, and in a font that has the letter.

Noto Sans prints Latin, Greek and Cyrillic; DejaVu Sans what it lacks (arrows, shapes, Hebrew, basic Arabic). An emoji that neither
has is printed as its name in brackets; any other letter as an empty box, counted, so that the document can say so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Any, cast
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from leadapp.exports import look

REGULAR, BOLD, FALLBACK = "Lead", "LeadBold", "LeadMore"
_FILES = {REGULAR: "NotoSans-Regular", BOLD: "NotoSans-SemiBold", FALLBACK: "DejaVuSans"}
BOX = "□"
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
"""Soft hyphens, joiners and marks of direction: they would print as boxes, or turn a line round."""
_DROPPED_CATEGORIES = frozenset({"Cc", "Cf", "Cs"})


def register_fonts() -> None:
    """Make the fonts known to reportlab; does nothing the second time."""
    for name, file in _FILES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(look.font_file(file))))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)


class Letters:
    """Turns texts into what the fonts can print, and counts the letters that they cannot."""

    def __init__(self) -> None:
        register_fonts()
        self._has = {name: frozenset(cast(Any, pdfmetrics.getFont(name)).face.charToGlyph) for name in _FILES}
        self.missing: set[str] = set()
        self.leftwards = False  # whether a text held letters that are read from right to left, which no page can set yet

    def markup(self, text: str, font: str = REGULAR) -> str:
        """A text as reportlab's paragraph markup: nothing in it is ever read as markup of its own."""
        return "<br/>".join(self._line(line, font) for line in _lines(text))

    def runs(self, text: str, font: str) -> Iterator[tuple[str, str]]:
        """Pieces of one line with the font that has all their letters."""
        for name, letters in groupby(self._printable(text, font), key=lambda pair: pair[1]):
            yield "".join(letter for letter, _ in letters), name

    def width(self, text: str, font: str, size: float) -> float:
        """How wide a line is, in points."""
        return sum(pdfmetrics.stringWidth(piece, name, size) for piece, name in self.runs(text, font))

    def _line(self, line: str, font: str) -> str:
        if self._has[font].issuperset(map(ord, line)):
            return escape(line)
        self.leftwards = self.leftwards or any(unicodedata.bidirectional(letter) in {"R", "AL"} for letter in line)
        pieces = []
        for piece, name in self.runs(line, font):
            pieces.append(escape(piece) if name == font else f'<font name="{name}">{escape(piece)}</font>')
        return "".join(pieces)

    def _printable(self, text: str, font: str) -> Iterator[tuple[str, str]]:
        for letter in text:
            if ord(letter) in self._has[font]:
                yield letter, font
            elif ord(letter) in self._has[FALLBACK]:
                yield letter, FALLBACK
            else:
                yield from ((part, FALLBACK if part == BOX else font) for part in self._instead(letter))

    def _instead(self, letter: str) -> str:
        category = unicodedata.category(letter)
        if category in _DROPPED_CATEGORIES or 0xFE00 <= ord(letter) <= 0xFE0F or 0x1F3FB <= ord(letter) <= 0x1F3FF:
            return ""
        if category in {"So", "Sk", "Sm"} and (name := unicodedata.name(letter, "")):
            return f"[{name.lower()}]"
        self.missing.add(letter)
        return BOX


def _lines(text: str) -> list[str]:
    """The lines of a text, composed and without control letters; vertical tabs and the like become spaces."""
    plain = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    kept = "".join(letter if letter == "\n" or letter >= " " else " " for letter in _UNSEEN.sub("", plain))
    return kept.split("\n")
