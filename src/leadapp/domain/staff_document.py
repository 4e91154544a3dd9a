"""The version of a return for staff and their networks (action 1.3): nobody is identified in it, and risks are not told."""

from __future__ import annotations

import dataclasses

from leadapp.domain.changes_section import changes_section
from leadapp.domain.commitments_section import commitments_section
from leadapp.domain.documents import (
    Callout,
    Cell,
    CellKind,
    Column,
    Cover,
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
from leadapp.domain.return_cover import (
    NO_ACTIONS,
    NOBODY_OUTSIDE,
    SAMPLE_REMARK,
    SELF_ASSESSED,
    glance_lines,
    notice,
    period_words,
    signature_of,
    submitted_words,
    told_changes,
    version_words,
)
from leadapp.domain.return_kpis import kpi_section, pillar_titles
from leadapp.domain.return_life import LEAD, SECOND, when_words
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

LEFT_OUT = (
    "Left out are names, the notes and reasons behind single actions, risks, escalations and triggers. They stand in the full return "
    "for the {group}."
)
ACTION_COLUMNS = (
    Column("id", "ID", CellKind.ID, 0.75, 8),
    Column("pillar", "Pillar", CellKind.INTEGER, 0.6, 10, Place.SHEET),
    Column("title", "Action", CellKind.TEXT, 4.2, 36),
    Column("status", "Status", CellKind.STATE, 1.25, 14),
    Column("confidence", "Confidence", CellKind.STATE, 1.25, 15),
    Column("due", "Due", CellKind.DATE, 1.6, 18),
    Column("description", "What we will do", CellKind.TEXT, 0.0, 42, Place.BENEATH),
    Column("due_first", "First due date", CellKind.DATE, 1.2, 18, Place.SHEET),
    Column("redated", "Times re-dated", CellKind.INTEGER, 0.8, 12, Place.SHEET),
    Column("service", "Service", CellKind.TEXT, 1.0, 16, Place.SHEET),
    Column("urgent", "Urgent", CellKind.TEXT, 0.7, 11, Place.SHEET),
)
"""A sheet prints them on one page side by side."""
NOT_FOR_STAFF = {"commitments": frozenset({"owner"}), "kpis": frozenset({"note"})}
"""By table the columns that would stand empty in this version."""


def staff_document(record: ReturnRecord) -> Document:
    """The document of a record that was reduced for staff."""
    d = record.directorate
    sections = (
        headline_section(record),
        *commitments_section(record),
        *changes_section(record),
        progress_section(record),
        _actions(record),
        kpi_section(record),
        *urgent_section(record),
    )
    return Document(
        cover=_cover(record),
        marking=record.marking,
        notice=notice(record),
        footer=f"{d.name}, return {record.quarter}, revision {record.revision}, version for staff",
        author=d.name,
        created=record.as_at,
        sections=tuple(map(_narrowed, sections)),
        keywords=("race equality", record.quarter),
    )


def _narrowed(section: Section) -> Section:
    """A section without the columns that this version has nothing for."""
    blocks = tuple(
        without_columns(block, NOT_FOR_STAFF[block.key]) if isinstance(block, Table) and block.key in NOT_FOR_STAFF else block
        for block in section.blocks
    )
    return Section(section.key, section.title, section.sheet, blocks)


def without_columns(table: Table, keys: frozenset[str]) -> Table:
    """A table without some of its columns; the last one that stays takes their room on a sheet."""
    kept = [n for n, column in enumerate(table.columns) if column.key not in keys]
    rows = tuple(Row(tuple(row.cells[n] for n in kept), row.group) for row in table.rows)
    *columns, last = (table.columns[n] for n in kept)
    room = sum(column.chars for column in table.columns if column.key in keys)
    wide = dataclasses.replace(last, chars=last.chars + room)
    return Table(table.key, table.caption, (*columns, wide), rows, table.empty)


# -------------------------------------------------------------------------------- cover
def _cover(record: ReturnRecord) -> Cover:
    d = record.directorate
    second = signature_of(record, SECOND)
    confirmed = (
        f"It was confirmed by a second person: {second.post}." if second is not None else "No second person has confirmed it."
    )
    callouts = [
        Callout("Self-assessed.", f"{SELF_ASSESSED} {confirmed} {NOBODY_OUTSIDE}", Tone.INFO),
        Callout("For staff.", LEFT_OUT.format(group=d.group), Tone.INFO),
    ]
    if record.revision > 1:
        callouts.append(Callout("Corrected.", f"This revision takes the place of revision {record.revision - 1}.", Tone.WARNING))
    if record.sample:
        callouts.append(SAMPLE_REMARK)
    return Cover(
        council=d.council,
        title="Race equality return",
        subject=d.name,
        period=period_words(record),
        facts=tuple((label, value) for label, value in _facts(record) if value),
        callouts=tuple(callouts),
        changes_title="What changed since the last return" if record.compared_with else "At a glance",
        changes=tuple(told_changes(record) if record.compared_with else glance_lines(record)),
    )


def _facts(record: ReturnRecord) -> tuple[tuple[str, str], ...]:
    lead, second = signature_of(record, LEAD), signature_of(record, SECOND)
    is_submitted = record.state is ReturnState.SUBMITTED
    return (
        ("Version", version_words(record)),
        ("Signed by", "" if lead is None else f"{lead.post}, {when_words(lead)}"),
        ("Confirmed by", "" if second is None else f"{second.post}, {when_words(second)}"),
        ("Submitted", submitted_words(record)),
        ("State", "" if is_submitted and record.submitted_at else STATE_WORDS[record.state]),
        ("Revision", str(record.revision)),
        ("As at", "" if record.submitted_at else format_date(record.as_at.date())),
        ("Corporate plan", record.edition),
    )


# -------------------------------------------------------------------------------- actions
def _actions(record: ReturnRecord) -> Section:
    titles = pillar_titles(record)
    rows = tuple(Row(_cells(action), titles.get(action.pillar or 0, NO_PILLAR)) for action in record.actions)
    table = Table("actions", "Actions", ACTION_COLUMNS, rows, NO_ACTIONS)
    intro = (Paragraph("Words and symbols carry the status; colour repeats it.", Tone.QUIET),) if rows else ()
    return Section("actions", "Actions", "Actions", (*intro, table))


def _cells(a: ActionPart) -> tuple[Cell, ...]:
    return (
        Cell(a.id),
        Cell(a.pillar),
        Cell(a.title + (" (urgent)" if a.urgent else "")),
        state_cell(a.status),
        confidence_cell(a),
        Cell(a.due, text=due_text(a)),
        Cell(a.description),
        Cell(a.due_first if a.times_redated else a.due, text="" if a.due else a.due_words),
        Cell(a.times_redated),
        Cell(a.service),
        Cell("Yes" if a.urgent else ""),
    )
