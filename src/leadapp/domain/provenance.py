"""Where a number comes from: for each figure of Home and of the return the rows behind it, each with the place it stands in.

The rows come from the functions that count them (``plan_figures``, ``checks``, ``clock``), so that a figure and its rows cannot
disagree. Nothing here is exported: it answers the person who asks, on screen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from leadapp.domain.charts import Columns
from leadapp.domain.checks import CheckResult, Findings, in_round, kpis_without_value
from leadapp.domain.clock import kpi_days
from leadapp.domain.evidence import Evidence
from leadapp.domain.home import Behind, HomeView
from leadapp.domain.measures import Kpi, KpiValue, number_text, value_text
from leadapp.domain.plan import PlanAction
from leadapp.domain.plan_figures import CONFIDENCE_KEYS, STATUS_KEYS, pillar_cells, urgent_actions
from leadapp.domain.quarters import Quarter, format_date, kpi_due_words
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.wording import STATES


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row behind a figure: its words, a detail beneath, and where it stands.

    That is a place of the window and what to show there: an action's id, a KPI's in the grid, a piece of evidence, a corporate
    action, a register with the id of one of its lines, or a spot within one of them.
    """

    words: str
    detail: str = ""
    place: str = "action"
    what: object = None


@dataclass(frozen=True, slots=True)
class Source:
    """A figure that can be asked where it comes from.

    ``group`` names the card or table it stands in; ``number`` is its value where rows are counted, and then there are that many
    rows; ``shown`` is what a person reads; ``how`` says in a sentence how it is made.
    """

    group: str
    title: str
    shown: str
    how: str
    rows: tuple[SourceRow, ...]
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Readings:
    """What lies behind the values of KPIs: evidence by action, and by KPI what services or registers gave (words, place)."""

    evidence: dict[int, tuple[Evidence, ...]] = field(default_factory=dict)
    given: dict[int, tuple[SourceRow, ...]] = field(default_factory=dict)
    today: dt.date | None = None


# -------------------------------------------------------------------------------- rows
def action_row(action: PlanAction) -> SourceRow:
    """An action with its state and date."""
    parts = [STATES[action.status].word]
    if action.shown_confidence:
        parts.append(STATES[action.shown_confidence].word.lower())
    if action.due:
        parts.append(f"due {format_date(action.due)}")
    return SourceRow(f"{action.reference}  {action.title}", ", ".join(parts), "action", action.id)


def actions_source(group: str, title: str, how: str, actions: Iterable[PlanAction]) -> Source:
    """A number that counts actions, with each of them."""
    return _counted(group, title, how, _actions(actions))


def _actions(actions: Iterable[PlanAction]) -> tuple[SourceRow, ...]:
    return tuple(action_row(action) for action in actions)


def _counted(group: str, title: str, how: str, rows: tuple[SourceRow, ...]) -> Source:
    return Source(group, title, str(len(rows)), how, rows, len(rows))


def _check_row(check: CheckResult) -> SourceRow:
    return SourceRow(check.sentence, "Passed" if check.passed else "Missing or odd", check.place, check.what)


# -------------------------------------------------------------------------------- Home
def home_sources(view: HomeView, behind: Behind) -> tuple[Source, ...]:
    """Every figure of Home, card by card."""
    from leadapp.domain.promise_sources import run_sources

    f = behind.findings
    run = run_sources(behind.promised, str(view.quarter))
    return (*_steps(view, behind), *_pillars(f.actions), *_urgent(f), *_stale(behind), *_load(view, f), *run)


def _steps(view: HomeView, behind: Behind) -> Iterable[Source]:
    f, references = behind.findings, {a.id: a.reference for a in behind.findings.actions}
    steps = tuple(SourceRow(s.title, s.sentence, s.place, s.what) for s in view.steps if s.place != "return")
    yield _counted("steps", "Things left", "Each step that is still to be done before the return is checked.", steps)
    yield _counted(
        "steps",
        "Corporate actions to decide on",
        "Actions of the corporate plan that are neither adopted nor declined; being aware of one needs no decision.",
        tuple(
            SourceRow(f"{row.corporate_id}  {row.title}", row.timescale, "cascade", row.corporate_id) for row in behind.undecided
        ),
    )
    yield _counted(
        "steps",
        "Actions to update",
        "Actions of the round that still ask for words, confidence or a value.",
        _actions(behind.left),
    )
    yield _counted(
        "steps",
        "KPI values to record",
        "KPIs of the round whose due point has come, or that had a value before, without one for this quarter.",
        tuple(
            SourceRow(f"{references[k.action_id]}  {k.text}", kpi_due_words(k.due) or "measured before", "action", k.action_id)
            for k in kpis_without_value(f)
        ),
    )
    going = tuple(a for a in f.actions if in_round(a, f.quarter))
    yield _counted(
        "steps",
        "Actions in the round",
        "Actions still to be done or paused, or completed in this quarter or later.",
        _actions(going),
    )
    passed = tuple(_check_row(check) for check in behind.checks if check.passed)
    yield _counted("steps", "Checks passed", "Checks of the return that found nothing.", passed)
    yield _counted("steps", "Checks in all", "Every check of the return.", tuple(_check_row(check) for check in behind.checks))


def _pillars(actions: Sequence[PlanAction]) -> Iterable[Source]:
    """The chart of the plan by pillar: every number in its bars and behind them."""
    yield _counted("pillars", "Actions in all", "Every action of your plan.", _actions(actions))
    for number in (*range(1, 6), None):
        cells = pillar_cells(actions, number)
        name = f"Pillar {number}" if number else "Without a pillar"
        if not cells["actions"]:
            continue
        yield _counted("pillars", f"{name}: actions", "The actions of your plan in this pillar.", _actions(cells["actions"]))
        for key in STATUS_KEYS:
            if cells[key]:
                word = STATES[key].word.lower()
                yield _counted("pillars", f"{name}: {word}", f"Its actions whose status is {word} now.", _actions(cells[key]))
        open_ones = [a for a in cells["actions"] if a.status in {"underway", "not_started", "paused"}]
        yield _counted("pillars", f"{name}: open", "Its actions that are underway, not started or paused.", _actions(open_ones))


def _urgent(f: Findings) -> Iterable[Source]:
    """The 1.7 test: numerator and denominator, each with its actions."""
    if not f.directorate.priority:
        return
    underway, urgent = urgent_actions(f.actions)
    share = f"{len(underway) / len(urgent):.0%}" if urgent else "–"
    how = (
        f"{len(underway)} divided by {len(urgent)}: urgent actions underway or complete, "
        "out of all urgent ones but those that will not be done."
    )
    yield Source("urgent", "Share of urgent actions underway", share, how, _actions(urgent))
    yield _counted(
        "urgent", "Urgent actions underway", "Urgent actions whose status is underway or complete.", _actions(underway)
    )
    yield _counted(
        "urgent", "Urgent actions in all", "Actions marked urgent, without those that will not be done.", _actions(urgent)
    )


def _stale(behind: Behind) -> Iterable[Source]:
    how = "Actions of the round whose newest words are of two quarters ago or older."
    yield _counted("stale", "Going stale", how, _actions(behind.stale))


def _load(view: HomeView, f: Findings) -> Iterable[Source]:
    zero = f.directorate.month_zero
    if view.load is None or zero is None:
        return
    yield from due_sources("load", f.actions, f.kpis, zero, [quarter for quarter, _ in view.load.by_quarter])


def clock_sources(view: HomeView, f: Findings) -> tuple[Source, ...]:
    """What the month clock says: the month it is, and the KPIs that fall due around the quarter being reported."""
    zero = f.directorate.month_zero
    if zero is None or view.clock is None or view.load is None:
        return ()
    how = f"Counted from Month 0, {format_date(zero)}, to {format_date(f.today)}: each month ends the day before its next begins."
    row = SourceRow(f"Month 0: {format_date(zero)}", "Set by you or your council", "month_zero")
    quarters = [quarter for quarter, _ in view.load.by_quarter]
    return (
        Source("clock", "The month it is", view.clock.title, how, (row,)),
        *due_sources("clock", f.actions, f.kpis, zero, quarters),
    )


def due_sources(
    group: str, actions: Iterable[PlanAction], kpis: Iterable[Kpi], zero: dt.date, quarters: Iterable[Quarter]
) -> Iterable[Source]:
    """The KPIs that fall due in each of some quarters."""
    references = {a.id: a.reference for a in actions}
    days = kpi_days(kpis, zero)
    for quarter in quarters:
        rows = tuple(
            SourceRow(f"{references.get(k.action_id, '')}  {k.text}", f"Due {format_date(day)}", "action", k.action_id)
            for k, day in days
            if Quarter.of(day) == quarter
        )
        yield _counted(
            group, f"KPIs due in {quarter.words}", "Each due point of a KPI of your plan that lies in this quarter.", rows
        )


def load_values(chart: Columns) -> tuple[int, ...]:
    """The numbers that the chart of KPIs falling due shows."""
    return tuple(int(value) for value in chart.values if value is not None)


# -------------------------------------------------------------------------------- the return
def return_sources(
    record: ReturnRecord, actions: Sequence[PlanAction], kpis: Sequence[Kpi], values: Sequence[KpiValue], readings: Readings
) -> tuple[Source, ...]:
    """Every figure of the return's tables and of its summary, section by section; the record says what it shows."""
    from leadapp.domain.promise_sources import promise_sources

    known = {a.uid: a for a in actions}
    shown = [known[part.uid] for part in record.actions]
    return (
        *_glance(record, shown),
        *_table(record, shown),
        *_test(record, shown),
        *_values(record, known, kpis, values, readings),
        *promise_sources(record, known),
    )


def _glance(record: ReturnRecord, actions: Sequence[PlanAction]) -> Iterable[Source]:
    by_uid = {a.uid: a for a in actions}
    yield _counted("glance", "Actions", "Every action of your plan.", _actions(actions))
    for key in STATUS_KEYS:
        word = STATES[key].word
        yield _counted(
            "glance", word, f"Actions whose status is {word.lower()}.", _actions(a for a in actions if a.status == key)
        )
    for key in CONFIDENCE_KEYS:
        word = STATES[key].word
        rows = _actions(by_uid[part.uid] for part in record.actions if part.confidence == key)
        yield _counted("glance", word, f"Actions to be done whose confidence is {word.lower()}.", rows)
    redated = _actions(by_uid[part.uid] for part in record.actions if part.redated)
    yield _counted("glance", "Re-dated this quarter", "Actions whose date moved in this quarter.", redated)
    for better, word in ((True, "better"), (False, "worse")):
        rows = tuple(
            SourceRow(f"{k.action}  {k.text}", k.trend, "action", by_uid[k.action_uid].id if k.action_uid in by_uid else None)
            for k in record.kpis
            if k.better is better
        )
        yield _counted("glance", f"KPIs {word}", f"KPIs whose value is {word} than the last one before it.", rows)
    missing = tuple(SourceRow(m.text, m.severity.capitalize(), "return") for m in record.missing)
    yield _counted("glance", "Missing or odd", "What the check found.", missing)


def _table(record: ReturnRecord, actions: Sequence[PlanAction]) -> Iterable[Source]:
    """The table by pillar, status and confidence: every number of it, noughts too."""
    for number in (*(pillar.number for pillar in record.pillars), None):
        cells = pillar_cells(actions, number)
        name = f"Pillar {number}" if number else "Without a pillar"
        if not number and not cells["actions"]:
            continue
        yield _counted("pillars", f"{name}: actions", "The actions of your plan in this pillar.", _actions(cells["actions"]))
        for key in (*STATUS_KEYS, *CONFIDENCE_KEYS):
            what = "status" if key in STATUS_KEYS else "confidence"
            word = STATES[key].word.lower()
            yield _counted("pillars", f"{name}: {word}", f"Its actions whose {what} is {word}.", _actions(cells[key]))


def _test(record: ReturnRecord, actions: Sequence[PlanAction]) -> Iterable[Source]:
    if record.urgent_test is None:
        return
    underway, urgent = urgent_actions(actions)
    yield _counted("urgent", "Urgent actions underway", record.urgent_test.definition, _actions(underway))
    yield _counted("urgent", "Urgent actions in all", record.urgent_test.definition, _actions(urgent))


def _values(
    record: ReturnRecord, actions: dict[str, PlanAction], kpis: Sequence[Kpi], values: Sequence[KpiValue], readings: Readings
) -> Iterable[Source]:
    """One figure for each KPI that has a value: its reading, what services and registers gave, and its action's evidence."""
    by_uid, by_place = {k.uid: k for k in kpis}, {(v.kpi_id, v.quarter): v for v in values}
    for part in record.kpis:
        kpi = by_uid[part.uid]
        for value, when in ((part.value, "now"), (part.last, "before")):
            reading = by_place.get((kpi.id, value.quarter)) if value is not None else None
            if value is None or reading is None:
                continue
            rows = [_reading_row(kpi, reading)]
            if when == "now":
                rows += readings.given.get(kpi.id, ())
                rows += [_evidence_row(e, readings.today) for e in readings.evidence.get(kpi.action_id, ())]
            title = f"{part.action}  {part.text}" + ("" if when == "now" else f": last value, {value.quarter}")
            yield Source("kpis", title, value.text, _how(kpi, reading, hidden=value.hidden), tuple(rows))


def _how(kpi: Kpi, value: KpiValue, *, hidden: bool) -> str:
    """How a value came about, with numerator and denominator where it is a share."""
    if value.not_yet_measured:
        how = "Nothing was measured yet; the reason was written instead."
    elif value.share is not None:
        named = kpi.numerator_label and kpi.denominator_label
        over = f": {kpi.numerator_label} divided by {kpi.denominator_label}" if named else ""
        how = f"{number_text(value.numerator)} divided by {number_text(value.denominator)}{over}."
    else:
        how = "The value as it was recorded."
    return f"{how} The return does not show it, because it counts few people." if hidden else how


def _reading_row(kpi: Kpi, value: KpiValue) -> SourceRow:
    source = f"Source: {value.source}" if value.source else "No source was named"
    parts = [source, value.note, value.reason if value.not_yet_measured else ""]
    words = f"{value_text(kpi, value)}, recorded on {format_date(value.measured_on)} for {value.quarter}"
    return SourceRow(words, ". ".join(part.rstrip(".") for part in parts if part) + ".", "action", kpi.action_id)


def _evidence_row(evidence: Evidence, today: dt.date | None) -> SourceRow:
    old = ", out of date" if today and evidence.is_out_of_date(today) else ""
    dated = format_date(evidence.dated) if evidence.dated else "no date"
    return SourceRow(evidence.name, f"Evidence of the action, {dated}{old}", "evidence", evidence.id)
