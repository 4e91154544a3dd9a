"""Where in the window something stands, as plain data: told by checks, Home and search, understood by the pages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """A spot within one thing: the thing's id, the field the cursor goes into, and the id of the part it lies in.

    Of an action the part is a KPI, of a KPI's grid a service. Without a field the cursor goes where the work begins.
    """

    row: int
    field: str = ""
    part: int | None = None


Place = tuple[str, object]
"""A place of the window and what is shown there: an id, a spot, a corporate id, a field of Settings, or a register and a spot."""
