"""The card of commitments in the Return room: what became of last quarter's, and what is promised for the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from leadapp.domain.checks import in_round
from leadapp.domain.commitments import Commitment, Outcome, unanswered
from leadapp.domain.material import action_order
from leadapp.domain.promise_parts import CommitmentPart
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnState
from leadapp.domain.returns import ReturnRecord
from leadapp.ui.returns.commitment_rows import OutcomeRow, PromiseRow
from leadapp.ui.where_button import beside, where_button
from leadapp.ui.widgets import Button, Card, Label, clear_layout, column, row

if TYPE_CHECKING:
    from leadapp.ui.returns.return_page import ReturnPage


class CommitmentsCard(Card):
    """Rows stay as they are while the same promises are shown, so that nobody loses the keyboard."""

    def __init__(self, page: ReturnPage) -> None:
        self._answered = Label("", 9.5, kind="quiet")
        asked = where_button(page, "commitments", "Commitments")
        super().__init__("Commitments of last quarter", beside(self._answered, asked))
        self._page = page
        self._shown: tuple[Quarter, int] | None = None
        self.outcomes: dict[int, OutcomeRow] = {}
        self.promises: dict[int, PromiseRow] = {}
        self._begun: PromiseRow | None = None
        self._old, self._new = QVBoxLayout(), QVBoxLayout()
        self._none = Label("", 10, kind="quiet", wrap=True)
        self._next, self._count = Label("", 10, bold=True, wrap=True), Label("", 10, kind="quiet", wrap=True)
        self.add = Button("Add a commitment", "small", "add", self._begin)
        self.from_paper = Button("Add one that was promised", "small", "add", self._begin_from_paper)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        holder = QWidget()
        beneath = row(spacing=12, margins=(16, 8, 16, 8))
        beneath.addWidget(self._none, 1)
        beneath.addWidget(self.from_paper)
        holder.setLayout(beneath)
        self._none_row = holder
        foot = QFrame()
        foot.setProperty("kind", "head")
        line = row(spacing=12, margins=(16, 8, 16, 8))
        line.addLayout(column(self._next, self._count, spacing=1), 1)
        line.addWidget(self.add, 0, Qt.AlignmentFlag.AlignVCenter)
        foot.setLayout(line)
        for layout in (self._old, self._new):
            layout.setSpacing(0)
        self.body.addWidget(self._none_row)
        self.body.addLayout(self._old)
        self.body.addWidget(foot)
        self.body.addLayout(self._new)

    # ------------------------------------------------------------------ content
    def reload(self, state: ReturnState, record: ReturnRecord) -> None:
        """Show the promises of a return: what the file holds while they can be worked on, what the record says once it left."""
        quarter, service = self._page.quarter, self._page.services.commitments
        shown = (quarter, record.revision)
        if shown != self._shown:
            self._forget_rows()
            self._shown = shown
        if state is ReturnState.SUBMITTED:
            due, made = _as_told(record.commitments), _as_told(record.new_commitments)
        else:
            due, made = service.due(quarter), service.made(quarter)
        self._tell_due(due, quarter)
        self._tell_made(made, quarter)
        is_draft, on_paper = state is ReturnState.DRAFT, service.is_begun_on_paper(quarter)
        self.add.setVisible(is_draft)
        self.from_paper.setVisible(is_draft and on_paper)
        self._none_row.setVisible(not due or (is_draft and on_paper))
        if on_paper and is_draft:
            self._none.setText("Was something promised in the return before this file? Type it here and say what became of it.")

    def _tell_due(self, due: tuple[Commitment, ...], quarter: Quarter) -> None:
        answered = len(due) - len(unanswered(due))
        self._answered.setText(f"{answered} of {len(due)} answered" if due else "")
        self._none.setText(f"Nothing was promised for {quarter.words}.")
        for gone in self.outcomes.keys() - {one.id for one in due}:
            _drop(self.outcomes.pop(gone), self.add)
        for place, one in enumerate(due):
            if one.id not in self.outcomes:
                self.outcomes[one.id] = OutcomeRow(self._page, one)
                self._old.insertWidget(place, self.outcomes[one.id])
            self.outcomes[one.id].tell(one)

    def _tell_made(self, made: tuple[Commitment, ...], quarter: Quarter) -> None:
        count = len(made)
        self._next.setText(f"For {quarter.next.words}")
        self._count.setText(f"{count} commitment{'s' if count != 1 else ''} written" if made else "Nothing is promised yet.")
        if self._begun is not None and self._begun.id is not None:
            self._adopt(self._begun, made)
        for gone in self.promises.keys() - {one.id for one in made}:
            _drop(self.promises.pop(gone), self.add)
        owners, actions = (self._owners(made), self._actions(quarter)) if made else ([], [])
        for place, one in enumerate(made):
            if one.id not in self.promises:
                self.promises[one.id] = PromiseRow(self._page, place + 1, quarter)
                self._new.insertWidget(place, self.promises[one.id])
            self.promises[one.id].set_number(place + 1)
            self.promises[one.id].tell(one, owners, actions)
        if self._begun is not None and self._begun.made_in == quarter:
            self._begun.set_number(count + 1)

    def _adopt(self, begun: PromiseRow, made: tuple[Commitment, ...]) -> None:
        """What was begun is in the file: it goes on as it is, or, promised on paper, as a row that asks for its outcome."""
        self._begun = None
        if any(one.id == begun.id for one in made):
            self.promises[begun.id or 0] = begun
        else:
            asked = self.outcomes.get(begun.id or 0)
            _drop(begun, asked.outcome if asked is not None else self.add)

    def _owners(self, made: tuple[Commitment, ...]) -> list[str]:
        known = {action.owner for action in self._page.services.plan.list_actions()} | {one.owner for one in made}
        return sorted(known - {""})

    def _actions(self, quarter: Quarter) -> list[tuple[str, str]]:
        """Actions that a promise can belong to: those that are gone through this quarter."""
        known = [action for action in self._page.services.plan.list_actions() if in_round(action, quarter)]
        return [(str(a.id), f"{a.reference}  {a.title}") for a in sorted(known, key=action_order)]

    def _forget_rows(self) -> None:
        self._give_up()
        for layout in (self._old, self._new):
            clear_layout(layout)
        self.outcomes, self.promises = {}, {}

    # ------------------------------------------------------------------ doing
    def _begin(self) -> None:
        """A row for one more promise, with the keyboard in it."""
        self._begin_in(self._page.quarter, len(self.promises) + 1, self._new)

    def _begin_from_paper(self) -> None:
        """A row for a promise of the last return that was written before this file."""
        self._begin_in(self._page.quarter.previous, len(self.outcomes) + 1, self._old)

    def _begin_in(self, made_in: Quarter, number: int, rows: QVBoxLayout) -> None:
        if self._begun is not None and self._begun.made_in != made_in:
            self._begun.flush()
            self._give_up()
        if self._begun is None:
            begun = PromiseRow(self._page, number, made_in)
            begun.dropped.connect(self._give_up, Qt.ConnectionType.QueuedConnection)
            rows.addWidget(begun)
            self._begun = begun
        self._begun.start()
        self._page.show_part(self._begun)

    def _give_up(self) -> None:
        if self._begun is not None:
            _drop(self._begun, self.add)
            self._begun = None

    def start(self, place: str) -> QWidget:
        """Put the keyboard where a place is worked on. Returns what is to be seen."""
        if place == "commitments" and self.outcomes:
            left = [found for found in self.outcomes.values() if not found.outcome.text()]
            found = (left or list(self.outcomes.values()))[0]
            found.start()
            return found
        if self.promises and place == "new_commitments":
            first = next(iter(self.promises.values()))
            first.start()
            return first
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)
        return self.add

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        kept = [answered.flush() for answered in self.outcomes.values()]  # each of them, also after one that was refused
        kept += [promised.flush() for promised in self.promises.values()]
        return all(kept) and (self._begun is None or self._begun.flush())


def _as_told(parts: tuple[CommitmentPart, ...]) -> tuple[Commitment, ...]:
    """Promises as a submitted record tells them: nothing in them can be changed."""
    return tuple(
        Commitment(
            *(-number, part.uid, 0, part.made_in, part.quarter, part.text, part.owner, None, part.action, part.action_uid),
            outcome=Outcome(part.outcome) if part.outcome else None,
            why=part.why,
            is_worded=True,
            is_told=True,
        )
        for number, part in enumerate(parts, 1)
    )


def _drop(gone: QWidget, instead: QWidget) -> None:
    """Take a row away; the keyboard, if it stood in it, goes to where one more is added."""
    focus = QApplication.focusWidget()
    if focus is not None and gone.isAncestorOf(focus):
        instead.setFocus(Qt.FocusReason.OtherFocusReason)
    gone.hide()
    gone.deleteLater()
