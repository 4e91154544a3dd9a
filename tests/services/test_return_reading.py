"""A full return read back from its workbook: equal, also after LibreOffice; what was changed told; what is no such workbook refused."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from leadapp.domain.carried import SHEET
from leadapp.domain.errors import BadInputError, DiskError
from leadapp.domain.return_text import ReturnState
from leadapp.imports.caps import RETURN
from leadapp.services.opening import Services
from leadapp.services.return_reading import read_return, write_data
from tests.services.sent_returns import Q2, begin, send

SAVED_BY_LIBREOFFICE = Path(__file__).parents[1] / "data" / "return_libreoffice.xlsx"


def exported(services: Services, folder: Path, version: str = "full") -> Path:
    """The workbook of a return, and its JSON beside it."""
    targets = {"xlsx": folder / f"{version}.xlsx", "json": folder / f"{version}.json"}
    services.returns.export(Q2, targets, version=version)
    return targets["xlsx"]


@pytest.fixture
def book(services: Services, tmp_path: Path) -> Path:
    """The workbook of a return that is being written."""
    return exported(begin(services), tmp_path)


def edited(path: Path, edit: Callable[[Any], object]) -> Path:
    """The workbook after somebody changed and saved it."""
    opened = load_workbook(path)
    edit(opened)
    opened.save(path)
    return path


# -------------------------------------------------------------------------------- whole
def test_a_return_is_read_back_equal(services: Services, tmp_path: Path) -> None:
    path = exported(begin(services), tmp_path)
    read = read_return(path)
    assert read.record == services.returns.assemble(Q2)
    assert read.as_json() == json.loads((tmp_path / "full.json").read_text("utf-8"))
    assert read.is_untouched
    assert read.headline.startswith("Neighbourhood Services, 2026-27-Q2, revision 1, draft. Exported by leadapp ")
    assert read.document().sections == services.returns.document(Q2).sections


def test_a_submitted_return_is_read_back_with_its_sha256(services: Services, tmp_path: Path) -> None:
    path = exported(send(begin(services)), tmp_path)
    read = read_return(path)
    frozen = services.returns.frozen.get(Q2, 1)
    assert frozen is not None
    assert (read.sha256, read.data, read.record) == (frozen.sha256, frozen.data, frozen.record)
    assert read.document() == services.returns.document(Q2)
    assert read.as_json() == json.loads((tmp_path / "full.json").read_text("utf-8"))


def test_the_whole_sample_is_read_back(sample: Services, tmp_path: Path) -> None:
    read = read_return(exported(sample, tmp_path))
    assert (read.edit_lines(), read.data) == ((), json.loads(json.dumps(read.data)))
    assert "draft, sample data" in read.headline
    assert read.record.actions == sample.returns.assemble(Q2).actions


def test_what_libreoffice_saved_is_read_back_and_untouched() -> None:
    read = read_return(SAVED_BY_LIBREOFFICE)
    assert read.edit_lines() == ()
    assert [action.id for action in read.record.actions] == ["2.4"]
    assert read.record.state is ReturnState.SUBMITTED


def test_the_sheet_is_hidden_from_excels_own_list(book: Path) -> None:
    opened = load_workbook(book)
    assert opened[SHEET].sheet_state == "veryHidden"
    assert opened.active is not None
    assert opened.active.title == "Cover"
    assert max(len(str(cell.value)) for row in opened[SHEET].iter_rows() for cell in row) <= 32_767
    assert "hidden sheet" in " ".join(str(cell.value) for row in opened["Cover"].iter_rows() for cell in row)


# -------------------------------------------------------------------------------- changed cells
def test_a_changed_cell_is_named(book: Path) -> None:
    def edit(opened: Any) -> None:
        row = next(row for row in opened["Actions"].iter_rows(min_row=4) if row[0].value == "2.4")
        row[4].value = "✔ Complete"
        opened["Headline"]["A5"].value = None
        opened.create_sheet("Notes")["A1"] = "mine"

    lines = read_return(edited(book, edit)).edit_lines()
    assert "Sheet “Actions”, E4: was “◐ Underway”, is “✔ Complete”." in lines
    assert any("“Headline”" in line for line in lines)
    assert "The sheet “Notes” was added; it is no part of the return." in lines


def test_a_formula_counts_as_changed(book: Path) -> None:
    read = read_return(edited(book, lambda opened: opened["Pillars"].__setitem__("B4", "=1+1")))
    assert [line for line in read.edit_lines() if "“Pillars”, B4" in line and "is “a formula”" in line]
    assert read.record.actions[0].id == "2.4", "the data is what was exported"


def test_a_renamed_data_sheet_is_found_and_unhidden_is_fine(book: Path) -> None:
    def rename(opened: Any) -> None:
        sheet = opened[SHEET]
        sheet.sheet_state, sheet.title = "visible", "Data"

    assert read_return(edited(book, rename)).is_untouched


# -------------------------------------------------------------------------------- damaged
def _cut(opened: Any) -> None:
    row = next(row for row in opened[SHEET].iter_rows() if row[0].value == "data 1")
    row[1].value = row[1].value[:200]


def _without_part(opened: Any) -> None:
    number = next(row[0].row for row in opened[SHEET].iter_rows() if row[0].value == "cells 1")
    opened[SHEET].delete_rows(number)


def _other_letter(opened: Any) -> None:
    row = next(row for row in opened[SHEET].iter_rows() if row[0].value == "data 1")
    row[1].value = row[1].value.replace("panel", "Panel", 1)


def _newer(opened: Any) -> None:
    next(row for row in opened[SHEET].iter_rows() if row[0].value == "schema")[1].value = "2"


def _twice(opened: Any) -> None:
    opened.copy_worksheet(opened[SHEET])


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_cut, "part 1 of 1 of its data is cut off"),
        (_without_part, "part 1 of 1 of its note of the cells is missing"),
        (_other_letter, "its SHA-256 is not that of the data"),
        (_newer, "was made by a newer leadapp"),
        (lambda opened: opened.remove(opened[SHEET]), "carries no data of a return"),
        (_twice, "carries the data of 2 returns"),
    ],
)
def test_a_damaged_workbook_is_refused_in_a_sentence(book: Path, damage: Callable[[Any], object], said: str) -> None:
    with pytest.raises(BadInputError, match=r"full\.xlsx") as refusal:
        read_return(edited(book, damage))
    assert said in str(refusal.value)


@pytest.mark.parametrize(("version", "said"), [("staff", "the version for staff"), ("summary", "the version of one page")])
def test_a_version_without_data_says_which_one_it_is(services: Services, tmp_path: Path, version: str, said: str) -> None:
    with pytest.raises(BadInputError, match=said):
        read_return(exported(begin(services), tmp_path, version))


def test_other_files_are_refused(services: Services, tmp_path: Path) -> None:
    own = Workbook()
    own.save(tmp_path / "own.xlsx")
    (tmp_path / "words.xlsx").write_text("words", "utf-8")
    (tmp_path / "page.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "broken.xlsx").write_bytes((tmp_path / "own.xlsx").read_bytes()[:-300])
    for name, said in (
        ("own.xlsx", "carries no data of a return"),
        ("words.xlsx", "is not an Excel workbook"),
        ("page.pdf", "is a PDF"),
        ("broken.xlsx", "damaged or cut off"),
        ("missing.xlsx", "is not there"),
    ):
        with pytest.raises(BadInputError, match=said):
            read_return(tmp_path / name)
    with pytest.raises(BadInputError, match="is a leadapp file"):
        read_return(services.path)


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        (lambda own: [own.create_sheet() for _ in range(RETURN.sheets)], "sheets, too many to be a return"),
        (lambda own: own.active.append(["x"] * (RETURN.columns + 1)), "holds more than a return does"),
    ],
)
def test_more_than_a_return_holds_is_refused(tmp_path: Path, fill: Callable[[Any], object], said: str) -> None:
    own = Workbook()
    fill(own)
    own.save(tmp_path / "own.xlsx")
    with pytest.raises(BadInputError, match=said):
        read_return(tmp_path / "own.xlsx")


def test_a_sheet_that_is_not_as_excel_writes_it_is_refused(book: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    with zipfile.ZipFile(book, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace(b"<row", b"<row<", 1) if name.endswith("sheet2.xml") else content)
    with pytest.raises(BadInputError, match="not as Excel writes it"):
        read_return(book)


# -------------------------------------------------------------------------------- writing the data
def test_the_data_is_written_whole_or_not_at_all(book: Path, tmp_path: Path) -> None:
    read, out = read_return(book), tmp_path / "out.json"
    write_data(read, out, book)
    assert json.loads(out.read_text("utf-8")) == json.loads((tmp_path / "full.json").read_text("utf-8"))
    for target, said in ((book, "over the workbook it is read from"), (tmp_path / "x.leadapp", "over a leadapp file")):
        with pytest.raises(BadInputError, match=said):
            write_data(read, target, book)
    with pytest.raises(DiskError):
        write_data(read, tmp_path, book)
    assert read_return(book).is_untouched
