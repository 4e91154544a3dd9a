"""A new edition of the corporate plan: what it would change, taking it, and what becomes of the directorate's own plan."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from leadapp.domain.corporate_plan import CorporateAction, Part
from leadapp.domain.edition_compare import FieldChange, renaming_steps
from leadapp.domain.edition_words import due_note
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, DiskError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import Decision
from leadapp.services.backup_service import check
from leadapp.services.edition_service import EditionPreview
from leadapp.services.opening import Services, open_services, shipped_plan
from tests.services.edition_files import Edited, Row, renumber, rows_of, without, written
from tests.worlds import StandingClock, by_reference, everything


@pytest.fixture
def edited(tmp_path: Path) -> Callable[[Callable[[dict[str, Row]], None]], Path]:
    """A file with the shipped plan after a change to its rows by id."""

    def make(change: Callable[[dict[str, Row]], None]) -> Path:
        rows = {row["id"]: row for row in rows_of(shipped_plan())}
        change(rows)
        return written(tmp_path / "New edition.csv", sorted(rows.values(), key=lambda r: [int(n) for n in r["id"].split(".")]))

    return make


def take(services: Services, path: Path) -> EditionPreview:
    preview = services.editions.preview(path)
    assert preview.faults == ()
    services.editions.take(preview)
    return preview


def kpis_of(services: Services, reference: str) -> dict[str, Any]:
    action = by_reference(services, reference)
    return {line.kpi.corporate_kpi: line for line in services.round.detail(action.id).kpis}


# -------------------------------------------------------------------------------- preview
def test_the_edition_in_force_is_named(services: Services) -> None:
    now = services.editions.in_force()
    assert (now.name, now.actions) == ("First published edition (undated in the source)", 61)
    assert str(now.taken_on) == "2026-10-06"


def test_the_plan_in_force_read_back_is_nothing_to_take(services: Services, tmp_path: Path) -> None:
    services.editions.save_template(tmp_path / "plan.xlsx")
    preview = services.editions.preview(tmp_path / "plan.xlsx")
    assert preview.comparison
    assert preview.comparison.words == "All 61 actions stay as they are."
    assert not preview.can_be_taken
    with pytest.raises(BadInputError, match="holds the edition in force"):
        services.editions.take(preview)


def test_a_preview_says_what_is_added_changed_and_withdrawn_and_changes_nothing(services: Services, edited: Edited) -> None:
    services.plan.adopt(("1.9", "2.4", "2.6"))
    services.plan.decline(("3.3", "5.6"), "Not ours")

    def change(rows: dict[str, Row]) -> None:
        rows["2.4"] |= {"timescale": "Year 2", "kpis": rows["2.4"]["kpis"] + "\n• The register is public by Month 12"}
        rows["3.3"]["responsible"] = "Head of Communications"
        del rows["2.6"], rows["5.6"]
        rows["5.7"] = rows["5.5"] | {"id": "5.7", "title": "Something nobody thought of before now"}

    path = edited(change)
    before = everything_of(services)
    preview = services.editions.preview(path)
    assert everything_of(services) == before
    found = preview.comparison
    assert found
    assert found.words == "1 action is added, 2 are changed, 2 are withdrawn; 57 stay as they are."
    assert ([a.id for a in found.added], [a.id for a in found.withdrawn]) == (["5.7"], ["2.6", "5.6"])
    assert found.changed[0].fields == (
        FieldChange("Timescale", "Within 6 months", "Year 2"),
        FieldChange("KPI", "", "The register is public by Month 12 (Month 12)"),
    )
    assert [(e.reference, e.sentence) for e in found.effects] == [
        ("2.4", "1 KPI added; the timescale becomes “Year 2”, due 31 December 2027 instead of 30 June 2026."),
        ("2.6", "Withdrawn. It stays in your plan with its history, marked as withdrawn."),
        ("3.3", "You declined it; it has changed. Look at it again."),
        ("5.6", "You declined it; it is withdrawn."),
    ]
    assert preview.name == "New edition"
    assert services.editions.called(preview, " Second  edition ").name == "Second edition"


def everything_of(services: Services) -> object:
    return (services.plan.list_actions(), services.plan.cascade(), services.preferences.corporate_plan())


def test_refused_rows_are_all_told_and_nothing_can_be_taken(services: Services, edited: Edited) -> None:
    def change(rows: dict[str, Row]) -> None:
        rows["2.4"]["timescale"] = "Soon"
        rows["3.10"]["accountable"] = ""

    preview = services.editions.preview(edited(change))
    assert [fault.place for fault in preview.faults] == ["row 15, column I", "row 41, column G"]
    assert (preview.settled, preview.comparison, preview.name, preview.can_be_taken) == (None, None, "", False)
    assert services.editions.called(preview, "x") is preview
    with pytest.raises(BadInputError, match="rows that cannot be used"):
        services.editions.take(preview)
    assert services.editions.in_force().actions == 61


def test_leadapp_files_are_never_read_as_an_edition(services: Services, tmp_path: Path) -> None:
    link = tmp_path / "plan.xlsx"
    link.symlink_to(services.path)
    for path in (services.path, link, tmp_path / "other.leadapp"):
        with pytest.raises(BadInputError, match="is a leadapp file"):
            services.editions.preview(path)
        with pytest.raises(BadInputError, match="over a leadapp file"):
            services.editions.save_template(path)
    with pytest.raises(BadInputError, match="is a folder"):
        services.editions.save_template(tmp_path)
    services.plan.adopt(("2.4",))
    with sqlite3.connect(services.path, timeout=0.1) as other, pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("SELECT * FROM edition")
    other.close()


# -------------------------------------------------------------------------------- taking it
def test_a_new_edition_keeps_links_decisions_and_history(services: Services, edited: Edited) -> None:
    services.plan.adopt(("2.4", "2.6"))
    services.plan.set_part("2.4", Part.OWN)
    services.plan.decline(("3.3",), "Not ours")
    action = by_reference(services, "2.4")
    services.round.write_update(action.id, "Three assessments are done.")
    first = kpis_of(services, "2.4")["2.4.K1"].kpi
    draft = ValueDraft(number="3", numerator="3", denominator="4", yes="yes")
    services.round.record_value(first.id, draft)

    def change(rows: dict[str, Row]) -> None:
        rows["2.4"]["title"] = "Assess what each policy does to equality"
        rows["2.4"]["timescale"] = "Year 2"
        lines = rows["2.4"]["kpis"].split("\n")
        rows["2.4"]["kpis"] = "\n".join(["• Number of assessments published by Month 9", *lines[:-1]])

    take(services, edited(change))
    now = by_reference(services, "2.4")
    assert (now.id, now.title, now.band, now.part) == (action.id, "Assess what each policy does to equality", "Year 2", Part.OWN)
    detail = services.round.detail(now.id)
    assert [u.text for u in detail.updates] == ["Three assessments are done."]
    kpis = kpis_of(services, "2.4")
    assert kpis["2.4.K1"].values
    assert kpis["2.4.K1"].kpi.id == first.id
    assert kpis["2.4.K4"].kpi.text == "Number of assessments published by Month 9"
    assert kpis["2.4.K4"].kpi.due == "M9"
    gone = next(line.kpi for key, line in kpis.items() if "withdrawn" in key)
    assert gone.corporate_kpi == "2.4.K3 (withdrawn)"
    assert gone.shown_text == f"{gone.text} (withdrawn from the corporate plan)"
    assert {r.corporate_id: r.decision for r in services.plan.cascade()}["3.3"] is Decision.DECLINED
    assert services.editions.in_force().name == "New edition"
    assert services.editions.in_force().wording == "as in New edition.csv"


def test_what_the_lead_wrote_herself_stays(services: Services, edited: Edited) -> None:
    from leadapp.domain.plan import ActionDraft

    services.plan.adopt(("2.4",))
    action = by_reference(services, "2.4")
    services.plan.change(action.id, action.version, ActionDraft(title="Our own words"))
    kpi = next(iter(kpis_of(services, "2.4").values())).kpi
    services.plan.remove_kpi(kpi.id)

    def change(rows: dict[str, Row]) -> None:
        rows["2.4"] |= {"title": rows["2.4"]["title"] + " again", "objective": "Another"}

    take(services, edited(change))
    assert by_reference(services, "2.4").title == "Our own words"
    assert kpi.corporate_kpi not in kpis_of(services, "2.4")


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


def test_the_council_s_own_words_for_the_same_plan_keep_what_is_known(services: Services, tmp_path: Path) -> None:
    """Every title, objective and KPI reads otherwise, but the facts are the same: kinds, targets, parts and links stay."""
    services.plan.adopt(("1.7", "2.2"))
    kpis = {key: line.kpi.id for key, line in kpis_of(services, "2.2").items()}

    def reworded(action: CorporateAction) -> Row:
        row = next(row for row in rows_of(shipped_plan()) if row["id"] == action.id)
        lines = "\n".join(f"• Wholly other wording number {n}{due_note(k.due)}" for n, k in enumerate(action.kpis))
        return row | {"title": f"Quite another phrase for {action.id}", "objective": "Because", "kpis": lines}

    preview = take(services, written(tmp_path / "Own words.csv", [reworded(a) for a in shipped_plan().actions]))
    assert preview.comparison
    assert preview.comparison.words == "61 actions are changed; 0 stay as they are."
    now, old = services.preferences.corporate_plan(), shipped_plan()
    assert [(k.id, k.kind, k.target, k.due) for a in now.actions for k in a.kpis] == [
        (k.id, k.kind, k.target, k.due) for a in old.actions for k in a.kpis
    ]
    assert [(a.part, a.part_note, a.named_for) for a in now.actions] == [(a.part, a.part_note, a.named_for) for a in old.actions]
    assert now.contradictions == old.contradictions
    assert {key: line.kpi.id for key, line in kpis_of(services, "2.2").items()} == kpis


def test_facts_that_change_settle_the_notes_on_contradictions(services: Services, edited: Edited) -> None:
    found = services.editions.preview(edited(lambda rows: rows["1.4"].update(timescale="Within 6 months"))).comparison
    assert found
    noted = {c.id for c in shipped_plan().contradictions if "1.4" in c.ids}
    assert noted
    assert {change.before.split()[0] for change in found.general} == noted


def test_a_bullet_that_ran_two_measures_together_may_be_dated_anew(services: Services, edited: Edited) -> None:
    """Then nobody knows which of the two is meant: both stay with their values, withdrawn, and a fresh KPI comes."""
    services.plan.adopt(("2.2",))
    split = next(k for a in shipped_plan().actions if a.id == "2.2" for k in a.kpis if k.splits)

    def change(rows: dict[str, Row]) -> None:
        text = f"• {split.text}{due_note(split.due)}"
        assert text in rows["2.2"]["kpis"]
        rows["2.2"]["kpis"] = rows["2.2"]["kpis"].replace(text, f"• {split.text} (by Month 20)")

    take(services, edited(change))
    keys = set(kpis_of(services, "2.2"))
    assert {f"{m.id} (withdrawn)" for m in split.splits} | {split.id} <= keys


def test_taking_is_one_step_that_cannot_be_undone_after_a_verified_backup(
    services: Services, edited: Edited, data_folder: Path
) -> None:
    services.plan.adopt(("2.4",))
    preview = services.editions.preview(edited(without("5.6")))
    changes = services.editions.take(preview)
    assert changes.label == "Corporate plan replaced: New edition"
    assert services.history.state().undo is None
    (backup,) = (data_folder / "backups").glob("*.leadapp")
    assert check(backup) == ()
    opened = open_services(backup)
    assert opened.editions.in_force().actions == 61
    opened.close()
    assert services.editions.in_force().actions == 60
    with pytest.raises(ChangedElsewhereError, match="Another edition was taken meanwhile"):
        services.editions.take(preview)


def test_a_fault_while_taking_leaves_everything_as_it_was(
    services: Services, edited: Edited, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadapp.db import directorate_records

    services.plan.adopt(("2.4", "5.6"))
    preview = services.editions.preview(edited(without("5.6")))

    def fail(*_: object) -> None:
        raise OSError(28, "no space")

    monkeypatch.setattr(directorate_records, "add_edition", fail)
    with pytest.raises(DiskError, match="The disk is full"):
        services.editions.take(preview)
    assert {a.reference for a in services.plan.list_actions()} == {"2.4", "5.6"}
    path = services.path
    services.close()
    assert check(path) == ()
    assert len(everything(path)["edition"]) == 1


def test_another_council_s_plan_can_be_taken_whole(services: Services, tmp_path: Path) -> None:
    services.plan.adopt(("2.4",))
    row = {
        "pillar": "1 Trust", "sub_section": "Start", "id": "1.1", "title": "Publish what we heard", "kpis": "Published by Month 3",
        "objective": "So that people know", "accountable": "Chief Executive", "responsible": "Head of Policy", "timescale": "Year 1",
    }  # fmt: skip
    preview = take(services, written(tmp_path / "Norbury.csv", [row]))
    plan = services.preferences.corporate_plan()
    assert ([p.title for p in plan.pillars], [a.id for a in plan.actions]) == (
        ["Trust", *(p.title for p in shipped_plan().pillars[1:])],
        ["1.1"],
    )
    assert preview.comparison
    assert FieldChange("Pillar 1", "Anti-Racism Foundation and Immediate Response", "Trust") in preview.comparison.general
    assert [a.reference for a in services.plan.list_actions()] == ["2.4 (withdrawn)"]
    quarter = services.preferences.reported_quarter()
    services.returns.export(quarter, {"json": tmp_path / "r.json", "xlsx": tmp_path / "r.xlsx", "pdf": tmp_path / "r.pdf"})


def test_ids_are_renamed_in_an_order_that_never_has_one_twice() -> None:
    assert renaming_steps({"a": "b", "b": "c"}) == [("b", "c"), ("a", "b")]
    steps = renaming_steps({"a": "b", "b": "a"})
    held = {"a", "b"}
    for was, now in steps:
        assert now not in held
        held = held - {was} | {now}
    assert held == {"a", "b"}
    assert len(steps) == 3


def test_the_sample_takes_an_edition_too(sample: Services, edited: Edited) -> None:
    preview = sample.editions.preview(edited(without("2.4")))
    assert preview.can_be_taken
    sample.editions.take(preview)
    assert sample.home.view()


def test_an_earlier_return_names_the_edition_of_its_time(services: Services, edited: Edited, clock: StandingClock) -> None:
    services.plan.adopt(("1.8", "5.6"))
    quarter = services.preferences.reported_quarter()
    before = services.preferences.corporate_plan().edition
    for name in ("progress", "challenges", "feedback"):
        services.returns.change_text(quarter, name, "Nothing to report.")
    services.life.submit(quarter)
    clock.go_to(dt.date(2026, 11, 2))
    take(services, edited(without("5.6")))
    now = services.preferences.corporate_plan().edition
    assert now != before
    sent, next_one = services.returns.assemble(quarter), services.returns.assemble(quarter.next)
    assert (sent.edition, next_one.edition) == (before, now)
    assert [a.id for a in sent.actions] == ["1.8", "5.6"]
    assert [a.id for a in next_one.actions] == ["1.8", "5.6 (withdrawn)"]
    assert by_reference(services, "5.6 (withdrawn)").is_withdrawn
