"""One corporate action of the cascade, beside the table or in its place."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from leadapp.domain.corporate_plan import CorporateAction, Part, contradictions_of
from leadapp.domain.plan import CascadeRow, Decision
from leadapp.domain.quarters import band_end, format_date, kpi_due_words
from leadapp.domain.wording import PART_MEANINGS, PART_WORDS
from leadapp.ui.forms.fields import ChoiceField
from leadapp.ui.hidden_note import HiddenNote
from leadapp.ui.page import Page
from leadapp.ui.widgets import Banner, Button, Label, ScrollPage, clear_layout, column, heading, row, tag

FACTS = ("Accountable", "Responsible", "Band")


class CascadePane(QFrame):
    """One corporate action: what it is for, who answers for it, my part, and the KPIs that would come with it.

    ``left`` tells that the person goes back to the table.
    """

    left = Signal()

    def __init__(self, page: Page) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._page = page
        self._row: CascadeRow | None = None
        self.hidden_note = HiddenNote("action")
        self._reference, self._name = tag(""), heading("")
        self._objective = Label("", wrap=True)
        self._facts = {name: Label("", 10, wrap=True) for name in FACTS}
        self._part = ChoiceField("part", "My part", tuple(PART_WORDS.items()))
        self._ours = tag("our reading", dashed=True)
        self._note = Label("", 10, kind="quiet", wrap=True)
        self._kpis = QVBoxLayout()
        self._warning, self._declined = Banner("info", stacked=True), Banner("warning", stacked=True)
        self._kpi_head = Label("KPIs you would take on", 10, bold=True)
        self._back = Button("Back to the list", "link", "left", self.left.emit)
        self._lay_out()
        self._part.edited.connect(self._change_part)

    def _lay_out(self) -> None:
        line = row(column(3, self._reference, None, spacing=0), spacing=10)
        line.addWidget(self._name, 1)
        facts = QGridLayout()
        facts.setHorizontalSpacing(12)
        facts.setVerticalSpacing(3)
        facts.setColumnStretch(1, 1)
        for number, (name, label) in enumerate(self._facts.items()):
            facts.addWidget(Label(name, 10, kind="quiet"), number, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(label, number, 1)
        body = QWidget()
        layout = column(
            row(self._back, None),
            self.hidden_note,
            line,
            self._objective,
            facts,
            self._declined,
            self._part,
            row(self._ours, None),
            self._note,
            spacing=10,
            margins=(20, 14, 20, 16),
        )
        layout.addLayout(column(self._kpi_head, self._kpis, spacing=2))
        layout.addWidget(self._warning)
        layout.addStretch(1)
        body.setLayout(layout)
        self.setLayout(column(ScrollPage(body), spacing=0, margins=(1, 0, 0, 0)))

    def set_alone(self, alone: bool) -> None:
        """Say how to go back where it stands in place of the table."""
        self._back.setVisible(alone)

    def start(self) -> None:
        """Put the keyboard onto the way back."""
        self._back.setFocus()

    @property
    def corporate_id(self) -> str | None:
        """The corporate action that is shown."""
        return self._row.corporate_id if self._row is not None else None

    def show_row(self, cascade: CascadeRow | None) -> None:
        """Show a corporate action."""
        if cascade is None:
            return
        self._row = cascade
        plan = self._page.services.preferences.corporate_plan()
        action = next(a for a in plan.actions if a.id == cascade.corporate_id)
        self._reference.setText(action.id)
        self._name.setText(action.title)
        self._objective.setText(action.objective)
        zero = self._page.services.preferences.directorate().month_zero
        end = band_end(action.timescale, zero)
        band = f"{action.timescale}, {format_date(end)}" if end else action.timescale
        for name, words in zip(FACTS, (action.accountable, action.responsible, band), strict=True):
            self._facts[name].setText(words)
        self._part.show_text(cascade.part.value)
        self._ours.setVisible(cascade.part_is_default)
        self._note.setText(f"{PART_MEANINGS[cascade.part]} {action.part_note}")
        self._tell_kpis(action)
        found = contradictions_of(plan, action.id)
        if found:
            self._warning.tell(f"{found[0].title}.", " ".join(f"{c.what_disagrees} {c.leadapp_shows}" for c in found[:2]))
        else:
            self._warning.hide()
        if cascade.decision is Decision.DECLINED:
            again = Button(
                "Decide again",
                "small",
                on_click=lambda: self._page.keep(lambda: self._page.services.plan.reconsider(cascade.corporate_id)),
            )
            self._declined.tell("Declined.", cascade.reason, again)
        else:
            self._declined.hide()

    def _tell_kpis(self, action: CorporateAction) -> None:
        clear_layout(self._kpis)
        own = [kpi for kpi in action.kpis if kpi.reportable_by_directorate]
        for kpi in own:
            due = kpi_due_words(kpi.due) or kpi.due_event or "no date"
            due = f"Survey, {due}" if kpi.perception else due[:1].upper() + due[1:]
            frame = QFrame()
            frame.setProperty("kind", "row")
            words = (Label(kpi.text, 10, wrap=True), Label(due, 9.5, kind="quiet", wrap=True))
            frame.setLayout(column(*words, spacing=0, margins=(0, 5, 0, 6)))
            self._kpis.addWidget(frame)
        if not own:
            self._kpis.addWidget(Label("None: the figures come from elsewhere.", 10, kind="quiet", wrap=True))

    def _change_part(self) -> None:
        if self._row is not None:
            corporate_id, part = self._row.corporate_id, Part(self._part.text())
            self._page.keep(lambda: self._page.services.plan.set_part(corporate_id, part))
