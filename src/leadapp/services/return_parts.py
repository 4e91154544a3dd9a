"""What a return's record holds beside the quarter's own material: promises, what changed, what was signed, risks and triggers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from leadapp.db.database import Database
from leadapp.domain.quarters import Quarter

if TYPE_CHECKING:
    from leadapp.domain.returns import ReturnRecord

Bare = Callable[[Quarter], "ReturnRecord"]
"""The record of a quarter without these parts."""


class ReturnParts:
    """Reads the parts from the file and puts them into a record."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def complete(self, record: ReturnRecord, bare: Bare) -> ReturnRecord:
        """The record with every part; ``bare`` gives the records of earlier quarters to compare with."""
        parts: dict[str, Any] = {}
        return dataclasses.replace(record, **parts)
