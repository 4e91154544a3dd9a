"""A table as a workbook and as CSV: text stays text, dates stay dates, nothing is a formula, nothing is cut."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import pytest
from openpyxl import load_workbook

from leadapp.domain.plain_table import PlainColumn, PlainTable, harmless, html_table, tab_separated
from leadapp.exports.table_export import draw_table

DAY = dt.date(2026, 9, 30)
TABLE = PlainTable(
    "Actions & more: all/of [it]",
    (PlainColumn("ID", 8), PlainColumn("Action", 40), PlainColumn("Due"), PlainColumn("Month")),
    (("3.10", "=1+1", DAY, 9), ("3.1", "Two\nlines", None, None), ("NS-1", "x" * 40_000, "Within 6 months", 2.5)),
    "3 of 120 rows",
    "OFFICIAL",
    "Housing",
)


def test_a_workbook_keeps_ids_dates_and_texts(tmp_path: Path) -> None:
    draw_table(TABLE, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    sheet = book["Actions & more allof it"]
    assert [cell.value for cell in sheet[3]] == ["ID", "Action", "Due", "Month"]
    assert (sheet["A4"].value, sheet["A4"].data_type) == ("3.10", "s")
    assert (sheet["B4"].value, sheet["B4"].data_type, sheet["B4"].quotePrefix) == ("=1+1", "s", True)
    assert sheet["C4"].value == dt.datetime.combine(DAY, dt.time())
    assert sheet["D4"].value == 9
    assert sheet["A1"].value == "Housing: Actions & more: all/of [it]"
    assert sheet["A2"].value == "OFFICIAL. 3 of 120 rows"
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("B4", "A3:D6")
    assert (sheet.page_setup.orientation, sheet.print_title_rows) == ("landscape", "$3:$3")
    assert "&COFFICIAL" in str(sheet.HeaderFooter.oddHeader)
    parts = [row[2].value for row in book["Long texts"].iter_rows(min_row=2)]
    first = str(sheet["B6"].value).partition("\n")[0]
    assert first + "".join(str(part) for part in parts) == "x" * 40_000, "nothing is cut"


def test_an_empty_table_has_a_row_that_says_so(tmp_path: Path) -> None:
    draw_table(PlainTable("None here", TABLE.columns, ()), tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert sheet["A4"].value == "None"
    assert sheet.auto_filter.ref == "A3:D4"


def test_csv_is_read_back_as_it_stands_and_harmless(tmp_path: Path) -> None:
    draw_table(TABLE, tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    assert rows[1] == ["3.10", "'=1+1", "2026-09-30", "9"]
    assert rows[2][1] == "Two\nlines"


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-x", "@SUM", "\t=1"])
def test_what_begins_like_a_formula_is_made_harmless(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_the_clipboard_holds_one_line_a_row_and_escaped_html() -> None:
    table = PlainTable("T", (PlainColumn("A<b>"), PlainColumn("B")), (("x\ty\nz", "<script>"),))
    assert tab_separated(table) == "A<b>\tB\nx y z\t<script>"
    assert "<script>" not in html_table(table)
    assert "A&lt;b&gt;" in html_table(table)
