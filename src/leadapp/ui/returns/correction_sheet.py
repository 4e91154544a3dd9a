"""Correcting an action in a return that was submitted: words beneath the old ones, the state it should have had, its values."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.returns import ActionPart, ReturnRecord
from leadapp.ui import theme
from leadapp.ui.focus_ring import FocusRing
from leadapp.ui.forms.fields import ChoiceField, Segmented, TextArea
from leadapp.ui.forms.unit import flush_all
from leadapp.ui.page import Page
from leadapp.ui.plan.kpi_boxes import Aside, KpiBoxes
from leadapp.ui.plan.quarter_form import CONFIDENCE_CHOICES, STATUS_CHOICES
from leadapp.ui.undo_bar import announce
from leadapp.ui.widgets import Button, Label, ScrollPage, clear_layout, column, heading, row, rule

ABOUT = (
    "What was said stays; your words go beneath it, with today's date. The values are those of that quarter. "
    "The plan of today does not change, and neither does what was submitted."
)


class CorrectionSheet(QDialog):
    """One action of the quarter after the other; a value is kept as it is typed, words when they are added."""

    def __init__(self, page: Page, quarter: Quarter, reference: str = "") -> None:
        super().__init__(page)
        self._page, self._quarter = page, quarter
        self._boxes: list[KpiBoxes] = []
        self._aside: Aside = {}
        self._record: ReturnRecord = page.services.returns.assemble(quarter)
        self.setWindowTitle(f"Correct {quarter}")
        self.resize(min(theme.current.px(860), page.window().width() - 40), page.window().height() - 40)
        self.action = ChoiceField("correct_action", "Action", [(a.uid, f"{a.id} {a.title}") for a in self._record.actions])
        self.said = Label("", 10, kind="quiet", wrap=True)
        self.words = TextArea("correct_update", "Words to add beneath", "What was wrong, and what is right.", lines=3, most=8)
        self.status = ChoiceField("correct_status", "Status then", STATUS_CHOICES, shapes=True)
        self.confidence = Segmented("correct_confidence", "Confidence then", CONFIDENCE_CHOICES)
        self._add = Button("Add the words", "small", on_click=self._write)
        self._values = QVBoxLayout()
        self._lay_out()
        self.action.show_text(next((a.uid for a in self._record.actions if a.id == reference), self.action.text()))
        self.action.edited.connect(self._choose)
        self.status.edited.connect(self._fit_confidence)
        self._show()

    def _lay_out(self) -> None:
        about = Label(ABOUT, kind="quiet", wrap=True)
        parts: tuple[QWidget, ...] = (
            heading(f"Correct an action of {self._quarter.words}"),
            about,
            self.action,
            self.said,
            self.words,
        )
        body = QWidget()
        body.setLayout(
            column(
                *parts,
                self.status,
                self.confidence,
                row(self._add, None),
                self._values,
                None,
                spacing=12,
                margins=(24, 18, 24, 18),
            )
        )
        close = Button("Done", "primary", on_click=self.accept)
        layout = column(ScrollPage(body), rule(), row(None, close, margins=(24, 8, 24, 10)), spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._ring = FocusRing(self)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._add.click)

    # ------------------------------------------------------------------ content
    def _part(self) -> ActionPart | None:
        return next((a for a in self._record.actions if a.uid == self.action.text()), None)

    def _action_id(self) -> int | None:
        return next((a.id for a in self._page.services.plan.list_actions() if a.uid == self.action.text()), None)

    def _choose(self) -> None:
        if self._flush():
            self.words.show_text("")
            self._show()

    def _show(self) -> None:
        part = self._part()
        for widget in (self.words, self.status, self.confidence, self._add):
            widget.setEnabled(part is not None)
        if part is None:
            self.said.setText("There is no action in this return.")
            return
        lines = [f"{format_date(update.written_on)}: {update.text}" for update in part.updates]
        self.said.setText("\n".join(lines) or "Nothing was said on it in this quarter.")
        self.status.show_text(part.status)
        self.confidence.show_text(part.confidence)
        self._fit_confidence()
        self._show_values()

    def _fit_confidence(self) -> None:
        self.confidence.setVisible(self.status.text() in {"underway", "not_started"})

    def _show_values(self) -> None:
        clear_layout(self._values)
        action_id = self._action_id()
        lines = self._page.services.round.detail(action_id, self._quarter).kpis if action_id is not None else ()
        self._boxes = [KpiBoxes(line, self._page, self._aside, self._quarter) for line in lines]
        for boxes in self._boxes:
            self._values.addWidget(boxes)

    # ------------------------------------------------------------------ doing
    def _write(self) -> None:
        action_id = self._action_id()
        if action_id is None:
            return
        self.words.set_problem("")
        life, state = self._page.services.life, self.status.text()
        try:
            changes = life.correct_action(self._quarter, action_id, self.words.text(), state, self.confidence.text())
        except BadInputError as error:
            self.words.set_problem(str(error))
            self.words.box.setFocus()
            return
        self._page.bus.tell(changes)
        self._record = self._page.services.returns.assemble(self._quarter)
        self.words.show_text("")
        self._show()
        announce(self, "The words were added")

    def _flush(self) -> bool:
        return flush_all([boxes.unit for boxes in self._boxes])

    def done(self, result: int) -> None:
        """Close, once what is typed is kept; words that were not added are asked for again."""
        if self.words.text().strip():
            self.words.set_problem("Add these words first, or take them out.")
            self.words.box.setFocus()
        elif self._flush():
            super().done(result)
