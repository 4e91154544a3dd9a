#!/usr/bin/env python3
"""leadapp's commands for people: python3 dev.py run | test | setup | bench | screens | lock | help.

Standard library only, the same on Windows, macOS and Linux. Every command first sets up what is missing: the virtual environment
in .venv with the locked dependencies and, on Debian and its relatives, the system libraries that Qt needs.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

TOP = Path(__file__).resolve().parent
VENV = TOP / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = SCRIPTS / ("python.exe" if os.name == "nt" else "python")
LOCK = TOP / "requirements.lock"
STAMP = VENV / "leadapp-setup.txt"
STOPPED = 130
"""The exit code of a command that was stopped with Ctrl+C, as in every shell."""
OLDEST, TOO_NEW = (3, 11), (3, 14)

QT_LIBRARIES = (
    "libegl1 libgl1 libglib2.0-0 libfontconfig1 libdbus-1-3 libxkbcommon0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
).split()
TEST_LIBRARIES = ("libenchant-2-2", "hunspell-en-gb")
"""What the optional spelling check stands on; the program starts without it, its tests do not."""
BUILD = ("hatchling", "editables")
"""What makes the editable package; everything else under "dev" in pyproject.toml is for tests only."""
CHECKED = ("src", "tests", "migrations", "packaging", "dev.py")


def say(words: str) -> None:
    """Tell the person at the terminal, at once."""
    print(words, flush=True)


def run(arguments: Sequence[str | Path], **more: str) -> int:
    """Run a command in the project's folder and return its exit code; ``more`` adds to the environment."""
    return subprocess.run([str(part) for part in arguments], cwd=TOP, env={**os.environ, **more}, check=False).returncode


def need(arguments: Sequence[str | Path], what: str) -> None:
    """Run a command that must succeed; say plainly which step failed and stop otherwise."""
    if code := run(arguments, PIP_USER="0"):  # a "user = true" in somebody's pip.conf is refused inside an environment
        sys.exit(f"dev.py: {what} failed (exit code {code}). The lines above say why.")


# ------------------------------------------------------------------------------------------------ set-up
def fingerprint() -> str:
    """What the environment was made from: when it changes, the environment is brought up to date."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {TOP}".encode())
    for file in (LOCK, TOP / "pyproject.toml"):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def set_up(*, tests: bool = False) -> None:
    """Bring system libraries, virtual environment and dependencies up to date; nothing is done twice.

    The window needs fewer packages than the tests, some of which have no wheels for an older macOS.
    """
    check_python()
    install_system_libraries([*QT_LIBRARIES, *(TEST_LIBRARIES if tests else ())])
    print_of_now = fingerprint()
    enough = {f"{print_of_now} tests"} if tests else {f"{print_of_now} tests", f"{print_of_now} run"}
    if PYTHON.exists() and STAMP.exists() and STAMP.read_text("utf-8") in enough:
        return
    make_environment()
    say("Installing the locked dependencies ...")
    quiet = ["--quiet", "--disable-pip-version-check"]
    whole = ["--require-hashes", "--no-deps"]  # the lock is complete; older pips would stumble over "coverage[toml]" otherwise
    listed = VENV / "leadapp-requirements.txt"
    listed.write_text("".join(wanted_packages(tests=tests).values()), "utf-8")
    need([PYTHON, "-m", "pip", "install", *quiet, *whole, "-r", listed], "Installing the dependencies")
    need([PYTHON, "-m", "pip", "install", *quiet, "--no-deps", "--no-build-isolation", "--editable", TOP], "Installing leadapp")
    STAMP.write_text(f"{print_of_now} {'tests' if tests else 'run'}", "utf-8")


def check_python() -> None:
    """Stop with the line to type where this Python is too old or too new."""
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        other = "py -3.12 dev.py" if os.name == "nt" else "python3.12 dev.py"
        sys.exit(f"dev.py: leadapp needs Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}. Try: {other} run")


def wanted_packages(*, tests: bool) -> dict[str, str]:
    """The lock's entries by name: all of them, or only those that the program itself needs, told by the lock's "via" notes."""
    entries: dict[str, str] = {}
    for entry in re.split(r"^(?=\S)", LOCK.read_text("utf-8"), flags=re.MULTILINE):
        if found := re.match(r"([\w.-]+)==", entry):
            entries[found[1]] = entry
    if tests:
        return entries
    wanted = {name for name in entries if name in {*program_requirements(), *BUILD}}
    grown = True
    while grown:
        more = {
            name for name, entry in entries.items() if wanted & set(re.findall(r"#\s+(?:via )?([\w.-]+)$", entry, re.MULTILINE))
        }
        grown = not more <= wanted
        wanted |= more
    return {name: entry for name, entry in entries.items() if name in wanted}


def program_requirements() -> list[str]:
    """The names under "dependencies" in pyproject.toml."""
    import tomllib  # not in the Pythons that check_python turns away

    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    return [re.split(r"[^\w.-]", line)[0] for line in project["dependencies"]]


def make_environment() -> None:
    """Make .venv with pip in it, anew if what is there does not start."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
        return
    say("Making the virtual environment in .venv ...")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False)
    if made.returncode:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        shutil.rmtree(VENV, ignore_errors=True)
        sys.exit(
            f"dev.py: no virtual environment could be made. On Debian: apt-get install python{version}-venv\n{made.stdout}{made.stderr}"
        )


def missing_libraries(packages: Sequence[str]) -> list[str]:
    """Which of these Debian packages are not installed; none where there is no dpkg to ask (macOS may have one, but no apt)."""
    if not sys.platform.startswith("linux") or not shutil.which("dpkg-query"):
        return []
    asked = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${Package} ${Provides} ${Status}\\n"],
        capture_output=True,
        text=True,
        check=False,
    )
    names: set[str] = set()
    for line in asked.stdout.splitlines():
        if line.endswith("install ok installed"):
            names.update(word.strip(",") for word in line.split())
    return [package for package in packages if package not in names]


def install_system_libraries(packages: Sequence[str]) -> None:
    """Install what Qt needs on Debian when that is allowed, else print the exact line and stop."""
    missing = missing_libraries(packages)
    if not missing:
        return
    line = ["apt-get", "install", "--yes", "--no-install-recommends", *missing]
    by_hand = f"Run this line, then the same command again:\n\n  sudo {' '.join(line)}\n"
    first: list[str] = []
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        if not shutil.which("sudo") or subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode:
            sys.exit(f"dev.py: Qt needs system libraries that are not installed. {by_hand}")
        first = ["sudo", "-n"]
    say(f"Installing system libraries: {' '.join(missing)} ...")
    command = [*first, "env", "DEBIAN_FRONTEND=noninteractive", *line]
    if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
        subprocess.run([*first, "apt-get", "update"], stdout=subprocess.DEVNULL, check=False)
        if subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"dev.py: the system libraries could not be installed. {by_hand}")


# ------------------------------------------------------------------------------------------------ commands
def command_run(arguments: list[str]) -> int:
    """open the window (words after it are handed on: a file, or a command such as sample FILE)"""
    set_up()
    command = [str(PYTHON), "-P", "-m", "leadapp", *arguments]  # -P: a file json.py in her folder is not ours to import
    return subprocess.run(command, check=False).returncode  # here, where the names of files are meant from


def command_setup(_arguments: list[str]) -> int:
    """only set up .venv with everything in it; the program is then .venv/bin/leadapp"""
    set_up(tests=True)
    say(f"Ready. Start the window with: {(SCRIPTS / 'leadapp').relative_to(TOP)}")
    return 0


def command_test(arguments: list[str]) -> int:
    """every check and test, as CI runs them; with words after it only pytest, with these words"""
    set_up(tests=True)
    if arguments:
        return run([PYTHON, "-m", "pytest", *arguments])
    ruff: list[str | Path] = [PYTHON, "-m", "ruff"]
    steps: list[tuple[str, list[str | Path]]] = [
        ("format", [*ruff, "format", "--check", "--quiet", *CHECKED]),
        ("lint", [*ruff, "check", "--quiet", *CHECKED]),
        ("layers", [PYTHON, "-c", "import sys; from importlinter.cli import lint_imports_command as main; sys.exit(main())"]),
        ("types", [PYTHON, "-m", "mypy"]),
        (
            "tests",
            [
                PYTHON,
                "-m",
                "pytest",
                "-q",
                "-n",
                "auto",
                "--dist",
                "worksteal",
                "--cov",
                "--cov-report=json:.coverage.json",
                "--cov-report=",
            ],
        ),
        ("coverage", [PYTHON, TOP / "tests" / "coverage_gates.py"]),
    ]
    failed = []
    for name, step in steps:
        began = time.monotonic()
        code = run(step)
        say(f"{'ok    ' if code == 0 else 'FAILED'} {name:<9} {time.monotonic() - began:6.1f} s")
        failed += [name] if code else []
    say(f"Failed: {', '.join(failed)}" if failed else "Everything passed.")
    return 1 if failed else 0


def command_bench(arguments: list[str]) -> int:
    """time leadapp beside the bare libraries and print the ratios (names after it: only these)"""
    set_up(tests=True)
    return run([PYTHON, "-m", "tests.benchmarks.run", *arguments])


def command_screens(arguments: list[str]) -> int:
    """draw every screen and document of the sample as pictures, into docs/pictures"""
    set_up(tests=True)
    return run([PYTHON, "-m", "tests.screens", *arguments])


def command_lock(_arguments: list[str]) -> int:
    """write requirements.lock anew from pyproject.toml (needs the network)"""
    set_up(tests=True)
    need([PYTHON, "-m", "pip", "install", "--quiet", "uv"], "Installing uv")
    compile_lock = f"uv pip compile pyproject.toml --extra dev --universal --python-version {OLDEST[0]}.{OLDEST[1]}"
    options = "--generate-hashes --no-emit-index-url --no-header --quiet --upgrade --output-file requirements.lock"
    return run([PYTHON, "-m", *compile_lock.split(), *options.split()])


def command_help(_arguments: list[str]) -> int:
    """print this help"""
    say(f"python3 dev.py COMMAND\n\n{chr(10).join(f'  {name:<8} {command.__doc__}' for name, command in COMMANDS.items())}")
    return 0


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": command_run,
    "test": command_test,
    "setup": command_setup,
    "bench": command_bench,
    "screens": command_screens,
    "lock": command_lock,
    "help": command_help,
}


def main(arguments: list[str]) -> int:
    """Run one command; 2 for one that does not exist."""
    name = arguments[0] if arguments else "help"
    if name in {"-h", "--help"}:
        name = "help"
    if name not in COMMANDS:
        say(f"dev.py: there is no command “{name}”. Known: {', '.join(COMMANDS)}.")
        return 2
    try:
        return COMMANDS[name](arguments[1:])
    except KeyboardInterrupt:
        return STOPPED


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(main(sys.argv[1:]))
