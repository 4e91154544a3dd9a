"""The measures and text styles of a PDF page, shared by its parts and its tables."""

from __future__ import annotations

from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle

from leadapp.exports import look
from leadapp.exports.pdf_charts import colour
from leadapp.exports.pdf_text import BOLD, REGULAR

WIDTH = 510.0
"""The width of the text on a page, in points (A4 less 15 mm on each side)."""

BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=10, leading=14.5, textColor=HexColor(look.INK), spaceAfter=6)
QUIET = ParagraphStyle("quiet", BODY, textColor=colour("ink2"), fontSize=9.5, leading=13.5)
STRONG = ParagraphStyle("strong", BODY, fontName=BOLD)
H1 = ParagraphStyle("h1", BODY, fontName=BOLD, fontSize=18, leading=24, spaceBefore=4, spaceAfter=6)
H2 = ParagraphStyle("h2", BODY, fontName=BOLD, fontSize=13, leading=18, textColor=colour("accent"), spaceBefore=12, spaceAfter=6)
H3 = ParagraphStyle("h3", BODY, fontName=BOLD, fontSize=10.5, leading=15, spaceBefore=8, spaceAfter=3)
CELL = ParagraphStyle("cell", BODY, fontSize=9, leading=12, spaceAfter=0)
CELL_BOLD = ParagraphStyle("cell_bold", CELL, fontName=BOLD)
CELL_RIGHT = ParagraphStyle("cell_right", CELL, alignment=TA_RIGHT)
CELL_SHARE = ParagraphStyle("cell_share", CELL_BOLD, alignment=TA_RIGHT)
CELL_QUIET = ParagraphStyle("cell_quiet", CELL, textColor=colour("ink2"))
CELL_QUIET_RIGHT = ParagraphStyle("cell_quiet_right", CELL_QUIET, alignment=TA_RIGHT)
HEAD = ParagraphStyle("head", CELL_BOLD)
HEAD_RIGHT = ParagraphStyle("head_right", HEAD, alignment=TA_RIGHT)
LABEL = ParagraphStyle("label", BODY, textColor=colour("ink2"), spaceAfter=0)
VALUE = ParagraphStyle("value", BODY, spaceAfter=0)
GRID_FONT = ("FONTNAME", (0, 0), (-1, -1), REGULAR)  # a grid sets a font even for cells without a text of their own


def replace_style(style: ParagraphStyle, **changes: Any) -> ParagraphStyle:
    """A style like another one with some measures changed."""
    return ParagraphStyle(style.name, style, **changes)
