"""Asking owners with a workbook each and taking in what they answer, on the sample's file and on a small one."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from leadapp.domain.collected import Collected, Part, Standing
from leadapp.domain.errors import BadInputError, ChangedElsewhereError
from leadapp.domain.measures import ValueDraft
from leadapp.domain.owner_form import ACTIONS_SHEET, KPIS_SHEET, MARK_NAMES, MARKS_SHEET
from leadapp.domain.plan import ActionDraft, Confidence, Status
from leadapp.domain.quarters import Quarter
from leadapp.services.ask_service import answer_files, draw_forms, read_answers
from leadapp.services.backup_service import check
from leadapp.services.opening import Services, open_services
from tests.imports.workbooks import of_rows
from tests.owner_forms import CODE, column_of, fill, make_forms, read, row_of
from tests.worlds import StandingClock, by_reference, new_services

Q2 = Quarter.parse("2026-27-Q2")
OWNER, OTHER = "Depot Manager", "Housing Lead"


@pytest.fixture
def small(services: Services) -> Services:
    """Two owners: one of two actions with a share, a survey, a number and a yes or no; one of one action. One action has none."""
    services.plan.adopt(("2.4",))
    for title, owner in (("Night crews heard", OWNER), ("Rota published", OWNER), ("Letters in plain words", OTHER)):
        services.plan.add_action(ActionDraft(title=title, owner=owner))
    first = by_reference(services, "NS-01")
    for text, kind, more in (
        ("Crews trained", "percentage", {"due": "Month 6"}),
        ("Crews who feel heard", "perception", {"due": "Month 6", "question": "Do you feel heard?"}),
        ("Talks held", "count", {"due": "Month 6", "unit": "talks"}),
        ("Rota agreed", "yes_no", {"due": "Month 6"}),
    ):
        services.plan.add_kpi(first.id, text, kind, more)
    return services


def collected(services: Services, folder: Path, copies: dict[str, str] | None = None) -> Collected:
    return services.asking.preview(read(folder), copies)


def take(services: Services, folder: Path) -> Collected:
    answers = read(folder)
    found = services.asking.preview(answers)
    services.asking.take(found, answers)
    return found


def back_of(tmp_path: Path) -> Path:
    folder = tmp_path / "back"
    folder.mkdir(exist_ok=True)
    return folder


def changed(source: Path, target: Path, change: Any) -> Path:
    """A form with something done to its workbook."""
    book = load_workbook(source)
    change(book)
    book.save(target)
    return target


def kpi_of(services: Services, text: str) -> Any:
    return next(k for k in services.plan.list_kpis() if k.text == text)


def value_of(services: Services, text: str) -> Any:
    items = services.round.items()
    return next(line.now for item in items for line in item.kpis if line.kpi.text == text)


# -------------------------------------------------------------------------------- asking
def test_each_owner_gets_her_own_actions_and_who_has_none_gets_nothing(small: Services, tmp_path: Path) -> None:
    asking = small.asking.asking()
    assert [(owner.label, [i.action.reference for i in items]) for owner, items in asking.owners] == [
        (OWNER, ["NS-01", "NS-02"]),
        (OTHER, ["NS-03"]),
    ]
    assert [action.reference for action in asking.without_owner] == ["2.4"]
    files = small.asking.ask(Q2, tmp_path)
    assert sorted(p.name for p in tmp_path.glob("*.xlsx")) == ["2026-27-Q2 Depot Manager.xlsx", "2026-27-Q2 Housing Lead.xlsx"]
    assert [form.counted for form, _, _ in files.forms] == ["2 actions and 4 KPI values", "1 action"]
    emails = (tmp_path / "2026-27-Q2 e-mails to copy.txt").read_text("utf-8-sig")
    assert "To: Depot Manager\nSubject: OFFICIAL: your update for 2026-27-Q2, by 7 October 2026" in emails
    asked = small.asking.asking()
    assert [owner.asked_on for owner, _ in asked.owners] == [dt.date(2026, 10, 6)] * 2
    assert [owner.label for owner in asked.waiting] == [OWNER, OTHER]
    small.history.undo()
    assert small.asking.asking().waiting == ()


def test_asked_again_the_newer_day_counts(small: Services, tmp_path: Path, clock: StandingClock) -> None:
    small.asking.ask(Q2, tmp_path)
    clock.go_to(dt.date(2026, 10, 7))
    small.asking.ask(Q2, tmp_path)
    assert {owner.asked_on for owner, _ in small.asking.asking().owners} == {dt.date(2026, 10, 7)}


def test_an_action_that_is_finished_for_good_is_asked_no_more(small: Services) -> None:
    action = by_reference(small, "NS-03")
    small.plan.change(action.id, action.version, ActionDraft(status="will_not_do", status_reason="merged"))
    assert [owner.label for owner, _ in small.asking.asking().owners] == [OWNER]


def test_two_owners_of_one_name_are_told_apart_and_names_fit_every_system(small: Services, tmp_path: Path) -> None:
    first, second = (by_reference(small, ref) for ref in ("NS-01", "NS-02"))
    small.plan.change(first.id, first.version, ActionDraft(owner="AUX: the “Nacht*” manager?"))
    small.plan.change(second.id, second.version, ActionDraft(owner="aux/ the “nacht” manager"))
    names = [path.name for _, _, path in small.asking.prepare(Q2, tmp_path).forms]
    assert sorted(names)[0] == "2026-27-Q2 AUX the “Nacht ” manager.xlsx"
    third = by_reference(small, "NS-03")
    small.plan.change(third.id, third.version, ActionDraft(owner="AUX? the “nacht” manager"))
    names = [path.name for _, _, path in small.asking.prepare(Q2, tmp_path).forms]
    assert len({name.casefold() for name in names}) == 3
    assert any(name.endswith("(2).xlsx") for name in names)


def test_a_form_holds_no_byte_of_other_owners(sample: Services, tmp_path: Path) -> None:
    forms = make_forms(sample, tmp_path)
    items = sample.round.items()
    assert len(forms) > 10
    lead = sample.preferences.directorate().lead
    uids = {owner.uid for owner, _ in sample.asking.asking().owners}
    for label, path in forms.items():
        own = next(owner for owner, _ in sample.asking.asking().owners if owner.label == label)
        with zipfile.ZipFile(path) as archive:
            whole = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
        told = [one for one in forms if one not in {label, lead} and f">{one}<" in whole]
        foreign = [i.action.uid for i in items if i.action.owner != label and i.action.uid in whole]
        words = [u.text for i in items if i.action.owner != label for u in i.said_last if u.text and u.text in whole]
        assert (told, foreign, words, [uid for uid in uids - {own.uid} if uid in whole]) == ([], [], [], []), label
        assert own.uid in whole


def test_what_cannot_be_asked_is_refused(small: Services, tmp_path: Path) -> None:
    for quarter, words in (("2026-27-Q1", "2026-27-Q2, the quarter being reported"), ("2026-27-Q3", "another one")):
        with pytest.raises(BadInputError, match=words):
            small.asking.ask(Quarter.parse(quarter), tmp_path)
    with pytest.raises(BadInputError, match="is not there"):
        small.asking.ask(Q2, tmp_path / "nowhere")
    with pytest.raises(BadInputError, match="1 October 2026 has passed"):
        small.asking.ask(Q2, tmp_path, dt.date(2026, 10, 1))
    for reference in ("NS-01", "NS-02", "NS-03"):
        action = by_reference(small, reference)
        small.plan.change(action.id, action.version, ActionDraft(owner=""))
    with pytest.raises(BadInputError, match="No action of this quarter has an owner"):
        small.asking.ask(Q2, tmp_path)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_forms_are_replaced_but_never_one_that_holds_answers(small: Services, tmp_path: Path) -> None:
    folder = back_of(tmp_path)
    forms = make_forms(small, folder)
    small.asking.ask(Q2, folder)
    fill(forms[OTHER], forms[OTHER], {("NS-03", "words"): "Sent to print."})
    before = forms[OTHER].read_bytes()
    with pytest.raises(BadInputError, match=r"Housing Lead\.xlsx” in this folder holds answers"):
        small.asking.ask(Q2, folder)
    assert forms[OTHER].read_bytes() == before
    assert [p.name for p in folder.iterdir() if "part" in p.name] == []


def test_stopping_leaves_no_form_behind(small: Services, tmp_path: Path) -> None:
    files = small.asking.prepare(Q2, back_of(tmp_path))

    def stop(done: int, _total: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        draw_forms(files, stop)
    assert list(back_of(tmp_path).iterdir()) == []


# -------------------------------------------------------------------------------- taking answers
def test_answers_are_taken_in_one_step_and_undone_in_one(small: Services, tmp_path: Path) -> None:
    small.asking.ask(Q2, tmp_path)
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "status"): "Underway",
        ("NS-01", "confidence"): "at risk ",
        ("NS-01", "words"): "Two of three crews heard.",
        ("NS-02", "kind"): "No change because",
        ("NS-02", "words"): "the printer is broken",
        ("NS-01", "number"): 7,
        ("NS-01", "out_of"): "9",
        ("NS-01", "source"): "Training list",
    }
    fill(forms[OWNER], back / "a.xlsx", answers)
    entries = len(small.history.lines())
    found = take(small, back)
    assert (len(found.taking), found.refused, [owner.label for owner in found.silent]) == (5, (), [OTHER])
    first, second = (by_reference(small, ref) for ref in ("NS-01", "NS-02"))
    assert (first.status, first.confidence, second.status) == (Status.UNDERWAY, Confidence.AT_RISK, Status.NOT_STARTED)
    said = {i.action.reference: i.update for i in small.round.items() if i.update}
    assert (said["NS-01"].says, said["NS-01"].by, said["NS-01"].status) == ("Two of three crews heard.", OWNER, Status.UNDERWAY)
    assert said["NS-02"].says == "No change, because the printer is broken"
    value = value_of(small, "Crews trained")
    assert (value.numerator, value.denominator, value.source) == (7, 9, "Training list")
    assert len(small.history.lines()) == entries + 1
    owners = {owner.label: owner.answered_on for owner, _ in small.asking.asking().owners}
    assert owners == {OWNER: dt.date(2026, 10, 6), OTHER: None}
    again = collected(small, back)
    assert (again.taking, {a.standing for a in again.answers}) == ((), {Standing.SAME})
    small.history.undo()
    assert by_reference(small, "NS-01").status is Status.NOT_STARTED
    assert all(i.update is None for i in small.round.items())
    assert small.asking.asking().waiting[0].label == OWNER


def test_every_kind_of_value_comes_back(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    filled = fill(forms[OWNER], back / "a.xlsx", {("NS-01", "number"): 41, ("NS-01", "out_of"): 60}, kpi=1)
    more = {("NS-01", "asked"): 90, ("NS-01", "wave"): "Autumn pulse", ("NS-01", "note"): "By phone"}
    fill(filled, filled, more, kpi=1)
    fill(filled, filled, {("NS-01", "number"): "1,200"}, kpi=2)
    fill(filled, filled, {("NS-01", "yes"): "Not yet"}, kpi=3)
    found = take(small, back)
    assert found.refused == ()
    survey = value_of(small, "Crews who feel heard")
    told = (survey.numerator, survey.n, survey.invited, survey.wave, survey.question, survey.note)
    assert told == (41, 60, 90, "Autumn pulse", "Do you feel heard?", "By phone")
    assert (value_of(small, "Talks held").number, value_of(small, "Rota agreed").number) == (1200, 0)
    assert next(a.theirs for a in found.answers if a.title == "Crews who feel heard") == "41 of 60, 68.3%, 90 asked, Autumn pulse"


def test_a_survey_may_say_not_yet_measured(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "unmeasured"): "Not yet measured",
        ("NS-01", "note"): "The wave is in spring",
    }
    fill(forms[OWNER], back / "a.xlsx", answers, kpi=1)
    take(small, back)
    value = value_of(small, "Crews who feel heard")
    assert (value.not_yet_measured, value.reason) == (True, "The wave is in spring")


def test_where_both_wrote_the_leads_words_stay_until_she_chooses(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    action, kpi = by_reference(small, "NS-01"), kpi_of(small, "Talks held")
    small.plan.change(action.id, action.version, ActionDraft(status="underway", confidence="on_track"))
    small.round.write_update(action.id, "Mine.")
    small.round.record_value(kpi.id, ValueDraft(number="4"))
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "status"): "Complete",
        ("NS-01", "confidence"): "Off track",
        ("NS-01", "words"): "Hers.",
        ("NS-01", "number"): 5,
    }
    fill(forms[OWNER], back / "a.xlsx", answers, kpi=2)
    found = take(small, back)
    assert {(a.part, a.theirs, a.hers) for a in found.of(Standing.BOTH)} == {
        (Part.STATUS, "Complete", "Underway"),
        (Part.CONFIDENCE, "Off track", "On track"),
        (Part.UPDATE, "Hers.", "Mine."),
        (Part.VALUE, "5 talks", "4 talks"),
    }
    now = by_reference(small, "NS-01")
    assert (now.status, now.confidence, value_of(small, "Talks held").number) == (Status.UNDERWAY, Confidence.ON_TRACK, 4)
    assert next(i.update.text for i in small.round.items() if i.update) == "Mine."
    assert small.asking.asking().owners[0][0].answered_on is not None
    answers_read = read(back)
    chosen = small.asking.preview(answers_read)
    for answer in chosen.answers:
        chosen = chosen.chosen(answer.key, theirs=answer.part is not Part.CONFIDENCE)
    small.asking.take(chosen, answers_read)
    now = by_reference(small, "NS-01")
    assert (now.status, now.completed_on, now.confidence) == (Status.COMPLETE, dt.date(2026, 10, 6), Confidence.ON_TRACK)
    assert (next(i.update.text for i in small.round.items() if i.update), value_of(small, "Talks held").number) == ("Hers.", 5)


def test_a_status_that_the_lead_moved_without_words_is_hers_too(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    action = by_reference(small, "NS-01")
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "status"): "Complete"})
    assert collected(small, back).answers[0].standing is Standing.NEW
    small.plan.change(action.id, action.version, ActionDraft(status="underway"))
    assert collected(small, back).answers[0].standing is Standing.BOTH


def test_what_the_lead_is_typing_counts_as_hers(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    action, kpi = by_reference(small, "NS-01"), kpi_of(small, "Talks held")
    small.plan.change(action.id, action.version, ActionDraft(status="paused"))
    small.round.record_value(kpi.id, ValueDraft(number="about 4"))
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "status"): "Underway", ("NS-01", "number"): 5}, kpi=2)
    found = collected(small, back)
    assert [a.standing for a in found.answers] == [Standing.BOTH, Standing.BOTH]
    assert found.answers[1].hers == "Typed, not usable yet: about 4"
    for answer in found.answers:
        found = found.chosen(answer.key, theirs=True)
    small.asking.take(found, read(back))
    assert small.round.items()[0].typed == ()
    assert (by_reference(small, "NS-01").status, value_of(small, "Talks held").number) == (Status.UNDERWAY, 5)


def test_the_state_of_last_quarter_is_what_an_owner_moves_from(sample: Services, tmp_path: Path) -> None:
    forms, back = make_forms(sample, tmp_path), back_of(tmp_path)
    item = next(i for i in sample.round.items() if i.said_last and i.update is None and i.action.owner)
    assert item.action.status is item.said_last[-1].status
    other = "Paused" if item.action.status is not Status.PAUSED else "Underway"
    answers: dict[tuple[str, str], object] = {
        (item.action.reference, "status"): other,
        (item.action.reference, "words"): "No money.",
    }
    fill(forms[item.action.owner], back / "a.xlsx", answers)
    assert [a.standing for a in collected(sample, back).answers] == [Standing.NEW, Standing.NEW]
    take(sample, back)
    now = sample.plan.action(item.action.id)
    assert (now.status, now.status_reason) == (Status.PAUSED, "No money.")


def test_an_answer_is_not_taken_when_the_file_says_something_else_by_now(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "words"): "Hers."})
    answers = read(back)
    found = small.asking.preview(answers)
    small.round.write_update(by_reference(small, "NS-01").id, "Mine, meanwhile.")
    with pytest.raises(ChangedElsewhereError, match="nothing was taken in"):
        small.asking.take(found, answers)


# -------------------------------------------------------------------------------- forms that were changed
def test_rows_may_be_sorted_and_columns_moved(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "words"): "One.",
        ("NS-02", "words"): "Two.",
        ("NS-02", "status"): "Complete",
    }

    def shuffle(book: Any) -> None:
        sheet = book[ACTIONS_SHEET]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
        head, *rest = rows
        order = list(reversed(range(len(head))))
        sheet.delete_rows(1, sheet.max_row)
        sheet.insert_cols(1)
        for number, row in enumerate([head, *reversed(rest)], 7):
            for column, place in enumerate(order, 2):
                sheet.cell(number, column).value = row[place]

    fill(forms[OWNER], back / "a.xlsx", answers)
    changed(back / "a.xlsx", back / "a.xlsx", shuffle)
    take(small, back)
    said = {i.action.reference: i.update.text for i in small.round.items() if i.update}
    assert (said, by_reference(small, "NS-02").status) == ({"NS-01": "One.", "NS-02": "Two."}, Status.COMPLETE)


def _rename(book: Any) -> None:
    book[ACTIONS_SHEET].title = "Sheet1"


def _drop_kpis(book: Any) -> None:
    del book[KPIS_SHEET]


def _no_codes(book: Any) -> None:
    sheet = book[ACTIONS_SHEET]
    for row in range(4, sheet.max_row + 1):
        sheet.cell(row, column_of(sheet, CODE)).value = None


def _no_code_column(book: Any) -> None:
    sheet = book[ACTIONS_SHEET]
    sheet.delete_cols(column_of(sheet, CODE))


def _same_code(book: Any) -> None:
    sheet = book[ACTIONS_SHEET]
    place = column_of(sheet, CODE)
    sheet.cell(5, place).value = sheet.cell(4, place).value
    sheet.cell(5, column_of(sheet, "Status now")).value = "Complete"


def _two_heads(book: Any) -> None:
    sheet = book[ACTIONS_SHEET]
    sheet.cell(3, column_of(sheet, "Action")).value = "Status now"


def _no_heads(book: Any) -> None:
    book[ACTIONS_SHEET].delete_rows(3)


def _mark(name: str, value: str) -> Any:
    def change(book: Any) -> None:
        for row in book[MARKS_SHEET].iter_rows():
            if row[0].value == MARK_NAMES[name]:
                row[1].value = value

    return change


def _no_marks(book: Any) -> None:
    del book[MARKS_SHEET]
    for name in MARK_NAMES.values():
        del book.defined_names[name]
        del book.custom_doc_props[name]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_rename, "the sheet “Actions” is not there: it was renamed or deleted. It holds “Sheet1” instead"),
        (_drop_kpis, "the sheet “KPI values” is not there"),
        (_no_codes, "row 4 has answers and no code any more"),
        (_no_code_column, "the column “Code” is not there"),
        (_same_code, "rows 4 and 5 have the same code"),
        (_two_heads, "a heading stands there twice"),
        (_no_heads, "its headings are not there"),
        (_mark("version", "2"), "was made by a newer leadapp"),
        (_mark("version", "one"), "was made by a newer leadapp"),
        (_mark("sheets", "Everything"), "what tells whose form it is was changed"),
        (_mark("quarter", "2026-27-Q1"), "asks about 2026-27-Q1; the quarter being reported is 2026-27-Q2"),
        (_mark("directorate", "0" * 32), "is a form of another directorate"),
        (_mark("owner", "0" * 32), "is the form of somebody who is not in this file"),
        (_no_marks, "is not a form that leadapp made"),
    ],
)
def test_a_form_that_cannot_be_told_apart_changes_nothing(small: Services, tmp_path: Path, change: Any, words: str) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "words"): "Heard.", ("NS-01", "status"): "Complete"})
    changed(back / "a.xlsx", back / "a.xlsx", change)
    found = collected(small, back)
    assert (found.answers, found.answered) == ((), ())
    assert [words in str(one) for one in found.refused] == [True], found.refused
    assert str(found.refused[0]).startswith("“a.xlsx”: ")


@pytest.mark.parametrize("where", ["hidden sheet", "names and properties"])
def test_one_of_the_places_that_tell_whose_form_it_is_is_enough(small: Services, tmp_path: Path, where: str) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OTHER], back / "a.xlsx", {("NS-03", "words"): "Printed."})

    def change(book: Any) -> None:
        if where == "hidden sheet":
            for name in MARK_NAMES.values():
                del book.defined_names[name]
                del book.custom_doc_props[name]
        else:
            del book[MARKS_SHEET]

    changed(back / "a.xlsx", back / "a.xlsx", change)
    assert [a.theirs for a in collected(small, back).answers] == ["Printed."]


def test_every_cell_that_cannot_be_used_is_named_and_the_rest_is_taken(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    answers: dict[tuple[str, str], object] = {
        ("NS-01", "status"): "Nearly",
        ("NS-01", "words"): "x" * 30_000,
        ("NS-02", "words"): '=HYPERLINK("http://example.org","ok")',
        ("NS-02", "confidence"): "On track",
        ("NS-02", "kind"): "No change because",
        ("NS-01", "number"): "=3+4",
        ("NS-01", "out_of"): 9,
    }
    fill(forms[OWNER], back / "a.xlsx", answers)
    fill(back / "a.xlsx", back / "a.xlsx", {("NS-01", "number"): 70, ("NS-01", "out_of"): 60}, kpi=1)
    fill(back / "a.xlsx", back / "a.xlsx", {("NS-01", "source"): "A list"}, kpi=2)
    found = take(small, back)
    told = {(one.sheet, one.cell): one.reason for one in found.refused}
    assert told[ACTIONS_SHEET, "D4"].startswith("“Nearly” is not one of its words: “Not started”, “Underway”")
    assert told[ACTIONS_SHEET, "G4"] == "it holds 30,000 characters; at most 4,000 are taken. Shorten it."
    assert told[ACTIONS_SHEET, "G5"] == "a formula. Type the value itself."
    assert "needs its reason" in told[ACTIONS_SHEET, "F5"]
    assert told[KPIS_SHEET, "E4"] == "a formula. Type the value itself."
    assert "another box of its row" in told[KPIS_SHEET, "F4"]
    assert "70 is more than the 60" in told[KPIS_SHEET, "E5"]
    assert "“Asked” is empty. “Survey wave” is empty." in told[KPIS_SHEET, "E5"]
    assert any("measures nothing by itself" in reason for reason in told.values())
    assert [(a.reference, a.part) for a in found.taking] == [("NS-02", Part.CONFIDENCE)]
    assert by_reference(small, "NS-01").status is Status.NOT_STARTED
    assert value_of(small, "Crews trained") is None
    assert str(found.refused[0]).startswith("“a.xlsx”, sheet “Actions”, cell ")


@pytest.mark.parametrize("status", ["Paused", "Will not do"])
def test_a_status_that_needs_its_reason_takes_it_from_the_words(small: Services, tmp_path: Path, status: str) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "status"): status})
    assert "needs its reason in the words beside it" in str(collected(small, back).refused[0])
    fill(forms[OWNER], back / "a.xlsx", {("NS-01", "status"): status, ("NS-01", "words"): "No vans\nuntil spring."})
    take(small, back)
    assert by_reference(small, "NS-01").status_reason == "No vans until spring."


def test_what_stands_beside_the_form_or_in_a_shut_box_is_refused_with_its_place(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)

    def change(book: Any) -> None:
        actions, kpis = book[ACTIONS_SHEET], book[KPIS_SHEET]
        actions["K4"] = "A remark"
        actions["G4"] = "\u200b"  # nothing that anybody sees
        kpis.cell(row_of(kpis, "NS-01", 2), column_of(kpis, "Yes or not yet")).value = "Yes"

    changed(forms[OWNER], back / "a.xlsx", change)
    told = {one.cell: one.reason for one in collected(small, back).refused}
    assert "under no heading of the form" in told["K4"]
    assert told["D6"] == "this KPI has no such box."


def test_an_action_that_went_to_somebody_else_is_told(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OWNER], back / "a.xlsx", {("NS-02", "words"): "Published."})
    action = by_reference(small, "NS-02")
    small.plan.change(action.id, action.version, ActionDraft(owner=OTHER))
    found = collected(small, back)
    assert [a.theirs for a in found.answers] == ["Published."]
    assert "NS-02 belongs to Housing Lead now" in found.remarks[0]
    again = make_forms(small, tmp_path / "again")
    fill(again[OTHER], back / "b.xlsx", {("NS-02", "words"): "Not yet published."})
    found = collected(small, back)
    assert [a.theirs for a in found.answers] == ["Not yet published."]
    assert "who answers it as well" in str(found.refused[0])
    small.plan.change(action.id, by_reference(small, "NS-02").version, ActionDraft(owner=""))
    assert any("NS-02 has no owner now" in remark for remark in collected(small, back).remarks)


def test_an_action_and_a_kpi_that_are_gone_are_refused(small: Services, tmp_path: Path) -> None:
    forms, back = make_forms(small, tmp_path), back_of(tmp_path)
    fill(forms[OWNER], back / "a.xlsx", {("NS-02", "words"): "Published.", ("NS-01", "number"): 3}, kpi=2)
    small.plan.remove_action(by_reference(small, "NS-02").id)
    small.plan.remove_kpi(kpi_of(small, "Talks held").id)
    told = [one.reason for one in collected(small, back).refused]
    assert told == ["this action is not in the quarter's round any more.", "this KPI is not in the plan any more."]


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
    changed(back / "a.xlsx", back / "a.xlsx", _mark("asked_on", "soon"))
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
