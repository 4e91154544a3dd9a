"""A table as plain data, whatever it was shown in: to be copied, or drawn into a workbook or CSV file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

from leadapp.domain.quarters import format_date

PlainValue: TypeAlias = str | dt.date | int | float | None
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class PlainColumn:
    """A column: its heading, and how wide it wants to be in characters."""

    heading: str
    width: int = 18


@dataclass(frozen=True, slots=True)
class PlainTable:
    """What a table shows. ``shown`` says how much of the whole it is ("37 of 120 rows"); ``marking`` stands on every page."""

    title: str
    columns: tuple[PlainColumn, ...]
    rows: tuple[tuple[PlainValue, ...], ...]
    shown: str = ""
    marking: str = ""
    whose: str = ""


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like a formula gets an apostrophe before it."""
    return f"'{text}" if text.startswith(_DANGEROUS) else text


def plain_text(value: PlainValue) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    return format_date(value) if isinstance(value, dt.date) else str(value)


def cell_text(value: PlainValue) -> str:
    """A value as text for a spreadsheet: harmless where it is a text."""
    return harmless(value) if isinstance(value, str) else plain_text(value)


def tab_separated(table: PlainTable) -> str:
    """The table as spreadsheets take it from the clipboard: one row a line."""
    lines = ["\t".join(column.heading for column in table.columns)]
    lines += ["\t".join(" ".join(cell_text(value).split()) for value in row) for row in table.rows]
    return "\n".join(lines)


def html_table(table: PlainTable) -> str:
    """The table as Word and Excel take it from the clipboard; texts stay texts there, so that 3.10 is not 3.1."""
    head = "".join(f'<th style="{_HEAD}">{escape(column.heading)}</th>' for column in table.columns)
    rows = "".join(f"<tr>{''.join(_cell(value) for value in row)}</tr>" for row in table.rows)
    return f'<meta charset="utf-8"><table style="{_TABLE}"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'


_FONT = "font-family:Arial,sans-serif;font-size:10pt;color:#14222a;"
_TABLE = f"border-collapse:collapse;{_FONT}"
_EDGE = "border:1px solid #6b7b84;padding:3px 6px;text-align:left;vertical-align:top;"
_HEAD = f"{_EDGE}background:#e4eff1;font-weight:bold;"


def _cell(value: PlainValue) -> str:
    as_text = r"mso-number-format:'\@';" if isinstance(value, str) else ""
    kept = ' sdnum="1033;0;@"' if isinstance(value, str) else ""  # the same for LibreOffice
    shown = escape(cell_text(value), quote=False).replace("\n", "<br>")
    return f'<td{kept} style="{_EDGE}{as_text}">{shown}</td>'
