"""Small files for tests: a new directorate at a fixed day, and shorthands to look into a file from outside."""

import datetime as dt
import os
import sqlite3
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from leadapp.domain.directorate import ServiceDraft, Setup
from leadapp.domain.plan import PlanAction
from leadapp.services.opening import Services, make_file

MONTH_ZERO = dt.date(2026, 1, 1)


class StandingClock:
    """A clock that a test sets. It starts on 6 October 2026, when 2026-27-Q2 is being reported."""

    def __init__(self, day: dt.date = dt.date(2026, 10, 6)) -> None:
        self.now = dt.datetime.combine(day, dt.time(9, 0), dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.now

    def go_to(self, day: dt.date) -> None:
        self.now = dt.datetime.combine(day, dt.time(9, 0), dt.UTC)


def new_services(
    path: Path, clock: Callable[[], dt.datetime] | None = None, month_zero: dt.date | None = MONTH_ZERO, priority: bool = True
) -> Services:
    """A new file of a directorate with two services."""
    setup = Setup(
        council="Norbury City Council",
        directorate="Neighbourhood Services",
        lead_name="Ọládàpọ̀ Łukasz",
        lead_post="Head of Housing",
        month_zero=month_zero,
        priority=priority,
        services=(ServiceDraft("Housing Options", True), ServiceDraft("Parks")),
    )
    return make_file(path, setup, clock or StandingClock())


def by_reference(services: Services, reference: str) -> PlanAction:
    """The action people call ``reference``."""
    return next(a for a in services.plan.list_actions() if a.reference == reference)


@contextmanager
def outside(path: Path) -> Iterator[sqlite3.Connection]:
    """A closed file opened by somebody else's SQLite."""
    connection = sqlite3.connect(path)
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the directorate's own tables of a closed file, without versions, checksums and the log."""
    from leadapp.db.logged import logged_tables

    with outside(path) as connection:
        connection.row_factory = sqlite3.Row
        found = {}
        for table in logged_tables():
            rows = connection.execute(f'SELECT * FROM "{table}" ORDER BY uid').fetchall()
            found[table] = [tuple(row[k] for k in row.keys() if k not in {"version", "checksum"}) for row in rows]  # noqa: SIM118
    return found


HOLD = """
    import sys
    from pathlib import Path
    from leadapp.services.opening import open_services
    services = open_services(Path(sys.argv[1]))
    print("open", flush=True)
    sys.stdin.readline()
"""


def run_python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Python code as another process of the checkout."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": "src"},
    )
