"""The plan that ships, written as the template and read again, is the same edition to the letter."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from leadapp.domain.corporate_plan import CorporatePlan, plan_from_data
from leadapp.domain.edition_compare import compare
from leadapp.domain.edition_content import plan_data
from leadapp.domain.edition_matching import settle
from leadapp.domain.edition_reading import ReadEdition, read_edition
from leadapp.exports.edition_template import draw_template
from leadapp.imports.caps import EDITION
from leadapp.imports.sheet_files import read_sheets
from tests.domain.published_plan import facts, plan


@cache
def read_back() -> ReadEdition:
    with TemporaryDirectory() as folder:
        target = Path(folder) / "plan.xlsx"
        draw_template(plan(), target, filled=True)
        return read_edition(read_sheets(target, EDITION))


def test_what_is_kept_is_read_as_the_same_plan() -> None:
    assert plan_from_data(plan_data(plan())) == plan()


def test_the_filled_template_is_read_without_a_fault_or_remark() -> None:
    assert (read_back().faults, read_back().remarks) == ((), ())
    assert read_back().labels == {"edition": plan().edition}
    assert read_back().pillars == {p.number: p.title for p in plan().pillars}
    assert read_back().outcomes == {p.number: p.outcome for p in plan().pillars}


def test_the_edition_comes_back_identical() -> None:
    settled = settle(read_back(), plan(), plan().edition, "plan.xlsx")
    assert replace(settled.plan, wording=plan().wording) == plan()
    assert compare(plan(), settled).is_same
    assert settled.measures(plan().actions, settled.kpis) == {
        m.id: m.id for a in plan().actions for k in a.kpis for m in k.measures
    }


@pytest.mark.parametrize("field", ["pillar", "sub_section", "accountable", "responsible", "timescale"])
def test_facts_are_those_of_the_published_plan(field: str) -> None:
    assert {a.id: str(getattr(a, field)) for a in read_back().actions} == {i: row[field] for i, row in facts().items()}


def test_every_bullet_and_due_point_is_read_from_the_words_alone() -> None:
    read = {a.id: [kpi.due for kpi in a.kpis] for a in read_back().actions}
    assert read == {i: row["kpi_due"].split() for i, row in facts().items()}
    assert sum(map(len, read.values())) == 192


def test_the_plan_can_be_taken_in_without_any_edition_before_it() -> None:
    """Another council's plan: everything is new, understood from the table alone, and valid."""
    nothing = replace(plan(), actions=(), contradictions=(), pillars=())
    settled = settle(read_back(), nothing, "New", "plan.xlsx")
    assert plan_from_data(plan_data(settled.plan)) == settled.plan
    assert [k.due for a in settled.plan.actions for k in a.kpis] == [k.due for a in plan().actions for k in a.kpis]
    assert len(compare(nothing, settled).added) == 61


def test_the_empty_template_says_that_it_holds_no_action(tmp_path: Path) -> None:
    draw_template(plan(), tmp_path / "empty.xlsx", filled=False)
    read = read_edition(read_sheets(tmp_path / "empty.xlsx", EDITION))
    assert [str(fault) for fault in read.faults] == ["File “empty.xlsx”: there is no action under the headings."]


def _kinds(edition: CorporatePlan) -> dict[str, str]:
    return {k.id: k.kind.value for a in edition.actions for k in a.kpis}


def test_kinds_are_guessed_cautiously() -> None:
    """Against our own reading of 192 bullets: what is called a perception is one, and shares are seldom missed."""
    nothing = replace(plan(), actions=(), contradictions=(), pillars=())
    guessed, ours = _kinds(settle(read_back(), nothing, "New", "plan.xlsx").plan), _kinds(plan())
    perceptions = [i for i, kind in guessed.items() if kind == "perception"]
    right = [i for i in perceptions if ours[i] == "perception"]
    print(len(perceptions), len(right), [i for i in perceptions if ours[i] != "perception"])
    assert len(right) >= 0.9 * len(perceptions)
