"""The life of a return: sign, confirm, reopen, submit, correct; each answers in one sentence."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from leadapp.cli.speech import DONE, Command, Commands, Parser, opened, say

if TYPE_CHECKING:
    from leadapp.domain.quarters import Quarter
    from leadapp.services.opening import Services

HELP = {
    "sign": "record that the lead signed a quarter's return",
    "confirm": "record that a second named person confirmed it",
    "reopen": "make a signed return a draft again; its signatures fall",
    "submit": "freeze a return; it cannot be undone, only corrected",
    "correct": "begin the next revision of a submitted return",
}


def add_words(commands: Commands) -> None:
    """The words of the commands about the life of a return."""
    for name, words in HELP.items():
        command = commands.add_parser(name, help=words)
        command.add_argument("quarter", metavar="QUARTER", help="such as 2026-27-Q2")
        command.add_argument("--store", type=Path, required=True, metavar="FILE")
        if name in {"sign", "confirm"}:
            _add_signature(command, is_lead=name == "sign")
        if name in {"reopen", "correct"}:
            command.add_argument("--reason", required=True, metavar="TEXT", help="why")


def _add_signature(command: Parser, *, is_lead: bool) -> None:
    known = ", if not as in Settings" if is_lead else ""
    command.add_argument("--name", default="", required=not is_lead, metavar="N", help=f"who{known}")
    command.add_argument("--post", default="", required=not is_lead, metavar="P", help=f"the post{known}")
    command.add_argument("--on", default="", metavar="YYYY-MM-DD", help="the day, if not today")
    command.add_argument("--how", default="here", choices=("here", "email", "meeting"), help="here, by e-mail or at a meeting")
    command.add_argument("--note", default="", metavar="TEXT", help="where the e-mail or the minutes lie, say")


def _done(options: argparse.Namespace, do: Callable[[Services, Quarter], str]) -> int:
    from leadapp.domain.quarters import Quarter

    quarter = Quarter.parse(options.quarter)
    with opened(options.store) as services:
        say(do(services, quarter))
    return DONE


def _signed(options: argparse.Namespace) -> int:
    from leadapp.domain.return_life import SignatureDraft, signature_words

    draft = SignatureDraft(options.name, options.post, options.on, options.how, options.note)

    def do(services: Services, quarter: Quarter) -> str:
        is_lead = options.command == "sign"
        (services.life.sign if is_lead else services.life.confirm)(quarter, draft)
        signature = services.life.life(quarter).signatures[0 if is_lead else -1]
        return f"The return for {quarter} is {'signed' if is_lead else 'confirmed'}: {signature_words(signature)}."

    return _done(options, do)


def _reopen(options: argparse.Namespace) -> int:
    def do(services: Services, quarter: Quarter) -> str:
        services.life.reopen(quarter, options.reason)
        return f"The return for {quarter} is a draft again. Its signatures fell."

    return _done(options, do)


def _submit(options: argparse.Namespace) -> int:
    def do(services: Services, quarter: Quarter) -> str:
        services.life.submit(quarter)
        text = services.returns.text(quarter)
        reported = services.preferences.reported_quarter()
        return (
            f"The return for {quarter}, revision {text.revision}, is submitted; SHA-256 of its data {text.sha256}. "
            f"The quarter being reported is {reported}."
        )

    return _done(options, do)


def _correct(options: argparse.Namespace) -> int:
    def do(services: Services, quarter: Quarter) -> str:
        services.life.correct(quarter, options.reason)
        return f"Revision {services.returns.text(quarter).revision} of {quarter} is begun, with the texts of the one before."

    return _done(options, do)


COMMANDS: dict[str, Command] = {"sign": _signed, "confirm": _signed, "reopen": _reopen, "submit": _submit, "correct": _correct}
