"""No fault of the disk loses anything: what the disk or the database refuses becomes a sentence, a defect of ours stays one."""

import os
import sqlite3
from pathlib import Path

import pytest

from leadapp.db.database import read_header
from leadapp.domain.errors import DiskError, StoreError, StoreInUseError
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from tests.worlds import outside


def test_a_full_disk_is_said_and_loses_nothing(services: Services) -> None:
    raw = services.database.raw()
    services.plan.adopt(("2.4",))
    action = services.plan.list_actions()[0]
    pages = raw.execute("PRAGMA page_count").fetchone()[0]
    raw.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(DiskError, match="disk is full"):
        services.round.write_update(action.id, "long words " * 50_000)
    raw.execute("PRAGMA max_page_count=1000000")
    assert services.plan.list_actions() == (action,)
    services.round.write_update(action.id, "short words")
    services.close()
    assert check(services.path) == ()


def test_a_read_only_file_is_said(services: Services) -> None:
    services.database.raw().execute("PRAGMA query_only=ON")
    with pytest.raises(DiskError, match="read-only"):
        services.plan.adopt(("2.4",))
    services.database.raw().execute("PRAGMA query_only=OFF")
    assert services.plan.adopt(("2.4",))


def test_a_read_only_folder_or_file_is_said_at_once(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = sample_file.read_bytes()
    for closed in (sample_file, sample_file.parent):
        monkeypatch.setattr(os, "access", lambda path, _mode, closed=closed: Path(path) != closed)
        with pytest.raises(DiskError, match=r"its folder is read-only\. Copy it into your own"):
            open_services(sample_file)
        assert check(sample_file) == ()
    monkeypatch.undo()
    assert sample_file.read_bytes() == before
    assert [p.name for p in sample_file.parent.iterdir()] == ["sample.leadapp"]
    open_services(sample_file).close()


def test_what_sqlite_cannot_open_is_told_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from leadapp.db.faults import sentence_for_sqlite

    error = sqlite3.OperationalError("unable to open database file")
    error.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
    (tmp_path / "old.leadapp").touch()
    assert "The folder of “a” is not there" in str(sentence_for_sqlite(error, tmp_path / "no" / "a"))
    assert "cannot be used as a file name" in str(sentence_for_sqlite(error, tmp_path / ("x" * 250)))
    assert "does not answer" in str(sentence_for_sqlite(error, tmp_path / "new.leadapp"))
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "could not be written: the folder is read-only" in str(sentence_for_sqlite(error, tmp_path / "new.leadapp"))
    assert "cannot be changed: the file or its folder is read-only" in str(sentence_for_sqlite(error, tmp_path / "old.leadapp"))


def test_a_file_that_may_not_be_read_is_said(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(DiskError, match="cannot be read: you have no right to"):
        open_services(sample_file)


def test_a_device_is_not_read_from() -> None:
    with pytest.raises(StoreError, match="is not a leadapp file"):
        read_header(Path(os.devnull))


def test_other_databases_and_pictures_are_left_as_they_are(tmp_path: Path) -> None:
    with outside(tmp_path / "photos.leadapp") as connection:
        connection.execute("CREATE TABLE photo (id INTEGER PRIMARY KEY)")
    (tmp_path / "picture.leadapp").write_bytes(b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 200)
    for name, sentence in (("photos", "a database of another program"), ("picture", "is not a leadapp file")):
        path = tmp_path / f"{name}.leadapp"
        before = path.read_bytes()
        for deed in (open_services, check):
            with pytest.raises(StoreError, match=sentence):
                deed(path)
        assert path.read_bytes() == before


def test_the_lock_note_is_only_a_courtesy(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(13, "no")

    monkeypatch.setattr(Path, "write_text", refuse)
    services = open_services(sample_file)
    assert services.plan.list_actions()
    services.close()


@pytest.mark.parametrize(
    ("code", "kind", "sentence"),
    [
        (sqlite3.SQLITE_FULL, DiskError, "disk is full"),
        (sqlite3.SQLITE_READONLY, DiskError, "read-only"),
        (sqlite3.SQLITE_BUSY, StoreInUseError, "open in another window"),
        (sqlite3.SQLITE_CORRUPT, StoreError, "is damaged"),
        (sqlite3.SQLITE_NOTADB, StoreError, "is damaged"),
        (sqlite3.SQLITE_IOERR_READ, DiskError, "does not answer"),
        (sqlite3.SQLITE_CANTOPEN, DiskError, "does not answer"),
        (sqlite3.SQLITE_LOCKED, StoreInUseError, "open in another window"),
    ],
)
def test_errors_of_the_database_become_sentences(tmp_path: Path, code: int, kind: type[Exception], sentence: str) -> None:
    from sqlalchemy.exc import OperationalError

    from leadapp.db.faults import plain_faults

    error = sqlite3.OperationalError("bare")
    error.sqlite_errorcode = code
    with pytest.raises(kind, match=sentence), plain_faults(tmp_path / "a.leadapp"):
        raise error
    with pytest.raises(kind, match=sentence), plain_faults(tmp_path / "a.leadapp"):
        raise OperationalError("SELECT", {}, error)


def test_defects_of_ours_are_not_dressed_up(tmp_path: Path) -> None:
    from sqlalchemy.exc import IntegrityError, OperationalError

    from leadapp.db.faults import plain_faults

    ours = sqlite3.OperationalError("no such column")
    ours.sqlite_errorcode = sqlite3.SQLITE_ERROR
    for error in (ours, OperationalError("SELECT", {}, ours), IntegrityError("INSERT", {}, ours)):
        with pytest.raises(type(error)) as raised, plain_faults(tmp_path / "a"):
            raise error
        assert raised.value is error
    with pytest.raises(StoreError, match="damaged"), plain_faults(tmp_path / "a"):
        raise sqlite3.DatabaseError("database disk image is malformed")


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("ENOSPC", "disk is full"),
        ("ENOENT", "folder of “a.pdf” is not there"),
        ("EBUSY", "open in another program"),
        ("EACCES", "read-only, or the file is open"),
        ("EROFS", "read-only, or the file is open"),
        ("ENAMETOOLONG", "cannot be used as a file name"),
        ("EISDIR", "is a folder"),
        ("ENOTDIR", "what was given as its folder is a file"),
        ("EEXIST", "what was given as its folder is a file"),
        ("EIO", "does not answer"),
    ],
)
def test_errors_of_the_system_become_sentences(tmp_path: Path, number: str, sentence: str) -> None:
    import errno

    from leadapp.db.faults import plain_faults

    with pytest.raises(DiskError, match=sentence), plain_faults(tmp_path / "a.pdf"):
        raise OSError(getattr(errno, number), "bare")
