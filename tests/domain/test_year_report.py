"""The year: four returns rolled up; nothing averaged, nothing hidden given back, nothing missing left unsaid."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.documents import Block, Bullets, Callout, Document, Facts, Figure, Heading, Paragraph, Section, Table, Tone
from leadapp.domain.errors import BadInputError
from leadapp.domain.exchange import as_plain
from leadapp.domain.measures import number_text
from leadapp.domain.plan_figures import PillarPart, UrgentTest
from leadapp.domain.promise_parts import ChallengePart, CommitmentPart, EscalationPart, TriggerPart
from leadapp.domain.quarters import Quarter
from leadapp.domain.returns import ActionPart, Headline, KpiPart, ReturnRecord, UpdatePart, ValuePart
from leadapp.domain.year_cover import standing_words
from leadapp.domain.year_document import AS_GIVEN, NO_COMMENT, year_document, year_file_stem
from leadapp.domain.year_notes import (
    CaseStudy,
    YearNote,
    quarters_of,
    read_case,
    read_note,
    read_year,
    year_to_write,
    year_words,
    years_until,
)
from leadapp.domain.year_report import (
    BEFORE,
    DAMAGED,
    DRAFT,
    NOT_KEPT,
    SUBMITTED,
    TO_COME,
    QuarterTold,
    YearMaterial,
    YearReport,
    year_report,
)
from tests.domain.compared import NOW, action, kpi
from tests.domain.compared import record as bare_record

YEAR = "2026-27"
Q1, Q2, Q3, Q4 = quarters_of(YEAR)
STATUSES = ("not_started", "underway", "complete", "paused", "will_not_do")
CONFIDENCES = ("on_track", "at_risk", "off_track")


def record(quarter: Quarter, *actions: ActionPart, kpis: tuple[KpiPart, ...] = (), **values: object) -> ReturnRecord:
    """A return with its pillars counted."""
    known = actions or (action(),)
    pillars = tuple(
        PillarPart(
            *(n, f"Pillar {n}", f"P{n}", "", sum(a.pillar == n for a in known)),
            {key: sum(a.pillar == n and a.status == key for a in known) for key in STATUSES},
            {key: sum(a.pillar == n and a.confidence == key for a in known) for key in CONFIDENCES},
        )
        for n in range(1, 6)
    )
    return bare_record(*known, kpis=kpis, quarter=str(quarter), period=quarter.words, pillars=pillars, **values)


def told(*records: ReturnRecord, last: str = SUBMITTED) -> tuple[QuarterTold, ...]:
    """The four quarters: those of the records, then what is to come."""
    found = [QuarterTold(Quarter.parse(r.quarter), SUBMITTED, r, dt.date(2026, 7, 9)) for r in records]
    if found:
        found[-1] = dataclasses.replace(found[-1], standing=last)
    return (*found, *(QuarterTold(quarter, TO_COME) for quarter in (Q1, Q2, Q3, Q4)[len(found) :]))


def report(*records: ReturnRecord, last: str = SUBMITTED, **values: object) -> YearReport:
    base = YearMaterial(
        year=YEAR,
        quarters=told(*records, last=last),
        directorate=bare_record().directorate,
        marking="OFFICIAL",
        sample=False,
        as_at=NOW,
        note=YearNote(YEAR),
    )
    return year_report(dataclasses.replace(base, **values))  # type: ignore[arg-type]


def section(document: Document, key: str) -> Section:
    return next(one for one in document.sections if one.key == key)


def words_of(blocks: tuple[Block, ...]) -> str:
    """Everything that blocks say."""
    said: list[str] = []
    for block in blocks:
        if isinstance(block, (Paragraph, Heading)):
            said.append(block.text)
        elif isinstance(block, Callout):
            said.append(f"{block.title} {block.text}")
        elif isinstance(block, Bullets):
            said += block.items
        elif isinstance(block, Facts):
            said += [f"{name} {value}" for name, value in block.pairs]
        elif isinstance(block, Figure):
            said += [block.caption, block.chart.text]
        elif isinstance(block, Table):
            for row in block.rows:
                said += [row.group, *(str(cell.text or cell.value or "") for cell in row.cells)]
    return "\n".join(said)


def said(made: YearReport, key: str) -> str:
    return words_of(section(year_document(made), key).blocks)


def table(made: YearReport, key: str) -> Table:
    return next(block for block in section(year_document(made), key).blocks if isinstance(block, Table))


def cells(made: YearReport, key: str, row: int = 0) -> dict[str, object]:
    found = table(made, key)
    names = [column.key for column in found.columns]
    return {
        name: cell.text or cell.value for name, cell in zip(names, found.rows[row].cells, strict=True) if cell.text or cell.value
    }


def value(quarter: Quarter, number: float | None = None, of: float | None = None, **values: object) -> ValuePart:
    share = number / of if number is not None and of else None
    text = f"{number_text(number)} of {number_text(of)}, {share:.1%}" if share is not None else number_text(number)
    base = ValuePart(str(quarter), quarter.last_day, text=text, share=share)
    base = dataclasses.replace(base, numerator=number, denominator=of) if of else dataclasses.replace(base, number=number)
    return dataclasses.replace(base, **values)  # type: ignore[arg-type]


def hidden(quarter: Quarter) -> ValuePart:
    return ValuePart(str(quarter), quarter.last_day, hidden=True, text="fewer than 10")


# -------------------------------------------------------------------------------- years and what is typed
def test_a_year_is_read_as_it_is_written() -> None:
    assert read_year(" 2026-27 ") == YEAR
    assert year_words(YEAR) == "April 2026 to March 2027"
    for wrong in ("2026", "2026-28", "2026-27-Q1", "next"):
        with pytest.raises(BadInputError, match="is not a year"):
            read_year(wrong)


def test_the_years_of_a_file_run_from_its_first_quarter_to_the_one_reported() -> None:
    assert years_until(Quarter(2025, 4), Quarter(2027, 1)) == ("2027-28", "2026-27", "2025-26")
    assert years_until(Q2, Q2) == (YEAR,)


def test_in_a_years_first_quarter_the_report_of_the_year_before_is_written() -> None:
    assert year_to_write(Quarter(2025, 4), Q1) == "2025-26"
    assert year_to_write(Quarter(2025, 4), Q2) == YEAR
    assert year_to_write(Q1, Q1) == YEAR  # there is no year before in the file


def test_texts_of_the_year_are_read_or_told_what_is_wrong() -> None:
    values, problems = read_note({"comment": "Two\r\nlines", "comment_from": " The  group ", "commented_on": "31/3/27"})
    assert values == {"comment": "Two\nlines", "comment_from": "The group", "commented_on": dt.date(2027, 3, 31)}
    assert problems == ()
    assert read_note({"commented_on": " "})[0] == {"commented_on": None}
    assert [p.field for p in read_note({"commented_on": "soon", "comment_from": "x" * 301, "other": ""})[1]] == [
        *("commented_on", "comment_from"),
        "other",
    ]
    assert read_case({"action": "7", "title": "A\nline", "text": "t"})[0] == {"action": 7, "title": "A line", "text": "t"}
    assert [p.field for p in read_case({"action": "none", "title": "x" * 301, "year": ""})[1]] == ["action", "title", "year"]


def test_what_was_typed_last_stands_in_the_fields() -> None:
    note = YearNote(YEAR, comment="Said.", commented_on=dt.date(2027, 3, 31), typed=(("comment_from", "x"),))
    assert note.texts["commented_on"] == "31 March 2027"
    assert note.texts["comment_from"] == "x"
    case = CaseStudy(1, "u", 1, YEAR, 7, "1.8", "Champions", "a", typed=(("title", "y"),))
    assert case.texts == {"action": "7", "title": "y", "text": ""}
    assert (case.name, dataclasses.replace(case, title="Heard").name) == ("1.8 Champions", "Heard")


# -------------------------------------------------------------------------------- which quarters it is told from
def test_a_year_of_four_submitted_returns_is_whole() -> None:
    made = report(*(record(quarter) for quarter in (Q1, Q2, Q3, Q4)))
    assert made.is_whole
    document = year_document(made)
    assert document.notice == ""
    assert [callout.title for callout in document.cover.callouts] == ["Self-assessed."]
    assert standing_words(made) == "Told from what was submitted for Q1, Q2, Q3 and Q4."


def test_what_is_missing_is_said_on_the_cover_and_on_every_page() -> None:
    made = report(record(Q1), record(Q2), last=DRAFT, sample=True)
    document = year_document(made)
    assert document.notice == "Draft   Sample data"
    assert standing_words(made) == (
        "Told from what was submitted for Q1. Q2 is not submitted yet and told as it stands now. Q3 and Q4 are not submitted yet."
    )
    assert [callout.title for callout in document.cover.callouts] == ["Self-assessed.", "Not the whole year.", "Sample data."]
    assert dict(document.cover.facts)["Returns"] == (
        "Q1 submitted on 9 July 2026; Q2 not submitted yet; Q3 not submitted yet; Q4 not submitted yet"
    )
    assert year_file_stem(made) == "SAMPLE Parks annual report 2026-27"
    assert year_file_stem(report(record(Q1))) == "Parks annual report 2026-27"


def test_a_corrected_a_damaged_and_an_unkept_return_are_told_as_such() -> None:
    quarters = (
        QuarterTold(Q1, BEFORE),
        QuarterTold(Q2, NOT_KEPT, record(Q2)),
        QuarterTold(Q3, DAMAGED, record(Q3)),
        QuarterTold(Q4, SUBMITTED, record(Q4, revision=2)),
    )
    made = report(quarters=quarters)
    assert standing_words(made) == (
        "Told from what was submitted for Q4, Q4 as revision 2. "
        "Q2 is told from this file: sent with an earlier leadapp, not kept as it was. "
        "What was submitted for Q3 is damaged in this file; it is told from the file instead. "
        "Q1 is before this file began and not told."
    )
    assert dict(year_document(made).cover.facts)["Returns"] == (
        "Q1 before this file began; Q2 submitted; Q3 submitted; Q4 submitted, revision 2"
    )
    assert not made.is_whole


def test_an_empty_year_says_so_everywhere_and_has_no_empty_charts() -> None:
    empty = bare_record(quarter=str(Q1), pillars=record(Q1).pillars, headline=Headline("", "", ""))
    made = report(dataclasses.replace(empty, actions=(), kpis=()), last=DRAFT)
    document = year_document(made)
    assert document.cover.changes == ("No action has been taken into the plan yet.",)
    assert not [block for one in document.sections for block in one.blocks if isinstance(block, Figure)]
    for key, words in {
        "introduction": "No introduction was written yet.",
        "progress": "No action has been taken into the plan yet. Q1 is not submitted yet",
        "completed": "No action was completed in the year yet.",
        "commitments": "Nothing was promised for the quarters told here.",
        "raised": "Nothing was escalated, no trigger fired and nobody challenged.",
        "feedback": "Nothing was written in this return.",
        "cases": "No case study was written yet.",
        "next_year": "Nothing was written about next year yet.",
        "comment": NO_COMMENT,
    }.items():
        assert words in said(made, key)
    assert "urgent" not in {one.key for one in document.sections}


def test_a_year_of_which_no_return_tells_yet_says_so() -> None:
    made = report()
    assert made.told == ()
    assert (made.completed, made.kpis) == ((), ())
    assert "No return of this year tells of it yet." in said(made, "feedback")
    assert year_document(made).cover.changes == ("No action has been taken into the plan yet.",)


# -------------------------------------------------------------------------------- progress
def test_progress_is_told_by_quarter_and_pillar() -> None:
    own = dataclasses.replace(action(2, status="underway", confidence="at_risk"), pillar=None)
    made = report(record(Q1, action(1, status="underway"), own), record(Q2, action(1, status="complete"), own))
    assert "Complete at the end of Q1: 0 of 2; at the end of Q2: 1 of 2." in said(made, "progress")
    chart = next(b.chart for b in section(year_document(made), "progress").blocks if isinstance(b, Figure))
    assert chart.text == ("Q1: 0 complete, 2 underway, 0 not started. Q2: 1 complete, 1 underway, 0 not started.")
    groups = [row.group for row in table(made, "progress").rows]
    assert groups[-2:] == ["Without a pillar"] * 2
    assert groups.count("Pillar 2, Pillar 2") == 2
    assert "At the end of Q1 0 of 1 action were complete." in said(report(record(Q1)), "progress")
    later = report(record(Q1), record(Q2, action(), own))
    assert [row.group for row in table(later, "progress").rows].count("Without a pillar") == 1


def test_actions_completed_in_the_year_stand_with_the_quarter_and_its_words() -> None:
    done = action(1, status="complete", updates=(UpdatePart(dt.date(2026, 9, 1), "It opened.", "Head", False),))
    again = action(2, status="complete")
    made = report(
        record(Q1, action(1, status="underway"), again, action(3, status="complete")),
        record(Q2, done, dataclasses.replace(again, status="underway"), action(3, status="complete")),
        record(Q3, dataclasses.replace(done, updates=()), again, action(3, status="complete")),
        before=record(Quarter(2025, 4), action(3, status="complete"), action(1, status="underway")),
    )
    assert [(c.id, c.quarter, c.said) for c in made.completed] == [("2.1", str(Q2), "It opened."), ("2.2", str(Q3), "")]
    assert "2 actions were completed in the year." in said(made, "completed")
    assert cells(made, "completed")["quarter"] == "Q2"
    assert "1 action was completed in the year." in said(report(record(Q1, action(1, status="complete"))), "completed")


def test_without_a_return_before_the_year_the_day_says_what_was_complete_already() -> None:
    actions = (action(1, status="complete"), action(2, status="complete"))
    days = {"a1": dt.date(2026, 2, 1), "a2": dt.date(2026, 4, 1)}
    made = report(record(Q1, *actions), completed_on=days)
    assert [c.id for c in made.completed] == ["2.2"]


# -------------------------------------------------------------------------------- promises
def test_promises_of_the_year_are_counted_and_told_with_their_why() -> None:
    def promise(quarter: Quarter, outcome: str, why: str = "") -> CommitmentPart:
        return CommitmentPart(f"c{outcome}", f"Promise {outcome}", str(quarter.previous), str(quarter), outcome=outcome, why=why)

    made = report(
        record(Q1, commitments=(promise(Q1, "kept"), promise(Q1, "not_kept", "No cover."))),
        record(Q2, commitments=(promise(Q2, "part_kept", "Half."), promise(Q2, ""))),
        record(Q3),
    )
    words = said(made, "commitments")
    assert "4 commitments for the year: 1 kept, 1 part kept, 1 not kept, 1 to answer." in words
    assert "No cover." in words
    assert "no outcome" in words
    assert [row.group for row in table(made, "commitments").rows] == [f"Promised for {q.words}" for q in (Q1, Q1, Q2, Q2)]
    chart = next(b.chart for b in section(year_document(made), "commitments").blocks if isinstance(b, Figure))
    assert "2026-27-Q3" not in chart.text  # a quarter without a promise has no bar
    assert "4 commitments: 1 kept, 1 part kept, 1 not kept, 1 to answer." in year_document(made).cover.changes


# -------------------------------------------------------------------------------- KPIs
def year_of(*values: ValuePart | None, last: ValuePart | None = None, **of_kpi: object) -> YearReport:
    """A year in which one KPI has these values, quarter by quarter; ``last`` is what it was before."""
    return report(
        *(
            record(quarter, kpis=(kpi(reading, last if quarter == Q1 else None, **of_kpi),))
            for quarter, reading in zip((Q1, Q2, Q3, Q4), values, strict=False)
        )
    )


BEFORE_IT = Quarter(2025, 4)


def test_a_share_moves_from_the_last_before_the_year_to_its_last_and_is_never_averaged() -> None:
    made = year_of(value(Q1, 1, 2), value(Q2, 90, 100), last=value(BEFORE_IT, 4, 10))
    (one,) = made.kpis
    assert (one.start, one.end) == (value(BEFORE_IT, 4, 10), value(Q2, 90, 100))
    assert (one.moved, one.better) == ("up 50.0 points to 90.0%", True)
    row = cells(made, "kpis")
    assert row["start"] == "4 of 10, 40.0% (2025-26-Q4)"
    assert row["end"] == "90 of 100, 90.0% (2026-27-Q2)"
    assert row["moved"] == "▲ up 50.0 points to 90.0%"
    assert (row["end_value"], row["end_of"], row["end_share"], row["start_share"]) == (90, 100, 0.9, 0.4)
    assert (row["target"], row["better"], str(Q1)) == ("100%", "better", "2026-27-Q1")
    assert row[str(Q1)] == "1 of 2, 50.0%"
    figure = next(b for b in section(year_document(made), "kpis").blocks if isinstance(b, Figure))
    assert figure.chart.text == ("Staff trained: 40.0% in 2025-26-Q4, 50.0% in 2026-27-Q1, 90.0% in 2026-27-Q2, target 100%.")
    assert "KPIs: 1 better, 0 worse than where the year began." in year_document(made).cover.changes


def test_what_the_return_before_the_year_says_comes_before_what_the_first_return_remembers() -> None:
    first = record(Q1, kpis=(kpi(value(Q1, 6, 10), value(BEFORE_IT, 4, 10)),))
    corrected = record(BEFORE_IT, kpis=(kpi(value(BEFORE_IT, 3, 10)),))
    assert report(first, before=corrected).kpis[0].start == value(BEFORE_IT, 3, 10)
    unmeasured = record(BEFORE_IT, kpis=(kpi(value(BEFORE_IT, not_yet_measured=True), value(Quarter(2025, 3), 1, 10)),))
    assert report(first, before=unmeasured).kpis[0].start == value(Quarter(2025, 3), 1, 10)


def test_a_first_value_has_nothing_to_be_compared_with() -> None:
    made = year_of(None, value(Q2, 5, 10))
    row = cells(made, "kpis")
    assert (row["start"], row["moved"], row["end_share"]) == ("no earlier value", "first value", 0.5)
    assert "start_share" not in row
    assert not [b for b in section(year_document(made), "kpis").blocks if isinstance(b, Figure)]


def test_where_the_year_knows_no_earlier_value_it_begins_with_its_own_first_one() -> None:
    made = year_of(value(Q1, 5, 10), value(Q2, 6, 10))
    assert (made.kpis[0].start, made.kpis[0].moved) == (value(Q1, 5, 10), "up 10.0 points to 60.0%")
    figure = next(b for b in section(year_document(made), "kpis").blocks if isinstance(b, Figure))
    assert figure.chart.text.count("2026-27-Q1") == 1


def test_what_was_never_measured_says_so() -> None:
    made = year_of(value(Q1, not_yet_measured=True), None)
    row = cells(made, "kpis")
    assert (row["start"], row["end"]) == ("no value", "not yet measured")
    assert (row[str(Q1)], row[str(Q2)]) == ("not yet measured", "no value")
    assert "moved" not in row


def test_hidden_small_numbers_stay_hidden_in_every_part() -> None:
    made = year_of(value(Q1, 12), hidden(Q2), value(Q3, 11), kind="count", unit="", target=None, direction="down")
    (one,) = made.kpis
    assert (one.total, one.total_is_least) == (24, True)
    row = cells(made, "kpis")
    assert (row["total"], row[str(Q2)]) == ("at least 24", "fewer than 10")
    assert (row["moved"], row["better"], row["target"]) == ("▼ down 1 to 11", "better", "should fall")
    assert "Counts of people from 1 to 9 are not shown" in said(made, "kpis")
    ends = year_of(hidden(Q1), hidden(Q2), kind="count")
    row = cells(ends, "kpis")
    assert (row["moved"], row["total"], row["end"]) == ("not shown", "at least 2", "fewer than 10 (2026-27-Q2)")
    assert "end_value" not in row


def test_a_sum_needs_two_counts_and_no_share_is_summed() -> None:
    assert cells(year_of(value(Q1, 12), value(Q2, 3), kind="count", direction="at_most", unit=""), "kpis")["total"] == 15
    assert year_of(value(Q1, 12), None, kind="count").kpis[0].total is None
    assert year_of(value(Q1, 1, 2), value(Q2, 1, 2)).kpis[0].total is None
    row = cells(year_of(value(Q1, 12), value(Q2, 12), kind="count", direction="at_most", unit="", target=5), "kpis")
    assert (row["moved"], row["target"]) == ("▶ no change", "at most 5")


@given(st.lists(st.integers(0, 40), min_size=2, max_size=4), st.integers(5, 20))
def test_a_sum_never_says_more_than_the_returns_do(counts: list[int], small: int) -> None:
    readings = [
        dataclasses.replace(hidden(q), text=f"fewer than {small}") if 0 < n < small else value(q, n)
        for q, n in zip((Q1, Q2, Q3, Q4), counts, strict=False)
    ]
    (one,) = year_of(*readings, kind="count", unit="").kpis
    least = sum(1 if 0 < n < small else n for n in counts)
    assert (one.total, one.total_is_least) == (least, any(0 < n < small for n in counts))
    assert least <= sum(counts)


def test_yes_and_no_and_surveys_are_told_in_their_words() -> None:
    row = cells(
        year_of(value(Q1, 0, text="Not yet"), value(Q2, 1, text="Yes"), kind="yes_no", target=None, direction="up"), "kpis"
    )
    assert (row["moved"], row["end_value"], row["target"]) == ("▲ now yes", "Yes", "should rise")
    row = cells(year_of(value(Q1, 1, text="Yes"), value(Q2, 0, text="Not yet"), kind="yes_no", target=None, direction=""), "kpis")
    assert row["moved"] == "▼ no longer so"
    survey = value(Q2, 95, 231, wave="Spring pulse", response_rate=34.0, question="Do you feel safe?")
    row = cells(year_of(None, survey, perception=True), "kpis")
    assert row["end"] == "95 of 231, 41.1% (2026-27-Q2)\nSpring pulse, response 34.0%"
    assert row["question"] == "Do you feel safe?"
    row = cells(year_of(value(Q1, 95, 231, wave="Spring pulse")), "kpis")
    assert row["end"] == "95 of 231, 41.1% (2026-27-Q1)\nSpring pulse"


def test_a_kpi_that_the_plan_no_longer_has_keeps_its_place_after_the_others() -> None:
    gone = kpi(value(Q1, 1, 2), uid="k0", text="Gone")
    made = report(record(Q1, kpis=(gone, kpi(value(Q1, 1, 2)))), record(Q2, kpis=(kpi(value(Q2, 2, 2)),)))
    assert [one.text for one in made.kpis] == ["Staff trained", "Gone"]


# -------------------------------------------------------------------------------- the 1.7 test and what was raised
def test_the_urgent_test_is_told_quarter_by_quarter() -> None:
    met = UrgentTest(4, 6, 4 / 6, 0.5, True, "Begun.")
    none = UrgentTest(0, 0, None, 0.5, None, "Begun.")
    made = report(record(Q1, urgent_test=none), record(Q2, urgent_test=met), record(Q3))
    assert len(table(made, "urgent").rows) == 2
    assert cells(made, "urgent")["share"] == "no urgent actions"
    assert cells(made, "urgent", 1)["met"] == "Yes"
    assert "Definition. Begun." in said(made, "urgent")
    ended = report(record(Q1, urgent_test=met))
    assert "Urgent actions underway (1.7): 4 of 6, 67%." in year_document(ended).cover.changes


def test_escalations_and_triggers_are_told_in_numbers_only() -> None:
    first = EscalationPart("e1", "E-01", "Cameras", "Pay", "", "", Q1.first_day, None, (), "", None, "", "", None)
    closed = dataclasses.replace(first, closed_on=Q2.last_day)
    second = dataclasses.replace(first, uid="e2", id="E-02", opened_on=Q2.first_day, title="Secret title")
    fired = TriggerPart("rule", "Due passed", "a1", "2.1", "Action 1", "It was due.")
    made = report(
        record(Q1, escalations=(first,), triggers=(fired, dataclasses.replace(fired, escalation="E-01"))),
        record(
            Q2,
            escalations=(closed, second),
            triggers=(dataclasses.replace(fired, answer="Because."),),
            challenges=(ChallengePart("c", "Board", "Why?", Q2.first_day, "", None),),
        ),
    )
    assert made.escalations == 2
    row = cells(made, "raised")
    assert (row["escalations_opened"], row["escalations_open"]) == (1, 1)
    assert (row["triggers"], row["triggers_escalated"]) == (2, 1)
    assert "triggers_reasoned" not in row  # a nought
    row = cells(made, "raised", 1)
    assert (row["escalations_opened"], row["escalations_closed"], row["escalations_open"]) == (1, 1, 1)
    assert (row["triggers"], row["triggers_reasoned"], row["challenges"]) == (1, 1, 1)
    assert "2 escalations in the year, 1 open at the end. Triggers fired 3 times" in said(made, "raised")
    assert "2 escalations, 1 open at the end." in year_document(made).cover.changes
    assert "Secret title" not in repr(year_document(made))


def test_triggers_that_fired_once_or_never_are_told_in_words() -> None:
    fired = TriggerPart("rule", "Due passed", "a1", "2.1", "Action 1", "It was due.")
    asked = ChallengePart("c", "Board", "Why?", Q1.first_day, "", None)
    assert "Triggers fired once" in said(report(record(Q1, triggers=(fired,))), "raised")
    assert "Triggers fired twice" in said(report(record(Q1, triggers=(fired, fired))), "raised")
    assert "Triggers fired never" in said(report(record(Q1, challenges=(asked,))), "raised")


# -------------------------------------------------------------------------------- what people said
def test_the_comment_is_printed_as_it_was_given() -> None:
    comment = "  You say BAME.\n\nWe are  not a letter.  "
    note = YearNote(YEAR, comment=comment, comment_from="The advisory group", commented_on=dt.date(2027, 4, 12))
    blocks = section(year_document(report(record(Q1), note=note)), "comment").blocks
    assert [block.text for block in blocks if isinstance(block, Paragraph)] == [
        comment,
        "The advisory group, 12 April 2027",
        AS_GIVEN,
    ]
    nameless = section(year_document(report(record(Q1), note=YearNote(YEAR, comment="So."))), "comment").blocks
    assert [block.text for block in nameless if isinstance(block, Paragraph)] == ["So.", AS_GIVEN]
    (none,) = section(year_document(report(record(Q1), note=YearNote(YEAR, comment=" \n"))), "comment").blocks
    assert none == Paragraph(NO_COMMENT, Tone.QUIET)


def test_case_studies_and_feedback_stand_in_their_order() -> None:
    cases = (
        CaseStudy(1, "u1", 1, YEAR, 7, "1.8", "Champions", "a1", "A cab to pray in", "They asked."),
        CaseStudy(2, "u2", 1, YEAR, 8, "2.4", "EIAs", "a2"),
    )
    note = YearNote(YEAR, introduction="We began.", next_year="We go on.")
    made = report(record(Q1), record(Q2, headline=Headline("", "", "Heard again.")), cases=cases, note=note)
    assert said(made, "cases").split("\n") == [
        *("A cab to pray in", "Action 1.8: Champions", "They asked."),
        *("2.4 EIAs", "Action 2.4: EIAs", "Nothing was written yet."),
    ]
    assert said(made, "feedback").split("\n") == [
        *("Q1, April to June 2026", "Heard."),
        *("Q2, July to September 2026", "Heard again."),
    ]
    assert (said(made, "introduction"), said(made, "next_year")) == ("We began.", "We go on.")


def test_no_owner_is_named_in_an_annual_report() -> None:
    promise = CommitmentPart("c", "Train 45", str(BEFORE_IT), str(Q1), owner="Very Named Person", outcome="kept")
    named = dataclasses.replace(action(1, status="complete"), owner="Very Named Person")
    made = report(record(Q1, named, commitments=(promise,)))
    assert "Very Named Person" not in repr(year_document(made))


def test_the_report_is_plain_data() -> None:
    data = as_plain(report(record(Q1, kpis=(kpi(value(Q1, 5, 10)),))))
    assert (data["year"], data["quarters"][0]["quarter"], data["kpis"][0]["end"]["numerator"]) == (YEAR, "2026-27-Q1", 5)
