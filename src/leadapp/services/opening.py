"""Opening and making a directorate's file: the one place that puts a database and its services together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import leadapp
from leadapp import paths
from leadapp.db import directorate_records, migrate
from leadapp.db.database import Database, read_header, real_path
from leadapp.db.faults import plain_faults
from leadapp.domain.changes import Changes
from leadapp.domain.corporate_plan import CorporatePlan, plan_from_toml
from leadapp.domain.directorate import Setup, first_quarter_to_report
from leadapp.domain.errors import StoreError
from leadapp.domain.history import StepKind
from leadapp.services.backup_service import BackupService
from leadapp.services.home_service import HomeService
from leadapp.services.plan_service import PlanService
from leadapp.services.preference_service import PreferenceService
from leadapp.services.quarter_material import QuarterMaterial

if TYPE_CHECKING:
    from leadapp.domain.given_figures import Given
    from leadapp.domain.quarters import Quarter
    from leadapp.services.ask_service import AskService
    from leadapp.services.commitment_service import CommitmentService
    from leadapp.services.detail_service import DetailService
    from leadapp.services.edition_service import EditionService
    from leadapp.services.evidence_service import EvidenceService
    from leadapp.services.grid_service import GridService
    from leadapp.services.handover_service import HandoverService
    from leadapp.services.history_service import HistoryService
    from leadapp.services.provenance_service import ProvenanceService
    from leadapp.services.register_service import RegisterService
    from leadapp.services.restore_service import RestoreService
    from leadapp.services.return_life_service import ReturnLifeService
    from leadapp.services.return_service import ReturnService
    from leadapp.services.risk_service import RiskService
    from leadapp.services.round_service import RoundService
    from leadapp.services.search_service import SearchService
    from leadapp.services.soundness_service import SoundnessService
    from leadapp.services.spelling_service import SpellingService
    from leadapp.services.tracker_service import TrackerService
    from leadapp.services.trigger_service import TriggerService
    from leadapp.services.word_service import WordService
    from leadapp.services.year_service import YearService

Clock = Callable[[], dt.datetime]
ENDING = paths.ENDING


def local_clock() -> dt.datetime:
    """Now, in local time with its offset."""
    return dt.datetime.now().astimezone()


class Services:
    """Everything a lead can do with one open file. A service is made when it is first asked for: the window needs few to start."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.path = database.path
        self.preferences = PreferenceService(database)
        self.plan = PlanService(database, self.preferences)
        self.backups = BackupService(database, paths.backups_folder())
        self._quarters = QuarterMaterial(database, self.plan, self.preferences, self._given)

    @cached_property
    def home(self) -> HomeService:
        """This quarter at a glance."""
        return HomeService(self.database, self._quarters, self.plan, self.preferences, lambda: self.triggers)

    @cached_property
    def round(self) -> RoundService:
        """Updates and KPI values of a quarter."""
        from leadapp.services.round_service import RoundService

        return RoundService(self.database, self._quarters, self.preferences)

    def _given(self, quarter: Quarter) -> dict[int, Given]:
        """Figures that leadapp can give itself. A sum over services goes before what a register counts."""
        return self.registers.given(quarter) | self.grid.given(quarter)

    @cached_property
    def returns(self) -> ReturnService:
        """The quarter's return."""
        from leadapp.services.return_service import ReturnService

        return ReturnService(self.database, self._quarters, self.preferences, lambda: self.triggers)

    @cached_property
    def triggers(self) -> TriggerService:
        """Which trigger rules fired, and the answers."""
        from leadapp.services.trigger_service import TriggerService

        return TriggerService(self.database, self._quarters, self.preferences, lambda quarter: self.returns.bare(quarter))

    @cached_property
    def risks(self) -> RiskService:
        """Risks, issues, escalations and the log of challenge."""
        from leadapp.services.risk_service import RiskService

        return RiskService(self.database, self.preferences)

    @cached_property
    def year(self) -> YearService:
        """The year's report: four returns rolled up."""
        from leadapp.services.year_service import YearService

        return YearService(self.database, self.returns, self.plan, self.preferences)

    @cached_property
    def handover(self) -> HandoverService:
        """What a new lead must know."""
        from leadapp.services.handover_service import HandoverService

        return HandoverService(self.database, self.plan, self.preferences, lambda: self.triggers)

    @cached_property
    def life(self) -> ReturnLifeService:
        """Signing, confirming, submitting and correcting a return."""
        from leadapp.services.return_life_service import ReturnLifeService

        return ReturnLifeService(self.database, self.returns, self.preferences)

    @cached_property
    def grid(self) -> GridService:
        """KPIs by service."""
        from leadapp.services.grid_service import GridService

        return GridService(self.database, self.plan, self.preferences)

    @cached_property
    def registers(self) -> RegisterService:
        """Impact assessments, agreements, consultations, listening sessions."""
        from leadapp.services.register_service import RegisterService

        return RegisterService(self.database, self.plan, self.preferences)

    @cached_property
    def details(self) -> DetailService:
        """What may be added to an action: SMARTIE answers, blocks, links, budget, kind; and the pace they show."""
        from leadapp.services.detail_service import DetailService

        return DetailService(self.database, self.plan, self.preferences)

    @cached_property
    def commitments(self) -> CommitmentService:
        """What a return promises, and what became of what the one before promised."""
        from leadapp.services.commitment_service import CommitmentService

        return CommitmentService(self.database, self.preferences)

    @cached_property
    def evidence(self) -> EvidenceService:
        """Notes, links and files that prove something."""
        from leadapp.services.evidence_service import EvidenceService

        return EvidenceService(self.database, self.plan, self.preferences)

    @cached_property
    def provenance(self) -> ProvenanceService:
        """Where the numbers of a return come from."""
        from leadapp.services.provenance_service import ProvenanceService

        return ProvenanceService(self.database, self._quarters, self.returns, self.preferences)

    @cached_property
    def history(self) -> HistoryService:
        """Every change, undo and redo."""
        from leadapp.services.history_service import HistoryService

        return HistoryService(self.database, self._quarters, self._restoring)

    def _restoring(self) -> RestoreService:
        """Putting values back; made when it is wanted."""
        from leadapp.services.restore_service import RestoreService

        return RestoreService(self.database, self.plan, lambda: self.grid)

    @cached_property
    def search(self) -> SearchService:
        """Words anywhere in the file."""
        from leadapp.services.search_service import SearchService

        return SearchService(self.database, self.plan, self.preferences)

    @cached_property
    def soundness(self) -> SoundnessService:
        """Whether every row is as it was written."""
        from leadapp.services.soundness_service import SoundnessService

        return SoundnessService(self.database)

    @cached_property
    def editions(self) -> EditionService:
        """The edition of the corporate plan, and taking a new one."""
        from leadapp.services.edition_service import EditionService

        return EditionService(self.database, self.preferences, self.plan, self.backups)

    @cached_property
    def words(self) -> WordService:
        """House words: remarks on texts, and the directorate's own list."""
        from leadapp.services.word_service import WordService

        return WordService(self.database, self._quarters)

    @cached_property
    def spelling(self) -> SpellingService:
        """The spelling check, where its extra is installed."""
        from leadapp.services.spelling_service import SpellingService

        return SpellingService(self.words)

    @cached_property
    def asking(self) -> AskService:
        """Asking action owners, and taking in their answers."""
        from leadapp.services.ask_service import AskService

        return AskService(self.database, self._quarters, self.preferences)

    @cached_property
    def tracker(self) -> TrackerService:
        """Lists of actions that a person brings."""
        from leadapp.services.tracker_service import TrackerService

        return TrackerService(self.database, self.preferences, self.plan)

    @property
    def is_open(self) -> bool:
        """Whether the file is still held; nothing can be read or written after ``close``."""
        return self.database.is_open

    def close(self) -> None:
        """Let the file go. Safe to call twice."""
        self.database.close()


def shipped_plan() -> CorporatePlan:
    """The corporate plan that ships with leadapp, validated."""
    return plan_from_toml(_shipped_text())


def _shipped_text() -> str:
    return (paths.resources_folder() / "plan" / "corporate_plan.toml").read_text("utf-8")


def open_services(path: Path, clock: Clock = local_clock) -> Services:
    """Open a file, upgrading an older one after a verified backup. Raises StoreError and its kinds in plain sentences."""
    path = real_path(path)
    read_header(path)
    migrate.upgrade_if_behind(path, paths.backups_folder(), f"{clock():%Y-%m-%d %H%M}")
    return services_of(Database(path, clock))


def services_of(database: Database) -> Services:
    """The services of an open database; closes it if they cannot be made."""
    try:
        return Services(database)
    except BaseException:
        database.close()
        raise


def with_ending(path: Path) -> Path:
    """The path with leadapp's ending, if it has none of its own."""
    return path if path.suffix else path.with_name(path.name + ENDING)


def make_file(path: Path, setup: Setup, clock: Clock = local_clock, *, sample_as_at: dt.date | None = None) -> Services:
    """Make a new file for a directorate and open it. Nothing is left behind if it cannot be made."""
    path = _place_of(path)
    migrate.make_store(path)
    database = None
    try:
        database = Database(path, clock)
        _set_up(database, setup, sample_as_at)
        return services_of(database)
    except BaseException:
        if database is not None:
            database.close()
        path.unlink(missing_ok=True)
        raise


def _place_of(path: Path) -> Path:
    """Where a new file goes. Raises StoreError for a folder in its place and for a folder that is not there."""
    path = path.absolute()
    with plain_faults(path):
        if path.is_dir():
            raise StoreError(f"“{path.name}” is a folder. Give the new file a name.")
        if not path.parent.is_dir():
            raise StoreError(f"The folder “{path.parent.name}” is not there. Choose a folder that exists.")
    return with_ending(path)


def _set_up(database: Database, setup: Setup, sample_as_at: dt.date | None) -> Changes:
    import tomllib

    now = database.clock()
    with database.writing("Set up the directorate", kind=StepKind.FINAL) as step:
        session = step.session
        directorate_records.add_store_info(session, now, leadapp.__version__)
        lead = directorate_records.add_person(session, setup.lead_name, setup.lead_post)
        today = sample_as_at or now.date()
        directorate_records.add_directorate(
            session,
            {
                "council": setup.council,
                "name": setup.directorate,
                "lead_id": lead,
                "month_zero": setup.month_zero,
                "priority": setup.priority,
                "first_quarter": str(first_quarter_to_report(today, setup.days_to_return)),
                "days_to_return": setup.days_to_return,
                "is_sample": sample_as_at is not None,
                "as_at": sample_as_at,
            },
        )
        for draft in setup.services:
            directorate_records.add_service(session, draft)
        content = tomllib.loads(_shipped_text())
        directorate_records.add_edition(session, content["plan"]["edition"], content, now.date())
    return step.changes
