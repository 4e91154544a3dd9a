"""The workbook holds every value as what it is, no text becomes a formula, nothing is cut, and it is the same file each time."""

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
    Block,
    Callout,
    Cell,
    CellKind,
    Column,
    Document,
    Facts,
    Figure,
    Heading,
    Paragraph,
    Place,
    Row,
    Section,
    Table,
    Tone,
)
from leadapp.domain.errors import CancelledError
from leadapp.domain.return_document import ACTION_COLUMNS, return_document
from leadapp.domain.return_kpis import KPI_COLUMNS
from leadapp.exports.look import RIGHT_ALIGNED
from leadapp.exports.workbook import HEAD_ROW, draw_workbook
from leadapp.exports.workbook_text import CELL_LIMIT, ROW_LINES, LongTexts, clean, pieces, units, visible_parts
from tests.domain.test_return import record as urgent_record
from tests.exports.drawn import SHARE, STATUS, document, no_progress, row, workbook

NASTY = ("=1+1", "=cmd()|' /C calc'!A0", "+44 20", "-5 below", "@here", "#N/A", "TRUE", "<b>&", "_x0041_", "مرحبا", "你好 👍")


def test_values_are_real_values(tmp_path: Path) -> None:
    sheet = workbook(document(row("Words")), tmp_path)["Actions"]
    assert [sheet.cell(3, n).value for n in range(1, 8)] == ["ID", "Action", "Status", "Due", "Share", "Times", "Update"]
    assert sheet["A4"].value == "3.10"
    assert sheet["A4"].data_type == "s"
    assert sheet["C4"].value == "▲ At risk"
    assert sheet["D4"].is_date
    assert f"{sheet['D4'].value:%d %m %Y}" == "31 12 2026"
    assert sheet["D4"].number_format == "d mmmm yyyy"
    assert (sheet["E4"].value, sheet["E4"].number_format) == (0.347, "0.0%")
    assert sheet["F4"].value == 2


@pytest.mark.parametrize("text", NASTY)
def test_no_text_becomes_a_formula_and_none_is_changed(text: str, tmp_path: Path) -> None:
    cell = workbook(document(row(text)), tmp_path)["Actions"]["G4"]
    assert cell.data_type == "s"
    assert str(cell.value).replace("_x005F_", "_") == text
    assert bool(cell.quotePrefix) == (text[0] in "=+-@")


def test_tables_have_filters_and_frozen_heads(tmp_path: Path) -> None:
    sheet = workbook(document(row("a"), row("b")), tmp_path)["Actions"]
    (table,) = sheet.tables.values()
    assert table.ref == "A3:G5"
    assert sheet.freeze_panes == "A4"
    assert sheet.print_title_rows == "$1:$3"


def test_a_table_without_rows_has_one_that_says_so(tmp_path: Path) -> None:
    sheet = workbook(document(), tmp_path)["Actions"]
    (table,) = sheet.tables.values()
    assert table.ref == "A3:G4"
    assert [cell.value for cell in sheet[4]] == [None, "No action yet.", *[None] * 5], "it speaks where there is room for words"


def test_a_wide_table_without_rows_is_printed_on_one_page(tmp_path: Path) -> None:
    actions = next(s for s in return_document(urgent_record()).sections if s.key == "actions")
    (table,) = [block for block in actions.blocks if isinstance(block, Table)]
    sheet = workbook(one_sheet(dataclasses.replace(table, rows=())), tmp_path)["Only"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.print_area == "'Only'!$A$1:$H$4", "the columns of the first page, with the sentence"
    with_facts = workbook(one_sheet(dataclasses.replace(table, rows=()), Facts((("Reached", "Yes"),))), tmp_path)["Only"]
    assert not with_facts.print_area, "nothing beneath the table is left out"


def test_every_sheet_carries_the_marking_and_prints_on_a4_landscape(tmp_path: Path) -> None:
    book = workbook(document(row("Words"), name="Waste & Recycling"), tmp_path)
    assert book.sheetnames == ["Cover", "Headline", "Actions", "Figures", "Rest"]
    for sheet in book:
        shown = [str(sheet.cell(line, 1).value) for line in (1, 2)]
        assert any(text.startswith("OFFICIAL") for text in shown)
        top, foot = cast(HeaderFooterItem, sheet.oddHeader), cast(HeaderFooterItem, sheet.oddFooter)
        assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
        assert "OFFICIAL" in str(top.center.text)
        assert foot.right.text == "Page &P of &N"
        assert "Waste && Recycling" in str(foot.left.text)


def test_a_text_longer_than_a_cell_goes_on_in_its_own_sheet(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(12_000))
    book = workbook(document(row(words)), tmp_path)
    first = str(book["Actions"]["G4"].value)
    sheet = book["Long texts"]
    parts = [str(sheet.cell(line, 3).value) for line in range(4, sheet.max_row + 1)]
    assert "goes on in the sheet" in first
    assert sheet["A4"].value == "Actions!G4"
    assert " ".join([first.split("\n")[0], *parts]).split() == words.split()


def test_long_running_text_is_cut_into_rows_that_can_be_seen(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(2_000))
    sheet = workbook(document(row("x"), blocks=(Paragraph(words), Callout("Mind.", words, Tone.INFO))), tmp_path)["Headline"]
    read = [str(cell.value) for (cell,) in sheet.iter_rows(max_col=1) if cell.value]
    assert max(map(len, read)) <= 1_800
    assert " ".join(read).split().count("word1999") == 2


def test_charts_are_native_and_carry_their_text(tmp_path: Path) -> None:
    draw_workbook(document(row("Words")), tmp_path / "a.xlsx", no_progress)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as opened:
        charts = [name for name in opened.namelist() if name.startswith("xl/charts/chart")]
        drawing = opened.read("xl/drawings/drawing1.xml").decode()
        stacked = opened.read("xl/charts/chart1.xml").decode()
    assert len(charts) == 4
    assert re.findall('descr="([^"]*)"', drawing) == [STATUS.text, *[SHARE.text] * 3]
    assert 'sourceLinked="0"' in stacked


def test_the_numbers_of_a_chart_stand_beside_it(tmp_path: Path) -> None:
    sheet = workbook(document(row("Words")), tmp_path)["Figures"]
    read = [[cell.value for cell in line if cell.value is not None] for line in sheet.iter_rows()]
    assert ["2 Systems", 0, 1, 2] in read
    assert ["Quarter", "Value", "Target 100%"] in read
    assert ["Q1", 0.2, 1] in read
    assert ["Q2", 0.6, 1] in read


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    draw_workbook(document(row("Words")), tmp_path / "a.xlsx", no_progress)
    draw_workbook(document(row("Words")), tmp_path / "b.xlsx", no_progress)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as opened:
        assert b"2026-09-21T10:15:00Z" in opened.read("docProps/core.xml")


def test_progress_is_told_and_may_cancel(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    draw_workbook(document(row("Words")), tmp_path / "a.xlsx", lambda done, total: told.append((done, total)))
    assert told[-1] == (6, 6)
    assert told == sorted(told)

    def stop(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        draw_workbook(document(row("Words")), tmp_path / "b.xlsx", stop)
    assert not (tmp_path / "b.xlsx").exists()


def test_text_is_cleaned_of_what_excel_refuses() -> None:
    assert clean("a\x0bb\x00c\r\nd\ud800e\uffff") == "a\nb c\nd e "
    assert clean("_x000D_ and _xyz_") == "_x005F_x000D_ and _xyz_"


def test_parts_of_a_long_text_lose_no_word() -> None:
    words = " ".join(f"word{n}" for n in range(9_000))
    for text in (words, words.replace(" ", "\n"), "👍" * CELL_LIMIT, "x" * 20_000):
        parts = visible_parts(text, 20)
        assert all(pieces(part, 20) <= ROW_LINES for part in parts)
        assert all(units(part) <= CELL_LIMIT for part in parts)
        assert "".join("".join(parts).split()) == "".join(text.split())
    kept = LongTexts()
    assert kept.split("short", "A1", 20) == ("short", 1)
    assert kept.split("x" * 17_000, "A1", 5_000) == ("x" * 17_000, 4)
    assert not kept.rows
    first, lines = kept.split(words, "A1", 60)
    assert 10 < lines <= ROW_LINES + 1
    assert first.endswith("\n(goes on in the sheet “Long texts”)")
    assert [number for _, number, _ in kept.rows] == list(range(2, len(kept.rows) + 2))
    assert " ".join([first.split("\n")[0], *(part for _, _, part in kept.rows)]) == words


@pytest.mark.parametrize(
    ("text", "chars", "lines"),
    [
        ("", 10, 1),
        ("short", 10, 1),
        ("a\nb\n", 10, 3),
        ("ten letters " * 5, 12, 5),
        ("W" * 30, 20, 3),
        ("i" * 30, 20, 1),
        ("漢" * 20, 20, 3),
    ],
)
def test_lines_are_counted_by_the_width_of_arial(text: str, chars: int, lines: int) -> None:
    assert pieces(text, chars) == lines


# -------------------------------------------------------------------------------- sheets as they are seen and printed
WIDE = (
    Column("id", "ID", CellKind.ID, chars=9),
    Column("pillar", "Pillar", CellKind.INTEGER, chars=10),
    Column("title", "Action", CellKind.TEXT, chars=32),
    *(Column(f"c{n}", f"Column {n}", CellKind.TEXT, chars=40) for n in range(6)),
)


def one_sheet(*blocks: Block) -> Document:
    """A document of one section."""
    made = document()
    return dataclasses.replace(made, sections=(Section("only", "Only section", "Only", blocks),))


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
