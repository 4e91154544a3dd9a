"""The one way in for files with tables: told apart by what they hold, not by how they are called."""

from __future__ import annotations

from pathlib import Path

from leadapp.domain.errors import BadInputError
from leadapp.domain.sheets import Book
from leadapp.imports.caps import Caps
from leadapp.imports.csv_reader import read_csv
from leadapp.imports.guard import is_zip, read_file, refuse_what_is_no_text
from leadapp.imports.workbook_reader import Progress, read_workbook

_WORKBOOKS = {".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb"}


def read_sheets(path: Path, caps: Caps, progress: Progress | None = None) -> Book:
    """Read a workbook or a CSV file under the caps of its kind. Needs no database: safe in a worker thread.

    Raises BadInputError (what is wrong, where), DiskError (the disk refused), CancelledError (from ``progress``). The caller makes
    sure that ``path`` is not the open store (see ``guard.read_file``).
    """
    data = read_file(path, caps)
    if is_zip(data):
        return read_workbook(data, path.name, caps, progress)
    refuse_what_is_no_text(data, path.name)
    if path.suffix.lower() in _WORKBOOKS:
        raise BadInputError(
            f"“{path.name}” is called a workbook but is none. If it is a CSV file, give it the ending .csv.", "file"
        )
    return read_csv(data, path.name, caps)
