"""The PDF holds every word whatever it is, says on every page what it is, and is the same file each time."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from leadapp.domain.charts import ClockMark, MonthClock, Series, StackedBars
from leadapp.domain.documents import (
    Block,
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
    Section,
    Table,
)
from leadapp.domain.errors import CancelledError
from leadapp.domain.wording import STATES
from leadapp.exports.look import COLOURS
from leadapp.exports.pdf import draw_pdf
from leadapp.exports.pdf_parts import PartMaker
from leadapp.exports.pdf_styles import WIDTH
from leadapp.exports.pdf_tables import RowGrid
from leadapp.exports.pdf_text import BOX, REGULAR, Letters
from tests.exports.drawn import SHARE, document, no_progress, pages, pdf, row


def test_every_page_carries_the_marking_the_footer_and_its_number(tmp_path: Path) -> None:
    read = pages(pdf(document(*(row(f"Update {n}") for n in range(60))), tmp_path))
    assert len(read) > 3
    for number, text in enumerate(read, 1):
        assert text.count("OFFICIAL Draft") == 2
        assert f"Page {number} of {len(read)}" in text
        assert "Neighbourhood Services, return, revision 1" in text


def test_the_cover_lists_the_sections_with_their_pages(tmp_path: Path) -> None:
    read = pages(pdf(document(*(row(f"Update {n}") for n in range(60))), tmp_path))
    rest = next(number for number, text in enumerate(read, 1) if number > 1 and "4 The rest" in text)
    assert f"4 The rest {rest}" in read[0]
    assert "Self-assessed. Nobody outside has checked it." in read[0]


def test_contents_and_bookmarks_lead_to_the_sections(tmp_path: Path) -> None:
    with pikepdf.open(pdf(document(row("Words")), tmp_path)) as opened:
        links = [note for note in opened.pages[0].Annots if note.Subtype == "/Link"]
        with opened.open_outline() as outline:
            titles = [item.title for item in outline.root]
            inner = [item.title for item in outline.root[1].children]
    assert len(links) == 4
    assert titles == ["1 Headline", "2 Actions", "3 Figures", "4 The rest"]
    assert inner == ["Pillar 3, Culture"]


def test_the_file_says_what_it_is(tmp_path: Path) -> None:
    with pikepdf.open(pdf(document(row("Words")), tmp_path)) as opened:
        assert str(opened.docinfo["/Title"]) == "Race equality return, Neighbourhood Services, July to September 2026"
        assert str(opened.docinfo["/CreationDate"]).startswith("D:20260921101500")
        assert str(opened.Root.Lang) == "en-GB"
        assert opened.Root.ViewerPreferences.DisplayDocTitle == "true" or bool(opened.Root.ViewerPreferences.DisplayDocTitle)


def test_the_same_document_gives_the_same_bytes(tmp_path: Path) -> None:
    first = pdf(document(row("Words")), tmp_path).read_bytes()
    assert pdf(document(row("Words")), tmp_path).read_bytes() == first


def test_only_embedded_fonts_are_used(tmp_path: Path) -> None:
    with pikepdf.open(pdf(document(row("Ọládàpọ̀ Łukasz Ŵyn ▲")), tmp_path)) as opened:
        listed = [font for page in opened.pages for font in page.Resources.Font.values()]
        embedded = {str(font.BaseFont) for font in listed if "/FontDescriptor" in font and "/FontFile2" in font.FontDescriptor}
        named = {str(font.BaseFont) for font in listed}
    assert any("NotoSans-Regular" in name for name in embedded)
    assert any("DejaVuSans" in name for name in embedded)
    assert named == embedded


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("<b>bold</b> & <font name=x>", "<b>bold</b> & <font name=x>"),
        ("=cmd()|' /C calc'!A0", "=cmd()|' /C calc'!A0"),
        ("Ọládàpọ̀ and Łukasz met Ŵyn", "Łukasz met Ŵyn"),
        ("rising ▲ → 100%", "rising ▲ → 100%"),
        ("well done 👍🏽", "well done [thumbs up sign]"),
        ("tab\tand\x0bvertical\x00nothing", "vertical"),
        ("&nbsp; &lt;", "&nbsp; &lt;"),
    ],
)
def test_hostile_and_foreign_texts_are_printed_as_they_stand(text: str, printed: str, tmp_path: Path) -> None:
    read = " ".join(pages(pdf(document(row(text), blocks=(Paragraph(text),)), tmp_path)))
    assert read.count(printed) == 2


def test_letters_without_a_form_are_boxes_and_the_document_says_so(tmp_path: Path) -> None:
    read = " ".join(pages(pdf(document(row("你好")), tmp_path)))
    assert read.count(BOX) == 3
    assert "Letters not printed." in read
    assert "Letters not printed." not in " ".join(pages(pdf(document(row("hello")), tmp_path)))


def test_a_text_of_a_hundred_thousand_letters_goes_on_over_pages(tmp_path: Path) -> None:
    words = " ".join(f"word{n}" for n in range(11_000))
    read = " ".join(pages(pdf(document(row(words), row("after it"), blocks=(Paragraph("x" * 20_000),)), tmp_path)))
    assert {"word0", "word5000", "word10999"} <= set(read.split())
    assert "after it" in read


def heads(text: str) -> int:
    """How many heads of the table of actions stand on a page."""
    return text.count("ID Action Status")


def test_a_table_has_one_head_a_page_and_rows_stay_whole(tmp_path: Path) -> None:
    for lines in (1, 3, 5, 7):
        rows = [row(f"begin{n} {'word ' * 7 * lines} end{n}") for n in range(30)]
        for text in pages(pdf(document(*rows), tmp_path))[1:]:
            assert heads(text) <= 1
            begun, ended = set(re.findall(r"begin(\d+)", text)), set(re.findall(r"end(\d+)", text))
            assert begun == ended, "a row that fits a page is not broken over two"


def test_a_heading_stands_above_its_first_row(tmp_path: Path) -> None:
    for before in range(8, 22):
        rows = [row("one line", f"1.{n}", "Pillar 1") for n in range(before)]
        rows += [row("word " * 40, "2.1", "Second group"), row("two", "2.2", "Second group")]
        text = next(text for text in pages(pdf(document(*rows), tmp_path)) if "Second group" in text)
        assert "Title of 2.1" in text


def test_a_heading_stands_above_its_charts(tmp_path: Path) -> None:
    for lines in range(20, 46, 2):
        blocks = (Paragraph("x\n" * lines), Heading("Shares that moved"), Figure("t", "Moved by much", SHARE))
        text = next(text for text in pages(pdf(document(blocks=blocks), tmp_path)) if "Shares that moved" in text)
        assert "Figure 1. Moved by much" in text


def test_four_small_charts_stand_in_one_row_on_one_page(tmp_path: Path) -> None:
    for lines in range(20, 46, 5):
        charts = tuple(Figure(f"t{n}", f"Moved by {n}", SHARE) for n in range(4))
        blocks: tuple[Block, ...] = (Paragraph("x\n" * lines), Heading("Shares that moved"), *charts)
        text = next(text for text in pages(pdf(document(blocks=blocks), tmp_path)) if "Shares that moved" in text)
        assert all(f"Figure {n + 1}. Moved by {n}" in text for n in range(4))


def test_what_stands_beneath_a_row_stays_with_it(tmp_path: Path) -> None:
    columns = (Column("id", "ID", CellKind.ID), Column("title", "Action"), Column("what", "We will", place=Place.BENEATH))
    for lines in (1, 4, 9):
        rows = [Row((Cell(f"1.{n}"), Cell(f"begin{n} {'word ' * 14 * lines}"), Cell(f"quiet{n} " * 20))) for n in range(40)]
        rows.append(Row((Cell("2.1"), Cell("Nothing beneath it"), Cell(""))))
        read = pages(pdf(document(blocks=(Table("t", "T", columns, tuple(rows)),)), tmp_path))
        for text in read[1:]:
            assert set(re.findall(r"begin(\d+)", text)) == set(re.findall(r"quiet(\d+)", text))
        assert sum(text.count("We will: quiet") for text in read) == 40


def test_what_stands_beneath_a_row_is_printed_whole_however_long(tmp_path: Path) -> None:
    columns = (Column("id", "ID", CellKind.ID), Column("title", "Action"), Column("what", "We will", place=Place.BENEATH))
    rows = (Row((Cell("1.1"), Cell("word " * 130), Cell(" ".join(f"w{n}" for n in range(9000))))),)
    text = " ".join(pages(pdf(document(blocks=(Table("t", "T", columns, rows),)), tmp_path)))
    assert {f"w{n}" for n in range(9000)} <= set(text.split())


def test_a_short_section_is_not_parted_from_its_table(tmp_path: Path) -> None:
    rows = tuple(row(f"row {n}", f"1.{n}", "") for n in range(6))
    short = Section("short", "The test", "Test", (Facts((("Reached", "Yes"),) * 5), document(*rows).sections[1].blocks[1]))
    for lines in range(0, 50, 6):
        made = document()
        before = Section("before", "Before", "Before", (Paragraph("x\n" * lines),))
        made = dataclasses.replace(made, sections=(before, short))
        text = next(text for text in pages(pdf(made, tmp_path))[1:] if "2 The test" in text)
        assert text.count("Reached") == 5
        assert "row 5" in text, lines


def test_a_tall_row_goes_on_over_the_page_without_losing_a_word(tmp_path: Path) -> None:
    texts = ["\n".join(f"r{n}line{m}" for m in range(45)) for n in range(6)]
    read = pages(pdf(document(*(row(text) for text in texts)), tmp_path))
    printed = " ".join(read).split()
    assert [word for word in printed if re.fullmatch(r"r\dline\d+", word)] == "\n".join(texts).split()
    assert all(heads(text) <= 1 for text in read)


def test_a_long_text_in_a_table_is_printed_across_the_page(tmp_path: Path) -> None:
    long = " ".join(f"word{n}." for n in range(4_000))
    with_blanks = "\n\n".join(f"para{n}" for n in range(400))
    read = pages(pdf(document(row(long), row(with_blanks), row("short")), tmp_path))
    printed = " ".join(read)
    assert printed.count("… (in full below)") == 2
    words = printed.split()
    assert [w for w in words if re.fullmatch(r"word\d+\.", w)][-4_000:] == long.split()
    assert [w for w in words if re.fullmatch(r"para\d+", w)][-400:] == with_blanks.split()
    assert len(read) < 26, "down a column of a third of the width it would take three times as many"


def test_text_from_right_to_left_is_said_to_be_out_of_order(tmp_path: Path) -> None:
    assert "Text from right to left." in " ".join(pages(pdf(document(row("مرحبا")), tmp_path)))
    assert "Text from right to left." not in " ".join(pages(pdf(document(row("你好 ▲")), tmp_path)))


def test_a_large_table_without_groups_begins_where_it_is_said(tmp_path: Path) -> None:
    rows = [row(f"Update {n}", f"1.{n}", "") for n in range(30)]
    read = pages(pdf(document(*rows, blocks=(Paragraph("x\n" * 36),)), tmp_path))
    first = next(text for text in read if "2 Actions" in text and "Words first." in text)
    assert "Title of 1.0" in first


def test_shapes_patterns_and_the_month_clock_are_painted(tmp_path: Path) -> None:
    zero = dt.date(2026, 1, 1)
    marks = tuple(
        ClockMark(zero + dt.timedelta(days=60 * n), kind, kind)
        for n, kind in enumerate(("kpi", "first_due", "due", "return_due"), 1)
    )
    clock = MonthClock(
        "t", "x", zero, zero, dt.date(2026, 12, 31), dt.date(2026, 7, 2), "2026-27-Q2", dt.date(2026, 6, 30), "Band", marks
    )
    bars = StackedBars("t", "x", ("1 A",), tuple(Series(key, key, (3,)) for key in ("paused", "will_not_do", "kept")))
    states = Table("s", "States", (Column("s", "State", CellKind.STATE),), tuple(Row((Cell(key, shape=key),)) for key in STATES))
    blocks = (Figure("c", "The clock", clock), Figure("b", "Bars", bars), states)
    path = pdf(document(blocks=blocks), tmp_path)
    read = " ".join(pages(path))
    for word in ("Month 0", "Month 12", "Q3", "Band", "kpi", "first_due", "due", "return_due", *STATES):
        assert word in read
    with pypdfium2.PdfDocument(path) as opened:
        page = next(p for p in opened if "The clock" in p.get_textpage().get_text_bounded())
        seen = {colour for _, colour in page.render(scale=2).to_pil().convert("RGB").getcolors(1 << 22)}
    for role in ("green", "amber", "red", "blue", "underway", "focus", "accent", "ring", "mid"):
        assert tuple(bytes.fromhex(COLOURS[role][1:])) in seen, role


def test_long_names_fit_on_the_cover(tmp_path: Path) -> None:
    read = pages(pdf(document(row("Words"), name="A directorate of very many words " * 12), tmp_path))
    assert "1 Headline" in read[0]
    assert "Self-assessed." in read[0]


def test_a_cover_without_changes_begins_with_the_contents(tmp_path: Path) -> None:
    made = document(row("Words"))
    bare = dataclasses.replace(made, cover=dataclasses.replace(made.cover, changes=()))
    assert "At a glance" in pages(pdf(made, tmp_path))[0]
    assert "At a glance" not in pages(pdf(bare, tmp_path))[0]


def test_a_footer_too_long_for_its_line_ends_in_an_ellipsis(tmp_path: Path) -> None:
    read = pages(pdf(document(row("Words"), name="A directorate of many words " * 9), tmp_path))
    assert re.search(r"A directorate of many words .*… Page 2 of \d", read[1])


def test_a_document_without_rows_says_so(tmp_path: Path) -> None:
    assert "No action yet." in " ".join(pages(pdf(document(), tmp_path)))


def test_progress_is_told_and_may_cancel(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    draw_pdf(document(row("Words")), tmp_path / "a.pdf", lambda done, total: told.append((done, total)))
    assert told[0][0] <= told[-1][0] <= told[-1][1]

    def stop(_done: int, _total: int) -> None:
        raise CancelledError

    with pytest.raises(CancelledError):
        draw_pdf(document(row("Words")), tmp_path / "b.pdf", stop)
    assert not (tmp_path / "b.pdf").exists()


def test_markup_never_reads_a_text_as_markup() -> None:
    letters = Letters()
    assert letters.markup("a < b\nc & d") == "a &lt; b<br/>c &amp; d"
    assert letters.markup("\u202eevil\u202c") == "evil"
    assert letters.markup("plain") == "plain"
    assert "".join(piece for piece, _ in letters.runs("up ▲", REGULAR)) == "up ▲"


def test_nothing_but_the_target_is_left_behind(tmp_path: Path) -> None:
    draw_pdf(document(row("Words")), tmp_path / "c.pdf", no_progress)
    assert [path.name for path in tmp_path.iterdir()] == ["c.pdf"]


@pytest.mark.parametrize("room", [20.0, 40.0, 69.0])
def test_a_remark_leaves_no_empty_box_at_the_foot_of_a_page(room: float) -> None:
    make = PartMaker(Letters())
    short, long = (make.callout(Callout("Letters not printed.", "Some letters are not in the fonts. " * n)) for n in (3, 200))
    assert short.split(WIDTH, room) == []
    assert long.split(WIDTH, room) == []
    assert len(long.split(WIDTH, 400.0)) == 2


def test_a_grid_that_fits_is_not_split() -> None:
    grid = RowGrid([["head"], ["row"]], colWidths=[100], repeatRows=1)
    assert grid.split(200, 500) == [grid]
    assert grid.split(200, 20) == [], "a head alone is not left at the foot of a page"
