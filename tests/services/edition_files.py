"""Editions of the corporate plan as files for tests: the published table of a plan, written and changed row by row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from leadapp.domain.corporate_plan import CorporatePlan
from leadapp.domain.edition_words import COLUMNS, due_note

Row = dict[str, str]
Edited = Callable[[Callable[[dict[str, Row]], None]], Path]
"""Makes a file out of the shipped plan after a change to its rows by id."""


def rows_of(plan: CorporatePlan) -> list[Row]:
    """The table of a plan, as it is published."""
    rows = []
    for action in plan.actions:
        row = {name: str(getattr(action, name)) for name in COLUMNS if name != "kpis"}
        rows.append(row | {"kpis": "\n".join(f"• {kpi.text}{due_note(kpi.due)}" for kpi in action.kpis)})
    return rows


def written(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        table = csv.DictWriter(target, list(COLUMNS))
        target.write(",".join(COLUMNS.values()) + "\n")
        table.writerows(rows)
    return path


def without(corporate_id: str) -> Callable[[dict[str, Row]], None]:
    def change(rows: dict[str, Row]) -> None:
        del rows[corporate_id]

    return change


def renumber(rows: dict[str, Row], was: str, now: str) -> None:
    rows[now] = rows.pop(was) | {"id": now, "pillar": now.split(".")[0]}
