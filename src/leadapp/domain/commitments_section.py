"""The return's section of commitments: it opens with what became of last quarter's and ends with what is promised anew."""

from __future__ import annotations

from leadapp.domain.commitments import outcome_words
from leadapp.domain.documents import Cell, CellKind, Column, Paragraph, Place, Row, Section, Table, Tone
from leadapp.domain.promise_parts import CommitmentPart
from leadapp.domain.quarters import Quarter
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.wording import STATES

COLUMNS = (
    Column("quarter", "Promised for", CellKind.ID, 1.0, 14, Place.SHEET),
    Column("promise", "Commitment", CellKind.TEXT, 3.6, 50),
    Column("outcome", "Outcome", CellKind.STATE, 1.3, 15),
    Column("why", "Why, or what was reached", CellKind.TEXT, 2.8, 45),
    Column("owner", "Owner", CellKind.TEXT, 1.6, 26),
    Column("action", "Action", CellKind.ID, 0.9, 10),
)


def commitments_section(record: ReturnRecord) -> tuple[Section, ...]:
    """The section, in every return: that nothing was promised is said too."""
    now = Quarter.parse(record.quarter)
    groups = ((now, record.commitments, False), (now.next, record.new_commitments, True))
    rows = tuple(
        Row(_cells(one, is_new=is_new), f"Promised for {quarter.words}")
        for quarter, promised, is_new in groups
        for one in promised
    )
    table = (Table("commitments", "Commitments", COLUMNS, rows),) if rows else ()
    blocks = (Paragraph(_last_words(now, record)), Paragraph(_next_words(now.next, record)), *table)
    return (Section("commitments", "Commitments", "Commitments", blocks),)


def _last_words(quarter: Quarter, record: ReturnRecord) -> str:
    if not record.commitments:
        return f"Nothing was promised for {quarter.words}."
    outcomes = outcome_words(one.outcome for one in record.commitments)
    return f"{_number(len(record.commitments))} for {quarter.words}: {outcomes}."


def _next_words(quarter: Quarter, record: ReturnRecord) -> str:
    count = len(record.new_commitments)
    return f"{_number(count)} for {quarter.words}." if count else f"Nothing is promised for {quarter.words} yet."


def _number(count: int) -> str:
    return f"{count} commitment{'s' if count != 1 else ''}"


def _cells(one: CommitmentPart, *, is_new: bool) -> tuple[Cell, ...]:
    return (
        Cell(one.quarter),
        Cell(one.text),
        _outcome_cell(one, is_new=is_new),
        Cell(one.why),
        Cell(one.owner),
        Cell(one.action),
    )


def _outcome_cell(one: CommitmentPart, *, is_new: bool) -> Cell:
    """The outcome: shape, symbol and word. A promise for the next quarter has none to tell yet."""
    if is_new or not one.outcome:
        return Cell(None, text="to come" if is_new else "no outcome", tone=Tone.QUIET)
    state = STATES[one.outcome]
    return Cell(state.word, shape=state.key, symbol=state.symbol, tone=Tone.ERROR if state.exception else Tone.NORMAL)
