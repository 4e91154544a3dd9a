"""Adding an action of one's own: a title and where it comes from; the rest is filled in beside the table."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog

from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.plan import ActionDraft, read_title
from leadapp.domain.quarters import parse_date
from leadapp.domain.wording import ORIGIN_WORDS
from leadapp.ui.dialogs import Sheet
from leadapp.ui.forms.fields import ChoiceField, DateField, TextField
from leadapp.ui.page import Page

ORIGINS = tuple((key, word) for key, word in ORIGIN_WORDS.items() if key != "corporate")


def add_action(page: Page) -> int | None:
    """Ask for a new action and add it. Returns its id, or None."""
    sheet = Sheet(page, "Add an action", "An action of your own. Corporate actions come in through the cascade.")
    title, origin = TextField("title", "Title"), ChoiceField("origin", "Where it comes from", ORIGINS[::-1])
    pillars = page.services.preferences.corporate_plan().pillars
    pillar = ChoiceField("pillar", "Pillar", (("", "None"), *((str(p.number), f"{p.number} {p.short_title}") for p in pillars)))
    due, urgent = DateField("due", "Due"), QCheckBox("Urgent (counts for the 1.7 test)")
    for field in (title, origin, pillar, due):
        sheet.body.addWidget(field)
    sheet.body.addWidget(urgent)
    sheet.add_button("Cancel", "", accepts=False)
    button = sheet.add_button("Add action", "primary", accepts=False)
    button.clicked.disconnect()
    made: list[int] = []

    def add() -> None:
        draft = ActionDraft(
            title=title.text(),
            origin=origin.text(),
            pillar=pillar.text(),
            due=due.text() if due.text().strip() else None,
            urgent=urgent.isChecked(),
        )
        for field in (title, due):
            field.set_problem("")
        try:
            changes, action_id = page.services.plan.add_action(draft)
        except BadInputError as error:
            target = {"due": due}.get(error.field, title)
            target.set_problem(str(error))
            target.box.setFocus()
            sheet.fit()
            return
        except LeadappError as error:
            title.set_problem(str(error))
            return
        made.append(action_id)
        page.bus.tell(changes)
        sheet.accept()

    title.mend(read_title)
    due.mend(lambda text: parse_date(text, "due") if text.strip() else None)
    button.clicked.connect(lambda _c=False: add())
    title.box.setFocus()
    return made[0] if sheet.exec() == QDialog.DialogCode.Accepted and made else None
