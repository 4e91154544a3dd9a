"""What changed, from the command line: in lines, as data, and what it refuses."""

import json
from pathlib import Path

import pytest

from leadapp.__main__ import main

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_what_changed_is_told_in_lines_and_as_data(sample_file: Path, data_folder: Path, capsys: Capture) -> None:
    code, out, _ = run(capsys, "changes", "2026-27-Q2", "--store", sample_file)
    lines = out.splitlines()
    assert (code, lines[0]) == (0, f"2026-27-Q2 compared with 2026-27-Q1: {len(lines) - 1} changes.")
    assert "Completed: NS-12 Quiet and prayer room at Mill Lane depot: complete, was underway" in lines
    code, out, _ = run(capsys, "changes", "2026-27-Q2", "--store", sample_file, "--json")
    data = json.loads(out)
    assert (code, data["quarter"], data["compared_with"]) == (0, "2026-27-Q2", "2026-27-Q1")
    assert len(data["changes"]) == len(lines) - 1
    assert {"kind", "id", "uid", "before", "after", "text", "better", "amount"} <= data["changes"][0].keys()


def test_any_earlier_quarter_can_be_compared_with(sample_file: Path, data_folder: Path, capsys: Capture) -> None:
    code, out, _ = run(capsys, "changes", "2026-27-Q2", "--store", sample_file, "--with", "2025-26-Q4")
    assert code == 0
    assert out.startswith("2026-27-Q2 compared with 2025-26-Q4: ")
    code, out, _ = run(capsys, "changes", "2025-26-Q4", "--store", sample_file)
    assert (code, out) == (0, "Nothing to compare with: this is the first return.\n")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("2026-27-Q2", "--with", "2026-27-Q2"), "2026-27-Q2 is not before 2026-27-Q2. Compare with an earlier quarter."),
        (("2026-27-Q2", "--with", "2024-25-Q1"), "This file begins with 2025-26-Q4. There is no return for 2024-25-Q1."),
        (("2030-31-Q1",), "has not begun yet"),
        (("summer",), "2026-27-Q2"),
    ],
)
def test_what_cannot_be_compared_is_refused(
    words: tuple[str, ...], sentence: str, sample_file: Path, data_folder: Path, capsys: Capture
) -> None:
    code, out, err = run(capsys, "changes", *words, "--store", sample_file)
    assert (code, out) == (1, "")
    assert sentence in err
