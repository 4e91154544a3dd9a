"""How much of a file is read, for each kind of input: beyond it the file is refused in words before it can fill the memory."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Caps:
    """The most of everything that an honest file of its kind holds, with room to spare.

    ``what`` is how sentences call the content. ``rows`` counts rows that hold something, in each sheet; ``cells`` those of all sheets.
    ``unpacked`` is the size of all parts together, ``part`` of the largest, ``small_part`` of any that is not a sheet or the texts of
    the sheets, all in bytes; ``ratio`` is how many times larger than packed a part may be.
    """

    what: str
    rows: int
    cells: int
    file: int = 20 * MIB
    unpacked: int = 100 * MIB
    part: int = 64 * MIB
    small_part: int = 8 * MIB
    parts: int = 1_000
    ratio: int = 300
    sheets: int = 60
    columns: int = 200


EDITION = Caps("a corporate plan", rows=3_000, cells=120_000, unpacked=60 * MIB, part=32 * MIB)
"""61 actions of 9 columns; pasted from Word, each KPI may take a row."""
TRACKER = Caps("a list of actions", rows=5_000, cells=500_000)
OWNERS = Caps("an owner's workbook", rows=2_000, cells=100_000, file=10 * MIB, unpacked=40 * MIB, part=32 * MIB)
RETURN = Caps("a return", rows=20_000, cells=500_000, file=30 * MIB)
ACTIVITIES = Caps("a log of activities", rows=60_000, cells=2_000_000)
PASTED = Caps("pasted rows", rows=5_000, cells=200_000, file=8 * MIB)
