"""The command line: the same services as the window, one sentence on standard error where something is refused.

Exit codes: 0 done, 1 refused (or a damaged file found), 2 wrong usage. Output is UTF-8.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from leadapp import __version__
from leadapp.domain.errors import BadInputError, CancelledError, LeadappError

if TYPE_CHECKING:
    from leadapp.services.opening import Services

DONE, REFUSED, USAGE = 0, 1, 2
MOST_FINDINGS = 20
Command = Callable[[argparse.Namespace], int]
_Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


def is_command(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for the command line rather than the window."""
    return bool(arguments) and (arguments[0] in _COMMANDS or arguments[0] in {"-h", "--help", "--version"})


def run(arguments: Sequence[str]) -> int:
    """Run one command. Never shows a traceback for anything a person can cause."""
    _speak_utf8()
    try:
        code = _perform([_as_text(word) for word in arguments])
        _finish_output()
    except (LeadappError, CancelledError) as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return _refuse("Stopped. Nothing was put in place.")
    except BrokenPipeError:
        _give_up_output()
        return DONE
    except _OutputError as error:
        _give_up_output()
        return _refuse(str(error))
    except Exception as error:  # the last door: nothing personal is shown or logged
        from leadapp import logs

        where = "Details are in the log file." if logs.write(logs.describe(error)) else "The log file could not be written."
        return _refuse(f"Something unexpected went wrong; nothing was changed. {where}")
    return code


def _perform(arguments: Sequence[str]) -> int:
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:  # help was asked for, or the words are wrong
        return int(stop.code or 0)
    return _COMMANDS[options.command](options)


class _OutputError(Exception):
    """What a command had to say could not be written; the command itself was carried out."""


def _refuse(sentence: str) -> int:
    print(f"leadapp: {sentence}", file=sys.stderr)
    return REFUSED


def _say(words: object) -> None:
    """Print one answer of a command."""
    try:
        print(words)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _OutputError("The answer could not be written: the disk it goes to is full or does not answer.") from error


def _finish_output() -> None:
    """Write what is still on its way, so that a fault is met here and not while Python shuts down."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _OutputError("The answer could not be written: the disk it goes to is full or does not answer.") from error


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


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the words it was given in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Stop with exit code 2."""
        self.exit(USAGE, f"leadapp: {message[:1].upper()}{message[1:]}. See: {self.prog} --help\n")


# -------------------------------------------------------------------------------- the words of the command line
def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="leadapp",
        usage="leadapp [FILE] or leadapp COMMAND ...",
        description="The directorate race equality lead's plan and quarterly return. Without a command it opens the window on FILE, "
        "or on the file that was open last.",
    )
    parser.add_argument("--version", action="version", version=f"leadapp {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    _words_for_files(commands)
    _words_for_the_return(commands)
    _words_for_safety(commands)
    return parser


def _words_for_files(commands: _Commands) -> None:
    new = commands.add_parser("new", help="make a file for a directorate")
    new.add_argument("file", type=Path, metavar="FILE")
    new.add_argument("--council", required=True, metavar="C")
    new.add_argument("--directorate", required=True, metavar="D")
    new.add_argument("--lead", required=True, metavar="L", help="the lead's name")
    new.add_argument("--post", default="", metavar="P", help="the lead's post")
    new.add_argument("--month-zero", default="", metavar="YYYY-MM-DD", help="the day the programme starts")
    new.add_argument("--priority", action="store_true", help="one of the four priority directorates")
    new.add_argument("--service", action="append", default=[], metavar="NAME", help="a service; may be given several times")

    sample = commands.add_parser("sample", help="make a file with a fictional directorate")
    sample.add_argument("file", type=Path, metavar="FILE")


def _words_for_the_return(commands: _Commands) -> None:
    ret = commands.add_parser("return", help="export a quarter's return")
    ret.add_argument("quarter", metavar="QUARTER", help="such as 2026-27-Q2")
    ret.add_argument("--store", type=Path, required=True, metavar="FILE")
    for form, words in (("xlsx", "Excel"), ("pdf", "PDF"), ("json", "the record as JSON")):
        ret.add_argument(f"--{form}", type=Path, metavar="OUT", help=words)

    catalogue = commands.add_parser("catalogue", help="print the corporate plan that ships with leadapp")
    catalogue.add_argument("--json", action="store_true", help="as JSON")

    edition = commands.add_parser("plan-edition", help="replace the corporate plan by an edition from Excel or CSV")
    edition.add_argument("--store", type=Path, metavar="FILE")
    edition.add_argument("--read", type=Path, metavar="IN", help="a workbook or CSV file with the published table's columns")
    edition.add_argument("--name", default="", metavar="N", help="what to call the edition, if not as the file does")
    edition.add_argument("--dry-run", action="store_true", help="only say what would be added, changed and withdrawn")
    edition.add_argument("--template", type=Path, metavar="OUT", help="write the table to fill in, with the plan in force")
    edition.add_argument("--empty", action="store_true", help="the template without any action")


def _words_for_safety(commands: _Commands) -> None:
    check = commands.add_parser("check", help="check a file for damage; never writes (0 sound, 1 damaged)")
    check.add_argument("file", type=Path, metavar="FILE")

    backup = commands.add_parser("backup", help="make a verified backup of a file")
    backup.add_argument("--store", type=Path, required=True, metavar="FILE")
    backup.add_argument("--to", type=Path, metavar="FOLDER")

    restore = commands.add_parser("restore", help="put a backup in the place of a file; what was there is kept")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("--store", type=Path, required=True, metavar="FILE")


# -------------------------------------------------------------------------------- the commands
def _new(options: argparse.Namespace) -> int:
    from leadapp.domain.directorate import ServiceDraft, Setup, read_month_zero, read_name, read_services
    from leadapp.services.opening import make_file

    setup = Setup(
        council=read_name(options.council, "the council's name", "council"),
        directorate=read_name(options.directorate, "the directorate's name", "directorate"),
        lead_name=read_name(options.lead, "the lead's name", "lead_name"),
        lead_post=read_name(options.post, "the lead's post", "lead_post") if options.post.strip() else "",
        month_zero=read_month_zero(options.month_zero),
        priority=options.priority,
        services=read_services(tuple(ServiceDraft(name) for name in options.service)),
    )
    services = make_file(options.file, setup)
    services.close()
    _say(f"{services.path.name} is ready for {setup.directorate}.")
    return DONE


def _sample(options: argparse.Namespace) -> int:
    from leadapp.services.sample import make_sample

    services = make_sample(options.file)
    services.close()
    _say(f"{services.path.name} holds a fictional directorate. It cannot be submitted to anybody.")
    return DONE


def _return(options: argparse.Namespace) -> int:
    from leadapp.domain.quarters import Quarter
    from leadapp.services.opening import open_services

    targets = {form: path for form in ("json", "xlsx", "pdf") if (path := getattr(options, form)) is not None}
    if not targets:
        print("leadapp: Say where the return goes: at least one of --xlsx, --pdf and --json.", file=sys.stderr)
        return USAGE
    quarter = Quarter.parse(options.quarter)
    services = open_services(options.store)
    try:
        exports = services.returns.export(quarter, targets)
    finally:
        services.close()
    for export in exports:
        _say(f"{export.file_name}: {export.quarter}, revision {export.revision}, SHA-256 {export.sha256}")
    return DONE


def _catalogue(options: argparse.Namespace) -> int:
    from leadapp.domain.corporate_plan import catalogue
    from leadapp.services.opening import shipped_plan

    plan = shipped_plan()
    if options.json:
        _say(json.dumps(catalogue(plan), ensure_ascii=False, indent=2))
        return DONE
    for pillar in plan.pillars:
        _say(f"\nPillar {pillar.number}  {pillar.title}")
        for action in plan.actions:
            if action.pillar == pillar.number:
                _say(f"  {action.id:<5} {action.title}  ({action.timescale}; {action.part.value})")
    return DONE


def _plan_edition(options: argparse.Namespace) -> int:
    if (options.read is None) == (options.template is None) or (options.read is not None and options.store is None):
        print("leadapp: Give --store FILE and --read IN, or --template OUT.", file=sys.stderr)
        return USAGE
    if options.read is not None:
        return _read_edition(options)
    if options.store is None:
        from leadapp.services.edition_service import check_target, draw_template_file
        from leadapp.services.opening import shipped_plan

        check_target(options.template)
        draw_template_file(shipped_plan(), options.template, filled=not options.empty)
    else:
        with _opened(options.store) as services:
            services.editions.save_template(options.template, filled=not options.empty)
    _say(f"{options.template.name} is ready to be filled in.")
    return DONE


def _read_edition(options: argparse.Namespace) -> int:
    from leadapp.domain.edition_report import report

    with _opened(options.store) as services:
        preview = services.editions.preview(options.read)
        for remark in preview.remarks:
            _say(remark)
        if preview.comparison is None:
            for fault in (f"“{options.read.name}” cannot be used. Nothing was changed.", *map(str, preview.faults)):
                _refuse(fault)
            return REFUSED
        if options.dry_run:
            for line in report(preview.comparison):
                _say(line)
            return DONE
        preview = services.editions.called(preview, options.name or preview.name)
        services.editions.take(preview)
    _say(f"“{preview.name}” is the corporate plan in force now.")
    return DONE


@contextmanager
def _opened(store: Path) -> Iterator[Services]:
    from leadapp.services.opening import open_services

    services = open_services(store)
    try:
        yield services
    finally:
        services.close()


def _check(options: argparse.Namespace) -> int:
    from leadapp.services.backup_service import check

    findings = check(options.file)
    if not findings:
        _say(f"{options.file.name} is sound.")
        return DONE
    for finding in (f"“{options.file.name}” is damaged. Nothing was changed; restore a backup.", *findings[:MOST_FINDINGS]):
        _refuse(finding)
    return REFUSED


def _backup(options: argparse.Namespace) -> int:
    from leadapp.services.opening import open_services

    services = open_services(options.store)
    try:
        made = services.backups.back_up(options.to.absolute() if options.to else None)
    finally:
        services.close()
    _say(made)
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from leadapp.services.backup_service import restore
    from leadapp.services.opening import local_clock

    kept = restore(options.backup, options.store, f"{local_clock():%Y-%m-%d %H%M%S}")
    _say(f"{options.store.name} is restored from {options.backup.name}.")
    if kept:
        _say(f"What was there is kept in {kept}.")
    return DONE


_COMMANDS: dict[str, Command] = {
    "new": _new,
    "sample": _sample,
    "return": _return,
    "catalogue": _catalogue,
    "plan-edition": _plan_edition,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}
