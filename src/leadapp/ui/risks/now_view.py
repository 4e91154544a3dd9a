"""Now: this quarter's triggers with their answers, the heaviest risks and issues, the square of both, and open escalations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QSizePolicy, QWidget

from leadapp.domain.quarters import format_date
from leadapp.domain.risk_sources import risk_sources
from leadapp.domain.risks import Escalation, Risk, by_weight, risk_grid
from leadapp.domain.triggers import Answered
from leadapp.ui import theme
from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.chips import flow
from leadapp.ui.page import Page
from leadapp.ui.risks.answering import escalate_trigger, record_reason
from leadapp.ui.where_button import beside, where_button
from leadapp.ui.widgets import Button, Card, IconLabel, Label, ScrollPage, ShapeLabel, clear_layout, column, row

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source

ONE_COLUMN, MOST, MOST_TRIGGERS = 940, 7, 8


class NowView(QWidget):
    """Two columns where there is room, else one."""

    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self._first: Button | None = None
        self._all = False
        self._count = Label("", 9.5, kind="quiet")
        self.triggers = Card("Triggers this quarter", beside(self._count, where_button(page, "triggers", "Triggers")))
        self.top = Card("Top risks and issues", where_button(page, "risks", "Open risks and issues"))
        self.grid = ChartView("risk_grid")
        table = Button("Show as table", "link", on_click=self.grid.toggle_table)
        grid = Card("Likelihood and impact", beside(table, where_button(page, "grid", "Risks scored")))
        grid.body.addWidget(self.grid)
        self.escalations = Card("Open escalations", where_button(page, "escalations", "Open escalations"))
        for card in (self.triggers, self.top, self.escalations):
            card.body.setContentsMargins(0, 0, 0, 0)
            card.body.setSpacing(0)
        left = column(self.triggers, self.top, None, spacing=16)
        right = column(grid, self.escalations, None, spacing=16)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(16)
        self._columns.setContentsMargins(24, 12, 24, 24)
        self._columns.addLayout(left, 65)
        self._columns.addLayout(right, 35)
        body = QWidget()
        body.setLayout(self._columns)
        self.setLayout(column(ScrollPage(body), spacing=0))

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read everything anew."""
        services, self._first = self._page.services, None
        triggers, risks = services.triggers.triggers(), services.risks.risks()
        waiting = sum(one.answer is None for one in triggers)
        self._count.setText(f"{waiting} to answer, {len(triggers) - waiting} answered" if triggers else "None fired")
        self._fill(self.triggers, self._trigger_rows(triggers))
        heavy = by_weight(risks)
        rows = [self._risk(risk) for risk in heavy[:MOST]]
        if len(heavy) > MOST:
            rows.append(self._quiet(f"And {len(heavy) - MOST} more under Risks and Issues."))
        self._fill(self.top, rows or [self._quiet("No open risk or issue. Add one with the button above.")])
        self.grid.tell(risk_grid(risks))
        opened = [e for e in services.risks.escalations() if e.is_open]
        self._fill(self.escalations, [self._escalation(e) for e in opened] or [self._quiet("Nothing is escalated.")])

    def _trigger_rows(self, triggers: tuple[Answered, ...]) -> list[QFrame]:
        """The triggers, the unanswered first; many of them only when they are asked for."""
        if not triggers:
            return [self._quiet("Nothing has stalled by the rules that are on.")]
        most = len(triggers) if self._all else MOST_TRIGGERS
        rows = [self._trigger(one) for one in triggers[:most]]
        if len(triggers) > most:
            frame = self._quiet(f"And {len(triggers) - most} more.")
            more = Button(f"Show all {len(triggers)} triggers", "small", on_click=self._show_all)
            layout = frame.layout()
            assert layout is not None
            layout.addWidget(more)
            rows.append(frame)
        return rows

    def _show_all(self) -> None:
        self._all = True
        self.reload()
        self.start()

    @staticmethod
    def _fill(card: Card, frames: list[QFrame]) -> None:
        clear_layout(card.body)
        for number, frame in enumerate(frames, 1):
            frame.setProperty("last", number == len(frames))
            card.body.addWidget(frame)

    @staticmethod
    def _quiet(words: str) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "row")
        frame.setLayout(column(Label(words, 10, kind="quiet", wrap=True), margins=(16, 10, 16, 10)))
        return frame

    # ------------------------------------------------------------------ triggers
    def _trigger(self, one: Answered) -> QFrame:
        t, answer = one.trigger, one.answer
        frame = QFrame()
        frame.setProperty("kind", "row")
        title = f"{t.name}: {t.id} {t.title}".replace(":  ", ": ")
        icon = IconLabel("check", "good") if answer else IconLabel("trigger", "error")
        icon.setAccessibleName("Answered" if answer else "To answer")
        words = [Label(title, bold=True, wrap=True), Label(t.fact, 10, kind="quiet", wrap=True)]
        if answer:
            escalated = f" Escalated as {answer.escalation}." if answer.escalation else ""
            said = f"Answered on {format_date(answer.answered_on)}: {answer.reason}".rstrip(": ") + ("" if answer.reason else ".")
            words.append(Label(said + escalated, 10, wrap=True))
        buttons = self._buttons(one, title)
        line = row(spacing=12, margins=(16, 10, 16, 10))
        line.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(*words, flow(*buttons), spacing=4), 1)
        frame.setLayout(line)
        return frame

    def _buttons(self, one: Answered, title: str) -> list[Button]:
        t, page = one.trigger, self._page
        buttons = []
        if one.holds:
            escalate = "Change escalation" if one.answer and one.answer.escalation else "Escalate"
            reason = "Change reason" if one.answer and one.answer.reason else "Record a reason"
            kind = "link" if one.answer else "small"
            buttons = [
                Button(escalate, kind, on_click=lambda: escalate_trigger(page, one)),
                Button(reason, kind, on_click=lambda: record_reason(page, one)),
            ]
        if one.answer:
            take = Button(
                "Take answer back",
                "link",
                on_click=lambda: page.keep(lambda: page.services.triggers.take_back(t.rule, t.subject)),
            )
            buttons.append(take)
        if one.answer and one.answer.escalation_id:
            target = one.answer.escalation_id
            buttons.append(Button(f"Open {one.answer.escalation}", "link", on_click=lambda: page.go.emit("escalation", target)))
        if t.action_id is not None:
            buttons.append(Button(f"Open {t.id.split(',')[0]}", "link", on_click=lambda: page.go.emit("action", t.action_id)))
        self._first = self._first or next(iter(buttons), None)
        for button in buttons:
            button.setAccessibleName(f"{button.text().strip()}: {title}")
        return buttons

    # ------------------------------------------------------------------ risks and escalations
    def _risk(self, risk: Risk) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "row")
        go = Button(risk.reference, "link", on_click=lambda: self._page.go.emit(risk.kind, risk.id))
        go.setAccessibleName(f"Open {risk.reference}: {risk.title}")
        go.setMinimumWidth(theme.current.px(40))
        late = risk.is_late(self._page.services.preferences.today())
        due = f"{'overdue since' if late else 'by'} {format_date(risk.mitigation_due)}" if risk.mitigation_due else "no date"
        about = ", ".join(part for part in (", ".join(risk.references), risk.owner or "no owner", due) if part)
        score = Label(risk.score_words, 10, bold=risk.level in {"high", "issue"})
        score.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        line = row(spacing=8, margins=(12, 6, 16, 6))
        line.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(column(Label(risk.title, bold=True, wrap=True), Label(about, 9.5, kind="quiet", wrap=True), spacing=1), 1)
        line.addWidget(score, 0, Qt.AlignmentFlag.AlignTop)
        frame.setLayout(line)
        return frame

    def _escalation(self, e: Escalation) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "row")
        go = Button(e.reference, "link", on_click=lambda: self._page.go.emit("escalation", e.id))
        go.setAccessibleName(f"Open {e.reference}: {e.title}")
        head = row(spacing=8)
        head.addWidget(Label(e.title, bold=True, wrap=True), 1)
        head.addWidget(go, 0, Qt.AlignmentFlag.AlignTop)
        lines = column(spacing=4, margins=(16, 10, 12, 12))
        lines.addLayout(head)
        reached = {step.place: step for step in e.steps}
        for place, name in self._page.services.risks.route().items():
            step = reached.get(place)
            here = place == e.place
            when = "not reached" if step is None else f"since {format_date(step.sent_on)}" if here else format_date(step.sent_on)
            state = "not_started" if step is None else "underway" if here else "complete"
            lines.addWidget(_Stop(state, name, when, bold=here))
        for label, text in (
            ("Ask", e.ask or "not written yet"),
            ("Answer by", format_date(e.answer_by) or "no date"),
            ("Decision", e.decision or "waiting"),
            ("Closes when", e.closing_test or "not written yet"),
        ):
            lines.addWidget(Label(f"{label}: {text}", 10, kind="quiet", wrap=True))
        frame.setLayout(lines)
        return frame

    # ------------------------------------------------------------------ as a tab
    def sources(self) -> tuple[Source, ...]:
        """The numbers shown here, with the rows behind them."""
        services = self._page.services
        return risk_sources(
            services.triggers.triggers(), services.risks.risks(), services.risks.escalations(), services.triggers.rules()
        )

    def start(self) -> None:
        """Put the keyboard onto the first thing to do."""
        if self._first is not None:
            self._first.setFocus()
        else:
            self.grid.start()

    def flush(self) -> None:
        """Nothing is typed here."""

    def set_tight(self, tight: bool) -> None:
        """It scrolls."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where the window is narrow for its text."""
        super().resizeEvent(event)
        narrow = self.width() / theme.current.scale < ONE_COLUMN
        self._columns.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)


class _Stop(QFrame):
    """One place of the route: its shape, its name and when."""

    def __init__(self, state: str, name: str, when: str, *, bold: bool) -> None:
        super().__init__()
        shape = ShapeLabel(state, "")
        shape.setAccessibleName({"complete": "Left", "underway": "Here", "not_started": "Not reached"}[state])
        shape.setFixedWidth(theme.current.px(24))
        line = row(spacing=4)
        line.addWidget(shape, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(Label(f"{name}, {when}", 10, bold=bold, wrap=True), 1)
        self.setLayout(line)
