"""Line icons in the colour of a role, drawn once per size and theme."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImageReader, QPainter, QPen, QPixmap, QPolygonF

from leadapp import paths
from leadapp.ui import theme

_cache: dict[tuple[str, str, int], QPixmap] = {}


def pixmap(name: str, colour: str, size: int = 20) -> QPixmap:
    """An icon as a picture at double resolution, in a colour #rrggbb."""
    key = (name, colour, size)
    if key not in _cache:
        drawing = (paths.resources_folder() / "icons" / f"{name}.svg").read_text("utf-8").replace("#14222a", colour)
        buffer = QBuffer()
        buffer.setData(drawing.encode())
        reader = QImageReader(buffer, b"svg")  # Qt's own SVG reader: the module QtSvg need not be loaded
        reader.setScaledSize(QSize(size * 2, size * 2))
        picture = QPixmap.fromImageReader(reader)
        picture.setDevicePixelRatio(2)
        _cache[key] = picture
    return _cache[key]


def icon(name: str, role: str = "ink", size: int = 20, disabled: str = "") -> QIcon:
    """An icon in a role's colour at the text size in force; ``disabled`` is the role of a button that is greyed out."""
    made = QIcon(pixmap(name, theme.current.hex(role), theme.current.px(size)))
    if disabled and role == "on_accent":  # else Qt's own grey is seen on the button's ground
        made.addPixmap(pixmap(name, theme.current.hex(disabled), theme.current.px(size)), QIcon.Mode.Disabled)
    return made


def save_indicators(folder: Path, look: theme.Theme) -> None:
    """Draw the pictures that the stylesheet refers to: the combo's arrow, ticks and radio dots."""
    pixmap("down", look.hex("ink2"), look.px(16)).save(str(folder / "down.png"))
    size = look.px(18)
    for name, checked, round_ in (
        ("check_off", False, False),
        ("check_on", True, False),
        ("radio_off", False, True),
        ("radio_on", True, True),
    ):
        _indicator(look, size, checked=checked, round_=round_).save(str(folder / f"{name}.png"))


def _indicator(look: theme.Theme, size: int, *, checked: bool, round_: bool) -> QPixmap:
    picture = QPixmap(size, size)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / 18, size / 18)
    fill = look.colour("accent") if checked else look.colour("base")
    painter.setPen(QPen(look.colour("accent") if checked else look.colour("border"), 1.5))
    painter.setBrush(fill)
    box = QRectF(1, 1, 16, 16)
    if round_:
        painter.drawEllipse(box)
        if checked:
            painter.setBrush(look.colour("base"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(9, 9), 3.4, 3.4)
    else:
        painter.drawRoundedRect(box, 3, 3)
        if checked:
            painter.setPen(QPen(QColor(look.hex("on_accent")), 2.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(QPolygonF([QPointF(4.8, 9.2), QPointF(7.8, 12.2), QPointF(13.2, 6)]))
    painter.end()
    return picture
