"""What readers of a version may have of a return: every field decided, names taken out, small surveys hidden, nothing else left."""

import dataclasses
import datetime as dt
from dataclasses import fields
from typing import Any

import pytest

from leadapp.domain.names import LEFT_OUT, REACH_LEFT_OUT, NameRemover, names_of
from leadapp.domain.promise_parts import (
    ChallengePart,
    ChangePart,
    CommitmentPart,
    EscalationPart,
    EscalationStepPart,
    RiskPart,
    RuleOffPart,
    SignaturePart,
    TriggerPart,
)
from leadapp.domain.reduction import REASON_GIVEN, SEEN, SUMMARY, Seen, reduce
from leadapp.domain.returns import ActionPart, KpiPart, MissingPart, ReturnRecord, UpdatePart, ValuePart
from tests.domain.record_markers import parts_of
from tests.domain.test_return import record

DAY = dt.date(2026, 7, 14)


def value(**values: Any) -> ValuePart:
    return dataclasses.replace(ValuePart("2026-27-Q2", DAY, share=0.5, text="50%"), **values)


def survey(n: int, last: int = 40) -> KpiPart:
    return KpiPart(
        *(
            "k",
            "2.4",
            "a1",
            "2.4.K1",
            "Staff who trust it",
            "perception",
            True,
            False,
            "M9",
            "Month 9",
            True,
            60.0,
            "%",
            "at_least",
        ),
        value(n=n, wave="June", question="Do you trust it?", note="Ask Jo"),
        value(n=last),
        *("▲", "up 3.0 points", True, False, "HR, from Jo"),
    )


def change(kind: str, **values: Any) -> ChangePart:
    return dataclasses.replace(ChangePart(kind, "action", "2.4", "Panels", uid="a1", text="complete, was underway"), **values)


def risk(number: int, score: int | None, **values: Any) -> RiskPart:
    base = RiskPart(
        *(
            f"r{number}",
            f"R{number}",
            "risk",
            "No cover",
            "Why it is so",
            "Ana Silva",
            4,
            4,
            score,
            "high",
            "Hire",
            DAY,
            ("2.4",),
            DAY,
        )
    )
    return dataclasses.replace(base, **values)


def escalation(number: int, **values: Any) -> EscalationPart:
    steps = (EscalationStepPart("Anti-Racism Lead", DAY, None, "Said she would look at it"),)
    base = EscalationPart(
        *(f"e{number}", f"E{number}", "Pay for cover", "Agree two paid hours", "2.4", "R1", DAY, DAY, steps),
        *("We will see", None, "None yet", "Hours are paid", None),
    )
    return dataclasses.replace(base, **values)


def full() -> ReturnRecord:
    """A record with everything in it, from a plan of one action."""
    made = record()
    (action,) = made.actions
    told = UpdatePart(DAY, "Sandra was moved", "Sandra Osei", False)
    owned = dataclasses.replace(
        action, owner="Ana Silva", updates=(told,), status_reason="She left", blocked_by="Finance", unblocked_when="Paid"
    )
    return dataclasses.replace(
        made,
        actions=(owned,),
        headline=dataclasses.replace(
            made.headline, progress="Ana Silva and Ms Osei led it.", feedback="Write to ana@norbury.gov."
        ),
        signatures=(SignaturePart("lead", "Ọládàpọ̀ Łukasz", "Head of Housing", DAY, "here", "In her office"),),
        commitments=(
            CommitmentPart("c", "Panels for all, says ana silva", "2026-27-Q1", "2026-27-Q2", owner="Ana Silva", outcome="kept"),
        ),
        kpis=(survey(40),),
        changes=(change("completed"),),
        compared_with="2026-27-Q1",
        risks=(risk(1, 6), risk(2, 16), risk(3, 20, closed_on=DAY)),
        escalations=(escalation(1), escalation(2, closed_on=DAY)),
        challenges=(ChallengePart("x", "Scrutiny", "Why so late?", DAY, "Because", DAY),),
        triggers=(
            TriggerPart("no_movement", "Nothing has moved", "a1", "2.4", "Panels", "Ana Silva wrote nothing", "Ana was ill"),
        ),
        rules_off=(RuleOffPart("kpi_worse", "KPI worse", "Too early"),),
        missing=(MissingPart("updates", "missing", "Ana has written nothing"),),
        correction="Ana's figure was wrong",
        revision=2,
        revision_changes=(change("status"), change("update", text="“Sandra was moved”"), change("headline", subject="headline")),
    )


# -------------------------------------------------------------------------------- the table
def test_it_is_decided_for_every_field_who_sees_it() -> None:
    decided = {kind: set(seen) for kind, seen in SEEN.items()}
    assert decided == {kind: {field.name for field in fields(kind)} for kind in parts_of()}


NEVER = {
    "DirectoratePart": {"lead"},
    "ActionPart": {"owner", "updates", "status_reason", "blocked_by", "unblocked_when"},
    "UpdatePart": {"text", "by"},
    "RedatingPart": {"reason"},
    "KpiPart": {"source"},
    "ValuePart": {"note", "reason"},
    "SignaturePart": {"name", "note"},
    "CommitmentPart": {"owner"},
    "RiskPart": {"description", "owner", "mitigation"},
    "EscalationStepPart": {"outcome"},
    "EscalationPart": {"decision", "result", "closing_test"},
    "ChallengePart": {"body", "challenge", "answer"},
    "TriggerPart": {"fact"},
    "RuleOffPart": {"reason"},
    "ReturnRecord": {"missing", "challenges", "rules_off", "correction"},
}
"""Written down a second time, from the issue and not from the code: what neither staff nor a board pack may have."""


def test_what_names_people_or_tells_reasons_is_for_nobody_else() -> None:
    by_name = {kind.__name__: seen for kind, seen in SEEN.items()}
    found = {(kind, name) for kind, names in NEVER.items() for name in names if by_name[kind][name] is not Seen.NOBODY}
    assert found == set()
    for part in ("risks", "escalations", "triggers"):
        assert "staff" not in SEEN[ReturnRecord][part]


def test_what_has_no_empty_value_must_be_seen_by_somebody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SEEN[ReturnRecord], "return_due", Seen.NOBODY)
    with pytest.raises(TypeError, match="somebody must see it"):
        reduce(full(), "staff")


# -------------------------------------------------------------------------------- versions
def test_the_full_version_is_the_record_itself() -> None:
    made = full()
    assert reduce(made, "full") is made


@pytest.mark.parametrize("version", ["staff", "summary"])
def test_names_notes_and_reasons_are_gone(version: str) -> None:
    made = reduce(full(), version)
    assert made.version == version
    words = repr(made)
    for gone in (
        "Ana",
        "Osei",
        "Sandra",
        "Łukasz",
        "Finance",
        "She left",
        "Scrutiny",
        "Too early",
        "figure was wrong",
        "norbury.gov",
    ):
        assert gone not in words
    for gone in ("Why it is so", "Hire", "We will see", "would look", "HR, from", "Hours are paid"):
        assert gone not in words
    assert made.signatures[0].post == "Head of Housing"


def test_staff_see_nothing_of_risks_and_what_the_lead_wrote_without_names() -> None:
    made = reduce(full(), "staff")
    assert (made.risks, made.escalations, made.triggers) == ((), (), ())
    assert made.headline.progress == f"{LEFT_OUT} and {LEFT_OUT} led it."
    assert made.headline.feedback == f"Write to {REACH_LEFT_OUT}."
    assert made.commitments[0].text == f"Panels for all, says {LEFT_OUT}"
    assert [one.kind for one in made.revision_changes] == ["status"], "words of updates and headlines are told in full only"


def test_a_board_sees_the_biggest_open_risk_the_open_asks_and_whether_triggers_were_answered() -> None:
    made = reduce(full(), SUMMARY)
    assert [(one.id, one.title, one.score) for one in made.risks] == [("R2", "No cover", 16)]
    assert [(one.id, one.ask, one.steps[0].place) for one in made.escalations] == [
        ("E1", "Agree two paid hours", "Anti-Racism Lead")
    ]
    assert [(one.name, one.answer, one.fact) for one in made.triggers] == [("Nothing has moved", REASON_GIVEN, "")]
    assert made.revision_changes == ()
    unanswered = dataclasses.replace(full(), triggers=(dataclasses.replace(full().triggers[0], answer=""),))
    assert not reduce(unanswered, SUMMARY).triggers[0].is_answered


def test_an_issue_weighs_more_than_a_risk_of_the_same_score() -> None:
    both = dataclasses.replace(full(), risks=(risk(1, 16), risk(2, 16, kind="issue"), risk(3, None)))
    assert [one.id for one in reduce(both, SUMMARY).risks] == ["R2"]
    assert reduce(dataclasses.replace(full(), risks=()), SUMMARY).risks == ()


# -------------------------------------------------------------------------------- small surveys
@pytest.mark.parametrize(("n", "last", "hidden"), [(9, 40, (True, False)), (10, 40, (False, False)), (40, 3, (False, True))])
def test_a_survey_of_few_people_shows_no_figures(n: int, last: int, hidden: tuple[bool, bool]) -> None:
    moved = change("kpi", subject="kpi", title="Staff who trust it", text="up 3.0 points to 50.0%", amount=3.0)
    made = reduce(dataclasses.replace(full(), kpis=(survey(n, last),), changes=(moved, change("status"))), "staff")
    (kpi,) = made.kpis
    assert kpi.value is not None
    assert kpi.last is not None
    assert (kpi.value.hidden, kpi.last.hidden) == hidden
    for one in (kpi.value, kpi.last):
        assert not one.hidden or (one.share, one.n, one.text) == (None, None, "fewer than 10 answers")
    assert [one.kind for one in made.changes] == (["status"] if any(hidden) else ["kpi", "status"])
    assert (kpi.trend == "") is any(hidden), "a difference would give it back"


def test_a_survey_without_a_last_value_is_hidden_too() -> None:
    alone = dataclasses.replace(survey(4), last=None)
    (kpi,) = reduce(dataclasses.replace(full(), kpis=(alone,)), "staff").kpis
    assert kpi.last is None
    assert kpi.value is not None
    assert kpi.value.hidden


# -------------------------------------------------------------------------------- names
def named(**owners: str) -> ReturnRecord:
    made = record()
    actions = tuple(dataclasses.replace(made.actions[0], uid=key, owner=owner) for key, owner in owners.items())
    return dataclasses.replace(made, actions=actions, directorate=dataclasses.replace(made.directorate, lead=""))


def test_posts_teams_and_single_words_are_no_names() -> None:
    labels = {"a": "HR Business Partner", "b": "Depot Manager", "c": "Housing", "d": "", "e": "Block 12 North", "f": "Jo Ng"}
    assert names_of(named(**labels)) == ("Jo Ng",)
    assert names_of(named(a="Nadia Farrow, Head of Housing", b="Nadia Farrow (HR)")) == ("Nadia Farrow",)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Nadia Farrow said", "[name left out] said"),
        ("NADIA  FARROW's team", "[name left out]'s team"),
        ("Nadia\nFarrow", "[name left out]"),
        ("Mrs Farrow and Dr. Farrow", "[name left out] and [name left out]"),
        ("Farrow Street stays, and so do Nadia Farrows", "Farrow Street stays, and so do Nadia Farrows"),
        ("Write to n.farrow+x@norbury.gov.uk now", "Write to [address left out] now"),
        ("Call 0121 496 0123 or +44 20 7946 0018", "Call [address left out] or [address left out]"),
        ("On 01-10-2026 we spent £0120 of 0123", "On 01-10-2026 we spent £0120 of 0123"),
        ("Nothing to see", "Nothing to see"),
    ],
)
def test_names_and_ways_to_reach_somebody_are_taken_out(text: str, left: str) -> None:
    assert NameRemover(("Nadia Farrow",)).without(text) == left


def test_without_names_only_addresses_go() -> None:
    assert NameRemover(()).without("Jo, jo@x.org") == f"Jo, {REACH_LEFT_OUT}"


def test_every_action_keeps_what_its_figures_need() -> None:
    for version in ("staff", "summary"):
        (action,) = reduce(full(), version).actions
        assert isinstance(action, ActionPart)
        assert (action.uid, action.status, action.confidence) == ("a1", "underway", "on_track")
