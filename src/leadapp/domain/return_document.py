"""The return's record as a document tree: every fixed word of the quarterly return stands here and nowhere else."""

from __future__ import annotations

from leadapp.domain.changes_section import changes_section
from leadapp.domain.commitments_section import commitments_section
from leadapp.domain.documents import (
    Block,
    Bullets,
    Callout,
    Cell,
    CellKind,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.domain.measures import number_text
from leadapp.domain.plan_figures import NO_PILLAR, STATUS_KEYS, PillarPart, counted, status_chart, with_the_rest
from leadapp.domain.quarters import format_date
from leadapp.domain.return_cover import NO_ACTIONS, NOT_CONFIRMED, number_of, return_cover, submitted_words, summary_lines
from leadapp.domain.return_kpis import kpi_section, pillar_titles
from leadapp.domain.return_life import SECOND, signature_words
from leadapp.domain.return_text import STATE_WORDS, ReturnState
from leadapp.domain.returns import ActionPart, ReturnRecord
from leadapp.domain.risk_section import risk_section
from leadapp.domain.standing_section import ROLE_WORDS, standing_section
from leadapp.domain.wording import ORIGIN_WORDS, PART_WORDS, STATES

SAMPLE_NOTICE = "Sample data"
CONFIDENCE_KEYS = ("on_track", "at_risk", "off_track")


def return_document(record: ReturnRecord, sha256: str = "") -> Document:
    """The full return for the Action Group. ``sha256`` is that of the record, where it is frozen: the cover prints it."""
    return Document(
        cover=return_cover(record, sha256),
        marking=record.marking,
        notice=notice(record),
        footer=f"{record.directorate.name}, return {record.quarter}, revision {record.revision}",
        author=record.directorate.name,
        created=record.as_at,
        sections=(
            _headline(record),
            *commitments_section(record),
            *changes_section(record),
            _progress(record),
            _actions(record),
            kpi_section(record),
            *_urgent(record),
            *risk_section(record),
            _missing(record),
            *standing_section(record, sha256),
        ),
        keywords=("race equality", record.quarter),
    )


def notice(record: ReturnRecord) -> str:
    """What stands beside the marking on every page: draft and sample are never mistaken for the real thing."""
    parts = ["Draft"] if record.state is not ReturnState.SUBMITTED else []
    return "   ".join(parts + ([SAMPLE_NOTICE] if record.sample else []))


def email_text(record: ReturnRecord, to: str) -> str:
    """The text of the e-mail to send the return with."""
    d = record.directorate
    revised = f", revision {record.revision}" if record.revision > 1 else ""
    draft = "" if record.state is ReturnState.SUBMITTED else ", draft"
    lines = [
        f"To: {to or d.group}",
        f"Subject: {record.marking}: race equality return {record.quarter}{revised}{draft}, {d.name}",
        "",
        f"Here is the return of {d.name} for {record.period} ({record.quarter}), as Excel and as PDF.",
        *_state_lines(record),
        "",
        *summary_lines(record),
        "",
        "It is self-assessed. The workbook holds the figures; the PDF reads the same.",
    ]
    if record.sample:
        lines.insert(2, "SAMPLE DATA: a fictional directorate. Not to be used.")
    return "\n".join([*lines, "", d.lead])


def _state_lines(record: ReturnRecord) -> list[str]:
    """In which state the return is sent, by whom it was signed and confirmed, and why it corrects another."""
    words = STATE_WORDS[record.state]
    when = f" on {submitted_words(record)}" if record.submitted_at else ""
    lines = [f"State: {words[:1].lower()}{words[1:]}{when}. Revision {record.revision}."]
    lines += [f"{ROLE_WORDS[signature.role]}: {signature_words(signature)}." for signature in record.signatures]
    if record.state is ReturnState.SUBMITTED and record.submitted_at and not any(s.role == SECOND for s in record.signatures):
        lines.append(NOT_CONFIRMED)
    if record.correction:
        lines.append(f"It corrects revision {record.revision - 1}: {record.correction}")
    return lines


# -------------------------------------------------------------------------------- headline
def _headline(record: ReturnRecord) -> Section:
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
def _progress(record: ReturnRecord) -> Section:
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
    chart = status_chart(_by_pillar(record))
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
        for p in _by_pillar(record)
    ]
    return Table("pillars", "Actions by pillar, status and confidence", columns, tuple(rows))


def _by_pillar(record: ReturnRecord) -> tuple[PillarPart, ...]:
    """The pillars, and what lies in none of them."""
    return with_the_rest(record.pillars, ((a.status, a.confidence) for a in record.actions if a.pillar is None))


def _count(number: int) -> Cell:
    """A count; a nought steps back so that the others can be seen."""
    return Cell(number, tone=Tone.NORMAL if number else Tone.QUIET)


ACTION_COLUMNS = (
    Column("id", "ID", CellKind.ID, 0.75, 9),
    Column("pillar", "Pillar", CellKind.INTEGER, 0.6, 10, Place.SHEET),
    Column("title", "Action", CellKind.TEXT, 2.3, 32),
    Column("owner", "Owner", CellKind.TEXT, 1.0, 20, Place.SHEET),
    Column("status", "Status", CellKind.STATE, 1.25, 15),
    Column("confidence", "Confidence", CellKind.STATE, 1.25, 15),
    Column("due", "Due", CellKind.DATE, 1.35, 20),
    Column("update", "Update of this quarter", CellKind.TEXT, 3.4, 60),
    Column("description", "What we will do", CellKind.TEXT, 0.0, 40, Place.BENEATH),
    Column("due_first", "First due date", CellKind.DATE, 1.2, 20, Place.SHEET),
    Column("redated", "Times re-dated", CellKind.INTEGER, 0.8, 13, Place.SHEET),
    Column("why", "Why re-dated, paused or stopped", CellKind.TEXT, 1.4, 30, Place.SHEET),
    Column("part", "Part", CellKind.TEXT, 1.0, 12, Place.SHEET),
    Column("origin", "Origin", CellKind.TEXT, 1.0, 20, Place.SHEET),
    Column("service", "Service", CellKind.TEXT, 1.0, 20, Place.SHEET),
    Column("urgent", "Urgent", CellKind.TEXT, 0.7, 11, Place.SHEET),
)
"""What a reader looks for first stands first, so that a sheet shows it without scrolling and prints it on one page."""


def _actions(record: ReturnRecord) -> Section:
    titles = pillar_titles(record)
    without = {name for m in record.missing if m.key == "updates" for name in m.ids}
    rows = tuple(Row(_action_cells(a, a.id in without), titles.get(a.pillar or 0, NO_PILLAR)) for a in record.actions)
    table = Table("actions", "Actions", ACTION_COLUMNS, rows, NO_ACTIONS)
    intro = (Paragraph("Words and symbols carry the status; colour repeats it.", Tone.QUIET),) if rows else ()
    return Section("actions", "Actions and their updates", "Actions", (*intro, table))


def _action_cells(a: ActionPart, update_is_missing: bool) -> tuple[Cell, ...]:
    said = _update_text(a)
    return (
        Cell(a.id),
        Cell(a.pillar),
        Cell(a.title + (" (urgent)" if a.urgent else "")),
        Cell(a.owner),
        state_cell(a.status),
        _confidence_cell(a),
        Cell(a.due, text=_due_text(a)),
        Cell(said) if said else Cell(None, text="no update" if update_is_missing else "not asked", tone=Tone.QUIET),
        Cell(a.description),
        Cell(a.due_first if a.times_redated else a.due, text="" if a.due else a.due_words),
        Cell(a.times_redated),
        Cell("\n".join([r.reason for r in a.redated] + ([a.status_reason] if a.status_reason else []))),
        Cell(PART_WORDS.get(a.part, "")),
        Cell(ORIGIN_WORDS[a.origin]),
        Cell(a.service),
        Cell("Yes" if a.urgent else ""),
    )


def _confidence_cell(a: ActionPart) -> Cell:
    """The confidence; it is not asked for what is finished, paused or stopped, and may be missing elsewhere."""
    if a.confidence:
        return state_cell(a.confidence)
    return Cell(None, text="not said" if a.status in {"underway", "not_started"} else "not asked", tone=Tone.QUIET)


def _due_text(a: ActionPart) -> str:
    if a.due is None:
        return a.due_words or "no date"
    if a.times_redated and a.due_first and a.due_first != a.due:
        return f"{format_date(a.due)}, was {format_date(a.due_first)}"
    return ""


def _update_text(a: ActionPart) -> str:
    lines = [a.update] if len(a.updates) < 2 else [f"{format_date(u.written_on)}: {u.text}" for u in a.updates]
    lines += [f"Re-dated: {r.reason}" for r in a.redated]
    if a.status_reason:
        lines.append(f"{STATES[a.status].word}: {a.status_reason}")
    lines.append(f"Blocked by: {a.blocked_by}" if a.blocked_by else "")
    lines.append(f"Unblocked when: {a.unblocked_when}" if a.blocked_by and a.unblocked_when else "")
    return "\n".join(line for line in lines if line)


def state_cell(key: str) -> Cell:
    """A status or confidence as a cell: shape, symbol, word, and a tint for the exceptions."""
    state = STATES[key]
    tone = {"at_risk": Tone.WARNING, "off_track": Tone.ERROR, "not_kept": Tone.ERROR}.get(key, Tone.NORMAL)
    return Cell(state.word, shape=key, symbol=state.symbol, tone=tone)


# -------------------------------------------------------------------------------- the 1.7 test and what is missing
def _urgent(record: ReturnRecord) -> tuple[Section, ...]:
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
        Row((Cell(a.id), Cell(a.title), state_cell(a.status), _confidence_cell(a), Cell(a.due, text=_due_text(a))))
        for a in record.actions
        if a.id in test.actions
    )
    table = Table("urgent", "Urgent actions", columns, rows, "No action is marked urgent.")
    blocks = (facts, Paragraph(f"Definition. {test.definition}", Tone.QUIET), table)
    return (Section("urgent", "The 1.7 test: urgent actions", "1.7 test", blocks),)


def _missing(record: ReturnRecord) -> Section:
    if not record.missing:
        blocks: tuple[Block, ...] = (Paragraph("Nothing. Every check passed when this document was made."),)
    else:
        blocks = (
            Paragraph("The check names what was not there when this document was made. It blocks nothing.", Tone.QUIET),
            Bullets(tuple(f"{'Missing' if m.severity == 'missing' else 'Odd'}: {m.text}" for m in record.missing)),
        )
    return Section("missing", "What is missing or odd", "Missing", blocks)


def file_stem(record: ReturnRecord) -> str:
    """The name a return is saved under, without ending."""
    sample = "SAMPLE " if record.sample else ""
    return f"{sample}{record.directorate.name} return {record.quarter} revision {record.revision}"
