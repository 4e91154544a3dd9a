"""History, undo and redo come from one log, survive a restart, and the log shows when somebody meddled with it."""

import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leadapp.domain.errors import LeadappError, NotFoundError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft, PlanAction
from leadapp.domain.quarters import Quarter
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from tests.worlds import StandingClock, by_reference, everything, outside

Q2 = Quarter(2026, 2)


def names(services: Services) -> tuple[str, str]:
    """What Undo and Redo would do next, by name."""
    state = services.history.state()
    return (state.undo.label if state.undo else "", state.redo.label if state.redo else "")


def change(services: Services, action: PlanAction, visit: str = "", **texts: str) -> None:
    services.plan.change(action.id, by_reference(services, action.reference).version, ActionDraft(**texts), visit)  # type: ignore[arg-type]


def test_undo_and_redo_by_name_over_a_restart(services: Services, clock: StandingClock) -> None:
    assert names(services) == ("", "")
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    change(services, action, title="Assess equality impact")
    change(services, action, status="underway")
    assert names(services) == ("2.4 set to Underway", "")
    services.history.undo()
    assert names(services) == ("Title of 2.4", "2.4 set to Underway")
    services.close()

    services = open_services(services.path, clock)
    assert names(services) == ("Title of 2.4", "2.4 set to Underway")
    services.history.undo()
    assert by_reference(services, "2.4").title == action.title
    services.history.redo()
    services.history.redo()
    assert names(services) == ("2.4 set to Underway", "")
    now = by_reference(services, "2.4")
    assert (now.title, now.status.value) == ("Assess equality impact", "underway")
    change(services, action, owner="Head of Parks")
    services.history.undo()
    change(services, action, owner="Head of Streets")
    assert names(services) == ("Owner of 2.4", "")
    services.close()
    assert check(services.path) == ()


def test_undo_brings_a_removed_action_back_whole(sample: Services) -> None:
    action = next(a for a in sample.plan.list_actions() if len(sample.round.detail(a.id).kpis) > 1 and a.times_redated)
    before = sample.round.detail(action.id)
    assert before.updates
    sample.plan.remove_action(action.id)
    assert action.reference not in {a.reference for a in sample.plan.list_actions()}
    sample.history.undo()
    after = sample.round.detail(action.id)
    assert [u.text for u in after.updates] == [u.text for u in before.updates]
    assert [dataclasses.replace(k.kpi, version=0) for k in after.kpis] == [
        dataclasses.replace(k.kpi, version=0) for k in before.kpis
    ]
    assert after.redatings == before.redatings
    assert dataclasses.replace(after.action, version=0) == dataclasses.replace(before.action, version=0)
    sample.history.redo()
    sample.close()
    assert check(sample.path) == ()


def test_nothing_to_undo_is_a_sentence(services: Services) -> None:
    with pytest.raises(NotFoundError, match="nothing to undo"):
        services.history.undo()
    with pytest.raises(NotFoundError, match="nothing to do again"):
        services.history.redo()


def test_saves_of_one_visit_are_one_step(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    steps = len(services.history.lines())
    for text in ("P", "Pol", "Policies assessed"):
        services.round.write_update(action.id, text, visit="visit 1")
    assert len(services.history.lines()) == steps + 1
    line = services.history.lines()[0]
    assert [(e.kind, e.before) for e in line.entries] == [("add", None)]
    assert '"text": "Policies assessed"' in (line.entries[0].after or "")
    services.round.write_update(action.id, "Another thought", visit="visit 2")
    services.round.write_update(action.id, "Another, better thought", visit="visit 2")
    line = services.history.lines()[0]
    assert [(e.field, e.before, e.after) for e in line.entries if e.field == "text"] == [
        ("text", '"Policies assessed"', '"Another, better thought"')
    ]
    services.history.undo()
    assert services.round.detail(action.id).updates[0].text == "Policies assessed"
    services.close()
    assert check(services.path) == ()


def test_what_is_typed_and_taken_out_in_one_visit_is_not_kept(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    lines = services.history.lines()
    services.round.write_update(action.id, "A name that slipped in", visit="v")
    services.round.write_update(action.id, "", visit="v")
    assert [line.step.label for line in services.history.lines()] == [line.step.label for line in lines]
    services.close()
    assert b"slipped in" not in services.path.read_bytes()
    assert check(services.path) == ()


def test_saving_without_a_change_writes_nothing(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    lines = services.history.lines()
    changes = services.plan.change(action.id, action.version, ActionDraft(title=action.title, status=action.status.value))
    assert not changes
    assert services.history.lines() == lines
    assert by_reference(services, "2.4").version == action.version


def test_the_log_says_who_when_from_and_to(services: Services, clock: StandingClock) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    clock.go_to(dt.date(2026, 10, 7))
    change(services, action, due="31 March 2027", due_reason="The supplier is late")
    line = services.history.lines()[0]
    assert line.step.who == "Ọládàpọ̀ Łukasz"
    assert line.step.at == dt.datetime(2026, 10, 7, 9, tzinfo=dt.UTC)
    assert line.subject == "Date moved, Action"
    from leadapp.services.history_service import entry_words

    assert ("Due", "empty", "31 March 2027") in [entry_words(e) for e in line.entries]
    services.history.undo()
    assert services.history.lines()[1].undone


@pytest.mark.parametrize(
    ("meddle", "sentence"),
    [
        ("UPDATE plan_action SET title = 'Forged' WHERE id = 3", "Row 3 of plan_action is not as it was written"),
        ("UPDATE change_entry SET after = '\"Forged\"' WHERE id = 40", "An entry of the history"),
        ("UPDATE change_step SET label = 'Forged' WHERE number = 4", "Step 4 of the history does not follow"),
        ("DELETE FROM change_entry WHERE step_id = (SELECT id FROM change_step WHERE number = 5)", "Step 5 of the history"),
        ("DELETE FROM person WHERE id = 2", "points to a row of person that is not there"),
    ],
)
def test_meddling_shows(sample_file: Path, meddle: str, sentence: str) -> None:
    assert check(sample_file) == ()
    with outside(sample_file) as connection:
        connection.execute(meddle)
    found = check(sample_file)
    assert any(sentence in line for line in found), found


def test_checking_never_writes(sample_file: Path) -> None:
    sample_file.chmod(0o444)
    before = (sample_file.read_bytes(), sample_file.stat().st_mtime_ns, sorted(p.name for p in sample_file.parent.iterdir()))
    assert check(sample_file) == ()
    assert (
        sample_file.read_bytes(),
        sample_file.stat().st_mtime_ns,
        sorted(p.name for p in sample_file.parent.iterdir()),
    ) == before


def test_a_step_whose_text_was_removed_cannot_be_undone(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "A name")
    services.close()
    with outside(services.path) as connection:
        connection.execute(
            "UPDATE change_entry SET before=NULL, after=NULL, blanked=1 WHERE id=(SELECT max(id) FROM change_entry)"
        )
    assert check(services.path) == ()  # a blanked text keeps the chain whole
    services = open_services(services.path)
    with pytest.raises(LeadappError, match="removed from the history"):
        services.history.undo()
    services.close()


# -------------------------------------------------------------------------------- any order of doing, undoing, redoing
DEEDS = st.lists(
    st.sampled_from(
        ["adopt", "decline", "title", "status", "due", "update", "value", "milestone", "own", "remove", "undo", "redo"]
    ),
    min_size=1,
    max_size=14,
)


def do_one(services: Services, deed: str, number: int) -> None:
    actions = services.plan.list_actions()
    if deed in {"undo", "redo"}:
        getattr(services.history, deed)()
    elif deed in {"adopt", "decline", "own"}:
        do_in_cascade(services, deed, number)
    elif actions:
        do_on_action(services, actions[number % len(actions)], deed, number)


def do_in_cascade(services: Services, deed: str, number: int) -> None:
    if deed == "adopt":
        services.plan.adopt((services.plan.cascade()[number * 7 % 61].corporate_id,))
    elif deed == "decline":
        services.plan.decline((services.plan.cascade()[number * 5 % 61].corporate_id,), f"reason {number}")
    else:
        services.plan.add_action(ActionDraft(title=f"Own {number}", owner=f"Post {number}"))


def do_on_action(services: Services, action: PlanAction, deed: str, number: int) -> None:
    if deed == "remove":
        services.plan.remove_action(action.id)
    elif deed == "update":
        services.round.write_update(action.id, f"words {number}")
    elif deed == "milestone":
        services.plan.add_milestone(action.id, f"step {number}", "31/3/27")
    elif deed == "value":
        for line in services.round.detail(action.id).kpis[:1]:
            services.round.record_value(line.kpi.id, ValueDraft(not_yet_measured=True, reason=f"wave {number}"))
    else:
        texts = {"title": f"title {number}", "status": "complete", "due": f"{number + 1} May 2027"}
        reason = {"due_reason": "because"} if deed == "due" else {}
        change(services, action, **{deed: texts[deed]}, **reason)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds=DEEDS)
def test_undoing_everything_gives_the_file_back(
    new_template: Path, tmp_path_factory: pytest.TempPathFactory, deeds: list[str]
) -> None:
    path = tmp_path_factory.mktemp("deeds") / "deeds.leadapp"
    shutil.copyfile(new_template, path)
    before = everything(path)
    services = open_services(path, StandingClock())
    for number, deed in enumerate(deeds):
        try:
            do_one(services, deed, number)
        except LeadappError:
            continue  # told in a sentence: nothing was done
    services.close()
    after = everything(path)
    services = open_services(path, StandingClock())
    undone = 0
    while services.history.state().undo:
        services.history.undo()
        undone += 1
    services.close()
    assert everything(path) == before
    services = open_services(path, StandingClock())
    for _ in range(undone):
        services.history.redo()
    services.close()
    assert everything(path) == after
    assert check(path) == ()
