"""What is withdrawn, renumbered, or comes back with an edition."""

from __future__ import annotations

from pathlib import Path

import pytest

from leadapp.domain.corporate_plan import Part
from leadapp.domain.errors import BadInputError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import Decision
from leadapp.services.opening import Services, shipped_plan
from tests.services.edition_files import Edited, Row, renumber, rows_of
from tests.services.editions_taken import kpis_of, take
from tests.worlds import StandingClock, by_reference


def test_withdrawn_actions_stay_marked_and_their_number_can_be_used_anew(services: Services, edited: Edited) -> None:
    services.plan.adopt(("2.6", "2.4"))
    part = by_reference(services, "2.6").part

    def change(rows: dict[str, Row]) -> None:
        new = {"title": "Open a museum of the city's harbour", "sub_section": "Museums", "responsible": "Director of Museums"}
        rows["2.6"] |= new | {"kpis": "The museum opens by Year 2"}

    found = take(services, edited(change)).comparison
    assert found
    assert ([a.id for a in found.added], [a.id for a in found.withdrawn]) == (["2.6"], ["2.6"])
    old = by_reference(services, "2.6 (withdrawn)")
    assert (old.corporate_id, old.part) == ("2.6 (withdrawn)", part)
    assert (old.short_reference, by_reference(services, "2.4").short_reference) == ("2.6", "2.4")
    assert set(kpis_of(services, old.reference)) <= {f"2.6.K{n} (withdrawn)" for n in range(1, 9)}
    assert not any(line.asked for line in kpis_of(services, old.reference).values())
    row = next(r for r in services.plan.cascade() if r.corporate_id == "2.6")
    assert (row.decision, row.part) == (Decision.OPEN, Part.CONTRIBUTE)
    services.plan.adopt(("2.6",))
    assert list(kpis_of(services, "2.6")) == ["2.6.K1"]

    def again(rows: dict[str, Row]) -> None:
        del rows["2.6"]

    take(services, edited(again))
    assert {a.reference for a in services.plan.list_actions()} == {"2.4", "2.6 (withdrawn)", "2.6 (withdrawn 2)"}


def test_an_action_put_in_between_renumbers_what_follows(services: Services, edited: Edited) -> None:
    """3.5 becomes 3.6, 3.6 becomes 3.7 and so on; actions, decisions and KPIs go along, the new 3.5 waits for a decision."""
    services.plan.adopt(("3.5", "3.6", "3.9"))
    services.plan.decline(("3.7",), "Not ours")
    ids = {a.reference: a.id for a in services.plan.list_actions()}
    before = {line.kpi.id for line in kpis_of(services, "3.6").values()}

    def change(rows: dict[str, Row]) -> None:
        for number in range(14, 4, -1):
            renumber(rows, f"3.{number}", f"3.{number + 1}")
        new = {"id": "3.5", "title": "Open a museum of the city's harbour", "sub_section": "Museums"}
        rows["3.5"] = rows["3.6"] | new | {"kpis": "The museum opens by Year 2", "responsible": "Director of Museums"}

    found = take(services, edited(change)).comparison
    assert found
    assert [(c.old_id, c.id) for c in found.changed if c.is_renumbered] == [(f"3.{n}", f"3.{n + 1}") for n in range(5, 15)]
    assert [a.id for a in found.added] == ["3.5"]
    assert found.effects[0].sentence == "Becomes 3.6."
    assert {a.reference: a.id for a in services.plan.list_actions()} == {
        "3.6": ids["3.5"], "3.7": ids["3.6"], "3.10": ids["3.9"]
    }  # fmt: skip
    assert {line.kpi.id for line in kpis_of(services, "3.7").values()} == before
    assert all(key.startswith("3.7.K") for key in kpis_of(services, "3.7"))
    decisions = {r.corporate_id: r.decision for r in services.plan.cascade()}
    assert (decisions["3.5"], decisions["3.8"], decisions["3.7"]) == (Decision.OPEN, Decision.DECLINED, Decision.ADOPTED)


def test_a_renumbering_that_is_none_can_be_refused(services: Services, edited: Edited) -> None:
    services.plan.adopt(("3.11",))
    action = by_reference(services, "3.11")
    preview = services.editions.preview(edited(lambda rows: renumber(rows, "3.11", "3.15")))
    assert preview.comparison
    assert preview.comparison.effects[0].sentence == "Becomes 3.15."
    with pytest.raises(BadInputError, match=r"3\.11 does not become 3\.14"):
        services.editions.kept_apart(preview, "3.11", "3.14")
    apart = services.editions.kept_apart(preview, "3.11", "3.15")
    assert apart.comparison
    assert ([a.id for a in apart.comparison.added], [a.id for a in apart.comparison.withdrawn]) == (["3.15"], ["3.11"])
    assert services.editions.joined(apart, "3.11", "3.15").comparison == preview.comparison
    services.editions.take(apart)
    assert by_reference(services, "3.11 (withdrawn)").id == action.id
    assert {r.corporate_id: r.decision for r in services.plan.cascade()}["3.15"] is Decision.OPEN


def test_a_withdrawn_action_that_comes_back_goes_on_with_its_history(
    services: Services, edited: Edited, tmp_path: Path, clock: StandingClock
) -> None:
    services.plan.adopt(("2.6", "2.4"))
    services.plan.decline(("5.6",), "Not ours")
    action = by_reference(services, "2.6")
    services.round.write_update(action.id, "Two services have the line.")
    kpis = {key: line.kpi.id for key, line in kpis_of(services, "2.6").items()}

    def without_both(rows: dict[str, Row]) -> None:
        del rows["2.6"], rows["5.6"]

    take(services, edited(without_both))
    assert by_reference(services, "2.6 (withdrawn)").id == action.id

    def back(rows: dict[str, Row]) -> None:
        renumber(rows, "2.6", "2.21")

    preview = services.editions.preview(edited(back))
    found = preview.comparison
    assert found
    assert found.words == "2 actions are back; 59 stay as they are."
    assert [(e.reference, e.sentence) for e in found.effects] == [
        ("2.6 (withdrawn)", "Is back: it goes on as 2.21 with its history."),
        ("5.6 (withdrawn)", "You declined it; it is back. Look at it again."),
    ]
    services.editions.take(services.editions.called(preview, "Third"))
    now = by_reference(services, "2.21")
    assert (now.id, now.is_withdrawn) == (action.id, False)
    assert [u.text for u in services.round.detail(now.id).updates] == ["Two services have the line."]
    assert {key: line.kpi.id for key, line in kpis_of(services, "2.21").items()} == {
        key.replace("2.6.", "2.21."): one for key, one in kpis.items()
    }
    decisions = {r.corporate_id: r.decision for r in services.plan.cascade()}
    assert (decisions["2.21"], decisions["5.6"]) == (Decision.ADOPTED, Decision.DECLINED)


def test_a_withdrawn_kpi_that_comes_back_goes_on_with_its_values(services: Services, edited: Edited) -> None:
    services.plan.adopt(("2.4",))
    first = kpis_of(services, "2.4")["2.4.K3"].kpi
    services.round.record_value(first.id, ValueDraft(number="3", numerator="3", denominator="4", yes="yes"))
    lines = {row["id"]: row for row in rows_of(shipped_plan())}["2.4"]["kpis"].split("\n")

    def without_the_last(rows: dict[str, Row]) -> None:
        rows["2.4"]["kpis"] = "\n".join(lines[:-1])

    take(services, edited(without_the_last))
    assert kpis_of(services, "2.4")["2.4.K3 (withdrawn)"].kpi.id == first.id

    def with_it_in_other_capitals(rows: dict[str, Row]) -> None:
        rows["2.4"]["title"] = "Assess equality first"
        rows["2.4"]["kpis"] = "\n".join([*lines[:-1], f"{lines[-1].rstrip('.')}."])

    take(services, edited(with_it_in_other_capitals))
    now = kpis_of(services, "2.4")
    back = next(line for line in now.values() if line.kpi.id == first.id)
    assert not any("withdrawn" in key for key in now)
    assert len(now) == 3
    assert back.kpi.corporate_kpi == "2.4.K3"
    assert back.kpi.kind is first.kind
    assert [value.numerator for value in back.values] == [3]


def test_a_circle_of_numbers_is_followed(services: Services, edited: Edited) -> None:
    services.plan.adopt(("2.4", "2.6"))
    ids = {a.reference: a.id for a in services.plan.list_actions()}

    def change(rows: dict[str, Row]) -> None:
        rows["2.4"], rows["2.6"] = rows["2.6"] | {"id": "2.4"}, rows["2.4"] | {"id": "2.6"}

    take(services, edited(change))
    assert {a.reference: a.id for a in services.plan.list_actions()} == {"2.6": ids["2.4"], "2.4": ids["2.6"]}
    assert {key.split(".K")[0] for key in kpis_of(services, "2.4")} == {"2.4"}
