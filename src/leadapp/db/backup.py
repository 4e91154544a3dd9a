"""Verified copies, restoring one, and the check of a file. Copies go through SQLite's backup interface only."""

from __future__ import annotations

import datetime as dt
import errno
import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from leadapp.db.database import BUSY_SECONDS, SCHEMA_STEP, Database, read_header, who_has_it
from leadapp.db.faults import damaged_store, plain_faults
from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import StepRow
from leadapp.db.soundness import damage_in
from leadapp.db.unfinished import cut_name, part_of
from leadapp.domain.errors import StoreError, StoreInUseError
from leadapp.domain.quarters import format_moment

ID_LETTERS = 8
"""How much of a store's random id stands in the name of its backups."""
_STORE_ID = "SELECT store_id FROM store_info LIMIT 1"
_WHEN = r"( before (restore|upgrade))? \d{4}-\d\d-\d\d \d{4,6}"


def verified_copy(
    source: Path | sqlite3.Connection, target: Path, put_in_place: Callable[[Path, Path], Path] = Path.replace
) -> Path:
    """Copy a file (closed, or by its open connection) to ``target``: sound, equal, on the disk, then put in place.

    ``put_in_place`` says where it lies in the end, which is returned. Raises StoreInUseError where somebody else has the source
    open, StoreError where the copy does not verify.
    """
    part = part_of(target)
    with plain_faults(target), source_told(source):
        part.unlink(missing_ok=True)
        try:
            if isinstance(source, Path):
                _finish_crashed_step(source)
            _copy_and_compare(source, part)
            placed = put_in_place(part, target)
            _sync(placed.parent)
        finally:
            part.unlink(missing_ok=True)
    return placed


def beside_others(part: Path, target: Path) -> Path:
    """Put a finished file in place under a name that nothing has yet: two backups in one second are two files."""
    free = take_free_name(target)
    try:
        return part.replace(free)
    except OSError:
        free.unlink(missing_ok=True)
        raise


def take_free_name(target: Path) -> Path:
    """An empty file under the wanted name, or the first free one with a number behind it. The system decides who was first."""
    free, number = target, 1
    while True:
        try:
            free.open("xb").close()
        except FileExistsError:
            number += 1
            free = target.with_stem(f"{target.stem} {number}")
        else:
            return free


@contextmanager
def source_told(source: Path | sqlite3.Connection) -> Iterator[None]:
    """Say who has a closed file open where SQLite only says that it is locked, and that a file is damaged where it stammers."""
    try:
        yield
    except (sqlite3.OperationalError, UnicodeDecodeError) as error:
        if isinstance(source, Path) and _is(error, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise who_has_it(source) from error
        if isinstance(source, Path) and isinstance(error, UnicodeDecodeError):
            raise damaged_store(source) from error
        raise
    except sqlite3.DatabaseError as error:
        if _is(error, sqlite3.SQLITE_CORRUPT):  # the copy was begun a moment ago: what is damaged is what was read
            raise damaged_store(source if isinstance(source, Path) else _path_of(source)) from error
        raise


def _path_of(connection: sqlite3.Connection) -> Path:
    """The file of an open connection."""
    return Path(connection.execute("PRAGMA database_list").fetchone()[2])


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _finish_crashed_step(path: Path) -> None:
    """Let SQLite take back a step that a crash left half written, as opening the file would."""
    if _journal(path).exists():
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS)
        try:
            _look_in(connection)
        finally:
            connection.close()


def _look_in(connection: sqlite3.Connection) -> None:
    """Read the first page: raises at once where somebody else has the file (a backup would wait for ever)."""
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _open_for_reading(path: Path) -> sqlite3.Connection:
    """A closed file, opened so that nothing can be written; whoever has it open keeps it, so waiting would not help."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS)


def _copy_and_compare(source: Path | sqlite3.Connection, part: Path) -> None:
    opened = _open_for_reading(source) if isinstance(source, Path) else source
    try:
        _look_in(opened)
        copy = sqlite3.connect(part, isolation_level=None)
        try:
            opened.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            if copy.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
                raise StoreError("The backup did not verify, so it was not kept. Check the file from Help.")
            if content_digest(copy) != content_digest(opened):
                raise StoreError("The backup differs from the file, so it was not kept. Try again.")
        finally:
            copy.close()
    finally:
        if isinstance(source, Path):
            opened.close()
    _sync(part)


def content_digest(connection: sqlite3.Connection) -> str:
    """A digest of all rows and the schema, equal for equal content wherever the pages lie."""
    digest = hashlib.sha256()
    objects = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    for row in objects:
        digest.update(repr(row).encode())
    for kind, name, _sql in objects:
        if kind == "table":
            has_contents = any("BLOB" in column[2].upper() for column in connection.execute(f'PRAGMA table_info("{name}")'))
            rows = connection.execute(f'SELECT * FROM "{name}" ORDER BY 1')
            while some := rows.fetchmany(_AT_ONCE):
                digest.update(repr([_short(row) for row in some] if has_contents else some).encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _short(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row with the digest of each large content in its place: writing 10 MB out as text would take four times as much."""
    return tuple(hashlib.sha256(v).digest() if isinstance(v, bytes) and len(v) > _LARGE else v for v in row)


_LARGE, _AT_ONCE = 1000, 500
"""Bytes, and rows."""


def _sync(path: Path) -> None:
    """Make sure a file or, where the system can, a folder is on the disk."""
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup as it is offered for restoring: ``made_at`` is local time, ``size`` in bytes.

    ``is_named_otherwise``: made of a copy of the file that lies elsewhere under another name, or before this one was renamed.
    """

    path: Path
    made_at: dt.datetime
    size: int
    is_named_otherwise: bool = False


@dataclass(frozen=True, slots=True)
class StoreContents:
    """What a closed file holds, told before it is restored; ``last_change`` in local time, None where nothing was written.

    ``store_id`` says which file it is or was copied from: the one that is open, or another one.
    """

    directorate: str
    council: str
    actions: int
    last_change: dt.datetime | None
    store_id: str

    @property
    def words(self) -> str:
        """What it holds, in a sentence."""
        actions = "1 action" if self.actions == 1 else f"{self.actions} actions"
        changed = f"last changed {format_moment(self.last_change)}" if self.last_change else "never changed"
        return f"{self.directorate}, {self.council}: {actions}, {changed}."


def make_backups_folder(folder: Path) -> None:
    """Make the folder that backups go into, with those above it."""
    with plain_faults(folder):
        folder.mkdir(parents=True, exist_ok=True)


def backup_name(stem: str, stamp: str, store: str) -> str:
    """The name of a backup: its file's, when it was made, and the first letters of the store's id (none where it is not known)."""
    return f"{' '.join(part for part in (cut_name(stem), stamp, store[:ID_LETTERS]) if part)}.leadapp"


def back_up(database: Database, folder: Path, stamp: str) -> Path:
    """Make a verified backup of an open file, named after it, the time and its store id. Nothing that lies there is replaced."""
    make_backups_folder(folder)
    name = backup_name(database.path.stem, stamp, open_store_id(database))
    return verified_copy(database.raw(), folder / name, beside_others)


def open_store_id(database: Database) -> str:
    """The id of an open store; empty where the file does not say."""
    with database.reading() as session:
        return str(session.execute(text(_STORE_ID)).scalar() or "")


def store_id(path: Path) -> str:
    """The id of a closed store; empty where it cannot be read."""
    try:
        connection = _open_for_reading(path)
        try:
            return str((connection.execute(_STORE_ID).fetchone() or ("",))[0])
        finally:
            connection.close()
    except (sqlite3.Error, UnicodeDecodeError):
        return ""


def list_backups(folder: Path, stem: str, store: str) -> tuple[BackupFile, ...]:
    """The backups of the store with this id, newest first.

    The name tells it, so that a damaged backup is listed too, and one made before the file was renamed. A backup without an id in
    its name (made of a damaged file, or by an earlier leadapp) belongs here if it has the file's name and holds no other store.
    A copy of a file that was made outside leadapp has the ids of the file, so only its name tells it apart: that is marked.
    """
    if not folder.is_dir():
        return ()
    own = re.compile(re.escape(cut_name(stem)) + _WHEN)
    here = re.compile(rf"{own.pattern}( {re.escape(store[:ID_LETTERS])})?( as it was)?( \d+)?")
    named = re.compile(rf".+{_WHEN} {re.escape(store[:ID_LETTERS])}( \d+)?") if store else own
    found = [
        BackupFile(
            path,
            dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).astimezone(),
            path.stat().st_size,
            not here.fullmatch(path.stem),
        )
        for path in folder.glob("*.leadapp")
        if named.fullmatch(path.stem) or (own.fullmatch(path.stem) and store_id(path) in {store, ""})
    ]
    return tuple(sorted(found, key=lambda backup: (backup.made_at, backup.path.name), reverse=True))


def restore(backup: Path, store: Path, backups: Path, stamp: str) -> Path | None:
    """Put a backup in the place of a closed file. The file that was there is kept as a backup itself, and returned.

    Raises StoreInUseError where somebody has the file open, StoreError for a backup that is damaged, foreign or newer.
    """
    read_header(backup)
    findings = check_file(backup)
    if findings:
        raise StoreError(f"“{backup.name}” is damaged, so nothing was restored: {findings[0]}")
    kept = _keep_present(store, backups, stamp) if _is_there(store) else None
    verified_copy(backup, store, _replace_with_journals)
    return kept


def _is_there(store: Path) -> bool:
    """Whether a file is in the place that is restored to; a folder in its place, or no folder to lie in, is refused."""
    with plain_faults(store):
        if not store.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no folder")
        if store.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder")
        return store.exists()


def _replace_with_journals(part: Path, store: Path) -> Path:
    """Put the restored file in place, and let nothing that a crash left beside the old one be played into it."""
    for ending in ("-journal", "-wal", "-shm"):
        store.with_name(store.name + ending).unlink(missing_ok=True)
    return part.replace(store)


def _keep_present(store: Path, backups: Path, stamp: str) -> Path:
    """Keep what a restore replaces, also where it is too damaged to verify; then byte by byte, with its journal."""
    make_backups_folder(backups)
    when = f"before restore {stamp}"
    try:
        read_header(store)
        return verified_copy(store, backups / backup_name(store.stem, when, store_id(store)), beside_others)
    except StoreInUseError:
        raise
    except StoreError:
        wanted = backups / f"{cut_name(store.stem)} {when} as it was.leadapp"
        with plain_faults(wanted):
            damaged = take_free_name(wanted)
            shutil.copyfile(store, damaged)
            if _journal(store).exists():
                shutil.copyfile(_journal(store), _journal(damaged))
        return damaged


# -------------------------------------------------------------------------------- check
def check_file(path: Path) -> tuple[str, ...]:
    """Everything wrong with a closed file, in sentences; empty if it is sound. Never writes.

    A file beside which a crash left a journal is looked at as a copy, because SQLite would finish the step in place.
    """
    is_older = read_header(path) < SCHEMA_STEP
    with plain_faults(path), source_told(path):
        try:
            return _findings(path, is_older=is_older)
        except sqlite3.OperationalError as error:
            if not _is(error, sqlite3.SQLITE_READONLY):
                raise
        with tempfile.TemporaryDirectory(prefix="leadapp-check-") as folder:
            copy = Path(shutil.copyfile(path, Path(folder) / path.name))
            shutil.copyfile(_journal(path), _journal(copy))
            _finish_crashed_step(copy)
            return _findings(copy, is_older=is_older)


def _is(error: Exception, *codes: int) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in codes


def _findings(path: Path, *, is_older: bool) -> tuple[str, ...]:
    connection = _open_for_reading(path)
    try:
        return damage_in(connection, is_older=is_older)
    finally:
        connection.close()


def describe(path: Path) -> StoreContents:
    """What a closed file holds, for the question before a restore.

    Raises StoreError where the file cannot be read.
    """
    read_header(path)
    with plain_faults(path), source_told(path):
        connection = _open_for_reading(path)
        try:
            name, council = connection.execute("SELECT name, council FROM directorate LIMIT 1").fetchone() or ("", "")
            (last,) = connection.execute("SELECT at FROM change_step ORDER BY id DESC LIMIT 1").fetchone() or ("",)
            (actions,) = connection.execute("SELECT count(*) FROM plan_action").fetchone()
            (store,) = connection.execute(_STORE_ID).fetchone() or ("",)
        except sqlite3.OperationalError as error:
            if _is(error, sqlite3.SQLITE_ERROR):  # a table is not there
                raise damaged_store(path) from error
            raise
        finally:
            connection.close()
    return StoreContents(name, council, actions, dt.datetime.fromisoformat(last).astimezone() if last else None, store)


def newest_step(session: Session) -> int:
    """The number of the newest step of the change log, 0 for none."""
    return read(session, select(func.max(table_of(StepRow).c.number))).scalar() or 0
