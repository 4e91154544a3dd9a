"""The check of triggers: each of a quarter is answered by an escalation or a recorded reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from leadapp.domain.checks import MISSING, CheckResult, listing

if TYPE_CHECKING:
    from leadapp.domain.promise_parts import TriggerPart
    from leadapp.domain.returns import MissingPart


def trigger_check(triggers: Iterable[TriggerPart]) -> CheckResult:
    """Whether every trigger has its answer."""
    known = tuple(triggers)
    waiting = [t for t in known if not t.is_answered]
    if not waiting:
        sentence = "Every trigger has its answer." if known else "No trigger has fired."
        return CheckResult("triggers", True, sentence, "triggers")
    many = "1 trigger has" if len(waiting) == 1 else f"{len(waiting)} triggers have"
    ids = tuple(dict.fromkeys(t.id for t in waiting))
    return CheckResult("triggers", False, f"{many} no answer: {listing(ids)}.", "triggers", MISSING, ids)


def missing_answers(triggers: Iterable[TriggerPart]) -> tuple[MissingPart, ...]:
    """What the return says is missing because of them. The record's parts are loaded only now: Home does without them."""
    from leadapp.domain.returns import MissingPart

    check = trigger_check(triggers)
    return () if check.passed else (MissingPart(check.key, check.severity, check.sentence, check.ids),)
