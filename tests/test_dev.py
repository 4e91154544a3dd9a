"""The commands for people: what they would install, and what they say when something is wrong."""

import os
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

import dev

LOCK = dev.LOCK.read_text("utf-8")


def needed_by(package: str, found: set[str]) -> set[str]:
    """The package and, through the installed packages' own words, everything it needs on this machine."""
    name = re.sub(r"[-_.]+", "-", package).lower()
    if name in found:
        return found
    found.add(name)
    for line in metadata.requires(name) or []:
        if "extra ==" not in line and "sys_platform ==" not in line and "python_version <" not in line:
            needed_by(re.split(r"[^\w.-]", line)[0], found)
    return found


def test_the_window_is_set_up_without_the_tools_of_the_tests() -> None:
    needed: set[str] = set()
    for package in (*dev.program_requirements(), *dev.BUILD):
        needed_by(package, needed)
    for_window, for_tests = dev.wanted_packages(tests=False), dev.wanted_packages(tests=True)
    assert needed <= for_window.keys()
    assert for_window.keys().isdisjoint({"pytest", "mypy", "ruff", "hypothesis", "pikepdf", "pypdfium2"})
    assert for_window.keys() < for_tests.keys()
    assert "".join(for_tests.values()) == LOCK


def test_the_lock_names_no_index_and_hashes_every_package() -> None:
    assert "://" not in LOCK
    for name, entry in dev.wanted_packages(tests=True).items():
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", entry)) >= 1, name
    assert "colorama==" in LOCK  # what only Windows needs is locked as well


@pytest.mark.parametrize("version", [(3, 8, 10), (3, 10, 13), (3, 14, 0)])
def test_another_python_is_turned_away_in_words(monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int]) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match=r"leadapp needs Python 3\.11, 3\.12 or 3\.13"):
        dev.set_up()


def test_missing_libraries_are_named_in_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev, "missing_libraries", lambda _packages: ["libegl1", "libgl1"])
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(SystemExit) as stopped:
        dev.install_system_libraries(["libegl1", "libgl1"])
    assert "sudo apt-get install --yes --no-install-recommends libegl1 libgl1" in str(stopped.value)


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_only_linux_is_asked_for_debian_packages(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert dev.missing_libraries(["not-installed-anywhere"]) == []


def test_ctrl_c_is_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_arguments: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setitem(dev.COMMANDS, "run", stop)
    assert dev.main(["run"]) == 130


def test_files_are_meant_from_where_the_command_is_typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')", "utf-8")
    monkeypatch.setattr(dev, "set_up", lambda: None)
    monkeypatch.setattr(dev, "PYTHON", sys.executable)
    monkeypatch.setenv("PYTHONPATH", str(dev.TOP / "src"))
    monkeypatch.chdir(tmp_path)
    assert dev.command_run(["sample", "here.leadapp"]) == 0
    assert (tmp_path / "here.leadapp").exists()


def test_help_and_an_unknown_command() -> None:
    told = subprocess.run([sys.executable, dev.TOP / "dev.py", "help"], capture_output=True, check=True).stdout.decode("utf-8")
    assert [line.split()[0] for line in told.splitlines()[2:]] == list(dev.COMMANDS)
    wrong = subprocess.run([sys.executable, dev.TOP / "dev.py", "nonsense"], capture_output=True, check=False)
    assert wrong.returncode == 2
    assert "there is no command “nonsense”" in wrong.stdout.decode("utf-8")
