"""Figures set large, side by side, each with what it counts and how it moved."""

from __future__ import annotations

from typing import Any

from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable
from reportlab.platypus import Paragraph as Text
from reportlab.platypus import Table as Grid

from leadapp.domain.documents import Highlights
from leadapp.exports.pdf_charts import colour
from leadapp.exports.pdf_styles import BODY, GRID_FONT, WIDTH
from leadapp.exports.pdf_text import BOLD, Letters

_FIGURE = ParagraphStyle("figure", BODY, fontName=BOLD, fontSize=19, leading=24, spaceAfter=0)
_WORDS = ParagraphStyle("words", BODY, fontSize=9, leading=12, spaceAfter=0)


def highlights_part(block: Highlights, letters: Letters) -> Flowable:
    """The figures as one row."""
    cells = [[_one(item.figure, item.words, item.move, letters) for item in block.items]]
    grid = Grid(cells, colWidths=[WIDTH / max(1, len(block.items))] * len(block.items), hAlign="LEFT")
    style: list[Any] = [
        GRID_FONT,
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (0, 0), 0),
        ("LEFTPADDING", (1, 0), (-1, -1), 10),
        ("RIGHTPADDING", (0, 0), (-1, -1), 8),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 8),
        ("LINEBELOW", (0, 0), (-1, -1), 0.5, colour("line")),
    ]
    if len(block.items) > 1:
        style.append(("LINEBEFORE", (1, 0), (-1, -1), 0.5, colour("line")))
    grid.setStyle(style)
    return grid


def _one(figure: str, words: str, move: str, letters: Letters) -> list[Flowable]:
    parts: list[Flowable] = [Text(letters.markup(figure, BOLD), _FIGURE), Text(letters.markup(words), _WORDS)]
    return [*parts, Text(letters.markup(move), _WORDS)] if move else parts
