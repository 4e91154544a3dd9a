"""Reading a return back from its workbook: its data, whether that is whole, and what was changed in the visible cells. Needs no file."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leadapp import paths
from leadapp.db.database import is_open_here
from leadapp.domain.errors import BadInputError
from leadapp.services.placing import Progress, draw_together, no_progress, wanted_targets

if TYPE_CHECKING:
    from leadapp.domain.cell_marks import Edit
    from leadapp.domain.documents import Document
    from leadapp.domain.returns import ReturnRecord


@dataclass(frozen=True, slots=True)
class ReadReturn:
    """A return that was read back. ``edits`` are the visible cells that differ from what was exported."""

    file_name: str
    record: ReturnRecord
    data: dict[str, Any]
    sha256: str
    made_by: str
    edits: tuple[Edit, ...]

    @property
    def headline(self) -> str:
        """Which return it is and who made the file."""
        r = self.record
        state = r.state.value + (", sample data" if r.sample else "")
        return f"{r.directorate.name}, {r.quarter}, revision {r.revision}, {state}. Exported by {self.made_by}."

    @property
    def is_untouched(self) -> bool:
        """Whether every visible cell holds what was exported."""
        return not self.edits

    def edit_lines(self) -> tuple[str, ...]:
        """What was changed in the visible cells: the first twenty places, and how many there are beside them."""
        from leadapp.domain.cell_marks import told

        return told(self.edits)

    @property
    def is_frozen(self) -> bool:
        """Whether it was submitted, so that its documents print its SHA-256."""
        from leadapp.domain.return_text import ReturnState

        return self.record.state is ReturnState.SUBMITTED and self.record.submitted_at is not None

    def document(self) -> Document:
        """The pages of the return, drawn from its data and not from its cells."""
        from leadapp.domain.return_document import return_document

        return return_document(self.record, self.sha256 if self.is_frozen else "")

    def as_json(self) -> dict[str, Any]:
        """The record as JSON data, as the export of the return writes it."""
        from leadapp.domain.exchange import as_plain
        from leadapp.domain.returns import record_as_json

        is_as_known = not self.is_frozen and as_plain(self.record) == self.data
        return record_as_json(self.record, None if is_as_known else self.data)


def read_return(path: Path) -> ReadReturn:
    """Read a workbook back. A worker may do it. Raises BadInputError in a sentence for what is damaged, newer or no full return."""
    from leadapp.domain.cell_marks import edits
    from leadapp.imports.return_reader import read_return_workbook

    if is_open_here(path) or path.suffix.casefold() == paths.ENDING:
        raise BadInputError(f"“{path.name}” is a leadapp file. Choose the workbook of a return.", "file")
    read = read_return_workbook(path)
    carried = read.carried
    found = edits(carried.marks, read.found)
    return ReadReturn(path.name, carried.record, carried.data, carried.sha256, carried.made_by, found)


def write_data(read: ReadReturn, target: Path, source: Path, progress: Progress = no_progress) -> str:
    """Write the data as JSON, as the export does; returns the SHA-256 of the file. Raises BadInputError and DiskError."""
    wanted = wanted_targets({"json": target}, "The data")
    if target.exists() and source.exists() and target.samefile(source):
        raise BadInputError("The data cannot be written over the workbook it is read from. Choose another name.", "targets")

    def draw(_form: str, part: Path, _told: Progress) -> None:
        part.write_text(json.dumps(read.as_json(), ensure_ascii=False, indent=2) + "\n", "utf-8")

    return draw_together(wanted, draw, progress)[0].sha256
