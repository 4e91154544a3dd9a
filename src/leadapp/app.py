"""Puts the parts together: flags, Qt, the look, the file, the window. The only module that knows all of them."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from leadapp.cli.speech import Parser
from leadapp.domain.errors import LeadappError


def run(arguments: list[str]) -> int:
    """Open the window. Returns the exit code."""
    options = _parser().parse_args(arguments)
    if not _has_screen():
        print(
            "leadapp: There is no screen here to show a window on. The commands work without one: leadapp --help.",
            file=sys.stderr,
        )
        return 1
    _load_what_needs_no_window()
    from leadapp.ui.application import make_application, run_application

    application = make_application(arguments)
    file: Path | None = options.file
    try:
        return run_application(application, file, quit_when_ready=options.quit_when_ready)
    except LeadappError as error:
        print(f"leadapp: {error}", file=sys.stderr)
        return 1


def _has_screen() -> bool:
    """Whether Qt can show a window; without one it would abort without a word."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


def _load_what_needs_no_window() -> None:
    """Import the services before Qt: once PySide6 is loaded it reads the source of every module that is imported after it."""
    for name in (
        "services.opening",
        "services.register_service",
        "services.grid_service",
        "services.table_files",
        "domain.chart_scenes",
    ):
        importlib.import_module(f"leadapp.{name}")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="leadapp", add_help=False)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--quit-when-ready", action="store_true")
    return parser
