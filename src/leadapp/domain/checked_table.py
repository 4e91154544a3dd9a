"""Tables of a file from outside, read value by value, with the exact place of every fault.

For editions and other data that a council may bring; the program's own records do not need it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from leadapp.domain.errors import BadInputError

MOST_FAULTS = 20
"""So many faults are told at once."""

E = TypeVar("E", bound=StrEnum)
R = TypeVar("R")


class CheckedTable:
    """One table: hands out checked values, and notes what is wrong with them together with its place.

    A value that is wrong or missing comes back as an empty one of its type, so that reading goes on to the next fault. All tables
    of a file share one list of faults; ``raise_faults`` at the end tells them.
    """

    __slots__ = ("_asked", "data", "faults", "place")

    def __init__(self, data: Mapping[str, Any], place: str = "", faults: list[tuple[str, str]] | None = None) -> None:
        self.data, self.place = data, place
        self.faults = [] if faults is None else faults
        self._asked: set[str] = set()

    def fault(self, key: str, sentence: str) -> None:
        """Note what is wrong with one value."""
        self.faults.append((self._place_of(key), sentence))

    def check_once(self, key: str, ids: Iterable[object]) -> None:
        """Note every id that stands more than once."""
        for one, times in Counter(ids).items():
            if times > 1:
                self.fault(key, f"“{one}” stands {times} times.")

    def raise_faults(self, heading: str) -> None:
        """Raise BadInputError with every fault on a line of its own, if there is one; ``field`` is the place of the first."""
        if not self.faults:
            return
        told = [f"{place}: {sentence}" for place, sentence in self.faults[:MOST_FAULTS]]
        rest = [f"And {len(self.faults) - MOST_FAULTS} more."] if len(self.faults) > MOST_FAULTS else []
        raise BadInputError("\n".join([heading, *told, *rest]), self.faults[0][0])

    def _place_of(self, key: str) -> str:
        return f"{self.place}, {key}" if self.place else key

    def closed(self, record: R) -> R:
        """Note every key that nobody asked for, such as a misspelt one, and pass the finished record on."""
        for key in sorted(self.data.keys() - self._asked):
            self.fault(key, "is not known here.")
        return record

    def _take(self, key: str, kind: type, what: str, needed: bool = True) -> Any:
        self._asked.add(key)
        value = self.data.get(key)
        if value is None:
            if needed:
                self.fault(key, "is missing.")
        elif isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        else:
            self.fault(key, f"is not {what}.")
        return None

    def text(self, key: str, needed: bool = True) -> str:
        """A text; a needed one is not empty."""
        value = self._take(key, str, "a text", needed)
        if needed and value is not None and not value.strip():
            self.fault(key, "is empty.")
        return value or ""

    def some_texts(self, keys: str) -> dict[str, Any]:
        """Several needed texts by key."""
        return {key: self.text(key) for key in keys.split()}

    def whole(self, key: str) -> int:
        """A whole number."""
        return self._take(key, int, "a whole number") or 0

    def number(self, key: str) -> float | None:
        """A number, or None where none stands."""
        kind = int if isinstance(self.data.get(key), int) else float
        number: float | None = self._take(key, kind, "a number", needed=False)
        if number is None or math.isfinite(number):
            return number
        self.fault(key, "is not a number.")
        return None

    def flag(self, key: str, default: bool | None = None) -> bool:
        """True or false; without a default it has to be there."""
        value = self._take(key, bool, "true or false", needed=default is None)
        return bool(default if value is None else value)

    def choice(self, key: str, kind: type[E]) -> E:
        """One of a set of words."""
        word = self._take(key, str, "a text")
        try:
            return kind(word)
        except ValueError:
            if word is not None:
                self.fault(key, f"is “{word}”, not one of {', '.join(kind)}.")
            return next(iter(kind))

    def _items(self, key: str, kind: type, what: str, needed: bool = False) -> list[Any]:
        found: list[Any] | None = self._take(key, list, "a list", needed)
        if not found:
            if needed and found is not None:
                self.fault(key, "is empty.")
            return []
        if all(isinstance(item, kind) for item in found):
            return found
        self.fault(key, f"holds something that is not {what}.")
        return []

    def table(self, key: str) -> CheckedTable:
        """A table inside this one."""
        return CheckedTable(self._take(key, Mapping, "a table") or {}, self._place_of(key), self.faults)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty where none stands."""
        return tuple(self._items(key, str, "a text"))

    def wholes(self, key: str) -> tuple[int, ...]:
        """A list of whole numbers, empty where none stands."""
        return tuple(self._items(key, int, "a whole number"))

    def rows(self, key: str, named_by: str, needed: bool = True) -> list[CheckedTable]:
        """A list of tables; each is placed by its number and its id."""
        rows = enumerate(self._items(key, Mapping, "a table", needed), 1)
        places = ((row, self._place_of(f"{key} {n} ({row.get(named_by, 'no id')})")) for n, row in rows)
        return [CheckedTable(row, place, self.faults) for row, place in places]
