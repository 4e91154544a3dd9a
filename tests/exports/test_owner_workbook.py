"""An owner's workbook: what a person sees and may type, and that everything typed comes back as it was typed."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from leadapp.domain.errors import BadInputError
from leadapp.domain.owner_form import (
    ACTION_COLUMNS,
    ACTIONS_SHEET,
    CONFIDENCE_WORDS,
    KPI_COLUMNS,
    KPIS_SHEET,
    LONGEST_ANSWER,
    MARKS_SHEET,
    START_SHEET,
    STATUS_WORDS,
    UPDATE_WORDS,
    YES_WORDS,
    FormMarks,
    FormRow,
    OwnerForm,
)
from leadapp.domain.quarters import Quarter
from leadapp.domain.sheets import clean_lines
from leadapp.exports.owner_workbook import draw_owner_workbook
from leadapp.imports.owner_reader import read_owner_file
from tests.owner_forms import fill

DATA = Path(__file__).parents[1] / "data"
QUARTER = Quarter.parse("2026-27-Q2")
ALL_ACTION_BOXES = frozenset(column.key for column in ACTION_COLUMNS if column.is_box)
SURVEY = frozenset({"number", "out_of", "asked", "wave", "question", "unmeasured", "source", "note"})
FORM = OwnerForm(
    marks=FormMarks("1", "2026-27-Q2", "d" * 32, "e" * 32, "2026-10-01", f"{ACTIONS_SHEET}; {KPIS_SHEET}"),
    owner="Amara Nwosu, Depot Manager",
    council="Norbury City Council",
    directorate="Neighbourhood Services",
    lead="Ọládàpọ̀ Łukasz, Head of Housing",
    marking="OFFICIAL-SENSITIVE",
    is_sample=False,
    quarter=QUARTER,
    back_by=dt.date(2026, 10, 7),
    actions=(
        FormRow(
            "a" * 32,
            "3.10",
            "Night crews heard\nDue 30 September 2026",
            "2026-27-Q1: Underway\n=2+2",
            ALL_ACTION_BOXES,
            "underway",
        ),
        FormRow("b" * 32, "NS-02", "Rota published", "Nothing was written yet.", ALL_ACTION_BOXES, "not_started"),
    ),
    kpis=(
        FormRow(
            "1" * 32, "3.10", "Crews trained", "7 of 9, 77.8% (2026-27-Q1)", frozenset({"number", "out_of", "source", "note"})
        ),
        FormRow("2" * 32, "3.10", "Crews who feel heard", "No value yet", SURVEY),
        FormRow("3" * 32, "NS-02", "Rota agreed", "Not yet (2026-27-Q1)", frozenset({"yes", "source", "note"})),
    ),
)
ANSWERS: dict[tuple[str, str], object] = {
    ("3.10", "status"): "Complete",
    ("3.10", "confidence"): "On track",
    ("3.10", "words"): "Łódź crew said “yes” – 3 of 4.\nThe fourth in May.",
    ("NS-02", "kind"): "No change because",
    ("NS-02", "words"): "the printer is broken",
    ("3.10", "number"): 7,
    ("3.10", "out_of"): 9.5,
    ("NS-02", "yes"): "Not yet",
    ("3.10", "source"): "3/4",
}
"""What was typed into the form that LibreOffice saved (``tests/data``): drawn, filled in, saved as .xlsx by LibreOffice 7.4."""
SAID = {
    "a" * 32: {"status": "complete", "confidence": "on_track", "words": "Łódź crew said “yes” – 3 of 4.\nThe fourth in May."},
    "b" * 32: {"kind": "no_change", "words": "the printer is broken"},
    "1" * 32: {"number": "7", "out_of": "9.5", "source": "3/4"},
    "3" * 32: {"yes": "no"},
}


@pytest.fixture
def drawn(tmp_path: Path) -> Path:
    draw_owner_workbook(FORM, tmp_path / "form.xlsx")
    return tmp_path / "form.xlsx"


def said_of(path: Path) -> dict[str, dict[str, str]]:
    form = read_owner_file(path)
    assert form.refused == ()
    return {answer.uid: dict(answer.said) for answer in form.answers}


# -------------------------------------------------------------------------------- what a person sees
def test_a_form_tells_what_to_do_by_when_and_for_whom(drawn: Path) -> None:
    book: Any = load_workbook(drawn)
    assert book.sheetnames == [START_SHEET, ACTIONS_SHEET, KPIS_SHEET, MARKS_SHEET]
    words = "\n".join(str(cell.value) for row in book[START_SHEET].iter_rows() for cell in row if cell.value)
    for told in (
        "OFFICIAL-SENSITIVE",
        "Update on your actions, July to September 2026",
        "For Amara Nwosu, Depot Manager.",
        "It asks about 2 actions and 3 KPI values",
        "Back to Ọládàpọ̀ Łukasz, Head of Housing by 7 October 2026.",
        "an empty box changes nothing",
        "Subject: OFFICIAL-SENSITIVE: my update for 2026-27-Q2",
    ):
        assert told in words
    assert "SAMPLE" not in words
    for sheet in book.worksheets[:3]:
        assert sheet.oddHeader.center.text == sheet.oddFooter.center.text == "OFFICIAL-SENSITIVE"
        assert sheet.page_setup.fitToWidth == 1


def test_only_the_boxes_are_unlocked_and_there_is_no_password(drawn: Path) -> None:
    book: Any = load_workbook(drawn)
    for name, columns, rows in ((ACTIONS_SHEET, ACTION_COLUMNS, FORM.actions), (KPIS_SHEET, KPI_COLUMNS, FORM.kpis)):
        sheet = book[name]
        assert sheet.protection.sheet is True
        assert sheet.protection.password is None
        heads = {cell.value: cell.column for cell in sheet[3]}
        for number, row in enumerate(rows, 4):
            for column in columns:
                if column.heading in heads:
                    cell = sheet.cell(number, heads[column.heading])
                    assert cell.protection.locked is (column.key not in row.boxes), (name, number, column.key)
                    assert cell.value is None or not column.is_box
        assert sheet.freeze_panes == "C4"
        assert sheet.column_dimensions["H" if name == ACTIONS_SHEET else "M"].hidden
    assert book[MARKS_SHEET].sheet_state == "veryHidden"


def test_states_are_chosen_from_lists(drawn: Path) -> None:
    book: Any = load_workbook(drawn)
    rules = {rule.errorTitle: rule for name in (ACTIONS_SHEET, KPIS_SHEET) for rule in book[name].data_validations.dataValidation}
    for heading, words in (
        ("Status now", STATUS_WORDS),
        ("Confidence now", CONFIDENCE_WORDS),
        ("Update or no change", UPDATE_WORDS),
        ("Yes or not yet", YES_WORDS),
    ):
        assert rules[heading].formula1 == f'"{",".join(words)}"'
        assert str(rules[heading].sqref).endswith("5" if heading != "Yes or not yet" else "6")
    assert rules["This quarter, in your words"].formula1 == str(LONGEST_ANSWER)


def test_a_text_that_begins_like_a_formula_is_a_text(drawn: Path) -> None:
    sheet: Any = load_workbook(drawn)[ACTIONS_SHEET]
    assert (sheet["C4"].value, sheet["C4"].data_type) == ("2026-27-Q1: Underway\n=2+2", "s")


def test_a_sample_says_so_and_a_form_without_values_has_no_such_sheet(tmp_path: Path) -> None:
    marks = dataclasses.replace(FORM.marks, sheets=ACTIONS_SHEET)
    form = dataclasses.replace(FORM, is_sample=True, kpis=(), marks=marks)
    draw_owner_workbook(form, tmp_path / "form.xlsx")
    book: Any = load_workbook(tmp_path / "form.xlsx")
    assert KPIS_SHEET not in book.sheetnames
    assert book[START_SHEET]["B2"].value.startswith("SAMPLE DATA")
    assert "SAMPLE DATA" in form.email("form.xlsx")
    assert form.counted == "2 actions"
    assert read_owner_file(tmp_path / "form.xlsx").is_empty


# -------------------------------------------------------------------------------- and back
def test_an_untouched_form_says_nothing_and_whose_it_is(drawn: Path) -> None:
    form = read_owner_file(drawn)
    assert (form.is_empty, form.marks) == (True, FORM.marks)
    assert form.states["a" * 32] == "underway"


def test_what_libreoffice_saved_is_read_as_it_was_typed() -> None:
    saved = DATA / "owner_form_libreoffice.xlsx"
    assert said_of(saved) == SAID
    form = read_owner_file(saved)
    assert (form.marks, form.states["b" * 32]) == (FORM.marks, "not_started")


def test_what_was_typed_is_read_as_it_was_typed(drawn: Path, tmp_path: Path) -> None:
    assert said_of(fill(drawn, tmp_path / "filled.xlsx", ANSWERS)) == SAID


def test_a_workbook_of_too_many_sheets_or_broken_inside_is_refused(tmp_path: Path, drawn: Path) -> None:
    book: Any = load_workbook(drawn)
    for _ in range(60):
        book.create_sheet()
    book.save(tmp_path / "many.xlsx")
    with pytest.raises(BadInputError, match="64 sheets, too many"):
        read_owner_file(tmp_path / "many.xlsx")
    from tests.imports.workbooks import with_part

    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(with_part("xl/worksheets/sheet2.xml", "<worksheet", drawn.read_bytes()))
    with pytest.raises(BadInputError, match="not as Excel writes it"):
        read_owner_file(broken)


TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")) | st.sampled_from("\n=+-@'\t_x"), max_size=60)
FIGURES = st.integers(0, 10**9) | st.decimals(0, 10**6, places=2).map(float)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=TEXTS,
    status=st.sampled_from([None, *STATUS_WORDS]),
    confidence=st.sampled_from([None, *CONFIDENCE_WORDS]),
    kind=st.sampled_from([None, *UPDATE_WORDS]),
    number=st.none() | FIGURES,
    source=TEXTS,
)
def test_any_answer_comes_back_as_it_was_typed(
    drawn: Path, words: str, status: str | None, confidence: str | None, kind: str | None, number: float | None, source: str
) -> None:
    def typed(book: Any) -> None:
        values = {"D": status, "E": confidence, "F": kind, "G": words or None}
        for letter, value in values.items():
            cell = book[ACTIONS_SHEET][f"{letter}4"]
            cell.value = _escaped(value)
            if isinstance(value, str):
                cell.data_type = "s"
        book[KPIS_SHEET]["E4"].value = number
        cell = book[KPIS_SHEET]["K4"]
        cell.value = _escaped(source or None)
        cell.data_type = "s"

    book: Any = load_workbook(drawn)
    typed(book)
    target = drawn.with_name("typed.xlsx")
    book.save(target)
    said = said_of(target)
    expected = {"words": clean_lines(words), "status": STATUS_WORDS.get(status or "", "")}
    expected |= {"confidence": CONFIDENCE_WORDS.get(confidence or "", ""), "kind": UPDATE_WORDS.get(kind or "", "")}
    figures = {"number": "" if number is None else f"{number:.15g}", "source": clean_lines(source)}
    assert said.get("a" * 32, {}) == {name: text for name, text in expected.items() if text}
    assert said.get("1" * 32, {}) == {name: text for name, text in figures.items() if text}


def _escaped(value: str | None) -> str | None:
    """A text as Excel writes it: what would read as one of its escapes is escaped."""
    return value.replace("_x", "_x005F_x") if value else value
