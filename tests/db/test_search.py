"""Search finds the words that stand in the file, whatever is typed, and its index follows every change."""

import sqlite3

import pytest

from leadapp.db.logged import logged_tables
from leadapp.db.search_index import search_entry
from leadapp.services.opening import Services
from tests.worlds import by_reference


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
    assert sample.search.find(typed) == (), "nothing in the sample reads so"
    assert all("interpret" in (hit.title + hit.extract).casefold() for hit in sample.search.find(f"{typed} interpret"))


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
        entries = [search_entry(row) for kind in logged_tables().values() if kind.searched for row in session.query(kind)]
    assert kept == sorted(entries)
    assert len(kept) > 100


def test_corporate_actions_are_found_until_they_are_adopted(services: Services) -> None:
    title = next(row.title for row in services.plan.cascade() if row.corporate_id == "2.4")
    (hit,) = [hit for hit in services.search.find(title) if hit.title.startswith("2.4 ")]
    assert (hit.kind, hit.place, hit.action_id) == ("Corporate plan", ("cascade", "2.4"), None)
    services.plan.adopt(("2.4",))
    again = services.search.find(title)
    assert [hit.kind for hit in again if "2.4" in hit.title] == []
    assert by_reference(services, "2.4").id in {hit.action_id for hit in again}


def test_the_file_comes_first_and_the_number_of_hits_holds(sample: Services) -> None:
    hits = sample.search.find("the", most=12)
    kinds = [hit.kind == "Corporate plan" for hit in hits]
    assert len(hits) <= 12
    assert kinds == sorted(kinds)
    assert any(kinds)
    assert not all(kinds)
