"""Frozen records as plain JSON data and back, by their type hints: how a return is frozen, carried inside a workbook and read again.

Reading back is strict: a value of another type than the record's field has raises ``MisreadError`` with the place. Keys that a newer
version added are passed over, and a field with a default may be missing, so that an older form can still be read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from itertools import repeat
from typing import Any, TypeAlias, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from leadapp.domain.errors import BadInputError

T = TypeVar("T")
KIND, DAY = "is", "date"
"""Keys that say which of several types a value has, where its field allows more than one."""


class MisreadError(BadInputError):
    """Data that is not what a record holds; the place is named in the sentence."""


def as_plain(value: Any, hint: Any = None) -> Any:
    """A record, or a part of one, as JSON data. ``hint`` is the type of the field it stands in, if that allows several."""
    several = _several(hint)
    if is_dataclass(value) and not isinstance(value, type):
        hints = _hints(type(value))
        plain = {f.name: as_plain(getattr(value, f.name), hints[f.name]) for f in fields(value)}
        return {KIND: type(value).__name__} | plain if several else plain
    if isinstance(value, tuple):
        inner = _inner(hint)
        return [as_plain(item, inner[min(n, len(inner) - 1)] if inner else None) for n, item in enumerate(value)]
    if isinstance(value, Mapping):
        return {str(key): as_plain(item, _inner(hint)[1] if _inner(hint) else None) for key, item in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, dt.date):
        return {DAY: value.isoformat()} if several else value.isoformat()
    return value


def from_plain(kind: type[T], data: Any) -> T:
    """The record that JSON data holds. Raises MisreadError with the place of what cannot be one."""
    try:
        return cast(T, _reader(cast(Any, kind))(data))
    except _WrongError as wrong:
        raise MisreadError(_sentence(wrong.place, wrong.wanted), wrong.place) from wrong


def canonical(plain: Any) -> bytes:
    """JSON data as bytes, always the same for the same data: keys in order, no spaces, UTF-8."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def sha256_of(content: bytes) -> str:
    """The SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


# -------------------------------------------------------------------------------- reading
Reader: TypeAlias = Callable[[Any], Any]


class _WrongError(Exception):
    """What should stand somewhere. Whatever holds the place puts its name before it on the way out."""

    def __init__(self, wanted: str, place: str = "") -> None:
        super().__init__(wanted)
        self.wanted, self.place = wanted, place

    def within(self, name: str) -> None:
        """It stands in the part of a name: "actions", or the number of an entry in brackets."""
        between = "." if self.place and not self.place.startswith("[") else ""
        self.place = f"{name}{between}{self.place}"


@cache
def _reader(hint: Any) -> Reader:
    """How data of a type is read, worked out once for each type: a return has thousands of values."""
    if get_origin(hint) in {Union, types.UnionType}:
        return _one_of(hint)
    if is_dataclass(hint):
        return _record(cast(type, hint))
    if get_origin(hint) is tuple:
        return _tuple(get_args(hint))
    if get_origin(hint) is dict:
        return _table(_reader(get_args(hint)[1]))
    if hint is float:
        return _number
    return _plain(hint) if hint in _WORDS else _word(hint)


def _one_of(hint: Any) -> Reader:
    members = [member for member in get_args(hint) if member is not type(None)]
    may_be_none = len(members) < len(get_args(hint))
    one = _reader(members[0]) if len(members) == 1 else _one_of_several(members)

    def read(data: Any) -> Any:
        if data is None:
            _must(may_be_none, "a value")
            return None
        return one(data)

    return read


def _one_of_several(members: list[Any]) -> Reader:
    parts = {cast(type, member).__name__: _reader(cast(Any, member)) for member in members if is_dataclass(member)}
    day = _reader(dt.date) if dt.date in members else None
    kinds = {member for member in members if isinstance(member, type)}

    def read(data: Any) -> Any:
        if isinstance(data, dict):
            if day is not None and set(data) == {DAY}:
                return day(data[DAY])
            called = data.get(KIND)
            part = parts.get(called) if isinstance(called, str) else None
            if part is None:
                raise _WrongError("a part that is known")
            return part(data)
        _must(type(data) in kinds, "a value of a kind that is known")
        return data

    return read


def _record(kind: type) -> Reader:
    hints = _hints(kind)
    parts = [(field.name, _reader(hints[field.name]), _has_default(field)) for field in fields(kind)]

    def read(data: Any) -> Any:
        _must(isinstance(data, dict), "a part with named values")
        values = {}
        for name, one, may_be_missing in parts:
            if name not in data:
                _must(may_be_missing, "a value, and it is missing", name)
                continue
            try:
                values[name] = one(data[name])
            except _WrongError as wrong:
                wrong.within(name)
                raise
        return kind(**values)

    return read


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _tuple(inner: tuple[Any, ...]) -> Reader:
    is_any_length = len(inner) == 2 and inner[1] is Ellipsis
    readers = [_reader(one) for one in (inner[:1] if is_any_length else inner)]

    def read(data: Any) -> tuple[Any, ...]:
        _must(isinstance(data, list), "a list")
        if not is_any_length:
            _must(len(data) == len(readers), f"a list of {len(readers)}")
        found: list[Any] = []
        try:
            for one, item in zip(repeat(readers[0]) if is_any_length else readers, data, strict=False):
                found.append(one(item))
        except _WrongError as wrong:
            wrong.within(f"[{len(found) + 1}]")
            raise
        return tuple(found)

    return read


def _table(inner: Reader) -> Reader:
    def read(data: Any) -> dict[str, Any]:
        _must(isinstance(data, dict), "a table of values")
        found = {}
        for key, item in data.items():
            try:
                found[key] = inner(item)
            except _WrongError as wrong:
                wrong.within(str(key))
                raise
        return found

    return read


def _plain(kind: type) -> Reader:
    words = _WORDS[kind]

    def read(data: Any) -> Any:
        if type(data) is not kind:
            raise _WrongError(words)
        return data

    return read


def _number(data: Any) -> Any:
    """A number; whole ones are written without a point, and stand so in the record too."""
    _must(type(data) in {int, float}, "a number")
    return data


def _word(kind: Any) -> Reader:
    """A day, a moment, or one of the words of an enumeration."""
    make = kind.fromisoformat if kind is dt.datetime or kind is dt.date else kind
    wanted = "a day" if kind is dt.date else "a word that is known"

    def read(data: Any) -> Any:
        _must(isinstance(data, str), "a text")
        try:
            return make(data)
        except ValueError as error:
            raise _WrongError(wanted) from error

    return read


_WORDS = {str: "a text", int: "a whole number", bool: "true or false"}


def _must(right: bool, wanted: str, place: str = "") -> None:
    if not right:
        raise _WrongError(wanted, place)


def _sentence(place: str, wanted: str) -> str:
    return f"{f'“{place}”' if place else 'The data'} should hold {wanted}."


# -------------------------------------------------------------------------------- type hints
@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _several(hint: Any) -> bool:
    """Whether a field allows values of more than one type, beside none."""
    if get_origin(hint) not in {Union, types.UnionType}:
        return False
    return sum(member is not type(None) for member in get_args(hint)) > 1


def _inner(hint: Any) -> tuple[Any, ...]:
    """The types inside a tuple or table, without the mark of any length."""
    if get_origin(hint) in {Union, types.UnionType}:
        hint = next((member for member in get_args(hint) if get_origin(member) in {tuple, dict}), None)
    return tuple(inner for inner in get_args(hint) if inner is not Ellipsis)
