"""The drawn shapes of states: a disc, a triangle, a square ... always beside their word."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from leadapp.ui import theme

_ROUND = (Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def draw_shape(painter: QPainter, key: str, x: float, y: float, size: float) -> None:
    """Draw the shape of a state into a square with its corner at (x, y)."""
    look = theme.current
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(x, y)
    painter.scale(size / 16, size / 16)
    if look.name == theme.CONTRAST:  # a black tile keeps the shape apart from the yellow selection
        painter.fillRect(QRectF(-2, -2, 20, 20), QColor("#000000"))
    _PAINTERS.get(key, _ring)(painter, look, key)
    painter.restore()


def _disc(painter: QPainter, look: theme.Theme, role: str, radius: float = 6.5) -> None:
    painter.setPen(QPen(look.colour("shape_line")))
    painter.setBrush(look.colour(role))
    painter.drawEllipse(QPointF(8, 8), radius, radius)


def _tick(painter: QPainter, look: theme.Theme) -> None:
    painter.setPen(QPen(look.colour("tick"), 1.8, *_ROUND))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF([QPointF(4.6, 8.3), QPointF(7, 10.7), QPointF(11.5, 5.7)]))


def _on_track(painter: QPainter, look: theme.Theme, _key: str) -> None:
    _disc(painter, look, "green")


def _complete(painter: QPainter, look: theme.Theme, key: str) -> None:
    _disc(painter, look, "green" if key == "kept" else "blue", 7)
    _tick(painter, look)


def _at_risk(painter: QPainter, look: theme.Theme, _key: str) -> None:
    painter.setPen(QPen(look.colour("amber_line"), 1.2, *_ROUND))
    painter.setBrush(look.colour("amber"))
    painter.drawPolygon(QPolygonF([QPointF(8, 1.6), QPointF(15, 14.2), QPointF(1, 14.2)]))


def _square(painter: QPainter, look: theme.Theme, key: str) -> None:
    painter.setPen(QPen(look.colour("shape_line")))
    painter.setBrush(look.colour("red"))
    painter.drawRoundedRect(QRectF(1.8, 1.8, 12.4, 12.4), 1, 1)
    if key == "not_kept":
        painter.setPen(QPen(look.colour("tick"), 1.8, *_ROUND))
        painter.drawLine(QPointF(5, 5), QPointF(11, 11))
        painter.drawLine(QPointF(11, 5), QPointF(5, 11))


def _half(painter: QPainter, look: theme.Theme, key: str) -> None:
    role = "amber" if key == "part_kept" else "underway"
    line = "amber_line" if key == "part_kept" else "underway"
    painter.setPen(QPen(look.colour(line), 1.6))
    painter.setBrush(look.colour("base"))
    painter.drawEllipse(QPointF(8, 8), 6, 6)
    painter.setBrush(look.colour(role))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPie(QRectF(2, 2, 12, 12), 90 * 16, 180 * 16)


def _ring(painter: QPainter, look: theme.Theme, key: str) -> None:
    painter.setPen(QPen(look.colour("ring"), 1.6))
    painter.setBrush(look.colour("base"))
    painter.drawEllipse(QPointF(8, 8), 6, 6)
    painter.setPen(QPen(look.colour("ink"), 1.6, *_ROUND))
    if key == "paused":
        painter.drawLine(QPointF(6.2, 5.4), QPointF(6.2, 10.6))
        painter.drawLine(QPointF(9.8, 5.4), QPointF(9.8, 10.6))
    elif key == "will_not_do":
        painter.drawLine(QPointF(4.2, 11.8), QPointF(11.8, 4.2))


_PAINTERS = {
    "on_track": _on_track,
    "complete": _complete,
    "kept": _complete,
    "at_risk": _at_risk,
    "off_track": _square,
    "not_kept": _square,
    "underway": _half,
    "part_kept": _half,
}


def shape_icon(key: str, size: int = 16) -> QIcon:
    """The shape of a state as an icon at the text size in force."""
    pixels = theme.current.px(size)
    picture = QPixmap(pixels * 2, pixels * 2)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    draw_shape(painter, key, 2, 2, pixels * 2 - 4)
    painter.end()
    picture.setDevicePixelRatio(2)
    return QIcon(picture)
