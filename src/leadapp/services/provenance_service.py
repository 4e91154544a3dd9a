"""Where the numbers of a return come from: reads what lies behind them."""

from __future__ import annotations

from leadapp.db import evidence_records, reading_records
from leadapp.db.database import Database
from leadapp.domain.evidence import Evidence
from leadapp.domain.measures import number_text
from leadapp.domain.provenance import Readings, Source, SourceRow, return_sources
from leadapp.domain.quarters import Quarter
from leadapp.services.preference_service import PreferenceService
from leadapp.services.quarter_material import QuarterMaterial
from leadapp.services.return_service import ReturnService


class ProvenanceService:
    """Answers where a number comes from."""

    def __init__(
        self, database: Database, quarters: QuarterMaterial, returns: ReturnService, preferences: PreferenceService
    ) -> None:
        self._database = database
        self._quarters = quarters
        self._returns = returns
        self._preferences = preferences

    def of_return(self, quarter: Quarter) -> tuple[Source, ...]:
        """Every figure of a quarter's return with the rows behind it."""
        material = self._quarters.material(quarter)
        record = self._returns.assemble(quarter)
        with self._database.reading() as session:
            evidence = evidence_records.list_evidence(session)
            given = reading_records.service_readings(session, str(quarter))
        by_action: dict[int, tuple[Evidence, ...]] = {}
        for piece in evidence:
            for action_id in piece.actions:
                by_action[action_id] = (*by_action.get(action_id, ()), piece)
        by_kpi: dict[int, tuple[SourceRow, ...]] = {}
        action_of = {kpi.id: kpi.action_id for kpi in material.kpis}
        for reading in given:
            row = SourceRow(f"{reading.service}: {_words(reading)}", reading.note, "action", action_of.get(reading.kpi_id))
            by_kpi[reading.kpi_id] = (*by_kpi.get(reading.kpi_id, ()), row)
        readings = Readings(by_action, by_kpi, self._preferences.today())
        return return_sources(record, material.actions, material.kpis, material.values, readings)


def _words(reading: reading_records.ServiceReading) -> str:
    """What a service gave, in words."""
    if reading.not_applicable:
        return "does not apply"
    if reading.denominator is not None:
        return f"{number_text(reading.numerator)} of {number_text(reading.denominator)}"
    return number_text(reading.number) or "nothing yet"
