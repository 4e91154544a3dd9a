"""Workbooks, CSV files and pasted rows give one record: values with their types, texts as people see them, places in words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.errors import BadInputError, CancelledError
from leadapp.domain.sheets import Book, Sheet, Unusable, date_of, tell, text_of
from leadapp.imports.caps import EDITION, PASTED, Caps
from leadapp.imports.delimited import split
from leadapp.imports.pasted import read_pasted
from leadapp.imports.sheet_files import read_sheets
from tests.imports.workbooks import of_rows, text_cell, with_cells, workbook


def read(tmp_path: Path, data: bytes, name: str = "plan.xlsx", caps: Caps = EDITION) -> Book:
    path = tmp_path / name
    path.write_bytes(data)
    return read_sheets(path, caps)


def only(book: Book) -> Sheet:
    (sheet,) = book.sheets
    return sheet


def texts(sheet: Sheet) -> list[list[str]]:
    return [[row.text(column) for column in range(len(row.values))] for row in sheet.rows]


# -------------------------------------------------------------------------------- workbooks
def test_values_keep_their_types_and_texts_are_what_a_person_sees(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(
            [
                " text ",
                3.0,
                0.1 + 0.2,
                True,
                dt.date(2026, 9, 30),
                dt.datetime.fromisoformat("2026-09-30 14:05"),
                dt.time(9, 30),
                None,
            ]
        )
        sheet.append([3.1, 0.45, 0.4567, 1186, 46296, None, None, None])
        for place, form in (("A2", "0.00"), ("B2", "0%"), ("C2", "0.0%"), ("D2", "0"), ("F2", "d mmmm yyyy")):
            sheet[place].number_format = form

    first, second = only(read(tmp_path, workbook(fill))).rows
    assert [first.text(n) for n in range(8)] == [
        "text", "3", "0.3", "TRUE", "30 September 2026", "30 September 2026 14:05", "09:30", "",
    ]  # fmt: skip
    assert (first.value(3), first.value(4)) == (True, dt.date(2026, 9, 30))
    assert [second.text(n) for n in range(6)] == ["3.10", "45%", "45.7%", "1186", "46296", ""]
    assert (second.value(0), second.value(1)) == (3.1, 0.45)
    assert len(second.values) == 5


def test_every_cell_names_its_place(tmp_path: Path) -> None:
    row = only(read(tmp_path, of_rows((), ("a", *[None] * 26, "b")))).rows[0]
    assert row.place() == "sheet “Plan”, row 2"
    assert row.cell(27).place == "sheet “Plan”, row 2, column AB"
    assert row.cell(27).text == "b"
    assert row.cell(99).text == ""
    assert read_pasted("a\tb").rows[0].place(1) == "row 1, column B"
    assert (read_pasted("a\tb\nc\td\te").width, Sheet("", ()).width) == (3, 0)


def test_what_a_cell_cannot_give_is_told_with_its_place(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["#REF!", "=A1&B2", "x" * 32_767])
        sheet["A1"].data_type = "e"

    (row,) = only(read(tmp_path, workbook(fill))).rows
    assert [str(fault) for fault in row.unusable()] == [
        "Sheet “Plan”, row 1, column A: holds the error #REF!.",
        "Sheet “Plan”, row 1, column B: holds a formula whose result was never stored. "
        "Open the workbook in Excel, save it and take it again.",
    ]
    assert (row.text(0), row.text(1), len(row.text(2))) == ("#REF!", "", 32_767)


def test_a_formula_gives_its_stored_result(tmp_path: Path) -> None:
    cells = '<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>"a"</f><v>a</v></c><c r="C1"><f>1</f></c></row>'
    (row,) = only(read(tmp_path, with_cells(cells))).rows
    assert row.values[:2] == (2, "a")
    assert isinstance(row.value(2), Unusable)


def test_a_text_longer_than_a_cell_is_told(tmp_path: Path) -> None:
    long = only(read(tmp_path, with_cells(text_cell("x" * 100_000)))).rows[0]
    assert [fault.sentence for fault in long.unusable()] == ["holds 100,000 characters; at most 32,767 fit into a cell."]
    assert len(long.text(0)) < 100
    (row,) = only(read(tmp_path, ("a," + "x" * 100_000).encode(), "plan.csv")).rows
    assert next(row.unusable()).place == "row 1, column B"


def test_letters_that_xml_cannot_hold_come_back(tmp_path: Path) -> None:
    (row,) = only(read(tmp_path, with_cells(text_cell("one_x000D_\ntwo_x0007_ _x005F_")))).rows
    assert row.text(0) == "one\ntwo _"


def test_merged_cells_stand_at_their_first_place(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["Foundation", "1.1"])
        sheet.append([None, "1.2"])
        sheet.merge_cells("A1:A2")

    assert texts(only(read(tmp_path, workbook(fill)))) == [["Foundation", "1.1"], ["", "1.2"]]


def test_hidden_sheets_are_left_out_hidden_rows_read_and_both_told(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["seen"])
        sheet.append(["hidden row"])
        sheet.row_dimensions[2].hidden = True
        away = sheet.parent.create_sheet("Lists")
        away.append(["a"])
        away.sheet_state = "hidden"

    book = read(tmp_path, workbook(fill))
    assert texts(only(book)) == [["seen"], ["hidden row"]]
    assert book.remarks == ("The sheet “Lists” is hidden and was not read.", "1 hidden row was read as well.")


def test_a_chart_with_a_sheet_of_its_own_is_passed_over(tmp_path: Path) -> None:
    from openpyxl.chart import BarChart, Reference

    def fill(sheet: Any) -> None:
        sheet.append([1])
        chart = BarChart()
        chart.add_data(Reference(sheet, 1, 1, 1, 1))
        sheet.parent.create_chartsheet("Chart").add_chart(chart)
        sheet.parent.active = 1

    assert texts(only(read(tmp_path, workbook(fill)))) == [["1"]]

    def hide(sheet: Any) -> None:
        fill(sheet)
        sheet.sheet_state = "hidden"

    with pytest.raises(BadInputError, match="no visible sheet"):
        read(tmp_path, workbook(hide))


def test_caps_belong_to_the_kind_of_input_and_name_the_place(tmp_path: Path) -> None:
    data = of_rows(*((n, n, n) for n in range(10)))
    for caps, words in (
        (replace(EDITION, rows=9), r"holds more than 9 rows \(sheet “Plan”, row 10\): too much to be a corporate plan"),
        (replace(EDITION, cells=20), r"holds more than 20 cells \(sheet “Plan”, row 7\)"),
        (replace(EDITION, columns=2), r"goes on to column C \(sheet “Plan”, row 1\); at most 2 columns"),
        (replace(EDITION, sheets=0), "has 1 sheets, too many"),
    ):
        with pytest.raises(BadInputError, match=words):
            read(tmp_path, data, caps=caps)
    assert len(only(read(tmp_path, data, caps=replace(EDITION, rows=10))).rows) == 10


def test_reading_tells_how_far_it_is_and_stops_when_asked(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(of_rows(*(("x",) for _ in range(1_100))))
    told: list[tuple[int, int]] = []
    read_sheets(path, EDITION, lambda done, total: told.append((done, total)))
    assert told == [(0, 1), (1, 1)]

    def stop(done: int, total: int) -> None:
        raise CancelledError("Stopped.")

    with pytest.raises(CancelledError):
        read_sheets(path, EDITION, stop)


def test_a_length_of_time_is_no_date(tmp_path: Path) -> None:
    def fill(sheet: Any) -> None:
        sheet.append([dt.timedelta(hours=30)])
        sheet["A1"].number_format = "[h]:mm"

    (row,) = only(read(tmp_path, workbook(fill))).rows
    assert (row.value(0), row.text(0)) == (dt.timedelta(hours=30), "1 day, 6:00:00")
    assert text_of(Unusable("#N/A", "")) == "#N/A"


def test_a_sheet_that_breaks_off_while_it_is_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="not as Excel writes it"):
        read(tmp_path, with_cells('<row r="1"><c r="A1" t="s"><v>99</v></c></row>'))


# -------------------------------------------------------------------------------- CSV
ACCENTS = "ID;Action\n1.1;Ọládàpọ̀ says “we are”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_csv_file_may_be_in_any_usual_encoding(tmp_path: Path, encoding: str) -> None:
    assert texts(only(read(tmp_path, ACCENTS.encode(encoding), "plan.csv")))[1] == ["1.1", "Ọládàpọ̀ says “we are”"]


def test_windows_western_letters_are_read(tmp_path: Path) -> None:
    assert texts(only(read(tmp_path, "a;café – “x”\r\n".encode("cp1252"), "plan.csv"))) == [["a", "café – “x”"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    lines = ["ID|Action|KPIs", '1.1|"One, two; three"|"a\nb"', "", "1.2|Say “no; never”|x"]
    sheet = only(read(tmp_path, "\r\n".join(lines).replace("|", delimiter).encode(), "plan.csv"))
    assert texts(sheet)[1][0] == "1.1"
    assert texts(sheet)[1][2] == "a\nb"
    if delimiter != ";":
        assert texts(sheet)[1:] == [["1.1", "One, two; three", "a\nb"], ["1.2", "Say “no; never”", "x"]]
    assert [row.number for row in sheet.rows] == [1, 2, 4]


def test_the_line_in_which_excel_names_the_delimiter_is_believed(tmp_path: Path) -> None:
    assert texts(only(read(tmp_path, b"sep=|\na,b|c\n", "plan.csv"))) == [["a,b", "c"]]


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    for data in (bytes(range(256)) * 40, b"a,b\n" * 2000 + b"\0", b"\xff\xfe\x00\xd8", b"abc\x81\x8d\x8f"):
        with pytest.raises(BadInputError, match="neither a workbook nor a text file"):
            read(tmp_path, data, "plan.csv")
    with pytest.raises(BadInputError, match="holds no rows"):
        read(tmp_path, b" ,\n\n, ", "plan.csv")


@pytest.mark.parametrize("data", [b"a,b\n" + bytes((1, 2, 3, 6, 14, 30)) * 40 + b",c\n", b"ab\0c\0\0de\0f\0g\0\0\0hi\0\0k" * 50])
def test_a_file_full_of_control_characters_is_no_text(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInputError, match="neither a workbook nor a text file"):
        read(tmp_path, data, "list.csv")


def test_an_odd_control_character_in_a_long_text_does_no_harm(tmp_path: Path) -> None:
    rows = ["Action,Note", *(f"Train panel {n},as agreed\x0bin May" for n in range(40)), "Ring bell,\x07"]
    assert len(only(read(tmp_path, "\n".join(rows).encode(), "list.csv")).rows) == 42


def test_a_csv_file_has_caps_too(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"holds more than a corporate plan does \(row 3001\)"):
        read(tmp_path, b"a,b\n" * 4_000, "plan.csv")


# -------------------------------------------------------------------------------- pasted rows
def test_pasted_rows_keep_line_breaks_and_quotations() -> None:
    pasted = '1.1\t"Say ""yes""\nand mean it"\tx\r\n"We Are" Campaign\t"open\tend\r\n'
    assert texts(read_pasted(pasted)) == [["1.1", 'Say "yes"\nand mean it', "x"], ['"We Are" Campaign', '"open', "end"]]


def test_a_paste_of_nothing_or_too_much_is_refused() -> None:
    with pytest.raises(BadInputError, match="Nothing was pasted"):
        read_pasted(" \t\n")
    with pytest.raises(BadInputError, match="too much at once"):
        read_pasted("x" * (PASTED.file + 1))


@given(st.lists(st.lists(st.text(alphabet='ab"\n, é', max_size=6), min_size=1, max_size=4), min_size=1, max_size=5))
def test_what_is_written_as_csv_is_read_back(rows: list[list[str]]) -> None:
    import csv
    import io

    target = io.StringIO()
    csv.writer(target, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert list(split(target.getvalue(), ",")) == rows


@given(st.text(alphabet='a"\n\t', max_size=40))
def test_no_character_of_an_odd_paste_is_lost(text: str) -> None:
    kept = [field for record in split(text, "\t") for field in record]
    assert sum(field.count("a") for field in kept) == text.count("a")


def test_a_hostile_csv_is_split_in_time(tmp_path: Path) -> None:
    import time

    start = time.process_time()
    for text in ('"' * 300_001, '"a' * 200_000, '"\n""' * 100_000, '"""y\t' * 100_000, '""x\t"' * 100_000):
        list(split(text, "\t"))
    assert time.process_time() - start < 10


# -------------------------------------------------------------------------------- cells as dates
def test_days_are_read_from_dates_numbers_and_words(tmp_path: Path) -> None:
    day = dt.date(2026, 10, 1)
    (row,) = only(
        read(
            tmp_path,
            of_rows((day, dt.datetime.fromisoformat("2026-10-01 09:00"), 46296, "1/10/26", None, "soon", 3, 46296.5, True)),
        )
    ).rows
    assert [date_of(row.cell(n)) for n in range(5)] == [day, day, day, day, None]
    for column in (5, 6, 7, 8):
        with pytest.raises(BadInputError, match=r"^Sheet “Plan”, row 1, column") as caught:
            date_of(row.cell(column))
        assert caught.value.field == row.place(column)


def test_many_faults_are_told_shortly(tmp_path: Path) -> None:
    from leadapp.domain.sheets import SheetFault

    told = tell("Not taken.", tuple(SheetFault(f"row {n}", "is empty.") for n in range(23))).splitlines()
    assert (told[0], told[1], told[-1], len(told)) == ("Not taken.", "Row 0: is empty.", "And 3 more.", 22)
