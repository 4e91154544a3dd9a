"""Adding a KPI of one's own to an action: what is measured, how, and what is aimed at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QDialog

from leadapp.domain.due_texts import due_understood
from leadapp.domain.errors import BadInputError
from leadapp.services.plan_service import read_kpi
from leadapp.ui.dialogs import Sheet
from leadapp.ui.forms.fields import ChoiceField, Field, TextField
from leadapp.ui.page import Page
from leadapp.ui.widgets import CheckRow

KINDS = (
    ("percentage", "A share: how many out of how many"),
    ("count", "A number"),
    ("yes_no", "Yes or not yet"),
    ("perception", "A survey: how many of those who answered"),
)
DIRECTIONS = (
    ("at_least", "At least the target"),
    ("at_most", "At most the target"),
    ("up", "Going up is better"),
    ("down", "Going down is better"),
    ("", "Not said"),
)

DUE_HINT = "Month 9, Year 1, Q4 or a date such as 31/3/27. Empty if there is none."


def add_kpi(page: Page, action_id: int) -> bool:
    """Ask for a new KPI and add it. Returns whether it was added."""
    sheet = Sheet(page, "Add a KPI", "Its value is then asked for in every quarter round.")
    fields: dict[str, Field] = {
        "text": TextField("kpi_text", "What is measured", "Such as: teams that have had the briefing"),
        "kind": ChoiceField("kpi_kind", "How", KINDS),
        "target": TextField("kpi_target", "Target", "A number such as 100. Empty if there is none."),
        "direction": ChoiceField("kpi_direction", "What is good", DIRECTIONS),
        "unit": TextField("kpi_unit", "Unit of the number", "Such as sessions. Not asked for shares."),
        "due": TextField("kpi_due", "Due", DUE_HINT),
    }
    for field in fields.values():
        sheet.body.addWidget(field)
    fields["direction"].show_text("at_least")
    people = CheckRow("It counts people. Counts below the small number of Settings are then hidden in the return.")
    sheet.body.addWidget(people)

    def fit() -> None:
        kind = fields["kind"].text()
        fields["unit"].setVisible(kind == "count")
        fields["target"].setVisible(kind != "yes_no")
        fields["direction"].setVisible(kind != "yes_no")
        sheet.adjustSize()

    def typed() -> dict[str, str]:
        values = {name: fields[name].text() for name in ("target", "direction", "unit", "due") if fields[name].isVisibleTo(sheet)}
        return values | {"counts_people": "yes" if people.box.isChecked() else ""}

    def look(target: Field) -> None:
        """Raise BadInputError while it is this field that cannot be used."""
        try:
            read_kpi(fields["text"].text(), fields["kind"].text(), typed())
        except BadInputError as error:
            if fields.get(error.field, fields["text"]) is target:
                raise

    def add() -> None:
        _clear(fields)
        try:
            changes = page.services.plan.add_kpi(action_id, fields["text"].text(), fields["kind"].text(), typed())
        except BadInputError as error:
            target = fields.get(error.field, fields["text"])
            target.set_problem(str(error))
            target.box.setFocus()
            sheet.fit()
            return
        page.bus.tell(changes)
        sheet.accept()

    def say_due() -> None:
        _tell_due(fields["due"], page.services.preferences.directorate().month_zero)
        sheet.fit()

    fields["kind"].edited.connect(fit)
    _mend(fields, look)
    fields["due"].edited.connect(say_due)
    sheet.add_button("Cancel", "", accepts=False)
    button = sheet.add_button("Add KPI", "primary", accepts=False)
    button.clicked.disconnect()
    button.clicked.connect(lambda _c=False: add())
    fit()
    fields["text"].box.setFocus()
    return sheet.exec() == QDialog.DialogCode.Accepted


def _clear(fields: dict[str, Field]) -> None:
    for field in fields.values():
        field.set_problem("")


def _mend(fields: dict[str, Field], look: Callable[[Field], None]) -> None:
    for field in fields.values():
        field.mend(lambda _text, field=field: look(field))  # type: ignore[misc]


def _tell_due(field: Field, month_zero: dt.date | None) -> None:
    """Say above the box how what is typed is understood; what is not understood yet is told when the KPI is added."""
    try:
        words = due_understood(field.text(), month_zero)
        field.set_problem("")
    except BadInputError:
        words = ""
    field.hint.setText(words or DUE_HINT)
    field.box.setAccessibleDescription(field.hint.text())
