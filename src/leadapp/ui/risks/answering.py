"""The two dialogs that answer a trigger: a recorded reason, and an escalation (a new one with its ask, or one that there is)."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog

from leadapp.domain.changes import Changes
from leadapp.domain.triggers import Answered
from leadapp.ui import dialogs
from leadapp.ui.dialogs import Sheet
from leadapp.ui.forms.fields import ChoiceField, TextArea
from leadapp.ui.page import Page


def record_reason(page: Page, one: Answered) -> bool:
    """Ask for the reason and record it; the one that is there is shown to be changed."""
    trigger = one.trigger
    rule = next((r for r in page.services.triggers.rules() if r.key == trigger.rule), None)
    sheet = Sheet(page, f"{trigger.name}: {trigger.id}", f"{trigger.title}\n{trigger.fact}")
    area = TextArea("trigger_reason", "What happens now, and why", rule.next_step if rule else "", lines=4, most=10)
    area.show_text(one.answer.reason if one.answer else "")
    sheet.body.addWidget(area)
    sheet.add_button("Cancel", "", accepts=False)
    button = sheet.add_button("Record", "primary", accepts=True)
    button.setEnabled(bool(area.text().strip()))
    area.edited.connect(lambda: button.setEnabled(bool(area.text().strip())))
    area.area.setFocus()
    if sheet.exec() != QDialog.DialogCode.Accepted:
        return False
    words = area.text()
    return page.keep(lambda: page.services.triggers.answer(trigger.rule, trigger.subject, words))


def escalate_trigger(page: Page, one: Answered) -> bool:
    """Ask what is asked of whom, or which escalation answers it already."""
    trigger, services = one.trigger, page.services
    opened = [e for e in services.risks.escalations() if e.is_open]
    sheet = Sheet(page, f"Escalate {trigger.name.lower()}: {trigger.id}", f"{trigger.title}\n{trigger.fact}")
    first = services.risks.route()[1]
    choices = [("", f"A new one, sent to {first}"), *((str(e.id), f"{e.reference}  {e.title}"[:60]) for e in opened)]
    which = ChoiceField("which_escalation", "Escalation", choices)
    if one.answer and one.answer.escalation_id:
        which.show_text(str(one.answer.escalation_id))
    ask = TextArea("trigger_ask", "The ask", "One clear thing: money, people, a decision, or leave to stop.", lines=3, most=8)
    sheet.body.addWidget(which)
    sheet.body.addWidget(ask)
    sheet.add_button("Cancel", "", accepts=False)
    button = sheet.add_button("Escalate", "primary", accepts=True)

    def fit() -> None:
        ask.setVisible(not which.text())
        button.setEnabled(bool(which.text() or ask.text().strip()))
        sheet.fit()

    which.edited.connect(fit)
    ask.edited.connect(fit)
    fit()
    (ask.area if not which.text() else which.combo).setFocus()
    if sheet.exec() != QDialog.DialogCode.Accepted:
        return False
    chosen, words = int(which.text()) if which.text() else None, ask.text()

    def work() -> Changes:
        return services.triggers.escalate(trigger.rule, trigger.subject, words, chosen)[0]

    return page.keep(work)


def switch_off_rule(page: Page, key: str, name: str, test: str) -> bool:
    """Ask why a rule is switched off."""
    why = dialogs.ask_text(page, f"Switch off “{name}”?", test, "Why? The return names the rule with this reason.", "Switch off")
    return why is not None and page.keep(lambda: page.services.triggers.switch_off(key, why))
