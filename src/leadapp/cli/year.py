"""The year's report, and handing over to a new lead: export them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.cli.speech import DONE, Command, Commands, misused, opened, say

if TYPE_CHECKING:
    from leadapp.domain.return_text import ExportRecord

YEAR_FORMS = (("xlsx", "Excel"), ("pdf", "PDF"), ("json", "the report as JSON"))
HANDOVER_FORMS = YEAR_FORMS[:2]


def add_words(commands: Commands) -> None:
    """The words of the commands."""
    year = commands.add_parser("year", help="export the directorate's part of the annual report")
    year.add_argument("year", metavar="YEAR", help="such as 2026-27")
    handover = commands.add_parser("handover", help="export what a new lead must know")
    for command, forms in ((year, YEAR_FORMS), (handover, HANDOVER_FORMS)):
        command.add_argument("--store", type=Path, required=True, metavar="FILE")
        for form, words in forms:
            command.add_argument(f"--{form}", type=Path, metavar="OUT", help=words)


def _targets(options: argparse.Namespace, forms: tuple[tuple[str, str], ...]) -> dict[str, Path]:
    return {form: path for form, _ in forms if (path := getattr(options, form)) is not None}


def _year(options: argparse.Namespace) -> int:
    from leadapp.domain.year_notes import read_year

    targets = _targets(options, YEAR_FORMS)
    if not targets:
        return misused("Say where the annual report goes: at least one of --xlsx, --pdf and --json.")
    year = read_year(options.year)
    with opened(options.store) as services:
        _tell(services.year.export(year, targets), f"annual report {year}")
    return DONE


def _handover(options: argparse.Namespace) -> int:
    targets = _targets(options, HANDOVER_FORMS)
    if not targets:
        return misused("Say where the handover goes: at least one of --xlsx and --pdf.")
    with opened(options.store) as services:
        _tell(services.handover.export(targets), "handover")
    return DONE


def _tell(exports: tuple[ExportRecord, ...], what: str) -> None:
    for export in exports:
        say(f"{export.file_name}: {what}, SHA-256 {export.sha256}")


COMMANDS: dict[str, Command] = {"year": _year, "handover": _handover}
