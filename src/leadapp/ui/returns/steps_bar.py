"""The five steps of a return side by side: what is done, where it stands, what comes. Shape and words carry it, colour repeats them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from leadapp.domain.return_life import LifeStep
from leadapp.ui import theme
from leadapp.ui.widgets import Label, clear_layout, row, rule

MARK_WORDS = {"done": "done", "now": "here now", "ahead": "still to come", "skipped": "left out"}
LEAST_LINE = 16


class Disc(QWidget):
    """The number of a step, filled where the return stands; a tick where it is done, a dash where it was left out."""

    def __init__(self, number: int, mark: str) -> None:
        super().__init__()
        self._number, self._mark = number, mark
        self._fit()
        theme.current.changed.connect(self._fit)

    def _fit(self) -> None:
        self.setFixedSize(theme.current.px(24), theme.current.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the disc."""
        look, painter = theme.current, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        filled = self._mark in {"now", "done"}
        painter.setPen(QPen(look.colour("accent" if filled else "border"), 1.6))
        painter.setBrush(look.colour("accent" if self._mark == "now" else "base"))
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawEllipse(box)
        if self._mark == "done":
            self._draw_line(painter, box, ((0.28, 0.52), (0.45, 0.68), (0.74, 0.34)))
        elif self._mark == "skipped":
            self._draw_line(painter, box, ((0.3, 0.5), (0.7, 0.5)))
        else:
            painter.setFont(look.font(9.5, bold=True))
            painter.setPen(look.colour("on_accent" if self._mark == "now" else "ink"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _draw_line(self, painter: QPainter, box: QRectF, points: tuple[tuple[float, float], ...]) -> None:
        colour = theme.current.colour("accent" if self._mark == "done" else "ink2")
        painter.setPen(QPen(colour, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        at = [QPointF(box.left() + x * box.width(), box.top() + y * box.height()) for x, y in points]
        painter.drawPolyline(QPolygonF(at))


class Step(QFrame):
    """One step: its disc and its words."""

    def __init__(self, number: int, steps: int, step: LifeStep) -> None:
        super().__init__()
        self.is_now = step.mark == "now"
        words = step.detail if step.mark == "skipped" and step.detail else step.word
        self.words = Label(words, 10, bold=self.is_now, kind="" if self.is_now else "quiet")
        self.setLayout(row(Disc(number, step.mark), self.words, spacing=8))
        said = f"Step {number} of {steps}: {words}, {MARK_WORDS[step.mark]}"
        if step.detail and step.detail != words:
            said += f". {step.detail}"
        self.setAccessibleName(said)
        self.setToolTip(said)


class StepsBar(QFrame):
    """The row of steps. Where the words of all have no room, only those of the present step are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._steps: list[Step] = []
        self._line = row(spacing=10, margins=(24, 0, 24, 10))
        self.setLayout(self._line)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def tell(self, steps: tuple[LifeStep, ...]) -> None:
        """Show the steps of a return."""
        clear_layout(self._line)
        self._steps = [Step(number, len(steps), step) for number, step in enumerate(steps, 1)]
        for number, step in enumerate(self._steps):
            if number:
                line = rule()
                line.setMaximumWidth(theme.current.px(64))
                line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                self._line.addWidget(line, 1)
            self._line.addWidget(step)
        self._line.addStretch(1)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Any width will do: words give way."""
        return QSize(0, super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        """Show as many words as there is room for, also once the text has grown."""
        if event.type() in {QEvent.Type.LayoutRequest, QEvent.Type.Resize}:
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        gaps = (LEAST_LINE + 20) * max(0, len(self._steps) - 1) + 48
        discs = theme.current.px(24) + 8
        whole = sum(step.words.sizeHint().width() + discs for step in self._steps) + gaps
        for step in self._steps:
            step.words.setVisible(step.is_now or whole <= self.width())
