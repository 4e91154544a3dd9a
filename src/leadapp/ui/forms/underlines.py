"""Underlines in a text area, in layers: dotted for wording, dashed for spelling. They are no part of the text and of no undo step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit

from leadapp.ui import theme

WORDING, SPELLING = "wording", "spelling"
_LOOKS: Mapping[str, tuple[QTextCharFormat.UnderlineStyle, str]] = {
    WORDING: (QTextCharFormat.UnderlineStyle.DotLine, "accent"),
    SPELLING: (QTextCharFormat.UnderlineStyle.DashUnderline, "error"),
}
Span = tuple[int, int]


class Underlines(QObject):
    """The underlines of one area; each layer is drawn anew without touching the other."""

    def __init__(self, area: QPlainTextEdit) -> None:
        super().__init__(area)
        self._area = area
        self._layers: dict[str, list[QTextCursor]] = {}
        theme.current.changed.connect(self.draw)

    def show(self, layer: str, text: str, spans: Iterable[Span]) -> None:
        """Underline these places (characters of ``text``, which is what stands in the area)."""
        self._layers[layer] = [cursor_over(self._area, text, start, end) for start, end in spans]
        self.draw()

    def draw(self) -> None:
        """Draw every layer in the colours of the theme."""
        selections = []
        for layer, cursors in self._layers.items():
            style, role = _LOOKS[layer]
            for cursor in cursors:
                selection = QTextEdit.ExtraSelection()
                look = QTextCharFormat()
                look.setUnderlineStyle(style)
                look.setUnderlineColor(theme.current.colour(role))
                selection.cursor, selection.format = cursor, look
                selections.append(selection)
        self._area.setExtraSelections(selections)


def cursor_over(area: QPlainTextEdit, text: str, start: int, end: int) -> QTextCursor:
    """A cursor that selects characters ``start`` to ``end``; Qt counts what lies beyond 65,535 as two."""
    cursor = QTextCursor(area.document())
    cursor.setPosition(units(text, start))
    cursor.setPosition(units(text, end), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def units(text: str, index: int) -> int:
    """The place of a character as Qt counts it."""
    return index if text.isascii() else len(text[:index].encode("utf-16-le", "surrogatepass")) // 2


def characters(text: str, place: int) -> int:
    """The character at a place as Qt counts it."""
    return place if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")[: 2 * place].decode("utf-16-le", "ignore"))
