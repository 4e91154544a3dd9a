"""The headings of the grid: the words of numerator and denominator are long, so they go on in a second and third line."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView

from leadapp.ui import theme

WRAPPED = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignLeft) | int(Qt.AlignmentFlag.AlignVCenter)
MOST_LINES = 4


class GridHead(QHeaderView):
    """Headings that wrap."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)
        self._lines = MOST_LINES
        self.sectionResized.connect(lambda *_: self.updateGeometry())

    def _words(self, section: int) -> str:
        return str(self.model().headerData(section, Qt.Orientation.Horizontal) or "")

    def set_lines(self, most: int) -> None:
        """Take so many lines at most."""
        self._lines = most
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As tall as the tallest heading, four lines at most."""
        metrics = QFontMetrics(theme.current.font(9.5, bold=True))
        tall = metrics.height()
        for section in range(self.count()):
            if not self.isSectionHidden(section):
                room = QRect(0, 0, max(20, self.sectionSize(section) - theme.current.px(16)), 10_000)
                tall = max(tall, metrics.boundingRect(room, WRAPPED, self._words(section)).height())
        return QSize(super().sizeHint().width(), min(tall, self._lines * metrics.height()) + theme.current.px(12))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  Qt's own name
        """Paint one heading."""
        look = theme.current
        painter.save()
        painter.fillRect(rect, look.colour("subtle"))
        painter.setPen(look.colour("border"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(look.colour("ink2"))
        painter.setFont(look.font(9.5, bold=True))
        left = look.px(16 if logicalIndex == 0 else 8)
        room = rect.adjusted(left, 4, -4, -4)
        tall = painter.fontMetrics().boundingRect(room, WRAPPED, self._words(logicalIndex)).height() > room.height()
        if tall:
            line = painter.fontMetrics().lineSpacing()
            room.setHeight(max(1, room.height() // line) * line)  # whole lines only; the tooltip says the rest
        flags = WRAPPED & ~int(Qt.AlignmentFlag.AlignVCenter) if tall else WRAPPED  # the first words are those to read
        painter.drawText(room, flags, self._words(logicalIndex))
        painter.restore()
