"""Rows that are added many at once keep every promise of rows that are flushed one by one."""

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from leadapp.db.change_log import UnloggedWriteError, columns_of
from leadapp.db.directorate_records import add_person, person_id, person_ids
from leadapp.db.many_rows import add_many
from leadapp.db.rows import ActionRow, Person, UpdateRow
from leadapp.domain.changes import Topic
from leadapp.domain.errors import LeadappError
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from tests.worlds import StandingClock, everything, outside

SAID: dict[str, Any] = {"origin": "local", "title": "Count the quorbles", "due": None, "status": None, "budget_planned": 1200}


def add(services: Services, *many: dict[str, Any]) -> list[int]:
    with services.database.writing("Many at once") as step:
        return add_many(step.session, ActionRow, many)


def stored(services: Services, reference: str) -> dict[str, Any]:
    """A row as it lies in the file, and its entry in the log."""
    columns = ", ".join(f'"{name}"' for name in columns_of(ActionRow) if name != "reference")
    with services.database.reading() as session:
        row = session.execute(text(f"SELECT uid, version, {columns} FROM plan_action WHERE reference = :r"), {"r": reference})
        found = dict(row.mappings().one())
        uid = found.pop("uid")
        entry = session.execute(
            text('SELECT kind, field, "before", "after" FROM change_entry WHERE row_uid = :uid'), {"uid": uid}
        ).one()
    kind, name, before, after = entry
    return found | {"log": (kind, name, before), "after": json.loads(after) | {"reference": ""}}


def test_a_row_is_stored_and_logged_as_one_that_was_flushed(services: Services) -> None:
    with services.database.writing("One by one") as step:
        step.session.add(ActionRow(**SAID, reference="A"))
    add(services, SAID | {"reference": "B"})
    assert stored(services, "B") == stored(services, "A")
    assert stored(services, "B")["after"]["status"] == "not_started"
    services.close()
    assert check(services.path) == ()


def test_ids_are_in_order_and_sqlites_own_next_ones(services: Services) -> None:
    first = add(services, *(SAID | {"reference": f"B{n}"} for n in range(3)))
    assert first == [1, 2, 3]
    with services.database.writing("One by one") as step:
        step.session.add(row := ActionRow(**SAID, reference="C"))
        step.session.flush()
        assert row.id == 4
    assert add(services) == []
    with services.database.reading() as session:
        rows = session.execute(text("SELECT id, reference FROM plan_action ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [(1, "B0"), (2, "B1"), (3, "B2"), (4, "C")]


def test_undo_and_redo_of_many_over_a_restart(services: Services, clock: StandingClock) -> None:
    services.close()
    before = everything(services.path)
    services = open_services(services.path, clock)
    with services.database.writing("Many at once") as step:
        step.session.add(person := Person(name="Head of Parks"))
        step.session.flush()
        ids = add_many(step.session, ActionRow, [SAID | {"reference": f"B{n}", "owner_id": person.id} for n in range(40)])
        today = {"quarter": "2026-27-Q2", "written_on": clock().date()}
        add_many(step.session, UpdateRow, [today | {"action_id": one, "text": f"Word {one}"} for one in ids])
    assert {row.kind for row in step.changes.rows} == {"add"}
    assert {Topic.ACTIONS, Topic.UPDATES} <= step.changes.topics
    assert len(services.search.find("quorbles")) == 40
    services.close()
    after = everything(services.path)
    services = open_services(services.path, clock)
    services.history.undo()
    assert services.search.find("quorbles") == ()
    services.close()
    assert everything(services.path) == before
    services = open_services(services.path, clock)
    services.history.redo()
    services.close()
    assert everything(services.path) == after
    assert check(services.path) == ()


def test_a_row_changed_or_removed_in_the_same_step_is_logged_as_it_ends(services: Services) -> None:
    with services.database.writing("Many at once") as step:
        kept, gone = add_many(step.session, ActionRow, [SAID | {"reference": "B"}, SAID | {"reference": "C"}])
        row = step.session.get(ActionRow, kept)
        assert row is not None
        row.title = "Count them again"
        step.session.delete(step.session.get(ActionRow, gone))
    entries = services.history.lines()[0].entries
    assert [(entry.kind, json.loads(entry.after or "{}")["title"]) for entry in entries] == [("add", "Count them again")]
    services.close()
    assert check(services.path) == ()


def test_meddling_with_such_a_row_is_noticed(services: Services) -> None:
    add(services, SAID | {"reference": "B"})
    services.close()
    with outside(services.path) as meddler:
        meddler.execute("UPDATE plan_action SET title = 'Forged'")
    assert any("is not as it was written" in sentence for sentence in check(services.path))


def test_one_bad_row_rolls_back_all_of_the_step(services: Services) -> None:
    lines, rows = services.history.lines(), services.plan.list_actions()
    with pytest.raises((IntegrityError, LeadappError)):
        add(services, SAID | {"reference": "B"}, SAID | {"reference": "C", "status": "unheard_of"})
    with pytest.raises(TypeError, match="plan_action has no column colour"):
        add(services, SAID | {"reference": "B", "colour": "red"})
    assert (services.history.lines(), services.plan.list_actions()) == (lines, rows)
    assert services.search.find("quorbles") == ()


def test_a_reading_session_adds_nothing(services: Services) -> None:
    with services.database.reading() as session, pytest.raises(UnloggedWriteError):
        add_many(session, ActionRow, [SAID | {"reference": "B"}])


def test_people_are_found_by_post_name_or_both_and_added_once(services: Services) -> None:
    with services.database.writing("People") as step:
        session = step.session
        both = add_person(session, "Nadia Farrow", "Head of Housing Options")
        later = add_person(session, "Head of Housing Options", "")
        labels = (
            "Head of Parks",
            "Nadia Farrow, Head of Housing Options",
            "Nadia Farrow",
            "",
            "Head of Parks",
            "Head of Housing Options",
        )
        found = person_ids(session, labels)
        assert found == {
            "Head of Parks": later + 1,
            "Nadia Farrow, Head of Housing Options": both,
            "Nadia Farrow": both,
            "Head of Housing Options": both,
        }
        assert person_ids(session, labels) == found
        assert person_id(session, "Head of Parks") == later + 1
        assert person_id(session, "") is None
