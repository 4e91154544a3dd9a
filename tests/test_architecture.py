"""The rules of ARCHITECTURE.md that neither import-linter nor ruff can see."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from leadapp.db.logged import logged_tables
from leadapp.db.row_types import Row

PACKAGE = Path(__file__).parents[1] / "src" / "leadapp"
MODULES = sorted(PACKAGE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION = 400, 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "base", "misc", "tools"}
NETWORK = {
    "socket", "ssl", "http", "urllib.request", "ftplib", "smtplib", "imaplib", "poplib", "xmlrpc", "socketserver", "asyncio",
    "requests", "urllib3", "httpx", "aiohttp", "webbrowser", "PySide6.QtNetwork", "PySide6.QtWebSockets", "PySide6.QtWebEngineCore",
}  # fmt: skip
DOCUMENTED = ("domain", "db", "services", "exports", "imports")


def name_of(module: Path) -> str:
    return module.relative_to(PACKAGE).as_posix()


def tree_of(module: Path) -> ast.Module:
    return ast.parse(module.read_text("utf-8"))


def imports_of(module: Path) -> Iterator[str]:
    """Every imported name in full: the module, and the module with each name taken from it."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def calls_in(module: Path) -> Iterator[tuple[str, int]]:
    """Every call, as the words before its bracket and its line."""
    for node in ast.walk(tree_of(module)):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func), node.lineno


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 80


def test_every_folder_is_seen_by_the_import_checker() -> None:
    folders = {module.parent for module in MODULES}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def own_lines(function: ast.FunctionDef) -> int:
    """The lines of a function without those of the functions inside it."""
    inner = [node for node in ast.walk(function) if isinstance(node, ast.FunctionDef) and node is not function]
    return len(set(lines_of(function)) - {line for node in inner for line in lines_of(node)})


def lines_of(node: ast.FunctionDef) -> range:
    return range(node.lineno, (node.end_lineno or node.lineno) + 1)


TABLES = {"exports/workbook_styles.py: add_styles"}
"""Functions that are long because they hold a table."""


def test_no_file_and_no_function_is_too_long() -> None:
    long = [name_of(m) for m in MODULES if len(m.read_text("utf-8").splitlines()) > LONGEST_FILE]
    for module in MODULES:
        functions = [node for node in ast.walk(tree_of(module)) if isinstance(node, ast.FunctionDef)]
        long += [f"{name_of(module)}: {node.name}" for node in functions if own_lines(node) > LONGEST_FUNCTION]
    assert set(long) - TABLES == set()


def test_names_say_what_a_module_holds() -> None:
    words = {
        name_of(m): {word for part in name_of(m).removesuffix(".py").split("/") for word in part.split("_")} for m in MODULES
    }
    assert [name for name, used in words.items() if VAGUE & used] == []


def test_nothing_in_the_package_speaks_to_a_network() -> None:
    found = {
        (name_of(m), name) for m in MODULES for name in imports_of(m) for word in NETWORK if f"{name}.".startswith(f"{word}.")
    }
    assert found == set()


def test_what_others_use_is_documented() -> None:
    missing = []
    for module in (m for m in MODULES if name_of(m).split("/")[0] in DOCUMENTED):
        tree = tree_of(module)
        missing += [] if ast.get_docstring(tree) else [name_of(module)]
        for node in tree.body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
                inner = node.body if isinstance(node, ast.ClassDef) else []
                methods = [n for n in inner if isinstance(n, ast.FunctionDef) and not n.name.startswith("_")]
                missing += [f"{name_of(module)}: {n.name}" for n in (node, *methods) if not ast.get_docstring(n)]
    assert missing == []


def test_every_column_says_whether_it_holds_personal_data_or_free_text() -> None:
    assert len(logged_tables()) > 10
    for table in Row.metadata.tables.values():
        for column in table.columns:
            assert column.info.get("privacy") in {"personal", "free", "plain"}, f"{table.name}.{column.name}"


# -------------------------------------------------------------------------------- the file while it is open
CONNECT = {
    "db/backup.py": "closed files and copies",
    "db/database.py": "the one engine",
    "db/migrate.py": "its own connection, before",
}
READS_BYTES = {
    "db/database.py": "the first bytes, before the file is opened",
    "exports": "documents, while they are drawn",
    "imports": "files from outside; the caller refuses the open store first",
    "services/placing.py": "documents that were just drawn, and what stood in their place",
    "services/evidence_files.py": "files given as evidence, which a file that is open is never; and copies to look at",
}


def test_only_few_places_make_a_connection() -> None:
    made = {name_of(m) for m in MODULES for call, _ in calls_in(m) if call in {"sqlite3.connect", "create_engine"}}
    assert made == CONNECT.keys()


def test_nobody_else_opens_files_byte_by_byte() -> None:
    """A handle on the live file that is closed again would drop SQLite's locks (POSIX)."""
    opening = ("open", "os.open", "io.open", "read_bytes", "write_bytes", "copyfile", "copy", "copy2", "move")
    for module in MODULES:
        name = name_of(module)
        for call, line in calls_in(module):
            opens = call in {"open", "os.open", "io.open"} or call.split(".")[-1] in {"read_bytes", "write_bytes"}
            opens = opens or call in {f"shutil.{word}" for word in opening}
            if opens:
                assert name in READS_BYTES or name.split("/")[0] in READS_BYTES or name in {"db/backup.py", "cli/__init__.py"}, (
                    f"{name}:{line}"
                )


def test_a_step_of_the_store_reads_no_bytes_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new_template: Path
) -> None:
    """While a file is open, nothing in this process opens it again, whatever is done with it."""
    import builtins
    import io
    import os
    import shutil
    import sqlite3

    from leadapp.services.opening import open_services

    path = Path(shutil.copyfile(new_template, tmp_path / "live.leadapp"))
    monkeypatch.setenv("LEADAPP_DATA", str(tmp_path / "data"))
    services = open_services(path)
    touched: list[str] = []

    def watch(owner: object, name: str) -> None:
        real = getattr(owner, name)

        def watched(file: object, *rest: object, **more: object) -> object:
            if isinstance(file, str | Path) and Path(file) == path:
                touched.append(name)
            return real(file, *rest, **more)

        monkeypatch.setattr(owner, name, watched)

    for owner, name in ((builtins, "open"), (io, "open"), (os, "open"), (sqlite3, "connect")):
        watch(owner, name)
    services.plan.adopt(("2.4",))
    services.history.undo()
    services.history.redo()
    services.home.view()
    services.search.find("equality")
    services.backups.back_up()
    services.backups.list_backups()
    services.returns.export(services.preferences.reported_quarter(), {"json": tmp_path / "r.json"})
    assert touched == []
    services.close()
    open(path, "rb").close()  # noqa: PTH123 - proves that the watch sees it
    assert touched == ["open"]
