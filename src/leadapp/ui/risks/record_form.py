"""One risk, issue, escalation or challenge as a form, built from its fields as data; each field is kept as it is left."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from leadapp.domain.quarters import format_date
from leadapp.domain.risk_fields import AREA, CHOSEN, DAY, PERSON, SCALE, FieldSpec
from leadapp.domain.risks import Escalation
from leadapp.ui.chips import FlowLayout
from leadapp.ui.forms.fields import ChoiceField, DateField, Field, SuggestField, TextArea, TextField
from leadapp.ui.forms.unit import Typed, Unit
from leadapp.ui.page import Page
from leadapp.ui.tables.list_pane import ChosenForm
from leadapp.ui.widgets import Banner, Button, Label, clear_layout

if TYPE_CHECKING:
    from leadapp.ui.risks.route_steps import RouteSteps


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that can be done with a record beside changing its fields: words, kind of button, what it does."""

    words: str
    work: Callable[[], object]
    kind: str = "small"
    icon: str = ""


class RecordForm(ChosenForm):
    """``deeds`` says what can be done with a record."""

    def __init__(self, page: Page, kind: str, fields: Iterable[FieldSpec], deeds: Callable[[Any], list[Deed]]) -> None:
        super().__init__(page)
        self._kind, self._deeds = kind, deeds
        self._record: Any = None
        self._current: dict[str, Callable[[], object]] = {}
        self._specs = tuple(fields)
        self.fields = {spec.name: _field(kind, spec) for spec in self._specs}
        self._head = Label("", 12.5, bold=True, wrap=True)
        self._closed = Banner("good", stacked=True)
        self._buttons = FlowLayout(8)
        self._holder = QWidget()
        self._holder.setLayout(self._buttons)
        self.steps: RouteSteps | None = None
        for widget in (self._head, self._closed, self._holder):
            self.body.addWidget(widget)
        for spec in self._specs:
            if kind == "escalation" and spec.name == "decision":
                self.body.addWidget(self._route())
            self.body.addWidget(self.fields[spec.name])
        self.body.addStretch(1)
        self._units = [Unit(self, {name: field}, self._save, page.reload) for name, field in self.fields.items()]

    def _route(self) -> QWidget:
        from leadapp.ui.risks.route_steps import RouteSteps

        self.steps = RouteSteps(self._page)
        return self.steps

    # ------------------------------------------------------------------ content
    def show_record(self, record: Any) -> None:
        """Show a record; what is typed and not saved yet goes to the one it was typed for."""
        if self._record is not None and (record is None or self._record.id != record.id):
            self.flush()
        self._record = record
        self.setEnabled(record is not None)
        if record is None:
            return
        self._offer()
        self._head.setText(getattr(record, "reference", "") or "Challenge")
        self._tell_closed(record)
        texts = {name: record.text(name) for name in self.fields}
        for unit in self._units:
            unit.show(record.id, texts, record.version)
        self._tell_problems()
        if self.steps is not None and isinstance(record, Escalation):
            self.steps.show_escalation(record)
        self._tell_deeds(record)

    def _tell_closed(self, record: Any) -> None:
        closed = getattr(record, "closed_on", None)
        if closed is None:
            self._closed.hide()
        else:
            self._closed.tell(f"Closed on {format_date(closed)}.", getattr(record, "closed_why", ""))

    def _tell_deeds(self, record: Any) -> None:
        deeds = self._deeds(record)
        words = [deed.words for deed in deeds]
        known = list(self._current)
        self._current = {deed.words: deed.work for deed in deeds}
        if words == known:
            return
        focus = QApplication.focusWidget()
        stands_here = focus is not None and self._holder.isAncestorOf(focus)
        clear_layout(self._buttons)
        made = [Button(deed.words, deed.kind, deed.icon, partial(self._do, deed.words)) for deed in deeds]
        for button in made:
            self._buttons.addWidget(button)
        if stands_here and made:  # the button that was pressed is gone; the keyboard stays among its successors
            made[0].setFocus()

    def _do(self, words: str) -> None:
        if self.flush():
            self._current[words]()

    def _offer(self) -> None:
        """Fill what is chosen from the file: actions, risks, posts."""
        services = self._page.services
        for spec in self._specs:
            field = self.fields[spec.name]
            if spec.kind == CHOSEN and isinstance(field, ChoiceField):
                if spec.name == "action":
                    actions = services.plan.list_actions()
                    names = [(str(a.id), f"{a.reference}  {a.title}"[:70]) for a in actions]
                else:
                    names = [(str(r.id), f"{r.reference}  {r.title}"[:70]) for r in services.risks.risks()]
                field.set_choices((("", "None"), *names))
            elif spec.kind == PERSON and isinstance(field, SuggestField) and not field.has_focus():
                field.suggest(sorted({r.owner for r in services.risks.risks() if r.owner}))

    def _tell_problems(self) -> None:
        if self._record is not None:
            self.tell_problems(self._page.services.risks.problems(self._kind, self._record))

    # ------------------------------------------------------------------ keeping
    def _save(self, typed: Typed) -> bool:
        risks = self._page.services.risks
        return self._page.keep(lambda: risks.change(self._kind, typed.row, typed.texts, typed.visit, typed.version))

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        steps = self.steps.flush() if self.steps is not None else True
        return super().flush() and steps


def _field(kind: str, spec: FieldSpec) -> Field:
    """The field of a kind."""
    name = f"{kind}_{spec.name}"
    if spec.kind == AREA:
        return TextArea(name, spec.label, spec.hint, lines=2, most=8)
    if spec.kind == DAY:
        return DateField(name, spec.label)
    if spec.kind == SCALE:
        words = ((str(number), f"{number}  {word}") for number, word in spec.scale)
        return ChoiceField(name, spec.label, (("", "Not said"), *words), spec.hint)
    if spec.kind == CHOSEN:
        return ChoiceField(name, spec.label, (("", "None"),), spec.hint)
    if spec.kind == PERSON:
        return SuggestField(name, spec.label, spec.hint)
    return TextField(name, spec.label, spec.hint)
