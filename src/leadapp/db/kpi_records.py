"""KPIs and their values: rows to records and back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from typing import Any

from sqlalchemy import Select, func, select, union_all
from sqlalchemy.orm import Session

from leadapp.db.plain_rows import read, table_of
from leadapp.db.rows import KpiRow, ServiceValueRow, TypedText, ValueRow
from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.errors import NotFoundError
from leadapp.domain.measures import Kpi, KpiValue

GONE = "This KPI is no longer in the plan. Undo brings it back."


_KPI = table_of(KpiRow).c
_KPI_FIELDS = tuple(field.name for field in fields(Kpi))
_KIND, _DIRECTION = _KPI_FIELDS.index("kind"), _KPI_FIELDS.index("direction")


def list_kpis(session: Session) -> tuple[Kpi, ...]:
    """All KPIs, in the order of the plan."""
    wanted = _kpis().order_by(_KPI.action_id, _KPI.position, _KPI.id)
    return tuple(_kpi(row) for row in read(session, wanted))


def kpi(session: Session, kpi_id: int) -> Kpi:
    """One KPI. Raises NotFoundError."""
    row = session.execute(_kpis().where(_KPI.id == kpi_id)).first()
    if row is None:
        raise NotFoundError(GONE)
    return _kpi(row)


def _kpis() -> Select[Any]:
    return select(*(_KPI[name] for name in _KPI_FIELDS))


def _kpi(row: Any) -> Kpi:
    values = list(row)
    values[_KIND] = KpiKind(values[_KIND])
    values[_DIRECTION] = Direction(values[_DIRECTION]) if values[_DIRECTION] else None
    return Kpi(*values)


def _row(session: Session, kpi_id: int) -> KpiRow:
    row = session.get(KpiRow, kpi_id)
    if row is None:
        raise NotFoundError(GONE)
    return row


def add_kpi(session: Session, action_id: int, values: dict[str, Any]) -> int:
    """Add a KPI to an action, at the end."""
    last = session.scalar(select(func.max(KpiRow.position)).where(KpiRow.action_id == action_id)) or 0
    row = KpiRow(action_id=action_id, position=last + 1, **values)
    session.add(row)
    session.flush()
    return row.id


def remove_kpi(session: Session, kpi_id: int) -> None:
    """Remove a KPI with its values. One undo brings all of it back."""
    row = _row(session, kpi_id)
    subjects = {row.uid}
    for readings in (ValueRow, ServiceValueRow):
        for value in session.scalars(select(readings).where(readings.kpi_id == kpi_id)):
            subjects.add(value.uid)
            session.delete(value)
    for text in session.scalars(select(TypedText).where(TypedText.subject.in_(subjects))):
        session.delete(text)
    session.flush()
    session.delete(row)


_VALUE = table_of(ValueRow).c
_VALUE_FIELDS = tuple(field.name for field in fields(KpiValue))


def list_values(session: Session, action_id: int) -> tuple[KpiValue, ...]:
    """Every reading of an action's KPIs, oldest quarter first."""
    wanted = _values().join(KpiRow, KpiRow.id == _VALUE.kpi_id).where(KpiRow.action_id == action_id)
    return _read(session, wanted)


def values_of(session: Session, quarter: str) -> dict[int, KpiValue]:
    """The readings of a quarter alone, by KPI."""
    return {value.kpi_id: value for value in _read(session, _values().where(_VALUE.quarter == quarter))}


def newest_values(session: Session, quarter: str) -> tuple[KpiValue, ...]:
    """The readings of a quarter, and of each KPI the newest one before it and the newest measured one before it."""
    kpi, one = table_of(KpiRow).c, table_of(ValueRow).alias("one")
    before = select(one.c.id).where(one.c.kpi_id == kpi.id, one.c.quarter < quarter).order_by(one.c.quarter.desc()).limit(1)
    measured = before.where(one.c.not_yet_measured.is_(False))
    # looked up kpi by kpi through the index on (kpi_id, quarter), so that ten years cost no more than one
    wanted = union_all(
        select(_VALUE.id).where(_VALUE.quarter == quarter),
        *(
            select(found.correlate(table_of(KpiRow)).scalar_subquery()).select_from(table_of(KpiRow))
            for found in (before, measured)
        ),
    )
    return _read(session, _values().where(_VALUE.id.in_(wanted)))


def readings_until(session: Session, kpi_ids: Collection[int], until: str) -> tuple[KpiValue, ...]:
    """Every reading of some KPIs up to a quarter, oldest quarter first."""
    return _read(session, _values().where(_VALUE.kpi_id.in_(kpi_ids), _VALUE.quarter <= until)) if kpi_ids else ()


def _values() -> Select[Any]:
    return select(*(_VALUE[name] for name in _VALUE_FIELDS)).order_by(_VALUE.quarter, _VALUE.kpi_id)


def _read(session: Session, wanted: Select[Any]) -> tuple[KpiValue, ...]:
    return tuple(KpiValue(*tuple(row)) for row in read(session, wanted))


def source_before(session: Session, kpi_id: int, quarter: str) -> str:
    """The source of a KPI's newest reading before a quarter: it is shown in the box until another one is typed."""
    wanted = select(_VALUE.source).where(_VALUE.kpi_id == kpi_id, _VALUE.quarter < quarter).order_by(_VALUE.quarter.desc())
    return str(session.execute(wanted.limit(1)).scalar() or "")


def record_value(session: Session, kpi_id: int, quarter: str, values: dict[str, Any]) -> None:
    """Keep the reading of a KPI in a quarter."""
    _row(session, kpi_id)
    row = session.scalars(select(ValueRow).where(ValueRow.kpi_id == kpi_id, ValueRow.quarter == quarter)).first()
    if row is None:
        session.add(ValueRow(kpi_id=kpi_id, quarter=quarter, **values))
        return
    for name, value in values.items():
        setattr(row, name, value)


def remove_value(session: Session, kpi_id: int, quarter: str) -> None:
    """Remove the reading of a quarter, if there is one."""
    row = session.scalars(select(ValueRow).where(ValueRow.kpi_id == kpi_id, ValueRow.quarter == quarter)).first()
    if row is not None:
        session.delete(row)


def place_of(session: Session, uid: str) -> tuple[int, str] | None:
    """The KPI and the quarter of a reading, or None if it is gone."""
    row = read(session, select(_VALUE.kpi_id, _VALUE.quarter).where(_VALUE.uid == uid)).first()
    return (row.kpi_id, row.quarter) if row is not None else None


def forget_source(session: Session, uid: str, beginnings: tuple[str, ...]) -> None:
    """Empty the source of a reading if it begins so: it speaks of another figure."""
    row = session.scalars(select(ValueRow).where(ValueRow.uid == uid)).one()
    if row.source.startswith(beginnings):
        row.source = ""
