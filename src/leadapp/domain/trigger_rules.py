"""Trigger rules as data (``resources/triggers``): their words and numbers, checked on loading, with a directorate's own settings.

What each rule looks for is ``domain.triggers``. The draft's meaning comes from action 5.1: an intervention when progress stalls.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from leadapp.domain.checked_table import CheckedTable
from leadapp.domain.errors import BadInputError
from leadapp.domain.promise_parts import RuleOffPart

_NAMED = re.compile(r"\{(\w+)\}")
NUMBERS = {
    "no_movement": ("returns",),
    "due_passed": ("grace_days",),
    "redated_twice": ("times",),
    "off_track_twice": ("returns",),
    "kpi_without_value": ("grace_days",),
    "evidence_out_of_date": ("months",),
    "kpi_worse_twice": ("readings", "smallest_base"),
    "urgent_under_half": ("review", "percent"),
}
"""Every rule that leadapp can test, with the numbers that its test needs."""


class LooksAt(StrEnum):
    """What a rule looks at."""

    ACTION = "action"
    KPI = "kpi"
    EVIDENCE = "evidence"
    DIRECTORATE = "directorate"


class Applies(StrEnum):
    """Where a rule applies: everywhere, or in priority directorates only (1.7)."""

    EVERYWHERE = "everywhere"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class RuleNumber:
    """A number of a rule: its name in the test's words, what it is called, its value, and what it may be."""

    name: str
    words: str
    value: int
    least: int
    most: int
    shipped: int

    def read(self, text: str) -> int:
        """The number as typed. Raises BadInputError outside its limits."""
        clean = text.strip()
        if not (clean.isascii() and clean.isdigit() and len(clean) < 6 and self.least <= int(clean) <= self.most):
            raise BadInputError(f"Type a whole number from {self.least} to {self.most}, such as {self.shipped}.", self.name)
        return int(clean)


@dataclass(frozen=True, slots=True)
class TriggerRule:
    """One rule with the numbers in force; ``is_off`` with its reason where the directorate switched it off."""

    key: str
    name: str
    looks_at: LooksAt
    applies: Applies
    meaning: str
    test: str
    answered_by: str
    next_step: str
    rests_on: tuple[str, ...]
    numbers: tuple[RuleNumber, ...]
    is_off: bool = False
    reason: str = ""

    def number(self, name: str) -> int:
        """One of its numbers."""
        return next(n.value for n in self.numbers if n.name == name)

    @property
    def test_words(self) -> str:
        """When it fires, with the numbers in force."""
        return _NAMED.sub(lambda found: str(self.number(found[1])), self.test)

    @property
    def is_changed(self) -> bool:
        """Whether a number differs from the shipped one."""
        return any(n.value != n.shipped for n in self.numbers)


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """What a directorate settled for a rule: switched off with a reason, or other numbers."""

    rule: str
    is_off: bool = False
    reason: str = ""
    numbers: Mapping[str, int] = dataclasses.field(default_factory=dict)


def rules_from_data(data: Mapping[str, Any]) -> tuple[TriggerRule, ...]:
    """The rules of a TOML file. Raises BadInputError that names every fault with its exact place."""
    whole = CheckedTable(data)
    whole.some_texts("edition status")
    rows = whole.rows("rules", "key")
    rules = tuple(_rule(row) for row in rows)
    whole.check_once("rules", [rule.key for rule in rules])
    whole.closed(rules)
    whole.raise_faults("The trigger rules cannot be used:")
    return rules


def _rule(row: CheckedTable) -> TriggerRule:
    texts = row.some_texts("key name meaning test answered_by next_step")
    numbers = tuple(_number(one) for one in row.rows("numbers", "name"))
    rule = TriggerRule(
        **texts,
        looks_at=row.choice("looks_at", LooksAt),
        applies=row.choice("applies", Applies),
        rests_on=row.texts("rests_on"),
        numbers=numbers,
    )
    known = {n.name for n in numbers}
    for name in dict.fromkeys(_NAMED.findall(rule.test)):
        if name not in known:
            row.fault("test", f"speaks of {{{name}}}, and the rule has no such number.")
    row.check_once("numbers", [n.name for n in numbers])
    if rule.key not in NUMBERS:
        row.fault("key", f"is “{rule.key}”. leadapp has no test of that name; it has {', '.join(NUMBERS)}.")
    elif known != set(NUMBERS[rule.key]):
        row.fault("numbers", f"are {', '.join(sorted(known)) or 'none'}; the test needs {', '.join(NUMBERS[rule.key])}.")
    return row.closed(rule)


def _number(row: CheckedTable) -> RuleNumber:
    value, least, most = row.whole("value"), row.whole("least"), row.whole("most")
    if not least <= value <= most:
        row.fault("value", f"is {value}, not between {least} and {most}.")
    return row.closed(RuleNumber(row.text("name"), row.text("words"), value, least, most, value))


def rules_in_force(shipped: Iterable[TriggerRule], settings: Iterable[RuleSetting]) -> tuple[TriggerRule, ...]:
    """The rules with what the directorate settled. A number outside its limits (of another version) falls back to the shipped one."""
    own = {setting.rule: setting for setting in settings}
    return tuple(_with(rule, own[rule.key]) if rule.key in own else rule for rule in shipped)


def _with(rule: TriggerRule, setting: RuleSetting) -> TriggerRule:
    numbers = tuple(
        dataclasses.replace(n, value=setting.numbers[n.name])
        if n.name in setting.numbers and n.least <= setting.numbers[n.name] <= n.most
        else n
        for n in rule.numbers
    )
    return dataclasses.replace(rule, numbers=numbers, is_off=setting.is_off, reason=setting.reason if setting.is_off else "")


def rules_off(rules: Iterable[TriggerRule]) -> tuple[RuleOffPart, ...]:
    """The rules that are switched off, as the return names them."""
    return tuple(RuleOffPart(rule.key, rule.name, rule.reason) for rule in rules if rule.is_off)
