"""The three places of the route: where an escalation was, since when, what came of it, and one button that moves it up."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.quarters import format_date
from leadapp.domain.risk_fields import STEP_FIELDS, read_fields
from leadapp.domain.risks import PLACES, Escalation, Step
from leadapp.ui.forms.fields import DateField, Field, TextArea
from leadapp.ui.forms.unit import Typed, Unit, flush_all
from leadapp.ui.page import Page
from leadapp.ui.widgets import Button, Label, ShapeLabel, column, row


class RouteSteps(QFrame):
    """One block a place; a place that was not reached yet only says so."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._escalation: Escalation | None = None
        self.places = {place: _Place(page, place) for place in range(1, PLACES + 1)}
        self.up = Button("Move up", "small", "escalate", self._move_up)
        self.setLayout(column(Label("Route", 10, bold=True), *self.places.values(), row(self.up, None), spacing=10))

    def show_escalation(self, escalation: Escalation) -> None:
        """Show where it is."""
        self._escalation = escalation
        route = self._page.services.risks.route()
        reached = {step.place: step for step in escalation.steps}
        for number, place in self.places.items():
            place.show_step(route[number], reached.get(number), here=number == escalation.place and escalation.is_open)
        can_move = escalation.is_open and escalation.place < PLACES
        self.up.setVisible(can_move)
        if can_move:
            words = f"Move up to {route[escalation.place + 1]}"
            self.up.setText(f"\u2009 {words[:44]}{'…' if len(words) > 44 else ''}")
            self.up.setAccessibleName(words)
            self.up.setToolTip(words)

    def _move_up(self) -> None:
        if self._escalation is not None and self.flush():
            escalation_id = self._escalation.id
            self._page.keep(lambda: self._page.services.risks.move_up(escalation_id))

    def flush(self) -> bool:
        """Save what is not saved yet."""
        kept = [place.flush() for place in self.places.values()]  # each of them, also after one that was refused
        return all(kept)


class _Place(QFrame):
    """One place with its three fields."""

    def __init__(self, page: Page, number: int) -> None:
        super().__init__()
        self._page, self._number = page, number
        self._name, self._state = Label("", 10.5, bold=True, wrap=True), ShapeLabel()
        sent, answered, outcome = STEP_FIELDS
        self.fields: dict[str, Field] = {
            "sent_on": DateField(f"step_{number}_sent_on", sent.label, ""),
            "answered_on": DateField(f"step_{number}_answered_on", answered.label, ""),
            "outcome": TextArea(f"step_{number}_outcome", outcome.label, lines=1, most=6),
        }
        self._units = [Unit(self, {name: field}, self._save, page.reload) for name, field in self.fields.items()]
        self._box = QWidget()
        self._box.setLayout(column(*self.fields.values(), spacing=8, margins=(20, 0, 0, 0)))
        self.setLayout(column(self._name, self._state, self._box, spacing=4))

    def show_step(self, name: str, step: Step | None, *, here: bool) -> None:
        """Show what is known of it."""
        self._name.setText(f"{self._number}. {name}")
        self._box.setVisible(step is not None)
        if step is None:
            self._state.set_state("not_started", "Not reached")
            return
        words = f"With them since {format_date(step.sent_on)}" if here else "Done"
        self._state.set_state("underway" if here else "complete", words)
        for field in self.fields.values():
            field.box.setAccessibleName(f"{field.label.text()}, {name}")
        texts = {name: step.text(name) for name in self.fields}
        problems = {p.field: p.sentence for p in read_fields(STEP_FIELDS, dict(step.typed))[1]}
        for unit in self._units:
            unit.show(step.id, texts, step.version)
        for field_name, field in self.fields.items():
            field.set_problem("" if field.has_focus() and not field.problem() else problems.get(field_name, ""))

    def _save(self, typed: Typed) -> bool:
        risks = self._page.services.risks
        return self._page.keep(lambda: risks.change("step", typed.row, typed.texts, typed.visit, typed.version))

    def flush(self) -> bool:
        """Save what is not saved yet."""
        return flush_all(self._units)
