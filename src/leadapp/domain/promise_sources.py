"""Where the numbers of commitments and changes come from: the rows behind each of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from leadapp.domain.change_summary import change_lines
from leadapp.domain.commitments import OUTCOMES, Commitment
from leadapp.domain.plan import PlanAction
from leadapp.domain.promise_parts import ChangePart, CommitmentPart
from leadapp.domain.provenance import Source, SourceRow
from leadapp.domain.quarters import Quarter
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.wording import STATES

HOW = {
    "kept": "Promises for the quarter whose outcome is kept.",
    "part_kept": "Promises for the quarter whose outcome is part kept.",
    "not_kept": "Promises for the quarter whose outcome is not kept.",
    "": "Promises for the quarter of which nobody said yet what became of them.",
}


def promise_sources(record: ReturnRecord, actions: Mapping[str, PlanAction]) -> Iterator[Source]:
    """Every number that a return tells of its commitments and of what changed; ``actions`` are those of the plan by uid."""
    for outcome in (*OUTCOMES, ""):
        word = STATES[outcome].word if outcome else "To answer"
        rows = tuple(_promise_row(one, "commitments") for one in record.commitments if one.outcome == outcome)
        yield Source("commitments", f"Commitments: {word.lower()}", str(len(rows)), HOW[outcome], rows, len(rows))
    made = tuple(_promise_row(one, "new_commitments") for one in record.new_commitments)
    how = "What this return promises for the next quarter."
    yield Source("commitments", "Commitments for the next quarter", str(len(made)), how, made, len(made))
    for line in change_lines(record):
        rows = tuple(_change_row(change, actions) for change in line.changes)
        how = f"Compared with the return for {Quarter.parse(record.compared_with).words}, matched for good, not by number."
        number = len(rows) if line.counts else None
        yield Source("changes", line.sentence, str(number) if line.counts else line.figure, how, rows, number)


def run_sources(commitments: Iterable[Commitment], last: str) -> Iterator[Source]:
    """The run of commitments on Home: each number of each quarter up to ``last``."""
    known = [one for one in commitments if one.quarter <= last]
    for quarter in sorted({one.quarter for one in known}):
        for outcome in (*OUTCOMES, ""):
            word = STATES[outcome].word.lower() if outcome else "to answer"
            own = [one for one in known if one.quarter == quarter and (one.outcome or "") == outcome]
            rows = tuple(_promise_row(one.part, "commitments") for one in own)
            yield Source("commitments", f"Commitments for {quarter}: {word}", str(len(rows)), HOW[outcome], rows, len(rows))


def _promise_row(one: CommitmentPart, place: str) -> SourceRow:
    """A promise; a click goes to the return that tells of it."""
    told = one.why or one.owner or "No owner"
    quarter = Quarter.parse(one.quarter if place == "commitments" else one.made_in)
    return SourceRow(one.text, told, place, quarter)


def _change_row(change: ChangePart, actions: Mapping[str, PlanAction]) -> SourceRow:
    action = actions.get(change.uid)
    return SourceRow(f"{change.id}  {change.title}", change.text, "action", action.id if action else None)
