"""The return's sections of what changed: since the last return, and since the revision that a correction takes the place of."""

from __future__ import annotations

from leadapp.domain.change_summary import NOTHING_CHANGED, change_lines
from leadapp.domain.comparison import CHANGE_WORDS, FIRST_RETURN
from leadapp.domain.documents import Block, Bullets, Callout, Cell, CellKind, Column, Paragraph, Place, Row, Section, Table, Tone
from leadapp.domain.errors import BadInputError
from leadapp.domain.promise_parts import ChangePart
from leadapp.domain.quarters import Quarter, format_date, parse_date
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.wording import STATES

COLUMNS = (
    Column("kind", "Kind of change", CellKind.TEXT, 1.0, 20, Place.SHEET),
    Column("id", "ID", CellKind.ID, 0.8, 9),
    Column("title", "What", CellKind.TEXT, 3.2, 45),
    Column("text", "How it changed", CellKind.TEXT, 3.6, 55),
    Column("better", "Better or worse", CellKind.TEXT, 1.0, 14),
    Column("before", "Before", CellKind.TEXT, 1.0, 26, Place.SHEET),
    Column("after", "Now", CellKind.TEXT, 1.0, 26, Place.SHEET),
)
SAME_AS_BEFORE = "No figure and no words differ from the revision before."
SAME_FOR_READERS = "States, dates and figures are those of the revision before. What else differs is told in the full return."
BETTER_WORDS = {True: "better", False: "worse", None: ""}


def changes_section(record: ReturnRecord) -> tuple[Section, ...]:
    """What changed since the last return; the first return says that there is nothing to compare with."""
    return (*_revision(record), Section("changes", "What changed since the last return", "Changes", _since_last(record)))


def _since_last(record: ReturnRecord) -> tuple[Block, ...]:
    if not record.compared_with:
        return (Paragraph(FIRST_RETURN),)
    compared = Paragraph(f"Compared with the return for {Quarter.parse(record.compared_with).words}.", Tone.QUIET)
    if not record.changes:
        return (Paragraph(NOTHING_CHANGED), compared)
    lines = Bullets(tuple(f"{line.sentence}." for line in change_lines(record)))
    return (compared, lines, _table("changes", "What changed since the last return", record.changes))


def _revision(record: ReturnRecord) -> tuple[Section, ...]:
    if record.revision < 2:
        return ()
    why = (Callout("Why it is corrected.", record.correction, Tone.INFO),) if record.correction else ()
    body: Block = Paragraph(SAME_AS_BEFORE if record.version == "full" else SAME_FOR_READERS)
    if record.revision_changes:
        body = _table("revision_changes", f"What revision {record.revision} changed", record.revision_changes)
    title = f"What changed since revision {record.revision - 1}"
    return (Section("revision_changes", title, "Correction", (*why, body)),)


def _table(key: str, caption: str, changes: tuple[ChangePart, ...]) -> Table:
    return Table(key, caption, COLUMNS, tuple(Row(_cells(change), CHANGE_WORDS[change.kind]) for change in changes))


def _cells(change: ChangePart) -> tuple[Cell, ...]:
    return (
        Cell(CHANGE_WORDS[change.kind]),
        Cell(change.id),
        Cell(change.title),
        Cell(change.text),
        Cell(BETTER_WORDS[change.better]),
        Cell(shown(change.before)),
        Cell(shown(change.after)),
    )


def shown(value: str) -> str:
    """What a change holds of before or after as people read it: the word of a state, a day in words, else as it is."""
    if value in STATES:
        return STATES[value].word
    if len(value) == len("2026-09-30") and value[:4].isdigit():
        try:
            return format_date(parse_date(value))
        except BadInputError:
            return value  # it looks like a day and is none
    return value
