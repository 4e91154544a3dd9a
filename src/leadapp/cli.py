"""The command line: the same services as the window, one sentence on standard error where something is refused.

Exit codes: 0 done, 1 refused (or a damaged file found), 2 wrong usage. Output is UTF-8.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from leadapp import __version__
from leadapp.domain.errors import CancelledError, LeadappError

DONE, REFUSED, USAGE = 0, 1, 2
Command = Callable[[argparse.Namespace], int]


def is_command(arguments: Sequence[str]) -> bool:
    """Whether these arguments ask for the command line rather than the window."""
    return bool(arguments) and (arguments[0] in _COMMANDS or arguments[0] in {"-h", "--help", "--version"})


def run(arguments: Sequence[str]) -> int:
    """Run one command. Never shows a traceback for anything a person can cause."""
    _speak_utf8()
    try:
        options = _parser().parse_args(arguments)
    except SystemExit as stop:
        return int(stop.code or 0)
    try:
        return _COMMANDS[options.command](options)
    except (LeadappError, CancelledError) as error:
        print(f"leadapp: {error}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("leadapp: Stopped. Nothing was put in place.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        return DONE
    except Exception as error:  # the last door: nothing personal is shown or logged
        from leadapp import logs

        logs.log_unexpected(error)
        print("leadapp: Something unexpected went wrong; nothing was changed. Details are in the log file.", file=sys.stderr)
        return REFUSED


def _speak_utf8() -> None:
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


# -------------------------------------------------------------------------------- the words of the command line
def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="leadapp",
        usage="leadapp [FILE] or leadapp COMMAND ...",
        description="The directorate race equality lead's plan and quarterly return. Without a command it opens the window on FILE, "
        "or on the file that was open last.",
    )
    parser.add_argument("--version", action="version", version=f"leadapp {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

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

    ret = commands.add_parser("return", help="export a quarter's return")
    ret.add_argument("quarter", metavar="QUARTER", help="such as 2026-27-Q2")
    ret.add_argument("--store", type=Path, required=True, metavar="FILE")
    for form, words in (("xlsx", "Excel"), ("pdf", "PDF"), ("json", "the record as JSON")):
        ret.add_argument(f"--{form}", type=Path, metavar="OUT", help=words)

    catalogue = commands.add_parser("catalogue", help="print the corporate plan that ships with leadapp")
    catalogue.add_argument("--json", action="store_true", help="as JSON")

    check = commands.add_parser("check", help="check a file for damage; never writes (0 sound, 1 damaged)")
    check.add_argument("file", type=Path, metavar="FILE")

    backup = commands.add_parser("backup", help="make a verified backup of a file")
    backup.add_argument("--store", type=Path, required=True, metavar="FILE")
    backup.add_argument("--to", type=Path, metavar="FOLDER")

    restore = commands.add_parser("restore", help="put a backup in the place of a file; what was there is kept")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("--store", type=Path, required=True, metavar="FILE")
    return parser


# -------------------------------------------------------------------------------- the commands
def _new(options: argparse.Namespace) -> int:
    from leadapp.domain.directorate import ServiceDraft, Setup, read_month_zero, read_name, read_services
    from leadapp.services.opening import make_file

    setup = Setup(
        council=read_name(options.council, "the council's name", "council"),
        directorate=read_name(options.directorate, "the directorate's name", "directorate"),
        lead_name=read_name(options.lead, "the lead's name", "lead_name"),
        lead_post=" ".join(options.post.split()),
        month_zero=read_month_zero(options.month_zero),
        priority=options.priority,
        services=read_services(tuple(ServiceDraft(name) for name in options.service)),
    )
    services = make_file(options.file, setup)
    print(f"{services.path.name} is ready for {setup.directorate}.")
    services.close()
    return DONE


def _sample(options: argparse.Namespace) -> int:
    from leadapp.services.sample import make_sample

    services = make_sample(options.file)
    print(f"{services.path.name} holds a fictional directorate. It cannot be submitted to anybody.")
    services.close()
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
        for export in services.returns.export(quarter, targets):
            print(f"{export.file_name}: {export.quarter}, revision {export.revision}, SHA-256 {export.sha256}")
    finally:
        services.close()
    return DONE


def _catalogue(options: argparse.Namespace) -> int:
    from leadapp.domain.corporate_plan import catalogue
    from leadapp.services.opening import shipped_plan

    plan = shipped_plan()
    if options.json:
        print(json.dumps(catalogue(plan), ensure_ascii=False, indent=2))
        return DONE
    for pillar in plan.pillars:
        print(f"\nPillar {pillar.number}  {pillar.title}")
        for action in plan.actions:
            if action.pillar == pillar.number:
                print(f"  {action.id:<5} {action.title}  ({action.timescale}; {action.part.value})")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from leadapp.services.backup_service import check

    findings = check(options.file)
    if not findings:
        print(f"{options.file.name} is sound.")
        return DONE
    print(f"leadapp: {options.file.name} is damaged. Nothing was changed; restore a backup.", file=sys.stderr)
    for finding in findings[:20]:
        print(f"leadapp: {finding}", file=sys.stderr)
    return REFUSED


def _backup(options: argparse.Namespace) -> int:
    from leadapp.services.opening import open_services

    services = open_services(options.store)
    try:
        made = services.backups.back_up(options.to.absolute() if options.to else None)
    finally:
        services.close()
    print(made)
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from leadapp.services.backup_service import restore
    from leadapp.services.opening import local_clock

    kept = restore(options.backup, options.store, f"{local_clock():%Y-%m-%d %H%M%S}")
    print(f"{options.store.name} is restored from {options.backup.name}.")
    if kept:
        print(f"What was there is kept in {kept}.")
    return DONE


_COMMANDS: dict[str, Command] = {
    "new": _new,
    "sample": _sample,
    "return": _return,
    "catalogue": _catalogue,
    "check": _check,
    "backup": _backup,
    "restore": _restore,
}
