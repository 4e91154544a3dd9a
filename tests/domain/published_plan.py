"""The shipped plan and the facts read from the published one by hand, as the tests of its content use them."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from leadapp.domain.corporate_plan import CorporateKpi, CorporatePlan, plan_from_toml

DATA = Path(__file__).parents[1] / "data"
SHIPPED = Path(__file__).parents[2] / "resources" / "plan" / "corporate_plan.toml"
SAMPLE = Path(__file__).parents[2] / "resources" / "sample" / "sample.toml"

PUBLISHED = {"sub_section", "accountable", "responsible", "timescale", "name", "named_for", "aliases", "source", "council", "id"}
"""What carries over word for word."""


@cache
def plan() -> CorporatePlan:
    return plan_from_toml(SHIPPED.read_text("utf-8"))


@cache
def rows(name: str) -> dict[str, dict[str, str]]:
    """A table of facts by action id."""
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return {row["id"]: row for row in csv.DictReader(lines)}


def facts() -> dict[str, dict[str, str]]:
    return rows("action_plan_facts.csv")


def bullets() -> list[CorporateKpi]:
    return [kpi for action in plan().actions for kpi in action.kpis]


def measures() -> list[CorporateKpi]:
    return [measure for kpi in bullets() for measure in kpi.measures]


def texts(value: Any, place: str = "", key: str = "") -> Iterator[tuple[str, str, str]]:
    """Every text of the file as (place, key, text)."""
    if isinstance(value, str):
        yield place, key, value
    elif isinstance(value, dict):
        inner = f"{place} {value.get('id', value.get('number', ''))}".strip()
        for name, content in value.items():
            yield from texts(content, f"{inner} {name}" if isinstance(content, str) else inner, name)
    elif isinstance(value, list):
        for content in value:
            yield from texts(content, place, key)


def own_texts() -> list[tuple[str, str, str]]:
    """Every text that is in our own words."""
    return [(p, k, t) for p, k, t in texts(tomllib.loads(SHIPPED.read_text("utf-8"))) if k not in PUBLISHED]
