"""What every command needs: its words of help, its answers, and the codes it ends with."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeAlias

if TYPE_CHECKING:
    from leadapp.services.opening import Services

DONE, REFUSED, USAGE = 0, 1, 2
Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """Says what is wrong with the words it was given in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Stop with exit code 2."""
        self.exit(USAGE, f"leadapp: {message[:1].upper()}{message[1:]}. See: {self.prog} --help\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


class OutputError(Exception):
    """What a command had to say could not be written; the command itself was carried out."""


def refuse(sentence: str) -> int:
    """Say on standard error why something was not done."""
    print(f"leadapp: {sentence}", file=sys.stderr)
    return REFUSED


def misused(sentence: str) -> int:
    """Say on standard error which words are missing."""
    print(f"leadapp: {sentence}", file=sys.stderr)
    return USAGE


def say(words: object) -> None:
    """Print one answer of a command."""
    try:
        print(words)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError("The answer could not be written: the disk it goes to is full or does not answer.") from error


@contextmanager
def opened(store: Path) -> Iterator[Services]:
    """The services of a file, let go at the end."""
    from leadapp.services.opening import open_services

    services = open_services(store)
    try:
        yield services
    finally:
        services.close()
