"""What the tabs Risks, Issues, Escalations and Challenge log differ in: words, columns, chips, and what is done with a row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from leadapp.domain.changes import Changes
from leadapp.domain.quarters import format_date
from leadapp.domain.risk_fields import CHALLENGE_FIELDS, ESCALATION_FIELDS, ISSUE_FIELDS, RISK_FIELDS, FieldSpec
from leadapp.domain.risks import Challenge, Escalation, Risk, open_first, where_words
from leadapp.services.opening import Services
from leadapp.ui import dialogs
from leadapp.ui.page import Page
from leadapp.ui.risks.record_form import Deed
from leadapp.ui.tables.rows_model import Column


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the lists of the room."""

    key: str
    name: str
    one: str
    purpose: str
    first: str
    empty: str
    fields: tuple[FieldSpec, ...]
    columns: Callable[[Page], tuple[Column, ...]]
    records: Callable[[Services], tuple[Any, ...]]
    add: Callable[[Services, str], tuple[Changes, int]]
    deeds: Callable[[Page, Any], list[Deed]]
    chips: Mapping[str, str]
    late: Callable[[Any, dt.date], bool]


def _risk_columns(page: Page) -> tuple[Column, ...]:
    def state(risk: Risk) -> tuple[str, str]:
        if not risk.is_open:
            return "complete", "Closed"
        late = risk.is_late(page.services.preferences.today())
        return ("at_risk", "Overdue") if late else ("underway", "Open")

    return (
        Column("id", "ID", lambda r: r.reference, 64, bold=True, sort=lambda r: (r.kind, len(r.reference), r.reference)),
        Column(
            "title",
            "What may block or blocks us",
            lambda r: r.title,
            stretch=True,
            second=_concerns,
            lines=lambda r: ((("", f"{r.reference}  {r.title}"),), (("", f"{r.score_words}, {r.owner or 'no owner'}"), state(r))),
            bold=True,
        ),
        Column("owner", "Owner", lambda r: r.owner or "No owner", 170),
        Column("due", "Done by", lambda r: format_date(r.mitigation_due) or "No date", 150, sort=_by_due),
        Column("score", "Score", lambda r: r.score_words, 110, second=_factors, sort=lambda r: -r.rank),
        Column("state", "State", lambda r: state(r)[1], 110, state=lambda r: state(r)[0], quiet=True),
    )


def _concerns(risk: Risk) -> str:
    return (
        f"{'Risk to' if risk.kind == 'risk' else 'Issue in'} {', '.join(risk.references)}" if risk.references else risk.mitigation
    )


def _factors(risk: Risk) -> str:
    return f"{risk.likelihood} × {risk.impact}" if risk.score else ""


def _by_due(risk: Risk) -> tuple[bool, str]:
    return risk.mitigation_due is None, str(risk.mitigation_due or "")


def _escalation_columns(page: Page) -> tuple[Column, ...]:
    def state(escalation: Escalation) -> tuple[str, str]:
        if not escalation.is_open:
            return "complete", "Closed"
        late = escalation.is_late(page.services.preferences.today())
        return ("at_risk", "Answer overdue") if late else ("underway", "Open")

    def where(escalation: Escalation) -> str:
        return where_words(escalation, page.services.risks.route())

    return (
        Column("id", "ID", lambda e: e.reference, 64, bold=True),
        Column(
            "title",
            "What it is about",
            lambda e: e.title,
            stretch=True,
            second=where,
            lines=lambda e: ((("", f"{e.reference}  {e.title}"),), (("", where(e)), state(e))),
            bold=True,
        ),
        Column("about", "For", lambda e: ", ".join(n for n in (e.action, e.risk) if n) or "Nothing named", 130),
        Column("by", "Answer by", lambda e: format_date(e.answer_by) or "No date", 150, sort=lambda e: str(e.answer_by or "z")),
        Column("decision", "Decision", lambda e: e.decision or "Waiting", 170),
        Column("state", "State", lambda e: state(e)[1], 140, state=lambda e: state(e)[0], quiet=True),
    )


def _challenge_columns(_page: Page) -> tuple[Column, ...]:
    def state(challenge: Challenge) -> tuple[str, str]:
        return ("underway", "To answer") if challenge.is_open else ("complete", "Answered")

    return (
        Column(
            "title",
            "What they asked",
            lambda c: c.title,
            stretch=True,
            second=lambda c: c.answer.split("\n")[0],
            lines=lambda c: ((("", c.title),), (("", f"{c.body or 'No body named'}, {format_date(c.asked_on)}"), state(c))),
            bold=True,
        ),
        Column("body", "Who asked", lambda c: c.body or "Not said", 190),
        Column("asked", "Asked", lambda c: format_date(c.asked_on), 150, sort=lambda c: c.asked_on),
        Column(
            "answered",
            "Answered",
            lambda c: format_date(c.answered_on) or "No date",
            150,
            sort=lambda c: str(c.answered_on or "z"),
        ),
        Column("state", "State", lambda c: state(c)[1], 120, state=lambda c: state(c)[0], quiet=True),
    )


# -------------------------------------------------------------------------------- what is done with a row
def risk_deeds(page: Page, risk: Risk) -> list[Deed]:
    """What can be done with a risk or an issue."""
    risks = page.services.risks
    deeds = []
    if risk.is_open:
        if risk.kind == "risk":
            deeds.append(Deed("It happened", lambda: become_issue(page, risk), icon="warning"))
        deeds.append(Deed("Escalate", lambda: escalate(page, risk.title, risk_id=risk.id), icon="escalate"))
        deeds.append(Deed("Close…", lambda: _close(page, risk), icon="check"))
    else:
        deeds.append(Deed("Open again", lambda: page.keep(lambda: risks.open_risk(risk.id)), icon="undo"))
    deeds.append(Deed("Remove", lambda: page.keep(lambda: risks.remove(risk.kind, risk.id)), icon="remove"))
    return deeds


def become_issue(page: Page, risk: Risk) -> None:
    """A risk has happened: show the issue that it became."""
    made: list[int] = []

    def work() -> Changes:
        changes, issue_id = page.services.risks.happened(risk.id)
        made.append(issue_id)
        return changes

    if page.keep(work):
        page.go.emit("issue", made[0])


def escalate(page: Page, title: str, *, action_id: int | None = None, risk_id: int | None = None) -> None:
    """Begin an escalation and show it: its ask is to be written."""
    made: list[int] = []

    def work() -> Changes:
        changes, made_id = page.services.risks.add_escalation(title, action_id=action_id, risk_id=risk_id)
        made.append(made_id)
        return changes

    if page.keep(work):
        page.go.emit("escalation", made[0])


def _close(page: Page, risk: Risk) -> None:
    why = dialogs.ask_text(page, f"Close {risk.reference}?", risk.title, "Why is it closed?", f"Close {risk.reference}")
    if why is not None:
        page.keep(lambda: page.services.risks.close_risk(risk.id, why))


def _escalation_deeds(page: Page, escalation: Escalation) -> list[Deed]:
    risks = page.services.risks
    if escalation.is_open:
        first = Deed("Close", lambda: page.keep(lambda: risks.close_escalation(escalation.id)), icon="check")
    else:
        first = Deed("Open again", lambda: page.keep(lambda: risks.open_escalation(escalation.id)), icon="undo")
    return [first, Deed("Remove", lambda: page.keep(lambda: risks.remove("escalation", escalation.id)), icon="remove")]


def _challenge_deeds(page: Page, challenge: Challenge) -> list[Deed]:
    return [Deed("Remove", lambda: page.keep(lambda: page.services.risks.remove("challenge", challenge.id)), icon="remove")]


_RISK_CHIPS = {"all": "All", "open": "Open", "late": "Overdue", "closed": "Closed"}
KINDS = {
    kind.key: kind
    for kind in (
        Kind(
            "risk",
            "Risks",
            "risk",
            "What may block an action. How likely times how bad gives the score, 1 to 25.",
            "what may block us",
            "Type what may block an action into the line above and press Enter.",
            RISK_FIELDS,
            _risk_columns,
            lambda services: open_first(services.risks.risks("risk")),
            lambda services, text: services.risks.add_risk("risk", text),
            risk_deeds,
            _RISK_CHIPS,
            lambda risk, today: risk.is_late(today),
        ),
        Kind(
            "issue",
            "Issues",
            "issue",
            "What blocks an action now.",
            "what blocks us",
            "Type what blocks an action into the line above and press Enter.",
            ISSUE_FIELDS,
            _risk_columns,
            lambda services: open_first(services.risks.risks("issue")),
            lambda services, text: services.risks.add_risk("issue", text),
            risk_deeds,
            _RISK_CHIPS,
            lambda risk, today: risk.is_late(today),
        ),
        Kind(
            "escalation",
            "Escalations",
            "escalation",
            "What was taken up the route, each with one clear ask. It closes once its decision or result is written.",
            "what it is about",
            "Type what it is about into the line above and press Enter. It is sent to the first place of the route.",
            ESCALATION_FIELDS,
            _escalation_columns,
            lambda services: tuple(sorted(services.risks.escalations(), key=lambda e: not e.is_open)),
            lambda services, text: services.risks.add_escalation(text),
            _escalation_deeds,
            {"all": "All", "open": "Open", "late": "Answer overdue", "closed": "Closed"},
            lambda escalation, today: escalation.is_late(today),
        ),
        Kind(
            "challenge",
            "Challenge log",
            "challenge",
            "What oversight bodies asked, and the answer given.",
            "what they asked",
            "Type what a body asked into the line above and press Enter.",
            CHALLENGE_FIELDS,
            _challenge_columns,
            lambda services: services.risks.challenges(),
            lambda services, text: services.risks.add_challenge(text),
            _challenge_deeds,
            {"all": "All", "open": "To answer", "closed": "Answered"},
            lambda _challenge, _today: False,
        ),
    )
}
"""The lists in the order of the tabs."""
