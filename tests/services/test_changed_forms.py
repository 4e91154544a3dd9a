"""Forms that came back changed: sorted, renamed, without codes, with cells that cannot be used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leadapp.domain.collected import Part
from leadapp.domain.owner_form import ACTIONS_SHEET, KPIS_SHEET, MARK_NAMES, MARKS_SHEET
from leadapp.domain.plan import ActionDraft, Status
from leadapp.services.opening import Services
from tests.owner_forms import CODE, column_of, fill, make_forms, row_of
from tests.services.forms_of_owners import OTHER, OWNER, back_of, changed, collected, kpi_of, mark, take, value_of
from tests.worlds import by_reference


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
        (mark("version", "2"), "was made by a newer leadapp"),
        (mark("version", "one"), "was made by a newer leadapp"),
        (mark("sheets", "Everything"), "what tells whose form it is was changed"),
        (mark("quarter", "2026-27-Q1"), "asks about 2026-27-Q1; the quarter being reported is 2026-27-Q2"),
        (mark("directorate", "0" * 32), "is a form of another directorate"),
        (mark("owner", "0" * 32), "is the form of somebody who is not in this file"),
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
