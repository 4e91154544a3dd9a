"""Reading plain rows: the tables without the object mapper, for what is only shown.

The mapper configures all classes on its first use and keeps a state for every row it loads; a window that opens needs neither.
Rows that are to be changed are loaded through the session as ever: only those reach the change log.
"""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import Executable, Result, Table
from sqlalchemy.orm import Session

from leadapp.db.row_types import Row


def table_of(kind: type[Row]) -> Table:
    """The table of a kind of row; selected from, it gives rows with the columns as attributes."""
    return cast("Table", kind.__table__)


def read(session: Session, wanted: Executable) -> Result[Any]:
    """Run a query. Inside a step it sees what the step changed so far."""
    if session.autoflush and (session.new or session.dirty or session.deleted):
        session.flush()
    return session.execute(wanted)
