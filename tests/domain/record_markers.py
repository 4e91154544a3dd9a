"""A record in which every text is a marker that names its place, so that a file tells where each of its words came from."""

import dataclasses
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

from leadapp.domain.returns import ReturnRecord

NOT_WORDS = frozenset(
    "status confidence origin part kind direction outcome role how quarter made_in compared_with version state level severity key "
    "before after priority due band marking sha256 trend_arrow unit".split()
)
"""Texts that are keys, not words: a marker in them would be no record any more."""


def marker(kind: type, name: str) -> str:
    """The marker of a field: letters only, so that no form of a file writes it otherwise."""
    return f"Mark{kind.__name__}{''.join(word.title() for word in name.split('_'))}End"


def parts_of(kind: type = ReturnRecord) -> Iterator[type]:
    """Every dataclass that a record is made of."""
    seen, waiting = set(), [kind]
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            yield one
            waiting += [inner for hint in get_type_hints(one).values() for inner in _inside(hint)]


def _inside(hint: Any) -> Iterator[type]:
    if isinstance(hint, type) and is_dataclass(hint):
        yield hint
    for inner in get_args(hint):
        yield from _inside(inner)


def marked(part: Any) -> Any:
    """A part with a marker behind each of its texts."""
    if isinstance(part, tuple):
        return tuple(marked(one) for one in part)
    if not is_dataclass(part) or isinstance(part, type):
        return part
    values = {}
    for field in fields(part):
        value = getattr(part, field.name)
        is_words = isinstance(value, str) and field.name not in NOT_WORDS
        values[field.name] = f"{value} {marker(type(part), field.name)}".strip() if is_words else marked(value)
    return dataclasses.replace(part, **values)
