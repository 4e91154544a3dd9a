"""The sections on triggers, escalations, risks and challenges: what stands in them, and what they say where there is nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt

from leadapp.domain.documents import Bullets, Paragraph, Section, Table, Tone
from leadapp.domain.promise_parts import (
    ChallengePart,
    EscalationPart,
    EscalationStepPart,
    RiskPart,
    RuleOffPart,
    TriggerPart,
)
from leadapp.domain.risk_section import risk_section
from tests.domain.test_return import record

DAY = dt.date(2026, 9, 1)
TRIGGER = TriggerPart("due_passed", "Due date has passed", "a", "NS-01", "Talks", "It was due.")
RISK = RiskPart("r", "R1", "risk", "No cover", "Rotas", "Head", 4, 4, 16, "high", "Ask.", DAY, ("1.8", "NS-01"), DAY)
STEPS = (EscalationStepPart("DMT", DAY, DAY, "Supported."), EscalationStepPart("Board", DAY, None, ""))
ESCALATION = EscalationPart("e", "E-01", "Cover", "400 hours", "1.8", "R1", DAY, DAY, STEPS, "", None, "", "Paid.", None)
CHALLENGE = ChallengePart("c", "Scrutiny", "Why?", DAY, "", None, "1.8")


def said(made: Table, number: int = 0) -> list[object]:
    return [cell.value if cell.value is not None else cell.text for cell in made.rows[number].cells]


def table(section: Section) -> Table:
    return next(block for block in section.blocks if isinstance(block, Table))


def test_a_quarter_in_which_nothing_stalled_says_so_in_one_section() -> None:
    (section,) = risk_section(record())
    assert [block.text for block in section.blocks if isinstance(block, Paragraph)] == [
        "No triggers fired. A trigger is a question, not a verdict."
    ]


def test_a_rule_that_is_off_is_named_with_its_reason() -> None:
    off = dataclasses.replace(record(), rules_off=(RuleOffPart("due_passed", "Due date has passed", "Watched elsewhere."),))
    (section,) = risk_section(off)
    assert [block.items for block in section.blocks if isinstance(block, Bullets)] == [
        ("Due date has passed: Watched elsewhere.",)
    ]


def test_a_trigger_stands_with_its_answer_or_says_that_it_has_none() -> None:
    answered = dataclasses.replace(TRIGGER, answer="The union.", escalation="E-01", answered_on=DAY)
    (section,) = risk_section(dataclasses.replace(record(), triggers=(TRIGGER, answered)))
    first = section.blocks[0]
    assert isinstance(first, Paragraph)
    assert first.text.startswith("2 triggers fired, 1 without an answer yet.")
    made = table(section)
    assert said(made) == ["NS-01", "Due date has passed", "Talks", "It was due.", "no answer yet", ""]
    assert said(made, 1)[4:] == ["The union.\nEscalated as E-01.", DAY]
    assert made.rows[0].cells[4].tone is Tone.WARNING


def test_risks_escalations_and_challenges_have_a_sheet_each() -> None:
    closed = dataclasses.replace(RISK, id="R2", level="low", score=2, closed_on=DAY)
    issue = dataclasses.replace(RISK, id="I1", kind="issue", score=None, level="issue", likelihood=None)
    bare = dataclasses.replace(RISK, id="R3", score=None, level="")
    whole = dataclasses.replace(record(), risks=(RISK, issue, bare, closed), escalations=(ESCALATION,), challenges=(CHALLENGE,))
    sections = {section.key: section for section in risk_section(whole)}
    assert list(sections) == ["triggers", "escalations", "risks", "challenges"]
    risks = table(sections["risks"])
    assert [row.cells[2].value for row in risks.rows] == ["16, high", "issue", "not scored", "closed 1 September 2026"]
    assert [row.cells[2].tone for row in risks.rows][:2] == [Tone.WARNING, Tone.NORMAL]
    assert risks.beneath(risks.rows[0]) == ["What it is about: Rotas"]
    (opened,) = [block.text for block in sections["risks"].blocks if isinstance(block, Paragraph)]
    assert opened.startswith("Open: 2 risks and 1 issue.")
    escalated = table(sections["escalations"])
    assert said(escalated)[1:5] == [
        "Cover (1.8, R1)\nAsk: 400 hours",
        "DMT: sent 1 September 2026, answered 1 September 2026. Supported.\nBoard: sent 1 September 2026",
        DAY,
        "waiting",
    ]
    assert said(table(sections["challenges"]))[2:4] == ["Why? (1.8)", "no answer yet"]


def test_a_settled_escalation_tells_decision_result_and_end() -> None:
    done = dataclasses.replace(
        ESCALATION, action="", risk="", ask="", decision="Yes.", decided_on=DAY, result="Paid.", closed_on=DAY
    )
    (_, section) = risk_section(dataclasses.replace(record(), escalations=(done,)))
    assert said(table(section))[1] == "Cover"
    assert said(table(section))[4] == "Yes. (1 September 2026)\nPaid.\nClosed on 1 September 2026."
    undated = dataclasses.replace(done, decided_on=None, result="", closed_on=None)
    (_, section) = risk_section(dataclasses.replace(record(), escalations=(undated,), challenges=()))
    assert said(table(section))[4] == "Yes."
