"""What one step does to one row, and what the records refuse: the corners that no screen reaches by a straight way."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert
from sqlalchemy.orm import Session

from leadapp.db import directorate_records, history_records, kpi_records, plan_records
from leadapp.db.change_log import to_json
from leadapp.db.rows import Edition, ExportRow, MilestoneRow, Person, TypedText
from leadapp.domain.errors import NotFoundError, StoreError
from leadapp.services.backup_service import check
from leadapp.services.opening import Services
from tests.worlds import by_reference, outside


def milestone(services: Services) -> int:
    """A milestone of a new action."""
    services.plan.adopt(("2.4",))
    services.plan.add_milestone(by_reference(services, "2.4").id, "First", "31/3/27")
    with services.database.reading() as session:
        return session.query(MilestoneRow).one().id


def titles(services: Services) -> list[str]:
    with services.database.reading() as session:
        return [row.title for row in session.query(MilestoneRow)]


@pytest.mark.parametrize("flushed", [True, False], ids=["flushed between", "at once"])
def test_a_row_changed_and_removed_in_one_step_comes_back_as_it_was(services: Services, flushed: bool) -> None:
    key = milestone(services)
    with services.database.writing("Change and remove") as step:
        row = step.session.get_one(MilestoneRow, key)
        row.title, row.due = "Second", None
        if flushed:
            step.session.flush()
        step.session.delete(row)
    assert titles(services) == []
    services.history.undo()
    with services.database.reading() as session:
        row = session.query(MilestoneRow).one()
        assert (row.title, row.due) == ("First", dt.date(2027, 3, 31))
    services.close()
    assert check(services.path) == ()


def test_a_row_changed_twice_in_one_step_is_one_entry_and_there_and_back_is_none(services: Services) -> None:
    key = milestone(services)
    with services.database.writing("Twice") as step:
        row = step.session.get_one(MilestoneRow, key)
        for title in ("Second", "Third"):
            row.title = title
            step.session.flush()
    (entry,) = services.history.lines()[0].entries
    assert (entry.before, entry.after) == ('"First"', '"Third"')
    number = services.history.lines()[0].step.number
    with services.database.writing("There and back") as step:
        row = step.session.get_one(MilestoneRow, key)
        for title in ("Fourth", "Third"):
            row.title = title
            step.session.flush()
    assert not step.changes
    assert services.history.lines()[0].step.number == number
    services.close()
    assert check(services.path) == ()


def test_a_row_added_changed_and_removed_in_one_step_leaves_no_trace(services: Services) -> None:
    steps = len(services.history.lines())
    with services.database.writing("Nobody") as step:
        row = Person(name="", post="Nobody")
        step.session.add(row)
        step.session.flush()
        row.post = "Somebody"
        step.session.flush()
        step.session.delete(row)
    assert not step.changes
    assert len(services.history.lines()) == steps
    services.close()
    assert b"Somebody" not in services.path.read_bytes()


def test_a_row_added_and_changed_in_one_step_is_logged_as_it_ends(services: Services) -> None:
    with services.database.writing("Somebody") as step:
        row = Person(name="", post="Nobody")
        step.session.add(row)
        step.session.flush()
        row.post = "Somebody"
    (entry,) = services.history.lines()[0].entries
    assert entry.kind == "add"
    assert '"post": "Somebody"' in (entry.after or "")


def test_only_what_the_log_can_keep_is_logged() -> None:
    assert to_json({"on": dt.date(2026, 9, 30)}) == '{"on": "2026-09-30"}'
    with pytest.raises(TypeError, match="cannot be logged: bytes"):
        to_json(b"picture")


def test_tables_beside_the_log_are_written_only_by_their_own_door(services: Services) -> None:
    with services.database.maintaining() as connection:
        connection.execute(insert(ExportRow).values(at="2026-10-06", quarter="2026-27-Q2", form="pdf", file_name="r", sha256="0"))
    steps = len(services.history.lines())
    with services.database.writing("Not logged, so no step") as step:
        step.session.query(ExportRow).one().file_name = "s"
        step.session.flush()
        step.session.add(ExportRow(at="", quarter="", form="", file_name="", sha256=""))
        step.session.flush()
        step.session.delete(step.session.query(ExportRow).filter_by(file_name="s").one())
    assert not step.changes
    assert len(services.history.lines()) == steps


GONE: dict[str, Callable[[Session], Any]] = {
    "kpi": lambda s: kpi_records.kpi(s, 999),
    "milestone": lambda s: plan_records.change_milestone(s, 999, {"title": "x"}),
    "action": lambda s: plan_records.change_action(s, 999, 1, {"title": "x"}),
    "step": lambda s: history_records.turn_round(s, 999),
}


@pytest.mark.parametrize("what", GONE)
def test_what_is_gone_is_said(services: Services, what: str) -> None:
    with pytest.raises(NotFoundError), services.database.writing("Late") as step:
        GONE[what](step.session)


def test_undoing_what_somebody_removed_past_the_log_is_said(services: Services) -> None:
    key = milestone(services)
    services.plan.change_milestone(key, title="Second")
    services.close()
    with outside(services.path) as connection:
        connection.execute("DELETE FROM milestone")
    from leadapp.services.opening import open_services

    services = open_services(services.path)
    with pytest.raises(NotFoundError, match="no longer there, so it cannot be undone"):
        services.history.undo()
    services.close()


def test_a_removed_kpi_takes_what_was_typed_for_it_along_and_brings_it_back(services: Services) -> None:
    services.plan.adopt(("2.4",))
    line = services.round.detail(by_reference(services, "2.4").id).kpis[0]
    with services.database.writing("Typed") as step:
        plan_records.keep_typed(step.session, line.kpi.uid, "2026-27-Q2", {"number": "a dozen", "note": None})
        step.session.flush()
        plan_records.keep_typed(step.session, line.kpi.uid, "2026-27-Q2", {"number": "two dozen"})
    services.plan.remove_kpi(line.kpi.id)
    with services.database.reading() as session:
        assert session.query(TypedText).count() == 0
    services.history.undo()
    with services.database.reading() as session:
        assert [row.text for row in session.query(TypedText)] == ["two dozen"]
    with services.database.writing("No reading to remove") as step:
        kpi_records.remove_value(step.session, line.kpi.id, "2019-20-Q1")
    assert not step.changes


def test_a_new_edition_takes_the_place_of_the_old_one(services: Services) -> None:
    content = {"plan": {"edition": "second"}}
    with services.database.writing("New edition") as step:
        directorate_records.add_edition(step.session, "second", content, dt.date(2027, 1, 1))
        step.session.flush()
        assert directorate_records.current_edition(step.session) == content
        assert [e.is_current for e in step.session.query(Edition).order_by(Edition.id)] == [False, True]


def test_a_person_without_a_name_is_nobody(services: Services) -> None:
    with services.database.writing("Nobody") as step:
        assert directorate_records.person_id(step.session, "") is None


def test_a_file_without_its_directorate_cannot_be_changed(services: Services) -> None:
    services.close()
    with outside(services.path) as connection:
        connection.execute("DELETE FROM directorate")
    from leadapp.services.opening import open_services

    services = open_services(services.path)
    with pytest.raises(StoreError, match="no directorate"), services.database.writing("Change settings") as step:
        directorate_records.directorate_row(step.session)
    services.close()


def test_a_copy_whose_pages_are_damaged_is_not_kept(services: Services, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A damaged index: the pages can be copied, and do not verify."""
    raw = services.database.raw()
    raw.execute("PRAGMA writable_schema=ON")
    raw.execute(
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'ix_kpi_action_id') "
        "WHERE name = 'ix_milestone_action_id'"
    )
    raw.execute("PRAGMA writable_schema=RESET")
    with pytest.raises(StoreError, match="did not verify, so it was not kept"):
        services.backups.back_up(tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []
