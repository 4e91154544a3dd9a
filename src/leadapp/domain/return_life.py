"""The life of a return: draft > signed by the lead > confirmed by a second person > submitted > corrected by revision 2, 3 ...

Pure rules: what may be done in which state, what a signature must say, and the five steps that are shown. A signature is a record
of who stood for the return, with which post, when and how; it is no digital signature, and the document says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from leadapp.domain.directorate import read_name
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import read_text
from leadapp.domain.promise_parts import SignaturePart
from leadapp.domain.quarters import Quarter, format_date, parse_date
from leadapp.domain.return_text import ReturnState, ReturnText

LEAD, SECOND = "lead", "second"
HOW_WORDS = {"here": "here", "email": "by e-mail", "meeting": "at a meeting"}
"""How somebody signed or confirmed: at this computer, in an e-mail, at a meeting."""
LONGEST_NOTE, LONGEST_REOPENING = 2000, 300
"""Characters of a note or a reason; why a return was reopened stands in one line of the history."""
HEADLINE_MISSING = "Each headline text says something, if only “nothing to report, because …”."
NOT_DIGITAL = (
    "A signature in this return is a record, kept by the lead, of who stood for it, when and how. It is not a digital signature."
)
REOPEN_FIRST = "Reopen the return first; its signatures fall then and are given anew."


# -------------------------------------------------------------------------------- what is typed
@dataclass(frozen=True, slots=True)
class SignatureDraft:
    """A signature or a confirmation as typed: ``on`` is a day in words, ``how`` one of the keys of ``HOW_WORDS``."""

    name: str
    post: str
    on: str = ""
    how: str = "here"
    note: str = ""

    def read(self, role: str, quarter: Quarter, today: dt.date) -> SignaturePart:
        """The signature. An empty day is today. Raises BadInputError with the field (name, post, on, how, note)."""
        whose = "the lead's" if role == LEAD else "the second person's"
        name = read_name(self.name, f"{whose} name", "name")
        post = read_name(self.post, f"{whose} post", "post")
        day = parse_date(self.on, "on") if self.on.strip() else today
        if day > today:
            raise BadInputError(f"{format_date(day)} has not come yet. Type the day on which it was done.", "on")
        if day < quarter.first_day:
            raise BadInputError(f"{format_date(day)} is before the quarter began. Type the day on which it was done.", "on")
        if self.how not in HOW_WORDS:
            raise BadInputError("Say how: here, by e-mail (email) or at a meeting (meeting).", "how")
        return SignaturePart(role, name, post, day, self.how, read_reason(self.note, "note", may_be_empty=True))


def read_reason(text: str, field: str = "reason", *, may_be_empty: bool = False, most: int = LONGEST_NOTE) -> str:
    """A note or reason of at most ``most`` characters. Raises BadInputError where it is empty and must not be, or longer."""
    words = read_text(text).strip()
    if not words and not may_be_empty:
        raise BadInputError("Say why, in a sentence.", field)
    if len(words) > most:
        raise BadInputError(f"That is {len(words):,} characters long. Keep it to {most:,} at most.", field)
    return words


def same_person(one: SignaturePart, other: SignaturePart) -> bool:
    """Whether two signatures name one person: the same name, whatever its capitals."""
    return one.name.casefold() == other.name.casefold()


# -------------------------------------------------------------------------------- what may be done
def check_sign(text: ReturnText) -> None:
    """Raise BadInputError unless the lead can sign now."""
    _refuse_submitted(text, "signed")
    if text.state is not ReturnState.DRAFT:
        raise BadInputError(f"The return for {text.quarter} is signed already. {REOPEN_FIRST}", "state")


def check_confirm(text: ReturnText, signatures: Sequence[SignaturePart], second: SignaturePart) -> None:
    """Raise BadInputError unless ``second`` can confirm now: somebody else than the lead, not before she signed."""
    check_ready_to_confirm(text)
    for lead in signatures:
        if same_person(lead, second):
            raise BadInputError(f"{lead.name} signed the return. It is confirmed by somebody else.", "name")
        if second.signed_on < lead.signed_on:
            day = format_date(lead.signed_on)
            raise BadInputError(f"The lead signed on {day}. It can be confirmed on that day or later.", "on")


def check_ready_to_confirm(text: ReturnText) -> None:
    """Raise BadInputError unless the return is signed and not confirmed yet."""
    _refuse_submitted(text, "confirmed")
    if text.state is ReturnState.DRAFT:
        raise BadInputError(
            f"The return for {text.quarter} is not signed yet. The second person confirms what the lead signed.", "state"
        )
    if text.state is ReturnState.CONFIRMED:
        raise BadInputError(f"The return for {text.quarter} is confirmed already. {REOPEN_FIRST}", "state")


def check_reopen(text: ReturnText) -> None:
    """Raise BadInputError unless there is a signature that can fall."""
    _refuse_submitted(text, "reopened")
    if text.state is ReturnState.DRAFT:
        raise BadInputError(f"The return for {text.quarter} is a draft. There is nothing to reopen.", "state")


def check_submit(text: ReturnText, *, is_sample: bool, reported: Quarter) -> None:
    """Raise BadInputError unless the return can be submitted: all it needs is that each headline text says something.

    A quarter waits for the one before it, or nobody could say what changed since the last return.
    """
    if is_sample:
        raise BadInputError("This is sample data. It cannot be submitted to anybody.", "sample")
    if text.state is ReturnState.SUBMITTED:
        raise BadInputError(f"{_submitted(text)} It is not submitted twice; to change it, correct it.", "state")
    if text.revision == 1 and Quarter.parse(text.quarter) > reported:
        raise BadInputError(f"The return for {reported} is not submitted yet. Submit that one first.", "quarter")
    empty = [field for field in ("progress", "challenges", "feedback") if not getattr(text, field).strip()]
    if empty:
        raise BadInputError(HEADLINE_MISSING, empty[0])


def check_correct(text: ReturnText) -> None:
    """Raise BadInputError unless the newest revision is submitted: only that can be corrected, and one correction at a time."""
    if text.state is ReturnState.SUBMITTED:
        return
    if text.revision > 1:
        raise BadInputError(f"Revision {text.revision} of {text.quarter} is being written already.", "state")
    raise BadInputError(f"The return for {text.quarter} is not submitted yet. Change it as it is.", "state")


def check_open_correction(text: ReturnText) -> None:
    """Raise BadInputError unless a correction is being written and nobody signed it yet."""
    if text.revision == 1 or text.state is ReturnState.SUBMITTED:
        raise BadInputError(f"No correction of {text.quarter} is being written.", "state")
    if text.state is not ReturnState.DRAFT:
        raise BadInputError(f"Revision {text.revision} of {text.quarter} is signed. Reopen it first.", "state")


def check_text(text: ReturnText, field: str) -> None:
    """Raise BadInputError unless the lead's texts can be changed: not in what is signed, confirmed or submitted."""
    if text.state is ReturnState.SUBMITTED:
        raise BadInputError(f"{_submitted(text)} Its texts stay as they were; to change them, correct the return.", field)
    if text.state is not ReturnState.DRAFT:
        raise BadInputError(f"The return for {text.quarter} is signed. {REOPEN_FIRST}", field)


def _refuse_submitted(text: ReturnText, done: str) -> None:
    if text.state is ReturnState.SUBMITTED:
        raise BadInputError(f"{_submitted(text)} It cannot be {done} any more; to change it, correct it.", "state")


def _submitted(text: ReturnText) -> str:
    revision = f", revision {text.revision}," if text.revision > 1 else ""
    day = f" on {format_date(text.submitted_on)}" if text.submitted_on else ""
    return f"The return for {text.quarter}{revision} was submitted{day}."


# -------------------------------------------------------------------------------- the steps that are shown
@dataclass(frozen=True, slots=True)
class LifeStep:
    """One of the five steps: ``mark`` is done, now, ahead or skipped; ``detail`` says more where the word alone would not do."""

    key: str
    word: str
    mark: str
    detail: str = ""


def life_steps(state: ReturnState, roles: frozenset[str], missing: int) -> tuple[LifeStep, ...]:
    """The five steps of a return in a state. ``roles`` are those who signed, ``missing`` how many checks name something missing.

    "Checked" is no state: it is done once nothing is missing, whatever is odd. What was submitted without it, or without a
    signature, shows that step as skipped.
    """
    place = list(ReturnState).index(state)
    is_submitted = state is ReturnState.SUBMITTED
    checked = LifeStep("checked", "Checked", "done")
    if missing:
        words = f"{missing} thing{'s' if missing > 1 else ''} missing"
        checked = LifeStep("checked", "Checked", "skipped" if place else "ahead", words)
    elif state is ReturnState.DRAFT:
        checked = LifeStep("checked", "Checked", "now")
    draft = LifeStep("draft", "Draft", "now" if state is ReturnState.DRAFT and missing else "done")
    signed = _signature_step("signed", "Signed by the lead", LEAD in roles, state is ReturnState.SIGNED, is_submitted)
    confirmed = _signature_step("confirmed", "Confirmed", SECOND in roles, state is ReturnState.CONFIRMED, is_submitted)
    return (draft, checked, signed, confirmed, LifeStep("submitted", "Submitted", "now" if is_submitted else "ahead"))


def _signature_step(key: str, word: str, is_there: bool, is_now: bool, is_submitted: bool) -> LifeStep:
    if is_now:
        return LifeStep(key, word, "now")
    if is_there:
        return LifeStep(key, word, "done")
    return LifeStep(key, word, "skipped", f"Not {word[:1].lower()}{word[1:]}") if is_submitted else LifeStep(key, word, "ahead")


# -------------------------------------------------------------------------------- signatures in words
def signature_words(signature: SignaturePart) -> str:
    """Who, with which post, when and how: "Nadia Farrow, Head of Housing Options, 6 October 2026, by e-mail"."""
    return f"{signature.name}, {signature.post}, {when_words(signature)}"


def when_words(signature: SignaturePart) -> str:
    """When and how somebody signed: "6 October 2026, by e-mail"."""
    return f"{format_date(signature.signed_on)}, {HOW_WORDS.get(signature.how, signature.how)}"
