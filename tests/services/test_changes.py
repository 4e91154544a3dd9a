"""What changed, on real files: against the frozen return of the quarter before, and between two revisions of one quarter."""

import datetime as dt
from typing import Any

import pytest

from leadapp.db import plan_records
from leadapp.domain.commitments import CommitmentDraft
from leadapp.domain.comparison import FIRST_RETURN
from leadapp.domain.errors import BadInputError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import ActionDraft
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from tests.worlds import StandingClock, by_reference

Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)


def change(services: Services, reference: str, **texts: Any) -> None:
    action = by_reference(services, reference)
    services.plan.change(action.id, action.version, ActionDraft(**texts))


def value(services: Services, reference: str, numerator: str, denominator: str) -> None:
    action = by_reference(services, reference)
    kpi = next(k for k in services.plan.list_kpis() if k.action_id == action.id and k.is_share and not k.perception)
    services.round.record_value(kpi.id, ValueDraft(numerator=numerator, denominator=denominator, source="List"))


def submit(services: Services, quarter: Quarter) -> None:
    for name in ("progress", "challenges", "feedback"):
        services.returns.change_text(quarter, name, "Nothing to report, because we began this month.")
    services.life.submit(quarter)


def told(services: Services, quarter: Quarter) -> list[tuple[str, str, str]]:
    return [(c.kind, c.id, c.text) for c in services.returns.assemble(quarter).changes]


@pytest.fixture
def sent(services: Services, clock: StandingClock) -> Services:
    """A submitted return for July to September 2026, and the quarter after it."""
    services.plan.adopt(("1.8", "2.4", "2.6"))
    change(services, "1.8", status="underway", confidence="on_track")
    change(services, "2.4", status="underway", confidence="at_risk")
    value(services, "2.4", "3", "20")
    services.commitments.add(Q2, "Open the prayer room.")
    submit(services, Q2)
    clock.go_to(dt.date(2026, 12, 28))
    return services


def test_the_first_return_has_nothing_to_compare_with(services: Services) -> None:
    record = services.returns.assemble(Q2)
    assert (record.compared_with, record.changes) == ("", ())
    assert FIRST_RETURN in repr(services.returns.document(Q2))


def test_what_changed_is_told_against_what_was_submitted(sent: Services) -> None:
    assert told(sent, Q3) == []
    change(sent, "1.8", status="complete")
    change(sent, "2.4", confidence="off_track")
    change(sent, "2.4", due="31 March 2027", due_reason="No van")
    change(sent, "2.4", due="30 April 2027", due_reason="Still none")
    sent.plan.add_action(ActionDraft(title="Comment boxes"))
    sent.plan.remove_action(by_reference(sent, "2.6").id)
    value(sent, "2.4", "8", "20")
    due = sent.returns.bare(Q2).actions[1].due
    assert due is not None
    days = (dt.date(2027, 4, 30) - due).days
    assert told(sent, Q3) == [
        ("new", "NS-01", "new, not started"),
        ("completed", "1.8", "complete, was underway"),
        ("confidence", "2.4", "off track, was at risk"),
        ("redated", "2.4", f"due 30 April 2027, was {due:%-d %B %Y}, {days} days later; re-dated twice in all"),
        ("kpi", "2.4", "up 25.0 points to 40.0%"),
        ("withdrawn", "2.6", "no longer in the plan"),
    ]
    record = sent.returns.assemble(Q3)
    assert record.compared_with == "2026-27-Q2"
    assert [one.text for one in record.commitments] == ["Open the prayer room."]


def test_what_is_undone_is_no_change_and_what_was_sent_stays(sent: Services) -> None:
    change(sent, "1.8", status="complete")
    assert [kind for kind, _, _ in told(sent, Q3)] == ["completed"]
    before = sent.returns.assemble(Q2)
    sent.history.undo()
    assert told(sent, Q3) == []
    assert sent.returns.assemble(Q2) == before


def test_a_correction_tells_what_it_changed_and_why(sent: Services) -> None:
    sent.life.correct(Q2, "A figure was mistyped.")
    sent.returns.change_text(Q2, "progress", "The room opened.")
    sent.commitments.add(Q2, "What was forgotten.")
    record = sent.returns.assemble(Q2)
    assert [(c.kind, c.title, c.text) for c in record.revision_changes] == [
        ("headline", "Progress", "reworded"),
        ("commitment", "What was forgotten.", "promised"),
    ]
    document = sent.returns.document(Q2)
    assert [s.title for s in document.sections if s.key == "revision_changes"] == ["What changed since revision 1"]
    sent.life.submit(Q2)
    kept = sent.returns.assemble(Q2)
    assert [(c.kind, c.text) for c in kept.revision_changes] == [("headline", "reworded"), ("commitment", "promised")]
    assert sent.returns.assemble(Q2, 1).revision_changes == ()


def test_a_correction_that_is_given_up_leaves_every_promise_as_it_was_sent(sent: Services) -> None:
    (one,) = sent.commitments.due(Q3)
    sent.commitments.change(one.id, one.version, CommitmentDraft(outcome="kept", why=""))
    submit(sent, Q3)
    sent.life.correct(Q3, "It was not kept.")
    (one,) = sent.commitments.due(Q3)
    sent.commitments.change(one.id, one.version, CommitmentDraft(outcome="not_kept", why="It was closed again."))
    (one,) = sent.commitments.due(Q3)
    sent.commitments.change(one.id, one.version, CommitmentDraft(outcome="part_kept", why=""))
    sent.commitments.add(Q3, "Never promised.")
    sent.life.give_up(Q3)
    (one,) = sent.commitments.due(Q3)
    assert (one.outcome, one.why, one.typed) == ("kept", "", ())
    assert sent.commitments.made(Q3) == ()
    assert sent.returns.assemble(Q3).commitments[0].outcome == "kept"


def test_an_outcome_that_was_submitted_is_told_no_other_way(sent: Services) -> None:
    (one,) = sent.commitments.due(Q3)
    sent.commitments.change(one.id, one.version, CommitmentDraft(outcome="part_kept", why="On weekdays."))
    submit(sent, Q3)
    (one,) = sent.commitments.due(Q3)
    assert one.is_told
    with pytest.raises(BadInputError, match="What it says of this promise stays"):
        sent.commitments.change(one.id, one.version, CommitmentDraft(outcome="kept", why=""))
    assert sent.returns.assemble(Q3).commitments[0].outcome == "part_kept"


def test_the_sample_tells_what_its_correction_changed(sample: Services) -> None:
    corrected = [q for q in (Quarter(2025, 4), Quarter(2026, 1)) if sample.returns.assemble(q).revision > 1]
    assert corrected
    changes = sample.returns.assemble(corrected[0]).revision_changes
    assert [change.kind for change in changes] == ["value"]


def test_how_an_action_stood_is_told_from_its_last_update_that_says_so(sent: Services, clock: StandingClock) -> None:
    """A note without a state, as an old list may hold, does not hide the state that was told before it."""
    action = by_reference(sent, "1.8")
    sent.round.write_update(action.id, "Four of five services.", quarter=Q3)
    with sent.database.writing("A note from an old list") as step:
        values = {"text": "Nothing new.", "written_on": clock().date(), "status": None, "confidence": None}
        plan_records.write_update(step.session, action.id, str(Q3.next), values, beneath=True)
    later = Q3.next.next
    clock.go_to(dt.date(2027, 6, 28))
    submit(sent, Q3)
    submit(sent, Q3.next)
    with sent.database.reading() as session:
        told = plan_records.newest_updates(session, str(later), told=True)
        newest = plan_records.newest_updates(session, str(later))
    assert [u.text for u in told if u.action_id == action.id] == ["Four of five services."]
    assert [u.text for u in newest if u.action_id == action.id] == ["Nothing new."]
