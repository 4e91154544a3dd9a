"""Exporting what a table shows: asks where, draws it in the worker, says what came of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from leadapp import paths
from leadapp.domain.errors import LeadappError
from leadapp.domain.plain_table import PlainTable
from leadapp.services.table_files import check_table_target, draw_table_file
from leadapp.ui import dialogs
from leadapp.ui.background import Background, Progress
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Button
from leadapp.ui.window_state import WindowState

if TYPE_CHECKING:
    from leadapp.ui.main_window import MainWindow

FORMS = "Excel workbook (*.xlsx);;CSV file (*.csv)"
NO_TABLE = "This page shows no table. Open the Plan or the History first."


class ShownExport(QObject):
    """Copies and exports the table of the page that is open."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._target = Path()
        self.worker = Background(self)
        self.worker.finished.connect(lambda _done: self._tell("Exported.", self._target.name, "good"))
        self.worker.failed.connect(self._fail)

    def words(self) -> str:
        """What the menu says: how much of the whole would be exported."""
        page = self._window.current_page()
        table = page.shown_table() if page is not None else None
        return f"Export what is shown… ({table.shown_words()})" if table is not None else "Export what is shown…"

    def table(self) -> PlainTable | None:
        """The table of the page that is open, as it is shown."""
        page = self._window.current_page()
        table = page.shown_table() if page is not None else None
        if table is None:
            self._tell("Nothing to take.", NO_TABLE, "info")
            return None
        directorate = self._window.services.preferences.directorate()
        return replace(table.plain(), marking=directorate.marking, whose=directorate.name)

    def copy(self) -> None:
        """Copy the whole table as it is shown."""
        from leadapp.ui.tables.copying import copy_table

        if (table := self.table()) is not None:
            copy_table(table)
            self._tell("Copied.", f"{table.shown[:1].upper()}{table.shown[1:]}, for Excel or Word.", "good")

    def choose(self) -> None:
        """Ask where the file goes, then draw it."""
        if self.worker.is_running or (table := self.table()) is None:
            return
        folder = WindowState().folder() or self._window.services.path.parent
        name = paths.safe_file_name(f"{table.whose} {table.title}")
        target = dialogs.choose_target(self._window, "Export what is shown", folder / f"{name}.xlsx", FORMS)
        if target is None:
            return
        if target.suffix.lower() not in {".xlsx", ".csv"}:
            target = target.with_name(f"{target.name}.xlsx")
        if dialogs.may_replace(self._window, (target,)):
            WindowState().remember_folder(target.parent)
            self.export(table, target)

    def export(self, table: PlainTable, target: Path) -> None:
        """Draw a table into a file."""
        try:
            check_table_target(target)
        except LeadappError as error:
            self._tell("Not exported.", str(error), "error")
            return
        self._target = target

        def work(_progress: Progress) -> None:
            draw_table_file(table, target)

        self.worker.run(work)

    def _fail(self, error: BaseException) -> None:
        if not isinstance(error, LeadappError):
            raise error
        self._tell("Not exported.", str(error), "error")

    def _tell(self, what: str, why: str, tone: str) -> None:
        banner = self._window.banner
        banner.tell(what, why, Button("Close", "small", on_click=banner.hide), tone=tone)
        announce(banner, f"{what} {why}")
