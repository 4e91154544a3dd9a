"""Home: what to do next, the month clock, what falls due, the plan by pillar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from leadapp.domain.charts import StackedBars
from leadapp.domain.commitments import run_chart
from leadapp.domain.home import HomeView, NextStep
from leadapp.services.opening import Services
from leadapp.ui import theme
from leadapp.ui.change_bus import ChangeBus
from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.page import Page
from leadapp.ui.page_header import PageHeader
from leadapp.ui.where_button import beside, where_button
from leadapp.ui.widgets import Banner, Button, Card, Label, ScrollPage, clear_layout, column, row

if TYPE_CHECKING:
    from leadapp.domain.provenance import Source

ONE_COLUMN = 980
SOON = 30
"""Milliseconds after the first look at which the rest of it is told."""


class Number(QWidget):
    """The number of a step in a disc; the first one is filled."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._fit()
        theme.current.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedSize(theme.current.px(28), theme.current.px(28))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc."""
        look, painter = theme.current, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        first = self._number == 1
        painter.setPen(QPen(look.colour("step" if first else "border"), 1.2))
        painter.setBrush(look.colour("step" if first else "base"))
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawEllipse(box)
        painter.setFont(look.font(10, bold=True))
        painter.setPen(look.colour("on_step" if first else "ink"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))


class Figure(QFrame):
    """One figure, with what it is and where it comes from."""

    def __init__(self, name: str, where: QWidget) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._number, self._words = Label("", 22, bold=True), Label("", 10, kind="quiet", wrap=True)
        line = row(self._number, spacing=16, margins=(16, 12, 16, 12))
        line.addLayout(column(None, Label(name, bold=True, wrap=True), self._words, None, spacing=1), 1)
        line.addWidget(where, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)

    def tell(self, number: str, words: str) -> None:
        """Show a figure."""
        self._number.setText(number)
        self._words.setText(words)


class HomePage(Page):
    """This quarter at a glance. ``viewed`` hands on what was read, for the counts in the rail."""

    viewed = Signal(object)

    def __init__(self, services: Services, bus: ChangeBus) -> None:
        super().__init__(services, bus)
        self.is_complete = False
        self._main = Button("Start the quarter round", "primary", "plan", lambda: self.go.emit("round", None))
        self.header = PageHeader("This quarter", self._main)
        self._steps = column(spacing=0)
        self._checks = Label("", 9.5, kind="quiet")
        self._build_cards()
        left = column(self._todo, self._pillars, self._figures, spacing=16)
        left.addStretch(1)
        right = column(self._clock, self._due, self._no_clock, self._promises, spacing=16)
        right.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.setContentsMargins(24, 4, 24, 24)
        self._columns.addLayout(left, 65)
        self._columns.addLayout(right, 35)
        body = QWidget()
        body.setLayout(self._columns)
        layout = column(self.header, spacing=0)
        layout.addWidget(ScrollPage(body), 1)
        self.setLayout(layout)

    def _build_cards(self) -> None:
        self._todo = Card("What to do next", beside(self._checks, where_button(self, "steps", "What to do next")))
        self._todo.body.setContentsMargins(0, 0, 0, 0)
        self._todo.body.addLayout(self._steps)
        self._bars = ChartView("plan_by_pillar")
        table = Button("Show as table", "link", on_click=self._bars.toggle_table)
        self._pillars = Card("Plan by pillar", beside(table, where_button(self, "pillars", "Plan by pillar")))
        self._pillars.body.addWidget(self._bars)
        self._run = ChartView("commitments_by_quarter")
        run_table = Button("Show as table", "link", on_click=self._run.toggle_table)
        self._promises = Card("Commitments", beside(run_table, where_button(self, "commitments", "Commitments")))
        self._promises.body.addWidget(self._run)
        self._clock_chart, self._due_chart = ChartView("month_clock"), ChartView("kpis_falling_due")
        self._clock = Card("Month clock")
        self._clock.body.addWidget(self._clock_chart)
        due_table = Button("Show as table", "link", on_click=self._due_chart.toggle_table)
        self._due = Card("KPIs falling due", beside(due_table, where_button(self, "load", "KPIs falling due")))
        self._due.body.addWidget(self._due_chart)
        self._peak = Banner("warning", stacked=True)
        self._due.body.addWidget(self._peak)
        self._no_clock = Card("Why are dates missing?")
        self._no_clock.body.addWidget(
            Label("Month 0, the day the programme starts, is not set. Dates read “Month 9” until it is.", wrap=True)
        )
        self._no_clock.body.addLayout(
            row(Button("Set Month 0", "small", on_click=lambda: self.go.emit("month_zero", None)), None)
        )
        self._urgent = Figure("Urgent actions underway", where_button(self, "urgent", "Urgent actions underway"))
        self._going_stale = Figure("Going stale", where_button(self, "stale", "Going stale"))
        self._figures = QFrame()
        self._figures.setLayout(row(self._urgent, self._going_stale, spacing=16))

    # ------------------------------------------------------------------ content
    def reload(self) -> None:
        """Read the quarter anew."""
        view, bars = self.services.home.view(triggers=self.is_complete)
        self.header.tell(view.title, view.sentence)
        self._tell_button(view)
        self._checks.setText(f"{view.checks_done} of {view.checks} checks passed")
        clear_layout(self._steps)
        for number, step in enumerate(view.steps, 1):
            frame = self._step(number, step)
            frame.setProperty("last", number == len(view.steps))
            self._steps.addWidget(frame)
        self._tell_charts(view, bars)
        self._tell_figures(view)
        self.viewed.emit(view)
        if not self.is_complete:
            QTimer.singleShot(SOON, self, self._complete)

    def _complete(self) -> None:
        """Tell the triggers as well, once the window can be used: they look at earlier returns."""
        if not self.is_complete and self.services.is_open:
            self.is_complete = True
            self.refresh()

    def sources(self) -> tuple[Source, ...]:
        """Every number of Home, with the rows behind it."""
        return self.services.home.sources()

    def _tell_button(self, view: HomeView) -> None:
        done = not view.actions_left
        if not view.actions:
            words, place = "Choose my actions", "cascade"
        elif done:
            words, place = "Check and export", "return"
        else:
            words, place = f"Update my {view.in_round} actions", "round"
        self._main.setText("\u2009 " + words)
        self._main.setAccessibleName(words)
        self._main.clicked.disconnect()
        self._main.clicked.connect(lambda _c=False: self.go.emit(place, None))

    def _step(self, number: int, step: NextStep) -> QFrame:
        frame = QFrame()
        frame.setProperty("kind", "first" if number == 1 else "row")
        words = column(Label(step.title, bold=True, wrap=True), Label(step.sentence, 10, kind="quiet", wrap=True), spacing=1)
        if not step.sentence:
            words.itemAt(1).widget().hide()  # type: ignore[union-attr]
        button = Button(
            step.button, "smallprimary" if number == 1 else "small", on_click=lambda: self.go.emit(step.place, step.what)
        )
        button.setAccessibleName(f"{step.button}: {step.title}")
        line = row(Number(number), spacing=14, margins=(12 if number == 1 else 16, 8, 16, 8))
        line.addLayout(words, 1)
        line.addWidget(button)
        frame.setLayout(line)
        return frame

    def _tell_charts(self, view: HomeView, bars: StackedBars) -> None:
        self._bars.tell(bars)
        self._pillars.heading.setText(f"Plan by pillar: {view.actions} action{'s' if view.actions != 1 else ''}")
        self._promises.setVisible(bool(view.run))
        if view.run:
            self._run.tell(run_chart(view.run))
        known = view.clock is not None and view.load is not None
        self._clock.setVisible(known)
        self._due.setVisible(known)
        self._no_clock.setVisible(not known)
        if view.clock is not None and view.load is not None:
            self._clock.heading.setText(view.clock.title)
            self._clock_chart.tell(view.clock)
            self._due_chart.tell(view.load.chart)
            if view.load.warning:
                self._peak.tell("A peak is coming.", view.load.warning)
            else:
                self._peak.hide()

    def _tell_figures(self, view: HomeView) -> None:
        self._urgent.setVisible(view.urgent is not None)
        if view.urgent is not None:
            test = view.urgent
            counted = f"{test.numerator} of {test.denominator}" if test.denominator else "No action is marked urgent"
            share = "–" if test.share is None else f"{test.share:.0%}"
            self._urgent.tell(share, f"{counted}. Action 1.7 asks for at least 50%.")
        names = ", ".join(view.stale[:6])
        quiet = "Every action was written about in the last two quarters." if view.actions else "There are no actions yet."
        self._going_stale.tell(str(len(view.stale)), f"Silent for two quarters: {names}." if view.stale else quiet)

    def fit_height(self, tight: bool) -> None:
        """Leave what to do next its room."""
        self.header.set_tight(tight)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One column where the window is narrow for its text."""
        super().resizeEvent(event)
        narrow = self.width() / theme.current.scale < ONE_COLUMN
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        if self._columns.direction() is not direction:
            self._columns.setDirection(direction)
