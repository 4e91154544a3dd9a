"""The four registers that the plan asks of a directorate, described as data, and what each says about its KPIs.

Equality impact assessments (2.4), accountability agreements (1.9: who signed and the target in words, never anything of an appraisal),
consultations of the network (1.10, 3.4) and listening sessions attended (4.3: what was taken away, never who said it). All use one
table; ``Register.fields`` says which of its columns a register shows and what they are called there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leadapp.domain.draft_reading import read_each
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import LONGEST_TITLE, Problem, clean_text, read_text
from leadapp.domain.quarters import Quarter, format_date, parse_date

LINE, AREA, DAY, TICK, CHOICE, SERVICE, PERSON = "line", "area", "day", "tick", "choice", "service", "person"
TICKED = "yes"
"""How a tick that is set is written in a draft; one that is not set is empty."""


@dataclass(frozen=True, slots=True)
class RegisterField:
    """One field of a register: the column it lies in, what it is called there, and how it is filled."""

    name: str
    label: str
    kind: str = LINE
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """One register: its key, what it is called, what one line is, what it is for, and its fields in their order."""

    key: str
    name: str
    line: str
    purpose: str
    fields: tuple[RegisterField, ...]

    def field(self, name: str) -> RegisterField:
        """A field by the column it lies in."""
        return next(f for f in self.fields if f.name == name)

    def has(self, name: str) -> bool:
        """Whether the register uses a column."""
        return any(f.name == name for f in self.fields)


EIA, AGREEMENT, CONSULTATION, LISTENING = "eia", "agreement", "consultation", "listening"
_EIA_KINDS = (("new_policy", "New policy"), ("revised_policy", "Revised policy"), ("new_service", "New service"))
_ANSWERS = (("yes", "Yes"), ("no", "No"), ("not_needed", "Not needed"))
REGISTERS: tuple[Register, ...] = (
    Register(
        EIA,
        "Impact assessments",
        "assessment",
        "Equality impact assessments of policies and services, for 2.4. A line counts in the quarter in which it was decided.",
        (
            RegisterField("subject", "Policy or service"),
            RegisterField("subject_kind", "What it is", CHOICE, choices=_EIA_KINDS),
            RegisterField("service", "Service", SERVICE),
            RegisterField("happened_on", "Decided on", DAY),
            RegisterField("done", "The assessment is finished", TICK),
            RegisterField("answer", "Records what communities said", CHOICE, choices=_ANSWERS),
            RegisterField("why", "Why not, or why not needed", AREA),
            RegisterField("outcome", "Plan for each risk found", AREA, "If none was found, say so."),
            RegisterField("review_on", "To be reviewed on", DAY),
        ),
    ),
    Register(
        AGREEMENT,
        "Accountability agreements",
        "agreement",
        "Who has put their name to an accountability agreement, for 1.9. Post, day and target only: nothing of anybody's appraisal.",
        (
            RegisterField("subject", "Post", hint="Such as Director of Environment. A post, not a name."),
            RegisterField("happened_on", "Signed on", DAY, "Empty while it is not signed."),
            RegisterField("outcome", "Target, in words", AREA),
            RegisterField("review_on", "To be renewed on", DAY),
        ),
    ),
    Register(
        CONSULTATION,
        "Network consulted",
        "consultation",
        "What the staff network was asked about and what came of it, for 1.10 and 3.4.",
        (
            RegisterField("subject", "What about"),
            RegisterField(
                "corporate_id", "Counts for", CHOICE, choices=(("1.10", "1.10 Policies and processes"), ("3.4", "3.4 Messages"))
            ),
            RegisterField("service", "Service", SERVICE),
            RegisterField("happened_on", "When", DAY),
            RegisterField("outcome", "What came of it", AREA),
        ),
    ),
    Register(
        LISTENING,
        "Listening sessions",
        "session",
        "Listening sessions attended, for 4.3. What was taken away, in your words: never who said it.",
        (
            RegisterField("subject", "Where"),
            RegisterField("happened_on", "When", DAY),
            RegisterField("person", "Attended by", PERSON, "A post."),
            RegisterField("service", "Service", SERVICE),
            RegisterField("outcome", "What was taken away", AREA, "Never who said it."),
        ),
    ),
)
CHOSEN_WORDS = {key: word for register in REGISTERS for known in register.fields for key, word in known.choices}
"""The word of every key that a line can hold."""
BY_KEY: dict[str, Register] = {register.key: register for register in REGISTERS}
REGISTER_NAMES = {key: f"the register of {known.name[:1].lower()}{known.name[1:]}" for key, known in BY_KEY.items()}
"""How the check calls each of them."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a register. ``service`` and ``person`` are names; a column that a register does not use stays empty."""

    id: int
    uid: str
    version: int
    register: str
    subject: str = ""
    subject_kind: str = ""
    service: str = ""
    person: str = ""
    happened_on: dt.date | None = None
    done: bool = False
    answer: str | None = None
    why: str = ""
    outcome: str = ""
    review_on: dt.date | None = None
    corporate_id: str = ""
    typed: tuple[tuple[str, str], ...] = ()

    def text(self, name: str) -> str:
        """What stands in a field: what was typed and cannot be used yet, else what the file holds."""
        typed = dict(self.typed)
        if name in typed:
            return typed[name]
        value = getattr(self, name)
        if isinstance(value, bool):
            return TICKED if value else ""
        return format_date(value) if isinstance(value, dt.date) else str(value or "")


# -------------------------------------------------------------------------------- reading what was typed
def read_entry(register: Register, texts: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The usable values of fields as typed, and what cannot be used yet with the reason. Each field is a unit of its own."""
    return read_each(texts, lambda text, name: _READERS[register.field(name).kind](register.field(name), text))


def _read_line(known: RegisterField, text: str) -> str:
    line = " ".join(clean_text(text).split())
    if known.name == "subject" and not line:
        raise BadInputError(f"Say {known.label[:1].lower()}{known.label[1:]}.", known.name)
    if len(line) > LONGEST_TITLE:
        raise BadInputError(f"That is {len(line)} characters long. Keep it to {LONGEST_TITLE} at most.", known.name)
    return line


def _read_choice(known: RegisterField, text: str) -> str | None:
    if text and text not in dict(known.choices):
        raise BadInputError("Choose one of the list.", known.name)
    return text or (None if known.name == "answer" else "")


_READERS: dict[str, Callable[[RegisterField, str], Any]] = {
    LINE: _read_line,
    AREA: lambda _known, text: read_text(text).strip(),
    DAY: lambda known, text: parse_date(text, known.name) if text.strip() else None,
    TICK: lambda _known, text: text == TICKED,
    CHOICE: _read_choice,
    SERVICE: lambda _known, text: " ".join(text.split()),
    PERSON: _read_line,
}


# -------------------------------------------------------------------------------- what looks odd
def odd_fields(entry: Entry, today: dt.date) -> tuple[Problem, ...]:
    """What a lead would want to settle in a line: texts that cannot be used, a review that is due, a day or a reason missing."""
    register = BY_KEY[entry.register]
    odd = list(read_entry(register, dict(entry.typed))[1])
    known = {problem.field for problem in odd}
    if entry.review_on is not None and entry.review_on <= today:
        odd.append(Problem("review_on", f"The review was due on {format_date(entry.review_on)}."))
    if entry.done and entry.happened_on is None and "happened_on" not in known:
        odd.append(Problem("happened_on", "Finished, but without a day. It is counted in no quarter."))
    if register.has("answer") and entry.answer == "no" and not entry.why:
        odd.append(Problem("why", "Say why communities were not asked."))
    if entry.register == LISTENING and entry.happened_on is None and "happened_on" not in known:
        odd.append(Problem("happened_on", "Say when. It is counted in no quarter."))
    return tuple(odd)


def is_review_due(entry: Entry, today: dt.date) -> bool:
    """Whether the day on which a line was to be looked at again has come."""
    return entry.review_on is not None and entry.review_on <= today


# -------------------------------------------------------------------------------- what a register says about KPIs
@dataclass(frozen=True, slots=True)
class Count:
    """What a register says about a KPI in a quarter, and the lines that it was counted from (``counted`` are in the numerator).

    A share has ``denominator``; else ``number`` counts lines, or is 1 where a KPI asks whether something holds. ``corporate_kpi``
    is empty for a count that is only told.
    """

    register: str
    corporate_kpi: str
    words: str
    numerator: int | None = None
    denominator: int | None = None
    number: int | None = None
    counted: tuple[Entry, ...] = ()
    rest: tuple[Entry, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to report from it: no line, or a share of nothing."""
        return not self.denominator and not self.number

    @property
    def source(self) -> str:
        """The source of a value that was taken from it."""
        return f"Register: {BY_KEY[self.register].name[:1].lower()}{BY_KEY[self.register].name[1:]}"

    @property
    def sentence(self) -> str:
        """The count in one line: "2.4.K1: 7 of 9 policies, 77.8%"."""
        head = f"{self.corporate_kpi}: " if self.corporate_kpi else ""
        if self.denominator:
            share = f", {(self.numerator or 0) / self.denominator:.1%}"
            return f"{head}{self.numerator} of {self.denominator} {self.words}{share}"
        if self.denominator == 0:
            return f"{head}no {self.words} this quarter"
        return f"{head}{self.number} {self.words}"


def counts(register: str, entries: Iterable[Entry], quarter: Quarter) -> tuple[Count, ...]:
    """What a register says about its KPIs in a quarter.

    Assessments count in the quarter of their day; agreements as they stand at the end of the quarter. Consultations and sessions
    count in the quarter they took place in.
    """
    lines = [entry for entry in entries if entry.register == register]
    return _COUNTERS[register](lines, quarter)


def _assessments(lines: list[Entry], quarter: Quarter) -> tuple[Count, ...]:
    now = [e for e in lines if e.happened_on is not None and e.happened_on in quarter]
    policies = [e for e in now if e.subject_kind in {"new_policy", "revised_policy"}]
    services = [e for e in now if e.subject_kind == "new_service"]
    asked = [e for e in now if e.answer in {"yes", "no"}]
    return (
        _share(EIA, "2.4.K1", "policies", policies, lambda e: e.done and e.answer in {"yes", "not_needed"}),
        _share(EIA, "2.4.K2", "new services", services, lambda e: e.done and bool(e.outcome)),
        _share(EIA, "2.4.K3", "assessments that need it", asked, lambda e: e.answer == "yes"),
    )


def _agreements(lines: list[Entry], quarter: Quarter) -> tuple[Count, ...]:
    def is_signed(entry: Entry) -> bool:
        return entry.happened_on is not None and entry.happened_on <= quarter.last_day

    return (_share(AGREEMENT, "1.9.K1", "agreements signed", lines, is_signed),)


def _consultations(lines: list[Entry], quarter: Quarter) -> tuple[Count, ...]:
    now = [e for e in lines if e.happened_on is not None and e.happened_on in quarter]
    policies, messages = ([e for e in now if e.corporate_id == corporate_id] for corporate_id in ("1.10", "3.4"))
    return (
        Count(
            CONSULTATION,
            "1.10.K3",
            _many(policies, "consultation") + " of the network",
            number=len(policies),
            counted=tuple(policies),
        ),
        Count(
            CONSULTATION,
            "",
            _many(messages, "consultation") + " on messages (3.4)",
            number=len(messages),
            counted=tuple(messages),
        ),
    )


def _sessions(lines: list[Entry], quarter: Quarter) -> tuple[Count, ...]:
    now = [e for e in lines if e.happened_on is not None and e.happened_on in quarter]
    return (Count(LISTENING, "", _many(now, "session") + " attended (4.3)", number=len(now), counted=tuple(now)),)


_COUNTERS: dict[str, Callable[[list[Entry], Quarter], tuple[Count, ...]]] = {
    EIA: _assessments,
    AGREEMENT: _agreements,
    CONSULTATION: _consultations,
    LISTENING: _sessions,
}


def _many(lines: list[Entry], noun: str) -> str:
    return noun if len(lines) == 1 else f"{noun}s"


def _share(register: str, kpi: str, words: str, base: list[Entry], counts_in: Callable[[Entry], bool]) -> Count:
    inside = tuple(e for e in base if counts_in(e))
    rest = tuple(e for e in base if not counts_in(e))
    return Count(register, kpi, words, len(inside), len(base), counted=inside, rest=rest)
