"""The quarter round through its service, what Home counts, and the checks."""

import datetime as dt

import pytest

from leadapp.domain.errors import BadInputError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from tests.worlds import StandingClock, by_reference

Q1, Q2, Q3 = Quarter(2026, 1), Quarter(2026, 2), Quarter(2026, 3)


def write_headline(services: Services, quarter: Quarter = Q2) -> None:
    for field in ("progress", "challenges", "feedback"):
        services.returns.change_text(quarter, field, f"Nothing to report on {field}, because we began this month.")


# -------------------------------------------------------------------------------- the round
def test_the_quarter_being_reported_is_the_oldest_not_sent(services: Services, clock: StandingClock) -> None:
    assert services.preferences.reported_quarter() == Q2
    clock.go_to(dt.date(2027, 2, 1))
    assert services.preferences.reported_quarter() == Q2
    with pytest.raises(BadInputError, match="headline text says something"):
        services.life.submit(Q2)
    write_headline(services)
    services.life.submit(Q2)
    assert services.preferences.reported_quarter() == Q3


def test_one_update_stays_open_until_the_return_is_sent(services: Services, clock: StandingClock) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "First words")
    services.round.write_update(action.id, "Better words", no_change=False)
    assert [u.text for u in services.round.detail(action.id).updates] == ["Better words"]
    write_headline(services)
    services.life.submit(Q2)
    clock.go_to(dt.date(2026, 10, 12))
    services.round.write_update(action.id, "An afterthought", quarter=Q2)
    assert [(u.text, u.written_on.day) for u in services.round.detail(action.id, Q2).updates] == [
        ("Better words", 6),
        ("An afterthought", 12),
    ]
    item = services.round.items()[0]
    assert [u.text for u in item.said_last] == ["Better words", "An afterthought"]
    assert item.update is None


def test_no_change_needs_its_because(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "  ", no_change=True)
    assert services.round.detail(action.id).updates == ()
    services.round.write_update(action.id, "the contract starts in May", no_change=True)
    assert services.round.detail(action.id).updates[0].says == "No change, because the contract starts in May"
    assert services.history.state().undo.label == "No change on 2.4"  # type: ignore[union-attr]


def test_an_update_keeps_the_state_of_its_quarter(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "Words")
    services.plan.change(action.id, action.version, ActionDraft(status="underway", confidence="at_risk"))
    update = services.round.detail(action.id).updates[0]
    assert (update.status, update.confidence) == ("underway", "at_risk")


def test_a_finished_round_has_nothing_left(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    (item,) = services.round.items()
    assert {"update", "confidence"} <= set(item.left)
    services.round.write_update(action.id, "Words")
    services.plan.change(action.id, action.version, ActionDraft(confidence="on_track"))
    for line in services.round.items()[0].kpis:
        if line.is_left:
            services.round.record_value(line.kpi.id, ValueDraft(not_yet_measured=True, reason="in spring"))
    assert services.round.items()[0].is_done
    assert len(services.round.everything()) == 1


@pytest.fixture
def share(services: Services) -> int:
    """The id of a percentage KPI of one's own."""
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.plan.add_kpi(action.id, "Panels with training", "percentage", {"target": "80"})
    return services.round.detail(action.id).kpis[-1].kpi.id


def last_value(services: Services):  # type: ignore[no-untyped-def]
    return services.round.detail(by_reference(services, "2.4").id).kpis[-1]


def test_a_share_keeps_numerator_and_denominator(services: Services, share: int) -> None:
    services.round.record_value(share, ValueDraft(numerator="412", denominator="1,186", source="HR report"))
    value = last_value(services).now
    assert (value.numerator, value.denominator, value.source, value.quarter) == (412, 1186, "HR report", "2026-27-Q2")
    services.round.record_value(share, ValueDraft(numerator="413", denominator="1,1x6"))
    line = last_value(services)
    assert line.now.numerator == 412  # the last good value stays
    assert dict(line.typed)["denominator"] == "1,1x6"
    assert "typed" in {c.key for c in services.returns.checks(Q2) if not c.passed}
    services.round.record_value(share, ValueDraft(numerator="413", denominator="1186"))
    assert last_value(services).typed == ()
    services.round.record_value(share, ValueDraft())
    assert last_value(services).now is None


def test_a_survey_is_not_ticked_from_belief(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.plan.add_kpi(action.id, "Staff who feel safe to speak", "perception", {})
    kpi = last_value(services).kpi
    services.round.record_value(kpi.id, ValueDraft(numerator="30", denominator="60"))
    assert last_value(services).now is None
    draft = ValueDraft(numerator="30", denominator="60", wave="Autumn", question="Do you feel safe?", n="60", invited="120")
    services.round.record_value(kpi.id, draft)
    value = last_value(services).now
    assert (value.wave, value.n, value.invited, value.response_rate) == ("Autumn", 60, 120, 50.0)
    services.round.record_value(kpi.id, ValueDraft(not_yet_measured=True, next_wave="Spring 2027"))
    assert (last_value(services).now.not_yet_measured, last_value(services).now.numerator) == (True, None)


# -------------------------------------------------------------------------------- Home, checks
def test_home_counts_what_is_left(sample: Services, services: Services) -> None:
    view, chart = sample.home.view()
    assert view.quarter == Q2
    assert view.actions_left == len([i for i in sample.round.items() if i.left])
    assert sum(sum(series.values) for series in chart.series) <= view.actions
    assert view.clock is not None
    assert view.urgent is not None
    empty, _ = services.home.view()
    assert empty.actions == 0
    assert empty.steps[0].place == "cascade"
    assert empty.undecided > 20


def test_a_complete_return_passes_every_check(services: Services) -> None:
    services.preferences.change(services.preferences.directorate().version, {"priority": "no"})
    failed = {c.key for c in services.returns.checks(Q2) if not c.passed}
    assert failed == {"headline_progress", "headline_challenges", "headline_feedback", "new_commitments"}
    write_headline(services)
    services.commitments.add(Q2, "Open the prayer room.")
    assert all(c.passed for c in services.returns.checks(Q2))
    assert services.returns.assemble(Q2).missing == ()


def test_checks_name_what_is_odd(services: Services) -> None:
    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.plan.change(action.id, action.version, ActionDraft(confidence="on_track"))
    action = by_reference(services, "2.4")
    services.plan.change(action.id, action.version, ActionDraft(due="1 March 2026", due_reason="It was agreed"))
    failed = {c.key: c for c in services.returns.checks(Q2) if not c.passed}
    assert {"updates", "late_on_track", "urgent"} <= failed.keys()
    assert "its date passed on 1 March 2026" in failed["late_on_track"].sentence
    services.preferences.change(services.preferences.directorate().version, {"month_zero": ""})
    assert "month_zero" in {c.key for c in services.returns.checks(Q2) if not c.passed}
