"""Damage in a file, as sentences: its pages, its links, the checksum of every row, the chain of the change log, evidence files.

The rows and the log are checked a batch at a time, so that a window can do it between two keystrokes. No statement stays open from
one batch to the next, and nothing is remembered of the rows, so the file may be written in between.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from leadapp.db.change_log import UNSEALED, chain_link, entry_digest, seal, step_head
from leadapp.domain.packed import Packed, is_whole

ALL_AT_ONCE, BETWEEN_KEYSTROKES = 1000, 20
"""How many rows are read in one go: for the check of a whole file, and for a check that must not be felt."""
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY}


@dataclass(frozen=True, slots=True)
class Damage:
    """One finding: the table it is in, what is wrong in a sentence, and the row's id if it is one row's."""

    table: str
    sentence: str
    row: int | None = None


Batch = tuple[Damage, ...]


def damage_in(connection: sqlite3.Connection, *, is_older: bool = False) -> tuple[str, ...]:
    """Everything that is damaged, as sentences; empty if the file is sound. Raises only where somebody else has the file.

    A file of an older schema (``is_older``) need not have every table.
    """
    try:
        found = [*_pages_and_links(connection)]
    except _UNREADABLE as error:
        _pass_busy(error)
        return (f"The file cannot be read to its end ({type(error).__name__}).",)
    return (*found, *(damage.sentence for batch in damaged_rows(connection, ALL_AT_ONCE, is_older=is_older) for damage in batch))


_UNREADABLE = (sqlite3.Error, ValueError, TypeError, OverflowError)  # the last three: values of a kind that was never written


def _pass_busy(error: Exception) -> None:
    """Somebody else has the file: that is no damage."""
    if getattr(error, "sqlite_errorcode", 0) & 0xFF in _BUSY:
        raise error


def _pages_and_links(connection: sqlite3.Connection) -> Iterator[str]:
    for (told,) in connection.execute("PRAGMA integrity_check(5)"):
        for line in told.splitlines():  # several findings may come as one text, under a line of asterisks
            if line != "ok" and not line.startswith("***"):
                yield f"Pages are damaged: {line.rstrip('.')}."
    for table, row, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        yield f"Row {row} of {table} points to a row of {parent} that is not there."


def damaged_rows(connection: sqlite3.Connection, size: int = BETWEEN_KEYSTROKES, *, is_older: bool = False) -> Iterator[Batch]:
    """Check every row and the history, ``size`` rows a step; each step tells what it found, mostly nothing.

    A table that cannot be read to its end is one finding, and the check goes on with the next.
    """
    from leadapp.db.logged import logged_tables  # the start of the window does without

    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in logged_tables():
        if is_older and table not in there:
            continue
        yield from _to_its_end(table, _rows_not_as_written(connection, table, size))
    yield from _to_its_end("change_entry", _entries_not_as_written(connection, size))
    yield from _to_its_end("change_step", _steps_out_of_chain(connection, size))
    if "evidence_content" in there:
        yield from _to_its_end("evidence_content", _contents_not_as_added(connection))
    if "frozen_return" in there:
        yield from _to_its_end("frozen_return", _returns_not_as_submitted(connection))


def _to_its_end(table: str, batches: Iterator[Batch]) -> Iterator[Batch]:
    try:
        yield from batches
    except _UNREADABLE as error:
        _pass_busy(error)
        yield (Damage(table, f"Rows of {table} cannot be read to their end ({type(error).__name__})."),)


def _batches(connection: sqlite3.Connection, table: str, size: int) -> Iterator[list[sqlite3.Row]]:
    """The rows of a table in order, so many at a time."""
    last = -(1 << 62)
    while True:
        cursor = connection.cursor()
        cursor.row_factory = sqlite3.Row
        rows = cursor.execute(f'SELECT * FROM "{table}" WHERE id > ? ORDER BY id LIMIT ?', (last, size)).fetchall()
        if not rows:
            return
        last = rows[-1]["id"]
        yield rows


def _rows_not_as_written(connection: sqlite3.Connection, table: str, size: int) -> Iterator[Batch]:
    # the columns that this file has: in one of an older schema they may be fewer than the program's own
    columns = {name: kind for _, name, kind, *_ in connection.execute(f'PRAGMA table_info("{table}")')}
    names = [name for name in columns if name not in UNSEALED]
    booleans = {name for name in names if columns[name] == "BOOLEAN"}

    def is_sound(row: sqlite3.Row) -> bool:
        values = {name: _as_logged(row[name], name in booleans) for name in names}
        return bool(row["checksum"] == seal(table, row["uid"], row["version"], values))

    for rows in _batches(connection, table, size):
        yield tuple(
            Damage(table, f"Row {row['id']} of {table} is not as it was written.", row["id"]) for row in rows if not is_sound(row)
        )


def _as_logged(value: Any, is_boolean: bool) -> Any:
    return bool(value) if is_boolean and value is not None else value


def _entries_not_as_written(connection: sqlite3.Connection, size: int) -> Iterator[Batch]:
    def is_sound(entry: sqlite3.Row) -> bool:
        fields = tuple(entry[name] for name in ("kind", "table_name", "row_uid", "field", "before", "after"))
        return bool(entry["blanked"] or entry["digest"] == entry_digest(entry["salt"], fields))

    for entries in _batches(connection, "change_entry", size):
        yield tuple(
            Damage("change_entry", f"An entry of the history (step {entry['step_id']}) is not as it was written.")
            for entry in entries
            if not is_sound(entry)
        )


def _steps_out_of_chain(connection: sqlite3.Connection, size: int) -> Iterator[Batch]:
    before = "SELECT chain FROM change_step WHERE id < ? ORDER BY id DESC LIMIT 1"
    own = "SELECT digest FROM change_entry WHERE step_id = ? ORDER BY id"
    for steps in _batches(connection, "change_step", size):
        # read anew for each batch: the newest step may have been continued or taken back since the last one
        (previous,) = connection.execute(before, (steps[0]["id"],)).fetchone() or (b"",)
        found = []
        for step in steps:
            digests = [digest for (digest,) in connection.execute(own, (step["id"],))]
            if step["chain"] != chain_link(previous, step_head(dict(step)), digests):
                found.append(
                    Damage("change_step", f"Step {step['number']} of the history does not follow on from the one before.")
                )
            previous = step["chain"]
        yield tuple(found)


def _contents_not_as_added(connection: sqlite3.Connection) -> Iterator[Batch]:
    """The contents of files given as evidence against their SHA-256, one at a time; then whether each file has its content."""
    for (number,) in connection.execute("SELECT id FROM evidence_content ORDER BY id").fetchall():
        row = connection.execute("SELECT sha256, content FROM evidence_content WHERE id = ?", (number,)).fetchone()
        if row is not None and hashlib.sha256(row[1]).hexdigest() != row[0]:
            yield (Damage("evidence_content", f"The content of an evidence file is not as it was added ({row[0][:12]})."),)
        else:
            yield ()
    without = connection.execute(_WITHOUT_CONTENT).fetchall()
    yield tuple(Damage("evidence", f"The content of the evidence file “{name}” is not there.") for (name,) in without)


_WITHOUT_CONTENT = """
SELECT file_name FROM evidence WHERE kind = 'file'
AND NOT EXISTS (SELECT 1 FROM evidence_content AS kept WHERE kept.sha256 = evidence.sha256)
"""


def actions_concerned(connection: sqlite3.Connection, found: Iterable[Damage]) -> tuple[str, ...]:
    """The actions whose rows, or rows that hang on them, are damaged: "2.4 An EIA before every decision", as far as they can be read."""
    named: dict[str, None] = {}
    for damage in found:
        wanted = _ACTION_OF.get(damage.table)
        if wanted is None or damage.row is None:
            continue
        with suppress(*_UNREADABLE):
            for reference, title in connection.execute(wanted, (damage.row,)):
                named[" ".join(part for part in (str(reference), str(title)) if part)] = None
    return tuple(named)


_NAME = "SELECT action.reference, action.title FROM plan_action AS action"
_HANGING = ("milestone", "progress_update", "redating", "kpi", "smartie", "evidence_use")
_ACTION_OF = {
    "plan_action": f"{_NAME} WHERE action.id = ?",
    **{table: f"{_NAME} JOIN {table} AS own ON own.action_id = action.id WHERE own.id = ?" for table in _HANGING},
    **{
        table: f"{_NAME} JOIN kpi ON kpi.action_id = action.id JOIN {table} AS own ON own.kpi_id = kpi.id WHERE own.id = ?"
        for table in ("kpi_value", "service_value")
    },
}
"""How the action of a damaged row is found, by the row's table."""


def _returns_not_as_submitted(connection: sqlite3.Connection) -> Iterator[Batch]:
    """Submitted revisions against their SHA-256, one at a time; then whether each has what was frozen of it."""
    wanted = "SELECT quarter, revision, frozen_at, sha256, record, documents FROM frozen_return WHERE id = ?"
    for (number,) in connection.execute("SELECT id FROM frozen_return ORDER BY id").fetchall():
        row = connection.execute(wanted, (number,)).fetchone()
        if row is not None and not _is_as_submitted(row[2], Packed(*row[3:])):
            yield (Damage("frozen_return", f"Revision {row[1]} of {row[0]} is not as it was submitted."),)
        else:
            yield ()
    without = connection.execute(_WITHOUT_FROZEN).fetchall()
    told = "What was submitted as revision {1} of {0} is not there, or another than its row in the file says."
    yield tuple(Damage("frozen_return", told.format(*row)) for row in without)


def _is_as_submitted(moment: Any, packed: Packed) -> bool:
    try:
        dt.datetime.fromisoformat(moment)
    except (ValueError, TypeError):
        return False
    return is_whole(packed)


_WITHOUT_FROZEN = """
SELECT quarter, revision FROM quarter_return AS sent WHERE state = 'submitted' AND sha256 <> ''
AND NOT EXISTS (
    SELECT 1 FROM frozen_return AS kept
    WHERE kept.quarter = sent.quarter AND kept.revision = sent.revision AND kept.sha256 = sent.sha256
)
"""
