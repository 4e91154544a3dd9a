"""Which files can be evidence: by the ending of their name **and** by what is in them, so that a renamed program is refused."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from leadapp.domain.errors import BadInputError
from leadapp.domain.evidence import size_words

MOST_FILE = 10_000_000
"""Bytes of one file."""
MOST_ALL = 200_000_000
"""Bytes of all files in a directorate's file, also of removed ones that undo can bring back."""
ENDINGS = ("pdf", "docx", "xlsx", "pptx", "png", "jpg", "txt", "msg", "eml")
LISTED = "PDF, Word, Excel, PowerPoint, PNG, JPG, text, Outlook message or e-mail"
_OFFICE = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
_WORDS = {
    "pdf": "a PDF",
    "docx": "a Word document",
    "xlsx": "an Excel workbook",
    "pptx": "a PowerPoint file",
    "png": "a PNG picture",
    "jpg": "a JPG picture",
    "txt": "plain text",
    "msg": "an Outlook message",
    "eml": "an e-mail",
}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = re.compile(rb"^(from|to|subject|date|received|mime-version|message-id|return-path):", re.I | re.M)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def ending_of(name: str) -> str:
    """The ending of a file's name, if files of that kind are taken. Raises BadInputError naming the kinds that are."""
    stem, dot, ending = name.rpartition(".")
    ending = {"jpeg": "jpg"}.get(ending.casefold(), ending.casefold())
    if not dot or not stem or ending not in ENDINGS:
        raise BadInputError(
            f"“{shown(name)}” is of a kind that leadapp does not take. Take {LISTED}; or add a link to it.", "file"
        )
    return ending


def shown(name: str, most: int = 60) -> str:
    """A file's name for a sentence: readable, and not too long."""
    clean = "".join(c if c.isprintable() else " " for c in name)
    return clean if len(clean) <= most else f"{clean[: most - 12]}…{clean[-10:]}"


def read_size(name: str, size: int) -> int:
    """The size of a file that is small enough, in bytes. Raises BadInputError for an empty one and above 10 MB."""
    if size > MOST_FILE:
        raise BadInputError(
            f"“{shown(name)}” has {size_words(size)}. At most {size_words(MOST_FILE)} can be copied in; add a link to it instead.",
            "file",
        )
    if not size:
        raise BadInputError(f"“{shown(name)}” is empty. It proves nothing yet.", "file")
    return size


def check_content(name: str, ending: str, content: bytes) -> None:
    """Raise BadInputError where the content is not what the ending says."""
    if content[:2] == b"MZ" or content[:4] == b"\x7fELF":
        raise BadInputError(f"“{shown(name)}” is a program with another name. leadapp does not take programs.", "file")
    if ending in _OFFICE:
        _check_office(name, ending, content)
    elif not _SIGNS[ending](content):
        raise BadInputError(
            f"“{shown(name)}” is not {_WORDS[ending]} inside, whatever its name says. Open it, save it anew and add that.", "file"
        )


def _check_office(name: str, ending: str, content: bytes) -> None:
    if content.startswith(_OLE):
        raise BadInputError(
            f"“{shown(name)}” is protected with a password or of an old kind. Save a copy without a password as {ending}.", "file"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError):
        names = []
    if "[Content_Types].xml" not in names or not any(n.startswith(_OFFICE[ending]) for n in names):
        raise BadInputError(
            f"“{shown(name)}” is not {_WORDS[ending]} inside, or it is damaged. Save it anew and add that.", "file"
        )
    if any(n.rpartition("/")[2].lower() == "vbaproject.bin" for n in names):
        raise BadInputError(f"“{shown(name)}” holds macros. Save a copy without them and add that.", "file")


def _is_text(content: bytes) -> bool:
    """Whether bytes are text: UTF-8, UTF-16 with its mark, or an old Windows file without control characters."""
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return "\x00" not in content.decode("utf-16")
        except UnicodeDecodeError:
            return False
    return _CONTROL.search(content) is None


def _is_message(content: bytes) -> bool:
    return content.startswith(_OLE) and "__properties_version1.0".encode("utf-16-le") in content


_SIGNS: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda content: b"%PDF-" in content[:1024],
    "png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    "jpg": lambda content: content.startswith(b"\xff\xd8\xff"),
    "txt": _is_text,
    "msg": _is_message,
    "eml": lambda content: _is_text(content) and _HEAD.search(content[:8192]) is not None,
}
