"""A new edition of the corporate plan: what it would change, taking it, and what becomes of the directorate's own plan."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

import pytest

from leadapp.domain.corporate_plan import CorporateAction, Part
from leadapp.domain.edition_compare import FieldChange, renaming_steps
from leadapp.domain.edition_words import due_note
from leadapp.domain.errors import BadInputError, ChangedElsewhereError, DiskError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.plan import Decision
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services, shipped_plan
from tests.services.edition_files import Edited, Row, rows_of, without, written
from tests.services.editions_taken import kpis_of, take
from tests.worlds import StandingClock, by_reference, everything


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
