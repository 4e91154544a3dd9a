"""Files that are not whole yet: their names, and clearing those that a crash or a power cut left behind."""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_LONGEST = 170  # bytes: leaves room for what is added, and for the name of SQLite's own journal
STALE = 24 * 60 * 60
"""Seconds after which nobody can still be writing an unfinished file: a copy or an export takes seconds."""
_OURS = re.compile(r".+\.(leadapp|xlsx|pdf|json|csv)\.[0-9a-f]{8}\.part(-journal)?|\..+\.[0-9a-f]{8}\.part\.(xlsx|csv)")


def cut_name(name: str) -> str:
    """A name, cut where it is very long, so that what is put behind it still fits the disk."""
    return os.fsencode(name)[:_LONGEST].decode("utf-8", "ignore").rstrip()


def part_of(path: Path) -> Path:
    """Where a file is written until it is whole: a new name each time, so that two who copy to one place never meet in it.

    Its own journal's name must fit the disk as well.
    """
    return path.with_name(f"{cut_name(path.name)}.{secrets.token_hex(4)}.part")


def hidden_part_of(path: Path, *, keep_ending: bool = False) -> Path:
    """The same for what is exported, under a name that a folder does not show. ``keep_ending`` is for what is drawn by it."""
    name = path.stem if keep_ending else path.name
    return path.with_name(f".{cut_name(name)}.{secrets.token_hex(4)}.part{path.suffix if keep_ending else ''}")


def clear_unfinished(folders: Iterable[Path]) -> tuple[Path, ...]:
    """Remove what leadapp began to write into these folders a day ago or longer and never finished; returns what went.

    Only by the names given above, never a link, and never what stood in a file before ("older"). A file that cannot go stays;
    so does everything in a folder that cannot be read. It goes by the clock of the disk's files, not by leadapp's own.
    """
    gone, now = [], time.time()
    for folder in dict.fromkeys(folders):
        with suppress(OSError):
            for path in [path for path in folder.iterdir() if _OURS.fullmatch(path.name)]:
                with suppress(OSError):
                    if path.is_file() and not path.is_symlink() and path.stat().st_mtime < now - STALE:
                        path.unlink()
                        gone.append(path)
    return tuple(gone)
