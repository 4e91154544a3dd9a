"""Checks of what was promised: whether every promise of last quarter has its outcome, and whether something is promised anew."""

from __future__ import annotations

from leadapp.domain.checked import MISSING, ODD, CheckResult, Findings
from leadapp.domain.commitments import unanswered


def commitment_checks(f: Findings) -> tuple[CheckResult, ...]:
    """Both checks; the first is asked only where something was promised for the quarter."""
    return (*_outcomes(f), _promised(f))


def _outcomes(f: Findings) -> tuple[CheckResult, ...]:
    due = tuple(one for one in f.commitments if one.quarter == str(f.quarter))
    if not due:
        return ()
    left = unanswered(due)
    if not left:
        return (CheckResult("commitments", True, "Every commitment of last quarter has its outcome.", "commitments"),)
    many = "1 commitment of last quarter has" if len(left) == 1 else f"{len(left)} commitments of last quarter have"
    ids = tuple(dict.fromkeys(one.action for one in left if one.action))
    return (CheckResult("commitments", False, f"{many} no outcome.", "commitments", MISSING, ids),)


def _promised(f: Findings) -> CheckResult:
    made = [one for one in f.commitments if one.made_in == str(f.quarter)]
    if made:
        return CheckResult("new_commitments", True, "Something is promised for the next quarter.", "new_commitments")
    return CheckResult("new_commitments", False, f"Nothing is promised for {f.quarter.next.words}.", "new_commitments", ODD)
