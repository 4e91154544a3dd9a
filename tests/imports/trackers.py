"""Four lists of actions as directorates really keep them, each odd in its own way; made as workbooks."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import PatternFill


def save(path: Path, rows: list[tuple[Any, ...]], name: str = "Tracker") -> Path:
    """A workbook of one sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = name
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def housing(folder: Path) -> Path:
    """Title rows above merged heads, section rows, blank rows, a row of totals, a hidden row and a hidden sheet."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "Race action plan"
    for row in (
        ("Housing: race equality action plan 2026/27",),
        ("Owner: A. Lead. Last saved 3 September 2026",),
        (),
        ("Ref", "Action", "", "Who", "When", "Progress", "", "RAG"),
        ("", "What", "How", "", "", "Q1 2026/27 update", "Q2 2026/27 update", ""),
        ("Pillar 1: Leadership",),
        ("H1", "Set up a staff forum", "Ask for members in each team", "Nadia Farrow\nTom Reid", "31/12/2026",
         "Terms agreed", "Two meetings held", "Green"),
        ("H2", "Train every manager in recruitment panels", "Book three dates", "HR lead", "end of March", "", "One date booked", "Amber"),
        (),
        ("Pillar 2: Workforce",),
        ("H3", "Publish the pay gap by ethnicity", "", "Finance lead", "when the data is in", "", "", "Red"),
        ("H4", "Review exit interviews", "", "HR lead", dt.date(2026, 11, 30), "", "Done in August", "Complete"),
        ("Total", 4),
    ):  # fmt: skip
        sheet.append(row)
    sheet.merge_cells("B4:C4")
    sheet.merge_cells("F4:G4")
    sheet.merge_cells("A4:A5")
    sheet.row_dimensions[8].hidden = True
    lists: Any = book.create_sheet("Lists")
    lists.append(("Green", "Amber", "Red"))
    lists.sheet_state = "hidden"
    target = folder / "Housing action plan.xlsx"
    book.save(target)
    return target


def colours(folder: Path) -> Path:
    """A RAG column of colours without a word, and ids of the corporate plan typed as numbers: 3.10 became 3.1."""
    book = Workbook()
    sheet: Any = book.active
    sheet.append(("Corporate ID", "Action", "Lead officer", "Deadline", "RAG", "Comments"))
    rows = (
        (1.2, "Our director's commitments", "Director", "Q3 26/27"),
        (3.1, "", "Head of Culture", "Within 6 months"),
        (3.1, "", "Head of People", "Mar-27"),
        ("9.9", "Something of last year", "Nobody", ""),
    )
    for number, row in enumerate(rows, 2):
        sheet.append((*row, None, "Ask again in spring" if number == 2 else None))
        sheet.cell(number, 5).fill = PatternFill("solid", fgColor="00FF00")
    target = folder / "Corporate actions.xlsx"
    book.save(target)
    return target


def percentages(folder: Path) -> Path:
    """Shares done as numbers, priorities, services of which one is unknown, an action told twice, and one title in other words."""
    return save(
        folder / "Percent.xlsx",
        [
            ("Task", "Team", "Priority", "% complete", "Target date", "Start date"),
            ("Translate the tenancy leaflets", "Housing", "High", 0.4, dt.date(2027, 1, 31), dt.date(2026, 5, 1)),
            ("Translate the tenancy leaflets.", "Housing", "High", 0.5, dt.date(2027, 1, 31), None),
            ("Hold a listening session in every library", "Libraries", "Low", 1, "30/09/2026", None),
            ("=A1&A2", "Parks", "", 0, None, None),
            ("Plant a memorial garden", "Parks", "", 0, "31/02/2027", None),
        ],
    )


def plain_csv(folder: Path) -> Path:
    """A CSV file without heads, semicolons between the cells."""
    target = folder / "actions.csv"
    target.write_text(
        "Repair the reporting route for hate incidents;ongoing;31/03/2027\n"
        "Add ethnicity to the complaints form;complete;30/06/2026\n"
        "Review the dress code with staff networks;on hold;31/12/2026\n",
        "cp1252",
    )
    return target


def large(rows: int) -> bytes:
    """A list of many actions with every usual column."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Tracker")
    sheet.append(("Ref", "Action", "What we will do", "Owner", "Pillar", "Due", "Status", "Update", "Notes"))
    states = ("Green", "Amber", "Red", "Complete", "Not started")
    for n in range(rows):
        sheet.append(
            (f"T{n:04d}", f"Action {n} on {_word(n)} and {_word(n * 7 + 3)}", f"Work with the {_word(n * 3)} team on it.",
             f"Head of {_word(n % 20)}", n % 5 + 1, dt.date(2027, 1, 1) + dt.timedelta(days=n % 365), states[n % 5],
             f"Progress of number {n} in words that somebody wrote.", "A note." if n % 4 == 0 else None)
        )  # fmt: skip
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _word(n: int) -> str:
    syllables = ("ba", "co", "di", "fu", "ga", "ho", "ki", "lu", "me", "no")
    return "".join(syllables[(n // 10**place) % 10] for place in range(3)).title()
