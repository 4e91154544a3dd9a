"""The calendar that opens under a date field."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import QCalendarWidget, QFrame

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import format_date, parse_date
from leadapp.ui.widgets import column

if TYPE_CHECKING:
    from leadapp.ui.forms.fields import DateField


def show_calendar(field: DateField) -> None:
    """Open a calendar under the field; choosing a day types it."""
    popup = QFrame(field, Qt.WindowType.Popup)
    popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    popup.setProperty("kind", "card")
    calendar = QCalendarWidget()
    calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
    calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
    try:
        day = parse_date(field.text())
    except BadInputError:
        day = dt.datetime.now().astimezone().date()
    calendar.setSelectedDate(QDate(day.year, day.month, day.day))

    def choose(chosen: QDate) -> None:
        popup.close()
        field.show_text(format_date(dt.date(chosen.year(), chosen.month(), chosen.day())))
        field.line.setFocus()
        field.edited.emit()

    calendar.activated.connect(choose)
    calendar.clicked.connect(choose)
    popup.setLayout(column(calendar, margins=(4, 4, 4, 4)))
    popup.move(field.line.mapToGlobal(QPoint(0, field.line.height() + 2)))
    popup.show()
    calendar.setFocus()
