"""The workbook's file, part by part, against what Excel asks for before it opens a file without a word about repairs."""

import posixpath
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl.utils import range_boundaries

from leadapp.domain.documents import Document, Paragraph
from leadapp.domain.quarters import Quarter
from leadapp.exports.workbook import draw_workbook
from leadapp.services.opening import open_services
from tests.exports.drawn import document, no_progress, row

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATED = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
ORDER = (
    "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter "
    "sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions "
    "pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing "
    "legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst"
).split()
"""The children of a worksheet in the order of ECMA-376, part 1, 18.3.1.99: another order is a damaged file to Excel."""


class Package:
    """A workbook's parts."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as opened:
            assert opened.testzip() is None
            names = opened.namelist()
            assert len(names) == len(set(names))
            self.bytes = {name: opened.read(name) for name in names}
        self.parts = {n: ElementTree.fromstring(data) for n, data in self.bytes.items() if n.endswith((".xml", ".rels"))}

    def related(self, name: str) -> dict[str, str]:
        """Where the relations of a part lead to, by id."""
        folder, file = posixpath.split(name)
        found = self.parts.get(f"{folder}/_rels/{file}.rels")
        if found is None:
            return {}
        links = {r.attrib["Id"]: r for r in found.iter(RELATED)}
        assert len(links) == len(list(found.iter(RELATED)))
        assert not [r for r in links.values() if r.get("TargetMode") == "External"]
        return {k: posixpath.normpath(posixpath.join("/", folder, r.attrib["Target"])).lstrip("/") for k, r in links.items()}

    def sheets(self) -> Iterator[tuple[str, str, ElementTree.Element]]:
        """Title, part and tree of each sheet."""
        related = self.related("xl/workbook.xml")
        for sheet in self.parts["xl/workbook.xml"].iter(f"{MAIN}sheet"):
            part = related[sheet.attrib[ID]]
            yield sheet.attrib["name"], part, self.parts[part]


def texts(sheet: ElementTree.Element) -> dict[str, str]:
    """The text of every text cell."""
    return {
        cell.attrib["r"]: "".join(t.text or "" for t in cell.iter(f"{MAIN}t"))
        for cell in sheet.iter(f"{MAIN}c")
        if cell.get("t") == "inlineStr"
    }


def nasty() -> Document:
    words = " ".join(f"word{n}" for n in range(9_000))
    hard = ("=1+1", "\x0b\x00\x1b]]>", "مرحبا 你好 👍🏽", "_x0041_", "a\n" * 300, words, "x" * 40_000, "", "  spaced  ")
    rows = [row(text, f"3.{n}") for n, text in enumerate(hard)]
    return document(*rows, blocks=(Paragraph(words), Paragraph("<b>&\n=2")), name="Waste & \"Recycling\" <North> 'n' =1")


@pytest.fixture(params=["sample", "new", "nasty", "bare"], scope="module")
def package(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sample_template: Path, new_template: Path
) -> Package:
    folder = tmp_path_factory.mktemp("package")
    path = folder / "made.xlsx"
    if request.param in {"sample", "new"}:
        file = shutil.copyfile(sample_template if request.param == "sample" else new_template, folder / "copy.leadapp")
        opened = open_services(Path(file))
        try:
            made = opened.returns.document(Quarter(2026, 2))
        finally:
            opened.close()
    else:
        made = nasty() if request.param == "nasty" else document()
    draw_workbook(made, path, no_progress)
    return Package(path)


def test_every_part_has_its_kind_and_every_relation_its_part(package: Package) -> None:
    kinds = package.parts["[Content_Types].xml"]
    named = {part.attrib["PartName"].lstrip("/") for part in kinds if "PartName" in part.attrib}
    endings = {part.attrib["Extension"] for part in kinds if "Extension" in part.attrib}
    for name in set(package.bytes) - {"[Content_Types].xml"}:
        assert name in named or name.rsplit(".", 1)[-1] in endings, name
    assert named <= set(package.bytes)
    for name in package.parts:
        assert set(package.related(name).values()) <= set(package.bytes), name


def test_the_parts_of_a_sheet_stand_in_their_order(package: Package) -> None:
    for title, _, sheet in package.sheets():
        children = [ORDER.index(child.tag.removeprefix(MAIN)) for child in sheet]
        assert children == sorted(set(children)), title


def test_cells_stand_in_order_hold_no_formula_and_no_text_that_excel_would_cut(package: Package) -> None:
    styles = len(package.parts["xl/styles.xml"].find(f"{MAIN}cellXfs") or [])
    for title, _, sheet in package.sheets():
        assert not list(sheet.iter(f"{MAIN}f")), title
        rows = [int(line.attrib["r"]) for line in sheet.iter(f"{MAIN}row")]
        assert rows == sorted(set(rows))
        for line in sheet.iter(f"{MAIN}row"):
            assert float(line.get("ht", "15")) <= 409.5
            columns = [int(range_boundaries(cell.attrib["r"])[0] or 0) for cell in line]
            assert columns == sorted(set(columns))
        assert all(int(cell.get("s", "0")) < styles for cell in sheet.iter(f"{MAIN}c"))
        for place, text in texts(sheet).items():
            assert len(text.encode("utf-16-le")) // 2 <= 32_767, place
            assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", text)


def test_tables_name_the_cells_of_their_head(package: Package) -> None:
    names, ids = Counter[str](), Counter[str]()
    for title, part, sheet in package.sheets():
        related, written = package.related(part), texts(sheet)
        for link in sheet.iter(f"{MAIN}tablePart"):
            table = package.parts[related[link.attrib[ID]]]
            names[table.attrib["displayName"].lower()] += 1
            ids[table.attrib["id"]] += 1
            left, top, right, bottom = (int(n or 0) for n in range_boundaries(table.attrib["ref"]))
            assert bottom > top, "a table without a row is repaired"
            heads = [column.attrib["name"] for column in table.iter(f"{MAIN}tableColumn")]
            cells = [written[f"{chr(64 + n)}{top}"] for n in range(left, right + 1)]
            assert heads == cells, title
            assert len({head.lower() for head in heads}) == len(heads)
            assert [f.attrib["ref"] for f in table.iter(f"{MAIN}autoFilter")] == [table.attrib["ref"]]
    assert max([*names.values(), *ids.values()]) == 1
    assert all(re.fullmatch(r"[a-z_][a-z0-9_.]*", name) for name in names)


def test_merged_cells_keep_clear_of_tables_and_of_one_another(package: Package) -> None:
    for title, part, sheet in package.sheets():
        related = package.related(part)
        areas = [merged.attrib["ref"] for merged in sheet.iter(f"{MAIN}mergeCell")]
        areas += [package.parts[related[link.attrib[ID]]].attrib["ref"] for link in sheet.iter(f"{MAIN}tablePart")]
        taken: set[tuple[int, int]] = set()
        for area in areas:
            left, top, right, bottom = (int(n or 0) for n in range_boundaries(area))
            cells = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
            assert not cells & taken, (title, area)
            taken |= cells


def test_defined_names_links_and_heads_point_to_what_is_there(package: Package) -> None:
    sheets = [title for title, _, _ in package.sheets()]
    assert len({title.lower() for title in sheets}) == len(sheets)
    assert all(len(title) <= 31 and not set(title) & set("[]:*?/\\") for title in sheets)
    for name in package.parts["xl/workbook.xml"].iter(f"{MAIN}definedName"):
        title = sheets[int(name.attrib["localSheetId"])]
        quoted = re.escape(f"'{title}'")
        forms = {
            "_xlnm.Print_Titles": rf"({quoted}!\$[A-Z]+:\$[A-Z]+,)?{quoted}!\$\d+:\$\d+",
            "_xlnm.Print_Area": rf"{quoted}!\$[A-Z]+\$\d+:\$[A-Z]+\$\d+",
        }
        assert re.fullmatch(forms[name.attrib["name"]], name.text or ""), name.text
    cover = next(package.sheets())[2]
    targets = [link.attrib["location"] for link in cover.iter(f"{MAIN}hyperlink")]
    assert targets == [f"'{title}'!A1" for title in sheets if title not in {"Cover", "Long texts"}]
    for _, _, sheet in package.sheets():
        for head in (*sheet.iter(f"{MAIN}oddHeader"), *sheet.iter(f"{MAIN}oddFooter")):
            assert 0 < len(head.text or "") <= 255


def test_charts_have_a_text_and_draw_cells_that_hold_numbers(package: Package) -> None:
    sheets = {title: sheet for title, _, sheet in package.sheets()}
    for title, part, sheet in package.sheets():
        related = package.related(part)
        for link in sheet.iter(f"{MAIN}drawing"):
            drawing = related[link.attrib[ID]]
            shown = list(package.parts[drawing].iter(f"{DRAWN}cNvPr"))
            assert len({item.attrib["id"] for item in shown}) == len(shown)
            assert all(item.get("descr") for item in shown)
            assert len(shown) == len(package.related(drawing))
            for chart in package.related(drawing).values():
                for values in package.parts[chart].iter(f"{CHART}val"):
                    assert_numbers("".join(values.itertext()), sheets, title)


def assert_numbers(reference: str, sheets: dict[str, ElementTree.Element], title: str) -> None:
    """Every cell of a series holds a number or nothing."""
    name, area = reference.rsplit("!", 1)
    assert name.strip("'") == title
    left, top, right, bottom = (int(n or 0) for n in range_boundaries(area.replace("$", "")))
    cells = {cell.attrib["r"]: cell for cell in sheets[title].iter(f"{MAIN}c")}
    for x in range(left, right + 1):
        for y in range(top, bottom + 1):
            assert cells[f"{chr(64 + x)}{y}"].get("t", "n") == "n"
