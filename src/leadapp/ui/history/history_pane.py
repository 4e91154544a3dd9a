"""One step of the history: every field from and to in full, what can be put back, and what can be taken out for good."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtGui import QKeyEvent, Qt
from PySide6.QtWidgets import QComboBox, QFrame, QVBoxLayout, QWidget

from leadapp.domain.history import EntryDetail, HistoryLine
from leadapp.domain.history_words import TABLE_WORDS
from leadapp.domain.measures import value_text
from leadapp.domain.past import Standing
from leadapp.domain.quarters import Quarter, format_date, format_moment
from leadapp.domain.wording import STATES
from leadapp.services.history_service import entry_words
from leadapp.ui.wheel_guard import guard
from leadapp.ui.widgets import Button, Card, Label, ScrollPage, ShapeLabel, clear_layout, column, heading, row

LONGEST = 4000
"""Characters of one value that are shown; the rest stands in the plan or comes back with it."""


class HistoryPane(QFrame):
    """``restored`` and ``removed`` carry an entry; ``more`` asks for more of the step; ``closed`` gives the table the focus back."""

    more = Signal()
    restored = Signal(object)
    removed = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "pane")
        self._back = Button("Back to the list", "small", "left", self.closed.emit)
        self._name, self._when = heading(""), Label("", 10, kind="quiet", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(14)
        self.past = PastCard()
        body = QWidget()
        layout = column(row(self._back, None), self.past, self._name, self._when, spacing=8, margins=(20, 14, 20, 16))
        layout.addLayout(self._list)
        layout.addStretch(1)
        body.setLayout(layout)
        self._body = body
        self.setLayout(column(ScrollPage(body), spacing=0, margins=(1, 0, 0, 0)))
        self.tell(None, ())

    def set_alone(self, alone: bool) -> None:
        """Whether it stands in the place of the table, with a way back."""
        self._back.setVisible(alone)

    def start(self) -> None:
        """Put the cursor on the first thing that can be done."""
        stop = self._back if self._back.isVisible() else next(iter(self._body.findChildren(Button, "entry")), None)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, line: HistoryLine | None, details: tuple[EntryDetail, ...]) -> None:
        """Show a step with its entries."""
        clear_layout(self._list)
        self._name.setText(line.step.label if line else "No change chosen")
        if line is None:
            self._when.setText("Choose a change to see all of it, from and to.")
            return
        undone = " It was undone later." if line.undone else ""
        self._when.setText(f"{line.step.who}, {format_moment(line.step.at.astimezone())}.{undone}")
        removed = [detail.entry for detail in details if detail.entry.kind == "remove" and detail.can_restore]
        if removed:
            words = "Bring it back" if line.total == 1 else f"Bring all {line.total} back"
            self._list.addLayout(row(Button(words, "small", "undo", lambda: self.restored.emit(removed[0])), None))
        for detail in details:
            self._list.addWidget(self._entry(detail))
        if line.total > len(details):
            left = line.total - len(details)
            self._list.addWidget(Label(f"And {left} more of the same step.", 10, kind="quiet", wrap=True))
            self._list.addLayout(row(Button("Show more of them", "link", on_click=self.more.emit), None))
        if not details:
            self._list.addWidget(Label("This step changed no field. It only says that it happened.", 10, kind="quiet", wrap=True))
        QCoreApplication.sendEvent(self._body, QEvent(QEvent.Type.LayoutRequest))  # at its height at once, never squeezed

    def _entry(self, detail: EntryDetail) -> QWidget:
        entry = detail.entry
        field, before, after = entry_words(entry)
        kind = TABLE_WORDS.get(entry.table, entry.table)
        head = {"add": f"{kind} added", "remove": f"{kind} removed"}.get(entry.kind, field)
        box = QFrame()
        layout = column(Label(head, 10, bold=True, wrap=True), spacing=3)
        if detail.subject:
            layout.addWidget(Label(detail.subject, 9.5, kind="hint", wrap=True))
        if entry.kind != "add":
            layout.addWidget(_value("From", before))
        if entry.kind != "remove":
            layout.addWidget(_value("To", after))
        layout.addLayout(self._buttons(detail, head))
        box.setLayout(layout)
        return box

    def _buttons(self, detail: EntryDetail, head: str) -> QVBoxLayout:
        entry, layout = detail.entry, column(spacing=4)
        if detail.can_restore and entry.kind == "change":
            button = Button("Restore this value", "small", "undo", lambda: self.restored.emit(entry))
            button.setObjectName("entry")
            button.setAccessibleDescription(f"{head}, {detail.subject}")
            layout.addLayout(row(button, None))
        if detail.has_text:
            button = Button("Remove this text …", "link", on_click=lambda: self.removed.emit(entry))
            button.setAccessibleDescription(f"{head}, {detail.subject}")
            layout.addLayout(row(button, None))
        return layout

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape goes back to the row."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _value(word: str, text: str) -> Label:
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]} …"
    label = Label(f"{word}: {shown or 'empty'}", 10, kind="quote" if word == "To" else "quiet", wrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


class PastCard(Card):
    """How one action stood at the end of a quarter. ``asked`` carries the quarter."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__("How it stood at the end of")
        self.quarters = QComboBox()
        guard(self.quarters)
        self.quarters.setObjectName("stood_quarter")
        self.quarters.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.quarters.setMinimumContentsLength(8)
        self.quarters.setAccessibleName("Quarter")
        self.quarters.activated.connect(lambda _index: self.asked.emit(self.quarters.currentData()))
        self._status, self._confidence = ShapeLabel(), ShapeLabel()
        self._facts, self._said = Label("", 10, wrap=True), Label("", 10, kind="quote", wrap=True)
        for widget in (self.quarters, self._status, self._confidence, self._facts, self._said):
            self.body.addWidget(widget)
        self.hide()

    def offer(self, quarters: list[Quarter]) -> None:
        """Offer quarters, newest first; the one that was chosen stays chosen."""
        chosen = str(self.quarters.currentData() or "")
        if [str(self.quarters.itemData(n)) for n in range(self.quarters.count())] != [str(q) for q in quarters]:
            self.quarters.clear()
            for quarter in quarters:
                self.quarters.addItem(str(quarter), quarter)
        names = [str(q) for q in quarters]
        self.quarters.setCurrentIndex(names.index(chosen) if chosen in names else 0)

    def quarter(self) -> Quarter | None:
        """The quarter that is asked for."""
        chosen = self.quarters.currentData()
        return chosen if isinstance(chosen, Quarter) else None

    def tell(self, stood: Standing | None) -> None:
        """Show how the action stood."""
        self.show()
        action = stood.action if stood else None
        self._status.set_state(action.status.value if action else "", STATES[action.status].word if action else "")
        shown = action.shown_confidence if action else None
        self._confidence.set_state(shown.value if shown else "", STATES[shown].word if shown else "")
        if stood is None or action is None:
            self._facts.setText("This action is not in the plan any more. Bring it back to see how it stood.")
            self._said.hide()
            return
        due = f"{stood.quarter.words}. Due {format_date(action.due)}" if action.due else f"{stood.quarter.words}. Without a date"
        moved = f", re-dated {action.times_redated}×" if action.times_redated else ""
        values = [f"{kpi.text}: {value_text(kpi, value)}." for kpi, value in stood.values]
        reason = f"Why: {action.status_reason}" if action.status_reason else ""
        self._facts.setText("\n".join(part for part in (f"{due}{moved}.", reason, *values) if part))
        said = "\n".join(update.says for update in stood.updates)
        self._said.setText(said or "Nothing was said in that quarter.")
        self._said.show()
