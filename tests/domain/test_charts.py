"""Charts laid out once for screen and paper: nothing leaves the frame, every number has its table, long words are shortened."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadapp.domain.chart_scenes import Box, Line, Outline, Scene, Shape, Words, chart_table, scene, shorten
from leadapp.domain.charts import Chart, ClockMark, Columns, MonthClock, Series, StackedBars

ZERO = dt.date(2026, 1, 1)
KEYS = ("complete", "underway", "not_started", "paused", "will_not_do")


def measure(text: str, size: float, bold: bool) -> float:
    """Every letter is half as wide as high."""
    return len(text) * size * (0.55 if bold else 0.5)


def reach(item: Line | Box | Outline | Shape | Words) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what is drawn."""
    if isinstance(item, Line):
        return min(item.x1, item.x2), min(item.y1, item.y2), max(item.x1, item.x2), max(item.y1, item.y2)
    if isinstance(item, Box):
        return item.x, item.y, item.x + item.width, item.y + item.height
    if isinstance(item, Outline):
        xs, ys = [p[0] for p in item.points], [p[1] for p in item.points]
        return min(xs), min(ys), max(xs), max(ys)
    if isinstance(item, Shape):
        return item.x, item.y, item.x + item.size, item.y + item.size
    wide = measure(item.text, item.size, item.bold)
    left = {"start": item.x, "middle": item.x - wide / 2, "end": item.x - wide}[item.anchor]
    return left, item.y - item.size, left + wide, item.y


def check_inside(drawn: Scene, slack: float = 8) -> None:
    for item in drawn.items:
        left, top, right, bottom = reach(item)
        assert left >= -slack, item
        assert right <= drawn.width + slack, item
        assert top >= -slack, item
        assert bottom <= drawn.height + slack, item
        assert right >= left
        assert bottom >= top


WORDS = st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=40)


@st.composite
def bars(draw: st.DrawFn) -> StackedBars:
    rows = draw(st.integers(1, 6))
    series = tuple(
        Series(key, key, tuple(draw(st.lists(st.integers(0, 80), min_size=rows, max_size=rows)))) for key in (*KEYS, "other")
    )
    categories = tuple(draw(st.lists(WORDS, min_size=rows, max_size=rows)))
    return StackedBars("t", "x", categories, series, draw(st.sampled_from([(), ("24 actions, 3 open",) * (rows - 1)])))


@st.composite
def columns(draw: st.DrawFn) -> Columns:
    count = draw(st.integers(1, 8))
    unit = draw(st.sampled_from(["", "%"]))
    numbers = st.one_of(st.none(), st.floats(0, 100 if unit else 1e6, allow_nan=False))
    values = tuple(draw(st.lists(numbers, min_size=count, max_size=count)))
    names = tuple(f"Q{n}\nnow" for n in range(count))
    target = draw(st.one_of(st.none(), st.floats(0, 100)))
    return Columns(
        "t", "x", names, values, unit, target, "Target 50%" if target is not None else "", draw(st.integers(0, count - 1))
    )


@st.composite
def clocks(draw: st.DrawFn) -> MonthClock:
    last = ZERO + dt.timedelta(days=draw(st.integers(300, 1500)))
    days = st.dates(ZERO, last)
    kinds = st.sampled_from(["kpi", "first_due", "due", "return_due"])
    marks = tuple(ClockMark(draw(days), draw(WORDS), draw(kinds)) for _ in range(draw(st.integers(0, 5))))
    first = draw(st.sampled_from([ZERO, ZERO + dt.timedelta(days=60)]))
    band = draw(st.one_of(st.none(), days))
    return MonthClock("t", "x", ZERO, first, last, draw(days), "2026-27-Q2", band, "Band: within 6 months", marks)


@settings(max_examples=60, deadline=None)
@given(st.one_of(bars(), columns(), clocks()), st.floats(260, 1200), st.sampled_from([8.0, 9.0, 14.0]))
def test_nothing_leaves_the_frame(chart: Chart, width: float, size: float) -> None:
    drawn = scene(chart, width, measure, size)
    assert drawn.width == width
    assert drawn.height < 1000
    check_inside(drawn, slack=size * 1.5)


@settings(max_examples=30, deadline=None)
@given(st.one_of(bars(), columns(), clocks()))
def test_every_number_stands_in_the_table(chart: Chart) -> None:
    table = chart_table(chart)
    assert all(len(row) == len(table.head) for row in table.rows)
    words = [cell for row in table.rows for cell in row]
    if isinstance(chart, StackedBars):
        assert all(str(v) in words for s in chart.series for v in s.values)
    elif isinstance(chart, Columns):
        assert words.count("not measured") == chart.values.count(None)
        assert len(table.rows) == len(chart.values) + (chart.target is not None)
    else:
        assert len(table.rows) == len(chart.marks) + 1


def test_parts_of_a_bar_are_as_long_as_their_numbers() -> None:
    chart = StackedBars("t", "x", ("1 A", "2 B"), (Series("complete", "Complete", (4, 2)), Series("paused", "Paused", (0, 2))))
    boxes = [i for i in scene(chart, 400, measure).items if isinstance(i, Box) and i.fill in {"blue", "base"} and i.height > 12]
    complete, second, paused = (b.width + 2 for b in boxes if b.line or b.fill == "blue")
    assert complete == pytest.approx(2 * second)
    assert paused == pytest.approx(second)


def test_today_is_drawn_where_it_lies() -> None:
    chart = MonthClock("t", "x", ZERO, ZERO, dt.date(2026, 12, 31), dt.date(2026, 7, 2), "2026-27-Q2")
    drawn = scene(chart, 366, measure)
    (today,) = [i for i in drawn.items if isinstance(i, Line) and i.role == "focus"]
    assert today.x1 == pytest.approx(183, abs=2)
    names = [i.text for i in drawn.items if isinstance(i, Words)]
    assert "Month 0" in names
    assert "Month 12" in names


def test_a_quarter_with_little_room_goes_without_its_name() -> None:
    chart = MonthClock("t", "x", ZERO, dt.date(2026, 3, 28), dt.date(2036, 4, 2), dt.date(2027, 7, 2), "2027-28-Q2")
    wide, narrow = (
        [i.text for i in scene(chart, width, measure).items if isinstance(i, Words) and i.text.startswith(("Q", "20"))]
        for width in (1200, 260)
    )
    assert {"Q1", "Q2", "Q3", "Q4", "2026-27", "2035-36"} <= set(wide)
    assert "2036-37" not in wide, "two days of a year have no room for its name"
    assert not [name for name in narrow if name.startswith("Q")]


def test_a_narrow_chart_names_its_target_and_its_quarters_whole() -> None:
    chart = Columns("t", "x", ("2026-27\nQ1", "2026-27\nQ2"), (29.0, 100.0), "%", 100.0, "Target 100%", 1)
    drawn = scene(chart, 114, measure)
    words = {i.text: i for i in drawn.items if isinstance(i, Words)}
    assert {"Target 100%", "2026-27", "Q1", "Q2", "100.0%"} <= set(words)
    assert not [text for text in words if "…" in text]
    assert words["Target 100%"].y < words["100.0%"].y - words["100.0%"].size, "the key stands above the highest value"
    assert len([i for i in drawn.items if isinstance(i, Line) and i.dash]) == 2, "the line and its key"
    nameless = scene(dataclasses.replace(chart, target_label=""), 114, measure)
    assert len([i for i in nameless.items if isinstance(i, Line) and i.dash]) == 1, "without a name there is no key"


@pytest.mark.parametrize(("value", "inside"), [(86.5, True), (100.0, True), (60.0, False), (3.0, False)])
def test_the_target_line_strikes_out_no_value(value: float, inside: bool) -> None:
    chart = Columns("t", "x", ("Q1", "Q2"), (20.0, value), "%", 100.0 if value > 50 else value + 5, "Target", 1)
    drawn = scene(chart, 300, measure)
    (target,) = [i for i in drawn.items if isinstance(i, Line) and i.dash]
    column = [i for i in drawn.items if isinstance(i, Box) and i.fill == "accent"][-1]
    (words,) = [i for i in drawn.items if isinstance(i, Words) and i.text == f"{value:.1f}%"]
    assert (words.y > column.y) == inside
    assert words.role == ("on_accent" if inside else "ink")
    if value > 50:
        assert not words.y - words.size < target.y1 < words.y - 1


@given(WORDS, st.floats(0, 300))
def test_shortened_words_fit(text: str, room: float) -> None:
    short = shorten(text, room, measure, 9)
    assert short == text or short.endswith("…")
    assert measure(short, 9, False) <= room or short == "…"
