"""The PDF holds every word whatever it is, says on every page what it is, and is the same file each time."""

from pathlib import Path

import pikepdf
import pytest

from leadapp.domain.documents import Paragraph
from leadapp.domain.errors import CancelledError
from leadapp.exports.pdf import draw_pdf
from leadapp.exports.pdf_text import BOX, REGULAR, Letters
from tests.exports.drawn import document, no_progress, pages, pdf, row


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


def test_long_names_fit_on_the_cover(tmp_path: Path) -> None:
    read = pages(pdf(document(row("Words"), name="A directorate of very many words " * 12), tmp_path))
    assert "1 Headline" in read[0]
    assert "Self-assessed." in read[0]


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
