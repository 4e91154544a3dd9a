"""An owner's form as a workbook: what to do, her actions with empty boxes, the KPI values that are due; and, hidden, whose form it is.

The sheets are protected without a password, so that nothing but the boxes is typed over by accident. Excel sorts no locked cells:
to sort, she takes the protection off, and the reader copes with that.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, cast

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

from leadapp.domain.owner_form import (
    ACTIONS_SHEET,
    KPIS_SHEET,
    LONGEST_ANSWER,
    MARKS_SHEET,
    START_SHEET,
    FormColumn,
    FormRow,
    OwnerForm,
)
from leadapp.domain.quarters import format_date
from leadapp.exports.look import COLOURS, INK
from leadapp.exports.workbook_styles import add_styles
from leadapp.exports.workbook_text import CELL_LIMIT, clean, height_of, pieces, put_text

HEAD_ROW = 3
LEAST_LINES = 5
"""Every row leaves her the room of so many lines to write in."""
_START_WIDTH = 96
_FIGURES = frozenset({"number", "out_of", "asked"})


def draw_owner_workbook(form: OwnerForm, target: Path) -> None:
    """Draw a form into a file."""
    book = Workbook()
    add_styles(book)
    _add_box_styles(book)
    _draw_start(book.active, form)
    _draw_table(book.create_sheet(ACTIONS_SHEET), form, form.actions)
    if form.kpis:
        _draw_table(book.create_sheet(KPIS_SHEET), form, form.kpis)
    _hide_marks(book, form)
    book.properties.title, book.properties.creator = f"{form.title}: {form.owner}", "leadapp"
    book.active = 0
    book.save(target)


def _add_box_styles(book: Workbook) -> None:
    """The boxes: unlocked, on a tint, with a line around; and the cells that a row has no box in."""
    line = Side(style="thin", color=_hex(COLOURS["border"]))
    hair = Side(style="thin", color="D3DBDE")
    wrap = Alignment(vertical="top", horizontal="left", wrap_text=True, indent=1)
    boxed: dict[str, Any] = {
        "border": Border(left=line, right=line, top=line, bottom=line),
        "fill": PatternFill("solid", fgColor="FFF9E5"),
    }
    for name, form in (("words", "@"), ("figure", "General")):
        style = NamedStyle(f"form {name}", font=Font("Arial", 10, color=_hex(INK)), alignment=wrap, number_format=form, **boxed)
        style.protection = Protection(locked=False)
        book.add_named_style(style)
    shut = NamedStyle("form shut", fill=PatternFill("solid", fgColor="E3E7E9"), border=Border(hair, hair, hair, hair))
    book.add_named_style(shut)


def _hex(colour: str) -> str:
    return colour.lstrip("#").upper()


# -------------------------------------------------------------------------------- the first sheet
def _draw_start(sheet: Any, form: OwnerForm) -> None:
    sheet.title = START_SHEET
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 5, _START_WIDTH
    lines: list[tuple[str, str, str]] = [
        ("", form.marking, "lead strong"),
        ("", form.title, "lead heading"),
        ("", f"For {form.owner}. {form.directorate}, {form.council}.", "lead text"),
        ("", f"It asks about {form.counted} and takes about ten minutes.", "lead text"),
        ("", f"Back to {form.lead} by {format_date(form.back_by)}.", "lead note title"),
        ("", "", "lead text"),
        ("", "What to do", "lead heading"),
        *((f"{number}", text, "lead text") for number, text in enumerate(form.instructions, 1)),
        ("", "", "lead text"),
        ("", "Good to know", "lead heading"),
        ("", form.warning, "lead text"),
        ("", "", "lead text"),
        ("", "E-mail to send it back with (copy it)", "lead heading"),
        *(("", text, "lead note") for text in form.reply.split("\n") if text),
    ]
    if form.is_sample:
        lines.insert(1, ("", "SAMPLE DATA: a fictional directorate. Not to be used.", "lead note warning title"))
    for row, (number, text, style) in enumerate(lines, 1):
        if number:
            put_text(sheet, row, 1, number, "lead strong")
        put_text(sheet, row, 2, text, style)
        sheet.row_dimensions[row].height = height_of(pieces(text, _START_WIDTH - 2)) + (3 if text else 0)
    _set_page(sheet, form, "portrait")
    _protect(sheet)


# -------------------------------------------------------------------------------- the sheets to fill in
def _draw_table(sheet: Any, form: OwnerForm, rows: tuple[FormRow, ...]) -> None:
    columns = form.columns(sheet.title)
    put_text(sheet, 1, 1, f"{form.title}: {form.owner}", "lead title")
    told = f"{form.marking}. Shaded boxes are for you; an empty box changes nothing. Back by {format_date(form.back_by)}."
    put_text(sheet, 2, 1, told, "lead line")
    for number, column in enumerate(columns, 1):
        put_text(sheet, HEAD_ROW, number, column.heading, "lead head")
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].hidden = column.key == "code"
    sheet.row_dimensions[HEAD_ROW].height = height_of(2)
    for row, item in enumerate(rows, HEAD_ROW + 1):
        _draw_row(sheet, row, item, columns)
    _add_choices(sheet, columns, HEAD_ROW + len(rows))
    sheet.freeze_panes = f"C{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{get_column_letter(len(columns))}{HEAD_ROW + len(rows)}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    _set_page(sheet, form, "landscape")
    _protect(sheet)


def _draw_row(sheet: Any, row: int, item: FormRow, columns: tuple[FormColumn, ...]) -> None:
    texts = {"reference": item.reference, "title": item.title, "last": item.last, "code": item.uid}
    styles = {"reference": "lead id", "last": "lead said"}
    most = float(LEAST_LINES if sheet.title == ACTIONS_SHEET else 2)
    for number, column in enumerate(columns, 1):
        if column.is_box:
            cell = sheet.cell(row, number)
            style = "form figure" if column.key in _FIGURES else "form words"
            cell.style = style if column.key in item.boxes else "form shut"
            continue
        text = clean(texts[column.key])[:CELL_LIMIT]
        put_text(sheet, row, number, text, styles.get(column.key, "lead cell"))
        if column.key != "code":
            most = max(most, pieces(text, column.width - 3))
    sheet.row_dimensions[row].height = min(409.0, height_of(most))


def _add_choices(sheet: Any, columns: tuple[FormColumn, ...], last: int) -> None:
    """Words to choose from, and a limit for what is typed freely."""
    for number, column in enumerate(columns, 1):
        place = f"{get_column_letter(number)}{HEAD_ROW + 1}:{get_column_letter(number)}{last}"
        if column.choices is not None:
            words = ",".join(column.choices)
            rule = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=True)
            rule.error = "Choose one of the words of the list, or leave the box empty."
        elif column.is_box and column.key not in _FIGURES:
            rule = DataValidation("textLength", operator="lessThanOrEqual", formula1=str(LONGEST_ANSWER), allow_blank=True)
            rule.showErrorMessage = True
            rule.error = f"At most {LONGEST_ANSWER:,} characters. Shorten the text."
        else:
            continue
        rule.errorTitle = column.heading[:32]
        rule.add(place)
        sheet.add_data_validation(rule)


def _hide_marks(book: Workbook, form: OwnerForm) -> None:
    """Whose form it is, in three places; and how her actions stand as she is asked."""
    sheet: Any = book.create_sheet(MARKS_SHEET)
    pairs: Iterable[tuple[str, str]] = (*form.marks.pairs, *((row.uid, row.state) for row in form.actions))
    for row, (name, value) in enumerate(pairs, 1):
        put_text(sheet, row, 1, name, "lead text")
        put_text(sheet, row, 2, value, "lead text")
    sheet.sheet_state = "veryHidden"
    for name, value in form.marks.pairs:
        book.defined_names[name] = DefinedName(name, attr_text=f'"{value}"', hidden=True)
        cast(Any, book).custom_doc_props.append(StringProperty(name=name, value=value))


def _protect(sheet: Any) -> None:
    """Without a password; widths, heights and filters stay hers."""
    sheet.protection.sheet = True
    for name in ("formatColumns", "formatRows", "autoFilter", "sort"):
        setattr(sheet.protection, name, False)  # of openpyxl's making: False allows it


def _set_page(sheet: Any, form: OwnerForm, orientation: str) -> None:
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = orientation, sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    _part(sheet.oddHeader, "center").text = form.marking
    _part(sheet.oddFooter, "left").text = f"{form.quarter}, {form.owner}".replace("&", "&&")
    _part(sheet.oddFooter, "center").text = form.marking
    _part(sheet.oddFooter, "right").text = "Page &P of &N"


def _part(item: Any, side: str) -> Any:
    return cast(HeaderFooterItem, getattr(item, side))
