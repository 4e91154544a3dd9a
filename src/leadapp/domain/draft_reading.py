"""Reading a draft whose fields stand for themselves: each text by its own reader; what cannot be used yet is told in plain words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import Problem

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Reader = Callable[[str, str], Any]
"""Reads the text of a field, which is named second. Raises BadInputError."""


def touched(draft: DataclassInstance) -> dict[str, str]:
    """The fields of a draft that were touched, as typed; None stands for one that was not."""
    return {f.name: str(getattr(draft, f.name)) for f in fields(draft) if getattr(draft, f.name) is not None}


def read_each(texts: Mapping[str, str], read: Reader) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The values that can be used, and what cannot be used yet, field by field."""
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        try:
            values[name] = read(text, name)
        except BadInputError as error:
            problems.append(Problem(name, str(error)))
    return values, tuple(problems)
