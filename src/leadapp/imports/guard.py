"""The door before openpyxl: what a file really is, how large it is unpacked, and that no part of it can misbehave.

openpyxl trusts what it is given: a file of 858 kB then breaks 2 GB of memory, one of 4 kB runs for over a minute. Every part is
unpacked here under the caps first, counting what comes out and not what the directory of the zip claims.
"""

from __future__ import annotations

import io
import re
import stat
import struct
import zipfile
import zlib
from pathlib import Path

from leadapp.domain.errors import BadInputError, DiskError
from leadapp.imports.caps import MIB, Caps

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_ZIP = b"PK\x03\x04"
_SAVE_AS = "Open it in Excel, choose Save As, “Excel Workbook (.xlsx)”, and take that file."
_NO_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, struct.error, OSError)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_PLAIN_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "windows-1252"}
_DECLARES = re.compile(rb"<!(?:ENTITY|DOCTYPE)")
# beyond ZZ
_FAR_COLUMN = re.compile(rb"\br=[\"'][A-Z]{3}\d")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*\shidden=[\"'](?:1|true)[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\b")
MOST_ROWS = 1_048_576
"""The rows of an Excel sheet."""


def read_file(path: Path, caps: Caps) -> bytes:
    """The bytes of a file from outside, read once and closed. Raises BadInputError, or DiskError where the disk refuses.

    The caller makes sure that it is not the open store: closing any handle on that one would drop SQLite's locks.
    """
    try:
        kind = path.stat().st_mode
        if stat.S_ISDIR(kind):
            raise BadInputError(f"“{path.name}” is a folder. Choose a file.", "file")
        if not stat.S_ISREG(kind):
            raise BadInputError(f"“{path.name}” is not a file that can be read.", "file")
        with path.open("rb") as source:
            data = source.read(caps.file + 1)
    except FileNotFoundError as error:
        raise BadInputError(f"“{path.name}” is not there. Choose a file that exists.", "file") from error
    except OSError as error:
        sentence = (
            f"“{path.name}” cannot be read: you have no right to, it is open in another program, or its disk does not answer."
        )
        raise DiskError(sentence) from error
    if len(data) > caps.file:
        raise BadInputError(f"“{path.name}” is larger than {caps.file // MIB} MB, too large to be {caps.what}.", "file")
    if not data:
        raise BadInputError(f"“{path.name}” is empty.", "file")
    return data


def is_zip(data: bytes) -> bool:
    """Whether a file begins as every .xlsx does."""
    return data[:4] == _ZIP


def refuse_what_is_no_text(data: bytes, name: str) -> None:
    """Say what a file is that is neither a workbook nor a text, so that the person knows what to do. Raises BadInputError."""
    if data.startswith(_OLE):
        raise BadInputError(_what_ole_is(data, name), "file")
    if data.startswith(b"%PDF"):
        raise BadInputError(f"“{name}” is a PDF. Tables cannot be read from it; ask for the Excel or Word file.", "file")
    if data.startswith(_PICTURES):
        raise BadInputError(f"“{name}” is a picture. Rows cannot be read from it; ask for the Excel or CSV file.", "file")
    start = data[:2048].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<?xml", b"<meta", b"<head", b"mime-version")):
        raise BadInputError(f"“{name}” is a web page or XML under another name, not a workbook. {_SAVE_AS}", "file")


def _what_ole_is(data: bytes, name: str) -> str:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return (
            f"“{name}” is protected by a password. Open it in Excel, take the password off "
            "(File, Info, Protect Workbook, Encrypt with Password), save it and take that file."
        )
    if "Workbook".encode("utf-16-le") in data or "Book".encode("utf-16-le") in data:
        return f"“{name}” is in the old Excel form (.xls). {_SAVE_AS}"
    return f"“{name}” is an older Office file, not an Excel workbook. {_SAVE_AS}"


# -------------------------------------------------------------------------------- the parts of a workbook
def check_workbook(data: bytes, name: str, caps: Caps) -> int:
    """Look through every part of a workbook before anything else reads it. Returns how many of its rows are hidden.

    Raises BadInputError with what is wrong; nothing is kept.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except _NO_DAMAGE as error:
        raise _damaged(name, "its list of parts cannot be read") from error
    parts = archive.infolist()
    _check_names(parts, name, caps)
    total = rows_hidden = 0
    for part in parts:
        content = _unpack(archive, part, name, caps, caps.unpacked - total)
        total += len(content)
        _check_content(part.filename, content, name)
        rows_hidden += len(_HIDDEN_ROW.findall(content))
    return rows_hidden


def _damaged(name: str, what: str) -> BadInputError:
    return BadInputError(f"“{name}” is damaged or cut off: {what}. Ask for it again, or open and save it in Excel.", "file")


def _check_names(parts: list[zipfile.ZipInfo], name: str, caps: Caps) -> None:
    """What the list of parts already tells."""
    names = [part.filename for part in parts]
    if len(names) > caps.parts:
        raise BadInputError(f"“{name}” has {len(names):,} parts, more than a workbook of {caps.what} has.", "file")
    if len({one.casefold() for one in names}) != len(names):
        raise _damaged(name, "it names a part twice")
    if any(one.startswith(("/", "\\")) or "\\" in one or ".." in one.split("/") or ":" in one for one in names):
        raise BadInputError(f"“{name}” names parts outside itself. It was not made by Excel.", "file")
    if any(part.flag_bits & 1 for part in parts):
        raise BadInputError(f"Parts of “{name}” are encrypted. Take the password off in Excel first.", "file")
    if "xl/workbook.bin" in names:
        raise BadInputError(f"“{name}” is a binary workbook (.xlsb). {_SAVE_AS}", "file")
    if "[Content_Types].xml" not in names or not any(one.startswith("xl/") for one in names):
        kind = _office_kind(names)
        raise BadInputError(f"“{name}” is {kind}, not an Excel workbook (.xlsx).", "file")


def _office_kind(names: list[str]) -> str:
    if "mimetype" in names:
        return "an OpenDocument file"
    return "a Word document" if any(one.startswith("word/") for one in names) else "a zip file"


def _unpack(archive: zipfile.ZipFile, part: zipfile.ZipInfo, name: str, caps: Caps, room: int) -> bytes:
    """A part as it really comes out, no further than an honest one goes."""
    large = "/worksheets/" in part.filename or "sharedstrings" in part.filename.lower() or "/media/" in part.filename
    most = min(caps.part if large else caps.small_part, room, max(MIB, caps.ratio * part.compress_size))
    try:
        with archive.open(part) as source:
            content = source.read(most + 1)
    except _NO_DAMAGE as error:
        raise _damaged(name, f"the part “{part.filename[:60]}” cannot be unpacked") from error
    if len(content) > most:
        raise BadInputError(f"“{name}” unpacks to far more than {caps.what} holds. It was not opened.", "file")
    return content


def _check_content(part: str, content: bytes, name: str) -> None:
    """What no part of an honest workbook holds: declarations of its own, a strange encoding, cells at the end of the world."""
    head = _ENCODING.match(content[:512].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe"))
    if head and head[1].decode("ascii").lower() not in _PLAIN_ENCODINGS:
        raise BadInputError(f"“{name}” is written in an encoding that Excel does not use. It was not opened.", "file")
    declared = {found.group() for found in _DECLARES.finditer(_without_nulls(content))}
    if b"<!ENTITY" in declared or (declared and not part.startswith("xl/media/")):
        raise BadInputError(f"“{name}” declares entities or a document type of its own. It was not opened.", "file")
    if len(_ROW.findall(content)) > MOST_ROWS:
        raise BadInputError(f"A sheet of “{name}” has more rows than Excel allows. It was not opened.", "file")
    if "/media/" not in part and _FAR_COLUMN.search(content):
        raise BadInputError(
            f"A sheet of “{name}” has cells beyond column ZZ. Delete the columns to the right and save it.", "file"
        )


def _without_nulls(content: bytes) -> bytes:
    """UTF-16 hides its letters between zeros."""
    return content.replace(b"\0", b"") if content[:200].count(b"\0") > 20 else content
