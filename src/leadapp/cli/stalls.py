"""What has stalled: the triggers of a quarter with their answers."""

from __future__ import annotations

import argparse
from pathlib import Path

from leadapp.cli.speech import DONE, Command, Commands, opened, say


def add_words(commands: Commands) -> None:
    """The words of the command about triggers."""
    triggers = commands.add_parser("triggers", help="say which triggers fired in a quarter, and their answers")
    triggers.add_argument("quarter", metavar="QUARTER", help="such as 2026-27-Q2")
    triggers.add_argument("--store", type=Path, required=True, metavar="FILE")


def _triggers(options: argparse.Namespace) -> int:
    from leadapp.domain.quarters import Quarter

    quarter = Quarter.parse(options.quarter)
    with opened(options.store) as services:
        parts = services.triggers.parts(services.returns.known_quarter(quarter))
    for part in parts:
        escalated = f"Escalated as {part.escalation}." if part.escalation else ""
        answer = " ".join(words for words in (part.answer, escalated) if words)
        say(f"{part.name}: {part.id} {part.title}. {part.fact}")
        say(f"  Answer: {answer}" if answer else "  No answer yet.")
    if not parts:
        say(f"No trigger fired in {quarter}.")
    return DONE


COMMANDS: dict[str, Command] = {"triggers": _triggers}
