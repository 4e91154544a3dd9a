"""The sample: a rich, fictional directorate, made from ``resources/sample`` through the same doors as everything else.

Its days are the sample's own, so history and updates read as if it had been kept since January 2026.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

from leadapp import paths
from leadapp.db import (
    directorate_records,
    kpi_records,
    plan_records,
    register_records,
    return_records,
    sample_records,
    service_value_records,
)
from leadapp.db.database import Database
from leadapp.domain.corporate_plan import CorporateKpi
from leadapp.domain.directorate import ServiceDraft, Setup, first_quarter_to_report
from leadapp.domain.history import StepKind
from leadapp.domain.plan import Decision
from leadapp.domain.quarters import DEFAULT_DAYS_TO_RETURN, Quarter
from leadapp.services.opening import Services, make_file, services_of
from leadapp.services.sample_detail import add_details
from leadapp.services.sample_returns import freeze_returns
from leadapp.services.sample_risks import SampleRisks
from leadapp.services.sample_year import add_year

Table = dict[str, Any]
_ORIGINS = {"immediate": "commitment_immediate", "medium-term": "commitment_medium"}


class SampleClock:
    """A clock that stands at the sample's own moments while it is made, at nine in the morning."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    def __call__(self) -> dt.datetime:
        """The sample's moment."""
        return dt.datetime.combine(self.day, dt.time(9, 0), dt.UTC)


def read_sample() -> Table:
    """The sample as data."""
    return tomllib.loads((paths.resources_folder() / "sample" / "sample.toml").read_text("utf-8"))


def make_sample(path: Path) -> Services:
    """Make a file with the sample directorate and open it."""
    data = read_sample()
    head = data["sample"]
    clock = SampleClock(head["month_zero"])
    setup = Setup(
        council=head["council"],
        directorate=head["directorate"],
        lead_name=head["lead_name"],
        lead_post=head["lead_post"],
        month_zero=head["month_zero"],
        priority=head["priority_directorate"],
        services=tuple(ServiceDraft(s["name"], s["frontline"]) for s in data["services"]),
    )
    services = make_file(path, setup, clock, sample_as_at=head["as_at"])
    try:
        _Loader(services, clock, data).load()
    except BaseException:
        services.close()
        services.path.unlink(missing_ok=True)
        raise
    database = services.database
    database.clock = lambda: dt.datetime.combine(head["as_at"], dt.datetime.now(dt.UTC).time()).astimezone()
    return services_of(database)


class _Loader:
    """Puts the sample's tables into the file: everything before the reported quarter as one step, then one step an entry."""

    def __init__(self, services: Services, clock: SampleClock, data: Table) -> None:
        self._made = services
        self._database: Database = services.database
        self._clock = clock
        self._data = data
        self._reported: str = data["sample"]["quarters"][-1]
        self._plan = services.preferences.corporate_plan()
        self._parts = services.preferences.default_parts()
        self._services = {s["key"]: s["name"] for s in data["services"]} | {"all": ""}
        self._actions: dict[str, int] = {}
        self._kpis: dict[str, int] = {}

    def load(self) -> None:
        """Load everything."""
        first_day = Quarter.parse(self._reported).first_day
        self._clock.day = first_day - dt.timedelta(days=1)
        with self._database.writing("Sample directorate", kind=StepKind.FINAL) as step:
            session = step.session
            head = self._data["sample"]
            values = {"first_quarter": head["quarters"][0], "underway_definition": head["urgent_definition"]}
            directorate_records.change_directorate(session, 1, values)
            for row in self._data["actions"]:
                self._add_action(session, row)
            for row in self._data["declined"]:
                declined = {"decision": Decision.DECLINED.value, "reason": row["reason"], "decided_on": row["on"]}
                directorate_records.decide(session, row["corporate_id"], declined)
            for row in self._data["kpis"]:
                self._add_kpi(session, row)
            self._add_returns(session)
            sample_records.add_evidence(session, self._data["evidence"], self._evidence_uses())
            add_details(session, self._data["actions"], self._actions)
            sample_records.add_commitments(session, self._data["commitments"], self._actions)
            self._add_quarters(session, lambda quarter: quarter != self._reported)
            SampleRisks(self._data, self._actions).add(session)
            add_year(session, self._data, self._actions)
            freeze_returns(self._made, session, self._data, self._kpis)
        self._add_reported_quarter()

    # ------------------------------------------------------------------ actions and KPIs
    def _add_action(self, session: Any, row: Table) -> None:
        own = row["origin"] != "corporate"
        origin = _ORIGINS[row["term"]] if row["origin"] == "directors_commitment" else row["origin"]
        prefix = "NS"
        reference = plan_records.next_reference(session, prefix) if own else row["corporate_id"]
        corporate = next(a for a in self._plan.actions if a.id == row["corporate_id"]) if row.get("corporate_id") else None
        moved = row.get("redatings", [])
        self._actions[row["key"]] = plan_records.add_action(
            session,
            {
                "reference": reference,
                "corporate_id": row.get("corporate_id", ""),
                "origin": origin,
                "title": row["title"],
                "description": row["what_we_will_do"],
                "pillar": corporate.pillar if corporate else _pillar_of(row),
                "owner_id": directorate_records.person_id(session, row["owner"]),
                "service_id": directorate_records.service_id(session, self._services[row["service"]]),
                "urgent": row["urgent"],
                "band": row.get("band", ""),
                "due": row["due"],
                "status": row["status"],
                "status_reason": row.get("status_reason", ""),
                "confidence": row.get("confidence"),
                "started_on": row.get("started_on"),
                "completed_on": row.get("completed_on"),
            },
        )
        action_id = self._actions[row["key"]]
        for move in moved:
            quarter = first_quarter_to_report(move["on"], DEFAULT_DAYS_TO_RETURN)
            plan_records.add_redating(session, action_id, {**move, "quarter": str(quarter)})
        for milestone in row.get("milestones", []):
            values = {"title": milestone["title"], "due": milestone["due"], "done_on": milestone.get("done_on")}
            plan_records.add_milestone(session, action_id, values)
        if not own:
            self._adopt(session, row)

    def _adopt(self, session: Any, row: Table) -> None:
        decision: Table = {"decision": Decision.ADOPTED.value, "decided_on": row.get("adopted_on") or row["started_on"]}
        if row["part"] != self._parts[row["corporate_id"]]:
            decision["part"] = row["part"]
        directorate_records.decide(session, row["corporate_id"], decision)

    def _add_kpi(self, session: Any, row: Table) -> None:
        known = self._corporate_kpi(row.get("corporate_kpi", ""))
        self._kpis[row["key"]] = kpi_records.add_kpi(
            session,
            self._actions[row["action"]],
            {
                "corporate_kpi": row.get("corporate_kpi", ""),
                "text": row["text"],
                "kind": row["kind"],
                "perception": row["perception"],
                "counts_people": row.get("counts_people", known.counts_people if known else row["perception"]),
                "numerator_label": row.get("numerator_label", known.numerator if known else ""),
                "denominator_label": row.get("denominator_label", known.denominator if known else ""),
                "due": known.due if known else "-",
                "target": row.get("target"),
                "unit": row.get("unit", ""),
                "direction": row.get("direction"),
                "baseline": row.get("baseline", ""),
                "definition": row.get("definition", ""),
                "question": row.get("question", ""),
                "by_service": row.get("by_service", bool(known and known.by_service)),
            },
        )

    def _corporate_kpi(self, kpi_id: str) -> CorporateKpi | None:
        return next((k for a in self._plan.actions for k in a.kpis if k.id == kpi_id), None)

    # ------------------------------------------------------------------ returns, updates, values
    def _add_returns(self, session: Any) -> None:
        for row in self._data["returns"]:
            values = {name: row[name] for name in return_records.HEADLINE_FIELDS}
            if row["quarter"] != self._reported:
                return_records.change_return(session, row["quarter"], values)

    def _add_quarters(self, session: Any, wanted: Any) -> None:
        for row in self._data["updates"]:
            if wanted(row["quarter"]):
                self._write_update(session, row)
        for row in self._data["values"]:
            if wanted(row["quarter"]):
                self._record_value(session, row)

    def _add_reported_quarter(self) -> None:
        """The quarter being reported, entry by entry in the order of their days, so that the history can be read and undone."""
        entries = [(u["on"], 0, u) for u in self._data["updates"] if u["quarter"] == self._reported]
        entries += [(v["on"], 1, v) for v in self._data["values"] if v["quarter"] == self._reported]
        titles = {row["key"]: row["title"] for row in self._data["actions"]}
        kpis = {row["key"]: row["text"] for row in self._data["kpis"]}
        for day, kind, row in sorted(entries, key=lambda entry: entry[:2]):
            self._clock.day = day
            label = f"Update: {titles[row['action']][:50]}" if kind == 0 else f"Value of {kpis[row['kpi']][:50]}"
            with self._database.writing(label) as step:
                if kind == 0:
                    self._write_update(step.session, row)
                else:
                    self._record_value(step.session, row)
        draft = next(r for r in self._data["returns"] if r["quarter"] == self._reported)
        self._clock.day = self._data["sample"]["as_at"]
        with self._database.writing("Registers brought up to date") as step:
            self._add_registers(step.session)
        with self._database.writing(f"Headline of {self._reported}") as step:
            return_records.change_return(
                step.session, self._reported, {name: draft[name] for name in return_records.HEADLINE_FIELDS if draft[name]}
            )

    def _write_update(self, session: Any, row: Table) -> None:
        values = {
            "text": row["text"],
            "no_change": row.get("no_change", False),
            "written_on": row["on"],
            "status": row["status"],
            "confidence": row.get("confidence"),
            "by_id": directorate_records.person_id(session, row["by"]),
        }
        plan_records.write_update(session, self._actions[row["action"]], row["quarter"], values, beneath=True)

    def _record_value(self, session: Any, row: Table) -> None:
        names = ("numerator", "denominator", "wave", "n", "invited", "next_wave", "source", "note", "reason")
        values = {name: row[name] for name in names if name in row}
        values["number"] = row.get("value")
        values["response_rate"] = row.get("response_rate_percent")
        values["not_yet_measured"] = row.get("not_yet_measured", False)
        values["measured_on"] = row["on"]
        kpi_records.record_value(session, self._kpis[row["kpi"]], row["quarter"], values)
        for part in row.get("by_service", []):
            figures = {"numerator": part["numerator"], "denominator": part["denominator"]}
            service_id = directorate_records.service_id(session, self._services[part["service"]])
            if service_id is not None:
                service_value_records.keep_service_value(session, self._kpis[row["kpi"]], row["quarter"], service_id, figures)

    def _add_registers(self, session: Any) -> None:
        """The lines of the registers, the oldest day first."""
        for row in sorted(self._data["registers"], key=lambda row: row["happened_on"]):
            values = {name: value for name, value in row.items() if name not in {"register", "service", "person"}}
            values["service_id"] = directorate_records.service_id(session, self._services[row.get("service", "all")])
            values["person_id"] = directorate_records.person_id(session, row.get("person", ""))
            register_records.add_entry(session, row["register"], values)

    def _evidence_uses(self) -> dict[str, list[int]]:
        uses: dict[str, list[int]] = {}
        for row in self._data["actions"]:
            for key in row.get("evidence", []):
                uses.setdefault(key, []).append(self._actions[row["key"]])
        return uses


def _pillar_of(row: Table) -> int | None:
    """The pillar of an own action of the sample, told from the first criterion it improves (M2.4 belongs to pillar 2)."""
    criteria = row.get("criteria", [])
    return int(criteria[0][1]) if criteria else None
