"""What is measured: the limits are those the project has set itself."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from reportlab.platypus import Paragraph, SimpleDocTemplate
from sqlalchemy import Engine, event

from leadapp.db.database import PRAGMAS
from leadapp.db.search import FIND, match_words
from leadapp.exports import pdf, workbook, workbook_styles
from leadapp.exports.pdf_parts import HeadingPart, PartMaker
from leadapp.exports.pdf_text import Letters
from leadapp.services.opening import make_file, open_services
from leadapp.services.return_service import Draft
from tests.benchmarks import ask_cases, plan_cases
from tests.benchmarks.measure import cpu_of, tell_figure, tell_ratio, timed, waited
from tests.benchmarks.ten_years import LAST, SETUP, make_ten_years, moment

BARE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
{more}
application = QApplication(sys.argv)
window = QMainWindow()
window.resize(1280, 800)
window.show()
QTimer.singleShot(0, window.close)
application.exec()
"""


class Bench:
    """The files that are measured, made once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ten_years = folder / "ten_years.leadapp"
        self.empty = folder / "empty.leadapp"
        make_ten_years(self.ten_years)
        make_file(self.empty, SETUP, moment).close()

    def window(self, file: Path) -> tuple[float, float]:
        """CPU seconds and MiB of leadapp's window on a file."""
        return cpu_of([sys.executable, "-m", "leadapp", str(file), "--quit-when-ready"])

    def bare_window(self, more: str = "") -> tuple[float, float]:
        """CPU seconds and MiB of a bare window."""
        return cpu_of([sys.executable, "-c", BARE_WINDOW.format(more=more)])

    def draft(self) -> Draft:
        """The last return of the ten-year file, ready to be drawn."""
        services = open_services(self.ten_years, moment)
        try:
            return services.returns.prepare(LAST, {"xlsx": self.folder / "a.xlsx", "pdf": self.folder / "a.pdf"})
        finally:
            services.close()


def start(bench: Bench) -> None:
    """Start to usable."""
    tell_ratio(
        "start, ten years / bare window + SQLAlchemy",
        lambda: bench.window(bench.ten_years)[0],
        lambda: bench.bare_window("import sqlalchemy")[0],
        1.8,
    )
    tell_ratio(
        "start, ten years / empty file",
        lambda: bench.window(bench.ten_years)[0],
        lambda: bench.window(bench.empty)[0],
        1.15,
    )


def memory(bench: Bench) -> None:
    """Peak memory of the window above a bare one."""
    more = [bench.window(bench.ten_years)[1] - bench.bare_window()[1] for _ in range(3)]
    tell_figure("memory above a bare Qt window", statistics.median(more), 90, "MiB")


def rooms(bench: Bench) -> None:
    """What Home tells a moment after the start, then the first opening of every other room and of every tab of the plan but its first.

    Home's triggers have a line of their own: they would else be counted as part of whichever room is opened first.
    """
    from PySide6.QtCore import QEventLoop

    from leadapp.ui.application import make_application
    from leadapp.ui.home.home_page import HomePage
    from leadapp.ui.main_window import MainWindow
    from leadapp.ui.plan.plan_tabs import TABS
    from leadapp.ui.rooms import ROOMS, TAIL

    application = make_application([])
    window = MainWindow(open_services(bench.ten_years, moment))
    window.show()
    application.processEvents()
    home = window.rooms["home"]
    assert isinstance(home, HomePage)

    def complete_home() -> None:
        while not home.is_complete:
            application.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)

    tell_figure("Home's triggers, told after the start", timed(complete_home), 0.3, "s CPU")

    def open_room(key: str) -> None:
        window.go(key)
        application.processEvents()
        window.grab()

    tabs = [(key, f"Plan, {title}") for key, title in TABS[1:]]
    for key, title in [(key, title) for key, title, _ in (*ROOMS[1:], *TAIL)] + tabs:
        tell_figure(f"first opening of {title}", timed(lambda key=key: open_room(key)), 0.3, "s CPU")  # type: ignore[misc]
    window.close()


def edit(bench: Bench) -> None:
    """One saved edit against the very statements it ran, through sqlite3 with the same pragmas on a copy of the file."""
    copy = bench.folder / "raw.leadapp"
    shutil.copyfile(bench.ten_years, copy)
    services, raw = open_services(bench.ten_years, moment), _raw(copy)
    action = services.plan.list_actions()[7].id
    texts = iter(f"Update number {n} of this benchmark." for n in range(10_000))
    statements: list[tuple[str, Any]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if statement.lstrip().split()[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            statements.extend((statement, one) for one in (parameters if many else [parameters]))

    def ours() -> float:
        statements.clear()
        text = next(texts)
        return waited(lambda: services.round.write_update(action, text, visit=text))

    def bare() -> float:
        def work() -> None:
            raw.execute("BEGIN IMMEDIATE")
            for statement, one in statements:
                raw.execute(statement, one)
            raw.execute("COMMIT")

        return waited(work)

    event.listen(Engine, "before_cursor_execute", note)
    tell_ratio("edit / the same rows through sqlite3", ours, bare, 4, 60)
    event.remove(Engine, "before_cursor_execute", note)
    raw.close()
    services.close()


def _raw(path: Path) -> sqlite3.Connection:
    raw = sqlite3.connect(path, isolation_level=None)
    raw.execute("PRAGMA locking_mode=EXCLUSIVE")
    for name, value, _ in PRAGMAS:
        raw.execute(f"PRAGMA {name}={value}")
    return raw


def search(bench: Bench) -> None:
    """The first 50 hits with extract."""
    copy = bench.folder / "search.leadapp"
    shutil.copyfile(bench.ten_years, copy)
    services, raw = open_services(bench.ten_years, moment), _raw(copy)
    query = FIND.replace(":words", "?").replace(":most", "?")
    for typed in ("training network", "resid", "champion standard"):
        words = match_words(typed)
        tell_ratio(
            f"search “{typed}” / same SQL in sqlite3",
            lambda typed=typed: timed(lambda: services.search.find(typed)),  # type: ignore[misc]
            lambda words=words: timed(lambda: raw.execute(query, (words, 50)).fetchall()),  # type: ignore[misc]
            2,
            20,
        )
    raw.close()
    services.close()


def excel(bench: Bench) -> None:
    """The workbook against openpyxl writing the same cells and styles."""
    document, path = bench.draft().document, bench.folder / "ours.xlsx"
    workbook.draw_workbook(document, path, lambda _done, _total: None)
    drawn = load_workbook(path)
    sheets = [
        (sheet.title, [(c.row, c.column, c.value, c.style) for line in sheet.iter_rows() for c in line if isinstance(c, Cell)])
        for sheet in drawn
    ]

    def bare() -> None:
        book = Workbook()
        workbook_styles.add_styles(book)
        for title, cells in sheets:
            sheet = book.create_sheet(title)
            for row, column, value, style in cells:
                cell = sheet.cell(row, column)
                if value is not None:
                    cell.value = value
                if style != "Normal":
                    cell.style = style
        book.save(bench.folder / "bare.xlsx")

    cells = sum(len(found) for _, found in sheets)
    tell_ratio(
        f"workbook ({cells:,} cells) / bare openpyxl",
        lambda: timed(lambda: workbook.draw_workbook(document, path, lambda _done, _total: None)),
        lambda: timed(bare),
        1.6,
        5,
    )


def paper(bench: Bench) -> None:
    """The PDF against bare platypus making and drawing the same flowables."""
    document, path = bench.draft().document, bench.folder / "ours.pdf"

    def bare() -> None:
        parts = pdf.section_parts(document, PartMaker(Letters()))
        plain = [Paragraph(escape(part.plain), part.style) if isinstance(part, HeadingPart) else part for part in parts]
        SimpleDocTemplate(str(bench.folder / "bare.pdf"), initialFontName="Lead", pageCompression=1).build(plain)

    tell_ratio(
        "PDF / bare platypus",
        lambda: timed(lambda: pdf.draw_pdf(document, path, lambda _done, _total: None)),
        lambda: timed(bare),
        1.6,
        5,
    )


CASES: dict[str, Callable[[Bench], None]] = {
    "start": start,
    "memory": memory,
    "rooms": rooms,
    "edit": edit,
    "search": search,
    "workbook": excel,
    "pdf": paper,
    "tracker": lambda bench: plan_cases.tracker(bench.folder),
    "table": lambda bench: plan_cases.table(bench.folder),
    "check": lambda bench: plan_cases.check(bench.ten_years),
    "collect": lambda bench: ask_cases.collect(bench.folder),
}
