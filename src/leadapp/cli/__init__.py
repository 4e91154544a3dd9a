"""The command line: the same services as the window, one sentence on standard error where something is refused.

Exit codes: 0 done, 1 refused (or a damaged file found), 2 wrong usage. Output is UTF-8.
"""

from __future__ import annotations

import importlib
import io
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from types import ModuleType

from leadapp import __version__
from leadapp.cli.speech import DONE, OutputError, Parser, refuse
from leadapp.domain.errors import BadInputError, CancelledError, LeadappError

COMMANDS = {
    "new": "files",
    "sample": "files",
    "return": "returns",
    "read-return": "reading",
    "triggers": "stalls",
    "sign": "return_life",
    "confirm": "return_life",
    "reopen": "return_life",
    "submit": "return_life",
    "correct": "return_life",
    "changes": "changes",
    "ask": "asking",
    "collect": "asking",
    "year": "year",
    "handover": "year",
    "catalogue": "corporate",
    "plan-edition": "corporate",
    "check": "files",
    "backup": "files",
    "restore": "files",
}
"""Every command and the module that has its words and its function. Only a command imports them; the window does not."""


def is_command(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for the command line rather than the window."""
    return bool(arguments) and (arguments[0] in COMMANDS or arguments[0] in {"-h", "--help", "--version"})


def run(arguments: Sequence[str]) -> int:
    """Run one command. Never shows a traceback for anything a person can cause."""
    _speak_utf8()
    try:
        code = _perform([_as_text(word) for word in arguments])
        _finish_output()
    except (LeadappError, CancelledError) as error:
        return refuse(str(error))
    except KeyboardInterrupt:
        return refuse("Stopped. Nothing was put in place.")
    except BrokenPipeError:
        _give_up_output()
        return DONE
    except OutputError as error:
        _give_up_output()
        return refuse(str(error))
    except Exception as error:  # the last door: nothing personal is shown or logged
        from leadapp import logs

        where = "Details are in the log file." if logs.write(logs.describe(error)) else "The log file could not be written."
        return refuse(f"Something unexpected went wrong; nothing was changed. {where}")
    return code


def _perform(arguments: Sequence[str]) -> int:
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:  # help was asked for, or the words are wrong
        return int(stop.code or 0)
    return int(_module(COMMANDS[options.command]).COMMANDS[options.command](options))


def _module(name: str) -> ModuleType:
    return importlib.import_module(f"leadapp.cli.{name}")


def _finish_output() -> None:
    """Write what is still on its way, so that a fault is met here and not while Python shuts down."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("The answer could not be written: the disk it goes to is full or does not answer.") from error


def _give_up_output() -> None:
    """Send the rest of the output nowhere: whoever read it is gone, and Python would complain at its end."""
    with suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _as_text(word: str) -> str:
    """An argument as it was typed. Bytes that are no text in this system's encoding cannot be kept in a file or a document."""
    try:
        word.encode("utf-8")
    except UnicodeEncodeError as error:
        shown = word.encode("utf-8", "backslashreplace").decode("utf-8")
        raise BadInputError(f"“{shown[:60]}” holds bytes that are not text. Rename the file, or type the words again.") from error
    return word


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


# -------------------------------------------------------------------------------- the words of the command line
def _parser() -> Parser:
    parser = Parser(
        prog="leadapp",
        usage="leadapp [FILE] or leadapp COMMAND ...",
        description="The directorate race equality lead's plan and quarterly return. Without a command it opens the window on FILE, "
        "or on the file that was open last.",
    )
    parser.add_argument("--version", action="version", version=f"leadapp {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    for name in dict.fromkeys(COMMANDS.values()):
        _module(name).add_words(commands)
    return parser
