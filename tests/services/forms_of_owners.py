"""Forms of owners, filled in and brought back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from leadapp.domain.collected import Collected
from leadapp.domain.owner_form import MARK_NAMES, MARKS_SHEET
from leadapp.domain.quarters import Quarter
from leadapp.services.opening import Services
from tests.owner_forms import read

Q2 = Quarter.parse("2026-27-Q2")
OWNER, OTHER = "Depot Manager", "Housing Lead"


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


def mark(name: str, value: str) -> Any:
    def change(book: Any) -> None:
        for row in book[MARKS_SHEET].iter_rows():
            if row[0].value == MARK_NAMES[name]:
                row[1].value = value

    return change
