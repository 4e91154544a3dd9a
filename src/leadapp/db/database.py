"""One open file: the engine with its settings read back, ``reading()`` and ``writing(label)``.

One connection, used in one thread. Never open the same file a second time in this process, not even to read its first bytes:
closing that handle would drop SQLite's locks (POSIX).
"""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from leadapp.db.change_log import _ALLOWED, StepRecorder, UnloggedWriteError, guard_writes, listen, writing_allowed
from leadapp.db.faults import damaged_store, plain_faults, read_only
from leadapp.db.row_types import Row
from leadapp.db.soundness import damage_in
from leadapp.domain.changes import Changes, Topic
from leadapp.domain.errors import LeadappError, NewerStoreError, StoreError, StoreInUseError
from leadapp.domain.history import StepKind
from leadapp.domain.quarters import format_moment

import_module("sqlalchemy.dialects.sqlite")  # with the rest, before Qt is loaded, rather than at the first engine

APPLICATION_ID = 0x4C454144  # "LEAD"
SCHEMA_STEP = 3
"""The number of the newest schema step (``user_version`` of a file made by this version)."""

PRAGMAS: tuple[tuple[str, str, object], ...] = (
    ("locking_mode", "EXCLUSIVE", "exclusive"),
    ("journal_mode", "TRUNCATE", "truncate"),
    ("synchronous", "EXTRA", 3),
    ("fullfsync", "ON", 1),
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("secure_delete", "ON", 1),
    ("temp_store", "MEMORY", 2),
    ("busy_timeout", "5000", 5000),
)
"""Every setting with the value it must read back as."""

BUSY_SECONDS = 0.3
"""How long opening waits for a file that somebody else has: they keep it while their window is open, so say so soon."""


class ClosedDatabaseError(RuntimeError):
    """A defect of ours: something asked a file that was let go. Answering would open it again behind everybody's back."""


_HEADER = b"SQLite format 3\x00"
_open_here: dict[str, Database] = {}


def is_open_here(path: Path) -> bool:
    """Whether this process has the file open, by whatever name (a link, or other capitals where the disk takes them as equal)."""
    return _key(path) in _open_here or any(is_same_file(path, database.path) for database in _open_here.values())


def is_same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, by whatever names."""
    try:
        return one.samefile(other)
    except OSError:
        return False  # one of them is not there


def real_path(path: Path) -> Path:
    """The absolute path of a file, a link followed to its end: SQLite keeps its journal beside the file, not beside the link."""
    with plain_faults(path, reading=True):
        return Path(os.path.realpath(path)) if path.is_symlink() else path.absolute()


def lock_note(path: Path) -> Path:
    """The small file beside an open one that says who has it."""
    return path.with_name(path.name + ".open")


def who_has_it(path: Path) -> StoreInUseError:
    """The sentence for a file that another window or process has open: the note beside it names where and since when."""
    try:
        note = json.loads(lock_note(path).read_text("utf-8"))
        where = "this computer" if note["computer"] == platform.node() else note["computer"]
        who = f"on {where} since {note['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        who = "in another window or on another computer"
    return StoreInUseError(f"“{path.name}” is already open {who}. Close it there first; nothing was changed.", who)


def _key(path: Path) -> str:
    return os.path.normcase(os.path.realpath(path))


def read_header(path: Path) -> int:
    """Look at the first bytes of a closed file and return its schema step. Raises StoreError in words for anything foreign."""
    if is_open_here(path):
        raise StoreInUseError(f"“{path.name}” is already open in this window.")
    with plain_faults(path, reading=True):
        if not path.exists():
            raise StoreError(f"“{path.name}” is not there. It may have been moved or renamed.")
        if path.is_dir():
            raise StoreError(f"“{path.name}” is a folder, not a leadapp file.")
        if not path.is_file():
            raise StoreError(f"“{path.name}” is not a leadapp file.")  # a pipe would let us wait for ever
        with path.open("rb") as file:
            head = file.read(100)
    if not head:
        raise StoreError(f"“{path.name}” is empty. It holds no data; restore a backup or start a new file.")
    if not head.startswith(_HEADER[: len(head)]):
        raise StoreError(f"“{path.name}” is not a leadapp file.")
    if len(head) < 100:
        raise StoreError(f"“{path.name}” is cut off after {len(head)} bytes. Restore a backup.")
    if int.from_bytes(head[68:72], "big") != APPLICATION_ID:
        raise StoreError(f"“{path.name}” is a database of another program, not a leadapp file.")
    step = int.from_bytes(head[60:64], "big")
    if step > SCHEMA_STEP:
        raise NewerStoreError(f"“{path.name}” was made by a newer leadapp. Install that version to open it; nothing was changed.")
    return step


@dataclass
class Step:
    """A step being written: work on ``session``; ``changes`` is what it touched, known once the block has ended."""

    session: Session
    changes: Changes = field(default_factory=Changes)


class Database:
    """One open file. ``clock`` gives the time of each step; it is passed in so that tests and the sample own it."""

    def __init__(self, path: Path, clock: Callable[[], dt.datetime]) -> None:
        self.path = path
        self.clock = clock
        self.is_open = True
        self._current: Session | None = None
        self._is_writing = False
        self._written: Counter[Topic] = Counter()
        try:
            with plain_faults(path):
                self._engine = _engine(path)
                self._take_lock()
                self._know_tables()
        except UnicodeDecodeError as error:  # SQLite quotes a damaged schema in its message
            self._engine.dispose()
            raise damaged_store(path) from error
        _open_here[_key(path)] = self
        self._write_lock_note()
        self._reading = self._engine.execution_options(leadapp_reading=True)

    def generation(self, *topics: Topic) -> object:
        """Equal to an earlier one as long as nothing of these topics was written since. Inside a step it equals nothing."""
        return object() if self._is_writing else tuple(self._written[topic] for topic in topics)

    # ------------------------------------------------------------------ the two doors
    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that can only read. Inside another block it is that block's session, so a step sees what it wrote.

        This door and the others raise ClosedDatabaseError once the file was let go.
        """
        self._refuse_closed()
        if self._current is not None:
            yield self._current
            return
        with self._faults(), Session(self._reading, autoflush=False) as session:
            listen(session, None)
            self._current = session
            try:
                yield session
            finally:
                self._current = None

    @contextmanager
    def writing(self, label: str, *, visit: str = "", kind: StepKind = StepKind.DO, answers: int | None = None) -> Iterator[Step]:
        """One transaction, one entry in the change log, one undo step named ``label``. Any exception rolls all of it back.

        Writing again with the ``visit`` of the newest step goes on with that step instead of adding one.
        """
        self._refuse_closed()
        if self._current is not None:
            raise RuntimeError("a step cannot begin inside another step or a reading block")
        recorder = StepRecorder(label, self.clock(), kind, answers, visit)
        with self._faults(), Session(self._engine, expire_on_commit=False) as session:
            listen(session, recorder)
            self._current, self._is_writing = session, True
            try:
                with session.begin():
                    step = Step(session)
                    yield step
                    session.flush()
                    changes = recorder.finish(session.connection())
            finally:
                self._current, self._is_writing = None, False
                self._forbid_writing()
        self._written.update(changes.topics)
        step.changes = changes

    @contextmanager
    def maintaining(self) -> Iterator[Connection]:
        """A transaction for work on tables that are not logged (export log, search index). Never for logged rows."""
        self._refuse_closed()
        with self._faults(), self._engine.begin() as connection, writing_allowed(connection):
            yield connection

    def raw(self) -> sqlite3.Connection:
        """The one SQLite connection, for the backup interface and the check of its rows only."""
        self._refuse_closed()
        connection = self._engine.raw_connection().driver_connection
        assert isinstance(connection, sqlite3.Connection)
        return connection

    def close(self) -> None:
        """Let the file go. Safe to call twice, also while another one has the same file open by now."""
        if not self.is_open:
            return
        with suppress(sqlite3.Error):
            self.raw().execute("PRAGMA journal_mode=DELETE")  # leaves no empty journal beside the file
        self._engine.dispose()
        self.is_open = False
        _open_here.pop(_key(self.path), None)
        with suppress(OSError):
            lock_note(self.path).unlink(missing_ok=True)

    # ------------------------------------------------------------------ inside
    def _refuse_closed(self) -> None:
        if not self.is_open:
            raise ClosedDatabaseError("the file was let go before; nothing can be read or written any more")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Faults as sentences. Whatever else goes wrong in a file whose rows are not as they were written is the damage's doing."""
        try:
            with plain_faults(self.path):
                yield
        except (LeadappError, UnloggedWriteError):
            raise
        except Exception as error:
            if damage_in(self.raw()):
                raise damaged_store(self.path) from error
            raise

    def _take_lock(self) -> None:
        try:
            with self._engine.connect():
                pass
        except Exception as error:
            self._engine.dispose()
            original = getattr(error, "orig", error)
            code = getattr(original, "sqlite_errorcode", 0) & 0xFF
            if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
                raise who_has_it(self.path) from error
            raise
        if not (os.access(self.path, os.W_OK) and os.access(self.path.parent, os.W_OK)):
            self._engine.dispose()
            raise read_only(self.path)  # else it would open, and refuse the first words typed

    def _know_tables(self) -> None:
        """Refuse a file in which a table of ours is not there: nothing could be read from it."""
        with self._engine.connect() as connection:
            there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars())
        if Row.metadata.tables.keys() - there:
            self._engine.dispose()
            raise damaged_store(self.path)

    def _write_lock_note(self) -> None:
        note = {"computer": platform.node(), "since": format_moment(self.clock()), "process": os.getpid()}
        try:
            lock_note(self.path).write_text(json.dumps(note), "utf-8")
        except OSError:
            return  # only a courtesy: SQLite's lock is the truth

    def _forbid_writing(self) -> None:
        with self._engine.connect() as connection:
            connection.info[_ALLOWED] = 0


def _engine(path: Path) -> Engine:
    engine = create_engine(
        URL.create("sqlite", database=str(path)), poolclass=StaticPool, connect_args={"check_same_thread": True}
    )
    event.listen(engine, "connect", _settle)
    event.listen(engine, "begin", _begin)
    guard_writes(engine)
    return engine


def _settle(connection: sqlite3.Connection, _record: Any) -> None:
    """Set every pragma and read it back; a difference is an error, not a hope."""
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout={int(BUSY_SECONDS * 1000)}")
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("COMMIT")
    for name, value, expected in PRAGMAS:
        connection.execute(f"PRAGMA {name}={value}")
        found = connection.execute(f"PRAGMA {name}").fetchone()
        if found is None or found[0] != expected:
            raise StoreError(f"The file cannot be kept safe here: the setting {name} does not hold.")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("leadapp_reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
