"""Fields (dates as people type them, calendar, wheel, autosave), Home, and the slow work behind the window."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QCalendarWidget, QComboBox, QLineEdit, QSlider, QWidget

from leadapp.domain.errors import BadInputError
from leadapp.domain.quarters import parse_date
from leadapp.ui import theme
from leadapp.ui.background import Background, Progress
from leadapp.ui.charts.chart_view import ChartView
from leadapp.ui.forms.fields import ChoiceField, DateField, SuggestField, TextArea, TextField
from leadapp.ui.main_window import MainWindow
from leadapp.ui.wheel_guard import guard
from leadapp.ui.widgets import Button, set_shown
from tests.ui.fixtures import Stage, bring_up, settle, wait_until
from tests.ui.hands import button, click, field, fill, focus, open_action, part, plan_page, press, words_on, write


def wheel_over(widget: QWidget) -> None:
    place = QPointF(widget.rect().center())
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place.toPoint())),
        QPoint(0, 0),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    settle()


# -------------------------------------------------------------------------------- dates
@pytest.mark.parametrize("typed", ["31 March 2027", "31/3/27", "31.03.2027", "2027-03-31", "31 mar 2027", " 31  march  2027 "])
def test_a_date_is_taken_as_people_type_it(window: MainWindow, typed: str) -> None:
    pane = open_action(window, "NS-11")
    field(pane, "due").box.setFocus()
    press("Ctrl+A")
    write(typed)
    press("Tab")
    write("moved")
    press("Tab")
    settle()
    assert field(pane, "due").text() == "31 March 2027"
    assert parse_date(typed) == dt.date(2027, 3, 31)


def test_the_calendar_types_the_day_that_is_chosen(stage: list[QWidget]) -> None:
    due = DateField("due", "Due")
    stage.append(Stage(due))
    bring_up(stage[0])
    due.show_text("30 September 2026")
    told: list[str] = []
    due.edited.connect(lambda: told.append(due.text()))
    due.line.setFocus()
    press("Alt+Down")
    calendar = next(w for w in QApplication.allWidgets() if isinstance(w, QCalendarWidget) and w.isVisible())
    assert calendar.selectedDate() == QDate(2026, 9, 30)
    assert calendar.firstDayOfWeek() is Qt.DayOfWeek.Monday
    calendar.clicked.emit(QDate(2026, 10, 5))
    settle()
    assert told == ["5 October 2026"]
    assert focus() is due.line
    due.show_text("no date")
    click(button(stage[0], "Choose due from a calendar"))
    calendar = next(w for w in QApplication.allWidgets() if isinstance(w, QCalendarWidget) and w.isVisible())
    assert calendar.selectedDate() == QDate.currentDate()
    calendar.window().close()


# -------------------------------------------------------------------------------- fields
def test_the_wheel_changes_no_value(stage: list[QWidget]) -> None:
    choice = ChoiceField("status", "Status", (("a", "One"), ("b", "Two")))
    slider = QSlider(Qt.Orientation.Horizontal)
    slider.setRange(0, 100)
    slider.setValue(50)
    stage.append(Stage(choice, slider))
    bring_up(stage[0])
    guard(slider)
    for target in (choice.combo, slider):
        wheel_over(target)
        target.setFocus()
        wheel_over(target)
    assert choice.text() == "a"
    assert slider.value() == 50


def test_a_problem_stands_beneath_its_field_and_is_spoken(stage: list[QWidget]) -> None:
    title = TextField("t", "Title", "A hint")
    stage.append(Stage(title))
    bring_up(stage[0])
    title.set_problem("Give it a title.")
    assert "Give it a title." in words_on(title)
    assert title.box.accessibleDescription() == "Give it a title. A hint"
    title.set_problem("")
    assert "Give it a title." not in words_on(title)


def test_an_area_grows_with_its_text_within_limits(stage: list[QWidget]) -> None:
    area = TextArea("a", "Text", lines=2, most=4)
    stage.append(Stage(area))
    bring_up(stage[0])
    heights = []
    for lines in (1, 3, 9):
        area.show_text("\n".join("line" for _ in range(lines)))
        heights.append(area.area.sizeHint().height())
    assert heights[0] < heights[1] < heights[2]
    area.show_text("\n" * 99)
    assert area.area.sizeHint().height() == heights[2]


def test_a_part_without_a_parent_comes_along_later(stage: list[QWidget]) -> None:
    child = QWidget()
    child.hide()
    set_shown(child, shown=True)
    assert not child.isVisible()
    stage.append(Stage(child))
    bring_up(stage[0])
    assert child.isVisible()


# -------------------------------------------------------------------------------- slow work
def test_slow_work_tells_its_progress_and_its_end(qapp: QApplication) -> None:
    worker = Background()
    told: list[object] = []
    worker.progressed.connect(lambda done, total: told.append((done, total)))
    worker.finished.connect(told.append)
    worker.failed.connect(lambda error: told.append(str(error)))

    def work(progress: Progress) -> str:
        progress(1, 2)
        return "done"

    assert worker.run(work)
    wait_until(lambda: not worker.is_running)
    assert told == [(1, 2), "done"]

    def fail(_progress: Progress) -> None:
        raise BadInputError("The folder is not there.")

    worker.run(fail)
    wait_until(lambda: not worker.is_running)
    assert told[-1] == "The folder is not there."
    worker.close()
    worker.close()


# -------------------------------------------------------------------------------- home
def test_home_says_what_to_do_next_in_order(window: MainWindow) -> None:
    words = words_on(window.rooms["home"])
    assert "This quarter: July to September 2026" in words
    assert "Your return is due on 9 October 2026, in 18 days." in words
    undecided = sum(row.needs_decision for row in window.services.plan.cascade())
    order = [f"Decide on {undecided} corporate actions", "Update 4 actions", "Record 3 KPI values", "2 triggers have no answer"]
    assert [words.index(text) for text in order] == sorted(words.index(text) for text in order)
    assert "12 of 17 checks passed" in words
    assert f"Plan by pillar: {len(window.services.plan.list_actions())} actions" in words
    assert "6 of 6. Action 1.7 asks for at least 50%." in words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Update my ", "Quarter round"),
        ("Open the cascade: ", "to decide"),
        ("Start the round: ", "Quarter round"),
        ("Record values: ", "Quarter round"),
    ],
)
def test_every_button_of_home_goes_there(window: MainWindow, name: str, words: str) -> None:
    click(next(b for b in window.rooms["home"].findChildren(Button) if b.accessibleName().startswith(name)))
    assert window.current_page() is window.rooms["plan"]
    assert words in words_on(plan_page(window))


def test_home_changes_with_the_plan(window: MainWindow) -> None:
    for reference in ("NS-08", "NS-10", "2.13", "NS-11"):
        item = next(i for i in window.services.round.items() if i.action.reference == reference)
        window.services.round.write_update(item.action.id, "Said.")
    fill(open_action(window, "2.4"), "update", "Said, too.")
    window.go("home")
    settle()
    words = words_on(window.rooms["home"])
    assert "Update 4 actions" not in words
    assert "Record 3 KPI values" in words


def test_home_without_month_zero_says_why_dates_are_missing(empty_window: MainWindow) -> None:
    empty_window.services.preferences.change(
        empty_window.services.preferences.directorate().version, {"month_zero": "", "priority": "no"}
    )
    empty_window.go("plan")
    fresh = empty_window.rooms["home"]
    fresh._stale = True
    empty_window.go("home")
    settle()
    assert "Why are dates missing?" in words_on(fresh)
    assert "Urgent actions underway" not in words_on(fresh)
    click(button(fresh, "Set Month 0"))
    assert focus().objectName() == "month_zero"


def test_charts_of_home_show_their_numbers(window: MainWindow) -> None:
    page = window.rooms["home"]
    chart = part(page, ChartView, "plan_by_pillar")
    click(next(b for b in page.findChildren(type(button(page, "Show as table"))) if b.text() == "Show as table"))
    assert not chart._canvas.isVisible()
    assert "underway" in words_on(chart).lower()
    assert window.grab().size().width() >= 1280


def test_a_narrow_home_has_one_column(window: MainWindow) -> None:
    chart = part(window.rooms["home"], ChartView, "plan_by_pillar")
    clock = part(window.rooms["home"], ChartView, "month_clock")
    assert clock.mapTo(window, QPoint(0, 0)).x() > chart.mapTo(window, QPoint(0, 0)).x() + 100
    theme.current.apply(scale=2.0)
    settle()
    assert abs(clock.mapTo(window, QPoint(0, 0)).x() - chart.mapTo(window, QPoint(0, 0)).x()) < 40


def test_combos_say_their_name(window: MainWindow) -> None:
    pane = open_action(window, "2.4")
    assert part(pane, QComboBox, "status").accessibleName() == "Status"


def test_a_long_suggestion_is_read_from_its_beginning(stage: list[QWidget]) -> None:
    field = SuggestField("owner", "Owner")
    stage.append(Stage(field))
    field.show_text("Corporate Director, Neighbourhood Services and Communities")
    line = field.combo.lineEdit()
    assert line is not None
    assert line.cursorPosition() == 0


def test_a_line_keeps_all_that_is_pasted_into_it(stage: list[QWidget], qapp: QApplication) -> None:
    source, owner = TextField("source", "Source"), SuggestField("owner", "Owner")
    stage.append(Stage(source, owner))
    pasted = "From the survey of March. " * 4_000
    qapp.clipboard().setText(pasted)
    for one in (source, owner):
        (line,) = one.findChildren(QLineEdit)
        line.paste()
        assert one.text() == pasted


def test_a_source_of_100_000_characters_is_stored_whole(window: MainWindow, qapp: QApplication) -> None:
    window.go("round")
    settle()
    pasted = ("Workforce system, the run of 30 September. " * 2_500)[:100_000].strip()
    qapp.clipboard().setText(pasted)
    form = plan_page(window).round.form
    line = next(line for line in form.findChildren(QLineEdit) if line.objectName().endswith("_source") and line.isVisible())
    line.setFocus()
    press("Ctrl+A")
    press("Ctrl+V")
    numerator = next(line for line in form.findChildren(QLineEdit) if line.objectName().endswith("_numerator"))
    numerator.setFocus()
    write("8")
    press("Tab")
    write("10")
    form.flush()
    sources = [value.source for item in window.services.round.items() for kpi in item.kpis for value in kpi.values]
    assert pasted in sources
