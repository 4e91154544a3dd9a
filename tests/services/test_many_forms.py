"""Several files at once: copies, foreign workbooks, folders; and what Home says of them."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from pathlib import Path

import pytest

from leadapp.domain.errors import BadInputError
from leadapp.domain.plan import ActionDraft
from leadapp.services.ask_service import answer_files, read_answers
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from tests.imports.workbooks import of_rows
from tests.owner_forms import fill, make_forms, read
from tests.services.forms_of_owners import OTHER, OWNER, Q2, back_of, changed, collected, mark, take
from tests.worlds import StandingClock, by_reference, new_services


# -------------------------------------------------------------------------------- several files
def test_copies_that_say_the_same_are_read_once_and_untouched_ones_say_nothing(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    shutil.copyfile(forms[OWNER], back / "0 untouched.xlsx")
    shutil.copyfile(forms[OTHER], back / "other.xlsx")
    for name in ("a.xlsx", "b.xlsx"):
        fill(forms[OWNER], back / name, {("NS-01", "words"): "Heard."})
    found = collected(small, back)
    assert ([a.theirs for a in found.answers], found.refused, found.copies) == (["Heard."], (), ())
    assert found.remarks == ("“b.xlsx” says the same as “a.xlsx”; it was read once.", "“other.xlsx” holds no answers.")
    assert [owner.label for owner in found.silent] == [OTHER]
    small.asking.take(found, read(back))
    assert {owner.label: owner.answered_on is not None for owner, _ in small.asking.asking().owners} == {
        OWNER: True,
        OTHER: False,
    }


def test_copies_that_differ_wait_until_one_is_chosen(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "words"): "Heard."})
    fill(forms[OWNER], back / "b.xlsx", {("NS-01", "words"): "Not heard."})
    found = collected(small, back)
    assert (found.answers, [one.file for one in found.refused]) == ((), ["a.xlsx", "b.xlsx"])
    assert "is one of 2 files of Depot Manager that say different things. None was taken" in str(found.refused[0])
    (copies,) = found.copies
    assert (copies.owner.label, copies.files, copies.chosen) == (OWNER, ("a.xlsx", "b.xlsx"), "")
    chosen = collected(small, back, {copies.owner.uid: "b.xlsx"})
    assert ([a.theirs for a in chosen.answers], chosen.refused, chosen.copies[0].chosen) == (["Not heard."], (), "b.xlsx")
    assert collected(small, back, {copies.owner.uid: "gone.xlsx"}).answers == ()


def test_files_that_are_no_workbook_of_ours_are_named_with_the_reason(small: Services, tmp_path: Path) -> None:
    back = back_of(tmp_path)
    (back / "hostile.xlsx").write_bytes(b"PK\x03\x04" + b"\0" * 400)
    (back / "locked.xlsx").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + "EncryptedPackage".encode("utf-16-le"))
    (back / "text.xlsx").write_text("no workbook", "utf-8")
    (back / "other.xlsx").write_bytes(of_rows(("Action", "Owner"), ("a", "b")))
    (back / "wide.xlsx").write_bytes(of_rows(tuple(range(300))))
    (back / "~$a.xlsx").write_text("lock", "utf-8")
    (back / ".hidden.xlsx").write_text("x", "utf-8")
    (back / "notes.txt").write_text("x", "utf-8")
    found = collected(small, back)
    told = {one.file: one.reason for one in found.refused}
    assert set(told) == {"hostile.xlsx", "locked.xlsx", "text.xlsx", "other.xlsx", "wide.xlsx"}
    assert "damaged or cut off" in told["hostile.xlsx"]
    assert "protected by a password" in told["locked.xlsx"]
    assert "not an Excel workbook" in told["text.xlsx"]
    assert "not a form that leadapp made" in told["other.xlsx"]
    assert "holds more than an owner's workbook does" in told["wide.xlsx"]
    assert (found.files, found.answers) == (5, ())


def test_folders_without_workbooks_and_leadapp_files_are_refused(small: Services, tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match="no Excel workbook in this folder"):
        answer_files((back_of(tmp_path),))
    (one,) = read_answers(answer_files((small.path,))).unread
    assert str(one) == "“mine.leadapp”: is a leadapp file."
    for number in range(501):
        (back_of(tmp_path) / f"{number}.xlsx").touch()
    with pytest.raises(BadInputError, match="501 workbooks"):
        answer_files((back_of(tmp_path),))


def test_another_directorates_form_is_refused(small: Services, tmp_path: Path, clock: StandingClock) -> None:
    other = new_services(tmp_path / "other.leadapp", clock)
    other.plan.add_action(ActionDraft(title="Elsewhere", owner="Somebody"))
    forms = make_forms(other, tmp_path / "out")
    other.close()
    back = back_of(tmp_path)
    fill(forms["Somebody"], back / "a.xlsx", {("NS-01", "words"): "Hello."})
    assert "another directorate" in str(collected(small, back).refused[0])


def test_a_day_in_a_form_that_cannot_be_read_becomes_today(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OTHER], back / "a.xlsx", {("NS-03", "words"): "Printed."})
    changed(back / "a.xlsx", back / "a.xlsx", mark("asked_on", "soon"))
    take(small, back)
    owner = dataclasses.replace(small.asking.asking().owners[1][0])
    assert (owner.asked_on, owner.answered_on) == (dt.date(2026, 10, 6), dt.date(2026, 10, 6))


def test_home_says_whom_to_ask_and_who_is_silent(small: Services, tmp_path: Path) -> None:
    def steps() -> dict[str, str]:
        return {step.title: step.sentence for step in small.home.view()[0].steps if step.place == "ask"}

    assert steps() == {}  # two owners are asked by word of mouth
    small.plan.add_action(ActionDraft(title="Another", owner="Third"))
    assert list(steps()) == ["Ask 3 owners"]
    small.asking.ask(Q2, tmp_path)
    assert steps() == {"3 owners have not answered": "Depot Manager, Housing Lead and Third."}
    back = back_of(tmp_path)
    forms = {form.owner: path for form, _, path in small.asking.prepare(Q2, tmp_path).forms}
    for owner, reference in (("Third", "NS-04"), (OTHER, "NS-03")):
        fill(forms[owner], back / f"{owner}.xlsx", {(reference, "confidence"): "On track"})
    take(small, back)
    assert steps() == {"1 owner has not answered": "Depot Manager."}
    for owner in ("NS-01", "NS-02"):
        action = by_reference(small, owner)
        small.plan.change(action.id, action.version, ActionDraft(owner="Third"))
    assert steps() == {}


def test_few_open_actions_are_asked_for_in_person(sample: Services) -> None:
    assert [step for step in sample.home.view()[0].steps if step.place == "ask"] == []


def test_what_was_taken_is_there_after_a_restart(small: Services, tmp_path: Path, clock: StandingClock) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OTHER], back / "a.xlsx", {("NS-03", "words"): "Printed."})
    take(small, back)
    small.close()
    assert check(small.path) == ()
    again = open_services(small.path, clock)
    try:
        assert next(i.update.text for i in again.round.items() if i.update) == "Printed."
        assert list(again.search.find("Printed")) != []
    finally:
        again.close()
