"""Frozen records as plain JSON data and back, by their type hints: how a return is frozen, carried inside a workbook and read again.

Reading back is strict: a value of another type than the record's field has raises ``MisreadError`` with the place. Keys that a newer
version added are passed over, and a field with a default may be missing, so that an older form can still be read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

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
    return cast(T, _read(kind, data, ""))


def canonical(plain: Any) -> bytes:
    """JSON data as bytes, always the same for the same data: keys in order, no spaces, UTF-8."""
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode("utf-8")


def sha256_of(content: bytes) -> str:
    """The SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


# -------------------------------------------------------------------------------- reading
def _read(hint: Any, data: Any, place: str) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        return _read_one_of(hint, data, place)
    if is_dataclass(hint):
        return _read_record(cast(type, hint), data, place)
    if get_origin(hint) is tuple:
        return _read_tuple(hint, data, place)
    if get_origin(hint) is dict:
        _must(isinstance(data, dict), place, "a table of values")
        return {key: _read(get_args(hint)[1], item, f"{place}.{key}") for key, item in data.items()}
    return _read_plain(hint, data, place)


def _read_one_of(hint: Any, data: Any, place: str) -> Any:
    members = [member for member in get_args(hint) if member is not type(None)]
    if data is None:
        _must(len(members) < len(get_args(hint)), place, "a value")
        return None
    if len(members) == 1:
        return _read(members[0], data, place)
    if isinstance(data, dict):
        if set(data) == {DAY} and dt.date in members:
            return _read(dt.date, data[DAY], place)
        named = [member for member in members if is_dataclass(member) and getattr(member, "__name__", "") == data.get(KIND)]
        _must(bool(named), place, "a part that is known")
        return _read(named[0], data, place)
    fitting = [member for member in members if isinstance(member, type) and type(data) is member]
    _must(bool(fitting), place, "a value of a kind that is known")
    return data


def _read_record(kind: type, data: Any, place: str) -> Any:
    _must(isinstance(data, dict), place, "a part with named values")
    hints = _hints(kind)
    values = {}
    for field in fields(kind):
        where = f"{place}.{field.name}" if place else field.name
        if field.name in data:
            values[field.name] = _read(hints[field.name], data[field.name], where)
        else:
            _must(_has_default(field), where, "a value, and it is missing")
    return kind(**values)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _read_tuple(hint: Any, data: Any, place: str) -> tuple[Any, ...]:
    _must(isinstance(data, list), place, "a list")
    inner = get_args(hint)
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], item, f"{place}[{n + 1}]") for n, item in enumerate(data))
    _must(len(data) == len(inner), place, f"a list of {len(inner)}")
    return tuple(_read(inner[n], item, f"{place}[{n + 1}]") for n, item in enumerate(data))


def _read_plain(hint: Any, data: Any, place: str) -> Any:
    if hint is float and type(data) is int:
        return data  # whole numbers are written without a point, and stand so in the record too
    if hint in {str, int, bool, float}:
        _must(type(data) is hint, place, _WORDS[hint])
        return data
    _must(isinstance(data, str), place, "a text")
    try:
        if hint is dt.datetime or hint is dt.date:
            return hint.fromisoformat(data)
        return hint(data)  # one of the words of an enumeration
    except ValueError as error:
        raise MisreadError(_sentence(place, "a day" if hint is dt.date else "a word that is known"), place) from error


_WORDS = {str: "a text", int: "a whole number", bool: "true or false", float: "a number"}


def _must(right: bool, place: str, wanted: str) -> None:
    if not right:
        raise MisreadError(_sentence(place, wanted), place)


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
