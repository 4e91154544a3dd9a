"""A block from Excel laid over a grid of services: which cells it would fill, and what of it cannot be used, cell by cell."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from leadapp.domain.service_grid import Grid, Line, line_texts, read_line


@dataclass(frozen=True, slots=True)
class Refused:
    """A pasted cell that cannot be used: where it was to go, what stood in it, and why."""

    place: str
    text: str
    why: str

    @property
    def words(self) -> str:
        """The cell with its reason in one line."""
        return f"{self.place}: “{self.text[:30]}”. {self.why}"


@dataclass(frozen=True, slots=True)
class Paste:
    """What a block would change: texts by service id and cell, and what of it cannot be used."""

    texts: dict[int, dict[str, str]] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()

    @property
    def count(self) -> int:
        """How many cells it would fill."""
        return sum(len(cells) for cells in self.texts.values())


def block_of(text: str) -> tuple[tuple[str, ...], ...]:
    """A block as Excel puts it on the clipboard: rows by line, cells by tab; quoted cells may hold line ends."""
    import csv
    import io

    if not text:
        return ()
    rows = list(csv.reader(io.StringIO(text.replace("\r\n", "\n").rstrip("\n")), delimiter="\t"))
    return tuple(tuple(cell.strip() for cell in row) for row in rows)


def paste(grid: Grid, block: Sequence[Sequence[str]], first_row: int, first_column: int) -> Paste:
    """Lay a block over the grid from a cell on. Rows that begin with the names of services find them by name, in any order.

    A figure that cannot be used is refused with its reason and its unit stays as it is; what is outside the grid is refused too.
    """
    named = _by_name(grid, block)
    texts: dict[int, dict[str, str]] = {}
    refused: list[Refused] = []
    for offset, row in enumerate(block):
        line = named[offset] if named else _line_at(grid, first_row + offset)
        cells = row[1:] if named else row
        start = 0 if named else first_column
        if line is None:
            if any(cells):
                name = row[0] if named else f"Row {first_row + offset + 1}"
                refused.append(Refused(name, " ".join(filter(None, cells)), "There is no such service here."))
            continue
        kept, wrong = _paste_line(grid, line, cells, start)
        refused += wrong
        if kept:
            texts[line.service.id] = texts.get(line.service.id, {}) | kept
    return Paste(texts, tuple(refused))


def _line_at(grid: Grid, place: int) -> Line | None:
    return grid.lines[place] if place < len(grid.lines) else None


def _by_name(grid: Grid, block: Sequence[Sequence[str]]) -> list[Line | None] | None:
    """The lines that the first cells of the rows name, if at least half of them name one."""
    lines = {" ".join(line.service.name.split()).casefold(): line for line in grid.lines}
    found = [lines.get(" ".join(row[0].split()).casefold()) if row else None for row in block]
    return found if sum(line is not None for line in found) * 2 >= max(1, len(block)) and any(found) else None


def _paste_line(grid: Grid, line: Line, cells: Sequence[str], start: int) -> tuple[dict[str, str], list[Refused]]:
    columns = grid.shape.columns
    given: dict[str, str] = {}
    refused = []
    for offset, text in enumerate(cells):
        if start + offset < len(columns):
            given[columns[start + offset][0]] = text
        elif text:
            refused.append(Refused(line.service.name, text, "It stands beside the grid."))
    whole = line_texts(grid.shape, line, given)
    heads = dict(columns)
    for problem in read_line(grid.shape, whole)[1]:
        unit = grid.shape.figures if problem.field in grid.shape.figures else (problem.field,)
        if not set(unit) & given.keys():
            continue
        refused.append(Refused(f"{line.service.name}, {heads[problem.field]}", whole[problem.field], problem.sentence))
        given = {name: text for name, text in given.items() if name not in unit}
    return given, refused
