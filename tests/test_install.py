"""leadapp installed as a person installs it: a wheel, outside the checkout, with everything it needs inside. Without the network."""

import json
import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--no-input"]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built by the hatchling of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    build = ["wheel", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(TOP)]
    subprocess.run([*PIP, *build], check=True, stderr=subprocess.PIPE)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that holds the installed package and nothing else."""
    folder = tmp_path_factory.mktemp("installed ü")
    install = ["install", "--no-index", "--no-deps", "--no-compile", "--target", str(folder), str(wheel)]
    subprocess.run([*PIP, *install], check=True, stderr=subprocess.PIPE)
    return folder


def run_installed(installed: Path, cwd: Path, *words: str | Path, code: str = "") -> str:
    """Run the installed leadapp: its folder and the dependencies on the path, the checkout not (-S reads no .pth of this one)."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    env |= {
        "PYTHONPATH": os.pathsep.join([str(installed), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "LEADAPP_DATA": str(cwd / "data"),
    }
    start = ["-c", code] if code else ["-m", "leadapp", *map(str, words)]
    done = subprocess.run([sys.executable, "-S", *start], cwd=cwd, env=env, check=False, capture_output=True, encoding="utf-8")
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_the_wheel_carries_what_the_program_reads(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    for kind in ("resources", "migrations"):
        there = {p.relative_to(TOP / kind).as_posix() for p in (TOP / kind).rglob("*") if p.is_file() and p.suffix != ".pyc"}
        carried = {name.removeprefix(f"leadapp/_{kind}/") for name in names if name.startswith(f"leadapp/_{kind}/")}
        assert carried == there
    modules = {p.relative_to(TOP / "src").as_posix() for p in (TOP / "src" / "leadapp").rglob("*.py")}
    assert modules <= names
    assert "leadapp/py.typed" in names
    assert not [name for name in names if name.split("/")[0] in {"tests", "src", "docs"}]


def test_what_is_installed_is_what_runs(installed: Path, tmp_path: Path) -> None:
    code = (
        "import leadapp, sys; from leadapp import paths; print(leadapp.__file__, paths.resources_folder(), *sys.path, sep='\\n')"
    )
    told = run_installed(installed, tmp_path, code=code).splitlines()
    assert Path(told[0]).is_relative_to(installed)
    assert Path(told[1]).is_relative_to(installed)
    assert not [folder for folder in told[2:] if folder and Path(folder).is_relative_to(TOP / "src")]


def test_a_sample_and_its_return_from_the_installed_program(installed: Path, tmp_path: Path) -> None:
    assert "fictional" in run_installed(installed, tmp_path, "sample", "s.leadapp")
    targets = [word for form in ("xlsx", "pdf", "json") for word in (f"--{form}", f"r.{form}")]
    run_installed(installed, tmp_path, "return", "2026-27-Q2", "--store", "s.leadapp", *targets)
    assert json.loads((tmp_path / "r.json").read_text("utf-8"))["quarter"] == "2026-27-Q2"
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert zipfile.is_zipfile(tmp_path / "r.xlsx")
    assert run_installed(installed, tmp_path, "check", "s.leadapp") == "s.leadapp is sound.\n"
    assert sum(len(p["actions"]) for p in json.loads(run_installed(installed, tmp_path, "catalogue", "--json"))["pillars"]) == 61


def test_the_console_command_is_there(installed: Path) -> None:
    (entry_points,) = installed.glob("leadapp-*.dist-info/entry_points.txt")
    target = entry_points.read_text("utf-8").split("leadapp = ")[1].split()[0]
    module, function = target.split(":")
    assert hasattr(__import__(module, fromlist=["x"]), function)
