"""A directorate's parts as its lead meets them in the cascade: who is named, who has 1.7 as its own, who is only aware."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from leadapp.domain.corporate_plan import Part
from leadapp.domain.directorate import Setup
from leadapp.services.opening import Services, make_file
from tests.worlds import MONTH_ZERO, StandingClock

PARTS = Path(__file__).parents[1] / "data" / "directorate_parts.csv"


def published() -> dict[str, Part]:
    """The default part of every action, as the table of parts has it."""
    with PARTS.open(encoding="utf-8", newline="") as lines:
        return {row["id"]: Part(row["default_part"]) for row in csv.DictReader(lines)}


def cascade_of(tmp_path: Path, directorate: str, priority: bool) -> dict[str, Part]:
    """The parts that a new directorate of this name finds in its cascade."""
    setup = Setup("Norbury City Council", directorate, "A. Lead", "Head of Service", MONTH_ZERO, priority, ())
    services: Services = make_file(tmp_path / "new.leadapp", setup, StandingClock())
    try:
        return {row.corporate_id: row.part for row in services.plan.cascade()}
    finally:
        services.close()


@pytest.mark.parametrize("priority", [True, False])
@pytest.mark.parametrize(
    ("directorate", "named"),
    [
        ("Neighbourhoods and Housing", {"3.5", "4.2", "4.4", "4.9"}),
        ("the neighbourhoods & housing directorate", {"3.5", "4.2", "4.4", "4.9"}),
        ("N&H", {"3.5", "4.2", "4.4", "4.9"}),
        ("Finance & Resources", {"4.4"}),
        ("Adult Social Care and Health", {"2.10"}),
        ("Public Health", {"2.10", "4.9"}),
        ("Children's Services", {"4.10"}),
        ("CYP", {"4.10"}),
        ("City Development", set()),
        ("Neighbourhood Services", set()),
    ],
)
def test_the_cascade_shows_the_parts_of_this_directorate(
    directorate: str, named: set[str], priority: bool, tmp_path: Path, data_folder: Path
) -> None:
    expected = {i: Part.AWARE if part is Part.NAMED and i not in named else part for i, part in published().items()}
    if not priority:
        expected["1.7"] = Part.AWARE
    assert cascade_of(tmp_path, directorate, priority) == expected
