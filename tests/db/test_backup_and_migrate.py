"""Backups are verified, a restore keeps what was there, an upgrade never runs without a copy and never loses a row."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from leadapp import paths
from leadapp.db import backup, database, migrate
from leadapp.db.change_log import search_entry
from leadapp.db.row_types import Row
from leadapp.db.rows import LOGGED
from leadapp.domain.errors import DiskError, NewerStoreError, StoreError, StoreInUseError
from leadapp.services.backup_service import check, describe, restore
from leadapp.services.opening import Services, open_services
from tests.worlds import HOLD, StandingClock, by_reference, everything, outside, run_python


def test_a_backup_holds_the_same_rows(sample: Services) -> None:
    made = sample.backups.back_up()
    listed = sample.backups.list_backups()
    assert [b.path for b in listed] == [made]
    assert listed[0].size == made.stat().st_size
    sample.close()
    assert everything(made) == everything(sample.path)
    assert check(made) == ()
    assert describe(made)["directorate"] == "Neighbourhood Services"
    assert int(describe(made)["actions"]) == 34


def test_one_backup_when_something_changed(services: Services) -> None:
    assert services.backups.back_up_if_changed() is None
    services.plan.adopt(("2.4",))
    assert services.backups.back_up_if_changed() is not None
    assert services.backups.back_up_if_changed() is None
    assert len(services.backups.list_backups()) == 1


def test_a_backup_that_does_not_verify_is_not_kept(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = iter(["one", "another"])
    monkeypatch.setattr(backup, "content_digest", lambda _connection: next(digests))
    with pytest.raises(StoreError, match="differs from the file, so it was not kept"):
        services.backups.back_up()
    assert list(services.backups.folder.iterdir()) == []


@pytest.mark.parametrize(("number", "sentence"), [(errno.ENOSPC, "disk is full"), (errno.EROFS, "read-only")])
def test_a_backup_on_a_failing_disk_leaves_nothing_half(
    services: Services, monkeypatch: pytest.MonkeyPatch, number: int, sentence: str
) -> None:
    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskError, match=sentence):
        services.backups.back_up()
    monkeypatch.undo()
    assert list(services.backups.folder.iterdir()) == []
    assert services.plan.adopt(("2.4",))


def test_a_restore_keeps_what_was_there(services: Services, clock: StandingClock) -> None:
    services.plan.adopt(("2.4",))
    made = services.backups.back_up()
    services.plan.adopt(("2.6",))
    services.close()
    kept = restore(made, services.path, "2026-10-06 120000")
    assert kept is not None
    services = open_services(services.path, clock)
    assert [a.reference for a in services.plan.list_actions()] == ["2.4"]
    services.close()
    there = open_services(kept, clock)
    assert {a.reference for a in there.plan.list_actions()} == {"2.4", "2.6"}
    there.close()


def test_restoring_over_a_damaged_file_keeps_its_bytes(services: Services) -> None:
    made = services.backups.back_up()
    services.close()
    services.path.write_bytes(b"torn")
    services.path.with_name(services.path.name + "-journal").write_bytes(b"pages")
    kept = restore(made, services.path, "now")
    assert kept is not None
    assert kept.read_bytes() == b"torn"
    assert kept.with_name(kept.name + "-journal").read_bytes() == b"pages"
    assert kept.stem.endswith("as it was")
    assert check(services.path) == ()


def test_a_damaged_or_foreign_backup_is_refused(services: Services, tmp_path: Path) -> None:
    made = services.backups.back_up()
    services.close()
    with outside(made) as connection:
        connection.execute("UPDATE directorate SET name = 'Forged'")
    before = services.path.read_bytes()
    with pytest.raises(StoreError, match="is damaged, so nothing was restored"):
        restore(made, services.path, "now")
    (tmp_path / "letter.leadapp").write_bytes(b"Dear all")
    with pytest.raises(StoreError, match="not a leadapp file"):
        restore(tmp_path / "letter.leadapp", services.path, "now")
    with pytest.raises(StoreError, match="from itself"):
        restore(services.path, services.path, "now")
    assert services.path.read_bytes() == before


def test_a_left_over_journal_is_not_played_into_a_restored_file(services: Services) -> None:
    made = services.backups.back_up()
    services.close()
    services.path.with_name(services.path.name + "-journal").write_bytes(b"old pages")
    restore(made, services.path, "now")
    assert not services.path.with_name(services.path.name + "-journal").exists()


def test_a_restore_that_fails_leaves_the_file_with_its_journal(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    made = services.backups.back_up()
    services.close()
    services.path.write_bytes(b"torn")
    journal = services.path.with_name(services.path.name + "-journal")
    journal.write_bytes(b"old pages")

    def refuse(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DiskError, match="disk is full"):
        restore(made, services.path, "now")
    assert (services.path.read_bytes(), journal.read_bytes()) == (b"torn", b"old pages")


def test_a_restore_refuses_a_file_that_is_open(services: Services, sample_file: Path) -> None:
    made = services.backups.back_up()
    with pytest.raises(StoreInUseError, match="already open in this window"):
        restore(made, services.path, "now")
    assert services.plan.adopt(("2.4",))
    with run_python(HOLD, sample_file) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        before = sample_file.stat()
        for backup_file, store in ((made, sample_file), (sample_file, made)):
            with pytest.raises(StoreInUseError, match=r"already open on .+ since"):
                restore(backup_file, store, "now")
        with pytest.raises(StoreInUseError, match=r"already open on .+ since"):
            describe(sample_file)
        assert (sample_file.stat().st_ino, sample_file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        other.communicate("go\n")
    assert check(sample_file) == ()


def test_a_newer_file_is_kept_whole_when_an_older_backup_takes_its_place(services: Services) -> None:
    made = services.backups.back_up()
    services.close()
    with outside(services.path) as connection:
        connection.execute("PRAGMA user_version=99")
    newer = services.path.read_bytes()
    kept = restore(made, services.path, "now")
    assert kept is not None
    assert kept.read_bytes() == newer
    assert check(services.path) == ()


def test_a_link_leads_to_the_file_itself(services: Services, tmp_path: Path, clock: StandingClock) -> None:
    made = services.backups.back_up()
    link = tmp_path / "elsewhere" / "link.leadapp"
    link.parent.mkdir()
    link.symlink_to(services.path)
    with pytest.raises(StoreInUseError):
        open_services(link, clock)
    services.close()
    opened = open_services(link, clock)
    assert opened.path == services.path
    opened.plan.adopt(("2.4",))
    opened.close()
    with pytest.raises(StoreInUseError, match="from itself"):
        restore(link, services.path, "now")
    restore(made, link, "now")
    assert link.is_symlink()
    assert everything(services.path) == everything(made)
    assert [p.name for p in link.parent.iterdir()] == ["link.leadapp"]


def test_only_the_files_own_backups_are_listed(services: Services) -> None:
    own = services.backups.back_up()
    folder = services.backups.folder
    for name in ("mine too 2026-10-06 090000", "mine-east 2026-10-06 090000", "mine", "other 2026-10-06 090000"):
        shutil.copyfile(own, folder / f"{name}.leadapp")
    before = Path(shutil.copyfile(own, folder / "mine before restore 2026-10-06 080000.leadapp"))
    assert {b.path for b in services.backups.list_backups()} == {own, before}


@pytest.mark.parametrize("stem", ["x" * 239, "字" * 78], ids=["long", "chinese"])
def test_a_file_with_the_longest_name_is_backed_up(services: Services, clock: StandingClock, stem: str) -> None:
    services.close()
    path = Path(shutil.copyfile(services.path, services.path.with_name(f"{stem}.leadapp")))
    opened = open_services(path, clock)
    made = opened.backups.back_up()
    assert [b.path for b in opened.backups.list_backups()] == [made]
    assert stem.startswith(made.stem.split(" ")[0])
    opened.close()
    assert restore(made, path, "2026-10-06 120000") is not None


def test_a_backup_of_what_cannot_be_read_is_described_in_a_sentence(services: Services) -> None:
    services.close()
    with outside(services.path) as connection:
        connection.execute("ALTER TABLE directorate RENAME TO elsewhere")
    with pytest.raises(StoreError, match="is damaged"):
        describe(services.path)
    with pytest.raises(StoreError, match="is damaged"):
        open_services(services.path)
    assert check(services.path)


# -------------------------------------------------------------------------------- schema
def test_the_schema_of_a_new_file_is_the_rows(new_template: Path) -> None:
    engine = create_engine(f"sqlite:///{new_template}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": _is_ours})
        assert compare_metadata(context, Row.metadata) == []
    engine.dispose()


def _is_ours(_object: object, name: str, _kind: str, _reflected: bool, _other: object) -> bool:
    return not str(name).startswith("search")


def test_every_column_says_what_it_holds() -> None:
    for table in Row.metadata.tables.values():
        for column in table.columns:
            assert column.info.get("privacy") in {"personal", "free", "plain"}, f"{table.name}.{column.name}"
    assert len(LOGGED) >= 15
    codes = [kind.search_code for kind in LOGGED.values() if kind.searched]
    assert len(set(codes)) == len(codes)
    assert all(0 < code < 64 for code in codes)


def test_a_new_file_is_not_made_over_another(sample_file: Path) -> None:
    before = sample_file.read_bytes()
    with pytest.raises(StoreError, match="already there"):
        migrate.make_store(sample_file)
    assert sample_file.read_bytes() == before


NEXT = database.SCHEMA_STEP + 1
NEXT_STEP = f"""
revision = "{NEXT:04d}"
down_revision = "{NEXT - 1:04d}"
branch_labels = None
depends_on = None

from alembic import op


def upgrade() -> None:
    {{deed}}


def downgrade() -> None:
    raise NotImplementedError
"""


@pytest.fixture
def next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A leadapp one schema step ahead, with a step the test writes."""
    folder = tmp_path / "migrations"
    shutil.copytree(paths.migrations_folder(), folder)
    monkeypatch.setattr(paths, "migrations_folder", lambda: folder)
    for module in (database, migrate):
        monkeypatch.setattr(module, "SCHEMA_STEP", NEXT)
    return folder / "versions" / f"{NEXT:04d}_next.py"


def test_an_older_file_is_upgraded_after_a_verified_copy(sample_file: Path, data_folder: Path, next_step: Path) -> None:
    next_step.write_text(NEXT_STEP.format(deed="op.execute('CREATE TABLE news (id INTEGER PRIMARY KEY)')"), "utf-8")
    before = everything(sample_file)
    services = open_services(sample_file)
    services.close()
    (copy,) = (data_folder / "backups").iterdir()
    assert "before upgrade" in copy.name
    assert everything(copy) == everything(sample_file) == before
    with outside(sample_file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT,)
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (f"{NEXT:04d}",)
    open_services(sample_file).close()
    assert len(list((data_folder / "backups").iterdir())) == 1


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        ("op.execute('DELETE FROM redating')", "would lose data"),
        ("op.execute('DROP INDEX ix_kpi_action_id')", "would lose data"),
        ("op.execute('DELETE FROM person')", "would break links|would lose data"),
        ("op.execute('CREATE TABLE half (id INTEGER)'); raise RuntimeError('torn')", "torn"),
    ],
)
def test_an_upgrade_that_would_lose_something_changes_nothing(
    sample_file: Path, data_folder: Path, next_step: Path, deed: str, sentence: str
) -> None:
    next_step.write_text(NEXT_STEP.format(deed=deed), "utf-8")
    before = sample_file.read_bytes()
    with pytest.raises((StoreError, RuntimeError), match=sentence):
        open_services(sample_file)
    assert sample_file.read_bytes() == before
    with outside(sample_file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)


def test_no_copy_no_upgrade(sample_file: Path, next_step: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    next_step.write_text(NEXT_STEP.format(deed="pass"), "utf-8")

    def refuse(*_: object) -> None:
        raise DiskError("The disk is full.")

    monkeypatch.setattr(migrate, "verified_copy", refuse)
    with pytest.raises(DiskError):
        open_services(sample_file)
    with outside(sample_file) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (NEXT - 1,)


def test_a_newer_file_is_left_alone(sample_file: Path) -> None:
    with outside(sample_file) as connection:
        connection.execute(f"PRAGMA user_version={NEXT}")
    before = sample_file.read_bytes()
    for deed in (open_services, check):
        with pytest.raises(NewerStoreError, match="newer leadapp"):
            deed(sample_file)
    assert sample_file.read_bytes() == before


# -------------------------------------------------------------------------------- search
def test_search_finds_words_everywhere_and_names_the_action(sample: Services) -> None:
    kinds = {hit.kind for word in ("language", "residents", "housing", "training") for hit in sample.search.find(word)}
    assert {"Action", "Update", "KPI"} <= kinds
    for hit in sample.search.find("interpret"):
        assert "interpret" in (hit.title + hit.extract).casefold()
        if hit.table in {"plan_action", "progress_update", "kpi", "kpi_value", "milestone"}:
            assert hit.action_id in {a.id for a in sample.plan.list_actions()}


@pytest.mark.parametrize("typed", ["", "ab", '"', "*", "a b", "NEAR(", "title:", "-", "' OR 1=1", "(", "^"])
def test_anything_may_be_typed_into_search(sample: Services, typed: str) -> None:
    sample.search.find(typed)


def test_the_index_follows_every_change(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "Quorbles were counted")
    assert [hit.action_id for hit in services.search.find("quorbl")] == [action.id]
    services.round.write_update(action.id, "Others were counted")
    assert services.search.find("quorbl") == ()
    services.history.undo()
    assert len(services.search.find("quorbl")) == 1
    services.plan.remove_action(action.id)
    assert services.search.find("quorbl") == ()
    services.history.undo()
    assert len(services.search.find("counted")) == 1


def test_the_search_index_matches_the_rows(sample: Services) -> None:
    raw: sqlite3.Connection = sample.database.raw()
    kept = sorted(raw.execute("SELECT rowid, title, body, table_name, uid FROM search").fetchall())
    with sample.database.reading() as session:
        entries = [search_entry(row) for kind in LOGGED.values() if kind.searched for row in session.query(kind)]
    assert kept == sorted((e["id"], e["title"], e["body"], e["table"], e["uid"]) for e in entries)
    assert len(kept) > 100
