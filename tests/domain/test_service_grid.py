"""KPIs by service: how cells are read, what is summed up, what leaves the base, and blocks from Excel."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.directorate import ServiceRecord
from leadapp.domain.given_figures import carried_source, from_grid
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.quarters import Quarter
from leadapp.domain.service_grid import (
    NOT_APPLICABLE,
    Grid,
    Line,
    ServiceValue,
    can_be_by_service,
    cell_text,
    line_texts,
    may_follow,
    problems_of,
    read_line,
    renewals,
    shape_of,
    total,
    value_words,
)
from leadapp.domain.service_paste import block_of, paste
from leadapp.services.opening import shipped_plan

PLAN = shipped_plan()
QUARTER = Quarter.parse("2026-27-Q2")
TRAINED = Kpi(1, "k", 1, 1, "Managers trained", KpiKind.PERCENTAGE, "2.13.K2", numerator_label="trained", denominator_label="all")
STANDARD = replace(TRAINED, id=2, text="Services that meet the standard", corporate_kpi="2.6.K2")
TALKS = Kpi(3, "t", 1, 1, "Talks held", KpiKind.COUNT)
CERTIFIED = replace(TRAINED, id=4, corporate_kpi="3.11.K2a")


def line(place: int, name: str = "", typed: tuple[tuple[str, str], ...] = (), **values: object) -> Line:
    service = ServiceRecord(place, f"s{place}", 1, name or f"Service {place}", frontline=False)
    value = ServiceValue(place, f"v{place}", 1, 1, str(QUARTER), place, **values) if values else None  # type: ignore[arg-type]
    return Line(service, value, None, typed)


def grid(kpi: Kpi, *lines: Line, value: KpiValue | None = None) -> Grid:
    return Grid(kpi, "2.13", shape_of(kpi, PLAN), QUARTER, lines, value)


def own_value(**values: object) -> KpiValue:
    return KpiValue(1, "v", 1, 1, str(QUARTER), dt.date(2026, 9, 30), **values)  # type: ignore[arg-type]


# -------------------------------------------------------------------------------- which KPIs, in which shape
def test_the_catalogue_says_where_services_themselves_are_counted() -> None:
    assert shape_of(STANDARD, PLAN).figures == ("answer",)
    assert shape_of(TRAINED, PLAN).figures == ("numerator", "denominator")
    assert shape_of(TALKS, PLAN).figures == ("number",)


def test_an_own_share_of_services_counts_services() -> None:
    own = replace(TRAINED, corporate_kpi="", denominator_label="frontline services")
    assert shape_of(own, PLAN).figures == ("answer",)
    assert shape_of(replace(own, denominator_label="servicesque things"), PLAN).figures == ("numerator", "denominator")


def test_only_certificates_ask_when_they_run_out() -> None:
    assert ("renewal_due", "Next to run out") in shape_of(CERTIFIED, PLAN).columns
    assert "renewal_due" not in dict(shape_of(TRAINED, PLAN).columns)


@pytest.mark.parametrize(
    ("kind", "perception", "can"),
    [("count", False, True), ("percentage", False, True), ("percentage", True, False), ("perception", True, False)]
    + [(kind, False, False) for kind in ("yes_no", "milestone", "trend")],
)
def test_what_people_perceive_and_a_plain_yes_are_not_shared(kind: str, perception: bool, can: bool) -> None:
    assert can_be_by_service(Kpi(1, "k", 1, 1, "", KpiKind(kind), perception=perception)) is can


# -------------------------------------------------------------------------------- cells
@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"numerator": "14", "denominator": "1,400"}, "14 of 1,400, 1.0%"),
        ({"numerator": "n/a", "denominator": ""}, NOT_APPLICABLE),
        ({"numerator": "", "denominator": "–"}, NOT_APPLICABLE),
        ({"numerator": "", "denominator": ""}, ""),
    ],
)
def test_a_figure_reads_back_as_it_was_meant(typed: dict[str, str], words: str) -> None:
    values, problems = read_line(shape_of(TRAINED, PLAN), typed)
    assert problems == ()
    assert value_words(shape_of(TRAINED, PLAN), ServiceValue(1, "v", 1, 1, str(QUARTER), 1, **values)) == words


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"numerator": "14"}, "denominator", "Say out of how many."),
        ({"denominator": "14"}, "numerator", "Say how many."),
        ({"numerator": "15", "denominator": "14"}, "numerator", "15 is more than 14."),
        ({"numerator": "0", "denominator": "0"}, "denominator", "Nobody to count? Type n/a: the service then leaves the base."),
        ({"numerator": "many", "denominator": "14"}, "numerator", "Type a number, such as 412."),
        ({"numerator": "n/a", "denominator": "14"}, "denominator", f"Either a figure or “{NOT_APPLICABLE}”, not both."),
        ({"numerator": "-3", "denominator": "14"}, "numerator", "The number cannot be below 0."),
    ],
)
def test_a_figure_that_cannot_be_used_says_why_and_gives_no_value(typed: dict[str, str], field: str, sentence: str) -> None:
    values, problems = read_line(shape_of(TRAINED, PLAN), typed)
    assert [(p.field, p.sentence) for p in problems] == [(field, sentence)]
    assert values == {}


@pytest.mark.parametrize(
    ("text", "words"), [("Y", "yes"), ("yes", "yes"), ("not  yet", "not yet"), ("0", "not yet"), ("n/a", NOT_APPLICABLE)]
)
def test_an_answer_is_yes_not_yet_or_outside(text: str, words: str) -> None:
    shape = shape_of(STANDARD, PLAN)
    values, problems = read_line(shape, {"answer": text})
    assert problems == ()
    assert value_words(shape, ServiceValue(1, "v", 1, 2, str(QUARTER), 1, **values)) == words


def test_an_answer_that_is_none_is_refused() -> None:
    assert read_line(shape_of(STANDARD, PLAN), {"answer": "perhaps"})[1][0].sentence == "Type yes, not yet, or n/a."


def test_note_and_renewal_stand_beside_a_figure_that_cannot_be_used() -> None:
    texts = {"numerator": "x", "denominator": "3", "renewal_due": "1 December 2026", "note": "Two on leave"}
    values, problems = read_line(shape_of(CERTIFIED, PLAN), texts)
    assert values == {"renewal_due": dt.date(2026, 12, 1), "note": "Two on leave"}
    assert [p.field for p in problems] == ["numerator"]
    assert read_line(shape_of(CERTIFIED, PLAN), {"renewal_due": "32 May"})[1][0].field == "renewal_due"


def test_outside_stands_for_the_whole_figure() -> None:
    shape = shape_of(TRAINED, PLAN)
    outside = line(1, not_applicable=True)
    assert cell_text(outside, "numerator") == cell_text(outside, "denominator") == NOT_APPLICABLE
    assert line_texts(shape, outside, {"numerator": "4"}) == {"numerator": "4", "denominator": "", "note": ""}
    full = line(1, numerator=4.0, denominator=5.0, note="Nights")
    assert line_texts(shape, full, {"denominator": "n/a"}) == {"numerator": "", "denominator": "n/a", "note": "Nights"}
    assert line_texts(shape, full, {"note": "Days"}) == {"numerator": "4", "denominator": "5", "note": "Days"}


def test_what_was_typed_stands_in_the_cell_and_is_told() -> None:
    odd = line(1, typed=(("numerator", "x"), ("denominator", "12")), numerator=4.0, denominator=5.0)
    assert cell_text(odd, "numerator") == "x"
    assert [p.field for p in problems_of(shape_of(TRAINED, PLAN), odd)] == ["numerator"]
    assert total((odd,)).words == "4 of 5, 80.0%"  # the last usable figure counts until the new one can be read


# -------------------------------------------------------------------------------- sums
figures = st.integers(0, 500).flatmap(lambda bottom: st.tuples(st.integers(0, bottom + 1), st.just(bottom + 1)))
services = st.lists(st.one_of(st.none(), st.just("out"), figures), min_size=1, max_size=40)


@given(services)
def test_the_sum_is_that_of_the_services_that_gave_a_figure(given_by: list[tuple[int, int] | str | None]) -> None:
    lines = []
    for number, one in enumerate(given_by):
        if isinstance(one, tuple):
            lines.append(line(number, numerator=float(one[0]), denominator=float(one[1])))
        else:
            lines.append(line(number, not_applicable=True) if one == "out" else line(number))
    summed = total(lines)
    pairs = [one for one in given_by if isinstance(one, tuple)]
    assert (summed.numerator or 0, summed.denominator or 0) == (sum(a for a, _ in pairs), sum(b for _, b in pairs))
    assert (summed.filled, summed.outside, len(summed.missing)) == (len(pairs), given_by.count("out"), given_by.count(None))
    assert summed.base == len(given_by) - given_by.count("out")
    assert summed.is_empty == (not pairs)


def test_services_that_count_themselves_are_counted_among_those_that_answered() -> None:
    answers = [line(n, numerator=float(n < 3), denominator=1.0) for n in range(5)]
    summed = total([*answers, line(5), line(6, not_applicable=True)])
    assert summed.words == "3 of 5, 60.0%"
    assert summed.source == "By service: 5 of 6 services, 1 does not apply"


def test_numbers_are_added_up() -> None:
    summed = total([line(1, number=4.0), line(2, number=0.0), line(3)])
    assert (summed.words, summed.counted, summed.missing) == ("4", "2 of 3 services", ("Service 3",))


@pytest.mark.parametrize(
    ("value", "follows", "differs"),
    [
        (None, True, False),
        ({"numerator": 4.0, "denominator": 5.0}, True, False),
        ({"numerator": 5.0, "denominator": 5.0}, False, True),
        ({"not_yet_measured": True}, False, True),
    ],
)
def test_a_figure_typed_by_hand_is_never_overwritten(value: dict[str, object] | None, follows: bool, differs: bool) -> None:
    shown = grid(TRAINED, line(1, numerator=4.0, denominator=5.0), value=own_value(**value) if value else None)
    assert (may_follow(shown), shown.differs) == (follows, differs)


def test_the_round_is_told_what_the_services_give() -> None:
    nothing = from_grid(grid(TRAINED, line(1)))
    assert nothing.is_empty
    taken = from_grid(grid(TRAINED, line(1, numerator=4.0, denominator=5.0), value=own_value(numerator=4.0, denominator=5.0)))
    assert taken.sentence == "By service: 4 of 5, 80.0% from 1 of 1 service. This is the value."
    assert nothing.sentence == "By service: nothing filled in yet (0 of 1 service)."
    one = grid(TRAINED, line(1, numerator=4.0, denominator=5.0), line(2))
    assert from_grid(one).sentence == "By service: 4 of 5, 80.0% from 1 of 2 services. Not taken yet."
    same = from_grid(replace(one, value=own_value(numerator=4.0, denominator=5.0, note="Kept")))
    assert same.is_taken
    assert same.draft.note == "Kept"
    other = from_grid(replace(one, value=own_value(numerator=5.0, denominator=5.0)))
    assert other.sentence.endswith("The value above was typed by hand and differs.")


def test_a_source_that_leadapp_wrote_is_not_carried_on_to_the_next_quarter() -> None:
    assert carried_source(own_value(source="HR list")) == "HR list"
    assert carried_source(own_value(source="By service: 2 of 2 services")) == ""
    assert carried_source(own_value(source="Register: impact assessments")) == ""
    assert carried_source(None) == ""


def test_certificates_that_run_out_by_the_end_of_next_quarter_are_told() -> None:
    days = (dt.date(2026, 12, 31), dt.date(2027, 1, 1), dt.date(2026, 8, 1))
    shown = grid(CERTIFIED, *(line(n, renewal_due=day) for n, day in enumerate(days)), line(9))
    assert renewals(shown) == (("Service 2", days[2]), ("Service 0", days[0]))


# -------------------------------------------------------------------------------- a block from Excel
def test_a_block_is_read_as_excel_writes_it() -> None:
    assert block_of('1\t2\r\n3\t"a\r\nb"\r\n') == (("1", "2"), ("3", "a\nb"))
    assert block_of("") == ()
    assert block_of("7") == (("7",),)


def test_a_block_is_laid_from_the_chosen_cell_on() -> None:
    laid = paste(grid(TRAINED, line(1), line(2), line(3)), (("4", "5"), ("6", "7")), 1, 0)
    assert laid.texts == {2: {"numerator": "4", "denominator": "5"}, 3: {"numerator": "6", "denominator": "7"}}
    assert (laid.count, laid.refused) == (4, ())


def test_rows_that_begin_with_names_find_their_service_in_any_order() -> None:
    shown = grid(TRAINED, line(1, "Parks"), line(2, "Housing Options"))
    laid = paste(shown, (("housing  options", "4", "5"), ("Parks", "6", "7"), ("Zoo", "1", "1")), 0, 1)
    assert laid.texts == {2: {"numerator": "4", "denominator": "5"}, 1: {"numerator": "6", "denominator": "7"}}
    assert [refused.words for refused in laid.refused] == ["Zoo: “1 1”. There is no such service here."]


def test_a_figure_that_cannot_be_used_is_left_out_whole_and_named() -> None:
    shown = grid(TRAINED, line(1, "Parks", numerator=1.0, denominator=2.0), line(2, "Wardens"))
    laid = paste(shown, (("9", "8", "Note one"), ("3", "x"), ("1", "1")), 0, 0)
    assert laid.texts == {1: {"note": "Note one"}}
    assert [refused.words for refused in laid.refused] == [
        "Parks, Trained: “9”. 9 is more than 8.",
        "Wardens, All: “x”. Type a number, such as 412.",
        "Row 3: “1 1”. There is no such service here.",
    ]


def test_what_stands_beside_the_grid_is_named() -> None:
    laid = paste(grid(TRAINED, line(1, "Parks")), (("1", "2", "note", "too much"),), 0, 0)
    assert [refused.words for refused in laid.refused] == ["Parks: “too much”. It stands beside the grid."]


@given(
    st.lists(st.lists(st.sampled_from(["", "1", "2", "x", "n/a", "Service 1"]), max_size=5), max_size=6),
    st.integers(0, 3),
    st.integers(0, 2),
)
def test_whatever_is_pasted_every_kept_cell_can_be_used(block: list[list[str]], row: int, column: int) -> None:
    shown = grid(TRAINED, line(0), line(1, numerator=1.0, denominator=2.0), line(2, not_applicable=True))
    laid = paste(shown, block, row, column)
    for one in shown.lines:
        texts = laid.texts.get(one.service.id)
        if texts:
            assert read_line(shown.shape, line_texts(shown.shape, one, texts))[1] == ()


def test_cells_read_as_the_file_holds_them() -> None:
    held = line(1, numerator=0.0, denominator=1.0, renewal_due=dt.date(2026, 12, 1), note="Nights")
    assert [cell_text(held, name) for name in ("answer", "renewal_due", "note")] == ["not yet", "1 December 2026", "Nights"]
    assert cell_text(line(1, note="Nights"), "answer") == ""
    assert cell_text(line(1, note="Nights"), "renewal_due") == ""
    assert cell_text(line(1), "note") == ""
    assert value_words(shape_of(TALKS, PLAN), line(1, number=4.0).value) == "4"
    assert value_words(shape_of(TALKS, PLAN), None) == ""
    assert problems_of(shape_of(TRAINED, PLAN), held) == ()


def test_a_figure_by_hand_is_one_that_the_services_do_not_give() -> None:
    assert from_grid(grid(TALKS, line(1, number=4.0))).draft.number == "4"
