"""The rows are checked a few at a time: every kind of damage is found, and what is written in between is no damage."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadapp.db.logged import logged_tables
from leadapp.db.soundness import Damage, damage_in, damaged_rows
from leadapp.services.backup_service import check, restore
from leadapp.services.opening import Services, open_services
from leadapp.services.soundness_service import PARTS, damage_words
from tests.worlds import by_reference, outside


def found(steps: Iterator[tuple[Damage, ...]]) -> list[Damage]:
    return [damage for batch in steps for damage in batch]


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_a_sound_file_is_sound_however_many_rows_are_read_at_once(sample: Services, size: int) -> None:
    assert found(damaged_rows(sample.database.raw(), size)) == []


DAMAGE = [
    ("UPDATE progress_update SET text = text || '.' WHERE id IN (SELECT id FROM progress_update LIMIT 2)", "updates (2)"),
    ("UPDATE kpi_value SET numerator = 1 + coalesce(numerator, 0) WHERE id = 1", "KPI values (1)"),
    ("UPDATE change_entry SET after = 'x' WHERE id = (SELECT max(id) FROM change_entry)", "the history (1)"),
    ("UPDATE change_step SET label = 'x' WHERE id = (SELECT max(id) FROM change_step)", "the history (1)"),
    ("DELETE FROM change_entry WHERE id = (SELECT max(id) FROM change_entry)", "the history (1)"),
    ("UPDATE plan_action SET version = x'00ff' WHERE id = 2", "actions (1)"),
]


@pytest.mark.parametrize(("deed", "words"), DAMAGE)
def test_every_kind_of_damage_is_found_and_named(sample: Services, deed: str, words: str) -> None:
    sample.close()
    with outside(sample.path) as connection:
        connection.execute(deed)
    again = open_services(sample.path)
    damages = found(again.soundness.findings())
    whole = damage_in(again.database.raw())
    again.close()
    assert damage_words(damages) == words
    assert tuple(damage.sentence for damage in damages) == whole


def test_a_table_that_cannot_be_read_does_not_hide_the_next(sample: Services) -> None:
    sample.close()
    with outside(sample.path) as connection:
        connection.execute("UPDATE milestone SET title = CAST(x'ff' AS TEXT) WHERE id = 1")
        connection.execute("UPDATE progress_update SET no_change = 1 - no_change WHERE id = 1")
    again = open_services(sample.path)
    words = damage_words(found(again.soundness.findings()))
    again.close()
    assert words == "milestones (1) and updates (1)"


def test_what_is_written_in_between_is_no_damage(services: Services) -> None:
    services.plan.adopt(("2.4", "2.6"))
    action = by_reference(services, "2.4")
    damages: list[Damage] = []
    for number, batch in enumerate(damaged_rows(services.database.raw(), 50)):
        damages += batch
        services.round.write_update(action.id, f"More words {number}", visit=f"visit {number}")  # goes on with the newest step
        services.round.write_update(action.id, f"Words {number}", visit=f"visit {number + 1}")
        if number % 7 == 6:  # what is typed and taken out again leaves no step
            services.round.write_update(action.id, f"More words {number}", visit=f"visit {number + 1}")
        if number == 60:
            break
    assert damages == []


def test_the_history_is_read_in_pieces(sample: Services) -> None:
    raw = sample.database.raw()
    (rows,) = raw.execute("SELECT count(*) FROM change_entry").fetchone()
    assert sum(1 for _ in damaged_rows(raw, 20)) > rows / 20


def test_every_part_of_the_file_has_a_name() -> None:
    assert PARTS.keys() == {*logged_tables(), "change_entry", "change_step", "frozen_return"}


def test_a_backup_of_an_older_schema_is_checked_by_what_it_holds_and_restored(services: Services, tmp_path: Path) -> None:
    services.close()
    old = tmp_path / "old.leadapp"
    old.write_bytes(gzip.decompress((Path(__file__).parents[1] / "data" / "schema_0001.leadapp.gz").read_bytes()))
    assert check(old) == ()
    restore(old, services.path, "now")
    open_services(services.path).close()
    with outside(old) as connection:
        connection.execute("UPDATE plan_action SET title = 'Forged' WHERE id = 3")
    assert check(old) == ("Row 3 of plan_action is not as it was written.",)


HANGING = (
    "plan_action",
    "progress_update",
    "milestone",
    "redating",
    "kpi",
    "kpi_value",
    "service_value",
    "smartie",
    "evidence_use",
)


@pytest.mark.parametrize("table", HANGING)
def test_the_action_of_a_damaged_row_is_named(sample: Services, table: str) -> None:
    sample.close()
    with outside(sample.path) as connection:
        connection.execute(f"UPDATE {table} SET checksum = x'00' WHERE id = (SELECT min(id) FROM {table})")
    again = open_services(sample.path)
    damages = found(again.soundness.findings())
    words = again.soundness.words(damages)
    names = {f"“{action.reference} {action.title}”" for action in again.plan.list_actions()}
    again.close()
    assert len(damages) == 1
    assert words.partition(". Concerned: ")[2] in names


def test_a_title_that_cannot_be_read_is_not_named(sample: Services) -> None:
    sample.close()
    with outside(sample.path) as connection:
        connection.execute("UPDATE plan_action SET title = CAST(x'ff' AS TEXT) WHERE id = 2")
        connection.execute("UPDATE house_word SET checksum = x'00'")
    again = open_services(sample.path)
    damages = [*found(again.soundness.findings()), Damage("plan_action", "Row 2", 2)]
    words = again.soundness.words(damages)
    again.close()
    assert "Concerned" not in words
    assert words.startswith("actions (2)")
