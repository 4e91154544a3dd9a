"""What stood in the visible cells of a workbook when it was written, and what differs in one that came back.

A mark says what a cell holds, short where the text is long. Spaces are not compared, nor how a number or a day is written: a program that
opens and saves a workbook may write those otherwise. Rows are compared by what they hold, so that sorting them is told as what it is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from leadapp.domain.quarters import format_date
from leadapp.domain.sheets import Value, column_name, text_of

Marks: TypeAlias = dict[str, dict[int, dict[int, str]]]
"""By sheet, row (from 1) and column (from 0) what a cell holds; empty cells are not there."""

MOST_EDITS = 20
_LONGEST_MARK, _SHOWN, _DIGITS = 60, 40, 16
_MOST_PAIRS = 40_000
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that differs in the visible cells, as a sentence, with its place."""

    place: str
    sentence: str


def plain_text(written: str) -> str:
    """A text as Excel reads it from what was written: letters that XML cannot hold are escaped there."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), written) if "_x" in written else written


def mark_of(value: Value) -> str:
    """The mark of a cell's value; empty for a cell that holds nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        words = " ".join(value.split())
        if len(words) <= _LONGEST_MARK:
            return f"t{words}" if words else ""
        return f"l{words[:_SHOWN]}{hashlib.sha256(words.encode('utf-8', 'replace')).hexdigest()[:_DIGITS]}"
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return f"n{float(value) + 0.0:.12g}"  # no minus before a nought
    if type(value) is dt.date:
        return f"d{value.isoformat()}"
    return f"x{text_of(value)}"


def words_of(mark: str) -> str:
    """A mark as people read it."""
    if not mark:
        return "empty"
    kind, rest = mark[0], mark[1:]
    if kind == "d":
        return format_date(dt.date.fromisoformat(rest))
    if kind == "n":
        return rest
    return f"“{rest[:_SHOWN]}…”" if kind == "l" else f"“{rest}”"


# -------------------------------------------------------------------------------- comparing
def edits(written: Marks, found: Marks) -> tuple[Edit, ...]:
    """Everything that differs between the cells as written and as found, sheet by sheet."""
    told: list[Edit] = []
    for sheet, rows in written.items():
        if sheet not in found:
            told.append(Edit(sheet, f"The sheet “{sheet}” is gone or has another name."))
        elif found[sheet] != rows:
            told += _sheet_edits(sheet, rows, found[sheet])
    told += [
        Edit(sheet, f"The sheet “{sheet}” was added; it is no part of the return.")
        for sheet, rows in found.items()
        if rows and sheet not in written
    ]
    return tuple(told)


Rows: TypeAlias = Mapping[int, Mapping[int, str]]


def _sheet_edits(sheet: str, written: Rows, found: Rows) -> Iterator[Edit]:
    same, gone, new = _matched(written, found)
    order = [number for number, _ in sorted(same, key=lambda pair: pair[1])]
    if order != sorted(order):
        yield Edit(sheet, f"Sheet “{sheet}”: rows stand in another order.")
    pairs = _paired(written, found, gone, new)
    for was, now in sorted(pairs, key=lambda pair: pair[1]):
        yield from _row_edits(sheet, now, written[was], found[now])
    left = {was for was, _ in pairs}, {now for _, now in pairs}
    for number in (number for number in gone if number not in left[0]):
        yield Edit(f"{sheet}!{number}", f"Sheet “{sheet}”: row {number} was taken out, {_row_words(written[number])}.")
    for number in (number for number in new if number not in left[1]):
        yield Edit(f"{sheet}!{number}", f"Sheet “{sheet}”: row {number} was added, {_row_words(found[number])}.")


def _matched(written: Rows, found: Rows) -> tuple[list[tuple[int, int]], list[int], list[int]]:
    """Rows that hold the same, as pairs of their numbers; and those of either side that have no such other."""
    waiting: defaultdict[tuple[tuple[int, str], ...], deque[int]] = defaultdict(deque)
    for number, row in written.items():
        waiting[_key(row)].append(number)
    same, new = [], []
    for number, row in found.items():
        others = waiting.get(_key(row))
        if others:
            same.append((others.popleft(), number))
        else:
            new.append(number)
    return same, sorted(number for others in waiting.values() for number in others), new


def _key(row: Mapping[int, str]) -> tuple[tuple[int, str], ...]:
    return tuple(sorted(row.items()))


def _paired(written: Rows, found: Rows, gone: list[int], new: list[int]) -> list[tuple[int, int]]:
    """Rows that were changed: those are paired that have most in common; where that is too much to try, those of the same number."""
    if len(gone) * len(new) > _MOST_PAIRS:
        return [(number, number) for number in set(gone) & set(new)]
    alike = [(_alike(written[was], found[now]), was == now, was, now) for was in gone for now in new]
    pairs: list[tuple[int, int]] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    for common, at_its_place, was, now in sorted(alike, key=lambda one: (-one[0], not one[1], one[2], one[3])):
        if was not in taken[0] and now not in taken[1] and (common or at_its_place):
            pairs.append((was, now))
            taken[0].add(was)
            taken[1].add(now)
    return pairs


def _alike(was: Mapping[int, str], now: Mapping[int, str]) -> int:
    return sum(now.get(column) == mark for column, mark in was.items())


def _row_edits(sheet: str, number: int, was: Mapping[int, str], now: Mapping[int, str]) -> Iterator[Edit]:
    for column in sorted(was.keys() | now.keys()):
        before, after = was.get(column, ""), now.get(column, "")
        if before != after:
            place = f"{column_name(column)}{number}"
            yield Edit(f"{sheet}!{place}", f"Sheet “{sheet}”, {place}: was {words_of(before)}, is {words_of(after)}.")


def _row_words(row: Mapping[int, str]) -> str:
    return ", ".join(words_of(mark) for _, mark in sorted(row.items())[:2]) or "empty"


def told(found: Iterable[Edit]) -> tuple[str, ...]:
    """The first edits as sentences, and how many there are beside them."""
    all_of_them = tuple(found)
    more = len(all_of_them) - MOST_EDITS
    return (*(edit.sentence for edit in all_of_them[:MOST_EDITS]), *([f"And {more} more."] if more > 0 else []))
