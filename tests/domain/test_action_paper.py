"""One action as a page of a paper: what is said, what is left out, nothing that is not escaped, no small count of people."""

from __future__ import annotations

import datetime as dt

from leadapp.domain.action_paper import action_html, action_text, facts, measures, updates
from leadapp.domain.corporate_plan import KpiKind
from leadapp.domain.measures import Kpi, KpiValue
from leadapp.domain.plan import Confidence, Origin, PlanAction, Redating, Status, Update
from leadapp.domain.quarters import Quarter
from leadapp.domain.round import ActionDetail, KpiLine

QUARTER = Quarter(2026, 2)
DAY = dt.date(2026, 12, 31)


def detail(action: PlanAction, *kpis: KpiLine, said: tuple[Update, ...] = (), moved: tuple[Redating, ...] = ()) -> ActionDetail:
    return ActionDetail(action, None, (), said, (), moved, kpis)


def action(**more: object) -> PlanAction:
    return PlanAction(1, "u", 1, "NS-1", "Sing <loud> & clear", Origin.LOCAL, **{"status": Status.UNDERWAY} | more)  # type: ignore[arg-type]


def line(number: float) -> KpiLine:
    kpi = Kpi(1, "k", 1, 1, "People who sang", KpiKind.COUNT, counts_people=True)
    return KpiLine(kpi, KpiValue(1, "v", 1, 1, "2026-27-Q2", DAY, number=number), None, (), asked=True)


def test_only_what_is_known_stands_in_the_facts() -> None:
    assert [what for what, _ in facts(detail(action()))] == ["Origin", "Status"]
    full = action(owner="Ann", due=DAY, due_first=dt.date(2026, 6, 30), times_redated=1, confidence=Confidence.AT_RISK)
    moved = (Redating(1, 1, "2026-27-Q2", DAY, dt.date(2026, 6, 30), DAY, "The hall burnt down"),)
    told = dict(facts(detail(full, moved=moved)))
    assert told["Due"] == "31 December 2026 (first 30 June 2026; The hall burnt down)"
    assert told["Confidence"] == "At risk"
    assert dict(facts(detail(full)))["Due"] == "31 December 2026"
    paused = action(status=Status.PAUSED, status_reason="No hall")
    assert dict(facts(detail(paused)))["Status"] == "Paused: No hall"


def test_the_update_of_the_quarter_or_that_there_is_none() -> None:
    said = (Update(1, "a", 1, 1, "2026-27-Q1", DAY, "Old"), Update(2, "b", 1, 1, "2026-27-Q2", DAY, "New\nlines"))
    assert updates(detail(action(), said=said), QUARTER) == ["New\nlines"]
    assert updates(detail(action()), QUARTER) == ["Nothing is written for it yet."]
    assert "New<br>lines" in action_html(detail(action(), said=said), QUARTER, 10, "OFFICIAL")


def test_a_small_count_of_people_is_not_passed_on() -> None:
    assert measures(detail(action(), line(3)), 10)[1][1] == "fewer than 10"
    assert measures(detail(action(), line(30)), 10)[1][1] == "30"
    assert measures(detail(action(), line(30)), 10)[1][2] == "–"


def test_html_and_text_say_the_same_and_escape() -> None:
    html = action_html(detail(action(), line(30)), QUARTER, 10, "OFFICIAL")
    assert "NS-1 Sing &lt;loud&gt; &amp; clear" in html
    text = action_text(detail(action(), line(30)), QUARTER, 10, "OFFICIAL")
    assert text.splitlines()[:2] == ["OFFICIAL", "NS-1 Sing <loud> & clear"]
    assert "People who sang; 30" in text
    assert "Measures" not in action_text(detail(action()), QUARTER, 10, "OFFICIAL")
    assert "Measures" not in action_html(detail(action()), QUARTER, 10, "OFFICIAL")
