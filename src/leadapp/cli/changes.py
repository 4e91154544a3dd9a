"""What changed from one quarter's return to another: as lines to read, or as data."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from leadapp.cli.speech import DONE, Command, Commands, opened, say


def add_words(commands: Commands) -> None:
    """The words of the command."""
    changes = commands.add_parser("changes", help="say what changed since the return before, or since another one")
    changes.add_argument("quarter", metavar="QUARTER", help="such as 2026-27-Q2")
    changes.add_argument("--store", type=Path, required=True, metavar="FILE")
    changes.add_argument("--with", dest="other", metavar="QUARTER", help="an earlier quarter; the one before unless said")
    changes.add_argument("--json", action="store_true", help="print JSON, in the form of the return's changes")


def _changes(options: argparse.Namespace) -> int:
    from leadapp.domain.comparison import CHANGE_WORDS, FIRST_RETURN
    from leadapp.domain.exchange import as_plain
    from leadapp.domain.quarters import Quarter

    quarter = Quarter.parse(options.quarter)
    with opened(options.store) as services:
        compared, changes = services.returns.changes(quarter, Quarter.parse(options.other) if options.other else None)
    if options.json:
        data = {"quarter": str(quarter), "compared_with": compared, "changes": as_plain(changes)}
        say(json.dumps(data, ensure_ascii=False, indent=2))
    elif not compared:
        say(FIRST_RETURN)
    else:
        say(f"{quarter} compared with {compared}: {len(changes)} change{'s' if len(changes) != 1 else ''}.")
        for change in changes:
            say(f"{CHANGE_WORDS[change.kind]}: {change.id} {change.title}: {change.text}")
    return DONE


COMMANDS: dict[str, Command] = {"changes": _changes}
