"""Files: new, sample, check, backup, restore."""

from __future__ import annotations

import argparse
from pathlib import Path

from leadapp.cli.speech import DONE, REFUSED, Command, Commands, opened, refuse, say

MOST_FINDINGS = 20


def add_words(commands: Commands) -> None:
    """The words of the commands about files."""
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

    check = commands.add_parser("check", help="check a file for damage; never writes (0 sound, 1 damaged)")
    check.add_argument("file", type=Path, metavar="FILE")

    backup = commands.add_parser("backup", help="make a verified backup of a file")
    backup.add_argument("--store", type=Path, required=True, metavar="FILE")
    backup.add_argument("--to", type=Path, metavar="FOLDER")

    restore = commands.add_parser("restore", help="put a backup in the place of a file; what was there is kept")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("--store", type=Path, required=True, metavar="FILE")
    restore.add_argument("--another-file", action="store_true", help="also where the backup was made of another file")


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
    say(f"{services.path.name} is ready for {setup.directorate}.")
    return DONE


def _sample(options: argparse.Namespace) -> int:
    from leadapp.services.sample import make_sample

    services = make_sample(options.file)
    services.close()
    say(f"{services.path.name} holds a fictional directorate. It cannot be submitted to anybody.")
    return DONE


def _check(options: argparse.Namespace) -> int:
    from leadapp.services.backup_service import check

    findings = check(options.file)
    if not findings:
        say(f"{options.file.name} is sound.")
        return DONE
    for finding in (f"“{options.file.name}” is damaged. Nothing was changed; restore a backup.", *findings[:MOST_FINDINGS]):
        refuse(finding)
    return REFUSED


def _backup(options: argparse.Namespace) -> int:
    with opened(options.store) as services:
        made = services.backups.back_up(options.to.absolute() if options.to else None)
    say(made)
    return DONE


def _restore(options: argparse.Namespace) -> int:
    from leadapp.services.backup_service import are_of_two_files, describe, restore
    from leadapp.services.opening import local_clock

    if not options.another_file and are_of_two_files(options.backup, options.store):
        holds = describe(options.backup).words
        refuse(
            f"“{options.backup.name}” was made of another file than “{options.store.name}”. It holds {holds} Nothing was changed. "
            "Add --another-file to put it there all the same."
        )
        return REFUSED
    kept = restore(options.backup, options.store, f"{local_clock():%Y-%m-%d %H%M%S}")
    say(f"{options.store.name} is restored from {options.backup.name}.")
    if kept:
        say(f"What was there is kept in {kept}.")
    return DONE


COMMANDS: dict[str, Command] = {"new": _new, "sample": _sample, "check": _check, "backup": _backup, "restore": _restore}
