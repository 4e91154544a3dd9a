"""One commitment in the Return room: what became of it, or its words, owner and action while they can still be changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame

from leadapp.domain.changes import Changes
from leadapp.domain.commitments import OUTCOMES, Commitment, CommitmentDraft
from leadapp.domain.history import cut
from leadapp.domain.quarters import Quarter
from leadapp.domain.wording import STATES
from leadapp.ui import theme
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, Field, Segmented, SuggestField, TextArea
from leadapp.ui.forms.unit import Typed, Unit, flush_all
from leadapp.ui.widgets import Button, IconButton, Label, ShapeLabel, column, row

if TYPE_CHECKING:
    from leadapp.ui.page import Page

BESIDE = 620
"""Pixels at 100 % text from which the three answers stand beside the promise, not beneath."""
QUOTE = 60
NEW = "new"
"""Names the row of a promise that is not in the file yet."""
_WHY = {
    "kept": ("What was reached", "Only if you want to say it."),
    "part_kept": ("Why only in part", "What stood in the way, and what was reached."),
    "not_kept": ("Why not", "Said honestly, this is worth more than a promise kept."),
}


def belongs_to(one: Commitment) -> str:
    """The owner and action of a promise in one line."""
    return ", ".join(part for part in (one.owner, f"action {one.action}" if one.action else "") if part)


class OutcomeRow(QFrame):
    """What became of one promise: three answers, and why beneath. Once its return was submitted it is only shown."""

    def __init__(self, page: Page, one: Commitment) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self._page, self._held = page, one
        quoted = cut(one.text, QUOTE)
        self.words, self._whose = Label("", 10, bold=True, wrap=True), Label("", 9.5, kind="quiet", wrap=True)
        self._go = Button("", "link", on_click=self._open_action)
        self.outcome = Segmented("outcome", f"What became of it: {quoted}", [(key, STATES[key].word) for key in OUTCOMES])
        self.outcome.label.hide()
        for key, button in zip(OUTCOMES, self.outcome.stops(), strict=True):
            button.setAccessibleName(f"{STATES[key].word}: {quoted}")
        self.why = TextArea("why", "Why", lines=1, most=8)
        writing.attach(self.why, page)
        self._told, self._why_told = ShapeLabel(), Label("", 10, kind="quiet", wrap=True)
        self.remove = IconButton("remove", f"Remove the commitment {quoted}", self._remove)
        self._unit = Unit(self, {"outcome": self.outcome, "why": self.why}, self._save, page.refresh)
        self.outcome.edited.connect(self._fit_why)
        whose = row(spacing=4)
        whose.addWidget(self._go, 0, Qt.AlignmentFlag.AlignTop)
        whose.addWidget(self._whose, 1)
        whose.addStretch(0)  # a row with nothing in sight would keep what stands above it as narrow as itself
        words = column(self.words, whose, self._why_told, spacing=1)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        self._across.addLayout(words, 1)
        self._across.addWidget(self.outcome, 0, Qt.AlignmentFlag.AlignTop)
        self._across.addWidget(self._told, 0, Qt.AlignmentFlag.AlignTop)
        beneath = row(spacing=8)
        beneath.addWidget(self.why, 1)
        beneath.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        self.setLayout(column(self._across, beneath, spacing=8, margins=(16, 8, 16, 8)))

    def tell(self, one: Commitment) -> None:
        """Show what the file holds of it."""
        self._held = one
        self.words.setText(one.text)
        self._whose.setText(one.owner)
        self._whose.setVisible(bool(one.owner))
        self._go.setText(f"Action {one.action}")
        self._go.setAccessibleName(f"Open action {one.action}")
        self._go.setVisible(bool(one.action))
        self.outcome.setVisible(not one.is_told)
        self.remove.setVisible(not one.is_worded and not one.is_told)  # it was typed in from a return on paper
        self._told.set_state(one.outcome or "", STATES[one.outcome].word if one.outcome else "")
        self._told.setVisible(one.is_told and one.outcome is not None)
        self._why_told.setText(one.why or ("" if one.outcome else "No outcome was told."))
        self._why_told.setVisible(one.is_told and bool(self._why_told.text()))
        self._unit.show(one.id, one.texts, one.version)
        self._fit_why()
        self._tell_problem()

    def _fit_why(self) -> None:
        """The box for why, worded for the answer; without an answer there is nothing to say yet."""
        chosen = self.outcome.text()
        name, hint = _WHY.get(chosen, ("Why", ""))
        self.why.label.setText(name)
        self.why.hint.setText(hint)
        self.why.box.setAccessibleName(f"{name}: {cut(self._held.text, QUOTE)}")
        self.why.setVisible(not self._held.is_told and bool(chosen or self.why.text()))

    def _tell_problem(self) -> None:
        """What cannot be used yet, once the keyboard has gone on."""
        problems = CommitmentDraft(outcome=self.outcome.text(), why=self.why.text()).read()[1]
        busy = self.outcome.has_focus() or self.why.has_focus()
        self.why.set_problem(problems[0].sentence if problems and not busy and not self._held.is_told else "")

    def _save(self, typed: Typed) -> bool:
        draft = CommitmentDraft(**typed.texts)
        kept = self._page.keep(
            lambda: self._page.services.commitments.change(typed.row, typed.version, draft, typed.visit), self.why.set_problem
        )
        self._tell_problem()
        return kept

    def _remove(self) -> None:
        self.flush()  # one undo brings it back with what was typed last
        self._page.keep(lambda: self._page.services.commitments.remove(self._held.id))

    def _open_action(self) -> None:
        actions = self._page.services.plan.list_actions()
        found = next((action.id for action in actions if action.uid == self._held.action_uid), None)
        if found is not None:  # a promise of a submitted return may outlive its action
            self._page.go.emit("action", found)

    def start(self) -> None:
        """Put the keyboard onto the answers."""
        self.outcome.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        return self._unit.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The answers beneath the promise where there is no room beside it."""
        super().resizeEvent(event)
        beside = self.width() / theme.current.scale >= BESIDE
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)


class PromiseRow(QFrame):
    """One promise for the next quarter. Begun without one, it adds it with the first words that are left standing.

    ``dropped`` tells that it is to go without having been added.
    """

    dropped = Signal()

    def __init__(self, page: Page, number: int, made_in: Quarter) -> None:
        super().__init__()
        self.setProperty("kind", "row")
        self._page, self.made_in = page, made_in
        self.id: int | None = None
        self._held: Commitment | None = None
        self.words = TextArea("promise", "", lines=1, most=6)
        writing.attach(self.words, page)
        self.owner = SuggestField("promise_owner", "Owner")
        self.action = ChoiceField("promise_action", "Action, if there is one", (("", "None"),))
        self.remove = IconButton("remove", "Remove this commitment", self._remove)
        self._told, self._whose = Label("", 10, bold=True, wrap=True), Label("", 9.5, kind="quiet", wrap=True)
        fields: dict[str, Field] = {"text": self.words, "owner": self.owner, "action": self.action}
        self._units = [Unit(self, {name: field}, self._save, page.refresh) for name, field in fields.items()]
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        self._across.addWidget(self.owner, 1)
        self._across.addWidget(self.action, 1)
        first = row(spacing=8)
        first.addWidget(self.words, 1)
        first.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignBottom)
        told = column(self._told, self._whose, spacing=1)
        self.setLayout(column(told, first, self._across, spacing=8, margins=(16, 8, 16, 10)))
        self.set_number(number)
        self._show_blank()

    def set_number(self, number: int) -> None:
        """Say which of the promises it is."""
        self.words.label.setText(f"Commitment {number}")
        self.words.label.show()
        self.words.box.setAccessibleName(f"Commitment {number}")
        for field, name in ((self.owner, "Owner"), (self.action, "Action")):
            field.box.setAccessibleName(f"{name} of commitment {number}")
        line = self.owner.combo.lineEdit()
        if line is not None:
            line.setAccessibleName(f"Owner of commitment {number}")
        self.remove.setAccessibleName(f"Remove commitment {number}")

    def _show_blank(self) -> None:
        for unit in self._units:
            unit.show(NEW, {"text": "", "owner": "", "action": ""})
        for part in (self._told, self._whose, self.owner, self.action):
            part.hide()

    def tell(self, one: Commitment, owners: Sequence[str], actions: Sequence[tuple[str, str]]) -> None:
        """Show what the file holds of it; ``owners`` are suggested, ``actions`` (id and words) offered."""
        self.id, self._held = one.id, one
        if not self.owner.has_focus():
            self.owner.suggest(owners)
        offered = [("", "None"), *actions]
        if one.action_id and str(one.action_id) not in dict(offered):
            offered.append((str(one.action_id), one.action))
        if [self.action.combo.itemData(n) for n in range(self.action.combo.count())] != [key for key, _ in offered]:
            self.action.set_choices(offered)
        for unit in self._units:
            unit.show(one.id, one.texts, one.version)
        for part in (self.words, self.owner, self.action, self.remove):
            part.setVisible(not one.is_worded)
        self._told.setText(one.text)
        self._whose.setText(belongs_to(one))
        self._told.setVisible(one.is_worded)
        self._whose.setVisible(one.is_worded and bool(belongs_to(one)))
        self._tell_problem()

    def _tell_problem(self) -> None:
        problems = CommitmentDraft(text=self.words.text()).read()[1] if self.id is not None else ()
        if not self.words.has_focus():
            self.words.set_problem(problems[0].sentence if problems else "")

    # ------------------------------------------------------------------ keeping
    def _save(self, typed: Typed) -> bool:
        service = self._page.services.commitments
        if typed.row == NEW:
            return self._add(typed.texts.get("text", ""))
        draft = CommitmentDraft(**typed.texts)
        kept = self._page.keep(lambda: service.change(typed.row, typed.version, draft, typed.visit), self.words.set_problem)
        self._tell_problem()
        return kept

    def _add(self, text: str) -> bool:
        """The first words make it a promise of the file; the row goes on with it."""
        if not text.strip():
            return True

        def work() -> Changes:
            changes, self.id = self._page.services.commitments.add(self.made_in, text)
            return changes

        return self._page.keep(work, self.words.set_problem)

    def _remove(self) -> None:
        if self.id is None:
            for unit in self._units:
                unit.forget()
            self.dropped.emit()
            return
        self.flush()  # one undo brings it back with what was typed last
        gone = self.id
        self._page.keep(lambda: self._page.services.commitments.remove(gone))

    def start(self) -> None:
        """Put the keyboard into its words."""
        self.words.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        return flush_all(self._units)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Owner and action beneath each other where there is no room side by side."""
        super().resizeEvent(event)
        beside = self.width() / theme.current.scale >= BESIDE * 0.7
        self._across.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
