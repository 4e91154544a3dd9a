"""The quarter's boxes of one action: last quarter's words, this quarter's update, values, status and confidence.

It is the same in the pane beside the table and in the quarter round. Only these are ever asked for.
"""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QApplication, QBoxLayout, QCheckBox, QFrame, QVBoxLayout, QWidget

from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft, Status
from leadapp.domain.quarters import format_date
from leadapp.domain.round import KpiLine, RoundItem
from leadapp.domain.wording import STATES
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.forms.autosave import Autosave
from leadapp.ui.forms.fields import ChoiceField, Segmented, TextArea, TextField
from leadapp.ui.page import Page
from leadapp.ui.plan.kpi_boxes import KpiBoxes
from leadapp.ui.widgets import Label, clear_layout, column

STATUS_CHOICES = tuple((status.value, STATES[status].word) for status in Status)
CONFIDENCE_CHOICES = tuple((key, STATES[key].word) for key in ("on_track", "at_risk", "off_track"))


class QuarterForm(QFrame):
    """Shows one ``RoundItem`` and keeps what is typed through the page."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._item: RoundItem | None = None
        self._kpis: dict[int, KpiBoxes] = {}
        self._ticked = False
        self.said = Label("", 10, kind="quote", wrap=True)
        self._said_head = Label("Last quarter you said", 10, bold=True)
        self.update_box = TextArea("update", "Update for this quarter", lines=4, most=14)
        self.no_change = QCheckBox("No change, because …")
        self.no_change.setObjectName("no_change")
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

    @property
    def services(self) -> Services:
        """What keeps the texts."""
        return self._page.services

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
        self._saves = (
            Autosave(self, (self.update_box,), lambda _texts, visit: self._save_update(visit)),
            Autosave(self, (self.status, self.status_reason), lambda texts, visit: self._save_state(texts, visit)),
            Autosave(self, (self.confidence,), lambda texts, visit: self._save_state(texts, visit), pause=0),
        )
        self.no_change.clicked.connect(self._toggle_no_change)
        self.status.edited.connect(self._show_fitting)
        for number, (key, _) in enumerate(CONFIDENCE_CHOICES, 1):
            QShortcut(QKeySequence(f"Alt+{number}"), self, lambda key=key: self._set_confidence(key))
        QShortcut(QKeySequence("Alt+N"), self, self._press_no_change)
        QShortcut(QKeySequence("Alt+S"), self, self.status.box.setFocus)
        QShortcut(QKeySequence("Alt+K"), self, self._go_to_next_value)

    # ------------------------------------------------------------------ content
    def show_item(self, item: RoundItem, quarter_words: str) -> None:
        """Show an action's quarter. A field with the focus keeps what is being typed, unless another action is shown."""
        other = self._item is None or self._item.action.id != item.action.id
        if other:
            self.flush()
            for field in (self.update_box, self.status, self.status_reason, self.confidence):
                field.begin_visit()
        self._item = item
        action, typed = item.action, dict(item.typed)
        self.update_box.label.setText(f"Update for {quarter_words}")
        self._tell_said(item)
        put = _show if other else _set
        put(self.update_box, item.update.text if item.update else "")
        if other or not self._ticked:  # a tick without its because is not in the file yet
            self.no_change.setChecked(bool(item.update and item.update.no_change))
            self._ticked = False
        put(self.status, typed.get("status", action.status.value))
        put(self.status_reason, typed.get("status_reason", action.status_reason))
        confidence = action.confidence.value if action.confidence else ""
        (self.confidence.show_text if other else self.confidence.set_text)(confidence)
        self._show_fitting()
        self._tell_problems()
        self._show_kpis(item.kpis, other=other)

    def _tell_said(self, item: RoundItem) -> None:
        texts = [f"{format_date(u.written_on)}: {u.says}" if len(item.said_last) > 1 else u.says for u in item.said_last]
        self._said_head.setText(f"In {item.said_last[0].quarter} you said" if item.said_last else "Nothing was said before")
        self.said.setText("\n".join(texts))
        self.said.setVisible(bool(texts))

    def _show_kpis(self, lines: tuple[KpiLine, ...], *, other: bool) -> None:
        if other or set(self._kpis) != {line.kpi.id for line in lines}:
            clear_layout(self._kpi_list)
            ordered = sorted(lines, key=lambda line: not line.asked)
            self._kpis = {line.kpi.id: KpiBoxes(line, self._record) for line in ordered}
            for boxes in self._kpis.values():
                self._kpi_list.addWidget(boxes)
        else:
            for line in lines:
                self._kpis[line.kpi.id].show_line(line)
        self._kpi_head.setVisible(bool(lines))

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
    def _save_update(self, visit: str) -> bool:
        if self._item is not None:
            action_id, text, same = self._item.action.id, self.update_box.text(), self.no_change.isChecked()
            self._ticked = False
            return self._page.keep(lambda: self.services.round.write_update(action_id, text, no_change=same, visit=visit))
        return True

    def _save_state(self, texts: dict[str, Any], visit: str) -> bool:
        if self._item is None:
            return True
        self._tell_problems()
        action_id = self._item.action.id
        draft = dataclasses.replace(ActionDraft(), **texts)
        return self._page.keep(
            lambda: self.services.plan.change(action_id, self.services.plan.action(action_id).version, draft, visit)
        )

    def _record(self, kpi_id: int, draft: ValueDraft, visit: str) -> bool:
        return self._page.keep(lambda: self.services.round.record_value(kpi_id, draft, visit=visit))

    def _set_confidence(self, key: str) -> None:
        if self.confidence.isVisible():
            self.confidence.show_text(key)
            self.confidence.edited.emit()
            self._saves[2].flush()

    def _press_no_change(self) -> None:
        self.no_change.click()

    def _toggle_no_change(self) -> None:
        self._ticked = True
        self.update_box.box.setFocus()
        if self.update_box.text().strip():
            self._saves[0].flush()
            self._save_update(self.update_box.visit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Status and confidence side by side where there is room."""
        super().resizeEvent(event)
        narrow = self.width() / theme.current.scale < 560
        self._states.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def flush(self) -> None:
        """Save what is not saved yet."""
        for save in self._saves:
            save.flush()
        for boxes in self._kpis.values():
            boxes.flush()

    def start(self) -> None:
        """Put the cursor where the words go."""
        self.update_box.box.setFocus()
        self.update_box.area.moveCursor(self.update_box.area.textCursor().MoveOperation.End)

    def last_stop(self) -> QWidget | None:
        """Where Tab stops last among the KPI boxes, if there are any."""
        stops = [stop for boxes in self._kpis.values() for stop in boxes.stops()]
        return stops[-1] if stops else None

    def first_asked(self) -> QWidget | None:
        """The first box of a KPI that is asked for and empty."""
        left = [boxes for boxes in self._kpis.values() if boxes.is_left]
        return left[0].first() if left else None

    def _go_to_next_value(self) -> None:
        """Go from wherever the keyboard is to the next value that is asked for and empty, else to the next one there is."""
        every, here = list(self._kpis.values()), QApplication.focusWidget()
        place = next((n for n, boxes in enumerate(every) if here is not None and boxes.isAncestorOf(here)), -1)
        following = every[place + 1 :] + every[: max(0, place)]
        target = next((boxes for boxes in following if boxes.is_left), following[0] if following else None)
        if target is not None:
            target.start()


def _show(field: TextArea | TextField | ChoiceField, text: str) -> None:
    field.show_text(text)


def _set(field: TextArea | TextField | ChoiceField, text: str) -> None:
    field.set_text(text)
