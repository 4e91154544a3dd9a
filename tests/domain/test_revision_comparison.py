"""What a corrected revision changed of the one before."""

import dataclasses
import datetime as dt

from leadapp.domain.changes_section import changes_section
from leadapp.domain.comparison import CHANGE_WORDS
from leadapp.domain.documents import Callout
from leadapp.domain.promise_parts import (
    ChallengePart,
    ChangePart,
    EscalationPart,
    RiskPart,
    TriggerPart,
)
from leadapp.domain.returns import (
    Headline,
    RedatingPart,
    ReturnRecord,
    UpdatePart,
)
from leadapp.domain.revision_comparison import revision_changes
from tests.domain.compared import DUE, HIDDEN, NOW, action, kpi, plain, promise, record, share, table


# -------------------------------------------------------------------------------- between two revisions
def revised(before: ReturnRecord, now: ReturnRecord) -> list[tuple[str, str, str]]:
    return [(change.kind, change.title, change.text) for change in revision_changes(before, now)]


def test_a_correction_prints_what_it_changed() -> None:
    before, now = record(), record(headline=Headline("Moved on.", "", "Heard."))
    changes = revision_changes(before, now)
    corrected = dataclasses.replace(now, revision=2, correction="A wrong word.", revision_changes=changes)
    revision, since = changes_section(corrected)
    assert (revision.title, since.key) == ("What changed since revision 1", "changes")
    assert [block.text for block in revision.blocks if isinstance(block, Callout)] == ["A wrong word."]
    assert [(row.group, row.cells[2].value, row.cells[3].value) for row in table(revision).rows] == [
        ("Headline", "Progress", "reworded"),
        ("Headline", "Challenges", "taken out"),
    ]
    same = dataclasses.replace(record(), revision=2)
    assert plain(changes_section(same)[0]) == ["No figure and no words differ from the revision before."]


def test_texts_of_the_return_are_compared() -> None:
    pillars = tuple(dataclasses.replace(p, note="Slow." if p.number == 3 else "") for p in record().pillars)
    now = record(pillars=pillars, marking="OFFICIAL-SENSITIVE", month_zero=None)
    assert revised(record(), now) == [
        ("pillar", "P3", "written"),
        ("return", "Marking", "OFFICIAL-SENSITIVE, was OFFICIAL"),
        ("return", "Month 0", "empty, was 1 January 2026"),
    ]


def test_every_word_of_an_action_is_compared() -> None:
    note = UpdatePart(NOW.date(), "It began.", "Head", no_change=False)
    move = RedatingPart(NOW.date(), None, DUE, "No van")
    now = record(action(owner="", urgent=True, updates=(note,), redated=(move,), status="paused", confidence=""))
    assert revised(record(), now) == [
        ("status", "Action 1", "paused, was underway"),
        ("action", "Action 1", "owner: empty, was Head"),
        ("action", "Action 1", "urgent: yes, was no"),
        ("action", "Action 1", "why the date moved: written"),
        ("update", "Action 1", "written"),
    ]
    assert revised(record(), record(action(), action(2))) == [("new", "Action 2", "new, underway")]
    later = record(action(updates=(dataclasses.replace(note, by=""),)))
    (change,) = revision_changes(record(action(updates=(note,))), later)
    assert (change.before, change.after) == ("6 October 2026, Head: It began.", "6 October 2026: It began.")


def test_every_value_is_compared_and_a_hidden_one_tells_nothing() -> None:
    assert revised(record(kpis=(kpi(share(20)),)), record(kpis=(kpi(share(21)),))) == [
        ("value", "Staff trained", "21 of 100, 21.0%, was 20 of 100, 20.0%")
    ]
    noted = share(20, note="From the list.")
    assert revised(record(kpis=(kpi(share(20)),)), record(kpis=(kpi(noted),)))[0][2] == (
        "20 of 100, 20.0%. From the list, was 20 of 100, 20.0%"
    )
    day = share(20, measured_on=dt.date(2026, 9, 30))
    assert revised(record(kpis=(kpi(share(20)),)), record(kpis=(kpi(day),)))[0][2] == "particulars of the value"
    assert revised(record(kpis=(kpi(HIDDEN),)), record(kpis=(kpi(HIDDEN),))) == []
    assert revised(record(), record(kpis=(kpi(HIDDEN),)))[0][2] == "KPI added"
    assert revised(record(kpis=(kpi(None),)), record())[0][2] == "KPI taken out"
    assert revised(record(kpis=(kpi(None, share(1)),)), record(kpis=(kpi(None, share(2), source="List"),))) == [
        ("value", "Staff trained", "source: List, was empty"),
        ("value", "Staff trained", "last value: 2 of 100, 2.0%, was 1 of 100, 1.0%"),
    ]


def test_every_promise_is_compared() -> None:
    now = record(commitments=(promise("c1", "not_kept", why="No."), promise("c2")), new_commitments=())
    before = record(commitments=(promise("c1", "kept"),), new_commitments=(promise("c3"),))
    assert revised(before, now) == [
        ("commitment", "Promise c1", "why: No, was empty"),
        ("commitment", "Promise c1", "not kept, was kept"),
        ("commitment", "Promise c2", "promised"),
        ("commitment", "Promise c3", "taken out"),
    ]
    assert revised(record(commitments=(promise("c2"),)), record(commitments=(promise("c2", owner="Head"),))) == [
        ("commitment", "Promise c2", "owner: Head, was empty")
    ]
    assert revised(record(commitments=(promise("c2", "kept"),)), record(commitments=(promise("c2"),))) == [
        ("commitment", "Promise c2", "no outcome, was kept")
    ]


def test_risks_escalations_challenges_and_triggers_are_compared() -> None:
    day = NOW.date()
    risk = RiskPart("r", "R1", "risk", "No van", "", "", 2, 3, 6, "medium", "", None, (), day)
    up = EscalationPart("e", "E1", "Cover", "Money", "", "", day, None, (), "", None, "", "", None)
    asked = ChallengePart("c", "Scrutiny", "Why so slow?", day, "", None)
    fired = TriggerPart("due_passed", "Due passed", "a1", "2.1", "Action 1", "It passed.")
    before = record(risks=(risk,), escalations=(up,), triggers=(fired,))
    now = record(
        risks=(dataclasses.replace(risk, impact=4),),
        challenges=(asked,),
        triggers=(dataclasses.replace(fired, answer="Agreed"),),
    )
    assert revised(before, now) == [
        ("risk", "No van", "changed"),
        ("escalation", "Cover", "taken out"),
        ("challenge", "Why so slow?", "added"),
        ("trigger", "Due passed: Action 1", "answer changed"),
    ]
    assert [text for _, _, text in revised(record(), record(triggers=(fired,)))] == ["fired"]
    assert revised(record(risks=(risk,), triggers=(fired,)), record(risks=(risk,), triggers=(fired,))) == []
    assert [text for _, _, text in revised(record(triggers=(fired,)), record())] == ["no longer fired"]


def test_every_kind_of_change_has_its_word() -> None:
    assert set(CHANGE_WORDS) >= {"new", "completed", "redated", "status", "confidence", "kpi", "withdrawn"}
    assert ChangePart("new", "action", "2.1", "A").better is None
