"""What the documents say must be there: versions, commands, links, pictures, file names, reasons for dependencies, keys."""

import argparse
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

import leadapp
from leadapp import cli
from leadapp.ui.help.help_texts import KEYS, TEXTS
from leadapp.ui.rooms import ROOMS, TAIL

TOP = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path.relative_to(TOP)
    for folder in (".", "docs", "docs/decisions", "packaging", "resources/fonts")
    for path in (TOP / folder).glob("*.md")
)
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^```.*?^```", re.M | re.S)
_FILE = re.compile(r"`([\w./*-]+\.(?:py|md|toml|lock|svg|json))`|`([\w./-]+/)`")
_NAMED_FOR_MANY = {"*_records.py"}


def words(document: str | Path) -> str:
    """A document's text."""
    return (TOP / document).read_text("utf-8")


def anchors(text: str) -> set[str]:
    """The names of a document's headings, as a link writes them."""
    heads = re.findall(r"^#+ (.+)$", _FENCE.sub("", text), re.M)
    return {re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-") for head in heads}


def links() -> Iterator[tuple[Path, str, str, str]]:
    """Every link of every document: where it stands, ``!`` for a picture, its words and its target."""
    for document in DOCUMENTS:
        for mark, text, target in _LINK.findall(_FENCE.sub("", words(document))):
            yield document, mark, text, target


def commands_of_the_program() -> dict[str, argparse.ArgumentParser]:
    """The commands that ``leadapp --help`` lists."""
    choices = next(action.choices for action in cli._parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(choices)


# ------------------------------------------------------------------------------------------------ the change log
def test_the_version_has_an_entry_in_the_change_log() -> None:
    assert PROJECT["version"] == leadapp.__version__
    entry = re.search(rf"^## \[{re.escape(leadapp.__version__)}\] - \d{{4}}-\d{{2}}-\d{{2}}$", words("CHANGELOG.md"), re.M)
    assert entry is not None


def test_every_entry_of_the_change_log_says_something_under_the_known_headings() -> None:
    entries = re.split(r"^## ", words("CHANGELOG.md"), flags=re.M)[1:]
    assert entries[0].startswith("[Unreleased]")
    for entry in entries:
        assert len(entry.strip().splitlines()) > 1, entry
        kinds = set(re.findall(r"^### (.+)$", entry, re.M))
        assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Known limits"}


# ------------------------------------------------------------------------------------------------ commands
@pytest.mark.parametrize("name", sorted(commands_of_the_program()))
def test_every_command_stands_in_the_readme_with_every_flag(name: str) -> None:
    readme = words("README.md")
    assert f"`leadapp {name}" in readme
    row = next(line for line in readme.splitlines() if line.startswith(f"| `leadapp {name}"))
    for action in commands_of_the_program()[name]._actions:
        for flag in action.option_strings:
            assert flag in row or flag in {"-h", "--help"}, f"leadapp {name} {flag}"


def test_every_command_of_the_readme_is_one() -> None:
    known = set(commands_of_the_program())
    for line in re.findall(r"^(?:\.venv/bin/)?leadapp (\w+) .*$", words("README.md"), re.M):
        assert line in known


def test_every_command_of_dev_py_stands_in_the_readme() -> None:
    told = subprocess.run([sys.executable, TOP / "dev.py", "help"], capture_output=True, encoding="utf-8", check=True).stdout
    names = re.findall(r"^  (\w+) ", told, re.M)
    assert {"run", "test", "setup", "bench", "screens", "help"} <= set(names)
    readme = words("README.md")
    for name in names:
        assert f"`python3 dev.py {name}`" in readme


def test_every_benchmark_stands_in_the_readme() -> None:
    cases = re.search(r"^CASES.*?^\}", words("tests/benchmarks/cases.py"), re.M | re.S)
    assert cases is not None
    names = re.findall(r'^    "(\w+)":', cases.group(), re.M)
    assert len(names) > 4
    for name in names:
        assert f"`{name}`" in words("README.md")


# ------------------------------------------------------------------------------------------------ links, pictures, file names
def test_every_link_and_picture_leads_somewhere() -> None:
    found = [link for link in links() if "://" not in link[3]]
    assert len(found) > 30
    for document, _mark, _text, target in found:
        file, _, anchor = unquote(target).partition("#")
        goal = (TOP / document).parent / file if file else TOP / document
        assert goal.exists(), f"{document} links to {target}"
        if anchor:
            assert anchor in anchors(goal.read_text("utf-8")), f"{document} links to {target}"


def test_every_picture_has_a_text_in_place_of_it() -> None:
    pictures = [link for link in links() if link[1]]
    assert len(pictures) >= 8
    for document, _mark, text, target in pictures:
        assert len(text.split()) > 3, f"{document}: {target}"


def test_every_shipped_picture_is_shown() -> None:
    shown = {Path(target).name for _, mark, _, target in links() if mark}
    assert {path.name for path in (TOP / "docs" / "pictures").glob("*.png")} == shown


@pytest.mark.parametrize("document", ["ARCHITECTURE.md", "CONTRIBUTING.md"])
def test_every_file_that_is_named_exists(document: str) -> None:
    named = {file or folder for file, folder in _FILE.findall(_FENCE.sub("", words(document)))} - _NAMED_FOR_MANY
    assert named
    package = TOP / "src" / "leadapp"
    places = (TOP, package, *(package / layer for layer in ("domain", "db", "services", "exports", "imports", "ui")))
    for name in (name for name in named if "000N" not in name):
        assert any((place / name).exists() for place in places), f"{document} names {name}"


def test_the_documents_fit_on_their_pages() -> None:
    pages = {"ARCHITECTURE.md": 2000, "CONTRIBUTING.md": 800} | {
        str(path): 450 for path in DOCUMENTS if path.parent.name == "decisions" and path.name != "README.md"
    }
    for document, most in pages.items():
        assert len(words(document).split()) <= most, document


# ------------------------------------------------------------------------------------------------ decisions
def test_every_dependency_has_its_reason() -> None:
    reasons = "\n".join(words(path) for path in DOCUMENTS if path.parent.name == "decisions").lower()
    wanted = PROJECT["dependencies"] + [d for group in PROJECT["optional-dependencies"].values() for d in group]
    for requirement in wanted:
        name = re.split(r"[<>=!~\[; ]", requirement)[0].lower()
        assert re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", reasons), name


def test_the_list_of_decisions_is_whole_and_every_page_has_its_parts() -> None:
    pages = sorted(p for p in (TOP / "docs" / "decisions").glob("*.md") if p.name != "README.md")
    assert [int(p.name[:4]) for p in pages] == list(range(1, len(pages) + 1))
    index = words("docs/decisions/README.md")
    for page in pages:
        text = page.read_text("utf-8")
        assert re.findall(r"^## (.+)$", text, re.M) == ["Context", "Decision", "Consequences", "Alternatives"], page.name
        ((number, title),) = re.findall(r"^# (\d+)\. (.+)$", text, re.M)
        assert int(number) == int(page.name[:4])
        assert f"{number}. [{title}]({page.name})" in index


def test_every_shipped_font_has_its_licence_beside_it() -> None:
    folder = TOP / "resources" / "fonts"
    told = (folder / "LICENSES.md").read_text("utf-8")
    fonts = [path.name for path in folder.glob("*.ttf")]
    assert fonts
    for name in fonts:
        row = next(line for line in told.splitlines() if f"`{name}`" in line)
        licence = folder / _LINK.findall(row)[0][2]
        assert "FONT SOFTWARE IS PROVIDED" in licence.read_text("utf-8").replace("\n", " ")


# ------------------------------------------------------------------------------------------------ the help room
def test_every_room_has_a_help_text() -> None:
    assert {key for key, _, _ in (*ROOMS, *TAIL)} - {"help"} <= set(TEXTS)


def keys_told() -> set[str]:
    """Every key of the help's list in full: "Ctrl+1, 2, 3" is Ctrl+1, Ctrl+2 and Ctrl+3."""
    found: set[str] = set()
    for keys, _ in KEYS:
        before = ""
        for key in keys.split(", "):
            whole = key if len(key) > 1 else before + key
            found.add(whole)
            before = whole[: whole.rindex("+", 0, -1) + 1] if "+" in whole[:-1] else ""
    return found


def keys_of_the_window() -> set[str]:
    """Every key that the code of the window names, with the digits of rooms and confidence."""
    found = {f"Ctrl+{number}" for number in range(1, len(ROOMS) + 1)} | {"Alt+1", "Alt+2", "Alt+3"}
    for file in (TOP / "src" / "leadapp" / "ui").rglob("*.py"):
        if file.name != "help_texts.py":
            found |= set(re.findall(r'"((?:(?:Ctrl|Alt|Shift)\+)+(?:\w+|\+|-)|F\d{1,2})"', file.read_text("utf-8")))
    return {key.replace("Return", "Enter") for key in found}


def test_every_key_of_the_window_stands_in_the_help() -> None:
    assert {"Ctrl+K", "F6", "Ctrl+Shift+Enter", "Ctrl++"} <= keys_of_the_window()
    assert keys_of_the_window() - keys_told() == set()
