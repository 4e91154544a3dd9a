"""The log file: what went wrong and where in the program, never what a lead wrote.

An exception's message may quote a text, a name or a database row, so only its kind and the lines of the program it passed are
written. Nothing is opened before there is something to write.
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from functools import cache
from pathlib import Path

from leadapp import __version__, paths

_MEGABYTE = 1_000_000
_KEPT = 3


def log_unexpected(error: BaseException) -> str:
    """Write an unexpected error to the log, where it can be written, and return the same text for “Copy details”."""
    details = describe(error)
    write(details)
    return details


def write(details: str) -> bool:
    """Add a text to the log file. False where the disk is full or read-only: a log is never worth a second error."""
    try:
        _log().error("%s", details)
    except OSError:
        return False
    return True


def describe(error: BaseException) -> str:
    """An error without a word of the lead's: versions, its kind, and the lines it passed, outermost first."""
    lines = [f"leadapp {__version__}, Python {platform.python_version()}, {platform.system()} {platform.release()}"]
    link: BaseException | None = error
    while link is not None:
        lines.append(f"{type(link).__module__}.{type(link).__qualname__}")
        lines += [f"  {_where(frame.filename)}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(link.__traceback__)]
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n".join(lines)


def _where(file: str) -> str:
    """The file from its package on, so that no folder of the person's machine is named."""
    parts = Path(file).parts
    for anchor in ("site-packages", "src"):
        if anchor in parts:
            return "/".join(parts[len(parts) - parts[::-1].index(anchor) :])
    return parts[-1] if parts else file


@cache
def _log() -> logging.Logger:
    from logging.handlers import RotatingFileHandler

    class Handler(RotatingFileHandler):
        """Lets ``write`` meet a full or read-only disk: logging's own way is to print a traceback with everything on it."""

        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802
            if error := sys.exception():
                raise error

    folder = paths.logs_folder()
    folder.mkdir(parents=True, exist_ok=True)
    handler = Handler(folder / "leadapp.log", maxBytes=_MEGABYTE, backupCount=_KEPT - 1, encoding="utf-8", delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    log = logging.getLogger("leadapp")
    log.propagate = False
    log.addHandler(handler)
    return log
