"""Database and disk errors told apart and put into sentences: the disk's (shown to the person) and ours (a defect).

Nothing else in the program reads error codes of SQLite or the operating system.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError, IntegrityError

from leadapp.domain.errors import DiskError, LeadappError, StoreError, StoreInUseError

_FULL = "The disk is full. Nothing was lost; free some space and try again."
_READ_ONLY = "“{name}” cannot be changed: the file or its folder is read-only. Copy it into your own folder and open it there."
_DAMAGED = "“{name}” is damaged and was not changed. Restore a backup from Help."
_GONE = "The disk with “{name}” does not answer. Nothing was changed; check that it is connected."
_IN_USE = "“{name}” is open in another program. Close it there first."


def sentence_for_os(error: OSError, path: Path) -> LeadappError:
    """The sentence for an operating system error at a path."""
    name = path.name
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskError(_FULL)
    if error.errno == errno.ENOENT:
        return DiskError(f"The folder of “{name}” is not there. Choose another folder.")
    if error.errno in {errno.EBUSY, errno.ETXTBSY} or getattr(error, "winerror", None) in {32, 33}:
        return DiskError(_IN_USE.format(name=name))
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return DiskError(f"“{name}” could not be written: the folder is read-only, or the file is open in another program.")
    if error.errno in {errno.ENAMETOOLONG, errno.EINVAL}:
        return DiskError(f"“{name[:60]}” cannot be used as a file name. Choose a shorter, simpler one.")
    if error.errno in {errno.EISDIR, errno.ENOTDIR}:
        return DiskError(f"“{name}” is a folder, not a file. Choose a file name.")
    return DiskError(_GONE.format(name=name))


def sentence_for_sqlite(error: sqlite3.Error, path: Path) -> LeadappError | None:
    """The sentence for an error of the database, or None where it is a defect of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if code is not None else None
    name = path.name
    if primary == sqlite3.SQLITE_FULL:
        return DiskError(_FULL)
    if primary in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM}:
        return DiskError(_READ_ONLY.format(name=name))
    if primary in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return StoreInUseError(f"“{name}” is open in another window or on another computer. Close it there first.")
    if primary in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return StoreError(_DAMAGED.format(name=name))
    if primary in {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}:
        return DiskError(_GONE.format(name=name))
    if primary is None and "malformed" in str(error):
        return StoreError(_DAMAGED.format(name=name))
    return None


@contextmanager
def plain_faults(path: Path) -> Iterator[None]:
    """Turn errors of the disk and the database at ``path`` into sentences; defects of ours pass as they are."""
    try:
        yield
    except OSError as error:
        raise sentence_for_os(error, path) from error
    except sqlite3.Error as error:
        raise (sentence_for_sqlite(error, path) or error) from error
    except IntegrityError:
        raise
    except DBAPIError as error:
        if isinstance(error.orig, sqlite3.Error) and (told := sentence_for_sqlite(error.orig, path)):
            raise told from error
        raise
