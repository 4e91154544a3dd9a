"""What services gave to the values of KPIs, for the question where a number comes from."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import Service, ServiceValueRow


class ServiceReading(NamedTuple):
    """What one service gave to a KPI in a quarter."""

    kpi_id: int
    service: str
    number: float | None
    numerator: float | None
    denominator: float | None
    not_applicable: bool
    note: str


def service_readings(session: Session, quarter: str) -> tuple[ServiceReading, ...]:
    """What every service gave in a quarter, in the order of the services."""
    given, services = table_of(ServiceValueRow), table_of(Service)
    wanted: Any = select(given, services.c.name.label("service")).join(services, services.c.id == given.c.service_id)
    rows = read(session, wanted.where(given.c.quarter == quarter).order_by(services.c.position, services.c.id))
    return tuple(
        ServiceReading(r.kpi_id, r.service, r.number, r.numerator, r.denominator, r.not_applicable, r.note) for r in rows
    )
