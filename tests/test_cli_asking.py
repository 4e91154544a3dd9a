"""Asking owners and collecting their answers at a terminal."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from leadapp import cli
from leadapp.services.opening import open_services
from tests.owner_forms import fill
from tests.test_cli import run
from tests.worlds import by_reference, everything

ARGUMENTS = ("--quarter", "2026-27-Q2")


@pytest.fixture
def asked(sample_file: Path, tmp_path: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The sample's forms in a folder."""
    out = tmp_path / "out"
    out.mkdir()
    code, told, _ = run(capsys, "ask", "--store", sample_file, *ARGUMENTS, "--out", out, "--by", "2 October 2026")
    assert code == 0
    assert "2026-27-Q2 Depot Manager.xlsx: Depot Manager, 2 actions and 1 KPI value" in told
    assert "2026-27-Q2 e-mails to copy.txt: the texts to send them with" in told
    assert "by 2 October 2026" in (out / "2026-27-Q2 e-mails to copy.txt").read_text("utf-8-sig")
    return out


def test_who_is_asked_about_nothing_is_told(
    sample_file: Path, tmp_path: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    services = open_services(sample_file)
    from leadapp.domain.plan import ActionDraft

    action = by_reference(services, "2.11")
    services.plan.change(action.id, action.version, ActionDraft(owner=""))
    services.close()
    code, told, _ = run(capsys, "ask", "--store", sample_file, *ARGUMENTS, "--out", tmp_path)
    assert code == 0
    assert "Nobody is asked about 2.11: it has no owner." in told


def test_another_quarter_is_refused_in_a_sentence(
    sample_file: Path, tmp_path: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, wrong = run(capsys, "ask", "--store", sample_file, "--quarter", "2026-27-Q3", "--out", tmp_path)
    assert (code, "2026-27-Q2, the quarter being reported" in wrong) == (1, True)


def test_a_dry_run_tells_all_and_changes_nothing(
    asked: Path, sample_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back = answers_of(asked, tmp_path)
    before = everything(sample_file)
    code, told, wrong = run(capsys, "collect", "--store", sample_file, "--read", back, "--dry-run")
    assert code == 1
    assert "4 files read: 1 answer would be taken, 0 stand there already." in told
    assert "2.4 Status, Policy and Performance Manager: Complete\n  Both wrote; yours stays. Yours: Underway" in told
    assert "Not answered yet: Business Support Manager;" in told
    assert told.endswith("Nothing was changed.\n")
    assert "“broken.xlsx”" in wrong
    assert everything(sample_file) == before


def test_answers_are_taken_and_where_both_wrote_hers_only_on_demand(
    asked: Path, sample_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    back = answers_of(asked, tmp_path)
    (back / "broken.xlsx").unlink()
    assert run(capsys, "collect", "--store", sample_file, "--read", back)[0] == 0
    services = open_services(sample_file)
    assert by_reference(services, "2.4").status.value == "underway"
    assert next(i.update for i in services.round.items() if i.action.reference == "2.13" and i.update) is not None
    services.close()
    code, told, _ = run(capsys, "collect", "--store", sample_file, "--read", back, "--theirs")
    assert (code, "Both wrote; the owner's is taken" in told) == (0, True)
    services = open_services(sample_file)
    assert by_reference(services, "2.4").status.value == "complete"
    services.close()


def test_a_folder_that_is_none_is_refused(sample_file: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, wrong = run(capsys, "collect", "--store", sample_file, "--read", sample_file)
    assert (code, "is not a folder" in wrong) == (1, True)
    assert cli.is_command(["collect"])


def answers_of(asked: Path, tmp_path: Path) -> Path:
    """A folder with two filled forms, an untouched one and one that is no workbook."""
    back = tmp_path / "back"
    back.mkdir()
    answers: dict[tuple[str, str], object] = {("2.4", "status"): "Complete", ("2.4", "words"): "Every one."}
    fill(asked / "2026-27-Q2 Policy and Performance Manager.xlsx", back / "one.xlsx", answers)
    fill(asked / "2026-27-Q2 HR Business Partner.xlsx", back / "two.xlsx", {("2.13", "words"): "Agreed."})
    shutil.copyfile(asked / "2026-27-Q2 Depot Manager.xlsx", back / "three.xlsx")
    (back / "broken.xlsx").write_text("no workbook", "utf-8")
    return back
