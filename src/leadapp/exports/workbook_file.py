"""The last pass over a finished workbook file: the document's own time everywhere, and the charts' texts for screen readers.

openpyxl stamps the moment of saving into the zip and into its properties, and writes no alternative text. The file is rewritten
once, so the same return gives the same bytes.
"""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from xml.sax.saxutils import quoteattr

from leadapp.domain.documents import Document

_FIXED_DAY = (1980, 1, 1, 0, 0, 0)
_DRAWING = re.compile(r"xl/drawings/drawing(\d+)\.xml")
_PICTURE = re.compile(rb'<(?:\w+:)?cNvPr id="\d+" name="Chart \d+"')
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_TEXT_IDS = re.compile(rb"<drawing|<tableParts|</worksheet>")
_LABEL_FORMAT = re.compile(rb'<((?:\w+:)?)numFmt formatCode="([^"]*)"\s*/>')
_EMPTY_RUN = re.compile(rb"<a:r><a:t\s*/></a:r>|<a:r><a:t></a:t></a:r>")
_TITLES = re.compile(rb"(\"_xlnm.Print_Titles\"[^>]*>)([^<,]+!\$\d+:\$\d+),([^<,]+!\$[A-Z]+:\$[A-Z]+)(?=<)")
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")


def finished_workbook(saved: BytesIO, document: Document, texts: list[str]) -> bytes:
    """The bytes of a workbook that openpyxl saved, with the document's time and the charts' texts."""
    told = iter(texts)
    moment = document.created.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    with zipfile.ZipFile(saved) as source:
        parts = [(info.filename, source.read(info)) for info in source.infolist()]
    drawings = {name: data for name, data in parts if _DRAWING.fullmatch(name)}
    described = dict(_described(drawings, told))
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in parts:
            info = zipfile.ZipInfo(name, _FIXED_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0  # else the system that wrote it would change the bytes
            target.writestr(info, described.get(name) or _mended(name, data, moment))
    return whole.getvalue()


def _mended(name: str, data: bytes, moment: bytes) -> bytes:
    if name == "docProps/core.xml":
        return _STAMP.sub(rb"\g<1>" + moment + rb"\g<3>", data)
    if _SHEET.fullmatch(name):
        return _TEXT_IDS.sub(_ignore_numbers_as_text, data, count=1)
    if name == "xl/workbook.xml":
        return _TITLES.sub(rb"\1\3,\2", data)  # Excel itself names the repeated columns before the rows
    if name.startswith("xl/charts/"):
        return _LABEL_FORMAT.sub(rb'<\1numFmt formatCode="\2" sourceLinked="0"/>', _EMPTY_RUN.sub(b"", data))
    return data


def _ignore_numbers_as_text(found: re.Match[bytes]) -> bytes:
    """Ids such as 3.10 are texts: Excel need not warn about each of them."""
    return b'<ignoredErrors><ignoredError sqref="A1:XFD5000" numberStoredAsText="1"/></ignoredErrors>' + found[0]


def _described(drawings: dict[str, bytes], told: Iterator[str]) -> Iterator[tuple[str, bytes]]:
    """The drawings in the order of their sheets, each chart with its text."""
    for name in sorted(drawings, key=_number_of):
        yield name, _PICTURE.sub(lambda found: found[0] + b" descr=" + quoteattr(next(told)).encode(), drawings[name])


def _number_of(name: str) -> int:
    found = _DRAWING.fullmatch(name)
    return int(found[1]) if found else 0
