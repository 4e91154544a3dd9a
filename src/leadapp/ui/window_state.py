"""What concerns this desk and not the file: theme, text size, window geometry, recent files, last folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

MOST_RECENT = 6


class WindowState:
    """A thin reader and writer over QSettings."""

    def __init__(self) -> None:
        self._settings = QSettings()

    @property
    def theme(self) -> str:
        """system, light, dark or contrast."""
        return str(self._settings.value("theme", "system"))

    @property
    def text_size(self) -> float:
        """1.0 to 2.0."""
        try:
            return float(str(self._settings.value("text_size", 1.0)))
        except ValueError:
            return 1.0

    @property
    def heavy_ring(self) -> bool:
        """Whether the focus ring is 3 px."""
        return str(self._settings.value("heavy_ring", "false")) == "true"

    def remember_look(self, theme: str, text_size: float, *, heavy_ring: bool) -> None:
        """Keep theme, text size and ring."""
        self._settings.setValue("theme", theme)
        self._settings.setValue("text_size", text_size)
        self._settings.setValue("heavy_ring", "true" if heavy_ring else "false")

    def recent_files(self) -> list[Path]:
        """The files opened last, newest first."""
        found = self._settings.value("recent_files", [])
        texts = [found] if isinstance(found, str) else list(found) if isinstance(found, (list, tuple)) else []
        return [Path(str(text)) for text in texts]

    def remember_file(self, path: Path) -> None:
        """Put a file first."""
        others = [str(p) for p in self.recent_files() if p != path]
        self._settings.setValue("recent_files", [str(path), *others][:MOST_RECENT])

    def forget_file(self, path: Path) -> None:
        """Take a file out of the list."""
        self._settings.setValue("recent_files", [str(p) for p in self.recent_files() if p != path])

    def geometry(self) -> QByteArray:
        """Where the window was."""
        found = self._settings.value("geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    def remember_geometry(self, geometry: QByteArray) -> None:
        """Keep where the window is."""
        self._settings.setValue("geometry", geometry)

    def folder(self) -> Path | None:
        """The folder something was exported to last."""
        text = str(self._settings.value("folder", ""))
        return Path(text) if text and Path(text).is_dir() else None

    def remember_folder(self, folder: Path) -> None:
        """Keep the folder of an export."""
        self._settings.setValue("folder", str(folder))
