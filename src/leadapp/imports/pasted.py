"""Rows from the clipboard, as Excel, LibreOffice and a table of Word put them there: tabs between cells, quoted line breaks."""

from __future__ import annotations

from leadapp.domain.errors import BadInputError
from leadapp.domain.sheets import Sheet
from leadapp.imports.caps import PASTED, Caps
from leadapp.imports.delimited import read_delimited


def read_pasted(text: str, caps: Caps = PASTED) -> Sheet:
    """Read pasted text as a sheet without a name. Raises BadInputError where nothing was pasted, or too much."""
    if len(text) > caps.file:
        raise BadInputError("What was pasted is too much at once. Paste fewer rows, or import the file.", "pasted")
    sheet = read_delimited(text.replace("\r\n", "\n").replace("\r", "\n"), "\t", caps, "What was pasted")
    if not sheet.rows:
        raise BadInputError("Nothing was pasted. Copy the rows in Excel first.", "pasted")
    return sheet
