"""Trigger rules in words: when each fires, its numbers to change, and a switch that asks for a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget

from leadapp.domain.errors import BadInputError
from leadapp.domain.trigger_rules import RuleNumber, TriggerRule
from leadapp.ui import theme
from leadapp.ui.chips import flow
from leadapp.ui.forms.fields import TextField
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.page import Page
from leadapp.ui.risks.answering import switch_off_rule
from leadapp.ui.widgets import Button, Card, Label, ScrollPage, column, tag

INTRO = (
    "A rule asks a question when progress has stalled (action 5.1). Change a number, or switch a rule off with a reason; "
    "the return names what is off. Rules on champions and maturity levels come with those rooms."
)


class RulesView(QWidget):
    """One card a rule."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.cards = {rule.key: RuleCard(page, rule) for rule in page.services.triggers.rules()}
        body = QWidget()
        layout = column(Label(INTRO, kind="quiet", wrap=True), *self.cards.values(), None, spacing=16, margins=(24, 12, 24, 24))
        body.setLayout(layout)
        self.setLayout(column(ScrollPage(body), spacing=0))

    def reload(self) -> None:
        """Read the rules anew."""
        counts: dict[str, int] = {}
        for one in self._page.services.triggers.triggers():
            counts[one.trigger.rule] = counts.get(one.trigger.rule, 0) + one.holds
        for rule in self._page.services.triggers.rules():
            self.cards[rule.key].tell(rule, counts.get(rule.key, 0))

    def show_what(self, what: object) -> None:
        """Go to a rule."""
        if isinstance(what, str) and what in self.cards:
            self.cards[what].switch.setFocus()

    def start(self) -> None:
        """Put the keyboard onto the first rule."""
        next(iter(self.cards.values())).switch.setFocus()

    def flush(self) -> None:
        """Keep what is typed."""
        for card in self.cards.values():
            card.flush()

    def set_tight(self, tight: bool) -> None:
        """It scrolls."""


class RuleCard(Card):
    """One rule."""

    def __init__(self, page: Page, rule: TriggerRule) -> None:
        self._state = tag("")
        super().__init__(rule.name, self._state)
        self._page, self._rule = page, rule
        self._test, self._off = Label("", wrap=True), Label("", bold=True, wrap=True)
        self._who = Label(
            f"{rule.meaning} Answered by: {rule.answered_by}. From action {', '.join(rule.rests_on)}.",
            10,
            kind="quiet",
            wrap=True,
        )
        self.numbers = {
            n.name: TextField(f"{rule.key}_{n.name}", n.words, f"{n.least} to {n.most}; shipped as {n.shipped}.")
            for n in rule.numbers
        }
        self._units = [Unit(self, by_name(field), self._save, page.reload, on_leaving=True) for field in self.numbers.values()]
        self.switch = Button("Switch off…", "small", on_click=self._switch)
        self.shipped = Button("Numbers as shipped", "link", on_click=self._reset)
        self.body.addWidget(self._off)
        self.body.addWidget(self._test)
        self.body.addWidget(self._who)
        self._fields = QFrame()
        self._fields.setLayout(column(*self.numbers.values(), spacing=10))
        self.body.addWidget(self._fields)
        theme.current.changed.connect(self._fit)
        self._fit()
        self.body.addWidget(flow(self.switch, self.shipped))

    def _fit(self) -> None:
        self._fields.setMaximumWidth(theme.current.px(420))

    def tell(self, rule: TriggerRule, fired: int) -> None:
        """Show the rule as it is in force."""
        self._rule = rule
        times = f"Fired {fired} time{'s' if fired != 1 else ''} this quarter" if fired else "Not fired this quarter"
        self._state.setText("Off" if rule.is_off else times)
        self._test.setText(rule.test_words)
        self._off.setText(f"Switched off: {rule.reason}")
        self._off.setVisible(rule.is_off)
        words = "Switch on" if rule.is_off else "Switch off…"
        self.switch.setText(words)
        self.switch.setAccessibleName(f"{words.rstrip('…')}: {rule.name}")
        self.shipped.setVisible(rule.is_changed)
        self.shipped.setAccessibleName(f"Numbers as shipped: {rule.name}")
        texts = {f"{rule.key}_{n.name}": str(n.value) for n in rule.numbers}
        for unit in self._units:
            unit.show(rule.key, texts)
        for field in self.numbers.values():
            field.box.setAccessibleName(f"{field.label.text()}: {rule.name}")

    def _save(self, typed: Typed) -> bool:
        ((full, text),) = typed.texts.items()
        name = full.removeprefix(f"{self._rule.key}_")
        number = next(n for n in self._rule.numbers if n.name == name)
        if not self._is_right(number, text):
            return True
        service = self._page.services.triggers
        return self._page.keep(lambda: service.change_number(self._rule.key, name, text, typed.visit))

    def _is_right(self, number: RuleNumber, text: str) -> bool:
        """Whether a number can be used; else the sentence stands beneath it and the one before holds."""
        try:
            number.read(text)
        except BadInputError as error:
            self.numbers[number.name].set_problem(f"{error} {number.value} holds until then.")
            return False
        self.numbers[number.name].set_problem("")
        return True

    def _switch(self) -> None:
        rule = self._rule
        if rule.is_off:
            self._page.keep(lambda: self._page.services.triggers.switch_on(rule.key))
        else:
            switch_off_rule(self._page, rule.key, rule.name, rule.test_words)

    def _reset(self) -> None:
        self.switch.setFocus()
        self._page.keep(lambda: self._page.services.triggers.reset(self._rule.key))

    def flush(self) -> None:
        """Keep what is typed."""
        flush_all(self._units)
