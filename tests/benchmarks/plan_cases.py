"""Taking in a tracker, and the plan's table: measured beside openpyxl with raw SQL, and in CPU milliseconds a step."""

from __future__ import annotations

import shutil
import sqlite3
import statistics
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from PySide6.QtCore import Qt
from sqlalchemy import Engine, event

from leadapp.db import directorate_records
from leadapp.db.database import PRAGMAS
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services, make_file, open_services
from leadapp.services.tracker_service import read_list_file
from tests.benchmarks.measure import tell_figure, tell_ratio, timed
from tests.benchmarks.ten_years import LAST, SETUP, moment
from tests.imports.trackers import large

ROWS, SHOWN = 1_000, 2_000
STEP = 0.05
"""CPU seconds that one step of the table may take."""
LONGEST_CHECK = 0.5
"""CPU seconds for check, triggers and comparison together."""


def tracker(folder: Path) -> None:
    """A list of 1,000 actions, from the file to the last row, against openpyxl reading it and sqlite3 writing the same rows.

    "The same rows" are those of every table that taking the list writes: actions, updates and people, their entries in the change
    log and their places in the search index. sqlite3 gets each statement once, with all its parameters made beforehand, so making
    them (matching, checksums, the log's texts and digests) counts on our side alone. Both files are open, with the same pragmas,
    and the corporate plan is known before the clock runs: a window has read it long before a person chooses her list.
    """
    source, empty = folder / "tracker.xlsx", folder / "before.leadapp"
    source.write_bytes(large(ROWS))
    make_file(empty, SETUP, moment).close()
    statements = _statements(source, _copies(folder, empty, "noted"))

    ours_files, bare_files = _copies(folder, empty, "ours"), _copies(folder, empty, "bare")

    def ours() -> float:
        services = open_services(next(ours_files), moment)
        services.preferences.corporate_plan()
        found = timed(lambda: _take(services, source))
        services.close()
        return found

    def bare() -> float:
        raw = sqlite3.connect(next(bare_files), isolation_level=None)
        for name, value, _ in PRAGMAS:
            raw.execute(f"PRAGMA {name}={value}")
        found = timed(lambda: _read_and_write(source, raw, statements))
        raw.close()
        return found

    tell_ratio(f"tracker of {ROWS:,} rows / openpyxl + same rows", ours, bare, 2, 5)


def _copies(folder: Path, source: Path, name: str) -> Iterator[Path]:
    for number in count():
        target = folder / f"{name}{number}.leadapp"
        shutil.copyfile(source, target)
        yield target


def _take(services: Services, source: Path) -> None:
    book = read_list_file(source)
    guess = services.tracker.guess(book.sheets[0])
    services.tracker.take(services.tracker.preview(guess, book.remarks), guess, source.name)


def _statements(source: Path, files: Iterator[Path]) -> list[tuple[str, list[Any]]]:
    """What taking the list writes: each statement with all its rows."""
    found: list[tuple[str, list[Any]]] = []

    def note(_c: object, _cursor: object, statement: str, parameters: Any, _context: object, many: bool) -> None:
        if statement.lstrip().split()[0].upper() in {"INSERT", "UPDATE", "DELETE"}:
            several = many and isinstance(parameters, list)  # else one statement that inserts many rows at once
            rows = list(parameters) if several else [parameters]
            if found and found[-1][0] == statement:
                found[-1][1].extend(rows)
            else:
                found.append((statement, rows))

    services = open_services(next(files), moment)
    event.listen(Engine, "before_cursor_execute", note)
    _take(services, source)
    event.remove(Engine, "before_cursor_execute", note)
    services.close()
    return found


def _read_and_write(source: Path, raw: sqlite3.Connection, statements: list[tuple[str, list[Any]]]) -> None:
    sheet: Any = load_workbook(source, read_only=True, data_only=True).active
    for _row in sheet.iter_rows(values_only=True):
        pass
    raw.execute("BEGIN IMMEDIATE")
    for statement, rows in statements:
        raw.executemany(statement, rows)
    raw.execute("COMMIT")


def table(folder: Path) -> None:
    """The table of 2,000 actions in the window: a page down, a sort, a filter, one edit, each in CPU seconds."""
    from leadapp.ui.application import make_application
    from leadapp.ui.main_window import MainWindow
    from leadapp.ui.plan.plan_page import PlanPage

    source, file = folder / "table.xlsx", folder / "table.leadapp"
    source.write_bytes(large(SHOWN))
    services = make_file(file, SETUP, moment)
    _take(services, source)
    application = make_application([])
    window = MainWindow(services)
    window.show()
    window.go("plan")
    application.processEvents()
    page = window.rooms["plan"]
    assert isinstance(page, PlanPage)
    view = page.my_actions
    bar = view.table.verticalScrollBar()
    resets: list[None] = []
    view.model.modelReset.connect(lambda: resets.append(None))

    def shown() -> None:
        application.processEvents()
        view.table.viewport().repaint()

    def scroll() -> None:
        bar.setValue(bar.value() + bar.pageStep())
        shown()

    turns = count()

    def sort() -> None:
        order = Qt.SortOrder.AscendingOrder if next(turns) % 2 else Qt.SortOrder.DescendingOrder
        view.table.horizontalHeader().setSortIndicator(1, order)
        shown()

    words = iter(("ba", "bab", "", "lu", "", "ki", "no", "", "di", "", "co", ""))

    def narrow() -> None:
        view.filter.line.setText(next(words))
        shown()

    action = services.plan.list_actions()[900]

    def edit() -> None:
        now = services.plan.action(action.id)
        window.bus.tell(services.plan.change(now.id, now.version, ActionDraft(title=f"Another title {next(turns)}")))
        shown()

    for name, work in (("page down", scroll), ("sort", sort), ("filter", narrow), ("one edit", edit)):
        work()
        resets.clear()
        steps = sorted(timed(work) for _ in range(9))
        tell_figure(f"table of {SHOWN:,}: {name}", steps[4], STEP, f"s CPU ({len(resets)} resets)")
    window.close()


def check(file: Path) -> None:
    """Check, triggers and comparison of the last return of ten years, each read anew; and the record with all of it."""
    services = open_services(file, moment)

    def anew(work: Callable[[Quarter], object]) -> float:
        with services.database.writing("Nothing is kept of what was read") as step:
            directorate_records.change_directorate(
                step.session, services.preferences.directorate().version, {"email_to": next(to)}
            )
        return timed(lambda: work(LAST))

    to = (f"group{number}@example.org" for number in count())
    anew(services.returns.assemble)
    checked = statistics.median(anew(services.returns.checks) for _ in range(7))
    whole = statistics.median(anew(services.returns.assemble) for _ in range(7))
    tell_figure("check of ten years", checked, LONGEST_CHECK, "s CPU")
    tell_figure("check, triggers and comparison, whole record", whole, LONGEST_CHECK, "s CPU")
    services.close()
