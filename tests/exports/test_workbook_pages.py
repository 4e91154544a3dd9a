"""The workbook as it is seen and printed: pages, boxes, heights, the room of every heading, and what it refuses."""

import dataclasses
import datetime as dt
import errno
import gc
import io
import re
import sys
import zipfile
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from leadapp.domain.charts import MonthClock
from leadapp.domain.documents import (
    Callout,
    Cell,
    CellKind,
    Column,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Place,
    Row,
    Table,
    Tone,
)
from leadapp.domain.return_document import ACTION_COLUMNS, return_document
from leadapp.domain.return_kpis import KPI_COLUMNS
from leadapp.exports.look import RIGHT_ALIGNED
from leadapp.exports.workbook import HEAD_ROW, draw_workbook
from leadapp.exports.workbook_text import pieces
from tests.domain.test_return import record as urgent_record
from tests.exports.drawn import SHARE, STATUS, document, no_progress, row, workbook
from tests.exports.test_workbook import one_sheet

WIDE = (
    Column("id", "ID", CellKind.ID, chars=9),
    Column("pillar", "Pillar", CellKind.INTEGER, chars=10),
    Column("title", "Action", CellKind.TEXT, chars=32),
    *(Column(f"c{n}", f"Column {n}", CellKind.TEXT, chars=40) for n in range(6)),
)


def test_a_wide_sheet_says_what_it_is_on_both_of_its_pages(tmp_path: Path) -> None:
    cells = (Cell("3.10"), Cell(3), Cell("Training"), *(Cell(f"text {n}") for n in range(6)))
    sheet = workbook(one_sheet(Paragraph("Words first."), Table("wide", "Wide", WIDE, (Row(cells),))), tmp_path)["Only"]
    assert sheet.freeze_panes == "D4"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$3", "$A:$C")
    assert sheet.page_setup.fitToWidth == 2
    assert sheet["A1"].value == "Only section"
    assert sheet["A2"].value == "OFFICIAL. Draft. Self-assessed."
    assert sheet["D1"].value == "Neighbourhood Services, July to September 2026"
    assert sheet["D2"].value == "Neighbourhood Services, return, revision 1. Words first."
    assert {"A2:C2", "D2:F2"} <= {str(area) for area in sheet.merged_cells.ranges}


def test_charts_under_a_long_table_are_printed_on_a_page_of_their_own(tmp_path: Path) -> None:
    table = document(*(row(f"Update {n}") for n in range(11))).sections[1].blocks[1]
    sheet = workbook(one_sheet(table, Heading("Moved"), Figure("t", "Share", SHARE)), tmp_path)["Only"]
    assert [page.id for page in sheet.row_breaks.brk] == [15]
    assert sheet["A16"].value == "Moved"
    assert not cast(PageSetupProperties, sheet.sheet_properties.pageSetUpPr).fitToPage, (
        "Excel ignores a break on a sheet that is fitted"
    )
    assert 60 < int(sheet.page_setup.scale or 0) < 100
    short = workbook(one_sheet(document(row("one")).sections[1].blocks[1], Figure("t", "Share", SHARE)), tmp_path)["Only"]
    assert not short.row_breaks.brk
    assert cast(PageSetupProperties, short.sheet_properties.pageSetUpPr).fitToPage


def test_a_printed_page_does_not_hold_the_last_two_rows_alone(tmp_path: Path) -> None:
    """A little smaller they fit; where a page would not be saved, the sheet is as large as its width allows."""
    scales = {}
    for count in range(30, 90, 2):
        table = document(*(row(f"Update {n}") for n in range(count))).sections[1].blocks[1]
        sheet = workbook(one_sheet(table, Figure("t", "Share", SHARE)), tmp_path)["Only"]
        heights = [sheet.row_dimensions[n].height or 15 for n in range(1, HEAD_ROW + count + 1)]
        scale = int(sheet.page_setup.scale or 0)
        scales[count] = scale
        last = rows_on_the_last_page(heights, 487 * 100 / scale)
        assert last > 2 or scale >= max(scales.values()), (count, scale, last)
    assert min(scales.values()) < max(scales.values()) <= min(scales.values()) * 1.2


def rows_on_the_last_page(heights: list[float], room: float) -> int:
    head, used, rows = sum(heights[:HEAD_ROW]), sum(heights[:HEAD_ROW]), 0
    for height in heights[HEAD_ROW:]:
        if used + height > room:
            used, rows = head, 0
        used, rows = used + height, rows + 1
    return rows


def test_facts_and_targets_that_are_numbers_stand_there_as_numbers(tmp_path: Path) -> None:
    columns = (Column("name", "Name", chars=30), Column("target", "Target", CellKind.NUMBER, chars=12))
    rows = (Row((Cell("a"), Cell(0.5, kind=CellKind.SHARE))), Row((Cell("b"), Cell(25))), Row((Cell("c"), Cell())))
    facts = Facts((("Share", "50.0%"), ("Reached", "Yes")), (Cell(0.5, kind=CellKind.SHARE), None))
    sheet = workbook(one_sheet(Table("t", "T", columns, rows), facts), tmp_path)["Only"]
    assert [(sheet[f"B{n}"].value, sheet[f"B{n}"].number_format) for n in (4, 5, 6)] == [
        (0.5, "0.0%"),
        (25, "#,##0.##########"),
        (None, "General"),
    ]
    assert (sheet["A8"].value, sheet["B8"].value, sheet["B8"].number_format) == ("Share", 0.5, "0.0%")
    assert (sheet["A9"].value, sheet["B9"].value) == ("Reached", "Yes")


def test_remarks_stand_in_a_box_beside_a_table_and_in_one_piece_on_a_page(tmp_path: Path) -> None:
    columns = (Column("name", "Name", chars=30), Column("more", "More", chars=40))
    table = Table("t", "T", columns, (Row((Cell("a"), Cell("b"))),))
    remarks = [Callout("Mind.", "The gap.", tone) for tone in (Tone.INFO, Tone.WARNING, Tone.ERROR)]
    sheet = workbook(one_sheet(table, *remarks), tmp_path)["Only"]
    assert [(sheet[f"A{n}"].value, sheet[f"B{n}"].value) for n in (6, 7, 8)] == [("Mind.", "The gap.")] * 3
    assert [sheet[f"A{n}"].fill.fgColor.rgb[2:] for n in (6, 7, 8)] == ["E4EFF1", "FFF3D1", "FBE9EB"]
    assert workbook(one_sheet(*remarks), tmp_path)["Only"]["A4"].value == "Mind. The gap."


def test_a_chart_without_a_target_has_no_legend_and_counts_stay_counts(tmp_path: Path) -> None:
    counts = dataclasses.replace(
        SHARE, title="A title of many words " * 9, unit="", target=None, highlight=None, values=(3.0, None)
    )
    path = tmp_path / "a.xlsx"
    draw_workbook(one_sheet(Figure("t", "Counts", counts)), path, no_progress)
    with zipfile.ZipFile(path) as opened:
        chart = opened.read("xl/charts/chart1.xml").decode()
    assert "<legend>" not in chart
    assert "lineChart" not in chart
    assert "<dPt>" not in chart
    assert re.search("<a:t>A title of many words A title .* …</a:t>", chart)
    sheet = load_workbook(path)["Only"]
    assert [[cell.value for cell in line[:2]] for line in sheet.iter_rows(min_row=6, max_row=8)] == [
        ["Quarter", "Value"],
        ["Q1", 3],
        ["Q2", None],
    ]


def test_a_chart_finds_its_numbers_in_the_table_above_it(tmp_path: Path) -> None:
    columns = (Column("p", "Pillar", chars=26), *(Column(s.key, s.label, CellKind.INTEGER) for s in STATUS.series))
    rows = tuple(Row((Cell(c), *(Cell(s.values[n]) for s in STATUS.series))) for n, c in enumerate(STATUS.categories))
    path = tmp_path / "a.xlsx"
    for table, expected in ((rows, "'Only'!$B$4:$B$5"), (rows[:1], "'Only'!$B$9:$B$10")):
        draw_workbook(one_sheet(Table("t", "T", columns, table), Figure("s", "By status", STATUS)), path, no_progress)
        with zipfile.ZipFile(path) as opened:
            assert f"<f>{expected}</f>" in opened.read("xl/charts/chart1.xml").decode()


def test_what_a_workbook_cannot_hold_is_refused(tmp_path: Path) -> None:
    day = dt.date(2026, 1, 1)
    clock = MonthClock("t", "x", day, day, day, day, "2025-26-Q4")
    with pytest.raises(TypeError, match="no chart for MonthClock"):
        draw_workbook(one_sheet(Figure("c", "Clock", clock)), tmp_path / "a.xlsx", no_progress)
    table = Table("t", "T", WIDE, ())
    with pytest.raises(TypeError, match="no place for Table"):
        draw_workbook(one_sheet(table, Table("u", "U", WIDE, ())), tmp_path / "a.xlsx", no_progress)


def test_a_long_name_ends_in_an_ellipsis_at_the_foot(tmp_path: Path) -> None:
    sheet = workbook(document(name="Waste & Recycling\n" * 12), tmp_path)["Cover"]
    foot = str(cast(HeaderFooterItem, sheet.oddFooter).left.text)
    assert foot.endswith("…")
    assert len(foot.replace("&&", "&")) <= 75
    assert "&& Recycling Waste" in foot


def test_the_file_bears_the_document_s_own_time_wherever_it_is_written(tmp_path: Path) -> None:
    summer = dt.timezone(dt.timedelta(hours=1))
    made = dataclasses.replace(document(), created=dt.datetime(2026, 9, 21, 0, 15, tzinfo=summer))
    book = workbook(made, tmp_path)
    assert [f"{moment:%Y-%m-%d %H:%M}" for moment in (book.properties.created, book.properties.modified) if moment] == [
        "2026-09-20 23:15"
    ] * 2
    with zipfile.ZipFile(tmp_path / "drawn.xlsx") as opened:
        assert {(info.date_time, info.create_system) for info in opened.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}


def test_every_heading_of_the_return_fits_beside_the_button_of_its_filter() -> None:
    urgent = next(s for s in return_document(urgent_record()).sections if s.key == "urgent")
    tables = [block for block in urgent.blocks if isinstance(block, Table)]
    pillars = next(s for s in return_document(urgent_record()).sections if s.key == "pillars")
    tables += [block for block in pillars.blocks if isinstance(block, Table)]
    columns = [*ACTION_COLUMNS, *KPI_COLUMNS, *(column for table in tables for column in table.columns)]
    assert len(columns) > 40
    for column in columns:
        if column.place is Place.PAGE:
            continue
        indent = 18 if column.kind in RIGHT_ALIGNED else 9 + 17
        room = (column.chars * 7 + 5 - 5 - indent) / 1.08  # bold letters are wider by so much
        lines = pieces(column.heading, (room + 12) / 7)
        assert lines <= 2, column.heading
        assert all(pieces(word, (room + 12) / 7) == 1 for word in column.heading.split()), column.heading
        if column.kind is CellKind.DATE:
            assert pieces("30 September 2026", column.chars) == 1


def test_a_sheet_of_narrow_columns_begins_its_facts_in_the_first(tmp_path: Path) -> None:
    table = Table("t", "T", (Column("a", "A", chars=12), Column("b", "B", chars=12)), (Row((Cell("a"), Cell("b"))),))
    made = one_sheet(table, Facts((("Reached", "Yes"),)))
    bare = dataclasses.replace(made, cover=dataclasses.replace(made.cover, changes=()))
    book = workbook(bare, tmp_path)
    assert (book["Only"]["A6"].value, book["Only"]["B6"].value) == ("Reached", "Yes")
    assert "At a glance" not in [cell.value for (cell,) in book["Cover"].iter_rows(max_col=1)]


class FullDisk(io.BytesIO):
    """A file on a full disk: neither a write nor the flush at its end goes through."""

    def write(self, _words: object) -> int:
        raise OSError(errno.ENOSPC, "full")

    def close(self) -> None:
        if not self.closed:
            super().close()
            raise OSError(errno.ENOSPC, "full")


def test_a_full_disk_is_one_error_not_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip that is thrown away half written closes itself once more and tells the terminal what went wrong then."""
    real = io.open

    def opened(file: object, mode: str = "r", *rest: object, **more: object) -> object:
        target = isinstance(file, str | Path) and str(file).endswith("full.xlsx")
        return FullDisk() if target and "w" in mode else real(file, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(io, "open", opened)
    told: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", told.append)
    with pytest.raises(OSError, match="full"):
        draw_workbook(document(row("Words")), tmp_path / "full.xlsx", no_progress)
    gc.collect()
    assert told == []
