"""Putting what a table shows into a file. Needs no database, so that a worker may do it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from leadapp import paths
from leadapp.db.database import is_open_here
from leadapp.db.faults import plain_faults
from leadapp.db.unfinished import clear_unfinished, hidden_part_of
from leadapp.domain.errors import BadInputError
from leadapp.domain.plain_table import PlainTable


def check_table_target(target: Path) -> None:
    """Refuse a place that is a leadapp file or a folder. Raises BadInputError."""
    if target.suffix.casefold() == paths.ENDING or is_open_here(target):
        raise BadInputError("A table cannot be written over a leadapp file. Choose another name.", "target")
    if target.is_dir():
        raise BadInputError(f"“{target.name}” is a folder, not a file. Choose a file name.", "target")


def draw_table_file(table: PlainTable, target: Path) -> None:
    """Draw a table into a partial file and put it in place: a half-written one is never seen. Raises DiskError."""
    from leadapp.exports.table_export import draw_table

    clear_unfinished((target.parent,))
    part = hidden_part_of(target, keep_ending=True)
    try:
        with plain_faults(target):
            draw_table(table, part)
            part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
