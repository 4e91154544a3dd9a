"""Case studies of the year: each tied to an action, in the lead's order. Forms stay while the same studies are shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from leadapp.domain.changes import Changes
from leadapp.domain.material import action_order
from leadapp.domain.year_notes import CaseStudy
from leadapp.ui.chips import flow
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, Field, TextArea, TextField
from leadapp.ui.forms.unit import Typed, Unit, flush_all
from leadapp.ui.widgets import Button, Card, Label, column, row, rule

if TYPE_CHECKING:
    from leadapp.ui.page import Page
    from leadapp.ui.returns.year_view import YearView

Choices = list[tuple[str, str]]


class CasesCard(Card):
    """The case studies, and a line to add one."""

    def __init__(self, view: YearView) -> None:
        super().__init__("Case studies")
        self._view = view
        self.forms: dict[int, CaseForm] = {}
        self._new: int | None = None
        self._none = Label(
            "A case study tells readers what one action changed, and for whom. Never a name.", kind="quiet", wrap=True
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(16)
        self.action = ChoiceField("case_action", "Action that it tells of", ())
        self.add = Button("Add a case study", "small", "add", self._add)
        self.action.edited.connect(lambda: self.action.set_problem(""))
        self.body.addWidget(self._none)
        self.body.addLayout(self._rows)
        self.body.addWidget(self.action)
        self.body.addLayout(row(self.add, None))

    @property
    def page(self) -> Page:
        """The room."""
        return self._view.page

    # ------------------------------------------------------------------ content
    def reload(self, cases: Iterable[CaseStudy]) -> None:
        """Show these case studies."""
        known = tuple(cases)
        actions = self._actions()
        self.action.set_choices([("", "Choose an action"), *actions])
        for gone in self.forms.keys() - {case.id for case in known}:
            self._drop(self.forms.pop(gone))
        for place, case in enumerate(known):
            if case.id not in self.forms:
                self.forms[case.id] = CaseForm(self)
            form = self.forms[case.id]
            if self._rows.indexOf(form) != place:
                self._rows.insertWidget(place, form)
            form.tell(case, actions, place, len(known))
        self._none.setVisible(not known)

    def _actions(self) -> Choices:
        known = sorted(self.page.services.plan.list_actions(), key=action_order)
        return [(str(a.id), f"{a.reference}  {a.title}") for a in known]

    def _drop(self, form: CaseForm) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and form.isAncestorOf(focus):
            self.add.setFocus()
        form.hide()
        form.deleteLater()

    # ------------------------------------------------------------------ doing
    def _add(self) -> None:
        chosen = self.action.text()
        if not chosen:
            self.action.set_problem("Choose the action that it tells of.")
            self.action.box.setFocus()
            return
        if self._view.is_saved() and self.page.keep(lambda: self._added(int(chosen))):
            self.action.show_text("")
            if self._new is not None:
                self.start(self._new)

    def _added(self, action_id: int) -> Changes:
        changes, self._new = self.page.services.year.add_case(self._view.year, action_id)
        return changes

    def start(self, case_id: int) -> QWidget | None:
        """Put the cursor into a case study; returns its form, if it is shown."""
        form = self.forms.get(case_id)
        if form is not None:
            form.fields["title"].box.setFocus()
        return form

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        kept = [form.flush() for form in self.forms.values()]
        return all(kept)


class CaseForm(QFrame):
    """One case study."""

    def __init__(self, card: CasesCard) -> None:
        super().__init__()
        self._page = card.page
        self._case: CaseStudy | None = None
        text = TextArea(
            "case_text", "Text", "What was done, what changed, and for whom. Quotations stay as they were said.", lines=4, most=30
        )
        self.fields: dict[str, Field] = {
            "title": TextField("case_title", "Title"),
            "action": ChoiceField("case_of", "Action", ()),
            "text": text,
        }
        self.up = Button("Move up", "small", on_click=lambda: self._move(-1))
        self.down = Button("Move down", "small", on_click=lambda: self._move(1))
        self.remove = Button("Remove", "small", "remove", self._remove)
        buttons = flow(self.up, self.down, self.remove, spacing=8)
        self.setLayout(column(self.fields["title"], self.fields["action"], text, buttons, 4, rule(), spacing=10))
        self._units = [Unit(self, {name: field}, self._save, self._page.refresh) for name, field in self.fields.items()]
        writing.attach(text, self._page)

    # ------------------------------------------------------------------ content
    def tell(self, case: CaseStudy, actions: Choices, place: int, count: int) -> None:
        """Show a case study, the ``place``-th of ``count``."""
        self._case = case
        choice = self.fields["action"]
        assert isinstance(choice, ChoiceField)
        choice.set_choices(actions)
        for unit in self._units:
            unit.show(case.id, case.texts, case.version)
        problems = self._page.services.year.case_problems(case)
        for name, field in self.fields.items():
            field.set_problem("" if field.has_focus() and not field.problem() else problems.get(name, ""))
        self.up.setEnabled(place > 0)
        self.down.setEnabled(place < count - 1)

    # ------------------------------------------------------------------ doing
    def _save(self, typed: Typed) -> bool:
        year = self._page.services.year
        return self._page.keep(lambda: year.change_case(typed.row, typed.texts, typed.visit, typed.version))

    def _move(self, by: int) -> None:
        if self._case is not None and self.flush():
            case_id = self._case.id
            self._page.keep(lambda: self._page.services.year.move_case(case_id, by))

    def _remove(self) -> None:
        if self._case is not None:
            self.flush()  # one undo brings it back, with what was typed last
            case_id = self._case.id
            self._page.keep(lambda: self._page.services.year.remove_case(case_id))

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        return flush_all(self._units)
