"""The return's record as a document tree: every fixed word of the quarterly return stands here and nowhere else."""

from __future__ import annotations

from leadapp.domain.changes_section import changes_section
from leadapp.domain.commitments_section import commitments_section
from leadapp.domain.documents import (
    Block,
    Bullets,
    Cell,
    CellKind,
    Column,
    Document,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.domain.plan_figures import NO_PILLAR
from leadapp.domain.quarters import format_date
from leadapp.domain.return_cover import NO_ACTIONS, NOT_CONFIRMED, notice, return_cover, submitted_words, summary_lines
from leadapp.domain.return_kpis import kpi_section, pillar_titles
from leadapp.domain.return_life import SECOND, signature_words
from leadapp.domain.return_sections import (
    confidence_cell,
    due_text,
    headline_section,
    progress_section,
    state_cell,
    urgent_section,
)
from leadapp.domain.return_text import STATE_WORDS, ReturnState
from leadapp.domain.returns import ActionPart, ReturnRecord
from leadapp.domain.risk_section import risk_section
from leadapp.domain.standing_section import ROLE_WORDS, standing_section
from leadapp.domain.wording import ORIGIN_WORDS, PART_WORDS, STATES

FILE_WORDS = {"staff": " for staff", "summary": " one page"}
"""What the name of a file says of a version that is not the full one."""


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
            headline_section(record),
            *commitments_section(record),
            *changes_section(record),
            progress_section(record),
            _actions(record),
            kpi_section(record),
            *urgent_section(record),
            *risk_section(record),
            _missing(record),
            *standing_section(record, sha256),
        ),
        keywords=("race equality", record.quarter),
    )


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


# -------------------------------------------------------------------------------- actions
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
    Column("origin", "Origin", CellKind.TEXT, 0.0, 20, Place.BENEATH),
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
        confidence_cell(a),
        Cell(a.due, text=due_text(a)),
        Cell(said) if said else Cell(None, text="no update" if update_is_missing else "not asked", tone=Tone.QUIET),
        Cell(a.description),
        Cell(a.due_first if a.times_redated else a.due, text="" if a.due else a.due_words),
        Cell(a.times_redated),
        Cell("\n".join([r.reason for r in a.redated] + ([a.status_reason] if a.status_reason else []))),
        Cell(PART_WORDS.get(a.part, "")),
        _origin_cell(a.origin),
        Cell(a.service),
        Cell("Yes" if a.urgent else ""),
    )


def _origin_cell(origin: str) -> Cell:
    """Where an action comes from; pages say so of those that are not the corporate plan's."""
    words = ORIGIN_WORDS[origin]
    return Cell(None, text=words) if origin == "corporate" else Cell(words)


def _update_text(a: ActionPart) -> str:
    lines = [a.update] if len(a.updates) < 2 else [f"{format_date(u.written_on)}: {u.text}" for u in a.updates]
    lines += [f"Re-dated: {r.reason}" for r in a.redated]
    if a.status_reason:
        lines.append(f"{STATES[a.status].word}: {a.status_reason}")
    lines.append(f"Blocked by: {a.blocked_by}" if a.blocked_by else "")
    lines.append(f"Unblocked when: {a.unblocked_when}" if a.blocked_by and a.unblocked_when else "")
    return "\n".join(line for line in lines if line)


# -------------------------------------------------------------------------------- what is missing
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
    """The name a return is saved under, without ending; it says for whom a version is that is not the full one."""
    sample = "SAMPLE " if record.sample else ""
    version = FILE_WORDS.get(record.version, "")
    return f"{sample}{record.directorate.name} return {record.quarter} revision {record.revision}{version}"
