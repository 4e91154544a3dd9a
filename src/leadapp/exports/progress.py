"""How an export tells how far it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Told the steps done and the steps in all; may raise CancelledError to stop the export."""
