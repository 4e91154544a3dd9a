"""The command line as a person at a terminal meets it: words, exit codes, no traceback, and the file it leaves."""

import errno
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from leadapp.__main__ import main
from leadapp.cli import files
from leadapp.services.opening import open_services

Capture = pytest.CaptureFixture[str]


def run(capsys: Capture, *arguments: str | Path) -> tuple[int, str, str]:
    code = main([str(a) for a in arguments])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_from_nothing_to_a_return(tmp_path: Path, data_folder: Path, capsys: Capture) -> None:
    file = tmp_path / "parks.leadapp"
    words = (
        "new",
        file,
        "--council",
        "Norbury",
        "--directorate",
        "Parks",
        "--lead",
        "Ŵyn",
        "--service",
        "Play",
        "--service",
        "Trees",
    )
    code, out, err = run(capsys, *words, "--month-zero", "2026-01-01", "--priority")
    assert (code, err) == (0, "")
    assert "parks.leadapp is ready for Parks" in out
    services = open_services(file)
    quarter = str(services.preferences.reported_quarter())
    assert [s.name for s in services.preferences.directorate().services] == ["Play", "Trees"]
    assert services.preferences.directorate().priority is True
    services.close()
    targets = {form: tmp_path / f"r.{form}" for form in ("xlsx", "pdf", "json")}
    code, out, err = run(capsys, "return", quarter, "--store", file, *[w for f, p in targets.items() for w in (f"--{f}", p)])
    assert (code, err) == (0, "")
    assert out.count("SHA-256") == 3
    assert json.loads(targets["json"].read_text("utf-8"))["quarter"] == quarter
    assert targets["pdf"].read_bytes().startswith(b"%PDF")


def test_sample_backup_restore_check(tmp_path: Path, data_folder: Path, capsys: Capture) -> None:
    file = tmp_path / "s.leadapp"
    assert run(capsys, "sample", file)[0] == 0
    assert run(capsys, "check", file) == (0, "s.leadapp is sound.\n", "")
    code, out, _ = run(capsys, "backup", "--store", file, "--to", tmp_path / "copies")
    made = Path(out.strip())
    assert code == 0
    assert made.parent == tmp_path / "copies"
    assert run(capsys, "backup", "--store", file)[1].strip().startswith(str(data_folder / "backups"))
    file.write_bytes(b"SQLite format 3\x00torn")
    code, _, err = run(capsys, "check", file)
    assert code == 1
    assert "is cut off" in err
    code, out, _ = run(capsys, "restore", made, "--store", file)
    assert code == 0
    assert "What was there is kept in" in out
    assert run(capsys, "check", file)[0] == 0


def test_a_backup_of_another_file_replaces_one_only_when_told_so(
    tmp_path: Path, data_folder: Path, sample_file: Path, capsys: Capture
) -> None:
    mine = tmp_path / "parks.leadapp"
    assert run(capsys, "new", mine, "--council", "Norbury", "--directorate", "Parks", "--lead", "Ada")[0] == 0
    before = mine.read_bytes()
    code, out, err = run(capsys, "restore", sample_file, "--store", mine)
    assert (code, out) == (1, "")
    assert "“sample.leadapp” was made of another file than “parks.leadapp”." in err
    assert "It holds Neighbourhood Services, Sampleton City Council: 34 actions" in err
    assert mine.read_bytes() == before
    code, out, _ = run(capsys, "restore", sample_file, "--store", mine, "--another-file")
    assert code == 0
    assert "What was there is kept in" in out
    assert run(capsys, "restore", sample_file, "--store", tmp_path / "new.leadapp")[0] == 0, "there is nothing to replace"


def test_a_damaged_file_is_1_and_says_what(sample_file: Path, capsys: Capture) -> None:
    import sqlite3

    connection = sqlite3.connect(sample_file)
    connection.execute("UPDATE plan_action SET title = 'Forged' WHERE id = 3")
    connection.commit()
    connection.close()
    code, out, err = run(capsys, "check", sample_file)
    assert (code, out) == (1, "")
    assert "is damaged. Nothing was changed" in err
    assert "Row 3 of plan_action" in err


def test_the_catalogue(capsys: Capture) -> None:
    code, out, _ = run(capsys, "catalogue", "--json")
    data = json.loads(out)
    assert code == 0
    assert {"edition", "pillars"} <= data.keys()
    assert sum(len(p["actions"]) for p in data["pillars"]) == 61
    assert sum(len(a["kpis"]) for p in data["pillars"] for a in p["actions"]) == 192
    code, out, _ = run(capsys, "catalogue")
    assert code == 0
    assert out.index("1.2 ") < out.index("1.10")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (["return", "2026-27-Q2", "--store", "FILE"], 2, "Say where the return goes"),
        (["return", "--store", "FILE"], 2, "required: QUARTER"),
        (["return", "2026-27-Q5", "--store", "FILE", "--pdf", "OUT"], 1, "“2026-27-Q5” is not a quarter. Write it as 2026-27-Q2"),
        (["return", "2019-20-Q1", "--store", "FILE", "--pdf", "OUT"], 1, "This file begins with 2025-26-Q4"),
        (["return", "2031-32-Q1", "--store", "FILE", "--pdf", "OUT"], 1, "has not begun yet"),
        (["return", "2026-27-Q2", "--store", "MISSING", "--pdf", "OUT"], 1, "is not there"),
        (["return", "2026-27-Q2", "--store", "FILE", "--pdf", "FILE"], 1, "over a leadapp file"),
        (["return", "2026-27-Q2", "--store", "FILE", "--pdf", "FOLDER"], 1, "folder"),
        (["new", "FILE", "--council", "C", "--directorate", "D", "--lead", "L"], 1, "is already there"),
        (["new", "NEW", "--council", " ", "--directorate", "D", "--lead", "L"], 1, "Type the council's name"),
        (["new", "NEW", "--council", "C", "--directorate", "D", "--lead", "L", "--month-zero", "soon"], 1, "is not a date"),
        (["new", "NEW", "--council", "C"], 2, "required"),
        (["new", "NOWHERE", "--council", "C", "--directorate", "D", "--lead", "L"], 1, "is not there"),
        (["sample", "FILE"], 1, "is already there"),
        (["check", "OUT"], 1, "is not there"),
        (["restore", "OUT", "--store", "FILE"], 1, "is not there"),
        (["restore", "FILE", "--store", "FILE"], 1, "from itself"),
        (["backup", "--store", "FOLDER"], 1, "is a folder"),
        (["new", "FOLDER", "--council", "C", "--directorate", "D", "--lead", "L"], 1, "is a folder. Give the new file a name"),
        (["sample", "LONG"], 1, "cannot be used as a file name"),
        (["sample", "NEARLY"], 1, "cannot be used as a file name"),
        (["check", "LONG"], 1, "cannot be used as a file name"),
        (["return", "2026-27-Q2", "--store", "LONG", "--pdf", "OUT"], 1, "cannot be used as a file name"),
        (["return", "2026-27-Q2", "--store", "FILE", "--pdf", "LONG"], 1, "cannot be used as a file name"),
        (["return", "2026-27-Q2", "--store", "FILE", "--pdf", "OUT", "--json", "OUT"], 1, "needs a file of its own"),
        (["return", "2026-27-Q2", "--store", "FILE", "--pdf", "OUT", "--json", "DETOUR"], 1, "needs a file of its own"),
        (["return", "2026-27-Q2", "--store", "FILE", "--pdf", "NEW"], 1, "over a leadapp file"),
        (["return", "2026-27-Q2", "--store", "FILE", "--json", "NOWHERE.json"], 1, "The folder of “where.json” is not there"),
        (["return", "2026-27-Q2", "--store", "FILE", "--json", "INSIDE"], 1, "The folder of “x.json” is not there"),
        (["return", "2026-27-Q2", "--store", "FILE", "--json", "a\udcff.json"], 1, "holds bytes that are not text"),
        (["new", "NEW", "--council", "\udcff", "--directorate", "D", "--lead", "L"], 1, "holds bytes that are not text"),
        (["restore", "LONG", "--store", "FILE"], 1, "cannot be used as a file name"),
        (["restore", "FILE", "--store", "LONG"], 1, "cannot be used as a file name"),
        (["restore", "FILE", "--store", "FOLDER"], 1, "is a folder, not a file"),
        (["restore", "FILE", "--store", "NOWHERE"], 1, "The folder of “where.leadapp” is not there"),
        (["backup", "--store", "FILE", "--to", "FILE"], 1, "what was given as its folder is a file"),
        (["backup", "--store", "FILE", "--to", "INSIDE"], 1, "what was given as its folder is a file"),
        (["catalogue", "--xml"], 2, "Unrecognized arguments: --xml. See: leadapp --help"),
    ],
)
def test_what_is_refused_is_said_in_one_sentence(
    sample_file: Path, tmp_path: Path, data_folder: Path, capsys: Capture, words: list[str], code: int, sentence: str
) -> None:
    named = {
        "FILE": sample_file,
        "OUT": tmp_path / "out.pdf",
        "NEW": tmp_path / "new.leadapp",
        "MISSING": tmp_path / "missing.leadapp",
        "FOLDER": tmp_path,
        "NOWHERE": tmp_path / "no" / "where.leadapp",
        "NOWHERE.json": tmp_path / "no" / "where.json",
        "LONG": tmp_path / ("x" * 300),
        "NEARLY": tmp_path / ("x" * 245),
        "DETOUR": tmp_path / ".." / tmp_path.name / "out.pdf",
        "INSIDE": sample_file / "x.json",
    }
    before = sample_file.read_bytes()
    given, out, err = run(capsys, *[named.get(word, word) for word in words])
    assert (given, out) == (code, "")
    assert sentence in err
    assert "Traceback" not in err
    assert err.startswith("leadapp: ")
    assert err.count("\n") == 1
    assert sample_file.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir() if p.name != "data") == ["sample.leadapp"]


def test_an_unexpected_error_is_logged_without_personal_text(
    tmp_path: Path, data_folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_options: object) -> int:
        raise RuntimeError("a name that must not be logged")

    monkeypatch.setitem(files.COMMANDS, "check", fail)
    from leadapp import logs

    logs._log.cache_clear()
    code, _, err = run(capsys, "check", tmp_path / "x")
    assert code == 1
    assert "Something unexpected went wrong; nothing was changed" in err
    assert "Traceback" not in err
    log = (data_folder / "logs" / "leadapp.log").read_text("utf-8")
    assert "builtins.RuntimeError" in log
    assert "must not be logged" not in log + err
    for handler in logs._log().handlers:
        handler.close()
    logs._log().handlers.clear()
    logs._log.cache_clear()


@pytest.mark.parametrize(("error", "code"), [(KeyboardInterrupt, 1), (BrokenPipeError, 0)])
def test_stopping_is_no_crash(capsys: Capture, monkeypatch: pytest.MonkeyPatch, error: type[BaseException], code: int) -> None:
    def fail(_options: object) -> int:
        raise error

    monkeypatch.setitem(files.COMMANDS, "check", fail)
    given, _, err = run(capsys, "check", "x")
    assert given == code
    assert "Traceback" not in err


def test_the_real_program_speaks_utf_8(sample_file: Path, tmp_path: Path) -> None:
    env = os.environ | {"PYTHONPATH": "src", "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run([sys.executable, "-m", "leadapp", "catalogue", "--json"], capture_output=True, env=env, check=True)
    assert "’" in done.stdout.decode("utf-8") or "–" in done.stdout.decode("utf-8") or json.loads(done.stdout.decode("utf-8"))
    assert b"\\u" not in done.stdout
    done = subprocess.run([sys.executable, "-m", "leadapp", "check", "Ŵyn.leadapp"], capture_output=True, env=env, check=False)
    assert done.returncode == 1
    assert "Ŵyn.leadapp" in done.stderr.decode("utf-8")
    done = subprocess.run([sys.executable, "-m", "leadapp", "--version"], capture_output=True, env=env, check=True)
    assert done.stdout.startswith(b"leadapp ")


def test_help_names_every_command(capsys: Capture) -> None:
    code, out, _ = run(capsys, "--help")
    assert code == 0
    for command in ("new", "sample", "return", "catalogue", "check", "backup", "restore"):
        assert command in out


def program(*words: str | Path, **more: str) -> subprocess.Popen[bytes]:
    """The real program as a process of its own."""
    command = [sys.executable, "-m", "leadapp", *map(str, words)]
    env = {name: value for name, value in os.environ.items() if name != "PYTHONIOENCODING"} | {"PYTHONPATH": "src"} | more
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)


def test_a_reader_that_leaves_early_is_no_fault() -> None:
    with program("catalogue", "--json") as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.read(1) == b"{"
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


class FullDisk(io.StringIO):
    """An output whose disk is full, at once or once something is flushed."""

    def __init__(self, when: str) -> None:
        super().__init__()
        self.when = when

    def write(self, words: str) -> int:
        if self.when == "write":
            raise OSError(errno.ENOSPC, "full")
        return super().write(words)

    def flush(self) -> None:
        raise OSError(errno.ENOSPC, "full")


@pytest.mark.parametrize("when", ["write", "flush"])
def test_an_answer_that_cannot_be_written_is_said(capsys: Capture, monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    monkeypatch.setattr(sys, "stdout", FullDisk(when))
    assert main(["catalogue"]) == 1
    sentence = "leadapp: The answer could not be written: the disk it goes to is full or does not answer.\n"
    assert capsys.readouterr().err == sentence


def test_a_log_that_cannot_be_written_is_no_second_error(
    data_folder: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from leadapp import logs

    def fail(_options: object) -> int:
        raise RuntimeError("a name")

    monkeypatch.setitem(files.COMMANDS, "check", fail)
    for folder_is_a_file in (True, False):
        logs._log.cache_clear()
        shutil.rmtree(data_folder, ignore_errors=True)
        if folder_is_a_file:
            data_folder.mkdir()
            (data_folder / "logs").write_text("in the way", "utf-8")
        else:
            (data_folder / "logs" / "leadapp.log").mkdir(parents=True)
        sentence = "leadapp: Something unexpected went wrong; nothing was changed. The log file could not be written.\n"
        assert run(capsys, "check", "x") == (1, "", sentence)
    logs._log().handlers.clear()
    logs._log.cache_clear()


def test_names_of_every_script_work_throughout(tmp_path: Path, data_folder: Path, capsys: Capture) -> None:
    file = tmp_path / "Bünde ü 理事会 🎉 أ.leadapp"
    names = [
        "--council",
        "理事会 🎉",
        "--directorate",
        "مديرية <b>&",
        "--lead",
        "=cmd()",
        "--service",
        "+1",
        "--service",
        "\x1b[1m<b>",
    ]
    assert run(capsys, "new", file, *names)[::2] == (0, "")
    services = open_services(file)
    quarter = str(services.preferences.reported_quarter())
    directorate = services.preferences.directorate()
    assert (directorate.council, directorate.name, directorate.lead_name) == ("理事会 🎉", "مديرية <b>&", "=cmd()")
    assert [s.name for s in directorate.services] == ["+1", "[1m<b>"]
    services.close()
    out = [tmp_path / f"r 🎉 ü.{form}" for form in ("xlsx", "pdf", "json")]
    targets = [word for path in out for word in (f"--{path.suffix[1:]}", path)]
    assert run(capsys, "return", quarter, "--store", file, *targets)[::2] == (0, "")
    assert json.loads(out[2].read_text("utf-8"))["directorate"]["name"] == "مديرية <b>&"
    code, made, _ = run(capsys, "backup", "--store", file, "--to", tmp_path / "copies ü")
    assert code == 0
    assert run(capsys, "check", made.strip())[0] == 0
    assert run(capsys, "restore", made.strip(), "--store", file)[0] == 0


def test_the_window_is_asked_for_in_known_words(capsys: Capture) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["parks.leadapp", "--bogus"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err == "leadapp: Unrecognized arguments: --bogus. See: leadapp --help\n"
