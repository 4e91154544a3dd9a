"""The KPIs of the year's report: where each stood before the year and at its end, quarter by quarter, never averaged."""

from __future__ import annotations

from leadapp.domain.charts import Columns
from leadapp.domain.documents import Block, Cell, CellKind, Column, Figure, Heading, Paragraph, Place, Row, Section, Table, Tone
from leadapp.domain.measures import number_text
from leadapp.domain.plan_figures import NO_PILLAR
from leadapp.domain.quarters import Quarter
from leadapp.domain.returns import ValuePart
from leadapp.domain.year_report import KpiYear, YearQuarter, YearReport

MOST_CHARTS = 4
INTRO = (
    "Each KPI with its last value before the year, or else its first one in it, and its last value in the year. A share is one count "
    "divided by another at that time; shares are never averaged. Quarters together sums what was counted, which says something "
    "only where each quarter counts anew."
)
_BETTER = {True: "better", False: "worse", None: ""}


def quarter_name(quarter: YearQuarter) -> str:
    """A quarter within its year: "Q1"."""
    return f"Q{Quarter.parse(quarter.quarter).number}"


def year_pillars(report: YearReport) -> dict[int, str]:
    """The pillars of the year by number (0: without one) with what they are called, as the last return calls them."""
    found: dict[int, str] = {}
    for quarter in report.told:
        found |= {p.number: f"Pillar {p.number}, {p.title}" if p.number else NO_PILLAR for p in quarter.pillars}
    return dict(sorted(found.items(), key=lambda pair: pair[0] or 9))


def kpi_year_section(report: YearReport) -> Section:
    """The section: shares that moved most as charts, then every KPI by pillar."""
    titles = year_pillars(report)
    rows = tuple(Row(_cells(kpi, report), titles.get(kpi.pillar or 0, NO_PILLAR)) for kpi in report.kpis)
    intro = INTRO
    if any(value is not None and value.hidden for kpi in report.kpis for value in (kpi.start, kpi.end, *_values(kpi))):
        intro += f" Counts of people from 1 to {report.small_number - 1} are not shown; a sum that holds one reads “at least”."
    blocks: list[Block] = [Paragraph(intro, Tone.QUIET)] if rows else []
    charts = [(kpi, _chart(kpi)) for kpi in _most_moved(report)]
    if charts:
        blocks.append(Heading("Shares that moved most"))
        blocks += [Figure(f"kpi_{n}", f"{kpi.action} {kpi.text}: {kpi.moved}", chart) for n, (kpi, chart) in enumerate(charts)]
    blocks.append(Table("kpis", "KPIs over the year", _columns(report), rows, "No KPI is in the plan yet."))
    return Section("kpis", "KPIs over the year", "KPIs", tuple(blocks))


def _values(kpi: KpiYear) -> list[ValuePart]:
    return [value for _, value in kpi.values]


# -------------------------------------------------------------------------------- the table
def _columns(report: YearReport) -> tuple[Column, ...]:
    return (
        Column("pillar", "Pillar", CellKind.INTEGER, 0.6, 8, Place.SHEET),
        Column("id", "ID", CellKind.ID, 0.75, 9),
        Column("kpi", "KPI", CellKind.TEXT, 2.6, 34),
        Column("start", "Where the year began", CellKind.TEXT, 1.7, 22),
        Column("end", "Last in the year", CellKind.TEXT, 1.7, 22),
        Column("moved", "Over the year", CellKind.TEXT, 1.6, 20),
        Column("total", "Quarters together", CellKind.NUMBER, 1.05, 12),
        Column("target", "Target", CellKind.TEXT, 0.9, 11),
        Column("better", "Better or worse", CellKind.TEXT, 1.0, 10, Place.SHEET),
        Column("start_share", "First share", CellKind.SHARE, 1.0, 10, Place.SHEET),
        Column("end_value", "Last value", CellKind.NUMBER, 1.0, 10, Place.SHEET),
        Column("end_of", "Of", CellKind.NUMBER, 1.0, 9, Place.SHEET),
        Column("end_share", "Last share", CellKind.SHARE, 1.0, 10, Place.SHEET),
        *(Column(q.quarter, quarter_name(q), CellKind.TEXT, 1.0, 16, Place.SHEET) for q in report.told),
        Column("question", "Question of the survey", CellKind.TEXT, 0.0, 30, Place.BENEATH),
    )


def _cells(kpi: KpiYear, report: YearReport) -> tuple[Cell, ...]:
    start, end, values = kpi.start, kpi.end, dict(kpi.values)
    shown = end if end is not None and not end.hidden else None
    return (
        Cell(kpi.pillar),
        Cell(kpi.action),
        Cell(kpi.text),
        Cell(None, text="no earlier value", tone=Tone.QUIET) if start is not None and start is end else _value_cell(start),
        _value_cell(end or next(iter(reversed(_values(kpi))), None)),
        Cell(f"{_arrow(kpi)} {kpi.moved}".strip()),
        Cell(None, text=f"at least {number_text(kpi.total)}") if kpi.total_is_least else Cell(kpi.total),
        Cell(_target(kpi)),
        Cell(_BETTER[kpi.better]),
        Cell(start.share if start is not None and start is not end else None),
        Cell(_number(kpi, shown), text=_yes_or_no(kpi, shown)),
        Cell(shown.denominator if shown else None),
        Cell(shown.share if shown else None),
        *(_plain_cell(values.get(q.quarter)) for q in report.told),
        Cell(end.question if end is not None else ""),
    )


def _value_cell(value: ValuePart | None) -> Cell:
    """A value in words with the quarter it was told in; of a survey with its wave and how many answered."""
    if value is None:
        return Cell(None, text="no value", tone=Tone.QUIET)
    if value.not_yet_measured:
        return Cell(None, text="not yet measured", tone=Tone.QUIET)
    rate = f", response {value.response_rate:.1f}%" if value.response_rate is not None else ""
    wave = f"\n{value.wave}{rate}" if value.wave else ""
    return Cell(f"{value.text} ({value.quarter}){wave}", tone=Tone.QUIET if value.hidden else Tone.NORMAL)


def _plain_cell(value: ValuePart | None) -> Cell:
    """A value in words under the head of its quarter."""
    if value is None or value.not_yet_measured:
        return _value_cell(value)
    return Cell(value.text, tone=Tone.QUIET if value.hidden else Tone.NORMAL)


def _is_yes_no(kpi: KpiYear) -> bool:
    return kpi.kind in {"yes_no", "milestone"}


def _number(kpi: KpiYear, value: ValuePart | None) -> float | None:
    if value is None or (_is_yes_no(kpi) and value.numerator is None):
        return None
    return value.numerator if value.numerator is not None else value.number


def _yes_or_no(kpi: KpiYear, value: ValuePart | None) -> str:
    return value.text if value is not None and _is_yes_no(kpi) and value.numerator is None else ""


def _arrow(kpi: KpiYear) -> str:
    if kpi.moved.startswith(("up", "now yes")):
        return "▲"
    return "▼" if kpi.moved.startswith(("down", "no longer")) else "▶" if kpi.moved == "no change" else ""


def _target(kpi: KpiYear) -> str:
    if kpi.target is None:
        return {"up": "should rise", "down": "should fall"}.get(kpi.direction, "")
    word = "at most " if kpi.direction in {"at_most", "down"} else ""
    return f"{word}{number_text(kpi.target)}{'%' if kpi.unit == '%' else ''}"


# -------------------------------------------------------------------------------- charts
def _most_moved(report: YearReport) -> list[KpiYear]:
    """The shares that moved most from beginning to end; one with a hidden count has none to compare."""
    moved = [kpi for kpi in report.kpis if _moved_by(kpi)]
    return sorted(moved, key=lambda kpi: -_moved_by(kpi))[:MOST_CHARTS]


def _moved_by(kpi: KpiYear) -> float:
    if kpi.start is None or kpi.end is None or kpi.start.share is None or kpi.end.share is None:
        return 0.0
    return abs(kpi.end.share - kpi.start.share)


def _chart(kpi: KpiYear) -> Columns:
    """A share quarter by quarter, begun with where it stood before the year."""
    points = [kpi.start, *(value for value in _values(kpi) if value is not kpi.start)]
    known = [(value.quarter, round(value.share * 100, 1)) for value in points if value is not None and value.share is not None]
    target = kpi.target if kpi.unit == "%" else None
    told = ", ".join(f"{share}% in {quarter}" for quarter, share in known)
    aim = f", target {number_text(target)}%" if target is not None else ""
    return Columns(
        title=f"{kpi.action} {kpi.text}",
        text=f"{kpi.text}: {told}{aim}.",
        categories=tuple(quarter.replace("-Q", "\nQ") for quarter, _ in known),
        values=tuple(share for _, share in known),
        unit="%",
        target=target,
        target_label=f"Target {number_text(target)}%" if target is not None else "",
        highlight=len(known) - 1,
    )
