"""What changed, in a few lines: for the card in the window, the cover of the return and the e-mail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from leadapp.domain.checks import listing
from leadapp.domain.commitments import outcome_words
from leadapp.domain.comparison import times
from leadapp.domain.promise_parts import ChangePart
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.wording import STATES

MOST_KPIS = 3
NOTHING_CHANGED = "Nothing changed since the last return."


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One line: the figure and words of the card, the same as a sentence without its full stop, and the changes behind it."""

    figure: str
    words: str
    sentence: str
    changes: tuple[ChangePart, ...]

    @property
    def counts(self) -> bool:
        """Whether the figure says how many changes there are, and not how far one moved."""
        return "." not in self.figure


def change_lines(record: ReturnRecord, most_kpis: int = MOST_KPIS) -> tuple[ChangeLine, ...]:
    """The changes of a record in a few lines, the most telling first; none where nothing changed.

    ``most_kpis`` of the shares that moved have a line each; all KPIs are counted.
    """
    by_kind: dict[str, list[ChangePart]] = {}
    for change in record.changes:
        by_kind.setdefault(change.kind, []).append(change)
    return (
        *_completed(record, by_kind.get("completed", [])),
        *_plain(by_kind.get("new", []), "new action", "+"),
        *_redated(record, by_kind.get("redated", [])),
        *_moved(by_kind.get("confidence", [])),
        *_moved(by_kind.get("status", [])),
        *_plain(by_kind.get("withdrawn", []), "action withdrawn or stopped"),
        *_plain(by_kind.get("renumbered", []), "action renumbered"),
        *_kpis(by_kind.get("kpi", []), most_kpis),
    )


def cover_lines(record: ReturnRecord) -> list[str]:
    """What the cover says of changes and commitments; the first return says that there is nothing to compare with elsewhere."""
    lines = [line.sentence for line in change_lines(record, most_kpis=1)] or [NOTHING_CHANGED.removesuffix(".")]
    outcomes = outcome_words(one.outcome for one in record.commitments)
    return [f"{line}." for line in lines + ([f"Commitments: {outcomes}"] if outcomes else [])]


def _many(count: int, noun: str) -> str:
    """A noun phrase for so many: "action renumbered" gives "actions renumbered"."""
    if count == 1:
        return noun
    head, action, rest = noun.partition("action")
    return f"{head}{action}s{rest}"


def _completed(record: ReturnRecord, changes: list[ChangePart]) -> Iterator[ChangeLine]:
    if changes:
        done = sum(a.status == "complete" for a in record.actions)
        count = len(changes)
        yield ChangeLine(
            f"+{count}",
            f"{_many(count, 'action')} complete, {done} in all",
            f"{count} more {_many(count, 'action')} complete, {done} of {len(record.actions)} in all",
            tuple(changes),
        )


def _plain(changes: list[ChangePart], noun: str, sign: str = "") -> Iterator[ChangeLine]:
    if changes:
        count = len(changes)
        ids = listing([change.id for change in changes])
        yield ChangeLine(f"{sign}{count}", _many(count, noun), f"{count} {_many(count, noun)}: {ids}", tuple(changes))


def _redated(record: ReturnRecord, changes: list[ChangePart]) -> Iterator[ChangeLine]:
    if not changes:
        return
    counts = {a.uid: a.times_redated for a in record.actions}
    again = [change for change in changes if counts.get(change.uid, 0) > 1]
    most = max((counts.get(change.uid, 0) for change in again), default=0)
    count = len(changes)
    words = "re-dated"
    if count == 1 and again:
        words += f", {times(most)} in all"
    elif again:
        words += f", one of them {times(most)}" if len(again) == 1 else f", {len(again)} of them more than once"
    told = listing([f"{change.id} ({times(counts[change.uid])})" for change in again])
    which = f", {again[0].id} {times(most)} in all" if len(again) == 1 else f", more than once {told}" if again else ""
    sentence = f"{count} {_many(count, 'action')} re-dated{which}"
    yield ChangeLine(str(count), words, sentence, tuple(changes))


def _moved(changes: list[ChangePart]) -> Iterator[ChangeLine]:
    """Moves of status or confidence, those alike counted together, the most frequent first."""
    alike: dict[tuple[str, str], list[ChangePart]] = {}
    for change in changes:
        alike.setdefault((change.before, change.after), []).append(change)
    for (before, after), own in sorted(alike.items(), key=lambda pair: -len(pair[1])):
        count, verb = len(own), "moved "
        words = f"from {STATES[before].word.lower()} to {STATES[after].word.lower()}" if before else ""
        if not before or (before, after) == ("not_started", "underway"):
            words, verb = f"newly {STATES[after].word.lower()}" if not before else "begun", ""
        yield ChangeLine(str(count), words, f"{count} {_many(count, 'action')} {verb}{words}", tuple(own))


def _kpis(changes: list[ChangePart], most: int) -> Iterator[ChangeLine]:
    """The shares that moved most, then how many KPIs are better and worse in all."""
    shares = sorted((c for c in changes if " points to " in c.text), key=lambda c: -abs(c.amount or 0))
    for change in shares[:most]:
        to = change.text.rpartition(" to ")[2]
        size = f"{abs(change.amount or 0):,.1f}"
        up = (change.amount or 0) > 0
        yield ChangeLine(
            f"{'+' if up else '−'}{size}",
            f"points: {change.id} {change.title}, now {to}",
            f"{change.id} {change.title}: {to}, {'up' if up else 'down'} {size} points",
            (change,),
        )
    better, worse = (sum(change.better is wanted for change in changes) for wanted in (True, False))
    if better or worse:
        which = f" ({listing(tuple(dict.fromkeys(c.id for c in changes if c.better is False)))})" if worse else ""
        told = f"{better} better, {worse} worse{which}"
        moved = tuple(change for change in changes if change.better is not None)
        yield ChangeLine(str(better + worse), f"KPIs moved: {told}", f"KPIs: {told}", moved)
