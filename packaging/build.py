#!/usr/bin/env python3
"""Build leadapp as one folder that needs no Python, into build/dist/leadapp, then try it: python3 packaging/build.py [build | try].

Standard library only. Needs the .venv of ``python3 dev.py setup``. PyInstaller is installed from pyinstaller.lock (pinned, with
hashes) into build/pyinstaller, so it never becomes part of the environment that leadapp is developed and tested in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOP = HERE.parent
BUILD = TOP / "build"
TOOLS = BUILD / "pyinstaller"
LOCK = HERE / "pyinstaller.lock"
BUNDLE = BUILD / "dist" / "leadapp"
PYTHON = TOP / ".venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
PROGRAM = "leadapp.exe" if os.name == "nt" else "leadapp"
STARTS = 5


def need(arguments: Sequence[str | Path], what: str, **more: str) -> None:
    """Run a command that must succeed; say which step failed and stop otherwise."""
    done = subprocess.run([str(part) for part in arguments], cwd=TOP, env={**os.environ, **more}, check=False)
    if done.returncode:
        sys.exit(f"build.py: {what} failed (exit code {done.returncode}). The lines above say why.")


# ------------------------------------------------------------------------------------------------ build
def fetch_tools() -> None:
    """Install PyInstaller on demand, anew when its lock changed."""
    stamp = TOOLS / "leadapp-lock.txt"
    if stamp.exists() and stamp.read_text("utf-8") == LOCK.read_text("utf-8"):
        return
    shutil.rmtree(TOOLS, ignore_errors=True)
    print("Installing PyInstaller into build/pyinstaller ...", flush=True)
    options: list[str | Path] = ["--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps", "--target", TOOLS]
    need([PYTHON, "-m", "pip", "install", *options, "-r", LOCK], "Installing PyInstaller")
    stamp.write_text(LOCK.read_text("utf-8"), "utf-8")


def build() -> None:
    """Make the bundle in build/dist/leadapp."""
    if not PYTHON.exists():
        sys.exit("build.py: there is no .venv yet. Run: python3 dev.py setup")
    fetch_tools()
    began = time.monotonic()
    options: list[str | Path] = ["--noconfirm", "--log-level", "WARN", "--distpath", BUNDLE.parent, "--workpath", BUILD / "work"]
    need([PYTHON, "-m", "PyInstaller", *options, HERE / "leadapp.spec"], "Building", PYTHONPATH=str(TOOLS))
    size = sum(file.stat().st_size for file in BUNDLE.rglob("*") if file.is_file() and not file.is_symlink())
    print(f"Built in {time.monotonic() - began:.0f} s: {size / 1e6:.0f} MB in {BUNDLE.relative_to(TOP)}", flush=True)


# ------------------------------------------------------------------------------------------------ try
def try_out() -> None:
    """Run a copy of the bundle away from the checkout, with a home of its own: sample, return, check and the window."""
    with tempfile.TemporaryDirectory(prefix="leadapp-bundle-") as name:
        away = Path(name)
        shutil.copytree(BUNDLE, away / "leadapp", symlinks=True)
        world = World(away)
        world.run("sample", "sample.leadapp")
        world.run("return", "2026-27-Q2", "--store", "sample.leadapp", "--xlsx", "r.xlsx", "--pdf", "r.pdf", "--json", "r.json")
        world.run("check", "sample.leadapp")
        world.starts_with("r.xlsx", b"PK")
        world.starts_with("r.pdf", b"%PDF-")
        world.starts_with("r.json", b"{")
        times = sorted(world.run("sample.leadapp", "--quit-when-ready") for _ in range(STARTS))
        print(f"The window is up and closed again in {times[STARTS // 2]:.2f} s (median of {STARTS}).")
        print("The bundle works.")


class World:
    """A folder with a home of its own, and nothing of the checkout in the environment."""

    def __init__(self, away: Path) -> None:
        self._away = away
        self._home = away / "home"
        self._home.mkdir()
        kept = {"SYSTEMROOT", "TEMP", "TMP", "LANG", "DISPLAY"}
        self._environment = {name: value for name, value in os.environ.items() if name in kept}
        home = str(self._home)
        self._environment |= {"HOME": home, "USERPROFILE": home, "LOCALAPPDATA": home, "APPDATA": home}
        self._environment |= {"PATH": os.defpath, "QT_QPA_PLATFORM": "offscreen"}

    def run(self, *arguments: str) -> float:
        """Run the program; returns seconds on the clock. Stops where it fails or complains."""
        began = time.monotonic()
        command = [str(self._away / "leadapp" / PROGRAM), *arguments]
        done = subprocess.run(command, cwd=self._home, env=self._environment, capture_output=True, text=True, check=False)
        if done.returncode or "Traceback" in done.stderr:
            sys.exit(f"build.py: leadapp {' '.join(arguments)} failed ({done.returncode}):\n{done.stdout}{done.stderr}")
        return time.monotonic() - began

    def starts_with(self, name: str, head: bytes) -> None:
        """Stop unless a file that was made begins as its kind does."""
        if not (self._home / name).read_bytes().startswith(head):
            sys.exit(f"build.py: {name} is not what it should be.")


def main(arguments: list[str]) -> None:
    """Build, try, or both."""
    if arguments not in ([], ["build"], ["try"]):
        sys.exit("build.py: python3 packaging/build.py [build | try]")
    if arguments != ["try"]:
        build()
    if arguments != ["build"]:
        try_out()


if __name__ == "__main__":
    main(sys.argv[1:])
