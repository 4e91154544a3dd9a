"""Backups are verified and never replace one another, and a restore keeps what was there."""

import errno
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from leadapp.db import backup
from leadapp.domain.errors import DiskError, StoreError, StoreInUseError
from leadapp.services.backup_service import check, describe, restore
from leadapp.services.opening import Services, open_services
from tests.worlds import HOLD, StandingClock, everything, new_services, outside, run_python


def test_a_backup_holds_the_same_rows(sample: Services) -> None:
    made = sample.backups.back_up()
    listed = sample.backups.list_backups()
    assert [b.path for b in listed] == [made]
    assert listed[0].size == made.stat().st_size
    sample.close()
    assert everything(made) == everything(sample.path)
    assert check(made) == ()
    assert describe(made).directorate == "Neighbourhood Services"
    assert describe(made).actions == 34


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


def test_a_damaged_file_is_named_where_it_cannot_be_copied(sample_file: Path, tmp_path: Path) -> None:
    """Not the copy, which is gone; and each finding is a sentence of one line."""
    with sample_file.open("r+b") as file:
        file.seek(4096 * 30)
        file.write(b"\xff" * 4096 * 4)
    with pytest.raises(StoreError, match=f"“{sample_file.name}” is damaged"):
        backup.verified_copy(sample_file, tmp_path / "copy.leadapp")
    found = backup.check_file(sample_file)
    assert found
    assert all("\n" not in sentence and "***" not in sentence and sentence.endswith(".") for sentence in found)


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
    early = Path(shutil.copyfile(own, folder / "mine before restore 2026-10-06 080000.leadapp"))
    assert {b.path for b in services.backups.list_backups()} == {own, early}, "an earlier leadapp wrote no id into the name"


def test_two_backups_in_one_second_are_two_files(services: Services) -> None:
    first = services.backups.back_up()
    services.plan.adopt(("2.4",))
    second = services.backups.back_up()
    assert first != second
    assert [everything(made)["plan_action"] != [] for made in (first, second)] == [False, True]
    assert {b.path for b in services.backups.list_backups()} == {first, second}
    services.close()
    kept = [restore(first, services.path, "2026-10-06 090000") for _ in range(2)]
    services.path.write_bytes(b"torn")
    kept += [restore(first, services.path, "2026-10-06 090000") for _ in range(1)]
    services.path.write_bytes(b"torn again")
    kept += [restore(first, services.path, "2026-10-06 090000") for _ in range(1)]
    assert len(set(kept)) == 4
    assert [k.read_bytes() for k in kept[2:] if k] == [b"torn", b"torn again"]


def test_a_name_taken_at_the_last_moment_is_not_replaced(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    verify = backup.content_digest
    taken = services.backups.folder / services.backups.back_up().name
    taken.unlink()

    def digest(connection: sqlite3.Connection) -> str:
        taken.write_bytes(b"somebody else's")
        return verify(connection)

    monkeypatch.setattr(backup, "content_digest", digest)
    made = services.backups.back_up()
    assert taken.read_bytes() == b"somebody else's"
    assert check(made) == ()


def test_a_backup_that_cannot_be_put_in_place_leaves_no_empty_file(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "gone")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(DiskError, match="does not answer"):
        services.backups.back_up()
    monkeypatch.undo()
    assert list(services.backups.folder.iterdir()) == []


def test_files_of_one_name_in_two_folders_have_their_own_backups(
    services: Services, tmp_path: Path, clock: StandingClock
) -> None:
    (tmp_path / "other").mkdir()
    other = new_services(tmp_path / "other" / services.path.name, clock)
    own, theirs = services.backups.back_up(), other.backups.back_up()
    assert own.parent == theirs.parent
    assert [b.path for b in services.backups.list_backups()] == [own]
    assert [b.path for b in other.backups.list_backups()] == [theirs]
    other.close()
    kept = restore(theirs, other.path, "2026-10-06 120000")
    early = Path(shutil.copyfile(theirs, own.parent / "mine 2026-10-06 080000.leadapp"))
    assert [b.path for b in services.backups.list_backups()] == [own]
    own.write_bytes(b"torn")
    services.close()
    renamed = open_services(services.path.rename(tmp_path / "renamed.leadapp"), clock)
    assert [b.path for b in renamed.backups.list_backups()] == [own], "also damaged, also after the file was renamed"
    renamed.close()
    other = open_services(other.path, clock)
    assert {b.path for b in other.backups.list_backups()} == {theirs, kept, early}
    other.close()


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


def test_backups_of_a_copy_that_goes_by_another_name_are_marked(services: Services, clock: StandingClock) -> None:
    own = services.backups.back_up()
    again = services.backups.back_up()  # in the same second: a number behind the id
    services.close()
    path = Path(shutil.copyfile(services.path, services.path.with_name("copy of mine.leadapp")))
    copy = open_services(path, clock)
    theirs = copy.backups.back_up()
    marked = {backup.path: backup.is_named_otherwise for backup in copy.backups.list_backups()}
    assert marked == {own: True, again: True, theirs: False}
    copy.close()
    kept = restore(own, services.path, "2026-10-06 120000")
    first = open_services(services.path, clock)
    marked = {backup.path: backup.is_named_otherwise for backup in first.backups.list_backups()}
    assert marked == {own: False, again: False, theirs: True, kept: False}
    first.close()
