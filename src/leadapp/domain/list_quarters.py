"""Which quarter each column of updates is about: from its head, and where that has no year, from the list around it.

"Q3 update" in a tracker of 2025/26 is October to December 2025. Where nothing names the year, the columns stand in the order of time and
end no later than the quarter being reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from leadapp.domain.column_matching import heads_of
from leadapp.domain.list_words import quarter_number, quarter_of_head
from leadapp.domain.quarters import Quarter
from leadapp.domain.sheets import Sheet

_YEARS = re.compile(r"(?<![\d/\-–.])(?:20)?([2-9]\d)\s*[/\-–]\s*(?:20)?(\d{2})(?![\d/\-–.])")


@dataclass(frozen=True, slots=True)
class HeadQuarter:
    """The quarter of a column; ``is_guess`` where its head has no year."""

    quarter: Quarter
    is_guess: bool = False


def quarters_of(sheet: Sheet, head: int, columns: Iterable[int], reported: Quarter) -> dict[int, HeadQuarter]:
    """The quarter of every column whose head names one, by column. ``head`` counts rows from 0; -1 is none."""
    heads = heads_of(sheet, head)
    found = {column: HeadQuarter(quarter) for column in columns if (quarter := quarter_of_head(heads[column]))}
    rows = sheet.rows[head + 1 :]
    filled = [column for column in columns if column not in found and any(row.text(column) for row in rows)]
    bare = {column: number for column in filled if (number := quarter_number(heads[column]))}
    if bare and (year := _year_named(sheet, head)):
        return found | {column: HeadQuarter(Quarter(year, number), is_guess=True) for column, number in bare.items()}
    return found | (_in_order(bare, reported) if bare else {})


def _year_named(sheet: Sheet, head: int) -> int:
    """The financial year (its April) that the sheet's name or the rows above the heads name: "2025/26", "25-26". 0 for none or several."""
    texts = [sheet.name, *(row.text(c) for row in sheet.rows[: max(head, 0)] for c in range(len(row.values)))]
    pairs = [(int(match[1]), int(match[2])) for text in texts for match in _YEARS.finditer(text)]
    years = {2000 + first for first, second in pairs if second == first + 1}
    return years.pop() if len(years) == 1 else 0


def _in_order(bare: dict[int, int], reported: Quarter) -> dict[int, HeadQuarter]:
    """Quarters without a year, in the order of time or the other way round: whichever spans less."""
    one, other = _backwards(bare, sorted(bare, reverse=True), reported), _backwards(bare, sorted(bare), reported)
    return min(one, other, key=lambda found: -_ordinal(min(q.quarter for q in found.values())))


def _backwards(bare: dict[int, int], newest_first: list[int], reported: Quarter) -> dict[int, HeadQuarter]:
    """The latest quarters at or before the one being reported, each column at or before the one that was looked at before it."""
    found: dict[int, HeadQuarter] = {}
    quarter = reported
    for column in newest_first:
        while quarter.number != bare[column]:
            quarter = quarter.previous
        found[column] = HeadQuarter(quarter, is_guess=True)
    return found


def _ordinal(quarter: Quarter) -> int:
    return quarter.year * 4 + quarter.number
