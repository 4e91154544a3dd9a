"""Triggers through the service: what the rules find in a file, answers, rules that are switched off, and the command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from leadapp.cli import run
from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.domain.returns import ReturnRecord
from leadapp.domain.triggers import GONE
from leadapp.services.opening import Services
from leadapp.services.sample import read_sample
from tests.worlds import StandingClock, by_reference

Q2 = Quarter.parse("2026-27-Q2")


@pytest.fixture
def late(services: Services) -> str:
    """The uid of an action whose date has passed on 6 October 2026: the one trigger of a new file that reports its first quarter."""
    made = services.plan.add_action(ActionDraft(title="Talks in the yard", due="30 September 2026"))[1]
    return services.plan.action(made).uid


def check(services: Services) -> tuple[bool, str, str]:
    found = next(c for c in services.returns.checks(services.preferences.reported_quarter()) if c.key == "triggers")
    return found.passed, found.sentence, found.place


def test_a_fired_trigger_waits_for_its_answer_everywhere(services: Services, late: str) -> None:
    (one,) = services.triggers.triggers()
    assert (one.trigger.rule, one.trigger.subject, one.trigger.fact) == ("due_passed", late, "It was due on 30 September 2026.")
    assert check(services) == (False, "1 trigger has no answer: NS-01.", "triggers")
    view, _ = services.home.view()
    assert view.triggers_left == 1
    assert ("1 trigger has no answer: NS-01", "Answer them", "triggers") in [(s.title, s.button, s.place) for s in view.steps]
    record = services.returns.assemble(Q2)
    assert [(m.key, m.text) for m in record.missing][-1] == ("triggers", "1 trigger has no answer: NS-01.")
    assert [t.is_answered for t in record.triggers] == [False]


def test_a_reason_answers_it_and_can_be_changed_and_taken_back(services: Services, late: str) -> None:
    changes = services.triggers.answer("due_passed", late, " The yard is being rebuilt. ")
    assert changes.label == "Answer: Due date has passed, NS-01"
    assert check(services)[:2] == (True, "Every trigger has its answer.")
    (part,) = services.returns.assemble(Q2).triggers
    assert (part.answer, part.escalation, part.answered_on) == ("The yard is being rebuilt.", "", dt.date(2026, 10, 6))
    services.triggers.answer("due_passed", late, "Another one.")
    assert services.triggers.parts(Q2)[0].answer == "Another one."
    services.triggers.answer("due_passed", late, " ")
    assert not check(services)[0]
    assert not services.triggers.answer("due_passed", late, "")
    services.history.undo()
    assert services.triggers.parts(Q2)[0].answer == "Another one."
    assert services.triggers.take_back("due_passed", late).label == "Answer taken back: Due date has passed, NS-01"
    assert not services.triggers.parts(Q2)[0].is_answered
    assert not services.triggers.take_back("due_passed", late)


def test_an_escalation_answers_it_a_new_one_or_one_that_there_is(services: Services, late: str) -> None:
    changes, made = services.triggers.escalate("due_passed", late, "Two paid hours.")
    assert changes.label == "Escalated: Due date has passed, NS-01"
    (one,) = services.risks.escalations()
    assert (one.id, one.title, one.ask, one.action, one.place) == (
        made, "Due date has passed: Talks in the yard", "Two paid hours.", "NS-01", 1,
    )  # fmt: skip
    assert services.triggers.parts(Q2)[0].escalation == "E-01"
    with pytest.raises(BadInputError, match="E-01 answers a trigger"):
        services.risks.remove("escalation", made)
    services.triggers.answer("due_passed", late, "And why.")
    services.risks.remove("escalation", made)
    assert (services.triggers.parts(Q2)[0].answer, services.triggers.parts(Q2)[0].escalation) == ("And why.", "")
    _, other = services.risks.add_escalation("Cover")
    services.triggers.escalate("due_passed", late, "", other)
    assert services.triggers.parts(Q2)[0].escalation == "E-02"
    services.triggers.answer("due_passed", late, "")  # the escalation still answers it
    assert services.triggers.parts(Q2)[0].is_answered


def test_an_answer_outlives_its_cause_and_says_so(services: Services, late: str) -> None:
    services.triggers.answer("due_passed", late, "The yard is being rebuilt.")
    action = by_reference(services, "NS-01")
    services.plan.change(action.id, action.version, ActionDraft(due="30 November 2026", due_reason="The yard."))
    (one,) = services.triggers.triggers()
    assert (one.holds, one.trigger.fact, one.trigger.title) == (False, GONE, "Talks in the yard")
    assert (check(services)[0], services.returns.assemble(Q2).triggers[0].answer) == (True, "The yard is being rebuilt.")
    services.plan.remove_action(action.id)
    assert services.triggers.triggers()[0].trigger.title == "no longer in the plan"


def test_only_what_fired_can_be_answered_and_only_before_the_return_is_sent(services: Services, late: str) -> None:
    with pytest.raises(BadInputError, match="has not fired"):
        services.triggers.answer("off_track_twice", late, "x")
    for name in ("progress", "challenges", "feedback"):
        services.returns.change_text(Q2, name, "Nothing to report.")
    services.life.submit(Q2)
    with pytest.raises(BadInputError, match="The return for 2026-27-Q2 was sent"):
        services.triggers.answer("due_passed", late, "x", quarter=Q2)


def test_rules_can_be_changed_and_switched_off_with_a_reason(services: Services, late: str) -> None:
    assert services.triggers.change_number("due_passed", "grace_days", "6").label == "Trigger rule changed: Due date has passed"
    assert services.triggers.triggers() == ()
    services.triggers.change_number("due_passed", "grace_days", "0")
    assert len(services.triggers.triggers()) == 1
    assert not services.triggers.rule("due_passed").is_changed
    services.triggers.change_number("due_passed", "grace_days", "3")
    assert services.triggers.reset("due_passed").label == "Numbers as shipped: Due date has passed"
    with pytest.raises(BadInputError, match="from 0 to 90"):
        services.triggers.change_number("due_passed", "grace_days", "91")
    with pytest.raises(BadInputError, match="Say why the rule is off"):
        services.triggers.switch_off("due_passed", " ")
    assert services.triggers.switch_off("due_passed", "Dates are watched elsewhere.").label == (
        "Trigger rule switched off: Due date has passed"
    )
    assert (services.triggers.triggers(), check(services)[:2]) == ((), (True, "No trigger has fired."))
    record = services.returns.assemble(Q2)
    assert [(part.rule, part.reason) for part in record.rules_off] == [("due_passed", "Dates are watched elsewhere.")]
    assert services.triggers.switch_off("due_passed", "Other words.").label == "Reason changed: Due date has passed"
    services.triggers.switch_on("due_passed")
    assert len(services.triggers.triggers()) == 1
    services.history.undo()
    assert services.triggers.rule("due_passed").reason == "Other words."


@pytest.mark.parametrize(
    ("work", "told"),
    [
        (lambda t: t.rule("moon"), "There is no rule “moon”"),
        (lambda t: t.change_number("due_passed", "moon", "1"), "has no number “moon”"),
    ],
)
def test_a_rule_or_number_that_there_is_not(services: Services, work: Callable[[object], object], told: str) -> None:
    with pytest.raises(BadInputError, match=told):
        work(services.triggers)


def test_earlier_returns_are_asked_and_read_once(services: Services, clock: StandingClock) -> None:
    made = services.plan.add_action(ActionDraft(title="Walks", status="underway", confidence="off_track"))[1]
    services.round.write_update(made, "We walk.")
    for name in ("progress", "challenges", "feedback"):
        services.returns.change_text(Q2, name, "Nothing to report.")
    services.life.submit(Q2)
    clock.go_to(dt.date(2027, 1, 5))
    (one,) = services.triggers.triggers()
    assert (one.trigger.rule, one.trigger.fact) == ("off_track_twice", "Off track in 2026-27-Q2 and again now.")
    read: list[Quarter] = []
    bare = services.triggers._bare

    def watched(quarter: Quarter) -> ReturnRecord:
        read.append(quarter)
        return bare(quarter)

    services.triggers._bare = watched
    services.round.write_update(made, "We still walk.")
    assert len(services.triggers.triggers()) == 1
    assert read == []  # the return of 2026-27-Q2 has not changed since


# -------------------------------------------------------------------------------- the sample
def test_the_sample_holds_exactly_the_triggers_that_the_rules_find(sample: Services) -> None:
    told = {(row["quarter"], row["rule"]) for row in read_sample()["triggers"]}
    for quarter in read_sample()["sample"]["quarters"]:
        found = sample.triggers.triggers(Quarter.parse(quarter))
        assert all(one.holds for one in found)
        own = {rule for when, rule in told if when == quarter} - {"service_without_champion", "maturity_fallen"}
        assert {one.trigger.rule for one in found} == own
    waiting = [(one.trigger.rule, one.trigger.id) for one in sample.triggers.triggers() if one.answer is None]
    assert waiting == [("no_movement", "NS-10"), ("evidence_out_of_date", "2.11")]
    assert all(one.answer for quarter in ("2025-26-Q4", "2026-27-Q1") for one in sample.triggers.triggers(Quarter.parse(quarter)))
    assert [r.reference for r in sample.risks.risks()] == ["R1", "R2", "I1", "R3", "I2"]
    assert [(e.reference, e.place, e.is_open) for e in sample.risks.escalations()] == [("E-01", 3, True), ("E-02", 2, True)]


# -------------------------------------------------------------------------------- the command line
def test_the_command_line_tells_what_fired(sample: Services, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(sample.path)
    sample.close()
    assert run(["triggers", "2026-27-Q2", "--store", path]) == 0
    told = capsys.readouterr().out
    assert (
        "Off track twice running: NS-03 Body-worn cameras for wardens who work alone. Off track in 2026-27-Q1 and again now.\n"
        in told
    )
    assert "Escalated as E-01." in told
    assert told.count("  No answer yet.") == 2
    assert run(["triggers", "2030-31-Q1", "--store", path]) == 1
    assert "has not begun yet" in capsys.readouterr().err


def test_the_command_line_says_where_nothing_fired(services: Services, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(services.path)
    services.close()
    assert run(["triggers", "2026-27-Q2", "--store", path]) == 0
    assert capsys.readouterr().out == "No trigger fired in 2026-27-Q2.\n"
