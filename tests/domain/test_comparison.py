"""What changed: nothing between a record and itself, every move named once with a real difference, hidden numbers never given back."""

import dataclasses
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.change_summary import change_lines, cover_lines
from leadapp.domain.comparison import CHANGE_WORDS, compare
from leadapp.domain.returns import (
    ReturnRecord,
    ValuePart,
)
from leadapp.domain.revision_comparison import revision_changes
from tests.domain.compared import CONFIDENCES, DUE, HIDDEN, NOW, STATUSES, action, kpi, promise, record, share, told

# -------------------------------------------------------------------------------- properties
actions_of_chance = st.builds(
    lambda number, status, confidence, days, moved, due: action(
        number,
        status=status,
        confidence=confidence if status in {"not_started", "underway"} else "",
        due=DUE + dt.timedelta(days=days) if due else None,
        times_redated=moved,
    ),
    st.integers(1, 12),
    st.sampled_from(STATUSES),
    st.sampled_from(CONFIDENCES),
    st.integers(-400, 400),
    st.integers(0, 4),
    st.booleans(),
)
values_of_chance = st.one_of(
    st.none(),
    st.just(HIDDEN),
    st.just(ValuePart("2026-27-Q2", NOW.date(), not_yet_measured=True, text="Not yet measured")),
    st.builds(share, st.integers(0, 100)),
)
records_of_chance = st.builds(
    lambda actions, value, last: record(*actions, kpis=(kpi(value, last),)),
    st.lists(actions_of_chance, unique_by=lambda a: a.uid, min_size=1, max_size=12),
    values_of_chance,
    values_of_chance.filter(lambda v: v is None or not v.not_yet_measured),
)


@given(records_of_chance)
def test_a_record_does_not_differ_from_itself(one: ReturnRecord) -> None:
    assert compare(one, one) == ()
    assert revision_changes(one, one) == ()


@given(records_of_chance, records_of_chance)
def test_every_change_names_a_real_difference_and_none_is_left_out(before: ReturnRecord, now: ReturnRecord) -> None:
    changes = compare(before, now)
    was, new = {a.uid: a for a in before.actions}, {a.uid: a for a in now.actions}
    by_kind = {kind: {c.uid for c in changes if c.kind == kind and c.subject == "action"} for kind in CHANGE_WORDS}
    both = was.keys() & new.keys()
    assert by_kind["new"] == new.keys() - was.keys()
    stopped = {uid for uid in both if was[uid].status != new[uid].status == "will_not_do"}
    assert by_kind["withdrawn"] == (was.keys() - new.keys()) | stopped
    moved = {uid for uid in both if was[uid].status != new[uid].status}
    assert by_kind["completed"] | by_kind["status"] | stopped == moved
    assert by_kind["completed"] == {uid for uid in moved if new[uid].status == "complete"}
    dated = {uid for uid in both if was[uid].due and new[uid].due}
    redated = {u for u in dated if was[u].due != new[u].due or new[u].times_redated > was[u].times_redated}
    assert by_kind["redated"] == redated
    for change in changes:
        assert change.before != change.after or change.amount == 0
        assert change.text
        if change.kind == "confidence":
            assert (was[change.uid].confidence, new[change.uid].confidence) == (change.before, change.after)
        if change.kind == "redated":
            first, second = dt.date.fromisoformat(change.before), dt.date.fromisoformat(change.after)
            assert (second - first).days == change.amount
    assert len({(c.kind, c.uid) for c in changes}) == len(changes)


@given(st.integers(0, 100), st.integers(0, 100))
def test_a_hidden_number_is_never_given_back(old: int, new: int) -> None:
    before, now = record(kpis=(kpi(share(old)),)), record(kpis=(kpi(HIDDEN, share(old)),))
    for changes in (compare(before, now), compare(now, record(kpis=(kpi(share(new), HIDDEN),)))):
        for change in changes:
            assert (change.amount, change.better) == (None, None)
            assert "points" not in change.text
    assert compare(now, now) == ()


# -------------------------------------------------------------------------------- moves in words
def test_moves_of_status_and_confidence() -> None:
    assert told(record(action(status="not_started", confidence="")), record(action())) == [
        ("status", "underway, was not started", True)
    ]
    assert told(record(action()), record(action(status="complete", confidence=""))) == [
        ("completed", "complete, was underway", True)
    ]
    assert told(record(action(status="complete", confidence="")), record(action(status="paused", confidence=""))) == [
        ("status", "paused, was complete", False)
    ]
    assert told(record(action()), record(action(status="will_not_do", confidence=""))) == [
        ("withdrawn", "will not do, was underway", None)
    ]
    assert told(record(action()), record(action(confidence="off_track"))) == [("confidence", "off track, was on track", False)]
    assert told(record(action(confidence="")), record(action(confidence="at_risk"))) == [
        ("confidence", "at risk, not said before", None)
    ]


def test_moved_dates_say_how_often_and_by_how_much() -> None:
    later = action(due=dt.date(2026, 12, 31), times_redated=2)
    assert told(record(action(times_redated=1)), record(later)) == [
        ("redated", "due 31 December 2026, was 30 November 2026, 31 days later; re-dated twice in all", False)
    ]
    earlier = action(due=dt.date(2026, 11, 29), times_redated=3)
    assert told(record(action(times_redated=2)), record(earlier)) == [
        ("redated", "due 29 November 2026, was 30 November 2026, 1 day earlier; re-dated 3 times in all", True)
    ]
    back = action(times_redated=2)
    assert told(record(action()), record(back)) == [
        ("redated", "due 30 November 2026, moved and moved back; re-dated twice in all", None)
    ]
    month_zero = action(due=dt.date(2026, 12, 1))
    assert told(record(action()), record(month_zero))[0][1] == "due 1 December 2026, was 30 November 2026, 1 day later"


def test_actions_are_matched_by_uid_and_never_by_number() -> None:
    renumbered = action(id="3.10", corporate_id="3.10")
    assert told(record(action()), record(renumbered)) == [("renumbered", "3.10, was 2.1", None)]
    another = dataclasses.replace(action(), uid="other")
    assert [c.kind for c in compare(record(action()), record(another))] == ["new", "withdrawn"]
    gone = action(id="2.1 (withdrawn)", corporate_id="2.1 (withdrawn)")
    assert told(record(action()), record(gone)) == [
        ("withdrawn", "withdrawn from the corporate plan; it stays in this one", None)
    ]


@pytest.mark.parametrize(
    ("old", "new", "text", "better"),
    [
        (share(20), share(34.7), "up 14.7 points to 34.7%", True),
        (share(34.7), share(20), "down 14.7 points to 20.0%", False),
        (None, share(20), "first value: 20 of 100, 20.0%", None),
        (HIDDEN, share(20), "20 of 100, 20.0%, was fewer than 10", None),
        (share(20), HIDDEN, "fewer than 10, was 20 of 100, 20.0%", None),
    ],
)
def test_kpis_move_in_points(old: ValuePart | None, new: ValuePart, text: str, better: bool | None) -> None:
    assert told(record(kpis=(kpi(old),)), record(kpis=(kpi(new, old),))) == [("kpi", text, better)]


def test_kpis_that_did_not_move_or_were_not_measured_are_not_named() -> None:
    late = ValuePart("2026-27-Q2", NOW.date(), not_yet_measured=True, text="Not yet measured")
    for value in (None, late, share(20), share(20.04)):
        assert told(record(kpis=(kpi(share(20)),)), record(kpis=(kpi(value, share(20)),))) == []
    assert told(record(kpis=(kpi(late, share(10)),)), record(kpis=(kpi(share(20), share(10)),)))[0][1].startswith("up 10.0")


def test_numbers_and_yes_or_no_move_too() -> None:
    def number(count: float, text: str) -> ValuePart:
        return ValuePart("2026-27-Q2", NOW.date(), number=count, text=text)

    hours: dict[str, Any] = {"kind": "count", "unit": "hours", "direction": "at_most"}
    before = record(kpis=(kpi(number(30, "30 hours"), **hours),))
    assert told(record(), record(kpis=(kpi(number(30, "30 hours"), **hours),))) == [("kpi", "first value: 30 hours", None)]
    assert told(before, record(kpis=(kpi(number(24, "24 hours"), **hours),))) == [("kpi", "down 6 to 24 hours", True)]
    undirected: dict[str, Any] = {"kind": "count", "direction": ""}
    before = record(kpis=(kpi(number(30, "30"), **undirected),))
    assert told(before, record(kpis=(kpi(number(31, "31"), **undirected),))) == [("kpi", "up 1 to 31", None)]
    yes: dict[str, Any] = {"kind": "yes_no", "direction": ""}
    no, so = number(0, "Not yet"), number(1, "Yes")
    assert told(record(kpis=(kpi(no, **yes),)), record(kpis=(kpi(so, **yes),))) == [("kpi", "now yes", True)]
    assert told(record(kpis=(kpi(so, **yes),)), record(kpis=(kpi(no, **yes),))) == [("kpi", "no longer so", False)]
    odd = ValuePart("2026-27-Q2", NOW.date(), text="measured otherwise")
    assert told(record(kpis=(kpi(share(20)),)), record(kpis=(kpi(odd),)))[0][1] == "measured otherwise, was 20 of 100, 20.0%"
    assert told(record(kpis=(kpi(odd),)), record(kpis=(kpi(odd),))) == []


# -------------------------------------------------------------------------------- in a few lines
def lines(before: ReturnRecord, now: ReturnRecord) -> list[tuple[str, str, str]]:
    made = dataclasses.replace(now, compared_with="2026-27-Q1", changes=compare(before, now))
    return [(line.figure, line.words, line.sentence) for line in change_lines(made)]


def test_the_lines_count_what_is_alike() -> None:
    before = record(*(action(n, confidence="at_risk") for n in range(1, 6)))
    now = record(
        *(action(n) for n in (1, 2)),
        action(3, confidence="off_track"),
        *(action(n, status="complete", confidence="") for n in (4, 5)),
        action(6),
    )
    assert lines(before, now) == [
        ("+2", "actions complete, 2 in all", "2 more actions complete, 2 of 6 in all"),
        ("+1", "new action", "1 new action: 2.6"),
        ("2", "from at risk to on track", "2 actions moved from at risk to on track"),
        ("1", "from at risk to off track", "1 action moved from at risk to off track"),
    ]


def test_the_lines_of_what_was_re_dated() -> None:
    def moved(*counts: int) -> tuple[str, str, str]:
        before = record(*(action(n, times_redated=count - 1) for n, count in enumerate(counts, 1)))
        now = record(*(action(n, times_redated=c, due=DUE + dt.timedelta(30)) for n, c in enumerate(counts, 1)))
        (line,) = lines(before, now)
        return line

    assert moved(1) == ("1", "re-dated", "1 action re-dated")
    assert moved(2) == ("1", "re-dated, twice in all", "1 action re-dated, 2.1 twice in all")
    assert moved(1, 2, 1) == ("3", "re-dated, one of them twice", "3 actions re-dated, 2.2 twice in all")
    assert moved(3, 2, 1) == (
        "3",
        "re-dated, 2 of them more than once",
        "3 actions re-dated, more than once 2.1 (3 times) and 2.2 (twice)",
    )


def test_the_lines_of_status_and_of_what_is_gone() -> None:
    before = record(action(1, status="not_started", confidence=""), action(2), action(3), action(4, confidence=""))
    now = record(action(1), action(2, status="paused", confidence=""), action(4, confidence="at_risk"))
    assert [words for _, words, _ in lines(before, now)] == [
        "newly at risk",
        "begun",
        "from underway to paused",
        "action withdrawn or stopped",
    ]
    assert lines(record(action()), record(action(id="3.1"))) == [("1", "action renumbered", "1 action renumbered: 3.1")]


def test_the_lines_of_kpis_name_what_got_worse() -> None:
    assert lines(record(kpis=(kpi(share(48.6)),)), record(kpis=(kpi(share(34.7)),))) == [
        ("−13.9", "points: 2.1 Staff trained, now 34.7%", "2.1 Staff trained: 34.7%, down 13.9 points"),
        ("1", "KPIs moved: 0 better, 1 worse (2.1)", "KPIs: 0 better, 1 worse (2.1)"),
    ]
    undirected = kpi(share(48.6), direction="")
    assert [figure for figure, _, _ in lines(record(kpis=(undirected,)), record(kpis=(kpi(share(50), direction=""),)))] == [
        "+1.4"
    ]


def test_the_cover_tells_commitments_and_that_nothing_changed() -> None:
    made = record(compared_with="2026-27-Q1", commitments=(promise("c1", "kept"), promise("c2", "not_kept")))
    assert cover_lines(made) == ["Nothing changed since the last return.", "Commitments: 1 kept, 1 not kept."]
