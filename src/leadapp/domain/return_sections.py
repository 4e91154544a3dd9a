"""Sections of a return that several versions of it share: headline, progress by pillar, the 1.7 test, and how states are shown."""

from __future__ import annotations

from leadapp.domain.documents import (
    Block,
    Callout,
    Cell,
    CellKind,
    Column,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.domain.measures import number_text
from leadapp.domain.plan_figures import CONFIDENCE_KEYS, STATUS_KEYS, PillarPart, counted, status_chart, with_the_rest
from leadapp.domain.quarters import format_date
from leadapp.domain.return_cover import NO_ACTIONS, number_of
from leadapp.domain.returns import ActionPart, ReturnRecord
from leadapp.domain.wording import STATES


# -------------------------------------------------------------------------------- headline
def headline_section(record: ReturnRecord) -> Section:
    """The three texts of action 3.3; one that is empty says so."""
    h = record.headline
    blocks: list[Block] = []
    for title, text in (
        ("Progress", h.progress),
        ("Challenges", h.challenges),
        ("Community and staff feedback", h.feedback),
    ):
        blocks += [Heading(title), _said(text)]
    return Section("headline", "Headline", "Headline", tuple(blocks))


def _said(text: str) -> Paragraph:
    return Paragraph(text) if text.strip() else Paragraph("Nothing was written yet.", Tone.QUIET)


# -------------------------------------------------------------------------------- progress
def progress_section(record: ReturnRecord) -> Section:
    """The plan in a sentence, a chart and a table, and the notes on pillars."""
    figure = [_status_figure(record)] if record.actions else []  # bars of nothing would say nothing
    blocks: list[Block] = [Paragraph(_progress_sentence(record)), *figure, _pillar_table(record)]
    notes = [(p, p.note) for p in record.pillars if p.note.strip()]
    if notes:
        blocks.append(Heading("In the lead's words"))
        blocks += [Callout(f"Pillar {p.number}, {p.short_title}.", note, Tone.INFO) for p, note in notes]
    return Section("pillars", "Progress by pillar", "Pillars", tuple(blocks))


def _progress_sentence(record: ReturnRecord) -> str:
    if not record.actions:
        return NO_ACTIONS
    counts = {key: sum(a.status == key for a in record.actions) for key in STATUS_KEYS}
    opened = [a for a in record.actions if a.confidence]
    by = {key: sum(a.confidence == key for a in opened) for key in CONFIDENCE_KEYS}
    sentence = f"{number_of(len(record.actions), 'action')}: {counted(counts)}"
    if opened:
        sentence += (
            f" Of the {len(opened)} that run or wait to start, {by['on_track']} are on track, "
            f"{by['at_risk']} at risk and {by['off_track']} off track."
        )
    return sentence


def _status_figure(record: ReturnRecord) -> Figure:
    chart = status_chart(pillars_of(record))
    return Figure("status", "Number of actions by pillar and status. The table holds the same numbers.", chart)


def _pillar_table(record: ReturnRecord) -> Table:
    columns = (
        Column("pillar", "Pillar", CellKind.TEXT, 3.2, 28),
        Column("actions", "Actions", CellKind.INTEGER, 0.9, 12),
        *(Column(key, STATES[key].word, CellKind.INTEGER, 1.0, 14) for key in (*STATUS_KEYS, *CONFIDENCE_KEYS)),
    )
    rows = [
        Row(
            (
                Cell(p.label),
                Cell(p.actions),
                *(_count(p.by_status[key]) for key in STATUS_KEYS),
                *(_count(p.by_confidence[key]) for key in CONFIDENCE_KEYS),
            )
        )
        for p in pillars_of(record)
    ]
    return Table("pillars", "Actions by pillar, status and confidence", columns, tuple(rows))


def pillars_of(record: ReturnRecord) -> tuple[PillarPart, ...]:
    """The pillars, and what lies in none of them."""
    return with_the_rest(record.pillars, ((a.status, a.confidence) for a in record.actions if a.pillar is None))


def _count(number: int) -> Cell:
    """A count; a nought steps back so that the others can be seen."""
    return Cell(number, tone=Tone.NORMAL if number else Tone.QUIET)


def state_cell(key: str) -> Cell:
    """A status or confidence as a cell: shape, symbol, word, and a tint for the exceptions."""
    state = STATES[key]
    tone = {"at_risk": Tone.WARNING, "off_track": Tone.ERROR, "not_kept": Tone.ERROR}.get(key, Tone.NORMAL)
    return Cell(state.word, shape=key, symbol=state.symbol, tone=tone)


def confidence_cell(a: ActionPart) -> Cell:
    """The confidence; it is not asked for what is finished, paused or stopped, and may be missing elsewhere."""
    if a.confidence:
        return state_cell(a.confidence)
    return Cell(None, text="not said" if a.status in {"underway", "not_started"} else "not asked", tone=Tone.QUIET)


def due_text(a: ActionPart) -> str:
    """How a due day is printed where it is not a plain one: none, a month of the programme, or one that moved."""
    if a.due is None:
        return a.due_words or "no date"
    if a.times_redated and a.due_first and a.due_first != a.due:
        return f"{format_date(a.due)}, was {format_date(a.due_first)}"
    return ""


# -------------------------------------------------------------------------------- the 1.7 test and what is missing
def urgent_section(record: ReturnRecord) -> tuple[Section, ...]:
    """The 1.7 test of a priority directorate: both numbers, the share, the definition and the actions."""
    test = record.urgent_test
    if test is None:
        return ()
    share = "no urgent actions" if test.share is None else f"{test.share:.1%}"
    reached = {True: "Yes", False: "No", None: "Cannot be worked out"}[test.met]
    facts = Facts(
        (
            ("Urgent actions underway", number_text(test.numerator)),
            ("Urgent actions in all", number_text(test.denominator)),
            ("Share underway", share),
            ("Asked for by action 1.7", f"at least {test.target:.0%} at the first quarterly review"),
            ("Reached", reached),
        ),
        (
            Cell(test.numerator, kind=CellKind.INTEGER),
            Cell(test.denominator, kind=CellKind.INTEGER),
            None if test.share is None else Cell(test.share, kind=CellKind.SHARE),
            None,
            None,
        ),
    )
    columns = (
        Column("id", "ID", CellKind.ID, 0.8, 9),
        Column("title", "Urgent action", CellKind.TEXT, 3.5, 50),
        Column("status", "Status", CellKind.STATE, 1.2, 15),
        Column("confidence", "Confidence", CellKind.STATE, 1.2, 15),
        Column("due", "Due", CellKind.DATE, 1.6, 20),
    )
    rows = tuple(
        Row((Cell(a.id), Cell(a.title), state_cell(a.status), confidence_cell(a), Cell(a.due, text=due_text(a))))
        for a in record.actions
        if a.id in test.actions
    )
    table = Table("urgent", "Urgent actions", columns, rows, "No action is marked urgent.")
    blocks = (facts, Paragraph(f"Definition. {test.definition}", Tone.QUIET), table)
    return (Section("urgent", "The 1.7 test: urgent actions", "1.7 test", blocks),)
