"""What a lead writes for the year's report beside its four returns (5.2): introduction, next year, the comment, case studies.

The community representatives' comment is theirs: it is kept and printed as it was given, and no house word is remarked on in it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leadapp.domain.draft_reading import read_each
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import LONGEST_TITLE, Problem, clean_text, read_text
from leadapp.domain.quarters import Quarter, format_date, parse_date

NOTE_FIELDS = {
    "introduction": "Introduction",
    "next_year": "Next year",
    "comment": "Community representatives’ comment",
    "comment_from": "From whom the comment is",
    "commented_on": "Day of the comment",
}
"""Every text of the year beside its case studies, with the words that undo calls it by."""
CASE_FIELDS = {"action": "Action", "title": "Title", "text": "Text"}


@dataclass(frozen=True, slots=True)
class YearNote:
    """The year's own texts; ``version`` is 0 while nothing was written. ``year`` reads "2026-27"."""

    year: str
    uid: str = ""
    version: int = 0
    introduction: str = ""
    next_year: str = ""
    comment: str = ""
    comment_from: str = ""
    commented_on: dt.date | None = None
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in its fields: what was typed last, be it usable or not."""
        held = {name: str(getattr(self, name)) for name in NOTE_FIELDS if name != "commented_on"}
        return held | {"commented_on": format_date(self.commented_on)} | dict(self.typed)


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A case study, tied to an action of the plan; ``action`` is what people call it."""

    id: int
    uid: str
    version: int
    year: str
    action_id: int
    action: str
    action_title: str
    action_uid: str
    title: str = ""
    text: str = ""
    typed: tuple[tuple[str, str], ...] = ()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in its fields: what was typed last, be it usable or not."""
        return {"action": str(self.action_id), "title": self.title, "text": self.text} | dict(self.typed)

    @property
    def name(self) -> str:
        """What it is called in a line: its title, else the action that it tells of."""
        return self.title or f"{self.action} {self.action_title}"


# -------------------------------------------------------------------------------- years
def read_year(text: str) -> str:
    """A financial year as it is kept, such as 2026-27. Raises BadInputError for anything else."""
    try:
        return Quarter.parse(f"{text.strip()}-Q1").financial_year
    except BadInputError:
        raise BadInputError(f"“{text[:40]}” is not a year. Write it as 2026-27, for April 2026 to March 2027.", "year") from None


def quarters_of(year: str) -> tuple[Quarter, ...]:
    """The four quarters of a financial year."""
    return tuple(Quarter.parse(f"{year}-Q{number}") for number in range(1, 5))


def year_words(year: str) -> str:
    """A financial year in words: "April 2026 to March 2027"."""
    first = quarters_of(year)[0].year
    return f"April {first} to March {first + 1}"


def years_until(first: Quarter, reported: Quarter) -> tuple[str, ...]:
    """The years of which there is something to tell, the newest first: from the file's first quarter to the one being reported."""
    return tuple(Quarter(year, 1).financial_year for year in range(reported.year, first.year - 1, -1))


def year_to_write(first: Quarter, reported: Quarter) -> str:
    """The year whose report is being written: in its first quarter that is still the one before, where this file knows it."""
    is_before = reported.number == 1 and first < reported
    return (reported.previous if is_before else reported).financial_year


# -------------------------------------------------------------------------------- what was typed
def read_note(texts: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The usable values of the year's texts as typed, and what cannot be used yet. Each field is a unit of its own."""
    return read_each(texts, _read_note_field)


def _read_note_field(text: str, name: str) -> Any:
    if name == "commented_on":
        return parse_date(text, name) if text.strip() else None
    if name == "comment_from":
        return _read_line(text, name)
    if name in NOTE_FIELDS:
        return read_text(text)
    raise BadInputError(f"The year has no text “{name}”.", name)


def read_case(texts: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Problem, ...]]:
    """The usable values of a case study's fields as typed, and what cannot be used yet."""
    return read_each(texts, _read_case_field)


def _read_case_field(text: str, name: str) -> Any:
    if name == "action":
        if not (text.isascii() and text.isdigit()):
            raise BadInputError("Choose the action that it tells of.", name)
        return int(text)
    if name == "title":
        return _read_line(text, name)
    if name in CASE_FIELDS:
        return read_text(text)
    raise BadInputError(f"A case study has no text “{name}”.", name)


def _read_line(text: str, name: str) -> str:
    line = " ".join(clean_text(text).split())
    if len(line) > LONGEST_TITLE:
        raise BadInputError(f"That is {len(line)} characters long. Keep it to {LONGEST_TITLE} at most.", name)
    return line
