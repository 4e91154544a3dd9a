"""Files outside the store: one given as evidence is read here, and a copy to look at is put into a private folder here.

The folder belongs to this person alone and is emptied when the window opens and when it closes; it only ever holds copies.
"""

from __future__ import annotations

import datetime as dt
import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from leadapp import paths
from leadapp.db.database import is_open_here
from leadapp.db.faults import plain_faults
from leadapp.domain.errors import BadInputError
from leadapp.domain.evidence_files import MOST_FILE, check_content, ending_of, read_size, shown
from leadapp.domain.plan import clean_text


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
    stem, _, ending = clean_text(name.replace("\\", "/").rpartition("/")[2]).rpartition(".")
    return f"{paths.safe_file_name(stem)}.{ending_of(f'x.{ending}')}"


def opened_folder() -> Path:
    """Where copies lie while they are looked at."""
    return paths.data_folder() / paths.OPENED


def put_copy(name: str, content: bytes) -> Path:
    """Put a read-only copy into the private folder and return where it lies. Raises DiskError."""
    folder = opened_folder()
    with plain_faults(folder / name):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if os.name == "posix":
            folder.chmod(0o700)
        own = Path(_own_folder(folder))
        target = own / kept_name(name)
        target.write_bytes(content)
        target.chmod(stat.S_IRUSR)
    return target


def _own_folder(folder: Path) -> str:
    """A new folder for one copy, so that its name need not be changed where two files are called the same."""
    import tempfile

    return tempfile.mkdtemp(prefix="", dir=folder)  # made with rights for this person alone


def empty_opened_folder() -> None:
    """Remove every copy. One that another program still holds open stays until the next time."""
    folder = opened_folder()
    if not folder.is_dir() or folder.is_symlink():
        return
    for place, folders, files in os.walk(folder, topdown=False):
        for name in files:
            with suppress(OSError):
                (Path(place) / name).chmod(stat.S_IRUSR | stat.S_IWUSR)
                (Path(place) / name).unlink()
        for name in folders:
            with suppress(OSError):
                (Path(place) / name).rmdir()
