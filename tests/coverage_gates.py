"""Compare the measured coverage with the floor in pyproject.toml. The floor only rises: when a part is well above it, say so."""

import json
import sys
import tomllib
from pathlib import Path

TOP = Path(__file__).parents[1]
ROOM_TO_RAISE = 3.0


def shares(report: dict[str, dict[str, dict[str, int]]]) -> dict[str, float]:
    """Percent of lines and branches that ran, by layer and in total."""
    counts: dict[str, tuple[int, int]] = {}
    for file, data in report.items():
        parts = Path(file).parts
        inside = parts[parts.index("leadapp") + 1 :]
        summary = data["summary"]
        whole = summary["num_statements"] + summary["num_branches"]
        ran = summary["covered_lines"] + summary["covered_branches"]
        for name in {inside[0] if len(inside) > 1 else "top", "total"}:
            had = counts.get(name, (0, 0))
            counts[name] = (had[0] + ran, had[1] + whole)
    return {name: 100.0 * ran / whole if whole else 100.0 for name, (ran, whole) in counts.items()}


def main() -> int:
    """Print each part beside its floor; 1 if one is below."""
    report = json.loads((TOP / ".coverage.json").read_text("utf-8"))["files"]
    floors = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["tool"]["leadapp"]["coverage"]
    measured = shares(report)
    below = 0
    for name, floor in floors.items():
        share = measured.get(name, 0.0)
        mark = "ok" if share >= floor else "BELOW"
        hint = f"   the floor can rise to {share:.0f}" if share >= floor + ROOM_TO_RAISE else ""
        print(f"coverage of {name:<9} {share:6.2f} %  floor {floor:6.2f} %  {mark}{hint}")
        below += share < floor
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
