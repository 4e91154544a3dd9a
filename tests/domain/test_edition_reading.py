"""Tables as councils send them: heads anywhere, rows broken by Word, and every refused row named with place and reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from leadapp.domain.edition_reading import ReadEdition, read_edition
from leadapp.domain.sheets import Book, Row, Sheet, Unusable

HEADS = ("Pillar", "Sub-section", "ID", "Action", "KPIs", "Objective", "Accountable", "Responsible", "Timescale")


def action(action_id: Any, title: str = "Do it", **cells: Any) -> tuple[Any, ...]:
    """A row of the table that can be used as it stands."""
    fields = {
        "pillar": None,
        "sub_section": "Reporting",
        "kpis": "It is published by Month 9",
        "objective": "Why",
        "accountable": "Chief Executive",
        "responsible": "Director",
        "timescale": "Year 1",
    } | cells
    first = (fields["pillar"], fields["sub_section"], action_id, title)
    return (*first, *(fields[name] for name in ("kpis", "objective", "accountable", "responsible", "timescale")))


def sheet(*rows: tuple[Any, ...], name: str = "Plan") -> Sheet:
    return Sheet(name, tuple(Row(name, number, row) for number, row in enumerate(rows, 1) if row))


def read(*rows: tuple[Any, ...]) -> ReadEdition:
    return read_edition(Book("plan.xlsx", (sheet(*rows),)))


def faults(*rows: tuple[Any, ...]) -> list[str]:
    """What is refused; then nothing at all is taken."""
    found = read(*rows)
    assert found.actions == ()
    return [str(fault).removeprefix("Sheet “Plan”, ") for fault in found.faults]


# -------------------------------------------------------------------------------- honest tables
def test_a_table_is_read_below_its_title_rows_in_any_order_of_columns() -> None:
    order = (8, 3, 2, 0, 1, 5, 4, 7, 6)

    def shuffled(row: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(row[n] for n in order)

    found = read(
        ("LIVERPOOL ANTI-RACISM ACTION PLAN",),
        ("Edition: Second, 2027", "Edition: Second, 2027"),
        ("Prepared by", "somebody"),
        (),
        (*shuffled(HEADS), "Notes"),
        (*shuffled(action("2.10", "Publish  the\nreport", kpis="• One by Month 9\n• Two, which\ngoes on")), "kept apart"),
    )
    assert found.faults == ()
    (one,) = found.actions
    assert (one.id, one.pillar, one.title, one.timescale) == ("2.10", 2, "Publish the report", "Year 1")
    assert [(k.text, k.due) for k in one.kpis] == [("One by Month 9", "M9"), ("Two, which goes on", "-")]
    assert found.labels == {"edition": "Second, 2027"}


def test_the_published_layout_with_pillar_lines_and_repeated_heads_is_read() -> None:
    found = read(
        ("Outcome: Of nothing.",),
        ("Pillar 1 - Foundation",),
        ("Outcome: People are safer.",),
        HEADS[1:],
        action("1.1", sub_section="Response")[1:],
        action("1.2", sub_section=None)[1:],
        ("Page 3 of 12",),
        (*[None] * 9, "a note", "and another"),
        ("OFFICIAL",),
        ("Pillar 2: Systems",),
        ("Pillar 2",),
        ("Outcome: Equity.",),
        HEADS[1:],
        action("2.1")[1:],
        (None, None, None, "It is used by Month 12", "and more"),
        ("A closing line",),
    )
    assert found.pillars == {1: "Foundation", 2: "Systems"}
    assert found.outcomes == {1: "People are safer.", 2: "Equity."}
    assert found.faults == ()
    assert [(a.id, a.sub_section) for a in found.actions] == [("1.1", "Response"), ("1.2", "Response"), ("2.1", "Reporting")]
    assert [k.due for k in found.actions[-1].kpis] == ["M9", "M12"]


def test_a_sub_section_is_not_carried_into_another_pillar() -> None:
    assert faults(HEADS, action("1.1"), action("2.1", sub_section=None)) == ["row 3, column B: “Sub-section” is empty."]


def test_the_pillar_may_stand_in_its_column() -> None:
    found = read(
        HEADS, action("1.1", pillar="1 Foundation"), action("2.1", pillar="Pillar 2 – Systems"), action("3.1", pillar="Our culture"),
        action("4.1", pillar=4),
    )  # fmt: skip
    assert found.pillars == {1: "Foundation", 2: "Systems", 3: "Our culture"}
    assert [a.pillar for a in found.actions] == [1, 2, 3, 4]


def test_rows_that_word_broke_go_on_with_the_action_above() -> None:
    found = read(
        HEADS,
        action("1.1", kpis="• One"),
        (None, None, None, None, "• Two by Month 6", "and because"),
        (None, "Reporting", None, None, None),
        (None, None, None, None, "OFFICIAL"),
    )
    (one,) = found.actions
    assert [k.text for k in one.kpis] == ["One", "Two by Month 6"]
    assert one.objective == "Why and because"


def test_a_number_that_lost_its_nought_is_read_where_it_can_only_be_that() -> None:
    found = read(HEADS, *(action(n / 10 + 3) for n in range(1, 10)), action(3.1), action(3.11))
    assert [a.id for a in found.actions][-3:] == ["3.9", "3.10", "3.11"]
    assert found.remarks == ("Sheet “Plan”, row 11: the number 3.1 was read as 3.10.",)


def test_ids_may_be_written_loosely() -> None:
    assert [a.id for a in read(HEADS, action(" 2 . 3."), action("02.04")).actions] == ["2.3", "2.4"]


def test_several_sheets_are_one_plan_and_sheets_without_heads_are_passed_over() -> None:
    notes = sheet(("Notes",), ("Council: Norbury",), ("a", "b"), name="Read me")
    more = sheet(HEADS, action("2.1"), name="Two")
    book = Book("plan.xlsx", (notes, sheet(HEADS, action("1.1")), more), ("A remark.",))
    found = read_edition(book)
    assert [a.id for a in found.actions] == ["1.1", "2.1"]
    assert (found.labels, found.remarks) == ({"council": "Norbury"}, ("A remark.",))


# -------------------------------------------------------------------------------- refused, all at once
def test_every_refused_row_is_named_with_place_and_reason() -> None:
    found = faults(
        ("Pillar 1 - Foundation",),
        HEADS,
        action("1.1", timescale="Ongoing"),
        action("1.1"),
        action(dt.date(2026, 2, 1)),
        action("A1"),
        action("6.1"),
        action("1.0"),
        action(None, "A title without its number that is much longer than sixty letters, so cut"),
        action("1.2", "", kpis=" ", accountable=None),
        action("2.1"),
        action("1.3", pillar=2),
        action("1.4", objective="x" * 4_001),
        action("1.5", kpis=Unusable("#REF!", "holds the error #REF!.")),
    )
    assert found == [
        "row 3, column I: “Timescale” is “Ongoing”, not one of: Within 3 months, Within 6 months, Within 12 months, Year 1 and 2, "
        "Year 1, Year 2, Year 3.",
        "row 4, column C: “ID” is 1.1, which already stands in sheet “Plan”, row 3.",
        "row 5, column C: “ID” is the date 1 February 2026: Excel took the ID for one. Format the column as text and type it again.",
        "row 6, column C: “ID” is “A1”, not an ID such as 2.10.",
        "row 7, column C: “ID” is 6.1; the plan has pillars 1 to 5, and actions count from 1.",
        "row 8, column C: “ID” is 1.0; the plan has pillars 1 to 5, and actions count from 1.",
        "row 9, column C: “ID” is empty, but the row names an action: “A title without its number that is much longer than sixty l…”.",
        "row 10, column D: “Action” is empty.",
        "row 10, column E: “KPIs” is empty.",
        "row 10, column G: “Accountable” is empty.",
        "row 11, column C: “ID” is 2.1, but it stands under pillar 1.",
        "row 12, column A: “Pillar” is 2, but 1.3 belongs to pillar 1.",
        "row 13, column F: “Objective or Rationale” has 4,001 characters; at most 4,000 are kept.",
        "row 14, column E: holds the error #REF!.",
    ]


def test_missing_columns_are_named() -> None:
    assert faults(("ID", "Action", "KPIs"), ("1.1", "Do it", "Done")) == [
        f"row 1: the column “{name}” is missing among the headings."
        for name in ("Sub-section", "Objective or Rationale", "Accountable", "Responsible", "Timescale")
    ]


def test_a_file_without_the_table_is_refused() -> None:
    (told,) = read(("a", "b"), ("c", "d")).faults
    assert str(told).startswith("File “plan.xlsx”: no sheet has a row with the table's headings: Pillar, Sub-section, ID,")
    (told,) = read(HEADS).faults
    assert str(told) == "File “plan.xlsx”: there is no action under the headings."


def test_text_before_the_first_action_is_refused() -> None:
    assert faults(HEADS, (None, None, None, None, "A KPI", "of nothing")) == [
        "row 2: there is text before the first action of the sheet."
    ]
