"""Asking action owners with a workbook each, and taking in what they answer.

Drawing forms and reading answers need no database and may run in a worker; comparing and taking in go on the one connection.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leadapp import paths
from leadapp.db import ask_records
from leadapp.db.answer_records import TakenAnswers, write_answers
from leadapp.db.database import Database, is_open_here
from leadapp.db.faults import plain_faults
from leadapp.db.unfinished import clear_unfinished, hidden_part_of
from leadapp.domain.changes import Changes
from leadapp.domain.collected import Answer, Collected, Known, Part
from leadapp.domain.collecting import collect
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, LeadappError
from leadapp.domain.given_figures import source_of
from leadapp.domain.measures import Kpi, ValueDraft
from leadapp.domain.owner_answers import ReadForm, Refusal
from leadapp.domain.owner_form import Asking, OwnerForm, owner_form, send_back_by, told_apart, whom_to_ask
from leadapp.domain.quarters import Quarter, format_date
from leadapp.services.placing import put_in_place, sync
from leadapp.services.plan_service import status_days
from leadapp.services.preference_service import PreferenceService
from leadapp.services.quarter_material import QuarterMaterial
from leadapp.services.round_service import draft_texts

Progress = Callable[[int, int], None]
ENDING = ".xlsx"
MOST_FILES = 500
CHANGED = "Something was written meanwhile about what the owners answered. Look at the answers again; nothing was taken in."


def _no_progress(_done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True)
class FormFiles:
    """Forms ready to be drawn, each with its file; and the texts of the e-mails, which go into a file of their own."""

    forms: tuple[tuple[OwnerForm, int, Path], ...]
    emails: Path

    @property
    def targets(self) -> tuple[Path, ...]:
        """Every file that will be written."""
        return (*(path for _, _, path in self.forms), self.emails)

    def email_texts(self) -> str:
        """The e-mails, one beneath another, ready to be copied."""
        line = "-" * 72
        return f"\n\n{line}\n\n".join(form.email(path.name) for form, _, path in self.forms) + "\n"


@dataclass(frozen=True, slots=True)
class Answers:
    """What was read from files: the forms, and the files that are none, with the reason."""

    forms: tuple[ReadForm, ...]
    unread: tuple[Refusal, ...]


# -------------------------------------------------------------------------------- without the database
def draw_forms(files: FormFiles, progress: Progress = _no_progress) -> None:
    """Draw every workbook and the e-mails to partial files, then put all in place or none. Raises DiskError, CancelledError."""
    from leadapp.exports.owner_workbook import draw_owner_workbook

    _refuse_answered(files)
    pairs: list[tuple[Path, Path]] = []
    clear_unfinished({target.parent for target in files.targets})
    try:
        for number, (form, _, target) in enumerate(files.forms):
            progress(number, len(files.forms))
            pairs.append((hidden_part_of(target), target))
            with plain_faults(target):
                draw_owner_workbook(form, pairs[-1][0])
                sync(pairs[-1][0])
        pairs.append((hidden_part_of(files.emails), files.emails))
        with plain_faults(files.emails):
            pairs[-1][0].write_text(files.email_texts(), "utf-8-sig")
        put_in_place(pairs)
    finally:
        for part, _ in pairs:
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _refuse_answered(files: FormFiles) -> None:
    """A form that came back lies under the name it went out with: it is not replaced while it holds answers."""
    for _, _, target in files.forms:
        if target.is_file() and any(not form.is_empty for form in read_answers((target,)).forms):
            told = (
                f"“{target.name}” in this folder holds answers. Collect them first, or choose another folder for the new forms."
            )
            raise BadInputError(told, "out")


def answer_files(sources: Iterable[Path]) -> tuple[Path, ...]:
    """The files to read: those of a folder (what Excel and others keep beside open ones is skipped), and those named.

    Raises BadInputError for a folder that is not there, holds nothing, or far too much.
    """
    found: list[Path] = []
    for source in sources:
        with plain_faults(source, reading=True):
            found += sorted(p for p in source.iterdir() if _is_answer(p)) if source.is_dir() else [source]
    if not found:
        raise BadInputError("There is no Excel workbook in this folder.", "read")
    if len(found) > MOST_FILES:
        raise BadInputError(f"There are {len(found):,} workbooks in this folder; at most {MOST_FILES} are read at once.", "read")
    return tuple(found)


def _is_answer(path: Path) -> bool:
    """Whether a file may be an owner's: a workbook of any kind. Lock files and hidden ones are none."""
    kinds = {ENDING, ".xlsm", ".xls", ".xlsb", ".ods"}
    return path.suffix.casefold() in kinds and not path.name.startswith(("~$", ".")) and path.is_file()


def read_answers(files: Sequence[Path], progress: Progress = _no_progress) -> Answers:
    """Read every file. One that cannot be used is named with the reason; the others are read. Raises CancelledError."""
    from leadapp.imports.owner_reader import read_owner_file

    forms: list[ReadForm] = []
    unread: list[Refusal] = []
    for number, path in enumerate(files):
        progress(number, len(files))
        try:
            if is_open_here(path) or path.suffix.casefold() == paths.ENDING:
                raise BadInputError("is a leadapp file.", "read")
            forms.append(read_owner_file(path))
        except LeadappError as error:
            unread.append(Refusal(path.name, str(error).removeprefix(f"“{path.name}” ")))
    progress(len(files), len(files))
    return Answers(tuple(forms), tuple(unread))


class AskService:
    """Whom to ask, what to ask, and taking in the answers."""

    def __init__(
        self,
        database: Database,
        quarters: QuarterMaterial,
        preferences: PreferenceService,
    ) -> None:
        self._database = database
        self._quarters = quarters
        self._preferences = preferences

    # ------------------------------------------------------------------ asking
    def asking(self) -> Asking:
        """Whom to ask for the quarter being reported, each with her part of the round."""
        known = self._known()
        return whom_to_ask(known.quarter, known.items, known.owners)

    def _known(self) -> Known:
        quarter = self._preferences.reported_quarter()
        items = self._quarters.items(quarter)
        with self._database.reading() as session:
            people = ask_records.people(session, str(quarter))
            ids = ask_records.owner_ids(session)
        owners = {action: people[person] for action, person in ids.items() if person in people and people[person].label}
        by_uid = {owner.uid: owner for owner in people.values()}
        return Known(quarter, self._preferences.directorate().uid, items, by_uid, owners)

    def back_by(self) -> dt.date:
        """The day by which owners should answer, unless another is chosen."""
        quarter, days = self._preferences.reported_quarter(), self._preferences.directorate().days_to_return
        return send_back_by(quarter, days, self._preferences.today())

    def prepare(
        self, quarter: Quarter, folder: Path, back_by: dt.date | None = None, owners: frozenset[int] = frozenset()
    ) -> FormFiles:
        """The forms of all owners with actions, or of some by their ids, and where each goes.

        Raises BadInputError for a quarter that is not the one being reported, where there is nobody to ask, and for no folder.
        """
        reported = self._preferences.reported_quarter()
        if quarter != reported:
            raise BadInputError(
                f"Owners are asked about {reported}, the quarter being reported; {quarter} is another one.", "quarter"
            )
        today, directorate = self._preferences.today(), self._preferences.directorate()
        by = back_by or self.back_by()
        if by < today:
            raise BadInputError(f"{format_date(by)} has passed. Give them a day that is still to come.", "by")
        if not folder.is_dir():
            raise BadInputError(f"The folder “{folder.name}” is not there. Choose a folder that exists.", "out")
        shares = [share for share in self.asking().owners if not owners or share[0].id in owners]
        if not shares:
            raise BadInputError("No action of this quarter has an owner. Name the owners in the plan first.", "owners")
        forms = [owner_form(owner, items, directorate, quarter, today, by) for owner, items in shares]
        names = told_apart(paths.safe_file_name(f"{quarter} {form.owner[:90]}") for form in forms)
        ready = zip(forms, (owner.id for owner, _ in shares), (folder / f"{name}{ENDING}" for name in names), strict=True)
        return FormFiles(tuple(ready), folder / f"{quarter} e-mails to copy.txt")

    def note_asked(self, files: FormFiles) -> Changes:
        """Note who was asked today."""
        count, quarter = len(files.forms), str(self._preferences.reported_quarter())
        with self._database.writing(f"{count} owner{'s' if count != 1 else ''} asked") as step:
            for _, person, _ in files.forms:
                ask_records.note_asked(step.session, quarter, person, self._preferences.today())
        return step.changes

    def ask(self, quarter: Quarter, folder: Path, back_by: dt.date | None = None) -> FormFiles:
        """Prepare, draw, put in place, note: the whole of it, for the command line."""
        files = self.prepare(quarter, folder, back_by)
        draw_forms(files)
        self.note_asked(files)
        return files

    # ------------------------------------------------------------------ answers
    def preview(self, answers: Answers, copies: Mapping[str, str] | None = None) -> Collected:
        """What taking the answers in would do. Changes nothing. ``copies`` says by an owner's uid which of her files counts."""
        known = self._known()
        waiting = [owner for owner, _ in whom_to_ask(known.quarter, known.items, known.owners).owners]
        return collect(answers.forms, answers.unread, known, waiting, copies or {})

    def take(self, collected: Collected, answers: Answers, copies: Mapping[str, str] | None = None) -> Changes:
        """Take in what was chosen, as one step, and note who answered.

        Raises ChangedElsewhereError where the file says something else by now than the preview showed.
        """
        if self.preview(answers, copies).differs != collected.differs:
            raise ChangedElsewhereError(CHANGED)
        known, today = self._known(), self._preferences.today()
        quarter, count = str(known.quarter), len(collected.answered)
        taking = _Taking(known, today)
        for answer in collected.taking:
            taking.keep(answer)
        with self._database.writing(f"Answers of {count} owner{'s' if count != 1 else ''} taken in") as step:
            write_answers(step.session, quarter, taking.taken)
            for owner, asked_on in collected.answered:
                ask_records.note_answered(step.session, quarter, owner.id, today, _day(asked_on, today))
        return step.changes


def _day(text: str, otherwise: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return otherwise


class _Taking:
    """Putting the chosen answers together as columns, so that they are written in one go."""

    def __init__(self, known: Known, today: dt.date) -> None:
        self._today, self._quarter = today, str(known.quarter)
        self._actions = {item.action.uid: item.action for item in known.items}
        self._kpis = {line.kpi.uid: line.kpi for item in known.items for line in item.kpis}
        self.taken = TakenAnswers()

    def keep(self, answer: Answer) -> None:
        """Take one answer. What the lead had begun to type in its place is forgotten."""
        said = answer.said
        if said.draft is not None:
            self._keep_value(self._kpis[answer.uid], said.draft)
            return
        action = self._actions[answer.uid]
        if answer.part is Part.UPDATE:
            words = {"text": said.text, "no_change": said.no_change, "written_on": self._today, "by_id": answer.owner.id}
            self.taken.words[action.id] = words
            return
        columns: dict[str, Any] = {"confidence": said.confidence.value} if said.confidence else {}
        if said.status is not None:
            columns = {"status": said.status.value, "status_reason": said.reason} | status_days(action, said.status, self._today)
        self.taken.states.setdefault(action.id, {}).update(columns)
        self._forget(answer.uid, "", columns)

    def _keep_value(self, kpi: Kpi, draft: ValueDraft) -> None:
        values, _ = draft.read(kpi)
        own = {"source": source_of(kpi, values, None), "response_rate": values.get("response_rate"), "measured_on": self._today}
        self.taken.values[kpi.id] = values | own
        self._forget(kpi.uid, self._quarter, draft_texts(draft))

    def _forget(self, subject: str, quarter: str, fields: Iterable[str]) -> None:
        known = self.taken.forgotten.get((subject, quarter), frozenset())
        self.taken.forgotten[subject, quarter] = known | frozenset(fields)
