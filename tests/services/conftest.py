"""What several files of these tests begin with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from leadapp.domain.plan import ActionDraft
from leadapp.services.opening import Services, shipped_plan
from tests.services.edition_files import Row, rows_of, written
from tests.services.forms_of_owners import OTHER, OWNER
from tests.worlds import by_reference


@pytest.fixture
def small(services: Services) -> Services:
    """Two owners: one of two actions with a share, a survey, a number and a yes or no; one of one action. One action has none."""
    services.plan.adopt(("2.4",))
    for title, owner in (("Night crews heard", OWNER), ("Rota published", OWNER), ("Letters in plain words", OTHER)):
        services.plan.add_action(ActionDraft(title=title, owner=owner))
    first = by_reference(services, "NS-01")
    for text, kind, more in (
        ("Crews trained", "percentage", {"due": "Month 6"}),
        ("Crews who feel heard", "perception", {"due": "Month 6", "question": "Do you feel heard?"}),
        ("Talks held", "count", {"due": "Month 6", "unit": "talks"}),
        ("Rota agreed", "yes_no", {"due": "Month 6"}),
    ):
        services.plan.add_kpi(first.id, text, kind, more)
    return services


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Callable[[dict[str, Row]], None]], Path]:
    """A file with the shipped plan after a change to its rows by id."""

    def make(change: Callable[[dict[str, Row]], None]) -> Path:
        rows = {row["id"]: row for row in rows_of(shipped_plan())}
        change(rows)
        return written(tmp_path / "New edition.csv", sorted(rows.values(), key=lambda r: [int(n) for n in r["id"].split(".")]))

    return make
