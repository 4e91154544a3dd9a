"""Make the ten-year file of the benchmarks: 400 actions, 40 quarters, 20,000 updates and values, through the file's own doors."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from pathlib import Path

from sqlalchemy.orm import Session

from leadapp.db import directorate_records, kpi_records, plan_records, return_records
from leadapp.db.rows import ValueRow
from leadapp.domain.directorate import ServiceDraft, Setup
from leadapp.domain.history import StepKind
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import make_file

WORDS = """crews managers residents depot library training network feedback survey round shift interpreter policy assessment
    champion standard review hub team language support question answer report quarter meeting plan change service""".split()
ACTIONS, ROWS = 400, 20_000
SERVICES = tuple(ServiceDraft(f"Service {n}", n < 6) for n in range(12))
SETUP = Setup(
    "Sampleton City Council",
    "Neighbourhood Services",
    "Robin Sample",
    "Head of Street Scene",
    dt.date(2026, 1, 1),
    True,
    SERVICES,
)


def _quarters() -> tuple[Quarter, ...]:
    quarters = [Quarter(2026, 1)]
    while len(quarters) < 40:
        quarters.append(quarters[-1].next)
    return tuple(quarters)


QUARTERS = _quarters()
FIRST, LAST = QUARTERS[0], QUARTERS[-1]


def moment() -> dt.datetime:
    """The last day of the ten years, at nine."""
    return dt.datetime.combine(LAST.last_day, dt.time(9), dt.UTC)


class _Writer:
    """Writes the rows with words of chance that are the same each time."""

    def __init__(self, session: Session) -> None:
        self._session, self._chance = session, random.Random(7)

    def words(self, low: int, high: int) -> str:
        """Some words in a row, as an update would have."""
        return " ".join(self._chance.choice(WORDS) for _ in range(self._chance.randint(low, high))).capitalize() + "."

    def action(self, number: int) -> int:
        """One action; one in sixteen is still open."""
        done = number % 16 != 0
        values = {
            "reference": f"NS-{number:03d}",
            "origin": "local",
            "title": self.words(4, 8),
            "description": self.words(10, 40),
            "pillar": number % 5 + 1,
            "urgent": number % 20 == 0,
            "due": LAST.last_day + dt.timedelta(days=self._chance.randint(-900, 300)),
            "status": "complete" if done else "underway",
            "completed_on": QUARTERS[self._chance.randint(1, 38)].last_day if done else None,
            "confidence": self._chance.choice(("on_track", "at_risk", "off_track")),
            "service_id": number % 12 + 1,
        }
        return plan_records.add_action(self._session, values)

    def kpi(self, action: int) -> int:
        """One percentage."""
        values = {"text": self.words(4, 8), "kind": "percentage", "unit": "%", "target": 100.0}
        return kpi_records.add_kpi(self._session, action, values)

    def updates(self, actions: list[int], count: int) -> None:
        """Updates over all quarters."""
        for _ in range(count):
            quarter = self._chance.choice(QUARTERS)
            values = {
                "text": self.words(20, 60),
                "no_change": False,
                "written_on": quarter.last_day,
                "status": "underway",
                "confidence": "at_risk",
            }
            plan_records.write_update(self._session, self._chance.choice(actions), str(quarter), values, beneath=True)

    def values(self, kpis: list[int], count: int) -> None:
        """Values, at most one a KPI and quarter."""
        for kpi, quarter in self._chance.sample(list(itertools.product(kpis, QUARTERS)), count):
            shares = {"numerator": float(self._chance.randint(0, 90)), "denominator": 100.0}
            row = ValueRow(kpi_id=kpi, quarter=str(quarter), measured_on=quarter.last_day, source="List", **shares)
            self._session.add(row)

    def returns(self) -> None:
        """Every quarter but the last was sent."""
        for quarter in QUARTERS[:-1]:
            texts = {name: self.words(30, 60) for name in ("progress", "challenges", "feedback")}
            values = {"state": "submitted", "submitted_on": quarter.last_day, **texts}
            return_records.change_return(self._session, str(quarter), values)


def make_ten_years(path: Path, actions: int = ACTIONS, rows: int = ROWS) -> None:
    """Write the file. The last of the 40 quarters is the one being reported."""
    services = make_file(path, SETUP, moment)
    with services.database.writing("Ten years", kind=StepKind.FINAL) as step:
        writer = _Writer(step.session)
        directorate_records.change_directorate(step.session, 1, {"first_quarter": str(FIRST)})
        made = [writer.action(number) for number in range(actions)]
        kpis = [writer.kpi(action) for action in made]
        writer.updates(made, rows // 2)
        writer.values(kpis, rows // 2)
        writer.returns()
    services.close()
