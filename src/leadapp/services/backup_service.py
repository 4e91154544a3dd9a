"""Backups of the open file, and checks and restores of closed ones."""

from __future__ import annotations

from pathlib import Path

from leadapp import paths
from leadapp.db import backup, unfinished
from leadapp.db.backup import BackupFile, StoreContents
from leadapp.db.database import Database, is_same_file, real_path
from leadapp.domain.errors import StoreInUseError

__all__ = ["BackupFile", "BackupService", "StoreContents", "check", "clear_unfinished", "describe", "restore"]


class BackupService:
    """Verified backups of the open file in the local backups folder."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._database = database
        self.folder = folder
        self._last_step = self._newest_step()

    def _newest_step(self) -> int:
        with self._database.reading() as session:
            return backup.newest_step(session)

    def back_up(self, folder: Path | None = None) -> Path:
        """Make a verified backup now and return where it lies. Evidence files that nothing can need any more are left behind."""
        self._clear_evidence()
        unfinished.clear_unfinished((folder or self.folder,))
        made = backup.back_up(self._database, folder or self.folder, f"{self._database.clock():%Y-%m-%d %H%M%S}")
        self._last_step = self._newest_step()
        return made

    def _clear_evidence(self) -> None:
        from leadapp.db import evidence_records

        with self._database.reading() as session:
            left = evidence_records.unnamed_contents(session.connection())
        if left:
            with self._database.maintaining() as connection:
                evidence_records.clear_contents(connection, left)

    def back_up_if_changed(self) -> Path | None:
        """Make a backup if something changed since the file was opened or last backed up (done when the window closes)."""
        return self.back_up() if self._newest_step() != self._last_step else None

    def is_of_another_file(self, holds: StoreContents) -> bool:
        """Whether what would be restored was made of another file than the one that is open."""
        return holds.store_id != backup.open_store_id(self._database)

    def list_backups(self) -> tuple[BackupFile, ...]:
        """The backups of this file, newest first."""
        return backup.list_backups(self.folder, self._database.path.stem, backup.open_store_id(self._database))


def clear_unfinished(folder: Path) -> tuple[Path, ...]:
    """Clear what a crash left unfinished beside backups and in a file's folder, a day ago or longer; returns what went."""
    return unfinished.clear_unfinished((paths.backups_folder(), folder))


def check(path: Path) -> tuple[str, ...]:
    """Everything wrong with a closed file, in sentences; empty if it is sound. Never writes."""
    return backup.check_file(real_path(path))


def are_of_two_files(source: Path, store: Path) -> bool:
    """Whether a backup was made of another file than the closed one it would replace; False where either does not say."""
    source, store = real_path(source), real_path(store)
    ids = {backup.store_id(path) for path in (source, store) if path.is_file()}
    return len(ids - {""}) > 1


def restore(source: Path, store: Path, stamp: str) -> Path | None:
    """Put a backup in the place of a closed file; what was there is kept as a backup, whose path is returned."""
    source, store = real_path(source), real_path(store)
    if is_same_file(source, store):
        raise StoreInUseError("A file cannot be restored from itself. Choose a backup.")
    return backup.restore(source, store, paths.backups_folder(), stamp)


def describe(path: Path) -> StoreContents:
    """What a closed file holds: directorate, council, last change, number of actions, and which file it is."""
    return backup.describe(real_path(path))
