"""One action open beside the table: the quarter's boxes first, then everything else about it, folded."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from leadapp.domain.corporate_plan import Contradiction
from leadapp.domain.errors import NotFoundError
from leadapp.domain.quarters import format_date
from leadapp.domain.round import ActionDetail, RoundItem
from leadapp.domain.spots import Spot
from leadapp.domain.wording import PART_MEANINGS, PART_WORDS
from leadapp.ui.evidence.evidence_section import DropTarget
from leadapp.ui.hidden_note import HiddenNote
from leadapp.ui.page import Page
from leadapp.ui.plan.action_form import ActionForm
from leadapp.ui.plan.detail_sections import DetailSections
from leadapp.ui.plan.quarter_form import QuarterForm
from leadapp.ui.tall_page import see_when_laid_out
from leadapp.ui.widgets import Banner, Button, IconButton, Label, ScrollPage, clear_layout, column, heading, row, tag


class ActionPane(QFrame):
    """``closed`` gives the table the focus back; ``stepped`` asks for the action before or after, ``copied`` for a copy of this one."""

    closed = Signal()
    stepped = Signal(int)
    copied = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._page = page
        self.action_id: int | None = None
        self._uid = ""
        self._disagreeing: tuple[int, tuple[Contradiction, ...]] | None = None
        self._reference, self._name = tag(""), heading("")
        self._facts = Label("", 10, kind="quiet", wrap=True)
        self._note = Banner("info", stacked=True)
        self.quarter = QuarterForm(page)
        self.form = ActionForm(page)
        self.details = DetailSections(page)
        DropTarget(self, self.details.evidence)
        self.hidden_note = HiddenNote("action")
        self._past = QVBoxLayout()
        self._past.setSpacing(8)
        self._lay_out()

    def _lay_out(self) -> None:
        self._back = Button("Back to the list", "small", "left", self.closed.emit)
        close = IconButton("close", "Close this action (Escape)", self.closed.emit)
        line = row(column(3, self._reference, None, spacing=0), spacing=10)
        line.addWidget(self._name, 1)
        line.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._past_head = Label("Earlier updates", 10, bold=True)
        body = QWidget()
        layout = column(
            row(self._back, None), self.hidden_note, line, self._facts, self._note, spacing=10, margins=(20, 14, 20, 16)
        )
        layout.addWidget(self.quarter)
        layout.addWidget(self.form)
        layout.addWidget(self.details)
        layout.addWidget(self._past_head)
        layout.addLayout(self._past)
        layout.addStretch(1)
        body.setLayout(layout)
        self._scroll = ScrollPage(body)
        foot = QFrame()
        foot.setProperty("kind", "foot")
        before = Button("Previous", "small", "left", lambda: self.stepped.emit(-1))
        after = Button("Next", "small", "right", lambda: self.stepped.emit(1))
        paper = IconButton("copy", "Copy for a paper", self.copied.emit)
        paper.setToolTip("Copy for a paper: heading, facts, this quarter's update and measures, for Word (Ctrl+Shift+P)")
        past = IconButton("history", "History of this action", self._show_history)
        foot.setLayout(row(before, after, None, past, paper, margins=(20, 8, 20, 8)))
        whole = column(spacing=0, margins=(1, 0, 0, 0))
        whole.addWidget(self._scroll, 1)
        whole.addWidget(foot)
        self.setLayout(whole)

    def set_alone(self, alone: bool) -> None:
        """Whether it stands in the place of the table, with a way back."""
        self._back.setVisible(alone)

    # ------------------------------------------------------------------ content
    def show_action(self, action_id: int) -> bool:
        """Open an action. It stays with the one that is open if what is typed there cannot be saved; returns whether it is open."""
        if action_id != self.action_id:
            if not self.flush():
                return False
            self.action_id = action_id
            self._scroll.verticalScrollBar().setValue(0)
        self.reload()
        return True

    def reload(self) -> None:
        """Read the action anew."""
        if self.action_id is None:
            return
        try:
            detail = self._page.services.round.detail(self.action_id)
        except NotFoundError:
            self.action_id = None
            self.quarter.forget()
            self.form.forget()
            self.details.forget()
            self.closed.emit()
            return
        quarter = self._page.services.preferences.reported_quarter()
        before = [u for u in detail.updates if u.quarter < str(quarter)]
        now = [u for u in detail.updates if u.quarter == str(quarter)]
        last = max((u.quarter for u in before), default="")
        item = RoundItem(
            detail.action, tuple(u for u in before if u.quarter == last), now[-1] if now else None, detail.kpis, detail.typed
        )
        self._tell_head(detail)
        self.quarter.show_item(item, quarter.words)
        self.form.show_detail(detail)
        self.details.show_action(self.action_id)
        self._tell_past(detail, item)

    def _tell_head(self, detail: ActionDetail) -> None:
        action = detail.action
        self._uid = action.uid
        self._reference.setText(action.reference)
        self._name.setText(action.title)
        facts = [f"Your part: {PART_WORDS[action.part].lower()}. {PART_MEANINGS[action.part]}"] if action.part else []
        if action.owner:
            facts.append(f"Owner: {action.owner}.")
        if action.is_blocked:
            facts.append(f"Blocked by: {action.blocked_by}")
        self._facts.setText("\n".join(facts))
        self._facts.setVisible(bool(facts))
        self._note.setVisible(bool(detail.contradictions))
        disagreeing = (action.id, detail.contradictions)
        if detail.contradictions and disagreeing != self._disagreeing:  # told anew, its button would lose the keyboard
            self._tell_contradictions(detail, shown=False)
        self._disagreeing = disagreeing

    def _tell_contradictions(self, detail: ActionDetail, *, shown: bool) -> None:
        """What the source leaves contradictory: a line, and the whole of it when asked for."""
        found = detail.contradictions
        told = "\n".join(f"{c.what_disagrees} {c.leadapp_shows}" for c in found) if shown else ""
        more = f" And {len(found) - 1} more." if len(found) > 1 and not shown else ""
        button = Button("Hide" if shown else "Why", "link", on_click=lambda: self._tell_contradictions(detail, shown=not shown))
        button.setAccessibleName(f"{'Hide' if shown else 'Show'} what disagrees in the corporate plan")
        self._note.tell(f"{found[0].title}.{more}", told, button)

    def _tell_past(self, detail: ActionDetail, item: RoundItem) -> None:
        clear_layout(self._past)
        shown = {u.id for u in item.said_last} | ({item.update.id} if item.update else set())
        past = [u for u in reversed(detail.updates) if u.id not in shown][:12]
        self._past_head.setVisible(bool(past))
        for update in past:
            head = f"{format_date(update.written_on)}, {update.quarter}" + (f", {update.by}" if update.by else "")
            self._past.addLayout(
                column(Label(head, 9.5, kind="hint", wrap=True), Label(update.says, 10, kind="quote", wrap=True), spacing=2)
            )

    def _show_history(self) -> None:
        """Go to every change of this action, once what is typed here is among them."""
        if self.flush():
            self._page.go.emit("history", self._uid)

    def start(self) -> None:
        """Put the cursor into the pane."""
        self.quarter.start()

    def start_at(self, spot: Spot) -> None:
        """Put the cursor into a field of the action, unfolded and scrolled to; where there is none such, where the work begins."""
        if spot.row != self.action_id:
            return
        at = self.quarter.start_at(spot) or self.form.start_at(spot.field) or self.details.start_at(spot.field)
        if at is None:
            self.start()
        else:
            see_when_laid_out(self._scroll, at)

    def flush(self) -> bool:
        """Save what is typed. Returns whether all of it is in the file."""
        return all((self.quarter.flush(), self.form.flush(), self.details.flush()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the row."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
