"""The schema of a new file is that of the rows, and an upgrade never runs without a copy and never loses a row."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from leadapp import paths
from leadapp.db import database, migrate
from leadapp.db.logged import logged_tables
from leadapp.db.row_types import Row
from leadapp.domain.errors import DiskError, NewerStoreError, StoreError
from leadapp.services.backup_service import check
from leadapp.services.opening import open_services
from tests.worlds import everything, outside


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
    assert len(logged_tables()) >= 15
    codes = [kind.search_code for kind in logged_tables().values() if kind.searched]
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
