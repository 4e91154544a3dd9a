"""What a folder of owners' answers says beside what stands in the file: the records of the preview. They are made by ``collecting``."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from leadapp.domain.measures import ValueDraft
from leadapp.domain.owner_answers import Refusal
from leadapp.domain.owner_form import Owner
from leadapp.domain.plan import Confidence, Status
from leadapp.domain.quarters import Quarter
from leadapp.domain.round import RoundItem


class Standing(StrEnum):
    """How an answer stands to the file: nothing of the lead's is there, both say the same, or both wrote."""

    NEW = "new"
    SAME = "same"
    BOTH = "both"


class Part(StrEnum):
    """What of an action or KPI is answered."""

    STATUS = "status"
    CONFIDENCE = "confidence"
    UPDATE = "update"
    VALUE = "value"


PART_WORDS = {Part.STATUS: "Status", Part.CONFIDENCE: "Confidence", Part.UPDATE: "Update", Part.VALUE: "Value"}


@dataclass(frozen=True, slots=True)
class Said:
    """What an answer says, ready to be kept: a state with its reason, words, or a KPI's boxes."""

    status: Status | None = None
    reason: str = ""
    confidence: Confidence | None = None
    text: str = ""
    no_change: bool = False
    draft: ValueDraft | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: by whom, about what, in her words and in the lead's, and whether it is taken."""

    uid: str
    part: Part
    owner: Owner
    file: str
    cell: str
    reference: str
    title: str
    theirs: str
    hers: str
    standing: Standing
    said: Said
    taken: bool

    @property
    def key(self) -> tuple[str, Part]:
        """What names it."""
        return self.uid, self.part


@dataclass(frozen=True, slots=True)
class Copies:
    """Several files of one owner that say different things: which one counts is for the lead to choose."""

    owner: Owner
    files: tuple[str, ...]
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the file holds: the quarter, its directorate, its round, every person by uid, and the owner of each action by its id."""

    quarter: Quarter
    directorate: str
    items: tuple[RoundItem, ...]
    people: Mapping[str, Owner]
    owners: Mapping[int, Owner]


@dataclass(frozen=True, slots=True)
class Collected:
    """Everything that a folder of answers says, before anything is taken."""

    answers: tuple[Answer, ...]
    refused: tuple[Refusal, ...]
    copies: tuple[Copies, ...]
    answered: tuple[tuple[Owner, str], ...]  # owners whose file counts, with the day they were asked as it stands in it
    silent: tuple[Owner, ...]
    remarks: tuple[str, ...]
    files: int = 0

    @property
    def taking(self) -> tuple[Answer, ...]:
        """The answers that would be taken."""
        return tuple(answer for answer in self.answers if answer.taken)

    def of(self, standing: Standing) -> tuple[Answer, ...]:
        """The answers of one standing."""
        return tuple(answer for answer in self.answers if answer.standing is standing)

    def chosen(self, key: tuple[str, Part], *, theirs: bool) -> Collected:
        """The same with one answer decided: hers is taken, or the lead's stays."""
        answers = tuple(dataclasses.replace(one, taken=theirs) if one.key == key else one for one in self.answers)
        return dataclasses.replace(self, answers=answers)

    @property
    def differs(self) -> object:
        """Equal for two collections that would ask the lead the same things."""
        return tuple(dataclasses.replace(answer, taken=False) for answer in self.answers)
