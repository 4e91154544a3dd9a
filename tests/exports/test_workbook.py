"""The workbook holds every value as what it is, no text becomes a formula, nothing is cut, and it is the same file each time."""

import dataclasses
import re
import zipfile
from pathlib import Path
from typing import cast

import pytest
from openpyxl.worksheet.header_footer import HeaderFooterItem

from leadapp.domain.documents import (
    Block,
    Callout,
    Document,
    Facts,
    Paragraph,
    Section,
    Table,
    Tone,
)
from leadapp.domain.errors import CancelledError
from leadapp.domain.return_document import return_document
from leadapp.exports.workbook import draw_workbook
from leadapp.exports.workbook_text import CELL_LIMIT, ROW_LINES, LongTexts, clean, pieces, units, visible_parts
from tests.domain.test_return import record as urgent_record
from tests.exports.drawn import SHARE, STATUS, document, no_progress, row, workbook

NASTY = ("=1+1", "=cmd()|' /C calc'!A0", "+44 20", "-5 below", "@here", "#N/A", "TRUE", "<b>&", "_x0041_", "مرحبا", "你好 👍")


def one_sheet(*blocks: Block) -> Document:
    """A document of one section."""
    made = document()
    return dataclasses.replace(made, sections=(Section("only", "Only section", "Only", blocks),))


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
    for wide in ("漢" * 40_000, "W" * 40_000, "漢 " * 20_000, "i" * 40_000):
        parts = visible_parts(wide, 110)
        assert all(pieces(part, 110) <= ROW_LINES for part in parts)
        assert len(parts) <= 2 * pieces(wide, 110) / ROW_LINES, "wide letters make no rows of one letter each"
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
        ("漢" * 20, 20, 3 * 1.3),
        ("漢\nletter\nŁódź – “Ŵyn” …", 20, 3.3),
    ],
)
def test_lines_are_counted_by_the_width_of_arial(text: str, chars: int, lines: float) -> None:
    assert pieces(text, chars) == pytest.approx(lines)
