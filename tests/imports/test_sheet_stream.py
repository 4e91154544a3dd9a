"""Cells are read as openpyxl reads them, and the odd ways in which programs write them are understood."""

import datetime as dt
import io
import warnings
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.xml.constants import SHARED_STRINGS

from leadapp.domain.errors import BadInputError
from leadapp.domain.sheets import Unusable
from leadapp.imports.caps import TRACKER
from leadapp.imports.workbook_reader import read_workbook
from tests.imports.workbooks import HEAD, NAMESPACE, of_rows, with_cells, with_part, workbook

SHARED = "xl/sharedStrings.xml"
VALUES = (
    0, 1, -7, 3.1, 0.4, 1e-9, 12_345_678_901, 46_296, True, False, "text", " spaced ", "line\nbreak", "Ọládàpọ̀ Łukasz", "<b>&", "_x0041_",
    dt.date(2027, 3, 31), dt.datetime.fromisoformat("2027-03-31T14:30"), dt.time(9, 5), dt.timedelta(hours=30),
    "2027-03-31", "1.10", "#N/A",
)  # fmt: skip
FORMATS = (
    "General",
    "0",
    "0.00",
    "0%",
    "0.0%",
    "#,##0.00",
    "d mmm yyyy",
    "hh:mm",
    "[h]:mm",
    "mmm-yy",
    '"Q"0',
    "@",
    "dd/mm/yyyy hh:mm",
)


def values(data: bytes) -> list[tuple[int, tuple[Any, ...]]]:
    """Number and values of every row of the first sheet."""
    return [(row.number, row.values) for row in read_workbook(data, "list.xlsx", TRACKER).sheets[0].rows]


def shared(*texts: str) -> bytes:
    """A workbook of a column whose cells share these texts, given as the XML within ``si``."""
    cells = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>{n - 1}</v></c></row>' for n in range(1, len(texts) + 1))
    table = f"{HEAD}<sst {NAMESPACE}>{''.join(f'<si>{text}</si>' for text in texts)}</sst>"
    types = zipfile.ZipFile(io.BytesIO(of_rows(("a",)))).read("[Content_Types].xml").decode()
    named = f'<Override PartName="/{SHARED}" ContentType="{SHARED_STRINGS}"/></Types>'
    return with_part("[Content_Types].xml", types.replace("</Types>", named), with_part(SHARED, table, with_cells(cells)))


def expected(value: Any) -> Any:
    """What openpyxl gives, as the records have it."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date()
    return "A" if value == "_x0041_" else value


@pytest.mark.parametrize("mac", [False, True], ids=["days from 1900", "days from 1904"])
def test_every_kind_of_value_in_every_format_is_read_as_openpyxl_reads_it(mac: bool) -> None:
    book = Workbook()
    sheet: Any = book.active
    if mac:
        book.epoch = CALENDAR_MAC_1904
    for form in FORMATS:
        sheet.append(VALUES)
        for cell in sheet[sheet.max_row]:
            if not isinstance(cell.value, dt.date | dt.time | dt.timedelta):
                cell.number_format = form
    target = io.BytesIO()
    book.save(target)
    theirs: Any = load_workbook(io.BytesIO(target.getvalue()), read_only=True, data_only=True).active
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numbers that are no day
        rows = list(theirs.iter_rows())
    for (number, ours), row in zip(values(target.getvalue()), rows, strict=True):
        for column, cell in enumerate(row):
            if cell.data_type == "e":
                assert ours[column] == Unusable(cell.value, f"holds the error {cell.value}."), (number, column)
            else:
                assert (type(ours[column]), ours[column]) == (type(expected(cell.value)), expected(cell.value)), (number, column)


def test_texts_of_several_runs_are_one_and_how_they_are_read_aloud_is_left_out() -> None:
    runs = "<r><t>one </t></r><r><rPr><b/></rPr><t>two</t></r><rPh sb='0' eb='1'><t>wan</t></rPh><phoneticPr fontId='1'/>"
    assert values(shared("<t>plain</t>", runs, "<t/>", "<t>a_x005F_x0041_</t>", "<t>&lt;b&gt; &amp; line\nbreak</t>")) == [
        (1, ("plain",)),
        (2, ("one two",)),
        (4, ("a_x0041_",)),
        (5, ("<b> & line\nbreak",)),
    ]
    rich = CellRichText("in ", TextBlock(InlineFont(b=True), "bold"), " words")
    assert values(workbook(lambda sheet: sheet.append((rich,)))) == [(1, ("in bold words",))]


def test_a_text_longer_than_one_piece_of_the_file_is_whole() -> None:
    texts = [" ".join(str(word * 7_919 % 10_007 + n) for word in range(5_000)) for n in range(60)]
    assert [row[0] for _, row in values(shared(*(f"<t>{text}</t>" for text in texts)))] == texts


def test_cells_and_rows_without_a_place_follow_each_other() -> None:
    rows = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row r='5'><c r='B5'><v>2</v></c><c><v>3</v></c></row><row><c><v>6</v></c></row>"
    assert values(with_cells(rows)) == [(1, (1, None, 3)), (5, (None, 2, 3)), (6, (6,))]


def test_a_row_that_comes_too_late_is_refused_with_its_place() -> None:
    rows = "".join(f"<row r='{n}'><c r='A{n}'><v>{n}</v></c></row>" for n in (2, 4, 1, 5))
    with pytest.raises(BadInputError, match="row 1 comes after row 4"):
        values(with_cells(rows))


def test_an_empty_text_is_a_result_of_a_formula_and_nothing_is_none() -> None:
    cells = (
        '<c r="A1" t="str"><f>IF(B1="","",B1)</f><v></v></c><c r="B1"><f>1+1</f><v></v></c><c r="C1"><f>1+1</f></c>'
        '<c r="D1" t="str"><f>"a"</f><v>a</v></c><c r="E1"><f t="shared" si="0"/><v>4</v></c><c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    )
    (_, (blank, never, neither, text, number, error)), *_ = values(with_cells(f'<row r="1">{cells}</row>'))
    assert (blank, text, number) == (None, "a", 4)
    assert all(isinstance(one, Unusable) and "never stored" in one.why for one in (never, neither))
    assert isinstance(error, Unusable)
    assert error.why == "holds the error #DIV/0!."


def test_a_day_beyond_the_calendar_is_an_error_of_its_cell() -> None:
    data = of_rows((dt.date(2027, 3, 31), 5))
    source = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    assert "<v>46477</v>" in source
    broken = source.replace("<v>46477</v>", "<v>99999999999</v>")
    ((_, (day, five)),) = values(with_part("xl/worksheets/sheet1.xml", broken, data))
    assert day == Unusable("#VALUE!", "holds the error #VALUE!.")
    assert five == 5
