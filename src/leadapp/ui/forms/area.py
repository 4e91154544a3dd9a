"""A text area that is as tall as its text."""

from __future__ import annotations

import math

from PySide6.QtCore import QMimeData, QSize
from PySide6.QtGui import QFontMetricsF, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy

from leadapp.ui import theme

AROUND = 12
"""Pixels above and below the text that no text size changes: border and the document's own margin."""


class GrowingArea(QPlainTextEdit):
    """A plain text area that is as tall as its text, within limits."""

    def __init__(self, lines: int, most: int) -> None:
        super().__init__()
        self._lines, self._most = lines, most
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Leave files that are dropped to whatever takes files: their paths are no words."""
        return not any(url.isLocalFile() for url in source.urls()) and super().canInsertFromMimeData(source)

    def sizeHint(self) -> QSize:
        """As tall as the text, between the limits."""
        lines = min(self._most, max(self._lines, self._count_lines()))
        line = math.ceil(QFontMetricsF(self.font()).lineSpacing())
        return QSize(240, lines * line + 2 * theme.current.px(5) + AROUND)

    def _count_lines(self) -> int:
        """The lines of the text at this width, as far as they matter. Qt lays a block out only when it is painted."""
        count, block = 0, self.document().firstBlock()
        while block.isValid() and count < self._most:
            self.blockBoundingRect(block)
            count += max(1, block.lineCount())
            block = block.next()
        return count

    def resizeEvent(self, event: QResizeEvent) -> None:
        """At another width the text may need another height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        """As tall as the text, between the limits; narrow if need be."""
        return QSize(80, self.sizeHint().height())
