"""Long words: an address or a file's path has no place where a line may break, and Qt would cut it off."""

from __future__ import annotations

import re

BREAK = "\u200b"
"""A place where a line may break, of no width."""
LONGEST, TOGETHER = 20, 12
"""A word of more characters gets places to break: after what parts it, and after so many characters in a row."""


def breakable(text: str) -> str:
    """The same words; only long ones get places to break."""
    return re.sub(rf"\S{{{LONGEST + 1},}}", lambda word: _parted(word[0]), text)


def _parted(word: str) -> str:
    parts = re.sub(r"([/\\._?&=-])(?=.)", rf"\1{BREAK}", word)
    return re.sub(rf"([^{BREAK}]{{{TOGETHER}}})(?=[^{BREAK}])", rf"\1{BREAK}", parts)
