"""How a table paints: two lines, a state's shape and word, a tint for exceptions, a bar at the chosen row, heads of groups."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from leadapp.ui import theme
from leadapp.ui.icons import pixmap
from leadapp.ui.shapes import draw_shape
from leadapp.ui.tables.rows_model import COUNT, GROUP, LINES, NUMBER, SECOND, STATE, STRONG, Lines, RowsModel

TINTS = {"at_risk": "warning_bg", "off_track": "error_bg", "not_kept": "error_bg"}
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RowDelegate(QStyledItemDelegate):
    """Paints the cells of a ``RowsModel``."""

    two_lines = True
    tall = False
    folded: frozenset[int] = frozenset()
    """The columns that show their ``lines``; ``tall`` makes room for two lines with shapes."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """A row is as tall as its lines."""
        line = QFontMetrics(theme.current.font(10)).height()
        second = QFontMetrics(theme.current.font(9)).height() if self.two_lines else 0
        if self.tall:
            return QSize(40, 2 * line + theme.current.px(20))
        return QSize(40, line + second + theme.current.px(10 if self.two_lines else 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint one cell."""
        painter.save()
        if index.data(GROUP) is not None:
            self._paint_group(painter, option, index)
        else:
            self._paint_cell(painter, option, index)
        painter.restore()

    def _paint_group(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        look, box = theme.current, QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, look.colour("soft" if selected else "subtle"))
        self._line(painter, box)
        ink = look.colour("on_soft" if selected else "ink")
        model = cast(RowsModel, index.model())
        arrow = pixmap("right" if model.is_folded(index.data(GROUP)) else "down", ink.name(), look.px(16))
        painter.drawPixmap(box.left() + 12, box.center().y() - look.px(8), arrow)
        painter.setPen(ink)
        painter.setFont(look.font(10, bold=True))
        count = str(index.data(COUNT) or "")
        small = QFontMetrics(look.font(9.5))
        room = small.horizontalAdvance(count) + 16
        left = (
            20 + look.px(16) + self._paint_number(painter, box.adjusted(20 + look.px(16), 0, 0, 0), str(index.data(NUMBER) or ""))
        )
        words = box.adjusted(left, 0, -room - 8, 0)
        shown = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, LEFT, shown)
        painter.setFont(look.font(9.5))
        painter.setPen(ink if selected else look.colour("ink2"))
        painter.drawText(box.adjusted(0, 0, -12, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)

    @staticmethod
    def _paint_number(painter: QPainter, box: QRect, number: str) -> int:
        """Paint a group's number in a box; returns how much room it takes."""
        if not number:
            return 0
        tall = painter.fontMetrics().height() + 2
        wide = max(tall, painter.fontMetrics().horizontalAdvance(number) + 10)
        place = QRectF(box.left() + 0.5, box.center().y() - tall // 2 + 0.5, wide, tall)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawRoundedRect(place, 3, 3)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, number)
        return wide + 10

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        look, box = theme.current, QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(box, look.colour("soft" if selected else "base"))
        self._line(painter, box)
        if selected and index.column() == 0:
            painter.fillRect(QRect(box.left(), box.top(), 4, box.height()), look.colour("accent"))
        ink = look.colour("on_soft" if selected else "ink")
        words = box.adjusted(16 if index.column() == 0 else 8, 0, -6, 0)
        if index.column() in self.folded and (lines := index.data(LINES)):
            self._paint_folded(painter, words, lines, (ink, ink if selected else look.colour("ink2")))
            return
        state = index.data(STATE)
        if state:
            self._paint_state(painter, box, str(state), str(index.data()), ink)
            return
        column = cast(RowsModel, index.model()).columns[index.column()]
        quiet = ink if selected else look.colour("ink2")
        strong = bool(index.data(STRONG))
        first = look.font(10, bold=strong)
        second = str(index.data(SECOND) or "")
        self._paint_lines(
            painter, words, (str(index.data() or ""), first, quiet if column.quiet and not strong else ink), (second, quiet)
        )

    def _paint_lines(self, painter: QPainter, box: QRect, first: tuple[str, QFont, QColor], second: tuple[str, QColor]) -> None:
        text, font, ink = first
        below, quiet = second
        upper = QFontMetrics(font).height()
        small = theme.current.font(9)
        lower = QFontMetrics(small).height() if below else 0
        top = box.center().y() - (upper + lower) // 2 + 1
        painter.setFont(font)
        painter.setPen(ink)
        elided = painter.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(QRect(box.left(), top, box.width(), upper), LEFT, elided)
        if below:
            painter.setFont(small)
            painter.setPen(quiet)
            elided = painter.fontMetrics().elidedText(below.replace("\n", " "), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(QRect(box.left(), top + upper, box.width(), lower), LEFT, elided)

    def _paint_folded(self, painter: QPainter, box: QRect, lines: Lines, inks: tuple[QColor, QColor]) -> None:
        """Several words with shapes, line beneath line: what stands in columns of its own where there is room."""
        tall = box.height() // 2 - theme.current.px(3)
        top = box.center().y() - tall * len(lines) // 2
        for number, parts in enumerate(lines):
            left = box.left()
            for state, word in parts:
                place = QRect(left, top + number * tall, max(0, box.right() - left), tall)
                if state:
                    left += self._paint_state(
                        painter, place.adjusted(-10 if left == box.left() else 0, 0, 0, 0), state, word, inks[0]
                    )
                else:
                    quiet = number > 0
                    painter.setFont(theme.current.font(9.5 if quiet else 10))
                    painter.setPen(inks[1] if quiet else inks[0])
                    shown = painter.fontMetrics().elidedText(word.replace("\n", " "), Qt.TextElideMode.ElideRight, place.width())
                    painter.drawText(place, LEFT, shown)
                    left += painter.fontMetrics().horizontalAdvance(shown) + theme.current.px(6)

    def _paint_state(self, painter: QPainter, box: QRect, state: str, word: str, ink: QColor) -> int:
        """Paint a shape and its word; returns how wide both are."""
        look = theme.current
        size, left = look.px(16), box.left() + 10
        strong = state in TINTS
        painter.setFont(look.font(10, bold=strong))
        metrics = painter.fontMetrics()
        room = max(10, box.width() - size - 24)
        word = metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)
        if strong:
            height = metrics.height() + 6
            tint = QRectF(left - 5, box.center().y() - height / 2 + 1, size + metrics.horizontalAdvance(word) + 18, height)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen if look.name != theme.CONTRAST else look.colour("ink"))
            painter.setBrush(look.colour(TINTS[state]))
            painter.drawRoundedRect(tint, 4, 4)
            ink = look.colour("ink")
        draw_shape(painter, state, left, box.center().y() - size / 2 + 1, size)
        painter.setPen(ink)
        painter.drawText(QRect(left + size + 6, box.top(), room + 8, box.height()), LEFT, word)
        return left - box.left() + size + 6 + metrics.horizontalAdvance(word) + look.px(14)

    def _line(self, painter: QPainter, box: QRect) -> None:
        painter.setPen(theme.current.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
