"""Read a return back from its workbook."""

from __future__ import annotations

import argparse
from pathlib import Path

from leadapp.cli.speech import DONE, Command, Commands, say


def add_words(commands: Commands) -> None:
    """The words of the command."""
    read = commands.add_parser("read-return", help="read a return back from its workbook, and say what was changed in it")
    read.add_argument("file", type=Path, metavar="FILE", help="a full return as Excel workbook")
    read.add_argument("--json", type=Path, metavar="OUT", help="the record as JSON")


def _read(options: argparse.Namespace) -> int:
    from leadapp.domain.carried import NOT_FORGERY
    from leadapp.services.return_reading import read_return, write_data

    read = read_return(options.file)
    say(read.headline)
    say(f"Its data is whole: SHA-256 {read.sha256}.")
    if read.is_untouched:
        say("Its visible cells hold what was exported.")
    else:
        count = len(read.edits)
        say(
            f"Its visible cells were changed after it was exported, in {count} place{'s' if count > 1 else ''}; the data was not:"
        )
        for line in read.edit_lines():
            say(f"  {line}")
    say(NOT_FORGERY)
    if options.json is not None:
        say(f"{options.json.name}: the data as it was exported, SHA-256 {write_data(read, options.json, options.file)}")
    return DONE


COMMANDS: dict[str, Command] = {"read-return": _read}
