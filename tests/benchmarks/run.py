"""The benchmarks: ours against the bare library, side by side in one run; prints ratios, judges nothing.

``python3 dev.py bench`` runs all; ``python3 dev.py bench start edit`` runs some. Whole processes are measured by the operating
system's own account of CPU seconds, in pairs A B A B, and the median of the pairs' ratios is what to quote.
"""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
from pathlib import Path

OF_ITS_OWN = {"rooms", "table"}
"""Cases that open the window: a process has one application, so each has a process to itself."""


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
        wanted = names or list(CASES)
        for name in wanted:
            if name in OF_ITS_OWN and len(wanted) > 1:
                subprocess.run([sys.executable, "-m", "tests.benchmarks.run", name], check=True)
                continue
            gc.collect()
            gc.freeze()  # what the cases before left behind is not gone through again while this one is measured
            CASES[name](bench)


if __name__ == "__main__":
    main(sys.argv[1:])
