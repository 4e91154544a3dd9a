"""The life of a return at a terminal: each command answers in one sentence, and so does each refusal."""

from pathlib import Path

import pytest

from leadapp.domain.quarters import Quarter
from leadapp.services.opening import open_services
from tests.services.sent_returns import write_headline
from tests.test_cli import Capture, run


@pytest.fixture
def file(tmp_path: Path, data_folder: Path, capsys: Capture) -> Path:
    """A file of one's own whose headline is written."""
    made = tmp_path / "parks.leadapp"
    words = ("--council", "Norbury", "--directorate", "Parks", "--lead", "Wyn", "--post", "Head of Parks")
    run(capsys, "new", made, *words, "--month-zero", "2026-01-01")
    return made


def reported(file: Path, *, written: bool = True) -> str:
    services = open_services(file)
    quarter = services.preferences.reported_quarter()
    if written:
        write_headline(services, quarter)
    services.close()
    return str(quarter)


def test_a_return_goes_through_its_life(file: Path, tmp_path: Path, capsys: Capture) -> None:
    quarter = reported(file)
    at = (quarter, "--store", file)
    code, out, err = run(capsys, "sign", *at)
    assert (code, err, out.count("\n")) == (0, "", 1)
    assert f"The return for {quarter} is signed: Wyn, Head of Parks, " in out
    run(capsys, "reopen", *at, "--reason", "A figure was wrong.")
    assert run(capsys, "sign", *at, "--how", "meeting")[0] == 0
    code, out, _ = run(capsys, "confirm", *at, "--name", "Nadia Farrow", "--post", "Corporate Director", "--how", "email")
    assert code == 0
    assert "is confirmed: Nadia Farrow, Corporate Director, " in out
    assert "by e-mail" in out
    code, out, _ = run(capsys, "submit", *at)
    assert code == 0
    assert f"The quarter being reported is {Quarter.parse(quarter).next}." in out
    code, out, _ = run(capsys, "correct", *at, "--reason", "The lists say 18.")
    assert out == f"Revision 2 of {quarter} is begun, with the texts of the one before.\n"
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    assert "revision 1," in run(capsys, "return", *at, "--json", first, "--revision", "1")[1]
    assert "revision 2," in run(capsys, "return", *at, "--json", second)[1]
    code, _, err = run(capsys, "return", *at, "--json", first, "--revision", "3")
    assert (code, err) == (1, f"leadapp: Revision 3 of {quarter} is not in this file.\n")


def test_what_is_refused_is_told_in_a_sentence(file: Path, capsys: Capture) -> None:
    quarter = reported(file, written=False)
    at = (quarter, "--store", file)
    for words, sentence in (
        (("submit", *at), "Each headline text says something"),
        (("confirm", *at, "--name", "N", "--post", "P"), "is not signed yet"),
        (("reopen", *at, "--reason", "R"), "There is nothing to reopen"),
        (("correct", *at, "--reason", "R"), "is not submitted yet"),
        (("sign", *at, "--on", "31 February 2026"), "February"),
        (("sign", "1999-00-Q1", "--store", file), "There is no return for 1999-00-Q1"),
    ):
        code, out, err = run(capsys, *words)
        assert (code, out, err.count("\n")) == (1, "", 1), words
        assert sentence in err
    assert run(capsys, "confirm", *at)[0] == 2
    assert run(capsys, "sign", *at, "--how", "pigeon")[0] == 2


def test_a_sample_is_not_submitted(sample_file: Path, data_folder: Path, capsys: Capture) -> None:
    code, _, err = run(capsys, "submit", "2026-27-Q2", "--store", sample_file)
    assert (code, err) == (1, "leadapp: This is sample data. It cannot be submitted to anybody.\n")
