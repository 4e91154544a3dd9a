"""The look that every document shares: colours, fonts, sizes, dates and numbers as they are printed.

Colours are those of the design language on white paper. Words never depend on them. No file format is known here.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from leadapp import paths
from leadapp.domain.documents import Cell, CellKind, Tone
from leadapp.domain.measures import number_text
from leadapp.domain.quarters import format_date

INK = "#14222a"
COLOURS = {
    "base": "#ffffff",
    "subtle": "#f5f8f8",
    "line": "#c8d2d6",
    "border": "#6b7b84",
    "ink": INK,
    "ink2": "#43545e",
    "accent": "#0b5563",
    "on_accent": "#ffffff",
    "soft": "#e4eff1",
    "on_soft": INK,
    "focus": "#5b2bb5",
    "band": "#10303a",
    "band_ink": "#ffffff",
    "band_quiet": "#cfe0e4",
    "band_bar": "#1f4c58",
    "band_highlight": "#7fd3de",
    "red": "#8c0d1f",
    "amber": "#f0b429",
    "amber_line": "#7a5600",
    "green": "#1a9a5b",
    "blue": "#1746c8",
    "underway": "#2f7f8c",
    "on_underway": "#ffffff",
    "not_started": "#d9dde0",
    "ring": "#55656e",
    "mid": "#7db4bd",
    "pale": "#b7d6db",
    "white": "#ffffff",
}
"""Colours by role; the roles are those of ``domain.chart_scenes`` and a few of the page's own."""

TONES = {
    Tone.NORMAL: (INK, "#e4eff1", "#0b5563"),
    Tone.QUIET: ("#43545e", "#f5f8f8", "#6b7b84"),
    Tone.STRONG: (INK, "#e4eff1", "#0b5563"),
    Tone.INFO: (INK, "#e4eff1", "#0b5563"),
    Tone.GOOD: ("#11613a", "#e3f3ea", "#11613a"),
    Tone.WARNING: (INK, "#fff3d1", "#7a5600"),
    Tone.ERROR: ("#8c0d1f", "#fbe9eb", "#8c0d1f"),
}
"""Text, ground and edge of each tone."""

RIGHT_ALIGNED = frozenset({CellKind.INTEGER, CellKind.NUMBER, CellKind.SHARE})


@cache
def font_file(name: str) -> Path:
    """A font that ships with leadapp."""
    return paths.resources_folder() / "fonts" / f"{name}.ttf"


def printed(cell: Cell, kind: CellKind) -> str:
    """A cell's value as it is read on a page: the same words everywhere."""
    if cell.text:
        return cell.text
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return format_date(value)
    if isinstance(value, str):
        return value
    return f"{value:.1%}" if (cell.kind or kind) is CellKind.SHARE else number_text(value)
