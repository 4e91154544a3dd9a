"""The numbers of the Risks room with the rows behind them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from leadapp.domain.provenance import Source, SourceRow
from leadapp.domain.quarters import format_date
from leadapp.domain.risks import Escalation, Risk
from leadapp.domain.trigger_rules import TriggerRule
from leadapp.domain.triggers import Answered


def risk_sources(
    triggers: Sequence[Answered], risks: Iterable[Risk], escalations: Iterable[Escalation], rules: Iterable[TriggerRule]
) -> tuple[Source, ...]:
    """Triggers to answer and answered, open risks, scored risks, open escalations."""
    tests = {rule.key: rule.test_words for rule in rules}
    opened = [risk for risk in risks if risk.is_open]
    scored = [risk for risk in opened if risk.score]
    escalated = [e for e in escalations if e.is_open]
    return (
        _of_triggers(
            "Triggers to answer", "Rules that fired this quarter and have no answer yet.", triggers, tests, answered=False
        ),
        _of_triggers(
            "Triggers answered", "Triggers of this quarter with an escalation or a reason.", triggers, tests, answered=True
        ),
        _counted("risks", "Open risks and issues", "Everything that is not closed.", [_risk_row(risk) for risk in opened]),
        _counted(
            "grid",
            "Risks scored",
            "How likely (1 to 5) times how bad (1 to 5): 15 and more is high, 6 to 12 medium, below that low.",
            [_risk_row(risk) for risk in scored],
        ),
        _counted(
            "escalations",
            "Open escalations",
            "Escalations that are not closed.",
            [SourceRow(f"{e.reference}  {e.title}", f"Opened {format_date(e.opened_on)}", "escalation", e.id) for e in escalated],
        ),
    )


def _of_triggers(title: str, how: str, triggers: Sequence[Answered], tests: dict[str, str], *, answered: bool) -> Source:
    rows = [
        SourceRow(
            f"{one.trigger.name}: {one.trigger.id} {one.trigger.title}",
            f"{one.trigger.fact} The rule: {tests.get(one.trigger.rule, '')}",
            one.trigger.place,
            one.trigger.action_id if one.trigger.place == "action" else None,
        )
        for one in triggers
        if (one.answer is not None) == answered
    ]
    return _counted("triggers", title, how, rows)


def _counted(group: str, title: str, how: str, rows: list[SourceRow]) -> Source:
    return Source(group, title, str(len(rows)), how, tuple(rows), len(rows))


def _risk_row(risk: Risk) -> SourceRow:
    factors = f"{risk.likelihood} × {risk.impact} = {risk.score_words}" if risk.score else risk.score_words
    return SourceRow(f"{risk.reference}  {risk.title}", factors, risk.kind, risk.id)
