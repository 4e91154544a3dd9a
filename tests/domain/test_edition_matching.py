"""Which action and which KPI is which when everything moves at once."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from leadapp.domain.corporate_plan import CorporateAction, Direction, KpiKind
from leadapp.domain.edition_compare import ActionChange, Comparison, FieldChange, compare, effects
from leadapp.domain.edition_matching import match_actions, match_kpis, settle, withdrawn_actions
from leadapp.domain.edition_reading import ReadAction, ReadEdition, ReadKpi
from leadapp.domain.edition_report import report
from leadapp.domain.plan import Origin, PlanAction, Status
from tests.domain.published_plan import plan


def as_read(action: CorporateAction) -> ReadAction:
    kpis = tuple(ReadKpi(kpi.text, kpi.due) for kpi in action.kpis)
    names = ("id", "pillar", "sub_section", "title", "objective", "accountable", "responsible", "timescale")
    return ReadAction(**{name: getattr(action, name) for name in names}, kpis=kpis)


def read(*actions: ReadAction) -> ReadEdition:
    return ReadEdition(actions)


def one(action_id: str) -> CorporateAction:
    return next(action for action in plan().actions if action.id == action_id)


def test_a_renumbered_action_with_a_word_changed_is_still_found() -> None:
    moved = replace(as_read(one("2.6")), id="2.21", title=one("2.6").title + " now", sub_section="Another heading")
    others = [as_read(a) for a in plan().actions if a.id != "2.6"]
    assert match_actions(plan().actions, (*others, moved))["2.6"] == "2.21"


def test_equal_titles_are_no_proof_where_one_stands_twice() -> None:
    twin = replace(one("2.6"), id="2.7")
    new = (replace(as_read(one("2.6")), id="2.8"), replace(as_read(one("2.6")), id="2.9"))
    pairs = match_actions((one("2.6"), twin), new)
    assert sorted(pairs) == ["2.6", "2.7"]
    assert sorted(pairs.values()) == ["2.8", "2.9"]


def test_kpis_are_matched_by_words_then_likeness_then_place() -> None:
    old = one("2.7").kpis
    first, *rest = (ReadKpi(kpi.text, kpi.due) for kpi in old)
    reworded = ReadKpi(f"{first.text} and more", first.due)
    assert match_kpis(old, (*rest, reworded)) == {**dict(enumerate(old[1:])), len(old) - 1: old[0]}
    strange = tuple(ReadKpi(f"Nothing alike at all {n}", kpi.due) for n, kpi in enumerate(old))
    assert match_kpis(old, strange) == dict(enumerate(old))
    assert match_kpis(old, strange[:-1]) == {}


def test_a_new_target_in_the_words_replaces_the_old_one() -> None:
    old = one("1.3")
    kpis = tuple(ReadKpi(k.text.replace("40%", "At least 50%"), k.due) for k in old.kpis)
    settled = settle(read(replace(as_read(old), kpis=kpis)), plan(), "New", "x.csv")
    assert [k.target for k in settled.plan.actions[0].kpis] == [None, None, 50]


def test_new_kpis_are_understood_cautiously() -> None:
    texts = (
        "At least 60% of teams have a plan",
        "Share of 100 teams in per cent",
        "Reduction in cases",
        "Staff feel increased trust",
    )
    new = replace(as_read(one("1.1")), id="1.20", title="Quite new", kpis=tuple(ReadKpi(t, "-") for t in texts))
    (action,) = settle(read(new), replace(plan(), actions=()), "New", "x.csv").plan.actions
    share, other, falling, felt = action.kpis
    assert (share.kind, share.target, share.direction, share.unit) == (KpiKind.PERCENTAGE, 60, Direction.AT_LEAST, "%")
    assert (other.kind, other.target, other.direction) == (KpiKind.PERCENTAGE, None, None)
    assert (falling.kind, falling.direction, falling.perception) == (KpiKind.TREND, Direction.DOWN, False)
    assert (felt.kind, felt.direction, felt.counts_people) == (KpiKind.PERCEPTION, Direction.UP, True)
    assert [k.id for k in action.kpis] == [f"1.20.K{n}" for n in (1, 2, 3, 4)]


def test_pillars_may_be_named_anew() -> None:
    everything = tuple(as_read(a) for a in plan().actions)
    long = "A title that is far too long for a chip in a row of filters"
    found = settle(ReadEdition(everything, {1: "Trust", 2: long}, {1: "People trust us."}), plan(), "New", "x.csv")
    assert [(p.title, p.short_title) for p in found.plan.pillars[:3]] == [
        ("Trust", "Trust"),
        (long, "Pillar 2"),
        (plan().pillars[2].title, plan().pillars[2].short_title),
    ]
    general = compare(plan(), found).general
    assert FieldChange("Outcome of pillar 1", plan().pillars[0].outcome, "People trust us.") in general
    assert {change.before.split()[0] for change in general if change.what.startswith("Note")} == {
        c.id for c in plan().contradictions if set(c.pillars) & {1, 2}
    }


def test_another_council_is_told() -> None:
    found = settle(
        ReadEdition(tuple(map(as_read, plan().actions)), labels={"council": "Norbury", "source": "A report"}), plan(), "N", "x"
    )
    assert (found.plan.council, found.plan.source) == ("Norbury", "A report")
    assert compare(plan(), found).general == (FieldChange("Council", plan().council, "Norbury"),)


# -------------------------------------------------------------------------------- in words
def test_counts_are_told_in_a_sentence() -> None:
    none: tuple[CorporateAction, ...] = ()
    change = ActionChange("1.1", "1.2", "Title", (FieldChange("ID", "1.1", "1.2"),))
    assert Comparison(plan().actions[:2], (), none, 1, ()).words == "2 actions are added; 1 stays as it is."
    assert (
        Comparison(none, (change,), plan().actions[:3], 5, ()).words
        == "1 action is changed, 3 are withdrawn; 5 stay as they are."
    )


def test_the_report_says_everything_once() -> None:
    def changed(action: ReadAction) -> ReadAction:
        if action.id == "1.3":
            kpis = (*(replace(k, due="M7") if n == 0 else k for n, k in enumerate(action.kpis[:-1])), ReadKpi("New " * 60, "M4"))
            return replace(action, kpis=kpis)
        return replace(action, id="1.11", timescale="Year 3") if action.id == "1.4" else action

    actions = [changed(as_read(a)) for a in plan().actions if a.id != "5.6"]
    actions.append(replace(as_read(one("5.5")), id="5.9", title="Open a museum", sub_section="Museums", responsible="Somebody"))
    settled = settle(read(*actions), plan(), "New", "x.csv")
    found = compare(plan(), settled)
    mine = [
        PlanAction(n, "u", 1, i, "Mine", Origin.CORPORATE, Status.UNDERWAY, corporate_id=i)
        for n, i in enumerate(("1.3", "1.4", "1.5"))
    ]
    found = replace(found, effects=effects(found, mine, {}, dt.date(2026, 1, 1)))
    lines = list(report(found))
    assert lines[0] == "1 action is added, 2 are changed, 1 is withdrawn; 58 stay as they are."
    assert "Added: 5.9 Open a museum" in lines
    assert f"Changed: 1.11 (was 1.4) {one('1.4').title}" in lines
    assert "  Timescale: from “Within 3 months” to “Year 3”" in lines
    assert f"  KPI: no longer: {one('1.3').kpis[-1].text}" in lines
    assert any(line.startswith("  KPI: new: New New") and line.endswith("…") for line in lines)
    assert f"Withdrawn: 5.6 {one('5.6').title}" in lines
    assert any(line.startswith("Note on a contradiction: no longer: C0") for line in lines)
    assert lines[-2:] == [
        "In your plan: 1.3 Mine: 1 KPI added; 1 KPI withdrawn, kept with its values; 1 KPI reads otherwise.",
        "In your plan: 1.4 Mine: Becomes 1.11; your timescale stays empty.",
    ]


def test_what_is_kept_apart_is_withdrawn_and_added() -> None:
    actions = [replace(as_read(a), id="3.15") if a.id == "3.11" else as_read(a) for a in plan().actions]
    assert compare(plan(), settle(read(*actions), plan(), "New", "x.csv")).words == "1 action is changed; 60 stay as they are."
    apart = settle(read(*actions), plan(), "New", "x.csv", apart=frozenset({("3.11", "3.15")}))
    found = compare(plan(), apart)
    assert ([a.id for a in found.added], [a.id for a in found.withdrawn], found.changed) == (["3.15"], ["3.11"], ())


def test_what_follows_and_what_stays_is_told_for_her_own_action() -> None:
    def changed(action: ReadAction) -> ReadAction:
        if action.id in {"1.3", "1.4", "1.5"}:
            return replace(action, title=f"{action.title} now", timescale="Year 3", responsible="A", accountable="B")
        return action

    found = compare(plan(), settle(read(*(changed(as_read(a)) for a in plan().actions)), plan(), "New", "x.csv"))
    follows, typed, own = (
        PlanAction(n, "u", 1, i, title, Origin.CORPORATE, Status.UNDERWAY, corporate_id=i, band=band, due=day, due_typed=hers)
        for n, (i, title, band, day, hers) in enumerate(
            (
                ("1.3", one("1.3").title, one("1.3").timescale, dt.date(2026, 3, 31), False),
                ("1.4", one("1.4").title, one("1.4").timescale, dt.date(2026, 5, 5), True),
                ("1.5", "Ours", "Year 1", None, False),
            )
        )
    )
    third = f"“{one('1.3').title} now”; the timescale becomes “Year 3”"
    plan_says = "the plan says otherwise under “Accountable” and “Responsible”."
    zero = dt.date(2026, 1, 1)
    assert [e.sentence for e in effects(found, [follows, typed, own], {}, zero)] == [
        f"The title becomes {third}, due 31 December 2028 instead of 31 March 2026; {plan_says}",
        f"The title becomes “{one('1.4').title} now”; the timescale becomes “Year 3”, your own date stays 5 May 2026; {plan_says}",
        f"Your title stays “Ours”; your timescale stays “Year 1”; {plan_says}",
    ]
    (unset,) = effects(found, [replace(follows, due=None)], {}, None)
    assert unset.sentence == f"The title becomes {third}; {plan_says}"


def test_a_withdrawn_action_is_known_by_its_edition_or_else_stays_withdrawn() -> None:
    other = replace(one("5.6"), title="Open a museum")
    earlier = [replace(plan(), actions=(other,)), plan()]
    known = withdrawn_actions({"5.6 (withdrawn)": one("5.6").title, "5.6 (withdrawn 2)": "Open a museum"}, earlier)
    assert [(a.id, a.title) for a in known] == [("5.6 (withdrawn)", one("5.6").title), ("5.6 (withdrawn 2)", "Open a museum")]
    assert withdrawn_actions({"5.6 (withdrawn)": "Our own words"}, earlier) == (), "nobody can tell which of the two it was"
    assert [a.title for a in withdrawn_actions({"5.6 (withdrawn)": ""}, earlier[1:])] == [one("5.6").title]
