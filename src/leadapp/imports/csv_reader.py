"""CSV files as Excel and others write them: any usual encoding, commas, semicolons or tabs, line breaks inside cells."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from itertools import islice

from leadapp.domain.errors import BadInputError
from leadapp.domain.sheets import Book, Sheet
from leadapp.imports.caps import Caps
from leadapp.imports.delimited import read_delimited, split

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_SIGNALS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
"""Characters that control a device and stand in no text; a line may end in U+0085."""
_LOOKED_AT = 50
"""Records from which the delimiter is guessed."""


def read_csv(data: bytes, name: str, caps: Caps) -> Book:
    """Read a CSV file that is given as bytes. Raises BadInputError in a sentence."""
    text = decode(data, name)
    _refuse_signals(text, name)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    delimiter, text = _delimiter(text)
    sheet = read_delimited(text, delimiter, caps, f"“{name}”")
    if not sheet.rows:
        raise BadInputError(f"“{name}” holds no rows.", "file")
    return Book(name, (Sheet("", sheet.rows),))


def decode(data: bytes, name: str) -> str:
    """The text of a file: by its byte order mark, else UTF-16 by its zeros, UTF-8 where it fits, and Windows' Western letters."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name)
    zeros = Counter(position % 2 for position, byte in enumerate(data[:4096]) if not byte)
    if zeros:
        side = "utf-16-le" if zeros[1] > zeros[0] else "utf-16-be"
        few, many = sorted((zeros[0], zeros[1]))
        if sum(zeros.values()) * 4 < min(len(data), 4096) or few * 8 > many:
            raise _no_text(name)
        return _strictly(data, side, name)
    if b"\0" in data:
        raise _no_text(name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "cp1252", name)


def _strictly(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _no_text(name) from error


def _refuse_signals(text: str, name: str) -> None:
    """What is full of control characters is a picture or a program that an old Windows code page lets pass. An odd one may stand."""
    begin = text[:4096]
    if len(_SIGNALS.findall(begin)) * 50 > len(begin):
        raise _no_text(name)


def _no_text(name: str) -> BadInputError:
    return BadInputError(
        f"“{name}” is neither a workbook nor a text file. Choose an Excel workbook (.xlsx) or a CSV file.", "file"
    )


def _delimiter(text: str) -> tuple[str, str]:
    """What stands between the cells, and the text without the line by which Excel says so itself (``sep=;``)."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], rest
    return max(",;\t", key=lambda one: _columns(text, one)), text


def _columns(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter explains a text: the records of the most usual width above 1, and that width."""
    widths = Counter(len(record) for record in islice(split(text, delimiter), _LOOKED_AT))
    width, times = max(((w, n) for w, n in widths.items() if w > 1), key=lambda pair: pair[1] * pair[0], default=(0, 0))
    return times * width, width
