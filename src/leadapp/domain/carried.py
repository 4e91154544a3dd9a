"""The data that a full return's workbook carries on a hidden sheet: the record, and the marks of its visible cells, in rows of text.

Each row is a name and a text. The record is JSON in letters of ASCII without an underscore, so that no program which opens and saves a
workbook has anything to escape or to mend in it; it is cut into parts that a cell can hold, and each part stands between two bars, so that
a part cut short is noticed. ``docs/return-format.md`` describes the form for others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leadapp.domain.cell_marks import Marks
from leadapp.domain.errors import BadInputError
from leadapp.domain.exchange import MisreadError, canonical, from_plain, sha256_of
from leadapp.domain.returns import SCHEMA, ReturnRecord

SHEET = "leadapp data"
FORM, FORM_NUMBER = "leadapp return data", 1
PART = 30_000
"""Letters of a part, without its bars; Excel's limit for a cell is 32,767."""
MOST_PARTS = 2_000
_CALLED = {"data": "data", "cells": "note of the cells"}
ABOUT = (
    "This sheet carries the data of the return, the same as its JSON form, so that leadapp can read it back and say whether visible "
    "cells were changed since. It finds accidents and careless edits, not forgery. Versions for staff and the one page have no such sheet."
)
NOT_FORGERY = (
    "This finds accidents and careless edits, not forgery: whoever rewrites a workbook with care can rewrite its data too."
)


@dataclass(frozen=True, slots=True)
class Carried:
    """What a workbook carried: the record, its JSON data as it was written, its SHA-256, the marks of the cells, and who wrote it."""

    record: ReturnRecord
    data: dict[str, Any]
    sha256: str
    marks: Marks
    made_by: str


def carried_rows(data: Mapping[str, Any], marks: Marks, made_by: str) -> list[tuple[str, str]]:
    """The rows of the sheet for a record's JSON data."""
    record, cells = _letters(data), _letters(_as_lists(marks))
    return [
        (FORM, str(FORM_NUMBER)),
        ("about", ABOUT),
        ("made by", made_by),
        ("schema", str(data["schema"])),
        ("version", str(data["version"])),
        ("sha-256", sha256_of(canonical(data))),
        ("data", str(len(record))),
        ("cells", str(len(cells))),
        ("cells sha-256", sha256_of(cells.encode("ascii"))),
        *_parts("data", record),
        *_parts("cells", cells),
    ]


def _letters(plain: Any) -> str:
    """JSON in letters of ASCII without an underscore: Excel reads some of them as the beginning of an escape.

    Keys stand as the record has them, so that what is read back is written as JSON byte for byte as the export wrote it.
    """
    return json.dumps(plain, ensure_ascii=True, separators=(",", ":"), allow_nan=False).replace("_", "\\u005f")


def _parts(name: str, letters: str) -> Iterable[tuple[str, str]]:
    for number, start in enumerate(range(0, len(letters), PART), 1):
        yield f"{name} {number}", f"|{letters[start : start + PART]}|"


def _as_lists(marks: Marks) -> list[Any]:
    """Marks as JSON data, in the order of the sheets."""
    return [
        [sheet, [[row, *([column, mark] for column, mark in cells.items())] for row, cells in rows.items()]]
        for sheet, rows in marks.items()
    ]


# -------------------------------------------------------------------------------- reading
def is_carrier(rows: Sequence[tuple[str, str]]) -> bool:
    """Whether these rows are those of such a sheet, whatever it is called now."""
    return any(name == FORM for name, _ in rows)


def read_rows(rows: Sequence[tuple[str, str]], file_name: str) -> Carried:
    """What the rows of the sheet hold, in whatever order they stand. Raises BadInputError in a sentence that says what is damaged."""
    damage = _Damage(file_name)
    known = _named(rows, damage)
    if known[FORM] != str(FORM_NUMBER):
        raise damage.newer("sheet", known[FORM], FORM_NUMBER)
    schema = known.get("schema", "")
    if not schema.isdecimal() or not schema.isascii():
        raise damage("it does not say in which form its data is")
    if int(schema) > SCHEMA:
        raise damage.newer("return", schema, SCHEMA)
    data = _record_data(known, damage)
    try:
        record = from_plain(ReturnRecord, data)
    except (MisreadError, RecursionError) as error:
        raise damage(f"its data is no return. {error}") from error
    return Carried(record, data, known["sha-256"], _marks(known, damage), known.get("made by", ""))


class _Damage:
    """The sentences for what is wrong with a file."""

    def __init__(self, file_name: str) -> None:
        self._name = file_name

    def __call__(self, what: str) -> BadInputError:
        return BadInputError(
            f"The data that “{self._name}” carries is damaged: {what.rstrip('.')}. Ask for the file again.", "file"
        )

    def newer(self, what: str, number: str, known: int) -> BadInputError:
        """It is in a form that this leadapp does not know."""
        return BadInputError(
            f"“{self._name}” was made by a newer leadapp: its {what} has the form {number[:20]}, and this one reads up to {known}. "
            "Update leadapp, then read it again.",
            "file",
        )


def _named(rows: Sequence[tuple[str, str]], damage: _Damage) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, text in rows:
        if name in known and known[name] != text:
            raise damage(f"it holds “{name[:40]}” twice, with different words")
        known[name] = text
    return known


def _whole(name: str, known: Mapping[str, str], damage: _Damage) -> str:
    """The letters of all parts of a name, one after the other."""
    length = known.get(name, "")
    if not length.isdecimal() or not length.isascii() or not 0 < int(length) <= PART * MOST_PARTS:
        raise damage(f"it does not say how long its {_CALLED[name]} is")
    count = -(-int(length) // PART)
    missing = [str(number) for number in range(1, count + 1) if f"{name} {number}" not in known]
    if missing:
        named = (
            f"part {missing[0]}"
            if len(missing) == 1
            else f"parts {', '.join(missing[:5])}{' and more' if len(missing) > 5 else ''}"
        )
        raise damage(f"{named} of {count} of its {_CALLED[name]} {'is' if len(missing) == 1 else 'are'} missing")
    parts = [known[f"{name} {number}"] for number in range(1, count + 1)]
    if cut := next((number for number, part in enumerate(parts, 1) if not _is_framed(part)), 0):
        raise damage(f"part {cut} of {count} of its {_CALLED[name]} is cut off")
    letters = "".join(part[1:-1] for part in parts)
    if len(letters) != int(length):
        raise damage(f"its {_CALLED[name]} has {len(letters):,} letters, and {int(length):,} were written")
    return letters


def _is_framed(part: str) -> bool:
    return len(part) > 1 and part.startswith("|") and part.endswith("|")


def _record_data(known: Mapping[str, str], damage: _Damage) -> dict[str, Any]:
    data = _json(_whole("data", known, damage), damage)
    try:
        digest = sha256_of(canonical(data))
    except (ValueError, RecursionError) as error:  # a letter that is half of one, a number that is none
        raise damage("its data holds what no return holds") from error
    if digest != known.get("sha-256"):
        raise damage("its SHA-256 is not that of the data, so something in it was changed")
    if not isinstance(data, dict):
        raise damage("its data is no return")
    return data


def _json(letters: str, damage: _Damage) -> Any:
    try:
        return json.loads(letters)
    except (ValueError, RecursionError) as error:
        raise damage("its data cannot be read") from error


def _marks(known: Mapping[str, str], damage: _Damage) -> Marks:
    letters = _whole("cells", known, damage)
    if sha256_of(letters.encode("ascii", "replace")) != known.get("cells sha-256"):
        raise damage("the SHA-256 of its note of the cells is another")
    try:
        lists = _json(letters, damage)
        return {
            str(sheet): {int(row): {int(column): str(mark) for column, mark in cells} for row, *cells in rows}
            for sheet, rows in lists
        }
    except (TypeError, ValueError) as error:
        raise damage("its note of the cells cannot be read") from error
