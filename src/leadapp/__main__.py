"""The way in: decides between the command line and the window, and imports only what that needs."""

from __future__ import annotations

import gc
import os
import sys
import threading


def main(arguments: list[str] | None = None) -> int:
    """Run leadapp. Returns the exit code: 0 done, 1 refused, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    from leadapp import cli

    if cli.is_command(given):
        gc.enable()
        return cli.run(given)
    from leadapp import app

    return app.run(given)


def start() -> None:
    """Run leadapp as a process of its own and end it.

    Collecting garbage while modules are loaded costs a tenth of the start and frees nothing; the window turns it on once it
    stands. When all is written and no thread is left, the process ends at once: taking Qt and SQLAlchemy apart object by
    object would take longer than painting the window did.
    """
    gc.disable()
    code = main()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, BrokenPipeError):
            continue  # there is nobody to read it
        except OSError:
            code = code or 1
    if threading.active_count() == 1:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    start()
