"""The words of other people's lists: what "Amber", "Ongoing" or "100%" says of an action, and days written as words."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterable

from leadapp.domain.plan import Confidence, Status
from leadapp.domain.quarters import BANDS, EARLIEST, LATEST, MONTH_NAMES, Quarter, due_points
from leadapp.domain.wording import STATES

MEANINGS: dict[str, str] = {
    "": "Leave as it is",
    **{state.value: STATES[state].word for state in Status},
    "on_track": "Underway, on track",
    "at_risk": "Underway, at risk",
    "off_track": "Underway, off track",
}
"""What a word can be taken for, and how the screen says it."""
_GUESSES: tuple[tuple[str, str], ...] = (
    ("complete", r"(fully )?completed?|done|closed|finished|achieved|delivered|implemented|blue|b|100 ?%|yes|embedded|signed off"),
    ("not_started", r"not (yet )?(started|begun|due)|(to be |yet to be )started|to start|planned|new|future|scheduled|0 ?%|no|"
     r"grey|gray|white|open|to do|todo|not commenced"),
    ("on_track", r"green|g|on (track|target|schedule)|progressing well|low risk|high"),
    ("at_risk", r"amber|a|yellow|orange|at risk|(some|minor) (delay|concern|slippage)s?|delayed|slipping|medium|amber ?/ ?green|"
     r"needs attention|green ?/ ?amber"),
    ("off_track", r"red|r|off (track|target)|overdue|behind( schedule)?|late|missed|critical|blocked|amber ?/ ?red|red ?/ ?amber|low"),
    ("paused", r"paused?|on hold|hold|deferred|suspended|postponed|parked|stalled"),
    ("will_not_do", r"will not do|cancell?ed|withdrawn|dropped|rejected|stopped|abandoned|superseded|not (applicable|required)|n/a|"
     r"no longer (required|needed|applicable)"),
    ("underway", r"under ?way|on ?going|in (progress|train|hand|delivery)|started|progressing|progress|working|active|live|"
     r"commenced|partially (complete|met)|part complete|in development|business as usual|bau|wip|[1-9]\d? ?%"),
)  # fmt: skip
_COMPILED = tuple((meaning, re.compile(pattern)) for meaning, pattern in _GUESSES)
_BETWEEN = re.compile(r"[^\w%#&/]+")
_LEAD = re.compile(r"^(?:by |before |due |the |end of |end |late |from |target |c\. ?|approx\.? |around )+", re.I)
_MONTH_YEAR = re.compile(r"([a-z]{3,9})\.?[\s\-/’']*(\d{4}|\d{2})?", re.I)
_DAY_MONTH = re.compile(r"([1-9]|[12]\d|3[01])(?:st|nd|rd|th)?[\s\-.]+([a-z]{3,9})\.?", re.I)
_YEARS = re.compile(r"(?:fy ?)?(20\d{2})\s*[/\-–]\s*(?:20)?(\d{2})", re.I)

_MONTHS = {name[:3].lower(): number for number, name in enumerate(MONTH_NAMES, 1)}
_MONTH = re.compile(r"\b(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*[\s\-/’'.]*(\d{4}|\d{2})\b")
_QUARTER = re.compile(r"\bq(?:uarter)? ?([1-4])\b[\s:,\-–(]*(?:fy)?\s*(?:20)?(\d{2})\s*[/\-–]\s*(?:20)?(\d{2})\b")
_QUARTER_ALONE = re.compile(r"\bq(?:uarter|tr)? ?([1-4])\b")
_NOBODY = re.compile(
    r"tb[acd]|to be (?:confirmed|agreed|decided|appointed|advised)|n/?a|none|nobody|vacan(?:t|cy)|unknown|not known|unassigned|"
)
_PROGRAMME_MONTH = re.compile(r"(?:by |before |in |at )?(?:the )?(?:end of )?(?:programme )?(?:month|m) ?(\d{1,2})", re.I)
_QUARTER_LAST = re.compile(r"\b(?:20)(\d{2})\s*[/\-–]\s*(?:20)?(\d{2})[\s,:\-–]*q(?:uarter)? ?([1-4])\b")


def plain(text: str) -> str:
    """A head or word without case, punctuation and needless space."""
    return " ".join(_BETWEEN.sub(" ", text.casefold().replace("’", "'")).split())


_BANDS = {plain(band): band for band in BANDS}


def meaning_of(word: str) -> str:
    """What a word of a status or confidence column most likely says: a key of ``MEANINGS``, empty for none."""
    words = plain(word)
    if re.fullmatch(r"b|g|a|r", words) and len(word.strip()) > 1:
        return ""
    for meaning, pattern in _COMPILED:
        if pattern.fullmatch(words):
            return meaning
    first = plain(re.split(r"[-–—:(,;/]", word, maxsplit=1)[0])
    if first != words:
        return next((meaning for meaning, pattern in _COMPILED if pattern.fullmatch(first)), "")
    return ""


def guess_words(words: Iterable[str]) -> dict[str, str]:
    """A meaning for every distinct word."""
    return {word: meaning_of(word) for word in words}


def state_of(meaning: str) -> tuple[Status | None, Confidence | None]:
    """Status and confidence that a meaning stands for."""
    if meaning in {c.value for c in Confidence}:
        return Status.UNDERWAY, Confidence(meaning)
    return (Status(meaning), None) if meaning else (None, None)


# -------------------------------------------------------------------------------- days in words
def without_time(text: str) -> str:
    """A head without the quarter or month it names."""
    return _QUARTER_ALONE.sub(" ", _QUARTER.sub(" ", _QUARTER_LAST.sub(" ", _MONTH.sub(" ", text.casefold()))))


def quarter_number(head: str) -> int:
    """The quarter, 1 to 4, that a head names without a year ("Q3 update"); 0 where it names none, or several."""
    found = {int(number) for number in _QUARTER_ALONE.findall(head.casefold())}
    return found.pop() if len(found) == 1 else 0


def quarter_of_head(head: str) -> Quarter | None:
    """The quarter that a head names: "Q2 2026-27 update", "Progress (Sept 26)". None where it names none."""
    text = head.casefold()
    if match := _QUARTER.search(text):
        number, first, second = int(match[1]), int(match[2]), int(match[3])
    elif match := _QUARTER_LAST.search(text):
        number, first, second = int(match[3]), int(match[1]), int(match[2])
    elif match := _MONTH.search(text):
        year = int(match[2]) + (2000 if len(match[2]) == 2 else 0)
        return Quarter.of(dt.date(year, _MONTHS[match[1][:3]], 1)) if 1990 <= year <= 2099 else None
    else:
        return None
    return Quarter(2000 + first, number) if second == (first + 1) % 100 else None


def band_in(text: str) -> str:
    """The timescale band that a text is, or nothing."""
    return _BANDS.get(plain(text), "")


def month_in(text: str, month_zero: dt.date | None) -> dt.date | None:
    """The day on which the month of the programme that a text names ends: "by Month 9". None for others, or while Month 0 is not set."""
    match = _PROGRAMME_MONTH.fullmatch(" ".join(text.split()).strip(" ."))
    points = due_points(f"M{int(match[1])}") if match and 0 < int(match[1]) <= 60 else ()
    return points[0].date(month_zero) if points and month_zero else None


def names_nobody(text: str) -> bool:
    """Whether a cell of an owner says that there is none yet: "TBC", "vacant", a dash."""
    return bool(_NOBODY.fullmatch(plain(text)))


def day_in_words(text: str, today: dt.date) -> tuple[dt.date, bool] | None:
    """The day that words such as "Q3 26/27", "end of March" or "Mar-27" end on, and whether the year is a guess. None for others.

    A month without a year is the next one that ends today or later.
    """
    clean = _LEAD.sub("", " ".join(text.split())).strip(" .,")
    if found := _month(clean, today):
        return found
    if quarter := quarter_of_head(clean):
        return quarter.last_day, False
    if match := _YEARS.fullmatch(clean):
        year = int(match[1])
        return (dt.date(year + 1, 3, 31), False) if int(match[2]) == (year + 1) % 100 and year < LATEST.year else None
    if re.fullmatch(r"(?i)q(?:uarter)? ?[1-4]", clean):
        return _next_quarter(int(clean[-1]), today), True
    return _day_of_month(clean, today)


def _day_of_month(text: str, today: dt.date) -> tuple[dt.date, bool] | None:
    """A day without its year: the next one."""
    match = _DAY_MONTH.fullmatch(text)
    number = _number_of(match[2]) if match else 0
    if match is None or not number:
        return None
    for year in (today.year, today.year + 1):
        if int(match[1]) <= calendar.monthrange(year, number)[1] and (day := dt.date(year, number, int(match[1]))) >= today:
            return day, True
    return None


def _next_quarter(number: int, today: dt.date) -> dt.date:
    quarter = Quarter.of(today)
    while quarter.number != number:
        quarter = quarter.next
    return quarter.last_day


def _month(text: str, today: dt.date) -> tuple[dt.date, bool] | None:
    match = _MONTH_YEAR.fullmatch(text)
    number = _number_of(match[1]) if match else 0
    if match is None or not number:
        return None
    if match[2] is None:
        year = today.year if number >= today.month else today.year + 1
        return _end(year, number), True
    year = int(match[2]) + (2000 if len(match[2]) == 2 else 0)
    return (_end(year, number), False) if EARLIEST.year <= year <= LATEST.year else None


def _number_of(word: str) -> int:
    low = word.lower()
    low = "sep" if low == "sept" else low
    return next((n for n, name in enumerate(MONTH_NAMES, 1) if low in {name.lower(), name[:3].lower()}), 0)


def _end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def is_yes(text: str) -> bool:
    """Whether a cell of a priority column says that the action is urgent."""
    return bool(
        re.fullmatch(r"y|yes|true|x|✓|✔|urgent|high|very high|critical|top|1|p1|h|immediate|high priority", plain(text) or text)
    )
