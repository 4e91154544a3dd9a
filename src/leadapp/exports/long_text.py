"""Long texts cut where a reader would pause: at a line's end, after a sentence, between words, and only then inside a word."""

from __future__ import annotations

_PAUSES = ("\n", ". ", " ")


def text_parts(text: str, most: int, lines: int = 1_000_000) -> list[str]:
    """A text in parts of at most ``most`` letters and ``lines`` typed lines that follow one another without a word lost."""
    parts, start = [], 0
    while (end := _end(text, start, most, lines)) < len(text):
        cut = end if text[end - 1] == "\n" else _pause(text, start, end)
        parts.append(text[start:cut].rstrip())
        start = cut
        while start < len(text) and text[start] in " \n":
            start += 1
    return [*parts, text[start:]]


def _end(text: str, start: int, most: int, lines: int) -> int:
    """Where a part that begins at ``start`` must end at the latest."""
    end, at = min(start + most, len(text)), start
    for _ in range(lines):
        at = text.find("\n", at, end) + 1
        if not at:
            return end
    return at


def _pause(text: str, start: int, end: int) -> int:
    """The best place to cut before ``end``; a pause in the first half would leave too little before it."""
    half = (start + end) // 2
    for pause in _PAUSES:
        if (found := text.rfind(pause, half, end)) > 0:
            return found + len(pause)
    return end
