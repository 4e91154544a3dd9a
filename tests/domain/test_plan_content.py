"""What the shipped plan says, held against the published one: facts to the letter, our reading, the contradictions.

The facts stand in two tables read from the published plan by hand (``tests/data``).
"""

from __future__ import annotations

import re
from collections import Counter

import pytest

from leadapp.domain.corporate_plan import Direction, KpiKind, Part, catalogue
from leadapp.domain.quarters import BANDS, DueDay, DuePoint, due_points
from tests.domain.published_plan import bullets, facts, measures, own_texts, plan, rows


# ---------------------------------------------------------------------------------------------------- facts to the letter
def test_the_plan_is_complete() -> None:
    assert [p.number for p in plan().pillars] == [1, 2, 3, 4, 5]
    assert [a.id for a in plan().actions] == list(facts())
    assert Counter(a.pillar for a in plan().actions) == {1: 10, 2: 20, 3: 14, 4: 11, 5: 6}
    assert Counter(a.pillar for a in plan().actions for _ in a.kpis) == {1: 25, 2: 59, 3: 48, 4: 38, 5: 22}
    assert (len(bullets()), len(measures())) == (192, 196)


def test_pillars_are_named_as_published() -> None:
    assert [(p.title, p.short_title) for p in plan().pillars] == [
        ("Anti-Racism Foundation and Immediate Response", "Foundation"),
        ("Embedding Anti-Racism into Systems and Service Delivery", "Systems and services"),
        ("Transforming our Culture", "Culture"),
        ("Community Engagement", "Community"),
        ("Sustaining Anti-Racism and Accountability", "Sustaining"),
    ]
    assert [p.theory_of_change_year for p in plan().pillars] == [1, 1, 2, 2, 3]


@pytest.mark.parametrize("field", ["pillar", "sub_section", "accountable", "responsible", "timescale"])
def test_facts_of_actions_are_as_published(field: str) -> None:
    assert {a.id: str(getattr(a, field)) for a in plan().actions} == {i: row[field] for i, row in facts().items()}


def test_every_bullet_has_its_id_and_due_point() -> None:
    ours = {a.id: [(k.id, k.due) for k in a.kpis] for a in plan().actions}
    assert ours == {i: [(f"{i}.K{n}", due) for n, due in enumerate(row["kpi_due"].split(), 1)] for i, row in facts().items()}
    assert {i: str(len(kpis)) for i, kpis in ours.items()} == {i: row["kpi_count"] for i, row in facts().items()}


def test_the_catalogue_says_of_every_action_what_was_published() -> None:
    parts = rows("directorate_parts.csv")
    printed = {a["id"]: a for pillar in catalogue(plan())["pillars"] for a in pillar["actions"]}
    assert list(printed) == list(facts())
    for action_id, row in facts().items():
        one = printed[action_id]
        fields = ("sub_section", "accountable", "responsible", "timescale")
        assert {f: one[f] for f in fields} == {f: row[f] for f in fields}, action_id
        assert " ".join(kpi["due"] for kpi in one["kpis"]) == row["kpi_due"], action_id
        assert one["part"] == parts[action_id]["default_part"], action_id
        assert all(type(kpi["perception"]) is bool and kpi["text"] for kpi in one["kpis"]), action_id
    assert {p["number"]: [a["id"] for a in p["actions"]] for p in catalogue(plan())["pillars"]} == {
        n: [i for i, row in facts().items() if row["pillar"] == str(n)] for n in (1, 2, 3, 4, 5)
    }


def test_bullets_dated_from_an_event_name_it() -> None:
    assert {k.id: k.due_event for k in bullets() if k.due_event} == {
        "1.2.K2": "two weeks after the director's session",
        "1.6.K1": "the start of the next financial year",
        "1.7.K2": "the first quarterly review",
        "2.9.K3": "24 hours after each report",
        "2.19.K3": "3 months after the review is published",
    }


def published(due: str) -> list[DuePoint]:
    """The due points of a bullet; the source names no day."""
    points = due_points(due)
    assert not any(isinstance(point, DueDay) for point in points)
    return [point for point in points if isinstance(point, DuePoint)]


def test_kpis_fall_due_as_often_as_published() -> None:
    load = Counter(point.number for kpi in bullets() for point in published(kpi.due) if point.unit == "M")
    assert load == {3: 1, 6: 5, 8: 1, 9: 18, 12: 24, 14: 3, 15: 14, 16: 1, 18: 19, 26: 1, 36: 1}


def test_bands_are_known_to_the_clock() -> None:
    assert {a.timescale for a in plan().actions} <= BANDS.keys()


def test_figures_of_the_plan_are_targets() -> None:
    """The numbers a reading can be held against; "two priority actions" (1.1) and the like are conditions in the text."""
    at_least, at_most = Direction.AT_LEAST, Direction.AT_MOST
    assert {k.id: (k.target, k.unit, k.direction) for k in measures() if k.target is not None} == {
        "1.3.K3": (40, "%", at_least),
        "1.7.K2": (50, "%", at_least),
        "2.2.K1": (100, "%", at_least),
        "2.6.K2": (100, "%", at_least),
        "2.9.K3": (24, "hours to the slowest acknowledgement", at_most),
        "2.13.K2": (100, "%", at_least),
        "2.19.K3": (3, "months after publication", at_most),
        "3.3.K1": (4, "reports a year", at_least),
        "3.5.K3": (1, "exercises or real incidents", at_least),
        "3.13.K3": (80, "%", at_least),
        "3.14.K2": (12, "stories", at_least),
        "5.4.K2": (100, "%", at_least),
        "5.5.K2": (0, "lapses", at_most),
    }


@pytest.mark.parametrize(
    ("place", "figure"),
    [
        ("1.1.K1 text", "two or more"),
        ("1.2 objective", "12 weeks"),
        ("1.2.K2 text", "two weeks"),
        ("1.3.K3 text", "40%"),
        ("1.7 title", "four"),
        ("1.7.K2 text", "50%"),
        ("1.8 objective", "Head of Service"),
        ("2.2.K2a text", "Every improvement plan"),
        ("2.9.K3 text", "24 hours"),
        ("2.13.K2 text", "All hiring managers and panel members"),
        ("2.18.K1 text", "T1-3"),
        ("2.19.K3 text", "3 months"),
        ("3.3.K1 text", "Four reports"),
        ("3.5.K3 text", "at least once"),
        ("3.11 objective", "every two years"),
        ("3.13.K3 text", "80%"),
        ("3.14.K2 text", "12 stories"),
        ("5.4.K2 text", "All departmental budgets"),
        ("5.5.K2 text", "without a single lapse"),
    ],
)
def test_figures_stand_in_the_words_too(place: str, figure: str) -> None:
    (text,) = [t for p, _, t in own_texts() if p == place or p.endswith(f" {place}")]
    assert figure in text


# ---------------------------------------------------------------------------------------------------- our reading
def test_parts_are_our_reading() -> None:
    table = rows("directorate_parts.csv")
    assert {a.id: a.part.value for a in plan().actions} == {i: row["default_part"] for i, row in table.items()}


def test_limited_actions_say_for_whom() -> None:
    spelt = {
        "four priority": "priority",
        "ASC&H/Public Health": "Adult Social Care & Health, Public Health",
        "Neighbourhoods & Housing": "Neighbourhoods and Housing",
        "N&H": "Neighbourhoods and Housing",
        "F&R, N&H": "Finance and Resources, Neighbourhoods and Housing",
        "N&H, Public Health": "Neighbourhoods and Housing, Public Health",
        "CYP": "Children and Young People",
    }
    limited = {i: spelt[row["who_if_limited"]] for i, row in rows("directorate_parts.csv").items() if row["who_if_limited"]}
    assert limited == {
        a.id: ", ".join(a.named_for) or "priority" for a in plan().actions if a.part is Part.NAMED or a.priority_only
    }


def test_directorates_are_those_of_the_corporate_directors() -> None:
    titles = {title for row in facts().values() for title in row["accountable"].split("; ")}
    named = {
        re.sub("^Corporate Director (of )?", "", t).replace("Finance &", "Finance and")
        for t in titles
        if "Corporate Director " in t
    }
    assert [d.name for d in plan().directorates] == sorted(named)


def test_a_perception_is_one_wherever_only_asking_can_tell() -> None:
    assert sum(kpi.perception for kpi in bullets()) == 42
    for kpi in measures():
        assert kpi.perception == (kpi.kind is KpiKind.PERCEPTION), kpi.id
        assert kpi.counts_people or not kpi.perception, kpi.id


def test_what_is_published_as_better_has_a_direction() -> None:
    rising = " ".join(k.id for k in measures() if k.direction is Direction.UP)
    assert rising == (
        "1.5.K4 1.8.K3 1.10.K4 2.1.K3 2.5.K3 2.11.K5 2.12.K1 2.12.K3 2.14.K1 2.14.K2 2.15.K1 2.16.K3 "
        "3.4.K3 3.6.K4 3.7.K4 3.10.K3 3.11.K2b 4.2.K4 4.7.K3 4.8.K1 4.9.K4"
    )
    assert [k.id for k in measures() if k.direction is Direction.DOWN] == ["2.19.K4"]
    assert all(k.direction for k in measures() if k.kind is KpiKind.TREND)


# ---------------------------------------------------------------------------------------------------- contradictions
def contradiction(contradiction_id: str) -> tuple[str, ...]:
    return next(c.ids for c in plan().contradictions if c.id == contradiction_id)


def months(action_id: str) -> list[int]:
    """The programme months of an action's KPIs; a programme year counts with its last month."""
    points = (p for due in facts()[action_id]["kpi_due"].split() for p in published(due))
    return [p.number * (12 if p.unit == "Y" else 1) for p in points if p.unit in {"M", "Y"}]


def band_months(action_id: str) -> int:
    point = BANDS[facts()[action_id]["timescale"]]
    return point.number * (12 if point.unit == "Y" else 1)


def test_the_register_is_numbered_through() -> None:
    assert [c.id for c in plan().contradictions] == [f"C{n:02}" for n in range(1, len(plan().contradictions) + 1)]
    assert all(c.ids == tuple(sorted(c.ids, key=[a.id for a in plan().actions].index)) for c in plan().contradictions)


def test_bands_shorter_than_their_own_kpis_are_registered() -> None:
    assert contradiction("C03") == tuple(i for i in facts() if max(months(i), default=0) > band_months(i))


def test_second_year_bands_with_first_year_kpis_are_registered() -> None:
    second = [i for i, row in facts().items() if row["timescale"] == "Year 2"]
    assert contradiction("C04") == tuple(i for i in second if min(months(i), default=99) <= 12)


def test_bullets_that_run_two_measures_together_are_registered() -> None:
    assert contradiction("C15") == tuple(a.id for a in plan().actions if any(k.splits for k in a.kpis))


VARYING = (
    ("Director People and OD", "Director People & Organisational Culture", "Director People and OC"),
    ("Head of Corporate Equality", "Head of Corporate Equalities"),
    ("Director of Communications", "Director of Communication"),
    ("Director of Safer City and Communities", "Director Communities and Safer City"),
    ("Corporate Director of Finance and Resources", "Corporate Director of Finance & Resources"),
    ("Director of Public Health", "Director Public Health"),
)


REGISTERED = {
    "first annual report": ("C01", {"5.1", "5.2"}),
    "behaviours before they are published": ("C02", {"3.2"}),
    "band shorter than its KPIs": ("C03", {"1.4", "1.10", "2.3", "2.12", "2.16", "3.14", "4.1", "4.7"}),
    "first-year KPIs in Year 2 bands": ("C04", {"4.9", "5.3", "5.4"}),
    "how often bias training is due": ("C05", {"2.13"}),
    "when quarterly reporting begins": ("C06", {"1.8", "3.3", "5.1"}),
    "names of the Action Group": ("C07", {"1.3", "1.8"}),
    "board or advisory group": ("C08", {"4.1", "4.10"}),
    "a financial-year month in a band": ("C10", {"2.19"}),
    "four stages, five pillars": ("C11", set()),
    "job titles": ("C12", {"1.5", "1.9", "2.9"}),
    "the marking in the text": ("C13", {"1.4"}),
}
"""What whoever read the published plan by hand found contradictory, and where the register has it."""


@pytest.mark.parametrize("what", REGISTERED)
def test_every_contradiction_found_by_hand_is_registered(what: str) -> None:
    contradiction_id, action_ids = REGISTERED[what]
    assert action_ids <= set(contradiction(contradiction_id))


def test_every_contradiction_gives_two_readings_and_says_what_is_shown() -> None:
    for c in plan().contradictions:
        assert len({c.what_disagrees, c.reading_a, c.reading_b, c.leadapp_shows}) == 4, c.id
        assert all(text.endswith((".", '".')) for text in (c.what_disagrees, c.reading_a, c.reading_b, c.leadapp_shows)), c.id
    assert len({c.title for c in plan().contradictions}) == len(plan().contradictions)


def test_varying_job_titles_are_registered_where_each_form_first_stands() -> None:
    printed = [
        (i, t) for i, row in facts().items() for t in re.split("; |, (?=REN)", f"{row['accountable']}; {row['responsible']}")
    ]
    first = {next(i for i, title in printed if title == form) for forms in VARYING for form in forms}
    assert set(contradiction("C12")) == first


def test_financial_year_dates_are_registered() -> None:
    assert {i for i, row in facts().items() if "FYM" in row["kpi_due"]} <= set(contradiction("C10"))
    assert {i for i, row in facts().items() if re.search(r"\bQ\d", row["kpi_due"])} <= set(contradiction("C06"))
