"""Commitments: what a return promises for the next quarter, and what became of what the one before promised.

Records are frozen and come from the file; drafts hold texts as typed and can say what is wrong with them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from leadapp.domain.charts import Series, StackedBars
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import LONGEST_TITLE, Problem, clean_text, read_text
from leadapp.domain.wording import STATES

if TYPE_CHECKING:
    from leadapp.domain.promise_parts import CommitmentPart

LONGEST_PROMISE = 1000
MOST_QUARTERS = 8
"""Two years of the run can be looked at at once."""
NO_OUTCOME: dict[str, Any] = {"outcome": None, "why": ""}
OUTCOMES = ("kept", "part_kept", "not_kept")
"""The outcomes in the order in which they are offered and counted."""


class Outcome(StrEnum):
    """What became of a promise. Part kept and not kept need a why; kept may have one."""

    KEPT = "kept"
    PART_KEPT = "part_kept"
    NOT_KEPT = "not_kept"

    @property
    def needs_why(self) -> bool:
        """Whether it must say why."""
        return self is not Outcome.KEPT


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise made in the return of ``made_in`` for ``quarter``. ``action`` is the reference of the action it belongs to, if any.

    ``is_worded`` says that the return it was made in is signed or was submitted, in whatever revision: its words, owner and action
    stay. ``is_told`` says that the return which tells its outcome is signed or submitted: that stays too.
    """

    id: int
    uid: str
    version: int
    made_in: str
    quarter: str
    text: str
    owner: str = ""
    action_id: int | None = None
    action: str = ""
    action_uid: str = ""
    outcome: Outcome | None = None
    why: str = ""
    is_worded: bool = False
    is_told: bool = False
    typed: tuple[tuple[str, str], ...] = ()  # (field, text) of what cannot be used yet

    @property
    def texts(self) -> dict[str, str]:
        """What stands in its fields: what was typed last, be it usable or not."""
        held = {
            "text": self.text,
            "owner": self.owner,
            "action": str(self.action_id or ""),
            "outcome": self.outcome.value if self.outcome else "",
            "why": self.why,
        }
        return held | dict(self.typed)

    @property
    def part(self) -> CommitmentPart:
        """The commitment as a return's record holds it."""
        from leadapp.domain.promise_parts import CommitmentPart

        return CommitmentPart(
            uid=self.uid,
            text=self.text,
            made_in=self.made_in,
            quarter=self.quarter,
            action=self.action,
            action_uid=self.action_uid,
            owner=self.owner,
            outcome=self.outcome.value if self.outcome else "",
            why=self.why,
        )


@dataclass(frozen=True, slots=True)
class OutcomeCount:
    """How the promises for one quarter came out; ``open`` have no outcome yet."""

    quarter: str
    kept: int
    part_kept: int
    not_kept: int
    open: int

    @property
    def total(self) -> int:
        """All promises for the quarter."""
        return self.kept + self.part_kept + self.not_kept + self.open


def run_of(commitments: Iterable[Commitment], last: str) -> tuple[OutcomeCount, ...]:
    """How the promises came out, quarter by quarter up to ``last``, oldest first; quarters without a promise are left out."""
    counts: dict[str, Counter[str]] = {}
    for one in commitments:
        if one.quarter <= last:
            counts.setdefault(one.quarter, Counter())[one.outcome or "open"] += 1
    return tuple(
        OutcomeCount(quarter, count["kept"], count["part_kept"], count["not_kept"], count["open"])
        for quarter, count in sorted(counts.items())
    )


def run_chart(run: Sequence[OutcomeCount]) -> StackedBars:
    """The run of the last quarters as bars, the newest at the foot."""
    shown = tuple(run[-MOST_QUARTERS:])
    keys = (("kept", "Kept"), ("part_kept", "Part kept"), ("not_kept", "Not kept"), ("open", "To answer"))
    told = [
        f"{count.quarter}: " + ", ".join(f"{getattr(count, key)} {word.lower()}" for key, word in keys if getattr(count, key))
        for count in shown
    ]
    return StackedBars(
        title="Commitments by quarter",
        text=". ".join(told) + "." if told else "No commitment yet.",
        categories=tuple(count.quarter for count in shown),
        series=tuple(
            Series("not_started" if key == "open" else key, word, tuple(getattr(count, key) for count in shown))
            for key, word in keys
            if key != "open" or any(count.open for count in shown)
        ),
        notes=tuple(f"{count.kept} of {count.total} kept" for count in shown),
    )


def outcome_words(outcomes: Iterable[str]) -> str:
    """Outcomes counted in words: "2 kept, 1 part kept, 2 to answer"; empty where there is none."""
    counts = Counter(outcomes)
    told = [f"{counts[key]} {STATES[key].word.lower()}" for key in OUTCOMES if counts[key]]
    return ", ".join(told + ([f"{counts['']} to answer"] if counts[""] else []))


def unanswered(commitments: Iterable[Commitment]) -> tuple[Commitment, ...]:
    """Those without an outcome."""
    return tuple(one for one in commitments if one.outcome is None)


def refuse_submitted(held: Commitment, fields: Collection[str]) -> None:
    """Raise BadInputError where one of the fields that would change was signed or submitted."""
    if held.is_worded and not {"text", "owner", "owner_id", "action", "action_id"}.isdisjoint(fields):
        raise BadInputError(
            f"This was promised in the return for {held.made_in}, which is signed or submitted. Its words stay; say what became of it.",
            "text",
        )
    if held.is_told and not {"outcome", "why"}.isdisjoint(fields):
        raise BadInputError(
            f"The return for {held.quarter} is signed or submitted. What it says of this promise stays.", "outcome"
        )


# -------------------------------------------------------------------------------- drafts
def read_promise(text: str) -> str:
    """The words of a promise: not empty, at most 1,000 characters. Raises BadInputError."""
    promise = clean_text(text).strip()
    if not promise:
        raise BadInputError("Write what you promise.", "text")
    if len(promise) > LONGEST_PROMISE:
        raise BadInputError(f"The promise has {len(promise):,} characters. {LONGEST_PROMISE:,} is the most.", "text")
    return promise


@dataclass(frozen=True, slots=True)
class CommitmentDraft:
    """What stands in the fields; None means the field was not touched. ``action`` is an action's id as text, or empty.

    ``outcome`` and ``why`` belong together and are read as one unit.
    """

    text: str | None = None
    owner: str | None = None
    action: str | None = None
    outcome: str | None = None
    why: str | None = None

    def touched(self) -> dict[str, str]:
        """The fields that were touched, as typed."""
        return {f.name: str(getattr(self, f.name)) for f in fields(self) if getattr(self, f.name) is not None}

    def read(self, held: Commitment | None = None) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        """The values that can be used, whole units only, and what cannot be used yet."""
        values: dict[str, Any] = {}
        problems: list[Problem] = []
        for reader in _UNITS:
            try:
                values |= reader(self, held)
            except BadInputError as error:
                problems.append(Problem(error.field, str(error)))
                if reader is _read_outcome and self.outcome not in {None, held.outcome if held else None}:
                    values |= NO_OUTCOME  # what was said before is no longer true, so the return must not go on saying it
        return values, tuple(problems)

    def typed(self, problems: Sequence[Problem]) -> dict[str, str | None]:
        """What is to be kept as typed: every field of a unit that cannot be used; None for what can."""
        bad = {problem.field for problem in problems}
        if bad & {"outcome", "why"}:
            bad |= {"outcome", "why"}
        return {name: text if name in bad else None for name, text in self.touched().items()}


def _read_words(draft: CommitmentDraft, held: Commitment | None) -> dict[str, Any]:
    return {} if draft.text is None else {"text": read_promise(draft.text)}


def _read_owner(draft: CommitmentDraft, held: Commitment | None) -> dict[str, Any]:
    return {} if draft.owner is None else {"owner": " ".join(clean_text(draft.owner).split())[:LONGEST_TITLE]}


def _read_action(draft: CommitmentDraft, held: Commitment | None) -> dict[str, Any]:
    if draft.action is None:
        return {}
    if draft.action and not (draft.action.isascii() and draft.action.isdigit()):
        raise BadInputError("Choose an action of your plan, or none.", "action")
    return {"action_id": int(draft.action) if draft.action else None}


def _read_outcome(draft: CommitmentDraft, held: Commitment | None) -> dict[str, Any]:
    if draft.outcome is None and draft.why is None:
        return {}
    before = held.texts if held else {"outcome": "", "why": ""}
    chosen = before["outcome"] if draft.outcome is None else draft.outcome
    why = read_text(before["why"] if draft.why is None else draft.why).strip()
    if not chosen:
        if why:
            raise BadInputError("Say first whether it was kept.", "outcome")
        return dict(NO_OUTCOME)
    if chosen not in OUTCOMES:
        raise BadInputError("Say kept, part kept or not kept.", "outcome")
    outcome = Outcome(chosen)
    if outcome.needs_why and not why:
        raise BadInputError(f"Say why it was {STATES[outcome].word.lower()}.", "why")
    return {"outcome": outcome.value, "why": why}


_UNITS: tuple[Callable[[CommitmentDraft, Commitment | None], dict[str, Any]], ...] = (
    _read_words,
    _read_owner,
    _read_action,
    _read_outcome,
)
