"""The benchmarks: ours against the bare library, side by side in one run; prints ratios, judges nothing.

``python3 dev.py bench`` runs all; ``python3 dev.py bench start edit`` runs some. Whole processes are measured by the operating
system's own account of CPU seconds, in pairs A B A B, and the median of the pairs' ratios is what to quote.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


def main(names: list[str]) -> None:
    """Run the named benchmarks, or all."""
    disk = Path(__file__).parents[2] / "build"
    disk.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(dir=disk) as folder:
        os.environ["LEADAPP_DATA"] = folder
        os.environ["XDG_CONFIG_HOME"] = folder
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        from tests.benchmarks.cases import CASES, Bench

        bench = Bench(Path(folder))
        for name in names or CASES:
            CASES[name](bench)


if __name__ == "__main__":
    main(sys.argv[1:])
