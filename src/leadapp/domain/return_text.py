"""What is kept of a return beside its figures: its state, the lead's texts, and what was exported."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class ReturnState(StrEnum):
    """The life of a return."""

    DRAFT = "draft"
    SIGNED = "signed"
    CONFIRMED = "confirmed"
    SUBMITTED = "submitted"


STATE_WORDS = {
    ReturnState.DRAFT: "Draft",
    ReturnState.SIGNED: "Signed by the lead",
    ReturnState.CONFIRMED: "Confirmed",
    ReturnState.SUBMITTED: "Submitted",
}

FORM_WORDS = {"xlsx": "Excel", "pdf": "PDF", "json": "JSON"}
"""What people call the forms of an export."""


@dataclass(frozen=True, slots=True)
class ReturnText:
    """What the lead wrote for a quarter: the headline and a note per pillar.

    ``sha256`` is that of the frozen record once it is submitted, before that the seal of what was signed. ``correction`` says why a
    revision corrects the one before.
    """

    quarter: str
    revision: int = 1
    state: ReturnState = ReturnState.DRAFT
    progress: str = ""
    challenges: str = ""
    feedback: str = ""
    pillar_1: str = ""
    pillar_2: str = ""
    pillar_3: str = ""
    pillar_4: str = ""
    pillar_5: str = ""
    submitted_on: dt.date | None = None
    sha256: str = ""
    correction: str = ""

    def pillar_note(self, number: int) -> str:
        """The note on one pillar."""
        return str(getattr(self, f"pillar_{number}"))


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """One document that was exported, with the SHA-256 of its bytes and the version of the return that it is."""

    quarter: str
    revision: int
    form: str
    file_name: str
    sha256: str
    at: dt.datetime | None = None
    version: str = "full"
