"""Risks, issues, escalations and challenges through the service: numbers, links, the route, closing, undo, search, checks."""

from __future__ import annotations

import datetime as dt

import pytest

from leadapp.db.soundness import damage_in
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, NotFoundError
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.risks import Challenge, Escalation, Risk
from leadapp.services.opening import Services
from tests.worlds import StandingClock

TODAY = dt.date(2026, 10, 6)
Q3 = Quarter.parse("2026-27-Q3")


def risk(services: Services, row_id: int) -> Risk:
    return next(r for r in services.risks.risks() if r.id == row_id)


def escalation(services: Services, row_id: int) -> Escalation:
    return next(e for e in services.risks.escalations() if e.id == row_id)


def challenge(services: Services, row_id: int) -> Challenge:
    return next(c for c in services.risks.challenges() if c.id == row_id)


@pytest.fixture
def action(services: Services) -> int:
    return services.plan.add_action(ActionDraft(title="Talks in the yard"))[1]


def test_a_risk_is_kept_field_by_field_and_undone_by_name(services: Services, action: int) -> None:
    changes, made = services.risks.add_risk("risk", "Shift staff cannot be released", action)
    assert changes.label == "Risk added: Shift staff cannot be released"
    reference = next(a.reference for a in services.plan.list_actions())
    texts = {
        "likelihood": "4",
        "impact": "4",
        "owner": "Depot Manager",
        "mitigation": "Cover.",
        "mitigation_due": "31 October 2026",
    }
    for name, text in texts.items():
        assert services.risks.change("risk", made, {name: text}).label == "R1 changed"
    one = risk(services, made)
    assert (one.reference, one.references, one.raised_on, one.score_words) == ("R1", (reference,), TODAY, "16, high")
    assert (one.owner, one.mitigation_due) == ("Depot Manager", dt.date(2026, 10, 31))
    assert services.risks.of_action(action) == ((one,), ())
    services.history.undo()
    assert risk(services, made).mitigation_due is None


def test_what_cannot_be_used_yet_is_kept_as_typed_and_listed_in_the_check(services: Services) -> None:
    _, made = services.risks.add_risk("risk", "No cover")
    services.risks.change("risk", made, {"mitigation_due": "soonish"})
    services.risks.change("risk", made, {"actions": "9.99"})
    services.risks.change("risk", made, {"title": " "})  # what was there stays
    one = risk(services, made)
    assert (one.title, one.text("mitigation_due"), one.text("actions"), one.references) == ("No cover", "soonish", "9.99", ())
    problems = services.risks.problems("risk", one)
    assert problems["actions"] == "There is no action 9.99 in your plan."
    assert "soonish" in problems["mitigation_due"]
    check = next(c for c in services.returns.checks(services.preferences.reported_quarter()) if c.key == "typed")
    assert (check.passed, check.place, check.what, check.ids) == (False, "risk", made, ("R1",))
    services.risks.change("risk", made, {"mitigation_due": "31/10/26", "actions": ""})
    assert risk(services, made).typed == ()


def test_a_newer_row_is_not_overwritten(services: Services) -> None:
    _, made = services.risks.add_risk("risk", "No cover")
    seen = risk(services, made).version
    services.risks.change("risk", made, {"impact": "2"}, version=seen)
    with pytest.raises(ChangedElsewhereError):
        services.risks.change("risk", made, {"impact": "3"}, version=seen)
    with pytest.raises(NotFoundError):
        services.risks.change("risk", 99, {"impact": "3"})


def test_saving_without_a_change_writes_nothing(services: Services) -> None:
    _, made = services.risks.add_risk("risk", "No cover")
    assert not services.risks.change("risk", made, {"title": "No cover", "impact": "", "actions": ""})


@pytest.mark.parametrize(("kind", "told"), [("risk", "what may block us"), ("issue", "what blocks us")])
def test_nothing_is_added_without_its_first_words(services: Services, kind: str, told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        services.risks.add_risk(kind, "  ")
    with pytest.raises(BadInputError, match="what it is about"):
        services.risks.add_escalation("")
    with pytest.raises(BadInputError, match="what they asked"):
        services.risks.add_challenge("\n")


def test_a_number_is_given_once_also_after_it_was_removed_or_undone(services: Services) -> None:
    references = []
    for _ in range(2):
        _, made = services.risks.add_risk("risk", "No cover")
        references.append(risk(services, made).reference)
    assert services.risks.remove("risk", made).label == "R2 removed"
    _, made = services.risks.add_risk("risk", "Again")
    references.append(risk(services, made).reference)
    services.history.undo()
    _, made = services.risks.add_risk("risk", "And again")
    _, issue = services.risks.add_risk("issue", "Now")
    references += [risk(services, made).reference, risk(services, issue).reference]
    assert references == ["R1", "R2", "R3", "R4", "I1"]
    numbers = []
    for _ in range(2):
        _, made = services.risks.add_escalation("Cover")
        numbers.append(escalation(services, made).reference)
        services.risks.remove("escalation", made)
    assert numbers == ["E-01", "E-02"]


def test_a_risk_that_happened_goes_on_as_an_issue_in_one_step(services: Services, action: int) -> None:
    _, made = services.risks.add_risk("risk", "No cover", action)
    services.risks.change("risk", made, {"impact": "4", "likelihood": "5", "mitigation": "Ask.", "owner": "Depot Manager"})
    changes, issue = services.risks.happened(made)
    assert changes.label == "R1 has happened"
    before, now = risk(services, made), risk(services, issue)
    assert (before.closed_on, before.closed_why) == (TODAY, "It happened and goes on as I1.")
    assert (now.kind, now.reference, now.title, now.owner, now.impact, now.likelihood) == (
        "issue", "I1", "No cover", "Depot Manager", 4, None,
    )  # fmt: skip
    assert (now.mitigation, now.actions) == ("Ask.", (action,))
    with pytest.raises(BadInputError, match="R1 is closed"):
        services.risks.happened(made)
    with pytest.raises(BadInputError, match="I1 is an issue already"):
        services.risks.happened(issue)
    services.history.undo()
    assert [(r.reference, r.is_open) for r in services.risks.risks()] == [("R1", True)]


def test_closing_needs_a_reason_and_can_be_taken_back(services: Services) -> None:
    _, made = services.risks.add_risk("issue", "Lost sheets")
    with pytest.raises(BadInputError, match="Say why it is closed"):
        services.risks.close_risk(made, " ")
    assert services.risks.close_risk(made, "Nothing more can be found.").label == "I1 closed"
    assert (risk(services, made).closed_on, risk(services, made).closed_why) == (TODAY, "Nothing more can be found.")
    assert services.risks.open_risk(made).label == "I1 opened again"
    assert (risk(services, made).is_open, risk(services, made).closed_why) == (True, "")


def test_an_escalation_goes_up_the_route_place_by_place(services: Services, action: int, clock: StandingClock) -> None:
    _, cause = services.risks.add_risk("risk", "No cover")
    _, made = services.risks.add_escalation("Cover", action_id=action, risk_id=cause)
    services.risks.change("escalation", made, {"ask": "400 hours", "answer_by": "31/10/26", "closing_test": "Paid."})
    first = escalation(services, made).steps[0]
    services.risks.change("step", first.id, {"outcome": "Supported.", "answered_on": "5/10/26"})
    clock.go_to(dt.date(2026, 10, 20))
    assert services.risks.move_up(made).label == "E-01 sent to Anti-Racism Lead"
    services.risks.move_up(made)
    with pytest.raises(BadInputError, match="E-01 has reached the last place"):
        services.risks.move_up(made)
    one = escalation(services, made)
    assert [(s.place, s.sent_on.day, s.answered_on and s.answered_on.day) for s in one.steps] == [
        (1, 6, 5),
        (2, 20, 20),
        (3, 20, None),
    ]
    assert (one.action, one.risk, one.ask) == ("NS-01", "R1", "400 hours")
    services.history.undo()
    assert [(s.place, s.answered_on) for s in escalation(services, made).steps][1:] == [(2, None)]
    assert services.risks.change("step", first.id, {"sent_on": "never"}).label == "E-01 changed"
    check = next(c for c in services.returns.checks(services.preferences.reported_quarter()) if c.key == "typed")
    assert check.ids == ("E-01",)


def test_an_escalation_closes_with_how_it_ended(services: Services) -> None:
    _, made = services.risks.add_escalation("Cover")
    with pytest.raises(BadInputError, match="Write the decision or the result first"):
        services.risks.close_escalation(made)
    services.risks.change("escalation", made, {"decision": "Not this year."})
    assert services.risks.close_escalation(made).label == "E-01 closed"
    assert escalation(services, made).closed_on == TODAY
    services.risks.open_escalation(made)
    assert escalation(services, made).is_open


def test_the_log_of_challenge(services: Services, action: int) -> None:
    _, made = services.risks.add_challenge("What changed for residents?")
    services.risks.change("challenge", made, {"body": "Scrutiny", "action": str(action)})
    assert services.risks.change("challenge", made, {"answered_on": "nie"}).label == "Challenge of Scrutiny changed"
    one = challenge(services, made)
    assert (one.body, one.action, one.asked_on, one.is_open) == ("Scrutiny", "NS-01", TODAY, True)
    assert list(services.risks.problems("challenge", one)) == ["answered_on"]
    assert services.risks.remove("challenge", made).label == "Challenge of Scrutiny removed"
    assert services.risks.challenges() == ()
    services.history.undo()
    assert challenge(services, made).text("answered_on") == "nie"


def test_what_names_a_removed_action_or_risk_stays_and_names_it_no_longer(services: Services, action: int) -> None:
    _, cause = services.risks.add_risk("risk", "No cover", action)
    _, made = services.risks.add_escalation("Cover", action_id=action, risk_id=cause)
    _, asked = services.risks.add_challenge("Why?")
    services.risks.change("challenge", asked, {"action": str(action)})
    services.plan.remove_action(action)
    assert (risk(services, cause).actions, escalation(services, made).action, challenge(services, asked).action) == ((), "", "")
    services.history.undo()
    assert (risk(services, cause).actions, escalation(services, made).action_id) == ((action,), action)
    services.risks.remove("risk", cause)
    assert escalation(services, made).risk_id is None


def test_search_finds_them_and_says_where_they_are(services: Services) -> None:
    made = {
        "risk": services.risks.add_risk("risk", "Zebra crossing unlit")[1],
        "issue": services.risks.add_risk("issue", "Zebra lost")[1],
        "escalation": services.risks.add_escalation("Zebra money")[1],
        "challenge": services.risks.add_challenge("Zebra where?")[1],
    }
    found = services.search.find("zebra")
    assert {hit.place for hit in found} == set(made.items())
    assert {hit.kind for hit in found} == {"Risk or issue", "Escalation", "Challenge"}
    assert all(hit.action_id is None for hit in found)


def test_the_places_of_the_route_are_settings(services: Services) -> None:
    directorate = services.preferences.directorate()
    assert services.risks.route()[1] == "Directorate Management Team"
    services.preferences.change(directorate.version, {"route_1": "Heads of Service"})
    assert services.risks.route()[1] == "Heads of Service"
    services.preferences.change(services.preferences.directorate().version, {"route_1": " "})
    assert services.risks.route()[1] == "Heads of Service"


def test_a_return_tells_them_as_they_stood_in_its_quarter(services: Services, clock: StandingClock) -> None:
    quarter = services.preferences.reported_quarter()
    _, made = services.risks.add_risk("risk", "No cover")
    _, later = services.risks.add_escalation("Cover")
    for kind, row_id, name in (("risk", made, "raised_on"), ("escalation", later, "opened_on")):
        services.risks.change(kind, row_id, {name: "1/9/26"})
    record = services.returns.assemble(quarter)
    assert ([r.id for r in record.risks], [e.id for e in record.escalations]) == (["R1"], ["E-01"])
    clock.go_to(dt.date(2026, 10, 20))
    services.risks.close_risk(made, "Paid.")
    (part,) = services.returns.assemble(quarter).risks
    assert part.closed_on is None
    (now,) = services.returns.assemble(Q3).risks
    assert now.closed_on == dt.date(2026, 10, 20)


def test_the_file_stays_sound(services: Services) -> None:
    _, made = services.risks.add_escalation("Cover")
    services.risks.move_up(made)
    services.risks.add_challenge("Why?")
    assert damage_in(services.database.raw()) == ()
