"""The look in force: palette, stylesheet, fonts and text size. Widgets ask it for colours; it tells them when it changed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, Qt
from PySide6.QtWidgets import QApplication, QWidget

from leadapp import paths
from leadapp.ui.stylesheet import stylesheet
from leadapp.ui.theme_tokens import THEMES

SYSTEM, LIGHT, DARK, CONTRAST = "system", "light", "dark", "contrast"
BODY = 10.5
_ROLES = {
    "Window": "window",
    "WindowText": "ink",
    "Base": "base",
    "AlternateBase": "subtle",
    "Text": "ink",
    "Button": "base",
    "ButtonText": "ink",
    "Highlight": "soft",
    "HighlightedText": "on_soft",
    "Link": "accent",
    "LinkVisited": "visited",
    "Accent": "accent",
    "PlaceholderText": "hint",
    "Mid": "border",
    "Dark": "border",
    "Light": "base",
    "Midlight": "line",
    "ToolTipBase": "bar",
    "ToolTipText": "bar_ink",
}


DRESSED = "dressed"
"""The property that marks a window which carries the style sheet."""


class Theme(QObject):
    """One look for the whole program. ``changed`` tells painters to draw again."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = SYSTEM
        self.scale = 1.0
        self.heavy_ring = False
        self._tokens = THEMES[LIGHT]
        self._family = "Noto Sans"
        self._images: QTemporaryDir | None = None
        self._sheet = ""

    @property
    def name(self) -> str:
        """The theme in force: light, dark or contrast."""
        if self.choice != SYSTEM:
            return self.choice
        hints = QGuiApplication.styleHints()
        return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT

    def colour(self, role: str) -> QColor:
        """The colour of a role of the design language."""
        return QColor(self._tokens[role])

    def hex(self, role: str) -> str:
        """The colour of a role as #rrggbb."""
        return self._tokens[role]

    def font(self, points: float = BODY, *, bold: bool = False) -> QFont:
        """The font at a size of the design language, at the text size in force."""
        font = QFont(self._family)
        font.setPointSizeF(points * self.scale)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def px(self, pixels: float) -> int:
        """A length that grows with the text."""
        return round(pixels * self.scale)

    def apply(self, choice: str | None = None, scale: float | None = None, *, heavy_ring: bool | None = None) -> None:
        """Take on a theme, a text size (1.0 to 2.0) or a focus ring and show it everywhere at once."""
        self.choice = choice if choice in {SYSTEM, *THEMES} else self.choice
        self.scale = min(2.0, max(1.0, scale)) if scale is not None else self.scale
        self.heavy_ring = self.heavy_ring if heavy_ring is None else heavy_ring
        self._tokens = THEMES[self.name]
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._load_fonts()
        with _without_collecting():
            dressed = [window for window in application.topLevelWidgets() if window.property(DRESSED)]
            for window in dressed:
                window.setStyleSheet("")  # replacing one sheet by another goes through every widget twice; this is half the work
            application.setFont(self.font())
            application.setPalette(self._palette())
            self._sheet = stylesheet(self._tokens, self.scale, self._draw_images())
            for window in dressed:
                window.setStyleSheet(self._sheet)
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Give a window the look; what stands in it and opens from it follows.

        Not the application: then Qt would dress every part anew each time it is put into another, which made a room open half as
        fast again.
        """
        window.setProperty(DRESSED, True)
        window.setStyleSheet(self._sheet)

    def _load_fonts(self) -> None:
        folder = paths.resources_folder() / "fonts"
        if self._images is not None:
            return
        for name in ("NotoSans-Regular.ttf", "NotoSans-SemiBold.ttf"):
            number = QFontDatabase.addApplicationFont(str(folder / name))
            if number >= 0 and name.endswith("Regular.ttf"):
                self._family = QFontDatabase.applicationFontFamilies(number)[0]

    def _palette(self) -> QPalette:
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(getattr(QPalette.ColorRole, role), self.colour(token))
        for faint in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, faint, self.colour("hint"))
        return palette

    def _draw_images(self) -> str:
        """The few pictures a stylesheet can only take as files: arrow, tick, radio dot."""
        from leadapp.ui.icons import save_indicators

        if self._images is None:
            self._images = QTemporaryDir()
        folder = Path(self._images.path())
        save_indicators(folder, self)
        return folder.as_posix()


current = Theme()
"""The look of this process. It holds no window and no data."""


def set_kind(widget: QWidget, kind: str) -> None:
    """Give a widget a kind of the stylesheet (primary, quiet, chip ...)."""
    widget.setProperty("kind", kind)
    style = widget.style()
    if style is not None:
        style.unpolish(widget)
        style.polish(widget)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Collect no garbage meanwhile: Qt goes through a list of all widgets, and one that is collected on the way crashes it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
