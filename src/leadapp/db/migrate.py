"""Making a new file and bringing an older one up to date: verified copy first, then all steps in one transaction.

Alembic is imported only here and only when a step has to run. Source of the recipe: SQLite keeps a schema change whole only
inside one transaction, and foreign keys must be off before it begins, else a rebuilt table takes its children along.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event

from leadapp import paths
from leadapp.db.backup import backup_name, beside_others, make_backups_folder, store_id, verified_copy
from leadapp.db.database import APPLICATION_ID, BUSY_SECONDS, SCHEMA_STEP, read_header
from leadapp.db.faults import plain_faults
from leadapp.db.unfinished import part_of
from leadapp.domain.errors import StoreError

Inventory = tuple[dict[str, int], set[tuple[str, str, str]]]
"""Rows by table, and every index, trigger and view with its table."""


def make_store(path: Path) -> None:
    """Make a new, empty file of the newest schema. Refuses to touch a file that is there."""
    part = part_of(path)
    with plain_faults(path):
        if path.exists():
            raise StoreError(f"“{path.name}” is already there. Choose another name, or open it.")
        part.unlink(missing_ok=True)
        try:
            _run_steps(part, "head", SCHEMA_STEP, lambda _connection: None)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def upgrade_if_behind(path: Path, backups: Path, stamp: str) -> Path | None:
    """Bring a closed file of an older leadapp up to date. Returns the backup made before, or None if nothing had to be done."""
    if read_header(path) == SCHEMA_STEP:
        return None
    make_backups_folder(backups)
    wanted = backups / backup_name(path.stem, f"before upgrade {stamp}", store_id(path))
    with plain_faults(path):
        copy = verified_copy(path, wanted, beside_others)
        before: list[Inventory] = []
        _run_steps(
            path, "head", SCHEMA_STEP, lambda c: before.append(_inventory(c)), lambda c: _compare(before[0], _inventory(c))
        )
    return copy


def _run_steps(
    path: Path,
    target: str,
    schema_step: int,
    first: Callable[[Connection], object],
    last: Callable[[Connection], object] = lambda _connection: None,
) -> None:
    """Run all missing schema steps in one transaction of their own connection, guarded before COMMIT."""
    from alembic import command
    from alembic.config import Config

    engine = create_engine(URL.create("sqlite", database=str(path)))
    event.listen(engine, "connect", _settle_for_steps)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    config = Config()
    config.set_main_option("script_location", str(paths.migrations_folder()).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection, connection.begin():
            first(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, target)
            if connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                raise StoreError("The upgrade would break links between rows. Nothing was changed.")
            last(connection)
            connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version={schema_step}")
    finally:
        engine.dispose()


def _settle_for_steps(connection: sqlite3.Connection, _record: Any) -> None:
    connection.isolation_level = None
    settings = (
        f"busy_timeout={int(BUSY_SECONDS * 1000)}",
        "foreign_keys=OFF",
        "legacy_alter_table=ON",
        "locking_mode=EXCLUSIVE",
        "journal_mode=DELETE",
        "synchronous=EXTRA",
        "fullfsync=ON",
        "trusted_schema=OFF",
    )
    for setting in settings:
        connection.execute(f"PRAGMA {setting}")


def _inventory(connection: Connection) -> Inventory:
    """Rows per table, and every index, trigger and view."""
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search%'"
    ).fetchall()
    rows = {name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one() for (name,) in tables}
    others = connection.exec_driver_sql(
        "SELECT type, name, tbl_name FROM sqlite_master WHERE type <> 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    return rows, {(kind, name, table) for kind, name, table in others}


def _compare(before: Inventory, after: Inventory) -> None:
    """Refuse a step that would lose rows or objects. An empty table may go, with its indexes."""
    lost = [name for name, count in before[0].items() if name != "alembic_version" and after[0].get(name, 0) < count]
    if lost or any(table in after[0] or table not in before[0] for _, _, table in before[1] - after[1]):
        raise StoreError("The upgrade would lose data. Nothing was changed.")
