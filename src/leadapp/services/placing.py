"""Drawing files and putting them where they belong: all of them or none. Needs no database, so a worker may do it."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from leadapp import paths
from leadapp.db.backup import take_free_name
from leadapp.db.database import is_open_here, real_path
from leadapp.db.faults import plain_faults
from leadapp.db.unfinished import clear_unfinished, hidden_part_of
from leadapp.domain.errors import BadInputError, DiskError

Progress = Callable[[int, int], None]
DrawOne = Callable[[str, Path, Progress], None]
"""Draws one form (json, xlsx, pdf) to a file."""
FORMS = ("json", "xlsx", "pdf")
"""In the order in which they are drawn."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A file that was drawn: its form, where it lies and the SHA-256 of its bytes."""

    form: str
    target: Path
    sha256: str


def no_progress(_done: int, _total: int) -> None:
    """Nobody watches."""


def wanted_targets(targets: Mapping[str, Path], what: str) -> tuple[tuple[str, Path], ...]:
    """Where each form of a document goes; ``what`` names it in a sentence ("A return").

    Raises BadInputError for no target, one target twice, or a leadapp file, and DiskError for a folder.
    """
    wanted = tuple((form, real_path(targets[form])) for form in FORMS if form in targets)
    if not wanted:
        raise BadInputError("Choose at least one of Excel, PDF and JSON.", "targets")
    for _, path in wanted:
        _check_target(path, what)
    if len({os.path.realpath(path).casefold() for _, path in wanted}) < len(wanted):
        raise BadInputError("Each form needs a file of its own.", "targets")
    return wanted


def _check_target(path: Path, what: str) -> None:
    """Refuse, before anything is drawn, a target that is a leadapp file (this one or another) or a folder."""
    with plain_faults(path):
        if is_open_here(path) or path.suffix.casefold() == paths.ENDING:
            raise BadInputError(f"{what} cannot be written over a leadapp file. Choose another name.", "targets")
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "a folder")
        if not path.parent.is_dir():
            raise FileNotFoundError(errno.ENOENT, "no folder")


def draw_together(targets: Sequence[tuple[str, Path]], draw_one: DrawOne, progress: Progress = no_progress) -> tuple[Drawn, ...]:
    """Draw every form to a partial file, then put all of them in place.

    Raises DiskError in plain words; a half-written file is never seen, and on any fault every earlier file is as it was.
    """
    parts: list[tuple[str, Path, Path]] = []
    clear_unfinished(target.parent for _, target in targets)
    try:
        for number, (form, target) in enumerate(targets):
            part = hidden_part_of(target)
            parts.append((form, part, target))
            with plain_faults(target):
                draw_one(form, part, _share_of(progress, number, len(targets)))
                sync(part)
        done = tuple(Drawn(form, target, _digest_of(part, target)) for form, part, target in parts)
        put_in_place([(part, target) for _, part, target in parts])
        return done
    finally:
        for _, part, _ in parts:
            with suppress(OSError):  # what stopped the export is told; a part that cannot go now is in nobody's way
                part.unlink(missing_ok=True)


def _digest_of(part: Path, target: Path) -> str:
    with plain_faults(target):
        return hashlib.sha256(part.read_bytes()).hexdigest()


def _share_of(progress: Progress, number: int, forms: int) -> Progress:
    """Progress of one form as progress of the whole export."""

    def told(done: int, total: int) -> None:
        progress(number * total + done, total * forms)

    return told


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
