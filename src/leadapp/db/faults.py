"""Database and disk errors told apart and put into sentences: the disk's (shown to the person) and ours (a defect).

Nothing else in the program reads error codes of SQLite or the operating system.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from leadapp.domain.errors import DiskError, LeadappError, StoreError, StoreInUseError

_FULL = "The disk is full. Nothing was lost; free some space and try again."
_READ_ONLY = "“{name}” cannot be changed: the file or its folder is read-only. Copy it into your own folder and open it there."
_NOT_WRITTEN = "“{name}” could not be written: the folder is read-only, or the file is open in another program."
_NOT_READ = "“{name}” cannot be read: you have no right to, or it is open in another program."
_NO_FOLDER = "The folder of “{name}” is not there. Choose another folder."
_NOT_A_FOLDER = "“{name}” cannot be written there: what was given as its folder is a file. Choose a folder."
_TOO_LONG = "“{name}” cannot be used as a file name. Choose a shorter, simpler one."
_DAMAGED = "“{name}” is damaged and was not changed. Restore a backup: in Help, or with leadapp restore."
_GONE = "The disk with “{name}” does not answer. Nothing was changed; check that it is connected."
_IN_USE = "“{name}” is open in another program. Close it there first."
LONGEST_NAME = 255
"""The most bytes that a file's name may have on the disks of Windows, macOS and Linux."""


def sentence_for_os(error: OSError, path: Path, *, reading: bool = False) -> LeadappError:
    """The sentence for an operating system error at a path that was being written, or only read."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskError(_FULL)
    if error.errno in {errno.EBUSY, errno.ETXTBSY} or getattr(error, "winerror", None) in {32, 33}:
        return DiskError(_IN_USE.format(name=path.name))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return DiskError((_NOT_READ if reading else _NOT_WRITTEN).format(name=path.name))
    for number, words in _WORDS.items():
        if error.errno == number:
            return DiskError(words.format(name=path.name[:60]))
    return DiskError(_GONE.format(name=path.name))


_WORDS = {
    errno.ENOENT: _NO_FOLDER,
    errno.ENAMETOOLONG: _TOO_LONG,
    errno.EINVAL: _TOO_LONG,
    errno.EISDIR: "“{name}” is a folder, not a file. Choose a file name.",
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EEXIST: _NOT_A_FOLDER,
}


def sentence_for_sqlite(error: sqlite3.Error, path: Path) -> LeadappError | None:
    """The sentence for an error of the database, or None where it is a defect of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    name = path.name
    if primary == sqlite3.SQLITE_FULL:
        return DiskError(_FULL)
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
        return read_only(path)
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreInUseError(f"“{name}” is open in another window or on another computer. Close it there first.")
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return damaged_store(path)
    if primary == sqlite3.SQLITE_CANTOPEN:
        return DiskError(_why_not_opened(path).format(name=name[:60]))
    if primary == sqlite3.SQLITE_IOERR:
        return DiskError(_GONE.format(name=name))
    if primary is None and any(words in str(error) for words in ("malformed", "Could not decode")):
        return damaged_store(path)
    return None


def read_only(path: Path) -> DiskError:
    """The sentence for a file that can be read but not changed."""
    return DiskError(_READ_ONLY.format(name=path.name))


def damaged_store(path: Path) -> StoreError:
    """The sentence for a file that cannot be trusted."""
    return StoreError(_DAMAGED.format(name=path.name))


def _why_not_opened(path: Path) -> str:
    """SQLite only says that it could not open a file or the journal beside it; the folder tells why."""
    if not path.parent.is_dir():
        return _NO_FOLDER
    if not os.access(path.parent, os.W_OK):
        return _READ_ONLY if path.exists() else _NOT_WRITTEN
    if len(os.fsencode(path.name)) + len("-journal") > LONGEST_NAME:
        return _TOO_LONG
    return _GONE


@contextmanager
def plain_faults(path: Path, *, reading: bool = False) -> Iterator[None]:
    """Turn errors of the disk and the database at ``path`` into sentences; defects of ours pass as they are."""
    try:
        yield
    except OSError as error:
        raise sentence_for_os(error, path, reading=reading) from error
    except sqlite3.Error as error:
        raise (sentence_for_sqlite(error, path) or error) from error
    except IntegrityError:
        raise
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error) and (told := sentence_for_sqlite(error.orig, path)):
            raise told from error
        raise
