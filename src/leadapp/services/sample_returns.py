"""The sample's earlier returns, frozen as if they had been signed, confirmed and submitted in their time, the first one corrected."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

from leadapp.db import kpi_records, return_records
from leadapp.domain.promise_parts import SignaturePart
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_life import LEAD, SECOND
from leadapp.domain.return_text import ReturnState

if TYPE_CHECKING:
    from leadapp.services.opening import Services

Table = dict[str, Any]
_AT = dt.time(10, 14)


def freeze_returns(services: Services, session: Any, data: Table, kpis: dict[str, int]) -> None:
    """Sign, confirm and freeze the submitted returns, oldest first: the last thing of the step, for they hold all the rest."""
    sent = [row for row in data["returns"] if row["state"] == ReturnState.SUBMITTED.value]
    for row in sent:  # all of them at first, so that each is told as its quarter ended
        return_records.change_return(session, row["quarter"], {"state": ReturnState.SUBMITTED.value})
    session.flush()
    for row in sorted(sent, key=lambda row: str(row["quarter"])):
        mistyped = row.get("mistyped")
        if mistyped is not None:
            kpi, right = kpis[mistyped["kpi"]], {name: mistyped[name] for name in ("numerator", "note")}
            kpi_records.record_value(session, kpi, row["quarter"], {"numerator": mistyped["as"], "note": ""})
        _freeze(services, session, data, row, (row["signed_on"], row["confirmed_on"], row["submitted_on"]))
        if mistyped is not None:
            kpi_records.record_value(session, kpi, row["quarter"], right)
            return_records.add_revision(session, row["quarter"], row["correction_reason"])
            _freeze(services, session, data, row, (row["corrected_on"],) * 3)


def _freeze(services: Services, session: Any, data: Table, row: Table, days: tuple[dt.date, dt.date, dt.date]) -> None:
    head, quarter = data["sample"], Quarter.parse(row["quarter"])
    signed, confirmed, submitted = days
    lead = SignaturePart(LEAD, head["lead_name"], head["lead_post"], signed, "here")
    second = SignaturePart(SECOND, head["second_person_name"], head["second_person_post"], confirmed, "email")
    for signature in (lead, second):
        return_records.add_signature(session, str(quarter), signature)
    session.flush()
    at = dt.datetime.combine(submitted, _AT, dt.UTC)
    record = services.returns.as_written(quarter)
    record = dataclasses.replace(record, state=ReturnState.SUBMITTED, submitted_at=at, as_at=at, signatures=(lead, second))
    services.life.freeze(session, record, at)
    session.flush()
