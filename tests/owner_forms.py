"""Forms of action owners for tests: made as leadapp makes them, filled in and changed as owners do it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from leadapp.domain.owner_form import ACTIONS_SHEET, BOX_WORDS, KPIS_SHEET
from leadapp.services.ask_service import Answers, answer_files, draw_forms, read_answers
from leadapp.services.opening import Services

HEAD = 3
CODE = "Code"


def make_forms(services: Services, folder: Path) -> dict[str, Path]:
    """The forms of all owners in a folder, by the owner's label; nobody is noted as asked."""
    folder.mkdir(exist_ok=True)
    files = services.asking.prepare(services.preferences.reported_quarter(), folder)
    draw_forms(files)
    return {form.owner: path for form, _, path in files.forms}


def column_of(sheet: Any, heading: str) -> int:
    """The column with a heading."""
    return int(next(cell.column for cell in sheet[HEAD] if cell.value == heading))


def row_of(sheet: Any, reference: str, number: int = 0) -> int:
    """The row of an action, or of its KPI of this number."""
    rows = [row[0].row for row in sheet.iter_rows(min_row=HEAD + 1) if row[0].value == reference]
    return int(rows[number])


def fill(source: Path, target: Path, answers: dict[tuple[str, str], object], kpi: int = 0) -> Path:
    """Type answers into a form: by reference and box. Boxes of KPIs go to the KPI of this number of their action."""
    book: Any = load_workbook(source)
    actions = {"status", "confidence", "kind", "words"}
    for (reference, box), value in answers.items():
        sheet = book[ACTIONS_SHEET if box in actions else KPIS_SHEET]
        number = 0 if box in actions else kpi
        sheet.cell(row_of(sheet, reference, number), column_of(sheet, BOX_WORDS[box])).value = value
    book.save(target)
    return target


def read(folder: Path) -> Answers:
    """Read every answer of a folder."""
    return read_answers(answer_files((folder,)))
