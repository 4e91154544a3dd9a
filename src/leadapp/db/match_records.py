"""How the columns of lists were matched before: rows to records and back."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import ImportMatch


def matching(session: Session, purpose: str, heads: str) -> dict[str, Any]:
    """What was remembered for a list with these heads; empty where nothing was, or where it cannot be read."""
    matches = table_of(ImportMatch).c
    row = read(session, select(matches.matching).where(matches.purpose == purpose, matches.heads == heads)).first()
    try:
        found = json.loads(row.matching) if row is not None else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def keep_matching(session: Session, purpose: str, heads: str, values: dict[str, Any]) -> None:
    """Remember how a list with these heads was matched."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    row = session.scalars(select(ImportMatch).where(ImportMatch.purpose == purpose, ImportMatch.heads == heads)).first()
    if row is None:
        session.add(ImportMatch(purpose=purpose, heads=heads, matching=text))
    else:
        row.matching = text
    session.flush()
