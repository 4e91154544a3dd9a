"""Paints a laid-out chart onto a PDF page. What is painted is decided in ``domain.chart_scenes``."""

from __future__ import annotations

from collections.abc import Callable

from reportlab.lib.colors import Color, HexColor
from reportlab.pdfgen.canvas import Canvas

from leadapp.domain.chart_scenes import Box, Item, Line, Outline, Scene, Shape, Words
from leadapp.exports.look import COLOURS
from leadapp.exports.pdf_text import BOLD, REGULAR, Letters


def colour(role: str) -> Color:
    """A role's colour."""
    return HexColor(COLOURS[role])


class ChartPainter:
    """Paints one scene whose upper left corner lies at (left, top); pages count upwards, scenes downwards."""

    def __init__(self, canvas: Canvas, left: float, top: float, letters: Letters) -> None:
        self._canvas, self._left, self._top, self._letters = canvas, left, top, letters

    def paint(self, scene: Scene) -> None:
        """Paint everything in order."""
        for item in scene.items:
            self._item(item)

    def _item(self, item: Item) -> None:
        self._canvas.saveState()
        if isinstance(item, Line):
            self._line(item)
        elif isinstance(item, Box):
            self._box(item)
        elif isinstance(item, Outline):
            self._outline(item)
        elif isinstance(item, Shape):
            draw_shape(self._canvas, item.key, self._left + item.x, self._top - item.y - item.size, item.size)
        else:
            self._words(item)
        self._canvas.restoreState()

    def _line(self, item: Line) -> None:
        self._canvas.setStrokeColor(colour(item.role))
        self._canvas.setLineWidth(item.width)
        if item.dash:
            self._canvas.setDash(3, 2)
        self._canvas.line(self._left + item.x1, self._top - item.y1, self._left + item.x2, self._top - item.y2)

    def _box(self, item: Box) -> None:
        x, y = self._left + item.x, self._top - item.y - item.height
        if item.fill:
            self._canvas.setFillColor(colour(item.fill))
            self._canvas.rect(x, y, item.width, item.height, stroke=0, fill=1)
        if item.pattern:
            self._pattern(item, x, y)
        if item.line:
            self._canvas.setStrokeColor(colour(item.line))
            self._canvas.setLineWidth(0.7)
            self._canvas.rect(x, y, item.width, item.height, stroke=1, fill=0)

    def _pattern(self, item: Box, x: float, y: float) -> None:
        clip = self._canvas.beginPath()
        clip.rect(x, y, item.width, item.height)
        self._canvas.clipPath(clip, stroke=0, fill=0)
        self._canvas.setStrokeColor(colour("ring"))
        self._canvas.setLineWidth(0.7)
        start = x - item.height
        while start < x + item.width:
            self._canvas.line(start, y, start + item.height, y + item.height)
            if item.pattern == "crossed":
                self._canvas.line(start, y + item.height, start + item.height, y)
            start += 3.2

    def _outline(self, item: Outline) -> None:
        path = self._canvas.beginPath()
        (x, y), *rest = item.points
        path.moveTo(self._left + x, self._top - y)
        for x, y in rest:
            path.lineTo(self._left + x, self._top - y)
        path.close()
        self._canvas.setFillColor(colour(item.fill))
        if item.line:
            self._canvas.setStrokeColor(colour(item.line))
        self._canvas.drawPath(path, stroke=int(bool(item.line)), fill=1)

    def _words(self, item: Words) -> None:
        font = BOLD if item.bold else REGULAR
        share = {"start": 0.0, "middle": 0.5, "end": 1.0}[item.anchor]
        x = self._left + item.x - share * self._letters.width(item.text, font, item.size)
        self._canvas.setFillColor(colour(item.role))
        draw_line(self._canvas, self._letters, x, self._top - item.y, item.text, font, item.size)


def draw_line(canvas: Canvas, letters: Letters, x: float, y: float, text: str, font: str, size: float) -> None:
    """Draw one line of text from x on, each piece in a font that has its letters."""
    line = canvas.beginText(x, y)
    for piece, name in letters.runs(text, font):
        line.setFont(name, size)
        line.textOut(piece)
    canvas.drawText(line)


# -------------------------------------------------------------------------------- the shapes of states
def draw_shape(canvas: Canvas, key: str, x: float, y: float, size: float) -> None:
    """Draw the shape of a state into a square whose lower left corner is (x, y)."""
    canvas.saveState()
    canvas.translate(x, y + size)
    canvas.scale(size / 16, -size / 16)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    _SHAPES.get(key, _ring)(canvas, key)
    canvas.restoreState()


def _pen(canvas: Canvas, role: str, width: float) -> None:
    canvas.setStrokeColor(colour(role))
    canvas.setLineWidth(width)


def _disc(canvas: Canvas, role: str, radius: float) -> None:
    canvas.setFillColor(colour(role))
    canvas.circle(8, 8, radius, stroke=0, fill=1)


def _on_track(canvas: Canvas, _key: str) -> None:
    _disc(canvas, "green", 6.5)


def _complete(canvas: Canvas, key: str) -> None:
    _disc(canvas, "green" if key == "kept" else "blue", 7)
    _pen(canvas, "white", 1.8)
    canvas.lines([(4.6, 8.3, 7, 10.7), (7, 10.7, 11.5, 5.7)])


def _at_risk(canvas: Canvas, _key: str) -> None:
    path = canvas.beginPath()
    path.moveTo(8, 1.6)
    path.lineTo(15, 14.2)
    path.lineTo(1, 14.2)
    path.close()
    canvas.setFillColor(colour("amber"))
    _pen(canvas, "amber_line", 1.2)
    canvas.drawPath(path, stroke=1, fill=1)


def _square(canvas: Canvas, key: str) -> None:
    canvas.setFillColor(colour("red"))
    canvas.roundRect(1.8, 1.8, 12.4, 12.4, 1, stroke=0, fill=1)
    if key == "not_kept":
        _pen(canvas, "white", 1.8)
        canvas.lines([(5, 5, 11, 11), (11, 5, 5, 11)])


def _half(canvas: Canvas, key: str) -> None:
    part = key == "part_kept"
    canvas.setFillColor(colour("base"))
    _pen(canvas, "amber_line" if part else "underway", 1.6)
    canvas.circle(8, 8, 6, stroke=1, fill=1)
    canvas.setFillColor(colour("amber" if part else "underway"))
    canvas.wedge(2, 2, 14, 14, 90, 180, stroke=0, fill=1)


def _ring(canvas: Canvas, key: str) -> None:
    canvas.setFillColor(colour("base"))
    _pen(canvas, "ring", 1.6)
    canvas.circle(8, 8, 6, stroke=1, fill=1)
    _pen(canvas, "ink", 1.6)
    if key == "paused":
        canvas.lines([(6.2, 5.4, 6.2, 10.6), (9.8, 5.4, 9.8, 10.6)])
    elif key == "will_not_do":
        canvas.line(4.2, 11.8, 11.8, 4.2)


_SHAPES: dict[str, Callable[[Canvas, str], None]] = {
    "on_track": _on_track,
    "complete": _complete,
    "kept": _complete,
    "at_risk": _at_risk,
    "off_track": _square,
    "not_kept": _square,
    "underway": _half,
    "part_kept": _half,
}
