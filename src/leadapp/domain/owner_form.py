"""The form an action owner is asked with: what it holds, which boxes each row has, and the words around them. Drawn elsewhere.

A form holds its owner's own actions and KPIs and nothing of anybody else. How its answers are read is ``owner_answers``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.measures import Kpi, target_text, value_text
from leadapp.domain.plan import Confidence, PlanAction, Status, Update
from leadapp.domain.quarters import Quarter, format_date
from leadapp.domain.round import KpiLine, RoundItem
from leadapp.domain.wording import NOT_YET_MEASURED, STATES

FORM_VERSION = 1
"""Raised when an older leadapp could no longer read a form's answers."""
DAYS_FOR_THE_LEAD = 2
LONGEST_ANSWER = 4_000
"""Characters of one box. An update of more than a page is a paper, which belongs to the evidence."""
START_SHEET, ACTIONS_SHEET, KPIS_SHEET, MARKS_SHEET = "Start here", "Actions", "KPI values", "leadapp"
CODE = "Code"
STATUS_WORDS = {STATES[key].word: key for key in ("not_started", "underway", "complete", "paused", "will_not_do")}
CONFIDENCE_WORDS = {STATES[key].word: key for key in ("on_track", "at_risk", "off_track")}
UPDATE_WORDS = {"Update": "update", "No change because": "no_change"}
YES_WORDS = {"Yes": "yes", "Not yet": "no"}
UNMEASURED_WORDS = {NOT_YET_MEASURED: "yes"}


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of the form: its heading, its width in characters, whether she fills it in, and the words she may choose from."""

    key: str
    heading: str
    width: int
    is_box: bool = False
    choices: Mapping[str, str] | None = None


ACTION_COLUMNS = (
    FormColumn("reference", "Ref", 8),
    FormColumn("title", "Action", 36),
    FormColumn("last", "Last time", 44),
    FormColumn("status", "Status now", 16, True, STATUS_WORDS),
    FormColumn("confidence", "Confidence now", 16, True, CONFIDENCE_WORDS),
    FormColumn("kind", "Update or no change", 18, True, UPDATE_WORDS),
    FormColumn("words", "This quarter, in your words", 54, True),
    FormColumn("code", CODE, 36),
)
KPI_COLUMNS = (
    FormColumn("reference", "Ref", 8),
    FormColumn("title", "What is measured", 44),
    FormColumn("last", "Last value", 24),
    FormColumn("yes", "Yes or not yet", 13, True, YES_WORDS),
    FormColumn("number", "Number", 12, True),
    FormColumn("out_of", "Out of", 12, True),
    FormColumn("asked", "Asked", 12, True),
    FormColumn("wave", "Survey wave", 18, True),
    FormColumn("question", "Question asked", 30, True),
    FormColumn("unmeasured", NOT_YET_MEASURED, 18, True, UNMEASURED_WORDS),
    FormColumn("source", "Source", 22, True),
    FormColumn("note", "Note, or why not yet", 30, True),
    FormColumn("code", CODE, 36),
)
COLUMNS = {ACTIONS_SHEET: ACTION_COLUMNS, KPIS_SHEET: KPI_COLUMNS}
BOX_WORDS = {column.key: column.heading for columns in COLUMNS.values() for column in columns if column.is_box}


@dataclass(frozen=True, slots=True)
class Owner:
    """A person or post that owns actions, and when she was asked and her answers were taken in."""

    id: int
    uid: str
    name: str
    post: str
    asked_on: dt.date | None = None
    answered_on: dt.date | None = None

    @property
    def label(self) -> str:
        """Name and post in one line."""
        return ", ".join(part for part in (self.name, self.post) if part)


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a form: what it is about, how it stood last time, and which boxes it has."""

    uid: str
    reference: str
    title: str
    last: str
    boxes: frozenset[str]
    state: str = ""  # status and confidence as they were when she was asked, by their keys


@dataclass(frozen=True, slots=True)
class FormMarks:
    """What tells whose form a file is. It stands in it in three places, so that one of them survives."""

    version: str
    quarter: str
    directorate: str
    owner: str
    asked_on: str
    sheets: str

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Each mark with the name under which a file keeps it."""
        return tuple((MARK_NAMES[field.name], getattr(self, field.name)) for field in fields(self))


MARK_NAMES = {field.name: f"leadapp_{field.name}" for field in fields(FormMarks)}


@dataclass(frozen=True, slots=True)
class OwnerForm:
    """Everything one owner's workbook shows."""

    marks: FormMarks
    owner: str
    council: str
    directorate: str
    lead: str
    marking: str
    is_sample: bool
    quarter: Quarter
    back_by: dt.date
    actions: tuple[FormRow, ...]
    kpis: tuple[FormRow, ...]

    @property
    def title(self) -> str:
        """What the form is called."""
        return f"Update on your actions, {self.quarter.words}"

    @property
    def counted(self) -> str:
        """How much is asked: "3 actions and 2 KPI values"."""
        actions = f"{len(self.actions)} action{'s' if len(self.actions) != 1 else ''}"
        values = f"{len(self.kpis)} KPI value{'s' if len(self.kpis) != 1 else ''}"
        return f"{actions} and {values}" if self.kpis else actions

    def columns(self, sheet: str) -> tuple[FormColumn, ...]:
        """The columns of a sheet: a box that no row has is left out."""
        rows = self.kpis if sheet == KPIS_SHEET else self.actions
        used = frozenset().union(*(row.boxes for row in rows))
        return tuple(column for column in COLUMNS[sheet] if not column.is_box or column.key in used)

    @property
    def instructions(self) -> tuple[str, ...]:
        """What to do, in plain steps."""
        steps = [
            f"Open the sheet “{ACTIONS_SHEET}”. Each row is one action of yours; the shaded boxes are for you.",
            "Choose how it stands now. Leave a box empty where nothing changed: an empty box changes nothing.",
            "Write in a sentence or two what happened this quarter. If nothing did, choose “No change because” and write the reason.",
            "“Paused” and “Will not do” need the reason in your words.",
        ]
        if self.kpis:
            steps.append(
                f"Open the sheet “{KPIS_SHEET}” and type the figures that are due, as plain numbers. Grey cells are not asked."
            )
        return (
            *steps,
            f"Save it as an Excel workbook and send it back to {self.lead} by {format_date(self.back_by)}.",
        )

    @property
    def warning(self) -> str:
        """What never belongs into a form."""
        return (
            "Write no names of people who experienced racism, and nothing about a single person's ethnicity or health. "
            "To sort rows or move columns, take the protection off first (Review, Unprotect Sheet): there is no password. "
            f"Keep the names of the sheets, the headings and the hidden column “{CODE}”; formulas are not read."
        )

    @property
    def reply(self) -> str:
        """The e-mail with which she sends it back."""
        return "\n".join(
            (
                f"Subject: {self.marking}: my update for {self.quarter}",
                "",
                f"Here is my update on {self.counted} for {self.quarter.words}.",
            )
        )

    def email(self, file_name: str) -> str:
        """The e-mail with which the lead sends it out."""
        lines = [
            f"To: {self.owner}",
            f"Subject: {self.marking}: your update for {self.quarter}, by {format_date(self.back_by)}",
            "",
            f"The attached workbook “{file_name}” asks about {self.counted} of yours for {self.quarter.words}. It takes about ten "
            "minutes: choose how each action stands, say in a sentence what happened, and leave empty what did not change.",
            "",
            f"Send it back to me by {format_date(self.back_by)}. If somebody else should answer, tell me.",
            "",
            self.lead,
        ]
        if self.is_sample:
            lines.insert(2, "SAMPLE DATA: a fictional directorate. Not to be used.")
        return "\n".join(lines)


def send_back_by(quarter: Quarter, days_to_return: int, today: dt.date) -> dt.date:
    """The day by which owners answer: two days before the return is due, a working day, and never in the past."""
    due = quarter.return_due(days_to_return)
    by = _working_day(due - dt.timedelta(days=DAYS_FOR_THE_LEAD))
    if by > today:
        return by
    return due if due > today else today + dt.timedelta(days=DAYS_FOR_THE_LEAD)


def _working_day(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


# -------------------------------------------------------------------------------- making forms
@dataclass(frozen=True, slots=True)
class Asking:
    """Whom to ask in a quarter: each owner with her part of the round; and the actions that nobody owns."""

    quarter: Quarter
    owners: tuple[tuple[Owner, tuple[RoundItem, ...]], ...]
    without_owner: tuple[PlanAction, ...]

    @property
    def waiting(self) -> tuple[Owner, ...]:
        """Who was asked and has not answered."""
        return tuple(owner for owner, _ in self.owners if owner.asked_on and not owner.answered_on)


def whom_to_ask(quarter: Quarter, items: Iterable[RoundItem], owners: Mapping[int, Owner]) -> Asking:
    """Share the round out among its owners, by name. ``owners`` holds the owner of each action by the action's id."""
    shares: dict[int, tuple[Owner, list[RoundItem]]] = {}
    alone: list[PlanAction] = []
    for item in items:
        owner = owners.get(item.action.id)
        if owner is None:
            alone.append(item.action)
        else:
            shares.setdefault(owner.id, (owner, []))[1].append(item)
    ordered = sorted(shares.values(), key=lambda share: (share[0].label.casefold(), share[0].id))
    return Asking(quarter, tuple((owner, tuple(own)) for owner, own in ordered), tuple(alone))


def owner_form(
    owner: Owner, items: Iterable[RoundItem], directorate: DirectorateRecord, quarter: Quarter, today: dt.date, back_by: dt.date
) -> OwnerForm:
    """The form of one owner: a row for each action of hers, and one for each KPI value that is due."""
    own = tuple(items)
    kpis = tuple(_kpi_row(item.action, line) for item in own for line in item.kpis if line.asked)
    sheets = "; ".join([ACTIONS_SHEET, *([KPIS_SHEET] if kpis else [])])
    return OwnerForm(
        marks=FormMarks(str(FORM_VERSION), str(quarter), directorate.uid, owner.uid, today.isoformat(), sheets),
        owner=owner.label,
        council=directorate.council,
        directorate=directorate.name,
        lead=directorate.lead,
        marking=directorate.marking,
        is_sample=directorate.is_sample,
        quarter=quarter,
        back_by=back_by,
        actions=tuple(_action_row(item) for item in own),
        kpis=kpis,
    )


def _action_row(item: RoundItem) -> FormRow:
    action = item.action
    due = f"\nDue {format_date(action.due)}" if action.due else ""
    boxes = frozenset(column.key for column in ACTION_COLUMNS if column.is_box)
    state = " ".join(key.value for key in (action.status, action.confidence) if key)
    return FormRow(action.uid, action.reference, f"{action.title}{due}", _said_last(action, item.said_last), boxes, state)


def _said_last(action: PlanAction, updates: tuple[Update, ...]) -> str:
    """The words and the state of the last quarter; an action nobody wrote about yet shows its state of today."""
    if not updates:
        return f"Now: {_state_words(action.status, action.confidence)}\nNothing was written yet."
    last = updates[-1]
    state = _state_words(last.status, last.confidence)
    return "\n".join(filter(None, (f"{last.quarter}: {state}" if state else last.quarter, *(update.says for update in updates))))


def _state_words(status: Status | None, confidence: Confidence | None) -> str:
    return ", ".join(STATES[key.value].word for key in (status, confidence) if key)


def kpi_boxes(kpi: Kpi) -> frozenset[str]:
    """Which boxes a KPI has."""
    if kpi.is_yes_no:
        figures = {"yes"}
    elif kpi.perception:
        figures = {"number", "out_of", "asked", "wave", "unmeasured"} | (set() if kpi.question else {"question"})
    elif kpi.is_share:
        figures = {"number", "out_of"}
    else:
        figures = {"number"}
    return frozenset(figures | {"source", "note"})


def _kpi_row(action: PlanAction, line: KpiLine) -> FormRow:
    kpi = line.kpi
    last = f"{value_text(kpi, line.last)} ({line.last.quarter})" if line.last is not None else "No value yet"
    title = "\n".join(filter(None, (kpi.shown_text, how_to_count(kpi))))
    return FormRow(kpi.uid, action.reference, title, last, kpi_boxes(kpi))


def how_to_count(kpi: Kpi) -> str:
    """What to type into the boxes of a KPI, and its target."""
    if kpi.is_yes_no:
        how = "Choose yes or not yet."
    elif kpi.perception:
        question = f" Question: {kpi.question}" if kpi.question else ""
        how = f"Number: how many agreed. Out of: how many answered. Asked: how many were asked.{question}"
    elif kpi.is_share:
        how = f"Number: {kpi.numerator_label or 'how many'}. Out of: {kpi.denominator_label or 'of how many'}."
    else:
        how = f"Number: in {kpi.unit}." if kpi.unit else "Type the number."
    target = "" if kpi.is_yes_no else target_text(kpi)
    return f"{how} Target: {target}." if target else how


def told_apart(names: Iterable[str]) -> tuple[str, ...]:
    """The names with a number behind each that stands there already, whatever its capitals: two owners of one name."""
    found: list[str] = []
    taken: set[str] = set()
    for wanted in names:
        name, number = wanted, 1
        while name.casefold() in taken:
            number += 1
            name = f"{wanted} ({number})"
        taken.add(name.casefold())
        found.append(name)
    return tuple(found)
