"""The corporate plan: print it, replace it by another edition."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from leadapp.cli.speech import DONE, REFUSED, Command, Commands, misused, opened, refuse, say


def add_words(commands: Commands) -> None:
    """The words of the commands about the corporate plan."""
    catalogue = commands.add_parser("catalogue", help="print the corporate plan that ships with leadapp")
    catalogue.add_argument("--json", action="store_true", help="as JSON")

    edition = commands.add_parser("plan-edition", help="replace the corporate plan by an edition from Excel or CSV")
    edition.add_argument("--store", type=Path, metavar="FILE")
    edition.add_argument("--read", type=Path, metavar="IN", help="a workbook or CSV file with the published table's columns")
    edition.add_argument("--name", default="", metavar="N", help="what to call the edition, if not as the file does")
    words = "3.11 was not renumbered to 3.15: the old action is withdrawn, the new one added"
    edition.add_argument("--not-renumbered", action="append", default=[], type=_pair, metavar="3.11=3.15", help=words)
    edition.add_argument("--dry-run", action="store_true", help="only say what would be added, changed and withdrawn")
    edition.add_argument("--template", type=Path, metavar="OUT", help="write the table to fill in, with the plan in force")
    edition.add_argument("--empty", action="store_true", help="the template without any action")


def _catalogue(options: argparse.Namespace) -> int:
    from leadapp.domain.corporate_plan import catalogue
    from leadapp.services.opening import shipped_plan

    plan = shipped_plan()
    if options.json:
        say(json.dumps(catalogue(plan), ensure_ascii=False, indent=2))
        return DONE
    for pillar in plan.pillars:
        say(f"\nPillar {pillar.number}  {pillar.title}")
        for action in plan.actions:
            if action.pillar == pillar.number:
                say(f"  {action.id:<5} {action.title}  ({action.timescale}; {action.part.value})")
    return DONE


def _plan_edition(options: argparse.Namespace) -> int:
    if (options.read is None) == (options.template is None) or (options.read is not None and options.store is None):
        return misused("Give --store FILE and --read IN, or --template OUT.")
    if options.read is not None:
        return _read_edition(options)
    if options.store is None:
        from leadapp.services.edition_service import check_target, draw_template_file
        from leadapp.services.opening import shipped_plan

        check_target(options.template)
        draw_template_file(shipped_plan(), options.template, filled=not options.empty)
    else:
        with opened(options.store) as services:
            services.editions.save_template(options.template, filled=not options.empty)
    say(f"{options.template.name} is ready to be filled in.")
    return DONE


def _pair(text: str) -> tuple[str, str]:
    was, _, now = (part.strip() for part in text.partition("="))
    if not was or not now:
        raise argparse.ArgumentTypeError(f"“{text}” is not of the form 3.11=3.15.")
    return was, now


def _read_edition(options: argparse.Namespace) -> int:
    from leadapp.domain.edition_report import report

    with opened(options.store) as services:
        preview = services.editions.preview(options.read)
        for remark in preview.remarks:
            say(remark)
        if preview.faults:
            for fault in (f"“{options.read.name}” cannot be used. Nothing was changed.", *map(str, preview.faults)):
                refuse(fault)
            return REFUSED
        for was, now in options.not_renumbered:
            preview = services.editions.kept_apart(preview, was, now)
        if options.dry_run and preview.comparison is not None:
            for line in report(preview.comparison):
                say(line)
            return DONE
        preview = services.editions.called(preview, options.name or preview.name)
        services.editions.take(preview)
    say(f"“{preview.name}” is the corporate plan in force now.")
    return DONE


COMMANDS: dict[str, Command] = {"catalogue": _catalogue, "plan-edition": _plan_edition}
