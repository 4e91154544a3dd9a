"""What a return says of risks, escalations and challenges: those open in its quarter, as they stood then, so far as their days say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from leadapp.domain.promise_parts import ChallengePart, EscalationPart, EscalationStepPart, RiskPart
from leadapp.domain.quarters import Quarter
from leadapp.domain.risks import Challenge, Escalation, Risk, Step


def _in_return(opened: dt.date, closed: dt.date | None, quarter: Quarter) -> bool:
    """Open at the quarter's end, or closed within it; what came later was not there yet."""
    return opened <= quarter.last_day and (closed is None or closed >= quarter.first_day)


def _by_then(day: dt.date | None, quarter: Quarter) -> dt.date | None:
    return day if day is not None and day <= quarter.last_day else None


def risk_parts(risks: Iterable[Risk], quarter: Quarter) -> tuple[RiskPart, ...]:
    """Risks and issues that were open in a quarter, the heaviest first."""
    wanted = [r for r in risks if _in_return(r.raised_on, r.closed_on, quarter)]
    wanted.sort(key=lambda r: (_by_then(r.closed_on, quarter) is not None, -r.rank, r.kind, len(r.reference), r.reference))
    return tuple(
        RiskPart(
            uid=r.uid,
            id=r.reference,
            kind=r.kind,
            title=r.title,
            description=r.description,
            owner=r.owner,
            likelihood=r.likelihood if r.kind == "risk" else None,
            impact=r.impact,
            score=r.score,
            level=r.level,
            mitigation=r.mitigation,
            mitigation_due=r.mitigation_due,
            actions=r.references,
            raised_on=r.raised_on,
            closed_on=_by_then(r.closed_on, quarter),
        )
        for r in wanted
    )


def escalation_parts(escalations: Iterable[Escalation], route: Mapping[int, str], quarter: Quarter) -> tuple[EscalationPart, ...]:
    """Escalations that were open in a quarter, told as they stood at its end as far as their days say it."""
    return tuple(
        EscalationPart(
            uid=e.uid,
            id=e.reference,
            title=e.title,
            ask=e.ask,
            action=e.action,
            risk=e.risk,
            opened_on=e.opened_on,
            answer_by=e.answer_by,
            steps=tuple(_step_part(step, route, quarter) for step in e.steps if step.sent_on <= quarter.last_day),
            decision=e.decision if _told_by_then(e.decided_on, quarter) else "",
            decided_on=_by_then(e.decided_on, quarter),
            result=e.result if _told_by_then(e.decided_on, quarter) else "",
            closing_test=e.closing_test,
            closed_on=_by_then(e.closed_on, quarter),
        )
        for e in escalations
        if _in_return(e.opened_on, e.closed_on, quarter)
    )


def _told_by_then(day: dt.date | None, quarter: Quarter) -> bool:
    """Whether something stood there at the end of the quarter; what has no day is taken as it stands."""
    return day is None or day <= quarter.last_day


def _step_part(step: Step, route: Mapping[int, str], quarter: Quarter) -> EscalationStepPart:
    answered = _by_then(step.answered_on, quarter)
    return EscalationStepPart(
        route[step.place], step.sent_on, answered, step.outcome if _told_by_then(step.answered_on, quarter) else ""
    )


def challenge_parts(challenges: Iterable[Challenge], quarter: Quarter) -> tuple[ChallengePart, ...]:
    """Challenges asked or answered in a quarter, and those that waited for an answer at its end."""
    return tuple(
        ChallengePart(
            uid=c.uid,
            body=c.body,
            challenge=c.challenge,
            asked_on=c.asked_on,
            answer=c.answer if _told_by_then(c.answered_on, quarter) else "",
            answered_on=_by_then(c.answered_on, quarter),
            action=c.action,
        )
        for c in challenges
        if c.asked_on <= quarter.last_day and (c.asked_on in quarter or _waited_in(c, quarter))
    )


def _waited_in(challenge: Challenge, quarter: Quarter) -> bool:
    if challenge.answered_on is None:
        return not challenge.answer
    return challenge.answered_on >= quarter.first_day
