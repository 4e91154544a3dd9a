"""Where a text quotes somebody: British and typographic quotation marks, one inside another, and one that is not closed yet.

Apostrophes are told from single marks by what stands beside them. A pass over the text, once from left to right; time grows with its
length alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_MARKS = re.compile("[\n\"'“”„«»‘’]|^>", re.M)
_CLOSES = {"”": "“", "»": "«", "’": "‘"}
_BEFORE_OPENING = frozenset("([{—–-/“‘\"'«„")
_INTRODUCES = frozenset(":,")

Span = tuple[int, int]


@dataclass(slots=True)
class _Open:
    """A mark that waits for its other half; ``line_end`` is where it ends if none comes, ``maybe`` a place that may close it."""

    mark: str
    start: int
    line: int
    line_end: int
    maybe: int = -1


class _Reading:
    """One pass over a text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans: list[Span] = []
        self._open: list[_Open] = []
        self._waiting: dict[str, int] = {}
        self._line = 0
        self._line_end = self._end_of_line(0)

    def _end_of_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end

    def read(self) -> list[Span]:
        for found in _MARKS.finditer(self.text):
            mark, at = found[0], found.start()
            if mark == "\n":
                self._new_line(at)
            elif mark == ">":
                self.spans.append((at, self._line_end))
            elif mark in "'’‘":
                self._single(mark, at)
            else:
                self._double(mark, at)
        self._end_all()
        return merged(self.spans)

    def _new_line(self, at: int) -> None:
        self._line += 1
        self._line_end = self._end_of_line(at + 1)
        if not self.text[at + 1 : self._line_end].strip():
            self._end_all()  # an empty line: no quotation goes on beyond it

    # ------------------------------------------------------------------ what a mark does
    def _double(self, mark: str, at: int) -> None:
        if mark == '"':
            self._straight(at)
        elif mark in _CLOSES:
            self._close(_CLOSES[mark] if self._waiting.get(_CLOSES[mark]) else "„", at)
        elif mark == "“" and self._waiting.get("„"):
            self._close("„", at)
        else:
            self._end_of_earlier_lines(mark)
            self._begin(mark, at)

    def _straight(self, at: int) -> None:
        opens = self._is_free_before(at)
        if opens:
            self._end_of_earlier_lines('"')
        if self._waiting.get('"') and not (opens and self._has_word_after(at)):
            self._close('"', at)
        elif opens:
            self._begin('"', at)

    def _single(self, mark: str, at: int) -> None:
        kind = "'" if mark == "'" else "‘"
        if mark != "’" and self._is_free_before(at) and self._has_word_after(at):
            self._end_of(kind)
            self._begin(kind, at)
        elif mark != "‘" and self._waiting.get(kind) and not self._has_word_after(at):
            if self.text[at - 1] in "sS":
                self._note(kind, at)  # "residents’": the end of the quotation only if no better one follows
            else:
                self._close(kind, at)

    def _is_free_before(self, at: int) -> bool:
        return at == 0 or self.text[at - 1].isspace() or self.text[at - 1] in _BEFORE_OPENING

    def _has_word_after(self, at: int) -> bool:
        after = self.text[at + 1 : at + 2]
        return after.isalnum() or after in {"[", "(", "…"}

    # ------------------------------------------------------------------ the marks that wait
    def _begin(self, mark: str, at: int) -> None:
        self._open.append(_Open(mark, at, self._line, self._line_end))
        self._waiting[mark] = self._waiting.get(mark, 0) + 1

    def _take(self) -> _Open:
        last = self._open.pop()
        self._waiting[last.mark] -= 1
        return last

    def _close(self, mark: str, at: int) -> None:
        """Close the newest waiting mark of a kind; what was begun inside it and never ended lies within it."""
        while self._waiting.get(mark):
            last = self._take()
            if last.mark == mark:
                self.spans.append((last.start, at + 1))
                return

    def _note(self, mark: str, at: int) -> None:
        if self._open and self._open[-1].mark == mark:
            self._open[-1].maybe = at
        else:
            self._close(mark, at)

    def _end_of(self, mark: str) -> None:
        """Another one of a kind begins: one that may have ended has ended."""
        if self._open and self._open[-1].mark == mark and self._open[-1].maybe >= 0:
            last = self._take()
            self.spans.append((last.start, last.maybe + 1))

    def _end_of_earlier_lines(self, mark: str) -> None:
        """Another one of a kind begins on a new line: one that waits since an earlier line ended with that line."""
        while self._waiting.get(mark) and self._open[-1].line < self._line:
            self._end(self._take())

    def _end_all(self) -> None:
        while self._open:
            self._end(self._take())

    def _end(self, last: _Open) -> None:
        """A mark without its other half: a quotation being typed, up to the end of its line. A single one may be an apostrophe."""
        if last.maybe >= 0:
            self.spans.append((last.start, last.maybe + 1))
        elif last.mark not in "'‘" or self._is_introduced(last.start):
            self.spans.append((last.start, last.line_end))

    def _is_introduced(self, start: int) -> bool:
        before = start - 1
        if before >= 0 and self.text[before] == " ":
            before -= 1
        return before < 0 or self.text[before] == "\n" or self.text[before] in _INTRODUCES


def quoted(text: str) -> list[Span]:
    """The quotations of a text with their marks, in order and apart from each other; lines that begin with > are quotations too."""
    return _Reading(text).read()


def merged(spans: list[Span]) -> list[Span]:
    """Spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found
