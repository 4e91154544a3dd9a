"""A council replaces the corporate plan: a preview of what a file would change, and one step that takes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from leadapp import paths
from leadapp.db import directorate_records, edition_records
from leadapp.db.database import Database, is_open_here
from leadapp.db.faults import plain_faults
from leadapp.db.unfinished import hidden_part_of
from leadapp.domain.changes import Changes
from leadapp.domain.corporate_plan import CorporateAction, CorporatePlan, plan_from_data, withdrawn_id
from leadapp.domain.directorate import read_name
from leadapp.domain.edition_compare import Comparison, compare, effects, renaming_steps
from leadapp.domain.edition_content import plan_data
from leadapp.domain.edition_matching import Apart, Settled, settle, withdrawn_actions
from leadapp.domain.edition_reading import ReadEdition, read_edition
from leadapp.domain.errors import BadInputError, ChangedElsewhereError
from leadapp.domain.history import StepKind
from leadapp.domain.sheets import SheetFault
from leadapp.services.backup_service import BackupService
from leadapp.services.plan_service import PlanService, kpi_values
from leadapp.services.preference_service import PreferenceService

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class EditionInForce:
    """Which edition the file works with: its name, whose words it is in, when it was taken and how many actions it has."""

    name: str
    wording: str
    taken_on: dt.date | None
    actions: int


@dataclass(frozen=True, slots=True)
class EditionPreview:
    """What a file would change. With faults in what was ``read`` there is nothing to take; without, the other two are there.

    ``apart`` are pairs of old and new ids that look like one action and that the lead says are two.
    """

    file_name: str
    read: ReadEdition
    base: CorporatePlan
    settled: Settled | None = None
    comparison: Comparison | None = None
    apart: Apart = frozenset()

    @property
    def faults(self) -> tuple[SheetFault, ...]:
        """Every row that cannot be used."""
        return self.read.faults

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is to be known of the reading."""
        return self.read.remarks

    @property
    def name(self) -> str:
        """What the new edition will be called."""
        return self.settled.plan.edition if self.settled else ""

    @property
    def can_be_taken(self) -> bool:
        """Whether the file was read whole and says something new."""
        return self.comparison is not None and not self.comparison.is_same


def read_edition_file(path: Path, progress: Progress | None = None) -> ReadEdition:
    """Read a workbook or CSV file as an edition. Needs no database, so a worker may run it. Raises BadInputError and DiskError.

    ``EditionService.check_source`` has to come first: the open store must never be opened a second time.
    """
    from leadapp.imports.caps import EDITION
    from leadapp.imports.sheet_files import read_sheets

    return read_edition(read_sheets(path, EDITION, progress))


def draw_template_file(plan: CorporatePlan, target: Path, *, filled: bool) -> None:
    """Write the template to a partial file and put it in place: a half-written one is never seen."""
    from leadapp.exports.edition_template import draw_template

    part = hidden_part_of(target)
    try:
        with plain_faults(target):
            draw_template(plan, part, filled=filled)
            part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def check_target(target: Path) -> None:
    """Refuse a place for the template that is a leadapp file or a folder. Raises BadInputError."""
    if target.suffix.casefold() == paths.ENDING or is_open_here(target):
        raise BadInputError("The template cannot be written over a leadapp file. Choose another name.", "target")
    if target.is_dir():
        raise BadInputError(f"“{target.name}” is a folder, not a file. Choose a file name.", "target")


class EditionService:
    """Which edition is in force, and taking a new one."""

    def __init__(self, database: Database, preferences: PreferenceService, plan: PlanService, backups: BackupService) -> None:
        self._database = database
        self._preferences = preferences
        self._plan = plan
        self._backups = backups

    def in_force(self) -> EditionInForce:
        """The edition in force."""
        plan = self._preferences.corporate_plan()
        with self._database.reading() as session:
            return EditionInForce(plan.edition, plan.wording, edition_records.taken_on(session), len(plan.actions))

    def save_template(self, target: Path, *, filled: bool = True) -> None:
        """Write the table to fill in, with the plan in force or empty."""
        check_target(target)
        draw_template_file(self._preferences.corporate_plan(), target, filled=filled)

    # ------------------------------------------------------------------ preview
    def check_source(self, path: Path) -> None:
        """Refuse a file that is a leadapp file, this one before all. Raises BadInputError."""
        if is_open_here(path) or path.suffix.casefold() == paths.ENDING:
            raise BadInputError(f"“{path.name}” is a leadapp file. Choose an Excel workbook or a CSV file.", "file")

    def preview(self, path: Path) -> EditionPreview:
        """Read a file and say what it would change. Changes nothing."""
        self.check_source(path)
        return self.preview_of(read_edition_file(path), path.name)

    def preview_of(self, read: ReadEdition, file_name: str, apart: Apart = frozenset()) -> EditionPreview:
        """What an edition that was read would change, with some of what looks like one action kept ``apart``."""
        now = self._preferences.corporate_plan()
        if read.faults:
            return EditionPreview(file_name, read, now)
        with self._database.reading() as session:
            decisions = directorate_records.decisions(session)
            titles = edition_records.withdrawn_titles(session)
            earlier = directorate_records.earlier_editions(session) if titles else []
        known = withdrawn_actions(titles, map(plan_from_data, earlier))
        settled = settle(read, now, _name_of(read, file_name, now), file_name, withdrawn=known, apart=apart)
        settled = replace(settled, plan=self._valid(settled.plan))
        found = compare(now, settled)
        zero = self._preferences.directorate().month_zero
        found = replace(found, effects=effects(found, self._plan.list_actions(), decisions, zero))
        return EditionPreview(file_name, read, now, settled, found, apart)

    def kept_apart(self, preview: EditionPreview, was: str, now: str) -> EditionPreview:
        """The same preview where ``now`` is a new action and not ``was``, which is withdrawn. Raises BadInputError where they are
        not taken for the same one.
        """
        settled = preview.settled
        if settled is None or (settled.actions | settled.returned).get(was) != now:
            raise BadInputError(f"{was} does not become {now} in “{preview.file_name}”: there is nothing to keep apart.", "apart")
        return self.preview_of(preview.read, preview.file_name, preview.apart | {(was, now)})

    def joined(self, preview: EditionPreview, was: str, now: str) -> EditionPreview:
        """The same preview where two actions are no longer kept apart."""
        return self.preview_of(preview.read, preview.file_name, preview.apart - {(was, now)})

    @staticmethod
    def _valid(plan: CorporatePlan) -> CorporatePlan:
        """The plan as it will be read from the file. Raises BadInputError where it could not be."""
        return plan_from_data(plan_data(plan))

    def called(self, preview: EditionPreview, name: str) -> EditionPreview:
        """The same preview with another name for the new edition."""
        if preview.settled is None:
            return preview
        plan = replace(preview.settled.plan, edition=read_name(name, "the edition's name", "edition"))
        return replace(preview, settled=replace(preview.settled, plan=plan))

    # ------------------------------------------------------------------ taking it
    def take(self, preview: EditionPreview) -> Changes:
        """Make the new edition the one in force, in one step after a verified backup. It cannot be undone.

        The directorate's actions keep their history: they go along under their new numbers, and what is withdrawn stays, marked.
        Raises BadInputError where there is nothing to take, ChangedElsewhereError where another edition is in force by now.
        """
        if preview.settled is None:
            raise BadInputError("The file has rows that cannot be used. Nothing was changed.", "file")
        if not preview.can_be_taken:
            raise BadInputError("The file holds the edition in force. There is nothing to take.", "file")
        if preview.base is not self._preferences.corporate_plan():
            raise ChangedElsewhereError("Another edition was taken meanwhile. Look at the file again; nothing was changed.")
        parts = self._preferences.default_parts()
        self._backups.back_up()
        plan = preview.settled.plan
        with self._database.writing(f"Corporate plan replaced: {plan.edition[:60]}", kind=StepKind.FINAL) as step:
            moves = _Moves(preview.base, preview.settled, edition_records.corporate_ids(step.session))
            for action in preview.base.actions:
                if action.id not in preview.settled.actions:
                    edition_records.keep_part(step.session, action.id, parts[action.id].value)
            for was, now in renaming_steps(moves.ids()):
                edition_records.rename(step.session, was, now)
            for corporate_id, changes, kpis, fresh in moves.rows():
                edition_records.follow_action(step.session, corporate_id, changes)
                edition_records.follow_kpis(step.session, corporate_id, kpis, fresh)
            directorate_records.add_edition(step.session, plan.edition, plan_data(plan), self._preferences.today())
        return step.changes


def _name_of(read: ReadEdition, file_name: str, now: CorporatePlan) -> str:
    """What a file calls its edition, or the file's own name where it says nothing or still has the name of the one in force."""
    said = read.labels.get("edition", "")
    return said if said and said != now.edition else Path(file_name).stem


class _Moves:
    """What a new edition changes on adopted actions, old edition against new. What comes back goes along with what goes on."""

    def __init__(self, now: CorporatePlan, settled: Settled, named: frozenset[str]) -> None:
        self._settled, self._named = settled, named
        self._old = tuple(action for action in (*now.actions, *settled.back) if action.id in named)
        self._goes = settled.actions | settled.returned
        self._new = {action.id: action for action in settled.plan.actions}
        self._measures = settled.measures(now.actions, settled.kpis)
        self._returned = settled.measures(settled.back, settled.returned_kpis)

    def ids(self) -> dict[str, str]:
        """Old id to new one for whatever is renumbered, withdrawn or back; what nobody decided on needs no new id."""
        goes = {old.id: self._goes.get(old.id) or withdrawn_id(old.id, self._named) for old in self._old}
        return {was: now for was, now in goes.items() if was != now}

    def rows(
        self,
    ) -> Iterator[tuple[str, dict[str, tuple[Any, Any]], dict[str, tuple[str, dict[str, Any]]], list[dict[str, Any]]]]:
        """For each action its id by now, columns that follow, KPIs that go on or are withdrawn, and fresh KPIs."""
        moved = self.ids()
        for old in self._old:
            new = self._new.get(self._goes.get(old.id, ""))
            yield moved.get(old.id, old.id), _columns(old, new), self._kpis(old, new), self._fresh(new)

    def _kpis(self, old: CorporateAction, new: CorporateAction | None) -> dict[str, tuple[str, dict[str, Any]]]:
        after = {m.id: m for kpi in (new.kpis if new else ()) for m in kpi.measures}
        is_back = old.id in self._settled.returned
        measures = self._returned if is_back else self._measures
        found: dict[str, tuple[str, dict[str, Any]]] = {}
        for was in (m for kpi in old.kpis for m in kpi.measures):
            now = after.get(measures.get(was.id, ""))
            if now is None:
                found[was.id] = (withdrawn_id(was.id), {})
                continue
            before, values = kpi_values(was), kpi_values(now)
            held = withdrawn_id(was.id) if is_back else was.id
            found[held] = (now.id, {name: value for name, value in values.items() if value != before[name]})
        return found

    def _fresh(self, new: CorporateAction | None) -> list[dict[str, Any]]:
        """Measures that came with the edition and that a directorate can report."""
        kept = {*self._measures.values(), *self._returned.values()}
        kpis = [kpi for kpi in (new.kpis if new else ()) if kpi.reportable_by_directorate]
        return [kpi_values(measure) for kpi in kpis for measure in kpi.measures if measure.id not in kept]


def _columns(old: CorporateAction, new: CorporateAction | None) -> dict[str, tuple[Any, Any]]:
    """What an adopted action has from the edition: column to old and new value."""
    if new is None:
        return {}
    pairs = {"title": (old.title, new.title), "pillar": (old.pillar, new.pillar), "band": (old.timescale, new.timescale)}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
