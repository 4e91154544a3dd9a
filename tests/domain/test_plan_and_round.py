"""Drafts of an action, the checks, the round, Home, the clock, undo as told from steps, and how a quarter stood."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.changes import Changes
from leadapp.domain.checks import Findings, in_round, is_value_due, listing, run_checks
from leadapp.domain.clock import action_clock, kpi_load, programme_clock
from leadapp.domain.commitments import Commitment
from leadapp.domain.corporate_plan import KpiKind, Part
from leadapp.domain.directorate import DirectorateRecord, ServiceDraft, read_services
from leadapp.domain.errors import BadInputError
from leadapp.domain.history import Step, StepKind, undo_state
from leadapp.domain.home import home_view
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import (
    LONGEST_TITLE,
    ActionDraft,
    Confidence,
    Origin,
    PlanAction,
    Status,
    Update,
    clean_text,
    read_title,
)
from leadapp.domain.quarters import Quarter
from leadapp.domain.return_text import ReturnText
from leadapp.domain.round import RoundItem, left_of, round_items

ZERO = dt.date(2026, 1, 1)
TODAY = dt.date(2026, 10, 6)
Q2 = Quarter(2026, 2)
ACTION = PlanAction(
    1, "u1", 1, "2.4", "Assess", Origin.CORPORATE, Status.UNDERWAY, "2.4", 2, Part.OWN, confidence=Confidence.ON_TRACK
)
KPI = Kpi(1, "k1", 1, 1, "Assessed", KpiKind.COUNT, due="M9")
DIRECTORATE = DirectorateRecord("d", 1, "Norbury", "Parks", "A. Lead", "", ZERO, False, "2026-27-Q1")
SAID = ReturnText("2026-27-Q2", progress="x", challenges="y", feedback="z")


def update(quarter: str = "2026-27-Q2", text: str = "words", action_id: int = 1) -> Update:
    return Update(1, "x", 1, action_id, quarter, TODAY, text)


def findings(**changed: object) -> Findings:
    promised = Commitment(1, "c1", 1, "2026-27-Q2", "2026-27-Q3", "Open the room.")
    whole = Findings(Q2, TODAY, DIRECTORATE, SAID, (ACTION,), (update(),), (), (), commitments=(promised,))
    return dataclasses.replace(whole, **changed)  # type: ignore[arg-type]


def failed(f: Findings) -> dict[str, str]:
    return {c.key: c.sentence for c in run_checks(f) if not c.passed}


# -------------------------------------------------------------------------------- drafts
@pytest.mark.parametrize(
    ("draft", "values", "problems"),
    [
        (ActionDraft(), {}, set()),
        (ActionDraft(title=" A  title "), {"title": "A title"}, set()),
        (ActionDraft(title=" "), {}, {"title"}),
        (ActionDraft(description="a\r\nb\x07"), {"description": "a\nb"}, set()),
        (ActionDraft(owner=" Head\nof  Parks", urgent=True), {"owner": "Head of Parks", "urgent": True}, set()),
        (ActionDraft(pillar="", origin="feedback"), {"pillar": None, "origin": Origin.FEEDBACK}, set()),
        (ActionDraft(pillar="7"), {}, {"pillar"}),
        (ActionDraft(due="31/3/27"), {"due": dt.date(2027, 3, 31), "due_reason": ""}, set()),
        (ActionDraft(due="soon", title="Kept"), {"title": "Kept"}, {"due"}),
        (ActionDraft(due=""), {}, set()),
        (ActionDraft(status="paused"), {}, {"status_reason"}),
        (ActionDraft(status="paused", status_reason="why"), {"status": Status.PAUSED, "status_reason": "why"}, set()),
        (ActionDraft(status="underway", status_reason="stale"), {"status": Status.UNDERWAY, "status_reason": ""}, set()),
        (ActionDraft(confidence=""), {"confidence": None}, set()),
        (ActionDraft(confidence="at_risk"), {"confidence": Confidence.AT_RISK}, set()),
    ],
)
def test_a_draft_gives_whole_units_and_problems(draft: ActionDraft, values: dict[str, object], problems: set[str]) -> None:
    assert draft.values(ACTION) == values
    assert {p.field for p in draft.problems(ACTION)} == problems


def test_a_date_moves_only_with_a_reason() -> None:
    dated = dataclasses.replace(ACTION, due=dt.date(2026, 12, 31), due_typed=True)
    assert {p.field for p in ActionDraft(due="1 May 2027").problems(dated)} == {"due_reason"}
    assert {p.field for p in ActionDraft(due="").problems(dated)} == {"due"}
    assert ActionDraft(due="31 December 2026").values(dated) == {}
    assert dated.programme_month(ZERO) == 12
    assert dated.programme_month(None) is None
    assert dated.is_overdue(dt.date(2027, 1, 1))
    assert not dataclasses.replace(dated, status=Status.COMPLETE).is_overdue(dt.date(2027, 1, 1))


@given(st.text())
def test_cleaned_text_can_be_written_anywhere(text: str) -> None:
    clean = clean_text(text)
    assert clean == clean_text(clean)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert not any(c < " " and c not in "\n\t" for c in clean)


# -------------------------------------------------------------------------------- checks
def test_a_settled_quarter_passes() -> None:
    assert failed(findings()) == {}


@pytest.mark.parametrize(
    ("changed", "key", "words"),
    [
        ({"updates": ()}, "updates", "No update this quarter on 2.4."),
        ({"updates": (update(text=""),)}, "updates", "2.4"),
        ({"actions": (dataclasses.replace(ACTION, confidence=None),)}, "confidence", "No confidence on 2.4."),
        ({"kpis": (KPI,)}, "values", "1 KPI value that is due is missing: 2.4."),
        ({"text": dataclasses.replace(SAID, challenges=" ")}, "headline_challenges", "says nothing about challenges"),
        ({"typed": (("2.4", "due"), ("2.4", "x"))}, "typed", "cannot be used yet on 2.4."),
        (
            {"actions": (dataclasses.replace(ACTION, due=dt.date(2026, 9, 1)),)},
            "late_on_track",
            "although its date passed on 1 September 2026",
        ),
        (
            {
                "actions": tuple(
                    dataclasses.replace(ACTION, id=1, reference=r, due=dt.date(2026, 9, 1)) for r in ("2.4", "2.6", "2.7")
                )
            },
            "late_on_track",
            "2.4, 2.6 and 2.7 are on track although their dates have passed.",
        ),
        ({"directorate": dataclasses.replace(DIRECTORATE, priority=True)}, "urgent", "none is marked urgent"),
        ({"directorate": dataclasses.replace(DIRECTORATE, month_zero=None)}, "month_zero", "Month 0 is not set"),
    ],
)
def test_each_check_fails_on_its_own(changed: dict[str, object], key: str, words: str) -> None:
    found = failed(findings(**changed))
    assert set(found) == {key}
    assert words in found[key]


def test_what_is_done_drops_out_of_the_round_a_quarter_later() -> None:
    assert in_round(dataclasses.replace(ACTION, status=Status.PAUSED), Q2)
    done = dataclasses.replace(ACTION, status=Status.COMPLETE, completed_on=dt.date(2026, 7, 1))
    assert in_round(done, Q2)
    assert not in_round(done, Q2.next)
    assert not in_round(dataclasses.replace(ACTION, status=Status.WILL_NOT_DO), Q2)


def test_when_a_value_is_asked_for() -> None:
    earlier = KpiValue(1, "v", 1, 1, "2026-27-Q1", TODAY, number=1.0)
    assert is_value_due(KPI, Q2, ZERO, None)
    assert not is_value_due(KPI, Q2.previous, ZERO, None)
    assert is_value_due(KPI, Q2.previous, ZERO, earlier)
    assert not is_value_due(KPI, Q2, None, None)
    assert not is_value_due(dataclasses.replace(KPI, kind=KpiKind.MILESTONE), Q2, ZERO, earlier)
    assert is_value_due(dataclasses.replace(KPI, kind=KpiKind.YES_NO), Q2, ZERO, earlier), "what held must be said to hold again"


def test_lists_in_words() -> None:
    assert listing(["2.3"]) == "2.3"
    assert listing(["2.3", "2.11"]) == "2.3 and 2.11"
    assert listing([str(n) for n in range(9)]) == "0, 1, 2, 3, 4 and 4 more"
    assert listing([]) == ""


def test_services_stand_once() -> None:
    assert read_services((ServiceDraft(" "), ServiceDraft(" Parks "))) == (ServiceDraft("Parks"),)
    with pytest.raises(BadInputError, match="stands twice"):
        read_services((ServiceDraft("Parks"), ServiceDraft("parks")))
    with pytest.raises(BadInputError, match="too long"):
        read_services((ServiceDraft("x" * 201),))


def test_a_round_shows_last_quarters_words_and_nothing_of_later_ones() -> None:
    said = tuple(update(q, f"words of {q}") for q in ("2025-26-Q4", "2026-27-Q1", "2026-27-Q1", "2026-27-Q2", "2026-27-Q3"))
    (item,) = round_items(findings(updates=said), {}, {})
    assert [u.text for u in item.said_last] == ["words of 2026-27-Q1"] * 2
    assert item.update is not None
    assert item.update.text == "words of 2026-27-Q2"


def test_what_is_left_of_a_round() -> None:
    done = RoundItem(ACTION, (), update(), ())
    left = RoundItem(dataclasses.replace(ACTION, confidence=None), (), None, ())
    assert done.is_done
    assert left.left == ("update", "confidence")
    assert left_of([done, left]) == (left,)


# -------------------------------------------------------------------------------- Home and the clock
def home(f: Findings, undecided: int = 0):  # type: ignore[no-untyped-def]
    left = tuple(item.action for item in left_of(round_items(f, {}, {})))
    return home_view(f, run_checks(f), left, (), undecided)


def test_home_names_one_button_per_next_step() -> None:
    assert [s.place for s in home(findings()).steps] == ["return"]
    assert home(findings()).sentence == "Your return is due on 9 October 2026, in 3 days. Nothing is left."
    late = findings(today=dt.date(2026, 10, 10), updates=())
    assert home(late).sentence == "Your return was due on 9 October 2026, 1 day ago. One thing is left."
    assert home(findings(today=dt.date(2026, 10, 9))).sentence.startswith("Your return is due on 9 October 2026, today.")
    two = home(findings(updates=(), kpis=(KPI,)), undecided=2)
    assert [s.title for s in two.steps] == ["Decide on 2 corporate actions", "Update 1 action", "Record 1 KPI value"]
    other = dataclasses.replace(ACTION, id=2, reference="2.4")
    both = home(findings(actions=(ACTION, other), kpis=(KPI,)))
    assert (both.actions_left, both.steps[0].title) == (2, "Update 2 actions"), "one has no words, the other no value"
    confidence = home(findings(actions=(dataclasses.replace(ACTION, confidence=None),)))
    assert [s.title for s in confidence.steps] == ["Say how confident you are"]
    empty = home(findings(text=ReturnText("2026-27-Q2")))
    assert empty.steps[0].sentence == "It says nothing yet about progress, challenges and community and staff feedback."
    no_zero = home(findings(directorate=dataclasses.replace(DIRECTORATE, month_zero=None)))
    assert [s.place for s in no_zero.steps] == ["month_zero"]
    assert (no_zero.clock, no_zero.load) == (None, None)


def test_a_peak_of_kpis_is_warned_of_a_quarter_before() -> None:
    many = tuple(dataclasses.replace(KPI, id=n, due="M12") for n in range(9))
    load = kpi_load(many, ZERO, Q2, without_owner=4)
    assert load.warning == "9 KPIs fall due by Month 12, 31 December 2026. 4 of their actions have no owner."
    assert kpi_load(many, ZERO, Q2.next).warning == ""
    assert kpi_load(many[:7], ZERO, Q2).warning == ""
    assert [count for _, count in load.by_quarter] == [0, 0, 0, 9, 0, 0]
    coming = home(findings(kpis=many)).load
    assert coming is not None
    assert coming.warning.endswith("1 of their actions has no owner.")


def test_the_programmes_clock_reaches_the_present() -> None:
    clock = programme_clock(ZERO, TODAY, Q2, dt.date(2026, 10, 9))
    assert (clock.title, clock.first_day, clock.last_day) == ("Month 10 of the programme", ZERO, dt.date(2027, 6, 30))
    later = programme_clock(ZERO, dt.date(2030, 5, 1), Quarter(2030, 1), dt.date(2030, 7, 9))
    assert later.first_day > ZERO
    assert later.last_day > dt.date(2030, 7, 9)
    before = programme_clock(ZERO, dt.date(2025, 12, 1), Q2, dt.date(2026, 1, 9))
    assert before.title == "Before Month 1"


def test_an_actions_clock_shows_first_date_and_the_one_that_holds() -> None:
    moved = dataclasses.replace(
        ACTION, band="Within 6 months", due=dt.date(2026, 12, 31), due_first=dt.date(2026, 6, 30), times_redated=1
    )
    clock = action_clock(moved, (KPI,), ZERO, TODAY, Q2)
    assert [mark.kind for mark in clock.marks] == ["first_due", "kpi", "due"]
    assert clock.band_end == dt.date(2026, 6, 30)
    assert clock.band_label == "Band: within 6 months"
    assert clock.text.startswith("It is due on 31 December 2026. 3 dates are shown")
    bare = action_clock(dataclasses.replace(ACTION, band=""), (), ZERO, TODAY, Q2)
    assert bare.text.startswith("It has no date.")


# -------------------------------------------------------------------------------- undo as told from the log
KINDS = st.lists(st.sampled_from(["do", "undo", "redo", "final"]), max_size=40)


@given(KINDS)
def test_undo_and_redo_follow_two_stacks(kinds: list[str]) -> None:
    steps: list[Step] = []
    done: list[int] = []
    undone: list[int] = []
    for number, kind in enumerate(kinds, 1):
        answers = None
        if kind == "do":
            done, undone = [*done, number], []
        elif kind == "final":
            done, undone = [], []
        elif kind == "undo":
            if not done:
                continue
            undone.append(answers := done.pop())
        elif not undone:
            continue
        else:
            done.append(answers := undone.pop())
        steps.append(Step(number, StepKind(kind), f"step {number}", dt.datetime(2026, 1, 1, tzinfo=dt.UTC), "", answers))
        state = undo_state(steps)
        assert (state.undo.number if state.undo else None) == (done[-1] if done else None)
        assert (state.redo.number if state.redo else None) == (undone[-1] if undone else None)


def test_a_log_that_begins_in_the_middle_is_read() -> None:
    when = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    state = undo_state([Step(7, StepKind.UNDO, "x", when, "", 3), Step(8, StepKind.REDO, "x", when, "", 3)])
    assert (state.undo, state.redo) == (None, None)
    assert not Changes()


def test_a_title_may_be_as_long_as_the_refusal_says() -> None:
    assert read_title("a" * LONGEST_TITLE) == "a" * 300
    assert read_title("Bell\x07 and \u202eturned about\v العربية 中文") == "Bell and turned about العربية 中文"
    with pytest.raises(BadInputError, match=r"The title has 3000 characters\. 300 is the most\."):
        read_title("a" * 3000)
