"""Every logged table: the whole schema, also what the start of the window does without."""

from functools import cache

from leadapp.db import promise_rows, rows
from leadapp.db.row_types import LoggedRow, Row

MODULES = (rows, promise_rows)
"""The tables are defined in these."""


@cache
def logged_tables() -> dict[str, type[LoggedRow]]:
    """Every logged table by name."""
    mappers = sorted(Row.registry.mappers, key=lambda m: m.class_.__tablename__)
    return {mapper.class_.__tablename__: mapper.class_ for mapper in mappers if issubclass(mapper.class_, LoggedRow)}
