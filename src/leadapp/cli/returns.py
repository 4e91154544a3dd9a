"""The quarter's return: export it."""

from __future__ import annotations

import argparse
from pathlib import Path

from leadapp.cli.speech import DONE, Command, Commands, misused, opened, say


def add_words(commands: Commands) -> None:
    """The words of the commands about the return."""
    ret = commands.add_parser("return", help="export a quarter's return")
    ret.add_argument("quarter", metavar="QUARTER", help="such as 2026-27-Q2")
    ret.add_argument("--store", type=Path, required=True, metavar="FILE")
    ret.add_argument("--revision", type=int, metavar="N", help="that revision, if not the newest")
    ret.add_argument(
        "--version",
        choices=("full", "staff", "summary"),
        default="full",
        help="for the Action Group (full), for staff and their networks, or one page for a board pack",
    )
    for form, words in (("xlsx", "Excel"), ("pdf", "PDF"), ("json", "the record as JSON")):
        ret.add_argument(f"--{form}", type=Path, metavar="OUT", help=words)


def _return(options: argparse.Namespace) -> int:
    from leadapp.domain.quarters import Quarter

    targets = {form: path for form in ("json", "xlsx", "pdf") if (path := getattr(options, form)) is not None}
    if not targets:
        return misused("Say where the return goes: at least one of --xlsx, --pdf and --json.")
    quarter = Quarter.parse(options.quarter)
    with opened(options.store) as services:
        exports = services.returns.export(quarter, targets, revision=options.revision, version=options.version)
    for export in exports:
        version = "" if export.version == "full" else f"version {export.version}, "
        say(f"{export.file_name}: {export.quarter}, revision {export.revision}, {version}SHA-256 {export.sha256}")
    return DONE


COMMANDS: dict[str, Command] = {"return": _return}
