"""What the words of a published plan mean: column heads, bands, due points, kinds of KPIs, and what a watermark leaves behind.

Everything here is tolerant of spelling and strict in what it gives: a band of the plan, a due point of the clock, or nothing.
"""

from __future__ import annotations

import re
from difflib import get_close_matches

from leadapp.domain.corporate_plan import Direction, KpiKind
from leadapp.domain.quarters import BANDS, due_points

COLUMNS: dict[str, str] = {
    "pillar": "Pillar",
    "sub_section": "Sub-section",
    "id": "ID",
    "title": "Action",
    "kpis": "KPIs",
    "objective": "Objective or Rationale",
    "accountable": "Accountable",
    "responsible": "Responsible",
    "timescale": "Timescale",
}
"""The columns of the published table by the field they fill."""

_HEADS = {
    "pillar": "pillar pillars pillarnumber pillarno pillarname pillartitle",
    "sub_section": "subsection subsections section subheading subtheme theme workstream",
    "id": "id ids ref refno reference no number actionid actionno actionnumber actionref idnumber",
    "title": "action actions actiontitle actiontext theaction",
    "kpis": "kpi kpis kpisoneperline kpioneperline keyperformanceindicator keyperformanceindicators measures measure successmeasures",
    "objective": "objective objectives rationale rationales objectiveorrationale objectiverationale objectivesorrationale aim aims",
    "accountable": "accountable accountability accountableofficer accountablelead accountableperson",
    "responsible": "responsible responsibility responsibleofficer responsiblelead responsibleperson",
    "timescale": "timescale timescales timeframe timeframes timeline deadline bywhen when",
}
_FIELD_OF_HEAD = {word: field for field, words in _HEADS.items() for word in words.split()}


def column_of(head: str) -> str:
    """The field that a column's head names, whatever its spelling; empty for a head that is none of the table's."""
    key = re.sub(r"[^a-z]", "", head.lower())
    if not key or len(head) > 60:
        return ""
    if key in _FIELD_OF_HEAD:
        return _FIELD_OF_HEAD[key]
    near = get_close_matches(key, _FIELD_OF_HEAD, n=1, cutoff=0.85) if len(key) > 5 else []
    return _FIELD_OF_HEAD[near[0]] if near else ""


# -------------------------------------------------------------------------------- the watermark
_LETTERS = r"O\s*(?:f\s*f\s*i|ff\s*i|f\s*ﬁ|ﬀ\s*i|ﬃ)\s*c\s*i\s*a\s*l"
_WATERMARK = re.compile(_LETTERS, re.IGNORECASE)
_ALONE = re.compile(r"O\s*(?:f\s*f\s*i|ﬃ)|c\s+i\s+a\s+l|OFFICIAL(?:[ -]*SENSITIVE)?")
_TORN = re.compile(r"^\s*c\s+i\s+a\s+l", re.IGNORECASE)


def without_watermark(text: str) -> str:
    """A cell without what the word OFFICIAL across the page left in it: "Offi c i a l" run into the text, or a line of its letters.

    The word itself inside a sentence stays: only letters that are torn apart, or a line that holds nothing else, are of the watermark.
    """
    whole = "\n".join(_without_ladder(text.split("\n")))
    whole = _WATERMARK.sub(lambda found: "" if len(re.findall(r"\s+", found[0])) > 1 else found[0], whole)
    lines = [_TORN.sub("", line) for line in whole.split("\n")]
    kept = [line for line in lines if not _ALONE.fullmatch(line.strip())]
    return "\n".join(kept).strip()


def _without_ladder(lines: list[str]) -> list[str]:
    """The lines without three and more single letters of the watermark beneath one another."""
    kept: list[str] = []
    ladder: list[str] = []
    for line in [*lines, "end"]:
        if len(line.strip()) == 1 and line.strip().upper() in "OFICAL":
            ladder.append(line)
            continue
        if "".join(one.strip().upper() for one in ladder) not in "OFFICIAL" or len(ladder) < 3:
            kept += ladder
        ladder = []
        kept.append(line)
    return kept[:-1]


# -------------------------------------------------------------------------------- bullets
_BULLET = re.compile(r"^\s*(?:[•●▪◦‣·∙*]|[-–—]\s|o\s(?=[A-Z])|\(?\d{1,2}[.)]\s)\s*")


def bullets(text: str) -> tuple[str, ...]:
    """The KPIs of a cell. Where bullets stand, a line without one goes on with the bullet above; else every line is one."""
    lines = [line for line in text.split("\n") if line.strip()]
    marked = any(_BULLET.match(line) for line in lines)
    found: list[str] = []
    for line in lines:
        words = " ".join(_BULLET.sub("", line).split())
        if marked and found and not _BULLET.match(line):
            found[-1] = f"{found[-1]} {words}".strip()
        else:
            found.append(words)
    return tuple(one for one in found if one)


# -------------------------------------------------------------------------------- bands
_NUMBERS = {word: str(n) for n, word in enumerate("one two three four five six seven eight nine ten eleven twelve".split(), 1)}
_NUMBERS |= {"first": "1", "second": "2", "third": "3", "a": "1", "eighteen": "18", "twentyfour": "24", "thirtysix": "36"}
_SPAN = r"(?:within|by|in|before)?(?:the)?(?:first)?"
_BAND_MONTHS = re.compile(rf"{_SPAN}(?:0to|1to|months?1to|months?0to)?(?:months?)?(\d+)(?:months?)?")
_BAND_YEARS = re.compile(r"(?:within|by|in|during)?(?:the)?(?:endof)?(?:the)?(?:programme)?(?:years?|y|yr)?(\d)(?:years?|yr)?")
_BAND_TWO = re.compile(r"(?:years?|y)?1(?:and|to|or)(?:years?|y)?2")
_MONTH_BANDS = {3: "Within 3 months", 6: "Within 6 months", 12: "Within 12 months", 24: "Year 2", 36: "Year 3"}


def band_of(text: str) -> str:
    """The band of the plan that a timescale names: "within three months", "0-3 months", "Years 1 & 2", "Y2". Empty if none."""
    for band in BANDS:
        if band.casefold() == " ".join(text.split()).casefold():
            return band
    plain = text.lower().replace("&", " and ").replace("–", "-").replace("—", "-").replace("-", " to ").replace("/", " to ")
    key = "".join(_NUMBERS.get(word, word) for word in re.findall(r"[a-z]+|\d+", plain))
    if _BAND_TWO.fullmatch(key):
        return "Year 1 and 2"
    if "month" in key and (months := _BAND_MONTHS.fullmatch(key)):
        return _MONTH_BANDS.get(int(months[1]), "")
    if ("y" in key) and (years := _BAND_YEARS.fullmatch(key)):
        within = key.startswith("within") and years[1] == "1"
        return "Within 12 months" if within else f"Year {years[1]}" if f"Year {years[1]}" in BANDS else ""
    return ""


# -------------------------------------------------------------------------------- due points
_NOTED = re.compile(r"\s*\(by ([A-Z][\w ]+?)\)$")
_MONTH = re.compile(r"\b(?:[Mm]onths?|M)\s*(\d{1,2})\b(?:\s+of\s+(?:the\s+)?(?:\w+\s+)?(financial)\s+year)?")
_YEAR = re.compile(r"\b(?:[Yy]ear|Y)\s*([1-5])\b(?!\s*(?:or|and|to|[-–&/])\s*\d)")
_QUARTER = re.compile(r"\b(?:[Qq]uarter|Q)\s*([1-4])\b(?:\s+of\s+(?:the\s+)?(?:\w+\s+)?financial\s+year)?")
_START = (
    r"(?:\s+(?:of|from|after)\s+(?:the\s+)?(?:programme|plan)(?:['’]s)?(?:\s+(?:start\w*|begin\w*|launch))?|\s+of\s+Month\s+0)?"
)
_WITHIN = re.compile(
    rf"\bwithin\s+(?:the\s+)?(?:first\s+)?(\d{{1,2}}|{'|'.join(_NUMBERS)})\s+months{_START}(?=\s*(?:$|[.,;:(]))", re.I
)
_STANDARD = re.compile(
    r"%|\bper cent\b|\b(?:all|any|each|every|always|new|complaints?|concerns?|cases?|answer\w*|resol\w+|clos(?:e|ed|ing)|respon\w+|"
    r"join\w*|start(?:er|ers|ing)|induct\w+)\b",
    re.I,
)
"""Words of a standard that is kept again and again: "complaints are answered within 3 months" is no day in the plan."""


def due_of(text: str) -> tuple[str, str]:
    """When a KPI falls due by its own words, and its text: "Published by Month 9" gives M9, "Quarter 4" Q4, "by Year 1" Y1.

    "A review within 6 months" gives M6; within some months of an event ("of the review's publication") gives nothing.
    Words of the sentence stay; only a note at its end as leadapp writes it, "(by Month 9)", is taken off.
    """
    if (note := _NOTED.search(text)) and (due := _points(note[1])):
        return due, text[: note.start()].strip()
    return _points(text) or "-", text


def _points(text: str) -> str:
    """All due points of a text in the clock's writing, or empty. Months say more than bands and years, and all more than quarters."""
    months = [f"{'FYM' if month[2] else 'M'}{int(month[1])}" for month in _MONTH.finditer(text) if 0 < int(month[1]) <= 60]
    years = [f"Y{year[1]}" for year in _YEAR.finditer(text)]
    quarters = [f"Q{quarter[1]}" for quarter in _QUARTER.finditer(text)]
    return "+".join(dict.fromkeys(months or _within(text) or years or quarters))


def _within(text: str) -> list[str]:
    """Months counted from the programme's start: "within six months" at the end of a sentence or before a comma."""
    if _STANDARD.search(text):
        return []
    found = [int(_NUMBERS.get(word.lower(), word)) for word in _WITHIN.findall(text)]
    return [f"M{month}" for month in found if 0 < month <= 60]


def due_note(due: str) -> str:
    """The note that ``due_of`` takes off again: " (by Month 9)", or empty where nothing is due."""
    points = due_points(due)
    return f" (by {' and '.join(point.words for point in points)})" if points else ""


# -------------------------------------------------------------------------------- kinds
_ASKED = re.compile(
    r"\b(?:staff|employees|residents|communit\w+|people|users|participants|members|businesses|partners|managers)\b", re.I
)
_FELT = re.compile(
    r"\b(?:feel\w*|felt|confiden\w+|trust\w*|satisf\w+|percep\w+|perceiv\w+|belonging|sense of|experiences? of|"
    r"report\w* (?:that|increased|feeling|more))\b",
    re.I,
)
_SURVEYED = re.compile(
    r"\bsurveys? (?:show|result|score|respon)\w*|\b(?:in|by|through) (?:the |an? )?(?:\w+ )?(?:survey|pulse)\b", re.I
)
_SHARE = re.compile(r"\d\s?%|\bper ?cent\b|\b(?:percentage|proportion)\b", re.I)
_COUNTED = re.compile(r"\b(?:number|count) of\b|\bhow many\b", re.I)
_AT_LEAST = re.compile(
    r"(?:\b(?:at least|minimum of|no less than)\s+(\d{1,3})\s?%)|(?:\b(\d{1,3})\s?% or more\b)|\b(100)\s?%", re.I
)
_RISES = re.compile(r"\b(?:increas\w+|improv\w+ (?:in|of)|more diverse|rise in)\b", re.I)
_FALLS = re.compile(r"\b(?:reduc\w+|decreas\w+|fewer|narrow\w+)\b", re.I)
_DONE = re.compile(
    r"\b(?:publish|complet|establish|launch|agree|approv|develop|design|appoint|recruit|adopt|set up|in place|operational|deliver|"
    r"creat|introduc|implement|identif|alloc|revis|review|updat|convened|held)\w*\b",
    re.I,
)


def kind_of(text: str) -> KpiKind:
    """How a KPI is probably measured, cautiously: a survey only where people are said to feel something or a survey is named."""
    if _SURVEYED.search(text) or (_ASKED.search(text) and _FELT.search(text)):
        return KpiKind.PERCEPTION
    if _SHARE.search(text):
        return KpiKind.PERCENTAGE
    if _COUNTED.search(text):
        return KpiKind.COUNT
    if direction_of(text):
        return KpiKind.TREND
    return KpiKind.MILESTONE if _DONE.search(text) else KpiKind.YES_NO


def direction_of(text: str) -> Direction | None:
    """Which way a KPI's words want it to go; None where they say neither or both."""
    up, down = bool(_RISES.search(text)), bool(_FALLS.search(text))
    return None if up == down else Direction.UP if up else Direction.DOWN


def target_of(text: str) -> float | None:
    """The percentage that a KPI's words want at least; None where they name none."""
    found = _AT_LEAST.search(text)
    return float(next(filter(None, found.groups()))) if found else None
