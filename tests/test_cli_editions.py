"""``leadapp plan-edition``: the template, a dry run, taking an edition, refusals."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from leadapp.services.opening import open_services
from tests.test_cli import Capture, run


def changed(path: Path, row: int, column: int, text: str) -> None:
    """Change a cell of a template as a person would."""
    book = load_workbook(path)
    book["Plan"].cell(row, column).value = text
    book.save(path)


def test_a_template_is_written_changed_tried_and_taken(
    sample_file: Path, tmp_path: Path, data_folder: Path, capsys: Capture
) -> None:
    plan = tmp_path / "plan.xlsx"
    words = ("plan-edition", "--store", sample_file)
    assert run(capsys, *words, "--template", plan) == (0, "plan.xlsx is ready to be filled in.\n", "")
    code, out, _ = run(capsys, *words, "--read", plan, "--dry-run")
    assert (code, out) == (0, "All 61 actions stay as they are.\n")
    code, _, err = run(capsys, *words, "--read", plan)
    assert (code, err) == (1, "leadapp: The file holds the edition in force. There is nothing to take.\n")

    changed(plan, 4, 9, "Year 2")
    code, out, err = run(capsys, *words, "--read", plan, "--dry-run")
    assert (code, err) == (0, "")
    assert out.splitlines()[:3] == [
        "1 action is changed; 60 stay as they are.",
        "Changed: 1.1 Say what was heard and what comes first",
        "  Timescale: from “Within 3 months” to “Year 2”",
    ]
    assert "In your plan: 1.1" in out
    code, out, err = run(capsys, *words, "--read", plan, "--name", "Edition 2")
    assert (code, out, err) == (0, "“Edition 2” is the corporate plan in force now.\n", "")
    services = open_services(sample_file)
    assert services.editions.in_force().name == "Edition 2"
    services.close()


def test_every_refused_row_is_printed_and_nothing_changed(
    sample_file: Path, tmp_path: Path, data_folder: Path, capsys: Capture
) -> None:
    plan = tmp_path / "plan.xlsx"
    assert run(capsys, "plan-edition", "--template", plan)[0] == 0
    changed(plan, 4, 9, "Ongoing")
    changed(plan, 5, 3, "1.1")
    for more in ((), ("--dry-run",)):
        code, out, err = run(capsys, "plan-edition", "--store", sample_file, "--read", plan, *more)
        assert (code, out) == (1, "")
        assert err.splitlines()[0] == "leadapp: “plan.xlsx” cannot be used. Nothing was changed."
        assert "row 4, column I: “Timescale” is “Ongoing”" in err
        assert "row 5, column C: “ID” is 1.1, which already stands in sheet “Plan”, row 4." in err
    assert not (data_folder / "backups").exists()


def test_remarks_are_said(sample_file: Path, tmp_path: Path, data_folder: Path, capsys: Capture) -> None:
    plan = tmp_path / "plan.xlsx"
    run(capsys, "plan-edition", "--template", plan)
    book = load_workbook(plan)
    book["How to fill it in"].sheet_state = "hidden"
    book.save(plan)
    code, out, _ = run(capsys, "plan-edition", "--store", sample_file, "--read", plan, "--dry-run")
    assert code == 0
    assert out.splitlines()[0] == "The sheet “How to fill it in” is hidden and was not read."


def test_an_empty_template_and_wrong_words(sample_file: Path, tmp_path: Path, capsys: Capture) -> None:
    plan = tmp_path / "plan.xlsx"
    assert run(capsys, "plan-edition", "--template", plan, "--empty")[0] == 0
    assert load_workbook(plan)["Plan"].cell(4, 4).value is None
    for words in ((), ("--read", plan), ("--store", sample_file), ("--store", sample_file, "--read", plan, "--template", plan)):
        code, _, err = run(capsys, "plan-edition", *words)
        assert (code, err) == (2, "leadapp: Give --store FILE and --read IN, or --template OUT.\n")
    code, _, err = run(capsys, "plan-edition", "--template", tmp_path / "away" / "plan.xlsx")
    assert code == 1
    assert err == "leadapp: The folder of “plan.xlsx” is not there. Choose another folder.\n"
    code, _, err = run(capsys, "plan-edition", "--store", sample_file, "--read", sample_file)
    assert (code, err) == (1, "leadapp: “sample.leadapp” is a leadapp file. Choose an Excel workbook or a CSV file.\n")


def test_a_renumbering_can_be_refused(sample_file: Path, tmp_path: Path, data_folder: Path, capsys: Capture) -> None:
    plan = tmp_path / "plan.xlsx"
    assert run(capsys, "plan-edition", "--template", plan)[0] == 0
    changed(plan, 4, 3, "1.20")
    words = ("plan-edition", "--store", sample_file, "--read", plan)
    assert "1 action is changed; 60 stay as they are." in run(capsys, *words, "--dry-run")[1]
    code, out, err = run(capsys, *words, "--not-renumbered", "1.1=1.20", "--dry-run")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == "1 action is added, 1 is withdrawn; 60 stay as they are."
    code, out, err = run(capsys, *words, "--not-renumbered", "1.1=1.21")
    assert (code, out) == (1, "")
    assert err == "leadapp: 1.1 does not become 1.21 in “plan.xlsx”: there is nothing to keep apart.\n"
    code, _, err = run(capsys, *words, "--not-renumbered", "1.1")
    assert code == 2
    assert "“1.1” is not of the form 3.11=3.15." in err
