"""Rows of text between commas, semicolons or tabs, as CSV files and the clipboard hold them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from leadapp.domain.errors import BadInputError
from leadapp.domain.sheets import Row, Sheet, capped
from leadapp.imports.caps import Caps


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    """A field and what ends it.

    Quotation marks count only where they close before the end of the field, so that a cell which merely begins with a quotation stays
    as it is. A mark that is never closed is searched for at most once to the end: the time grows with the size of the text alone.
    """
    end = re.escape(delimiter)
    quoted = rf'"([^"]*(?:""[^"]*)*)"[ ]*(?=[{end}\n]|\Z)'
    return re.compile(rf"(?:{quoted}|([^{end}\n]*))([{end}\n]|\Z)")


def split(text: str, delimiter: str) -> Iterator[list[str]]:
    """The records of a text, field by field; a line break inside quotation marks belongs to its field."""
    record: list[str] = []
    pattern, position, size = _field(delimiter), 0, len(text)
    while position < size and (match := pattern.match(text, position)):
        quoted, plain, end = match.groups()
        record.append(plain if quoted is None else quoted.replace('""', '"'))
        position = match.end()
        if end != delimiter:
            yield record
            record = []
    if record:
        yield [*record, ""]


def read_delimited(text: str, delimiter: str, caps: Caps, name: str) -> Sheet:
    """A sheet without a name from text with ``\\n`` between records. Raises BadInputError where it is more than the caps allow."""
    rows: list[Row] = []
    cells = 0
    for number, record in enumerate(split(text, delimiter), 1):
        values = [capped(one) for one in record]
        while values and values[-1] is None:
            values.pop()
        if not values:
            continue
        rows.append(row := Row("", number, tuple(values)))
        cells += len(values)
        if len(rows) > caps.rows or cells > caps.cells or len(values) > caps.columns:
            most = f"{caps.rows:,} rows, {caps.columns} columns and {caps.cells:,} cells"
            raise BadInputError(f"{name} holds more than {caps.what} does (row {number}): at most {most} are read.", row.place())
    return Sheet("", tuple(rows))
