"""One line of a register as a form, built from the register's fields; each field is kept as it is left."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.registers import AREA, CHOICE, DAY, PERSON, SERVICE, TICK, Entry, Register, RegisterField, odd_fields
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, DateField, Field, SuggestField, TextArea, TextField
from leadapp.ui.forms.tick import TickField
from leadapp.ui.forms.unit import Typed, Unit, flush_all
from leadapp.ui.page import Page
from leadapp.ui.tall_page import see_when_laid_out
from leadapp.ui.widgets import Button, ScrollPage, column, row


class EntryForm(QFrame):
    """``left`` tells that the person goes back to the table."""

    left = Signal()

    def __init__(self, page: Page, register: Register) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._page, self._register = page, register
        self._entry: Entry | None = None
        self.fields = {known.name: _field(known) for known in register.fields}
        for field in self.fields.values():
            if isinstance(field, TextArea):
                writing.attach(field, page)
        self._back = Button("Back to the list", "link", "left", self.left.emit)
        body = column(row(self._back, None), *self.fields.values(), spacing=12, margins=(20, 14, 20, 16))
        body.addWidget(Button("Remove this line", "danger", on_click=self._remove))
        body.addStretch(1)
        inner = QWidget()
        inner.setLayout(body)
        self._scroll = ScrollPage(inner)
        self.setLayout(column(self._scroll, spacing=0, margins=(1, 0, 0, 0)))
        self._units = [Unit(self, {name: field}, self._save, page.reload) for name, field in self.fields.items()]

    # ------------------------------------------------------------------ content
    def show_entry(self, entry: Entry | None) -> None:
        """Show a line; what is typed and not saved yet goes to the line it was typed for."""
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
        if self._entry is None:
            return
        today = self._page.services.preferences.today()
        problems = {problem.field: problem.sentence for problem in odd_fields(self._entry, today)}
        for name, field in self.fields.items():
            field.set_problem("" if field.has_focus() and not field.problem() else problems.get(name, ""))

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

    def start(self, name: str = "") -> None:
        """Put the cursor into a field, else into the first one, and scroll to it."""
        field = self.fields.get(name) or next(iter(self.fields.values()))
        field.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
        see_when_laid_out(self._scroll, field)

    def set_alone(self, alone: bool) -> None:
        """Say how to go back where the form stands in place of the table."""
        self._back.setVisible(alone)

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        return flush_all(self._units)


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
