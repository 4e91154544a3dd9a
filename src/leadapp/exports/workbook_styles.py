"""The named cell styles of every workbook: Arial 10, hairlines, tints for exceptions only."""

from __future__ import annotations

from typing import Any, TypeAlias, cast
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils.indexed_list import IndexedList

from leadapp.domain.documents import CellKind, Tone
from leadapp.exports.look import COLOURS, INK, TONES

OpenCell: TypeAlias = Any
"""A cell of openpyxl, whose stored style its types do not show."""
DATE_FORMAT = "d mmmm yyyy"
NUMBER_FORMAT = "#,##0.##########"
VALUE_STYLES = {
    CellKind.TEXT: "lead number",
    CellKind.ID: "lead number",
    CellKind.INTEGER: "lead integer",
    CellKind.NUMBER: "lead number",
    CellKind.SHARE: "lead share",
    CellKind.DATE: "lead date",
    CellKind.STATE: "lead number",
    CellKind.BARS: "lead number",
    CellKind.MARKS: "lead number",
}
FACT_STYLES = {
    CellKind.INTEGER: "lead fact integer",
    CellKind.NUMBER: "lead fact number",
    CellKind.SHARE: "lead fact share",
}
_KNOWN: WeakKeyDictionary[Workbook, dict[str, Any]] = WeakKeyDictionary()
"""How each workbook that is being drawn stores its styles, by name; cells share them, so none is changed in place."""
_HAIR = Side(style="thin", color="D3DBDE")
_LINES = Border(bottom=_HAIR, top=_HAIR, left=_HAIR, right=_HAIR)


def text_style(kind: CellKind, tone: Tone, *, state: bool) -> str:
    """The style of a text in a table."""
    if tone is Tone.WARNING:
        return "lead warning"
    if tone is Tone.ERROR:
        return "lead error"
    if kind is CellKind.ID:
        return "lead id"
    if tone is Tone.QUIET and not state:
        return "lead said"
    return "lead cell"


def note_style(tone: Tone) -> str:
    """The style of a boxed remark."""
    return {Tone.WARNING: "lead note warning", Tone.ERROR: "lead note error"}.get(tone, "lead note")


def dress(cell: OpenCell, name: str) -> None:
    """Give a cell a style of ``add_styles``. openpyxl would go through all names for each cell, which is a fifth of the whole time."""
    cell._style = _KNOWN[cast(Workbook, cell.parent.parent)][name]


def add_styles(book: Workbook) -> None:
    """Make the styles known to a workbook."""
    plain, bold = Font("Arial", 10, color=_hex(INK)), Font("Arial", 10, bold=True, color=_hex(INK))
    quiet = Font("Arial", 10, color=_hex(COLOURS["ink2"]))
    top, wrap = Alignment(vertical="top"), Alignment(vertical="top", wrap_text=True)
    right = Alignment(vertical="top", horizontal="right", indent=1)
    cell = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=1)
    white, petrol = Font("Arial", 10, bold=True, color="FFFFFF"), PatternFill("solid", fgColor=_hex(COLOURS["accent"]))
    foot, foot_right = (  # on the right the filter's button needs its room
        Alignment(side, "bottom", wrap_text=True, indent=indent) for side, indent in (("left", 1), ("right", 2))
    )
    left = Alignment(vertical="top", horizontal="left")
    cast(Any, book)._fonts = IndexedList([Font("Arial", 10)])  # instead of Calibri: column widths are counted in this font
    for name, font, alignment, more in (
        ("title", Font("Arial", 13, bold=True, color=_hex(INK)), Alignment(vertical="center"), {}),
        ("cover", Font("Arial", 24, bold=True, color=_hex(COLOURS["accent"])), Alignment(vertical="center"), {}),
        ("heading", Font("Arial", 12, bold=True, color=_hex(COLOURS["accent"])), top, {}),
        ("remark", quiet, wrap, {}),
        ("strong", bold, wrap, {}),
        ("caption", bold, top, {}),
        ("quiet", quiet, wrap, {}),
        ("line", quiet, top, {}),
        ("text", plain, wrap, {}),
        ("fact integer", plain, left, {"number_format": "#,##0"}),
        ("fact number", plain, left, {"number_format": NUMBER_FORMAT}),
        ("fact share", bold, left, {"number_format": "0.0%"}),
        ("note", plain, wrap, {"fill": _tint(Tone.INFO)}),
        ("note title", bold, wrap, {"fill": _tint(Tone.INFO)}),
        ("note warning", plain, wrap, {"fill": _tint(Tone.WARNING)}),
        ("note warning title", bold, wrap, {"fill": _tint(Tone.WARNING)}),
        ("note error", plain, wrap, {"fill": _tint(Tone.ERROR)}),
        ("note error title", bold, wrap, {"fill": _tint(Tone.ERROR)}),
        ("link", Font("Arial", 10, underline="single", color=_hex(COLOURS["accent"])), top, {}),
        ("head", white, foot, {"fill": petrol, "border": _LINES}),
        ("head right", white, foot_right, {"fill": petrol, "border": _LINES}),
        ("cell", plain, cell, {"border": _LINES}),
        ("id", bold, cell, {"border": _LINES, "number_format": "@"}),
        ("said", Font("Arial", 10, italic=True, color=_hex(COLOURS["ink2"])), cell, {"border": _LINES}),
        ("integer", plain, right, {"border": _LINES, "number_format": "#,##0"}),
        ("number", plain, right, {"border": _LINES, "number_format": NUMBER_FORMAT}),
        ("share", bold, right, {"border": _LINES, "number_format": "0.0%"}),
        ("date", plain, right, {"border": _LINES, "number_format": DATE_FORMAT}),
        ("warning", bold, cell, {"border": _LINES, "fill": _tint(Tone.WARNING)}),
        (
            "error",
            Font("Arial", 10, bold=True, color=_hex(TONES[Tone.ERROR][0])),
            cell,
            {"border": _LINES, "fill": _tint(Tone.ERROR)},
        ),
    ):
        style = NamedStyle(f"lead {name}", font=font, alignment=alignment)
        for key, value in more.items():
            setattr(style, key, value)
        book.add_named_style(style)
    _KNOWN[book] = {style.name: style.as_tuple() for style in cast(Any, book)._named_styles}


def _tint(tone: Tone) -> PatternFill:
    return PatternFill("solid", fgColor=_hex(TONES[tone][1]))


def _hex(colour: str) -> str:
    return colour.lstrip("#").upper()
