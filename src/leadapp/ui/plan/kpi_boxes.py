"""The boxes of one KPI for the quarter: last value beside this one; numerator and denominator, a number, yes or no, or a survey."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from leadapp.domain.errors import BadInputError
from leadapp.domain.given_figures import carried_source
from leadapp.domain.measures import ValueDraft, number_text, read_number, target_text, trend, value_text
from leadapp.domain.quarters import Quarter, kpi_due_words
from leadapp.domain.round import KpiLine
from leadapp.ui import theme
from leadapp.ui.forms.fields import Field, Segmented, TextArea, TextField
from leadapp.ui.forms.tick import TickField
from leadapp.ui.forms.unit import Typed, Unit
from leadapp.ui.page import Page
from leadapp.ui.plan.given_row import GivenRow
from leadapp.ui.widgets import Label, column, row, tag

NOT_YET = "not_yet_measured"
FIGURES = ("numerator", "denominator", "invited")
"""The boxes of a survey that the file empties where it says "not yet measured"."""
Aside = dict[tuple[int, str], dict[str, str]]
"""Figures typed before "not yet measured" was ticked, by KPI and quarter: taken back, it shows them again."""


class KpiBoxes(QFrame):
    """One KPI: all its boxes are one unit, kept through the page, for the quarter being reported unless another is said."""

    def __init__(self, line: KpiLine, page: Page, aside: Aside, quarter: Quarter | None = None) -> None:
        super().__init__()
        self._line, self._page, self._aside, self._quarter = line, page, aside, quarter
        kpi = line.kpi
        self.setProperty("kind", "row")
        self.fields: dict[str, Field] = {}
        self._beside: dict[tuple[int, int], list[Label]] = {}
        self._share = Label("", bold=True)
        self._unmeasured = self._make_unmeasured() if kpi.perception else None
        head = row(Label(kpi.shown_text, bold=True, wrap=True), spacing=8)
        head.setStretch(0, 1)
        self._tag = tag("")
        head.addWidget(self._tag)
        self._known = Label("", 9.5, kind="quiet", wrap=True)
        self._boxes = QWidget()
        self._boxes.setLayout(self._make_boxes())
        layout = column(head, self._known, spacing=4, margins=(0, 8, 0, 12))
        if self._unmeasured is not None:
            layout.addWidget(self._unmeasured)
        layout.addWidget(self._boxes)
        self._source = self._make_source()
        layout.addLayout(self._source)
        self._given = GivenRow(page, kpi.id)
        layout.addWidget(self._given)
        self.setLayout(layout)
        ticks: dict[str, Field] = {NOT_YET: self._unmeasured} if self._unmeasured is not None else {}
        self.unit = Unit(self, self.fields | ticks, self._save, page.refresh)
        for tick in ticks.values():
            tick.edited.connect(self._toggle_unmeasured)  # after the unit, which has then noted it
        self.show_line(line)

    def _last_words(self) -> str:
        line, parts = self._line, []
        if line.last is not None:
            parts.append(f"Last value {value_text(line.kpi, line.last)} ({line.last.quarter})")
        if target := target_text(line.kpi):
            parts.append(f"target {target}")
        if due := kpi_due_words(line.kpi.due):
            parts.append(f"due {due}")
        moved = trend(line.kpi, line.now, line.last)
        if moved.words:
            parts.append(f"{moved.arrow} {moved.words} now".strip())
        return ", ".join(parts)[:1].upper() + ", ".join(parts)[1:] + "." if parts else "No value yet."

    # ------------------------------------------------------------------ boxes by kind
    def _make_boxes(self) -> QGridLayout:
        kpi, grid = self._line.kpi, QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        name = f"kpi{kpi.id}"
        if kpi.is_yes_no:
            self._add(
                "yes", Segmented(f"{name}_yes", "This quarter", (("yes", "Yes"), ("no", "Not yet")), shapes=False), grid, 0, 0
            )
        elif kpi.is_share:
            top, bottom = kpi.numerator_label or "How many", kpi.denominator_label or "Out of"
            if kpi.perception:
                top, bottom = "Answered yes or agreed", "Answered (n)"
            self._add("numerator", TextField(f"{name}_numerator", top[:1].upper() + top[1:]), grid, 0, 0)
            self._add("denominator", TextField(f"{name}_denominator", bottom[:1].upper() + bottom[1:]), grid, 0, 1)
            self._over_share = Label("", 10)
            grid.addLayout(column(self._over_share, row(self._share), None, spacing=4), 0, 2)
            self._level_with(self._over_share, grid, 0)
            if kpi.perception:
                self._add("invited", TextField(f"{name}_invited", "Asked"), grid, 1, 0)
                self._add("wave", TextField(f"{name}_wave", "Survey wave"), grid, 1, 1)
                self._add("question", TextField(f"{name}_question", "Question"), grid, 2, 0, span=3)
        else:
            unit = f"This quarter, {kpi.unit}" if kpi.unit else "This quarter"
            self._add("number", TextField(f"{name}_number", unit), grid, 0, 0, span=2)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        return grid

    def _add(self, key: str, field: Field, grid: QGridLayout, at_row: int, at_column: int, span: int = 1) -> None:
        self.fields[key] = field
        field.label.setWordWrap(True)
        grid.addWidget(field, at_row, at_column, 1, span, Qt.AlignmentFlag.AlignTop)
        self._level_with(field.label, grid, at_row)
        field.edited.connect(self._tell_share)
        field.edited.connect(self._follow_problems)

    def _level_with(self, label: Label, grid: QGridLayout, at_row: int) -> None:
        """Let a label be as tall as those beside it, so that their boxes stand on one line though one of them wraps."""
        label.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        self._beside.setdefault((id(grid), at_row), []).append(label)
        label.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Level the labels of a line anew when the width of one changes."""
        if event.type() is QEvent.Type.Resize:
            labels = next((labels for labels in self._beside.values() if watched in labels), [])
            tall = max((_words_high(label) for label in labels), default=0)
            for label in labels:
                label.setMinimumHeight(tall)
            self._share.setMinimumHeight(self.first().stops()[0].sizeHint().height())
        return False

    def _make_unmeasured(self) -> TickField:
        field = TickField(f"kpi{self._line.kpi.id}_not_yet", "Not yet measured")
        field.tick.setAccessibleName(f"Not yet measured: {self._line.kpi.text}")
        return field

    def _make_source(self) -> QGridLayout:
        grid, name = QGridLayout(), f"kpi{self._line.kpi.id}"
        grid.setHorizontalSpacing(12)
        self._add("source", TextField(f"{name}_source", "Source"), grid, 0, 0)
        self.note = TextArea(f"{name}_note", "Note on this value", lines=1, most=5)
        self._add("note", self.note, grid, 0, 1)
        if self._line.kpi.perception:
            self._add("reason", TextField(f"{name}_reason", "Why not yet"), grid, 1, 0)
            self._add("next_wave", TextField(f"{name}_next_wave", "Next wave"), grid, 1, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    # ------------------------------------------------------------------ content
    def show_line(self, line: KpiLine) -> None:
        """Show what the file holds."""
        self._line = line
        self._known.setText(self._last_words())
        words = "Survey" if line.kpi.perception else "Asked this quarter" if line.asked else "Optional"
        self._tag.setText(words)
        theme.set_kind(self._tag, "tag" if line.asked else "dashed")
        # what is typed and cannot be used yet was typed after "not yet measured" was taken back
        not_yet = bool(line.now and line.now.not_yet_measured and not line.typed)
        self.unit.show(line.kpi.id, self._texts(line) | {NOT_YET: "yes" if not_yet else ""})
        self._given.tell(line.given)
        self._show_unmeasured()
        self._tell_share()
        self._tell_problems()

    def _texts(self, line: KpiLine) -> dict[str, str]:
        value = line.now
        texts = {"source": carried_source(line.last) if value is None else "", "question": line.kpi.question}
        if value is not None:
            texts |= {
                "numerator": number_text(value.numerator),
                "denominator": number_text(value.denominator),
                "number": number_text(value.number),
                "yes": {1.0: "yes", 0.0: "no"}.get(value.number if value.number is not None else -1.0, ""),
                "wave": value.wave,
                "question": value.question or line.kpi.question,
                "invited": number_text(value.invited),
                "reason": value.reason,
                "next_wave": value.next_wave,
                "source": value.source,
                "note": value.note,
            }
        blank = dict.fromkeys(self.fields, "")
        # what is typed and not usable yet is the whole unit: a box emptied in it stays empty
        return blank | (dict(line.typed) or texts)

    def draft(self) -> ValueDraft:
        """What stands in the boxes."""
        names = {field.name for field in dataclasses.fields(ValueDraft)} & set(self.fields)
        texts = {name: self.fields[name].text() for name in names}
        return ValueDraft(**texts, not_yet_measured=self._is_unmeasured)

    @property
    def _is_unmeasured(self) -> bool:
        return self._unmeasured is not None and self._unmeasured.is_ticked

    def _toggle_unmeasured(self) -> None:
        figures = {name: self.fields[name].text() for name in FIGURES if name in self.fields}
        place = (self._line.kpi.id, str(self._quarter or self._page.services.preferences.reported_quarter()))
        if self._is_unmeasured:
            self._aside[place] = figures
        elif not any(figures.values()):
            for name, text in self._aside.get(place, {}).items():
                self.fields[name].show_text(text)
            self._tell_share()
        self._show_unmeasured()
        self.unit.flush()

    def _show_unmeasured(self) -> None:
        self._boxes.setVisible(not self._is_unmeasured)
        for key in ("reason", "next_wave"):
            if key in self.fields:
                self.fields[key].setVisible(self._is_unmeasured)

    def _tell_share(self) -> None:
        if "numerator" not in self.fields:
            return
        try:
            top = read_number(self.fields["numerator"].text(), "numerator")
            bottom = read_number(self.fields["denominator"].text(), "denominator")
            words = f"{top / bottom:.1%}" if bottom and top <= bottom else ""
        except BadInputError:
            words = ""
        self._share.setText(words)

    def _tell_problems(self) -> None:
        draft = self.draft()
        problems = {} if draft.is_empty else {p.field: p.sentence for p in draft.problems(self._line.kpi)}
        if "n" in problems and "denominator" in self.fields:
            problems.setdefault("denominator", problems["n"])
        for key, field in self.fields.items():
            field.set_problem(problems.get(key, "") if not field.has_focus() or field.problem() else field.problem())

    def _follow_problems(self) -> None:
        """What was said of a box goes with what is typed now: it is not left standing beside another figure until that is saved."""
        if any(field.problem() for field in self.fields.values()):
            self._tell_problems()

    def _save(self, typed: Typed) -> bool:
        self._tell_problems()
        draft, rounds = self.draft(), self._page.services.round
        return self._page.keep(lambda: rounds.record_value(typed.row, draft, visit=typed.visit, quarter=self._quarter))

    def stops(self) -> list[QWidget]:
        """Where Tab stops, in the order in which the boxes stand."""
        found: list[QWidget] = self._unmeasured.stops() if self._unmeasured is not None else []
        for field in self.fields.values():
            found += field.stops()
        return found + self._given.stops()

    @property
    def is_left(self) -> bool:
        """Whether its value is asked for and what stands in the boxes now cannot be used yet."""
        return self._line.is_left and bool(self.draft().problems(self._line.kpi))

    def start(self, name: str = "") -> None:
        """Put the cursor into a box, else where the value goes; where a survey was not yet measured, where that is said."""
        field = self.fields.get(name, self.first())
        stop = next((stop for stop in field.stops() if stop.isVisibleTo(self)), self._unmeasured)
        if stop is not None:
            stop.setFocus(Qt.FocusReason.TabFocusReason)

    def first(self) -> Field:
        """The first box."""
        return next(iter(self.fields.values()))


def _words_high(label: Label) -> int:
    """How high the words of a label are at its width; Qt's own answer keeps the height it was given before."""
    room = QRect(0, 0, max(1, label.width()), 10_000)
    return label.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), QLabel.text(label)).height()
