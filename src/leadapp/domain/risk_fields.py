"""The fields of risks, issues, escalations and challenges as data, so that one form and one reader serve all of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import LONGEST_TITLE, Problem, clean_text, read_text
from leadapp.domain.quarters import parse_date

LINE, AREA, DAY, SCALE, PERSON, ACTIONS, CHOSEN = "line", "area", "day", "scale", "person", "actions", "chosen"
LIKELIHOOD_WORDS = {1: "Rare", 2: "Unlikely", 3: "Possible", 4: "Likely", 5: "Almost certain"}
IMPACT_WORDS = {1: "Slight", 2: "Minor", 3: "Moderate", 4: "Serious", 5: "Severe"}


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field: the column it lies in, what it is called, how it is filled, a hint, and the words of a scale."""

    name: str
    label: str
    kind: str = LINE
    hint: str = ""
    scale: tuple[tuple[int, str], ...] = ()
    needed: bool = False


_ACTIONS = FieldSpec("actions", "Actions it concerns", ACTIONS, "Their numbers, such as 3.10, NS-02.")
_OWNER = FieldSpec("owner", "Owner", PERSON, "A post.")
_LIKELIHOOD = FieldSpec("likelihood", "How likely", SCALE, scale=tuple(LIKELIHOOD_WORDS.items()))
_IMPACT = FieldSpec("impact", "How bad", SCALE, scale=tuple(IMPACT_WORDS.items()))
_MITIGATION = FieldSpec("mitigation", "What is done about it", AREA)
_MITIGATION_DUE = FieldSpec("mitigation_due", "Done by", DAY)
_RAISED = FieldSpec("raised_on", "Raised", DAY, needed=True)
RISK_FIELDS = (
    FieldSpec("title", "What may block us", needed=True),
    FieldSpec("description", "What it is about", AREA, "Never a name of somebody who experienced racism."),
    _OWNER,
    _LIKELIHOOD,
    _IMPACT,
    _MITIGATION,
    _MITIGATION_DUE,
    _ACTIONS,
    _RAISED,
)
ISSUE_FIELDS = (
    FieldSpec("title", "What blocks us", needed=True),
    *(f for f in RISK_FIELDS[1:] if f.name != "likelihood"),
)
ESCALATION_FIELDS = (
    FieldSpec("title", "What it is about", needed=True),
    FieldSpec("ask", "The ask", AREA, "One clear thing: money, people, a decision, or leave to stop."),
    FieldSpec("answer_by", "Answer by", DAY),
    FieldSpec("closing_test", "Closes when", AREA, "How will you know that it is settled?"),
    FieldSpec("action", "Action", CHOSEN),
    FieldSpec("risk", "Risk or issue", CHOSEN),
    FieldSpec("opened_on", "Opened", DAY, needed=True),
    FieldSpec("decision", "Decision", AREA),
    FieldSpec("decided_on", "Decided on", DAY),
    FieldSpec("result", "Result", AREA, "What came of the decision."),
)
STEP_FIELDS = (
    FieldSpec("sent_on", "Sent", DAY, needed=True),
    FieldSpec("answered_on", "Answered", DAY),
    FieldSpec("outcome", "What came of it there", AREA),
)
CHALLENGE_FIELDS = (
    FieldSpec("body", "Who asked", hint="A body, not a person."),
    FieldSpec("challenge", "What they asked", AREA, needed=True),
    FieldSpec("asked_on", "Asked on", DAY, needed=True),
    FieldSpec("answer", "The answer given", AREA),
    FieldSpec("answered_on", "Answered on", DAY),
    FieldSpec("action", "Action", CHOSEN),
)


def read_fields(specs: Iterable[FieldSpec], texts: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The usable values of fields as typed, and what cannot be used yet with the reason. Each field is a unit of its own."""
    known = {spec.name: spec for spec in specs}
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in texts.items():
        try:
            values[name] = _READERS[known[name].kind](known[name], text)
        except BadInputError as error:
            problems.append(Problem(name, str(error)))
    return values, tuple(problems)


def _read_line(spec: FieldSpec, text: str) -> str:
    line = " ".join(clean_text(text).split())
    if spec.needed and not line:
        raise BadInputError(f"Say {spec.label[:1].lower()}{spec.label[1:]}.", spec.name)
    if len(line) > LONGEST_TITLE:
        raise BadInputError(f"That is {len(line)} characters long. Keep it to {LONGEST_TITLE} at most.", spec.name)
    return line


def _read_area(spec: FieldSpec, text: str) -> str:
    words = read_text(text).strip()
    if spec.needed and not words:
        raise BadInputError(f"Say {spec.label[:1].lower()}{spec.label[1:]}.", spec.name)
    return words


def _read_day(spec: FieldSpec, text: str) -> dt.date | None:
    if not text.strip():
        if spec.needed:
            raise BadInputError("Type a date such as 30 September 2026.", spec.name)
        return None
    return parse_date(text, spec.name)


def _read_scale(spec: FieldSpec, text: str) -> int | None:
    if not text:
        return None
    if text not in {str(number) for number, _ in spec.scale}:
        raise BadInputError("Choose one of the list.", spec.name)
    return int(text)


def read_references(text: str) -> tuple[str, ...]:
    """Numbers of actions as people list them: "3.10, NS-02 and 1.8"."""
    words = clean_text(text).replace(",", " ").replace(";", " ").split()
    return tuple(dict.fromkeys(word for word in words if word.casefold() != "and"))


_READERS: dict[str, Callable[[FieldSpec, str], Any]] = {
    LINE: _read_line,
    AREA: _read_area,
    DAY: _read_day,
    SCALE: _read_scale,
    PERSON: _read_line,
    ACTIONS: lambda _spec, text: read_references(text),
    CHOSEN: lambda _spec, text: int(text) if text.isascii() and text.isdigit() else None,
}
