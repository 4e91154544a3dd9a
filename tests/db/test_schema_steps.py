"""Files of every schema that landed open, keep every row, and go back again; what is new in a step holds its rules."""

import gzip
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import URL, create_engine, text

from leadapp import paths
from leadapp.db.change_log import new_uid
from leadapp.db.rows import ActionLink, RegisterEntry, ServiceValueRow, SmartieRow
from leadapp.db.soundness import damage_in
from leadapp.domain.directorate import ServiceDraft
from leadapp.domain.errors import BadInputError
from leadapp.domain.word_list import HouseWordDraft, WordKind
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from tests.worlds import StandingClock, by_reference, outside

DATA = Path(__file__).parent.parent / "data"
OLDER = sorted(DATA.glob("schema_*.leadapp.gz"))


def everything(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of every table a closed file has, whatever its schema."""
    with outside(path) as connection:
        names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_%'"
        tables = [name for (name,) in connection.execute(names)]
        return {name: connection.execute(f'SELECT * FROM "{name}" ORDER BY rowid').fetchall() for name in tables}


def _step_of(tables: dict[str, list[tuple[object, ...]]]) -> str:
    """The schema step of a file whose rows were read."""
    return str(tables["alembic_version"][0][0])


@pytest.fixture(params=OLDER, ids=lambda path: path.name.split(".")[0])
def older(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "older.leadapp"
    path.write_bytes(gzip.decompress(request.param.read_bytes()))
    return path


def test_a_file_of_every_schema_is_kept() -> None:
    steps = {path.name.split("_")[0] for path in paths.migrations_folder().glob("versions/0*.py")}
    kept = {path.name.removeprefix("schema_").split(".")[0] for path in OLDER}
    assert kept == steps - {max(steps)}


def test_an_older_file_opens_with_every_row_and_is_sound(older: Path, clock: StandingClock) -> None:
    before = everything(older)
    services = open_services(older, clock)
    assert {a.reference for a in services.plan.list_actions()} >= {"1.8", "2.4", "3.10"}
    assert damage_in(services.database.raw()) == ()
    services.close()
    assert check(older) == ()
    after = everything(older)
    for table, rows in before.items():
        if table not in {"alembic_version", "evidence_file"}:
            assert len(after[table]) == len(rows), table


def test_an_action_removed_in_an_older_file_comes_back_in_this_one(older: Path, clock: StandingClock) -> None:
    services = open_services(older, clock)
    action = by_reference(services, "2.4")
    services.plan.remove_action(action.id)
    services.history.undo()
    assert by_reference(services, "2.4").title == action.title
    services.close()
    assert check(older) == ()


def test_the_step_goes_back_with_rows_in_the_tables(older: Path, clock: StandingClock) -> None:
    before = everything(older)
    open_services(older, clock).close()
    engine = create_engine(URL.create("sqlite", database=str(older)))
    config = Config()
    config.set_main_option("script_location", str(paths.migrations_folder()))
    config.set_main_option("path_separator", "os")
    with engine.connect() as connection, connection.begin():
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        config.attributes["connection"] = connection
        command.downgrade(config, _step_of(before))
    engine.dispose()
    after = everything(older)
    changed = {"store_info", "change_step", "change_entry"}
    assert {t: r for t, r in after.items() if t not in changed} == {t: r for t, r in before.items() if t not in changed}


def test_measures_that_services_share_are_marked_in_an_older_file(older: Path, clock: StandingClock) -> None:
    services = open_services(older, clock)
    marked = services.database.raw().execute("SELECT corporate_kpi FROM kpi WHERE by_service").fetchall()
    services.close()
    assert ("2.6.K2",) in marked
    assert ("1.8.K1",) not in marked


def _hang_on(services: Services, action_id: int, other_id: int) -> None:
    """One row of everything that hangs on an action."""
    with services.database.writing("More") as step:
        kpi_id = step.session.execute(text("SELECT id FROM kpi WHERE action_id = :id"), {"id": action_id}).scalar_one()
        service_id = step.session.execute(text("SELECT id FROM service")).scalars().first()
        step.session.add(SmartieRow(action_id=action_id, specific="All 14 services"))
        step.session.add(ActionLink(from_id=action_id, to_id=other_id, kind="depends"))
        step.session.add(ActionLink(from_id=other_id, to_id=action_id))
        step.session.add(ServiceValueRow(kpi_id=kpi_id, service_id=service_id, quarter="2026-27-Q2", number=4.0))


def _counts(services: Services) -> dict[str, int]:
    raw = services.database.raw()
    tables = ("smartie", "action_link", "service_value", "kpi", "plan_action")
    return {table: raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def test_removing_an_action_takes_what_hangs_on_it_along_and_undo_brings_it_back(sample: Services) -> None:
    action, other = by_reference(sample, "1.9"), by_reference(sample, "2.5")
    with sample.database.reading() as session:
        kpis = session.execute(text("SELECT id FROM kpi WHERE action_id = :id"), {"id": action.id}).scalars().all()
    for kpi in kpis[1:]:
        sample.plan.remove_kpi(kpi)
    _hang_on(sample, action.id, other.id)
    before = _counts(sample)
    sample.plan.remove_action(action.id)
    gone = _counts(sample)
    assert gone["action_link"] == before["action_link"] - 2
    assert gone["smartie"] == before["smartie"] - 1
    assert gone["service_value"] == before["service_value"] - 1
    sample.history.undo()
    assert _counts(sample) == before
    sample.plan.remove_kpi(kpis[0])
    assert _counts(sample)["service_value"] == gone["service_value"]


@pytest.mark.parametrize("kind", ["value", "register"])
def test_a_service_that_values_or_registers_name_is_kept(sample: Services, kind: str) -> None:
    sample.preferences.add_service(ServiceDraft("Lending library", frontline=True))
    service = next(s for s in sample.preferences.directorate().services if s.name == "Lending library")
    with sample.database.writing("More") as step:
        kpi_id = step.session.execute(text("SELECT id FROM kpi LIMIT 1")).scalar_one()
        if kind == "value":
            step.session.add(ServiceValueRow(kpi_id=kpi_id, service_id=service.id, quarter="2026-27-Q2", number=4.0))
        else:
            step.session.add(RegisterEntry(register="eia", service_id=service.id, subject="Library rules"))
    with pytest.raises(BadInputError, match="of this service"):
        sample.preferences.remove_service(service.id)
    sample.history.undo()
    sample.preferences.remove_service(service.id)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_action SET kind = 'easy'",
        "UPDATE plan_action SET change_year = 9",
        "UPDATE plan_action SET budget_kind = 'lottery'",
        "INSERT INTO house_word(kind, term, suggestion, reason, rule_key, uid, version, checksum)"
        f" VALUES ('odd', '', '', '', '', '{new_uid()}', 1, x'')",
    ],
)
def test_unknown_words_are_refused_by_the_file_itself(older: Path, clock: StandingClock, statement: str) -> None:
    open_services(older, clock).close()
    with outside(older) as connection, pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        connection.execute(statement)


@pytest.mark.parametrize("statement", ["UPDATE frozen_return SET record = x'00'", "DELETE FROM frozen_return"])
def test_a_frozen_return_is_kept_by_the_file_itself(older: Path, clock: StandingClock, statement: str) -> None:
    open_services(older, clock).close()
    with outside(older) as connection:
        connection.execute(
            "INSERT INTO frozen_return(quarter, revision, sha256, frozen_at, made_by_version, record, documents)"
            " VALUES ('2026-27-Q2', 1, 'ab', 'now', '1', x'01', x'02')"
        )
        with pytest.raises(sqlite3.IntegrityError, match="a submitted return stays as it is"):
            connection.execute(statement)


def test_house_words_and_their_checksums_outlive_the_table_made_anew(older: Path, clock: StandingClock) -> None:
    services = open_services(older, clock)
    services.words.add(HouseWordDraft(WordKind.TITLE, "BAME Staff Network"))
    services.close()
    assert check(older) == ()
    services = open_services(older, clock)
    assert [word.term for word in services.words.list_words(WordKind.TITLE)] == ["BAME Staff Network"]
    services.close()
