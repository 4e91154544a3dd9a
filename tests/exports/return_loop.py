"""``python -m tests.exports.return_loop 2000``: so many returns, each another one, exported and read back. A test tries a few."""

import sys
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from leadapp.domain.returns import ReturnRecord
from tests.exports.any_returns import returns
from tests.exports.test_carried_return import there_and_back


def main(words: list[str]) -> int:
    """Try so many returns; the first that is not read back equal is shown, made as small as it can be."""
    count = int(words[0]) if words else 1_000
    with tempfile.TemporaryDirectory() as folder:

        @settings(max_examples=count, deadline=None, derandomize=False, database=None, suppress_health_check=list(HealthCheck))
        @given(returns())
        def try_one(record: ReturnRecord) -> None:
            there_and_back(record, Path(folder))

        try_one()
    print(f"{count} returns exported and read back: all equal.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
