"""Hostile and broken files at the door: each is refused in a sentence, quickly, and nothing escapes as another error."""

from __future__ import annotations

import io
import os
import random
import resource
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from leadapp.domain.errors import BadInputError, DiskError, LeadappError
from leadapp.domain.sheets import Book
from leadapp.imports.caps import EDITION, MIB, Caps
from leadapp.imports.sheet_files import read_sheets
from tests.imports.workbooks import HEAD, NAMESPACE, SHEET, of_rows, text_cell, with_cells, with_part

OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
ENTITY = '<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'


def refused(tmp_path: Path, data: bytes, name: str = "plan.xlsx", caps: Caps = EDITION) -> str:
    """The sentence with which a file is refused."""
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(BadInputError) as caught:
        read_sheets(path, caps)
    sentence = str(caught.value)
    assert sentence.startswith(("“plan", "A sheet of “plan", "Parts of “plan"))
    assert sentence.endswith(".")
    return sentence


def renamed(data: bytes, rename: dict[str, str], extra: tuple[str, ...] = ()) -> bytes:
    """A zip file with parts under other names."""
    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in source.namelist():
            made.writestr(rename.get(name, name), source.read(name))
        for name in extra:
            made.writestr(name, "x")
    return target.getvalue()


DECLARED = {
    "entities in a sheet": with_cells(text_cell("&b;"), ENTITY),
    "a file drawn in": with_cells(text_cell("&a;"), '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'),
    "a document type alone": with_cells(text_cell("a"), "<!DOCTYPE x>"),
    "behind a long remark": with_cells(text_cell("&b;"), f"<!--{' ' * 200_000}-->{ENTITY}"),
    "in UTF-16": with_part(
        SHEET,
        f'<?xml version="1.0" encoding="UTF-16"?>{ENTITY}<worksheet {NAMESPACE}/>'.encode("utf-16"),
    ),
    "in a picture's place": with_part("xl/media/image1.svg", ENTITY + "<svg/>"),
}


@pytest.mark.parametrize("what", DECLARED)
def test_entities_are_refused(tmp_path: Path, what: str) -> None:
    assert "declares entities" in refused(tmp_path, DECLARED[what])


def test_an_encoding_that_hides_letters_is_refused(tmp_path: Path) -> None:
    """Letters of EBCDIC would pass a search for the bytes of <!ENTITY."""
    hidden = b'<?xml version="1.0" encoding="cp037"?>' + f"{ENTITY}<worksheet {NAMESPACE}/>".encode("cp037")
    assert "encoding that Excel does not use" in refused(tmp_path, with_part(SHEET, hidden))


def test_a_picture_may_name_its_document_type(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(with_part("xl/media/image1.svg", '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "x"><svg/>'))
    assert read_sheets(path, EDITION).sheets[0].rows[0].text(0) == "a"


def test_a_zip_bomb_is_refused_quickly_and_in_little_memory(tmp_path: Path) -> None:
    data = with_cells(text_cell("A" * 300_000_000))
    assert len(data) < MIB
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert "unpacks to far more" in refused(tmp_path, data)
    assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kB, beside what made the file


def test_many_small_parts_are_a_bomb_too(tmp_path: Path) -> None:
    target = io.BytesIO(of_rows(("a",)))
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as made:
        for number in range(9):
            made.writestr(f"xl/media/{number}.bin", os.urandom(50_000) + b"\0" * 900_000)
    assert "unpacks to far more" in refused(tmp_path, target.getvalue(), caps=replace(EDITION, unpacked=8 * MIB))


def test_too_many_parts_are_refused(tmp_path: Path) -> None:
    many = renamed(of_rows(("a",)), {}, tuple(f"xl/{n}.xml" for n in range(1_100)))
    assert "parts, more than" in refused(tmp_path, many)


def test_a_cell_at_the_end_of_the_world_is_refused_quickly(tmp_path: Path) -> None:
    far = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    start = time.process_time()
    assert "beyond column ZZ" in refused(tmp_path, with_cells(far))
    assert time.process_time() - start < 2


def test_a_sheet_that_only_claims_to_be_huge_is_read(tmp_path: Path) -> None:
    claim = f'{HEAD}<worksheet {NAMESPACE}><dimension ref="A1:XFD1048576"/><sheetData>{text_cell("ID")}</sheetData></worksheet>'
    path = tmp_path / "plan.xlsx"
    path.write_bytes(with_part(SHEET, claim))
    start = time.process_time()
    (sheet,) = read_sheets(path, EDITION).sheets
    assert [row.text(0) for row in sheet.rows] == ["ID"]
    assert time.process_time() - start < 5


def test_a_row_number_beyond_any_sheet_does_not_run_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(with_cells(text_cell("a") + '<row r="999999999999"><c><v>1</v></c></row>'))
    start = time.process_time()
    with pytest.raises(BadInputError, match="row 999999999999 is beyond the last row that Excel has"):
        read_sheets(path, EDITION)
    assert time.process_time() - start < 5


def read_plan(tmp_path: Path, data: bytes) -> Book:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)
    return read_sheets(path, EDITION)


def test_rows_out_of_order_are_refused_with_their_place_and_not_passed_over(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in (1, 1_048_576, 7, 8))
    with pytest.raises(BadInputError, match=r"Sheet “Plan”, row 7 comes after row 1,048,576\. Open the file in Excel"):
        read_plan(tmp_path, with_cells(rows))
    twice = "".join('<row r="3"><c><v>1</v></c></row>' for _ in range(2))
    with pytest.raises(BadInputError, match="row 3 comes after row 3"):
        read_plan(tmp_path, with_cells(twice))


def test_an_empty_row_out_of_order_harms_nothing(tmp_path: Path) -> None:
    rows = '<row r="9"/>' + "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in (1, 2))
    assert len(read_plan(tmp_path, with_cells(rows)).sheets[0].rows) == 2


@pytest.mark.parametrize("sign", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"GIF89a", b"II*\0"])
def test_a_picture_under_the_name_of_a_list_is_called_a_picture(tmp_path: Path, sign: bytes) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(sign + b"IHDR" + bytes(range(1, 127)) * 3)
    with pytest.raises(BadInputError, match=r"“list\.csv” is a picture"):
        read_sheets(path, EDITION)


def test_more_rows_than_excel_has_are_refused(tmp_path: Path) -> None:
    assert "more rows than Excel" in refused(tmp_path, with_cells("<row/>" * 1_048_577), caps=replace(EDITION, ratio=10_000))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (OLE, "an older Office file"),
        (OLE + "Workbook".encode("utf-16-le"), "old Excel form (.xls)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        (b"\r\n<html><table><tr><td>1.1</td></tr></table></html>", "a web page or XML under another name"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "a web page or XML under another name"),
        (b"ID,Action\n1.1,Say it", "give it the ending .csv"),
        (of_rows(("a", 1))[:2000], "damaged or cut off"),
        (b"PK\x03\x04" + b"\0" * 100, "damaged or cut off"),
        (with_part(SHEET, "hello"), "not as Excel writes it"),
        (with_part(SHEET, ""), "not as Excel writes it"),
        (with_part("xl/styles.xml", "<a"), "not as Excel writes it"),
        (renamed(of_rows(("a",)), {"xl/workbook.xml": "xl/workbook.bin"}), "binary workbook (.xlsb)"),
        (renamed(of_rows(("a",)), {"[Content_Types].xml": "mimetype"}), "an OpenDocument file"),
        (renamed(of_rows(("a",)), {"[Content_Types].xml": "word/document.xml"}), "a Word document"),
        (renamed(of_rows(("a",)), {"[Content_Types].xml": "readme.txt"}), "a zip file"),
        (renamed(of_rows(("a",)), {}, ("../../evil.xml",)), "names parts outside itself"),
        (renamed(of_rows(("a",)), {}, ("/etc/passwd",)), "names parts outside itself"),
        (renamed(of_rows(("a",)), {}, ("c:/evil",)), "names parts outside itself"),
        (renamed(of_rows(("a",)), {}, ("XL/workbook.xml",)), "names a part twice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_workbook_is_called_by_its_name(tmp_path: Path, data: bytes, words: str) -> None:
    assert words in refused(tmp_path, data)


def test_encrypted_parts_are_refused(tmp_path: Path) -> None:
    data = bytearray(of_rows(("a",)))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert "encrypted" in refused(tmp_path, bytes(data))


def test_a_part_whose_bytes_were_changed_is_damage(tmp_path: Path) -> None:
    source, target = zipfile.ZipFile(io.BytesIO(of_rows(("a",)))), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as made:
        for name in source.namelist():
            made.writestr(name, source.read(name))
    data = target.getvalue().replace(b"<sheetData>", b"<sheetDatb>", 1)
    assert "cannot be unpacked" in refused(tmp_path, data)


def test_a_large_text_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.csv"
    with path.open("wb") as target:
        target.truncate(400 * MIB)
    start = time.process_time()
    with pytest.raises(BadInputError, match="larger than 20 MB, too large to be a corporate plan"):
        read_sheets(path, EDITION)
    assert time.process_time() - start < 2


def test_a_place_that_is_no_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="is a folder"):
        read_sheets(tmp_path, EDITION)
    with pytest.raises(BadInputError, match="is not there"):
        read_sheets(tmp_path / "gone.xlsx", EDITION)
    with pytest.raises(DiskError, match="cannot be read"):
        read_sheets(Path("x" * 300), EDITION)
    os.mkfifo(tmp_path / "pipe.xlsx")
    with pytest.raises(BadInputError, match="is not a file that can be read"):
        read_sheets(tmp_path / "pipe.xlsx", EDITION)


def test_no_damage_of_an_honest_workbook_escapes_as_another_error(tmp_path: Path) -> None:
    honest = of_rows(*((f"Action {number}", number, "evidence " * 12) for number in range(30)))
    dice, path = random.Random(5), tmp_path / "plan.xlsx"
    read = told = 0
    for _ in range(300):
        damaged = bytearray(honest)
        for _ in range(dice.choice([1, 1, 3, 20])):
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        path.write_bytes(damaged[: dice.randrange(len(damaged))] if dice.random() < 0.15 else damaged)
        try:
            read_sheets(path, EDITION)
            read += 1
        except LeadappError:
            told += 1
    assert read + told == 300
    assert told > 100
