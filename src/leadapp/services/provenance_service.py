"""Where the numbers of a return come from: reads what lies behind them."""

from __future__ import annotations

from leadapp.db import evidence_records, reading_records, register_records
from leadapp.db.database import Database
from leadapp.domain.evidence import Evidence
from leadapp.domain.given_figures import from_count
from leadapp.domain.material import Material
from leadapp.domain.measures import number_text
from leadapp.domain.provenance import Readings, Source, SourceRow, return_sources
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.registers import REGISTERS, Count, Entry, counts
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
            entries = register_records.list_entries(session)
        by_action: dict[int, tuple[Evidence, ...]] = {}
        for piece in evidence:
            for action_id in piece.actions:
                by_action[action_id] = (*by_action.get(action_id, ()), piece)
        by_kpi = _lines_behind(material, entries, quarter)
        for reading in given:
            row = SourceRow(f"{reading.service}: {_words(reading)}", reading.note, "grid", reading.kpi_id)
            by_kpi[reading.kpi_id] = (*by_kpi.get(reading.kpi_id, ()), row)
        readings = Readings(by_action, by_kpi, self._preferences.today())
        return return_sources(record, material.actions, material.kpis, material.values, readings)


def _lines_behind(material: Material, entries: tuple[Entry, ...], quarter: Quarter) -> dict[int, tuple[SourceRow, ...]]:
    """By KPI what a register counts for it in a quarter, whether that is the value, and every line that was looked at."""
    known = {c.corporate_kpi: c for register in REGISTERS for c in counts(register.key, entries, quarter) if c.corporate_kpi}
    values = {value.kpi_id: value for value in material.values if value.quarter == str(quarter)}
    found = {}
    for kpi in material.kpis:
        count = known.get(kpi.corporate_kpi)
        given = from_count(kpi, count, values.get(kpi.id)) if count is not None else None
        if count is not None and given is not None:
            head = SourceRow(given.sentence, "What the register counts", "registers", count.register)
            found[kpi.id] = (head, *_lines(count))
    return found


def _lines(count: Count) -> tuple[SourceRow, ...]:
    """The lines of a register behind a count: those that are counted, then those that are not."""
    told = [(entry, "Counted") for entry in count.counted] + [(entry, "Not counted") for entry in count.rest]
    return tuple(
        SourceRow(
            entry.subject,
            f"{word}, {format_date(entry.happened_on) or 'without a day'}",
            "registers",
            (count.register, entry.id),
        )
        for entry, word in told
    )


def _words(reading: reading_records.ServiceReading) -> str:
    """What a service gave, in words."""
    if reading.not_applicable:
        return "does not apply"
    if reading.denominator is not None:
        return f"{number_text(reading.numerator)} of {number_text(reading.denominator)}"
    return number_text(reading.number) or "nothing yet"
