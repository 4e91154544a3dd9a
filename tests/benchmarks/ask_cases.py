"""Collecting owners' workbooks: measured beside openpyxl reading the same files."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from leadapp.db import directorate_records, kpi_records, plan_records
from leadapp.domain.owner_form import ACTIONS_SHEET, KPIS_SHEET
from leadapp.services.ask_service import answer_files, draw_forms, read_answers
from leadapp.services.opening import Services, make_file, open_services
from tests.benchmarks.measure import tell_ratio, timed
from tests.benchmarks.ten_years import SETUP, moment

OWNERS, ACTIONS = 40, 5
"""Owners, and the actions of each; every action has a share that is due."""


def collect(folder: Path) -> None:
    """40 workbooks with every box filled in, against openpyxl reading every cell of them (streamed, values only).

    Once from the folder to the preview, once until all of it is taken into the file as one step. The file is open and the round
    known, as in the window; the 400 states, 200 updates and 200 values are written, logged and found by the search afterwards.
    """
    store, back = folder / "collect.leadapp", folder / "answers"
    back.mkdir()
    services = make_file(store, SETUP, moment)
    _make_plan(services)
    _answer(services, back)
    services.close()
    files = answer_files((back,))
    numbers = count()

    def ours(*, take: bool) -> float:
        copy = folder / f"collect{next(numbers)}.leadapp"
        shutil.copyfile(store, copy)
        opened = open_services(copy, moment)
        opened.asking.asking()
        found = timed(lambda: _collect(opened, files, take=take))
        opened.close()
        return found

    def bare() -> float:
        return timed(lambda: _read(files))

    tell_ratio(f"{OWNERS} workbooks to the preview / openpyxl", lambda: ours(take=False), bare, 1.5, 5)
    tell_ratio(f"{OWNERS} workbooks, all taken in / openpyxl", lambda: ours(take=True), bare, 1.5, 5)


def _make_plan(services: Services) -> None:
    with services.database.writing("A plan of many owners") as step:
        for number in range(OWNERS * ACTIONS):
            owner = directorate_records.person_id(step.session, f"Owner {number % OWNERS}")
            values = {"reference": f"NS-{number:03d}", "title": f"Action number {number} of the plan", "owner_id": owner}
            action = plan_records.add_action(step.session, values | {"origin": "local", "status": "underway", "pillar": 1})
            kpi_records.add_kpi(step.session, action, {"text": f"Measure {number}", "kind": "percentage", "due": "M1"})


def _answer(services: Services, back: Path) -> None:
    """Every form filled in from the first box to the last."""
    files = services.asking.prepare(services.preferences.reported_quarter(), back)
    draw_forms(files)
    for number, (_, _, path) in enumerate(files.forms):
        book: Any = load_workbook(path)
        for row in range(4, 4 + ACTIONS):
            sheet = book[ACTIONS_SHEET]
            sheet.cell(row, 4).value, sheet.cell(row, 5).value = "Complete", "On track"
            sheet.cell(
                row, 7
            ).value = f"What happened on action {row} of owner {number}, told in a sentence or two of usual length."
            book[KPIS_SHEET].cell(row, 4).value, book[KPIS_SHEET].cell(row, 5).value = row, 100
        book.save(path)


def _collect(services: Services, files: tuple[Path, ...], *, take: bool) -> None:
    answers = read_answers(files)
    collected = services.asking.preview(answers)
    assert (len(collected.taking), collected.refused) == (OWNERS * ACTIONS * 4, ()), collected.refused[:3]
    if take:
        services.asking.take(collected, answers)


def _read(files: tuple[Path, ...]) -> None:
    for path in files:
        book: Any = load_workbook(path, read_only=True, data_only=True)
        for sheet in book.worksheets:
            for _row in sheet.iter_rows(values_only=True):
                pass
        book.close()
