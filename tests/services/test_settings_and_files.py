"""Settings, services of the directorate, making and opening files, history as people read it."""

import datetime as dt
import errno
from pathlib import Path

import pytest

from leadapp.db.database import Database
from leadapp.domain.directorate import ServiceDraft, Setup
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, DiskError, NotFoundError, StoreError
from leadapp.domain.plan import ActionDraft
from leadapp.services import opening
from leadapp.services.backup_service import check
from leadapp.services.history_service import entry_words, value_words
from leadapp.services.opening import Services, make_file, open_services
from leadapp.services.sample import make_sample
from tests.worlds import StandingClock, by_reference, outside

SETUP = Setup(council="Norbury", directorate="Parks", lead_name="A. Lead")


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("name", " City  Parks ", "City Parks"),
        ("council", "Norbury", "Norbury"),
        ("lead_name", "Ŵyn Žižka", "Ŵyn Žižka"),
        ("lead_post", "", ""),
        ("month_zero", "15/1/26", dt.date(2026, 1, 15)),
        ("month_zero", "", None),
        ("priority", "no", False),
        ("priority", "", None),
        ("days_to_return", "14", 14),
        ("marking", "OFFICIAL-SENSITIVE", "OFFICIAL-SENSITIVE"),
        ("first_quarter", "2025-26-Q4", "2025-26-Q4"),
        ("underway_definition", "Begun", "Begun"),
        ("email_to", "group@example.org", "group@example.org"),
    ],
)
def test_settings_as_typed(services: Services, name: str, typed: str, kept: object) -> None:
    services.preferences.change(services.preferences.directorate().version, {name: typed})
    assert getattr(services.preferences.directorate(), name) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("month_zero", "31 February 2026"),
        ("days_to_return", "-1"),
        ("days_to_return", "91"),
        ("days_to_return", "²"),
        ("marking", "SECRET"),
        ("first_quarter", "2026-28-Q1"),
    ],
)
def test_settings_that_cannot_be_used_are_kept_as_typed(services: Services, name: str, typed: str) -> None:
    before = services.preferences.directorate()
    assert services.preferences.change(before.version, {name: typed})
    assert services.preferences.directorate() == before, "the last good value holds"
    services.close()
    again = open_services(services.path, services.database.clock)
    assert again.preferences.typed() == {(before.uid, name): typed}
    (sentence,) = (c.sentence for c in again.returns.checks(again.preferences.reported_quarter()) if c.place == "settings")
    assert sentence.startswith("Something typed in Settings cannot be used yet.")
    assert [s.place for s in again.home.view()[0].steps if "typed in Settings" in s.title] == ["settings"]
    again.preferences.change(again.preferences.directorate().version, {name: str(getattr(before, name))})
    assert again.preferences.typed() == {}
    again.close()


def test_a_setting_that_there_is_not_changes_nothing(services: Services) -> None:
    before = services.preferences.directorate()
    with pytest.raises(BadInputError, match="no setting “colour”"):
        services.preferences.change(before.version, {"council": "Elsewhere", "colour": "blue"})
    assert services.preferences.directorate() == before


def test_undo_names_what_was_set(services: Services) -> None:
    def undo() -> str:
        state = services.history.state().undo
        assert state is not None
        return state.label

    services.preferences.change(services.preferences.directorate().version, {"name": "Parks"})
    assert undo() == "Name of the directorate changed"
    services.preferences.change(services.preferences.directorate().version, {"lead_post": "Head", "council": "Norbury"})
    assert undo() == "Settings changed"
    housing, parks = services.preferences.directorate().services
    services.preferences.mark_frontline(parks.id, frontline=True)
    assert undo() == "Parks works with residents"
    services.preferences.rename_service(parks.id, "Parks and Play")
    assert undo() == "Name of service Parks changed"
    services.preferences.remove_service(housing.id)
    assert undo() == "Service Housing Options removed"


def test_settings_are_not_overwritten(services: Services) -> None:
    version = services.preferences.directorate().version
    services.preferences.change(version, {"council": "One"})
    with pytest.raises(ChangedElsewhereError):
        services.preferences.change(version, {"council": "Two"})


def test_services_of_the_directorate(services: Services) -> None:
    services.preferences.add_service(ServiceDraft("Libraries", True))
    for name in ("libraries", "", "x" * 201):
        with pytest.raises(BadInputError):
            services.preferences.add_service(ServiceDraft(name))
    housing, parks, libraries = services.preferences.directorate().services
    services.preferences.rename_service(parks.id, "Parks and Play")
    assert services.preferences.service_problem(libraries.id, "parks and play") == "There is already a service “parks and play”."
    for typed in ("Parks and Play", " "):
        services.preferences.rename_service(libraries.id, typed)
        assert services.preferences.typed() == {(libraries.uid, "name"): typed}
    services.preferences.rename_service(libraries.id, "Libraries")
    assert services.preferences.typed() == {}
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.plan.change(action.id, action.version, ActionDraft(service="parks and play"))
    with pytest.raises(BadInputError, match="1 action belongs"):
        services.preferences.remove_service(parks.id)
    services.preferences.remove_service(housing.id)
    with pytest.raises(NotFoundError):
        services.preferences.remove_service(housing.id)
    assert [s.name for s in services.preferences.directorate().services] == ["Parks and Play", "Libraries"]


def test_a_new_file_reports_the_quarter_whose_return_is_due(tmp_path: Path) -> None:
    for day, quarter in ((dt.date(2026, 10, 9), "2026-27-Q2"), (dt.date(2026, 10, 10), "2026-27-Q3")):
        services = make_file(tmp_path / f"{day}", SETUP, StandingClock(day))
        assert str(services.preferences.reported_quarter()) == quarter
        assert services.path.suffix == ".leadapp"
        services.close()


def test_a_file_that_cannot_be_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="folder “nowhere” is not there"):
        make_file(tmp_path / "nowhere" / "a.leadapp", SETUP)

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(DiskError, match="disk is full"):
        make_file(tmp_path / "a.leadapp", SETUP)
    monkeypatch.undo()
    monkeypatch.setattr(opening, "_shipped_text", lambda: "not toml =")
    with pytest.raises(ValueError):  # noqa: PT011
        make_file(tmp_path / "a.leadapp", SETUP)
    assert list(tmp_path.iterdir()) == []


def test_services_that_cannot_be_made_let_the_file_go(sample_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(opening, "BackupService", refuse)
    with pytest.raises(ZeroDivisionError):
        open_services(sample_file)
    monkeypatch.undo()
    open_services(sample_file).close()


def test_a_sample_that_fails_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("leadapp.services.sample.sample_records.add_evidence", refuse)
    with pytest.raises(ZeroDivisionError):
        make_sample(tmp_path / "s.leadapp")
    assert list(tmp_path.iterdir()) == []


def test_the_sample_is_plainly_one(sample: Services) -> None:
    directorate = sample.preferences.directorate()
    assert directorate.is_sample
    assert directorate.month_zero == dt.date(2026, 1, 1)
    assert [t.quarter for t in sample.returns.list_returns()] == ["2026-27-Q2", "2026-27-Q1", "2025-26-Q4"]
    assert [t.state for t in sample.returns.list_returns()] == ["draft", "submitted", "submitted"]
    assert str(sample.preferences.reported_quarter()) == "2026-27-Q2"
    assert sample.preferences.today() == directorate.as_at


def test_damage_inside_is_told(services: Services) -> None:
    raw = services.database.raw()
    raw.execute("PRAGMA foreign_keys=OFF")
    raw.execute("DELETE FROM edition")
    services.close()
    services = open_services(services.path)
    with pytest.raises(StoreError, match="no corporate plan"):
        services.preferences.corporate_plan()
    services.database.raw().execute("DELETE FROM directorate")
    with pytest.raises(StoreError, match="no directorate"):
        services.preferences.directorate()
    services.close()


@pytest.mark.parametrize(
    ("damage", "sentence"),
    [
        (
            "UPDATE edition SET content = replace(content, 'Anti-racism', 'Anti racism') || ' '",
            "corporate plan in this file is damaged",
        ),
        ("UPDATE edition SET content = '{'", "corporate plan in this file is damaged"),
        ("UPDATE edition SET content = CAST(x'7b22ff' AS TEXT)", "“mine.leadapp” is damaged"),
        ("UPDATE plan_action SET title = CAST(x'ff' AS TEXT)", "“mine.leadapp” is damaged"),
        ("UPDATE change_entry SET after = CAST(x'7b22ff' AS TEXT)", "“mine.leadapp” is damaged"),
        ("UPDATE change_step SET at = 'never'", "“mine.leadapp” is damaged"),
        ("UPDATE plan_action SET started_on = '2026-99-99'", "“mine.leadapp” is damaged"),
    ],
)
def test_damaged_words_are_told(services: Services, damage: str, sentence: str) -> None:
    services.plan.adopt(("2.4",))
    services.database.raw().execute(damage)
    services.close()
    assert check(services.path)
    services = open_services(services.path)
    with pytest.raises(StoreError, match=sentence):
        services.plan.cascade(), services.plan.list_actions(), services.history.lines()
    services.close()


def test_history_as_people_read_it(sample: Services) -> None:
    lines = sample.history.lines()
    assert lines[0].step.number > lines[1].step.number
    big = lines[-1] if lines[-1].total > 12 else lines[-2]
    assert big.total > len(big.entries) == 12
    for line in lines[:10]:
        for entry in line.entries:
            assert all(isinstance(word, str) for word in entry_words(entry))


@pytest.mark.parametrize(
    ("packed", "words"),
    [
        (None, "empty"),
        ('""', "empty"),
        ("true", "yes"),
        ("false", "no"),
        ('"at_risk"', "At risk"),
        ('"2026-09-30"', "30 September 2026"),
        ("1186.0", "1,186"),
        ('"words"', "words"),
        ('"new_policy"', "New policy"),
        ('"not_needed"', "Not needed"),
        ('"yes_no"', "Yes or no"),
        ('"at_least"', "at least"),
        ('"urgent_response"', "Urgent response"),
        ('"local"', "local"),
        ("10", "10"),
    ],
)
def test_logged_values_as_words(packed: str | None, words: str) -> None:
    assert value_words(packed) == words


def test_the_file_needs_no_ending(tmp_path: Path, clock: StandingClock) -> None:
    database = make_file(tmp_path / "parks", SETUP, clock).database
    assert isinstance(database, Database)
    assert database.path.name == "parks.leadapp"
    database.close()


def test_what_is_blanked_or_has_no_words_is_still_a_line() -> None:
    from leadapp.domain.history import Entry

    blanked = Entry(1, "progress_update", "u", "text", "change", None, None, blanked=True)
    assert entry_words(blanked) == ("Text", "text removed", "text removed")
    assert entry_words(Entry(1, "kpi_value", "u", "", "add", None, '{"not_yet_measured": true, "reason": "Spring"}')) == (
        "KPI value",
        "",
        "Not yet measured. Spring",
    )
    assert entry_words(Entry(1, "kpi_value", "u", "", "remove", '{"number": 7.0}', None)) == ("KPI value", "7", "")
    assert entry_words(Entry(1, "evidence_use", "u", "", "remove", "{}", None)) == ("Evidence", "", "")


@pytest.mark.parametrize("torn", ['{"title": "half', "[1, 2]", '{"number": "x"}', '"x', "nothing"])
def test_a_torn_entry_says_so_in_its_own_line(services: Services, torn: str) -> None:
    services.plan.adopt(("2.4",))
    services.close()
    with outside(services.path) as connection:
        connection.execute("UPDATE change_entry SET after = ? WHERE after IS NOT NULL", (torn,))
    again = open_services(services.path)
    words = [entry_words(entry)[2] for line in again.history.lines() for entry in line.entries]
    again.close()
    assert set(words) == {"cannot be read"}


def test_a_value_that_cannot_be_read_says_so() -> None:
    assert value_words('"half') == "cannot be read"
    assert value_words('"2026-99-99"') == "2026-99-99"


def test_the_sample_is_never_marked_as_sent(sample: Services) -> None:
    with pytest.raises(BadInputError, match="cannot be submitted to anybody"):
        sample.life.submit(sample.preferences.reported_quarter())


def test_file_names_fit_every_disk() -> None:
    from leadapp import paths

    assert paths.safe_file_name('A/B: "C"?') == "A B C"
    assert paths.safe_file_name(" . ") == "file"
    assert paths.safe_file_name("con") == "con_"
    assert len(paths.safe_file_name("x" * 500)) == 120
    assert len(paths.safe_file_name("理" * 500).encode("utf-8")) == 180


def test_the_data_lies_in_this_persons_local_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    from leadapp import paths

    monkeypatch.delenv("LEADAPP_DATA")
    assert paths.data_folder().is_absolute()
    assert paths.data_folder().name == "leadapp"
    assert paths.backups_folder().parent == paths.logs_folder().parent == paths.data_folder()
