"""Who stands for the return, and what may be done next: sign, record a confirmation, submit, reopen, correct."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from leadapp.domain.changes import Changes
from leadapp.domain.errors import BadInputError, LeadappError
from leadapp.domain.quarters import format_date
from leadapp.domain.return_life import LEAD, SECOND, SignatureDraft, when_words
from leadapp.domain.return_text import ReturnState
from leadapp.services.return_life_service import ReturnLife
from leadapp.ui import dialogs
from leadapp.ui.returns import life_dialogs
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Banner, Button, Card, Label, clear_layout, column, row

if TYPE_CHECKING:
    from leadapp.ui.returns.return_page import ReturnPage

NEXT_WORDS = {
    ReturnState.DRAFT: "Sign the return",
    ReturnState.SIGNED: "Record confirmation",
    ReturnState.CONFIRMED: "Submit the return",
}
"""The next step of each state: the words of the room's main button."""
FROZEN = (
    "What the return says now is frozen: it cannot be undone or reopened afterwards, and nobody can change it any more. "
    "A mistake found later is corrected by a new revision, which prints what changed."
)


class SignatoriesCard(Card):
    """The lead and the second person, and the quieter ways on; the main button of the room calls ``go_on``."""

    def __init__(self, page: ReturnPage) -> None:
        super().__init__("Signatories")
        self._page = page
        self._life: ReturnLife | None = None
        self._people, self._said = QGridLayout(), Banner("warning", stacked=True)
        self._people.setHorizontalSpacing(12)
        self._people.setVerticalSpacing(4)
        self._people.setColumnStretch(1, 1)
        self._record = Label("A record of who signed and how, no digital signature.", 9.5, kind="hint", wrap=True)
        self._buttons = column(spacing=6)
        self.body.addLayout(self._people)
        self.body.addWidget(self._said)
        self.body.addLayout(self._buttons)
        self.body.addWidget(self._record)

    def tell(self, life: ReturnLife, *, is_newest: bool) -> None:
        """Show who signed, and what can be done with the newest revision."""
        self._life = life
        self._show_people(life)
        self._show_remark(life)
        clear_layout(self._buttons)
        for words, do in self._ways(life) if is_newest else ():
            self._buttons.addLayout(row(Button(words, "small", on_click=do), None))

    def _show_people(self, life: ReturnLife) -> None:
        clear_layout(self._people)
        directorate = self._page.services.preferences.directorate()
        by_role = {signature.role: signature for signature in life.signatures}
        for line, (role, word) in enumerate(((LEAD, "Lead"), (SECOND, "Second"))):
            signature = by_role.get(role)
            if signature is not None:
                done = "Signed" if role == LEAD else "Confirmed"
                words = f"{signature.name}, {signature.post}\n{done} {when_words(signature)}"
            else:
                waiting = f"{directorate.lead}\n" if role == LEAD else ""
                words = waiting + ("Not signed" if role == LEAD else "Nobody has confirmed it")
            self._people.addWidget(Label(word, 10, kind="quiet"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._people.addWidget(Label(words, 10, wrap=True), line, 1)

    def _show_remark(self, life: ReturnLife) -> None:
        if any(not signature.stands for signature in life.signatures):
            why = "Reopen it and sign it again, or the return will say so."
            self._said.tell("Something was changed after it was signed.", why, tone="warning")
        elif life.is_earlier_kind:
            self._said.tell("Marked as sent with an earlier leadapp.", "It is drawn from the file as it is.", tone="info")
        elif life.text.correction and life.state is not ReturnState.SUBMITTED:
            self._said.tell(f"Corrects revision {life.text.revision - 1}.", life.text.correction, tone="info")
        else:
            self._said.hide()

    def _ways(self, life: ReturnLife) -> tuple[tuple[str, Callable[[], object]], ...]:
        if life.state is ReturnState.SUBMITTED:
            return (("Correct it…", self.correct),)
        without = {ReturnState.DRAFT: "Submit unsigned…", ReturnState.SIGNED: "Submit without it…"}
        ways: list[tuple[str, Callable[[], object]]] = []
        if life.state in without:
            ways.append((without[life.state], self.submit))
        if life.state is not ReturnState.DRAFT:
            ways.append(("Reopen…", self.reopen))
        elif life.text.revision > 1:
            ways += [("Correct an action…", self.correct_action), ("Give it up…", self.give_up)]
        return tuple(ways)

    # ------------------------------------------------------------------ doing
    def go_on(self) -> None:
        """Take the next step of the return's life."""
        if self._life is not None:
            {ReturnState.DRAFT: self.sign, ReturnState.SIGNED: self.confirm, ReturnState.CONFIRMED: self.submit}[
                self._life.state
            ]()

    def sign(self) -> None:
        """Ask for the lead's signature."""
        if not self._page.is_saved():
            return
        d = self._page.services.preferences.directorate()
        suggested = life_dialogs.today_draft(self._page, d.lead_name, d.lead_post)
        self._ask(LEAD, suggested, self._page.services.life.sign, "Signed.", "Record the confirmation when you have it.")

    def confirm(self) -> None:
        """Ask who confirmed."""
        if self._page.is_saved():
            suggested = dataclasses.replace(life_dialogs.today_draft(self._page), how="email")
            service = self._page.services.life.confirm
            self._ask(SECOND, suggested, service, "Confirmed.", "The return can be submitted.")

    def _ask(self, role: str, suggested: SignatureDraft, do: Callable[..., Changes], what: str, why: str) -> None:
        def keep(draft: SignatureDraft) -> None:
            self._tell_all(do(self._page.quarter, draft))

        if life_dialogs.ask_signature(self._page, role, suggested, keep):
            self._announce(what, why)

    def reopen(self) -> None:
        """Ask why the return is made a draft again."""
        text = (
            "It becomes a draft again. The signatures fall and have to be given anew; who signed, and your reason, stay in the "
            "history. This cannot be undone."
        )
        self._ask_why("Reopen the return?", text, "Why is it reopened?", "Reopen", self._page.services.life.reopen)

    def correct(self) -> None:
        """Ask why a submitted return is corrected."""
        text = (
            "What was submitted stays as it is. A new revision begins with the same texts; it is signed, confirmed and submitted "
            "like the first, and prints why, and what changed."
        )
        self._ask_why(
            "Correct the return?", text, "What was wrong, and how was it found?", "Begin", self._page.services.life.correct
        )

    def _ask_why(self, name: str, text: str, label: str, verb: str, do: Callable[..., Changes]) -> None:
        if self._page.is_saved():
            quarter = self._page.quarter
            life_dialogs.ask_reason(self._page, name, text, label, verb, lambda reason: self._tell_all(do(quarter, reason)))

    def correct_action(self, reference: str = "") -> None:
        """Correct words, states and values of the quarter, action by action, beginning with one."""
        from leadapp.ui.returns.correction_sheet import CorrectionSheet

        if self._page.is_saved():
            CorrectionSheet(self._page, self._page.quarter, reference).exec()
            self._page.refresh()
            self._page.focus_next()

    def give_up(self) -> None:
        """Let a correction go that was begun by mistake."""
        assert self._life is not None
        before = self._life.text.revision - 1
        text = f"What you wrote in this revision goes. Revision {before} stands as it was submitted. This cannot be undone."
        if dialogs.confirm(self._page, "Give up this correction?", text, "Give it up"):
            self._try(lambda: self._tell_all(self._page.services.life.give_up(self._page.quarter)))

    def submit(self) -> None:
        """Say what submitting does, then submit. An empty headline text is told at its own field."""
        if self._life is None or not self._page.is_saved():
            return
        quarter, life = self._page.quarter, self._page.services.life
        if not self._try(lambda: life.check_ready(quarter)):
            return
        name = f"Submit the return for {quarter.words}?"
        if not life_dialogs.ask_submit(self._page, name, self._what_it_will_say()):
            return
        if self._try(lambda: self._tell_all(life.submit(quarter))):
            reported = self._page.services.preferences.reported_quarter()
            next_one = f"The quarter being reported is now {reported.words}."
            self._page.export.tell_good("Submitted.", f"Export what you send. {next_one}")
            announce(self, f"Submitted. {next_one}")

    def _what_it_will_say(self) -> list[str]:
        assert self._life is not None
        lines = []
        today, quarter = self._page.services.preferences.today(), self._page.quarter
        if today <= quarter.last_day:
            lines.append(f"The quarter runs until {format_date(quarter.last_day)}. What is done until then will not be in it.")
        if self._life.state is ReturnState.DRAFT:
            lines.append("The lead has not signed it, and no second person has confirmed it. The cover will say so.")
        elif self._life.state is ReturnState.SIGNED:
            lines.append("No second person has confirmed it. The cover will say so.")
        if any(not signature.stands for signature in self._life.signatures):
            lines.append("Something was changed after it was signed. The cover will say so.")
        left = sum(not check.passed for check in self._page.services.returns.checks(quarter))
        if left:
            things = "1 thing is" if left == 1 else f"{left} things are"
            lines.append(f"{things} missing or odd. The return lists that.")
        return [*lines, FROZEN]

    def _try(self, do: Callable[[], object]) -> bool:
        """Do it; a refusal is told where it belongs."""
        try:
            do()
        except BadInputError as error:
            if not self._page.tell_missing(error):
                self._said.tell("Not done.", str(error), tone="error")
                announce(self, str(error))
            return False
        except LeadappError as error:
            self._page.bus.failed.emit(str(error))
            return False
        return True

    def _tell_all(self, changes: Changes) -> None:
        self._page.stay()
        self._page.bus.tell(changes)
        self._page.focus_next()  # the button that was pressed may be gone

    def _announce(self, what: str, why: str) -> None:
        self._page.export.tell_good(what, why)
        announce(self, f"{what} {why}")
