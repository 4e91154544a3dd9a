"""The published table as a workbook to fill in: empty, or with the plan in force. What is drawn here is read back as it stands."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from leadapp.domain.corporate_plan import CorporateAction, CorporatePlan
from leadapp.domain.edition_words import COLUMNS, due_note
from leadapp.domain.quarters import BANDS
from leadapp.exports.workbook_styles import add_styles
from leadapp.exports.workbook_text import height_of, pieces, put_text

HEAD_ROW, SPARE_ROWS = 3, 100
WIDTHS = {
    "pillar": 8,
    "sub_section": 24,
    "id": 8,
    "title": 44,
    "kpis": 58,
    "objective": 44,
    "accountable": 24,
    "responsible": 28,
    "timescale": 18,
}
_LAST = chr(64 + len(COLUMNS))
_HOW = (
    "One row is one action. The headings of the sheet “Plan” are those of the published table; their order and further columns do "
    "not matter.",
    "Pillar: 1 to 5. ID: the pillar, a point and the action's number, such as 2.10. The column is formatted as text: otherwise Excel "
    "turns 2.10 into 2.1.",
    "Sub-section: may be left empty where it is the same as in the row above.",
    "KPIs: one on a line, with Alt+Enter between them. Say when a KPI falls due in its own words (“by Month 9”, “by Year 2”, "
    "“Quarter 4”) or as a note at its end: (by Month 9).",
    f"Timescale: one of {', '.join(BANDS)}.",
    "Accountable and Responsible: titles of posts as the council writes them.",
    "The sheet “Pillars” holds the title and outcome of each pillar. In the sheet “Plan”, the second row names the edition.",
    "Nothing changes when this workbook is read: leadapp first shows what would be added, changed and withdrawn, and every row that "
    "cannot be used with its place and the reason. An action keeps its history where its words or its ID show that it is the same.",
)


def draw_template(plan: CorporatePlan, target: Path, *, filled: bool) -> None:
    """Draw the template for an edition, with the plan's actions or without any."""
    book = Workbook()
    add_styles(book)
    _draw_table(book.active, plan, filled)
    _draw_pillars(book.create_sheet("Pillars"), plan)
    _draw_instructions(book.create_sheet("How to fill it in"))
    book.properties.title = f"Corporate plan, {plan.edition}" if filled else "Corporate plan, empty table"
    book.properties.creator = "leadapp"
    book.save(target)


def _draw_table(sheet: Any, plan: CorporatePlan, filled: bool) -> None:
    sheet.title = "Plan"
    put_text(sheet, 1, 1, f"{plan.council}: corporate plan", "lead title")
    put_text(sheet, 2, 1, f"Edition: {plan.edition if filled else '(name of the new edition)'}", "lead line")
    for column, (name, head) in enumerate(COLUMNS.items(), 1):
        put_text(sheet, HEAD_ROW, column, head, "lead head")
        sheet.column_dimensions[chr(64 + column)].width = WIDTHS[name]
    actions = plan.actions if filled else ()
    for row, action in enumerate(actions, HEAD_ROW + 1):
        _draw_action(sheet, row, action)
    _prepare_spare_rows(sheet, HEAD_ROW + 1 + len(actions))
    _add_lists(sheet, HEAD_ROW + len(actions) + SPARE_ROWS)
    sheet.freeze_panes = f"D{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{_LAST}{HEAD_ROW + max(len(actions), 1)}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _set_page(sheet)


def _draw_action(sheet: Any, row: int, action: CorporateAction) -> None:
    kpis = "\n".join(f"{kpi.text}{due_note(kpi.due)}" for kpi in action.kpis)
    texts = {name: getattr(action, name) for name in COLUMNS if name not in {"pillar", "kpis"}}
    texts |= {"kpis": kpis, "pillar": str(action.pillar)}
    for column, name in enumerate(COLUMNS, 1):
        put_text(sheet, row, column, texts[name], "lead id" if name in {"id", "pillar"} else "lead cell")
    lines = max(sum(pieces(line, WIDTHS[name] - 2) for line in texts[name].split("\n")) for name in COLUMNS)
    sheet.row_dimensions[row].height = min(409.0, height_of(lines))


def _prepare_spare_rows(sheet: Any, first: int) -> None:
    """Empty rows with borders and, where Excel would otherwise take 2.10 for a number, formatted as text."""
    for row in range(first, first + SPARE_ROWS):
        for column, name in enumerate(COLUMNS, 1):
            sheet.cell(row, column).style = "lead id" if name in {"id", "pillar"} else "lead cell"


def _add_lists(sheet: Any, last: int) -> None:
    """Lists to choose from where only a few words are right; they warn and do not forbid: the reader knows more spellings."""
    places = list(COLUMNS)
    for name, words, told in (
        ("pillar", "1,2,3,4,5", "Pillars are numbered 1 to 5."),
        ("timescale", ",".join(BANDS), "Choose one of the plan's bands."),
    ):
        choice = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True, errorStyle="warning")
        choice.error, choice.errorTitle = told, COLUMNS[name]
        letter = chr(65 + places.index(name))
        choice.add(f"{letter}{HEAD_ROW + 1}:{letter}{last}")
        sheet.add_data_validation(choice)


def _draw_pillars(sheet: Any, plan: CorporatePlan) -> None:
    """A line for each pillar's title and one for its outcome, as the published plan prints them above each table."""
    sheet.column_dimensions["A"].width = 110
    row = 1
    for pillar in plan.pillars:
        put_text(sheet, row, 1, f"Pillar {pillar.number} - {pillar.title}", "lead heading")
        outcome = f"Outcome: {pillar.outcome}"
        put_text(sheet, row + 1, 1, outcome, "lead text")
        sheet.row_dimensions[row + 1].height = height_of(pieces(outcome, 108))
        row += 3
    _set_page(sheet)


def _draw_instructions(sheet: Any) -> None:
    sheet.column_dimensions["A"].width = 110
    put_text(sheet, 1, 1, "How to fill in the corporate plan", "lead title")
    for row, text in enumerate(_HOW, 3):
        put_text(sheet, row, 1, text, "lead text")
        sheet.row_dimensions[row].height = height_of(pieces(text, 108)) + 4
    _set_page(sheet)


def _set_page(sheet: Any) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    cast(Any, cast(HeaderFooterItem, sheet.oddFooter).center).text = "Page &P of &N"
