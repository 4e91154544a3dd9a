"""From records to the return's record and its document: what is shown, what is left out, and how an earlier quarter stood."""

import dataclasses
import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from leadapp.domain.assembly import assemble, due_words
from leadapp.domain.charts import StackedBars
from leadapp.domain.checks import CheckResult
from leadapp.domain.corporate_plan import CorporatePlan, Direction, KpiKind, Part, plan_from_toml
from leadapp.domain.directorate import DirectorateRecord
from leadapp.domain.documents import Bullets, Cell, CellKind, Column, Figure, Paragraph, Table, Tone
from leadapp.domain.material import Material, action_order
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.past import as_of
from leadapp.domain.plan import Confidence, Origin, PlanAction, Redating, Status, Update
from leadapp.domain.plan_figures import plan_chart
from leadapp.domain.quarters import Quarter, due_in_words
from leadapp.domain.return_document import ACTION_COLUMNS, email_text, file_stem, return_document
from leadapp.domain.return_kpis import KPI_COLUMNS
from leadapp.domain.return_text import ReturnState, ReturnText
from leadapp.domain.returns import ReturnRecord, record_as_json
from tests.domain import compared

NOW = dt.datetime(2026, 10, 6, 9, tzinfo=dt.UTC)
TODAY = NOW.date()
SHIPPED = Path(__file__).parents[2] / "resources" / "plan" / "corporate_plan.toml"
PARKS = DirectorateRecord("d", 1, "Norbury", "Parks", "A. Lead", "Head", dt.date(2026, 1, 1), True, "2025-26-Q4")


@cache
def plan() -> CorporatePlan:
    return plan_from_toml(SHIPPED.read_text("utf-8"))


def action(number: int, reference: str, **values: object) -> PlanAction:
    base = PlanAction(number, f"a{number}", 1, reference, f"Action {reference}", Origin.CORPORATE, Status.UNDERWAY, reference)
    return dataclasses.replace(base, pillar=int(reference[0]), part=Part.OWN, confidence=Confidence.ON_TRACK, **values)  # type: ignore[arg-type]


def update(action_id: int, quarter: str, text: str, **values: object) -> Update:
    return dataclasses.replace(Update(1, "u", 1, action_id, quarter, TODAY, text), **values)  # type: ignore[arg-type]


def kpi(number: int, action_id: int, kind: KpiKind = KpiKind.PERCENTAGE, **values: object) -> Kpi:
    return dataclasses.replace(Kpi(number, f"k{number}", 1, action_id, f"KPI {number}", kind, unit="%"), **values)  # type: ignore[arg-type]


def value(kpi_id: int, quarter: str, **values: object) -> KpiValue:
    return KpiValue(kpi_id, "v", 1, kpi_id, quarter, TODAY, **values)  # type: ignore[arg-type]


def material(**values: object) -> Material:
    base = Material(PARKS, plan(), ReturnText("2026-27-Q2"), (action(1, "2.4"),), (), (), (), ())
    return dataclasses.replace(base, **values)  # type: ignore[arg-type]


def record(checks: tuple[CheckResult, ...] = (), **values: object) -> ReturnRecord:
    return assemble(material(**values), checks, NOW)


def cells(made: ReturnRecord, name: str) -> list[tuple[Cell, ...]]:
    """The rows of the table called ``name``."""
    for section in return_document(made).sections:
        for block in section.blocks:
            if isinstance(block, Table) and block.key == name:
                return [row.cells for row in block.rows]
    raise KeyError(name)


def cell_of(row: tuple[Cell, ...], columns: tuple[Column, ...], key: str) -> Cell:
    """The cell of a row in the column called ``key``."""
    return row[[column.key for column in columns].index(key)]


def words(made: ReturnRecord) -> str:
    return repr(return_document(made))


# -------------------------------------------------------------------------------- the record
def test_actions_stand_in_the_order_of_the_plan() -> None:
    own = dataclasses.replace(action(4, "2.4"), reference="PA-01", origin=Origin.LOCAL, corporate_id="")
    homeless = dataclasses.replace(own, reference="PA-02", pillar=None)
    listed = (homeless, action(1, "2.10"), own, action(2, "2.4"), action(3, "1.2"))
    assert [a.reference for a in sorted(listed, key=action_order)] == ["1.2", "2.4", "2.10", "PA-01", "PA-02"]
    many = [dataclasses.replace(own, reference=f"PA-{n}") for n in ("217", "22", "03")]
    assert [a.reference for a in sorted(many, key=action_order)] == ["PA-03", "PA-22", "PA-217"]


def test_actions_without_a_pillar_are_counted_with_the_others() -> None:
    homeless = dataclasses.replace(action(4, "2.4"), reference="PA-01", origin=Origin.LOCAL, corporate_id="", pillar=None)
    made = record(actions=(homeless, action(1, "2.10")))
    rows = cells(made, "pillars")
    assert [(row[0].value, row[1].value) for row in rows[-2:]] == [("5 Sustaining", 0), ("Without a pillar", 1)]
    assert sum(int(str(row[1].value)) for row in rows) == 2
    (chart,) = [
        block.chart for section in return_document(made).sections for block in section.blocks if isinstance(block, Figure)
    ]
    assert isinstance(chart, StackedBars)
    assert chart.categories[-1] == "Without a pillar"
    assert chart.text.startswith("2 actions over five pillars, 1 of them without a pillar: ")
    assert len(made.pillars) == 5, "the record has an entry a pillar, and no more"
    assert [row[0].value for row in cells(record(actions=(action(1, "2.10"),)), "pillars")][-1] == "5 Sustaining"
    home = plan_chart(material(actions=(homeless, action(1, "2.10"))))
    assert home == chart


def test_before_month_0_dates_read_as_months() -> None:
    waiting = action(1, "2.4", band="Within 12 months")
    assert due_words(waiting, None) == "Month 12"
    assert due_words(waiting, dt.date(2026, 1, 1)) == ""
    assert due_words(dataclasses.replace(waiting, due=TODAY), None) == ""
    made = record(directorate=dataclasses.replace(PARKS, month_zero=None), actions=(waiting,))
    assert made.programme_month is None
    assert "Month 12" in words(made)
    assert "no date" in words(record())


@pytest.mark.parametrize(
    ("statuses", "numbers", "met"),
    [
        ((), (0, 0), None),
        ((Status.UNDERWAY, Status.NOT_STARTED), (1, 2), True),
        ((Status.COMPLETE, Status.PAUSED, Status.NOT_STARTED), (1, 3), False),
        ((Status.UNDERWAY, Status.WILL_NOT_DO), (1, 1), True),
    ],
)
def test_the_1_7_test(statuses: tuple[Status, ...], numbers: tuple[int, int], met: bool | None) -> None:
    urgent = tuple(
        dataclasses.replace(action(n, f"2.{n + 1}", urgent=True, status=s), confidence=None) for n, s in enumerate(statuses)
    )
    made = record(actions=(*urgent, action(9, "3.1", status=Status.UNDERWAY)))
    assert made.urgent_test is not None
    assert (made.urgent_test.numerator, made.urgent_test.denominator) == numbers
    assert made.urgent_test.met is met
    text = words(made)
    assert ("Cannot be worked out" in text) == (met is None)
    assert "Definition." in text
    others = record(directorate=dataclasses.replace(PARKS, priority=False))
    assert others.urgent_test is None
    assert "Urgent actions underway" not in words(others)


def test_a_small_count_shows_nowhere() -> None:
    people = kpi(1, 1, counts_people=True, target=50.0, direction=Direction.AT_LEAST)
    made = record(
        kpis=(people,),
        values=(
            value(1, "2026-27-Q1", numerator=40.0, denominator=80.0),
            value(1, "2026-27-Q2", numerator=7.0, denominator=81.0),
        ),
    )
    part = made.kpis[0]
    assert (part.trend, part.trend_arrow, part.better, part.meets_target) == ("", "", None, None)
    assert part.last is not None
    assert part.last.share == 0.5
    text = words(made) + repr(record_as_json(made)["kpis"])
    assert "8.6" not in text
    assert "0.086" not in text
    assert "Counts of people from 1 to 9 are not shown" in text


def test_kpi_rows_say_what_was_measured() -> None:
    made = record(
        kpis=(
            kpi(1, 1, KpiKind.YES_NO),
            kpi(2, 1, KpiKind.COUNT, unit=""),
            kpi(3, 1, KpiKind.PERCEPTION, perception=True, question="Safe?"),
            kpi(4, 1, direction=Direction.UP),
            kpi(5, 1, direction=Direction.AT_MOST, target=5.0),
            kpi(6, 77),
            kpi(7, 1, direction=Direction.DOWN, target=5.0, due="M7"),
        ),
        values=(
            value(1, "2026-27-Q2", number=1.0),
            value(2, "2026-27-Q1", not_yet_measured=True),
            value(2, "2026-27-Q2", number=12.5, source="Log", note="Half a case"),
            value(3, "2026-27-Q2", not_yet_measured=True, reason="Delayed.", next_wave="Spring"),
            value(4, "2026-27-Q3", numerator=1.0, denominator=2.0),
            value(5, "2026-27-Q1", numerator=2.0, denominator=4.0),
            value(5, "2026-27-Q2", numerator=1.0, denominator=4.0),
        ),
    )
    assert len(made.kpis) == 6  # a KPI without its action is not reported
    rows = {row[1].value: row for row in cells(made, "kpis")}

    def cell(name: str, key: str) -> Cell:
        return cell_of(rows[name], KPI_COLUMNS, key)

    assert cell("KPI 1", "value").text == "Yes"
    assert cell("KPI 2", "value").value == 12.5
    assert cell("KPI 2", "trend").value == "first value"
    assert cell("KPI 2", "target").value is None
    assert cell("KPI 3", "share").text == "not yet measured"
    assert cell("KPI 3", "source").value == "Delayed. Next: Spring."
    assert cell("KPI 4", "share").text == "not asked", "it has no due point and was never measured"
    assert cell("KPI 7", "share").text == "no value", "it fell due in July"
    assert (cell("KPI 4", "target_words").value, cell("KPI 4", "aim").value) == ("should rise", "should rise")
    assert (cell("KPI 5", "target_words").value, cell("KPI 5", "aim").value) == ("at most 5%", "at most")
    assert (cell("KPI 7", "target_words").value, cell("KPI 7", "aim").value) == ("at most 5%", "should fall")
    assert cell("KPI 5", "target") == Cell(0.05, kind=CellKind.SHARE)
    assert cell("KPI 5", "trend").value == "▼ down 25.0 points"
    assert cell("KPI 5", "last_share").value == 0.5
    assert cell("KPI 5", "last").value == 2


def test_what_held_before_is_asked_for_again() -> None:
    """A yes of January says nothing about September: it is asked again, and left open it is missing."""
    made = record(kpis=(kpi(1, 1, KpiKind.YES_NO),), values=(value(1, "2025-26-Q4", number=1.0),))
    (row,) = cells(made, "kpis")
    assert made.kpis[0].asked
    assert cell_of(row, KPI_COLUMNS, "share").text == "no value"
    assert cell_of(row, KPI_COLUMNS, "last").text == "Yes"


def test_what_was_reached_before_still_reads_as_reached() -> None:
    """A milestone of January is not asked for again; the return of September must not say "no value"."""
    reached, open_still = kpi(1, 1, KpiKind.MILESTONE), kpi(2, 1, KpiKind.MILESTONE)
    made = record(kpis=(reached, open_still), values=(value(1, "2025-26-Q4", number=1.0), value(2, "2025-26-Q4", number=0.0)))
    yes, no = (
        tuple(cell_of(row, KPI_COLUMNS, key) for key in ("value", "share", "trend", "last")) for row in cells(made, "kpis")
    )
    assert (yes[0].text, yes[1].text, yes[2].value, yes[3].text) == ("Yes", "", "since 2025-26-Q4", "Yes")
    assert (no[0].text, no[1].text, no[3].text) == ("", "no value", "Not yet")


def test_a_survey_names_wave_answers_and_rate() -> None:
    survey = kpi(3, 1, KpiKind.PERCEPTION, perception=True)
    reading = value(3, "2026-27-Q2", numerator=30.0, denominator=60.0, wave="Autumn", question="Safe?", n=60, response_rate=50.0)
    made = record(kpis=(survey,), values=(reading,))
    assert cell_of(cells(made, "kpis")[0], KPI_COLUMNS, "source").value == "“Safe?” Autumn, n 60, response 50.0%."
    bare = record(kpis=(survey,), values=(dataclasses.replace(reading, question="", response_rate=None),))
    assert cell_of(cells(bare, "kpis")[0], KPI_COLUMNS, "source").value == "Autumn, n 60."


# -------------------------------------------------------------------------------- the document
def test_an_action_shows_when_and_why_its_date_moved() -> None:
    moved = action(1, "2.4", due=dt.date(2027, 3, 31), due_first=dt.date(2026, 12, 31), times_redated=1)
    stopped = action(2, "2.6", status=Status.PAUSED, status_reason="No post holder")
    made = record(
        actions=(moved, stopped),
        redatings=(Redating(1, 1, "2026-27-Q2", TODAY, dt.date(2026, 12, 31), dt.date(2027, 3, 31), "Late supplier"),),
        updates=(
            update(1, "2026-27-Q2", "First", written_on=dt.date(2026, 9, 1)),
            update(1, "2026-27-Q2", "Then"),
            update(2, "2026-27-Q2", "waiting", no_change=True),
            update(2, "2026-27-Q1", "Of another quarter"),
        ),
    )
    first, second = cells(made, "actions")
    text = [str(c.text or c.value) for c in first]
    assert "31 March 2027, was 31 December 2026" in text
    assert (
        cell_of(first, ACTION_COLUMNS, "update").value == "1 September 2026: First\n6 October 2026: Then\nRe-dated: Late supplier"
    )
    assert "No change, because waiting\nPaused: No post holder" in [c.value for c in second]
    redated_later = record(actions=(moved,), redatings=())
    assert redated_later.actions[0].redated == ()
    assert "Of another quarter" not in words(made)


def test_what_is_missing_is_listed_or_said_to_be_nothing() -> None:
    def last_blocks(made: ReturnRecord) -> tuple[object, ...]:
        return return_document(made).sections[-1].blocks

    assert last_blocks(record()) == (Paragraph("Nothing. Every check passed when this document was made."),)
    checks = (
        CheckResult("updates", False, "No update on 2.4.", "round"),
        CheckResult("typed", False, "Odd thing.", "round", "odd"),
    )
    found = last_blocks(record(checks))
    assert found[1] == Bullets(("Missing: No update on 2.4.", "Odd: Odd thing."))


def test_a_draft_and_a_sample_are_never_taken_for_the_real_thing() -> None:
    sample = record(directorate=dataclasses.replace(PARKS, is_sample=True))
    assert return_document(sample).notice == "Draft   Sample data"
    assert any(c.tone is Tone.WARNING for c in return_document(sample).cover.callouts)
    assert file_stem(sample) == "SAMPLE Parks return 2026-27-Q2 revision 1"
    sent = record(text=ReturnText("2026-27-Q2", state=ReturnState.SUBMITTED))
    assert return_document(sent).notice == ""
    assert "SAMPLE DATA" in email_text(sample, "")
    assert email_text(sent, "group@example.org").startswith("To: group@example.org\nSubject: OFFICIAL: race equality return")


def test_notes_on_pillars_stand_in_the_leads_words() -> None:
    made = record(text=ReturnText("2026-27-Q2", pillar_2="Slow but steady"), actions=())
    assert "Slow but steady" in words(made)
    assert "No action has been taken into the plan yet." in words(made)
    assert not [block for section in return_document(made).sections for block in section.blocks if isinstance(block, Figure)]


def test_a_cell_without_words_says_why() -> None:
    actions = (action(1, "2.4"), action(2, "2.6", status=Status.COMPLETE), action(3, "2.7"))
    silent = tuple(dataclasses.replace(a, confidence=None) for a in actions)
    made = record((CheckResult("updates", False, "No update on 2.4.", "round", ids=("2.4",)),), actions=silent)
    found = [
        (cell_of(row, ACTION_COLUMNS, "confidence").text, cell_of(row, ACTION_COLUMNS, "update").text)
        for row in cells(made, "actions")
    ]
    assert found == [("not said", "no update"), ("not asked", "not asked"), ("not said", "not asked")]


def test_the_cover_counts_in_plain_words() -> None:
    off = action(1, "2.4", status=Status.UNDERWAY)
    made = record(
        (CheckResult("updates", False, "No update on 2.4.", "round"),),
        actions=(dataclasses.replace(off, confidence=Confidence.OFF_TRACK),),
    )
    lines = return_document(made).cover.changes
    assert "1 action: 1 underway." in lines
    assert "0 at risk, 1 off track (2.4)." in lines
    assert "Check: 1 thing missing or odd, listed at the end." in lines


def test_distances_in_days() -> None:
    assert due_in_words(TODAY, TODAY) == "today"
    assert due_in_words(TODAY + dt.timedelta(days=1), TODAY) == "in 1 day"
    assert due_in_words(TODAY - dt.timedelta(days=2), TODAY) == "2 days ago"


def test_the_json_form_is_plain_data() -> None:
    made = record(updates=(update(1, "2026-27-Q2", "Words"),))
    plain = record_as_json(made)
    assert plain["actions"][0]["update"] == "Words"
    assert plain["as_at"] == "2026-10-06T09:00:00+00:00"
    assert plain["pillars"][1]["by_status"]["underway"] == 1


# -------------------------------------------------------------------------------- an earlier quarter
def test_an_earlier_quarter_stands_as_it_stood() -> None:
    done = action(
        1,
        "2.4",
        status=Status.COMPLETE,
        completed_on=dt.date(2026, 9, 1),
        due=dt.date(2027, 3, 31),
        due_first=dt.date(2026, 12, 31),
        times_redated=1,
    )
    paused = action(2, "2.6", status=Status.PAUSED, status_reason="No money")
    new = action(3, "2.7", status=Status.UNDERWAY)
    now = material(
        actions=(done, paused, new),
        updates=(
            update(1, "2026-27-Q1", "Begun", status=Status.UNDERWAY, confidence=Confidence.AT_RISK),
            update(2, "2026-27-Q1", "Stopped", status=Status.PAUSED, confidence=None),
            update(1, "2026-27-Q2", "Done", status=Status.COMPLETE),
            update(3, "2026-27-Q2", "Begun", status=Status.UNDERWAY),
        ),
        redatings=(Redating(1, 1, "2026-27-Q2", dt.date(2026, 8, 1), dt.date(2026, 12, 31), dt.date(2027, 3, 31), "Late"),),
        values=(value(1, "2026-27-Q1", number=1.0), value(1, "2026-27-Q2", number=2.0)),
    )
    then = as_of(now, Quarter(2026, 1))
    first, second, third = then.actions
    assert (first.status, first.confidence, first.completed_on) == (Status.UNDERWAY, Confidence.AT_RISK, None)
    assert (first.due, first.times_redated) == (dt.date(2026, 12, 31), 0)
    assert (second.status, second.status_reason) == (Status.PAUSED, "No money")
    assert (third.status, third.confidence) == (Status.NOT_STARTED, None)
    assert [u.text for u in then.updates] == ["Begun", "Stopped"]
    assert [v.quarter for v in then.values] == ["2026-27-Q1"]
    same = as_of(now, Quarter(2026, 2))
    assert same.actions[0].completed_on == dt.date(2026, 9, 1)
    assert same.actions[0].due_first == dt.date(2026, 12, 31)


def test_what_a_later_edition_withdrew_had_its_number_then() -> None:
    gone = dataclasses.replace(action(1, "2.4"), reference="2.4 (withdrawn)", corporate_id="2.4 (withdrawn)")
    now = material(actions=(gone,))
    assert "2.4" in {a.id for a in now.plan.actions}
    (then,) = as_of(now, Quarter(2026, 1)).actions
    assert (then.reference, then.corporate_id) == ("2.4", "2.4")
    both = material(actions=(gone, action(2, "2.4")))
    assert [a.reference for a in as_of(both, Quarter(2026, 1)).actions] == ["2.4 (withdrawn)", "2.4"], "the number is taken"


def test_pages_say_where_an_action_comes_from_unless_it_is_the_corporate_plan() -> None:
    own = dataclasses.replace(compared.action(1), origin="commitment_medium")
    made = return_document(compared.record(own, compared.action(2)))
    (table,) = [
        block for section in made.sections for block in section.blocks if isinstance(block, Table) and block.key == "actions"
    ]
    first, second = (table.beneath(row) for row in table.rows)
    assert "Origin: Director's commitment, medium-term" in first
    assert not [words for words in second if words.startswith("Origin")]
    place = [column.key for column in table.columns].index("origin")
    assert table.rows[1].cells[place].text == "Corporate plan"
