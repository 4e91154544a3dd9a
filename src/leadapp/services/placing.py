"""Putting finished files where they belong: all of them or none. Needs no database, so a worker may do it."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from leadapp.db.backup import take_free_name
from leadapp.db.faults import plain_faults
from leadapp.domain.errors import DiskError


def sync(path: Path) -> None:
    """Wait until a finished file has reached the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def put_in_place(pairs: list[tuple[Path, Path]]) -> None:
    """Replace every target by its finished file. If one refuses (open in Excel, say), those already replaced come back.

    One that cannot come back, because somebody opened it in that moment, is named, with where what stood in it lies now.
    """
    kept = [(target, target.with_name(f".{target.name}.older")) for _, target in pairs]
    replaced, held = 0, dict[Path, Path]()
    try:
        for (part, target), (_, older) in zip(pairs, kept, strict=True):
            with plain_faults(target):
                if target.exists():
                    shutil.copyfile(target, older)
                part.replace(target)
            replaced += 1
    except BaseException as error:
        held = {target: older for target, older in kept[:replaced] if not _came_back(target, older)}
        if held and isinstance(error, DiskError):
            raise DiskError(f"{error} {_told_of({t: _in_sight(t, older) for t, older in held.items()})}") from error
        raise
    finally:
        for target, older in kept:
            if target not in held:
                with suppress(OSError):  # a copy that cannot go now is in nobody's way, and the new one stands
                    older.unlink(missing_ok=True)


def _came_back(target: Path, older: Path) -> bool:
    """Put back what stood in a target; False where that is refused."""
    try:
        if older.exists():
            older.replace(target)
        else:
            target.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def _in_sight(target: Path, older: Path) -> Path:
    """Where what stood in a target is kept: under a name that a folder shows, or hidden as it was if that is refused."""
    if not older.exists():
        return older
    try:
        free = take_free_name(target.with_stem(f"{target.stem} as it was"))
        try:
            return older.replace(free)
        except OSError:
            free.unlink(missing_ok=True)
            return older
    except OSError:
        return older


def _told_of(held: dict[Path, Path]) -> str:
    """What stands where files could not be put back, and where what stood there before lies."""
    names = " and ".join(sorted(f"“{target.name}”" for target in held))
    told = f"{names} could not be put back and {'is' if len(held) == 1 else 'are'} new already."
    kept = " and ".join(sorted(f"“{older.name}”" for older in held.values() if older.exists()))
    return f"{told} What stood there before is kept beside it as {kept}." if kept else told
