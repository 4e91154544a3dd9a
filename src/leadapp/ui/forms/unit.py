"""A unit: fields that belong together (a date with its reason), the row they show, and what of them is not in the file yet.

Every form is made of units, so the rules stand here once:

- What is typed is saved when the unit is left, or two seconds after the last key, to the row that was shown when it was typed.
- A reload replaces a text only if the file's text has changed, and never one that is not saved yet: so undo reaches the box in which
  the cursor stands, and nobody else does.
- One stay in the unit is one visit, which is one step of undo. Another row, or a text that came from elsewhere, begins a new one.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer

from leadapp.domain.errors import ChangedElsewhereError
from leadapp.domain.history import cut
from leadapp.ui.forms.fields import Field
from leadapp.ui.forms.unsaved import unsaved

PAUSE = 2000
"""Milliseconds after the last key."""
LONGEST_QUOTE = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What is to be saved: the texts by name, what names the row they belong to, its version as shown, and the visit."""

    texts: dict[str, str]
    row: Any
    version: int
    visit: str


Save = Callable[[Typed], object]
"""Saves; False where it was refused: then the unit stays unsaved and is tried again. May raise ChangedElsewhereError."""


class Unit(QObject):
    """Keeps the fields of one unit and the file in step; ``fields`` are by the names that ``show`` and ``save`` use.

    A unit of several fields is saved when the focus leaves the unit, not when it moves within it; with ``on_leaving`` only then.
    ``reread`` reads the row anew and shows it, for the case that it was changed past this window.
    """

    def __init__(
        self,
        parent: QObject,
        fields: Mapping[str, Field],
        save: Save,
        reread: Callable[[], object],
        pause: int = PAUSE,
        *,
        on_leaving: bool = False,
    ) -> None:
        super().__init__(parent)
        self._fields, self._save, self._reread, self._on_leaving = dict(fields), save, reread, on_leaving
        self._row: Any = None
        self._version = 0
        self._visit = _new_visit()
        self._held: dict[str, str] = {}
        self._dirty = self._saving = self._inside = self._shown = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(pause)
        self._timer.timeout.connect(self._flush_after_pause)
        unit = id(self)
        self.destroyed.connect(lambda: unsaved.note(unit, dirty=False))
        for field in self._fields.values():
            field.edited.connect(self._note)
            field.entered.connect(self._enter)
            field.left.connect(lambda: QTimer.singleShot(0, self, self._leave))

    @property
    def is_dirty(self) -> bool:
        """Whether something in it is not in the file yet."""
        return self._dirty

    @property
    def fields(self) -> Mapping[str, Field]:
        """Its fields by name."""
        return self._fields

    # ------------------------------------------------------------------ showing
    def show(self, row: Any, texts: Mapping[str, str], version: int = 0) -> None:
        """Show what the file holds of a row, named by an id or a quarter (``texts`` has every field, and may have more)."""
        texts = {name: texts[name] for name in self._fields}
        if row != self._row:
            self.flush()
            self._row, self._held, self._visit = row, {}, _new_visit()
            self._mark(dirty=False)  # a form that may not lose what was refused asks ``flush`` before it shows another row
            self._tell_nothing()
        changed = {name: text for name, text in texts.items() if self._held.get(name) != text}
        self._held, self._version, self._shown = texts, version, True
        if not self._dirty:
            self._put(changed)
        elif changed:
            self._tell_change(changed)

    def _put(self, changed: dict[str, str]) -> None:
        """Show texts of the file. One's own words, just saved, are not put in order under the cursor."""
        for name, text in changed.items():
            field = self._fields[name]
            if field.text() != text and not (text and self._saving and field.has_focus()):
                field.show_text(text)
                field.set_problem("")
        if changed and not self._saving:
            self._visit = _new_visit()

    def _tell_change(self, changed: dict[str, str]) -> None:
        name = next((name for name, text in changed.items() if self._fields[name].text() != text), "")
        if not name:
            return  # it became what is typed
        words = cut(self._fields[name].spoken(changed[name]), LONGEST_QUOTE)
        became = f"became “{words}”" if words else "was emptied"
        rest = "What you typed still stands here and is saved when you go on; Undo then brings the other back."
        self._mark(dirty=True, waits=True)  # it is not on its way: she is to look at it first
        self._fields[name].set_meanwhile(f"This {became} meanwhile. {rest}")

    # ------------------------------------------------------------------ typing
    def _enter(self) -> None:
        if not self._inside:
            self._inside, self._visit = True, _new_visit()

    def _note(self) -> None:
        if not self._dirty and not self._has_focus():
            self._visit = _new_visit()  # by a key from outside: no stay that an earlier step could be continued by
        self._mark(dirty=True)
        self._timer.start()

    def _mark(self, *, dirty: bool, waits: bool = False) -> None:
        self._dirty = dirty
        unsaved.note(id(self), dirty=dirty, waits=waits)

    def _has_focus(self) -> bool:
        return any(field.has_focus() for field in self._fields.values())

    def _leave(self) -> None:
        self._inside = self._has_focus()
        if not self._inside or (len(self._fields) == 1 and not self._on_leaving):
            self.flush()

    def _flush_after_pause(self) -> None:
        """Two seconds without a key. What makes history (a date with its reason) waits until the unit is left."""
        if not self._on_leaving or not self._has_focus():
            self.flush()

    # ------------------------------------------------------------------ saving
    def flush(self) -> bool:
        """Save now what is not saved yet. Returns whether everything typed is in the file."""
        self._timer.stop()
        if not self._dirty or self._row is None:
            return True
        try:
            self._try_to_save()
        except ChangedElsewhereError:
            held = self._held
            self._reread()  # what is typed stays, for it is not saved
            if self._held == held:  # something else of the row was changed: it does not stand in the way
                with suppress(ChangedElsewhereError):  # shown nowhere, so not read anew: it stays typed
                    self._try_to_save()
        return not self._dirty

    def _try_to_save(self) -> None:
        texts = {name: field.text() for name, field in self._fields.items()}
        held, kept = self._held, False
        self._mark(dirty=False)
        # while it is saved, what is typed is what the file is to hold: whatever it makes of it is shown
        self._held, self._saving, self._shown = texts, True, False
        try:
            kept = self._save(Typed(texts, self._row, self._version, self._visit)) is not False
        finally:
            self._saving = False
            if not self._shown:
                self._held = held  # nothing came of it
            if not kept:
                self._mark(dirty=True)  # it was refused: it stays typed here, and the next flush tries again
        if kept:
            self._tell_nothing()

    def _tell_nothing(self) -> None:
        for field in self._fields.values():
            field.set_meanwhile("")

    def forget(self) -> None:
        """Drop what is not saved yet; the next row is shown whole, be it the same."""
        self._timer.stop()
        self._row = None
        self._mark(dirty=False)


def by_name(*fields: Field) -> dict[str, Field]:
    """Fields by their own names."""
    return {field.name: field for field in fields}


def flush_all(units: Iterable[Unit]) -> bool:
    """Save what is not saved yet in any of the units. Returns whether everything typed is in the file."""
    kept = [unit.flush() for unit in units]  # each of them, also after one that was refused
    return all(kept)


def _new_visit() -> str:
    return uuid.uuid4().hex
