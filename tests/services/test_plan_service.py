"""The directorate plan through its service: the cascade, own actions, changes as typed, milestones, KPIs."""

import datetime as dt

import pytest

from leadapp.domain.corporate_plan import Part
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError
from leadapp.domain.plan import ActionDraft, Decision, Origin, Status
from leadapp.services.opening import Services
from leadapp.services.plan_service import PlanService, initials
from tests.worlds import StandingClock, by_reference


def row(services: Services, corporate_id: str):  # type: ignore[no-untyped-def]
    return next(r for r in services.plan.cascade() if r.corporate_id == corporate_id)


def change(services: Services, reference: str, **texts: str) -> None:
    action = by_reference(services, reference)
    services.plan.change(action.id, action.version, ActionDraft(**texts))  # type: ignore[arg-type]


def test_the_cascade_holds_all_actions_in_order(services: Services) -> None:
    ids = [r.corporate_id for r in services.plan.cascade()]
    assert len(ids) == 61
    assert ids.index("1.2") < ids.index("1.10")
    assert {r.decision for r in services.plan.cascade()} == {Decision.OPEN}
    assert not any(r.needs_decision for r in services.plan.cascade() if r.part is Part.AWARE)


def test_adopting_brings_the_kpis_a_directorate_can_report(services: Services) -> None:
    plan = {a.id: a for a in services.preferences.corporate_plan().actions}
    for corporate_id in ("2.2", "2.4", "3.11"):
        services.plan.adopt((corporate_id,))
        action = by_reference(services, corporate_id)
        wanted = [m.id for k in plan[corporate_id].kpis if k.reportable_by_directorate for m in k.measures]
        assert [line.kpi.corporate_kpi for line in services.round.detail(action.id).kpis] == wanted
        assert action.origin is Origin.CORPORATE
        assert action.description == plan[corporate_id].part_note
        assert row(services, corporate_id).action_id == action.id


def test_several_are_adopted_as_one_step_and_undone_as_one(services: Services) -> None:
    services.plan.adopt(("2.4", "1.2", "1.10", "2.4"))
    assert services.history.state().undo.label == "3 actions adopted"  # type: ignore[union-attr]
    assert [a.reference for a in services.plan.list_actions()] == ["1.2", "1.10", "2.4"]
    with pytest.raises(BadInputError, match="already in your plan"):
        services.plan.adopt(("1.2",))
    services.history.undo()
    assert services.plan.list_actions() == ()


def test_declining_needs_a_reason_and_can_be_taken_back(services: Services) -> None:
    with pytest.raises(BadInputError, match="Say why") as raised:
        services.plan.decline(("2.4", "2.6"), "  ")
    assert raised.value.field == "reason"
    services.plan.decline(("2.4", "2.6"), "Led\nby  Procurement")
    assert (row(services, "2.6").decision, row(services, "2.6").reason) == (Decision.DECLINED, "Led by Procurement")
    services.plan.reconsider("2.6")
    assert row(services, "2.6").decision is Decision.OPEN
    services.plan.adopt(("2.4",))
    assert row(services, "2.4").decision is Decision.ADOPTED
    with pytest.raises(BadInputError, match=r"2\.4 is in your plan"):
        services.plan.decline(("2.4",), "no")


def test_a_part_can_differ_from_our_reading(services: Services) -> None:
    default = row(services, "1.7").part
    assert default is Part.OWN  # a priority directorate
    services.plan.set_part("1.7", Part.AWARE)
    assert (row(services, "1.7").part, row(services, "1.7").part_is_default) == (Part.AWARE, False)
    services.plan.set_part("1.7", None)
    assert (row(services, "1.7").part, row(services, "1.7").part_is_default) == (default, True)
    services.preferences.change(services.preferences.directorate().version, {"priority": "no"})
    assert row(services, "1.7").part is Part.AWARE


def test_an_own_action_gets_the_directorates_letters(services: Services) -> None:
    changes, action_id = services.plan.add_action(
        ActionDraft(
            title=" Reach  families ", origin="feedback", pillar="4", service="parks", owner="Head of Parks", due="1/2/27"
        )
    )
    assert changes
    action = services.plan.action(action_id)
    assert (action.reference, action.title, action.service, action.pillar) == ("NS-01", "Reach families", "Parks", 4)
    assert action.due == action.due_first == dt.date(2027, 2, 1)
    services.plan.add_action(ActionDraft(title="Another"))
    services.plan.remove_action(action_id)
    services.plan.add_action(ActionDraft(title="A third"))
    assert {a.reference for a in services.plan.list_actions()} == {"NS-01", "NS-02"}


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (ActionDraft(title=""), "title"),
        (ActionDraft(title="x" * 301), "title"),
        (ActionDraft(title="x", due="31 June 2027"), "due"),
        (ActionDraft(title="x", pillar="6"), "pillar"),
        (ActionDraft(title="x", service="Nowhere"), "service"),
        (ActionDraft(title="x", status="paused"), "status_reason"),
    ],
)
def test_an_own_action_that_cannot_be_used_is_not_added(services: Services, draft: ActionDraft, field: str) -> None:
    with pytest.raises(BadInputError) as raised:
        services.plan.add_action(draft)
    assert raised.value.field == field
    assert services.plan.list_actions() == ()


def test_the_letters_of_a_directorate() -> None:
    assert initials("Neighbourhood Services") == "NS"
    assert initials("Children, Families and Schools of the City") == "CFSC"
    assert initials("---") == "OWN"


def test_re_dating_keeps_the_first_date_and_counts(services: Services) -> None:
    services.plan.adopt(("2.4",))
    band_end = by_reference(services, "2.4").due
    assert band_end is not None
    change(services, "2.4", due="31 March 2027")
    assert by_reference(services, "2.4").due == band_end  # without a reason it is kept as typed, not taken
    assert dict(services.round.detail(by_reference(services, "2.4").id).typed) == {"due": "31 March 2027"}
    change(services, "2.4", due="31 March 2027", due_reason="The supplier is late")
    change(services, "2.4", due="30 June 2027", due_reason="Later still")
    action = by_reference(services, "2.4")
    assert (action.due, action.due_first, action.times_redated) == (dt.date(2027, 6, 30), band_end, 2)
    detail = services.round.detail(action.id)
    assert detail.typed == ()
    assert [r.reason for r in detail.redatings] == ["The supplier is late", "Later still"]
    change(services, "2.4", due="")
    assert dict(services.round.detail(action.id).typed) == {"due": ""}


def test_a_band_gives_its_date_once_month_0_is_set(services: Services) -> None:
    services.plan.adopt(("2.4",))
    services.preferences.change(services.preferences.directorate().version, {"month_zero": ""})
    assert by_reference(services, "2.4").due is None
    services.preferences.change(services.preferences.directorate().version, {"month_zero": "15.1.2026"})
    assert by_reference(services, "2.4").due is not None


def test_paused_and_will_not_do_need_a_reason(services: Services) -> None:
    services.plan.adopt(("2.4",))
    change(services, "2.4", status="paused")
    action = by_reference(services, "2.4")
    assert action.status is Status.NOT_STARTED
    assert dict(services.round.detail(action.id).typed) == {"status": "paused"}
    change(services, "2.4", status="paused", status_reason="No post holder")
    assert (by_reference(services, "2.4").status, by_reference(services, "2.4").status_reason) == (
        Status.PAUSED,
        "No post holder",
    )
    change(services, "2.4", status="underway")
    assert by_reference(services, "2.4").status_reason == ""


def test_days_go_with_the_status(services: Services, clock: StandingClock) -> None:
    services.plan.adopt(("2.4",))
    change(services, "2.4", status="underway")
    clock.go_to(dt.date(2026, 11, 2))
    change(services, "2.4", status="complete")
    action = by_reference(services, "2.4")
    assert (action.started_on, action.completed_on) == (dt.date(2026, 10, 6), dt.date(2026, 11, 2))
    change(services, "2.4", status="underway")
    assert by_reference(services, "2.4").completed_on is None


def test_nothing_newer_is_overwritten(services: Services) -> None:
    services.plan.adopt(("2.4",))
    stale = by_reference(services, "2.4")
    change(services, "2.4", owner="Head of Parks")
    with pytest.raises(ChangedElsewhereError, match="nothing was overwritten"):
        services.plan.change(stale.id, stale.version, ActionDraft(owner="Head of Streets"))
    assert by_reference(services, "2.4").owner == "Head of Parks"


def test_what_is_gone_is_said(services: Services) -> None:
    with pytest.raises(NotFoundError):
        services.plan.action(99)
    with pytest.raises(NotFoundError):
        services.round.detail(99)
    with pytest.raises(NotFoundError):
        services.plan.remove_milestone(99)
    with pytest.raises(NotFoundError):
        services.plan.remove_kpi(99)
    with pytest.raises(NotFoundError):
        services.plan.add_kpi(99, "How many", "count")


def test_an_owner_stands_once_in_the_file(services: Services) -> None:
    services.plan.adopt(("2.4", "2.6", "2.7"))
    change(services, "2.4", owner="Head of Parks")
    change(services, "2.6", owner="Head of Parks")
    change(services, "2.7", owner="Ọládàpọ̀ Łukasz, Head of Housing")
    from leadapp.db.rows import Person

    with services.database.reading() as session:
        assert session.query(Person).count() == 2


def test_removing_a_corporate_action_opens_its_decision(services: Services) -> None:
    services.plan.adopt(("2.4",))
    services.round.write_update(by_reference(services, "2.4").id, "Words")
    services.plan.remove_action(by_reference(services, "2.4").id)
    assert services.plan.list_actions() == ()
    assert row(services, "2.4").decision is Decision.OPEN


def test_milestones(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.plan.add_milestone(action.id, "Draft", "31/3/27")
    services.plan.add_milestone(action.id, "Sign off")
    first, second = services.round.detail(action.id).milestones
    assert (first.title, first.due, second.due) == ("Draft", dt.date(2027, 3, 31), None)
    services.plan.change_milestone(second.id, title="Sign-off", due="1 May 2027", done=True)
    second = services.round.detail(action.id).milestones[1]
    assert (second.title, second.due, second.done_on) == ("Sign-off", dt.date(2027, 5, 1), dt.date(2026, 10, 6))
    services.plan.change_milestone(second.id, due="", done=False)
    assert services.round.detail(action.id).milestones[1].done_on is None
    services.plan.remove_milestone(first.id)
    assert len(services.round.detail(action.id).milestones) == 1
    with pytest.raises(BadInputError):
        services.plan.add_milestone(action.id, "x", "tomorrow")


def test_a_kpi_of_ones_own(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    before = len(services.round.detail(action.id).kpis)
    services.plan.add_kpi(
        action.id, "Panels with training", "percentage", {"target": "80 %", "direction": "at_least", "due": "M12"}
    )
    kpi = services.round.detail(action.id).kpis[-1].kpi
    assert (kpi.text, kpi.target, kpi.unit, kpi.due) == ("Panels with training", 80, "%", "M12")
    for values, field in (({"target": "many"}, "target"), ({"due": "soon"}, "due")):
        with pytest.raises(BadInputError) as raised:
            services.plan.add_kpi(action.id, "x", "count", values)
        assert raised.value.field == field
    services.plan.remove_kpi(kpi.id)
    assert len(services.round.detail(action.id).kpis) == before


def test_after_a_change_the_list_is_what_a_fresh_reading_gives(services: Services) -> None:
    _, first = services.plan.add_action(ActionDraft(title="Sing", owner="Ann"))
    services.plan.add_action(ActionDraft(title="Dance", owner="Ann"))
    services.plan.list_actions()
    now = services.plan.action(first)
    services.plan.change(first, now.version, ActionDraft(title="Sing louder", owner="Choir lead", due="31/3/27"))
    known = services.plan.list_actions()
    assert known == PlanService(services.database, services.preferences).list_actions()
    assert services.plan.action(first).owner == "Choir lead"
    services.history.undo()
    assert services.plan.action(first).owner == "Ann"
