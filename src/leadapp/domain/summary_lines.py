"""What the one page says, line by line: how far each pillar has moved, what moved, what is asked, promised, fired and may block.

A page has room for so many lines. What does not fit is counted: "And 12 more in the full return."
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from leadapp.domain.history import cut
from leadapp.domain.promise_parts import ChangePart, CommitmentPart, EscalationPart
from leadapp.domain.quarters import Quarter, format_date, parse_date
from leadapp.domain.return_cover import number_of
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.wording import STATES

LETTERS_A_LINE = 45
"""So many letters of the page's type stand side by side in one of its columns, less the room of a shape."""
BETWEEN, BETWEEN_BOXES = 0.7, 1.7
"""The room between two entries, and between two that stand in boxes, in lines."""
LONGEST_TITLE, LONGEST_PROMISE, LONGEST_WHY, LONGEST_ASK = 50, 90, 66, 170
_RANK = ("off_track", "completed", "at_risk", "on_track", "status", "redated", "withdrawn", "new", "renumbered")


@dataclass(frozen=True, slots=True)
class PageLine:
    """One entry: the key of the state whose shape stands before it (empty: none), a bold beginning, and its words."""

    state: str
    words: str
    lead: str = ""
    between: float = BETWEEN

    @property
    def height(self) -> float:
        """How many lines it takes, with the room after it."""
        return math.ceil(len(self.lead + self.words) / LETTERS_A_LINE) + self.between


@dataclass(frozen=True, slots=True)
class Fitted:
    """The entries that have room, and how many have not."""

    lines: tuple[PageLine, ...]
    left: int

    @property
    def height(self) -> float:
        """How many lines the entries take."""
        return sum(line.height for line in self.lines) + (1 + BETWEEN if self.left else 0)

    @property
    def rest(self) -> str:
        """What is said of those that have no room; empty where all have."""
        return f"And {self.left} more in the full return." if self.left else ""


def fitted(lines: Sequence[PageLine], room: float) -> Fitted:
    """As many entries as have room, at least one; a last line counts the others."""
    used, kept = 0.0, 0
    for number, line in enumerate(lines):
        rest = 0.0 if number == len(lines) - 1 else 1 + BETWEEN
        if kept and used + line.height + rest > room:
            break
        used, kept = used + line.height, kept + 1
    return Fitted(tuple(lines[:kept]), len(lines) - kept)


# -------------------------------------------------------------------------------- what moved
def since_words(record: ReturnRecord) -> str:
    """Since when changes are told: "since June"."""
    return f"since {format_date(Quarter.parse(record.compared_with).last_day).split()[1]}"


def pillar_moves(record: ReturnRecord, pillar: int | None) -> str:
    """How a pillar has moved, with arrows: the best that can be said of it, and the worst."""
    own = [change for change in record.changes if change.subject == "action" and change.pillar == pillar]
    up = _first_count(own, (("completed", "complete", "▲", "more"), ("on_track", "on track", "▲", "more")))
    up = up or _first_count(own, (("underway", "underway", "▲", "more"),))
    down = _first_count(own, (("off_track", "off track", "▼", "more"), ("at_risk", "at risk", "▼", "more")))
    moved = [words for words in (up, down) if words]
    dated = sum(change.kind == "redated" for change in own)
    if not down and dated:
        moved.append(f"▼ {dated} re-dated")
    return "\n".join(moved) or ("▶ other changes" if own else "▶ no change")


def _first_count(changes: list[ChangePart], wanted: tuple[tuple[str, str, str, str], ...]) -> str:
    for key, words, arrow, more in wanted:
        count = sum(key in {_kind(change), change.after} and _counts(change) for change in changes)
        if count:
            return f"{arrow} {count} {more} {words}"
    return ""


def _counts(change: ChangePart) -> bool:
    """Whether a change is a move of a state (a date or a number is none)."""
    return change.kind in {"completed", "status", "confidence"}


def _kind(change: ChangePart) -> str:
    return change.after if change.kind == "confidence" else change.kind


def moves(record: ReturnRecord) -> tuple[PageLine, ...]:
    """What moved, an entry an action: what is off track first, then what is done, at risk, recovered, and dates."""
    by_action: dict[str, list[ChangePart]] = {}
    for change in record.changes:
        if change.subject == "action":
            by_action.setdefault(change.uid or change.id, []).append(change)
    ranked = sorted(by_action.values(), key=lambda own: min(map(_rank, own)))
    states = {action.uid: action.confidence or action.status for action in record.actions}
    return tuple(_move(own, states.get(own[0].uid, "will_not_do")) for own in ranked)


def _rank(change: ChangePart) -> int:
    return _RANK.index(_kind(change))


def _move(changes: list[ChangePart], state: str) -> PageLine:
    own = sorted(changes, key=_rank)
    words = "; ".join(dict.fromkeys(_moved(change) for change in own))
    dated_alone = all(change.kind == "redated" for change in own)
    now = f", {STATES[state].word.lower()}" if dated_alone else ""  # the shape alone would not say it
    return PageLine(state, f"{own[0].id} {cut(own[0].title, LONGEST_TITLE)}: {words}{now}")


def _moved(change: ChangePart) -> str:
    if change.kind in {"status", "confidence"} and change.before and change.after:
        return f"from {_word(change.before)} to {_word(change.after)}"
    if change.kind == "redated":
        return f"re-dated to {format_date(parse_date(change.after))}"
    return "complete" if change.kind == "completed" else change.text.split(",")[0]


def _word(state: str) -> str:
    return STATES[state].word.lower()


# -------------------------------------------------------------------------------- promised and asked
def kept_lines(record: ReturnRecord) -> tuple[PageLine, ...]:
    """What became of the commitments of last quarter. What was not kept says why, and stands first: room must not hide it."""
    order = ("not_kept", "part_kept", "", "kept")
    return tuple(_kept(one) for one in sorted(record.commitments, key=lambda one: order.index(one.outcome)))


def _kept(one: CommitmentPart) -> PageLine:
    lead = STATES[one.outcome].word if one.outcome else "Not answered yet"
    is_asked_why = one.why and one.outcome in {"part_kept", "not_kept"}
    why = f"; {_small(told_words(one.why, LONGEST_WHY))}".rstrip(".") if is_asked_why else ""
    return PageLine(one.outcome, cut(one.text, LONGEST_PROMISE).rstrip(".") + why, lead)


def _small(words: str) -> str:
    """Words that go on in a sentence: a first word of two letters or more begins small, unless it is all capitals."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def promised_lines(record: ReturnRecord) -> tuple[PageLine, ...]:
    """What is promised for the next quarter."""
    return tuple(PageLine("", cut(one.text, LONGEST_PROMISE)) for one in record.new_commitments)


def asks(record: ReturnRecord) -> tuple[PageLine, ...]:
    """What is asked of whom and by when: open escalations, those with the earliest day first."""
    last = max((one.answer_by for one in record.escalations if one.answer_by), default=record.return_due)
    opened = sorted(record.escalations, key=lambda one: (one.answer_by is None, one.answer_by or last, one.opened_on))
    return tuple(_ask(one) for one in opened)


def _ask(one: EscalationPart) -> PageLine:
    where = one.steps[-1].place if one.steps else ""
    by = f"by {format_date(one.answer_by)}" if one.answer_by else ""
    about = ", ".join(name for name in (one.action, one.risk) if name)
    words = cut(one.ask or one.title, LONGEST_ASK)
    return PageLine(
        "", f"{words.rstrip('.')} ({about})." if about else words, ", ".join(filter(None, (where, by))) or one.id, BETWEEN_BOXES
    )


def told_words(text: str, most: int) -> str:
    """As much of a text as has room: whole sentences where one ends in the second half of it, else cut after a word."""
    words = " ".join(text.split())
    if len(words) <= most:
        return words
    end = max(words.rfind(mark, most // 2, most) for mark in (". ", ".” ", '." '))
    return words[: end + 2].rstrip() if end > 0 else cut(words, most)


# -------------------------------------------------------------------------------- triggers and the biggest risk
def standing_sentences(record: ReturnRecord) -> Iterator[str]:
    """What fired and how it was answered, and the risk that weighs most."""
    yield _fired(record)
    for risk in record.risks:
        scored = ", ".join(str(part) for part in (risk.score, risk.level) if part)
        kind = "Biggest issue" if risk.kind == "issue" else "Biggest risk"
        yield f"{kind}: {risk.id} {cut(risk.title, LONGEST_PROMISE).rstrip('.')}{f' ({scored})' if scored else ''}."


def _fired(record: ReturnRecord) -> str:
    fired = record.triggers
    if not fired:
        return "No trigger fired."
    escalated = sum(bool(trigger.escalation) for trigger in fired)
    reasons = sum(bool(trigger.answer) and not trigger.escalation for trigger in fired)
    open_ones = len(fired) - escalated - reasons
    told = _named(((escalated, "answered by an escalation"), (reasons, "by a recorded reason"), (open_ones, "without an answer")))
    return f"{number_of(len(fired), 'trigger')} fired: {told}."


def _named(counts: Iterable[tuple[int, str]]) -> str:
    return ", ".join(f"{count} {words}" for count, words in counts if count)
