"""What every room is: a page that reloads when it is concerned, now if it is visible, else when it is shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from leadapp.domain.changes import Changes, Topic
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, LeadappError
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.tab_way import step_way

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source
    from leadapp.ui.tables.table_view import TableView

TIGHT = 440
"""A page lower than this many pixels at 100 % text leaves its room to what matters."""


class Page(QWidget):
    """A room. ``topics`` are what it depends on; ``go`` asks the window for another place."""

    topics: ClassVar[frozenset[Topic]] = frozenset(Topic)
    go = Signal(str, object)

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__()
        self.setObjectName("page")
        self.services, self.bus = services, bus
        self._stale = True
        self._tight = False
        theme.current.changed.connect(self._fit_height)
        bus.committed.connect(self._concern)

    def reload(self) -> None:
        """Read what is shown anew. What a reload may replace in a field is settled by its unit (``forms.unit``)."""

    def flush(self) -> None:
        """Save what is typed and not saved yet (called before the page is left and before the window closes)."""

    def shown_table(self) -> TableView | None:
        """The table that is seen now, for copying and exporting what it shows."""
        from leadapp.ui.tables.table_view import TableView

        return next((table for table in self.findChildren(TableView) if table.isVisible()), None)

    def end(self) -> None:
        """Leave nothing running: the window closes."""

    def show_place(self, place: str, what: object) -> None:
        """Go to a place within the room."""

    def sources(self) -> tuple[Source, ...]:
        """The figures shown here that can be asked where they come from."""
        return ()

    def ask_where(self, group: str = "") -> None:
        """Show where the figures here come from, or those of one group."""
        from leadapp.ui.source_panel import ask_where

        ask_where(self, [source for source in self.sources() if not group or source.group == group], self.go.emit)

    def fit_height(self, tight: bool) -> None:
        """Take less room above what matters, or as much as is good to look at."""

    def _fit_height(self) -> None:
        tight = self.height() / theme.current.scale < TIGHT
        if tight != self._tight:
            self._tight = tight
            self.fit_height(tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height."""
        super().resizeEvent(event)
        self._fit_height()

    def keep(self, work: Callable[[], Changes], beside: Callable[[str], object] | None = None) -> bool:
        """Do what changes the file and tell everybody. Returns whether it was done.

        A refusal is told as a sentence; with ``beside``, one of what was typed is told there, and is settled by that: what is
        typed stays, and is not tried again until it is changed. A row that was changed past this window is for the unit to settle.
        """
        try:
            self.bus.tell(work())
        except ChangedElsewhereError:
            raise
        except BadInputError as error:
            if beside is not None:
                beside(str(error))
                return True
            self.bus.failed.emit(str(error))
            return False
        except LeadappError as error:
            self.bus.failed.emit(str(error))
            return False
        return True

    def focusNextPrevChild(self, onwards: bool) -> bool:
        """Tab goes through a page as it stands; boxes, rows and buttons were made as they were needed."""
        return step_way(self, onwards=onwards) or super().focusNextPrevChild(onwards)

    def _concern(self, changes: Changes) -> None:
        if changes.concerns(*self.topics):
            self._stale = True
            if self.isVisible():
                self.refresh()

    def refresh(self) -> None:
        """Reload, now. Where the file cannot be read that is told as a sentence, what was shown stays, and it is tried again."""
        self._stale = False
        try:
            self.reload()
        except LeadappError as error:
            self._stale = True
            self.bus.unread.emit(str(error))

    def showEvent(self, event: QShowEvent) -> None:
        """Reload a page that went stale while it was hidden."""
        super().showEvent(event)
        if self._stale:
            self.refresh()
