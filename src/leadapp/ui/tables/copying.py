"""What a table shows as plain data, and onto the clipboard: as rows for a spreadsheet, as a table for Word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from leadapp.domain.plain_table import PlainColumn, PlainTable, html_table, tab_separated
from leadapp.ui.tables.rows_model import Column, PlainPart

_NARROW, _WIDE = 18, 48


def plain_table(title: str, columns: Sequence[Column], records: Sequence[Any], shown: str = "") -> PlainTable:
    """Records as plain data: a column's second line stands in a column of its own; a column that only stands in is left out."""
    parts = [part for column in columns if not column.stands_in for part in _parts(column)]
    kept = [part for part in parts if part.heading]
    rows = tuple(tuple(part.value(record) for part in kept) for record in records)
    return PlainTable(title, tuple(PlainColumn(part.heading, part.width) for part in kept), rows, shown)


def _parts(column: Column) -> Iterator[PlainPart]:
    """A column's parts as it names them, else its text and its second line."""
    if column.parts:
        yield from column.parts
        return
    width = _WIDE if column.stretch else _NARROW
    yield PlainPart(column.heading or column.key.capitalize(), column.text, width)
    if column.second is not None:
        yield PlainPart(f"{column.heading}, second line", column.second, width)


def copy_table(table: PlainTable) -> None:
    """Put a table onto the clipboard."""
    _put(tab_separated(table), html_table(table))


def copy_rich(text: str, html: str) -> None:
    """Put a text onto the clipboard, as it is and with its form."""
    _put(text, html)


def _put(text: str, html: str) -> None:
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
