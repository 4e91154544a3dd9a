"""How a cell of the grid is painted and edited: a frame where it can be typed into, a shape and a word where it is missing."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leadapp.ui import theme
from leadapp.ui.forms.unsaved import unsaved
from leadapp.ui.grid.grid_model import BAD, EDITABLE, FILLED, MISSING, OUTSIDE, PASTED, STATE
from leadapp.ui.icons import pixmap
from leadapp.ui.shapes import draw_shape

Index = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SHAPES = {MISSING: "not_started", FILLED: "kept", OUTSIDE: "will_not_do"}
_GOING = {
    Qt.Key.Key_Return: "down",
    Qt.Key.Key_Enter: "down",
    Qt.Key.Key_Down: "below",
    Qt.Key.Key_Up: "above",
    Qt.Key.Key_Tab: "right",
    Qt.Key.Key_Backtab: "left",
}


class GridDelegate(QStyledItemDelegate):
    """``left`` tells where a key wants to go after the cell was kept: down, below, above, right or left."""

    left = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.editor: QLineEdit | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """A row is as tall as a field in it."""
        return QSize(40, QFontMetrics(theme.current.font(10)).height() + theme.current.px(18))

    # ------------------------------------------------------------------ painting
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        painter.save()
        look, box = theme.current, QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        state = str(index.data(STATE) or "")
        painter.fillRect(box, look.colour("soft" if selected else "warning_bg" if state == PASTED else "base"))
        painter.setPen(look.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        ink = look.colour("on_soft" if selected else "ink")
        if index.data(EDITABLE):
            role = "error" if state == BAD else "accent" if option.state & QStyle.StateFlag.State_HasFocus else "line"
            painter.setPen(QPen(look.colour(role), 2 if role != "line" else 1))
            painter.drawRect(box.adjusted(3, 3, -4, -4))
        painter.setPen(ink)
        painter.setFont(look.font(10, bold=index.column() == 0))
        words = box.adjusted(12 if index.column() else 16, 0, -8, 0)
        if state in SHAPES or (state == BAD and not index.data(EDITABLE)):
            self._paint_state(painter, words, state, str(index.data() or ""), selected=selected)
        elif index.column() == 0:
            self._write_long(painter, words, str(index.data() or ""))
        else:
            self._write(painter, words, str(index.data() or ""))
        painter.restore()

    def _paint_state(self, painter: QPainter, box: QRect, state: str, text: str, *, selected: bool) -> None:
        look, size = theme.current, theme.current.px(16)
        top = box.center().y() - size / 2 + 1
        if state == BAD:
            painter.drawPixmap(box.left(), int(top), pixmap("error", look.hex("on_soft" if selected else "error"), size))
            painter.setFont(look.font(10, bold=True))
            painter.setPen(look.colour("on_soft" if selected else "error"))
        else:
            draw_shape(painter, SHAPES[state], box.left(), top, size)
            painter.setFont(look.font(10, bold=state == MISSING))
        self._write_long(painter, box.adjusted(size + 6, 0, 0, 0), text)

    def _write_long(self, painter: QPainter, box: QRect, text: str) -> None:
        """A long name or sentence goes on in a second line, a little smaller."""
        if painter.fontMetrics().horizontalAdvance(text) < box.width() - 2:
            self._write(painter, box, text)
            return
        painter.setFont(theme.current.font(9, bold=True))
        metrics, words, first = painter.fontMetrics(), text.split(), ""
        while words and metrics.horizontalAdvance(f"{first} {words[0]}".strip()) < box.width() - 2:
            first = f"{first} {words.pop(0)}".strip()
        if not words:
            self._write(painter, box, first)
            return
        half = box.height() // 2
        self._write(painter, QRect(box.left(), box.top() + 2, box.width(), half), first or text)
        self._write(painter, QRect(box.left(), box.top() + half - 2, box.width(), half), " ".join(words) if first else "")

    @staticmethod
    def _write(painter: QPainter, box: QRect, text: str) -> None:
        shown = painter.fontMetrics().elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, LEFT, shown)

    # ------------------------------------------------------------------ editing
    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A line over the cell."""
        line = QLineEdit(parent)
        line.setObjectName("cell")
        line.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        line.setProperty("kind", "cell")
        line.textEdited.connect(lambda _text: unsaved.note(id(self), dirty=True))
        self.editor = line
        line.destroyed.connect(self._lose)
        return line

    def _lose(self) -> None:
        self.editor = None

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Put in what stands in the cell; what is being typed is never overwritten by a reload."""
        if isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        """Forget the line; what stood in it was kept or given up."""
        unsaved.note(id(self), dirty=False)
        self.editor = None
        super().destroyEditor(editor, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """The line covers its cell."""
        editor.setGeometry(QRect(option.rect).adjusted(1, 1, -1, -2))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps and goes down, Tab to the right, Up and Down go on; everything else is typing."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and isinstance(watched, QLineEdit):
            way = _GOING.get(Qt.Key(event.key()))
            if way == "right" and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                way = "left"
            if way is not None and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.commitData.emit(watched)
                self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                self.left.emit(way)
                return True
        return super().eventFilter(watched, event)
