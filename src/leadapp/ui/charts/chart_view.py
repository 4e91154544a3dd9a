"""A chart on screen: painted in the theme's colours, with its numbers as a table (T) and a text for screen readers."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from leadapp.domain.chart_scenes import Box, Item, Line, Outline, Scene, Shape, Words, chart_table, scene
from leadapp.domain.charts import Chart
from leadapp.ui import theme
from leadapp.ui.shapes import draw_shape
from leadapp.ui.widgets import Label, column

PATTERNS = {"hatched": Qt.BrushStyle.BDiagPattern, "crossed": Qt.BrushStyle.DiagCrossPattern}


def measure(text: str, size: float, bold: bool) -> float:
    """The width of a text as the painter will draw it."""
    return _metrics(theme.current.font().family(), max(8, round(size)), bold).horizontalAdvance(text)


@lru_cache(maxsize=32)
def _metrics(_family: str, size: int, bold: bool) -> QFontMetricsF:
    return QFontMetricsF(chart_font(size, bold=bold))


def chart_font(size: float, *, bold: bool) -> QFont:
    """The font of a chart's text; sizes in a scene are pixels on screen."""
    font = theme.current.font(9, bold=bold)
    font.setPixelSize(max(8, round(size)))
    return font


def _size() -> float:
    return theme.current.px(12)


class ChartView(QWidget):
    """Shows one chart or its table."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._canvas = _Canvas(self)
        self._table = Label("", 10, wrap=True)
        self._table.hide()
        self.setLayout(column(self._canvas, self._table, spacing=0))

    def tell(self, chart: Chart) -> None:
        """Show a chart."""
        self._canvas.tell(chart)
        table = chart_table(chart)
        lines = ["   ".join(cell for cell in table.head if cell)] if any(table.head) else []
        lines += [": ".join((cells[0], ", ".join(_named(table.head[1:], cells[1:])))) for cells in table.rows]
        self._table.setText("\n".join(lines[1:] if len(table.head) > 1 else lines))

    def start(self) -> None:
        """Put the keyboard onto the picture."""
        self._canvas.setFocus()

    def toggle_table(self) -> None:
        """Show the numbers as a table, or the picture again."""
        showing = self._table.isHidden()
        self._table.setVisible(showing)
        self._canvas.setVisible(not showing)


def _named(heads: tuple[str, ...], cells: tuple[str, ...]) -> list[str]:
    return [f"{cell} {head.lower()}" if len(heads) > 1 else cell for head, cell in zip(heads, cells, strict=True)]


class _Canvas(QWidget):
    def __init__(self, view: ChartView) -> None:
        super().__init__()
        self._view = view
        self._chart: Chart | None = None
        self._scene = Scene(1, 1, ())
        self._scenes: dict[tuple[int, float], Scene] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.current.changed.connect(self._lay_out)

    def tell(self, chart: Chart) -> None:
        """Show a chart."""
        if chart != self._chart:
            self._scenes.clear()
        self._chart = chart
        self.setAccessibleName(f"Chart: {chart.title}")
        self.setAccessibleDescription(f"{chart.text} T shows the numbers.")
        self.setToolTip(chart.text)
        self._lay_out()

    def _lay_out(self) -> None:
        if self._chart is not None:
            self._scene = self._at(self._chart, self.width())
            self.updateGeometry()
            self.update()

    def _at(self, chart: Chart, width: int) -> Scene:
        """The chart laid out at a width: Qt asks for the same few widths many times."""
        key = (max(120, width - 2), _size())
        if key not in self._scenes:
            self._scenes[key] = scene(chart, key[0], measure, key[1])
        return self._scenes[key]

    def hasHeightForWidth(self) -> bool:
        """The height follows the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the chart at a width."""
        return int(self._at(self._chart, width).height) + 4 if self._chart else 20

    def sizeHint(self) -> QSize:
        """As high as the scene."""
        return QSize(260, int(self._scene.height) + 4)

    def minimumSizeHint(self) -> QSize:
        """Narrow, but as high as the scene."""
        return QSize(140, int(self._scene.height) + 4)

    def resizeEvent(self, event: object) -> None:
        """Lay the chart out for the new width."""
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """T shows the table."""
        if event.key() == Qt.Key.Key_T:
            self._view.toggle_table()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the scene."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(1, 1)
        for item in self._scene.items:
            paint_item(painter, item)


def paint_item(painter: QPainter, item: Item) -> None:
    """Paint one item of a scene."""
    look = theme.current
    if isinstance(item, Words):
        font = chart_font(item.size, bold=item.bold)
        painter.setFont(font)
        painter.setPen(look.colour("tick" if item.role == "white" else item.role))
        shift = {"middle": 0.5, "end": 1.0}.get(item.anchor, 0.0) * QFontMetricsF(font).horizontalAdvance(item.text)
        painter.drawText(QPointF(item.x - shift, item.y), item.text)
    elif isinstance(item, Box):
        box = QRectF(item.x, item.y, item.width, item.height)
        if item.fill:
            painter.fillRect(box, look.colour(item.fill))
        if item.pattern:
            brush = painter.brush()
            brush.setColor(look.colour("ring"))
            brush.setStyle(PATTERNS[item.pattern])
            painter.fillRect(box, brush)
        if item.line:
            painter.setPen(QPen(look.colour(item.line), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box)
    elif isinstance(item, Line):
        painter.setPen(QPen(look.colour(item.role), item.width, Qt.PenStyle.DashLine if item.dash else Qt.PenStyle.SolidLine))
        painter.drawLine(QPointF(item.x1, item.y1), QPointF(item.x2, item.y2))
    elif isinstance(item, Outline):
        painter.setPen(QPen(look.colour(item.line), 1) if item.line else Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(item.fill))
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in item.points]))
    elif isinstance(item, Shape):
        draw_shape(painter, item.key, item.x, item.y, item.size)
