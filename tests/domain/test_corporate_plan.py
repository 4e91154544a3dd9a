"""The corporate plan as records: reading an edition, parts of a directorate, contradictions, the catalogue."""

from __future__ import annotations

import copy
import json
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import FrozenInstanceError
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadapp.domain.checked_table import MOST_FAULTS, CheckedTable
from leadapp.domain.corporate_plan import (
    CorporateAction,
    CorporatePlan,
    Direction,
    KpiKind,
    Part,
    catalogue,
    contradictions_of,
    default_part,
    directorate_key,
    natural_key,
    plan_from_data,
    plan_from_toml,
)
from leadapp.domain.errors import BadInputError

SHIPPED = Path(__file__).parents[2] / "resources" / "plan" / "corporate_plan.toml"

SMALL = """
[plan]
edition = "Trial"
wording = "ours"
source = "A plan"
council = "A council"
marking = "OFFICIAL"

[[pillars]]
number = 1
name = "Foundation and response"
outcome = "It works."
theory_of_change_year = 1

[[directorates]]
name = "Parks & Places"
aliases = ["P&P"]

[[actions]]
id = "1.1"
pillar = 1
sub_section = "Start"
title = "Begin"
objective = "Get going."
accountable = "Chief Executive"
responsible = "Anti-Racism Lead"
timescale = "Within 3 months"
part = "named"
named_for = ["Parks & Places"]
part_note = "Do it."

[[actions.kpis]]
id = "1.1.K1"
text = "Some of all"
due = "M12+M18"
kind = "milestone"
perception = true
reportable_by_directorate = true
splits = [
  { id = "1.1.K1a", text = "Some", due = "M12", kind = "milestone", perception = false },
  { id = "1.1.K1b", text = "All", due = "M18", kind = "perception", perception = true },
]

[[contradictions]]
id = "C01"
ids = ["1.1"]
kind = "date"
title = "Two dates"
what_disagrees = "The dates."
reading_a = "One."
reading_b = "The other."
leadapp_shows = "Both."
"""


@cache
def shipped() -> CorporatePlan:
    return plan_from_toml(SHIPPED.read_text("utf-8"))


def action(action_id: str) -> CorporateAction:
    return next(a for a in shipped().actions if a.id == action_id)


def small(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    """The small plan's tables after a change."""
    data = copy.deepcopy(tomllib.loads(SMALL))
    change(data)
    return data


def kpi_of(data: Mapping[str, Any]) -> dict[str, Any]:
    kpi: dict[str, Any] = data["actions"][0]["kpis"][0]
    return kpi


# ---------------------------------------------------------------------------------------------------- reading an edition
def test_a_small_edition_is_read_whole() -> None:
    plan = plan_from_toml(SMALL)
    assert (plan.edition, plan.council, plan.marking, plan.part_note) == ("Trial", "A council", "OFFICIAL", "")
    assert plan.pillars[0].short_title == plan.pillars[0].title == "Foundation and response"
    (kpi,) = plan.actions[0].kpis
    assert [m.id for m in kpi.measures] == ["1.1.K1a", "1.1.K1b"]
    assert all(m.reportable_by_directorate for m in kpi.measures), "a measure has its bullet's word"
    assert [m.counts_people for m in kpi.measures] == [False, True], "a survey always counts people"
    assert plan.directorates[0].aliases == ("P&P",)


def test_records_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        plan_from_toml(SMALL).actions[0].title = "Other"  # type: ignore[misc]


def test_an_edition_may_do_without_contradictions_and_directorates() -> None:
    plan = plan_from_data(small(lambda d: (d.pop("contradictions"), d.pop("directorates"))))
    assert (plan.contradictions, plan.directorates) == ((), ())
    assert default_part(plan.actions[0], "Parks and Places", False) is Part.NAMED


def test_text_that_is_no_toml_names_line_and_column() -> None:
    with pytest.raises(BadInputError, match=r"cannot be read as TOML: .*line 2") as told:
        plan_from_toml("[plan]\nedition = \n")
    assert told.value.field == "plan"


ACTION, KPI = "actions 1 (1.1)", "actions 1 (1.1), kpis 1 (1.1.K1)"
FAULTS: list[tuple[str, Callable[[dict[str, Any]], object], str, str]] = [
    ("no plan", lambda d: d.pop("plan"), "plan", "is missing."),
    ("plan no table", lambda d: d.update(plan="x"), "plan", "is not a table."),
    ("empty text", lambda d: d["plan"].update(edition=" "), "plan, edition", "is empty."),
    ("text missing", lambda d: d["plan"].pop("marking"), "plan, marking", "is missing."),
    ("text a number", lambda d: d["actions"][0].update(title=3), f"{ACTION}, title", "is not a text."),
    ("no actions", lambda d: d.update(actions=[]), "actions", "is empty."),
    ("actions missing", lambda d: d.pop("actions"), "actions", "is missing."),
    ("actions no list", lambda d: d.update(actions={"id": "1.1"}), "actions", "is not a list."),
    ("actions no tables", lambda d: d.update(actions=["1.1"]), "actions", "holds something that is not a table."),
    ("no id", lambda d: d["actions"][0].pop("id"), "actions 1 (no id), id", "is missing."),
    ("no kpis", lambda d: d["actions"][0].update(kpis=[]), f"{ACTION}, kpis", "is empty."),
    ("unknown key", lambda d: d["actions"][0].update(named_four=[]), f"{ACTION}, named_four", "is not known here."),
    ("unknown part", lambda d: d["actions"][0].update(part="lead"), f"{ACTION}, part", "is “lead”, not one of own, named, "),
    ("no part", lambda d: d["actions"][0].pop("part"), f"{ACTION}, part", "is missing."),
    ("named for none", lambda d: d["actions"][0].pop("named_for"), f"{ACTION}, named_for", "goes with the part “named”"),
    ("named, yet own", lambda d: d["actions"][0].update(part="own"), f"{ACTION}, named_for", "goes with the part “named”"),
    ("names no texts", lambda d: d["actions"][0].update(named_for=[1]), f"{ACTION}, named_for", "not a text."),
    ("priority", lambda d: d["actions"][0].update(priority_only=True), f"{ACTION}, priority_only", "only with the part “own”."),
    ("flag a word", lambda d: d["actions"][0].update(priority_only="no"), f"{ACTION}, priority_only", "is not true or false."),
    ("whole a flag", lambda d: d["pillars"][0].update(number=True), "pillars 1 (True), number", "is not a whole number."),
    ("pillar unknown", lambda d: d["actions"][0].update(pillar=7), "actions (1.1), pillar", "7 is not in the plan."),
    (
        "due",
        lambda d: kpi_of(d).update(due="M0"),
        f"{KPI}, due",
        "is not a due point such as M9, Y1, FYM3 or Q4, or a day such as 2026-09-30.",
    ),
    (
        "band",
        lambda d: d["actions"][0].update(timescale="Soon"),
        f"{ACTION}, timescale",
        "is “Soon”, not one of Within 3 months, ",
    ),
    ("no band", lambda d: d["actions"][0].pop("timescale"), f"{ACTION}, timescale", "is missing."),
    ("no pillar", lambda d: d["actions"][0].pop("pillar"), f"{ACTION}, pillar", "is missing."),
    ("kpi twice", lambda d: d["actions"][0]["kpis"].append(kpi_of(d)), "kpis", "“1.1.K1” stands 2 times."),
    ("pillar twice", lambda d: d["pillars"].append(d["pillars"][0]), "pillars", "“1” stands 2 times."),
    ("event and date", lambda d: kpi_of(d).update(due_event="x"), f"{KPI}, due_event", "stands only where “due” is “-”."),
    ("unknown kind", lambda d: kpi_of(d).update(kind="ratio"), f"{KPI}, kind", "is “ratio”, not one of milestone, "),
    ("outcome a list", lambda d: d["pillars"][0].update(outcome=["x"]), "pillars 1 (1), outcome", "is not a text."),
    ("due of splits", lambda d: kpi_of(d).update(due="M12"), f"{KPI}, splits", "make up “M12”."),
    ("one split", lambda d: kpi_of(d)["splits"].pop(), f"{KPI}, splits", "are two or more"),
    ("no perception", lambda d: kpi_of(d).update(perception=False), f"{KPI}, perception", "is true exactly where"),
    ("kpi flag", lambda d: kpi_of(d).pop("reportable_by_directorate"), f"{KPI}, reportable_by_directorate", "is missing."),
    ("bare target", lambda d: kpi_of(d).update(target=50), f"{KPI}, target", "needs a unit and a direction."),
    ("by service", lambda d: kpi_of(d).update(by_service="yes"), f"{KPI}, by_service", "goes only with a count or a percentage."),
    ("target a text", lambda d: kpi_of(d).update(target="50"), f"{KPI}, target", "is not a number."),
    ("target endless", lambda d: kpi_of(d).update(target=float("inf")), f"{KPI}, target", "is not a number."),
    ("direction", lambda d: kpi_of(d).update(direction="sideways"), f"{KPI}, direction", "is “sideways”, not one of"),
    (
        "percentage of what",
        lambda d: kpi_of(d)["splits"][0].update(kind="percentage"),
        f"{KPI}, splits 1 (1.1.K1a), numerator",
        "and denominator say what a percentage is of.",
    ),
    ("twice", lambda d: d["actions"].append(d["actions"][0]), "actions", "“1.1” stands 2 times."),
    (
        "contradiction of none",
        lambda d: d["contradictions"][0].update(ids=[]),
        "contradictions 1 (C01), ids",
        "name at least one",
    ),
    ("of an unknown action", lambda d: d["contradictions"][0].update(ids=["9.9"]), "contradictions (C01)", "“9.9” is not in"),
    ("of an unknown pillar", lambda d: d["contradictions"][0].update(pillars=[6]), "contradictions (C01)", "“6” is not in"),
]


@pytest.mark.parametrize(("change", "place", "sentence"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_every_fault_is_told_with_its_place(change: Callable[[dict[str, Any]], object], place: str, sentence: str) -> None:
    with pytest.raises(BadInputError) as told:
        plan_from_data(small(change))
    heading, *lines = str(told.value).split("\n")
    assert heading == "The plan cannot be used."
    assert any(line.startswith(f"{place}: ") and sentence in line for line in lines), lines
    assert lines[0].startswith(f"{told.value.field}: ")


def test_all_faults_are_told_at_once_up_to_a_limit() -> None:
    def spoil(data: dict[str, Any]) -> None:
        data["plan"].update(edition="", council="")
        for number in range(MOST_FAULTS):
            data["actions"][0][f"extra_{number:02}"] = 1

    with pytest.raises(BadInputError) as told:
        plan_from_data(small(spoil))
    lines = str(told.value).split("\n")
    assert lines[1:3] == ["plan, edition: is empty.", "plan, council: is empty."]
    assert (len(lines), lines[-1]) == (MOST_FAULTS + 2, "And 2 more.")


def test_a_table_without_faults_raises_nothing() -> None:
    table = CheckedTable({"share": 0.5, "count": 3})
    assert (table.number("share"), table.number("count"), table.number("none")) == (0.5, 3, None)
    assert table.closed("done") == "done"
    table.raise_faults("Nothing is wrong.")


# ---------------------------------------------------------------------------------------------------- order and parts
def test_natural_key_puts_1_2_before_1_10() -> None:
    assert sorted(["1.10", "2.1", "1.2", "1.1"], key=natural_key) == ["1.1", "1.2", "1.10", "2.1"]


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99))))
def test_natural_key_sorts_as_numbers_do(ids: list[tuple[int, int]]) -> None:
    texts = [f"{pillar}.{number}" for pillar, number in ids]
    assert sorted(texts, key=natural_key) == [f"{pillar}.{number}" for pillar, number in sorted(ids)]


@given(st.text())
def test_natural_key_reads_any_text(text: str) -> None:
    assert all(number >= 0 for number in natural_key(text))


NAMED_FOR = {
    "2.10": {"Adult Social Care & Health", "Public Health"},
    "3.5": {"Neighbourhoods and Housing"},
    "4.2": {"Neighbourhoods and Housing"},
    "4.4": {"Finance and Resources", "Neighbourhoods and Housing"},
    "4.9": {"Neighbourhoods and Housing", "Public Health"},
    "4.10": {"Children and Young People"},
}
WRITTEN = {
    "Adult Social Care & Health": [
        "adult social care and health",
        "ASC&H",
        "asch",
        "Adult Social Care & Health Directorate",
        "Adults and Health",
    ],
    "Public Health": ["PUBLIC HEALTH", "Public Health Directorate"],
    "Neighbourhoods and Housing": [
        "Corporate Director Neighbourhoods and Housing",
        "  NEIGHBOURHOODS  +  HOUSING ",
        "Neighbourhoods, Housing",
        "Housing and Neighbourhoods",
        "Neighbourhoods & Housing",
        "N&H",
        "n & h",
        "the Directorate of Neighbourhoods and Housing",
    ],
    "Finance and Resources": ["F&R", "finance & resources", "Finance, Resources and Transformation"],
    "Children and Young People": [
        "CYP",
        "Children & Young People",
        "Children's and Young People\u2019s Services",
        "children's services",
        "Childrens Services",
        "Children, Young People and Families",
    ],
}


@pytest.mark.parametrize(("name", "written"), [(name, text) for name, texts in WRITTEN.items() for text in (name, *texts)])
def test_named_actions_fall_on_the_directorates_the_plan_names(name: str, written: str) -> None:
    named = {a.id for a in shipped().actions if default_part(a, written, False) is Part.NAMED}
    assert named == {action_id for action_id, names in NAMED_FOR.items() if name in names}


@pytest.mark.parametrize(
    "written", ["", "Housing", "Neighbourhood Services", "Health", "Resources", "City Development", "and", "&"]
)
def test_named_actions_do_not_fall_on_others(written: str) -> None:
    parts = {default_part(action(action_id), written, True) for action_id in NAMED_FOR}
    assert parts == {Part.AWARE}


def test_only_a_priority_directorate_owns_1_7() -> None:
    assert default_part(action("1.7"), "N&H", True) is Part.OWN
    assert default_part(action("1.7"), "N&H", False) is Part.AWARE
    assert [a.id for a in shipped().actions if a.priority_only] == ["1.7"]


@given(st.sampled_from(shipped().actions), st.text(), st.booleans())
def test_a_default_part_is_the_published_one_or_aware(one: CorporateAction, directorate: str, priority: bool) -> None:
    part = default_part(one, directorate, priority)
    assert part in {one.part, Part.AWARE}
    if one.part is not Part.NAMED and not one.priority_only:
        assert part is one.part


@given(st.text())
def test_spelling_does_not_change_a_directorate_key(name: str) -> None:
    key = directorate_key(name)
    assert directorate_key(key) == key
    assert directorate_key(f"  The {name} Directorate ") == key


# ---------------------------------------------------------------------------------------------------- contradictions
def test_contradictions_are_found_by_action() -> None:
    assert {"C01", "C03", "C06"} <= {c.id for c in contradictions_of(shipped(), "5.1")}
    assert contradictions_of(shipped(), "2.7") == ()
    assert contradictions_of(shipped(), "9.9") == ()


# ---------------------------------------------------------------------------------------------------- the catalogue
def test_the_catalogue_is_plain_json_with_the_promised_keys() -> None:
    entry = json.loads(json.dumps(catalogue(shipped())))
    assert entry["edition"]
    assert len(entry["pillars"]) == 5
    assert {"number", "title", "short_title", "outcome", "actions"} <= entry["pillars"][0].keys()
    first = entry["pillars"][0]["actions"][0]
    assert {"id", "sub_section", "title", "objective", "accountable", "responsible", "timescale", "part", "kpis"} <= first.keys()
    assert {"text", "due", "perception", "kind", "target", "unit", "direction"} <= first["kpis"][0].keys()
    assert [a["id"] for p in entry["pillars"] for a in p["actions"]] == [a.id for a in shipped().actions]
    assert {c["id"] for c in entry["contradictions"]} == {c.id for c in shipped().contradictions}


def test_the_catalogue_has_one_entry_per_bullet_and_every_measure() -> None:
    kpis = [k for p in catalogue(shipped())["pillars"] for a in p["actions"] for k in a["kpis"]]
    assert (len(kpis), sum(len(k["measures"]) for k in kpis)) == (192, 196)
    both = next(k for k in kpis if k["due"] == "M12+M18")
    assert (both["id"], [m["due"] for m in both["measures"]]) == ("4.11.K1", ["M12", "M18"])


def test_the_catalogue_names_contradictions_where_they_apply() -> None:
    entries = {a["id"]: a for p in catalogue(shipped())["pillars"] for a in p["actions"]}
    assert "C05" in entries["2.13"]["contradictions"]
    assert entries["4.4"]["named_for"] == ["Finance and Resources", "Neighbourhoods and Housing"]


def test_enumerations_read_as_the_file_writes_them() -> None:
    assert [*Part] == ["own", "named", "contribute", "report", "aware"]
    assert [*KpiKind] == ["milestone", "count", "percentage", "yes_no", "perception", "trend"]
    assert [*Direction] == ["at_least", "at_most", "up", "down"]
