"""One line of a register as a form, built from the register's fields; each field is kept as it is left."""

from __future__ import annotations

from leadapp.domain.registers import AREA, CHOICE, DAY, PERSON, SERVICE, TICK, Entry, Register, RegisterField, odd_fields
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, DateField, Field, SuggestField, TextArea, TextField
from leadapp.ui.forms.tick import TickField
from leadapp.ui.forms.unit import Typed, Unit
from leadapp.ui.page import Page
from leadapp.ui.tables.list_pane import ChosenForm
from leadapp.ui.widgets import Button


class EntryForm(ChosenForm):
    """The fields of a register, and the way to remove the line."""

    def __init__(self, page: Page, register: Register) -> None:
        super().__init__(page)
        self._register = register
        self._entry: Entry | None = None
        self.fields = {known.name: _field(known) for known in register.fields}
        for field in self.fields.values():
            if isinstance(field, TextArea):
                writing.attach(field, page)
            self.body.addWidget(field)
        self.body.addWidget(Button("Remove this line", "danger", on_click=self._remove))
        self.body.addStretch(1)
        self._units = [Unit(self, {name: field}, self._save, page.reload) for name, field in self.fields.items()]

    # ------------------------------------------------------------------ content
    def show_record(self, record: Entry | None) -> None:
        """Show a line; what is typed and not saved yet goes to the line it was typed for."""
        entry = record
        if self._entry is not None and (entry is None or self._entry.id != entry.id):
            self.flush()
        self._entry = entry
        self.setEnabled(entry is not None)
        if entry is None:
            return
        self._offer()
        texts = {name: entry.text(name) for name in self.fields}
        for unit in self._units:
            unit.show(entry.id, texts, entry.version)
        self._tell_problems()

    def _offer(self) -> None:
        services = self._page.services
        names = [service.name for service in services.preferences.directorate().services]
        for known in self._register.fields:
            field = self.fields.get(known.name)
            if known.kind == SERVICE and isinstance(field, ChoiceField):
                field.set_choices((("", "Whole directorate"), *((name, name) for name in names)))
            elif known.kind == PERSON and isinstance(field, SuggestField) and not field.has_focus():
                known_posts = {entry.person for entry in services.registers.entries(self._register.key) if entry.person}
                field.suggest(sorted(known_posts))

    def _tell_problems(self) -> None:
        if self._entry is not None:
            today = self._page.services.preferences.today()
            self.tell_problems({problem.field: problem.sentence for problem in odd_fields(self._entry, today)})

    # ------------------------------------------------------------------ keeping
    def _save(self, typed: Typed) -> bool:
        registers = self._page.services.registers
        return self._page.keep(lambda: registers.change(typed.row, typed.texts, typed.visit, typed.version))

    def _remove(self) -> None:
        if self._entry is not None:
            entry_id = self._entry.id
            self._page.flush()  # one undo brings the line back, with what was typed last
            self.left.emit()
            self._page.keep(lambda: self._page.services.registers.remove(entry_id))


def _field(known: RegisterField) -> Field:
    """The field of a kind."""
    name, label, hint = f"entry_{known.name}", known.label, known.hint
    if known.kind == AREA:
        return TextArea(name, label, hint, lines=2, most=8)
    if known.kind == DAY:
        return DateField(name, label, hint) if hint else DateField(name, label)
    if known.kind == CHOICE:
        return ChoiceField(name, label, (("", "Not said"), *known.choices), hint)
    if known.kind == SERVICE:
        return ChoiceField(name, label, (), hint)
    if known.kind == TICK:
        return TickField(name, label)
    if known.kind == PERSON:
        return SuggestField(name, label, hint)
    return TextField(name, label, hint)
