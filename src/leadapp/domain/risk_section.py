"""The return's sections on risks, escalations and triggers: what may block, what was asked of whom, what fired and its answer."""

from __future__ import annotations

from collections.abc import Iterable

from leadapp.domain.documents import Block, Bullets, Cell, CellKind, Column, Heading, Paragraph, Place, Row, Section, Table, Tone
from leadapp.domain.promise_parts import ChallengePart, EscalationPart, RiskPart, TriggerPart
from leadapp.domain.quarters import format_date
from leadapp.domain.returns import ReturnRecord

TRIGGER_COLUMNS = (
    Column("id", "ID", CellKind.ID, 0.8, 10),
    Column("rule", "Trigger", CellKind.TEXT, 1.7, 28),
    Column("title", "On what", CellKind.TEXT, 2.0, 34),
    Column("fact", "What was found", CellKind.TEXT, 2.6, 46),
    Column("answer", "Answer", CellKind.TEXT, 3.0, 56),
    Column("answered", "Answered", CellKind.DATE, 1.3, 20),
)
RISK_COLUMNS = (
    Column("id", "ID", CellKind.ID, 0.6, 8),
    Column("title", "What may block or blocks us", CellKind.TEXT, 2.6, 40),
    Column("score", "Score", CellKind.TEXT, 1.5, 18),
    Column("owner", "Owner", CellKind.TEXT, 1.6, 26),
    Column("mitigation", "What is done about it", CellKind.TEXT, 3.0, 50),
    Column("due", "Done by", CellKind.DATE, 1.3, 20),
    Column("actions", "Actions", CellKind.TEXT, 1.0, 16),
    Column("description", "What it is about", CellKind.TEXT, 0.0, 50, Place.BENEATH),
    Column("closed", "Closed", CellKind.DATE, 1.2, 20, Place.SHEET),
)
ESCALATION_COLUMNS = (
    Column("id", "ID", CellKind.ID, 0.7, 9),
    Column("title", "Escalation and ask", CellKind.TEXT, 3.2, 52),
    Column("route", "Where it went", CellKind.TEXT, 0.0, 56, Place.BENEATH),
    Column("by", "Answer by", CellKind.DATE, 1.3, 20),
    Column("decision", "Decision and result", CellKind.TEXT, 2.6, 46),
    Column("closing", "Closes when", CellKind.TEXT, 0.0, 36, Place.BENEATH),
    Column("closed", "Closed", CellKind.DATE, 1.2, 20, Place.SHEET),
)
CHALLENGE_COLUMNS = (
    Column("body", "Who asked", CellKind.TEXT, 1.6, 26),
    Column("asked", "Asked", CellKind.DATE, 1.3, 20),
    Column("challenge", "What they asked", CellKind.TEXT, 3.2, 52),
    Column("answer", "The answer given", CellKind.TEXT, 3.2, 52),
    Column("answered", "Answered", CellKind.DATE, 1.3, 20),
)


def risk_section(record: ReturnRecord) -> tuple[Section, ...]:
    """Triggers and answers, then escalations, risks and issues, and challenges, each on a sheet of its own where there are any."""
    found = [_triggers(record)]
    if record.escalations:
        found.append(
            _section("escalations", "Escalations", ESCALATION_COLUMNS, _open_words(record), map(_escalation, record.escalations))
        )
    if record.risks:
        found.append(_section("risks", "Risks and issues", RISK_COLUMNS, _risk_words(record), map(_risk, record.risks)))
    if record.challenges:
        words = "What oversight bodies asked in this quarter, or still waited for, and the answer given."
        found.append(
            _section("challenges", "Challenge and answers", CHALLENGE_COLUMNS, words, map(_challenge, record.challenges))
        )
    return tuple(found)


def _section(key: str, title: str, columns: tuple[Column, ...], words: str, rows: Iterable[Row]) -> Section:
    return Section(key, title, title, (Paragraph(words), Table(key, title, columns, tuple(rows))))


def _open_words(record: ReturnRecord) -> str:
    opened = sum(e.closed_on is None for e in record.escalations)
    return f"{_many(opened, 'escalation')} open at the end of the quarter, each with its one ask.".capitalize()


def _risk_words(record: ReturnRecord) -> str:
    risks = sum(r.kind == "risk" and r.closed_on is None for r in record.risks)
    issues = sum(r.kind == "issue" and r.closed_on is None for r in record.risks)
    return f"Open: {_many(risks, 'risk')} and {_many(issues, 'issue')}. A score is likelihood times impact, 1 to 25."


def _many(count: int, noun: str) -> str:
    return f"{count or 'no'} {noun}{'' if count == 1 else 's'}"


def _triggers(record: ReturnRecord) -> Section:
    waiting = sum(not t.is_answered for t in record.triggers)
    fired = _many(len(record.triggers), "trigger").capitalize() + " fired"
    answered = f", {waiting} without an answer yet" if waiting else ", each with its answer" if record.triggers else ""
    blocks: list[Block] = [Paragraph(f"{fired}{answered}. A trigger is a question, not a verdict.")]
    if record.triggers:
        rows = tuple(Row(_trigger_cells(t)) for t in record.triggers)
        blocks.append(Table("triggers", "Triggers and answers", TRIGGER_COLUMNS, rows))
    if record.rules_off:
        told = tuple(f"{rule.name}: {rule.reason}" for rule in record.rules_off)
        blocks += [Heading("Trigger rules that are switched off"), Bullets(told)]
    return Section("triggers", "Triggers and answers", "Triggers", tuple(blocks))


def _trigger_cells(t: TriggerPart) -> tuple[Cell, ...]:
    escalated = f"Escalated as {t.escalation}." if t.escalation else ""
    answer = "\n".join(words for words in (t.answer, escalated) if words)
    return (
        Cell(t.id),
        Cell(t.name),
        Cell(t.title),
        Cell(t.fact),
        Cell(answer) if answer else Cell(None, text="no answer yet", tone=Tone.WARNING),
        Cell(t.answered_on),
    )


def _risk(r: RiskPart) -> Row:
    scored = f"{r.score}, {r.level}" if r.score else r.level or "not scored"
    scored = f"closed {format_date(r.closed_on)}" if r.closed_on else scored
    tone = Tone.WARNING if r.level == "high" and r.closed_on is None else Tone.NORMAL
    return Row(
        (
            Cell(r.id),
            Cell(r.title),
            Cell(scored, tone=tone),
            Cell(r.owner),
            Cell(r.mitigation),
            Cell(r.mitigation_due),
            Cell(", ".join(r.actions)),
            Cell(r.description),
            Cell(r.closed_on),
        )
    )


def _escalation(e: EscalationPart) -> Row:
    route = [
        f"{step.place}: sent {format_date(step.sent_on)}"
        + (f", answered {format_date(step.answered_on)}" if step.answered_on else "")
        + (f". {step.outcome}" if step.outcome else "")
        for step in e.steps
    ]
    about = ", ".join(name for name in (e.action, e.risk) if name)
    decided = f"{e.decision} ({format_date(e.decided_on)})" if e.decision and e.decided_on else e.decision
    closed = f"Closed on {format_date(e.closed_on)}." if e.closed_on else ""
    return Row(
        (
            Cell(e.id),
            Cell(
                "\n".join(
                    words for words in (f"{e.title} ({about})" if about else e.title, f"Ask: {e.ask}" if e.ask else "") if words
                )
            ),
            Cell("\n".join(route)),
            Cell(e.answer_by),
            Cell(
                "\n".join(words for words in (decided, e.result, closed) if words) or None,
                text="" if decided or e.result or closed else "waiting",
            ),
            Cell(e.closing_test),
            Cell(e.closed_on),
        )
    )


def _challenge(c: ChallengePart) -> Row:
    answer = Cell(c.answer) if c.answer else Cell(None, text="no answer yet", tone=Tone.WARNING)
    asked = f"{c.challenge} ({c.action})" if c.action else c.challenge
    return Row((Cell(c.body), Cell(c.asked_on), Cell(asked), answer, Cell(c.answered_on)))
