"""Handing over: nothing that is open is missing, what is not there takes no room, and the day is the new lead's."""

from __future__ import annotations

import dataclasses
import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.commitments import Commitment, Outcome
from leadapp.domain.corporate_plan import KpiKind, Part
from leadapp.domain.directorate import DirectorateRecord, ServiceRecord
from leadapp.domain.documents import Bullets, Document, Facts, Paragraph, Section, Table, Tone
from leadapp.domain.evidence import Evidence, EvidenceKind
from leadapp.domain.handover import Handover, HandoverMaterial, handover
from leadapp.domain.handover_document import NO_NOTE, handover_document, handover_file_stem
from leadapp.domain.measures import Kpi
from leadapp.domain.plan import CascadeRow, Decision, Milestone, Origin, PlanAction, Status, Update
from leadapp.domain.promise_parts import RuleOffPart, SignaturePart, TriggerPart
from leadapp.domain.quarters import Quarter
from leadapp.domain.registers import Entry
from leadapp.domain.risks import Challenge, Escalation, Risk, Step, route_of

TODAY = dt.date(2026, 10, 6)
NOW = dt.datetime(2026, 10, 6, 9, tzinfo=dt.UTC)
Q2 = Quarter(2026, 2)
DIRECTORATE = DirectorateRecord("d", 1, "Norbury", "Parks", "A. Lead", "Head", dt.date(2026, 1, 1), True, "2025-26-Q4")


def action(number: int = 1, **values: object) -> PlanAction:
    base = PlanAction(number, f"a{number}", 1, f"2.{number}", f"Action {number}", Origin.CORPORATE, Status.UNDERWAY, pillar=2)
    return dataclasses.replace(base, **values)  # type: ignore[arg-type]


def material(**values: object) -> HandoverMaterial:
    base = HandoverMaterial(DIRECTORATE, Q2, NOW, TODAY, "First edition", "", route_of(DIRECTORATE.route))
    return dataclasses.replace(base, **values)  # type: ignore[arg-type]


def told(**values: object) -> Handover:
    return handover(material(**values))


def section(document: Document, key: str) -> Section:
    return next(one for one in document.sections if one.key == key)


def keys(made: Handover) -> list[str]:
    return [one.key for one in handover_document(made).sections]


def words(made: Handover, key: str) -> str:
    said: list[str] = []
    for block in section(handover_document(made), key).blocks:
        if isinstance(block, Paragraph):
            said.append(block.text)
        elif isinstance(block, Bullets):
            said += block.items
        elif isinstance(block, Facts):
            said += [f"{name}: {value}" for name, value in block.pairs]
        elif isinstance(block, Table):
            said += [
                " | ".join(str(cell.text or cell.value or "") for cell in row.cells) + (f" ({row.group})" if row.group else "")
                for row in block.rows
            ]
    return "\n".join(said)


# -------------------------------------------------------------------------------- a file where nothing is open
def test_where_nothing_is_open_a_handover_is_short_and_says_so() -> None:
    made = told()
    assert keys(made) == ["note", "promises", "open", "due", "people", "round", "decisions", "evidence"]
    assert words(made, "note") == NO_NOTE
    assert words(made, "promises") == "No promise is open."
    assert words(made, "open") == (
        "Nothing is escalated, no risk or issue is open, no trigger and no challenge waits for an answer."
    )
    assert words(made, "decisions") == "No decision is on record."
    assert words(made, "evidence") == "No evidence was added yet."
    document = handover_document(made)
    assert document.cover.changes == (
        "Next return: 2026-27-Q2, due 9 October 2026, in 3 days.",
        "No action has been taken into the plan yet.",
    )
    assert (document.notice, document.marking, handover_file_stem(made)) == ("", "OFFICIAL", "Parks handover 2026-10-06")


def test_a_sample_says_that_it_is_one() -> None:
    made = told(directorate=dataclasses.replace(DIRECTORATE, is_sample=True, lead_name="", lead_post="", month_zero=None))
    document = handover_document(made)
    assert document.notice == "Sample data"
    assert "From" not in dict(document.cover.facts)
    assert "Sample data." in [callout.title for callout in document.cover.callouts]
    assert handover_file_stem(made).startswith("SAMPLE ")
    assert "Month 0 is not set" in words(made, "due")
    assert made.people == ()


# -------------------------------------------------------------------------------- what is open
def test_open_promises_are_told_and_answered_ones_are_not() -> None:
    promises = (
        Commitment(1, "c1", 1, "2026-27-Q1", "2026-27-Q2", "Open the room.", "Depot Manager", action="1.8"),
        Commitment(2, "c2", 1, "2026-27-Q1", "2026-27-Q2", "Kept.", outcome=Outcome.KEPT),
    )
    made = told(commitments=promises, note="Ring first.")
    assert words(made, "promises").split("\n")[1:] == [
        "2026-27-Q2 | Open the room. | Depot Manager | 1.8 (For July to September 2026)"
    ]
    assert words(made, "note") == "Ring first."
    assert "1 open promise." in handover_document(made).cover.changes


def test_each_kind_of_what_is_open_has_a_section_of_its_own() -> None:
    step = Step(1, "s", 1, 1, TODAY)
    late = Escalation(1, "e1", 1, "E-01", "Cameras", TODAY, ask="Pay.", answer_by=TODAY, steps=(step,), closing_test="Worn.")
    closed = dataclasses.replace(late, uid="e2", reference="E-02", decision="Yes.", decided_on=TODAY, closed_on=TODAY)
    risks = (
        Risk(1, "r1", 1, "risk", "R1", "No cover", TODAY, owner="Head of Parks", likelihood=5, impact=4, mitigation_due=TODAY),
        Risk(2, "r2", 1, "risk", "R2", "Gone", TODAY, closed_on=TODAY, mitigation_due=TODAY),
        Risk(3, "r3", 1, "risk", "R3", "Small", TODAY, likelihood=1, impact=1),
    )
    made = told(
        escalations=(late, closed),
        risks=risks,
        waiting=(TriggerPart("due", "Due passed", "a1", "2.1", "Action 1", "It was due."),),
        challenges=(Challenge(1, "ch", 1, "Why?", TODAY, "Board"), Challenge(2, "ci", 1, "And?", TODAY, "Board", "So.")),
    )
    assert keys(made)[2:6] == ["escalations", "risks", "waiting", "challenges"]
    assert words(made, "escalations") == ("E-01 | Cameras\nAsk: Pay. | With Directorate Management Team | 2026-10-06 |  | Worn.")
    assert [line.split(" | ")[:3] for line in words(made, "risks").split("\n")] == [
        ["R1", "No cover", "20, high"],
        ["R3", "Small", "1, low"],
    ]
    assert words(made, "waiting") == "2.1 | Due passed | Action 1 | It was due."
    assert words(made, "challenges") == "Board | 2026-10-06 | Why?"
    assert handover_document(made).cover.changes[2:] == (
        "1 open escalation.",
        "2 open risks and issues.",
        "1 trigger without an answer.",
        "1 challenge without an answer.",
    )
    assert [(line.kind, line.id, line.who) for line in made.due if line.kind in {"Mitigation", "Answer"}] == [
        ("Answer", "E-01", "Directorate Management Team"),
        ("Mitigation", "R1", "Head of Parks"),
    ]
    assert (
        words(made, "decisions")
        == "What was decided on escalations | E-02 | Cameras | Yes. | 2026-10-06 (What was decided on escalations)"
    )


# -------------------------------------------------------------------------------- what falls due
def test_what_falls_due_is_told_for_a_year_and_what_is_past_its_date_first() -> None:
    actions = (
        action(1, due=dt.date(2026, 9, 1), owner="Head"),
        action(2, due=dt.date(2026, 12, 1)),
        action(3, due=dt.date(2026, 12, 1), status=Status.COMPLETE),
        action(4, due=dt.date(2027, 12, 1)),
        action(5),
        action(6, status=Status.PAUSED),
    )
    milestones = (
        Milestone(1, "m1", 1, 1, "First walk", dt.date(2026, 10, 20)),
        Milestone(2, "m2", 1, 1, "Done walk", dt.date(2026, 10, 20), TODAY),
        Milestone(3, "m3", 1, 1, "Undated walk"),
        Milestone(4, "m4", 1, 3, "Of what is done", dt.date(2026, 10, 20)),
    )
    entries = (
        Entry(1, "n1", 1, "eia", "Charges", review_on=dt.date(2027, 7, 14), person="Analyst"),
        Entry(2, "n2", 1, "eia", "Never"),
    )
    made = told(actions=actions, milestones=milestones, entries=entries)
    assert [(line.kind, line.id) for line in made.late] == [("Action", "2.1")]
    assert [(line.day, line.kind, line.title) for line in made.due] == [
        (dt.date(2026, 10, 9), "Return", "Return for July to September 2026"),
        (dt.date(2026, 10, 20), "Milestone", "First walk"),
        (dt.date(2026, 12, 1), "Action", "Action 2"),
        (dt.date(2027, 1, 9), "Return", "Return for October to December 2026"),
        (dt.date(2027, 4, 9), "Return", "Return for January to March 2027"),
        (dt.date(2027, 7, 9), "Return", "Return for April to June 2027"),
        (dt.date(2027, 7, 14), "Review", "Impact assessments: Charges"),
    ]
    assert (made.undated, made.actions, made.open_actions) == (("2.5", "2.6"), 6, 5)
    said = words(made, "due")
    assert "2026-09-01 | Action | 2.1 | Action 1 | Head (Past its date and still open)" in said
    assert "(December 2026)" in said
    assert "Without a date: 2.5 and 2.6." in said
    assert "6 actions: 5 still to be done, 1 past their date." in handover_document(made).cover.changes


def test_kpis_fall_due_unless_they_were_reached_withdrawn_or_their_month_is_over() -> None:
    def kpi(number: int, due: str, kind: KpiKind = KpiKind.MILESTONE, **values: object) -> Kpi:
        return dataclasses.replace(Kpi(number, f"k{number}", 1, 1, f"KPI {number}", kind, due=due), **values)  # type: ignore[arg-type]

    kpis = (
        kpi(1, "M12"),
        kpi(2, "M12"),
        kpi(3, "M12", corporate_kpi="2.1.K3 (withdrawn)"),
        kpi(4, "M3"),
        kpi(5, "2026-12-24", KpiKind.COUNT),
        kpi(6, "M12", action_id=2),
        kpi(7, "M12", action_id=9),
    )
    actions = (action(1), action(2, status=Status.WILL_NOT_DO, status_reason="No money."))
    made = told(actions=actions, kpis=kpis, reached=frozenset({2, 5}))
    assert [line.title for line in made.due if line.kind == "KPI"] == ["KPI 5", "KPI 1"]
    timeless = dataclasses.replace(DIRECTORATE, month_zero=None)
    made = told(directorate=timeless, actions=actions, kpis=kpis)
    assert [line.title for line in made.due if line.kind == "KPI"] == ["KPI 5"]


@given(st.lists(st.dates(dt.date(2025, 1, 1), dt.date(2028, 12, 31)), max_size=8))
def test_no_open_action_is_lost(days: list[dt.date]) -> None:
    made = told(actions=tuple(action(n, due=day) for n, day in enumerate(days, 1)))
    counted = sum(line.kind == "Action" for line in (*made.late, *made.due))
    assert counted == sum(day <= dt.date(2027, 10, 6) for day in days)
    assert all(line.day < TODAY for line in made.late)


# -------------------------------------------------------------------------------- people, decisions, evidence
def test_people_stand_by_post_with_their_actions_parts_and_days() -> None:
    actions = (
        action(1, owner="Depot Manager"),
        action(2, owner="Depot Manager", status=Status.COMPLETE),
        action(3, owner="Analyst"),
        action(4, owner="A. Lead, Head"),
        action(5),
    )
    updates = (
        Update(1, "u1", 1, 1, "2026-27-Q2", dt.date(2026, 9, 1), "x", by="Depot Manager"),
        Update(2, "u2", 1, 1, "2026-27-Q1", dt.date(2026, 6, 1), "x", by="Depot Manager"),
        Update(3, "u3", 1, 3, "2026-27-Q1", dt.date(2026, 6, 1), "x"),
    )
    signatures = (
        ("2026-27-Q1", SignaturePart("second", "Jo", "Director", TODAY, "email")),
        ("2025-26-Q4", SignaturePart("second", "Jo", "Director", TODAY, "email")),
        ("2026-27-Q1", SignaturePart("lead", "A. Lead", "Head", TODAY, "here")),
    )
    risk = Risk(1, "r1", 1, "risk", "R1", "No cover", TODAY, owner="Analyst")
    services = (ServiceRecord(1, "s1", 1, "Refuse", True), ServiceRecord(2, "s2", 1, "Finance", False))
    made = told(
        directorate=dataclasses.replace(DIRECTORATE, services=services),
        actions=actions,
        updates=updates,
        signatures=signatures,
        risks=(risk, dataclasses.replace(risk, uid="r2", reference="R2", owner="")),
    )
    assert words(made, "people").split("\n") == [
        "A. Lead, Head | Lead until now",
        "Signed the return for 2026-27-Q1 | 2.4 |  | ",
        "Jo, Director | Confirmed the return for 2026-27-Q1 |  |  | ",
        "Analyst | Owns R1 | 2.3 |  | ",
        "Depot Manager |  | 2.1 | 2.2 | 2026-09-01",
        "Without an owner: 2.5.",
        "Refuse, works with residents",
        "Finance",
    ]


def test_decisions_are_told_with_their_reasons() -> None:
    cascade = (
        CascadeRow("1.1", 1, "Say it", "Year 1", Part.OWN, True, Decision.DECLINED, "Communications leads."),
        CascadeRow("1.2", 1, "Do it", "Year 1", Part.OWN, True, Decision.OPEN),
        CascadeRow("1.3", 1, "Know it", "Year 1", Part.AWARE, True, Decision.OPEN),
    )
    actions = (
        action(1, status=Status.PAUSED, status_reason="No cover."),
        action(2, status=Status.WILL_NOT_DO, status_reason="Others do it."),
    )
    told_twice = Escalation(1, "e1", 1, "E-01", "Cover", TODAY, decision="No.", result="Moved money.", closed_on=TODAY)
    made = told(cascade=cascade, declined_on={"1.1": TODAY}, actions=actions, escalations=(told_twice,))
    assert words(made, "decisions").split("\n") == [
        "1 corporate action waits for a decision.",
        "Corporate actions that were declined | 1.1 | Say it | Communications leads. | 2026-10-06 (Corporate actions that were declined)",
        "Actions that are paused | 2.1 | Action 1 | No cover. |  (Actions that are paused)",
        "Actions that will not be done | 2.2 | Action 2 | Others do it. |  (Actions that will not be done)",
        "What was decided on escalations | E-01 | Cover | No.",
        "Moved money. | 2026-10-06 (What was decided on escalations)",
    ]
    assert "1 corporate action to decide on." in handover_document(made).cover.changes
    many = told(cascade=(cascade[1], dataclasses.replace(cascade[1], corporate_id="1.4")))
    assert words(many, "decisions").split("\n") == ["2 corporate actions wait for a decision.", "No decision is on record."]


def test_evidence_says_where_it_lies_and_what_has_none() -> None:
    evidence = (
        Evidence(1, "v1", 1, EvidenceKind.NOTE, "Minutes", dated=TODAY, actions=(1,)),
        Evidence(2, "v2", 1, EvidenceKind.LINK, "Page", link="https://example.org/a", dated=dt.date(2025, 1, 1), actions=(1, 2)),
        Evidence(3, "v3", 1, EvidenceKind.FILE, "Rota", file_name="rota.xlsx", size=2_400_000),
    )
    actions = (action(1), action(2, status=Status.COMPLETE), action(3, status=Status.COMPLETE))
    made = told(actions=actions, evidence=evidence)
    assert words(made, "evidence").split("\n")[1:] == [
        "2.1 | Action 1 | Minutes | Note | in the leadapp file | 2026-10-06",
        "2.1 | Action 1 | Page | Link | https://example.org/a | 1 January 2025, out of date",
        "2.2 | Action 2 | Page | Link | https://example.org/a | 1 January 2025, out of date",
        "2.3 | Action 3 | complete, without evidence |  |  | ",
        "none |  | Rota | File | in the leadapp file: rota.xlsx, 2.4 MB | no day",
    ]
    table = next(b for b in section(handover_document(made), "evidence").blocks if isinstance(b, Table))
    assert table.rows[1].cells[5].tone is Tone.WARNING


def test_how_a_quarter_works_names_the_settings_that_matter() -> None:
    made = told(
        directorate=dataclasses.replace(DIRECTORATE, email_to="group@example.org", priority=None, days_to_return=1),
        asked=("Analyst", "Depot Manager"),
        asked_for="2026-27-Q1",
        rules_off=(RuleOffPart("stale", "Nothing moved", "We know."),),
    )
    said = words(made, "round")
    for line in (
        "A return is due: 1 day after its quarter ends",
        "It goes to: Race Action Group, group@example.org",
        "Priority directorate: not known",
        "Asked with a workbook: for 2026-27-Q1: Analyst; Depot Manager",
        "Hidden: counts of people from 1 to 9",
        "Trigger rules switched off: Nothing moved: We know.",
    ):
        assert line in said
    assert "nobody so far" in words(told(), "round")
    assert "Trigger rules switched off" not in words(told(), "round")
