"""What services add to KPIs: rows to records and back."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import KpiRow, ServiceValueRow, TypedText
from leadapp.domain.service_grid import ServiceValue

_VALUE = table_of(ServiceValueRow).c
_FIELDS = tuple(field.name for field in fields(ServiceValue))
Typed = dict[str, tuple[tuple[str, str], ...]]


def list_service_values(session: Session, quarter: str, kpi_id: int | None = None) -> tuple[ServiceValue, ...]:
    """The values of a quarter: of one KPI, or all."""
    return _read(session, _values(kpi_id).where(_VALUE.quarter == quarter))


def last_service_values(session: Session, quarter: str, kpi_id: int | None = None) -> tuple[ServiceValue, ...]:
    """The newest values before a quarter, one for each KPI and service."""
    newest = select(_VALUE.kpi_id, _VALUE.service_id, func.max(_VALUE.quarter).label("quarter")).where(_VALUE.quarter < quarter)
    if kpi_id is not None:
        newest = newest.where(_VALUE.kpi_id == kpi_id)
    before = newest.group_by(_VALUE.kpi_id, _VALUE.service_id).subquery()
    wanted = _values(kpi_id).join(
        before,
        (before.c.kpi_id == _VALUE.kpi_id) & (before.c.service_id == _VALUE.service_id) & (before.c.quarter == _VALUE.quarter),
    )
    return _read(session, wanted)


def _values(kpi_id: int | None) -> Select[Any]:
    wanted = select(*(_VALUE[name] for name in _FIELDS)).order_by(_VALUE.quarter, _VALUE.kpi_id, _VALUE.service_id)
    return wanted if kpi_id is None else wanted.where(_VALUE.kpi_id == kpi_id)


def _read(session: Session, wanted: Select[Any]) -> tuple[ServiceValue, ...]:
    return tuple(ServiceValue(*tuple(row)) for row in read(session, wanted))


def filled_counts(session: Session, quarter: str) -> dict[int, tuple[int, int]]:
    """For each KPI that is broken down, how many services gave a figure in a quarter, and how many it does not concern."""
    kpis = table_of(KpiRow).c
    given = or_(_VALUE.number.is_not(None), _VALUE.denominator.is_not(None))
    wanted = (
        select(
            _VALUE.kpi_id,
            func.sum(case((and_(given, _VALUE.not_applicable.is_(False)), 1), else_=0)).label("filled"),
            func.sum(case((_VALUE.not_applicable, 1), else_=0)).label("outside"),
        )
        .join(table_of(KpiRow), kpis.id == _VALUE.kpi_id)
        .where(_VALUE.quarter == quarter, kpis.by_service)
        .group_by(_VALUE.kpi_id)
    )
    return {row.kpi_id: (row.filled, row.outside) for row in read(session, wanted)}


def typed_cells(session: Session, quarter: str) -> Typed:
    """Cells that cannot be used yet, by the uid of their value: (cell, text)."""
    typed = table_of(TypedText).c
    wanted = (
        select(typed.subject, typed.field, typed.text)
        .join(table_of(ServiceValueRow), _VALUE.uid == typed.subject)
        .where(_VALUE.quarter == quarter)
        .order_by(typed.id)
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for row in read(session, wanted):
        found.setdefault(row.subject, []).append((row.field, row.text))
    return {uid: tuple(cells) for uid, cells in found.items()}


def places(session: Session) -> dict[str, tuple[int, int]]:
    """The KPI and the service of every value that holds cells which cannot be used yet, by the value's uid."""
    typed = table_of(TypedText).c
    wanted = select(_VALUE.uid, _VALUE.kpi_id, _VALUE.service_id).where(_VALUE.uid.in_(select(typed.subject)))
    return {row.uid: (row.kpi_id, row.service_id) for row in read(session, wanted)}


def place_of(session: Session, uid: str) -> tuple[int, str] | None:
    """The KPI and the quarter of a value, or None if it is gone."""
    row = read(session, select(_VALUE.kpi_id, _VALUE.quarter).where(_VALUE.uid == uid)).first()
    return (row.kpi_id, row.quarter) if row is not None else None


def keep_service_value(session: Session, kpi_id: int, quarter: str, service_id: int, values: dict[str, Any]) -> ServiceValueRow:
    """Keep what a service adds to a KPI in a quarter."""
    wanted = select(ServiceValueRow).where(
        ServiceValueRow.kpi_id == kpi_id, ServiceValueRow.quarter == quarter, ServiceValueRow.service_id == service_id
    )
    row = session.scalars(wanted).first()
    if row is None:
        row = ServiceValueRow(kpi_id=kpi_id, quarter=quarter, service_id=service_id)
        session.add(row)
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()
    return row


def remove_service_value(session: Session, row: ServiceValueRow) -> None:
    """Remove a value in which nothing stands any more."""
    session.delete(row)


def set_by_service(session: Session, kpi_id: int, values: dict[str, Any]) -> None:
    """Say whether a KPI is broken down by service, and what its numerator and denominator are called. Values stay."""
    row = session.get(KpiRow, kpi_id)
    assert row is not None
    for name, value in values.items():
        setattr(row, name, value)


def forget_typed(session: Session, kpi_id: int) -> None:
    """Forget cells that cannot be used: nobody sees them once the KPI is not broken down any more."""
    wanted = select(TypedText).join(ServiceValueRow, ServiceValueRow.uid == TypedText.subject)
    for text in session.scalars(wanted.where(ServiceValueRow.kpi_id == kpi_id)):
        session.delete(text)
