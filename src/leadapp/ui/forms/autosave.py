"""What is typed is kept at once: when a field is left, or two seconds after the last key."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from leadapp.ui.forms.fields import Field
from leadapp.ui.forms.unsaved import unsaved

PAUSE = 2000
"""Milliseconds after the last key."""
Save = Callable[[dict[str, str], str], object]
"""Called with the texts of the unit's fields by name, and the visit that the saving belongs to."""


class Autosave(QObject):
    """Watches the fields of one unit (fields that belong together) and saves all of them at once.

    A unit of several fields is saved when the focus leaves the unit, not when it moves within it; with ``on_leaving`` only then.
    ``save`` answers False where it was refused: then the unit stays unsaved and is tried again.
    """

    def __init__(
        self, parent: QObject, fields: Iterable[Field], save: Save, pause: int = PAUSE, *, on_leaving: bool = False
    ) -> None:
        super().__init__(parent)
        self._on_leaving = on_leaving
        self._fields = tuple(fields)
        self._save = save
        self._dirty = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._flush_after_pause)
        unit = id(self)
        self.destroyed.connect(lambda: unsaved.note(unit, dirty=False))
        for field in self._fields:
            field.edited.connect(self._note)
            field.left.connect(self._leave)

    def _note(self) -> None:
        self._mark(dirty=True)
        self._timer.start()

    def _mark(self, *, dirty: bool) -> None:
        self._dirty = dirty
        for field in self._fields:
            field.pending = dirty
        unsaved.note(id(self), dirty=dirty)

    def _leave(self) -> None:
        if self._dirty:
            QTimer.singleShot(0, self._flush_if_outside)

    def _flush_if_outside(self) -> None:
        inside = any(field.box.hasFocus() or field.box.isAncestorOf(_focus()) for field in self._fields)  # type: ignore[arg-type]
        if (len(self._fields) == 1 and not self._on_leaving) or not inside:
            self.flush()

    def _flush_after_pause(self) -> None:
        """Two seconds without a key. What makes history (a date with its reason) waits until the unit is left."""
        if self._on_leaving:
            self._flush_if_outside()
        else:
            self.flush()

    def flush(self) -> None:
        """Save now what is not saved yet."""
        self._timer.stop()
        if self._dirty:
            self._mark(dirty=False)
            if self._save({field.name: field.text() for field in self._fields}, self._fields[0].visit) is False:
                self._mark(dirty=True)  # it was refused: it stays typed here, and the next flush tries again

    def forget(self) -> None:
        """Drop what is not saved yet, because another row is shown."""
        self._timer.stop()
        self._mark(dirty=False)


def _focus() -> object:
    from PySide6.QtWidgets import QApplication, QWidget

    return QApplication.focusWidget() or QWidget()
