"""Action owners: ask them with a workbook each, and take in what they answer."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.cli.speech import DONE, REFUSED, Command, Commands, opened, refuse, say

if TYPE_CHECKING:
    from leadapp.domain.collected import Answer, Collected
    from leadapp.domain.owner_form import Asking


def add_words(commands: Commands) -> None:
    """The words of the commands."""
    ask = commands.add_parser("ask", help="write a workbook for each action owner to fill in")
    ask.add_argument("--store", type=Path, required=True, metavar="FILE")
    ask.add_argument("--quarter", required=True, metavar="Q", help="the quarter being reported, such as 2026-27-Q2")
    ask.add_argument("--out", type=Path, required=True, metavar="FOLDER", help="where the workbooks go")
    ask.add_argument(
        "--by", default="", metavar="DATE", help="the day to send it back by; two days before the return unless said"
    )

    collect = commands.add_parser("collect", help="take in the workbooks that owners sent back")
    collect.add_argument("--store", type=Path, required=True, metavar="FILE")
    collect.add_argument("--read", type=Path, required=True, metavar="FOLDER", help="the folder with the workbooks")
    collect.add_argument("--dry-run", action="store_true", help="only say what would be taken")
    collect.add_argument("--theirs", action="store_true", help="where you wrote too, take the owner's words instead of yours")


def _ask(options: argparse.Namespace) -> int:
    from leadapp.domain.quarters import Quarter, parse_date

    quarter = Quarter.parse(options.quarter)
    by = parse_date(options.by, "by") if options.by else None
    with opened(options.store) as services:
        asking = services.asking.asking()
        files = services.asking.ask(quarter, options.out, by)
    for form, _, path in files.forms:
        say(f"{path.name}: {form.owner}, {form.counted}")
    say(f"{files.emails.name}: the texts to send them with")
    _tell_without_owner(asking)
    return DONE


def _tell_without_owner(asking: Asking) -> None:
    from leadapp.domain.checks import listing

    alone = [action.reference for action in asking.without_owner]
    if alone:
        say(f"Nobody is asked about {listing(alone, len(alone))}: {'it has' if len(alone) == 1 else 'they have'} no owner.")


def _collect(options: argparse.Namespace) -> int:
    from leadapp.domain.collected import Standing
    from leadapp.services.ask_service import answer_files, read_answers

    if not options.read.is_dir():
        return refuse(f"“{options.read.name}” is not a folder. Name the folder in which the workbooks lie.")
    answers = read_answers(answer_files((options.read,)))
    with opened(options.store) as services:
        collected = services.asking.preview(answers)
        for answer in collected.of(Standing.BOTH) if options.theirs else ():
            collected = collected.chosen(answer.key, theirs=True)
        if not options.dry_run and collected.answered:
            services.asking.take(collected, answers)
    for line in _report(collected, dry=options.dry_run):
        say(line)
    for refusal in collected.refused:
        refuse(str(refusal))
    return REFUSED if collected.refused else DONE


def _report(collected: Collected, *, dry: bool) -> Iterator[str]:
    """What was read, answer by answer; where both wrote, both; who has not answered."""
    from leadapp.domain.collected import Standing

    read = f"{collected.files} file{'s' if collected.files != 1 else ''} read"
    count = len(collected.taking)
    verb = "would be taken" if dry else "taken in"
    yield f"{read}: {count} answer{'s' if count != 1 else ''} {verb}, {len(collected.of(Standing.SAME))} stand there already."
    for answer in collected.answers:
        if answer.standing is not Standing.SAME:
            yield _told(answer)
    yield from collected.remarks
    if collected.silent:
        yield f"Not answered yet: {'; '.join(owner.label for owner in collected.silent)}."
    if dry:
        yield "Nothing was changed."


def _told(answer: Answer) -> str:
    from leadapp.domain.collected import PART_WORDS, Standing

    what = f"{answer.reference} {PART_WORDS[answer.part]}, {answer.owner.label}: {_one_line(answer.theirs)}"
    if answer.standing is Standing.NEW:
        return f"{what} (was: {_one_line(answer.hers)})" if answer.hers else what
    kept = "the owner's is taken" if answer.taken else "yours stays"
    return f"{what}\n  Both wrote; {kept}. Yours: {_one_line(answer.hers)}"


def _one_line(text: str) -> str:
    from leadapp.domain.history import cut

    return cut(" ".join(text.split()), 200)


COMMANDS: dict[str, Command] = {"ask": _ask, "collect": _collect}
