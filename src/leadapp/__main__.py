"""The way in: decides between the command line and the window, and imports only what that needs."""

from __future__ import annotations

import sys


def main(arguments: list[str] | None = None) -> int:
    """Run leadapp. Returns the exit code: 0 done, 1 refused, 2 wrong usage."""
    given = sys.argv[1:] if arguments is None else arguments
    from leadapp import cli

    if cli.is_command(given):
        return cli.run(given)
    from leadapp import app

    return app.run(given)


if __name__ == "__main__":
    sys.exit(main())
