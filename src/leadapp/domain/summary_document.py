"""The version of a return for a board pack: one page with figures, pillars, moves, asks, promises and what may block."""

from __future__ import annotations

from collections.abc import Iterator

from leadapp.domain.documents import (
    Block,
    Callout,
    Cell,
    CellKind,
    Column,
    Cover,
    Document,
    Highlight,
    Highlights,
    Paragraph,
    Place,
    Row,
    Section,
    Side,
    StateCount,
    Table,
    Tone,
)
from leadapp.domain.history import cut
from leadapp.domain.plan_figures import CONFIDENCE_KEYS, STATUS_KEYS, PillarPart
from leadapp.domain.promise_parts import ChangePart
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.return_cover import NO_ACTIONS, SAMPLE_REMARK, notice, number_of, signature_of
from leadapp.domain.return_life import SECOND
from leadapp.domain.return_sections import pillars_of
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.summary_lines import (
    Fitted,
    PageLine,
    asks,
    fitted,
    kept_lines,
    moves,
    pillar_moves,
    promised_lines,
    since_words,
    standing_sentences,
    told_words,
)
from leadapp.domain.wording import STATES

LEAST_ROOM, MOST_LINES_ABOVE = 18.5, 12
"""Lines that each column has beneath its headings where the table of pillars is as high as it gets: six rows of two lines."""
LETTERS_OF_A_NAME = 30
"""A longer name of a directorate takes a second line of the head."""
LONGEST_TOLD = 230
_WHAT = Column("what", "What", CellKind.TEXT, 6.0, 90)
_MOVED = (Column("state", "Now", CellKind.STATE, 1.0, 16), _WHAT)
_KEPT = (Column("outcome", "Outcome", CellKind.STATE, 1.0, 16), _WHAT)


def summary_document(record: ReturnRecord) -> Document:
    """The document of a record that was reduced for a board pack."""
    d = record.directorate
    return Document(
        cover=Cover(d.council, "Race equality return in one page", d.name, _period(record), (), tuple(_remarks(record))),
        marking=record.marking,
        notice=notice(record),
        footer=f"{d.name}, return {record.quarter}, revision {record.revision}, one-page version",
        author=d.name,
        created=record.as_at,
        sections=tuple(_sections(record)),
        keywords=("race equality", record.quarter),
        is_one_page=True,
    )


def _period(record: ReturnRecord) -> str:
    month = record.programme_month
    return f"{record.period}, Month {month}" if month and month > 0 else record.period


def _remarks(record: ReturnRecord) -> Iterator[Callout]:
    second = signature_of(record, SECOND)
    confirmed = (
        f"Confirmed by {second.post}, {format_date(second.signed_on)}." if second else "No second person has confirmed it."
    )
    yield Callout("Self-assessed.", confirmed)
    if record.revision > 1:
        yield Callout(f"Revision {record.revision}.", f"It takes the place of revision {record.revision - 1}.", Tone.WARNING)
    if record.sample:
        yield SAMPLE_REMARK


def _sections(record: ReturnRecord) -> Iterator[Section]:
    if not record.actions:
        yield _section("figures", "In figures", (Paragraph(NO_ACTIONS),))
    else:
        yield _section("figures", "In figures", (Highlights(tuple(_highlights(record))),))
        yield _section("pillars", "Progress by pillar", (_pillar_table(record),))
    standing = tuple(Paragraph(words) for words in standing_sentences(record))
    room = _room(record) - 2.4 * len(standing)
    kept = fitted(kept_lines(record), room / 2)
    moved = fitted(moves(record), room - kept.height)
    yield _section("moved", "What moved", _moved_blocks(record, moved), Side.LEFT)
    if kept.lines:
        yield _section(
            "kept", "Commitments of last quarter", (Table("kept", "Commitments", _KEPT, _rows(kept)), *_rest(kept)), Side.LEFT
        )
    yield _section("standing", "Triggers and the biggest risk", standing, Side.LEFT)
    yield from _right(record)


def _room(record: ReturnRecord) -> float:
    """How many lines a column has, by how high what stands above is."""
    moved = [pillar_moves(record, p.number or None) for p in pillars_of(record)] if record.actions else []
    above = sum(words.count("\n") + 1 for words in moved)
    spare = (MOST_LINES_ABOVE - above) * 0.9 + (MOST_LINES_ABOVE / 2 - len(moved)) * 0.6
    return LEAST_ROOM + spare - 2 * (len(record.directorate.name) > LETTERS_OF_A_NAME)


def _section(key: str, title: str, blocks: tuple[Block, ...], side: Side = Side.ACROSS) -> Section:
    return Section(key, title, "One page", blocks, side)


def _moved_blocks(record: ReturnRecord, moved: Fitted) -> tuple[Block, ...]:
    if not record.compared_with:
        return (Paragraph("This is the first return: there is nothing to compare with.", Tone.QUIET),)
    if not moved.lines:
        return (Paragraph(f"No action has moved {since_words(record)}.", Tone.QUIET),)
    return (Table("moved", "What moved", _MOVED, _rows(moved)), *_rest(moved))


def _right(record: ReturnRecord) -> Iterator[Section]:
    told = record.headline.feedback.strip()
    room = _room(record) - (7 if told else 0)
    promised = fitted(promised_lines(record), room * 0.4)
    asked = fitted(asks(record), room - promised.height)
    yield _section("asked", "What we ask of you", _asked_blocks(asked), Side.RIGHT)
    following = Quarter.parse(record.quarter).next.words
    if promised.lines:
        rows = tuple(Row((Cell(line.words),)) for line in promised.lines)
        table = Table("promised", f"For {following}", (Column("promise", "Commitment", CellKind.TEXT, 1.0, 106),), rows)
        yield _section("promised", f"For {following}", (table, *_rest(promised)), Side.RIGHT)
    else:
        quiet = Paragraph(f"Nothing is promised for {following} yet.", Tone.QUIET)
        yield _section("promised", f"For {following}", (quiet,), Side.RIGHT)
    if told:
        yield _section("told", "What people told us", (Paragraph(told_words(told, LONGEST_TOLD)),), Side.RIGHT)


def _asked_blocks(asked: Fitted) -> tuple[Block, ...]:
    if not asked.lines:
        return (Paragraph("Nothing this time.", Tone.QUIET),)
    return (*(Callout(f"{line.lead}.", line.words, Tone.STRONG) for line in asked.lines), *_rest(asked))


def _rest(lines: Fitted) -> tuple[Block, ...]:
    return (Paragraph(lines.rest, Tone.QUIET),) if lines.rest else ()


def _rows(lines: Fitted) -> tuple[Row, ...]:
    return tuple(Row((_state(line), Cell(line.words))) for line in lines.lines)


def _state(line: PageLine) -> Cell:
    if not line.state:
        return Cell(None, text=line.lead, tone=Tone.QUIET)
    state = STATES[line.state]
    return Cell(state.word, shape=state.key, symbol=state.symbol, tone=Tone.ERROR if state.exception else Tone.NORMAL)


# -------------------------------------------------------------------------------- figures
def _highlights(record: ReturnRecord) -> Iterator[Highlight]:
    done = sum(action.status == "complete" for action in record.actions)
    yield Highlight(f"{done} of {len(record.actions)}", "actions complete", _more_complete(record))
    test = record.urgent_test
    if test is not None and test.share is not None:
        asked = f"{test.numerator} of {test.denominator}; asked: {test.target:.0%}"
        yield Highlight(f"{test.share:.0%}", "of urgent actions underway (1.7)", asked)
    moved = max((c for c in record.changes if _is_share(c)), key=lambda c: abs(c.amount or 0.0), default=None)
    if moved is not None:
        up = (moved.amount or 0.0) > 0
        words = f"{'▲ up' if up else '▼ down'} {abs(moved.amount or 0.0):,.1f} points"
        yield Highlight(moved.text.rpartition(" to ")[2], f"{moved.id} {cut(moved.title, 44)}", words)
    if record.commitments:
        kept = sum(one.outcome == "kept" for one in record.commitments)
        part = sum(one.outcome == "part_kept" for one in record.commitments)
        count = len(record.commitments)
        told = f"{part} part kept" if part else ""
        yield Highlight(f"{kept} of {count}", "commitment kept" if count == 1 else "commitments kept", told)


def _is_share(change: ChangePart) -> bool:
    return change.kind == "kpi" and change.amount is not None and " points to " in change.text


def _more_complete(record: ReturnRecord) -> str:
    if not record.compared_with:
        return "first return"
    more = sum(change.kind == "completed" for change in record.changes)
    less = sum(change.kind == "status" and change.before == "complete" for change in record.changes)
    if not more and not less:
        return f"▶ none more {since_words(record)}"
    return (
        ", ".join(words for words in (f"▲ {more} more" if more else "", f"▼ {less} no longer" if less else "") if words)
        + f" {since_words(record)}"
    )


# -------------------------------------------------------------------------------- pillars
def _pillar_table(record: ReturnRecord) -> Table:
    columns = (
        Column("pillar", "Pillar", CellKind.TEXT, 2.1, 26),
        Column("bars", "Actions by status", CellKind.BARS, 2.9, 30, Place.PAGE),
        *(Column(key, STATES[key].word, CellKind.INTEGER, 1.0, 9, Place.SHEET) for key in STATUS_KEYS),
        Column("marks", "On track, at risk, off track", CellKind.MARKS, 2.6, 30, Place.PAGE),
        *(Column(key, STATES[key].word, CellKind.INTEGER, 1.0, 9, Place.SHEET) for key in CONFIDENCE_KEYS),
        Column("since", _since_heading(record), CellKind.TEXT, 2.0, 30),
    )
    return Table(
        "pillars", "Actions by pillar, status and confidence", columns, tuple(_pillar_row(record, p) for p in pillars_of(record))
    )


def _since_heading(record: ReturnRecord) -> str:
    words = since_words(record) if record.compared_with else "since the last return"
    return words[:1].upper() + words[1:]


def _pillar_row(record: ReturnRecord, pillar: PillarPart) -> Row:
    status = tuple(StateCount(key, pillar.by_status[key]) for key in STATUS_KEYS)
    sure = tuple(StateCount(key, pillar.by_confidence[key]) for key in CONFIDENCE_KEYS)
    moved = pillar_moves(record, pillar.number or None) if record.compared_with else "first return"
    return Row(
        (
            Cell(pillar.label),
            Cell(_counted(status) or number_of(0, "action"), parts=status),
            *(Cell(part.count) for part in status),
            Cell(_counted(sure) or "none asked", parts=sure),
            *(Cell(part.count) for part in sure),
            Cell(moved),
        )
    )


def _counted(parts: tuple[StateCount, ...]) -> str:
    return ", ".join(f"{part.count} {STATES[part.key].word.lower()}" for part in parts if part.count)
