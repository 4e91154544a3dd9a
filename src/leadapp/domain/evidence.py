"""What proves something: notes, links and files, dated; when they are out of date, and what was typed for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from leadapp.domain.draft_reading import read_each, touched
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import LONGEST_TITLE, Problem, clean_text, read_text
from leadapp.domain.quarters import add_months, parse_date

GOOD_FOR_MONTHS = 12
"""A piece of evidence is out of date this many months after its day."""
LONGEST_LINK = 2000
SCHEMES = ("http", "https", "mailto")


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    NOTE = "note"
    LINK = "link"
    FILE = "file"


KIND_WORDS = {"note": "Note", "link": "Link", "file": "File"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence and the actions it speaks for. ``size`` is bytes of a file; its content is read only on demand."""

    id: int
    uid: str
    version: int
    kind: EvidenceKind
    title: str
    note: str = ""
    link: str = ""
    dated: dt.date | None = None
    file_name: str = ""
    sha256: str = ""
    size: int = 0
    actions: tuple[int, ...] = ()
    references: tuple[str, ...] = ()
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def name(self) -> str:
        """What it is called: its title, else its file, address or first words."""
        return self.title or self.file_name or self.link or (self.note.split("\n")[0][:80]) or KIND_WORDS[self.kind]

    def is_out_of_date(self, today: dt.date) -> bool:
        """Whether its day lies more than twelve months back. One without a day is not."""
        return self.dated is not None and out_of_date(self.dated, today)


def out_of_date(day: dt.date, today: dt.date) -> bool:
    """Whether what is dated so lies more than twelve months back."""
    return add_months(day, GOOD_FOR_MONTHS) < today


def read_link(text: str, field: str = "link") -> str:
    """An address that may be opened: http, https or mailto, in one line. Raises BadInputError, saying what else to do."""
    clean = text.strip()
    if not clean:
        raise BadInputError("Type or paste the address.", field)
    if len(clean) > LONGEST_LINK:
        raise BadInputError(f"The address has {len(clean)} characters. Keep it to {LONGEST_LINK} at most.", field)
    if any(c.isspace() or not c.isprintable() for c in clean):
        raise BadInputError("An address has no spaces and stands in one line. Copy it again from the browser.", field)
    try:
        parts = urlsplit(clean)
        host = parts.hostname or ""
    except ValueError:
        raise BadInputError("This is not an address. It looks like https://www.norbury.gov.uk/page.", field) from None
    scheme = parts.scheme.lower()
    if not scheme or (scheme not in SCHEMES and "." in scheme):
        raise BadInputError("Begin the address with https://, for example https://www.norbury.gov.uk.", field)
    if scheme not in SCHEMES:
        raise BadInputError(
            "leadapp opens only addresses that begin with http, https or mailto. Add a file itself instead of its address.", field
        )
    if (scheme == "mailto" and "@" not in parts.path) or (scheme != "mailto" and not host):
        raise BadInputError("The address is not whole. It looks like https://www.norbury.gov.uk/page.", field)
    return clean


def link_host(link: str) -> str:
    """Where an address really goes: what stands before an @ says nothing about it, and letters of other alphabets are shown as such."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    host = parts.path.rpartition("@")[2].partition("?")[0] if parts.scheme.lower() == "mailto" else (parts.hostname or "")
    if host.isascii():
        return host
    try:
        return f"{host} ({host.encode('idna').decode('ascii')})"
    except UnicodeError:
        return host


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """What stands in the fields of a piece of evidence; None means the field was not touched."""

    title: str | None = None
    note: str | None = None
    link: str | None = None
    dated: str | None = None

    def touched(self) -> dict[str, str]:
        """The fields that were touched, as typed."""
        return touched(self)

    def read(self) -> tuple[dict[str, Any], tuple[Problem, ...]]:
        """The values that can be used, and what cannot be used yet in plain words."""
        return read_each(self.touched(), lambda text, name: _READERS[name](text))


def read_new(kind: EvidenceKind, draft: EvidenceDraft, today: dt.date) -> dict[str, Any]:
    """The columns of a new note or link, dated today unless it says otherwise. Raises BadInputError naming the field."""
    values, problems = draft.read()
    if problems:
        raise BadInputError(problems[0].sentence, problems[0].field)
    if kind is EvidenceKind.LINK:
        values["link"] = read_link(draft.link or "")
    elif not values.get("note") and not values.get("title"):
        raise BadInputError("Write what proves it.", "note")
    if draft.dated is None:
        values["dated"] = today
    return values | {"kind": kind.value}


def _read_title(text: str) -> str:
    title = " ".join(clean_text(text).split())
    if len(title) > LONGEST_TITLE:
        raise BadInputError(f"The title has {len(title)} characters. Keep it to {LONGEST_TITLE} at most.", "title")
    return title


_READERS: dict[str, Callable[[str], Any]] = {
    "title": _read_title,
    "note": lambda text: read_text(text).strip(),
    "link": read_link,
    "dated": lambda text: parse_date(text, "dated") if text.strip() else None,
}


def size_words(size: int) -> str:
    """A size as people read it: "2.4 MB", "312 KB"."""
    if size >= 1_000_000:
        return f"{size / 1_000_000:,.1f} MB"
    return f"{max(1, round(size / 1000)):,} KB"
