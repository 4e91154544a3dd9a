"""The KPI part of the return's document: values with trend, targets, surveys, and charts of what moved most."""

from __future__ import annotations

from leadapp.domain.charts import Columns
from leadapp.domain.documents import Block, Cell, CellKind, Column, Figure, Heading, Paragraph, Place, Row, Section, Table, Tone
from leadapp.domain.measures import number_text
from leadapp.domain.plan_figures import NO_PILLAR
from leadapp.domain.returns import KpiPart, ReturnRecord, ValuePart
from leadapp.domain.wording import DIRECTION_WORDS

MOST_TREND_CHARTS = 4

KPI_COLUMNS = (
    Column("id", "ID", CellKind.ID, 0.8, 9),
    Column("kpi", "KPI", CellKind.TEXT, 2.9, 36),
    Column("due", "Due", CellKind.TEXT, 1.1, 12, Place.SHEET),
    Column("value", "Value", CellKind.NUMBER, 0.95, 11),
    Column("of", "Of", CellKind.NUMBER, 0.75, 10),
    Column("share", "Share", CellKind.SHARE, 1.05, 11),
    Column("target_words", "Target", CellKind.TEXT, 0.95, 13, Place.PAGE),
    Column("aim", "Aim", CellKind.TEXT, 1.0, 12, Place.SHEET),
    Column("target", "Target", CellKind.NUMBER, 1.0, 10, Place.SHEET),
    Column("trend", "Since last value", CellKind.TEXT, 1.8, 17),
    Column("last", "Last value", CellKind.NUMBER, 1.1, 11, Place.SHEET),
    Column("last_share", "Last share", CellKind.SHARE, 0.9, 11, Place.SHEET),
    Column("source", "Source or survey", CellKind.TEXT, 2.4, 30),
    Column("note", "Note", CellKind.TEXT, 1.0, 20, Place.SHEET),
)
"""A page has the target in words; a sheet has its number, and beside it whether that is the least or the most."""


def kpi_section(record: ReturnRecord) -> Section:
    """The section of KPI values: the table by pillar, and the shares that moved most as charts."""
    titles = pillar_titles(record)
    pillar_of = {a.uid: a.pillar for a in record.actions}
    rows = tuple(Row(_kpi_cells(k), titles.get(pillar_of.get(k.action_uid) or 0, NO_PILLAR)) for k in record.kpis)
    intro = (
        "A share is always numerator divided by denominator. A perception KPI is measured by a survey only. "
        "A target is the least that is asked for, unless it says “at most”."
    )
    if any((k.value and k.value.hidden) or (k.last and k.last.hidden) for k in record.kpis):
        intro += f" Counts of people from 1 to {record.small_number - 1} are not shown."
    figures = [Figure(f"kpi_{n}", _trend_caption(k), chart) for n, (k, chart) in enumerate(_trend_charts(record))]
    blocks: list[Block] = [Paragraph(intro, Tone.QUIET)] if rows else []
    if figures:
        blocks += [Heading("Shares that moved most"), *figures]
    blocks.append(Table("kpis", "KPI values", KPI_COLUMNS, rows, "No KPI is in the plan yet."))
    return Section("kpis", "KPI values", "KPIs", tuple(blocks))


def _kpi_cells(k: KpiPart) -> tuple[Cell, ...]:
    value, last = k.value, k.last
    return (
        Cell(k.action),
        Cell(k.text),
        Cell(k.due_words or "no date"),
        _figure_cell(value, k),
        Cell(value.denominator if value else None),
        _share_cell(value, k),
        Cell(_target(k)),
        Cell(DIRECTION_WORDS.get(k.direction, "not set")),
        _target_cell(k),
        Cell(f"since {last.quarter}" if last and _holds(k) else f"{k.trend_arrow} {k.trend}".strip()),
        _figure_cell(last, k),
        Cell(last.share if last else None),
        Cell(_source(k)),
        Cell(value.note if value else ""),
    )


def _holds(k: KpiPart) -> bool:
    """Whether a milestone was reached in an earlier quarter, so that this quarter it is not asked for again."""
    return k.value is None and k.kind == "milestone" and k.last is not None and bool(k.last.number)


def _figure_cell(value: ValuePart | None, k: KpiPart) -> Cell:
    if value is None:
        return Cell(None, text="Yes" if _holds(k) else "")
    if value.hidden:
        return Cell(None, text=value.text, tone=Tone.QUIET)
    if value.numerator is not None:
        return Cell(value.numerator)
    if k.kind in {"yes_no", "milestone"} and value.number is not None:
        return Cell(None, text="Yes" if value.number else "Not yet")
    return Cell(value.number)


def _share_cell(value: ValuePart | None, k: KpiPart) -> Cell:
    if value is None:
        return Cell(None) if _holds(k) else Cell(None, text="no value" if k.asked else "not asked", tone=Tone.QUIET)
    if value.not_yet_measured:
        return Cell(None, text="not yet measured", tone=Tone.QUIET)
    return Cell(value.share)


def _target(k: KpiPart) -> str:
    if k.target is None:
        return {"up": "should rise", "down": "should fall"}.get(k.direction, "not set")
    unit = "%" if k.unit == "%" else ""
    word = "at most " if k.direction in {"at_most", "down"} else ""
    return f"{word}{number_text(k.target)}{unit}"


def _target_cell(k: KpiPart) -> Cell:
    """The target as a number; one in percent is a share like the value it is compared with."""
    if k.target is None or k.unit != "%":
        return Cell(k.target)
    return Cell(k.target / 100, kind=CellKind.SHARE)


def _source(k: KpiPart) -> str:
    value = k.value
    if value is None:
        return ""
    if value.not_yet_measured:
        return " ".join(part for part in (value.reason, f"Next: {value.next_wave}." if value.next_wave else "") if part)
    if k.perception:
        rate = f", response {value.response_rate:.1f}%" if value.response_rate is not None else ""
        asked = f"“{value.question}” " if value.question else ""
        return f"{asked}{value.wave}, n {number_text(value.n)}{rate}. {k.source}".strip()
    return k.source


def _trend_caption(k: KpiPart) -> str:
    return f"{k.action} {k.text}: {k.trend}"


def _shares(k: KpiPart) -> tuple[float, float] | None:
    """The last and the newest percentage of a KPI, if both are known and may be shown."""
    if not k.value or not k.last or k.value.hidden or k.value.share is None or k.last.share is None:
        return None
    return round(k.last.share * 100, 1), round(k.value.share * 100, 1)


def _trend_charts(record: ReturnRecord) -> list[tuple[KpiPart, Columns]]:
    """The shares that moved most since their last value, drawn with it and the target."""
    moved = [(k, shares) for k in record.kpis if (shares := _shares(k)) is not None]
    moved.sort(key=lambda pair: -abs(pair[1][1] - pair[1][0]))
    return [(k, _trend_chart(k, *shares)) for k, shares in moved[:MOST_TREND_CHARTS]]


def _trend_chart(k: KpiPart, last: float, now: float) -> Columns:
    then, today = k.last.quarter if k.last else "", k.value.quarter if k.value else ""
    target = k.target if k.unit == "%" else None
    return Columns(
        title=f"{k.action} {k.text}",
        text=f"{k.text}: {last}% in {then}, {now}% in {today}"
        + (f", target {number_text(target)}%." if target is not None else "."),
        categories=tuple(quarter.replace("-Q", "\nQ") for quarter in (then, today)),
        values=(last, now),
        unit="%",
        target=target,
        target_label=f"Target {number_text(target)}%" if target is not None else "",
        highlight=1,
    )


def pillar_titles(record: ReturnRecord) -> dict[int, str]:
    """The heading under which each pillar's rows are printed."""
    return {p.number: f"Pillar {p.number}, {p.title}" for p in record.pillars}
