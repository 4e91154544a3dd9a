"""What may be added to an action, folded beneath its details: kind and budget, what blocks it, links, the SMARTIE check, evidence.

Nothing here is asked for, and nothing here is ever called missing.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.action_detail import ABOUT, ANSWERS, SMARTIE, DetailDraft, DetailView, amount_text
from leadapp.domain.kinds import ACTION_KIND_MEANINGS, ACTION_KIND_WORDS, BUDGET_KIND_WORDS, CHANGE_YEARS
from leadapp.domain.plan import PlanAction
from leadapp.ui.evidence.evidence_section import EvidenceSection
from leadapp.ui.folded import Folded
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, Field, TextArea, TextField
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.page import Page
from leadapp.ui.plan.link_section import LinkSection
from leadapp.ui.risks.action_section import RiskSection
from leadapp.ui.widgets import Label, column, rule


class DetailSections(QFrame):
    """The folded parts of one action."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.work = WorkSection(page)
        self.links = LinkSection(page)
        self.smartie = SmartieSection(page)
        self.evidence = EvidenceSection(page)
        self.risks = RiskSection(page)
        self._fields = {**self.work.fields, **self.links.fields}
        self._units = [Unit(self, by_name(field), self._save, page.reload) for field in self._fields.values()]
        self.setLayout(column(rule(), self.work, self.links, self.smartie, self.evidence, self.risks, spacing=6))

    def show_action(self, action_id: int) -> None:
        """Show an action. Raises NotFoundError where it is gone."""
        view = self._page.services.details.view(action_id)
        action = view.action
        texts = {
            "kind": action.kind or "",
            "change_year": str(min(action.change_year, 3)) if action.change_year else "",
            "budget_planned": amount_text(action.budget_planned),
            "budget_spent": amount_text(action.budget_spent),
            "budget_kind": action.budget_kind or "",
            "blocked_by": action.blocked_by,
            "unblocked_when": action.unblocked_when,
        } | view.typed
        for unit in self._units:
            unit.show(action.id, texts, action.version)
        self._tell_problems()
        self.work.tell(action)
        self.links.tell(view)
        self.smartie.tell(view)
        self.evidence.show_action(action_id)
        self.risks.show_action(action)

    def _tell_problems(self) -> None:
        for name in ("budget_planned", "budget_spent"):
            field = self._fields[name]
            problems = DetailDraft(**{name: field.text()}).read()[1]
            field.set_problem(problems[0].sentence if problems and not field.has_focus() else "")

    def _save(self, typed: Typed) -> bool:
        details = self._page.services.details
        kept = self._page.keep(lambda: details.change(typed.row, typed.version, DetailDraft(**typed.texts), typed.visit))
        self._tell_problems()
        return kept

    def start_at(self, name: str) -> QWidget | None:
        """Unfold the part that holds a field and put the cursor into it; None if there is none such."""
        field = self._fields.get(name)
        if field is None:
            return None
        (self.work if name in self.work.fields else self.links).unfold()
        field.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
        return field

    def flush(self) -> bool:
        """Save what is typed. Returns whether all of it is in the file."""
        return all((flush_all(self._units), self.smartie.flush()))

    def forget(self) -> None:
        """Drop what is not saved yet: the action is gone."""
        for unit in self._units:
            unit.forget()
        self.smartie.forget()


class WorkSection(Folded):
    """Which kind of work it is, which year of the theory of change it belongs to, and its money."""

    def __init__(self, page: Page) -> None:
        super().__init__("Kind, year and budget")
        self.kind = ChoiceField("kind", "Kind of action", (("", "Not said"), *ACTION_KIND_WORDS.items()))
        self.year = ChoiceField(
            "change_year",
            "Year of the theory of change",
            (("", "As its first date says"), *((str(year), words.split(":")[0]) for year, words in CHANGE_YEARS.items())),
        )
        self.planned = TextField("budget_planned", "Budget planned", "Pounds, such as 12,500 or 12.5k")
        self.spent = TextField("budget_spent", "Spent so far", "Pounds")
        self.money = ChoiceField("budget_kind", "Core or temporary", (("", "Not said"), *BUDGET_KIND_WORDS.items()))
        self.fields: dict[str, Field] = by_name(self.kind, self.year, self.planned, self.spent, self.money)
        self._meaning, self._year_words = Label("", 9.5, kind="hint", wrap=True), Label("", 9.5, kind="hint", wrap=True)
        self._over = Label("", 9.5, kind="hint", wrap=True)
        for part in (
            column(self.kind, self._meaning, spacing=2),
            column(self.year, self._year_words, spacing=2),
            self.planned,
            column(self.spent, self._over, spacing=2),
            self.money,
        ):
            if isinstance(part, Field):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)

    def tell(self, action: PlanAction) -> None:
        """Say what the fields mean, and in the head what stands in them."""
        self._meaning.setText(ACTION_KIND_MEANINGS.get(action.kind or "", ""))
        self._year_words.setText(CHANGE_YEARS.get(action.change_year or 0, "").partition(": ")[2].capitalize())
        over = (action.budget_spent or 0) - (action.budget_planned or 0)
        told = action.budget_planned is not None and over > 0
        self._over.setText(f"{amount_text(over)} more than planned." if told else "")
        for label in (self._meaning, self._year_words, self._over):
            label.setVisible(bool(label.text()))
        parts = [ACTION_KIND_WORDS[action.kind].lower() if action.kind else ""]
        parts += [f"Year {action.change_year}" if action.change_year else "", amount_text(action.budget_planned)]
        self.say(", ".join(part for part in parts if part))


class SmartieSection(Folded):
    """Seven answers and four more, each a text; made when it is first opened."""

    def __init__(self, page: Page) -> None:
        super().__init__("SMARTIE check")
        self._page = page
        self._view: DetailView | None = None
        self.answers: dict[str, TextArea] = {}
        self._units: list[Unit] = []
        self.opened.connect(self._make)

    def _make(self) -> None:
        self.body.addWidget(
            Label("Only if it helps you to plan. Nobody asks for it, and no return shows it.", 9.5, kind="hint", wrap=True)
        )
        for group in (SMARTIE, ABOUT):
            if group is ABOUT:
                self.body.addWidget(Label("Whom it serves", 10.5, bold=True))
            for name, (word, question) in group.items():
                self.answers[name] = TextArea(name, word, question, lines=1, most=8)
                writing.attach(self.answers[name], self._page)
                self.body.addWidget(self.answers[name])
        self._units = [Unit(self, by_name(field), self._save, self._page.reload) for field in self.answers.values()]
        if self._view is not None:
            self.tell(self._view)

    def tell(self, view: DetailView) -> None:
        """Show the answers, and in the head how many there are."""
        self._view = view
        for unit in self._units:
            unit.show(view.action.id, dict.fromkeys(ANSWERS, "") | view.answers, view.action.version)
        count = len(view.answers)
        self.say(f"{count} answer{'s' if count != 1 else ''}" if count else "")

    def _save(self, typed: Typed) -> bool:
        ((name, text),) = typed.texts.items()
        return self._page.keep(lambda: self._page.services.details.answer(typed.row, name, text, typed.visit))

    def flush(self) -> bool:
        """Save what is typed. Returns whether all of it is in the file."""
        return flush_all(self._units)

    def forget(self) -> None:
        """Drop what is not saved yet."""
        self._view = None
        for unit in self._units:
            unit.forget()
