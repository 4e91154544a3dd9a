"""Versions of a return and reading one back, at a terminal."""

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from leadapp.domain.carried import NOT_FORGERY
from leadapp.services.opening import open_services
from tests.services.sent_returns import Q2
from tests.test_cli import Capture, run


@pytest.fixture
def sample_file(tmp_path: Path, data_folder: Path, capsys: Capture) -> Path:
    made = tmp_path / "sample.leadapp"
    assert run(capsys, "sample", made)[0] == 0
    return made


def test_a_version_is_exported_and_noted(sample_file: Path, tmp_path: Path, capsys: Capture) -> None:
    at = (str(Q2), "--store", sample_file)
    code, out, err = run(capsys, "return", *at, "--version", "staff", "--json", tmp_path / "staff.json")
    assert (code, err) == (0, "")
    assert "revision 1, version staff, SHA-256" in out
    made = json.loads((tmp_path / "staff.json").read_text("utf-8"))
    assert (made["version"], made["risks"], made["directorate"]["lead"]) == ("staff", [], "")
    assert run(capsys, "return", *at, "--version", "summary", "--pdf", tmp_path / "one.pdf")[0] == 0
    assert run(capsys, "return", *at, "--version", "secret", "--pdf", tmp_path / "x.pdf")[0] == 2
    services = open_services(sample_file)
    assert [export.version for export in services.returns.list_exports(Q2)] == ["summary", "staff"]
    services.close()


def test_a_return_is_read_back(sample_file: Path, tmp_path: Path, capsys: Capture) -> None:
    book, plain, out_file = tmp_path / "full.xlsx", tmp_path / "full.json", tmp_path / "out.json"
    run(capsys, "return", str(Q2), "--store", sample_file, "--xlsx", book, "--json", plain)
    code, out, err = run(capsys, "read-return", book, "--json", out_file)
    assert (code, err) == (0, "")
    for words in ("Its data is whole: SHA-256", "Its visible cells hold what was exported.", NOT_FORGERY, "out.json: the data"):
        assert words in out
    assert out_file.read_bytes() == plain.read_bytes()


def test_changed_cells_are_said_and_at_most_twenty_named(sample_file: Path, tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "full.xlsx"
    run(capsys, "return", str(Q2), "--store", sample_file, "--xlsx", book)
    opened = load_workbook(book)
    for number in range(4, 34):
        opened["Actions"][f"E{number}"] = "✔ Complete!"
    opened.save(book)
    code, out, _ = run(capsys, "read-return", book)
    assert code == 0
    assert "Its visible cells were changed after it was exported, in 30 places; the data was not:" in out
    assert "  Sheet “Actions”, E4: was “◐ Underway”, is “✔ Complete!”." in out
    assert out.count("Sheet “Actions”") == 20
    assert "And 10 more." in out


def test_what_carries_no_data_is_refused(sample_file: Path, tmp_path: Path, capsys: Capture) -> None:
    book = tmp_path / "one.xlsx"
    run(capsys, "return", str(Q2), "--store", sample_file, "--version", "summary", "--xlsx", book)
    code, out, err = run(capsys, "read-return", book, "--json", tmp_path / "out.json")
    assert (code, out) == (1, "")
    assert "is the version of one page of a return. It carries no data" in err
    assert not (tmp_path / "out.json").exists()
