"""One open file: its settings hold, nothing passes the change log, and one process has it."""

import datetime as dt
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from leadapp.db import database as database_module
from leadapp.db.change_log import UnloggedWriteError
from leadapp.db.database import PRAGMAS, SCHEMA_STEP, ClosedDatabaseError, Database, is_open_here, lock_note, read_header
from leadapp.db.row_types import Row
from leadapp.db.rows import ActionRow, Person
from leadapp.domain.changes import Topic
from leadapp.domain.errors import NewerStoreError, StoreError, StoreInUseError
from leadapp.services.backup_service import check, describe, restore
from leadapp.services.opening import Services, open_services
from tests.worlds import HOLD, StandingClock, outside, run_python


def test_every_setting_reads_back_as_written(services: Services) -> None:
    raw = services.database.raw()
    found = {name: raw.execute(f"PRAGMA {name}").fetchone()[0] for name, _, _ in PRAGMAS}
    assert found == {name: expected for name, _, expected in PRAGMAS}
    assert {"locking_mode", "journal_mode", "synchronous", "foreign_keys", "trusted_schema"} <= found.keys()


def test_a_setting_that_does_not_hold_refuses_the_file(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database_module, "PRAGMAS", (("foreign_keys", "OFF", 1),))
    with pytest.raises(StoreError, match="foreign_keys does not hold"):
        open_services(sample_file)
    monkeypatch.undo()
    open_services(sample_file).close()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "is not there"),
        (b"", "is empty"),
        (b"PK\x03\x04 a workbook", "is not a leadapp file"),
        (b"SQLite for", "is cut off after 10 bytes"),
        (b"SQLite format 3\x00" + b"\x00" * 40, "is cut off after 56 bytes"),
        (b"SQLite format 3\x00" + b"\x00" * 100, "database of another program"),
        (b"SQLite format 3\x00" + b"\x00" * 44 + b"\x00\x00\x00\x63" + b"\x00" * 4 + b"LEAD" + b"\x00" * 40, "newer leadapp"),
    ],
)
def test_what_is_no_file_of_ours_is_told_by_its_first_bytes(tmp_path: Path, content: bytes | None, sentence: str) -> None:
    path = tmp_path / "strange.leadapp"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(StoreError, match=sentence) as raised:
        open_services(path)
    assert isinstance(raised.value, NewerStoreError) == (sentence == "newer leadapp")
    assert (path.read_bytes() if path.exists() else None) == content


def test_a_folder_and_a_file_open_here_are_refused(services: Services, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        read_header(tmp_path)
    with pytest.raises(StoreInUseError, match="already open in this window"):
        read_header(services.path)
    services.close()
    services.close()
    assert not is_open_here(services.path)
    assert read_header(services.path) == SCHEMA_STEP


def test_a_truncated_file_is_damaged_not_a_crash(sample_file: Path) -> None:
    whole = sample_file.read_bytes()
    sample_file.write_bytes(whole[: len(whole) // 2])

    def use() -> None:
        services = open_services(sample_file)
        try:
            services.home.view()
        finally:
            services.close()

    with pytest.raises(StoreError):
        use()
    assert check(sample_file)


def test_a_damaged_schema_is_told(sample_file: Path, tmp_path: Path, data_folder: Path) -> None:
    whole = sample_file.read_bytes()
    sample_file.write_bytes(whole.replace(b"CREATE TABLE plan_action", b"CR\xafATE TABLE plan_action"))
    assert sample_file.read_bytes() != whole
    with pytest.raises(StoreError, match="is damaged"):
        open_services(sample_file)
    with pytest.raises(StoreError, match="is damaged"):
        describe(sample_file)
    assert check(sample_file)
    sound = Path(shutil.copyfile(sample_file, tmp_path / "sound.leadapp"))
    sound.write_bytes(whole)
    kept = restore(sound, sample_file, "now")
    assert kept is not None
    assert check(sample_file) == ()


def _add_and_flush(session: Session) -> None:
    session.add(Person(name="", post="Nobody"))
    session.flush()


def test_reading_cannot_write(services: Services) -> None:
    database = services.database
    with pytest.raises(UnloggedWriteError), database.reading() as session:
        session.execute(insert(Person).values(uid="x"))
    with pytest.raises(UnloggedWriteError), database.reading() as session:
        _add_and_flush(session)
    with pytest.raises(UnloggedWriteError), database.reading() as session:
        session.execute(text("DELETE FROM person"))
    assert services.preferences.directorate().lead_name == "Ọládàpọ̀ Łukasz"


metadata = Row.metadata
BY_PASSES = {
    "orm update": lambda s: s.execute(update(ActionRow).values(title="x")),
    "orm delete": lambda s: s.execute(delete(ActionRow)),
    "orm insert": lambda s: s.execute(insert(Person).values(uid="x", checksum=b"", version=1)),
    "query update": lambda s: s.query(ActionRow).update({"title": "x"}),
    "query delete": lambda s: s.query(ActionRow).delete(),
    "bulk insert": lambda s: s.bulk_insert_mappings(Person, [{"uid": "x", "checksum": b"", "version": 1}]),
    "bulk update": lambda s: s.bulk_update_mappings(Person, [{"id": 1, "name": "x"}]),
    "bulk save": lambda s: s.bulk_save_objects([Person(uid="x", checksum=b"", version=1, name="", post="")]),
    "core update": lambda s: s.execute(metadata.tables["plan_action"].update().values(title="x")),
    "core delete": lambda s: s.connection().execute(metadata.tables["plan_action"].delete()),
    "raw": lambda s: s.execute(text("UPDATE person SET name = 'x'")),
    "raw, lower case behind a comment": lambda s: s.execute(text("  update person set name = 'x'")),
    "driver": lambda s: s.connection().exec_driver_sql("REPLACE INTO person(id, uid) VALUES (1, 'x')"),
    "with": lambda s: s.execute(text("WITH a AS (SELECT 1) UPDATE person SET name = 'x'")),
    "comment": lambda s: s.execute(text("/* quietly */ UPDATE person SET name = 'x'")),
}


@pytest.mark.parametrize("way", BY_PASSES, ids=str)
def test_nothing_passes_the_change_log(services: Services, way: str) -> None:
    services.plan.adopt(("1.2",))
    with pytest.raises(UnloggedWriteError), services.database.writing("By-pass") as step:
        BY_PASSES[way](step.session)
    assert services.history.state().undo is not None
    assert services.history.state().undo.label == "1.2 adopted"  # type: ignore[union-attr]
    services.close()
    assert check(services.path) == ()


def test_a_row_that_is_named_cannot_be_removed(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = services.plan.list_actions()[0]
    with pytest.raises(Exception, match="FOREIGN KEY"), services.database.writing("Remove too much") as step:
        step.session.delete(step.session.get_one(ActionRow, action.id))
    assert services.plan.list_actions() == (action,)


def test_an_exception_rolls_the_whole_step_back(services: Services) -> None:
    def fail_half_way() -> None:
        with services.database.writing("Half") as step:
            step.session.add(Person(name="Half", post="way"))
            step.session.flush()
            raise ZeroDivisionError

    before = services.history.lines()
    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    assert services.history.lines() == before
    with services.database.reading() as session:
        assert session.query(Person).filter_by(name="Half").count() == 0


def test_a_step_does_not_begin_inside_another(services: Services) -> None:
    with services.database.reading(), pytest.raises(RuntimeError), services.database.writing("Inside"):
        pass
    with services.database.writing("Outside") as step, services.database.reading() as session:
        assert session is step.session


def test_what_a_step_touched_is_told(services: Services) -> None:
    changes = services.plan.adopt(("2.4",))
    assert changes
    assert changes.topics == {Topic.ACTIONS, Topic.DECISIONS, Topic.KPIS}
    assert changes.concerns(Topic.KPIS)
    assert not changes.concerns(Topic.RETURNS)
    assert {row.kind for row in changes.rows} == {"add"}


# -------------------------------------------------------------------------------- one process has the file
def test_a_second_start_says_who_has_the_file(sample_file: Path) -> None:
    with run_python(HOLD, sample_file) as other:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "open"
        with pytest.raises(StoreInUseError, match="already open on this computer since"):
            open_services(sample_file)
        lock_note(sample_file).write_text('{"computer": "DESK-7", "since": "6 October 2026, 09:00"}', "utf-8")
        with pytest.raises(StoreInUseError, match="already open on DESK-7 since 6 October 2026, 09:00"):
            open_services(sample_file)
        sample_file.with_name(sample_file.name + ".open").write_text("no json", "utf-8")
        with pytest.raises(StoreInUseError, match="already open in another window"):
            open_services(sample_file)
        with pytest.raises(StoreInUseError, match="already open in another window"):
            check(sample_file)
        other.communicate("go\n")
    open_services(sample_file).close()
    assert not sample_file.with_name(sample_file.name + ".open").exists()


DIE = """
    import os, sys
    from pathlib import Path
    from leadapp.services.opening import open_services
    from leadapp.db.rows import Person
    services = open_services(Path(sys.argv[1]))
    services.plan.adopt(("2.7",))
    services.database.raw().execute("PRAGMA cache_size=5")
    with services.database.writing("Never finished") as step:
        for number in range(4000):
            step.session.add(Person(name="x" * 200, post=str(number)))
        step.session.flush()
        os._exit(9)
"""


def test_a_killed_process_leaves_the_last_finished_step(sample_file: Path) -> None:
    services = open_services(sample_file)
    adopted = {row.corporate_id for row in services.plan.cascade() if row.action_id}
    assert "2.7" not in adopted
    services.close()
    with run_python(DIE, sample_file) as other:
        assert other.wait() == 9
    journal = sample_file.with_name(sample_file.name + "-journal")
    left = (sample_file.read_bytes(), journal.read_bytes())
    assert len(left[1]) > 1000, "the step was not torn while it was being written"
    assert check(sample_file) == ()
    assert (sample_file.read_bytes(), journal.read_bytes()) == left
    services = open_services(sample_file)
    assert "2.7" in {row.corporate_id for row in services.plan.cascade() if row.action_id}
    state = services.history.state().undo
    assert state is not None
    assert state.label == "2.7 adopted"
    services.close()
    assert check(sample_file) == ()


# -------------------------------------------------------------------------------- after the end
def test_a_file_that_was_let_go_is_not_opened_again_behind_everybodys_back(services: Services) -> None:
    database = services.database
    doors: list[Callable[[], object]] = [
        lambda: database.reading().__enter__(),
        lambda: database.writing("Too late").__enter__(),
        lambda: database.maintaining().__enter__(),
        database.raw,
        services.plan.list_actions,
        services.backups.back_up,
    ]
    services.close()
    for door in doors:
        with pytest.raises(ClosedDatabaseError, match="was let go"):
            door()
    assert check(services.path) == (), "nobody holds it"


def test_closing_once_more_leaves_the_file_to_whoever_opened_it_since(services: Services) -> None:
    services.close()
    again = open_services(services.path)
    services.close()
    assert not services.is_open
    assert again.is_open
    assert is_open_here(services.path)
    assert lock_note(services.path).exists()
    again.close()


def test_the_clock_is_the_callers(tmp_path: Path, sample_file: Path) -> None:
    clock = StandingClock(dt.date(2030, 5, 1))
    database = Database(sample_file, clock)
    with database.writing("Somebody") as step:
        step.session.add(Person(name="", post="Somebody"))
    database.close()
    with outside(sample_file) as connection:
        assert connection.execute("SELECT at FROM change_step ORDER BY id DESC").fetchone()[0] == "2030-05-01T09:00:00+00:00"
