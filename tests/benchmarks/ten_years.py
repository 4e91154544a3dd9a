"""Make the ten-year file of the benchmarks, through the file's own doors.

400 actions, 40 quarters, 20,000 updates and values; and what hangs on them: 4,800 figures of services, 600 lines of registers, 800 pieces
of evidence (40 of them files), 200 SMARTIE checks and 100 links; and 156 commitments.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
import random
from pathlib import Path

from sqlalchemy.orm import Session

from leadapp.db import directorate_records, evidence_records, kpi_records, plan_records, return_records
from leadapp.db.detail_rows import ActionLink, EvidenceUse, RegisterEntry, ServiceValueRow, SmartieRow
from leadapp.db.rows import CommitmentRow, ValueRow
from leadapp.domain.directorate import ServiceDraft, Setup
from leadapp.domain.history import StepKind
from leadapp.domain.kinds import ActionKind
from leadapp.domain.quarters import Quarter
from leadapp.domain.registers import REGISTERS
from leadapp.services.opening import make_file

WORDS = """crews managers residents depot library training network feedback survey round shift interpreter policy assessment
    champion standard review hub team language support question answer report quarter meeting plan change service""".split()
ACTIONS, ROWS = 400, 20_000
BY_SERVICE = 10
"""KPIs that are broken down by service: as many as the plan has."""
ENTRIES, EVIDENCE, FILES, FILE_BYTES = 150, 800, 40, 100_000
"""Lines of each register, pieces of evidence, those of them that are files, and the size of each file."""
PROMISES = 4
"""Commitments of each return."""
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
            "kind": list(ActionKind)[number % 4].value,
            "change_year": number % 5 + 1,
            "budget_planned": 5_000.0 if number % 3 == 0 else None,
            "blocked_by": self.words(5, 12) if number % 16 == 0 else "",
        }
        return plan_records.add_action(self._session, values)

    def kpi(self, action: int, by_service: bool) -> int:
        """One percentage."""
        values = {"text": self.words(4, 8), "kind": "percentage", "unit": "%", "target": 100.0, "by_service": by_service}
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

    def service_values(self, kpis: list[int]) -> None:
        """What every service gave to these KPIs in every quarter."""
        for kpi, quarter, service in itertools.product(kpis, QUARTERS, range(1, len(SERVICES) + 1)):
            shares = {"numerator": float(self._chance.randint(0, 10)), "denominator": 10.0}
            self._session.add(ServiceValueRow(kpi_id=kpi, quarter=str(quarter), service_id=service, **shares))

    def registers(self, count: int) -> None:
        """As many lines in each register."""
        for register, _ in itertools.product(REGISTERS, range(count)):
            values = {"subject": self.words(4, 8), "outcome": self.words(10, 20), "happened_on": self._day(), "done": True}
            self._session.add(RegisterEntry(register=register.key, **values))

    def evidence(self, actions: list[int], count: int, files: int) -> None:
        """Notes, links and files, each for one action or two."""
        for number in range(count):
            values = {"title": self.words(4, 8), "note": self.words(5, 20), "dated": self._day()}
            values |= self._file(number) if number < files else {"kind": "note"}
            if number % 2 and number >= files:
                values |= {"kind": "link", "link": f"https://intranet.example.org/papers/{number}"}
            piece = evidence_records.add_evidence(self._session, values)
            for action in self._chance.sample(actions, number % 2 + 1):
                self._session.add(EvidenceUse(evidence_id=piece, action_id=action))

    def _file(self, number: int) -> dict[str, object]:
        content = self._chance.randbytes(FILE_BYTES)
        sha256 = hashlib.sha256(content).hexdigest()
        evidence_records.keep_content(self._session, sha256, content)
        return {"kind": "file", "file_name": f"minutes {number}.pdf", "sha256": sha256, "size": FILE_BYTES}

    def details(self, actions: list[int]) -> None:
        """A SMARTIE check for every second action, and a link for every fourth."""
        for action in actions[::2]:
            answers = {name: self.words(8, 20) for name in ("specific", "measurable", "inclusive", "equitable", "shaped_by")}
            self._session.add(SmartieRow(action_id=action, **answers))
        for first, second in itertools.pairwise(actions[::4]):
            self._session.add(ActionLink(from_id=first, to_id=second, kind="relates"))

    def _day(self) -> dt.date:
        return self._chance.choice(QUARTERS).last_day

    def returns(self) -> None:
        """Every quarter but the last was sent."""
        for quarter in QUARTERS[:-1]:
            texts = {name: self.words(30, 60) for name in ("progress", "challenges", "feedback")}
            values = {"state": "submitted", "submitted_on": quarter.last_day, **texts}
            return_records.change_return(self._session, str(quarter), values)

    def promises(self, actions: list[int]) -> None:
        """Promises in every return; those for the quarters that were sent have their outcome."""
        for quarter in QUARTERS[:-1]:
            for _ in range(PROMISES):
                outcome = self._chance.choice(("kept", "part_kept", "not_kept")) if quarter.next != LAST else None
                values = {"made_in": str(quarter), "quarter": str(quarter.next), "text": self.words(6, 15), "outcome": outcome}
                why = self.words(5, 15) if outcome else ""
                self._session.add(CommitmentRow(**values, why=why, action_id=self._chance.choice(actions)))


def make_ten_years(path: Path, actions: int = ACTIONS, rows: int = ROWS) -> None:
    """Write the file. The last of the 40 quarters is the one being reported."""
    services = make_file(path, SETUP, moment)
    with services.database.writing("Ten years", kind=StepKind.FINAL) as step:
        writer = _Writer(step.session)
        directorate_records.change_directorate(step.session, 1, {"first_quarter": str(FIRST)})
        made = [writer.action(number) for number in range(actions)]
        kpis = [writer.kpi(action, number < BY_SERVICE) for number, action in enumerate(made)]
        writer.updates(made, rows // 2)
        writer.values(kpis, rows // 2)
        writer.service_values(kpis[:BY_SERVICE])
        writer.registers(ENTRIES)
        writer.evidence(made, EVIDENCE, FILES)
        writer.details(made)
        writer.returns()
        writer.promises(made)
    services.close()
