"""The quarter's boxes of one action: last quarter's words, this quarter's update, values, status and confidence.

It is the same in the pane beside the table and in the quarter round. Only these are ever asked for.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QFrame, QVBoxLayout, QWidget

from leadapp.domain.plan import ActionDraft, Status
from leadapp.domain.quarters import format_date
from leadapp.domain.round import KpiLine, RoundItem
from leadapp.domain.spots import Spot
from leadapp.domain.wording import STATES
from leadapp.ui import theme
from leadapp.ui.forms import writing
from leadapp.ui.forms.fields import ChoiceField, Segmented, TextArea, TextField
from leadapp.ui.forms.tick import TickField
from leadapp.ui.forms.unit import Typed, Unit, by_name, flush_all
from leadapp.ui.page import Page
from leadapp.ui.plan.kpi_boxes import Aside, KpiBoxes
from leadapp.ui.widgets import Label, column

STATUS_CHOICES = tuple((status.value, STATES[status].word) for status in Status)
CONFIDENCE_CHOICES = tuple((key, STATES[key].word) for key in ("on_track", "at_risk", "off_track"))


class QuarterForm(QFrame):
    """Shows one ``RoundItem`` and keeps what is typed through the page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._item: RoundItem | None = None
        self._kpis: dict[int, KpiBoxes] = {}
        self._aside: Aside = {}
        self.said = Label("", 10, kind="quote", wrap=True)
        self._said_head = Label("Last quarter you said", 10, bold=True)
        self.update_box = TextArea("update", "Update for this quarter", lines=4, most=14)
        writing.attach(self.update_box, page)
        self.no_change = TickField("no_change", "No change, because …")
        self.no_change.setToolTip("Alt+N")
        self.status = ChoiceField("status", "Status", STATUS_CHOICES, shapes=True)
        self.status_reason = TextField("status_reason", "Why")
        self.confidence = Segmented("confidence", "Confidence", CONFIDENCE_CHOICES)
        self._kpi_head = Label("KPI values", 10, bold=True)
        self._kpi_head.setToolTip("Alt+K")
        self._kpi_list = QVBoxLayout()
        self._kpi_list.setSpacing(4)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        words = column(self._said_head, self.said, spacing=4)
        self._states = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._states.setSpacing(16)
        self._states.addWidget(self.status, 1, Qt.AlignmentFlag.AlignTop)
        self._states.addWidget(self.confidence, 2, Qt.AlignmentFlag.AlignTop)
        layout = column(words, self.update_box, self.no_change, spacing=12)
        layout.addLayout(self._states)
        layout.addWidget(self.status_reason)
        layout.addWidget(self._kpi_head)
        layout.addLayout(self._kpi_list)
        self.setLayout(layout)

    def _connect(self) -> None:
        self._words = Unit(self, by_name(self.update_box, self.no_change), self._save_update, self._page.refresh)
        self._status = Unit(self, by_name(self.status, self.status_reason), self._save_state, self._page.refresh)
        self._confidence = Unit(self, by_name(self.confidence), self._save_state, self._page.refresh, pause=0)
        self._units = (self._words, self._status, self._confidence)
        self.fields = by_name(self.update_box, self.no_change, self.status, self.status_reason, self.confidence)
        self.update_box.left.connect(
            lambda: QTimer.singleShot(0, self._words, self._words.flush)
        )  # words need no tick to be kept
        self.no_change.edited.connect(self._toggle_no_change)
        self.status.edited.connect(self._show_fitting)
        for number, (key, _) in enumerate(CONFIDENCE_CHOICES, 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self, lambda key=key: self._set_confidence(key))
        QShortcut(QKeySequence("Alt+N"), self, self.no_change.tick.click)
        QShortcut(QKeySequence("Alt+S"), self, self.status.box.setFocus)
        QShortcut(QKeySequence("Alt+K"), self, self._go_to_next_value)

    # ------------------------------------------------------------------ content
    def show_item(self, item: RoundItem, quarter_words: str) -> None:
        """Show an action's quarter; what is typed and not saved yet goes to the action it was typed for."""
        if self._item is not None and self._item.action.id != item.action.id:
            self.flush()
        self._item = item
        action, update = item.action, item.update
        self.update_box.label.setText(f"Update for {quarter_words}")
        self._tell_said(item)
        texts = {
            "update": update.text if update else "",
            "no_change": "yes" if update and update.no_change else "",
            "status": action.status.value,
            "status_reason": action.status_reason,
            "confidence": action.confidence.value if action.confidence else "",
        } | dict(item.typed)
        for unit in self._units:
            unit.show(action.id, texts, action.version)
        self._show_fitting()
        self._tell_problems()
        self._show_kpis(item.kpis)

    def _tell_said(self, item: RoundItem) -> None:
        texts = [f"{format_date(u.written_on)}: {u.says}" if len(item.said_last) > 1 else u.says for u in item.said_last]
        self._said_head.setText(f"In {item.said_last[0].quarter} you said" if item.said_last else "Nothing was said before")
        self.said.setText("\n".join(texts))
        self.said.setVisible(bool(texts))

    def _show_kpis(self, lines: tuple[KpiLine, ...]) -> None:
        """Show the KPIs, those that are asked for first; boxes that stay keep what is typed in them."""
        if set(self._kpis) != {line.kpi.id for line in lines}:
            before, self._kpis = self._kpis, {}
            for place, line in enumerate(sorted(lines, key=lambda line: not line.asked)):
                number = line.kpi.id
                self._kpis[number] = before.pop(number) if number in before else self._boxes(line)
                self._kpi_list.insertWidget(place, self._kpis[number])
            for boxes in before.values():
                self._kpi_list.removeWidget(boxes)
                boxes.hide()
                boxes.deleteLater()
        for line in lines:
            self._kpis[line.kpi.id].show_line(line)
        self._kpi_head.setVisible(bool(lines))

    def _boxes(self, line: KpiLine) -> KpiBoxes:
        boxes = KpiBoxes(line, self._page, self._aside)
        writing.attach(boxes.note, self._page)
        return boxes

    def _show_fitting(self) -> None:
        """Ask only what fits: a reason for paused and will not do, confidence for what is still to be done."""
        status = Status(self.status.text() or "not_started")
        self.status_reason.setVisible(status.needs_reason)
        self.confidence.setVisible(status.is_open)

    def _tell_problems(self) -> None:
        if self._item is None:
            return
        draft = ActionDraft(status=self.status.text(), status_reason=self.status_reason.text())
        problems = {p.field: p.sentence for p in draft.problems(self._item.action)}
        self.status_reason.set_problem(problems.get("status_reason", ""))

    # ------------------------------------------------------------------ keeping
    def _save_update(self, typed: Typed) -> bool:
        text, same = typed.texts["update"], bool(typed.texts["no_change"])
        rounds = self._page.services.round
        return self._page.keep(lambda: rounds.write_update(typed.row, text, no_change=same, visit=typed.visit))

    def _save_state(self, typed: Typed) -> bool:
        self._tell_problems()
        draft, plan = ActionDraft(**typed.texts), self._page.services.plan  # type: ignore[arg-type]
        return self._page.keep(lambda: plan.change(typed.row, typed.version, draft, typed.visit))

    def _set_confidence(self, key: str) -> None:
        if self.confidence.isVisible():
            self.confidence.show_text(key)
            self.confidence.edited.emit()
            self._confidence.flush()

    def _toggle_no_change(self) -> None:
        """A tick beside words is kept at once; a tick alone waits for its because."""
        if self.update_box.text().strip():
            self._words.flush()
        self.update_box.box.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Status and confidence side by side where there is room."""
        super().resizeEvent(event)
        narrow = self.width() / theme.current.scale < 560
        self._states.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def flush(self) -> bool:
        """Save what is not saved yet. Returns whether everything typed is in the file."""
        return flush_all((*self._units, *(boxes.unit for boxes in tuple(self._kpis.values()))))

    def forget(self) -> None:
        """Drop what is not saved yet."""
        for unit in (*self._units, *(boxes.unit for boxes in self._kpis.values())):
            unit.forget()

    def start(self) -> None:
        """Put the cursor where the words go."""
        self.update_box.box.setFocus()
        self.update_box.area.moveCursor(self.update_box.area.textCursor().MoveOperation.End)

    def start_at(self, spot: Spot) -> QWidget | None:
        """Put the cursor into a field of this action's quarter, or of a KPI in it. Returns what to look at; None if it is not here."""
        if spot.part is not None:
            boxes = self._kpis.get(spot.part)
            if boxes is not None:
                boxes.start(spot.field)
            return boxes
        field = self.fields.get(spot.field)
        if field is None or field.isHidden():
            return None
        field.stops()[0].setFocus(Qt.FocusReason.TabFocusReason)
        return field

    def first_asked(self) -> KpiBoxes | None:
        """The boxes of the first KPI that is asked for and empty."""
        return next((boxes for boxes in self._kpis.values() if boxes.is_left), None)

    def _go_to_next_value(self) -> None:
        """Go from wherever the keyboard is to the next value that is asked for and empty, else to the next one there is."""
        every, here = list(self._kpis.values()), QApplication.focusWidget()
        place = next((n for n, boxes in enumerate(every) if here is not None and boxes.isAncestorOf(here)), -1)
        following = every[place + 1 :] + every[: max(0, place)]
        target = next((boxes for boxes in following if boxes.is_left), following[0] if following else None)
        if target is not None:
            target.start()
