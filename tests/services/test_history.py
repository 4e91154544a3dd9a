"""Finding changes, putting one value back, taking a text out for good, and how an action stood at a past quarter."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from leadapp.db.history_names import GONE, name_pointers
from leadapp.db.history_records import can_restore, has_text
from leadapp.domain.changes import Topic
from leadapp.domain.errors import LeadappError, NotFoundError
from leadapp.domain.history import Entry, HistoryFilter, unit_of
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft, Confidence, Decision, Status
from leadapp.domain.quarters import Quarter
from leadapp.domain.service_grid import Grid
from leadapp.services.backup_service import check
from leadapp.services.history_service import entry_words
from leadapp.services.opening import Services, open_services
from tests.worlds import StandingClock, by_reference


def change(services: Services, reference: str, **texts: str) -> None:
    action = by_reference(services, reference)
    services.plan.change(action.id, action.version, ActionDraft(**texts))  # type: ignore[arg-type]


def entries(services: Services, table: str, field: str = "") -> list[Entry]:
    """The entries of the newest steps about one field, newest first."""
    lines, _ = services.history.find(HistoryFilter(), 50)
    found = [d.entry for line in lines for d in services.history.details(line.step.number)]
    return [entry for entry in found if entry.table == table and entry.field == field]


def labels(services: Services, wanted: HistoryFilter) -> list[str]:
    return [line.step.label for line in services.history.find(wanted, 500)[0]]


@pytest.fixture
def plan(services: Services) -> Services:
    """Two actions taken, one of them changed."""
    services.plan.adopt(("2.4", "3.10"))
    change(services, "2.4", title="Assess before deciding")
    change(services, "2.4", status="paused", status_reason="The template is late")
    services.round.write_update(by_reference(services, "2.4").id, "Heard from Quorble Smith")
    services.round.write_update(by_reference(services, "3.10").id, "The pilot ran")
    return services


# -------------------------------------------------------------------------------- reading
def test_an_owner_and_a_service_are_told_by_name(plan: Services) -> None:
    service = plan.preferences.directorate().services[1]
    change(plan, "2.4", owner="Ama Okafor, Head of Housing")
    change(plan, "2.4", service=service.name)
    assert entry_words(entries(plan, "plan_action", "owner_id")[0]) == ("Owner", "empty", "Ama Okafor, Head of Housing")
    assert entry_words(entries(plan, "plan_action", "service_id")[0]) == ("Service", "empty", service.name)
    line = next(line for line in plan.history.lines() if line.step.label.startswith("Service of"))
    assert entry_words(line.entries[0])[2] == service.name
    torn = Entry(1, "plan_action", "u", "owner_id", "change", "4", "{")
    with plan.database.reading() as session:
        (read,) = name_pointers(session, (torn,))
        gone = name_pointers(session, (Entry(1, "plan_action", "u", "owner_id", "change", "4000", "null"),))[0]
    assert read == torn
    assert entry_words(gone) == ("Owner", GONE, "empty")


def test_what_was_typed_and_emptied_is_not_told_as_a_row_number(plan: Services) -> None:
    action = by_reference(plan, "2.4")
    change(plan, "2.4", due="31 September 2026", due_reason="")
    words = [entry_words(entry) for line in plan.history.lines(3) for entry in line.entries if entry.table == "typed_text"]
    assert words
    assert all(action.uid not in " ".join(told) for told in words)


def test_what_was_typed_and_came_right_is_told_in_words_and_not_offered_again(plan: Services) -> None:
    """A status waits for its reason as a typed text. Brought back beside the status that holds, it would be found missing anew."""
    change(plan, "2.4", status="will_not_do", status_reason="")
    waiting = next(e for line in plan.history.lines(1) for e in line.entries if "will_not_do" in (e.after or ""))
    assert entry_words(waiting)[2] == "Will not do"
    change(plan, "2.4", status="will_not_do", status_reason="The law changed")
    step = plan.history.lines(1)[0].step
    assert step.label == "2.4 set to Will not do"
    removed = [detail for detail in plan.history.details(step.number) if detail.entry.kind == "remove"]
    assert removed
    assert not any(detail.can_restore for detail in removed)


# -------------------------------------------------------------------------------- finding
def test_one_actions_history_holds_what_hangs_on_it_and_nothing_else(plan: Services) -> None:
    action = by_reference(plan, "2.4")
    kpi = next(line.kpi for line in plan.round.detail(action.id).kpis if line.kpi.is_share)
    plan.round.record_value(kpi.id, ValueDraft(numerator="3", denominator="4"))
    found = labels(plan, HistoryFilter(action_uid=action.uid))
    assert found[0].startswith("Value of")
    assert found[1:] == ["Update of 2.4", "2.4 set to Paused", "Title of 2.4", "2 actions adopted"]


def test_a_removed_actions_history_can_still_be_read(plan: Services) -> None:
    action = by_reference(plan, "2.4")
    plan.plan.remove_action(action.id)
    names = dict(plan.history.choices().actions)
    assert names[action.uid] == "2.4 Assess before deciding, removed"
    found = labels(plan, HistoryFilter(action_uid=action.uid))
    assert found[:2] == ["2.4 removed", "Update of 2.4"]


def test_an_id_that_is_used_again_brings_nobody_elses_history(plan: Services) -> None:
    last = max(plan.plan.list_actions(), key=lambda a: a.id)
    plan.plan.remove_action(last.id)
    plan.plan.adopt(("1.8",))
    new = by_reference(plan, "1.8")
    assert new.id == last.id, "the id was not used again, so the test says nothing"
    assert all("3.10" not in label for label in labels(plan, HistoryFilter(action_uid=new.uid)))


def test_fields_people_days_and_words_narrow_down(plan: Services, clock: StandingClock) -> None:
    choices = plan.history.choices()
    assert dict(choices.fields)["Title"] == {"title"}
    assert labels(plan, HistoryFilter(fields=dict(choices.fields)["Title"])) == ["Title of 2.4"]
    assert labels(plan, HistoryFilter(who="Nobody")) == []
    assert len(labels(plan, HistoryFilter(who=choices.people[0]))) == len(labels(plan, HistoryFilter()))
    today = plan.history.today()
    assert labels(plan, HistoryFilter(first=today + dt.timedelta(days=1))) == []
    assert len(labels(plan, HistoryFilter(first=today, last=today))) == len(labels(plan, HistoryFilter()))
    assert labels(plan, HistoryFilter(words=("quorble",))) == ["Update of 2.4"]
    assert labels(plan, HistoryFilter(words=("100%_",))) == []
    assert labels(plan, HistoryFilter(tables=frozenset({"progress_update"}), words=("pilot",))) == ["Update of 3.10"]


def test_the_newest_are_read_first_and_the_rest_is_counted(plan: Services) -> None:
    lines, total = plan.history.find(HistoryFilter(), 2)
    assert [line.step.label for line in lines] == ["Update of 3.10", "Update of 2.4"]
    assert total == 6


# -------------------------------------------------------------------------------- putting back
def test_a_value_is_put_back_as_a_step_of_its_own(plan: Services) -> None:
    before = entries(plan, "plan_action", "title")[0]
    changes = plan.history.restore(before)
    assert Topic.ACTIONS in changes.topics
    assert changes.label == "Title restored"
    assert by_reference(plan, "2.4").title != "Assess before deciding"
    plan.history.undo()
    assert by_reference(plan, "2.4").title == "Assess before deciding"


def test_a_status_comes_back_with_its_reason(plan: Services) -> None:
    change(plan, "2.4", status="underway")
    change_of_status = entries(plan, "plan_action", "status")[0]
    plan.history.restore(change_of_status)
    action = by_reference(plan, "2.4")
    assert (action.status, action.status_reason) == (Status.PAUSED, "The template is late")
    assert unit_of("plan_action", "title") == {"title"}


def test_a_date_put_back_is_a_move_of_the_date(plan: Services) -> None:
    change(plan, "2.4", due="31 December 2026", due_reason="First date")
    change(plan, "2.4", due="31 March 2027", due_reason="Late")
    times = by_reference(plan, "2.4").times_redated
    plan.history.restore(entries(plan, "plan_action", "due")[0])
    action = by_reference(plan, "2.4")
    assert action.due == dt.date(2026, 12, 31)
    assert action.times_redated == times + 1
    with pytest.raises(LeadappError, match="came from the band"):
        plan.history.restore(entries(plan, "plan_action", "due")[-1])


def test_what_was_removed_comes_back_with_all_that_hung_on_it(plan: Services) -> None:
    action = by_reference(plan, "2.4")
    kpis = len(plan.round.detail(action.id).kpis)
    plan.plan.remove_action(action.id)
    change(plan, "3.10", title="Something done since")
    gone = entries(plan, "plan_action")[0]
    assert gone.kind == "remove"
    plan.history.restore(gone)
    back = by_reference(plan, "2.4")
    assert back.title == "Assess before deciding"
    decided = {row.corporate_id: row.decision for row in plan.plan.cascade()}
    assert decided["2.4"] is Decision.ADOPTED, "else the cascade asks for it again and it is taken twice"
    assert len(plan.round.detail(back.id).kpis) == kpis
    assert by_reference(plan, "3.10").title == "Something done since"
    with pytest.raises(LeadappError, match="taken its place"):
        plan.history.restore(gone)


def test_what_has_rules_of_its_own_is_not_put_back_by_itself(plan: Services) -> None:
    added = next(e for e in entries(plan, "progress_update") if e.kind == "add")
    with pytest.raises(LeadappError, match="cannot be put back by itself"):
        plan.history.restore(added)
    title = entries(plan, "plan_action", "title")[0]
    plan.plan.remove_action(by_reference(plan, "2.4").id)
    with pytest.raises(NotFoundError, match="no longer there"):
        plan.history.restore(title)


def test_ids_of_the_corporate_plan_are_not_put_back_by_themselves(plan: Services) -> None:
    """A renumbering moves several rows together; one of them alone would tear action, decision and KPIs apart."""
    for table, field in (("plan_action", "corporate_id"), ("decision", "corporate_id"), ("kpi", "corporate_kpi")):
        assert not can_restore(Entry(1, table, "u", field, "change", '"2.4"', '"2.5"'))
    assert not can_restore(Entry(1, "plan_action", "u", "reference", "change", '"2.4"', '"2.5"'))
    assert can_restore(Entry(1, "register_entry", "u", "corporate_id", "change", '"1.10"', '"3.4"'))


@pytest.fixture
def grid(plan: Services) -> Grid:
    """2.13 by service: Housing Options 3 of 9, then 4 of 9; Parks 1 of 2."""
    plan.plan.adopt(("2.13",))
    kpi = next(g.kpi for g in plan.grid.grids() if g.reference == "2.13")
    first, second = (line.service.id for line in plan.grid.grid(kpi.id).lines)
    plan.grid.keep(kpi.id, {first: {"numerator": "3", "denominator": "9"}})
    plan.grid.keep(kpi.id, {second: {"numerator": "1", "denominator": "2"}})
    plan.grid.keep(kpi.id, {first: {"numerator": "4"}})
    return plan.grid.grid(kpi.id)


def shares(plan: Services, grid: Grid) -> list[tuple[float | None, float | None]]:
    """The share of each service, then that of the directorate."""
    now = plan.grid.grid(grid.kpi.id)
    return [(v.numerator, v.denominator) if v else (None, None) for v in (*(line.value for line in now.lines), now.value)]


def test_a_services_figure_put_back_takes_the_sum_along(plan: Services, grid: Grid) -> None:
    assert shares(plan, grid) == [(4, 9), (1, 2), (5, 11)]
    plan.history.restore(entries(plan, "service_value", "numerator")[0])
    assert shares(plan, grid) == [(3, 9), (1, 2), (4, 11)]
    assert not plan.grid.grid(grid.kpi.id).differs
    plan.history.undo()
    assert shares(plan, grid) == [(4, 9), (1, 2), (5, 11)]


def test_a_services_note_and_what_did_not_apply_are_put_back_too(plan: Services, grid: Grid) -> None:
    first = grid.lines[0].service.id
    plan.grid.keep(grid.kpi.id, {first: {"note": "Counted on paper"}})
    plan.grid.keep(grid.kpi.id, {first: {"note": ""}})
    plan.history.restore(entries(plan, "service_value", "note")[0])
    value = plan.grid.grid(grid.kpi.id).lines[0].value
    assert value is not None
    assert (value.note, value.numerator) == ("Counted on paper", 4)
    plan.grid.keep(grid.kpi.id, {first: {"numerator": "n/a", "denominator": ""}})
    assert shares(plan, grid)[2] == (1, 2)
    plan.history.restore(entries(plan, "service_value", "not_applicable")[0])
    assert shares(plan, grid) == [(4, 9), (1, 2), (5, 11)]


def test_a_services_figure_brought_back_takes_the_sum_along(plan: Services, grid: Grid) -> None:
    plan.grid.keep(grid.kpi.id, {grid.lines[0].service.id: {"numerator": "", "denominator": ""}})
    assert shares(plan, grid) == [(None, None), (1, 2), (1, 2)]
    gone = next(e for e in entries(plan, "service_value") if e.kind == "remove")
    changed = next(e for e in entries(plan, "service_value", "numerator"))
    with pytest.raises(NotFoundError, match="no figure here any more"):
        plan.history.restore(changed)
    plan.history.restore(gone)
    assert shares(plan, grid) == [(4, 9), (1, 2), (5, 11)]


def test_a_sum_is_not_overwritten_by_one_of_its_earlier_values(plan: Services, grid: Grid) -> None:
    with pytest.raises(LeadappError, match="the sum over the services"):
        plan.history.restore(entries(plan, "kpi_value", "numerator")[0])
    assert shares(plan, grid)[2] == (5, 11)


def test_a_figure_comes_back_without_a_source_that_speaks_of_another(plan: Services) -> None:
    plan.registers.add("eia", {"subject": "Fees", "subject_kind": "new_policy", "happened_on": "1 September 2026"})
    kpi = next(k.kpi for k in plan.round.detail(by_reference(plan, "2.4").id).kpis if k.kpi.corporate_kpi == "2.4.K1")
    own = ValueDraft(numerator="1", denominator="2", source="Counted by hand")
    plan.round.record_value(kpi.id, own)
    plan.round.record_value(kpi.id, plan.registers.given()[kpi.id].draft)
    plan.history.restore(entries(plan, "kpi_value", "numerator")[0])

    def reading() -> tuple[float | None, float | None, str]:
        detail = plan.round.detail(by_reference(plan, "2.4").id)
        value = next(line.values[-1] for line in detail.kpis if line.kpi.id == kpi.id)
        return value.numerator, value.denominator, value.source

    assert reading() == (1, 2, "Counted by hand")


# -------------------------------------------------------------------------------- taking a text out
def test_a_text_is_taken_out_for_good_who_and_when_stay(plan: Services, clock: StandingClock) -> None:
    action = by_reference(plan, "2.4")
    plan.round.write_update(action.id, "Heard from residents")
    steps = [(line.step.number, line.step.who, line.step.at) for line in plan.history.lines(100)]
    wording = next(e for e in entries(plan, "progress_update", "text") if "Quorble" in (e.before or ""))
    assert plan.history.remove_text(wording) == 2
    kept = [(line.step.number, line.step.who, line.step.at) for line in plan.history.lines(100)]
    assert kept[1:] == steps
    assert plan.history.lines(1)[0].step.label == "Text removed from the history"
    blanked = [e for e in entries(plan, "progress_update", "text") if e.blanked]
    assert [entry_words(e)[1:] for e in blanked] == [("text removed", "text removed")]
    assert plan.round.detail(action.id).updates[-1].text == "Heard from residents"
    assert plan.history.state().undo is None
    path = plan.path
    plan.close()
    assert b"Quorble" not in path.read_bytes()
    assert check(path) == ()


def test_what_steps_are_called_loses_the_text_too(plan: Services) -> None:
    plan.registers.add("agreement", {"subject": "Quorble Brimstone, Parks"})
    (line,) = plan.registers.entries("agreement")
    plan.registers.change(line.id, {"subject": "Head of Parks"}, "")
    (line,) = plan.registers.entries("agreement")
    added = next(e for e in entries(plan, "register_entry") if e.kind == "add")
    assert "Agreement added: Quorble Brimstone, Parks" in [one.step.label for one in plan.history.lines(5)]
    plan.history.remove_text(added)
    labels = [one.step.label for one in plan.history.lines(5)]
    assert "Agreement added: text removed" in labels
    assert not any("Brimstone" in label for label in labels)
    assert line.subject == "Head of Parks"
    path = plan.path
    plan.close()
    assert b"Brimstone" not in path.read_bytes()
    assert check(path) == (), "the chain was made anew"


def test_damage_in_the_chain_is_still_found_after_a_text_was_taken_out(plan: Services) -> None:
    plan.registers.add("agreement", {"subject": "Quorble Brimstone, Parks"})
    plan.registers.add("agreement", {"subject": "Head of Libraries"})
    path = plan.path
    with plan.database.raw() as raw:
        raw.execute("UPDATE change_step SET label = 'Forged' WHERE label LIKE '%Libraries'")
    added = [e for e in entries(plan, "register_entry") if e.kind == "add"]
    plan.history.remove_text(next(e for e in added if "Brimstone" in (e.after or "")))
    plan.close()
    assert any("does not follow on" in str(damage) for damage in check(path))


def test_nothing_written_is_lost_when_a_removed_row_is_blanked(plan: Services) -> None:
    action = by_reference(plan, "2.4")
    plan.plan.remove_action(action.id)
    gone = next(e for e in entries(plan, "progress_update") if e.kind == "remove")
    assert plan.history.remove_text(gone) == 2
    again = next(e for e in entries(plan, "progress_update") if e.kind == "remove")
    assert entry_words(again)[1] != ""
    with pytest.raises(LeadappError, match="was removed from the history"):
        plan.history.restore(entries(plan, "plan_action")[0])
    path = plan.path
    plan.close()
    assert b"Quorble" not in path.read_bytes()
    assert check(path) == ()


def test_a_backup_made_since_the_text_was_written_can_be_named(plan: Services) -> None:
    wording = entries(plan, "plan_action", "title")[0]
    assert plan.history.first_written(wording) <= plan.database.clock()


@pytest.mark.parametrize("torn", ['{"text": "Quorb', "[1]", ""])
def test_a_torn_entry_has_no_text_to_take_out(plan: Services, torn: str) -> None:
    assert not has_text(Entry(1, "progress_update", "u", "", "add", None, torn))


# -------------------------------------------------------------------------------- how it stood
def test_how_an_action_stood_at_a_past_quarter(sample_file: Path, clock: StandingClock) -> None:
    services = open_services(sample_file, clock)
    action = next(
        a for a in services.plan.list_actions() if len({u.status for u in services.round.detail(a.id).updates if u.status}) > 1
    )
    updates = services.round.detail(action.id).updates
    for quarter in ("2025-26-Q4", "2026-27-Q1"):
        stood = services.history.stood(action.uid, Quarter.parse(quarter))
        told = [u for u in updates if u.quarter <= quarter and u.status]
        assert stood is not None
        assert stood.action.status is (told[-1].status if told else Status.NOT_STARTED)
        assert [u.text for u in stood.updates] == [u.text for u in updates if u.quarter == quarter]
    now = services.history.stood(action.uid, services.preferences.reported_quarter())
    assert now is not None
    assert now.action == services.plan.action(action.id)
    assert services.history.stood("nobody", Quarter.parse("2026-27-Q1")) is None
    assert isinstance(now.action.confidence, Confidence | None)
    services.close()
