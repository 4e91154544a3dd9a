"""What the history is narrowed down to beside its kind and the words typed: an action, a field, a person, days."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import Quarter, parse_date
from leadapp.services.history_service import HistoryChoices
from leadapp.ui import theme
from leadapp.ui.chips import FlowLayout
from leadapp.ui.forms.fields import DateField
from leadapp.ui.wheel_guard import guard
from leadapp.ui.widgets import set_shown

DAYS = (("all", "All days"), ("today", "Today"), ("week", "Last 7 days"), ("quarter", "This quarter"), ("between", "Between …"))


class Narrowing(QFrame):
    """Four lists side by side, and two dates where days of one's own are wanted. ``changed`` tells that another choice holds."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.action = self._combo("history_action", "Action")
        self.field = self._combo("history_field", "Field")
        self.who = self._combo("history_who", "Person")
        self.days = self._combo("history_days", "Days")
        for key, words in DAYS:
            self.days.addItem(words, key)
        self.first = DateField("history_first", "From", "")
        self.last = DateField("history_last", "To", "")
        flow = FlowLayout()
        for widget in (self.action, self.field, self.who, self.days, self.first, self.last):
            flow.addWidget(widget)
        self.setLayout(flow)
        for field in (self.first, self.last):
            field.edited.connect(self._dates_typed)
            set_shown(field, shown=False)
        self._fields: dict[str, frozenset[str]] = {}
        theme.current.changed.connect(self._fit)
        self._fit()

    def _combo(self, name: str, label: str) -> QComboBox:
        combo = QComboBox()
        guard(combo)
        combo.setObjectName(name)
        combo.setAccessibleName(label)
        combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.activated.connect(lambda _index: self._chosen())
        return combo

    def _fit(self) -> None:
        for combo, width in ((self.action, 230), (self.field, 140), (self.who, 150), (self.days, 130)):
            combo.setFixedWidth(theme.current.px(width))
        for field in (self.first, self.last):
            field.setFixedWidth(theme.current.px(150))

    # ------------------------------------------------------------------ asking
    def action_uid(self) -> str:
        """The action it is narrowed down to, or empty."""
        return str(self.action.currentData() or "")

    def fields(self) -> frozenset[str]:
        """The fields, as logged."""
        return self._fields.get(str(self.field.currentData() or ""), frozenset())

    def person(self) -> str:
        """The person, as shown."""
        return str(self.who.currentData() or "")

    def period(self, today: dt.date, quarter: Quarter) -> tuple[dt.date | None, dt.date | None]:
        """First and last day, either may be open. A date that cannot be read stays open and says so beside it."""
        key = self.days.currentData()
        if key == "today":
            return today, today
        if key == "week":
            return today - dt.timedelta(days=6), today
        if key == "quarter":
            return quarter.first_day, None
        return (self._day(self.first), self._day(self.last)) if key == "between" else (None, None)

    @staticmethod
    def _day(field: DateField) -> dt.date | None:
        field.set_problem("")
        if not field.text().strip():
            return None
        try:
            return parse_date(field.text())
        except BadInputError as error:
            field.set_problem(str(error))
            return None

    def is_narrow(self) -> bool:
        """Whether one of the lists holds something back."""
        return any(combo.currentIndex() > 0 for combo in (self.action, self.field, self.who, self.days))

    # ------------------------------------------------------------------ telling
    def offer(self, choices: HistoryChoices) -> None:
        """Offer what is in the file now; what was chosen stays chosen while it is there."""
        self._fields = dict(choices.fields)
        self._fill(self.action, "Any action", choices.actions)
        self._fill(self.field, "Any field", tuple((words, words) for words, _ in choices.fields))
        self._fill(self.who, "Anyone", tuple((who, who) for who in choices.people))

    @staticmethod
    def _fill(combo: QComboBox, anything: str, pairs: tuple[tuple[str, str], ...]) -> None:
        chosen = combo.currentData()
        wanted = [("", anything), *pairs]
        if [(combo.itemData(n), combo.itemText(n)) for n in range(combo.count())] != wanted:
            combo.clear()
            for key, words in wanted:
                combo.addItem(words, key)
        combo.setCurrentIndex(max(0, combo.findData(chosen or "")))
        combo.setToolTip(combo.currentText())

    def choose_action(self, uid: str) -> None:
        """Narrow down to one action and to nothing else."""
        for combo in (self.field, self.who, self.days):
            combo.setCurrentIndex(0)
        self.action.setCurrentIndex(max(0, self.action.findData(uid)))
        self._chosen()

    def clear(self) -> None:
        """Hold nothing back."""
        self.choose_action("")

    def _chosen(self) -> None:
        between = self.days.currentData() == "between"
        for field in (self.first, self.last):
            set_shown(field, shown=between)
        self.action.setToolTip(self.action.currentText())
        self.changed.emit()

    def _dates_typed(self) -> None:
        if not any(0 < len(field.text().strip()) < 6 for field in (self.first, self.last)):  # not while a date is begun
            self.changed.emit()
