"""The year's report and the handover from the command line: what they write, say and refuse."""

import json
from pathlib import Path

import pytest

from leadapp.__main__ import main

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_year_is_written_in_every_form(sample_file: Path, data_folder: Path, tmp_path: Path, capsys: Capture) -> None:
    forms = {form: tmp_path / f"y.{form}" for form in ("xlsx", "pdf", "json")}
    code, out, _ = run(
        capsys,
        *("year", "2026-27", "--store", sample_file),
        *(word for form, path in forms.items() for word in (f"--{form}", path)),
    )
    assert code == 0
    assert [line.split(",")[0] for line in out.splitlines()] == [
        f"y.{form}: annual report 2026-27" for form in ("json", "xlsx", "pdf")
    ]
    assert json.loads(forms["json"].read_text("utf-8"))["year"] == "2026-27"
    assert all(path.stat().st_size > 1000 for path in forms.values())


def test_the_handover_is_written(sample_file: Path, data_folder: Path, tmp_path: Path, capsys: Capture) -> None:
    code, out, _ = run(capsys, "handover", "--store", sample_file, "--pdf", tmp_path / "h.pdf")
    assert (code, out.split(",")[0]) == (0, "h.pdf: handover")
    assert (tmp_path / "h.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("year", "2026-27"), 2, "at least one of --xlsx, --pdf and --json"),
        (("handover",), 2, "at least one of --xlsx and --pdf"),
        (("year", "2026", "--pdf", "y.pdf"), 1, "“2026” is not a year. Write it as 2026-27"),
        (("year", "2030-31", "--pdf", "y.pdf"), 1, "The newest year is 2026-27."),
    ],
)
def test_what_cannot_be_written_is_told(
    words: tuple[str, ...], code: int, sentence: str, sample_file: Path, data_folder: Path, capsys: Capture
) -> None:
    got, out, err = run(capsys, *words, "--store", sample_file)
    assert (got, out) == (code, "")
    assert sentence in err
