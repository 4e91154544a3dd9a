"""Files outside the store: one given as evidence is read here, and a copy to look at is put into a private folder here.

The folder belongs to this person and to one running leadapp alone; it is emptied when the window closes, and one that a crash left
when the next window opens. It only ever holds copies.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, ClassVar

from leadapp import paths
from leadapp.db.database import is_open_here
from leadapp.db.faults import plain_faults
from leadapp.domain.errors import BadInputError
from leadapp.domain.evidence_files import MOST_FILE, check_content, ending_of, read_size, shown

LOCK = ".lock"
"""The ending of a lock's name, beside the folder it is for."""


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file that was given as evidence: its name, its content, and the day it was last changed."""

    name: str
    content: bytes
    changed_on: dt.date


def read_given(path: Path) -> GivenFile:
    """Read a file that can be evidence. Raises BadInputError for what cannot, DiskError where the disk refuses."""
    name = path.name
    with plain_faults(path, reading=True):
        if path.is_dir():
            raise BadInputError(f"“{shown(name)}” is a folder. Choose the files in it.", "file")
        if not path.exists():
            raise BadInputError(f"“{shown(name)}” is not there any more. It may have been moved or renamed.", "file")
        if is_open_here(path) or not path.is_file():
            raise BadInputError(f"“{shown(name)}” cannot be evidence. Choose a document, a picture or a message.", "file")
        ending = ending_of(name)
        facts = path.stat()
        read_size(name, facts.st_size)
        with path.open("rb") as file:
            content = file.read(MOST_FILE + 1)
    read_size(name, len(content))
    check_content(name, ending, content)
    return GivenFile(kept_name(name), content, dt.datetime.fromtimestamp(facts.st_mtime).astimezone().date())


def kept_name(name: str) -> str:
    """A file's name as it is kept and shown: readable on every system, its ending whole, never a path."""
    stem, _, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    return f"{paths.safe_file_name(stem)}.{ending_of(f'x.{ending}')}"


# -------------------------------------------------------------------------------- copies to look at
class _Held:
    """The folder of this program's copies, one for each data folder, with the lock that says that it is in use."""

    folders: ClassVar[dict[Path, Path]] = {}
    locks: ClassVar[dict[Path, IO[bytes]]] = {}


def all_opened() -> Path:
    """Where the folders with copies lie: one for each leadapp that runs, so that none takes away what another shows."""
    return paths.data_folder() / paths.OPENED


def opened_folder() -> Path:
    """This program's own folder, made and held on first asking. Raises OSError where it cannot be made."""
    whole = all_opened()
    held = _Held.folders.get(whole)
    if held is not None and held.is_dir():
        return held
    import tempfile

    whole.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.name == "posix":
        whole.chmod(0o700)
    with tempfile.NamedTemporaryFile(prefix="open-", suffix=LOCK, dir=whole, delete=False) as made:
        name = Path(made.name)
    _hold(whole, name)  # before the folder is there, so that nobody finds it without its lock
    folder = name.with_suffix("")
    folder.mkdir(mode=0o700)
    _Held.folders[whole] = folder
    return folder


def _hold(whole: Path, name: Path) -> None:
    file = name.open("r+b")
    with suppress(OSError):  # a disk without locks: the copies go when this window closes
        lock_file(file)
    if whole in _Held.locks:
        _Held.locks[whole].close()
    _Held.locks[whole] = file


def lock_file(file: IO[bytes]) -> None:
    """Lock an open file for this program alone until it is closed. Raises OSError where another one has it."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


def put_copy(name: str, content: bytes) -> Path:
    """Put a read-only copy into this program's own folder and return where it lies. Raises DiskError."""
    import tempfile

    with plain_faults(all_opened() / name):
        # a folder for each copy, so that its name need not be changed where two files are called the same
        target = Path(tempfile.mkdtemp(prefix="", dir=opened_folder())) / kept_name(name)
        target.write_bytes(content)
        target.chmod(stat.S_IRUSR)
    return target


def empty_opened_folder() -> None:
    """Remove the copies of this program and of those that run no more; one that is held open elsewhere stays until the next time."""
    whole = all_opened()
    if not whole.is_dir() or whole.is_symlink():
        return
    own = _Held.folders.pop(whole, None)
    if whole in _Held.locks:
        _Held.locks.pop(whole).close()
    for place in list(whole.iterdir()):
        lock = place.with_name(place.name + LOCK)
        if place.suffix != LOCK and (place == own or not _is_in_use(lock)):  # a lock alone is for a folder about to be made
            _empty(place)
            _empty(lock)


def _is_in_use(lock: Path) -> bool:
    """Whether another leadapp that still runs holds this lock."""
    if not lock.is_file() or lock.is_symlink():
        return False
    try:
        with lock.open("r+b") as file:
            lock_file(file)
    except OSError:
        return True
    return False


def _empty(place: Path) -> None:
    with suppress(OSError):
        if place.is_symlink() or not place.is_dir():
            place.unlink()
            return
    for inner, folders, files in os.walk(place, topdown=False):
        for name in files:
            with suppress(OSError):
                (Path(inner) / name).chmod(stat.S_IRUSR | stat.S_IWUSR)
                (Path(inner) / name).unlink()
        for name in folders:
            with suppress(OSError):
                (Path(inner) / name).rmdir()
    with suppress(OSError):
        place.rmdir()
